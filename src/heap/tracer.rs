//! The tracer: what each collection did, told to whoever listens.
//!
//! One row per phase in [`Phase`]; one [`GcEvent`] per collection, from which `--trace-gc`, perf_hooks, GCProfiler and the
//! out-of-memory report are fed. Clocks are read for the reports only: no decision hangs on them.

use std::collections::VecDeque;
use std::time::Instant;

use super::heap::Heap;
use super::os;
use super::pauses::{PauseKind, Pauses};
use super::statistics::HeapStatistics;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GcKind {
    /// Scavenge of the young generation.
    Minor,
    /// Marking, sweeping and perhaps compacting everything.
    Major,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GcReason {
    AllocationFailure,
    ExternalMemoryPressure,
    /// `gc()` or a test.
    Testing,
    /// An incremental marking has no work left.
    FinalizeMarking,
    /// Before a heap snapshot or an object count.
    Snapshot,
    /// Near the heap limit: nothing else helped.
    LastResort,
    /// `--gc-stress`.
    Stress,
}

impl GcReason {
    /// The words of the trace line.
    pub const fn text(self) -> &'static str {
        match self {
            GcReason::AllocationFailure => "allocation failure",
            GcReason::ExternalMemoryPressure => "external memory pressure",
            GcReason::Testing => "testing",
            GcReason::FinalizeMarking => "finalize incremental marking via stack guard",
            GcReason::Snapshot => "heap profiler",
            GcReason::LastResort => "last resort",
            GcReason::Stress => "stress",
        }
    }

    /// Whether the caller asked for everything dead to be gone, memory included.
    pub(super) const fn is_thorough(self) -> bool {
        !matches!(self, GcReason::AllocationFailure | GcReason::ExternalMemoryPressure | GcReason::FinalizeMarking)
    }
}

