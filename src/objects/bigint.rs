//! BigInts: sign and magnitude on the heap, arithmetic by `num-bigint`.
//!
//! ```text
//! word 1   1 if negative (raw)      word 2..   magnitude, 64 bits a word, least significant first, no leading zero words
//! ```

use std::cmp::Ordering;

use num_bigint::{BigInt as Integer, Sign};
use num_traits::{FromPrimitive, ToPrimitive, Zero};

use super::string::JsString;
use crate::heap::layout::NO_TAGGED;
use crate::heap::{Cx, Gc, Handle, Space};

heap_object! {
    /// See the module's header.
    pub BigInt = BigInt, "bigint" { first_tagged: NO_TAGGED } [2] {}
}

/// The most bits of a magnitude: V8's 2^30.
pub const MAX_BITS: u64 = 1 << 30;

/// A result of more than [`MAX_BITS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BigIntTooBig;

impl Gc<'_, BigInt> {
    pub fn is_zero(self) -> bool {
        self.size_words() == 2
    }

    pub fn is_negative(self) -> bool {
        self.raw_u64(1) != 0
    }

    fn digits(self) -> impl DoubleEndedIterator<Item = u64> {
        let words = self.size_words();
        (2..words).map(move |word| self.raw_u64(word))
    }

    /// The value modulo 2^64.
    pub fn low_bits(self) -> u64 {
        let magnitude = if self.is_zero() { 0 } else { self.raw_u64(2) };
        if self.is_negative() { magnitude.wrapping_neg() } else { magnitude }
    }

    /// The value for arithmetic.
    pub fn to_integer(self) -> Integer {
        let halves: Vec<u32> = self.digits().flat_map(|digit| [digit as u32, (digit >> 32) as u32]).collect();
        let sign = if self.is_negative() { Sign::Minus } else { Sign::Plus };
        Integer::from_slice(sign, &halves)
    }
}

/// The BigInt of `value`.
pub fn from_integer<'s>(cx: &mut Cx<'s>, value: &Integer) -> Result<Handle<'s, BigInt>, BigIntTooBig> {
    if value.bits() > MAX_BITS {
        return Err(BigIntTooBig);
    }
    let (sign, digits) = value.to_u64_digits();
    let bigint: Handle<'s, BigInt> = cx.allocate(2 + digits.len(), 0, Space::New);
    let raw = bigint.get(cx);
    raw.set_raw_u64(cx, 1, (sign == Sign::Minus) as u64);
    for (index, digit) in digits.into_iter().enumerate() {
        raw.set_raw_u64(cx, 2 + index, digit);
    }
    Ok(bigint)
}

pub fn from_i64<'s>(cx: &mut Cx<'s>, value: i64) -> Handle<'s, BigInt> {
    from_integer(cx, &Integer::from(value)).expect("64 bits are few")
}

pub fn from_u64<'s>(cx: &mut Cx<'s>, value: u64) -> Handle<'s, BigInt> {
    from_integer(cx, &Integer::from(value)).expect("64 bits are few")
}

/// The BigInt of an integral number.
pub fn from_number<'s>(cx: &mut Cx<'s>, number: f64) -> Option<Handle<'s, BigInt>> {
    let integer = if number.trunc() == number { Integer::from_f64(number)? } else { return None };
    from_integer(cx, &integer).ok()
}

/// StringToBigInt (ECMA-262, 7.1.14).
pub fn parse_string<'s>(cx: &mut Cx<'s>, string: Handle<'_, JsString>) -> Option<Handle<'s, BigInt>> {
    let text = string.get(cx).to_rust(cx);
    let trimmed = crate::base::number::trim(&text);
    let integer = parse_literal(trimmed)?;
    from_integer(cx, &integer).ok()
}

/// The integer that literal digits (with an optional 0x, 0o, 0b prefix, or a sign before decimal ones) spell; empty is 0.
pub fn parse_literal(text: &str) -> Option<Integer> {
    if text.is_empty() {
        return Some(Integer::zero());
    }
    let (digits, radix) = match text.get(..2) {
        Some("0x" | "0X") => (&text[2..], 16),
        Some("0o" | "0O") => (&text[2..], 8),
        Some("0b" | "0B") => (&text[2..], 2),
        _ => (text, 10),
    };
    let unsigned = if radix == 10 { digits.strip_prefix(['+', '-']).unwrap_or(digits) } else { digits };
    let is_valid = !unsigned.is_empty() && unsigned.chars().all(|c| c.is_digit(radix));
    if !is_valid || unsigned.len() as u64 > MAX_BITS {
        return None;
    }
    Integer::parse_bytes(digits.as_bytes(), radix)
}

pub fn to_string<'s>(cx: &mut Cx<'s>, bigint: Handle<'_, BigInt>, radix: u32) -> Handle<'s, JsString> {
    let text = bigint.get(cx).to_integer().to_str_radix(radix);
    cx.string_latin1(text.as_bytes())
}

pub fn equals(left: Gc<'_, BigInt>, right: Gc<'_, BigInt>) -> bool {
    compare(left, right) == Ordering::Equal
}

pub fn compare(left: Gc<'_, BigInt>, right: Gc<'_, BigInt>) -> Ordering {
    match (left.is_negative(), right.is_negative()) {
        (false, true) => Ordering::Greater,
        (true, false) => Ordering::Less,
        (false, false) => compare_magnitudes(left, right),
        (true, true) => compare_magnitudes(right, left),
    }
}

fn compare_magnitudes(left: Gc<'_, BigInt>, right: Gc<'_, BigInt>) -> Ordering {
    left.size_words().cmp(&right.size_words()).then_with(|| left.digits().rev().cmp(right.digits().rev()))
}

/// How a BigInt stands to a number; None for NaN.
pub fn compare_number(bigint: Gc<'_, BigInt>, number: f64) -> Option<Ordering> {
    if number.is_nan() {
        return None;
    }
    if number.is_infinite() {
        return Some(if number > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    let floor = Integer::from_f64(number.floor())?;
    let order = bigint.to_integer().cmp(&floor);
    Some(if order == Ordering::Equal && number.fract() != 0.0 { Ordering::Less } else { order })
}

/// The nearest number.
pub fn to_number(bigint: Gc<'_, BigInt>) -> f64 {
    bigint.to_integer().to_f64().unwrap_or(f64::NAN)
}
