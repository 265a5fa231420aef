//! The binding `encoding`: what TextEncoder and TextDecoder need of Rust.

use super::buffer::bytes::bytes_of;
use super::buffer::encoding::Encoding;
use super::errors::throw_coded;
use crate::builtins::define::{Row, method};
use crate::builtins::typed_array::create::new_of_kind;
use crate::objects::array;
use crate::objects::string::with_flat;
use crate::objects::string_builder::StringBuilder;
use crate::objects::typed_array::{ElementKind, TypedArray};
use crate::vm::messages::ErrorType;
use crate::vm::ops::prelude::*;

pub const METHODS: &[Row] =
    &[method("encode", 1, encode), method("encodeInto", 2, encode_into), method("decode", 6, decode)];

/// `encode(string)`: its UTF-8 as a Uint8Array.
fn encode<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let text = to_string(cx, args.get(cx, 0))?;
    let bytes = with_flat(cx, text, |text| Encoding::Utf8.to_bytes(text, usize::MAX));
    Ok(uint8_array(cx, &bytes)?.any())
}

fn uint8_array<'s>(cx: &mut Cx<'s>, bytes: &[u8]) -> JsResult<Handle<'s, TypedArray>> {
    let array = new_of_kind(cx, ElementKind::Uint8, bytes.len())?;
    array.view_bytes_mut_with(cx, |own| own.copy_from_slice(bytes));
    Ok(array)
}

/// `encodeInto(string, uint8Array)`: [units read, bytes written], whole characters only.
fn encode_into<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let text = to_string(cx, args.get(cx, 0))?;
    let Some(target) = args.get(cx, 1).cast::<TypedArray>(cx) else { return Ok(cx.undefined()) };
    let room = target.get(cx).view_bytes().len();
    let bytes = with_flat(cx, text, |text| Encoding::Utf8.to_bytes(text, room));
    target.view_bytes_mut_with(cx, |own| own[..bytes.len()].copy_from_slice(&bytes));
    let units = String::from_utf8_lossy(&bytes).encode_utf16().count();
    let (read, written) = (cx.number(units as f64), cx.number(bytes.len() as f64));
    Ok(array::from_values(cx, &[read, written]).any())
}

/// `decode(input, encoding, isFatal, keepsMark, pending, isStream)`: [text, bytes still pending or undefined, whether
/// anything was decoded].
fn decode<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let encoding = to_rust_string(cx, args.get(cx, 1))?;
    let flag = |index| to_boolean(cx, args.get(cx, index).val(cx));
    let (is_fatal, keeps_mark, is_stream) = (flag(2), flag(3), flag(5));
    let mut bytes = bytes_of(args.get(cx, 4).val(cx)).unwrap_or_default().to_vec();
    match bytes_of(args.get(cx, 0).val(cx)) {
        Some(input) => bytes.extend_from_slice(input),
        None => return Err(not_bytes(cx, &encoding)),
    }
    let pending = if is_stream { incomplete_bytes(&encoding, &bytes) } else { 0 };
    let (whole, rest) = bytes.split_at(bytes.len() - pending);
    let mut text = StringBuilder::with_capacity(whole.len());
    let is_valid = push_decoded(&encoding, whole, keeps_mark, &mut text);
    if is_fatal && !is_valid {
        let message = format!("The encoded data was not valid for encoding {encoding}");
        return Err(throw_coded(cx, ErrorType::TypeError, "ERR_ENCODING_INVALID_ENCODED_DATA", &message));
    }
    let Ok(text) = text.finish(cx) else { return Err(cx.throw_error(Message::StringTooLong, &[])) };
    let rest = if rest.is_empty() { cx.undefined() } else { uint8_array(cx, rest)?.any() };
    let is_started = cx.boolean(!whole.is_empty());
    Ok(array::from_values(cx, &[text.any(), rest, is_started]).any())
}

/// Node's words, which name another argument in its shortcut for UTF-8.
fn not_bytes(cx: &mut Cx<'_>, encoding: &str) -> Throw {
    let name = if encoding == "utf-8" { "list" } else { "input" };
    let message =
        format!("The \"{name}\" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.");
    throw_coded(cx, ErrorType::TypeError, "ERR_INVALID_ARG_TYPE", &message)
}

