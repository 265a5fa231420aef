//! Operators on values that are not both numbers inline: BigInt, strings, objects (ECMA-262, 13.15.3).

use crate::heap::{Cx, Handle};
use crate::vm::native::JsResult;

/// A binary operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Add,
    Sub,
    Mul,
    Div,
    Mod,
    Exp,
    BitAnd,
    BitOr,
    BitXor,
    Shl,
    Shr,
    UShr,
}

/// ApplyStringOrNumericBinaryOperator.
pub fn binary<'s>(
    _cx: &mut Cx<'s>,
    _operator: Operator,
    _left: Handle<'_>,
    _right: Handle<'_>,
) -> JsResult<Handle<'s>> {
    todo!()
}

/// Unary minus.
pub fn negate<'s>(_cx: &mut Cx<'s>, _value: Handle<'_>) -> JsResult<Handle<'s>> {
    todo!()
}

/// `~value`.
pub fn bitwise_not<'s>(_cx: &mut Cx<'s>, _value: Handle<'_>) -> JsResult<Handle<'s>> {
    todo!()
}

/// ToNumeric(value) + delta, for `++` and `--`.
pub fn increment<'s>(_cx: &mut Cx<'s>, _value: Handle<'_>, _delta: i32) -> JsResult<Handle<'s>> {
    todo!()
}
