//! A space of pages: old, code, map and read-only space.
//!
//! Objects are bumped into the linear area (`top..limit`), which is refilled from the free list, then by sweeping a page,
//! then by a fresh page. Invariant: outside the linear area, swept pages are iterable; [`PagedSpace::close_area`] makes
//! the whole space so.
//!
//! `used_bytes` counts the objects (rounded to the space's alignment), neither fillers nor the open area.
#![allow(unsafe_code)] // free blocks and page records

use super::cage::{PAGE_BYTES, pointer};
use super::free_list::FreeList;
use super::header::Header;
use super::page::{PageAllocator, SweepState};
use super::space::SpaceId;
use super::sweeper;

pub struct PagedSpace {
    id: SpaceId,
    /// Objects start at multiples of this many bytes, a power of two.
    alignment: usize,
    top: usize,
    limit: usize,
    /// The linear area runs to the end of a page that was never touched beyond `top`.
    area_is_fresh: bool,
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
            area_is_fresh: false,
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

    /// Bytes committed but never touched.
    pub fn untouched_bytes(&self) -> usize {
        if self.area_is_fresh { self.limit - self.top } else { 0 }
    }

    /// The bytes an object of `words` words takes here.
    #[inline(always)]
    pub fn footprint(&self, words: usize) -> usize {
        (words * 8 + self.alignment - 1) & !(self.alignment - 1)
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
        let (page, is_untouched) = pages.take_page(self.id)?;
        // SAFETY: the record of a page just taken.
        unsafe { (*pages.record(page)).position = self.pages.len() };
        self.pages.push(page);
        let start = pages.start_of(page);
        self.open_area(start, start + PAGE_BYTES);
        self.area_is_fresh = is_untouched;
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
        self.drop_area();
    }

    fn drop_area(&mut self) {
        (self.top, self.limit, self.area_is_fresh) = (0, 0, false);
    }

    /// After a marking: what is live is known from the marks, everything else is free once its page is swept. Pages with
    /// nothing live are given back at once.
    pub fn marked(&mut self, pages: &mut PageAllocator) {
        self.drop_area();
        self.free_list.clear();
        self.unswept.clear();
        self.used_bytes = 0;
        for page in self.pages.clone() {
            // SAFETY: records of this space's pages.
            let record = unsafe { &mut *pages.record(page) };
            record.free_bytes = 0;
            if record.live_bytes == 0 {
                self.release_page(page, pages);
                continue;
            }
            record.sweep = SweepState::NeedsSweep;
            self.used_bytes += record.live_bytes as usize;
            self.unswept.push(page);
        }
        // Allocation pops from the end: lowest addresses first.
        self.unswept.sort_unstable_by(|a, b| b.cmp(a));
    }

    /// Sweeps up to `limit` of the pages that wait for it; how many.
    pub fn sweep_some(&mut self, limit: usize, pages: &PageAllocator) -> usize {
        let mut swept = 0;
        while swept < limit
            && let Some(page) = self.unswept.pop()
        {
            sweeper::sweep_page(self, page, pages);
            swept += 1;
        }
        swept
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

    /// Calls `visit` with the address of each object and filler of the swept page at `start`.
    /// # Safety
    /// The page belongs to the space and is swept.
    pub unsafe fn walk_page(&self, start: usize, mut visit: impl FnMut(usize)) {
        let mut at = start;
        while at < start + PAGE_BYTES {
            if at == self.top && self.top < self.limit {
                at = self.limit;
                continue;
            }
            // SAFETY: swept pages are iterable outside the linear area.
            let header = unsafe { *pointer::<Header>(at) };
            assert!(
                header.size_field() > 0 && header.forwarded().is_none(),
                "page iteration met a bad header at {at:#x}"
            );
            visit(at);
            at += self.footprint(header.size_field());
        }
    }

    /// Calls `visit(address, bytes)` for each object (and filler) of the space; of unswept pages, for the live ones.
    pub fn for_each_object(&self, pages: &PageAllocator, mut visit: impl FnMut(usize, usize)) {
        for &page in &self.pages {
            let start = pages.start_of(page);
            // SAFETY: pages of this space have records; each is walked as its sweep state allows.
            unsafe {
                let mut found = |object| visit(object, self.footprint((*pointer::<Header>(object)).size_field()));
                match (*pages.record(page)).sweep {
                    SweepState::Swept => self.walk_page(start, found),
                    _ => sweeper::for_each_marked(start, &mut found),
                }
            }
        }
    }
}
