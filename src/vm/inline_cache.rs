//! Inline caches: what a property site remembers of the objects it met.
//!
//! A property site is four words of the function's table. Word 0 decides:
//!
//! ```text
//! word 0   map:32 | how:32        map: what the receiver's header says (0 for strings)
//! how      16 .. 65535            byte offset of the value in the receiver; words 1-3 are further entries of this form
//!          65536 + epoch          valid while the prototype epoch is that one:
//!                                 loads   word 1 the holder (tagged; undefined: the receiver), word 2 detail << 32;
//!                                         the value, or (ACCESSOR) the pair whose getter gives it
//!                                 stores  word 1 new map | detail, and a second such pair in words 2 and 3
//!          1                      megamorphic: see [`super::megamorphic`]
//!          0                      nothing yet (or its map died)
//! detail   word index:16 | flags  see [`Detail`]
//! ```
//!
//! Maps are held weakly: the collector zeroes words whose map dies. Invariant: an entry is made only after the lookup it
//! stands for, and after every prototype that lookup went through was marked VALIDATED, so that a change of any of them
//! ends the epoch.
#![allow(unsafe_code)] // words of the function's table

use std::marker::PhantomData;

use bitflags::bitflags;

use crate::heap::{Cx, Gc, Val, raw};
use crate::objects::PROTOTYPE_EPOCH;
use crate::objects::function::FIRST_CONSTANT;
use crate::objects::map::{Location, Map};
use crate::objects::object::JsObject;
use crate::objects::storage::FIRST_PROPERTY;
use crate::value::Value;

/// Word of an object's storage.
const STORAGE: usize = 1;
/// Words of a property site.
pub const PROPERTY_WORDS: usize = 4;
/// `how` of the smallest byte offset: an object's first word after the header and the storage.
pub const FIRST_OFFSET: u32 = 16;
/// `how` from here on is an epoch.
pub const EPOCH_BASE: u32 = 1 << 16;
const LAST_EPOCH: u32 = 0xF000_0000;
/// Word 0 of a site that has met too many maps.
pub const MEGAMORPHIC: u64 = 1 << 32;

bitflags! {
    /// How to reach a value that is not simply at an offset in the receiver; the low 16 bits are a word index.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Detail: u32 {
        /// The word is the holder's storage's, not its own.
        const IN_STORAGE = 1 << 16;
        /// There is no such property: the value is undefined.
        const ABSENT = 1 << 17;
        /// The word holds an AccessorPair.
        const ACCESSOR = 1 << 18;
        /// Always set, so that a detail is never taken for an offset.
        const MARK = 1 << 30;
        const _ = !0;
    }
}

impl Detail {
    pub fn of(location: Location) -> Detail {
        match location {
            Location::Inline(word) => Detail::MARK | Detail::from_bits_retain(word as u32),
            Location::Storage(index) => {
                Detail::MARK | Detail::IN_STORAGE | Detail::from_bits_retain((FIRST_PROPERTY + index) as u32)
            }
        }
    }

    /// The value in `holder`.
    pub fn read<'g>(self, holder: Gc<'g, JsObject>) -> Val<'g> {
        if self.contains(Detail::ABSENT) {
            Val::UNDEFINED
        } else if self.contains(Detail::IN_STORAGE) {
            holder.storage().word(self.word())
        } else {
            holder.word(self.word())
        }
    }

    /// The word in the object at `holder`, which is there and is no absence.
    /// # Safety
    /// An object that has the word is at `holder`.
    #[inline(always)]
    pub unsafe fn read_at(self, holder: usize) -> u64 {
        // SAFETY: by the precondition.
        unsafe {
            let is_outside = self.contains(Detail::IN_STORAGE);
            let home = if is_outside { Value::from_bits(raw::word(holder, STORAGE)).address() } else { holder };
            raw::word(home, self.word())
        }
    }

    #[inline(always)]
    pub const fn word(self) -> usize {
        self.bits() as u16 as usize
    }
}

/// An entry word.
#[inline(always)]
pub const fn entry(map: u32, how: u32) -> u64 {
    map as u64 | (how as u64) << 32
}

/// Is the `how` of this entry a byte offset?
#[inline(always)]
pub const fn is_offset(how: u32) -> bool {
    how.wrapping_sub(FIRST_OFFSET) < EPOCH_BASE - FIRST_OFFSET
}

/// The `how` that is valid now; None once the epochs are used up.
pub fn current_epoch(cx: &Cx<'_>) -> Option<u32> {
    let epoch = cx.heap().layer_counter(PROTOTYPE_EPOCH).get();
    (epoch < LAST_EPOCH).then_some(EPOCH_BASE + epoch)
}

/// A run of feedback words of the running function.
#[derive(Clone, Copy)]
pub struct Site<'s> {
    k: *mut u64,
    slot: usize,
    marker: PhantomData<&'s ()>,
}

