//! Allocation: the fast path in new space, and what happens when it fails.
#![allow(unsafe_code)] // fresh objects are initialised here

use super::cage::{self, MARKS, SLOTS, pointer};
use super::free_list;
use super::header::Header;
use super::heap::Heap;
use super::large_space::{LARGE_OBJECT_BYTES, LargeSpace};
use super::marker;
use super::page::SweepState;
use super::paged_space::PagedSpace;
use super::pauses::PauseKind;
use super::policy::MAX_NEW_LARGE;
use super::raw;
use super::space::{Space, SpaceId};
use super::tracer::{GcKind, GcReason};
use crate::value::Value;

impl Heap {
    /// An object of `kind` with `words` words: raw words zero, tagged words undefined. See [`super::Cx::allocate`].
    #[inline(always)]
    pub(super) fn allocate_object(&mut self, kind: u8, words: usize, meta: u32, space: Space) -> usize {
        debug_assert!(words > 0 && (kind as usize) < self.layouts.len());
        let start = self.buffer.top;
        let end = start.wrapping_add(words.wrapping_mul(8));
        let small = words <= LARGE_OBJECT_BYTES / 8 && !self.has_finalizer[kind as usize];
        if space == Space::New && small && end <= self.buffer.limit {
            self.buffer.top = end;
            // SAFETY: the memory is fresh and has `words` words.
            unsafe { self.initialize(start, kind, words, meta) };
            return start;
        }
        self.allocate_object_slow(kind, words, meta, space)
    }

    /// [`Heap::allocate_object`] of a kind without tagged words whose raw words, the last apart, need not be zero.
    #[inline(always)]
    pub(super) fn allocate_unfilled(&mut self, kind: u8, words: usize, space: Space) -> usize {
        debug_assert!(self.first_tagged[kind as usize] >= words && !self.has_finalizer[kind as usize]);
        let start = self.buffer.top;
        let end = start.wrapping_add(words.wrapping_mul(8));
        if space == Space::New && words <= LARGE_OBJECT_BYTES / 8 && end <= self.buffer.limit {
            self.buffer.top = end;
            // SAFETY: the memory is fresh and has `words` words.
            unsafe {
                raw::init_word(start, words - 1, 0);
                pointer::<Header>(start).write(Header::new(kind, words, 0));
            }
            return start;
        }
        self.allocate_object_slow(kind, words, 0, space)
    }

    #[cold]
    #[inline(never)]
    fn allocate_object_slow(&mut self, kind: u8, words: usize, meta: u32, space: Space) -> usize {
        let address = self.allocate_memory(words, space);
        // SAFETY: the memory is fresh and has `words` words.
        unsafe { self.initialize(address, kind, words, meta) };
        if self.has_finalizer[kind as usize] {
            self.finalizable.add(address);
        }
        // SAFETY: a whole object; outside the nursery it has a mark bit.
        unsafe {
            if space == Space::ReadOnly {
                MARKS.set(address);
            } else if self.marking {
                marker::shade(&mut self.marker, address);
            }
        }
        self.after_slow_allocation(address, words * 8);
        address
    }

    /// # Safety
    /// `address` is fresh memory of `words` words.
    #[inline(always)]
    unsafe fn initialize(&mut self, address: usize, kind: u8, words: usize, meta: u32) {
        let first = self.first_tagged[kind as usize].min(words);
        // SAFETY: by the precondition.
        unsafe {
            pointer::<Header>(address).write(Header::new(kind, words, meta));
            if first == words {
                pointer::<u64>(address + 8).write_bytes(0, words - 1);
                return;
            }
            // Where `words` is a constant this becomes straight stores, whatever the kind's raw prefix.
            for index in 1..words {
                raw::init_word(address, index, Value::UNDEFINED.bits());
            }
            for index in 1..first {
                raw::init_word(address, index, 0);
            }
        }
    }

    fn allocate_memory(&mut self, words: usize, space: Space) -> usize {
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
        let bytes = words * 8;
        self.before_slow_allocation(bytes);
        loop {
            let start = self.buffer.top;
            if start + bytes <= self.buffer.limit {
                self.buffer.top = start + bytes;
                return start;
            }
            if self.limit_is_lowered(bytes) {
                // Lowered for an observer who has been served: the object itself fits.
                self.buffer.top = start + bytes;
                self.reset_allocation_limit();
                return start;
            }
            self.collect_for_new_space(bytes);
        }
    }

