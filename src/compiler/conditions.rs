//! Conditions: branching on an expression without making a boolean of it.

use super::function::Compiler;
use crate::bytecode::Opcode;
use crate::bytecode::writer::{Label, Register};
use crate::scope::Resolution;
use crate::syntax::ast::{BinaryOp, ExprId, ExprKind, LogicalOp, UnaryOp};
use crate::syntax::names::known;

/// Where a branch goes: forward to a label still to be bound, or back to the head of a loop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target {
    label: Label,
    is_backward: bool,
}

impl Target {
    pub fn forward(label: Label) -> Self {
        Target { label, is_backward: false }
    }

    pub fn backward(label: Label) -> Self {
        Target { label, is_backward: true }
    }
}

/// The forward jumps of a comparison, taken if it holds and if not; on two registers and on a register and an immediate.
struct Comparison {
    holds: Opcode,
    fails: Opcode,
    immediate: Option<(Opcode, Opcode)>,
}

fn comparison(op: BinaryOp) -> Option<Comparison> {
    use Opcode::*;
    let (holds, fails, immediate) = match op {
        BinaryOp::Less => (JumpLt, JumpNotLt, Some((JumpLtI, JumpNotLtI))),
        BinaryOp::LessEqual => (JumpLe, JumpNotLe, Some((JumpLeI, JumpNotLeI))),
        BinaryOp::Greater => (JumpGt, JumpNotGt, Some((JumpGtI, JumpNotGtI))),
        BinaryOp::GreaterEqual => (JumpGe, JumpNotGe, Some((JumpGeI, JumpNotGeI))),
        BinaryOp::Equal => (JumpEq, JumpNe, None),
        BinaryOp::NotEqual => (JumpNe, JumpEq, None),
        BinaryOp::StrictEqual => (JumpStrictEq, JumpStrictNe, Some((JumpStrictEqI, JumpStrictNeI))),
        BinaryOp::StrictNotEqual => (JumpStrictNe, JumpStrictEq, Some((JumpStrictNeI, JumpStrictEqI))),
        _ => return None,
    };
    Some(Comparison { holds, fails, immediate })
}

/// The same comparison with its sides exchanged.
fn mirrored(op: BinaryOp) -> BinaryOp {
    match op {
        BinaryOp::Less => BinaryOp::Greater,
        BinaryOp::LessEqual => BinaryOp::GreaterEqual,
        BinaryOp::Greater => BinaryOp::Less,
        BinaryOp::GreaterEqual => BinaryOp::LessEqual,
        other => other,
    }
}

/// The backward branch that does what this forward jump does.
fn backward(opcode: Opcode) -> Option<Opcode> {
    use Opcode::*;
    Some(match opcode {
        JumpLt => LoopLt,
        JumpLe => LoopLe,
        JumpGt => LoopGt,
        JumpGe => LoopGe,
        JumpStrictNe => LoopStrictNe,
        JumpLtI => LoopLtI,
        JumpLeI => LoopLeI,
        JumpGtI => LoopGtI,
        JumpGeI => LoopGeI,
        _ => return None,
    })
}

/// What a literal that comparisons treat specially is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nullish {
    Null,
    Undefined,
}

