//! Node's string encodings: text to bytes and back. Decoding never fails: what makes no sense is skipped or replaced.

use std::borrow::Cow;

use crate::objects::string::StrView;
use crate::objects::string_builder::StringBuilder;

/// An encoding of node's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Encoding {
    Utf8,
    Utf16Le,
    Latin1,
    Ascii,
    Base64,
    Base64Url,
    Hex,
}

impl Encoding {
    /// All encodings, by number.
    pub const ALL: &'static [Encoding] = &[
        Encoding::Utf8,
        Encoding::Utf16Le,
        Encoding::Latin1,
        Encoding::Ascii,
        Encoding::Base64,
        Encoding::Base64Url,
        Encoding::Hex,
    ];

    /// The encoding of this name, in any case.
    pub fn parse(name: &str) -> Option<Encoding> {
        Some(match name.to_ascii_lowercase().as_str() {
            "utf8" | "utf-8" => Encoding::Utf8,
            "ucs2" | "ucs-2" | "utf16le" | "utf-16le" => Encoding::Utf16Le,
            "latin1" | "binary" => Encoding::Latin1,
            "ascii" => Encoding::Ascii,
            "base64" => Encoding::Base64,
            "base64url" => Encoding::Base64Url,
            "hex" => Encoding::Hex,
            _ => return None,
        })
    }

    /// Bytes that `text` takes, as node counts them before it converts: for base64 and hex by the length alone.
    pub fn byte_length(self, text: StrView<'_>) -> usize {
        match self {
            Encoding::Utf8 => utf8_length(text),
            Encoding::Utf16Le => text.len() * 2,
            Encoding::Latin1 | Encoding::Ascii => text.len(),
            Encoding::Base64 | Encoding::Base64Url => base64_length(text),
            Encoding::Hex => text.len() / 2,
        }
    }

    /// The bytes of `text`, at most `limit` of them, no character cut in two.
    pub fn to_bytes(self, text: StrView<'_>, limit: usize) -> Vec<u8> {
        match self {
            Encoding::Utf8 => utf8_bytes(text, limit),
            Encoding::Utf16Le => text.units().take(limit / 2).flat_map(u16::to_le_bytes).collect(),
            Encoding::Latin1 | Encoding::Ascii => text.units().take(limit).map(|unit| unit as u8).collect(),
            Encoding::Base64 | Encoding::Base64Url => base64_bytes(text, limit),
            Encoding::Hex => hex_bytes(text, limit),
        }
    }

    /// Appends the text of `bytes`.
    pub fn push_text(self, bytes: &[u8], builder: &mut StringBuilder) {
        match self {
            Encoding::Utf8 => push_utf8(bytes, builder),
            Encoding::Utf16Le => {
                let units: Vec<u16> =
                    bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
                builder.push_utf16(&units);
            }
            Encoding::Latin1 => builder.push_latin1(bytes),
            Encoding::Ascii => {
                let units: Vec<u8> = bytes.iter().map(|byte| byte & 0x7F).collect();
                builder.push_latin1(&units);
            }
            Encoding::Base64 => builder.push_latin1(&base64_text(bytes, STANDARD_ALPHABET, true)),
            Encoding::Base64Url => builder.push_latin1(&base64_text(bytes, URL_ALPHABET, false)),
            Encoding::Hex => builder.push_latin1(&hex_text(bytes)),
        }
    }
}

/// The text as UTF-8; a lone surrogate becomes U+FFFD.
fn utf8_text(text: StrView<'_>) -> Cow<'_, [u8]> {
    match text {
        StrView::Latin1(units) if units.is_ascii() => Cow::Borrowed(units),
        _ => Cow::Owned(text.to_rust().into_bytes()),
    }
}

fn utf8_length(text: StrView<'_>) -> usize {
    match text {
        StrView::Latin1(units) => units.len() + units.iter().filter(|unit| !unit.is_ascii()).count(),
        StrView::Utf16(units) => char::decode_utf16(units.iter().copied()).map(|c| c.map_or(3, char::len_utf8)).sum(),
    }
}

fn utf8_bytes(text: StrView<'_>, limit: usize) -> Vec<u8> {
    let mut bytes = utf8_text(text).into_owned();
    if bytes.len() > limit {
        let is_continuation = |at: usize| bytes[at] & 0xC0 == 0x80;
        let end = (0..=limit).rev().find(|&at| !is_continuation(at)).unwrap_or(0);
        bytes.truncate(end);
    }
    bytes
}

fn push_utf8(bytes: &[u8], builder: &mut StringBuilder) {
    match bytes.is_ascii() {
        true => builder.push_latin1(bytes),
        false => builder.push_str(&String::from_utf8_lossy(bytes)),
    }
}

fn hex_bytes(text: StrView<'_>, limit: usize) -> Vec<u8> {
    let digit = |at: usize| u8::try_from(text.at(at)).ok().and_then(|unit| (unit as char).to_digit(16));
    (0..(text.len() / 2).min(limit)).map_while(|at| Some((digit(2 * at)? * 16 + digit(2 * at + 1)?) as u8)).collect()
}

fn hex_text(bytes: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [DIGITS[(byte >> 4) as usize], DIGITS[(byte & 15) as usize]]).collect()
}

