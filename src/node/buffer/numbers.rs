//! Numbers in Buffers: readUInt8 to writeDoubleBE. One function for each shape, its size and byte order as parameters.

use num_traits::ToPrimitive;

use super::bytes::{out_of_bounds, this_buffer};
use crate::node::errors::{invalid_argument_type, out_of_range};
use crate::node::validators;
use crate::objects::bigint::{self, BigInt};
use crate::objects::typed_array::TypedArray;
use crate::vm::ops::prelude::*;

/// The largest size that readIntLE and its kin take.
const MAX_INT_BYTES: usize = 6;

/// Where the number of `size` bytes at argument `offset` (0 by default) is, if it lies in the buffer.
fn checked_offset(cx: &mut Cx<'_>, buffer: Handle<'_, TypedArray>, offset: Handle<'_>, size: usize) -> JsResult<usize> {
    if offset.val(cx).is_undefined() {
        let zero = cx.int(0);
        return bounded(cx, buffer, zero, 0.0, size);
    }
    let number = validators::number(cx, offset, "offset")?;
    bounded(cx, buffer, offset, number, size)
}

fn bounded(
    cx: &mut Cx<'_>,
    buffer: Handle<'_, TypedArray>,
    offset: Handle<'_>,
    number: f64,
    size: usize,
) -> JsResult<usize> {
    let last = buffer.get(cx).view_bytes().len() as f64 - size as f64;
    if number.fract() == 0.0 && (0.0..=last).contains(&number) {
        return Ok(number as usize);
    }
    if number.floor() != number {
        return Err(out_of_range(cx, "offset", "an integer", offset));
    }
    if last < 0.0 {
        return Err(out_of_bounds(cx, None));
    }
    Err(out_of_range(cx, "offset", &format!(">= 0 and <= {last}"), offset))
}

/// Argument `byteLength` of readIntLE and its kin: 1 to 6.
fn int_size(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<usize> {
    let number = validators::number(cx, value, "byteLength")?;
    if number.floor() != number {
        return Err(out_of_range(cx, "byteLength", "an integer", value));
    }
    match (1.0..=MAX_INT_BYTES as f64).contains(&number) {
        true => Ok(number as usize),
        false => Err(out_of_range(cx, "byteLength", ">= 1 and <= 6", value)),
    }
}

/// `size` bytes of the buffer as an integer.
fn load(cx: &Cx<'_>, buffer: Handle<'_, TypedArray>, at: usize, size: usize, is_big_endian: bool) -> u64 {
    let bytes = &buffer.get(cx).view_bytes()[at..at + size];
    let push = |word: u64, byte: &u8| word << 8 | *byte as u64;
    if is_big_endian { bytes.iter().fold(0, push) } else { bytes.iter().rev().fold(0, push) }
}

/// Writes the low `size` bytes of `word`.
fn store(cx: &mut Cx<'_>, buffer: Handle<'_, TypedArray>, at: usize, size: usize, is_big_endian: bool, word: u64) {
    let mut bytes = word.to_le_bytes();
    if is_big_endian {
        bytes[..size].reverse();
    }
    buffer.view_bytes_mut_with(cx, |view| view[at..at + size].copy_from_slice(&bytes[..size]));
}

/// The integer in the low `size` bytes of `word`.
fn extend(word: u64, size: usize, is_signed: bool) -> f64 {
    let shift = 64 - 8 * size as u32;
    if is_signed { ((word << shift) as i64 >> shift) as f64 } else { word as f64 }
}

/// buf.readUInt8 and its kin.
pub fn read_int<'s, const SIZE: usize, const SIGNED: bool, const BIG: bool>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
) -> JsResult<Handle<'s>> {
    let buffer = this_buffer(cx, args)?;
    let at = checked_offset(cx, buffer, args.get(cx, 0), SIZE)?;
    let word = load(cx, buffer, at, SIZE, BIG);
    Ok(cx.number(extend(word, SIZE, SIGNED)))
}

/// buf.readUIntLE(offset, byteLength) and its kin.
pub fn read_sized_int<'s, const SIGNED: bool, const BIG: bool>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
) -> JsResult<Handle<'s>> {
    let buffer = this_buffer(cx, args)?;
    let offset = args.get(cx, 0);
    if offset.val(cx).is_undefined() {
        return Err(invalid_argument_type(cx, "offset", &["number"], offset));
    }
    let size = int_size(cx, args.get(cx, 1))?;
    let at = checked_offset(cx, buffer, offset, size)?;
    let word = load(cx, buffer, at, size, BIG);
    Ok(cx.number(extend(word, size, SIGNED)))
}