impl<'s> Site<'s> {
    /// # Safety
    /// `k` is the table of a function that stays alive for `'s`; the words of the site from `slot` on are feedback words.
    pub unsafe fn new(k: *mut u64, slot: usize) -> Site<'s> {
        Site { k, slot, marker: PhantomData }
    }

    pub fn word(self, index: usize) -> u64 {
        // SAFETY: a word of the site.
        unsafe { *self.k.add(self.slot + index) }
    }

    /// Word `index` as a value, if it is a tagged one.
    pub fn value<'g>(self, _cx: &'g Cx<'_>, index: usize) -> Val<'g> {
        // SAFETY: a word of the site; raw words do not look like heap pointers.
        unsafe { Val::from_bits(self.word(index)) }
    }

    pub fn set_raw(self, index: usize, word: u64) {
        debug_assert!(word < crate::value::SPECIAL_TAG, "a raw feedback word");
        // SAFETY: a word of the site; maps are held weakly, so there is no barrier.
        unsafe { *self.k.add(self.slot + index) = word }
    }

    pub fn set_value(self, cx: &Cx<'_>, index: usize, value: Val<'_>) {
        let table = self.k.addr() - FIRST_CONSTANT * 8;
        // SAFETY: a word of the table, which is of this heap.
        unsafe { raw::store(cx.heap_ptr(), table, FIRST_CONSTANT + self.slot + index, value.bits()) }
    }

    pub fn is_megamorphic(self) -> bool {
        self.word(0) == MEGAMORPHIC
    }

    /// A site whose word 0 says nothing that still holds for another map than `map`.
    fn is_free_for(self, map: u32, epoch: u32) -> bool {
        let (known, how) = (self.word(0) as u32, (self.word(0) >> 32) as u32);
        how == 0 || known == map || how >= EPOCH_BASE && how != epoch
    }

    fn make_megamorphic(self) {
        self.set_raw(0, MEGAMORPHIC);
        (1..PROPERTY_WORDS).for_each(|index| self.set_raw(index, 0));
    }

    /// Remembers that objects of `map` have the value at `location` of themselves.
    pub fn record_own(self, cx: &Cx<'_>, map: Gc<'_, Map>, location: Location) {
        match location {
            Location::Inline(word) => self.record_offset(cx, map.as_meta(), word as u32 * 8),
            Location::Storage(_) => self.record_load(cx, map.as_meta(), Val::UNDEFINED, Detail::of(location)),
        }
    }

    fn record_offset(self, cx: &Cx<'_>, map: u32, offset: u32) {
        let fresh = entry(map, offset);
        let epoch = current_epoch(cx).unwrap_or(0);
        if self.is_megamorphic() {
            return;
        }
        if self.is_free_for(map, epoch) {
            self.set_raw(0, fresh);
            return (1..PROPERTY_WORDS).for_each(|index| self.set_raw(index, 0));
        }
        let is_taken = |index: &usize| is_offset((self.word(*index) >> 32) as u32) && self.word(*index) as u32 != map;
        let free = (1..PROPERTY_WORDS).find(|index| !is_taken(index));
        match free {
            Some(index) if is_offset((self.word(0) >> 32) as u32) => self.set_raw(index, fresh),
            _ => self.make_megamorphic(),
        }
    }

    /// Remembers where a load finds the value for receivers whose header says `map`: in `holder`, or, if that is
    /// undefined, in the receiver.
    pub fn record_load(self, cx: &Cx<'_>, map: u32, holder: Val<'_>, detail: Detail) {
        let Some(epoch) = current_epoch(cx) else { return };
        if self.is_megamorphic() {
            return;
        }
        if !self.is_free_for(map, epoch) {
            return self.make_megamorphic();
        }
        self.set_raw(0, entry(map, epoch));
        self.set_value(cx, 1, holder);
        self.set_raw(2, (detail.bits() as u64) << 32);
        self.set_raw(3, 0);
    }

    /// Remembers that a store into objects of `old` adds the property and leads to `new`.
    pub fn record_transition(self, cx: &Cx<'_>, old: u32, new: u32, detail: Detail) {
        let Some(epoch) = current_epoch(cx) else { return };
        if self.is_megamorphic() {
            return;
        }
        let pair = if self.is_free_for(old, epoch) {
            self.set_raw(2, 0);
            self.set_raw(3, 0);
            0
        } else if (self.word(0) >> 32) as u32 == epoch && !self.is_current(2, epoch) {
            2
        } else {
            return self.make_megamorphic();
        };
        self.set_raw(pair, entry(old, epoch));
        self.set_raw(pair + 1, entry(new, detail.bits()));
    }

    fn is_current(self, index: usize, epoch: u32) -> bool {
        (self.word(index) >> 32) as u32 == epoch && self.word(index) as u32 != 0
    }
}
