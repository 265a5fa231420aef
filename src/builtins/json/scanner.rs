//! The tokens of JSON (ECMA-404), read from a string's units in place.
//!
//! Nothing here touches the heap: a scanner lives as long as the view it reads, and hands out ranges, numbers and decoded
//! text. What is wrong is said in V8's terms.

use crate::objects::string::StrView;
use crate::objects::string_builder::StringBuilder;
use crate::vm::messages::Message;

/// What is wrong, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    pub position: usize,
    /// None: the character there (or the end) is simply not expected.
    pub message: Option<Message>,
}

/// A string token.
#[derive(Debug)]
pub enum Text {
    /// Its units stand in the source as they are.
    Range(usize, usize),
    /// It had escapes.
    Decoded(StringBuilder),
}

/// A position in the source.
pub struct Scanner<'a> {
    text: StrView<'a>,
    pub at: usize,
}

fn is_white_space(unit: u16) -> bool {
    matches!(unit, 0x20 | 0x09 | 0x0A | 0x0D)
}

/// Must the unit be escaped in a string?
#[inline]
pub fn is_special(unit: u8) -> bool {
    unit < 0x20 || unit == b'"' || unit == b'\\'
}

/// How many units come before the first that must be escaped in a string: eight at a time.
#[inline]
pub fn plain_length(units: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let mut at = 0;
    for chunk in units.chunks_exact(8) {
        let word = u64::from_le_bytes(chunk.try_into().expect("a chunk has eight bytes"));
        // Bit 7 of a byte: is it below 0x20, or zero after the exclusive or? (A byte after a true one may be a false
        // alarm, which the search by units corrects.)
        let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word;
        let quotes = below(word ^ (ONES * b'"' as u64), 1);
        let backslashes = below(word ^ (ONES * b'\\' as u64), 1);
        if (below(word, 0x20) | quotes | backslashes) & HIGH != 0 {
            break;
        }
        at += 8;
    }
    at + units[at..].iter().position(|&unit| is_special(unit)).unwrap_or(units.len() - at)
}

fn is_digit(unit: Option<u16>) -> bool {
    matches!(unit, Some(0x30..=0x39))
}