impl Compiler<'_> {
    /// Goes to `target` if the truth of `id` is `sense`, else falls through.
    pub fn condition(&mut self, id: ExprId, target: Target, sense: bool) {
        let mark = self.registers.mark();
        match &self.ast()[id].kind {
            ExprKind::Paren(inner) => self.condition(*inner, target, sense),
            ExprKind::Unary { op: UnaryOp::Not, operand } => self.condition(*operand, target, !sense),
            ExprKind::Bool(value) => self.constant_condition(*value == sense, target),
            ExprKind::Number(number) => {
                let is_true = *number != 0.0 && !number.is_nan();
                self.constant_condition(is_true == sense, target);
            }
            ExprKind::Logical { op, left, right } if *op != LogicalOp::Coalesce => {
                self.logical_condition(*op, *left, *right, target, sense)
            }
            ExprKind::Binary { op, left, right } => self.binary_condition(id, *op, *left, *right, target, sense),
            ExprKind::OptionalChain(inner) => self.chain_condition(*inner, target, sense),
            ExprKind::Sequence(list) => {
                if let Some((&last, rest)) = list.split_last() {
                    rest.iter().for_each(|&item| self.effect(item));
                    self.condition(last, target, sense);
                }
            }
            _ => self.truth_condition(id, target, sense),
        }
        self.registers.release(mark);
    }

    fn constant_condition(&mut self, is_taken: bool, target: Target) {
        if is_taken {
            if target.is_backward { self.code.Loop(target.label) } else { self.code.Jump(target.label) }
        }
    }

    fn truth_condition(&mut self, id: ExprId, target: Target, sense: bool) {
        let value = self.operand(id);
        self.truth_branch(value, target, sense);
    }

    fn truth_branch(&mut self, value: Register, target: Target, sense: bool) {
        match (target.is_backward, sense) {
            (false, true) => self.code.JumpIfTrue(value, target.label),
            (false, false) => self.code.JumpIfFalse(value, target.label),
            (true, true) => self.code.LoopIfTrue(value, target.label),
            (true, false) => self.code.LoopIfFalse(value, target.label),
        }
    }

    fn logical_condition(&mut self, op: LogicalOp, left: ExprId, right: ExprId, target: Target, sense: bool) {
        // `a && b` is decided by the left side alone when that is false, `a || b` when it is true.
        let deciding = op == LogicalOp::Or;
        if deciding == sense {
            self.condition(left, target, sense);
            return self.condition(right, target, sense);
        }
        let skip = self.code.new_label();
        self.condition(left, Target::forward(skip), deciding);
        self.condition(right, target, sense);
        self.code.bind(skip);
    }

    fn chain_condition(&mut self, inner: ExprId, target: Target, sense: bool) {
        let exit = self.code.new_label();
        self.chain_exits.push(exit);
        let value = self.operand(inner);
        self.chain_exits.pop();
        self.truth_branch(value, target, sense);
        if sense {
            return self.code.bind(exit);
        }
        let end = self.code.new_label();
        self.code.Jump(end);
        self.code.bind(exit);
        self.constant_condition(true, target);
        self.code.bind(end);
    }

    fn binary_condition(&mut self, id: ExprId, op: BinaryOp, left: ExprId, right: ExprId, target: Target, sense: bool) {
        let Some(comparison) = comparison(op) else { return self.truth_condition(id, target, sense) };
        if self.nullish_condition(op, left, right, target, sense) {
            return;
        }
        if let (Some(immediate), Some((holds, fails))) = (self.small_integer(right), comparison.immediate) {
            let value = self.operand(left);
            self.at_operator(left);
            return self.compare(
                if sense { holds } else { fails },
                fails_of(sense, holds, fails),
                value,
                immediate as u16,
                target,
            );
        }
        if let (Some(immediate), Some(Comparison { immediate: Some((holds, fails)), .. })) =
            (self.small_integer(left), super::conditions::comparison(mirrored(op)))
        {
            let value = self.operand(right);
            self.at_operator(left);
            return self.compare(
                if sense { holds } else { fails },
                fails_of(sense, holds, fails),
                value,
                immediate as u16,
                target,
            );
        }
        let later = self.ast()[right].span;
        let left_register = self.operand_before(left, later);
        let right_register = self.operand(right);
        self.at_operator(left);
        let (holds, fails) = (comparison.holds, comparison.fails);
        let (taken, opposite) = if sense { (holds, fails) } else { (fails, holds) };
        self.compare(taken, opposite, left_register, right_register.0, target);
    }

    /// Emits the comparison `taken`; backward, by its own loop instruction or by jumping over an unconditional one.
    fn compare(&mut self, taken: Opcode, opposite: Opcode, a: Register, b: u16, target: Target) {
        if !target.is_backward {
            return self.code.emit_branch(taken, a, b, target.label);
        }
        if let Some(loop_opcode) = backward(taken) {
            return self.code.emit_branch(loop_opcode, a, b, target.label);
        }
        let skip = self.code.new_label();
        self.code.emit_branch(opposite, a, b, skip);
        self.code.Loop(target.label);
        self.code.bind(skip);
    }

    /// Comparisons with `null` and `undefined` that have jumps of their own.
    fn nullish_condition(&mut self, op: BinaryOp, left: ExprId, right: ExprId, target: Target, sense: bool) -> bool {
        let (value, literal) = match (self.nullish_literal(left), self.nullish_literal(right)) {
            (None, Some(literal)) => (left, literal),
            (Some(literal), None) => (right, literal),
            _ => return false,
        };
        let is_loose = matches!(op, BinaryOp::Equal | BinaryOp::NotEqual);
        let is_strict = matches!(op, BinaryOp::StrictEqual | BinaryOp::StrictNotEqual);
        if !(is_loose || is_strict && literal == Nullish::Undefined) {
            return false;
        }
        let wants_equal = matches!(op, BinaryOp::Equal | BinaryOp::StrictEqual) == sense;
        let value = self.operand(value);
        let skip = self.code.new_label();
        let (label, jumps_on_equal) =
            if target.is_backward { (skip, !wants_equal) } else { (target.label, wants_equal) };
        match (is_loose, jumps_on_equal) {
            (true, true) => self.code.JumpIfNullish(value, label),
            (true, false) => self.code.JumpIfNotNullish(value, label),
            (false, true) => self.code.JumpIfUndefined(value, label),
            (false, false) => self.code.JumpIfNotUndefined(value, label),
        }
        if target.is_backward {
            self.code.Loop(target.label);
        }
        self.code.bind(skip);
        true
    }

    /// Is `id` the literal `null`, the global `undefined` or `void` of a literal?
    fn nullish_literal(&self, id: ExprId) -> Option<Nullish> {
        let id = self.ast().unparen(id);
        match self.ast()[id].kind {
            ExprKind::Null => Some(Nullish::Null),
            ExprKind::Identifier(known::UNDEFINED) if self.unit.scopes.of_expr(id) == Resolution::GLOBAL => {
                Some(Nullish::Undefined)
            }
            ExprKind::Unary { op: UnaryOp::Void, operand } if self.literal_number(operand).is_some() => {
                Some(Nullish::Undefined)
            }
            _ => None,
        }
    }
}

/// The jump taken when the one for `sense` is not.
fn fails_of(sense: bool, holds: Opcode, fails: Opcode) -> Opcode {
    if sense { fails } else { holds }
}
