//! Pages of 256 KiB and their records; who owns which part of the cage's page and large ranges.
//!
//! Invariant: the bitmap shares of a page are all zero when it is handed out.
#![allow(unsafe_code)] // page records and bitmaps live beside the cage

use std::collections::VecDeque;

use super::cage::{self, CAGE_BYTES, Cage, LARGE_START, MARKS, NURSERY_END, PAGE_BITS, PAGE_BYTES, SLOTS};
use super::os;
use super::space::SpaceId;

/// Where a page of a paged space stands between two markings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum SweepState {
    /// Iterable header by header.
    Swept = 0,
    /// Only its marked objects are valid.
    NeedsSweep,
    /// Being evacuated by the running compaction.
    Candidate,
}

/// Pages of the first part of a heap, in which every kilobyte of resident memory counts: they are touched as they fill.
const SMALL_HEAP_PAGES: usize = 32;
/// Free pages (and as many pages of large ranges) that stay in memory for the next who need some.
pub const POOL_PAGES: usize = 64;

/// What the heap knows of a page. All zero: unused.
#[derive(Debug)]
#[repr(C)]
pub struct PageRecord {
    pub space: SpaceId,
    pub sweep: SweepState,
    /// Has bits in the slot bitmap, and is in the heap's list of such pages.
    pub has_slots: bool,
    /// A further page of the large object that starts on an earlier one.
    pub continues: bool,
    /// Bytes of marked objects (paged spaces only).
    pub live_bytes: u32,
    /// Words of the large object that starts here.
    pub large_words: usize,
    /// Size of the free-list blocks of the page, in bytes.
    pub free_bytes: u32,
    pub padding: u32,
    /// Index of the page in its space's list.
    pub position: usize,
}

/// Hands out the cage's pages and large ranges. What is free waits in a pool, with its memory, until it is used again or
/// [`PageAllocator::release_pools`] gives that back.
pub struct PageAllocator {
    cage: Cage,
    next_page: usize,
    /// Free pages with physical memory, highest first.
    pool: Vec<usize>,
    /// Free pages without, highest first.
    free_pages: Vec<usize>,
    next_large: usize,
    /// Free ranges of the large region with physical memory, oldest first: (page index, pages).
    large_pool: VecDeque<(usize, usize)>,
    /// Sum of their pages.
    large_pool_pages: usize,
    /// Free ranges of the large region below `next_large` without: (page index, pages), sorted, never adjacent.
    free_large: Vec<(usize, usize)>,
}

impl PageAllocator {
    pub fn new(cage: Cage) -> PageAllocator {
        PageAllocator {
            cage,
            next_page: NURSERY_END >> PAGE_BITS,
            pool: Vec::new(),
            free_pages: Vec::new(),
            next_large: LARGE_START >> PAGE_BITS,
            large_pool: VecDeque::new(),
            large_pool_pages: 0,
            free_large: Vec::new(),
        }
    }

    pub fn cage(&self) -> &Cage {
        &self.cage
    }

    #[inline(always)]
    pub fn start_of(&self, page: usize) -> usize {
        self.cage.base() + (page << PAGE_BITS)
    }

    #[inline(always)]
    pub fn record(&self, page: usize) -> *mut PageRecord {
        cage::record_at(self.cage.base(), page)
    }

    /// A page for `space`, lowest addresses first; its index, and whether its memory is untouched. `None` when the range or the machine's memory is exhausted.
    pub fn take_page(&mut self, space: SpaceId) -> Option<(usize, bool)> {
        let (page, is_untouched) = match (self.pool.pop(), self.free_pages.last()) {
            (Some(page), _) => (page, false),
            (None, Some(_)) => (self.free_pages.pop()?, true),
            (None, None) => self.take_fresh_page()?,
        };
        // SAFETY: the record of a page of this cage.
        unsafe { (*self.record(page)).space = space };
        Some((page, is_untouched))
    }

    /// A page that was never used, and whether its memory is untouched.
    fn take_fresh_page(&mut self) -> Option<(usize, bool)> {
        let page = self.next_page;
        if page >= LARGE_START >> PAGE_BITS || !self.cage.commit(self.start_of(page), PAGE_BYTES) {
            return None;
        }
        self.next_page += 1;
        let is_small_heap = self.next_page - (NURSERY_END >> PAGE_BITS) <= SMALL_HEAP_PAGES;
        if !is_small_heap {
            self.cage.populate(self.start_of(page), PAGE_BYTES);
        }
        Some((page, is_small_heap))
    }

