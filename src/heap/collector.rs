//! Collections from beginning to end.

use super::heap::Heap;
use super::scavenger;
use super::tracer::{GcKind, GcReason};

impl Heap {
    /// Collects now.
    pub fn collect(&mut self, kind: GcKind, _reason: GcReason) {
        let outcome = scavenger::scavenge(self, kind == GcKind::Major);
        if outcome.survived_bytes * 4 > self.new_space.capacity() {
            self.new_space.grow();
            assert!(self.new_space.commit_active(self.pages.cage()), "cannot grow new space");
        }
        self.buffer.limit = self.new_space.end();
    }

    /// Ends the process as node does when the heap is full.
    pub(super) fn fatal_out_of_memory(&mut self, location: &'static str) -> ! {
        panic!("out of memory: {location}");
    }
}
