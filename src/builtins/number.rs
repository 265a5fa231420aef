//! Number (ECMA-262, 21.1), with the global functions on numbers (19.2).

use super::define::{Class, Row, RowKey, class, constant, globals, method, properties};
use super::intl::number_format::to_locale_text;
use crate::base::number::{parse_float_prefix, parse_int_prefix};
use crate::base::number_format;
use crate::objects::bigint::{self, BigInt};
use crate::objects::object::NumberObject;
use crate::objects::property;
use crate::vm::ops::prelude::*;

const GLOBALS: &[Row] = &[method("parseFloat", 1, parse_float), method("parseInt", 2, parse_int)];

const PREDICATES: &[Row] = &[
    method("isFinite", 1, is_finite),
    method("isInteger", 1, is_integer),
    method("isNaN", 1, is_nan),
    method("isSafeInteger", 1, is_safe_integer),
];

const CONSTANTS: &[Row] = &[
    constant("MAX_VALUE", f64::MAX),
    constant("MIN_VALUE", 5e-324),
    constant("NaN", f64::NAN),
    constant("NEGATIVE_INFINITY", f64::NEG_INFINITY),
    constant("POSITIVE_INFINITY", f64::INFINITY),
    constant("MAX_SAFE_INTEGER", MAX_SAFE_INTEGER),
    constant("MIN_SAFE_INTEGER", -MAX_SAFE_INTEGER),
    constant("EPSILON", f64::EPSILON),
];

const METHODS: &[Row] = &[
    method("toExponential", 1, to_exponential),
    method("toFixed", 1, to_fixed),
    method("toPrecision", 1, to_precision),
    method("toString", 1, to_string_method),
    method("valueOf", 0, value_of),
    method("toLocaleString", 0, to_locale_string),
];

const MAX_SAFE_INTEGER: f64 = 9007199254740991.0;

pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    let number = Class { methods: METHODS, ..Class::new("Number", 1, construct_number, Root::NumberPrototype) };
    let constructor = class(cx, &number);
    globals(cx, GLOBALS);
    properties(cx, constructor, PREDICATES);
    for row in GLOBALS {
        share_global(cx, constructor, row);
    }
    properties(cx, constructor, CONSTANTS);
}

/// The functions `isFinite` and `isNaN` of the global object, which convert what they are given.
pub fn install_conversions(cx: &mut Cx<'_>) {
    globals(cx, &[method("isFinite", 1, global_is_finite), method("isNaN", 1, global_is_nan)]);
}

/// Makes a global function a property of Number as well.
fn share_global(cx: &mut Cx<'_>, constructor: Handle<'_, JsObject>, row: &Row) {
    scope!(cx);
    let RowKey::Text(name) = row.key else { return };
    let key = Key::from_str(cx, name);
    let global = cx.root_handle::<JsObject>(Root::Global);
    if let Own::Data { value, attributes } = property::get_own(cx, global, key) {
        property::add(cx, constructor, key, value, attributes);
    }
}

/// Number ( value )
fn construct_number<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let number = match args.given(0) {
        None => cx.int(0),
        Some(value) => {
            let numeric = to_numeric(cx, value)?;
            match numeric.cast::<BigInt>(cx) {
                Some(bigint) => cx.number(bigint::to_number(bigint.get(cx))),
                None => numeric,
            }
        }
    };
    let Some(new_target) = args.new_target(cx) else { return Ok(number) };
    let object = ordinary_create_from_constructor::<NumberObject>(cx, new_target, Root::NumberPrototype)?;
    object.get(cx).set_value(cx, number.val(cx));
    Ok(object.any())
}

/// ThisNumberValue
fn this_number_value(cx: &mut Cx<'_>, args: Args<'_>, method: &str) -> JsResult<f64> {
    let value = args.this().val(cx);
    let primitive = value.cast::<NumberObject>().map_or(value, |object| object.value());
    if primitive.is_number() {
        return Ok(primitive.as_number());
    }
    Err(cx.throw_error(Message::NotThisKind, &[method, "Number"]))
}

/// Number.prototype.toString ( [ radix ] )
fn to_string_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let number = this_number_value(cx, args, "Number.prototype.toString")?;
    let radix = radix_argument(cx, args)?;
    if radix == 10 || !number.is_finite() {
        return Ok(cx.string_from_number(number).any());
    }
    let text = number_format::to_radix(number, radix);
    Ok(cx.string_latin1(text.as_bytes()).any())
}

/// The radix given to a `toString`, 10 if none is.
pub fn radix_argument<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<u32> {
    let radix = args.get(cx, 0);
    if radix.val(cx).is_undefined() {
        return Ok(10);
    }
    let radix = to_integer_or_infinity(cx, radix)?;
    if !(2.0..=36.0).contains(&radix) {
        return Err(cx.throw_error(Message::InvalidRadix, &[]));
    }
    Ok(radix as u32)
}

