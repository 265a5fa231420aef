//! The values of literals: escapes resolved, numbers read.
//!
//! Text with lone surrogates is UTF-16; all other text stays UTF-8, and a literal without escapes is its source text.

use std::borrow::Cow;

use crate::base::number::parse_digits;

use super::messages::Message;
use super::names::{Name, Names};

/// A cooked text.
#[derive(Debug, PartialEq, Eq)]
pub enum Cooked<'s> {
    Utf8(Cow<'s, str>),
    Wtf16(Vec<u16>),
}

impl Cooked<'_> {
    pub fn intern(&self, names: &mut Names) -> Name {
        match self {
            Cooked::Utf8(text) => names.intern(text),
            Cooked::Wtf16(units) => names.intern_utf16(units),
        }
    }
}

/// What is wrong with an escape, and where, as an offset and a length in the text given.
#[derive(Debug, PartialEq, Eq)]
pub struct BadEscape {
    pub message: Message,
    pub offset: usize,
    pub length: usize,
}

/// Escapes only sloppy mode allows, where the first of each kind stands.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct LegacyEscapes {
    /// `\1` ... `\377`, and `\0` before a digit.
    pub octal: Option<usize>,
    /// `\8` and `\9`.
    pub digit: Option<usize>,
}

/// The value of a string literal, given its text between the quotes.
pub fn cook_string(text: &str) -> Result<(Cooked<'_>, LegacyEscapes), BadEscape> {
    if !text.as_bytes().contains(&b'\\') {
        return Ok((Cooked::Utf8(Cow::Borrowed(text)), LegacyEscapes::default()));
    }
    let mut cook = Cook::new(text);
    cook.run()?;
    Ok((cook.finish(), cook.legacy))
}

/// The cooked value of a piece of a template; an escape that only a tagged template may hold is an error.
pub fn cook_template(text: &str) -> Result<Cooked<'_>, BadEscape> {
    if !text.bytes().any(|byte| matches!(byte, b'\\' | b'\r')) {
        return Ok(Cooked::Utf8(Cow::Borrowed(text)));
    }
    let mut cook = Cook::new(text);
    cook.is_template = true;
    cook.run()?;
    Ok(cook.finish())
}

/// The raw value of a piece of a template: line ends normalised, escapes left alone.
pub fn raw_template(text: &str) -> Cow<'_, str> {
    if text.as_bytes().contains(&b'\r') {
        return Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"));
    }
    Cow::Borrowed(text)
}

/// The name an identifier with escapes spells; None if an escape stands for what may not stand there.
pub fn cook_identifier(text: &str) -> Option<String> {
    let mut name = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        name.push_str(&rest[..at]);
        let escape = rest[at..].strip_prefix("\\u")?;
        let (digits, after) = match escape.strip_prefix('{') {
            Some(braced) => braced.split_once('}')?,
            None => escape.split_at_checked(4)?,
        };
        let c = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
        let is_allowed = if name.is_empty() { is_identifier_start(c) } else { is_identifier_part(c) };
        if !is_allowed {
            return None;
        }
        name.push(c);
        rest = after;
    }
    name.push_str(rest);
    Some(name)
}

/// IdentifierStartChar (ECMA-262, 12.7).
pub fn is_identifier_start(c: char) -> bool {
    // ID_Start is XID_Start and a few characters that normalise badly.
    matches!(c, '$' | '_') || unicode_ident::is_xid_start(c) || ID_ONLY_START.contains(&c)
}

/// IdentifierPartChar.
pub fn is_identifier_part(c: char) -> bool {
    matches!(c, '$' | '\u{200C}' | '\u{200D}')
        || unicode_ident::is_xid_continue(c)
        || ID_ONLY_START.contains(&c)
        || ID_ONLY_CONTINUE.contains(&c)
}

