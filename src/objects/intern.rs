//! The table of interned strings: one string for each text that is a property key.
//!
//! The table is a heap object with weak entries: a string that nothing else holds leaves it at the next full collection.
//! Word 1 counts entries ever written (raw); words 2.. are strings, undefined where one died, the hole where free.

use super::name::Name;
use super::roots::Root;
use super::string::{self, JsString, StrView};
use crate::heap::layout::Visitor;
use crate::heap::{Cx, Gc, Handle, Space, Val};
use crate::scope;

heap_object! {
    /// See the module's header.
    pub StringTable = StringTable, "(string table)" { default_space: Space::Old, visitor: Visitor::WeakTail } [2] {}
}

const FIRST: usize = StringTable::WORDS;
const INITIAL: usize = 1024;

impl StringTable {
    pub fn new<'s>(cx: &mut Cx<'s>, capacity: usize) -> Handle<'s, StringTable> {
        debug_assert!(capacity.is_power_of_two());
        let table: Handle<'s, StringTable> = cx.allocate(FIRST + capacity, 0, Space::Old);
        let raw = table.get(cx);
        raw.set_raw_u64(cx, 1, 0);
        for entry in 0..capacity {
            raw.set_word(cx, FIRST + entry, Val::HOLE);
        }
        table
    }
}

impl<'g> Gc<'g, StringTable> {
    fn capacity(self) -> usize {
        self.size_words() - FIRST
    }

    fn used(self) -> usize {
        self.raw_u64(1) as usize
    }

    fn find(self, cx: &Cx<'_>, wanted: Gc<'_, JsString>) -> Option<Gc<'g, JsString>> {
        let mask = self.capacity() - 1;
        let hash = wanted.hash_of_text(cx);
        let mut entry = hash as usize & mask;
        loop {
            let value = self.word(FIRST + entry);
            if value.is_hole() {
                return None;
            }
            if let Some(string) = value.cast::<JsString>()
                && string.hash_of_text(cx) == hash
                && string::equals(cx, string, wanted)
            {
                return Some(string);
            }
            entry = (entry + 1) & mask;
        }
    }

    /// The interned string with the text of `view`.
    fn find_text(self, cx: &Cx<'_>, view: StrView<'_>) -> Option<Gc<'g, JsString>> {
        let mask = self.capacity() - 1;
        let hash = string::hash_of_view(view);
        let mut entry = hash as usize & mask;
        loop {
            let value = self.word(FIRST + entry);
            if value.is_hole() {
                return None;
            }
            if let Some(string) = value.cast::<JsString>()
                && string.hash_of_text(cx) == hash
                && string.flat_view().is_some_and(|known| string::same_units(known, view))
            {
                return Some(string);
            }
            entry = (entry + 1) & mask;
        }
    }

    fn insert(self, cx: &Cx<'_>, string: Gc<'_, JsString>) {
        let mask = self.capacity() - 1;
        let mut entry = string.hash_of_text(cx) as usize & mask;
        while !self.word(FIRST + entry).is_hole() {
            entry = (entry + 1) & mask;
        }
        self.set_word(cx, FIRST + entry, string.val());
        self.set_raw_u64(cx, 1, self.used() as u64 + 1);
    }
}

impl<'s> Cx<'s> {
    /// The interned string with the text of `string`.
    pub fn intern(&mut self, string: Handle<'_, JsString>) -> Handle<'s, Name> {
        if string.get(self).is_interned() {
            return string.get(self).upcast().must::<Name>().root(self);
        }
        let table = self.root(Root::StringTable).must::<StringTable>();
        if let Some(known) = table.find(self, string.get(self)) {
            return known.upcast().must::<Name>().root(self);
        }
        let result = string.get(self).root(self);
        let cx = self;
        scope!(cx);
        let flat = string::own_flat(cx, result);
        result.set(cx, flat.val(cx));
        let table = room_for_one(cx);
        flat.get(cx).mark_interned(cx);
        table.get(cx).insert(cx, flat.get(cx));
        result.any().must(cx)
    }

    /// The interned string with the text of units `from .. to` of a flat string; makes a string only if there is none.
    pub fn intern_range(&mut self, flat: Handle<'_, JsString>, from: usize, to: usize) -> Handle<'s, Name> {
        let view = flat.get(self).flat_view().expect("the caller flattened the string").slice(from, to);
        let table = self.root(Root::StringTable).must::<StringTable>();
        if let Some(known) = table.find_text(self, view) {
            return known.upcast().must::<Name>().root(self);
        }
        let text = string::copied_range(self, flat, from, to);
        self.intern(text)
    }

    /// The interned string with this text.
    pub fn intern_str(&mut self, text: &str) -> Handle<'s, Name> {
        let table = self.root(Root::StringTable).must::<StringTable>();
        if text.is_ascii()
            && let Some(known) = table.find_text(self, StrView::Latin1(text.as_bytes()))
        {
            return known.upcast().must::<Name>().root(self);
        }
        let string = self.string(text);
        self.intern(string)
    }
}

/// The table, grown (and rid of the dead) if it is more than half full.
fn room_for_one<'s>(cx: &mut Cx<'s>) -> Handle<'s, StringTable> {
    let old: Handle<'s, StringTable> = cx.root(Root::StringTable).must::<StringTable>().root(cx);
    if old.get(cx).used() * 2 < old.get(cx).capacity() {
        return old;
    }
    let is_live = |table: Gc<'_, StringTable>, entry| table.word(FIRST + entry).is_heap();
    let capacity = old.get(cx).capacity();
    let live = (0..capacity).filter(|&entry| is_live(old.get(cx), entry)).count();
    let new = StringTable::new(cx, (live * 4).next_power_of_two().max(INITIAL));
    let (from, to) = (old.get(cx), new.get(cx));
    for string in (0..capacity).filter_map(|entry| from.word(FIRST + entry).cast::<JsString>()) {
        to.insert(cx, string);
    }
    cx.set_root_value(Root::StringTable, new.any());
    new
}

/// Makes the empty table.
pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    let table = StringTable::new(cx, INITIAL);
    cx.set_root_value(Root::StringTable, table.any());
}
