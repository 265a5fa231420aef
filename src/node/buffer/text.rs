//! Buffers as text and the other way: toString, write, toJSON, inspect, and the methods named after an encoding.

use super::bytes::{MAX_LENGTH, encoding_argument, string_bytes, text_of_range, this_buffer, unknown_encoding};
use super::encoding::Encoding;
use crate::node::validators;
use crate::node::{errors, plain};
use crate::objects::array;
use crate::objects::object;
use crate::objects::typed_array::TypedArray;
use crate::vm::ops::prelude::*;

/// buf.toString(encoding, start, end): out-of-range bounds are clamped.
pub fn to_string_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let buffer = this_buffer(cx, args)?;
    let length = buffer.get(cx).view_bytes().len() as f64;
    let start = clamped(cx, args.get(cx, 1), 0.0, length)?;
    let end = clamped(cx, args.get(cx, 2), length, length)?;
    if end <= start {
        return Ok(cx.empty_string().any());
    }
    let encoding = encoding_argument(cx, args.get(cx, 0))?;
    text_of_range(cx, buffer, start, end, encoding)
}

/// A bound as `toString` takes it: truncated, NaN as 0, within `0..=length`.
fn clamped(cx: &mut Cx<'_>, value: Handle<'_>, absent: f64, length: f64) -> JsResult<usize> {
    if value.val(cx).is_undefined() {
        return Ok(absent as usize);
    }
    let number = to_number(cx, value)?;
    Ok(number.clamp(0.0, length) as usize)
}

/// buf.write(string, offset, length, encoding); how many bytes were written.
pub fn write<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let buffer = this_buffer(cx, args)?;
    let whole = buffer.get(cx).view_bytes().len();
    let (offset, length) = (args.get(cx, 1), args.get(cx, 2));
    let is_text = |value: Handle<'_>| value.val(cx).is::<JsString>();
    let (offset_is_text, length_is_text) = (is_text(offset), is_text(length));
    if offset.val(cx).is_undefined() {
        return write_text(cx, buffer, args.get(cx, 0), 0, whole, Encoding::Utf8);
    }
    if offset_is_text && length.val(cx).is_undefined() {
        let encoding = write_encoding(cx, offset)?;
        return write_text(cx, buffer, args.get(cx, 0), 0, whole, encoding);
    }
    let start = validators::integer(cx, offset, "offset", 0.0, whole as f64)? as usize;
    let remaining = whole - start;
    let (count, encoding) = match length_is_text {
        true => (remaining, length),
        false if length.val(cx).is_undefined() => (remaining, args.get(cx, 3)),
        false => {
            let count = validators::integer(cx, length, "length", 0.0, whole as f64)? as usize;
            (count.min(remaining), args.get(cx, 3))
        }
    };
    let encoding = write_encoding(cx, encoding)?;
    write_text(cx, buffer, args.get(cx, 0), start, count, encoding)
}

/// The encoding of `write`: UTF-8 for anything falsy.
fn write_encoding(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<Encoding> {
    if !to_boolean(cx, value.val(cx)) {
        return Ok(Encoding::Utf8);
    }
    let name = to_rust_string(cx, value)?;
    Encoding::parse(&name).ok_or_else(|| unknown_encoding(cx, &name))
}

/// Writes at most `count` bytes of `string` from `start` on; gives how many.
fn write_text<'s>(
    cx: &mut Cx<'s>,
    buffer: Handle<'_, TypedArray>,
    string: Handle<'_>,
    start: usize,
    count: usize,
    encoding: Encoding,
) -> JsResult<Handle<'s>> {
    let Some(string) = string.cast::<JsString>(cx) else {
        let message = "argument must be a string";
        return Err(errors::throw_coded(
            cx,
            crate::vm::messages::ErrorType::TypeError,
            "ERR_INVALID_ARG_TYPE",
            message,
        ));
    };
    let bytes = string_bytes(cx, string, encoding, count);
    buffer.view_bytes_mut_with(cx, |view| view[start..start + bytes.len()].copy_from_slice(&bytes));
    Ok(cx.number(bytes.len() as f64))
}

/// buf.utf8Slice(start, end) and its kin; ENCODING is an [`Encoding`]'s number.
pub fn slice_as<'s, const ENCODING: u8>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let buffer = this_buffer(cx, args)?;
    let length = buffer.get(cx).view_bytes().len();
    let start = bound(cx, args.get(cx, 0), 0, MAX_LENGTH as usize)?;
    let end = bound(cx, args.get(cx, 1), length, MAX_LENGTH as usize)?;
    text_of_range(cx, buffer, start.min(end), end, Encoding::ALL[ENCODING as usize])
}

/// buf.utf8Write(string, offset, length) and its kin.
pub fn write_as<'s, const ENCODING: u8>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let buffer = this_buffer(cx, args)?;
    let length = buffer.get(cx).view_bytes().len();
    let start = bound(cx, args.get(cx, 1), 0, MAX_LENGTH as usize)?;
    if start > length {
        return Err(super::bytes::out_of_bounds(cx, Some("offset")));
    }
    let count = bound(cx, args.get(cx, 2), length - start, length - start)?;
    write_text(cx, buffer, args.get(cx, 0), start, count, Encoding::ALL[ENCODING as usize])
}

/// A bound of the binding's own methods: not below 0, at most `most`.
fn bound(cx: &mut Cx<'_>, value: Handle<'_>, absent: usize, most: usize) -> JsResult<usize> {
    if value.val(cx).is_undefined() {
        return Ok(absent);
    }
    let number = to_integer_or_infinity(cx, value)?;
    if number < 0.0 {
        let (error_type, code) = (crate::vm::messages::ErrorType::RangeError, "ERR_OUT_OF_RANGE");
        return Err(errors::throw_coded(cx, error_type, code, "Index out of range"));
    }
    Ok(number.min(most as f64) as usize)
}

/// buf.toJSON(): `{ type: 'Buffer', data: [...] }`.
pub fn to_json<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let buffer = this_buffer(cx, args)?;
    let bytes = buffer.get(cx).view_bytes().to_vec();
    let data = array::with_capacity(cx, bytes.len());
    for byte in bytes {
        scope!(cx);
        let byte = cx.int(byte as i32);
        array::push(cx, data, byte);
    }
    let json = object::new_plain(cx);
    plain::put_text(cx, json, "type", "Buffer");
    plain::put(cx, json, "data", data.any());
    Ok(json.any())
}