/// ID_Start without XID_Start (UAX #31, 5.1).
const ID_ONLY_START: [char; 17] = [
    '\u{037A}', '\u{0E33}', '\u{0EB3}', '\u{309B}', '\u{309C}', '\u{FC5E}', '\u{FC5F}', '\u{FC60}', '\u{FC61}',
    '\u{FC62}', '\u{FC63}', '\u{FDFA}', '\u{FDFB}', '\u{FE70}', '\u{FE72}', '\u{FF9E}', '\u{FF9F}',
];
/// More of the same that only ID_Continue holds besides the above.
const ID_ONLY_CONTINUE: [char; 6] = ['\u{FE74}', '\u{FE76}', '\u{FE78}', '\u{FE7A}', '\u{FE7C}', '\u{FE7E}'];

/// The value of a numeric literal other than a BigInt.
pub fn number_value(text: &str) -> f64 {
    if text.len() < 10 && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0') {
        return text.bytes().fold(0u32, |value, byte| value * 10 + u32::from(byte - b'0')).into();
    }
    let digits = without_separators(text);
    let radix = match digits.get(..2) {
        Some("0x" | "0X") => 16,
        Some("0o" | "0O") => 8,
        Some("0b" | "0B") => 2,
        _ if is_legacy_octal(&digits) => return parse_digits(&digits[1..], 8).unwrap_or(f64::NAN),
        _ => return decimal_value(&digits),
    };
    parse_digits(&digits[2..], radix).unwrap_or(f64::NAN)
}

fn decimal_value(digits: &str) -> f64 {
    fast_float2::parse(digits).unwrap_or(f64::NAN)
}

/// `017`, but not `018` or `0`.
pub fn is_legacy_octal(text: &str) -> bool {
    text.len() > 1 && text.starts_with('0') && text.bytes().all(|byte| matches!(byte, b'0'..=b'7'))
}

/// `018` and `08.5`: decimal, but strict mode allows neither.
pub fn has_leading_zero(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() > 1 && bytes[0] == b'0' && bytes[1].is_ascii_digit()
}

/// The digits of a BigInt literal: no separators, no `n`.
pub fn bigint_digits(text: &str) -> Cow<'_, str> {
    without_separators(text.strip_suffix('n').unwrap_or(text))
}

fn without_separators(text: &str) -> Cow<'_, str> {
    if text.as_bytes().contains(&b'_') { Cow::Owned(text.replace('_', "")) } else { Cow::Borrowed(text) }
}

/// Resolves the escapes of one text.
struct Cook<'s> {
    text: &'s str,
    at: usize,
    is_template: bool,
    utf8: String,
    /// In use once a lone surrogate may be there; then `utf8` is empty.
    units: Option<Vec<u16>>,
    legacy: LegacyEscapes,
}

impl<'s> Cook<'s> {
    fn new(text: &'s str) -> Self {
        Cook {
            text,
            at: 0,
            is_template: false,
            utf8: String::with_capacity(text.len()),
            units: None,
            legacy: LegacyEscapes::default(),
        }
    }

