//! Strings: flat ones of one or two bytes a unit, ropes, and slices.
//!
//! ```text
//! word 1   length:32 | hash:32          (raw; hash 0: not computed)
//! flat     the units from word 2        Cons  2: first, 3: second        Sliced  2: offset (raw), 3: parent (flat)
//! ```
//!
//! Invariants: a flat string that can hold its units in one byte each does; a slice's parent is flat; a rope with a part of
//! two bytes a unit has the flag [`WIDE`]; an empty string is the one in the roots, a one-character Latin-1 string is one
//! of the table's.

use std::cmp::Ordering;

use super::kinds::{Kind, LAST_STRING};
use super::roots::Root;
use super::string_view::TextHash;
use crate::base::number::with_text;
use crate::bytecode::template::Text;
use crate::heap::layout::NO_TAGGED;
use crate::heap::{Cx, Gc, Handle, HeapType, Space, Val};
use crate::scope;

pub use super::string_view::{StrView, hash_of_view, same_units};

heap_object! {
    /// One byte per unit.
    pub SeqOneByte = SeqOneByte, "string" { first_tagged: NO_TAGGED } [2] {}
    /// Two bytes per unit.
    pub SeqTwoByte = SeqTwoByte, "string" { first_tagged: NO_TAGGED } [2] {}
    /// The concatenation of two strings, not built yet.
    pub Cons = Cons, "concatenated string" {} [2] {
        2: first, set_first;
        3: second, set_second;
    }
    /// Part of a flat string.
    pub Sliced = Sliced, "sliced string" {} [3] {
        3: parent, set_parent;
    }
}

/// A string of any representation.
pub enum JsString {}

impl HeapType for JsString {
    const KIND: u8 = Kind::SeqOneByte as u8;

    fn is_kind(kind: u8) -> bool {
        kind != 0 && kind <= LAST_STRING
    }
}

/// The longest string, in units: V8's.
pub const MAX_LENGTH: usize = 536_870_888;
/// From this length on a concatenation is a rope and a substring a slice.
pub const MIN_INDIRECT: usize = 13;
/// Up to this length several pieces are copied rather than made a rope.
const MAX_COPIED: usize = 128;
/// Byte of a flat string's first unit.
pub const UNITS: usize = 16;
/// Header flag: the string is the one of its text in the table of interned strings.
pub const INTERNED: u8 = 1 << 2;
/// Header flags: whether all units are ASCII, once that was asked.
const ASCII: u8 = 1 << 3;
const NOT_ASCII: u8 = 1 << 4;
/// Header flag of ropes: a part has two bytes a unit.
pub const WIDE: u8 = 1 << 5;

/// A result that would be longer than [`MAX_LENGTH`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StringTooLong;

impl<'g> Gc<'g, JsString> {
    /// Length in UTF-16 units.
    #[inline]
    pub fn len(self) -> u32 {
        self.raw_u32(2)
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    #[inline]
    fn is_of(self, kind: Kind) -> bool {
        self.kind() == kind as u8
    }

    /// Are all units known to fit one byte? A rope or slice answers for what it is made of.
    #[inline]
    pub fn is_one_byte(self) -> bool {
        match self.flat_view() {
            Some(view) => matches!(view, StrView::Latin1(_)),
            None => self.flags() & WIDE == 0,
        }
    }

    fn halves(self) -> [Gc<'g, JsString>; 2] {
        let cons: Gc<'g, Cons> = self.upcast().must();
        [cons.second().must(), cons.first().must()]
    }

    /// The units, if the string is flat (or a slice of, or a rope around, a flat one).
    #[inline]
    pub fn flat_view(self) -> Option<StrView<'g>> {
        if self.is_of(Kind::SeqOneByte) {
            return Some(StrView::Latin1(self.bytes(UNITS, self.len() as usize)));
        }
        self.indirect_view()
    }

