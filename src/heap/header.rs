//! The header, word 0 of each object: `meta:32 | kind:8 | flags:8 | size in words:16`, low to high.
//!
//! `meta` is a reference to an object that never moves (cage offset / 8, even because map and code space align to 16
//! bytes) or 31 bits of the object layer's data, shifted left by one: bit 0 is always clear. A header with bit 0 set is a
//! forwarding address left by a collector.

use super::cage::base_of;

/// Kind of the filler that keeps pages iterable: free-list blocks and cut-off tails. The first row of every layout table.
pub const FREE_KIND: u8 = 0;

/// `size_words` of an object whose size is in its page's record.
pub const SIZE_IN_RECORD: usize = 0xFFFF;

/// Flag bits 0-1: how many scavenges the object has survived.
pub const AGE_MASK: u8 = 3;
/// Flag bit 2, weak cells only: report the cell when its target dies.
pub const NOTIFY_FLAG: u8 = 1 << 2;

const KIND_SHIFT: u32 = 32;
const FLAGS_SHIFT: u32 = 40;
const SIZE_SHIFT: u32 = 48;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub struct Header(pub u64);

impl Header {
    #[inline(always)]
    pub const fn new(kind: u8, words: usize, meta: u32) -> Header {
        debug_assert!(meta & 1 == 0);
        let size = if words >= SIZE_IN_RECORD { SIZE_IN_RECORD } else { words };
        Header(meta as u64 | (kind as u64) << KIND_SHIFT | (size as u64) << SIZE_SHIFT)
    }

    #[inline(always)]
    pub const fn forwarding(to: usize) -> Header {
        Header(to as u64 | 1)
    }

    /// The address the object went to, if this is a forwarding word.
    #[inline(always)]
    pub const fn forwarded(self) -> Option<usize> {
        if self.0 & 1 != 0 { Some((self.0 & !1) as usize) } else { None }
    }

    #[inline(always)]
    pub const fn meta(self) -> u32 {
        self.0 as u32
    }

    #[inline(always)]
    pub const fn kind(self) -> u8 {
        (self.0 >> KIND_SHIFT) as u8
    }

    #[inline(always)]
    pub const fn flags(self) -> u8 {
        (self.0 >> FLAGS_SHIFT) as u8
    }

    /// The size field: words, header included, or [`SIZE_IN_RECORD`].
    #[inline(always)]
    pub const fn size_field(self) -> usize {
        (self.0 >> SIZE_SHIFT) as usize
    }

    #[inline(always)]
    pub const fn age(self) -> u8 {
        self.flags() & AGE_MASK
    }

    #[inline(always)]
    pub const fn with_age(self, age: u8) -> Header {
        Header(self.0 & !((AGE_MASK as u64) << FLAGS_SHIFT) | ((age & AGE_MASK) as u64) << FLAGS_SHIFT)
    }

    #[inline(always)]
    pub const fn with_meta(self, meta: u32) -> Header {
        debug_assert!(meta & 1 == 0);
        Header(self.0 & !0xFFFF_FFFF | meta as u64)
    }

    #[inline(always)]
    pub const fn with_flags(self, flags: u8) -> Header {
        Header(self.0 & !(0xFF << FLAGS_SHIFT) | (flags as u64) << FLAGS_SHIFT)
    }

    #[inline(always)]
    pub const fn with_size(self, words: usize) -> Header {
        let size = if words >= SIZE_IN_RECORD { SIZE_IN_RECORD } else { words };
        Header(self.0 & !(0xFFFF << SIZE_SHIFT) | (size as u64) << SIZE_SHIFT)
    }
}

/// The `meta` that refers to the never-moving object at `address`.
#[inline(always)]
pub const fn meta_of(address: usize) -> u32 {
    (super::cage::offset_of(address) >> 3) as u32
}

/// The object a reference `meta` names, in the cage that contains `cage_address`.
#[inline(always)]
pub const fn meta_target(cage_address: usize, meta: u32) -> usize {
    base_of(cage_address) + ((meta as usize) << 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_do_not_disturb_each_other() {
        let header = Header::new(7, 12, 0xABCD_EF00).with_age(2).with_flags(0b1010_0110).with_meta(0x1234_5678);
        assert_eq!((header.kind(), header.size_field(), header.meta()), (7, 12, 0x1234_5678));
        assert_eq!((header.flags(), header.age()), (0b1010_0110, 2));
        assert_eq!(header.with_size(1 << 20).size_field(), SIZE_IN_RECORD);
        assert_eq!(header.forwarded(), None);
        assert_eq!(Header::forwarding(0x7000).forwarded(), Some(0x7000));
    }
}
