//! Raw access to heap words: for the collectors, the verifier and the interpreter, nobody else.
//!
//! Every function here trusts its addresses. The two invariants it serves: stores go through [`store`] (or initialise an
//! object that is still in the nursery), and no address is kept across a possible collection.
#![allow(unsafe_code)] // this is the funnel

use super::barrier;
use super::cage::{self, pointer};
use super::header::{Header, SIZE_IN_RECORD};
use super::heap::Heap;
use super::large_space::large_words;
use crate::value::Value;

pub use super::cage::in_nursery;
pub use super::header::{meta_of, meta_target};
pub use super::new_space::AllocationBuffer;

/// The header of the object at `address`.
/// # Safety
/// An object starts at `address`.
#[inline(always)]
pub unsafe fn header(address: usize) -> Header {
    // SAFETY: by the precondition.
    unsafe { *pointer::<Header>(address) }
}

/// # Safety
/// An object starts at `address`; `header` keeps its size and kind true.
#[inline(always)]
pub unsafe fn set_header(address: usize, header: Header) {
    // SAFETY: by the precondition.
    unsafe { *pointer::<Header>(address) = header }
}

/// Words of the object at `address`, header included.
/// # Safety
/// An object starts at `address` and is not forwarded.
#[inline(always)]
pub unsafe fn size_words(address: usize) -> usize {
    // SAFETY: by the precondition.
    let size = unsafe { header(address) }.size_field();
    if size != SIZE_IN_RECORD {
        return size;
    }
    // SAFETY: only large objects have this size field.
    unsafe { large_words(address) }
}

/// Word `index` of the object at `address`.
/// # Safety
/// The object has that word.
#[inline(always)]
pub unsafe fn word(address: usize, index: usize) -> u64 {
    // SAFETY: by the precondition.
    unsafe { *pointer::<u64>(address + index * 8) }
}

/// Raw byte `at` of the object at `address`, counted from its header.
/// # Safety
/// The object has that byte.
#[inline(always)]
pub unsafe fn byte(address: usize, at: usize) -> u8 {
    // SAFETY: by the precondition.
    unsafe { *pointer::<u8>(address + at) }
}

/// Writes word `index` without a barrier: raw words, and tagged words of a nursery object not yet seen by anyone.
/// # Safety
/// The object has that word.
#[inline(always)]
pub unsafe fn init_word(address: usize, index: usize, bits: u64) {
    // SAFETY: by the precondition.
    unsafe { *pointer::<u64>(address + index * 8) = bits }
}

/// False if the object at `address` is certainly old. Exact for objects that are not large.
#[inline(always)]
pub fn is_young(address: usize) -> bool {
    cage::may_be_young(address)
}

/// The store of a tagged word: word `index` of the object at `address` becomes `bits`.
/// # Safety
/// The object is of the heap `heap` and has that tagged word; `bits` is a value of the same heap.
#[inline(always)]
pub unsafe fn store(heap: *mut Heap, address: usize, index: usize, bits: u64) {
    let slot = address + index * 8;
    // SAFETY: by the precondition.
    unsafe {
        *pointer::<u64>(slot) = bits;
        if Value::from_bits(bits).is_heap() && !cage::in_nursery(address) {
            barrier::after_store(heap, slot, Value::from_bits(bits).address());
        }
    }
}

/// Adds `slot` to the remembered set: the slow half of [`store`] for an old host and a young value.
/// # Safety
/// `slot` is a tagged word of an object outside the nursery.
#[inline(always)]
pub unsafe fn remember_slow(heap: *mut Heap, slot: usize) {
    // SAFETY: by the precondition.
    unsafe { barrier::remember(heap, slot) }
}

/// True while a marking is under way: stores into old objects must then shade what they store.
/// # Safety
/// `heap` is a live heap.
#[inline(always)]
pub unsafe fn is_marking(heap: *const Heap) -> bool {
    // SAFETY: by the precondition.
    unsafe { (*heap).marking }
}

/// Changes the header's meta (a map transition, for example).
/// # Safety
/// The object is of the heap `heap`; a reference meta names a live object of map or code space.
#[inline(always)]
pub unsafe fn set_meta(heap: *mut Heap, address: usize, meta: u32) {
    // SAFETY: by the precondition.
    unsafe {
        set_header(address, header(address).with_meta(meta));
        if (*heap).marking && !cage::in_nursery(address) {
            barrier::after_set_meta(heap, address);
        }
    }
}

/// Copies `count` tagged words, with the barrier for each; the ranges may overlap.
/// # Safety
/// Both ranges are tagged words of objects of `heap`.
pub unsafe fn copy_words(heap: *mut Heap, to: usize, from: usize, count: usize) {
    // SAFETY: by the precondition.
    unsafe {
        std::ptr::copy(pointer::<u64>(from), pointer::<u64>(to), count);
        if cage::in_nursery(to) {
            return;
        }
        barrier::after_copy(heap, to, to + count * 8);
    }
}