    /// Takes a page back: nothing on it is reachable.
    pub fn give_page(&mut self, page: usize) {
        self.clear_page(page);
        insert_descending(&mut self.pool, page);
    }

    /// Whether there is more in the pools than they should keep.
    pub fn has_excess(&self) -> bool {
        self.pool.len() > POOL_PAGES || self.large_pool_pages > POOL_PAGES
    }

    /// Gives back the memory of up to `limit` pages of each pool, as long as it has more than `keep`.
    pub fn release_pools(&mut self, keep: usize, limit: usize) {
        let count = self.pool.len().saturating_sub(keep).min(limit);
        for page in self.pool.drain(..count) {
            self.cage.release(self.cage.base() + (page << PAGE_BITS), PAGE_BYTES);
            insert_descending(&mut self.free_pages, page);
        }
        let mut left = self.large_pool_pages.saturating_sub(keep).min(limit);
        while left > 0
            && let Some((first, pages)) = self.large_pool.pop_front()
        {
            let count = pages.min(left);
            if count < pages {
                self.large_pool.push_front((first + count, pages - count));
            }
            self.large_pool_pages -= count;
            left -= count;
            self.cage.release(self.start_of(first), count << PAGE_BITS);
            self.give_run(first, count);
        }
    }

    fn clear_page(&mut self, page: usize) {
        let start = self.start_of(page);
        // SAFETY: the page was committed when taken, with its bitmaps.
        unsafe {
            MARKS.clear_page(start);
            if (*self.record(page)).has_slots {
                SLOTS.clear_page(start);
            }
            self.record(page).write_bytes(0, 1);
        }
    }

    /// A range for a large object of `words` words; its address. The object's bytes may hold anything.
    pub fn take_large(&mut self, words: usize, space: SpaceId) -> Option<usize> {
        let pages = (words * 8).div_ceil(PAGE_BYTES);
        let first = self.take_run(pages)?;
        let start = self.start_of(first);
        if !self.cage.commit(start, words * 8) {
            self.give_run(first, pages);
            return None;
        }
        for page in first..first + pages {
            // SAFETY: the record of a page of this cage.
            let record = unsafe { &mut *self.record(page) };
            record.space = space;
            record.continues = page != first;
            record.large_words = if page == first { words } else { first };
        }
        Some(start)
    }

    /// Cuts the large object at `start` from `old_words` to `words` words.
    pub fn shrink_large(&mut self, start: usize, old_words: usize, words: usize) {
        let (end, old_end) = (start + words * 8, start + old_words * 8);
        let first = cage::page_index(start);
        let (keep, pages) = ((words * 8).div_ceil(PAGE_BYTES), (old_words * 8).div_ceil(PAGE_BYTES));
        // SAFETY: the cut part is committed; pages without slot bits are skipped by the check.
        unsafe {
            for page in first..first + pages {
                let from = self.start_of(page).max(end);
                if (*self.record(page)).has_slots {
                    SLOTS.clear_range(from, (self.start_of(page) + PAGE_BYTES).min(old_end).max(from));
                }
            }
            (*self.record(first)).large_words = words;
            for page in first + keep..first + pages {
                self.record(page).write_bytes(0, 1);
            }
        }
        self.cage.release(end, old_end - end);
        if keep < pages {
            self.give_run(first + keep, pages - keep);
        }
    }

    fn take_run(&mut self, pages: usize) -> Option<usize> {
        if let Some(first) = self.take_pooled_run(pages) {
            return Some(first);
        }
        if let Some(position) = self.free_large.iter().position(|&(_, length)| length >= pages) {
            let (first, length) = self.free_large[position];
            if length == pages {
                self.free_large.remove(position);
            } else {
                self.free_large[position] = (first + pages, length - pages);
            }
            return Some(first);
        }
        let first = self.next_large;
        if pages > (CAGE_BYTES >> PAGE_BITS) - first {
            return None;
        }
        self.next_large += pages;
        Some(first)
    }

