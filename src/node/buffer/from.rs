//! Buffer.from, of and copyBytesFrom.

use super::bytes::{buffer_from_bytes, encoding_argument, new_buffer, new_view, out_of_bounds, string_bytes};
use super::encoding::Encoding;
use super::pool::new_pooled;
use crate::builtins::typed_array::create::set_element;
use crate::node::errors::invalid_argument_type;
use crate::node::validators;
use crate::objects::buffer::AnyBuffer;
use crate::objects::typed_array::TypedArray;
use crate::vm::ops::prelude::*;

/// Buffer.from(value, encodingOrOffset, length).
pub fn from<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(buffer_from(cx, args.get(cx, 0), args.get(cx, 1), args.get(cx, 2))?.any())
}

pub fn buffer_from<'s>(
    cx: &mut Cx<'s>,
    value: Handle<'s>,
    encoding_or_offset: Handle<'s>,
    length: Handle<'s>,
) -> JsResult<Handle<'s, TypedArray>> {
    if let Some(string) = value.cast::<JsString>(cx) {
        return from_string(cx, string, encoding_or_offset);
    }
    if let Some(buffer) = value.cast::<AnyBuffer>(cx) {
        return from_array_buffer(cx, buffer, encoding_or_offset, length);
    }
    if let Some(object) = value.cast::<JsObject>(cx).filter(|object| !object.get(cx).is_callable()) {
        if let Some(primitive) = distinct_value_of(cx, object)? {
            return buffer_from(cx, primitive, encoding_or_offset, length);
        }
        if let Some(buffer) = from_object(cx, object)? {
            return Ok(buffer);
        }
        if let Some(string) = string_by_to_primitive(cx, object)? {
            return from_string(cx, string, encoding_or_offset);
        }
    }
    let expected = ["string", "Buffer", "ArrayBuffer", "Array", "Array-like Object"];
    Err(invalid_argument_type(cx, "first argument", &expected, value))
}

fn from_string<'s>(
    cx: &mut Cx<'s>,
    string: Handle<'_, JsString>,
    encoding: Handle<'_>,
) -> JsResult<Handle<'s, TypedArray>> {
    let encoding = match encoding.cast::<JsString>(cx) {
        Some(name) if !name.get(cx).is_empty() => encoding_argument(cx, encoding)?,
        _ => Encoding::Utf8,
    };
    let limit = string_byte_length(cx, string, encoding);
    let bytes = string_bytes(cx, string, encoding, limit);
    buffer_from_bytes(cx, &bytes)
}

/// Bytes that `string` takes in `encoding`.
pub fn string_byte_length(cx: &mut Cx<'_>, string: Handle<'_, JsString>, encoding: Encoding) -> usize {
    crate::objects::string::with_flat(cx, string, |text| encoding.byte_length(text))
}

fn from_array_buffer<'s>(
    cx: &mut Cx<'s>,
    buffer: Handle<'_, AnyBuffer>,
    offset: Handle<'_>,
    length: Handle<'_>,
) -> JsResult<Handle<'s, TypedArray>> {
    let offset = number_or_zero(cx, offset)?;
    let most = buffer.get(cx).byte_length() as f64 - offset;
    if most < 0.0 {
        return Err(out_of_bounds(cx, Some("offset")));
    }
    let length = match length.val(cx).is_undefined() {
        true => most,
        false => number_or_zero(cx, length)?.max(0.0),
    };
    if length > most {
        return Err(out_of_bounds(cx, Some("length")));
    }
    if offset < 0.0 {
        let shown = crate::base::number::to_string(offset);
        return Err(cx.throw_error(Message::StartOffsetOutside, &[&shown]));
    }
    Ok(new_view(cx, buffer, offset as usize, length as usize))
}

