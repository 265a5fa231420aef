//! When to collect what: decided by bytes, never by the clock, so that a program collects at the same points in each run.
//!
//! A full collection is due when the old generation outgrows its limit, which after each full collection is set to a
//! multiple of what survived; an incremental marking starts in the last quarter before that, and may run beyond the limit
//! to its end rather than be cut short by a long pause. External bytes have a limit of their own of the same kind.
//!
//! The young generation is sized by what scavenges have to move, which is what their pauses are made of.

use std::cmp::Ordering;

use super::heap::Heap;
use super::limits::Limits;
use super::tracer::GcReason;

const MIB: usize = 1 << 20;

/// Old-generation bytes before the first full collection.
const INITIAL_OLD_LIMIT: usize = 32 * MIB;
/// Least growth between two full collections, if it is no more than an eighth of the hard limit.
const MIN_GROWTH: usize = 32 * MIB;
/// External bytes that may be taken between two full collections, at least.
const MIN_EXTERNAL_GROWTH: usize = 64 * MIB;
/// Smaller heaps are marked in one go: that takes a millisecond or two.
const MIN_INCREMENTAL_BYTES: usize = 4 * MIB;
/// How far an incremental marking may overrun the limit: by half of it, and at least this much.
const MIN_OVERRUN: usize = 16 * MIB;
/// While marking, the mutator does a step each time it has allocated this much.
const STEP_INTERVAL: usize = 64 << 10;
/// The same, and the work of a step, when markings are stressed.
const STRESSED_STEP: usize = 4 << 10;
/// Least work of a step, in bytes visited.
const MIN_STEP: usize = 256 << 10;
/// Most work of a step: about half a millisecond.
const MAX_STEP: usize = MIB + MIB / 2;
/// What a scavenge should move at most: about a millisecond's work.
const MOVED_GOAL: usize = MIB;
/// Large young objects take this much before they cause a scavenge.
pub const MAX_NEW_LARGE: usize = 8 * MIB;
/// New space grows to this size at most while much of it survives: even if all of it does once, the pause stays short.
const ADAPTIVE_NEW_SPACE: usize = 2 * MIB;

/// The limits as they stand.
#[derive(Debug)]
pub struct Policy {
    /// Bytes of old generation that trigger a full collection.
    old_limit: usize,
    /// Bytes of old generation that the heap may never exceed; the near-limit hook can raise it.
    max_old: usize,
    external_limit: usize,
    /// Old-generation bytes that survived the last full collection.
    live_after_last: usize,
    /// Bytes to visit per step of the marking under way.
    step_budget: usize,
    /// The next scavenge promotes everything.
    promotes_all: bool,
}

impl Policy {
    pub fn new(limits: &Limits) -> Policy {
        Policy {
            old_limit: INITIAL_OLD_LIMIT.min(limits.max_old_bytes),
            max_old: limits.max_old_bytes,
            external_limit: MIN_EXTERNAL_GROWTH,
            live_after_last: 0,
            step_budget: MIN_STEP,
            promotes_all: false,
        }
    }

    pub fn max_old(&self) -> usize {
        self.max_old
    }

    pub fn raise_max_old(&mut self, bytes: usize) {
        self.max_old = self.max_old.max(bytes);
    }

    /// Bytes to visit in the step at an allocation of `allocated` bytes.
    pub fn step_budget(&self, allocated: usize) -> usize {
        let intervals = (allocated / STEP_INTERVAL).max(1);
        self.step_budget.saturating_mul(intervals).min(MAX_STEP)
    }

    /// Whether the next scavenge promotes at the first survival.
    pub fn promotes_all(&self) -> bool {
        self.promotes_all
    }

    /// Makes the next scavenge promote everything.
    pub fn promote_all_next(&mut self) {
        self.promotes_all = true;
    }

    /// After a scavenge of a new space of `capacity` bytes that moved `moved`. Where nearly all survive, a program is
    /// building something: a second copy within new space would find the same.
    pub fn after_minor(&mut self, moved: usize, capacity: usize) {
        self.promotes_all = moved > capacity / 4 * 3;
    }

    /// Whether new space should grow or shrink.
    pub fn new_space_change(&self, moved: usize, capacity: usize) -> Ordering {
        if moved > MOVED_GOAL {
            Ordering::Less
        } else if moved > capacity / 4 && moved <= MOVED_GOAL / 2 && capacity < ADAPTIVE_NEW_SPACE {
            Ordering::Greater
        } else {
            Ordering::Equal
        }
    }

    /// Old-generation bytes up to which an incremental marking may run on.
    fn overrun_limit(&self) -> usize {
        (self.old_limit + (self.old_limit / 2).max(MIN_OVERRUN)).min(self.max_old)
    }

    /// Sets the next limits after a full collection that `live` old and `external` bytes survived.
    fn after_major(&mut self, live: usize, external: usize, young_capacity: usize) {
        self.live_after_last = live;
        let target = grown(live, self.max_old) + young_capacity;
        self.old_limit = target.max(live + MIN_GROWTH.min(self.max_old / 8)).min(self.max_old);
        self.external_limit = (external + MIN_EXTERNAL_GROWTH).max(grown(external, usize::MAX / 4));
    }

