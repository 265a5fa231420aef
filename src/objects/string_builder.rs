//! Building a string from pieces, outside the heap: one byte a unit until a wider unit comes.
//!
//! Pieces beyond [`MAX_LENGTH`] are counted but not kept, so that a runaway result costs no memory before it is refused.

use super::string::{JsString, MAX_LENGTH, StrView, StringTooLong};
use crate::heap::{Cx, Gc, Handle};

/// See the module's header.
#[derive(Debug)]
pub struct StringBuilder {
    units: Units,
    too_long: bool,
}

#[derive(Debug)]
enum Units {
    Latin1(Vec<u8>),
    Utf16(Vec<u16>),
}

impl Default for StringBuilder {
    fn default() -> Self {
        StringBuilder::new()
    }
}

impl StringBuilder {
    pub fn new() -> StringBuilder {
        StringBuilder::with_capacity(0)
    }

    /// A builder with room for `capacity` Latin-1 units.
    pub fn with_capacity(capacity: usize) -> StringBuilder {
        StringBuilder { units: Units::Latin1(Vec::with_capacity(capacity.min(MAX_LENGTH))), too_long: false }
    }

    /// Units so far.
    #[inline]
    pub fn len(&self) -> usize {
        match &self.units {
            Units::Latin1(units) => units.len(),
            Units::Utf16(units) => units.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Has more been pushed than a string can hold?
    pub fn is_too_long(&self) -> bool {
        self.too_long
    }

    #[inline]
    fn has_room(&mut self, count: usize) -> bool {
        self.too_long |= self.len() + count > MAX_LENGTH;
        !self.too_long
    }

    /// The units, two bytes each from now on.
    fn widen(&mut self) -> &mut Vec<u16> {
        if let Units::Latin1(units) = &self.units {
            let mut wide = Vec::with_capacity(units.capacity());
            wide.extend(units.iter().map(|&unit| unit as u16));
            self.units = Units::Utf16(wide);
        }
        match &mut self.units {
            Units::Utf16(units) => units,
            Units::Latin1(_) => unreachable!("just widened"),
        }
    }

    #[inline]
    pub fn push_unit(&mut self, unit: u16) {
        if !self.has_room(1) {
            return;
        }
        match (&mut self.units, u8::try_from(unit)) {
            (Units::Latin1(units), Ok(byte)) => units.push(byte),
            (Units::Utf16(units), _) => units.push(unit),
            (Units::Latin1(_), Err(_)) => self.widen().push(unit),
        }
    }

    /// Appends a code point, or a lone surrogate.
    pub fn push_code_point(&mut self, code_point: u32) {
        match u16::try_from(code_point) {
            Ok(unit) => self.push_unit(unit),
            Err(_) => {
                let offset = code_point - 0x1_0000;
                self.push_unit(0xD800 | (offset >> 10) as u16);
                self.push_unit(0xDC00 | (offset & 0x3FF) as u16);
            }
        }
    }

    pub fn push_str(&mut self, text: &str) {
        if text.is_ascii() {
            return self.push_latin1(text.as_bytes());
        }
        for unit in text.encode_utf16() {
            self.push_unit(unit);
        }
    }

    #[inline]
    pub fn push_latin1(&mut self, units: &[u8]) {
        if !self.has_room(units.len()) {
            return;
        }
        match &mut self.units {
            Units::Latin1(own) => own.extend_from_slice(units),
            Units::Utf16(own) => own.extend(units.iter().map(|&unit| unit as u16)),
        }
    }

    pub fn push_utf16(&mut self, units: &[u16]) {
        if !self.has_room(units.len()) {
            return;
        }
        match &mut self.units {
            Units::Latin1(own) if units.iter().all(|&unit| unit < 256) => {
                own.extend(units.iter().map(|&unit| unit as u8));
            }
            _ => self.widen().extend_from_slice(units),
        }
    }

    pub fn push_view(&mut self, view: StrView<'_>) {
        match view {
            StrView::Latin1(units) => self.push_latin1(units),
            StrView::Utf16(units) => self.push_utf16(units),
        }
    }

    pub fn push(&mut self, string: Gc<'_, JsString>) {
        string.for_each_piece(|piece| self.push_view(piece));
    }

    /// What was built so far.
    pub fn view(&self) -> StrView<'_> {
        match &self.units {
            Units::Latin1(units) => StrView::Latin1(units),
            Units::Utf16(units) => StrView::Utf16(units),
        }
    }

    /// Cuts what was built back to its first `length` units.
    pub fn truncate(&mut self, length: usize) {
        match &mut self.units {
            Units::Latin1(units) => units.truncate(length),
            Units::Utf16(units) => units.truncate(length),
        }
    }

    /// The string.
    pub fn finish<'s>(self, cx: &mut Cx<'s>) -> Result<Handle<'s, JsString>, StringTooLong> {
        let bytes = match &self.units {
            Units::Latin1(units) => units.len(),
            Units::Utf16(units) => 2 * units.len(),
        };
        let is_large = bytes > crate::heap::LARGE_OBJECT_BYTES;
        if self.too_long || is_large && !cx.is_within_limit(bytes) {
            return Err(StringTooLong);
        }
        Ok(match &self.units {
            Units::Latin1(units) => cx.string_latin1(units),
            Units::Utf16(units) => cx.string_utf16(units),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_stay_narrow_until_one_is_wide() {
        let mut builder = StringBuilder::new();
        builder.push_str("caf");
        builder.push_unit(0xE9);
        assert!(matches!(builder.view(), StrView::Latin1(b"caf\xE9")));
        builder.push_code_point(0x1F600);
        builder.push_latin1(b"!");
        assert_eq!(builder.view().to_rust(), "café\u{1F600}!");
        builder.truncate(4);
        assert_eq!(builder.len(), 4);
    }

    #[test]
    fn what_does_not_fit_is_refused_not_kept() {
        let mut builder = StringBuilder::with_capacity(4);
        builder.too_long = true;
        builder.push_str("more");
        assert!(builder.is_empty() && builder.is_too_long());
    }
}