    /// The youngest range of the pool that is long enough, cut to `pages`.
    fn take_pooled_run(&mut self, pages: usize) -> Option<usize> {
        let position = self.large_pool.iter().rposition(|&(_, length)| length >= pages)?;
        let (first, length) = self.large_pool[position];
        if length == pages {
            self.large_pool.remove(position);
        } else {
            self.large_pool[position] = (first + pages, length - pages);
        }
        self.large_pool_pages -= pages;
        Some(first)
    }

    fn give_run(&mut self, first: usize, pages: usize) {
        let position = self.free_large.partition_point(|&(other, _)| other < first);
        self.free_large.insert(position, (first, pages));
        self.merge_with_next(position);
        if position > 0 {
            self.merge_with_next(position - 1);
        }
    }

    fn merge_with_next(&mut self, position: usize) {
        let (first, length) = self.free_large[position];
        if let Some(&(next, next_length)) = self.free_large.get(position + 1)
            && first + length == next
        {
            self.free_large[position].1 += next_length;
            self.free_large.remove(position + 1);
        }
    }

    /// Takes the range of the dead large object at `start`, of `words` words, back.
    pub fn give_large(&mut self, start: usize, words: usize) {
        let first = cage::page_index(start);
        let pages = (words * 8).div_ceil(PAGE_BYTES);
        // SAFETY: the object's first word is committed, and so its mark bit.
        unsafe { MARKS.clear(start) };
        for page in first..first + pages {
            let record = self.record(page);
            // SAFETY: a record of this cage; pages with slot bits have their bitmap share committed.
            unsafe {
                if (*record).has_slots {
                    let from = self.start_of(page);
                    SLOTS.clear_range(from, (from + PAGE_BYTES).min(start + words * 8));
                }
                record.write_bytes(0, 1);
            }
        }
        self.large_pool.push_back((first, pages));
        self.large_pool_pages += pages;
    }
}

fn insert_descending(list: &mut Vec<usize>, page: usize) {
    let position = list.partition_point(|&other| other > page);
    list.insert(position, page);
}

/// Bytes a large object of `words` words takes from the system.
pub fn committed_large_bytes(words: usize) -> usize {
    (words * 8).next_multiple_of(os::page_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allocator() -> PageAllocator {
        PageAllocator::new(Cage::reserve().expect("address space"))
    }

    #[test]
    fn pages_come_lowest_first_and_are_reused() {
        let mut pages = allocator();
        let first = pages.take_page(SpaceId::Old).unwrap().0;
        let second = pages.take_page(SpaceId::Map).unwrap().0;
        assert_eq!(second, first + 1);
        pages.give_page(first);
        pages.give_page(second);
        assert_eq!(pages.take_page(SpaceId::Old), Some((first, false)));
    }

    #[test]
    fn the_pool_keeps_its_lowest_pages() {
        let mut pages = allocator();
        let taken: Vec<usize> = (0..4).map(|_| pages.take_page(SpaceId::Old).unwrap().0).collect();
        taken.iter().for_each(|&page| pages.give_page(page));
        pages.release_pools(1, 2);
        assert_eq!((&pages.pool[..], &pages.free_pages[..]), (&[taken[1], taken[0]][..], &[taken[3], taken[2]][..]));
        pages.release_pools(0, usize::MAX);
        assert!(pages.pool.is_empty());
        assert_eq!(pages.take_page(SpaceId::Old), Some((taken[0], true)));
    }

    #[test]
    fn large_ranges_are_merged_when_freed() {
        let mut pages = allocator();
        let words = 3 * PAGE_BYTES / 8;
        let ranges: Vec<usize> = (0..3).map(|_| pages.take_large(words, SpaceId::Large).unwrap()).collect();
        for &range in [&ranges[0], &ranges[2], &ranges[1]] {
            pages.give_large(range, words);
        }
        assert_eq!(pages.take_large(words, SpaceId::Large), Some(ranges[1]), "the youngest has its memory");
        pages.give_large(ranges[1], words);
        pages.release_pools(4, 2);
        pages.release_pools(0, usize::MAX);
        assert_eq!(pages.take_large(9 * PAGE_BYTES / 8, SpaceId::Large), Some(ranges[0]));
    }
}