/// Number.prototype.valueOf ( )
fn value_of<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let number = this_number_value(cx, args, "Number.prototype.valueOf")?;
    Ok(cx.number(number))
}

/// Number.prototype.toFixed ( fractionDigits )
fn to_fixed<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let number = this_number_value(cx, args, "Number.prototype.toFixed")?;
    let digits = to_integer_or_infinity(cx, args.get(cx, 0))?;
    check_digits(cx, digits, 0.0, "toFixed() digits")?;
    if !number.is_finite() || number.abs() >= 1e21 {
        return Ok(cx.string_from_number(number).any());
    }
    let text = number_format::to_fixed(number, digits as usize);
    Ok(cx.string_latin1(text.as_bytes()).any())
}

/// Number.prototype.toExponential ( fractionDigits )
fn to_exponential<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let number = this_number_value(cx, args, "Number.prototype.toExponential")?;
    let argument = args.get(cx, 0);
    let digits = to_integer_or_infinity(cx, argument)?;
    if !number.is_finite() {
        return Ok(cx.string_from_number(number).any());
    }
    check_digits(cx, digits, 0.0, "toExponential()")?;
    let digits = if argument.val(cx).is_undefined() { None } else { Some(digits as usize) };
    let text = number_format::to_exponential(number, digits);
    Ok(cx.string_latin1(text.as_bytes()).any())
}

/// Number.prototype.toPrecision ( precision )
fn to_precision<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let number = this_number_value(cx, args, "Number.prototype.toPrecision")?;
    let argument = args.get(cx, 0);
    if argument.val(cx).is_undefined() {
        return Ok(cx.string_from_number(number).any());
    }
    let precision = to_integer_or_infinity(cx, argument)?;
    if !number.is_finite() {
        return Ok(cx.string_from_number(number).any());
    }
    check_digits(cx, precision, 1.0, "toPrecision()")?;
    let text = number_format::to_precision(number, precision as usize);
    Ok(cx.string_latin1(text.as_bytes()).any())
}

/// RangeError unless `digits` is from `least` to 100.
fn check_digits(cx: &mut Cx<'_>, digits: f64, least: f64, what: &str) -> JsResult<()> {
    if (least..=100.0).contains(&digits) {
        return Ok(());
    }
    Err(cx.throw_error(Message::InvalidDigits, &[what, &least.to_string()]))
}

/// Number.prototype.toLocaleString ( [ locales [ , options ] ] ), of the en-US locale
fn to_locale_string<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let number = this_number_value(cx, args, "Number.prototype.toLocaleString")?;
    to_locale_text(cx, number, args.get(cx, 1))
}

/// parseFloat ( string )
fn parse_float<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let argument = args.get(cx, 0);
    if argument.val(cx).is_int() {
        return Ok(argument);
    }
    let text = to_rust_string(cx, argument)?;
    Ok(cx.number(parse_float_prefix(&text)))
}

/// parseInt ( string, radix )
fn parse_int<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (argument, radix) = (args.get(cx, 0), args.get(cx, 1));
    if argument.val(cx).is_int() && radix.val(cx).is_undefined() {
        return Ok(argument);
    }
    let text = to_rust_string(cx, argument)?;
    let radix = to_int32(cx, radix)?;
    Ok(cx.number(parse_int_prefix(&text, radix)))
}

/// The argument, if it is a number.
fn number_given(cx: &Cx<'_>, args: Args<'_>) -> Option<f64> {
    let value = args.given(0)?.val(cx).value();
    value.is_number().then(|| value.as_number())
}

/// Number.isFinite ( number )
fn is_finite<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(cx.boolean(number_given(cx, args).is_some_and(f64::is_finite)))
}

/// Number.isInteger ( number )
fn is_integer<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(cx.boolean(number_given(cx, args).is_some_and(is_integral)))
}

/// Number.isNaN ( number )
fn is_nan<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(cx.boolean(number_given(cx, args).is_some_and(f64::is_nan)))
}

/// Number.isSafeInteger ( number )
fn is_safe_integer<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let is_safe = |number: f64| is_integral(number) && number.abs() <= MAX_SAFE_INTEGER;
    Ok(cx.boolean(number_given(cx, args).is_some_and(is_safe)))
}

fn is_integral(number: f64) -> bool {
    number.is_finite() && number.trunc() == number
}

/// isFinite ( number )
fn global_is_finite<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let number = to_number(cx, args.get(cx, 0))?;
    Ok(cx.boolean(number.is_finite()))
}

/// isNaN ( number )
fn global_is_nan<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let number = to_number(cx, args.get(cx, 0))?;
    Ok(cx.boolean(number.is_nan()))
}