    #[inline(never)]
    fn indirect_view(self) -> Option<StrView<'g>> {
        let (mut string, length) = (self, self.len() as usize);
        let mut offset = 0;
        loop {
            if string.is_of(Kind::SeqOneByte) {
                return Some(StrView::Latin1(string.bytes(UNITS + offset, length)));
            }
            if string.is_of(Kind::SeqTwoByte) {
                return Some(StrView::Utf16(string.u16s(UNITS + 2 * offset, length)));
            }
            if string.is_of(Kind::Sliced) {
                let sliced: Gc<'g, Sliced> = string.upcast().must();
                offset += sliced.raw_u64(2) as usize;
                string = sliced.parent().must();
                continue;
            }
            let [second, first] = string.halves();
            if !second.is_empty() {
                return None;
            }
            string = first;
        }
    }

    /// Calls `visit` with each flat piece, from left to right.
    #[inline]
    pub fn for_each_piece(self, mut visit: impl FnMut(StrView<'g>)) {
        if let Some(view) = self.flat_view() {
            return visit(view);
        }
        let mut pending = vec![self];
        while let Some(string) = pending.pop() {
            match string.flat_view() {
                Some(view) => visit(view),
                None => pending.extend(string.halves()),
            }
        }
    }

    /// Unit `index`, which is below the length.
    pub fn char_at(self, _cx: &Cx<'_>, index: usize) -> u16 {
        let (mut string, mut index) = (self, index);
        loop {
            if let Some(view) = string.flat_view() {
                return view.at(index);
            }
            let [second, first] = string.halves();
            let split = first.len() as usize;
            if index < split {
                string = first;
            } else {
                (string, index) = (second, index - split);
            }
        }
    }

    /// The text, if the string is flat and ASCII; the answer is kept with the string, so that asking again costs nothing.
    pub fn ascii_text(self, cx: &Cx<'_>) -> Option<&'g str> {
        let StrView::Latin1(units) = self.flat_view()? else { return None };
        if self.flags() & (ASCII | NOT_ASCII) == 0 {
            let answer = if units.is_ascii() { ASCII } else { NOT_ASCII };
            self.set_flags(cx, self.flags() | answer);
        }
        // SAFETY: ASCII text is UTF-8; a string's units never change, so the flag stays true.
        #[allow(unsafe_code, reason = "trusts the flag")]
        (self.flags() & ASCII != 0).then(|| unsafe { std::str::from_utf8_unchecked(units) })
    }

    /// As Rust text; lone surrogates become U+FFFD.
    pub fn to_rust(self, _cx: &Cx<'_>) -> String {
        match self.flat_view() {
            Some(view) => view.to_rust(),
            None => String::from_utf16_lossy(&self.to_utf16()),
        }
    }

    pub fn to_utf16(self) -> Vec<u16> {
        let mut units = Vec::with_capacity(self.len() as usize);
        self.for_each_piece(|piece| units.extend(piece.units()));
        units
    }

    pub fn to_text(self) -> Text {
        let units = self.to_utf16();
        match units.iter().map(|&unit| u8::try_from(unit).ok()).collect::<Option<Vec<u8>>>() {
            Some(bytes) => Text::Latin1(bytes.into()),
            None => Text::Utf16(units.into()),
        }
    }

    /// The hash of the text, never 0; kept with the string.
    pub fn hash_of_text(self, cx: &Cx<'_>) -> u32 {
        let known = self.raw_u32(3);
        if known != 0 {
            return known;
        }
        let mut hash = TextHash::new();
        self.for_each_piece(|piece| hash.add(piece));
        let hash = hash.finish();
        self.set_raw_u32(cx, 3, hash);
        hash
    }

    pub fn is_interned(self) -> bool {
        self.flags() & INTERNED != 0
    }

    pub(super) fn mark_interned(self, cx: &Cx<'_>) {
        self.set_flags(cx, self.flags() | INTERNED);
    }

    /// The array index the text spells canonically, if it does.
    pub fn as_array_index(self, cx: &Cx<'_>) -> Option<u32> {
        let length = self.len() as usize;
        if length == 0 || length > 10 {
            return None;
        }
        if let StrView::Latin1(units) = self.flat_view()? {
            return array_index(units);
        }
        // A slice of a text of two bytes a unit may still be all digits.
        let mut units = [0; 10];
        for (at, unit) in units[..length].iter_mut().enumerate() {
            *unit = u8::try_from(self.char_at(cx, at)).ok()?;
        }
        array_index(&units[..length])
    }
}

/// The array index that one to ten units spell canonically.
fn array_index(units: &[u8]) -> Option<u32> {
    if units[0] == b'0' {
        return (units.len() == 1).then_some(0);
    }
    let mut index = 0u64;
    for unit in units {
        if !unit.is_ascii_digit() {
            return None;
        }
        index = index * 10 + (unit - b'0') as u64;
    }
    u32::try_from(index).ok().filter(|&index| index <= super::name::MAX_INDEX)
}

impl<'s> Cx<'s> {
    /// The string with this text.
    pub fn string(&mut self, text: &str) -> Handle<'s, JsString> {
        if text.is_ascii() {
            return self.string_latin1(text.as_bytes());
        }
        let units: Vec<u16> = text.encode_utf16().collect();
        self.string_utf16(&units)
    }

    /// The string with these units, one byte each.
    pub fn string_latin1(&mut self, units: &[u8]) -> Handle<'s, JsString> {
        match units {
            [] => self.empty_string(),
            [unit] => self.string_from_unit(*unit as u16),
            _ => self.new_one_byte(units),
        }
    }

    fn new_one_byte(&mut self, units: &[u8]) -> Handle<'s, JsString> {
        let string = self.unfilled_one_byte(units.len());
        string.get(self).write_bytes(self, UNITS, units);
        string.any().must(self)
    }

    /// A string of `length` units, which the caller writes before anyone reads them.
    fn unfilled_one_byte(&mut self, length: usize) -> Handle<'s, SeqOneByte> {
        let string: Handle<'s, SeqOneByte> = self.allocate_unfilled(2 + length.div_ceil(8), Space::New);
        string.get(self).set_raw_u64(self, 1, length as u64);
        string
    }

    /// The string with these UTF-16 units.
    pub fn string_utf16(&mut self, units: &[u16]) -> Handle<'s, JsString> {
        if units.iter().all(|&unit| unit < 256) {
            let bytes: Vec<u8> = units.iter().map(|&unit| unit as u8).collect();
            return self.string_latin1(&bytes);
        }
        let string: Handle<'s, SeqTwoByte> = self.allocate(2 + units.len().div_ceil(4), 0, Space::New);
        let raw = string.get(self);
        raw.set_raw_u64(self, 1, units.len() as u64);
        raw.write_u16s(self, UNITS, units);
        string.any().must(self)
    }

    pub fn string_from_text(&mut self, text: &Text) -> Handle<'s, JsString> {
        match text {
            Text::Latin1(units) => self.string_latin1(units),
            Text::Utf16(units) => self.string_utf16(units),
        }
    }

    /// The one-unit string.
    pub fn string_from_unit(&mut self, unit: u16) -> Handle<'s, JsString> {
        if unit >= 256 {
            return self.string_utf16(&[unit]);
        }
        match self.root(Root::SingleCharacterStrings).cast::<super::fixed::FixedArray>() {
            Some(table) => table.at(unit as usize).must::<JsString>().root(self),
            None => self.new_one_byte(&[unit as u8]),
        }
    }

    pub fn string_from_index(&mut self, index: u32) -> Handle<'s, JsString> {
        self.string_from_number(index as f64)
    }

    /// Number::toString (ECMA-262, 6.1.6.1.20), radix 10.
    pub fn string_from_number(&mut self, number: f64) -> Handle<'s, JsString> {
        with_text(number, |text| self.string_latin1(text.as_bytes()))
    }

    pub fn empty_string(&mut self) -> Handle<'s, JsString> {
        match self.root(Root::EmptyString).cast::<JsString>() {
            Some(empty) => empty.root(self),
            None => self.new_one_byte(&[]),
        }
    }
}

