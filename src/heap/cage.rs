//! The cage: the one aligned range of address space in which all of a heap lives, and the arithmetic on its addresses.
//!
//! ```text
//! base                                                            offset (64-bit, not miri)
//!  | nursery: two semi-spaces            [0, NURSERY_END)          0 .. 2 GiB
//!  | pages of 256 KiB: old, code, map, read-only                   2 GiB .. 32 GiB
//!  | large objects, young and old alike  [LARGE_START, CAGE)       32 GiB .. 64 GiB
//!  | side tables: mark bits, slot bits (a bit per word each), page records
//! ```
//!
//! Because the base is a multiple of the cage's size, every question ("is it young", "where is its mark bit") is mask and
//! compare on the address itself. Only offsets below `LARGE_START` fit a header's 32-bit `meta`: maps live there.
//!
//! A large object is born young or old but never moves, so [`may_be_young`] is true for the whole large range and its
//! page record decides; a large host's slots are always remembered. In the nursery, "young" is exact.
#![allow(unsafe_code)] // address arithmetic into side tables

use super::os::Reservation;
use super::page::PageRecord;

pub const CAGE_BITS: u32 = if cfg!(miri) { 26 } else { 36 };
pub const CAGE_BYTES: usize = 1 << CAGE_BITS;
const OFFSET_MASK: usize = CAGE_BYTES - 1;

pub const PAGE_BITS: u32 = 18;
pub const PAGE_BYTES: usize = 1 << PAGE_BITS;
pub const PAGE_WORDS: usize = PAGE_BYTES / 8;
pub const PAGE_COUNT: usize = CAGE_BYTES >> PAGE_BITS;

/// Address space of one semi-space; the bound of `--max-semi-space-size`.
pub const SEMI_SPACE_REGION: usize = CAGE_BYTES / 64;
pub const NURSERY_END: usize = 2 * SEMI_SPACE_REGION;
pub const LARGE_START: usize = CAGE_BYTES / 2;

const MARKS_START: usize = CAGE_BYTES;
const SLOTS_START: usize = MARKS_START + CAGE_BYTES / 64;
const RECORDS_START: usize = SLOTS_START + CAGE_BYTES / 64;
const TOTAL_BYTES: usize = RECORDS_START + PAGE_COUNT * size_of::<PageRecord>();

/// Bytes of one page's share of a bitmap.
pub const BITMAP_BYTES: usize = PAGE_BYTES / 64;
pub const BITMAP_WORDS: usize = BITMAP_BYTES / 8;

#[inline(always)]
pub const fn offset_of(address: usize) -> usize {
    address & OFFSET_MASK
}

#[inline(always)]
pub const fn base_of(address: usize) -> usize {
    address & !OFFSET_MASK
}

/// True of every address in the nursery, where all objects are young.
#[inline(always)]
pub const fn in_nursery(address: usize) -> bool {
    offset_of(address) < NURSERY_END
}

#[inline(always)]
pub const fn in_large_range(address: usize) -> bool {
    offset_of(address) >= LARGE_START
}

/// False only of addresses whose object is certainly old: the cheap half of the write barrier's question.
#[inline(always)]
pub const fn may_be_young(address: usize) -> bool {
    offset_of(address.wrapping_add(CAGE_BYTES - LARGE_START)) < CAGE_BYTES - LARGE_START + NURSERY_END
}

#[inline(always)]
pub const fn page_index(address: usize) -> usize {
    offset_of(address) >> PAGE_BITS
}

#[inline(always)]
pub const fn page_start(address: usize) -> usize {
    address & !(PAGE_BYTES - 1)
}

/// A typed pointer to heap memory at `address`.
#[inline(always)]
pub fn pointer<T>(address: usize) -> *mut T {
    std::ptr::with_exposed_provenance_mut(address)
}

/// The record of the page `index` of the cage that contains `address`.
#[inline(always)]
pub fn record_at(address: usize, index: usize) -> *mut PageRecord {
    pointer::<PageRecord>(base_of(address) + RECORDS_START).wrapping_add(index)
}

/// The record of the page that contains `address`.
#[inline(always)]
pub fn record_of(address: usize) -> *mut PageRecord {
    record_at(address, page_index(address))
}

/// One of the two bitmaps beside the cage, with a bit per heap word.
#[derive(Clone, Copy)]
pub struct Bitmap {
    start: usize,
}

/// Bits of objects found reachable by the current (or last) marking.
pub const MARKS: Bitmap = Bitmap { start: MARKS_START };
/// Bits of old words that may hold a pointer to a young object: the remembered set.
pub const SLOTS: Bitmap = Bitmap { start: SLOTS_START };

impl Bitmap {
    /// The bitmap word and the bit in it for the heap word at `address`.
    #[inline(always)]
    fn cell(self, address: usize) -> (*mut u64, u64) {
        let offset = offset_of(address);
        (pointer(base_of(address) + self.start + (offset >> 9) * 8), 1 << ((offset >> 3) & 63))
    }

    /// The `BITMAP_WORDS` words of the page at `page_start`.
    #[inline(always)]
    pub fn page_words(self, page_start: usize) -> *mut u64 {
        self.cell(page_start).0
    }

    /// # Safety
    /// `address` lies in a committed page.
    #[inline(always)]
    pub unsafe fn get(self, address: usize) -> bool {
        let (word, bit) = self.cell(address);
        // SAFETY: the page's bitmap share is committed with it.
        unsafe { *word & bit != 0 }
    }