/// buf.readBigUInt64LE and its kin.
pub fn read_bigint<'s, const SIGNED: bool, const BIG: bool>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let buffer = this_buffer(cx, args)?;
    let at = checked_offset(cx, buffer, args.get(cx, 0), 8)?;
    let word = load(cx, buffer, at, 8, BIG);
    Ok(if SIGNED { bigint::from_i64(cx, word as i64).any() } else { bigint::from_u64(cx, word).any() })
}

/// buf.readFloatLE and its kin: SIZE is 4 or 8.
pub fn read_float<'s, const SIZE: usize, const BIG: bool>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let buffer = this_buffer(cx, args)?;
    let at = checked_offset(cx, buffer, args.get(cx, 0), SIZE)?;
    let word = load(cx, buffer, at, SIZE, BIG);
    Ok(cx.number(if SIZE == 4 { f32::from_bits(word as u32) as f64 } else { f64::from_bits(word) }))
}

/// The least and greatest integers of `size` bytes.
fn int_range(size: usize, is_signed: bool) -> (f64, f64) {
    let values = 2f64.powi(8 * size as i32);
    if is_signed { (-values / 2.0, values / 2.0 - 1.0) } else { (0.0, values - 1.0) }
}

/// The range in node's words: powers of two where the numbers get long.
fn int_range_words(size: usize, is_signed: bool) -> String {
    let bits = 8 * size;
    match (size > 4, is_signed) {
        (true, false) => format!(">= 0 and < 2 ** {bits}"),
        (true, true) => format!(">= -(2 ** {}) and < 2 ** {}", bits - 1, bits - 1),
        (false, _) => {
            let (min, max) = int_range(size, is_signed);
            format!(">= {min} and <= {max}")
        }
    }
}

fn write_number<'s>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
    offset: Handle<'s>,
    size: usize,
    is_signed: bool,
    is_big_endian: bool,
) -> JsResult<Handle<'s>> {
    let buffer = this_buffer(cx, args)?;
    let number = to_number(cx, args.get(cx, 0))?;
    if size == 1 && !offset.val(cx).is_undefined() {
        validators::number(cx, offset, "offset")?;
    }
    let (min, max) = int_range(size, is_signed);
    if number > max || number < min {
        let shown = cx.number(number);
        return Err(out_of_range(cx, "value", &int_range_words(size, is_signed), shown));
    }
    let at = checked_offset(cx, buffer, offset, size)?;
    store(cx, buffer, at, size, is_big_endian, number as i64 as u64);
    Ok(cx.number((at + size) as f64))
}

/// buf.writeUInt8(value, offset) and its kin.
pub fn write_int<'s, const SIZE: usize, const SIGNED: bool, const BIG: bool>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
) -> JsResult<Handle<'s>> {
    write_number(cx, args, args.get(cx, 1), SIZE, SIGNED, BIG)
}

/// buf.writeUIntLE(value, offset, byteLength) and its kin.
pub fn write_sized_int<'s, const SIGNED: bool, const BIG: bool>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
) -> JsResult<Handle<'s>> {
    let size = int_size(cx, args.get(cx, 2))?;
    let offset = args.get(cx, 1);
    if offset.val(cx).is_undefined() {
        return Err(invalid_argument_type(cx, "offset", &["number"], offset));
    }
    write_number(cx, args, offset, size, SIGNED, BIG)
}

/// buf.writeBigUInt64LE(value, offset) and its kin.
pub fn write_bigint<'s, const SIGNED: bool, const BIG: bool>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let buffer = this_buffer(cx, args)?;
    let value = args.get(cx, 0);
    let Some(given) = value.cast::<BigInt>(cx) else {
        return Err(cx.throw_error(Message::MixedBigInt, &[]));
    };
    let integer = given.get(cx).to_integer();
    let word = if SIGNED { integer.to_i64().map(|int| int as u64) } else { integer.to_u64() };
    let Some(word) = word else {
        let range = if SIGNED { ">= -(2n ** 63n) and < 2n ** 63n" } else { ">= 0n and < 2n ** 64n" };
        return Err(out_of_range(cx, "value", range, value));
    };
    let at = checked_offset(cx, buffer, args.get(cx, 1), 8)?;
    store(cx, buffer, at, 8, BIG, word);
    Ok(cx.number((at + 8) as f64))
}

/// buf.writeFloatLE(value, offset) and its kin: SIZE is 4 or 8.
pub fn write_float<'s, const SIZE: usize, const BIG: bool>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let buffer = this_buffer(cx, args)?;
    let number = to_number(cx, args.get(cx, 0))?;
    let at = checked_offset(cx, buffer, args.get(cx, 1), SIZE)?;
    let word = if SIZE == 4 { (number as f32).to_bits() as u64 } else { number.to_bits() };
    store(cx, buffer, at, SIZE, BIG, word);
    Ok(cx.number((at + SIZE) as f64))
}
