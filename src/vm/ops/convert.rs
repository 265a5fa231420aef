//! Type conversion (ECMA-262, 7.1).

use super::call::call;
use super::error::{describe, describe_typed};
use super::object::{get, is_callable};
use crate::base::number;
use crate::heap::{Cx, Handle, Val};
use crate::objects::bigint::{self, BigInt};
use crate::objects::name::Key;
use crate::objects::object::{self, BigIntObject, BooleanObject, JsObject, NumberObject, StringObject, SymbolObject};
use crate::objects::roots::{N, Root, WellKnown};
use crate::objects::string::{JsString, StrView};
use crate::objects::symbol::Symbol;
use crate::scope;
use crate::vm::messages::Message;
use crate::vm::native::JsResult;

/// What ToPrimitive prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    Default,
    Number,
    String,
}

/// ToPrimitive.
pub fn to_primitive<'s>(cx: &mut Cx<'s>, value: Handle<'_>, hint: Hint) -> JsResult<Handle<'s>> {
    let result = value.val(cx).root(cx);
    let Some(object) = result.cast::<JsObject>(cx) else { return Ok(result) };
    scope!(cx);
    let exotic = get(cx, object, cx.well_known(WellKnown::ToPrimitive).into())?;
    let primitive = if exotic.val(cx).is_nullish() {
        ordinary_to_primitive(cx, object, hint)?
    } else {
        if !is_callable(cx, exotic) {
            let shown = describe_typed(cx, exotic);
            return Err(cx.throw_error(Message::NotAFunction, &[&shown]));
        }
        let hint = match hint {
            Hint::Default => N::default,
            Hint::Number => N::number,
            Hint::String => N::string,
        };
        let hint = cx.name(hint).any();
        let primitive = call(cx, exotic, object.any(), &[hint])?;
        if primitive.val(cx).is::<JsObject>() {
            return Err(cx.throw_error(Message::ObjectToPrimitive, &[]));
        }
        primitive
    };
    result.set(cx, primitive.val(cx));
    Ok(result)
}

/// OrdinaryToPrimitive.
pub fn ordinary_to_primitive<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>, hint: Hint) -> JsResult<Handle<'s>> {
    let order = if hint == Hint::String { [N::to_string, N::value_of] } else { [N::value_of, N::to_string] };
    for key in order {
        let method = get(cx, object, cx.key(key))?;
        if is_callable(cx, method) {
            let result = call(cx, method, object.any(), &[])?;
            if !result.val(cx).is::<JsObject>() {
                return Ok(result);
            }
        }
    }
    Err(cx.throw_error(Message::ObjectToPrimitive, &[]))
}

/// ToBoolean.
pub fn to_boolean(_cx: &Cx<'_>, value: Val<'_>) -> bool {
    if value.is_boolean() {
        return value.is_true();
    }
    if value.is_number() {
        let number = value.as_number();
        return number != 0.0 && !number.is_nan();
    }
    if let Some(text) = value.cast::<JsString>() {
        return !text.is_empty();
    }
    match value.cast::<BigInt>() {
        Some(bigint) => !bigint.is_zero(),
        None => value.is_heap(),
    }
}

