//! Operators on values: arithmetic, comparison, logic.

use super::conditions::Target;
use super::function::Compiler;
use super::positions;
use crate::bytecode::writer::Register;
use crate::bytecode::{Opcode, Special};
use crate::scope::Resolution;
use crate::syntax::ast::{BinaryOp, BinaryRun, ExprId, ExprKind, LogicalOp, UnaryOp};
use crate::syntax::names::known;
use crate::syntax::source::Span;
use crate::value::Value;

/// The instruction of an operator on two registers.
fn opcode(op: BinaryOp) -> Opcode {
    match op {
        BinaryOp::Add => Opcode::Add,
        BinaryOp::Subtract => Opcode::Sub,
        BinaryOp::Multiply => Opcode::Mul,
        BinaryOp::Divide => Opcode::Div,
        BinaryOp::Remainder => Opcode::Mod,
        BinaryOp::Exponent => Opcode::Exp,
        BinaryOp::ShiftLeft => Opcode::Shl,
        BinaryOp::ShiftRight => Opcode::Shr,
        BinaryOp::ShiftRightUnsigned => Opcode::UShr,
        BinaryOp::BitAnd => Opcode::BitAnd,
        BinaryOp::BitOr => Opcode::BitOr,
        BinaryOp::BitXor => Opcode::BitXor,
        BinaryOp::Equal => Opcode::Eq,
        BinaryOp::NotEqual => Opcode::Ne,
        BinaryOp::StrictEqual => Opcode::StrictEq,
        BinaryOp::StrictNotEqual => Opcode::StrictNe,
        BinaryOp::Less => Opcode::Lt,
        BinaryOp::LessEqual => Opcode::Le,
        BinaryOp::Greater => Opcode::Gt,
        BinaryOp::GreaterEqual => Opcode::Ge,
        BinaryOp::In => Opcode::In,
        BinaryOp::Instanceof => Opcode::InstanceOf,
    }
}

/// The instruction with a small integer on the right.
fn immediate_opcode(op: BinaryOp) -> Option<Opcode> {
    Some(match op {
        BinaryOp::Add => Opcode::AddI,
        BinaryOp::Subtract => Opcode::SubI,
        BinaryOp::Multiply => Opcode::MulI,
        BinaryOp::Divide => Opcode::DivI,
        BinaryOp::Remainder => Opcode::ModI,
        BinaryOp::ShiftLeft => Opcode::ShlI,
        BinaryOp::ShiftRight => Opcode::ShrI,
        BinaryOp::ShiftRightUnsigned => Opcode::UShrI,
        BinaryOp::BitAnd => Opcode::BitAndI,
        BinaryOp::BitOr => Opcode::BitOrI,
        BinaryOp::BitXor => Opcode::BitXorI,
        _ => return None,
    })
}

/// The instruction with a constant double on the right.
fn constant_opcode(op: BinaryOp) -> Option<Opcode> {
    Some(match op {
        BinaryOp::Add => Opcode::AddK,
        BinaryOp::Subtract => Opcode::SubK,
        BinaryOp::Multiply => Opcode::MulK,
        BinaryOp::Divide => Opcode::DivK,
        _ => return None,
    })
}

/// Operators for which a number literal on the left may change sides.
fn commutes(op: BinaryOp) -> bool {
    matches!(op, BinaryOp::Multiply | BinaryOp::BitAnd | BinaryOp::BitOr | BinaryOp::BitXor)
}

