//! Those who want to be called at allocations of their choice: samplers, heap profiles, `--gc-stress`.
//!
//! They cost nothing when off: the allocation buffer's limit is lowered to the next point of interest, so that the
//! ordinary fast path fails there and the slow path calls them.

use std::ptr::NonNull;

use super::config::GcStress;
use super::heap::Heap;
use super::tracer::{GcKind, GcReason};

/// Told of allocations, about one per interval of its choice.
pub trait AllocationObserver {
    /// Bytes until the next call; asked after each. 0: every allocation.
    fn next_interval(&mut self) -> usize;
    /// The object at `address`, of `bytes` bytes, was just allocated. Must not allocate on the heap.
    fn allocated(&mut self, embedder: NonNull<()>, address: usize, bytes: usize);
}

/// Names a registered observer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ObserverId(u64);

struct Registration {
    id: ObserverId,
    /// Bytes until the next call; overdue when negative.
    remaining: isize,
    observer: Box<dyn AllocationObserver>,
}

/// All observers of a heap, and the count of bytes allocated.
#[derive(Default)]
pub struct Observers {
    next_id: u64,
    list: Vec<Registration>,
    /// Up to which new-space address allocations have been accounted.
    accounted_to: usize,
    /// Bytes ever allocated, as far as accounted.
    allocated_bytes: u64,
    stress: Option<Stress>,
}

impl Observers {
    pub fn new(stress: Option<GcStress>) -> Observers {
        Observers { stress: stress.map(Stress::new), ..Observers::default() }
    }
}

/// Seeded random collections.
struct Stress {
    config: GcStress,
    state: u64,
    /// Allocations until the next collection.
    countdown: u32,
}

impl Stress {
    fn new(config: GcStress) -> Stress {
        let config = GcStress { interval: config.interval.max(1), ..config };
        let mut stress = Stress { config, state: config.seed, countdown: 0 };
        stress.restart();
        stress
    }

    /// SplitMix64.
    fn random(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// The next gap is uniform in `1..=2 * interval - 1`, so `interval` on average.
    fn restart(&mut self) {
        let span = 2 * self.config.interval as u64 - 1;
        self.countdown = (self.random() % span) as u32 + 1;
    }

    /// Counts an allocation; the collection that it triggers, one in four a full one.
    fn count(&mut self) -> Option<GcKind> {
        self.countdown -= 1;
        if self.countdown > 0 {
            return None;
        }
        self.restart();
        Some(if self.random().is_multiple_of(4) { GcKind::Major } else { GcKind::Minor })
    }
}

impl Heap {
    pub fn add_allocation_observer(&mut self, mut observer: Box<dyn AllocationObserver>) -> ObserverId {
        self.account_allocations();
        let id = ObserverId(self.observers.next_id);
        self.observers.next_id += 1;
        let remaining = observer.next_interval() as isize;
        self.observers.list.push(Registration { id, remaining, observer });
        self.reset_allocation_limit();
        id
    }

    /// Takes the observer back.
    pub fn remove_allocation_observer(&mut self, id: ObserverId) -> Option<Box<dyn AllocationObserver>> {
        let position = self.observers.list.iter().position(|registration| registration.id == id)?;
        let removed = self.observers.list.remove(position);
        self.reset_allocation_limit();
        Some(removed.observer)
    }

    /// Bytes allocated since the heap was made.
    pub fn allocated_bytes(&mut self) -> u64 {
        self.account_allocations();
        self.observers.allocated_bytes
    }

    /// The seed of `--gc-stress`, if it is on: a failure prints it.
    pub fn stress_seed(&self) -> Option<u64> {
        self.observers.stress.as_ref().map(|stress| stress.config.seed)
    }

    /// Whether each single allocation must take the slow path.
    pub(super) fn observes_every_allocation(&self) -> bool {
        self.observers.stress.is_some()
    }

    /// `limit`, or sooner if somebody wants to be called sooner.
    pub(super) fn observed_limit(&self, limit: usize) -> usize {
        if self.observes_every_allocation() {
            return self.buffer.top;
        }
        let soonest = self.observers.list.iter().map(|registration| registration.remaining.max(0)).min();
        soonest.map_or(limit, |bytes| limit.min(self.buffer.top.saturating_add_signed(bytes)))
    }

    /// Counts the bytes that the fast paths have bumped since the last time.
    pub(super) fn account_allocations(&mut self) {
        let bytes = self.buffer.top.saturating_sub(self.observers.accounted_to);
        self.observers.accounted_to = self.buffer.top;
        self.count_bytes(bytes);
    }

    /// New space has been emptied or refilled by a collection: what lies there is no fresh allocation.
    pub(super) fn forget_unaccounted(&mut self) {
        self.observers.accounted_to = self.buffer.top;
    }

    fn count_bytes(&mut self, bytes: usize) {
        self.observers.allocated_bytes += bytes as u64;
        for registration in &mut self.observers.list {
            registration.remaining -= bytes as isize;
        }
    }

    /// On the slow path, before memory is taken: what was waiting for an allocation.
    pub(super) fn before_slow_allocation(&mut self, bytes: usize) {
        self.account_allocations();
        if let Some(kind) = self.observers.stress.as_mut().and_then(Stress::count) {
            self.collect(kind, GcReason::Stress);
        }
        self.advance_collection(bytes);
    }

    /// On the slow path, once the object stands: calls those whose interval it has crossed.
    pub(super) fn after_slow_allocation(&mut self, address: usize, bytes: usize) {
        let in_new_space = self.new_space.contains(address);
        self.account_allocations();
        if !in_new_space {
            self.count_bytes(bytes);
        }
        if self.observers.list.is_empty() {
            return;
        }
        let embedder = self.embedder;
        for registration in &mut self.observers.list {
            if registration.remaining <= 0 {
                registration.observer.allocated(embedder, address, bytes);
                registration.remaining = registration.observer.next_interval() as isize;
            }
        }
        self.reset_allocation_limit();
    }
}