/// ToNumber.
pub fn to_number(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<f64> {
    let raw = value.val(cx);
    if raw.is_number() {
        return Ok(raw.as_number());
    }
    if !raw.is_heap() {
        return Ok(if raw.is_undefined() { f64::NAN } else { raw.is_true() as u8 as f64 });
    }
    if let Some(text) = value.cast::<JsString>(cx) {
        return Ok(string_to_number(cx, text));
    }
    if raw.is::<Symbol>() {
        return Err(cx.throw_error(Message::SymbolToNumber, &[]));
    }
    if raw.is::<BigInt>() {
        return Err(cx.throw_error(Message::BigIntToNumber, &[]));
    }
    scope!(cx);
    let primitive = to_primitive(cx, value, Hint::Number)?;
    to_number(cx, primitive)
}

/// ToNumeric: a number or a BigInt.
pub fn to_numeric<'s>(cx: &mut Cx<'s>, value: Handle<'_>) -> JsResult<Handle<'s>> {
    let primitive = to_primitive(cx, value, Hint::Number)?;
    if primitive.val(cx).is_number() || primitive.val(cx).is::<BigInt>() {
        return Ok(primitive);
    }
    let number = to_number(cx, primitive)?;
    Ok(cx.number(number))
}

/// ToIntegerOrInfinity.
pub fn to_integer_or_infinity(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<f64> {
    let number = to_number(cx, value)?;
    Ok(if number.is_nan() { 0.0 } else { number.trunc() + 0.0 })
}

/// ToInt32.
pub fn to_int32(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<i32> {
    Ok(number::wrap_to_i32(to_number(cx, value)?))
}

/// ToUint32.
pub fn to_uint32(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<u32> {
    Ok(to_int32(cx, value)? as u32)
}

/// 2^53 - 1.
pub const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// ToLength: 0 ..= 2^53 - 1.
pub fn to_length(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<u64> {
    let integer = to_integer_or_infinity(cx, value)?;
    Ok(integer.clamp(0.0, MAX_SAFE_INTEGER as f64) as u64)
}

/// ToIndex; RangeError `Invalid {what}` outside 0 ..= 2^53 - 1 is the caller's: None then.
pub fn to_index(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<Option<u64>> {
    let integer = to_integer_or_infinity(cx, value)?;
    Ok((0.0..=MAX_SAFE_INTEGER as f64).contains(&integer).then_some(integer as u64))
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
pub fn to_string<'s>(cx: &mut Cx<'s>, value: Handle<'_>) -> JsResult<Handle<'s, JsString>> {
    let raw = value.val(cx);
    if let Some(string) = raw.cast::<JsString>() {
        return Ok(string.root(cx));
    }
    if raw.is_number() {
        let number = raw.as_number();
        return Ok(cx.string_from_number(number));
    }
    if !raw.is_heap() {
        let common = match () {
            () if raw.is_undefined() => N::undefined,
            () if raw.is_null() => N::null,
            () if raw.is_true() => N::true_,
            () => N::false_,
        };
        return Ok(cx.name(common).any().must(cx));
    }
    if raw.is::<Symbol>() {
        return Err(cx.throw_error(Message::SymbolToString, &[]));
    }
    if let Some(bigint) = value.cast::<BigInt>(cx) {
        return Ok(bigint::to_string(cx, bigint, 10));
    }
    let primitive = to_primitive(cx, value, Hint::String)?;
    to_string(cx, primitive)
}

/// ToString, as Rust text (lone surrogates become U+FFFD).
pub fn to_rust_string(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<String> {
    scope!(cx);
    let string = to_string(cx, value)?;
    Ok(string.get(cx).to_rust(cx))
}

/// ToPropertyKey.
pub fn to_property_key<'s>(cx: &mut Cx<'s>, value: Handle<'_>) -> JsResult<Key<'s>> {
    if let Some(key) = Key::from_primitive(cx, value) {
        return Ok(key);
    }
    let primitive = to_primitive(cx, value, Hint::String)?;
    if let Some(key) = Key::from_primitive(cx, primitive) {
        return Ok(key);
    }
    let string = to_string(cx, primitive)?;
    Ok(Key::from_string(cx, string))
}

/// ToObject.
pub fn to_object<'s>(cx: &mut Cx<'s>, value: Handle<'_>) -> JsResult<Handle<'s, JsObject>> {
    let raw = value.val(cx);
    if let Some(object) = raw.cast::<JsObject>() {
        return Ok(object.root(cx));
    }
    if raw.is_nullish() {
        return Err(cx.throw_error(Message::NullishToObject, &[]));
    }
    Ok(wrap_primitive(cx, value))
}

/// The wrapper object of a primitive that has one.
fn wrap_primitive<'s>(cx: &mut Cx<'s>, value: Handle<'_>) -> Handle<'s, JsObject> {
    macro_rules! wrapper {
        ($type:ty, $map:ident) => {{
            let wrapper: Handle<'s, $type> = object::allocate(cx, cx.root_handle(Root::$map));
            wrapper.get(cx).set_value(cx, value.val(cx));
            wrapper.any().must(cx)
        }};
    }
    let raw = value.val(cx);
    if raw.is::<JsString>() {
        return wrapper!(StringObject, StringObjectMap);
    }
    if raw.is_number() {
        return wrapper!(NumberObject, NumberObjectMap);
    }
    if raw.is_boolean() {
        return wrapper!(BooleanObject, BooleanObjectMap);
    }
    if raw.is::<Symbol>() {
        return wrapper!(SymbolObject, SymbolObjectMap);
    }
    wrapper!(BigIntObject, BigIntObjectMap)
}

/// ToBigInt.
pub fn to_bigint<'s>(cx: &mut Cx<'s>, value: Handle<'_>) -> JsResult<Handle<'s, BigInt>> {
    let primitive = to_primitive(cx, value, Hint::Number)?;
    if let Some(bigint) = primitive.cast::<BigInt>(cx) {
        return Ok(bigint);
    }
    if primitive.val(cx).is_boolean() {
        let one = primitive.val(cx).is_true() as i64;
        return Ok(bigint::from_i64(cx, one));
    }
    let shown = describe(cx, primitive);
    match primitive.cast::<JsString>(cx) {
        Some(text) => match bigint::parse_string(cx, text) {
            Some(bigint) => Ok(bigint),
            None => Err(cx.throw_error(Message::StringToBigInt, &[&shown])),
        },
        None => Err(cx.throw_error(Message::ToBigInt, &[&shown])),
    }
}

/// RequireObjectCoercible for the receiver of built-in `method`, like `String.prototype.trim`.
pub fn require_object_coercible(cx: &mut Cx<'_>, value: Handle<'_>, method: &str) -> JsResult<()> {
    if value.val(cx).is_nullish() {
        return Err(cx.throw_error(Message::CalledOnNullish, &[method]));
    }
    Ok(())
}

/// StringToNumber (ECMA-262, 7.1.4.1.1).
pub fn string_to_number(cx: &mut Cx<'_>, string: Handle<'_, JsString>) -> f64 {
    if let Some(StrView::Latin1(units)) = string.get(cx).flat_view()
        && let Some(small) = parse_small(units)
    {
        return small;
    }
    number::string_to_number(&string.get(cx).to_rust(cx))
}

/// The integer that one to nine digits spell.
fn parse_small(units: &[u8]) -> Option<f64> {
    if units.is_empty() || units.len() > 9 {
        return None;
    }
    let mut value = 0u32;
    for unit in units {
        value = value * 10 + (*unit as char).to_digit(10)?;
    }
    Some(value as f64)
}
