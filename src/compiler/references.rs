//! References: the target of an assignment, with its parts evaluated once, to be read and written.

use super::function::Compiler;
use crate::bytecode::Opcode;
use crate::bytecode::message::Message;
use crate::bytecode::writer::Register;
use crate::scope::Resolution;
use crate::syntax::ast::{BinaryOp, ExprId, ExprKind, PatternId, PatternKind, UnaryOp};
use crate::syntax::names::Name;
use crate::syntax::source::Span;

/// A target whose object and key are in registers.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reference {
    Variable {
        name: Name,
        resolution: Resolution,
    },
    /// A name that was looked up in objects of scopes: the one that has it, or undefined.
    Dynamic {
        object: Register,
        name: Name,
        resolution: Resolution,
    },
    Named {
        object: Register,
        name: Name,
    },
    Keyed {
        object: Register,
        key: Register,
    },
    Private {
        object: Register,
        name: Register,
    },
    Super {
        base: Register,
        key: Register,
    },
    /// Nothing that can be assigned: reaching it has thrown.
    Invalid,
}

impl Compiler<'_> {
    /// Evaluates the parts of a target; they keep their values through the code of `later`. `is_read` if the target is read
    /// before it is written: then a key is converted only once. A call in the target's place throws `message`.
    pub fn reference(&mut self, pattern: PatternId, later: Span, is_read: bool, message: Message) -> Reference {
        match self.ast()[pattern].kind {
            PatternKind::Identifier(name) => self.variable_reference(name, self.unit.scopes.of_pattern(pattern)),
            PatternKind::Target(target) => self.member_reference(target, later, is_read, message),
            _ => unreachable!("only simple targets are read and written as a whole"),
        }
    }

    pub fn variable_reference(&mut self, name: Name, resolution: Resolution) -> Reference {
        match self.unit.scopes.dynamic(resolution) {
            Some(dynamic) => self.dynamic_reference(name, resolution, dynamic),
            None => Reference::Variable { name, resolution },
        }
    }

    fn member_reference(&mut self, target: ExprId, later: Span, is_read: bool, message: Message) -> Reference {
        let inner = self.ast().unparen(target);
        match self.ast()[inner].kind {
            ExprKind::Identifier(name) => self.variable_reference(name, self.unit.scopes.of_expr(inner)),
            ExprKind::Member { object, property, .. } => {
                let object = self.operand_before(object, later);
                Reference::Named { object, name: property }
            }
            ExprKind::Index { object, index, .. } => self.keyed_reference(object, index, later, is_read),
            ExprKind::PrivateMember { object, .. } => {
                let object = self.operand_before(object, later);
                let name = self.private_name(inner);
                Reference::Private { object, name }
            }
            ExprKind::SuperMember { .. } | ExprKind::SuperIndex { .. } => {
                let base = self.super_base();
                let key = self.super_key(inner);
                let key = self.keep_through(key, later);
                Reference::Super { base, key }
            }
            _ => {
                self.effect(inner);
                self.code.ThrowMessage(message as u16);
                Reference::Invalid
            }
        }
    }

    fn keyed_reference(&mut self, object: ExprId, index: ExprId, later: Span, is_read: bool) -> Reference {
        let after_object =
            self.ast()[index].span.to(if later == Span::default() { self.ast()[index].span } else { later });
        let object_register = self.operand_before(object, after_object);
        if let Some(name) = self.literal_key(index) {
            return Reference::Named { object: object_register, name };
        }
        let key = self.operand_before(index, later);
        if !is_read || self.is_surely_key(index) {
            return Reference::Keyed { object: object_register, key };
        }
        let converted = if self.is_scratch(key) { key } else { self.temp() };
        self.code.ToPropertyKey(converted, key, object_register);
        Reference::Keyed { object: object_register, key: converted }
    }

    /// Is the value of `id` a number or string for certain, so that using it twice as a key does no conversion twice?
    fn is_surely_key(&self, id: ExprId) -> bool {
        match &self.ast()[self.ast().unparen(id)].kind {
            ExprKind::Number(_) | ExprKind::String(_) | ExprKind::Template(_) | ExprKind::Update { .. } => true,
            ExprKind::Unary { op, .. } => !matches!(op, UnaryOp::Void),
            ExprKind::Binary { op: BinaryOp::Add, left, right } => {
                self.is_surely_key(*left) || self.is_surely_key(*right)
            }
            ExprKind::Binary { .. } | ExprKind::BinaryRun(_) => true,
            _ => false,
        }
    }

    /// Reads a reference.
    pub fn get_reference(&mut self, reference: Reference, dest: Register) {
        match reference {
            Reference::Variable { name, resolution } => self.load_variable(name, resolution, dest),
            Reference::Dynamic { object, name, resolution } => self.get_dynamic(object, name, resolution, dest),
            Reference::Named { object, name } => self.get_named(dest, object, name),
            Reference::Keyed { object, key } => {
                let site = self.element_site(Opcode::GetKeyed);
                self.code.GetKeyed(dest, object, key, site);
            }
            Reference::Private { object, name } => {
                let site = self.element_site(Opcode::GetPrivate);
                self.code.GetPrivate(dest, object, name, site);
            }
            Reference::Super { base, key } => self.code.GetSuper(dest, base, key),
            Reference::Invalid => {}
        }
    }

    /// Writes a reference.
    pub fn set_reference(&mut self, reference: Reference, value: Register) {
        let strict = self.facts.is_strict as u16;
        match reference {
            Reference::Variable { name, resolution } => self.assign_variable(name, resolution, value),
            Reference::Dynamic { object, name, resolution } => self.set_dynamic(object, name, resolution, value),
            Reference::Named { object, name } => {
                let key = self.name_constant(name);
                let site = self.property_site(Opcode::SetNamed, key);
                self.code.SetNamed(strict, object, value, site, key);
            }
            Reference::Keyed { object, key } => {
                let site = self.element_site(Opcode::SetKeyed);
                self.code.SetKeyed(strict, object, key, value, site);
            }
            Reference::Private { object, name } => {
                let site = self.element_site(Opcode::SetPrivate);
                self.code.SetPrivate(object, name, value, site);
            }
            Reference::Super { base, key } => self.code.SetSuper(strict, value, base, key),
            Reference::Invalid => {}
        }
    }
}