/// A flat string with the same text: `string` itself unless it is a rope, which then is a rope around the result.
#[inline]
pub fn flatten<'s>(cx: &mut Cx<'s>, string: Handle<'s, JsString>) -> Handle<'s, JsString> {
    if !string.get(cx).is_of(Kind::Cons) {
        return string;
    }
    match string.get(cx).flat_view() {
        Some(_) => innermost_flat(string.get(cx)).root(cx),
        None => flatten_rope(cx, string),
    }
}

#[inline(never)]
fn flatten_rope<'s>(cx: &mut Cx<'s>, string: Handle<'_, JsString>) -> Handle<'s, JsString> {
    let flat = match string.get(cx).is_one_byte() {
        true => flatten_one_byte(cx, string),
        false => {
            let units = string.get(cx).to_utf16();
            cx.string_utf16(&units)
        }
    };
    let empty = cx.empty_string();
    let cons: Gc<'_, Cons> = string.get(cx).upcast().must();
    cons.set_first(cx, flat.val(cx));
    cons.set_second(cx, empty.val(cx));
    flat
}

fn flatten_one_byte<'s>(cx: &mut Cx<'s>, string: Handle<'_, JsString>) -> Handle<'s, JsString> {
    let length = string.get(cx).len() as usize;
    let flat = cx.unfilled_one_byte(length);
    write_one_byte(cx, string.get(cx), flat.get(cx), UNITS);
    flat.any().must(cx)
}

