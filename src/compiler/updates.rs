//! `++` and `--`.

use super::function::Compiler;
use super::positions;
use crate::bytecode::message::Message;
use crate::bytecode::writer::Register;
use crate::syntax::ast::{ExprId, PatternId, PatternKind, UpdateOp};
use crate::syntax::source::Span;

impl Compiler<'_> {
    fn step(&mut self, op: UpdateOp, dest: Register, value: Register) {
        match op {
            UpdateOp::Increment => self.code.Inc(dest, value),
            UpdateOp::Decrement => self.code.Dec(dest, value),
        }
    }

    /// The variable's own register, if the update needs nothing but an instruction on it.
    pub fn update_register(&mut self, target: PatternId) -> Option<Register> {
        match self.ast()[target].kind {
            PatternKind::Identifier(_) => self.assignable_register(self.unit.scopes.of_pattern(target)),
            _ => None,
        }
    }

    pub fn update_effect(&mut self, id: ExprId, op: UpdateOp, target: PatternId) {
        if let Some(register) = self.update_register(target) {
            self.at(self.ast()[id].span.start);
            return self.step(op, register, register);
        }
        let value = self.temp();
        let reference = self.reference(target, Span::default(), true, Message::InvalidPostfixTarget);
        self.get_reference(reference, value);
        self.at_update(id, target);
        self.step(op, value, value);
        self.set_reference(reference, value);
    }

    /// Reports errors from here on at the operator.
    fn at_update(&mut self, id: ExprId, target: PatternId) {
        let start = self.ast()[id].span.start;
        let target = self.ast()[target].span;
        self.at(if target.start == start { positions::skip_trivia(self.text(), target.end) } else { start });
    }

    pub fn update(&mut self, id: ExprId, op: UpdateOp, is_prefix: bool, target: PatternId, dest: Register) {
        if let Some(register) = self.update_register(target) {
            self.at(self.ast()[id].span.start);
            return self.update_local(op, is_prefix, register, dest);
        }
        let message = if is_prefix { Message::InvalidPrefixTarget } else { Message::InvalidPostfixTarget };
        let old = self.work(dest);
        let reference = self.reference(target, Span::default(), true, message);
        self.get_reference(reference, old);
        self.at_update(id, target);
        if is_prefix {
            self.step(op, old, old);
            self.set_reference(reference, old);
        } else {
            self.code.ToNumeric(old, old);
            let new = self.temp();
            self.step(op, new, old);
            self.set_reference(reference, new);
        }
        self.move_to(dest, old);
    }

    fn update_local(&mut self, op: UpdateOp, is_prefix: bool, variable: Register, dest: Register) {
        if is_prefix {
            self.step(op, variable, variable);
            return self.move_to(dest, variable);
        }
        // The old value is complete before the variable changes, and they may be the same register (`x = x++`).
        let old = self.work(dest);
        self.code.ToNumeric(old, variable);
        self.step(op, variable, old);
        self.move_to(dest, old);
    }
}
