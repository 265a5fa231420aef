//! The megamorphic cache: one table for all sites that have met too many maps.
//!
//! Direct-mapped by map and name. It holds addresses, which no collection updates: the root visit clears it.

use super::inline_cache::Detail;
use crate::heap::{Cx, Gc, Val};
use crate::objects::name::Name;
use crate::objects::object::JsObject;

const ENTRIES: usize = 1024;

#[derive(Clone, Copy)]
struct Entry {
    map: u32,
    /// The epoch in which it was made.
    epoch: u32,
    name: usize,
    /// Bits of the holder, or of undefined for the receiver itself.
    holder: u64,
    detail: Detail,
}

const EMPTY: Entry = Entry { map: 0, epoch: 0, name: 0, holder: 0, detail: Detail::MARK };

/// See the module's header.
pub struct MegamorphicCache {
    entries: Box<[Entry; ENTRIES]>,
    is_clear: bool,
}

impl MegamorphicCache {
    pub fn new() -> MegamorphicCache {
        MegamorphicCache { entries: Box::new([EMPTY; ENTRIES]), is_clear: true }
    }

    /// Forgets everything; part of every collection.
    pub fn clear(&mut self) {
        if !self.is_clear {
            self.entries.fill(EMPTY);
            self.is_clear = true;
        }
    }

    /// Where objects of `map` have property `name`, if the cache knows: in the holder with these bits (undefined: in the
    /// object itself).
    #[inline(always)]
    pub fn find(&self, map: u32, name: usize, epoch: u32) -> Option<(u64, Detail)> {
        let entry = &self.entries[MegamorphicCache::index(map, name)];
        (entry.map == map && entry.name == name && entry.epoch == epoch).then_some((entry.holder, entry.detail))
    }

    #[inline(always)]
    fn index(map: u32, name: usize) -> usize {
        (map as usize >> 1 ^ name >> 3) & (ENTRIES - 1)
    }

    /// The value of property `name` of `object`, if the cache knows where it is.
    #[allow(unsafe_code)] // the holder's bits
    pub fn load<'g>(&self, object: Gc<'g, JsObject>, name: Gc<'_, Name>, epoch: u32) -> Option<Val<'g>> {
        let (holder, detail) = self.find(object.meta(), name.address(), epoch)?;
        if detail.contains(Detail::ACCESSOR) {
            return None;
        }
        // SAFETY: the holder was live when the entry was made, and no collection has run since.
        let holder = unsafe { Val::from_bits(holder) }.cast::<JsObject>().unwrap_or(object);
        Some(detail.read(holder))
    }

    /// Remembers where objects of `map` have property `name`.
    pub fn record(&mut self, map: u32, name: Gc<'_, Name>, holder: Val<'_>, detail: Detail, epoch: u32) {
        self.is_clear = false;
        let name = name.address();
        self.entries[MegamorphicCache::index(map, name)] = Entry { map, epoch, name, holder: holder.bits(), detail };
    }
}

impl Cx<'_> {
    /// The value that the megamorphic cache knows for property `name` of `object`.
    #[allow(unsafe_code)] // the machine behind the context
    pub(super) fn megamorphic_load<'g>(&'g self, object: Gc<'g, JsObject>, name: Gc<'_, Name>) -> Option<Val<'g>> {
        let epoch = super::inline_cache::current_epoch(self)?;
        // SAFETY: the machine lives as long as the context; nothing else uses the cache meanwhile.
        unsafe { &(*self.vm()).megamorphic }.load(object, name, epoch)
    }
}
