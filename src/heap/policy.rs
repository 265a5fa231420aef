//! When to collect what: decided by bytes, never by the clock, so that a program collects at the same points in each run.
//!
//! A full collection is due when the old generation outgrows its limit, which after each full collection is set to a
//! multiple of what survived; an incremental marking starts in the last quarter before that. External bytes have a limit
//! of their own of the same kind.

use super::heap::Heap;
use super::limits::Limits;

const MIB: usize = 1 << 20;

/// Old-generation bytes before the first full collection.
const INITIAL_OLD_LIMIT: usize = 24 * MIB;
/// Least growth between two full collections.
const MIN_GROWTH: usize = 8 * MIB;
/// External bytes that may be taken between two full collections, at least.
const MIN_EXTERNAL_GROWTH: usize = 64 * MIB;
/// Smaller heaps are marked in one go: that takes a few milliseconds.
const MIN_INCREMENTAL_BYTES: usize = 16 * MIB;
/// While marking, the mutator does a step each time it has allocated this much.
pub const STEP_INTERVAL: usize = 64 << 10;
/// Least work of a step, in bytes visited.
const MIN_STEP: usize = 256 << 10;

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
}

impl Policy {
    pub fn new(limits: &Limits) -> Policy {
        Policy {
            old_limit: INITIAL_OLD_LIMIT.min(limits.max_old_bytes),
            max_old: limits.max_old_bytes,
            external_limit: MIN_EXTERNAL_GROWTH,
            live_after_last: 0,
            step_budget: MIN_STEP,
        }
    }

    pub fn max_old(&self) -> usize {
        self.max_old
    }

    pub fn raise_max_old(&mut self, bytes: usize) {
        self.max_old = self.max_old.max(bytes);
    }

    pub fn step_budget(&self) -> usize {
        self.step_budget
    }

    /// Sets the next limits after a full collection that `live` old and `external` bytes survived.
    fn after_major(&mut self, live: usize, external: usize, young_capacity: usize) {
        self.live_after_last = live;
        let target = grown(live, self.max_old) + young_capacity;
        self.old_limit = target.max(live + MIN_GROWTH).min(self.max_old);
        self.external_limit = (external + MIN_EXTERNAL_GROWTH).max(grown(external, usize::MAX / 4));
    }

    /// Sizes the steps of a marking that starts with `old` bytes, so that it ends well before the limit.
    fn plan_marking(&mut self, old: usize) {
        let headroom = self.old_limit.saturating_sub(old).max(STEP_INTERVAL);
        let steps = (headroom / STEP_INTERVAL).max(1);
        self.step_budget = (2 * old / steps).max(MIN_STEP);
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

    /// Whether a full collection is due before `more` bytes are added to the old generation.
    pub(super) fn major_is_due(&self, more: usize) -> bool {
        self.old_generation_bytes() + more > self.policy.old_limit || self.external_limit_is_reached()
    }

    pub(super) fn external_limit_is_reached(&self) -> bool {
        self.external_bytes > self.policy.external_limit
    }

    /// Whether even the worst case (everything young survives, and `more` bytes on top) stays under the hard limit.
    pub(super) fn can_absorb(&self, more: usize) -> bool {
        self.old_generation_bytes() + self.young_generation_bytes() + more <= self.policy.max_old
    }

    /// Whether an incremental marking should start now.
    pub(super) fn marking_is_due(&self) -> bool {
        let (old, limit) = (self.old_generation_bytes(), self.policy.old_limit);
        let last_quarter = limit - limit.saturating_sub(self.policy.live_after_last) / 4;
        !self.marking && !self.config.no_incremental_marking && old >= MIN_INCREMENTAL_BYTES && old >= last_quarter
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
        assert!(steps_left * policy.step_budget() >= start);
    }
}
