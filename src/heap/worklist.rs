//! The marker's list of grey objects.
//!
//! A stack with a short queue before its exit: an object's header is prefetched when it enters the queue and read when it
//! leaves, so that on scattered graphs the cache misses overlap.

use super::cage::pointer;

const QUEUE_LENGTH: usize = 16;

/// Objects marked but not yet visited.
#[derive(Default)]
pub struct Worklist {
    stack: Vec<usize>,
    queue: [usize; QUEUE_LENGTH],
    queue_start: usize,
    queued: usize,
}

impl Worklist {
    #[inline(always)]
    pub fn push(&mut self, object: usize) {
        self.stack.push(object);
    }

    /// Takes the next object.
    #[inline(always)]
    pub fn pop(&mut self) -> Option<usize> {
        while self.queued < QUEUE_LENGTH
            && let Some(object) = self.stack.pop()
        {
            prefetch(object);
            self.queue[(self.queue_start + self.queued) % QUEUE_LENGTH] = object;
            self.queued += 1;
        }
        if self.queued == 0 {
            return None;
        }
        let object = self.queue[self.queue_start];
        self.queue_start = (self.queue_start + 1) % QUEUE_LENGTH;
        self.queued -= 1;
        Some(object)
    }

    pub fn is_empty(&self) -> bool {
        self.queued == 0 && self.stack.is_empty()
    }
}

/// Asks for the cache line at `address`, where the target can.
#[inline(always)]
#[allow(unsafe_code)] // an intrinsic
pub fn prefetch(address: usize) {
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    // SAFETY: a prefetch reads nothing.
    unsafe {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T0>(pointer::<i8>(address));
    }
    #[cfg(not(all(target_arch = "x86_64", not(miri))))]
    let _ = pointer::<u8>(address);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_pushed_comes_out_once() {
        let mut list = Worklist::default();
        let objects: Vec<usize> = (1..100).map(|index| index * 8).collect();
        objects.iter().for_each(|&object| list.push(object));
        let mut taken: Vec<usize> = std::iter::from_fn(|| list.pop()).collect();
        taken.sort_unstable();
        assert_eq!(taken, objects);
        assert!(list.is_empty());
    }
}