pub const STANDARD_ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// `bytes` in base64.
pub fn base64_text(bytes: &[u8], alphabet: &[u8; 64], padded: bool) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let word = group.iter().fold(0u32, |word, &byte| word << 8 | byte as u32) << (8 * (3 - group.len()));
        for digit in 0..=group.len() {
            text.push(alphabet[(word >> (18 - 6 * digit)) as usize & 63]);
        }
        if padded {
            text.extend(std::iter::repeat_n(b'=', 3 - group.len()));
        }
    }
    text
}

/// The value of a digit of either alphabet.
pub fn base64_digit(unit: u16) -> Option<u8> {
    match u8::try_from(unit).ok()? {
        letter @ b'A'..=b'Z' => Some(letter - b'A'),
        letter @ b'a'..=b'z' => Some(letter - b'a' + 26),
        digit @ b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

fn base64_length(text: StrView<'_>) -> usize {
    let is_padding = |at: usize| text.at(at) == b'=' as u16;
    let mut length = text.len();
    if length > 0 && is_padding(length - 1) {
        length -= 1;
    }
    if length > 1 && is_padding(length - 1) {
        length -= 1;
    }
    length * 3 / 4
}

/// The bytes that the digits spell; anything else is skipped.
fn base64_bytes(text: StrView<'_>, limit: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(base64_length(text).min(limit));
    let (mut word, mut bits) = (0u32, 0);
    for digit in text.units().filter_map(base64_digit) {
        if bytes.len() == limit {
            break;
        }
        word = word << 6 | digit as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((word >> bits) as u8);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(encoding: Encoding, text: &str) -> Vec<u8> {
        let units: Vec<u16> = text.encode_utf16().collect();
        encoding.to_bytes(StrView::Utf16(&units), usize::MAX)
    }

    fn text(encoding: Encoding, bytes: &[u8]) -> String {
        let mut builder = StringBuilder::new();
        encoding.push_text(bytes, &mut builder);
        builder.view().to_rust()
    }

    #[test]
    fn names_are_found_in_any_case() {
        assert_eq!(Encoding::parse("UTF-8"), Some(Encoding::Utf8));
        assert_eq!(Encoding::parse("Binary"), Some(Encoding::Latin1));
        assert_eq!(Encoding::parse("utf-9"), None);
    }

    #[test]
    fn base64_takes_both_alphabets_and_skips_the_rest() {
        for spelled in ["+/+/", "-_-_", " +/\n+/ =="] {
            assert_eq!(bytes(Encoding::Base64, spelled), [0xFB, 0xFF, 0xBF], "{spelled}");
        }
        assert_eq!(text(Encoding::Base64, b"a"), "YQ==");
        assert_eq!(text(Encoding::Base64, b"ab"), "YWI=");
        assert_eq!(text(Encoding::Base64Url, b"\xFB\xFF"), "-_8");
        assert_eq!(base64_length(StrView::Latin1(b"YQ==")), 1);
    }

    #[test]
    fn hex_ends_at_what_is_no_digit() {
        assert_eq!(bytes(Encoding::Hex, "abcdzz12"), [0xAB, 0xCD]);
        assert_eq!(bytes(Encoding::Hex, "abc"), [0xAB]);
        assert_eq!(text(Encoding::Hex, &[0, 0xFF]), "00ff");
    }

    #[test]
    fn no_character_is_cut_in_two() {
        let euro = StrView::Utf16(&[b'a' as u16, 0x20AC]);
        assert_eq!(Encoding::Utf8.to_bytes(euro, 3), b"a");
        assert_eq!(Encoding::Utf8.to_bytes(euro, 4), "a€".as_bytes());
        assert_eq!(Encoding::Utf16Le.to_bytes(euro, 3), [b'a', 0]);
    }

    #[test]
    fn lone_surrogates_and_bad_bytes_are_replaced() {
        assert_eq!(Encoding::Utf8.to_bytes(StrView::Utf16(&[0xD800]), 9), "\u{FFFD}".as_bytes());
        assert_eq!(Encoding::Utf8.byte_length(StrView::Utf16(&[0xD800, 0xD83D, 0xDE00])), 7);
        assert_eq!(text(Encoding::Utf8, b"a\xE2\x82b"), "a\u{FFFD}b");
        assert_eq!(text(Encoding::Ascii, &[0xE1]), "a");
    }
}
