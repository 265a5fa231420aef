//! atob and btoa (https://infra.spec.whatwg.org/#forgiving-base64).

use super::buffer::encoding::{STANDARD_ALPHABET, base64_text};
use super::dom_exception::throw_dom_exception;
use super::errors::throw_coded;
use crate::objects::string::{StrView, with_flat};
use crate::vm::messages::ErrorType;
use crate::vm::ops::prelude::*;

/// Why a text is no base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Malformed {
    Character,
    Length,
}

/// atob(input): the bytes that base64 spells, a unit each.
pub fn atob<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let input = input(cx, args)?;
    let message = match with_flat(cx, input, decode) {
        Ok(bytes) => return Ok(cx.string_latin1(&bytes).any()),
        Err(Malformed::Character) => "Invalid character",
        Err(Malformed::Length) => "The string to be decoded is not correctly encoded.",
    };
    Err(throw_dom_exception(cx, message, "InvalidCharacterError"))
}

/// btoa(input): base64 of a text whose units are bytes.
pub fn btoa<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let input = input(cx, args)?;
    let bytes: Option<Vec<u8>> =
        with_flat(cx, input, |text| text.units().map(|unit| u8::try_from(unit).ok()).collect());
    match bytes {
        Some(bytes) => Ok(cx.string_latin1(&base64_text(&bytes, STANDARD_ALPHABET, true)).any()),
        None => Err(throw_dom_exception(cx, "Invalid character", "InvalidCharacterError")),
    }
}

fn input<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s, JsString>> {
    match args.given(0) {
        Some(input) => to_string(cx, input),
        None => {
            let message = "The \"input\" argument must be specified";
            Err(throw_coded(cx, ErrorType::TypeError, "ERR_MISSING_ARGS", message))
        }
    }
}

/// Forgiving-base64 decode: white space anywhere, padding complete or absent, spare bits dropped.
fn decode(text: StrView<'_>) -> Result<Vec<u8>, Malformed> {
    let is_space = |unit: &u16| matches!(*unit, 9 | 10 | 12 | 13 | 32);
    let mut units: Vec<u16> = text.units().filter(|unit| !is_space(unit)).collect();
    if units.len().is_multiple_of(4) {
        let padding = units.iter().rev().take(2).take_while(|&&unit| unit == b'=' as u16).count();
        units.truncate(units.len() - padding);
    }
    let digits: Option<Vec<u32>> = units.iter().map(|&unit| standard_digit(unit)).collect();
    let digits = digits.ok_or(Malformed::Character)?;
    if digits.len() % 4 == 1 {
        return Err(Malformed::Length);
    }
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    for group in digits.chunks(4) {
        let word = group.iter().fold(0, |word, digit| word << 6 | digit) << (6 * (4 - group.len()));
        bytes.extend_from_slice(&word.to_be_bytes()[1..group.len()]);
    }
    Ok(bytes)
}

fn standard_digit(unit: u16) -> Option<u32> {
    let byte = u8::try_from(unit).ok()?;
    STANDARD_ALPHABET.iter().position(|&digit| digit == byte).map(|value| value as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_is_complete_or_absent() {
        let decoded = |text: &str| decode(StrView::Latin1(text.as_bytes()));
        for text in ["YQ==", "YQ", "YR==", " Y\nQ"] {
            assert_eq!(decoded(text).as_deref(), Ok(&b"a"[..]), "{text}");
        }
        assert_eq!(decoded("YWJj").as_deref(), Ok(&b"abc"[..]));
        assert_eq!(decoded("").as_deref(), Ok(&b""[..]));
        for text in ["YQ=", "====", "YQ==YQ==", "-_"] {
            assert_eq!(decoded(text), Err(Malformed::Character), "{text}");
        }
        assert_eq!(decoded("Y"), Err(Malformed::Length));
    }
}
