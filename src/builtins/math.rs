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

/// The row of a function that maps one number to another.
macro_rules! unary {
    ($name:literal, $operation:expr) => {{
        const OPERATION: fn(f64) -> f64 = $operation;
        fn full<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
            let number = number_argument(cx, args, 0)?;
            Ok(cx.number(OPERATION(number)))
        }
        fn quick<'g>(_: &'g Cx<'_>, args: QuickArgs<'g>) -> Option<Val<'g>> {
            Some(Val::number(OPERATION(args.number(0)?)))
        }
        method($name, 1, full).quick(quick)
    }};
}

/// Math.sign
fn sign(number: f64) -> f64 {
    if number.is_nan() || number == 0.0 { number } else { number.signum() }
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

fn quick_imul<'g>(_: &'g Cx<'_>, args: QuickArgs<'g>) -> Option<Val<'g>> {
    let int = |index: usize| {
        let value = args.get(index);
        if value.is_int() { Some(value.as_int()) } else { args.number(index).map(number::wrap_to_i32) }
    };
    Some(Val::int(int(0)?.wrapping_mul(int(1)?)))
}

fn pow<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let base = number_argument(cx, args, 0)?;
    let exponent = number_argument(cx, args, 1)?;
    Ok(cx.number(number::exponentiate(base, exponent)))
}

fn quick_pow<'g>(_: &'g Cx<'_>, args: QuickArgs<'g>) -> Option<Val<'g>> {
    Some(Val::number(number::exponentiate(args.number(0)?, args.number(1)?)))
}

/// All arguments as numbers: every one is converted, whatever the others are.
fn number_arguments<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Vec<f64>> {
    (0..args.count()).map(|index| number_argument(cx, args, index)).collect()
}

/// Does `number` beat the best so far of `Math.max`?
fn is_above(best: f64, number: f64) -> bool {
    number > best || number == best && best.is_sign_negative() && number.is_sign_positive()
}

/// Does `number` beat the best so far of `Math.min`?
fn is_below(best: f64, number: f64) -> bool {
    number < best || number == best && best.is_sign_positive() && number.is_sign_negative()
}

fn max<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    extreme(cx, args, f64::NEG_INFINITY, is_above)
}

fn min<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    extreme(cx, args, f64::INFINITY, is_below)
}

fn quick_max<'g>(_: &'g Cx<'_>, args: QuickArgs<'g>) -> Option<Val<'g>> {
    quick_extreme(args, f64::NEG_INFINITY, is_above)
}

fn quick_min<'g>(_: &'g Cx<'_>, args: QuickArgs<'g>) -> Option<Val<'g>> {
    quick_extreme(args, f64::INFINITY, is_below)
}

/// The better one of the best so far and `number`: NaN if either is.
#[inline(always)]
fn better(best: f64, number: f64, beats: fn(f64, f64) -> bool) -> f64 {
    if number.is_nan() || !best.is_nan() && beats(best, number) { number } else { best }
}

/// The argument that beats all others, NaN if one is.
fn extreme<'s>(cx: &mut Cx<'s>, args: Args<'s>, start: f64, beats: fn(f64, f64) -> bool) -> JsResult<Handle<'s>> {
    let mut best = start;
    for index in 0..args.count() {
        best = better(best, number_argument(cx, args, index)?, beats);
    }
    Ok(cx.number(best))
}

#[inline(always)]
fn quick_extreme<'g>(args: QuickArgs<'g>, start: f64, beats: fn(f64, f64) -> bool) -> Option<Val<'g>> {
    let mut best = start;
    for index in 0..args.count() {
        best = better(best, args.number(index)?, beats);
    }
    Some(Val::number(best))
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
    unary!("abs", f64::abs),
    unary!("acos", libm::acos),
    unary!("acosh", libm::acosh),
    unary!("asin", libm::asin),
    unary!("asinh", libm::asinh),
    unary!("atan", libm::atan),
    unary!("atanh", libm::atanh),
    method("atan2", 2, atan2),
    unary!("ceil", f64::ceil),
    unary!("cbrt", libm::cbrt),
    unary!("expm1", libm::expm1),
    unary!("clz32", |number| number::wrap_to_i32(number).leading_zeros() as f64),
    unary!("cos", libm::cos),
    unary!("cosh", libm::cosh),
    unary!("exp", libm::exp),
    unary!("floor", f64::floor),
    unary!("fround", |number| number as f32 as f64),
    method("hypot", 2, hypot),
    method("imul", 2, imul).quick(quick_imul),
    unary!("log", libm::log),
    unary!("log1p", libm::log1p),
    unary!("log2", libm::log2),
    unary!("log10", libm::log10),
    method("max", 2, max).quick(quick_max),
    method("min", 2, min).quick(quick_min),
    method("pow", 2, pow).quick(quick_pow),
    method("random", 0, random),
    unary!("round", round_half_up),
    unary!("sign", sign),
    unary!("sin", libm::sin),
    unary!("sinh", libm::sinh),
    unary!("sqrt", f64::sqrt),
    unary!("tan", libm::tan),
    unary!("tanh", libm::tanh),
    unary!("trunc", f64::trunc),
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
