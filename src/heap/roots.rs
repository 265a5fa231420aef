//! Roots: where a collection starts.
//!
//! Each root belongs to a named section, so that retainer paths and snapshots can say what holds an object: the handle
//! scopes' root stack, the root table, persistent handles, objects kept during a job, dead weak cells, and whatever the
//! embedder (VM stack, pending exception, caches) visits through its registered function.
#![allow(unsafe_code)] // root slots are raw words

use std::cell::Cell;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use super::cage::pointer;
use crate::value::Value;

/// Words of the strong root table.
pub const ROOT_TABLE_WORDS: usize = 1024;
/// Most handles that can be live at once.
const ROOT_STACK_WORDS: usize = if cfg!(miri) { 1 << 14 } else { 1 << 22 };

pub const HANDLE_SECTION: &str = "(Handle scope)";
pub const ROOT_TABLE_SECTION: &str = "(Strong roots)";
pub const KEPT_SECTION: &str = "(Kept during job)";
pub const DEAD_CELLS_SECTION: &str = "(Finalization queue)";

/// What a walk over the roots does with them.
pub trait RootSink {
    /// Words `[start, end)` of heap values (or words that are no heap pointers).
    /// # Safety
    /// The range is readable and writable memory of the section.
    unsafe fn range(&mut self, section: &'static str, start: *mut u64, end: *mut u64);
}

/// Handed to the embedder's root function.
pub struct RootVisitor<'a> {
    sink: &'a mut dyn RootSink,
}

impl<'a> RootVisitor<'a> {
    pub fn new(sink: &'a mut dyn RootSink) -> RootVisitor<'a> {
        RootVisitor { sink }
    }

    /// Visits one value.
    /// # Safety
    /// `slot` points to a valid value word that may be rewritten.
    pub unsafe fn slot(&mut self, section: &'static str, slot: *mut u64) {
        // SAFETY: by the precondition.
        unsafe { self.sink.range(section, slot, slot.add(1)) }
    }

    /// Visits the values in `[start, end)`.
    /// # Safety
    /// All words in the range are valid values that may be rewritten, or words that do not look like heap pointers.
    pub unsafe fn range(&mut self, section: &'static str, start: *mut u64, end: *mut u64) {
        // SAFETY: by the precondition.
        unsafe { self.sink.range(section, start, end) }
    }
}

/// The stack of handle slots.
pub struct RootStack {
    start: NonNull<u64>,
    top: Cell<usize>,
}

impl Drop for RootStack {
    fn drop(&mut self) {
        let words = std::ptr::slice_from_raw_parts_mut(self.start.as_ptr().cast(), ROOT_STACK_WORDS);
        // SAFETY: the box that `new` gave up.
        drop(unsafe { Box::<[MaybeUninit<u64>]>::from_raw(words) });
    }
}

impl RootStack {
    pub fn new() -> RootStack {
        let words = Box::into_raw(Box::<[u64]>::new_uninit_slice(ROOT_STACK_WORDS));
        RootStack { start: NonNull::new(words.cast()).expect("a box is not null"), top: Cell::new(0) }
    }

    /// Number of live slots.
    #[inline(always)]
    pub fn height(&self) -> usize {
        self.top.get()
    }

    /// Drops all slots from `height` on.
    #[inline(always)]
    pub fn truncate(&self, height: usize) {
        debug_assert!(height <= self.top.get(), "handle scopes closed out of order");
        self.top.set(height);
    }

    #[inline(always)]
    pub fn push(&self, bits: u64) -> *mut u64 {
        let top = self.top.get();
        assert!(top < ROOT_STACK_WORDS, "root stack overflow: a native loop opens no handle scope");
        let slot = self.start().wrapping_add(top);
        // SAFETY: in bounds; slots are only accessed through raw pointers derived from the same box.
        unsafe { slot.write(bits) };
        self.top.set(top + 1);
        slot
    }

    pub fn start(&self) -> *mut u64 {
        self.start.as_ptr()
    }
}

/// Calls `visit` for each slot of `[start, end)` that holds a heap pointer.
/// # Safety
/// The range is readable; `visit` may rewrite the slot.
#[inline(always)]
pub unsafe fn for_each_pointer(start: *mut u64, end: *mut u64, mut visit: impl FnMut(*mut u64)) {
    let mut slot = start;
    while slot < end {
        // SAFETY: within the range.
        if Value::from_bits(unsafe { *slot }).is_heap() {
            visit(slot);
        }
        slot = slot.wrapping_add(1);
    }
}

/// Ranges of at least this many words are worth [`for_each_pointer_in_long`].
pub const LONG_WORDS: usize = 64;

/// [`for_each_pointer`] for a long range, which may hold numbers and nothing else: whole runs of them are passed over at once.
/// # Safety
/// As [`for_each_pointer`].
#[inline(always)]
pub unsafe fn for_each_pointer_in_long(start: *mut u64, end: *mut u64, mut visit: impl FnMut(*mut u64)) {
    const RUN: usize = 8;
    let mut slot = start;
    // SAFETY: all reads are within the range.
    unsafe {
        while end.addr() - slot.addr() >= RUN * 8 {
            let run = *slot.cast::<[u64; RUN]>();
            // No early exit, so that the test is done in vector registers.
            if run.iter().fold(false, |any, &word| any | Value::from_bits(word).is_heap()) {
                for_each_pointer(slot, slot.add(RUN), &mut visit);
            }
            slot = slot.add(RUN);
        }
        for_each_pointer(slot, end, visit);
    }
}

/// The slots of the tagged words `[first, end)` of the object at `address`.
#[inline(always)]
pub fn slot_range(address: usize, first: usize, end: usize) -> (*mut u64, *mut u64) {
    (pointer(address + first * 8), pointer(address + end * 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_are_found_wherever_they_are_in_a_long_range() {
        for length in [0, 7, 8, 9, 64, 67] {
            for at in 0..length {
                let mut words = vec![Value::from_i32(1).bits(); length];
                words[at] = Value::from_address(0x1000).bits();
                let range = words.as_mut_ptr_range();
                let mut found = Vec::new();
                // SAFETY: the range is the vector's.
                unsafe { for_each_pointer_in_long(range.start, range.end, |slot| found.push(slot)) };
                assert_eq!(found, [range.start.wrapping_add(at)], "word {at} of {length}");
            }
        }
    }
}
