//! What a collection was, and why.

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
}