    /// Sets the bit; true if it was clear.
    /// # Safety
    /// `address` lies in a committed page.
    #[inline(always)]
    pub unsafe fn set(self, address: usize) -> bool {
        let (word, bit) = self.cell(address);
        // SAFETY: the page's bitmap share is committed with it.
        unsafe {
            let old = *word;
            *word = old | bit;
            old & bit == 0
        }
    }

    /// # Safety
    /// `address` lies in a committed page.
    #[inline(always)]
    pub unsafe fn clear(self, address: usize) {
        let (word, bit) = self.cell(address);
        // SAFETY: the page's bitmap share is committed with it.
        unsafe { *word &= !bit }
    }

    /// Sets the bits of all words in `[start, end)`.
    /// # Safety
    /// The range lies in committed pages.
    pub unsafe fn set_range(self, start: usize, end: usize) {
        let mut address = start;
        while address < end {
            let (word, first) = self.cell(address);
            let up_to_word_end = first.wrapping_neg();
            let next = (address | 511) + 1;
            let bits = if end >= next { up_to_word_end } else { up_to_word_end & (self.cell(end).1 - 1) };
            // SAFETY: by the precondition the bitmap's words are committed.
            unsafe { *word |= bits };
            address = next;
        }
    }

    /// Clears the bits of all words in `[start, end)`.
    /// # Safety
    /// The range lies in committed pages.
    pub unsafe fn clear_range(self, start: usize, end: usize) {
        let mut address = start;
        while address < end {
            if address & 511 == 0 && end - address >= 512 {
                // SAFETY: as for `clear`; a whole bitmap word belongs to the range.
                unsafe { *self.cell(address).0 = 0 };
                address += 512;
            } else {
                // SAFETY: as for this function.
                unsafe { self.clear(address) };
                address += 8;
            }
        }
    }

    /// Clears the whole share of the page at `page_start`.
    /// # Safety
    /// The page is committed.
    pub unsafe fn clear_page(self, page_start: usize) {
        // SAFETY: the page's bitmap share is committed with it.
        unsafe { self.page_words(page_start).write_bytes(0, BITMAP_WORDS) }
    }
}

/// The reserved range itself.
pub struct Cage {
    reservation: Reservation,
}

impl Cage {
    /// Reserves a cage. `None` when the address space does not allow it.
    pub fn reserve() -> Option<Cage> {
        let reservation = Reservation::new(TOTAL_BYTES, CAGE_BYTES)?;
        let records = reservation.base() + RECORDS_START;
        reservation.commit(records, PAGE_COUNT * size_of::<PageRecord>()).then_some(Cage { reservation })
    }

    #[inline(always)]
    pub fn base(&self) -> usize {
        self.reservation.base()
    }

    /// Commits `[start, start + length)` and its share of the bitmaps.
    pub fn commit(&self, start: usize, length: usize) -> bool {
        let offset = offset_of(start);
        let bits = length.div_ceil(64);
        self.reservation.commit(start, length)
            && self.reservation.commit(self.base() + MARKS_START + offset / 64, bits)
            && self.reservation.commit(self.base() + SLOTS_START + offset / 64, bits)
    }

    /// Commits memory that needs no bitmaps (the nursery's).
    pub fn commit_plain(&self, start: usize, length: usize) -> bool {
        self.reservation.commit(start, length)
    }

    /// Touches committed memory; see [`Reservation::populate`].
    pub fn populate(&self, start: usize, length: usize) {
        self.reservation.populate(start, length);
    }

    /// Returns physical memory; see [`Reservation::release`].
    pub fn release(&self, start: usize, length: usize) {
        self.reservation.release(start, length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn youth_is_decided_by_mask_and_compare() {
        let base = 5 * CAGE_BYTES;
        assert!(in_nursery(base) && may_be_young(base));
        assert!(may_be_young(base + NURSERY_END - 8) && !may_be_young(base + NURSERY_END));
        assert!(!may_be_young(base + LARGE_START - 8));
        assert!(may_be_young(base + LARGE_START) && !in_nursery(base + LARGE_START));
        assert!(may_be_young(base + CAGE_BYTES - 8));
    }

    #[test]
    fn setting_a_range_of_bits_sets_no_others() {
        let cage = Cage::reserve().expect("address space");
        let start = cage.base() + NURSERY_END;
        assert!(cage.commit(start, PAGE_BYTES));
        for (from, to) in [(3, 3), (3, 5), (60, 64), (60, 65), (64, 128), (1, 300)] {
            // SAFETY: the page was just committed.
            unsafe {
                SLOTS.set_range(start + from * 8, start + to * 8);
                let set: Vec<usize> = (0..400).filter(|word| SLOTS.get(start + word * 8)).collect();
                assert_eq!(set, (from..to).collect::<Vec<_>>());
                SLOTS.clear_page(start);
            }
        }
    }

    #[test]
    fn clearing_a_range_of_bits_leaves_its_neighbours() {
        let cage = Cage::reserve().expect("address space");
        let start = cage.base() + NURSERY_END;
        assert!(cage.commit(start, PAGE_BYTES));
        // SAFETY: the page was just committed.
        unsafe {
            for word in 0..400 {
                assert!(SLOTS.set(start + word * 8));
            }
            SLOTS.clear_range(start + 3 * 8, start + 399 * 8);
            let left: Vec<usize> = (0..400).filter(|word| SLOTS.get(start + word * 8)).collect();
            assert_eq!(left, [0, 1, 2, 399]);
        }
    }
}