impl<'a> Scanner<'a> {
    pub fn new(text: StrView<'a>, at: usize) -> Scanner<'a> {
        Scanner { text, at }
    }

    #[inline]
    fn peek(&self) -> Option<u16> {
        (self.at < self.text.len()).then(|| self.text.at(self.at))
    }

    /// The next unit that is no white space, not consumed.
    #[inline]
    pub fn peek_token(&mut self) -> Option<u16> {
        if let StrView::Latin1(units) = self.text {
            while let Some(&unit) = units.get(self.at) {
                if !is_white_space(unit as u16) {
                    return Some(unit as u16);
                }
                self.at += 1;
            }
            return None;
        }
        loop {
            let unit = self.peek()?;
            if !is_white_space(unit) {
                return Some(unit);
            }
            self.at += 1;
        }
    }

    /// The fault of what stands here.
    pub fn unexpected<T>(&self) -> Result<T, Fault> {
        Err(Fault { position: self.at, message: None })
    }

    fn fault<T>(&self, message: Message) -> Result<T, Fault> {
        Err(Fault { position: self.at, message: Some(message) })
    }

    /// Consumes the token `wanted`; `message` says what was expected.
    #[inline]
    pub fn expect(&mut self, wanted: u8, message: Message) -> Result<(), Fault> {
        if self.peek_token() == Some(wanted as u16) {
            self.at += 1;
            return Ok(());
        }
        self.fault(message)
    }

    /// Whether the token is `separator` (true) or `end` (false), consumed; `message` says that one was expected.
    #[inline]
    pub fn separator_or_end(&mut self, separator: u8, end: u8, message: Message) -> Result<bool, Fault> {
        match self.peek_token() {
            Some(unit) if unit == separator as u16 || unit == end as u16 => {
                self.at += 1;
                Ok(unit == separator as u16)
            }
            _ => self.fault(message),
        }
    }

    /// Only white space may follow.
    pub fn expect_end(&mut self) -> Result<(), Fault> {
        match self.peek_token() {
            None => Ok(()),
            Some(_) => self.fault(Message::JsonAfterEnd),
        }
    }

    /// Consumes `word`, whose first unit was seen.
    pub fn literal(&mut self, word: &str) -> Result<(), Fault> {
        for byte in word.bytes() {
            if self.peek() != Some(byte as u16) {
                return self.unexpected();
            }
            self.at += 1;
        }
        Ok(())
    }

    /// The number that starts here.
    pub fn number(&mut self) -> Result<f64, Fault> {
        let start = self.at;
        let is_negative = self.peek() == Some(b'-' as u16);
        if is_negative {
            self.at += 1;
            if !is_digit(self.peek()) {
                return self.fault(Message::JsonNoNumberAfterMinus);
            }
        }
        if self.peek() == Some(b'0' as u16) {
            self.at += 1;
            if is_digit(self.peek()) {
                return self.fault(Message::JsonUnexpectedNumber);
            }
        }
        let whole = self.digits();
        let is_whole = !matches!(self.peek(), Some(0x2E | 0x45 | 0x65));
        if is_whole && self.at - start <= 15 && !(is_negative && whole == 0) {
            return Ok(if is_negative { -(whole as f64) } else { whole as f64 });
        }
        self.fraction_and_exponent()?;
        let parsed = match self.text.slice(start, self.at) {
            StrView::Latin1(bytes) => fast_float2::parse(bytes),
            StrView::Utf16(units) => {
                let bytes: Vec<u8> = units.iter().map(|&unit| unit as u8).collect();
                fast_float2::parse(&bytes)
            }
        };
        Ok(parsed.unwrap_or(f64::NAN))
    }

    /// Consumes digits; their value as far as it fits.
    fn digits(&mut self) -> u64 {
        let mut value = 0u64;
        while let Some(unit @ 0x30..=0x39) = self.peek() {
            value = value.wrapping_mul(10).wrapping_add((unit - 0x30) as u64);
            self.at += 1;
        }
        value
    }

    fn fraction_and_exponent(&mut self) -> Result<(), Fault> {
        if self.peek() == Some(b'.' as u16) {
            self.at += 1;
            if !is_digit(self.peek()) {
                return self.fault(Message::JsonUnterminatedFraction);
            }
            self.digits();
        }
        if matches!(self.peek(), Some(0x45 | 0x65)) {
            self.at += 1;
            if matches!(self.peek(), Some(0x2B | 0x2D)) {
                self.at += 1;
            }
            if !is_digit(self.peek()) {
                return self.fault(Message::JsonMissingExponent);
            }
            self.digits();
        }
        Ok(())
    }

    /// The string whose opening quote stands here.
    pub fn string(&mut self) -> Result<Text, Fault> {
        self.at += 1;
        let start = self.at;
        self.skip_plain();
        if self.peek() == Some(b'"' as u16) {
            self.at += 1;
            return Ok(Text::Range(start, self.at - 1));
        }
        let mut builder = StringBuilder::new();
        let mut run = start;
        loop {
            self.skip_plain();
            builder.push_view(self.text.slice(run, self.at));
            match self.peek() {
                None => return self.fault(Message::JsonUnterminatedString),
                Some(0x22) => {
                    self.at += 1;
                    return Ok(Text::Decoded(builder));
                }
                Some(0x5C) => builder.push_unit(self.escape()?),
                Some(_) => return self.fault(Message::JsonControlCharacter),
            }
            run = self.at;
        }
    }

    /// Moves to the next quote, backslash or control character.
    #[inline]
    fn skip_plain(&mut self) {
        let rest = match self.text {
            StrView::Latin1(units) => plain_length(&units[self.at..]),
            StrView::Utf16(units) => {
                let rest = &units[self.at..];
                rest.iter().position(|&unit| u8::try_from(unit).is_ok_and(is_special)).unwrap_or(rest.len())
            }
        };
        self.at += rest;
    }

    /// The unit that the escape here stands for.
    fn escape(&mut self) -> Result<u16, Fault> {
        self.at += 1;
        let unit = match self.peek() {
            Some(unit @ (0x22 | 0x2F | 0x5C)) => unit,
            Some(0x62) => 0x08,
            Some(0x66) => 0x0C,
            Some(0x6E) => 0x0A,
            Some(0x72) => 0x0D,
            Some(0x74) => 0x09,
            Some(0x75) => return self.unicode_escape(),
            Some(unit) if unit < 256 => return self.fault(Message::JsonBadEscape),
            _ => return self.unexpected(),
        };
        self.at += 1;
        Ok(unit)
    }

    fn unicode_escape(&mut self) -> Result<u16, Fault> {
        self.at += 1;
        let mut value = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|unit| char::from_u32(unit as u32)).and_then(|c| c.to_digit(16));
            let Some(digit) = digit else { return self.fault(Message::JsonBadUnicodeEscape) };
            value = value << 4 | digit as u16;
            self.at += 1;
        }
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Result<f64, Option<Message>> {
        Scanner::new(StrView::Latin1(text.as_bytes()), 0).number().map_err(|fault| fault.message)
    }

    #[test]
    fn numbers_are_strict() {
        for (text, value) in
            [("0", 0.0), ("-12", -12.0), ("1.5e3", 1500.0), ("12345678901234567890", 12345678901234567890.0)]
        {
            assert_eq!(number(text), Ok(value));
        }
        assert!(number("-0").is_ok_and(f64::is_sign_negative));
        for (text, message) in [
            ("01", Message::JsonUnexpectedNumber),
            ("-", Message::JsonNoNumberAfterMinus),
            ("1.", Message::JsonUnterminatedFraction),
            ("1e+", Message::JsonMissingExponent),
        ] {
            assert_eq!(number(text), Err(Some(message)));
        }
    }

    #[test]
    fn strings_decode_their_escapes() {
        let string = |text: &str| Scanner::new(StrView::Latin1(text.as_bytes()), 0).string();
        assert!(matches!(string("\"plain\""), Ok(Text::Range(1, 6))));
        let Ok(Text::Decoded(decoded)) = string(r#""a\n\u00e9\ud83d\ude00b""#) else { panic!("it has escapes") };
        assert_eq!(decoded.view().to_rust(), "a\né\u{1F600}b");
        let fault = |text: &str| string(text).map(|_| ()).map_err(|fault| (fault.position, fault.message));
        assert_eq!(fault("\"ab"), Err((3, Some(Message::JsonUnterminatedString))));
        assert_eq!(fault("\"a\tb\""), Err((2, Some(Message::JsonControlCharacter))));
        assert_eq!(fault(r#""\x""#), Err((2, Some(Message::JsonBadEscape))));
        assert_eq!(fault(r#""\u12G4""#), Err((5, Some(Message::JsonBadUnicodeEscape))));
        assert_eq!(fault("\"\\"), Err((2, None)));
    }
}
