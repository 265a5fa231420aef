//! The units of a flat string, read in place, and the hash of a text.
//!
//! Nothing here knows the heap: a view borrows bytes that somebody else keeps in place.

/// A flat string's units.
#[derive(Clone, Copy, Debug)]
pub enum StrView<'a> {
    Latin1(&'a [u8]),
    Utf16(&'a [u16]),
}

impl<'a> StrView<'a> {
    #[inline]
    pub fn len(self) -> usize {
        match self {
            StrView::Latin1(units) => units.len(),
            StrView::Utf16(units) => units.len(),
        }
    }

    #[inline]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    #[inline]
    pub fn at(self, index: usize) -> u16 {
        match self {
            StrView::Latin1(units) => units[index] as u16,
            StrView::Utf16(units) => units[index],
        }
    }

    #[inline]
    pub fn slice(self, from: usize, to: usize) -> StrView<'a> {
        match self {
            StrView::Latin1(units) => StrView::Latin1(&units[from..to]),
            StrView::Utf16(units) => StrView::Utf16(&units[from..to]),
        }
    }

    pub fn units(self) -> impl DoubleEndedIterator<Item = u16> + 'a {
        let (latin1, utf16) = match self {
            StrView::Latin1(units) => (units, &[][..]),
            StrView::Utf16(units) => (&[][..], units),
        };
        latin1.iter().map(|&unit| unit as u16).chain(utf16.iter().copied())
    }

    pub fn to_rust(self) -> String {
        match self {
            StrView::Latin1(units) if units.is_ascii() => String::from_utf8_lossy(units).into_owned(),
            StrView::Latin1(units) => units.iter().map(|&unit| unit as char).collect(),
            StrView::Utf16(units) => String::from_utf16_lossy(units),
        }
    }
}

/// The hash of a text, taken piece by piece.
pub(super) struct TextHash(u32);

impl TextHash {
    pub fn new() -> TextHash {
        TextHash(0x811C_9DC5)
    }

    pub fn add(&mut self, piece: StrView<'_>) {
        match piece {
            StrView::Latin1(units) => units.iter().for_each(|&unit| self.add_unit(unit as u32)),
            StrView::Utf16(units) => units.iter().for_each(|&unit| self.add_unit(unit as u32)),
        }
    }

    #[inline]
    fn add_unit(&mut self, unit: u32) {
        self.0 = (self.0 ^ unit).wrapping_mul(0x0100_0193).rotate_left(5);
    }

    pub fn finish(self) -> u32 {
        (self.0 ^ self.0 >> 15).wrapping_mul(0x85EB_CA6B).max(1)
    }
}

/// The hash that a string with this text has.
pub fn hash_of_view(view: StrView<'_>) -> u32 {
    let mut hash = TextHash::new();
    hash.add(view);
    hash.finish()
}

/// Do the texts have the same units?
pub fn same_units(left: StrView<'_>, right: StrView<'_>) -> bool {
    match (left, right) {
        (StrView::Latin1(left), StrView::Latin1(right)) => left == right,
        (StrView::Utf16(left), StrView::Utf16(right)) => left == right,
        _ => left.units().eq(right.units()),
    }
}
