//! Math (ECMA-262, 21.3). Transcendental functions come from `libm`, a port of the fdlibm that V8 ships: the same results
//! on every machine. Arguments that are already numbers are read in place.

use std::hash::{BuildHasher, RandomState};

use super::define::{Row, constant, method, namespace};
use crate::base::number;
use crate::heap::Space;
use crate::objects::fixed::ByteArray;
use crate::vm::ops::prelude::*;

/// Argument `index` as a number.
#[inline]
fn number_argument<'s>(cx: &mut Cx<'s>, args: Args<'s>, index: usize) -> JsResult<f64> {
    let argument = args.get(cx, index);
    let value = argument.val(cx);
    if value.is_number() { Ok(value.as_number()) } else { to_number(cx, argument) }
}

/// Natives that map one number to another.
macro_rules! unary {
    ($( $name:ident = $operation:expr; )*) => { $(
        fn $name<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
            let operation: fn(f64) -> f64 = $operation;
            let number = number_argument(cx, args, 0)?;
            Ok(cx.number(operation(number)))
        }
    )* };
}

unary! {
    abs = f64::abs;
    acos = libm::acos;
    acosh = libm::acosh;
    asin = libm::asin;
    asinh = libm::asinh;
    atan = libm::atan;
    atanh = libm::atanh;
    cbrt = libm::cbrt;
    ceil = f64::ceil;
    cos = libm::cos;
    cosh = libm::cosh;
    exp = libm::exp;
    expm1 = libm::expm1;
    floor = f64::floor;
    fround = |number| number as f32 as f64;
    log = libm::log;
    log10 = libm::log10;
    log1p = libm::log1p;
    log2 = libm::log2;
    round = round_half_up;
    sign = |number| if number.is_nan() || number == 0.0 { number } else { number.signum() };
    sin = libm::sin;
    sinh = libm::sinh;
    sqrt = f64::sqrt;
    tan = libm::tan;
    tanh = libm::tanh;
    trunc = f64::trunc;
    clz32 = |number| number::wrap_to_i32(number).leading_zeros() as f64;
}

/// Math.round: ties go up, and what rounds to zero keeps its sign.
fn round_half_up(number: f64) -> f64 {
    let floor = number.floor();
    let rounded = if number - floor >= 0.5 { floor + 1.0 } else { floor };
    rounded.copysign(number)
}

fn atan2<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let y = number_argument(cx, args, 0)?;
    let x = number_argument(cx, args, 1)?;
    Ok(cx.number(libm::atan2(y, x)))
}

fn imul<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let left = number_argument(cx, args, 0)?;
    let right = number_argument(cx, args, 1)?;
    Ok(cx.int(number::wrap_to_i32(left).wrapping_mul(number::wrap_to_i32(right))))
}

fn pow<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let base = number_argument(cx, args, 0)?;
    let exponent = number_argument(cx, args, 1)?;
    Ok(cx.number(number::exponentiate(base, exponent)))
}

/// All arguments as numbers: every one is converted, whatever the others are.
fn number_arguments<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Vec<f64>> {
    (0..args.count()).map(|index| number_argument(cx, args, index)).collect()
}

fn max<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    extreme(cx, args, f64::NEG_INFINITY, |best, number| {
        number > best || number == best && best.is_sign_negative() && number.is_sign_positive()
    })
}

fn min<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    extreme(cx, args, f64::INFINITY, |best, number| {
        number < best || number == best && best.is_sign_positive() && number.is_sign_negative()
    })
}

/// The argument that beats all others, NaN if one is.
fn extreme<'s>(cx: &mut Cx<'s>, args: Args<'s>, start: f64, beats: fn(f64, f64) -> bool) -> JsResult<Handle<'s>> {
    let mut best = start;
    for index in 0..args.count() {
        let number = number_argument(cx, args, index)?;
        if number.is_nan() || !best.is_nan() && beats(best, number) {
            best = number;
        }
    }
    Ok(cx.number(best))
}

