//! The functions in Rust behind `Buffer`: text to bytes and back, searching, comparing, copying.

use super::encoding::Encoding;
use super::{errors, stdio};
use crate::builtins::define::{Row, method};
use crate::objects::buffer::BackingStore;
use crate::objects::typed_array::TypedArray;
use crate::vm::messages::ErrorType;
use crate::vm::ops::prelude::*;

/// The rows of the `buffer` binding.
pub const METHODS: &[Row] = &[
    method("byteLength", 2, byte_length),
    method("write", 5, write),
    method("toString", 4, to_text),
    method("isEncoding", 1, is_encoding),
    method("compare", 2, compare),
    method("indexOf", 4, index_of),
    method("copy", 5, copy),
    method("fill", 4, fill),
];

/// The bytes of a typed array: where they are.
#[derive(Clone, Copy)]
struct Window {
    offset: usize,
    length: usize,
}

fn window(cx: &Cx<'_>, array: Handle<'_, TypedArray>) -> Window {
    let array = array.get(cx);
    let length = array.checked_length().unwrap_or(0) * array.element_kind().bytes();
    Window { offset: array.byte_offset(), length }
}

fn store<'g>(cx: &'g Cx<'_>, array: Handle<'_, TypedArray>) -> Option<Gc<'g, BackingStore>> {
    array.get(cx).array_buffer().backing_store()
}

fn typed<'s>(cx: &mut Cx<'_>, value: Handle<'s>, name: &str) -> JsResult<Handle<'s, TypedArray>> {
    match value.cast::<TypedArray>(cx) {
        Some(array) => Ok(array),
        None => Err(errors::invalid_argument_type(cx, name, &["Buffer", "Uint8Array"], value)),
    }
}

fn encoding_of(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<Encoding> {
    if value.val(cx).is_nullish() {
        return Ok(Encoding::Utf8);
    }
    let name = to_rust_string(cx, value)?;
    match Encoding::named(&name) {
        Some(encoding) => Ok(encoding),
        None if name.is_empty() => Ok(Encoding::Utf8),
        None => {
            let message = format!("Unknown encoding: {name}");
            Err(errors::throw_coded(cx, ErrorType::TypeError, "ERR_UNKNOWN_ENCODING", &message))
        }
    }
}

fn units_of(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<Vec<u16>> {
    scope!(cx);
    let text = to_string(cx, value)?;
    Ok(text.get(cx).to_utf16())
}

/// An argument that is an offset or a length, clamped to `0..=most`; `most` if it is absent.
fn clamped(cx: &mut Cx<'_>, value: Handle<'_>, most: usize) -> JsResult<usize> {
    if value.val(cx).is_undefined() {
        return Ok(most);
    }
    let number = to_integer_or_infinity(cx, value)?;
    Ok(number.clamp(0.0, most as f64) as usize)
}

/// `byteLength(text, encoding)`.
fn byte_length<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (text, encoding) = (args.get(cx, 0), args.get(cx, 1));
    let units = units_of(cx, text)?;
    let length = match encoding_of(cx, encoding)? {
        Encoding::Utf16 => units.len() * 2,
        Encoding::Latin1 | Encoding::Ascii => units.len(),
        Encoding::Hex => units.len() / 2,
        encoding => encoding.encode(&units).len(),
    };
    Ok(cx.number(length as f64))
}

/// `write(buffer, text, offset, length, encoding)`: how many bytes were written; never part of a character.
fn write<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let buffer = args.get(cx, 0);
    let buffer = typed(cx, buffer, "buffer")?;
    let (text, offset, length, encoding) = (args.get(cx, 1), args.get(cx, 2), args.get(cx, 3), args.get(cx, 4));
    let units = units_of(cx, text)?;
    let encoding = encoding_of(cx, encoding)?;
    let place = window(cx, buffer);
    let offset = if offset.val(cx).is_undefined() { 0 } else { clamped(cx, offset, place.length)? };
    let room = clamped(cx, length, place.length - offset)?;
    let bytes = encoding.encode(&units);
    let count = whole_characters(&bytes, room, encoding);
    if let Some(store) = store(cx, buffer) {
        store.write(cx, place.offset + offset, &bytes[..count]);
    }
    Ok(cx.number(count as f64))
}

fn whole_characters(bytes: &[u8], room: usize, encoding: Encoding) -> usize {
    let mut count = bytes.len().min(room);
    if count == bytes.len() {
        return count;
    }
    let continues = |byte: u8| byte & 0xC0 == 0x80;
    while encoding == Encoding::Utf8 && count > 0 && continues(bytes[count]) {
        count -= 1;
    }
    if encoding == Encoding::Utf16 { count & !1 } else { count }
}

