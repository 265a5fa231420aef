//! Changing typed arrays in place: copyWithin, fill, reverse, set.

use super::create::{check_content_type, checked_length, set_element, to_element, validate_this};
use crate::builtins::array_buffer::detached;
use crate::objects::typed_array::{TypedArray, element_of};
use crate::vm::ops::prelude::*;

/// %TypedArray%.prototype.copyWithin (23.2.3.6).
pub fn copy_within<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "%TypedArray%.prototype.copyWithin";
    let (array, length) = validate_this(cx, args, METHOD)?;
    let length = length as u64;
    let to = to_relative_index(cx, args.get(cx, 0), length, 0)?;
    let from = to_relative_index(cx, args.get(cx, 1), length, 0)?;
    let end = to_relative_index(cx, args.get(cx, 2), length, length)?;
    let count = end.saturating_sub(from).min(length - to) as usize;
    if count > 0 {
        let (to, from) = (to as usize, from as usize);
        let length = checked_length(cx, array, METHOD)?;
        let count = count.min(length.saturating_sub(from)).min(length.saturating_sub(to));
        let size = array.get(cx).element_kind().bytes();
        array.view_bytes_mut_with(cx, |bytes| {
            if count > 0 {
                bytes.copy_within(from * size..(from + count) * size, to * size);
            }
        });
    }
    Ok(args.this())
}

/// %TypedArray%.prototype.fill (23.2.3.9).
pub fn fill<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "%TypedArray%.prototype.fill";
    let (array, length) = validate_this(cx, args, METHOD)?;
    let kind = array.get(cx).element_kind();
    let value = to_element(cx, kind, args.get(cx, 0))?;
    let first = to_relative_index(cx, args.get(cx, 1), length as u64, 0)? as usize;
    let end = to_relative_index(cx, args.get(cx, 2), length as u64, length as u64)? as usize;
    let end = end.min(checked_length(cx, array, METHOD)?);
    let pattern = &kind.encode(element_of(value.val(cx)))[..kind.bytes()];
    array.view_bytes_mut_with(cx, |bytes| {
        let range = bytes.get_mut(first * pattern.len()..end * pattern.len()).unwrap_or_default();
        match pattern {
            [byte] => range.fill(*byte),
            _ => range.chunks_exact_mut(pattern.len()).for_each(|slot| slot.copy_from_slice(pattern)),
        }
    });
    Ok(args.this())
}

/// %TypedArray%.prototype.reverse (23.2.3.25).
pub fn reverse<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (array, _) = validate_this(cx, args, "%TypedArray%.prototype.reverse")?;
    reverse_elements(cx, array);
    Ok(args.this())
}

/// Turns the order of the elements around: all bytes, then those of each element back.
pub fn reverse_elements(cx: &mut Cx<'_>, array: Handle<'_, TypedArray>) {
    let size = array.get(cx).element_kind().bytes();
    array.view_bytes_mut_with(cx, |bytes| {
        bytes.reverse();
        if size > 1 {
            bytes.chunks_exact_mut(size).for_each(|element| element.reverse());
        }
    });
}

/// %TypedArray%.prototype.set (23.2.3.26).
pub fn set<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "%TypedArray%.prototype.set";
    let Some(target) = args.this().cast::<TypedArray>(cx) else {
        return Err(cx.throw_error(Message::NotATypedArray, &[]));
    };
    let offset = to_integer_or_infinity(cx, args.get(cx, 1))?;
    if offset < 0.0 {
        return Err(cx.throw_error(Message::OffsetOutOfBounds, &[]));
    }
    let length = checked_length(cx, target, METHOD)?;
    match args.get(cx, 0).cast::<TypedArray>(cx) {
        Some(source) => set_from_typed_array(cx, target, length, offset, source)?,
        None => set_from_array_like(cx, target, length, offset, args.get(cx, 0))?,
    }
    Ok(cx.undefined())
}

/// Where `count` elements at `offset` start, if they fit into `length`.
fn checked_offset(cx: &mut Cx<'_>, length: usize, offset: f64, count: u64) -> JsResult<usize> {
    match offset + count as f64 <= length as f64 {
        true => Ok(offset as usize),
        false => Err(cx.throw_error(Message::OffsetOutOfBounds, &[])),
    }
}

/// SetTypedArrayFromTypedArray.
fn set_from_typed_array(
    cx: &mut Cx<'_>,
    target: Handle<'_, TypedArray>,
    length: usize,
    offset: f64,
    source: Handle<'_, TypedArray>,
) -> JsResult<()> {
    let Some(count) = source.get(cx).checked_length() else {
        return Err(detached(cx, "%TypedArray%.prototype.set"));
    };
    check_content_type(cx, target.get(cx).element_kind(), source.get(cx).element_kind())?;
    let at = checked_offset(cx, length, offset, count as u64)?;
    super::copy::convert_elements(cx, target, at, source);
    Ok(())
}

/// SetTypedArrayFromArrayLike.
fn set_from_array_like(
    cx: &mut Cx<'_>,
    target: Handle<'_, TypedArray>,
    length: usize,
    offset: f64,
    source: Handle<'_>,
) -> JsResult<()> {
    let source = to_object(cx, source)?;
    let count = length_of_array_like(cx, source)?;
    let at = checked_offset(cx, length, offset, count)?;
    for index in 0..count as usize {
        scope!(cx);
        let value = get(cx, source, Key::Index(index as u32))?;
        set_element(cx, target, at + index, value)?;
    }
    Ok(())
}
