//! Large objects: each has pages of its own and never moves.
//!
//! A young one is "promoted" by changing its page records. Those that a scavenge (young) or a marking (all) does not reach
//! are freed at once.
#![allow(unsafe_code)] // page records

use super::cage::{self, MARKS};
use super::page::{PageAllocator, committed_large_bytes};
use super::space::SpaceId;

/// Objects of more bytes than this are large.
pub const LARGE_OBJECT_BYTES: usize = if cfg!(miri) { 16 << 10 } else { 128 << 10 };

/// One of the two large-object spaces.
#[derive(Default)]
pub struct LargeSpace {
    pub(super) objects: Vec<usize>,
    used_bytes: usize,
    committed_bytes: usize,
}

/// Words of the large object at `address`.
/// # Safety
/// A large object starts at `address`.
#[inline]
pub unsafe fn large_words(address: usize) -> usize {
    // SAFETY: by the precondition its page has a record.
    unsafe { (*cage::record_of(address)).large_words }
}

impl LargeSpace {
    pub fn used_bytes(&self) -> usize {
        self.used_bytes
    }

    pub fn committed_bytes(&self) -> usize {
        self.committed_bytes
    }

    pub fn add(&mut self, address: usize, words: usize) {
        self.objects.push(address);
        self.used_bytes += words * 8;
        self.committed_bytes += committed_large_bytes(words);
    }

    /// Forgets all objects (their pages now belong to another space, or to none).
    pub fn take_all(&mut self) -> Vec<usize> {
        (self.used_bytes, self.committed_bytes) = (0, 0);
        std::mem::take(&mut self.objects)
    }

    /// Accounts for the object at `address` having been cut from `old` to `new` words.
    pub fn shrunk(&mut self, old: usize, new: usize) {
        self.used_bytes -= (old - new) * 8;
        self.committed_bytes -= committed_large_bytes(old) - committed_large_bytes(new);
    }

    /// Frees the unmarked objects; the bytes freed.
    pub fn sweep(&mut self, pages: &mut PageAllocator) -> usize {
        let before = self.used_bytes;
        for object in self.take_all() {
            // SAFETY: the space lists the starts of its objects.
            let words = unsafe { large_words(object) };
            // SAFETY: a committed page.
            if unsafe { MARKS.get(object) } {
                self.add(object, words);
            } else {
                pages.give_large(object, words);
            }
        }
        before - self.used_bytes
    }
}

/// Sets the owner of all pages of the large object at `address`.
/// # Safety
/// A large object starts at `address`.
pub unsafe fn set_owner(address: usize, space: SpaceId) {
    let first = cage::page_index(address);
    // SAFETY: by the precondition.
    let pages = (unsafe { large_words(address) } * 8).div_ceil(cage::PAGE_BYTES);
    for page in first..first + pages {
        // SAFETY: records of the object's pages.
        unsafe { (*cage::record_at(address, page)).space = space };
    }
}
