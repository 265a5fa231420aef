//! The bytes of the format: varints, doubles, strings.

use super::tag;
use crate::objects::string::StrView;

/// Bytes being written.
#[derive(Default)]
pub struct ByteWriter {
    /// Bytes that were written before and are kept elsewhere.
    base: usize,
    bytes: Vec<u8>,
}

impl ByteWriter {
    /// A writer that goes on after `base` bytes.
    pub fn after(base: usize) -> ByteWriter {
        ByteWriter { base, bytes: Vec::new() }
    }

    /// What was written since the last time.
    pub fn take(&mut self) -> Vec<u8> {
        self.base += self.bytes.len();
        std::mem::take(&mut self.bytes)
    }

    /// Goes on after `base` bytes; nothing is pending.
    pub fn move_to(&mut self, base: usize) {
        debug_assert!(self.bytes.is_empty(), "what was written has been taken");
        self.base = base;
    }

    pub fn header(&mut self) {
        self.tag(tag::HEADER);
        self.varint(tag::VERSION as u64);
    }

    pub fn tag(&mut self, tag: u8) {
        self.bytes.push(tag);
    }

    /// Seven bits a byte, least significant first; all but the last byte have the top bit set.
    pub fn varint(&mut self, number: u64) {
        let mut rest = number;
        while rest >= 0x80 {
            self.bytes.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        self.bytes.push(rest as u8);
    }

    /// An int32, its sign in the lowest bit.
    pub fn zigzag(&mut self, int: i32) {
        self.varint(((int << 1) ^ (int >> 31)) as u32 as u64);
    }

    pub fn double(&mut self, double: f64) {
        self.bytes.extend_from_slice(&double.to_le_bytes());
    }

    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// A number, as an int32 if it is one.
    pub fn number(&mut self, number: f64) {
        let int = number as i32;
        if int as f64 == number && (int != 0 || number.is_sign_positive()) {
            self.tag(tag::INT32);
            self.zigzag(int);
        } else {
            self.tag(tag::DOUBLE);
            self.double(number);
        }
    }

    /// A string with its tag. Two-byte units are aligned, counted from the very first byte.
    pub fn string(&mut self, text: StrView<'_>) {
        match text {
            StrView::Latin1(units) => {
                self.tag(tag::ONE_BYTE_STRING);
                self.varint(units.len() as u64);
                self.raw(units);
            }
            StrView::Utf16(units) => {
                let length = units.len() as u64 * 2;
                if !(self.base + self.bytes.len() + 1 + varint_length(length)).is_multiple_of(2) {
                    self.tag(tag::PADDING);
                }
                self.tag(tag::TWO_BYTE_STRING);
                self.varint(length);
                self.bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
            }
        }
    }
}

fn varint_length(number: u64) -> usize {
    (64 - (number | 1).leading_zeros() as usize).div_ceil(7)
}

/// The bytes end too early, or are nothing that was ever written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// Bytes being read.
pub struct ByteReader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> ByteReader<'b> {
    pub fn new(bytes: &'b [u8], at: usize) -> ByteReader<'b> {
        ByteReader { bytes, at }
    }

    pub fn position(&self) -> usize {
        self.at
    }

    pub fn move_to(&mut self, at: usize) {
        self.at = at;
    }

    pub fn remaining(&self) -> usize {
        self.bytes.len().saturating_sub(self.at)
    }

    /// The next tag, padding skipped; it stays to be read.
    pub fn peek_tag(&self) -> Result<u8, Malformed> {
        let rest = self.bytes.get(self.at..).ok_or(Malformed)?;
        rest.iter().copied().find(|&byte| byte != tag::PADDING).ok_or(Malformed)
    }

    pub fn tag(&mut self) -> Result<u8, Malformed> {
        loop {
            let byte = self.byte()?;
            if byte != tag::PADDING {
                return Ok(byte);
            }
        }
    }

    pub fn byte(&mut self) -> Result<u8, Malformed> {
        let byte = *self.bytes.get(self.at).ok_or(Malformed)?;
        self.at += 1;
        Ok(byte)
    }

    pub fn varint(&mut self) -> Result<u64, Malformed> {
        let (mut number, mut shift) = (0u64, 0);
        loop {
            let byte = self.byte()?;
            if shift < 64 {
                number |= ((byte & 0x7F) as u64) << shift;
            }
            shift += 7;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
    }

    pub fn varint_u32(&mut self) -> Result<u32, Malformed> {
        Ok(self.varint()? as u32)
    }

    /// A length in bytes, of what is still there.
    pub fn length(&mut self) -> Result<usize, Malformed> {
        let length = self.varint()?;
        usize::try_from(length).ok().filter(|&length| length <= self.remaining()).ok_or(Malformed)
    }

    pub fn zigzag(&mut self) -> Result<i32, Malformed> {
        let bits = self.varint_u32()?;
        Ok((bits >> 1) as i32 ^ -((bits & 1) as i32))
    }

    pub fn double(&mut self) -> Result<f64, Malformed> {
        let bytes = self.raw(8)?;
        Ok(f64::from_le_bytes(bytes.try_into().map_err(|_| Malformed)?))
    }

    pub fn raw(&mut self, count: usize) -> Result<&'b [u8], Malformed> {
        let end = self.at.checked_add(count).ok_or(Malformed)?;
        let bytes = self.bytes.get(self.at..end).ok_or(Malformed)?;
        self.at = end;
        Ok(bytes)
    }

    /// The units of a two-byte string, after its tag.
    pub fn two_byte_units(&mut self) -> Result<Vec<u16>, Malformed> {
        let length = self.length()?;
        if !length.is_multiple_of(2) {
            return Err(Malformed);
        }
        Ok(self.raw(length)?.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut ByteWriter)) -> Vec<u8> {
        let mut writer = ByteWriter::default();
        write(&mut writer);
        writer.take()
    }

    #[test]
    fn numbers_are_written_as_v8_does() {
        assert_eq!(written(|w| w.number(-1.0)), b"I\x01");
        assert_eq!(written(|w| w.number(2147483647.0)), b"I\xFE\xFF\xFF\xFF\x0F");
        assert_eq!(written(|w| w.number(-0.0)), b"N\0\0\0\0\0\0\0\x80");
        assert_eq!(written(|w| w.number(2147483648.0))[0], b'N');
    }

    #[test]
    fn two_byte_strings_are_aligned() {
        let euro = StrView::Utf16(&[0x20AC]);
        assert_eq!(written(|w| w.string(euro)), b"c\x02\xAC\x20");
        let aligned = written(|w| {
            w.tag(b'x');
            w.string(euro);
        });
        assert_eq!(aligned, b"x\0c\x02\xAC\x20");
    }

    #[test]
    fn what_is_written_can_be_read() {
        let bytes = written(|w| {
            w.varint(300);
            w.zigzag(i32::MIN);
            w.double(1.5);
            w.varint(2);
            w.raw(b"ab");
        });
        let mut reader = ByteReader::new(&bytes, 0);
        assert_eq!(reader.varint(), Ok(300));
        assert_eq!(reader.zigzag(), Ok(i32::MIN));
        assert_eq!(reader.double(), Ok(1.5));
        assert_eq!(reader.length(), Ok(2));
        assert_eq!(reader.raw(2), Ok(&b"ab"[..]));
        assert_eq!(reader.byte(), Err(Malformed));
    }

    #[test]
    fn lengths_beyond_the_end_are_refused() {
        assert_eq!(ByteReader::new(&[0xFF, 0xFF, 0xFF, 0xFF, 0x0F], 0).length(), Err(Malformed));
        assert_eq!(ByteReader::new(&[0, 0], 0).peek_tag(), Err(Malformed));
    }
}
