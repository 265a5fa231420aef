//! Copies of typed arrays: slice, subarray, with, toReversed; and moving elements from one array to another.

use super::create::{
    checked_length, element, new_of_kind, species_create, species_create_view, to_element, validate, validate_this,
};
use crate::builtins::receiver::incompatible;
use crate::objects::typed_array::{self, ElementKind, TypedArray};
use crate::vm::ops::prelude::*;

/// Do the bytes of one kind mean the same in the other?
fn has_same_bytes(from: ElementKind, to: ElementKind) -> bool {
    from == to || from == ElementKind::Uint8 && to == ElementKind::Uint8Clamped
}

/// Copies all elements of `source` to `target` from `at` on, where there is room, converting them.
pub fn convert_elements(cx: &mut Cx<'_>, target: Handle<'_, TypedArray>, at: usize, source: Handle<'_, TypedArray>) {
    let count = source.get(cx).checked_length().unwrap_or(0);
    convert_range(cx, target, at, source, 0, count);
}

/// Copies `count` elements of `source` from `first` on to `target` from `at` on, converting them. Both ranges are in
/// bounds, and may overlap.
fn convert_range(
    cx: &mut Cx<'_>,
    target: Handle<'_, TypedArray>,
    at: usize,
    source: Handle<'_, TypedArray>,
    first: usize,
    count: usize,
) {
    if count == 0 {
        return;
    }
    let (to, from) = (target.get(cx).element_kind(), source.get(cx).element_kind());
    if has_same_bytes(from, to) {
        return copy_bytes(cx, target, at, source, first, count);
    }
    let (to_size, from_size) = (to.bytes(), from.bytes());
    let bytes = source.get(cx).view_bytes()[first * from_size..][..count * from_size].to_vec();
    target.view_bytes_mut_with(cx, |into| {
        let slots = into[at * to_size..].chunks_exact_mut(to_size);
        for (slot, element) in slots.zip(bytes.chunks_exact(from_size)) {
            slot.copy_from_slice(&to.encode(from.decode(element))[..to_size]);
        }
    });
}

fn copy_bytes(
    cx: &Cx<'_>,
    target: Handle<'_, TypedArray>,
    at: usize,
    source: Handle<'_, TypedArray>,
    first: usize,
    count: usize,
) {
    let (to, from) = (target.get(cx), source.get(cx));
    let size = from.element_kind().bytes();
    if let (Some(into), Some(store)) = (to.array_buffer().backing_store(), from.array_buffer().backing_store()) {
        let (to_offset, from_offset) = (to.byte_offset() + at * size, from.byte_offset() + first * size);
        into.copy_from(cx, to_offset, store, from_offset, count * size);
    }
}

/// %TypedArray%.prototype.slice (23.2.3.27).
pub fn slice<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "%TypedArray%.prototype.slice";
    let (array, length) = validate(cx, args.this(), METHOD)?;
    let first = to_relative_index(cx, args.get(cx, 0), length as u64, 0)? as usize;
    let end = to_relative_index(cx, args.get(cx, 1), length as u64, length as u64)? as usize;
    let count = end.saturating_sub(first);
    let result = species_create(cx, array, count, METHOD)?;
    if count > 0 {
        let end = end.min(checked_length(cx, array, METHOD)?);
        convert_range(cx, result, 0, array, first, end.saturating_sub(first));
    }
    Ok(result.any())
}

/// %TypedArray%.prototype.subarray (23.2.3.30).
pub fn subarray<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "%TypedArray%.prototype.subarray";
    let Some(array) = args.this().cast::<TypedArray>(cx) else { return Err(incompatible(cx, args.this(), METHOD)) };
    let length = array.get(cx).checked_length().unwrap_or(0) as u64;
    let first = to_relative_index(cx, args.get(cx, 0), length, 0)?;
    let end = args.get(cx, 1);
    let follows = array.get(cx).is_length_tracking() && end.val(cx).is_undefined();
    let count = match follows {
        true => None,
        false => Some(to_relative_index(cx, end, length, length)?.saturating_sub(first)),
    };
    let raw = array.get(cx);
    let offset = raw.byte_offset() as f64 + first as f64 * raw.element_kind().bytes() as f64;
    let mut arguments = vec![raw.buffer().root(cx), cx.number(offset)];
    arguments.extend(count.map(|count| cx.number(count as f64)));
    let view = species_create_view(cx, array, &arguments, METHOD)?;
    Ok(view.any())
}

/// %TypedArray%.prototype.with (23.2.3.36).
pub fn with<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (array, length) = validate_this(cx, args, "%TypedArray%.prototype.with")?;
    let relative = to_integer_or_infinity(cx, args.get(cx, 0))?;
    let index = if relative < 0.0 { length as f64 + relative } else { relative };
    let kind = array.get(cx).element_kind();
    let value = to_element(cx, kind, args.get(cx, 1))?;
    let in_bounds = array.get(cx).checked_length().is_some_and(|length| index >= 0.0 && index < length as f64);
    if !in_bounds {
        return Err(cx.throw_error(Message::InvalidTypedArrayIndex, &[]));
    }
    let result = new_of_kind(cx, kind, length)?;
    copy_what_is_left(cx, result, array, length);
    typed_array::store(cx, result.must(cx), index as u32, value);
    Ok(result.any())
}

/// %TypedArray%.prototype.toReversed (23.2.3.32).
pub fn to_reversed<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (array, length) = validate(cx, args.this(), "%TypedArray%.prototype.toReversed")?;
    let result = new_of_kind(cx, array.get(cx).element_kind(), length)?;
    copy_what_is_left(cx, result, array, length);
    super::modify::reverse_elements(cx, result);
    Ok(result.any())
}

/// Copies the first `length` elements, those gone since apart: they read as undefined, which stores as zero or NaN.
fn copy_what_is_left(cx: &mut Cx<'_>, result: Handle<'_, TypedArray>, array: Handle<'_, TypedArray>, length: usize) {
    let left = array.get(cx).checked_length().unwrap_or(0).min(length);
    convert_range(cx, result, 0, array, 0, left);
}

/// %TypedArray%.prototype.at (23.2.3.1).
pub fn at<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (array, length) = validate(cx, args.this(), "%TypedArray%.prototype.at")?;
    let relative = to_integer_or_infinity(cx, args.get(cx, 0))?;
    let index = if relative < 0.0 { length as f64 + relative } else { relative };
    match index >= 0.0 && index < length as f64 {
        true => Ok(element(cx, array, index as usize)),
        false => Ok(cx.undefined()),
    }
}
