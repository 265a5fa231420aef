//! Collections from beginning to end.
//!
//! A minor collection is a scavenge. A major one is: perhaps incremental steps beforehand; then, in one pause, a scavenge
//! that promotes everything (so that the marker, the compactor and the weak phases never meet a young object), the rest of
//! the marking, weak processing, freeing of large objects and empty pages, queueing of the other pages for sweeping, and
//! evacuation of fragmented pages if that pays.
//!
//! Unused handles above the root stack's top are not visited; the embedder clears what it keeps above its own stack's top.

use super::heap::Heap;
use super::pauses::PauseKind;
use super::policy::STEP_INTERVAL;
use super::scavenger::{self, ScavengeOutcome};
use super::tracer::{GcKind, GcReason, Outcome, Phase};

/// New space doubles when more than this share of it survives (one in `GROW_SHARE`).
const GROW_SHARE: usize = 4;

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
        let scavenge = self.timed_scavenge(false);
        if scavenge.survived_bytes * GROW_SHARE > self.new_space.capacity() {
            self.grow_new_space();
        }
        Outcome {
            survived_bytes: scavenge.survived_bytes,
            promoted_bytes: scavenge.promoted_bytes,
            ..Outcome::default()
        }
    }

    fn grow_new_space(&mut self) {
        self.new_space.grow();
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
        for space in [&mut self.old, &mut self.code, &mut self.map] {
            space.finish_sweeping(&self.pages);
        }
    }

    fn release_unused_memory(&mut self) {
        self.new_space.release(self.pages.cage(), self.buffer.top);
    }

    /// Starts an incremental marking, or does a step of the one under way; finishes it when nothing is left.
    pub(super) fn advance_marking(&mut self) {
        if self.marking_is_due() {
            self.interrupted(PauseKind::MarkingStep, Heap::begin_incremental_marking);
        } else if self.marking && self.interrupted(PauseKind::MarkingStep, Heap::timed_marking_step) {
            self.collect(GcKind::Major, GcReason::FinalizeMarking);
        }
    }

    fn begin_incremental_marking(&mut self) {
        self.tracer.marking_began();
        self.plan_marking();
        let start = self.tracer.now_ns();
        self.start_marking();
        self.tracer.step_done(start);
    }

    /// True if nothing is left to mark.
    fn timed_marking_step(&mut self) -> bool {
        let start = self.tracer.now_ns();
        let done = self.step_marking(self.policy.step_budget());
        self.tracer.step_done(start);
        done
    }

    /// Sets the point at which new-space allocation next takes the slow path: the semi-space's end, or sooner for whoever
    /// wants to be called.
    pub(super) fn reset_allocation_limit(&mut self) {
        let top = self.buffer.top;
        let mut limit = self.new_space.end();
        let headroom =
            self.policy.max_old().saturating_sub(self.old_generation_bytes() + self.young_generation_bytes());
        limit = limit.min(top.saturating_add(headroom));
        if self.marking {
            limit = limit.min(top + STEP_INTERVAL);
        }
        self.buffer.limit = self.observed_limit(limit).max(top) & !7;
    }
}