/// Math.hypot, scaled by the largest argument and summed with compensation, so that nothing overflows or is lost.
fn hypot<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let numbers = number_arguments(cx, args)?;
    if numbers.iter().any(|number| number.is_infinite()) {
        return Ok(cx.number(f64::INFINITY));
    }
    let largest = numbers
        .iter()
        .fold(0.0f64, |largest, number| if number.is_nan() { f64::NAN } else { largest.max(number.abs()) });
    if numbers.iter().any(|number| number.is_nan()) {
        return Ok(cx.number(f64::NAN));
    }
    if largest == 0.0 {
        return Ok(cx.int(0));
    }
    let (mut sum, mut compensation) = (0.0f64, 0.0f64);
    for number in numbers {
        let scaled = number / largest;
        let summand = scaled * scaled - compensation;
        let preliminary = sum + summand;
        compensation = (preliminary - sum) - summand;
        sum = preliminary;
    }
    Ok(cx.number(sum.sqrt() * largest))
}

/// Math.random: xorshift128+, seeded afresh in each isolate.
fn random<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    let state: Gc<'_, ByteArray> = cx.root(Root::RandomState).must();
    let word = |index: usize| state.u32_at(2 * index) as u64 | (state.u32_at(2 * index + 1) as u64) << 32;
    let (mut first, second) = (word(0), word(1));
    first ^= first << 23;
    let next = first ^ second ^ (first >> 17) ^ (second >> 26);
    for (index, word) in [second, next].into_iter().enumerate() {
        state.set_u32(cx, 2 * index, word as u32);
        state.set_u32(cx, 2 * index + 1, (word >> 32) as u32);
    }
    const SCALE: f64 = 1.0 / (1u64 << 53) as f64;
    Ok(cx.number((next.wrapping_add(second) >> 11) as f64 * SCALE))
}

/// Gives the generator its state: random, unlike everything else that could make two runs differ.
fn seed(cx: &mut Cx<'_>) {
    let state = ByteArray::new_u32(cx, 4, Space::Old);
    for index in 0..4u32 {
        let random = RandomState::new().hash_one(index) as u32;
        state.get(cx).set_u32(cx, index as usize, random | 1);
    }
    cx.set_root_value(Root::RandomState, state.any());
}

const ROWS: &[Row] = &[
    method("abs", 1, abs),
    method("acos", 1, acos),
    method("acosh", 1, acosh),
    method("asin", 1, asin),
    method("asinh", 1, asinh),
    method("atan", 1, atan),
    method("atanh", 1, atanh),
    method("atan2", 2, atan2),
    method("ceil", 1, ceil),
    method("cbrt", 1, cbrt),
    method("expm1", 1, expm1),
    method("clz32", 1, clz32),
    method("cos", 1, cos),
    method("cosh", 1, cosh),
    method("exp", 1, exp),
    method("floor", 1, floor),
    method("fround", 1, fround),
    method("hypot", 2, hypot),
    method("imul", 2, imul),
    method("log", 1, log),
    method("log1p", 1, log1p),
    method("log2", 1, log2),
    method("log10", 1, log10),
    method("max", 2, max),
    method("min", 2, min),
    method("pow", 2, pow),
    method("random", 0, random),
    method("round", 1, round),
    method("sign", 1, sign),
    method("sin", 1, sin),
    method("sinh", 1, sinh),
    method("sqrt", 1, sqrt),
    method("tan", 1, tan),
    method("tanh", 1, tanh),
    method("trunc", 1, trunc),
    constant("E", std::f64::consts::E),
    constant("LN10", std::f64::consts::LN_10),
    constant("LN2", std::f64::consts::LN_2),
    constant("LOG10E", std::f64::consts::LOG10_E),
    constant("LOG2E", std::f64::consts::LOG2_E),
    constant("PI", std::f64::consts::PI),
    constant("SQRT1_2", std::f64::consts::FRAC_1_SQRT_2),
    constant("SQRT2", std::f64::consts::SQRT_2),
];

pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    seed(cx);
    namespace(cx, "Math", ROWS);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_follows_the_specification() {
        for (number, rounded) in
            [(2.5, 3.0), (-2.5, -2.0), (0.49999999999999994, 0.0), (4503599627370497.0, 4503599627370497.0)]
        {
            assert_eq!(round_half_up(number), rounded, "{number}");
        }
        assert!(round_half_up(-0.2).is_sign_negative() && round_half_up(-0.5).is_sign_negative());
        assert!(round_half_up(f64::NAN).is_nan());
    }
}
