//! Regular expressions: the object, and the owner of its compiled program.
#![allow(unsafe_code)] // the program behind its owner

use super::fixed::{ByteArray, FixedArray};
use super::roots::Root;
use super::string::{self, JsString, StrView};
use crate::base::regexp::{Captures, Program, RegExpFlags, Subject};
use crate::heap::layout::NO_TAGGED;
use crate::heap::{Cx, Gc, Handle, Space};
use crate::scope;

heap_object! {
    /// Owner of a compiled program: word 1 is a boxed [`Program`] (raw, freed by the finalizer).
    pub RegExpProgram = RegExpProgram, "(regexp program)" { first_tagged: NO_TAGGED, finalizer: Some(free_program) } [2] {}
}

js_object! {
    pub JsRegExp = RegExp, "RegExp" {
        /// The pattern, a string.
        2: source, set_source;
        /// [`RegExpFlags`], a Smi.
        3: flags_word, set_flags_word;
        /// A [`RegExpProgram`].
        4: program, set_program;
        /// The property `lastIndex`: slot 0 of [`Root::RegExpMap`].
        5: last_index, set_last_index;
    }
}

fn free_program(external: u64) -> usize {
    // SAFETY: word 1 is the box that `RegExpProgram::new` leaked, and its only owner died.
    let program = unsafe { Box::from_raw(external as usize as *mut Program) };
    program.bytes()
}

impl RegExpProgram {
    pub fn new<'s>(cx: &mut Cx<'s>, program: Program) -> Handle<'s, RegExpProgram> {
        let bytes = program.bytes() as i64;
        let owner: Handle<'s, RegExpProgram> = cx.allocate(RegExpProgram::WORDS, 0, Space::New);
        owner.get(cx).set_raw_u64(cx, 1, Box::into_raw(Box::new(program)) as usize as u64);
        cx.adjust_external_memory(bytes);
        owner
    }
}

impl<'g> Gc<'g, RegExpProgram> {
    /// The program, alive as long as its owner.
    fn compiled(self) -> &'g Program {
        // SAFETY: word 1 holds the box until the owner dies, and the owner lives for 'g; nothing writes to a program.
        unsafe { &*(self.raw_u64(1) as usize as *const Program) }
    }
}

impl Gc<'_, JsRegExp> {
    pub fn regexp_flags(self) -> RegExpFlags {
        RegExpFlags::from_bits_retain(self.flags_word().value().as_int() as u8)
    }
}

/// The first match of `regexp` in `subject` at or after unit `start` (at it, if sticky). The units are read in place,
/// Latin-1 ones that are not ASCII from a wide copy ([`Root::RegExpWideSubject`]).
pub fn find(
    cx: &mut Cx<'_>,
    regexp: Handle<'_, JsRegExp>,
    subject: Handle<'_, JsString>,
    start: usize,
) -> Option<Captures> {
    let bytes = program_of(cx, regexp).bytes();
    let found = find_in(cx, regexp, subject, start);
    let grown = program_of(cx, regexp).bytes() - bytes;
    if grown > 0 {
        cx.adjust_external_memory(grown as i64);
    }
    found
}

fn find_in(
    cx: &mut Cx<'_>,
    regexp: Handle<'_, JsRegExp>,
    subject: Handle<'_, JsString>,
    start: usize,
) -> Option<Captures> {
    if let Some(text) = subject.get(cx).ascii_text(cx) {
        return program_of(cx, regexp).find(Subject::Ascii(text), start);
    }
    scope!(cx);
    let own = subject.get(cx).root(cx);
    let flat = string::flatten(cx, own);
    let is_wide = matches!(flat.get(cx).flat_view(), Some(StrView::Utf16(_)));
    if !is_wide && flat.get(cx).ascii_text(cx).is_none() {
        let wide = wide_copy(cx, flat);
        let units = wide.get(cx).u16s(WIDE_UNITS, flat.get(cx).len() as usize);
        return program_of(cx, regexp).find(Subject::Units(units), start);
    }
    let subject = match (flat.get(cx).ascii_text(cx), flat.get(cx).flat_view()) {
        (Some(text), _) => Subject::Ascii(text),
        (None, Some(StrView::Utf16(units))) => Subject::Units(units),
        _ => unreachable!("a flat string is Latin-1 or UTF-16"),
    };
    program_of(cx, regexp).find(subject, start)
}

fn program_of<'g>(cx: &'g Cx<'_>, regexp: Handle<'_, JsRegExp>) -> &'g Program {
    regexp.get(cx).program().must::<RegExpProgram>().compiled()
}

/// Byte of the first unit of a wide copy.
const WIDE_UNITS: usize = 16;

/// The units of Latin-1 string `flat`, two bytes each. The last copy is kept: a search rarely comes alone.
fn wide_copy<'s>(cx: &mut Cx<'s>, flat: Handle<'_, JsString>) -> Handle<'s, ByteArray> {
    if let Some(kept) = cx.root(Root::RegExpWideSubject).cast::<FixedArray>()
        && kept.at(0).is_same_word(flat.val(cx))
    {
        return kept.at(1).must::<ByteArray>().root(cx);
    }
    let copy = ByteArray::new_u32(cx, flat.get(cx).len().div_ceil(2) as usize, Space::New);
    scope!(cx);
    let units = flat.get(cx).to_utf16();
    copy.get(cx).write_u16s(cx, WIDE_UNITS, &units);
    let pair = FixedArray::new(cx, 2);
    pair.get(cx).set(cx, 0, flat.val(cx));
    pair.get(cx).set(cx, 1, copy.val(cx));
    cx.set_root_value(Root::RegExpWideSubject, pair.any());
    copy
}
