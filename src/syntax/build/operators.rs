//! Operators. A run of binary operators comes flat from the grammar, and its precedence is resolved here.
//!
//! Runs longer than [`LONGEST_SPINE`] do not nest: arithmetic becomes an [`ExprKind::BinaryRun`], and `&&`, `||` and
//! `??`, which are associative, are grouped from the right.

use super::{Batch, Builder};
use crate::syntax::ast::*;
use crate::syntax::messages::Message;
use crate::syntax::source::Span;
use crate::syntax::token::Token;

/// How many binary operators may nest on the left of one another.
const LONGEST_SPINE: u32 = 200;

/// The object of a `#name in object` that has not been read yet.
const NO_OBJECT: ExprId = ExprId(u32::MAX);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Binary(BinaryOp),
    Logical(LogicalOp),
}

impl Operator {
    /// Higher binds tighter.
    fn precedence(self) -> u8 {
        use BinaryOp::*;
        match self {
            Operator::Logical(LogicalOp::Coalesce | LogicalOp::Or) => 1,
            Operator::Logical(LogicalOp::And) => 2,
            Operator::Binary(op) => match op {
                BitOr => 3,
                BitXor => 4,
                BitAnd => 5,
                Equal | NotEqual | StrictEqual | StrictNotEqual => 6,
                Less | LessEqual | Greater | GreaterEqual | In | Instanceof => 7,
                ShiftLeft | ShiftRight | ShiftRightUnsigned => 8,
                Add | Subtract => 9,
                Multiply | Divide | Remainder => 10,
                Exponent => 11,
            },
        }
    }
}

/// An operand, and how many operators nest on its left.
#[derive(Clone, Copy, Debug)]
struct SpinedOperand {
    id: ExprId,
    spine: u32,
}

/// An operator whose right operand has not ended.
#[derive(Clone, Copy, Debug)]
pub struct Pending {
    left: SpinedOperand,
    op: Operator,
}

/// A run being read: the operators that wait, by rising precedence, and the operand after them.
#[derive(Clone, Copy, Debug)]
pub struct OperatorRun {
    waiting: Batch<Pending>,
    last: SpinedOperand,
}

