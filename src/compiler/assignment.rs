//! Assignments: plain, compound and logical. Each returns the register of its value.

use super::closures::FunctionName;
use super::destructuring::How;
use super::function::Compiler;
use super::positions;
use super::references::Reference;
use crate::bytecode::message::Message;
use crate::bytecode::writer::Register;
use crate::syntax::ast::{AssignOp, BinaryOp, ExprId, LogicalOp, PatternId, PatternKind};

impl Compiler<'_> {
    pub fn assign(&mut self, op: AssignOp, target: PatternId, value: ExprId) -> Register {
        match op {
            AssignOp::Assign => self.assign_plain(target, value),
            AssignOp::Binary(op) => self.assign_compound(op, target, value),
            AssignOp::Logical(op) => self.assign_logical(op, target, value),
        }
    }

    /// Reports errors from here on at the assignment's operator.
    fn at_assignment(&mut self, target: PatternId) {
        let position = positions::skip_trivia(self.text(), self.ast()[target].span.end);
        self.at(position);
    }

    fn assign_plain(&mut self, target: PatternId, value: ExprId) -> Register {
        match self.ast()[target].kind {
            PatternKind::Array { .. } | PatternKind::Object { .. } => {
                let result = self.operand_before(value, self.ast()[target].span);
                let mark = self.registers.mark();
                self.at_assignment(target);
                self.destructure(target, result, How::Assign);
                self.registers.release(mark);
                result
            }
            _ => {
                let later = self.ast()[value].span;
                let reference = self.reference(target, later, false, Message::InvalidAssignmentTarget);
                self.assign_reference(reference, target, value)
            }
        }
    }

    fn assign_reference(&mut self, reference: Reference, target: PatternId, value: ExprId) -> Register {
        let name = self.name_of_target(target);
        if let Reference::Variable { resolution, .. } = reference
            && let Some(register) = self.assignable_register(resolution)
        {
            self.named_expression(value, register, name);
            return register;
        }
        let result = self.named_operand(value, name);
        self.at_assignment(target);
        self.set_reference(reference, result);
        result
    }

    /// The name that an assignment lends to a nameless function.
    pub fn name_of_target(&self, target: PatternId) -> FunctionName {
        match self.ast()[target].kind {
            PatternKind::Identifier(name) => FunctionName::Text(self.unit.name_text(name)),
            _ => FunctionName::Own,
        }
    }

    pub fn named_operand(&mut self, value: ExprId, name: FunctionName) -> Register {
        if !self.ast().is_anonymous_function_definition(value) {
            return self.operand(value);
        }
        let register = self.temp();
        self.named_expression(value, register, name);
        register
    }

    fn assign_compound(&mut self, op: BinaryOp, target: PatternId, value: ExprId) -> Register {
        let later = self.ast()[value].span;
        if let PatternKind::Identifier(_) = self.ast()[target].kind
            && let Some(register) = self.assignable_register(self.unit.scopes.of_pattern(target))
        {
            let left = self.keep_through(register, later);
            self.at_assignment(target);
            self.compound(op, register, left, value);
            return register;
        }
        let result = self.temp();
        let reference = self.reference(target, later, true, Message::InvalidAssignmentTarget);
        self.get_reference(reference, result);
        self.at_assignment(target);
        self.compound(op, result, result, value);
        self.set_reference(reference, result);
        self.registers.release_above(result);
        result
    }

    fn assign_logical(&mut self, op: LogicalOp, target: PatternId, value: ExprId) -> Register {
        let result = self.temp();
        let later = self.ast()[value].span;
        let reference = self.reference(target, later, true, Message::InvalidAssignmentTarget);
        self.get_reference(reference, result);
        let end = self.code.new_label();
        match op {
            LogicalOp::And => self.code.JumpIfFalse(result, end),
            LogicalOp::Or => self.code.JumpIfTrue(result, end),
            LogicalOp::Coalesce => self.code.JumpIfNotNullish(result, end),
        }
        let name = self.name_of_target(target);
        self.named_expression(value, result, name);
        self.at_assignment(target);
        self.set_reference(reference, result);
        self.code.bind(end);
        self.registers.release_above(result);
        result
    }
}
