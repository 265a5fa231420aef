//! The insertion-ordered hash table of Map and Set.
//!
//! ```text
//! word 1   used:28 | deleted:28 | log2 of the capacity:8        (raw; used counts entries written, deleted ones too)
//! word 2   next: the table that took this one's place, if anyone iterates this one
//! word 3.. `capacity` entries in order of insertion: a key, and in a Map's table a value; a deleted one has the hole
//!          for key
//! then     the hash index: two 32-bit entry numbers + 1 a word, `2 * capacity` of them, 0 where free
//! ```
//!
//! The index is probed linearly and is at most half full. Its words lie among the tagged ones; as an entry number is far
//! below 2^28, none looks like a pointer.
//!
//! A collection replaces its table when it grows, shrinks or is cleared. Whoever iterates keeps a table and a position
//! ([`open`], [`next_entry`]); a table that was opened leaves, when replaced, a trail for them: `next`, and in its entries
//! just enough (deleted or not) to translate positions.

use super::bigint::BigInt;
use super::kinds::Kind;
use super::name::Name;
use super::object::{JsObject, MapObject, SetObject};
use super::storage;
use super::string::JsString;
use crate::heap::{Cx, Gc, Handle, HeapType, Space, Val};
use crate::scope;
use crate::value::Value;

heap_object! {
    /// See the module's header.
    pub OrderedTable = OrderedTable, "(hash table)" {} [2] {
        2: next, set_next;
    }
}

/// A Map or a Set.
pub enum Collection {}

impl HeapType for Collection {
    const KIND: u8 = Kind::MapObject as u8;

    fn is_kind(kind: u8) -> bool {
        kind == Kind::MapObject as u8 || kind == Kind::SetObject as u8
    }
}

/// A collection would have more than [`MAX_ENTRIES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyEntries;

/// The most entries of a collection: V8's.
pub const MAX_ENTRIES: usize = 1 << 24;

const FIRST_ENTRY: usize = OrderedTable::WORDS;
const MIN_CAPACITY: usize = 4;
/// Word of a collection's table.
const TABLE: usize = 2;
const EMPTY: u32 = 0;

/// Header flag: entries have a value.
const HAS_VALUES: u8 = 1 << 3;
/// Header flag: someone may keep a position in this table, or in one that it took the place of.
const OPENED: u8 = 1 << 4;

const COUNT_BITS: u32 = 28;
const COUNT_MASK: u64 = (1 << COUNT_BITS) - 1;

impl OrderedTable {
    fn new<'s>(cx: &mut Cx<'s>, capacity: usize, has_values: bool) -> Handle<'s, OrderedTable> {
        debug_assert!(capacity.is_power_of_two() && capacity >= MIN_CAPACITY);
        let width = 1 + has_values as usize;
        let table: Handle<'s, Self> = cx.allocate(FIRST_ENTRY + capacity * (width + 1), 0, Space::New);
        let raw = table.get(cx);
        raw.set_flags(cx, if has_values { HAS_VALUES } else { 0 });
        raw.set_raw_u64(cx, 1, (capacity.trailing_zeros() as u64) << (2 * COUNT_BITS));
        for word in 0..capacity {
            raw.set_raw_u64(cx, raw.index_start() + word, 0);
        }
        table
    }
}

impl<'g> Gc<'g, OrderedTable> {
    #[inline]
    fn capacity(self) -> usize {
        1 << (self.raw_u64(1) >> (2 * COUNT_BITS))
    }

    #[inline]
    fn used(self) -> usize {
        (self.raw_u64(1) & COUNT_MASK) as usize
    }

    #[inline]
    fn deleted(self) -> usize {
        (self.raw_u64(1) >> COUNT_BITS & COUNT_MASK) as usize
    }

    fn set_counts(self, cx: &Cx<'_>, used: usize, deleted: usize) {
        let log = self.raw_u64(1) >> (2 * COUNT_BITS) << (2 * COUNT_BITS);
        self.set_raw_u64(cx, 1, log | (deleted as u64) << COUNT_BITS | used as u64);
    }

    /// How many entries it has.
    #[inline]
    pub fn live(self) -> usize {
        self.used() - self.deleted()
    }

    #[inline]
    fn has_values(self) -> bool {
        self.flags() & HAS_VALUES != 0
    }

