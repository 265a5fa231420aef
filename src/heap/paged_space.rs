//! A space of pages: old, code, map and read-only space.
//!
//! Objects are bumped into the linear area (`top..limit`), which is refilled from the free list, then by sweeping a page,
//! then by a fresh page. Invariant: outside the linear area, swept pages are iterable; [`PagedSpace::close_area`] makes
//! the whole space so.
//!
//! `used_bytes` counts the objects (rounded to the space's alignment), neither fillers nor the open area.
#![allow(unsafe_code)] // free blocks and page records

use super::cage::{self, PAGE_BYTES};
use super::free_list::FreeList;
use super::page::{PageAllocator, SweepState};
use super::space::SpaceId;
use super::sweeper;

pub struct PagedSpace {
    id: SpaceId,
    /// Objects start at multiples of this many bytes.
    alignment: usize,
    top: usize,
    limit: usize,
    used_bytes: usize,
    pub(super) free_list: FreeList,
    pub(super) pages: Vec<usize>,
    /// Pages of the last marking that still hold dead objects; a subset of `pages`.
    pub(super) unswept: Vec<usize>,
}

impl PagedSpace {
    pub const fn new(id: SpaceId) -> PagedSpace {
        let alignment = if matches!(id, SpaceId::Code | SpaceId::Map) { 16 } else { 8 };
        PagedSpace {
            id,
            alignment,
            top: 0,
            limit: 0,
            used_bytes: 0,
            free_list: FreeList::new(),
            pages: Vec::new(),
            unswept: Vec::new(),
        }
    }

    pub fn id(&self) -> SpaceId {
        self.id
    }

    pub fn used_bytes(&self) -> usize {
        self.used_bytes
    }

    pub fn set_used_bytes(&mut self, bytes: usize) {
        self.used_bytes = bytes;
    }

    pub fn committed_bytes(&self) -> usize {
        self.pages.len() * PAGE_BYTES
    }

    /// Bytes that can be allocated without a new page.
    pub fn available_bytes(&self) -> usize {
        self.free_list.free_bytes() + (self.limit - self.top)
    }

    pub fn alignment(&self) -> usize {
        self.alignment
    }

    /// The bytes an object of `words` words takes here.
    #[inline(always)]
    pub fn footprint(&self, words: usize) -> usize {
        (words * 8).next_multiple_of(self.alignment)
    }

    /// Memory for an object of `words` words from the linear area only.
    #[inline(always)]
    pub fn bump(&mut self, words: usize) -> Option<usize> {
        let bytes = self.footprint(words);
        let start = self.top;
        if bytes > self.limit - start {
            return None;
        }
        self.top = start + bytes;
        self.used_bytes += bytes;
        Some(start)
    }

    /// Memory for an object from what the space already owns: linear area, free list, unswept pages.
    pub fn allocate_within(&mut self, words: usize, pages: &mut PageAllocator) -> Option<usize> {
        if let Some(start) = self.bump(words) {
            return Some(start);
        }
        let needed = self.footprint(words) / 8;
        loop {
            if let Some((start, end)) = self.free_list.take(needed) {
                self.open_area(start, end);
                return self.bump(words);
            }
            let page = self.unswept.pop()?;
            sweeper::sweep_page(self, page, pages);
        }
    }

    /// Memory for an object, with a new page if need be. `None` when the machine or the cage has none.
    pub fn allocate(&mut self, words: usize, pages: &mut PageAllocator) -> Option<usize> {
        if let Some(start) = self.allocate_within(words, pages) {
            return Some(start);
        }
        let page = pages.take_page(self.id)?;
        // SAFETY: the record of a page just taken.
        unsafe { (*pages.record(page)).position = self.pages.len() };
        self.pages.push(page);
        let start = pages.start_of(page);
        self.open_area(start, start + PAGE_BYTES);
        self.bump(words)
    }

    fn open_area(&mut self, start: usize, end: usize) {
        self.close_area();
        (self.top, self.limit) = (start, end);
    }

    /// Gives the rest of the linear area back, so that every swept page is iterable.
    pub fn close_area(&mut self) {
        if self.top < self.limit {
            // SAFETY: the area's rest is ours and holds nothing.
            unsafe { self.free_list.add(self.top, self.limit) };
        }
        (self.top, self.limit) = (0, 0);
    }

    /// Gives `page` back; it holds nothing reachable and no free-list block.
    pub fn release_page(&mut self, page: usize, pages: &mut PageAllocator) {
        // SAFETY: records of this space's pages.
        unsafe {
            debug_assert!((*pages.record(page)).free_bytes == 0);
            let position = (*pages.record(page)).position;
            self.pages.swap_remove(position);
            if let Some(&moved) = self.pages.get(position) {
                (*pages.record(moved)).position = position;
            }
        }
        pages.give_page(page);
    }

    /// Calls `visit(address, footprint bytes)` for each object and filler of the swept page at `start`.
    /// # Safety
    /// The page belongs to the space, is swept and the linear area is closed.
    pub unsafe fn walk_page(&self, start: usize, mut visit: impl FnMut(usize)) {
        let mut at = start;
        while at < start + PAGE_BYTES {
            // SAFETY: pages are iterable by the precondition.
            let header = unsafe { *cage::pointer::<super::header::Header>(at) };
            let words = header.size_field();
            assert!(words > 0 && header.forwarded().is_none(), "page iteration met a bad header at {at:#x}");
            visit(at);
            at += self.footprint(words);
        }
    }

    pub fn is_swept(&self, page: usize, pages: &PageAllocator) -> bool {
        // SAFETY: the record of one of this space's pages.
        unsafe { (*pages.record(page)).sweep == SweepState::Swept }
    }
}
