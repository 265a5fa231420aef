//! Dictionaries: insertion-ordered hash tables from property keys to values, for objects that left the fast mode, for
//! sparse elements (keys are numbers) and for the engine's own registries.
//!
//! ```text
//! word 1   used:32 | live:32                         (raw; entries written, entries not deleted)
//! word 2   hash index: a ByteArray of entry numbers + 1; undefined in small dictionaries, which are searched in order
//! word 3.. triples (key, value, details as a Smi); a deleted entry has the hole for key
//! ```

use super::descriptors::Attributes;
use super::fixed::ByteArray;
use super::name::Name;
use crate::heap::{Cx, Gc, Handle, Space, Val};
use crate::value::Value;

heap_object! {
    /// See the module's header.
    pub PropertyDictionary = PropertyDictionary, "(property dictionary)" {} [2] {
        2: index, set_index;
    }
}

const FIRST_ENTRY: usize = PropertyDictionary::WORDS;
const ENTRY_WORDS: usize = 3;
const INITIAL_CAPACITY: usize = 4;
/// Dictionaries with room for no more than these have no hash index: comparing as many words is as quick, and an object
/// that loses a property takes a sixth less.
const UNINDEXED_CAPACITY: usize = 8;
const EMPTY: u32 = 0;

impl PropertyDictionary {
    pub fn new<'s>(cx: &mut Cx<'s>, capacity: usize) -> Handle<'s, PropertyDictionary> {
        let capacity = capacity.max(INITIAL_CAPACITY);
        let dictionary: Handle<'s, Self> = cx.allocate(FIRST_ENTRY + ENTRY_WORDS * capacity, 0, Space::New);
        dictionary.get(cx).set_raw_u64(cx, 1, 0);
        if capacity <= UNINDEXED_CAPACITY {
            return dictionary;
        }
        crate::scope!(cx);
        let index = ByteArray::new_u32(cx, (capacity + capacity / 2).next_power_of_two(), Space::New);
        dictionary.get(cx).set_index(cx, index.val(cx));
        dictionary
    }

    /// Adds `key`, which is not there. Gives the dictionary that has it: a larger one when this was full.
    pub fn add<'s>(
        cx: &mut Cx<'s>,
        dictionary: Handle<'s, PropertyDictionary>,
        key: Handle<'_>,
        value: Handle<'_>,
        attributes: Attributes,
    ) -> Handle<'s, PropertyDictionary> {
        debug_assert!(dictionary.get(cx).find(key.val(cx)).is_none());
        let raw = dictionary.get(cx);
        let target = if raw.used() < raw.capacity() { dictionary } else { PropertyDictionary::rehash(cx, dictionary) };
        let raw = target.get(cx);
        raw.append(cx, key.val(cx), value.val(cx), attributes);
        target
    }

    /// A copy without deleted entries and with room for more.
    fn rehash<'s>(cx: &mut Cx<'s>, from: Handle<'_, PropertyDictionary>) -> Handle<'s, PropertyDictionary> {
        let live = from.get(cx).live();
        let to = PropertyDictionary::new(cx, live + live / 2 + INITIAL_CAPACITY);
        let (old, new) = (from.get(cx), to.get(cx));
        for entry in old.entries() {
            new.append(cx, old.key_at(entry), old.value_at(entry), old.attributes_at(entry));
        }
        to
    }
}

impl<'g> Gc<'g, PropertyDictionary> {
    #[inline]
    fn used(self) -> usize {
        self.raw_u64(1) as u32 as usize
    }

    /// How many properties it has.
    #[inline]
    pub fn live(self) -> usize {
        (self.raw_u64(1) >> 32) as usize
    }

    fn set_counts(self, cx: &Cx<'_>, used: usize, live: usize) {
        self.set_raw_u64(cx, 1, used as u64 | (live as u64) << 32);
    }

    fn capacity(self) -> usize {
        (self.size_words() - FIRST_ENTRY) / ENTRY_WORDS
    }

    fn word_of(self, entry: usize) -> usize {
        debug_assert!(entry < self.capacity());
        FIRST_ENTRY + ENTRY_WORDS * entry
    }

    #[inline]
    pub fn key_at(self, entry: usize) -> Val<'g> {
        self.word(self.word_of(entry))
    }

    #[inline]
    pub fn value_at(self, entry: usize) -> Val<'g> {
        self.word(self.word_of(entry) + 1)
    }

    #[inline]
    pub fn set_value_at(self, cx: &Cx<'_>, entry: usize, value: Val<'_>) {
        self.set_word(cx, self.word_of(entry) + 1, value)
    }

    #[inline]
    pub fn attributes_at(self, entry: usize) -> Attributes {
        Attributes::from_bits_retain(self.word(self.word_of(entry) + 2).value().as_int() as u8)
    }

    pub fn set_attributes_at(self, cx: &Cx<'_>, entry: usize, attributes: Attributes) {
        self.set_word(cx, self.word_of(entry) + 2, Val::int(attributes.bits() as i32))
    }

    /// The live entries, in order of insertion.
    pub fn entries(self) -> impl Iterator<Item = usize> + use<'g> {
        (0..self.used()).filter(move |&entry| !self.key_at(entry).is_hole())
    }

    /// The entry of `key` (a name, or a number that is an array index).
    pub fn find(self, key: Val<'_>) -> Option<usize> {
        let Some(index) = self.hash_index() else {
            return (0..self.used()).find(|&entry| self.key_at(entry).value() == key.value());
        };
        let mask = index.u32_len() - 1;
        let mut bucket = hash_of(key) as usize & mask;
        loop {
            let entry = index.u32_at(bucket);
            if entry == EMPTY {
                return None;
            }
            if self.key_at(entry as usize - 1).value() == key.value() {
                return Some(entry as usize - 1);
            }
            bucket = (bucket + 1) & mask;
        }
    }

    fn hash_index(self) -> Option<Gc<'g, ByteArray>> {
        self.index().cast()
    }

    fn append(self, cx: &Cx<'_>, key: Val<'_>, value: Val<'_>, attributes: Attributes) {
        let entry = self.used();
        let word = self.word_of(entry);
        self.set_word(cx, word, key);
        self.set_value_at(cx, entry, value);
        self.set_attributes_at(cx, entry, attributes);
        self.set_counts(cx, entry + 1, self.live() + 1);
        let Some(index) = self.hash_index() else { return };
        let mask = index.u32_len() - 1;
        let mut bucket = hash_of(key) as usize & mask;
        while index.u32_at(bucket) != EMPTY {
            bucket = (bucket + 1) & mask;
        }
        index.set_u32(cx, bucket, entry as u32 + 1);
    }

    /// Deletes an entry: its key becomes the hole, its place in the index stays until the next rehash.
    pub fn remove(self, cx: &Cx<'_>, entry: usize) {
        self.set_word(cx, self.word_of(entry), Val::HOLE);
        self.set_value_at(cx, entry, Val::UNDEFINED);
        self.set_counts(cx, self.used(), self.live() - 1);
    }
}

fn hash_of(key: Val<'_>) -> u32 {
    match key.cast::<Name>() {
        Some(name) => name.hash(),
        None => hash_of_number(key.value()),
    }
}

/// Spreads a number's bits (Fibonacci hashing, Knuth 6.4).
fn hash_of_number(value: Value) -> u32 {
    (value.bits().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}