macro_rules! phases {
    ($($(#[doc = $doc:literal])* $name:ident = $key:literal),* $(,)?) => {
        /// A timed part of a collection.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Phase {
            $($(#[doc = $doc])* $name),*
        }

        impl Phase {
            pub const ALL: &'static [Phase] = &[$(Phase::$name),*];

            /// The key in reports and `--trace-gc-nvp` lines.
            pub const fn key(self) -> &'static str {
                match self {
                    $(Phase::$name => $key),*
                }
            }
        }
    };
}

phases! {
    /// Copying and promoting the live young objects.
    Scavenge = "scavenge",
    /// Draining the marking in the pause.
    Mark = "mark",
    /// Clearing weak references, finalizers.
    Weak = "clear",
    /// Queueing or sweeping pages, freeing large objects.
    Sweep = "sweep",
    /// Evacuating fragmented pages.
    Compact = "evacuate",
    /// Verifying the heap (`--verify-heap`).
    Verify = "verify",
}

const PHASE_COUNT: usize = Phase::ALL.len();

/// The incremental part of a marking.
#[derive(Clone, Copy, Default, Debug)]
pub struct IncrementalSteps {
    pub count: u32,
    pub total_ns: u64,
    pub longest_ns: u64,
    /// Wall time from the start of the marking to its final pause.
    pub since_start_ns: u64,
}

/// One collection.
#[derive(Clone, Debug)]
pub struct GcEvent {
    /// Counts all collections of the heap, from 1.
    pub number: u64,
    pub kind: GcKind,
    pub reason: GcReason,
    /// Forced by `gc()`.
    pub forced: bool,
    /// Wall time since the heap was made.
    pub start_ns: u64,
    /// Wall time of the pause.
    pub pause_ns: u64,
    /// Processor time of the pause.
    pub cpu_ns: u64,
    pub phases_ns: [u64; PHASE_COUNT],
    pub before: HeapStatistics,
    pub after: HeapStatistics,
    /// Bytes that survived within new space.
    pub survived_bytes: usize,
    pub promoted_bytes: usize,
    /// Present if the marking began before the pause.
    pub incremental: Option<IncrementalSteps>,
    pub compacted_pages: usize,
    /// Share of wall time that was not collection: mean over all full collections, and since the last one.
    pub average_utilization: f64,
    pub current_utilization: f64,
}

impl GcEvent {
    pub fn phase_ns(&self, phase: Phase) -> u64 {
        self.phases_ns[phase as usize]
    }
}

/// Told of each collection after it; must not touch the heap.
pub type GcListener = Box<dyn FnMut(&GcEvent)>;

/// Names a registered listener.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ListenerId(u64);

/// Collections the out-of-memory report shows.
const REPORTED_EVENTS: usize = 3;

pub struct Tracer {
    birth: Instant,
    listeners: Vec<(ListenerId, GcListener)>,
    next_listener: u64,
    collections: u64,
    phases_ns: [u64; PHASE_COUNT],
    incremental: IncrementalSteps,
    marking_began_ns: u64,
    last_major_end_ns: u64,
    collected_ns_since_major: u64,
    average_utilization: f64,
    current_utilization: f64,
    total_ns: u64,
    last_events: VecDeque<GcEvent>,
    pauses: Option<Box<Pauses>>,
}

/// A collection being timed.
pub struct RunningEvent {
    kind: GcKind,
    reason: GcReason,
    start_ns: u64,
    start_cpu_ns: u64,
    before: HeapStatistics,
}

/// What a collection did, for its event.
#[derive(Clone, Copy, Default)]
pub struct Outcome {
    pub survived_bytes: usize,
    pub promoted_bytes: usize,
    pub compacted_pages: usize,
    pub was_incremental: bool,
}

impl Outcome {
    fn pause_kind(&self, kind: GcKind) -> PauseKind {
        match kind {
            GcKind::Minor => PauseKind::Scavenge,
            GcKind::Major if self.compacted_pages > 0 => PauseKind::MarkCompact,
            GcKind::Major => PauseKind::MarkSweep,
        }
    }
}

impl Default for Tracer {
    fn default() -> Self {
        Self::new()
    }
}

impl Tracer {
    pub fn new() -> Tracer {
        Tracer {
            birth: Instant::now(),
            listeners: Vec::new(),
            next_listener: 0,
            collections: 0,
            phases_ns: [0; PHASE_COUNT],
            incremental: IncrementalSteps::default(),
            marking_began_ns: 0,
            last_major_end_ns: 0,
            collected_ns_since_major: 0,
            average_utilization: 1.0,
            current_utilization: 1.0,
            total_ns: 0,
            last_events: VecDeque::new(),
            pauses: None,
        }
    }

    /// Nanoseconds of wall time since the heap was made.
    pub fn now_ns(&self) -> u64 {
        self.birth.elapsed().as_nanos() as u64
    }

    /// Collections so far.
    pub fn collections(&self) -> u64 {
        self.collections
    }

    /// Wall time of all collections and marking steps so far.
    pub fn total_ns(&self) -> u64 {
        self.total_ns
    }

    pub fn add_listener(&mut self, listener: GcListener) -> ListenerId {
        let id = ListenerId(self.next_listener);
        self.next_listener += 1;
        self.listeners.push((id, listener));
        id
    }

    pub fn remove_listener(&mut self, id: ListenerId) {
        self.listeners.retain(|(other, _)| *other != id);
    }

    /// The last few collections, oldest first.
    pub fn last_events(&self) -> impl Iterator<Item = &GcEvent> {
        self.last_events.iter()
    }

    /// Keeps a record of the pauses from now on.
    pub fn record_pauses(&mut self) {
        self.pauses.get_or_insert_default();
    }

    /// The pauses since [`Tracer::record_pauses`].
    pub fn pauses(&self) -> Option<&Pauses> {
        self.pauses.as_deref()
    }

    pub(super) fn record_pause(&mut self, kind: PauseKind, cpu_ns: u64) {
        if let Some(pauses) = &mut self.pauses {
            pauses.record(kind, cpu_ns);
        }
    }

    pub(super) fn marking_began(&mut self) {
        self.incremental = IncrementalSteps::default();
        self.marking_began_ns = self.now_ns();
    }

    pub(super) fn step_done(&mut self, start_ns: u64) {
        let ns = self.now_ns() - start_ns;
        self.incremental.count += 1;
        self.incremental.total_ns += ns;
        self.incremental.longest_ns = self.incremental.longest_ns.max(ns);
        self.total_ns += ns;
        self.collected_ns_since_major += ns;
    }

    pub(super) fn phase_done(&mut self, phase: Phase, start_ns: u64) {
        self.phases_ns[phase as usize] += self.now_ns() - start_ns;
    }

    fn publish(&mut self, event: GcEvent) {
        for (_, listener) in &mut self.listeners {
            listener(&event);
        }
        if self.last_events.len() == REPORTED_EVENTS {
            self.last_events.pop_front();
        }
        self.last_events.push_back(event);
    }

    fn update_utilization(&mut self, now_ns: u64) {
        let wall = (now_ns - self.last_major_end_ns).max(1);
        let mutator = wall.saturating_sub(self.collected_ns_since_major);
        self.current_utilization = mutator as f64 / wall as f64;
        self.average_utilization = (self.average_utilization + self.current_utilization) / 2.0;
        self.last_major_end_ns = now_ns;
        self.collected_ns_since_major = 0;
    }

    /// What trace lines start with: the process, and which heap.
    pub fn line_prefix(&self) -> String {
        format!("[{}:{:#x}]", std::process::id(), std::ptr::from_ref(self).addr())
    }
}

impl GcEvent {
    /// The `--trace-gc` line of an event, in node's format, without the line break.
    pub fn format_line(&self, prefix: &str) -> String {
        let event = self;
        let name = if event.kind == GcKind::Minor { "Scavenge" } else { "Mark-Compact" };
        let mode = if event.reason == GcReason::LastResort { " (reduce)" } else { "" };
        let mib = |bytes: usize| bytes as f64 / (1 << 20) as f64;
        let ms = |ns: u64| ns as f64 / 1e6;
        let mut line = format!(
            "{prefix} {:8.0} ms: {name}{mode} {:.1} ({:.1}) -> {:.1} ({:.1}) MB, {:.2} / 0.00 ms ",
            ms(event.start_ns + event.pause_ns),
            mib(event.before.used_heap_size),
            mib(event.before.total_heap_size),
            mib(event.after.used_heap_size),
            mib(event.after.total_heap_size),
            ms(event.pause_ns),
        );
        if let Some(steps) = &event.incremental {
            line += &format!(
                " (+ {:.1} ms in {} steps since start of marking, biggest step {:.1} ms, walltime since start of marking {:.0} ms)",
                ms(steps.total_ns),
                steps.count,
                ms(steps.longest_ns),
                ms(steps.since_start_ns),
            );
        }
        line += &format!(
            " (average mu = {:.3}, current mu = {:.3}) {}; ",
            event.average_utilization,
            event.current_utilization,
            event.reason.text(),
        );
        if event.kind == GcKind::Major && event.reason == GcReason::Testing {
            line += "GC in old space requested";
        }
        line
    }

    /// The `--trace-gc-nvp` line of an event, without the line break.
    pub fn format_pairs(&self) -> String {
        let event = self;
        let ms = |ns: u64| ns as f64 / 1e6;
        let kind = if event.kind == GcKind::Minor { "s" } else { "mc" };
        let mut line =
            format!("pause={:.1} cpu={:.2} gc={kind} reason={:?}", ms(event.pause_ns), ms(event.cpu_ns), event.reason);
        for &phase in Phase::ALL {
            line += &format!(" {}={:.2}", phase.key(), ms(event.phase_ns(phase)));
        }
        let young =
            event.before.spaces.iter().filter(|space| space.space.is_young()).map(|space| space.used).sum::<usize>();
        let ratio = 100.0 * event.promoted_bytes as f64 / young.max(1) as f64;
        line += &format!(
            " total_size_before={} total_size_after={} promoted={} new_space_survived={} promotion_ratio={ratio:.1}%",
            event.before.used_heap_size, event.after.used_heap_size, event.promoted_bytes, event.survived_bytes,
        );
        line
    }
}

impl Heap {
    pub(super) fn begin_event(&mut self, kind: GcKind, reason: GcReason) -> RunningEvent {
        self.tracer.phases_ns = [0; PHASE_COUNT];
        RunningEvent {
            kind,
            reason,
            start_ns: self.tracer.now_ns(),
            start_cpu_ns: os::cpu_ns(),
            before: self.statistics(),
        }
    }

    pub(super) fn end_event(&mut self, running: RunningEvent, outcome: Outcome) {
        let after = self.statistics();
        let tracer = &mut self.tracer;
        let now = tracer.now_ns();
        let pause_ns = now - running.start_ns;
        tracer.collections += 1;
        tracer.total_ns += pause_ns;
        tracer.collected_ns_since_major += pause_ns;
        let incremental = outcome
            .was_incremental
            .then(|| IncrementalSteps { since_start_ns: now - tracer.marking_began_ns, ..tracer.incremental });
        if running.kind == GcKind::Major {
            tracer.update_utilization(now);
        }
        let cpu_ns = os::cpu_ns() - running.start_cpu_ns;
        tracer.record_pause(outcome.pause_kind(running.kind), cpu_ns);
        let event = GcEvent {
            number: tracer.collections,
            kind: running.kind,
            reason: running.reason,
            forced: running.reason == GcReason::Testing,
            start_ns: running.start_ns,
            pause_ns,
            cpu_ns,
            phases_ns: tracer.phases_ns,
            before: running.before,
            after,
            survived_bytes: outcome.survived_bytes,
            promoted_bytes: outcome.promoted_bytes,
            incremental,
            compacted_pages: outcome.compacted_pages,
            average_utilization: tracer.average_utilization,
            current_utilization: tracer.current_utilization,
        };
        tracer.publish(event);
    }
}
