//! New space: two semi-spaces at the bottom of the cage, bump-allocated.
//!
//! Objects lie one after another from the active semi-space's start to the allocation buffer's `top`: the buffer is
//! handed to the interpreter, so `top` lives in [`AllocationBuffer`], not here. Both semi-spaces have the same capacity,
//! which the policy adapts to what survives. Memory touched once stays: first touch costs several times a copy.

use super::cage::{Cage, SEMI_SPACE_REGION};

/// The bump pointer of new space, read and advanced by `Cx::allocate` and by the interpreter alike.
///
/// `limit` may be lower than the semi-space's end: samplers, stress and incremental marking lower it so that the slow path
/// runs at the allocation of their choice.
#[derive(Debug)]
#[repr(C)]
pub struct AllocationBuffer {
    pub top: usize,
    pub limit: usize,
}

pub struct NewSpace {
    base: usize,
    /// Which semi-space is allocated in: 0 or 1.
    active: usize,
    capacity: usize,
    min_capacity: usize,
    max_capacity: usize,
    /// Bytes committed in each semi-space.
    committed: [usize; 2],
    /// Bytes at the start of each semi-space that were ever touched since the last release.
    touched: [usize; 2],
}

impl NewSpace {
    pub fn new(base: usize, initial: usize, max: usize) -> NewSpace {
        let max_capacity = max.min(SEMI_SPACE_REGION);
        NewSpace {
            base,
            active: 0,
            capacity: initial.min(max_capacity),
            min_capacity: initial.min(max_capacity),
            max_capacity,
            committed: [0; 2],
            touched: [0; 2],
        }
    }

    fn start_of(&self, semi: usize) -> usize {
        self.base + semi * SEMI_SPACE_REGION
    }

    /// Start of the semi-space that is allocated in.
    pub fn start(&self) -> usize {
        self.start_of(self.active)
    }

    /// End of the semi-space that is allocated in.
    pub fn end(&self) -> usize {
        self.start() + self.capacity
    }

    pub fn capacity(&self) -> usize {
        self.capacity
    }

    pub fn contains(&self, address: usize) -> bool {
        address.wrapping_sub(self.start()) < self.capacity
    }

    /// Bytes committed in both semi-spaces.
    pub fn committed_bytes(&self) -> usize {
        self.committed[0] + self.committed[1]
    }

    /// Bytes of physical memory in both semi-spaces, `top` being the allocation pointer.
    pub fn physical_bytes(&self, top: usize) -> usize {
        let mut touched = self.touched;
        touched[self.active] = touched[self.active].max(top - self.start());
        touched.iter().map(|bytes| bytes.next_multiple_of(super::os::page_bytes())).sum()
    }

    /// Commits the active semi-space up to its capacity. False when the system has no memory.
    pub fn commit_active(&mut self, cage: &Cage) -> bool {
        let semi = self.active;
        if self.committed[semi] < self.capacity {
            if !cage.commit_plain(self.start_of(semi), self.capacity) {
                return false;
            }
            self.committed[semi] = self.capacity;
        }
        true
    }

    /// Makes the other semi-space the active one. `top` is where allocation in the old one stood.
    pub fn flip(&mut self, top: usize) {
        let used = top - self.start();
        self.touched[self.active] = self.touched[self.active].max(used);
        self.active ^= 1;
    }

    /// Doubles the capacity, up to the maximum.
    pub fn grow(&mut self) {
        self.capacity = (self.capacity * 2).min(self.max_capacity);
    }

    /// Halves the capacity, down to what it was at first, if what lies below `top` leaves as much room again.
    pub fn shrink(&mut self, top: usize) {
        let capacity = (self.capacity / 2).max(self.min_capacity);
        if (top - self.start()) * 2 <= capacity {
            self.capacity = capacity;
        }
    }

    /// Returns the physical memory of both semi-spaces above `top`.
    pub fn release(&mut self, cage: &Cage, top: usize) {
        let used = (top - self.start()).next_multiple_of(super::os::page_bytes());
        for semi in 0..2 {
            let keep = if semi == self.active { used } else { 0 };
            let touched = self.touched[semi].max(keep);
            cage.release(self.start_of(semi) + keep, touched - keep);
            self.touched[semi] = keep;
        }
    }
}