/// How many bytes at the end belong to a character that more bytes may complete.
fn incomplete_bytes(encoding: &str, bytes: &[u8]) -> usize {
    match encoding {
        "utf-8" => {
            let last = bytes.utf8_chunks().last().map_or(&[][..], |chunk| chunk.invalid());
            let is_incomplete = std::str::from_utf8(last).is_err_and(|error| error.error_len().is_none());
            if is_incomplete { last.len() } else { 0 }
        }
        "utf-16le" | "utf-16be" => {
            let odd = bytes.len() % 2;
            let is_high = |unit: u16| (0xD800..0xDC00).contains(&unit);
            let ends_high = utf16_units(encoding, bytes).last().is_some_and(is_high);
            odd + if ends_high { 2 } else { 0 }
        }
        _ => 0,
    }
}

fn utf16_units(encoding: &str, bytes: &[u8]) -> impl Iterator<Item = u16> {
    let from_bytes = if encoding == "utf-16be" { u16::from_be_bytes } else { u16::from_le_bytes };
    bytes.chunks_exact(2).map(move |pair| from_bytes([pair[0], pair[1]]))
}

/// Appends the text of `bytes`, a byte order mark dropped unless it is kept. Was all of it valid?
fn push_decoded(encoding: &str, bytes: &[u8], keeps_mark: bool, text: &mut StringBuilder) -> bool {
    match encoding {
        "utf-8" => {
            let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").filter(|_| !keeps_mark).unwrap_or(bytes);
            Encoding::Utf8.push_text(bytes, text);
            std::str::from_utf8(bytes).is_ok()
        }
        "utf-16le" | "utf-16be" => {
            let mut is_valid = bytes.len().is_multiple_of(2);
            let mut is_first = true;
            for unit in char::decode_utf16(utf16_units(encoding, bytes)) {
                let is_mark = is_first && unit == Ok('\u{FEFF}');
                is_first = false;
                is_valid &= unit.is_ok();
                if !is_mark || keeps_mark {
                    text.push_code_point(unit.unwrap_or('\u{FFFD}') as u32);
                }
            }
            if !bytes.len().is_multiple_of(2) {
                text.push_unit(0xFFFD);
            }
            is_valid
        }
        _ => {
            text.push_latin1(bytes);
            true
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(encoding: &str, bytes: &[u8], keeps_mark: bool) -> (String, bool) {
        let mut text = StringBuilder::new();
        let is_valid = push_decoded(encoding, bytes, keeps_mark, &mut text);
        (text.view().to_rust(), is_valid)
    }

    #[test]
    fn what_is_incomplete_waits() {
        assert_eq!(incomplete_bytes("utf-8", b"a\xE2\x82"), 2);
        assert_eq!(incomplete_bytes("utf-8", b"a\xFF"), 0);
        assert_eq!(incomplete_bytes("utf-8", b"\xE2\x82a"), 0);
        assert_eq!(incomplete_bytes("utf-16le", &[0x41, 0, 0x3D, 0xD8]), 2);
        assert_eq!(incomplete_bytes("utf-16le", &[0x41, 0, 7]), 1);
    }

    #[test]
    fn marks_are_dropped_and_bad_text_is_replaced() {
        assert_eq!(decoded("utf-8", b"\xEF\xBB\xBFa", false), ("a".to_owned(), true));
        assert_eq!(decoded("utf-8", b"\xEF\xBB\xBFa", true), ("\u{FEFF}a".to_owned(), true));
        assert_eq!(decoded("utf-8", b"a\xFF", false), ("a\u{FFFD}".to_owned(), false));
        assert_eq!(decoded("utf-16be", &[0xFE, 0xFF, 0, 0x41], false), ("A".to_owned(), true));
        assert_eq!(decoded("utf-16le", &[0, 0xD8], false), ("\u{FFFD}".to_owned(), false));
        assert_eq!(decoded("windows-1252", &[0xE9], false), ("é".to_owned(), true));
    }
}