/// `toString(buffer, encoding, start, end)`.
fn to_text<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (buffer, encoding, start, end) = (args.get(cx, 0), args.get(cx, 1), args.get(cx, 2), args.get(cx, 3));
    typed(cx, buffer, "buffer")?;
    let encoding = encoding_of(cx, encoding)?;
    let bytes = stdio::bytes_of(cx, buffer).unwrap_or_default();
    let end = clamped(cx, end, bytes.len())?;
    let start = if start.val(cx).is_undefined() { 0 } else { clamped(cx, start, end)? };
    let units = encoding.decode(&bytes[start..end]);
    if units.len() > crate::objects::string::MAX_LENGTH {
        return Err(cx.throw_error(Message::StringTooLong, &[]));
    }
    Ok(cx.string_utf16(&units).any())
}

fn is_encoding<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let name = args.get(cx, 0);
    let name = name.cast::<JsString>(cx).map(|name| name.get(cx).to_rust(cx));
    let answer = name.is_some_and(|name| Encoding::named(&name).is_some());
    Ok(cx.boolean(answer))
}

/// `compare(a, b)`: -1, 0 or 1.
fn compare<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (left, right) = (args.get(cx, 0), args.get(cx, 1));
    typed(cx, left, "buf1")?;
    typed(cx, right, "buf2")?;
    let order = stdio::bytes_of(cx, left).cmp(&stdio::bytes_of(cx, right));
    Ok(cx.int(order as i32))
}

/// `indexOf(buffer, bytes, start, fromEnd)`: the first place of `bytes` at or after `start` (at or before it, from the
/// end), or -1.
fn index_of<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (buffer, wanted) = (args.get(cx, 0), args.get(cx, 1));
    typed(cx, buffer, "buffer")?;
    typed(cx, wanted, "value")?;
    let (bytes, wanted) =
        (stdio::bytes_of(cx, buffer).unwrap_or_default(), stdio::bytes_of(cx, wanted).unwrap_or_default());
    let from_end = to_boolean(cx, args.get(cx, 3).val(cx));
    let start = args.get(cx, 2);
    let start = clamped(cx, start, bytes.len())?;
    let is_at = |at: &usize| bytes[*at..].starts_with(&wanted);
    let found = match from_end {
        true => (0..=start.min(bytes.len().saturating_sub(wanted.len()))).rev().find(is_at),
        false => (start..=bytes.len().saturating_sub(wanted.len())).find(is_at),
    };
    Ok(cx.number(found.map_or(-1.0, |at| at as f64)))
}

/// `copy(source, target, targetStart, start, end)`: how many bytes were copied.
fn copy<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (source, target) = (args.get(cx, 0), args.get(cx, 1));
    let (source, target) = (typed(cx, source, "source")?, typed(cx, target, "target")?);
    let (from, to) = (window(cx, source), window(cx, target));
    let (target_start, start, end) = (args.get(cx, 2), args.get(cx, 3), args.get(cx, 4));
    let target_start = clamped(cx, target_start, to.length)?;
    let start = clamped(cx, start, from.length)?;
    let end = clamped(cx, end, from.length)?;
    let count = end.saturating_sub(start).min(to.length - target_start);
    if let (Some(source), Some(target)) = (store(cx, source), store(cx, target)) {
        target.copy_from(cx, to.offset + target_start, source, from.offset + start, count);
    }
    Ok(cx.number(count as f64))
}

/// `fill(buffer, bytes, start, end)`: repeats `bytes`, which are not empty.
fn fill<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (buffer, pattern) = (args.get(cx, 0), args.get(cx, 1));
    let buffer = typed(cx, buffer, "buffer")?;
    typed(cx, pattern, "value")?;
    let pattern = stdio::bytes_of(cx, pattern).unwrap_or_default();
    let place = window(cx, buffer);
    let (start, end) = (args.get(cx, 2), args.get(cx, 3));
    let end = clamped(cx, end, place.length)?;
    let start = clamped(cx, start, end)?;
    let bytes: Vec<u8> = pattern.iter().copied().cycle().take(end - start).collect();
    if let Some(store) = store(cx, buffer).filter(|_| !pattern.is_empty()) {
        store.write(cx, place.offset + start, &bytes);
    }
    Ok(buffer.any())
}