/// Writes the units of `string`, none of which is wide, to the bytes of `target` from `at` on. Only the shorter half of a
/// rope costs a call, so that the depth is logarithmic whatever the rope leans to.
fn write_one_byte(cx: &Cx<'_>, string: Gc<'_, JsString>, target: Gc<'_, SeqOneByte>, at: usize) {
    let (mut string, mut at) = (string, at);
    loop {
        if let Some(view) = string.flat_view() {
            return match view {
                StrView::Latin1(units) => target.write_bytes(cx, at, units),
                StrView::Utf16(_) => unreachable!("a rope with a wide part is flagged"),
            };
        }
        let [second, first] = string.halves();
        let left = first.len() as usize;
        if left < second.len() as usize {
            write_one_byte(cx, first, target, at);
            (string, at) = (second, at + left);
        } else {
            write_one_byte(cx, second, target, at + left);
            string = first;
        }
    }
}

/// A flat string with the same text that keeps no other string alive.
pub fn own_flat<'s>(cx: &mut Cx<'s>, string: Handle<'s, JsString>) -> Handle<'s, JsString> {
    let flat = flatten(cx, string);
    if !flat.get(cx).is_of(Kind::Sliced) {
        return flat;
    }
    let length = flat.get(cx).len() as usize;
    copied_range(cx, flat, 0, length)
}

/// Calls `read` with the units of `string`, flattened first.
#[inline]
pub fn with_flat<R>(cx: &mut Cx<'_>, string: Handle<'_, JsString>, read: impl FnOnce(StrView<'_>) -> R) -> R {
    if let Some(view) = string.get(cx).flat_view() {
        return read(view);
    }
    ensure_flat(cx, string);
    read(string.get(cx).flat_view().expect("a flattened rope is flat"))
}

/// Makes `string` one that has a [flat view](Gc::flat_view).
#[inline]
pub fn ensure_flat(cx: &mut Cx<'_>, string: Handle<'_, JsString>) {
    if string.get(cx).flat_view().is_none() {
        scope!(cx);
        flatten_rope(cx, string);
    }
}

/// `first + second`.
pub fn concat<'s>(
    cx: &mut Cx<'s>,
    first: Handle<'_, JsString>,
    second: Handle<'_, JsString>,
) -> Result<Handle<'s, JsString>, StringTooLong> {
    let (left, right) = (first.get(cx).len() as usize, second.get(cx).len() as usize);
    let length = left + right;
    if left == 0 {
        return Ok(second.get(cx).root(cx));
    }
    if right == 0 {
        return Ok(first.get(cx).root(cx));
    }
    if length > MAX_LENGTH {
        return Err(StringTooLong);
    }
    if length < MIN_INDIRECT {
        return Ok(concat_short(cx, first, second));
    }
    let cons: Handle<'s, Cons> = cx.allocate(Cons::WORDS, 0, Space::New);
    let raw = cons.get(cx);
    raw.set_raw_u64(cx, 1, length as u64);
    raw.set_first(cx, first.val(cx));
    raw.set_second(cx, second.val(cx));
    if !(first.get(cx).is_one_byte() && second.get(cx).is_one_byte()) {
        raw.set_flags(cx, WIDE);
    }
    Ok(cons.any().must(cx))
}

