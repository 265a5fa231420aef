//! Plain vectors: of values (`FixedArray`) and of bytes (`ByteArray`).

use crate::heap::layout::NO_TAGGED;
use crate::heap::{Cx, Gc, Handle, Space, Val};

heap_object! {
    /// A fixed number of values from word 1 on.
    pub FixedArray = FixedArray, "FixedArray" {} [1] {}

    /// Word 1 is the length in bytes, the bytes follow; used for hash indexes.
    pub ByteArray = ByteArray, "ByteArray" { first_tagged: NO_TAGGED } [2] {}
}

impl FixedArray {
    /// `length` values, all undefined.
    pub fn new<'s>(cx: &mut Cx<'s>, length: usize) -> Handle<'s, FixedArray> {
        cx.allocate(1 + length, 0, Space::New)
    }
}

impl<'g> Gc<'g, FixedArray> {
    #[inline]
    pub fn len(self) -> usize {
        self.size_words() - 1
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    #[inline]
    pub fn at(self, index: usize) -> Val<'g> {
        assert!(index < self.len(), "FixedArray index in range");
        self.word(1 + index)
    }

    #[inline]
    pub fn set(self, cx: &Cx<'_>, index: usize, value: Val<'_>) {
        assert!(index < self.len(), "FixedArray index in range");
        self.set_word(cx, 1 + index, value)
    }
}

impl ByteArray {
    /// `count` 32-bit numbers, all zero.
    pub fn new_u32<'s>(cx: &mut Cx<'s>, count: usize, space: Space) -> Handle<'s, ByteArray> {
        let words = count.div_ceil(2);
        let array: Handle<'s, ByteArray> = cx.allocate(2 + words, 0, space);
        let raw = array.get(cx);
        raw.set_raw_u64(cx, 1, count as u64 * 4);
        for word in 0..words {
            raw.set_raw_u64(cx, 2 + word, 0);
        }
        array
    }
}

impl Gc<'_, ByteArray> {
    /// How many 32-bit numbers it holds.
    #[inline]
    pub fn u32_len(self) -> usize {
        (self.raw_u64(1) / 4) as usize
    }

    #[inline]
    pub fn u32_at(self, index: usize) -> u32 {
        assert!(index < self.u32_len(), "ByteArray index in range");
        (self.raw_u64(2 + index / 2) >> (32 * (index & 1))) as u32
    }

    #[inline]
    pub fn set_u32(self, cx: &Cx<'_>, index: usize, value: u32) {
        assert!(index < self.u32_len(), "ByteArray index in range");
        let shift = 32 * (index & 1);
        let word = self.raw_u64(2 + index / 2);
        self.set_raw_u64(cx, 2 + index / 2, word & !(0xFFFF_FFFF << shift) | (value as u64) << shift);
    }
}
