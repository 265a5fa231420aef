//! Comparisons that may call `valueOf` and the like (ECMA-262, 7.2.13, 7.2.14). Those that cannot are in `objects`.

use crate::heap::{Cx, Handle};
use crate::vm::native::JsResult;

/// IsLooselyEqual.
pub fn is_loosely_equal(_cx: &mut Cx<'_>, _left: Handle<'_>, _right: Handle<'_>) -> JsResult<bool> {
    todo!()
}

/// IsLessThan, the left operand's conversion first if `left_first`; None is undefined (a NaN).
pub fn is_less_than(
    _cx: &mut Cx<'_>,
    _left: Handle<'_>,
    _right: Handle<'_>,
    _left_first: bool,
) -> JsResult<Option<bool>> {
    todo!()
}

/// `value instanceof target` (InstanceofOperator).
pub fn instance_of(_cx: &mut Cx<'_>, _value: Handle<'_>, _target: Handle<'_>) -> JsResult<bool> {
    todo!()
}

/// OrdinaryHasInstance.
pub fn ordinary_has_instance(_cx: &mut Cx<'_>, _constructor: Handle<'_>, _value: Handle<'_>) -> JsResult<bool> {
    todo!()
}

/// `typeof value`.
pub fn type_of<'s>(_cx: &mut Cx<'s>, _value: Handle<'_>) -> Handle<'s> {
    todo!()
}