    #[inline]
    fn width(self) -> usize {
        1 + self.has_values() as usize
    }

    #[inline]
    fn index_start(self) -> usize {
        FIRST_ENTRY + self.capacity() * self.width()
    }

    #[inline]
    fn key_word(self, entry: usize) -> usize {
        FIRST_ENTRY + entry * self.width()
    }

    /// The key of an entry: the hole once deleted.
    #[inline]
    pub fn key_at(self, entry: usize) -> Val<'g> {
        self.word(self.key_word(entry))
    }

    /// The value of an entry; a Set's is its key.
    #[inline]
    pub fn value_at(self, entry: usize) -> Val<'g> {
        self.word(self.key_word(entry) + self.has_values() as usize)
    }

    fn bucket(self, bucket: usize) -> u32 {
        self.raw_u32(2 * self.index_start() + bucket)
    }

    fn find(self, cx: &Cx<'_>, key: Val<'_>) -> Option<usize> {
        let hash = existing_hash(cx, key)?;
        let mask = 2 * self.capacity() - 1;
        let mut bucket = hash as usize & mask;
        loop {
            let entry = self.bucket(bucket);
            if entry == EMPTY {
                return None;
            }
            let entry = entry as usize - 1;
            if super::same_value_zero(cx, self.key_at(entry), key) {
                return Some(entry);
            }
            bucket = (bucket + 1) & mask;
        }
    }

    /// Adds an entry, for which there is room.
    fn append(self, cx: &Cx<'_>, key: Val<'_>, hash: u32, value: Val<'_>) {
        let entry = self.used();
        let word = self.key_word(entry);
        self.set_word(cx, word, key);
        if self.has_values() {
            self.set_word(cx, word + 1, value);
        }
        self.set_counts(cx, entry + 1, self.deleted());
        let mask = 2 * self.capacity() - 1;
        let mut bucket = hash as usize & mask;
        while self.bucket(bucket) != EMPTY {
            bucket = (bucket + 1) & mask;
        }
        self.set_raw_u32(cx, 2 * self.index_start() + bucket, entry as u32 + 1);
    }

    fn clear_entry(self, cx: &Cx<'_>, entry: usize, key: Val<'_>) {
        self.set_word(cx, self.key_word(entry), key);
        if self.has_values() {
            self.set_word(cx, self.key_word(entry) + 1, Val::UNDEFINED);
        }
    }

    /// Turns an opened table that `next` replaces into the trail of its iterators: entries hold nothing any more, but
    /// still tell which were deleted.
    fn leave_trail(self, cx: &Cx<'_>, next: Gc<'_, OrderedTable>) {
        if self.flags() & OPENED == 0 {
            return;
        }
        self.set_next(cx, next.val());
        next.set_flags(cx, next.flags() | OPENED);
        for entry in 0..self.used() {
            let mark = if self.key_at(entry).is_hole() { Val::HOLE } else { Val::UNDEFINED };
            self.clear_entry(cx, entry, mark);
        }
    }
}

impl<'g> Gc<'g, Collection> {
    fn table(self) -> Gc<'g, OrderedTable> {
        self.word(TABLE).must()
    }

    /// How many entries it has.
    pub fn size(self) -> usize {
        self.table().live()
    }

    pub fn has(self, cx: &Cx<'_>, key: Val<'_>) -> bool {
        self.table().find(cx, key).is_some()
    }
}

impl<'g> Gc<'g, MapObject> {
    /// The value of `key`.
    pub fn get(self, cx: &Cx<'_>, key: Val<'_>) -> Option<Val<'g>> {
        let table: Gc<'g, OrderedTable> = self.table().must();
        table.find(cx, key).map(|entry| table.value_at(entry))
    }
}

/// Gives a Map or Set that was just made its table.
pub fn install(cx: &mut Cx<'_>, collection: Handle<'_, Collection>) {
    scope!(cx);
    let has_values = collection.get(cx).kind() == Kind::MapObject as u8;
    let table = OrderedTable::new(cx, MIN_CAPACITY, has_values);
    collection.get(cx).set_word(cx, TABLE, table.val(cx));
}