/// ToNumber, zero for undefined and NaN.
fn number_or_zero(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<f64> {
    if value.val(cx).is_undefined() {
        return Ok(0.0);
    }
    let number = to_number(cx, value)?;
    Ok(if number.is_nan() { 0.0 } else { number })
}

/// What `object.valueOf()` gives, if it is something else that a Buffer can be made of.
fn distinct_value_of<'s>(cx: &mut Cx<'s>, object: Handle<'s, JsObject>) -> JsResult<Option<Handle<'s>>> {
    let method = get(cx, object, cx.key(N::value_of))?;
    if !to_boolean(cx, method.val(cx)) {
        return Ok(None);
    }
    let value = call(cx, method, object.any(), &[])?;
    let raw = value.val(cx);
    let is_object = raw.cast::<JsObject>().is_some_and(|object| !object.is_callable());
    let is_distinct = !raw.is_same_word(object.val(cx)) && (is_object || raw.is::<JsString>());
    Ok(is_distinct.then_some(value))
}

/// node's `fromObject`: array-likes, and what `toJSON` of a Buffer gives.
fn from_object<'s>(cx: &mut Cx<'s>, object: Handle<'s, JsObject>) -> JsResult<Option<Handle<'s, TypedArray>>> {
    let length = get(cx, object, cx.key(N::length))?;
    let is_array_like = !length.val(cx).is_undefined() || {
        let buffer = get(cx, object, cx.key(N::buffer))?;
        buffer.val(cx).is::<AnyBuffer>()
    };
    if is_array_like {
        let buffer = match length.val(cx).is_number() {
            true => from_array_like(cx, object)?,
            false => new_buffer(cx, 0)?,
        };
        return Ok(Some(buffer));
    }
    let kind = get(cx, object, cx.key(N::type_))?;
    if kind.cast::<JsString>(cx).is_none_or(|kind| kind.get(cx).to_rust(cx) != "Buffer") {
        return Ok(None);
    }
    let data = get(cx, object, cx.key(N::data))?;
    match is_array(cx, data)? {
        true => Ok(Some(from_array_like(cx, data.must(cx))?)),
        false => Ok(None),
    }
}

fn from_array_like<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>) -> JsResult<Handle<'s, TypedArray>> {
    let length = length_of_array_like(cx, object)?;
    if length as f64 > super::bytes::MAX_LENGTH {
        return Err(cx.throw_error(Message::InvalidTypedArrayLength, &[&length.to_string()]));
    }
    let buffer = new_pooled(cx, length as usize)?;
    if let Some(source) = object.cast::<TypedArray>(cx) {
        crate::builtins::typed_array::copy_elements(cx, buffer, source)?;
        return Ok(buffer);
    }
    for index in 0..length {
        scope!(cx);
        let value = get(cx, object, Key::Index(index as u32))?;
        set_element(cx, buffer, index as usize, value)?;
    }
    Ok(buffer)
}

/// The string that `object[Symbol.toPrimitive]('string')` gives, if it is one.
fn string_by_to_primitive<'s>(cx: &mut Cx<'s>, object: Handle<'s, JsObject>) -> JsResult<Option<Handle<'s, JsString>>> {
    let method = get(cx, object, Key::from(cx.well_known(WellKnown::ToPrimitive)))?;
    if !is_callable(cx, method) {
        return Ok(None);
    }
    let primitive = call(cx, method, object.any(), &[cx.name(N::string).any()])?;
    Ok(primitive.cast(cx))
}

/// Buffer.of(...items).
pub fn of<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let buffer = new_buffer(cx, args.count())?;
    for (index, value) in args.rest(0).enumerate() {
        set_element(cx, buffer, index, value)?;
    }
    Ok(buffer.any())
}

/// Buffer.copyBytesFrom(view, offset, length): offset and length in elements of the view.
pub fn copy_bytes_from<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let view = args.get(cx, 0);
    let Some(array) = view.cast::<TypedArray>(cx) else {
        return Err(invalid_argument_type(cx, "view", &["TypedArray"], view));
    };
    let count = array.get(cx).checked_length().unwrap_or(0);
    let offset = element_argument(cx, args.get(cx, 1), "offset", 0)?.min(count);
    let length = element_argument(cx, args.get(cx, 2), "length", count)?;
    let size = array.get(cx).element_kind().bytes();
    let bytes = array.get(cx).view_bytes();
    let end = offset.saturating_add(length).min(bytes.len() / size);
    let copy = bytes.get(offset * size..end * size).unwrap_or_default().to_vec();
    Ok(buffer_from_bytes(cx, &copy)?.any())
}

fn element_argument(cx: &mut Cx<'_>, value: Handle<'_>, name: &str, absent: usize) -> JsResult<usize> {
    const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;
    match value.val(cx).is_undefined() {
        true => Ok(absent),
        false => Ok(validators::integer(cx, value, name, 0.0, MAX_SAFE_INTEGER)? as usize),
    }
}