    /// Sizes the steps of a marking that starts with `old` bytes, so that it ends well before the limit.
    fn plan_marking(&mut self, old: usize) {
        let headroom = self.old_limit.saturating_sub(old).max(self.overrun_limit().saturating_sub(old) / 4);
        let steps = (headroom / STEP_INTERVAL).max(1);
        self.step_budget = (2 * old / steps).clamp(MIN_STEP, MAX_STEP);
    }
}

/// `live` times a factor that falls from 2 for small heaps to 1.25 near `max`.
fn grown(live: usize, max: usize) -> usize {
    let eighth = max / 8;
    if live <= eighth {
        return live * 2;
    }
    let above = ((live - eighth) as f64 / (max - eighth) as f64).min(1.0);
    (live as f64 * (2.0 - 0.75 * above)) as usize
}

impl Heap {
    /// Bytes of objects in the old generation.
    pub(super) fn old_generation_bytes(&self) -> usize {
        self.old.used_bytes() + self.code.used_bytes() + self.map.used_bytes() + self.large.used_bytes()
    }

    /// Bytes of objects in the young generation, dead or alive.
    pub(super) fn young_generation_bytes(&self) -> usize {
        self.buffer.top - self.new_space.start() + self.new_large.used_bytes()
    }

    /// Why a full collection is due, in one pause, before `more` bytes are added to the old generation.
    pub(super) fn major_is_due(&self, more: usize) -> Option<GcReason> {
        let old = self.old_generation_bytes();
        let overruns = self.marks_incrementally();
        let old_limit = if overruns { self.policy.overrun_limit() } else { self.policy.old_limit };
        let external_limit = self.policy.external_limit;
        let external_limit = if overruns { external_limit + external_limit / 2 } else { external_limit };
        if self.external_bytes > external_limit {
            Some(GcReason::ExternalMemoryPressure)
        } else if old + more > old_limit {
            Some(GcReason::AllocationFailure)
        } else {
            None
        }
    }

    /// Whether the heap is large enough to be marked in steps.
    fn marks_incrementally(&self) -> bool {
        let is_large = self.old_generation_bytes() >= MIN_INCREMENTAL_BYTES;
        !self.config.no_incremental_marking && (is_large || self.config.stress_marking)
    }

    /// Whether even the worst case (everything young survives, and `more` bytes on top) stays under the hard limit.
    pub(super) fn can_absorb(&self, more: usize) -> bool {
        self.old_generation_bytes() + self.young_generation_bytes() + more <= self.policy.max_old
    }

    /// Whether an incremental marking should start now.
    pub(super) fn marking_is_due(&self) -> bool {
        let (old, limit) = (self.old_generation_bytes(), self.policy.old_limit);
        let last_quarter = limit - limit.saturating_sub(self.policy.live_after_last) / 4;
        let is_needed = old >= last_quarter || self.external_bytes > self.policy.external_limit;
        (is_needed || self.config.stress_marking) && !self.marking && self.marks_incrementally()
    }

    /// Bytes allocated between two steps.
    pub(super) fn step_interval(&self) -> usize {
        if self.config.stress_marking { STRESSED_STEP } else { STEP_INTERVAL }
    }

    /// Bytes to visit in the step at an allocation of `allocated` bytes.
    pub(super) fn step_budget(&self, allocated: usize) -> usize {
        if self.config.stress_marking { STRESSED_STEP } else { self.policy.step_budget(allocated) }
    }

    pub(super) fn plan_marking(&mut self) {
        self.policy.plan_marking(self.old_generation_bytes());
    }

    pub(super) fn set_limits_after_major(&mut self) {
        let live = self.old_generation_bytes();
        self.policy.after_major(live, self.external_bytes, self.new_space.capacity());
    }

    /// The old-generation limit in force.
    pub fn max_old_bytes(&self) -> usize {
        self.policy.max_old
    }

    /// What node calls `heap_size_limit`.
    pub fn heap_size_limit(&self) -> usize {
        self.limits.heap_size_limit() + (self.policy.max_old - self.limits.max_old_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_slows_down_near_the_limit() {
        assert_eq!(grown(10 * MIB, 1000 * MIB), 20 * MIB);
        assert!(grown(900 * MIB, 1000 * MIB) < 1300 * MIB);
        assert_eq!(grown(1000 * MIB, 1000 * MIB), 1250 * MIB);
    }

    #[test]
    fn a_marking_ends_before_the_limit() {
        let limits = Limits { max_old_bytes: 1000 * MIB, max_semi_bytes: 16 * MIB, initial_semi_bytes: MIB };
        let mut policy = Policy::new(&limits);
        policy.after_major(100 * MIB, 0, 0);
        let start = 175 * MIB;
        policy.plan_marking(start);
        let steps_left = (policy.old_limit - start) / STEP_INTERVAL;
        assert!(steps_left * policy.step_budget(0) >= start);
    }
}