/// Maps `key` to `value`.
pub fn set(
    cx: &mut Cx<'_>,
    map: Handle<'_, MapObject>,
    key: Handle<'_>,
    value: Handle<'_>,
) -> Result<(), TooManyEntries> {
    let table: Gc<'_, OrderedTable> = map.get(cx).table().must();
    if let Some(entry) = table.find(cx, key.val(cx)) {
        table.set_word(cx, table.key_word(entry) + 1, value.val(cx));
        return Ok(());
    }
    insert(cx, map.any().must(cx), key, value)
}

/// Adds `key` unless it is there.
pub fn add(cx: &mut Cx<'_>, set: Handle<'_, SetObject>, key: Handle<'_>) -> Result<(), TooManyEntries> {
    let collection: Handle<'_, Collection> = set.any().must(cx);
    if collection.get(cx).has(cx, key.val(cx)) {
        return Ok(());
    }
    insert(cx, collection, key, key)
}

/// [`set`] where that takes no memory; false if it would, and nothing was changed.
pub fn set_in_place(cx: &Cx<'_>, map: Gc<'_, MapObject>, key: Val<'_>, value: Val<'_>) -> bool {
    let table: Gc<'_, OrderedTable> = map.table().must();
    match table.find(cx, key) {
        Some(entry) => table.set_word(cx, table.key_word(entry) + 1, value),
        None => return insert_in_place(cx, table, key, value),
    }
    true
}

/// [`add`] where that takes no memory; false if it would, and nothing was changed.
pub fn add_in_place(cx: &Cx<'_>, set: Gc<'_, SetObject>, key: Val<'_>) -> bool {
    let table: Gc<'_, OrderedTable> = set.table().must();
    table.find(cx, key).is_some() || insert_in_place(cx, table, key, key)
}

fn insert_in_place(cx: &Cx<'_>, table: Gc<'_, OrderedTable>, key: Val<'_>, value: Val<'_>) -> bool {
    let Some(hash) = existing_hash(cx, key).filter(|_| table.used() < table.capacity()) else { return false };
    table.append(cx, normal_key(key), hash, value);
    true
}

/// A key as tables hold it: minus zero is zero.
fn normal_key<'g>(key: Val<'g>) -> Val<'g> {
    let is_zero = key.is_number() && key.as_number() == 0.0;
    if is_zero { Val::int(0) } else { key }
}

fn insert(
    cx: &mut Cx<'_>,
    collection: Handle<'_, Collection>,
    key: Handle<'_>,
    value: Handle<'_>,
) -> Result<(), TooManyEntries> {
    let hash = hash_of(cx, key);
    let table = collection.get(cx).table();
    if table.used() == table.capacity() {
        let capacity = if table.deleted() >= table.capacity() / 2 { table.capacity() } else { table.capacity() * 2 };
        if capacity > MAX_ENTRIES {
            return Err(TooManyEntries);
        }
        rehash(cx, collection, capacity);
    }
    collection.get(cx).table().append(cx, normal_key(key.val(cx)), hash, value.val(cx));
    Ok(())
}

/// Replaces the table by one of `capacity` without the deleted entries.
fn rehash(cx: &mut Cx<'_>, collection: Handle<'_, Collection>, capacity: usize) {
    scope!(cx);
    let has_values = collection.get(cx).table().has_values();
    let new = OrderedTable::new(cx, capacity, has_values);
    let (from, to) = (collection.get(cx).table(), new.get(cx));
    for entry in 0..from.used() {
        let key = from.key_at(entry);
        if !key.is_hole() {
            let hash = existing_hash(cx, key).expect("a key in a table has a hash");
            to.append(cx, key, hash, from.value_at(entry));
        }
    }
    from.leave_trail(cx, to);
    collection.get(cx).set_word(cx, TABLE, to.val());
}

/// Removes `key`; whether it was there.
pub fn delete(cx: &mut Cx<'_>, collection: Handle<'_, Collection>, key: Handle<'_>) -> bool {
    let table = collection.get(cx).table();
    let Some(entry) = table.find(cx, key.val(cx)) else { return false };
    table.clear_entry(cx, entry, Val::HOLE);
    table.set_counts(cx, table.used(), table.deleted() + 1);
    let capacity = table.capacity();
    if capacity > MIN_CAPACITY && table.live() < capacity / 4 {
        rehash(cx, collection, capacity / 2);
    }
    true
}

