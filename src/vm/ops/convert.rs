//! Type conversion (ECMA-262, 7.1).

use crate::heap::Val;
use crate::heap::{Cx, Handle};
use crate::objects::bigint::BigInt;
use crate::objects::name::Key;
use crate::objects::object::JsObject;
use crate::objects::string::JsString;
use crate::vm::native::JsResult;

/// What ToPrimitive prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    Default,
    Number,
    String,
}

/// ToPrimitive.
pub fn to_primitive<'s>(_cx: &mut Cx<'s>, _value: Handle<'_>, _hint: Hint) -> JsResult<Handle<'s>> {
    todo!()
}

/// ToBoolean.
pub fn to_boolean(_cx: &Cx<'_>, _value: Val<'_>) -> bool {
    todo!()
}

/// ToNumber.
pub fn to_number(_cx: &mut Cx<'_>, _value: Handle<'_>) -> JsResult<f64> {
    todo!()
}

/// ToNumeric: a number or a BigInt.
pub fn to_numeric<'s>(_cx: &mut Cx<'s>, _value: Handle<'_>) -> JsResult<Handle<'s>> {
    todo!()
}

/// ToIntegerOrInfinity.
pub fn to_integer_or_infinity(_cx: &mut Cx<'_>, _value: Handle<'_>) -> JsResult<f64> {
    todo!()
}

/// ToInt32.
pub fn to_int32(_cx: &mut Cx<'_>, _value: Handle<'_>) -> JsResult<i32> {
    todo!()
}

/// ToUint32.
pub fn to_uint32(_cx: &mut Cx<'_>, _value: Handle<'_>) -> JsResult<u32> {
    todo!()
}

/// ToLength: 0 ..= 2^53 - 1.
pub fn to_length(_cx: &mut Cx<'_>, _value: Handle<'_>) -> JsResult<u64> {
    todo!()
}

/// ToIndex; RangeError `Invalid {what}` outside 0 ..= 2^53 - 1 is the caller's: None then.
pub fn to_index(_cx: &mut Cx<'_>, _value: Handle<'_>) -> JsResult<Option<u64>> {
    todo!()
}

/// A relative index as `slice`, `at` and others take it: from the end when negative, clamped to `0..=length`.
pub fn to_relative_index(cx: &mut Cx<'_>, value: Handle<'_>, length: u64, absent: u64) -> JsResult<u64> {
    if value.val(cx).is_undefined() {
        return Ok(absent);
    }
    let relative = to_integer_or_infinity(cx, value)?;
    let length_f64 = length as f64;
    Ok(if relative < 0.0 { (length_f64 + relative).max(0.0) } else { relative.min(length_f64) } as u64)
}

/// ToString.
pub fn to_string<'s>(_cx: &mut Cx<'s>, _value: Handle<'_>) -> JsResult<Handle<'s, JsString>> {
    todo!()
}

/// ToString, as Rust text (lone surrogates become U+FFFD).
pub fn to_rust_string(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<String> {
    crate::scope!(cx);
    let string = to_string(cx, value)?;
    Ok(string.get(cx).to_rust(cx))
}

/// ToPropertyKey.
pub fn to_property_key<'s>(_cx: &mut Cx<'s>, _value: Handle<'_>) -> JsResult<Key<'s>> {
    todo!()
}

/// ToObject.
pub fn to_object<'s>(_cx: &mut Cx<'s>, _value: Handle<'_>) -> JsResult<Handle<'s, JsObject>> {
    todo!()
}

/// ToBigInt.
pub fn to_bigint<'s>(_cx: &mut Cx<'s>, _value: Handle<'_>) -> JsResult<Handle<'s, BigInt>> {
    todo!()
}

/// RequireObjectCoercible for the receiver of built-in `method`, like `String.prototype.trim`.
pub fn require_object_coercible(_cx: &mut Cx<'_>, _value: Handle<'_>, _method: &str) -> JsResult<()> {
    todo!()
}

/// StringToNumber (ECMA-262, 7.1.4.1.1).
pub fn string_to_number(_cx: &mut Cx<'_>, _string: Handle<'_, JsString>) -> f64 {
    todo!()
}
