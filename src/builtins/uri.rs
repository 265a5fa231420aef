//! Text in URIs (ECMA-262, 19.2.6) and the older `escape` and `unescape` (B.2.1).

use super::define::{Row, globals, method};
use crate::objects::string::{StrView, with_flat};
use crate::vm::ops::prelude::*;

const ROWS: &[Row] = &[
    method("decodeURI", 1, decode_uri),
    method("decodeURIComponent", 1, decode_uri_component),
    method("encodeURI", 1, encode_uri),
    method("encodeURIComponent", 1, encode_uri_component),
    method("escape", 1, escape),
    method("unescape", 1, unescape),
];

pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    globals(cx, ROWS);
}

const RESERVED: &[u8] = b";/?:@&=+$,";
const MARKS: &[u8] = b"-_.!~*'()";
/// What `escape` leaves as it is besides letters and digits.
const UNESCAPED_MARKS: &[u8] = b"@*_+-./";

/// encodeURI ( uri )
fn encode_uri<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    convert(cx, args, |text| encode(text, |byte| is_unreserved(byte) || RESERVED.contains(&byte) || byte == b'#'))
}

/// encodeURIComponent ( uriComponent )
fn encode_uri_component<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    convert(cx, args, |text| encode(text, is_unreserved))
}

/// decodeURI ( encodedURI )
fn decode_uri<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    convert(cx, args, |text| decode(text, |byte| RESERVED.contains(&byte) || byte == b'#'))
}

/// decodeURIComponent ( encodedURIComponent )
fn decode_uri_component<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    convert(cx, args, |text| decode(text, |_| false))
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || MARKS.contains(&byte)
}

/// The first argument's text, converted; URIError where `converted` finds it malformed.
fn convert<'s>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
    converted: impl FnOnce(StrView<'_>) -> Option<Vec<u16>>,
) -> JsResult<Handle<'s>> {
    let string = to_string(cx, args.get(cx, 0))?;
    match with_flat(cx, string, converted) {
        Some(units) if units.len() <= crate::objects::string::MAX_LENGTH => Ok(cx.string_utf16(&units).any()),
        Some(_) => Err(cx.throw_error(Message::StringTooLong, &[])),
        None => Err(cx.throw_error(Message::UriMalformed, &[])),
    }
}

/// Encode (19.2.6.5): None for a lone surrogate.
fn encode(text: StrView<'_>, is_kept: impl Fn(u8) -> bool) -> Option<Vec<u16>> {
    let mut units = Vec::with_capacity(text.len());
    for character in char::decode_utf16(text.units()) {
        let character = character.ok()?;
        if u8::try_from(character).is_ok_and(|byte| byte.is_ascii() && is_kept(byte)) {
            units.push(character as u16);
            continue;
        }
        for &byte in character.encode_utf8(&mut [0; 4]).as_bytes() {
            push_escape(&mut units, byte);
        }
    }
    Some(units)
}

/// `%XX`
fn push_escape(units: &mut Vec<u16>, byte: u8) {
    units.extend([b'%', hex_digit(byte >> 4), hex_digit(byte & 15)].map(u16::from));
}

fn hex_digit(nibble: u8) -> u8 {
    b"0123456789ABCDEF"[nibble as usize & 15]
}

/// Decode (19.2.6.6): escapes of what `stays_escaped` names are kept; None where the text is malformed.
fn decode(text: StrView<'_>, stays_escaped: impl Fn(u8) -> bool) -> Option<Vec<u16>> {
    let mut units = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        if text.at(at) != b'%' as u16 {
            units.push(text.at(at));
            at += 1;
            continue;
        }
        let start = at;
        let lead = escaped_byte(text, &mut at)?;
        if lead < 0x80 {
            if stays_escaped(lead) {
                units.extend(text.slice(start, at).units());
            } else {
                units.push(lead as u16);
            }
            continue;
        }
        let character = escaped_character(text, lead, &mut at)?;
        units.extend_from_slice(character.encode_utf16(&mut [0; 2]));
    }
    Some(units)
}

/// The byte of the escape `%XX` at `at`, which moves behind it.
fn escaped_byte(text: StrView<'_>, at: &mut usize) -> Option<u8> {
    if *at + 3 > text.len() || text.at(*at) != b'%' as u16 {
        return None;
    }
    let digit = |index: usize| char::from_u32(text.at(index) as u32)?.to_digit(16);
    let byte = digit(*at + 1)? << 4 | digit(*at + 2)?;
    *at += 3;
    Some(byte as u8)
}

/// The character whose UTF-8 starts with `lead` and goes on in the escapes at `at`.
fn escaped_character(text: StrView<'_>, lead: u8, at: &mut usize) -> Option<char> {
    let length = match lead {
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF7 => 4,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0, 0];
    for byte in &mut bytes[1..length] {
        *byte = escaped_byte(text, at)?;
    }
    std::str::from_utf8(&bytes[..length]).ok()?.chars().next()
}

/// escape ( string )
fn escape<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    convert(cx, args, |text| {
        let mut units = Vec::with_capacity(text.len());
        for unit in text.units() {
            match u8::try_from(unit) {
                Ok(byte) if byte.is_ascii_alphanumeric() || UNESCAPED_MARKS.contains(&byte) => units.push(unit),
                Ok(byte) => push_escape(&mut units, byte),
                Err(_) => {
                    units.extend(b"%u".map(u16::from));
                    units.extend([12, 8, 4, 0].map(|shift| hex_digit((unit >> shift) as u8 & 15) as u16));
                }
            }
        }
        Some(units)
    })
}

/// unescape ( string )
fn unescape<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    convert(cx, args, |text| {
        let mut units = Vec::with_capacity(text.len());
        let mut at = 0;
        while at < text.len() {
            let escape = if text.at(at) != b'%' as u16 {
                None
            } else if at + 1 < text.len() && text.at(at + 1) == b'u' as u16 {
                hex_number(text, at + 2, 4).map(|unit| (unit, 6))
            } else {
                hex_number(text, at + 1, 2).map(|unit| (unit, 3))
            };
            let (unit, length) = escape.unwrap_or((text.at(at), 1));
            units.push(unit);
            at += length;
        }
        Some(units)
    })
}

/// The number that `count` hexadecimal digits at `from` spell.
fn hex_number(text: StrView<'_>, from: usize, count: usize) -> Option<u16> {
    if from + count > text.len() {
        return None;
    }
    (from..from + count).try_fold(0, |number, index| {
        let digit = char::from_u32(text.at(index) as u32)?.to_digit(16)?;
        Some(number << 4 | digit as u16)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str) -> Option<String> {
        decode(StrView::Latin1(text.as_bytes()), |_| false).map(|units| String::from_utf16_lossy(&units))
    }

    #[test]
    fn decoding_rejects_what_is_not_utf8() {
        assert_eq!(decoded("a%20b%C3%A9%F0%9F%98%80").as_deref(), Some("a b\u{e9}\u{1F600}"));
        for text in ["%", "%1", "%zz", "%80", "%C3", "%C3%28", "%ED%A0%80", "%F8%80%80%80%80", "%C0%80"] {
            assert_eq!(decoded(text), None, "{text}");
        }
    }

    #[test]
    fn encoding_refuses_lone_surrogates() {
        assert_eq!(encode(StrView::Utf16(&[0xD800]), is_unreserved), None);
        let units = encode(StrView::Utf16(&[0xD83D, 0xDE00, 0x41]), is_unreserved).expect("well-formed");
        assert_eq!(String::from_utf16_lossy(&units), "%F0%9F%98%80A");
    }
}
