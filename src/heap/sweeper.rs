//! Sweeping: the gaps between a page's marked objects become free blocks.
//!
//! Lazy by default: after a marking the pages are queued, and the allocator sweeps them one by one as it needs room.
//! Only the mark bits and the sizes of live objects are read; dead objects are never looked at. The mark bits stay until
//! the next marking begins, slot bits need no care: the nursery is empty when a marking ends, so none are set.
#![allow(unsafe_code)] // mark bits and free blocks

use super::cage::{BITMAP_WORDS, MARKS, PAGE_BYTES, pointer};
use super::header::Header;
use super::page::{PageAllocator, SweepState};
use super::paged_space::PagedSpace;

/// What vacated memory is filled with in debug builds: odd, so that it reads as a forwarding word to nowhere.
pub const POISON: u8 = 0xDB;

/// Calls `visit` with the address of each marked object of the page at `start`, in address order.
/// # Safety
/// The page is committed.
#[inline]
pub unsafe fn for_each_marked(start: usize, mut visit: impl FnMut(usize)) {
    let bitmap = MARKS.page_words(start);
    for index in 0..BITMAP_WORDS {
        // SAFETY: the page's bitmap share is committed with it.
        let mut bits = unsafe { *bitmap.add(index) };
        while bits != 0 {
            visit(start + index * 512 + bits.trailing_zeros() as usize * 8);
            bits &= bits - 1;
        }
    }
}

/// Sweeps `page` of `space`, which must not be in its `unswept` list any more.
pub fn sweep_page(space: &mut PagedSpace, page: usize, pages: &PageAllocator) {
    let start = pages.start_of(page);
    let mut free_from = start;
    let mut live = 0;
    // SAFETY: the page belongs to the space; marked objects have valid headers; the gaps between them are unreachable.
    unsafe {
        for_each_marked(start, |object| {
            let bytes = space.footprint((*pointer::<Header>(object)).size_field());
            free(space, free_from, object);
            free_from = object + bytes;
            live += bytes;
        });
        free(space, free_from, start + PAGE_BYTES);
        let record = &mut *pages.record(page);
        // They differ if an object was cut between its marking and now.
        space.set_used_bytes(space.used_bytes() + live - record.live_bytes as usize);
        record.live_bytes = live as u32;
        record.sweep = SweepState::Swept;
    }
}

/// # Safety
/// `[start, end)` holds nothing reachable.
unsafe fn free(space: &mut PagedSpace, start: usize, end: usize) {
    if start == end {
        return;
    }
    // SAFETY: by the precondition.
    unsafe {
        if cfg!(debug_assertions) {
            pointer::<u8>(start).write_bytes(POISON, end - start);
        }
        space.free_list.add(start, end);
    }
}