impl Builder<'_> {
    pub fn begin_run(&mut self, first: ExprId) -> OperatorRun {
        OperatorRun { waiting: self.empty(), last: SpinedOperand { id: first, spine: 0 } }
    }

    pub fn extend_run(&mut self, mut run: OperatorRun, op: Operator, operand: ExprId) -> OperatorRun {
        if op == Operator::Binary(BinaryOp::Exponent) {
            self.check_base(run.last.id);
        }
        while let Some(&pending) = self.last(run.waiting)
            && binds_before(pending, op)
        {
            self.apply_last(&mut run);
        }
        self.push(run.waiting, Pending { left: run.last, op });
        OperatorRun { last: SpinedOperand { id: operand, spine: 0 }, ..run }
    }

    pub fn end_run(&mut self, mut run: OperatorRun) -> ExprId {
        while self.apply_last(&mut run) {}
        run.last.id
    }

    /// Applies the last operator that waits; false if there is none.
    fn apply_last(&mut self, run: &mut OperatorRun) -> bool {
        let Some(Pending { left, op }) = self.pop(run.waiting) else { return false };
        run.last = match op {
            Operator::Binary(op) => self.binary(op, left, run.last.id),
            Operator::Logical(op) => {
                SpinedOperand { id: self.logical(op, left.id, run.last.id), spine: left.spine + 1 }
            }
        };
        true
    }

    /// "UnaryExpression ** ..." is no rule of the grammar, to keep people from guessing what `-a ** b` means.
    fn check_base(&mut self, base: ExprId) {
        if matches!(self.ast[base].kind, ExprKind::Unary { .. } | ExprKind::Await(_)) {
            self.report(Message::UnaryBeforeExponent, self.ast[base].span);
        }
    }

    fn binary(&mut self, op: BinaryOp, left: SpinedOperand, right: ExprId) -> SpinedOperand {
        self.check_private_operand(right);
        if op == BinaryOp::In
            && let ExprKind::PrivateIn { object, .. } = &mut self.ast[left.id].kind
            && *object == NO_OBJECT
        {
            *object = right;
            self.ast[left.id].span.end = self.ast[right].span.end;
            return left;
        }
        self.check_private_operand(left.id);
        let span = self.ast[left.id].span.to(self.ast[right].span);
        if left.spine < LONGEST_SPINE {
            let kind = ExprKind::Binary { op, left: left.id, right };
            return SpinedOperand { id: self.expression(span.start, kind, span.end), spine: left.spine + 1 };
        }
        SpinedOperand { id: self.binary_run(op, left.id, right, span), spine: left.spine }
    }

    fn binary_run(&mut self, op: BinaryOp, left: ExprId, right: ExprId, span: Span) -> ExprId {
        if let ExprKind::BinaryRun(run) = &mut self.ast[left].kind {
            run.rest.push((op, right));
            self.ast[left].span = span;
            return left;
        }
        let run = BinaryRun { first: left, rest: vec![(op, right)] };
        self.expression(span.start, ExprKind::BinaryRun(Box::new(run)), span.end)
    }

    fn logical(&mut self, op: LogicalOp, left: ExprId, right: ExprId) -> ExprId {
        self.check_private_operand(left);
        self.check_private_operand(right);
        self.check_mixed_coalesce(op, left, right);
        let span = self.ast[left].span.to(self.ast[right].span);
        self.expression(span.start, ExprKind::Logical { op, left, right }, span.end)
    }

    /// `??` mixes with `&&` and `||` only in parentheses.
    fn check_mixed_coalesce(&mut self, op: LogicalOp, left: ExprId, right: ExprId) {
        let mixes = |other: LogicalOp| (op == LogicalOp::Coalesce) != (other == LogicalOp::Coalesce);
        let op_of = |operand: ExprId| match self.ast[operand].kind {
            ExprKind::Logical { op, left, right } => Some((op, left, right)),
            _ => None,
        };
        // The culprit is the second of the two operators.
        let mixed = |operand: ExprId| op_of(operand).filter(|(op, ..)| mixes(*op));
        let (culprit, before, after) = match (mixed(left), mixed(right)) {
            (Some(_), _) => (op, left, right),
            (None, Some(inner)) => inner,
            (None, None) => return,
        };
        let symbol = culprit.symbol();
        let (start, end) = (self.ast[before].span.end, self.ast[after].span.start);
        let offset = self.slice(start, end).find(symbol).unwrap_or(0) as u32;
        let start = start + offset;
        self.report(Message::UnexpectedToken(symbol.to_owned()), Span::new(start, start + symbol.len() as u32));
    }

    /// `#name`, which must be followed by `in`.
    pub fn private_operand(&mut self, start: u32, token: Token, end: u32) -> ExprId {
        let name = self.private_name(start, token, end);
        self.expression(start, ExprKind::PrivateIn { name, object: NO_OBJECT }, end)
    }

    fn check_private_operand(&mut self, operand: ExprId) {
        if matches!(self.ast[operand].kind, ExprKind::PrivateIn { object: NO_OBJECT, .. }) {
            self.report_private_name(self.ast[operand].span);
            self.ast[operand].kind = ExprKind::Null;
        }
    }

    pub fn assignment(&mut self, target: ExprId, value: ExprId) -> ExprId {
        let span = self.ast[target].span.to(self.ast[value].span);
        let target = self.assignment_target(target);
        self.expression(span.start, ExprKind::Assign { op: AssignOp::Assign, target, value }, span.end)
    }

    pub fn operator_assignment(&mut self, target: ExprId, start: u32, end: u32, value: ExprId) -> ExprId {
        let op = AssignOp::of_symbol(self.slice(start, end)).expect("the token is an assignment operator");
        let span = self.ast[target].span.to(self.ast[value].span);
        let target = self.simple_target(target, Message::InvalidAssignmentTarget);
        self.expression(span.start, ExprKind::Assign { op, target, value }, span.end)
    }

    pub fn postfix(&mut self, operand: ExprId, op: UpdateOp, end: u32) -> ExprId {
        let start = self.start_of(operand);
        let target = self.simple_target(operand, Message::InvalidPostfixTarget);
        self.expression(start, ExprKind::Update { op, is_prefix: false, target }, end)
    }

    pub fn prefix(&mut self, start: u32, op: UpdateOp, operand: ExprId) -> ExprId {
        let end = self.ast[operand].span.end;
        let target = self.simple_target(operand, Message::InvalidPrefixTarget);
        self.expression(start, ExprKind::Update { op, is_prefix: true, target }, end)
    }
}

/// Is the operator that waits applied before the next one takes its operand?
fn binds_before(pending: Pending, next: Operator) -> bool {
    let (waiting, next_precedence) = (pending.op.precedence(), next.precedence());
    if waiting != next_precedence {
        return waiting > next_precedence;
    }
    let associates_right = next == Operator::Binary(BinaryOp::Exponent)
        || pending.op == next && matches!(next, Operator::Logical(_)) && pending.left.spine >= LONGEST_SPINE;
    !associates_right
}
