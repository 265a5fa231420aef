//! buf.fill.

use super::bytes::{MAX_LENGTH, as_uint8_array, encoding_argument, out_of_bounds, string_bytes, this_buffer};
use super::encoding::Encoding;
use crate::node::errors::invalid_argument_value;
use crate::node::validators;
use crate::objects::typed_array::TypedArray;
use crate::vm::ops::prelude::*;

/// buf.fill(value, offset, end, encoding).
pub fn fill<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let buffer = this_buffer(cx, args)?;
    fill_range(cx, buffer, args.get(cx, 0), args.get(cx, 1), args.get(cx, 2), args.get(cx, 3))?;
    Ok(args.this())
}

/// node's `_fill`: a string may be followed by its encoding at any place.
pub fn fill_range<'s>(
    cx: &mut Cx<'s>,
    buffer: Handle<'_, TypedArray>,
    value: Handle<'s>,
    offset: Handle<'s>,
    end: Handle<'s>,
    encoding: Handle<'s>,
) -> JsResult<()> {
    let undefined = cx.undefined();
    let is_string = |value: Handle<'_>| value.val(cx).is::<JsString>();
    let (offset, end, encoding) = match is_string(value) {
        true if is_string(offset) => (undefined, undefined, offset),
        true if is_string(end) => (offset, undefined, end),
        _ => (offset, end, encoding),
    };
    let pattern = pattern(cx, value, encoding)?;
    let length = buffer.get(cx).view_bytes().len();
    let start = match offset.val(cx).is_undefined() {
        true => 0,
        false => validators::integer(cx, offset, "offset", 0.0, MAX_LENGTH)? as usize,
    };
    let end = match offset.val(cx).is_undefined() || end.val(cx).is_undefined() {
        true => length,
        false => validators::integer(cx, end, "end", 0.0, length as f64)? as usize,
    };
    if start >= end {
        return Ok(());
    }
    if pattern.is_empty() {
        return Err(invalid_argument_value(cx, "value", value, "is invalid"));
    }
    if end > buffer.get(cx).view_bytes().len() {
        return Err(out_of_bounds(cx, None));
    }
    buffer.view_bytes_mut_with(cx, |bytes| {
        for slots in bytes[start..end].chunks_mut(pattern.len()) {
            slots.copy_from_slice(&pattern[..slots.len()]);
        }
    });
    Ok(())
}

/// The bytes to repeat. None at all for a string that has none in its encoding, or an empty array.
fn pattern<'s>(cx: &mut Cx<'s>, value: Handle<'s>, encoding: Handle<'s>) -> JsResult<Vec<u8>> {
    if let Some(string) = value.cast::<JsString>(cx) {
        let encoding = fill_encoding(cx, encoding)?;
        let is_empty = string.get(cx).is_empty();
        return Ok(if is_empty { vec![0] } else { string_bytes(cx, string, encoding, usize::MAX) });
    }
    if let Some(array) = as_uint8_array(cx, value) {
        return Ok(array.get(cx).view_bytes().to_vec());
    }
    let byte = match value.val(cx).is_boolean() {
        true => value.val(cx).is_true() as u8,
        false => to_uint32(cx, value)? as u8,
    };
    Ok(vec![byte])
}

/// normalizeEncoding: nothing at all is UTF-8.
fn fill_encoding<'s>(cx: &mut Cx<'s>, encoding: Handle<'s>) -> JsResult<Encoding> {
    if encoding.val(cx).is_nullish() {
        return Ok(Encoding::Utf8);
    }
    let name = validators::string(cx, encoding, "encoding")?;
    match name.get(cx).is_empty() {
        true => Ok(Encoding::Utf8),
        false => encoding_argument(cx, encoding),
    }
}
