//! Allocation: the fast path in new space, and what happens when it fails.
#![allow(unsafe_code)] // fresh objects are initialised here

use super::cage::{self, MARKS, SLOTS, pointer};
use super::free_list;
use super::header::Header;
use super::heap::Heap;
use super::large_space::{LARGE_OBJECT_BYTES, LargeSpace};
use super::raw;
use super::space::{Space, SpaceId};
use super::tracer::{GcKind, GcReason};
use crate::value::Value;

impl Heap {
    /// An object of `kind` with `words` words: raw words zero, tagged words undefined. See [`super::Cx::allocate`].
    #[inline(always)]
    pub(super) fn allocate_object(&mut self, kind: u8, words: usize, meta: u32, space: Space) -> usize {
        let address = self.allocate_memory(kind, words, space);
        // SAFETY: the memory is fresh and has `words` words.
        unsafe { self.initialize(address, kind, words, meta) };
        address
    }

    #[inline(always)]
    fn allocate_memory(&mut self, kind: u8, words: usize, space: Space) -> usize {
        debug_assert!(words > 0 && (kind as usize) < self.layouts.len());
        let start = self.buffer.top;
        let end = start.wrapping_add(words.wrapping_mul(8));
        if space == Space::New && words <= LARGE_OBJECT_BYTES / 8 && end <= self.buffer.limit {
            self.buffer.top = end;
            return start;
        }
        self.allocate_slow(words, space)
    }

    /// # Safety
    /// `address` is fresh memory of `words` words.
    #[inline(always)]
    unsafe fn initialize(&mut self, address: usize, kind: u8, words: usize, meta: u32) {
        let first = self.first_tagged[kind as usize].min(words);
        // SAFETY: by the precondition.
        unsafe {
            pointer::<Header>(address).write(Header::new(kind, words, meta));
            for index in 1..first {
                raw::init_word(address, index, 0);
            }
            for index in first..words {
                raw::init_word(address, index, Value::UNDEFINED.bits());
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn allocate_slow(&mut self, words: usize, space: Space) -> usize {
        if words > LARGE_OBJECT_BYTES / 8 {
            return self.allocate_large(words, space);
        }
        match space {
            Space::New => self.allocate_new_slow(words),
            Space::Old => self.allocate_paged(words, SpaceId::Old),
            Space::Code => self.allocate_paged(words, SpaceId::Code),
            Space::Map => self.allocate_paged(words, SpaceId::Map),
            Space::ReadOnly => self.allocate_paged(words, SpaceId::ReadOnly),
        }
    }

    fn allocate_new_slow(&mut self, words: usize) -> usize {
        const ATTEMPTS: usize = 3;
        for _ in 0..ATTEMPTS {
            let end = self.buffer.top + words * 8;
            if end <= self.buffer.limit {
                return std::mem::replace(&mut self.buffer.top, end);
            }
            self.collect(GcKind::Minor, GcReason::AllocationFailure);
        }
        panic!("two scavenges left no room in new space");
    }

    fn allocate_paged(&mut self, words: usize, id: SpaceId) -> usize {
        self.take_old_memory(words, id).expect("out of memory")
    }

    /// Memory in a paged space, with new pages, without a collection.
    pub(super) fn take_old_memory(&mut self, words: usize, id: SpaceId) -> Option<usize> {
        let space = match id {
            SpaceId::Code => &mut self.code,
            SpaceId::Map => &mut self.map,
            SpaceId::ReadOnly => &mut self.read_only,
            _ => &mut self.old,
        };
        space.allocate(words, &mut self.pages)
    }

    fn allocate_large(&mut self, words: usize, space: Space) -> usize {
        let young = space == Space::New;
        let id = if young { SpaceId::NewLarge } else { SpaceId::Large };
        let address = self.pages.take_large(words, id).expect("out of memory");
        self.large_space_mut(young).add(address, words);
        address
    }

    fn large_space_mut(&mut self, young: bool) -> &mut LargeSpace {
        if young { &mut self.new_large } else { &mut self.large }
    }

    pub(super) fn try_reserve(&mut self, bytes: usize) -> bool {
        bytes < cage::CAGE_BYTES / 4
    }

    pub fn adjust_external_memory(&mut self, _delta: i64) {}
}

/// Cuts the object at `address` down to `words` words.
/// # Safety
/// The object is of `heap`, in new, old or a large-object space, has at least `words` words, and its tail is unused.
pub unsafe fn shrink(heap: *mut Heap, address: usize, words: usize) {
    // SAFETY: by the precondition.
    unsafe {
        let old_words = raw::size_words(address);
        if words == old_words {
            return;
        }
        let (tail, end) = (address + words * 8, address + old_words * 8);
        raw::set_header(address, raw::header(address).with_size(words));
        if cage::in_large_range(address) {
            shrink_large(&mut *heap, address, old_words, words);
            return;
        }
        free_list::write_filler(tail, end);
        if cage::in_nursery(address) {
            return;
        }
        SLOTS.clear_range(tail, end);
        (*heap).old.set_used_bytes((*heap).old.used_bytes() - (end - tail));
        if MARKS.get(address) {
            (*cage::record_of(address)).live_bytes -= (end - tail) as u32;
        }
    }
}

/// # Safety
/// A large object of `old_words` words starts at `address`.
unsafe fn shrink_large(heap: &mut Heap, address: usize, old_words: usize, words: usize) {
    // SAFETY: by the precondition.
    unsafe {
        let young = (*cage::record_of(address)).space == SpaceId::NewLarge;
        heap.pages.shrink_large(address, old_words, words);
        heap.large_space_mut(young).shrunk(old_words, words);
        // A large object stays sized by its record, whatever fits its header.
        raw::set_header(address, raw::header(address).with_size(words));
    }
}
