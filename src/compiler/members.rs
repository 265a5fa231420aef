//! Reading properties: named, computed, private, of `super`, and through optional chains.

use super::function::Compiler;
use super::positions;
use crate::bytecode::writer::Register;
use crate::bytecode::{Opcode, Special};
use crate::syntax::ast::{ExprId, ExprKind};
use crate::syntax::names::{Name, known};
use crate::syntax::source::Span;

impl Compiler<'_> {
    /// The object of a member expression, kept through the code of `later`. If the link is optional and the object nullish,
    /// control goes to the end of the chain.
    pub fn object_of_chain(&mut self, id: ExprId, is_optional: bool, later: Span) -> Register {
        let object = self.operand_before(id, later);
        self.optional_link(object, is_optional);
        object
    }

    pub fn optional_link(&mut self, object: Register, is_optional: bool) {
        if is_optional {
            let exit = *self.chain_exits.last().expect("optional links stand in an optional chain");
            self.code.JumpIfNullish(object, exit);
        }
    }

    /// Reports errors from here on at the property behind `object`.
    pub fn at_property(&mut self, object: ExprId, is_computed: bool) {
        self.at(positions::property(self.text(), self.ast(), object, is_computed));
    }

    pub fn member(&mut self, object: ExprId, property: Name, is_optional: bool, dest: Register) {
        let base = self.operand_in(object, dest);
        self.optional_link(base, is_optional);
        self.at_property(object, false);
        self.get_named(dest, base, property);
    }

    /// `dest := object.property`.
    pub fn get_named(&mut self, dest: Register, object: Register, property: Name) {
        let key = self.name_constant(property);
        self.get_property(dest, object, key, property == self.length_name());
    }

    /// As [`Compiler::get_named`] for a name that the source does not have.
    pub fn get_text(&mut self, dest: Register, object: Register, property: &str) {
        let key = self.constants.string(crate::scope::template_str(property));
        self.get_property(dest, object, key, false);
    }

    fn get_property(
        &mut self,
        dest: Register,
        object: Register,
        key: crate::bytecode::constants::ConstantIndex,
        is_length: bool,
    ) {
        if is_length {
            let site = self.property_site(Opcode::GetLength, key);
            self.code.GetLength(dest, object, site, key);
        } else {
            let site = self.property_site(Opcode::GetNamed, key);
            self.code.GetNamed(dest, object, site, key);
        }
    }

    fn length_name(&self) -> Name {
        self.unit.program.names.find("length").unwrap_or(known::EMPTY)
    }

    pub fn index(&mut self, object: ExprId, index: ExprId, is_optional: bool, dest: Register) {
        let later = self.ast()[index].span;
        let base = self.operand_in_before(object, dest, later);
        self.optional_link(base, is_optional);
        if let Some(name) = self.literal_key(index) {
            self.at_property(object, true);
            return self.get_named(dest, base, name);
        }
        let key = self.operand(index);
        self.at_property(object, true);
        let site = self.element_site(Opcode::GetKeyed);
        self.code.GetKeyed(dest, base, key, site);
    }

    /// The name that a computed key spells out, if it is a string that is no array index.
    pub fn literal_key(&self, index: ExprId) -> Option<Name> {
        match self.ast()[self.ast().unparen(index)].kind {
            ExprKind::String(name) if self.array_index(name).is_none() => Some(name),
            _ => None,
        }
    }

    pub fn private_member(&mut self, id: ExprId, object: ExprId, is_optional: bool, dest: Register) {
        let base = self.operand_in(object, dest);
        self.optional_link(base, is_optional);
        let name = self.private_name(id);
        self.at_property(object, false);
        let site = self.element_site(Opcode::GetPrivate);
        self.code.GetPrivate(dest, base, name, site);
    }

    /// The private name of a private member expression, in a new temporary.
    pub fn private_name(&mut self, id: ExprId) -> Register {
        let name = self.temp();
        self.load_binding(self.unit.scopes.private_name(id), false, name);
        name
    }

    pub fn private_in(&mut self, id: ExprId, object: ExprId, dest: Register) {
        let object_register = self.operand(object);
        let name = self.private_name(id);
        self.at(self.ast()[id].span.start);
        self.code.PrivateIn(dest, name, object_register);
    }

    /// The home object and receiver of a `super` property, in a pair of registers.
    pub fn super_base(&mut self) -> Register {
        let pair = self.temp_pair();
        self.this_into(pair.above(1));
        let home = self.unit.scopes.closure(self.closure).home;
        self.load_binding(home.expect("scope analysis keeps the home object of every super"), false, pair);
        pair
    }

    /// The key of a `super` property in a register.
    pub fn super_key(&mut self, id: ExprId) -> Register {
        match self.ast()[self.ast().unparen(id)].kind {
            ExprKind::SuperIndex { index } => self.operand(index),
            ExprKind::SuperMember { property } => {
                let key = self.temp();
                self.load_name(key, property);
                key
            }
            _ => unreachable!("only the two forms of super properties have a super key"),
        }
    }

    pub fn super_member(&mut self, id: ExprId, dest: Register) {
        let base = self.super_base();
        let key = self.super_key(id);
        self.at(self.ast()[id].span.start);
        self.code.GetSuper(dest, base, key);
    }

    pub fn optional_chain(&mut self, inner: ExprId, dest: Register) {
        let (exit, end) = (self.code.new_label(), self.code.new_label());
        self.chain_exits.push(exit);
        self.expression(inner, dest);
        self.chain_exits.pop();
        self.code.Jump(end);
        self.code.bind(exit);
        self.load_special(dest, Special::Undefined);
        self.code.bind(end);
    }
}
