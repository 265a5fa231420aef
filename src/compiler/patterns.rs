//! Object patterns, and declarations, which are patterns with an initialiser.

use super::closures::FunctionName;
use super::destructuring::How;
use super::error::Limit;
use super::function::Compiler;
use super::objects::Key;
use crate::bytecode::Opcode;
use crate::bytecode::Special;
use crate::bytecode::writer::Register;
use crate::syntax::ast::{
    Declarator, PatternId, PatternKind, PatternProperty, PropertyKeyKind, VariableDeclaration, VariableKind,
};

/// The most keys that a rest can be told to leave out.
const MAX_REST_KEYS: usize = u8::MAX as usize;

impl Compiler<'_> {
    pub fn object_pattern(
        &mut self,
        pattern: PatternId,
        properties: &[PatternProperty],
        rest: Option<PatternId>,
        value: Register,
        how: How,
    ) {
        let first_key = properties.first().map(|property| property.key);
        let is_plain = first_key.is_some_and(|key| !matches!(key.kind, PropertyKeyKind::Computed(_)));
        self.at(match first_key {
            Some(key) if is_plain => key.span.start,
            _ => self.ast()[pattern].span.start,
        });
        self.code.CheckObjectCoercible(value);
        if rest.is_some() && properties.len() > MAX_REST_KEYS {
            self.fail(Limit::RestKeys, self.ast()[pattern].span);
        }
        let count = self.count(properties.len());
        let keys = rest.map(|_| self.registers.take(count));
        for (index, property) in properties.iter().enumerate() {
            let kept = keys.map(|keys| keys.above(index as u16));
            self.pattern_property(property, kept, value, how);
        }
        if let (Some(rest), Some(keys)) = (rest, keys) {
            self.element(rest, how, &mut |compiler, dest| {
                compiler.at(compiler.ast()[rest].span.start);
                compiler.code.CopyRest(count.min(MAX_REST_KEYS as u16), dest, value, keys);
            });
        }
    }

    /// One property; its key also goes to `kept`.
    fn pattern_property(&mut self, property: &PatternProperty, kept: Option<Register>, value: Register, how: How) {
        let mark = self.registers.mark();
        let mut key = self.property_key(property.key);
        if let Some(kept) = kept {
            key = self.key_in_register(key, kept);
        }
        let position = property.key.span.start;
        self.element(property.value, how, &mut |compiler, dest| {
            compiler.at(position);
            match key {
                Key::Named(name) => compiler.get_named(dest, value, name),
                Key::Register(key) => {
                    let site = compiler.element_site(Opcode::GetKeyed);
                    compiler.code.GetKeyed(dest, value, key, site);
                }
            }
        });
        self.registers.release(mark);
    }

    /// `let`, `const` and `var` declarations.
    pub fn variables(&mut self, declaration: &VariableDeclaration) {
        for declarator in &declaration.declarators {
            let mark = self.registers.mark();
            self.declarator(declaration.kind, *declarator);
            self.registers.release(mark);
        }
    }

    fn declarator(&mut self, kind: VariableKind, Declarator { target, init }: Declarator) {
        let how = if kind == VariableKind::Var { How::Assign } else { How::Initialize };
        let Some(init) = init else {
            if how == How::Initialize {
                self.element(target, how, &mut |compiler, dest| compiler.load_special(dest, Special::Undefined));
            }
            return;
        };
        match self.ast()[target].kind {
            PatternKind::Identifier(name) => {
                let name = FunctionName::Text(self.unit.name_text(name));
                self.initializer(target, how, &mut |compiler, dest| match dest {
                    Some(dest) => {
                        compiler.named_expression(init, dest, name.clone());
                        dest
                    }
                    None => compiler.named_operand(init, name.clone()),
                });
            }
            _ => {
                let later = self.ast()[target].span;
                let value = self.operand_before(init, later);
                self.at(self.ast()[init].span.start);
                self.destructure(target, value, how);
            }
        }
    }

    /// An identifier with an initialiser, which `produce` computes into the register it is given, or any other.
    fn initializer(
        &mut self,
        target: PatternId,
        how: How,
        produce: &mut dyn FnMut(&mut Self, Option<Register>) -> Register,
    ) {
        let PatternKind::Identifier(name) = self.ast()[target].kind else { return };
        let resolution = self.unit.scopes.of_pattern(target);
        if resolution.is_dynamic() {
            let reference = self.variable_reference(name, resolution);
            let value = produce(self, None);
            return self.set_reference(reference, value);
        }
        let own = match (how, resolution.binding()) {
            (How::Assign, _) => self.assignable_register(resolution),
            (How::Initialize, Some(binding)) if !self.unit.scopes.binding(binding).is_checked => {
                self.initial_register(binding)
            }
            _ => None,
        };
        let value = match own {
            Some(register) if how == How::Initialize => {
                return self.initializing(register, |compiler| {
                    produce(compiler, own);
                });
            }
            _ => produce(self, own),
        };
        if own.is_some() {
            return;
        }
        match (how, resolution.binding()) {
            (How::Initialize, Some(binding)) => self.initialize(binding, value),
            _ => self.assign_variable(name, resolution, value),
        }
    }
}