/// All `pieces`, strings, in order; short ones are copied to a flat string at once.
pub fn concat_all<'s>(
    cx: &mut Cx<'s>,
    pieces: impl Iterator<Item = Handle<'s>> + Clone,
) -> Result<Handle<'s, JsString>, StringTooLong> {
    let text = |cx: &Cx<'s>, piece: Handle<'s>| piece.must::<JsString>(cx);
    let total: usize = pieces.clone().map(|piece| text(cx, piece).get(cx).len() as usize).sum();
    let is_narrow = |piece| text(cx, piece).get(cx).is_one_byte();
    if (2..=MAX_COPIED).contains(&total) && pieces.clone().all(is_narrow) {
        let joined = cx.unfilled_one_byte(total);
        let mut at = UNITS;
        for piece in pieces.map(|piece| text(cx, piece)) {
            write_one_byte(cx, piece.get(cx), joined.get(cx), at);
            at += piece.get(cx).len() as usize;
        }
        return Ok(joined.any().must(cx));
    }
    let joined = cx.empty_string();
    for piece in pieces {
        scope!(cx);
        let longer = concat(cx, joined, piece.must(cx))?;
        joined.set(cx, longer.val(cx));
    }
    Ok(joined)
}

/// `string` and the text of `number`, in this order or, if `number_first`, the other.
pub fn concat_number<'s>(
    cx: &mut Cx<'s>,
    string: Handle<'_, JsString>,
    number: f64,
    number_first: bool,
) -> Result<Handle<'s, JsString>, StringTooLong> {
    let length = string.get(cx).len() as usize;
    with_text(number, |text| {
        let digits = text.as_bytes();
        let total = length + digits.len();
        if length == 0 || total >= MIN_INDIRECT || !string.get(cx).is_of(Kind::SeqOneByte) {
            let text = cx.string_latin1(digits);
            return if number_first { concat(cx, text, string) } else { concat(cx, string, text) };
        }
        let joined = cx.unfilled_one_byte(total);
        let (raw, own) = (joined.get(cx), string.get(cx).bytes(UNITS, length));
        let (first, second) = if number_first { (digits, own) } else { (own, digits) };
        raw.write_bytes(cx, UNITS, first);
        raw.write_bytes(cx, UNITS + first.len(), second);
        Ok(joined.any().must(cx))
    })
}

fn concat_short<'s>(
    cx: &mut Cx<'s>,
    first: Handle<'_, JsString>,
    second: Handle<'_, JsString>,
) -> Handle<'s, JsString> {
    let (left, right) = (first.get(cx).len() as usize, second.get(cx).len() as usize);
    if first.get(cx).is_one_byte() && second.get(cx).is_one_byte() {
        let joined = cx.unfilled_one_byte(left + right);
        write_one_byte(cx, first.get(cx), joined.get(cx), UNITS);
        write_one_byte(cx, second.get(cx), joined.get(cx), UNITS + left);
        return joined.any().must(cx);
    }
    let mut units = [0u16; MIN_INDIRECT];
    let pieces = first.get(cx).to_utf16().into_iter().chain(second.get(cx).to_utf16());
    for (slot, unit) in units.iter_mut().zip(pieces) {
        *slot = unit;
    }
    cx.string_utf16(&units[..left + right])
}

/// Units `from .. to` of `string`, with `from <= to <= length`.
#[inline]
pub fn substring<'s>(cx: &mut Cx<'s>, string: Handle<'_, JsString>, from: usize, to: usize) -> Handle<'s, JsString> {
    let length = to - from;
    if length == string.get(cx).len() as usize {
        return string.get(cx).root(cx);
    }
    if length < MIN_INDIRECT {
        ensure_flat(cx, string);
        return copied_range(cx, string, from, to);
    }
    slice(cx, string, from, length)
}

