//! Collections from beginning to end.
//!
//! A minor collection is a scavenge. A major one is: perhaps incremental steps beforehand; then, in one pause, a scavenge
//! that promotes everything (so that the marker, the compactor and the weak phases never meet a young object), the rest of
//! the marking, weak processing, freeing of large objects and empty pages, queueing of the other pages for sweeping, and
//! evacuation of fragmented pages if that pays.
//!
//! Unused handles above the root stack's top are not visited; the embedder clears what it keeps above its own stack's top.

use std::cmp::Ordering;

use super::heap::Heap;
use super::os;
use super::page::POOL_PAGES;
use super::pauses::PauseKind;
use super::scavenger::{self, ScavengeOutcome};
use super::tracer::{GcKind, GcReason, Outcome, Phase};

/// Pages swept at a step before a marking can start.
const SWEPT_PER_STEP: usize = 16;
/// Pages of an overfull pool that are given back to the system at a step.
const RELEASED_PER_STEP: usize = 8;

impl Heap {
    /// Collects now.
    pub fn collect(&mut self, kind: GcKind, reason: GcReason) {
        self.verify_around_collection("before");
        self.account_allocations();
        let event = self.begin_event(kind, reason);
        let outcome = match kind {
            GcKind::Minor => self.collect_minor(),
            GcKind::Major => self.collect_major(reason),
        };
        self.forget_unaccounted();
        self.reset_allocation_limit();
        self.end_event(event, outcome);
        self.verify_around_collection("after");
    }

    fn collect_minor(&mut self) -> Outcome {
        let scavenge = self.timed_scavenge(self.policy.promotes_all());
        self.size_new_space(scavenge.survived_bytes + scavenge.promoted_bytes);
        Outcome {
            survived_bytes: scavenge.survived_bytes,
            promoted_bytes: scavenge.promoted_bytes,
            ..Outcome::default()
        }
    }

    /// Chooses the size of new space, and the age of promotion, for the next scavenge by what this one had to move.
    fn size_new_space(&mut self, moved_bytes: usize) {
        let capacity = self.new_space.capacity();
        self.policy.after_minor(moved_bytes, capacity);
        match self.policy.new_space_change(moved_bytes, capacity) {
            Ordering::Greater => self.new_space.grow(),
            Ordering::Less => self.new_space.shrink(self.buffer.top),
            Ordering::Equal => return,
        }
        if !self.new_space.commit_active(self.pages.cage()) {
            self.fatal_out_of_memory("Committing semi space failed.");
        }
    }

    fn timed_scavenge(&mut self, promote_all: bool) -> ScavengeOutcome {
        let start = self.tracer.now_ns();
        let outcome = scavenger::scavenge(self, promote_all);
        self.tracer.phase_done(Phase::Scavenge, start);
        outcome
    }

    fn collect_major(&mut self, reason: GcReason) -> Outcome {
        let thorough = reason.is_thorough();
        if thorough && self.marking {
            self.abort_marking();
        }
        let was_incremental = self.marking;
        let scavenge = self.timed_scavenge(true);
        self.timed(Phase::Mark, Heap::mark_in_pause);
        self.timed(Phase::Weak, Heap::process_weak);
        self.timed(Phase::Sweep, Heap::free_unmarked);
        let compacted_pages = self.timed(Phase::Compact, |heap| heap.compact(reason));
        if std::mem::take(&mut self.cut_while_marking) | thorough {
            self.timed(Phase::Sweep, Heap::finish_sweeping);
        }
        if thorough {
            self.release_unused_memory();
        }
        self.set_limits_after_major();
        Outcome {
            survived_bytes: scavenge.survived_bytes,
            promoted_bytes: scavenge.promoted_bytes,
            compacted_pages,
            was_incremental,
        }
    }

    fn timed<R>(&mut self, phase: Phase, work: impl FnOnce(&mut Heap) -> R) -> R {
        let start = self.tracer.now_ns();
        let result = work(self);
        self.tracer.phase_done(phase, start);
        result
    }

    fn mark_in_pause(&mut self) {
        if !self.marking {
            self.start_marking();
        }
        self.finish_marking();
        self.marking = false;
    }

    /// Gives back unmarked large objects and empty pages; other pages wait for the sweeper.
    fn free_unmarked(&mut self) {
        self.marker.reset();
        debug_assert!(self.pages_with_slots.is_empty(), "a full collection leaves no young object to remember");
        self.large.sweep(&mut self.pages);
        for space in [&mut self.old, &mut self.code, &mut self.map] {
            space.marked(&mut self.pages);
        }
    }

    /// Sweeps what the last marking left.
    pub(super) fn finish_sweeping(&mut self) {
        self.sweep_some(usize::MAX);
    }

    /// Sweeps up to `limit` pages of what the last marking left; true if nothing is left.
    fn sweep_some(&mut self, limit: usize) -> bool {
        let mut left = limit;
        for space in [&mut self.old, &mut self.code, &mut self.map] {
            left -= space.sweep_some(left, &self.pages);
        }
        left > 0
    }

    fn release_unused_memory(&mut self) {
        self.new_space.release(self.pages.cage(), self.buffer.top);
        self.pages.release_pools(0, usize::MAX);
        os::trim_allocator();
    }

    /// The collector's share of the work between collections, at an allocation that takes `bytes` (and at least each
    /// [`Heap::step_interval`] of them): finishes sweeping, then starts an incremental marking if one is due, does a step of the
    /// one under way, ends it when nothing is left to mark.
    pub(super) fn advance_collection(&mut self, bytes: usize) {
        if self.pages.has_excess() {
            self.interrupted(PauseKind::Sweep, |heap| heap.pages.release_pools(POOL_PAGES, RELEASED_PER_STEP));
        }
        if self.marking_is_due() {
            if self.interrupted(PauseKind::Sweep, |heap| heap.sweep_some(SWEPT_PER_STEP)) {
                self.interrupted(PauseKind::MarkingStep, Heap::begin_incremental_marking);
            }
        } else if self.marking && self.marking_step_finishes(bytes) {
            // What hangs from young objects has not been seen yet: they become old and grey, so that it is marked in steps.
            self.policy.promote_all_next();
            self.collect(GcKind::Minor, GcReason::FinalizeMarking);
            if self.marking_step_finishes(bytes) {
                self.collect(GcKind::Major, GcReason::FinalizeMarking);
            }
        }
    }

    fn begin_incremental_marking(&mut self) {
        self.tracer.marking_began();
        self.plan_marking();
        let start = self.tracer.now_ns();
        self.start_marking();
        self.tracer.step_done(start);
    }

    /// Does a step; true if nothing is left to mark.
    fn marking_step_finishes(&mut self, allocated: usize) -> bool {
        self.interrupted(PauseKind::MarkingStep, |heap| {
            let start = heap.tracer.now_ns();
            let done = heap.step_marking(heap.step_budget(allocated));
            heap.tracer.step_done(start);
            done
        })
    }

    /// Sets the point at which new-space allocation next takes the slow path: the semi-space's end, or sooner for whoever
    /// wants to be called.
    pub(super) fn reset_allocation_limit(&mut self) {
        let top = self.buffer.top;
        let mut limit = self.new_space.end();
        let headroom =
            self.policy.max_old().saturating_sub(self.old_generation_bytes() + self.young_generation_bytes());
        limit = limit.min(top.saturating_add(headroom));
        if self.marking || self.marking_is_due() {
            limit = limit.min(top + self.step_interval());
        }
        self.buffer.limit = self.observed_limit(limit).max(top) & !7;
    }
}
