//! Descriptor arrays: the named properties that a family of maps has, in order of creation.
//!
//! A map with n properties sees the first n entries; the maps of one transition path share one array as long as each
//! adds to its end. Arrays of more than eight entries carry a hash index, so that a lookup is constant time.
//!
//! ```text
//! word 1   count:32 | capacity:32                    (raw)
//! word 2   hash index: a ByteArray, or undefined
//! word 3.. pairs (name, details as a Smi)
//! ```

use bitflags::bitflags;

use super::fixed::ByteArray;
use super::name::Name;
use crate::heap::{Cx, Gc, Handle, Space, Val};
use crate::value::Value;

heap_object! {
    /// See the module's header.
    pub DescriptorArray = DescriptorArray, "(descriptors)" { default_space: Space::Old } [2] {
        2: index, set_index;
    }
}

bitflags! {
    /// Attributes of a property; the low bits of [`Details`].
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Attributes: u8 {
        const WRITABLE = 1;
        const ENUMERABLE = 2;
        const CONFIGURABLE = 4;
        /// The slot holds an AccessorPair.
        const ACCESSOR = 8;
        /// No slot: the value is computed from the object (a function's `name`, `length` and `prototype`).
        const COMPUTED = 16;
        /// What an assignment creates.
        const DEFAULT = 7;
        /// What built-in methods have.
        const HIDDEN = 5;
    }
}

/// Attributes and slot number of a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Details {
    pub attributes: Attributes,
    pub slot: u32,
}

impl Details {
    pub fn to_smi(self) -> i32 {
        (self.slot << 8) as i32 | self.attributes.bits() as i32
    }

    pub fn from_value(value: Value) -> Details {
        let word = value.as_int() as u32;
        Details { attributes: Attributes::from_bits_retain(word as u8), slot: word >> 8 }
    }
}

const FIRST_ENTRY: usize = DescriptorArray::WORDS;
/// Below this many entries a linear search beats the index.
const LINEAR_LIMIT: usize = 8;
const EMPTY: u32 = 0;

impl DescriptorArray {
    pub fn new<'s>(cx: &mut Cx<'s>, capacity: usize) -> Handle<'s, DescriptorArray> {
        let array: Handle<'s, DescriptorArray> = cx.allocate(FIRST_ENTRY + 2 * capacity, 0, Space::Old);
        array.get(cx).set_raw_u64(cx, 1, (capacity as u64) << 32);
        array
    }

    /// A copy of the first `count` entries of `from` with room for `capacity`.
    pub fn copy<'s>(
        cx: &mut Cx<'s>,
        from: Handle<'_, DescriptorArray>,
        count: usize,
        capacity: usize,
    ) -> Handle<'s, Self> {
        let to = DescriptorArray::new(cx, capacity);
        for index in 0..count {
            let (name, details) = (from.get(cx).name_at(index), from.get(cx).details_at(index));
            to.get(cx).write(cx, index, name, details);
        }
        to.get(cx).set_count(cx, count);
        build_index(cx, to);
        to
    }

    /// Adds an entry after the first `count`. When the array has others there, or no room, a copy gets it instead.
    pub fn append<'s>(
        cx: &mut Cx<'s>,
        array: Handle<'s, DescriptorArray>,
        count: usize,
        name: Handle<'_, Name>,
        details: Details,
    ) -> Handle<'s, DescriptorArray> {
        let raw = array.get(cx);
        let target = if raw.count() == count && count < raw.capacity() {
            array
        } else {
            DescriptorArray::copy(cx, array, count, count + count / 2 + 2)
        };
        target.get(cx).write(cx, count, name.get(cx), details);
        target.get(cx).set_count(cx, count + 1);
        if count + 1 > LINEAR_LIMIT {
            index_entry(cx, target, count);
        }
        target
    }
}

impl<'g> Gc<'g, DescriptorArray> {
    #[inline]
    pub fn count(self) -> usize {
        self.raw_u64(1) as u32 as usize
    }

    #[inline]
    pub fn capacity(self) -> usize {
        (self.raw_u64(1) >> 32) as usize
    }

    fn set_count(self, cx: &Cx<'_>, count: usize) {
        self.set_raw_u64(cx, 1, self.raw_u64(1) & !0xFFFF_FFFF | count as u64);
    }

    #[inline]
    pub fn name_at(self, entry: usize) -> Gc<'g, Name> {
        self.word(FIRST_ENTRY + 2 * entry).must()
    }

    #[inline]
    pub fn details_at(self, entry: usize) -> Details {
        Details::from_value(self.word(FIRST_ENTRY + 2 * entry + 1).value())
    }

    pub fn set_details_at(self, cx: &Cx<'_>, entry: usize, details: Details) {
        self.set_word(cx, FIRST_ENTRY + 2 * entry + 1, Val::int(details.to_smi()))
    }

    fn write(self, cx: &Cx<'_>, entry: usize, name: Gc<'_, Name>, details: Details) {
        self.set_word(cx, FIRST_ENTRY + 2 * entry, name.val());
        self.set_details_at(cx, entry, details);
    }

    /// The entry of `name` among the first `count`.
    pub fn find(self, name: Gc<'_, Name>, count: usize) -> Option<usize> {
        match self.index().cast::<ByteArray>() {
            Some(index) if count > LINEAR_LIMIT => self.find_indexed(index, name, count),
            _ => (0..count).find(|&entry| self.word(FIRST_ENTRY + 2 * entry).value() == name.val().value()),
        }
    }

    fn find_indexed(self, index: Gc<'_, ByteArray>, name: Gc<'_, Name>, count: usize) -> Option<usize> {
        let mask = index.u32_len() - 1;
        let mut bucket = name.hash() as usize & mask;
        loop {
            let entry = index.u32_at(bucket);
            if entry == EMPTY {
                return None;
            }
            let entry = entry as usize - 1;
            if self.word(FIRST_ENTRY + 2 * entry).value() == name.val().value() {
                return (entry < count).then_some(entry);
            }
            bucket = (bucket + 1) & mask;
        }
    }
}

/// Enters entry `entry` into the index, building it anew when it is missing or too full.
fn index_entry(cx: &mut Cx<'_>, array: Handle<'_, DescriptorArray>, entry: usize) {
    let raw = array.get(cx);
    match raw.index().cast::<ByteArray>() {
        Some(index) if index.u32_len() >= 2 * (entry + 1) => insert(cx, index, raw.name_at(entry).hash(), entry),
        _ => build_index(cx, array),
    }
}

fn build_index(cx: &mut Cx<'_>, array: Handle<'_, DescriptorArray>) {
    let count = array.get(cx).count();
    if count <= LINEAR_LIMIT {
        return;
    }
    crate::scope!(cx);
    let buckets = (2 * array.get(cx).capacity()).next_power_of_two();
    let index = ByteArray::new_u32(cx, buckets, Space::Old);
    let raw = array.get(cx);
    raw.set_index(cx, index.val(cx));
    for entry in 0..count {
        insert(cx, index.get(cx), raw.name_at(entry).hash(), entry);
    }
}

fn insert(cx: &Cx<'_>, index: Gc<'_, ByteArray>, hash: u32, entry: usize) {
    let mask = index.u32_len() - 1;
    let mut bucket = hash as usize & mask;
    while index.u32_at(bucket) != EMPTY {
        bucket = (bucket + 1) & mask;
    }
    index.set_u32(cx, bucket, entry as u32 + 1);
}