/// A slice of `length` units from `from` on.
fn slice<'s>(cx: &mut Cx<'s>, string: Handle<'_, JsString>, from: usize, length: usize) -> Handle<'s, JsString> {
    let own = string.get(cx).root(cx);
    let (parent, start) = whole_of(cx, own);
    let offset = start + from;
    let sliced: Handle<'s, Sliced> = cx.allocate(Sliced::WORDS, 0, Space::New);
    let raw = sliced.get(cx);
    raw.set_raw_u64(cx, 1, length as u64);
    raw.set_raw_u64(cx, 2, offset as u64);
    raw.set_parent(cx, parent.val(cx));
    sliced.any().must(cx)
}

/// The flat string that is no slice of another in which the units of `string` stand, and where they start.
pub fn whole_of<'s>(cx: &mut Cx<'s>, string: Handle<'s, JsString>) -> (Handle<'s, JsString>, usize) {
    let flat = flatten(cx, string);
    match flat.get(cx).upcast().cast::<Sliced>() {
        Some(sliced) => (sliced.parent().must::<JsString>().root(cx), sliced.raw_u64(2) as usize),
        None => (flat, 0),
    }
}

/// The flat string inside a flattened rope.
fn innermost_flat(string: Gc<'_, JsString>) -> Gc<'_, JsString> {
    let mut string = string;
    while string.is_of(Kind::Cons) {
        string = string.halves()[1];
    }
    string
}

/// Units `from .. to` of a flat string as a flat string of their own, which does not keep the whole alive.
pub fn copied_range<'s>(cx: &mut Cx<'s>, flat: Handle<'_, JsString>, from: usize, to: usize) -> Handle<'s, JsString> {
    let view = flat.get(cx).flat_view().expect("the caller flattened the string").slice(from, to);
    match view {
        StrView::Utf16(units) => {
            let units = units.to_vec();
            cx.string_utf16(&units)
        }
        StrView::Latin1([]) => cx.empty_string(),
        StrView::Latin1(&[unit]) => cx.string_from_unit(unit as u16),
        StrView::Latin1(_) => {
            let string = cx.unfilled_one_byte(to - from);
            let raw = string.get(cx);
            if let Some(StrView::Latin1(units)) = flat.get(cx).flat_view() {
                raw.write_bytes(cx, UNITS, &units[from..to]);
            }
            string.any().must(cx)
        }
    }
}

/// A copy of `flat`, a string of one byte a unit, with its units changed.
pub fn changed_copy<'s>(
    cx: &mut Cx<'s>,
    flat: Handle<'_, JsString>,
    change: impl FnOnce(&mut [u8]),
) -> Handle<'s, JsString> {
    let length = flat.get(cx).len() as usize;
    if let Some(StrView::Latin1(&[mut unit])) = flat.get(cx).flat_view() {
        change(std::slice::from_mut(&mut unit));
        return cx.string_from_unit(unit as u16);
    }
    let copy = cx.unfilled_one_byte(length);
    write_one_byte(cx, flat.get(cx), copy.get(cx), UNITS);
    copy.bytes_mut_with(cx, UNITS, length, change);
    copy.any().must(cx)
}

/// Do the strings have the same text?
pub fn equals(cx: &Cx<'_>, left: Gc<'_, JsString>, right: Gc<'_, JsString>) -> bool {
    if left.val().is_same_word(right.val()) {
        return true;
    }
    if left.len() != right.len() || left.is_interned() && right.is_interned() {
        return false;
    }
    match (left.flat_view(), right.flat_view()) {
        (Some(left), Some(right)) => same_units(left, right),
        _ => compare(cx, left, right) == Ordering::Equal,
    }
}

/// Order by UTF-16 units.
pub fn compare(_cx: &Cx<'_>, left: Gc<'_, JsString>, right: Gc<'_, JsString>) -> Ordering {
    match (left.flat_view(), right.flat_view()) {
        (Some(StrView::Latin1(left)), Some(StrView::Latin1(right))) => left.cmp(right),
        (Some(left), Some(right)) => left.units().cmp(right.units()),
        _ => left.to_utf16().cmp(&right.to_utf16()),
    }
}

/// A value that is a string, for messages and tests.
pub fn text_of(cx: &Cx<'_>, value: Val<'_>) -> Option<String> {
    value.cast::<JsString>().map(|string| string.to_rust(cx))
}
