//! Free blocks of a paged space, by size class.
//!
//! A block is a filler object ([`FREE_KIND`]) whose word 1 links to the next of its class. Blocks below
//! [`MIN_BLOCK_WORDS`] stay fillers: they are waste until their neighbours die.
#![allow(unsafe_code)] // links live in the free blocks

use super::cage::{self, pointer};
use super::header::{FREE_KIND, Header};

/// Smallest block worth linking.
pub const MIN_BLOCK_WORDS: usize = 4;
/// One class per power of two of words, from 4 to 32768 (a whole page).
const CLASS_COUNT: usize = 14;

pub struct FreeList {
    heads: [usize; CLASS_COUNT],
    free_bytes: usize,
}

/// Makes `[start, end)` one filler, so that its page stays iterable.
/// # Safety
/// The range is committed heap memory of at most a page that holds nothing reachable.
#[inline]
pub unsafe fn write_filler(start: usize, end: usize) {
    debug_assert!(start <= end && end - start <= cage::PAGE_BYTES);
    if start < end {
        // SAFETY: the range is ours by the precondition.
        unsafe { pointer::<Header>(start).write(Header::new(FREE_KIND, (end - start) / 8, 0)) }
    }
}

fn class_of(words: usize) -> usize {
    (words.ilog2() as usize - 2).min(CLASS_COUNT - 1)
}

impl FreeList {
    pub const fn new() -> FreeList {
        FreeList { heads: [0; CLASS_COUNT], free_bytes: 0 }
    }

    /// Bytes in linked blocks.
    pub fn free_bytes(&self) -> usize {
        self.free_bytes
    }

    pub fn clear(&mut self) {
        *self = FreeList::new();
    }

    /// Makes `[start, end)` a filler and links it if it is large enough.
    /// # Safety
    /// As [`write_filler`].
    pub unsafe fn add(&mut self, start: usize, end: usize) {
        // SAFETY: by the precondition.
        unsafe { write_filler(start, end) };
        let words = (end - start) / 8;
        if words < MIN_BLOCK_WORDS {
            return;
        }
        let class = class_of(words);
        // SAFETY: the block has at least four words.
        unsafe {
            pointer::<usize>(start + 8).write(self.heads[class]);
            (*cage::record_of(start)).free_bytes += (end - start) as u32;
        }
        self.heads[class] = start;
        self.free_bytes += end - start;
    }

    /// Takes a block of at least `words` words: its range.
    pub fn take(&mut self, words: usize) -> Option<(usize, usize)> {
        let class = class_of(words.max(MIN_BLOCK_WORDS));
        let fits_whole_class = if words.is_power_of_two() { class } else { class + 1 };
        for class in fits_whole_class..CLASS_COUNT {
            if self.heads[class] != 0 {
                return self.unlink(class, words);
            }
        }
        self.unlink(class, words)
    }

    /// The first block of `class` with `words` words, within a bounded search.
    fn unlink(&mut self, class: usize, words: usize) -> Option<(usize, usize)> {
        const SEARCH_LIMIT: usize = 16;
        let mut link: *mut usize = &mut self.heads[class];
        for _ in 0..SEARCH_LIMIT {
            // SAFETY: `link` is a list head or word 1 of a linked block.
            let block = unsafe { *link };
            if block == 0 {
                return None;
            }
            // SAFETY: linked blocks are fillers with a link word.
            let size = unsafe { (*pointer::<Header>(block)).size_field() };
            if size >= words {
                // SAFETY: as above.
                unsafe {
                    *link = *pointer::<usize>(block + 8);
                    (*cage::record_of(block)).free_bytes -= (size * 8) as u32;
                }
                self.free_bytes -= size * 8;
                return Some((block, block + size * 8));
            }
            link = pointer(block + 8);
        }
        None
    }
}
