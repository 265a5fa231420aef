//! BigInt (ECMA-262, 21.2).

use num_bigint::BigInt as Integer;

use super::define::{Class, class, method, to_string_tag};
use super::number::radix_argument;
use crate::base::number;
use crate::base::number_format::group_digits;
use crate::objects::bigint::{self, BigInt, MAX_BITS};
use crate::objects::object::BigIntObject;
use crate::vm::ops::prelude::*;

pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    let bigint = Class {
        statics: &[method("asUintN", 2, as_uint_n), method("asIntN", 2, as_int_n)],
        methods: &[
            method("toLocaleString", 0, to_locale_string),
            method("toString", 0, to_string_method),
            method("valueOf", 0, value_of),
            to_string_tag("BigInt"),
        ],
        ..Class::new("BigInt", 1, construct_bigint, Root::BigIntPrototype)
    };
    class(cx, &bigint);
}

/// BigInt ( value )
fn construct_bigint<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    if args.new_target(cx).is_some() {
        return Err(cx.throw_error(Message::NotAConstructor, &["BigInt"]));
    }
    let primitive = to_primitive(cx, args.get(cx, 0), Hint::Number)?;
    let value = primitive.val(cx);
    if !value.is_number() {
        return Ok(to_bigint(cx, primitive)?.any());
    }
    let number = value.as_number();
    match bigint::from_number(cx, number) {
        Some(bigint) => Ok(bigint.any()),
        None => Err(cx.throw_error(Message::NotIntegralNumber, &[&number::to_string(number)])),
    }
}

/// ThisBigIntValue
fn this_bigint_value<'s>(cx: &mut Cx<'s>, args: Args<'s>, method: &str) -> JsResult<Handle<'s, BigInt>> {
    let value = args.this().val(cx);
    let primitive = value.cast::<BigIntObject>().map_or(value, |object| object.value());
    match primitive.cast::<BigInt>() {
        Some(bigint) => Ok(bigint.root(cx)),
        None => Err(cx.throw_error(Message::NotThisKind, &[method, "BigInt"])),
    }
}

/// BigInt.prototype.toString ( [ radix ] )
fn to_string_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let bigint = this_bigint_value(cx, args, "BigInt.prototype.toString")?;
    let radix = radix_argument(cx, args)?;
    Ok(bigint::to_string(cx, bigint, radix).any())
}

/// BigInt.prototype.toLocaleString ( [ locales [ , options ] ] ), of the en-US locale
fn to_locale_string<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let bigint = this_bigint_value(cx, args, "BigInt.prototype.toLocaleString")?;
    let digits = bigint.get(cx).to_integer().to_string();
    let grouped = match digits.strip_prefix('-') {
        Some(magnitude) => format!("-{}", group_digits(magnitude)),
        None => group_digits(&digits),
    };
    Ok(cx.string(&grouped).any())
}

/// BigInt.prototype.valueOf ( )
fn value_of<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(this_bigint_value(cx, args, "BigInt.prototype.valueOf")?.any())
}

/// The count of bits and the BigInt that `asIntN` and `asUintN` take.
fn bits_and_bigint<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<(u64, Handle<'s, BigInt>)> {
    let Some(bits) = to_index(cx, args.get(cx, 0))? else {
        return Err(cx.throw_error(Message::NotSafeInteger, &[]));
    };
    let bigint = to_bigint(cx, args.get(cx, 1))?;
    Ok((bits, bigint))
}

/// `integer` modulo 2^`bits`.
fn modulo_power_of_two(integer: &Integer, bits: u64) -> Integer {
    let mask = (Integer::from(1) << bits) - 1;
    integer & mask
}

/// BigInt.asUintN ( bits, bigint )
fn as_uint_n<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (bits, bigint) = bits_and_bigint(cx, args)?;
    let integer = bigint.get(cx).to_integer();
    if bits >= integer.bits() && !bigint.get(cx).is_negative() {
        return Ok(bigint.any());
    }
    if bits > MAX_BITS {
        return Err(cx.throw_error(Message::BigIntTooBig, &[]));
    }
    finish(cx, &modulo_power_of_two(&integer, bits))
}

/// BigInt.asIntN ( bits, bigint )
fn as_int_n<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (bits, bigint) = bits_and_bigint(cx, args)?;
    let integer = bigint.get(cx).to_integer();
    if bits > integer.bits() {
        return Ok(bigint.any());
    }
    let modulo = modulo_power_of_two(&integer, bits);
    let is_negative = bits > 0 && modulo.bit(bits - 1);
    let signed = if is_negative { modulo - (Integer::from(1) << bits) } else { modulo };
    finish(cx, &signed)
}

fn finish<'s>(cx: &mut Cx<'s>, integer: &Integer) -> JsResult<Handle<'s>> {
    match bigint::from_integer(cx, integer) {
        Ok(bigint) => Ok(bigint.any()),
        Err(bigint::BigIntTooBig) => Err(cx.throw_error(Message::BigIntTooBig, &[])),
    }
}
