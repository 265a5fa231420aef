//! The write barrier behind [`raw::store`](super::raw::store): one funnel for both of its duties.
//!
//! Generational: a word of an object outside the nursery that receives a pointer to a young object gets its slot bit.
//! Marking (Dijkstra): while a marking runs, what is stored into such an object is shaded. Nursery hosts need neither: a
//! scavenge visits all of them, and one runs at the end of each marking.
#![allow(unsafe_code)] // slot bits

use super::cage::{self, SLOTS, pointer};
use super::header;
use super::heap::Heap;
use super::layout::HeaderRef;
use super::marker;
use super::raw;
use crate::value::Value;

/// After a pointer to `target` was written to `slot`, a word of an object outside the nursery.
/// # Safety
/// As said; both are of the heap `heap`.
#[inline(always)]
pub unsafe fn after_store(heap: *mut Heap, slot: usize, target: usize) {
    // SAFETY: by the precondition.
    unsafe {
        if cage::may_be_young(target) {
            remember(heap, slot);
        }
        if (*heap).marking {
            shade(heap, target);
        }
    }
}

/// After tagged words were copied to `[start, end)`, words of an object outside the nursery. One young target is enough to
/// remember them all: the next scavenge looks again, and a loop over their bits would cost more than the copy.
/// # Safety
/// As said; what the words refer to are objects of `heap`.
pub unsafe fn after_copy(heap: *mut Heap, start: usize, end: usize) {
    let words = || (start..end).step_by(8);
    let target = |slot| {
        // SAFETY: by the precondition.
        let value = Value::from_bits(unsafe { *pointer::<u64>(slot) });
        value.is_heap().then(|| value.address())
    };
    // SAFETY: by the precondition.
    unsafe {
        if words().any(|slot| target(slot).is_some_and(cage::may_be_young)) {
            SLOTS.set_range(start, end);
            for page in cage::page_index(start)..=cage::page_index(end - 8) {
                list_page(heap, page);
            }
        }
        if (*heap).marking {
            words().filter_map(target).for_each(|target| marker::shade(&mut (*heap).marker, target));
        }
    }
}

/// Sets the slot bit of `slot`.
/// # Safety
/// `slot` is a tagged word of an object of `heap` outside the nursery.
#[inline(never)]
pub unsafe fn remember(heap: *mut Heap, slot: usize) {
    // SAFETY: by the precondition; the page has its bitmap share.
    unsafe {
        SLOTS.set(slot);
        list_page(heap, cage::page_index(slot));
    }
}

/// Notes that the page has slot bits.
/// # Safety
/// A page of `heap` outside the nursery.
#[inline(always)]
unsafe fn list_page(heap: *mut Heap, page: usize) {
    // SAFETY: by the precondition the page has a record.
    unsafe {
        let record = (*heap).pages.record(page);
        if !(*record).has_slots {
            (*record).has_slots = true;
            (*heap).pages_with_slots.push(page);
        }
    }
}

/// Marks `target` grey unless it is in the nursery.
/// # Safety
/// An object of `heap` starts at `target` and a marking runs.
#[cold]
#[inline(never)]
pub unsafe fn shade(heap: *mut Heap, target: usize) {
    // SAFETY: by the precondition.
    unsafe { marker::shade(&mut (*heap).marker, target) }
}

/// After the header meta of the object at `address`, outside the nursery, changed during a marking.
/// # Safety
/// An object of `heap` starts at `address`.
#[cold]
pub unsafe fn after_set_meta(heap: *mut Heap, address: usize) {
    // SAFETY: by the precondition.
    unsafe {
        let header = raw::header(address);
        if (*heap).layouts[header.kind() as usize].header_ref == HeaderRef::Strong && header.meta() != 0 {
            shade(heap, header::meta_target(address, header.meta()));
        }
    }
}