    /// Whether `bytes` fit although the buffer's limit says no.
    fn limit_is_lowered(&self, bytes: usize) -> bool {
        self.buffer.top + bytes <= self.new_space.end() && self.can_absorb(bytes)
    }

    /// New space is full: the collection that the policy asks for.
    fn collect_for_new_space(&mut self, bytes: usize) {
        if !self.can_absorb(bytes) {
            self.make_room_under_limit(bytes);
        } else if let Some(reason) = self.major_is_due(0) {
            self.collect(GcKind::Major, reason);
        } else {
            self.collect(GcKind::Minor, GcReason::AllocationFailure);
        }
    }

    fn allocate_paged(&mut self, words: usize, id: SpaceId) -> usize {
        let every = self.observes_every_allocation();
        if !every && let Some(start) = self.paged_space_mut(id).bump(words) {
            return start;
        }
        self.before_slow_allocation(words * 8);
        self.collect_for_old_space(words * 8);
        let must_sweep = !self.paged_space_mut(id).unswept.is_empty();
        let taken = match must_sweep {
            true => self.interrupted(PauseKind::Sweep, |heap| heap.take_old_memory(words, id)),
            false => self.take_old_memory(words, id),
        };
        match taken {
            Some(start) => start,
            None => self.fatal_out_of_memory("Reached the end of the address space"),
        }
    }

    /// Before `bytes` are allocated outside new space: the collection that the policy asks for, if any.
    fn collect_for_old_space(&mut self, bytes: usize) {
        if !self.can_absorb(bytes) {
            self.make_room_under_limit(bytes);
        } else if let Some(reason) = self.major_is_due(bytes) {
            self.collect(GcKind::Major, reason);
        }
    }

    /// Memory in a paged space, with new pages, without a collection.
    pub(super) fn take_old_memory(&mut self, words: usize, id: SpaceId) -> Option<usize> {
        match id {
            SpaceId::Code => self.code.allocate(words, &mut self.pages),
            SpaceId::Map => self.map.allocate(words, &mut self.pages),
            SpaceId::ReadOnly => self.read_only.allocate(words, &mut self.pages),
            _ => self.old.allocate(words, &mut self.pages),
        }
    }

    fn paged_space_mut(&mut self, id: SpaceId) -> &mut PagedSpace {
        match id {
            SpaceId::Code => &mut self.code,
            SpaceId::Map => &mut self.map,
            SpaceId::ReadOnly => &mut self.read_only,
            _ => &mut self.old,
        }
    }

    fn allocate_large(&mut self, words: usize, space: Space) -> usize {
        self.before_slow_allocation(words * 8);
        let young = space == Space::New;
        if young && self.new_large.used_bytes() > MAX_NEW_LARGE && self.can_absorb(words * 8) {
            self.collect(GcKind::Minor, GcReason::AllocationFailure);
        }
        self.collect_for_old_space(words * 8);
        let id = if young { SpaceId::NewLarge } else { SpaceId::Large };
        let Some(address) = self.pages.take_large(words, id) else {
            self.fatal_out_of_memory("Reached the end of the address space");
        };
        self.large_space_mut(young).add(address, words);
        self.reset_allocation_limit();
        address
    }

    fn large_space_mut(&mut self, young: bool) -> &mut LargeSpace {
        if young { &mut self.new_large } else { &mut self.large }
    }

    /// Reports that `delta` external bytes were taken, or given back if negative; may collect.
    pub(super) fn adjust_external_memory(&mut self, delta: i64) {
        self.external_bytes = self.external_bytes.saturating_add_signed(delta as isize);
        if delta <= 0 {
            return;
        }
        self.advance_collection(delta as usize);
        if let Some(reason) = self.major_is_due(0) {
            self.collect(GcKind::Major, reason);
        }
    }
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
        let record = &mut *cage::record_of(address);
        (*heap).cut_while_marking |= (*heap).marking;
        if record.sweep == SweepState::NeedsSweep {
            record.live_bytes -= (end - tail) as u32;
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
