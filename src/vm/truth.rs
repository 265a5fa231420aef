//! ToBoolean (ECMA-262, 7.1.2): it cannot run anything, so the interpreter has it inline.

use crate::heap::Val;
use crate::objects::bigint::BigInt;
use crate::objects::string::JsString;
use crate::value::Value;

/// The truth of everything but heap values, which need a look at the heap.
#[inline(always)]
pub fn quick(bits: u64) -> Option<bool> {
    let value = Value::from_bits(bits);
    if value.is_boolean() {
        return Some(value.is_true());
    }
    if value.is_int() {
        return Some(value.as_int() != 0);
    }
    if value.is_heap() {
        return None;
    }
    // Doubles; the other special values are NaNs as doubles.
    let double = value.as_double();
    Some(double != 0.0 && !double.is_nan())
}

/// ToBoolean.
pub fn to_boolean(value: Val<'_>) -> bool {
    if let Some(truth) = quick(value.bits()) {
        return truth;
    }
    if let Some(string) = value.cast::<JsString>() {
        return !string.is_empty();
    }
    value.cast::<BigInt>().is_none_or(|bigint| !bigint.is_zero())
}
