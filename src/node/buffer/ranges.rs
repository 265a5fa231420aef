//! Ranges of Buffers: copy, compare, equals, subarray, swap16 and its kin.

use super::bytes::{MAX_LENGTH, new_view, this_buffer, uint8_array_argument};
use super::statics::{inherits_from_buffer, order_number};
use crate::node::errors::{out_of_range, throw_coded};
use crate::node::validators;
use crate::vm::messages::ErrorType;
use crate::vm::ops::prelude::*;

/// buf.copy(target, targetStart, sourceStart, sourceEnd); how many bytes were copied.
pub fn copy<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let source = uint8_array_argument(cx, args.this(), "source")?;
    let target = uint8_array_argument(cx, args.get(cx, 0), "target")?;
    let source_length = source.get(cx).view_bytes().len();
    let no_limit = f64::INFINITY;
    let to = copy_bound(cx, args.get(cx, 1), "targetStart", 0, no_limit)?;
    let from = copy_bound(cx, args.get(cx, 2), "sourceStart", 0, source_length as f64)?;
    let end = copy_bound(cx, args.get(cx, 3), "sourceEnd", source_length, no_limit)?;
    let room = target.get(cx).view_bytes().len().saturating_sub(to);
    let left = source.get(cx).view_bytes().len();
    let count = end.min(left).saturating_sub(from).min(room);
    if count == 0 {
        return Ok(cx.int(0));
    }
    let (into, out) = (target.get(cx), source.get(cx));
    if let (Some(store), Some(other)) = (into.array_buffer().backing_store(), out.array_buffer().backing_store()) {
        store.copy_from(cx, into.byte_offset() + to, other, out.byte_offset() + from, count);
    }
    Ok(cx.number(count as f64))
}

/// A bound of `copy`: rounded down, 0 for what is no number; below 0 or above `most` it is out of range.
fn copy_bound(cx: &mut Cx<'_>, value: Handle<'_>, name: &str, absent: usize, most: f64) -> JsResult<usize> {
    if value.val(cx).is_undefined() {
        return Ok(absent);
    }
    const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;
    let number = to_number(cx, value)?;
    let bound = if number.abs() <= MAX_SAFE_INTEGER { number.floor() } else { 0.0 };
    if (0.0..=most).contains(&bound) {
        return Ok(bound as usize);
    }
    let range = if most.is_finite() { format!(">= 0 && <= {most}") } else { ">= 0".to_owned() };
    let shown = cx.number(bound);
    Err(out_of_range(cx, name, &range, shown))
}

/// buf.equals(otherBuffer).
pub fn equals<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let other = uint8_array_argument(cx, args.get(cx, 0), "otherBuffer")?;
    let buffer = this_buffer(cx, args)?;
    let equal = buffer.get(cx).view_bytes() == other.get(cx).view_bytes();
    Ok(cx.boolean(equal))
}

/// buf.compare(target, targetStart, targetEnd, sourceStart, sourceEnd).
pub fn compare<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let target = uint8_array_argument(cx, args.get(cx, 0), "target")?;
    let source = this_buffer(cx, args)?;
    let target_length = target.get(cx).view_bytes().len();
    let source_length = source.get(cx).view_bytes().len();
    let target_start = compare_bound(cx, args.get(cx, 1), "targetStart", 0, MAX_LENGTH)?;
    let target_end = compare_bound(cx, args.get(cx, 2), "targetEnd", target_length, target_length as f64)?;
    let source_start = compare_bound(cx, args.get(cx, 3), "sourceStart", 0, MAX_LENGTH)?;
    let source_end = compare_bound(cx, args.get(cx, 4), "sourceEnd", source_length, source_length as f64)?;
    let left = source.get(cx).view_bytes().get(source_start..source_end).unwrap_or_default();
    let right = target.get(cx).view_bytes().get(target_start..target_end).unwrap_or_default();
    Ok(order_number(cx, left.cmp(right)))
}

fn compare_bound(cx: &mut Cx<'_>, value: Handle<'_>, name: &str, absent: usize, most: f64) -> JsResult<usize> {
    match value.val(cx).is_undefined() {
        true => Ok(absent),
        false => Ok(validators::integer(cx, value, name, 0.0, most)? as usize),
    }
}

/// buf.subarray(start, end), and slice: a Buffer over the same memory.
pub fn subarray<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let buffer = this_buffer(cx, args)?;
    let length = buffer.get(cx).view_bytes().len() as u64;
    let start = to_relative_index(cx, args.get(cx, 0), length, 0)?;
    let end = to_relative_index(cx, args.get(cx, 1), length, length)?;
    let offset = buffer.get(cx).byte_offset() + start as usize;
    let memory = buffer.get(cx).array_buffer().root(cx);
    Ok(new_view(cx, memory, offset, end.saturating_sub(start) as usize).any())
}

/// buf.swap16(), swap32() and swap64(): turns the bytes of each group of SIZE around.
pub fn swap<'s, const SIZE: usize>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let buffer = this_buffer(cx, args)?;
    if buffer.get(cx).view_bytes().len() % SIZE != 0 {
        let message = format!("Buffer size must be a multiple of {}-bits", SIZE * 8);
        return Err(throw_coded(cx, ErrorType::RangeError, "ERR_INVALID_BUFFER_SIZE", &message));
    }
    buffer.view_bytes_mut_with(cx, |bytes| bytes.chunks_exact_mut(SIZE).for_each(|group| group.reverse()));
    Ok(args.this())
}

/// buf.parent: the ArrayBuffer; undefined for what is no Buffer.
pub fn parent<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    match inherits_from_buffer(cx, args.this())? {
        true => get(cx, args.this().must(cx), cx.key(N::buffer)),
        false => Ok(cx.undefined()),
    }
}

/// buf.offset: the byte offset; undefined for what is no Buffer.
pub fn offset<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    match inherits_from_buffer(cx, args.this())? {
        true => get(cx, args.this().must(cx), cx.key(N::byte_offset)),
        false => Ok(cx.undefined()),
    }
}