impl Compiler<'_> {
    /// The number a literal stands for, a sign before it included.
    pub fn literal_number(&self, id: ExprId) -> Option<f64> {
        match self.ast()[self.ast().unparen(id)].kind {
            ExprKind::Number(number) => Some(number),
            ExprKind::Unary { op: UnaryOp::Minus, operand } => match self.ast()[self.ast().unparen(operand)].kind {
                ExprKind::Number(number) => Some(-number),
                _ => None,
            },
            _ => None,
        }
    }

    /// The value of a literal that fits a 16-bit immediate.
    pub fn small_integer(&self, id: ExprId) -> Option<i16> {
        let value = Value::number(self.literal_number(id)?);
        if value.is_int() { i16::try_from(value.as_int()).ok() } else { None }
    }

    pub fn binary(&mut self, op: BinaryOp, left: ExprId, right: ExprId, dest: Register) {
        if self.binary_with_literal(op, left, right, dest) {
            return;
        }
        let later = self.ast()[right].span;
        let left_register = self.operand_in_before(left, dest, later);
        let right_register = self.operand(right);
        self.at_operator(left);
        self.code.emit_binary(opcode(op), dest, left_register, right_register.0);
    }

    /// Reports errors from here on at the operator behind `left`.
    pub fn at_operator(&mut self, left: ExprId) {
        self.at(positions::operator(self.text(), self.ast(), left));
    }

    /// The forms with an operand in the instruction or among the constants.
    fn binary_with_literal(&mut self, op: BinaryOp, left: ExprId, right: ExprId, dest: Register) -> bool {
        if let Some(number) = self.literal_number(right) {
            return self.binary_with_number(op, left, left, number, dest);
        }
        let Some(number) = self.literal_number(left) else { return false };
        if commutes(op) {
            return self.binary_with_number(op, right, left, number, dest);
        }
        let opcode = match op {
            BinaryOp::Subtract => Opcode::KSub,
            BinaryOp::Divide => Opcode::KDiv,
            _ => return false,
        };
        let Some(constant) = self.constants.number(number).short() else { return false };
        let operand = self.operand_in(right, dest);
        self.at_operator(left);
        self.code.emit_binary(opcode, dest, Register(constant.0 as u16), operand.0);
        true
    }

    fn binary_with_number(
        &mut self,
        op: BinaryOp,
        operand: ExprId,
        before_operator: ExprId,
        number: f64,
        dest: Register,
    ) -> bool {
        let value = Value::number(number);
        if value.is_int() {
            let (Some(opcode), Ok(immediate)) = (immediate_opcode(op), i16::try_from(value.as_int())) else {
                return false;
            };
            let operand = self.operand_in(operand, dest);
            self.at_operator(before_operator);
            self.code.emit_binary(opcode, dest, operand, immediate as u16);
            return true;
        }
        let Some(opcode) = constant_opcode(op) else { return false };
        let Some(constant) = self.constants.number(number).short() else { return false };
        let operand = self.operand_in(operand, dest);
        self.at_operator(before_operator);
        self.code.emit_binary(opcode, dest, operand, constant.0 as u16);
        true
    }

    /// `target op value` of a compound assignment, both in registers unless `value` is a small literal.
    pub fn compound(&mut self, op: BinaryOp, dest: Register, left: Register, value: ExprId) {
        if let (Some(opcode), Some(immediate)) = (immediate_opcode(op), self.small_integer(value)) {
            return self.code.emit_binary(opcode, dest, left, immediate as u16);
        }
        let position = self.code.position();
        let right = self.operand(value);
        self.at(position);
        self.code.emit_binary(opcode(op), dest, left, right.0);
    }

    pub fn binary_run(&mut self, run: &BinaryRun, dest: Register) {
        let work = self.work(dest);
        self.expression(run.first, work);
        let mark = self.registers.mark();
        let mut before = run.first;
        for &(op, operand) in &run.rest {
            let right = self.operand(operand);
            self.at_operator(before);
            self.code.emit_binary(opcode(op), work, work, right.0);
            self.registers.release(mark);
            before = operand;
        }
        self.move_to(dest, work);
    }

    pub fn logical(&mut self, op: LogicalOp, left: ExprId, right: ExprId, dest: Register) {
        let work = self.work(dest);
        let end = self.code.new_label();
        self.expression(left, work);
        match op {
            LogicalOp::And => self.code.JumpIfFalse(work, end),
            LogicalOp::Or => self.code.JumpIfTrue(work, end),
            LogicalOp::Coalesce => self.code.JumpIfNotNullish(work, end),
        }
        self.expression(right, work);
        self.code.bind(end);
        self.move_to(dest, work);
    }

    pub fn logical_effect(&mut self, op: LogicalOp, left: ExprId, right: ExprId) {
        let end = self.code.new_label();
        match op {
            LogicalOp::And => self.condition(left, Target::forward(end), false),
            LogicalOp::Or => self.condition(left, Target::forward(end), true),
            LogicalOp::Coalesce => {
                let value = self.operand(left);
                self.code.JumpIfNotNullish(value, end);
            }
        }
        self.effect(right);
        self.code.bind(end);
    }

    pub fn conditional(&mut self, test: ExprId, consequent: ExprId, alternate: ExprId, dest: Register) {
        let (otherwise, end) = (self.code.new_label(), self.code.new_label());
        self.condition(test, Target::forward(otherwise), false);
        self.expression(consequent, dest);
        self.code.Jump(end);
        self.code.bind(otherwise);
        self.expression(alternate, dest);
        self.code.bind(end);
    }

    pub fn conditional_effect(&mut self, test: ExprId, consequent: ExprId, alternate: ExprId) {
        let (otherwise, end) = (self.code.new_label(), self.code.new_label());
        self.condition(test, Target::forward(otherwise), false);
        self.effect(consequent);
        self.code.Jump(end);
        self.code.bind(otherwise);
        self.effect(alternate);
        self.code.bind(end);
    }

    pub fn unary(&mut self, id: ExprId, op: UnaryOp, operand: ExprId, dest: Register) {
        let start = self.ast()[id].span.start;
        match op {
            UnaryOp::Delete => self.delete(operand, dest),
            UnaryOp::Typeof => self.typeof_(operand, dest),
            UnaryOp::Void => {
                self.effect(operand);
                self.load_special(dest, Special::Undefined);
            }
            UnaryOp::Not => self.not(operand, dest),
            UnaryOp::Minus => match self.literal_number(operand) {
                Some(number) => self.load_number(dest, -number),
                None => {
                    let value = self.operand_in(operand, dest);
                    self.at(start);
                    self.code.Neg(dest, value);
                }
            },
            UnaryOp::Plus | UnaryOp::BitNot => {
                let value = self.operand_in(operand, dest);
                self.at(start);
                if op == UnaryOp::Plus { self.code.ToNumber(dest, value) } else { self.code.BitNot(dest, value) }
            }
        }
    }

    fn not(&mut self, operand: ExprId, dest: Register) {
        match self.literal_number(operand) {
            // `!0` and `!1`, as minifiers write the booleans.
            Some(number) => {
                let is_false = number != 0.0 && !number.is_nan();
                self.load_special(dest, if is_false { Special::False } else { Special::True });
            }
            None => {
                let value = self.operand_in(operand, dest);
                self.code.Not(dest, value);
            }
        }
    }

    fn typeof_(&mut self, operand: ExprId, dest: Register) {
        let inner = self.ast().unparen(operand);
        if let ExprKind::Identifier(name) = self.ast()[inner].kind {
            let resolution = self.unit.scopes.of_expr(inner);
            if self.unit.scopes.binding_storage(resolution) != Some(crate::scope::Storage::Register) {
                let work = self.work(dest);
                self.at(self.ast()[inner].span.start);
                self.load_for_typeof(name, resolution, work);
                return self.code.Typeof(dest, work);
            }
        }
        let value = self.operand_in(operand, dest);
        self.code.Typeof(dest, value);
    }

    fn delete(&mut self, operand: ExprId, dest: Register) {
        match self.ast()[self.ast().unparen(operand)].kind {
            ExprKind::Identifier(name) => self.delete_variable(self.ast().unparen(operand), name, dest),
            ExprKind::OptionalChain(inner) => {
                let (exit, end) = (self.code.new_label(), self.code.new_label());
                self.chain_exits.push(exit);
                self.delete(inner, dest);
                self.chain_exits.pop();
                self.code.Jump(end);
                self.code.bind(exit);
                self.load_special(dest, Special::True);
                self.code.bind(end);
            }
            ExprKind::Member { object, property, is_optional } => {
                let object = self.object_of_chain(object, is_optional, Span::default());
                let key = self.name_constant(property);
                self.code.DeleteNamed(self.facts.is_strict as u16, dest, object, key);
            }
            ExprKind::Index { object, index, is_optional } => {
                let object = self.object_of_chain(object, is_optional, self.ast()[index].span);
                let key = self.operand(index);
                self.code.DeleteKeyed(self.facts.is_strict as u16, dest, object, key);
            }
            ExprKind::SuperMember { .. } | ExprKind::SuperIndex { .. } => self.delete_super(operand),
            _ => {
                self.effect(operand);
                self.load_special(dest, Special::True);
            }
        }
    }

    fn delete_variable(&mut self, id: ExprId, name: crate::syntax::names::Name, dest: Register) {
        let resolution = self.unit.scopes.of_expr(id);
        if let Some(dynamic) = self.unit.scopes.dynamic(resolution) {
            return self.delete_dynamic(name, dynamic, dest);
        }
        self.delete_static(name, resolution, dest);
    }

    /// `delete` of a name that no object of a scope has.
    pub fn delete_static(&mut self, name: crate::syntax::names::Name, resolution: Resolution, dest: Register) {
        let storage = self.unit.scopes.binding_storage(resolution);
        let is_global = storage.is_none_or(|storage| storage == crate::scope::Storage::Global);
        if is_global && name != known::UNDEFINED {
            let key = self.name_constant(name);
            self.code.DeleteGlobal(dest, key);
        } else {
            self.load_special(dest, Special::False);
        }
    }

    fn delete_super(&mut self, operand: ExprId) {
        let this = self.temp();
        self.this_into(this);
        if let ExprKind::SuperIndex { index } = self.ast()[self.ast().unparen(operand)].kind {
            self.effect(index);
        }
        self.code.ThrowMessage(crate::bytecode::message::Message::DeleteSuper as u16);
    }
}