    fn finish(&mut self) -> Cooked<'static> {
        match self.units.take() {
            None => Cooked::Utf8(Cow::Owned(std::mem::take(&mut self.utf8))),
            Some(units) => match String::from_utf16(&units) {
                Ok(text) => Cooked::Utf8(Cow::Owned(text)),
                Err(_) => Cooked::Wtf16(units),
            },
        }
    }

    fn run(&mut self) -> Result<(), BadEscape> {
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            let plain = rest.find(['\\', '\r']).unwrap_or(rest.len());
            self.push_str(&rest[..plain]);
            self.at += plain;
            match rest[plain..].chars().next() {
                Some('\\') => self.escape()?,
                Some(_) => self.carriage_return(),
                None => {}
            }
        }
        Ok(())
    }

    /// A line end inside a template; strings hold them only escaped.
    fn carriage_return(&mut self) {
        self.at += if self.text[self.at..].starts_with("\r\n") { 2 } else { 1 };
        self.push('\n');
    }

    fn escape(&mut self) -> Result<(), BadEscape> {
        let start = self.at;
        let Some(c) = self.text[start + 1..].chars().next() else {
            return Err(self.bad(Message::InvalidToken, start));
        };
        self.at = start + 1 + c.len_utf8();
        match c {
            'n' => self.push('\n'),
            't' => self.push('\t'),
            'r' => self.push('\r'),
            'b' => self.push('\u{8}'),
            'v' => self.push('\u{B}'),
            'f' => self.push('\u{C}'),
            '\r' => self.at += usize::from(self.text[self.at..].starts_with('\n')),
            '\n' | '\u{2028}' | '\u{2029}' => {}
            'x' => self.hex_escape(start)?,
            'u' => self.unicode_escape(start)?,
            '0'..='9' => self.digit_escape(start, c)?,
            other => self.push(other),
        }
        Ok(())
    }

    fn hex_escape(&mut self, start: usize) -> Result<(), BadEscape> {
        match self.take_hex(2) {
            Some(unit) => self.push_unit(unit as u16),
            None => return Err(self.bad(Message::InvalidHexEscape, start)),
        }
        Ok(())
    }

    fn unicode_escape(&mut self, start: usize) -> Result<(), BadEscape> {
        if !self.text[self.at..].starts_with('{') {
            match self.take_hex(4) {
                Some(unit) => self.push_unit(unit as u16),
                None => return Err(self.bad(Message::InvalidUnicodeEscape, start)),
            }
            return Ok(());
        }
        let braced = self.text[self.at + 1..].split_once('}').map(|(digits, _)| digits);
        let Some(digits) = braced.filter(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_hexdigit())) else {
            return Err(self.bad(Message::InvalidUnicodeEscape, start));
        };
        self.at += digits.len() + 2;
        let significant = digits.trim_start_matches('0');
        let value = if significant.is_empty() { Some(0) } else { u32::from_str_radix(significant, 16).ok() };
        match value.map(|value| (value, char::from_u32(value))) {
            Some((_, Some(c))) => self.push(c),
            Some((value @ 0xD800..=0xDFFF, None)) => self.push_unit(value as u16),
            _ => return Err(self.bad(Message::UndefinedCodePoint, start)),
        }
        Ok(())
    }

    /// `\0` is NUL; other digits are legacy escapes (ECMA-262, B.1.2).
    fn digit_escape(&mut self, start: usize, first: char) -> Result<(), BadEscape> {
        let next_is_digit = self.text[self.at..].starts_with(|c: char| c.is_ascii_digit());
        if first == '0' && !next_is_digit {
            self.push('\0');
            return Ok(());
        }
        let is_octal = first < '8';
        if self.is_template {
            let message = if is_octal { Message::OctalEscapeInTemplate } else { Message::DigitEscapeInTemplate };
            return Err(self.bad(message, start));
        }
        if !is_octal {
            self.legacy.digit.get_or_insert(start);
            self.push(first);
            return Ok(());
        }
        self.legacy.octal.get_or_insert(start);
        let longest = if first < '4' { 3 } else { 2 };
        let digits = &self.text[start + 1..];
        let length = digits.bytes().take(longest).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
        let value = u16::from_str_radix(&digits[..length], 8).expect("at most three octal digits");
        self.at = start + 1 + length;
        self.push_unit(value);
        Ok(())
    }

    fn take_hex(&mut self, length: usize) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + length)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        self.at += length;
        u32::from_str_radix(digits, 16).ok()
    }

    fn push(&mut self, c: char) {
        self.push_str(c.encode_utf8(&mut [0; 4]));
    }

    fn push_str(&mut self, text: &str) {
        match &mut self.units {
            None => self.utf8.push_str(text),
            Some(units) => units.extend(text.encode_utf16()),
        }
    }

    fn push_unit(&mut self, unit: u16) {
        if let Some(c) = char::from_u32(unit.into()) {
            return self.push(c);
        }
        let text = std::mem::take(&mut self.utf8);
        self.units.get_or_insert_with(|| text.encode_utf16().collect()).push(unit);
    }

    fn bad(&self, message: Message, start: usize) -> BadEscape {
        BadEscape { message, offset: start, length: self.at - start }
    }
}