/// Removes all entries.
pub fn clear(cx: &mut Cx<'_>, collection: Handle<'_, Collection>) {
    scope!(cx);
    let old = collection.get(cx).table().root(cx);
    install(cx, collection);
    let raw = old.get(cx);
    for entry in 0..raw.used() {
        raw.clear_entry(cx, entry, Val::HOLE);
    }
    raw.leave_trail(cx, collection.get(cx).table());
}

/// The table for someone who keeps a position in it, which starts at 0: see [`next_entry`].
pub fn open<'g>(cx: &'g Cx<'_>, collection: Gc<'g, Collection>) -> Gc<'g, OrderedTable> {
    let table = collection.table();
    table.set_flags(cx, table.flags() | OPENED);
    table
}

/// Where an iteration stands.
#[derive(Clone, Copy)]
pub struct Step<'g> {
    /// The collection's present table: what to go on with, at `entry + 1`.
    pub table: Gc<'g, OrderedTable>,
    pub entry: usize,
}

/// The first entry at or after `position` of a table that was [`open`]ed and possibly replaced since. None at the end.
pub fn next_entry(table: Gc<'_, OrderedTable>, position: usize) -> Option<Step<'_>> {
    let (mut table, mut position) = (table, position);
    while let Some(next) = table.next().cast::<OrderedTable>() {
        position = (0..position.min(table.used())).filter(|&entry| !table.key_at(entry).is_hole()).count();
        table = next;
    }
    let entry = (position..table.used()).find(|&entry| !table.key_at(entry).is_hole())?;
    Some(Step { table, entry })
}

/// The hash of a key; None for an object that has no identity hash yet, and so is in no table.
fn existing_hash(cx: &Cx<'_>, key: Val<'_>) -> Option<u32> {
    if key.is_number() {
        return Some(hash_of_word(Value::number(key.as_number())));
    }
    if let Some(object) = key.cast::<JsObject>() {
        return storage::existing_identity_hash(object);
    }
    if let Some(string) = key.cast::<JsString>() {
        return Some(string.hash_of_text(cx));
    }
    if let Some(symbol) = key.cast::<Name>() {
        return Some(symbol.hash());
    }
    match key.cast::<BigInt>() {
        Some(bigint) => Some(hash_of_word(Value::from_bits(bigint.low_bits()))),
        None => Some(hash_of_word(key.value())),
    }
}

fn hash_of(cx: &mut Cx<'_>, key: Handle<'_>) -> u32 {
    match key.cast::<JsObject>(cx) {
        Some(object) => storage::identity_hash(cx, object),
        None => existing_hash(cx, key.val(cx)).expect("every value but an object has a hash from the start"),
    }
}

/// Spreads a word's bits (Fibonacci hashing, Knuth 6.4).
fn hash_of_word(word: Value) -> u32 {
    (word.bits().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objects::map::MapFlags;
    use crate::objects::object;
    use crate::objects::roots::Root;
    use crate::vm::testing::{with_realm, with_stressed_realm};

    fn new_map<'s>(cx: &mut Cx<'s>) -> Handle<'s, MapObject> {
        let prototype = cx.root_handle(Root::MapPrototype);
        let map = object::map_for::<MapObject>(cx, prototype, 0, MapFlags::EXTENSIBLE);
        let map: Handle<'s, MapObject> = object::allocate(cx, map);
        install(cx, map.any().must(cx));
        map
    }

    fn put(cx: &mut Cx<'_>, map: Handle<'_, MapObject>, key: i32, value: i32) {
        scope!(cx);
        let (key, value) = (cx.int(key), cx.int(value));
        set(cx, map, key, value).expect("there is room");
    }

    fn remove(cx: &mut Cx<'_>, map: Handle<'_, MapObject>, key: i32) -> bool {
        scope!(cx);
        let (key, collection) = (cx.int(key), map.any().must(cx));
        delete(cx, collection, key)
    }

    /// What an iteration from `position` of `table` still meets.
    fn rest(cx: &Cx<'_>, table: Handle<'_, OrderedTable>, position: usize) -> Vec<(i32, i32)> {
        let (mut table, mut position, mut met) = (table.get(cx), position, Vec::new());
        while let Some(step) = next_entry(table, position) {
            (table, position) = (step.table, step.entry + 1);
            met.push((table.key_at(step.entry).as_int(), table.value_at(step.entry).as_int()));
        }
        met
    }

    fn entries(cx: &Cx<'_>, map: Handle<'_, MapObject>) -> Vec<(i32, i32)> {
        let table = open(cx, map.get(cx).upcast().must()).root(cx);
        rest(cx, table, 0)
    }

    #[test]
    fn keys_are_equal_by_same_value_zero() {
        with_realm(|cx| {
            let map = new_map(cx);
            let one = cx.int(1);
            for key in [cx.number(f64::NAN), cx.number(-0.0), cx.string("text").any(), cx.undefined()] {
                set(cx, map, key, one).expect("there is room");
            }
            let rope = {
                let (left, right) = (cx.string("te"), cx.string("xt"));
                crate::objects::string::concat(cx, left, right).expect("short").any()
            };
            let collection: Handle<'_, Collection> = map.any().must(cx);
            for key in [cx.number(f64::NAN), cx.int(0), rope, cx.undefined()] {
                assert!(collection.get(cx).has(cx, key.val(cx)));
            }
            let zero = collection.get(cx).table().key_at(1).value();
            assert!(zero.is_int() && zero.as_int() == 0, "minus zero becomes zero");
            assert!(!collection.get(cx).has(cx, Val::NULL));
        });
    }

    #[test]
    fn objects_are_keys_by_identity_wherever_they_move() {
        with_stressed_realm(3, |cx| {
            let map = new_map(cx);
            let keys: Vec<_> = (0..40).map(|_| object::new_plain(cx)).collect();
            for (index, &key) in keys.iter().enumerate() {
                scope!(cx);
                let value = cx.int(index as i32);
                set(cx, map, key.any(), value).expect("there is room");
            }
            for (index, key) in keys.iter().enumerate() {
                assert_eq!(map.get(cx).get(cx, key.val(cx)).map(|value| value.as_int()), Some(index as i32));
            }
        });
    }

    #[test]
    fn entries_keep_the_order_of_insertion() {
        with_stressed_realm(5, |cx| {
            let map = new_map(cx);
            let mut model: Vec<(i32, i32)> = Vec::new();
            let mut seed = 1u32;
            for round in 0..600 {
                seed = seed.wrapping_mul(1664525).wrapping_add(1013904223);
                let key = (seed >> 20) as i32 % 60;
                if seed >> 8 & 3 == 0 {
                    let at = model.iter().position(|entry| entry.0 == key);
                    assert_eq!(remove(cx, map, key), at.is_some());
                    at.map(|at| model.remove(at));
                } else {
                    put(cx, map, key, round);
                    match model.iter_mut().find(|entry| entry.0 == key) {
                        Some(entry) => entry.1 = round,
                        None => model.push((key, round)),
                    }
                }
            }
            assert_eq!(entries(cx, map), model);
        });
    }

    #[test]
    fn an_iteration_outlives_what_happens_to_its_table() {
        with_realm(|cx| {
            let map = new_map(cx);
            (0..4).for_each(|key| put(cx, map, key, key));
            let table = open(cx, map.get(cx).upcast().must()).root(cx);
            remove(cx, map, 0);
            remove(cx, map, 2);
            (4..40).for_each(|key| put(cx, map, key, key));
            let met: Vec<i32> = rest(cx, table, 2).into_iter().map(|entry| entry.0).collect();
            assert_eq!(met, (3..40).collect::<Vec<_>>(), "the table grew twice");
            (3..39).for_each(|key| {
                remove(cx, map, key);
            });
            assert_eq!(rest(cx, table, 2), [(39, 39)], "the table shrank");
            let collection = map.any().must(cx);
            clear(cx, collection);
            put(cx, map, 7, 8);
            assert_eq!(rest(cx, table, 4), [(7, 8)], "after clear, what is new comes");
        });
    }

    #[test]
    fn a_set_takes_less_than_a_map() {
        with_realm(|cx| {
            let map = OrderedTable::new(cx, 8, true);
            let set = OrderedTable::new(cx, 8, false);
            assert_eq!(map.get(cx).size_words(), FIRST_ENTRY + 8 * 3);
            assert_eq!(set.get(cx).size_words(), FIRST_ENTRY + 8 * 2);
        });
    }
}
