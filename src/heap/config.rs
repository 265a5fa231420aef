//! What a heap is told when it is made.

/// The heap's settings; [`HeapConfig::default`] is what node does on this machine.
#[derive(Clone, Debug, Default)]
pub struct HeapConfig {
    /// `--max-old-space-size`, in bytes.
    pub max_old_bytes: Option<usize>,
    /// `--max-semi-space-size`, in bytes.
    pub max_semi_bytes: Option<usize>,
    /// `--min-semi-space-size`, in bytes.
    pub min_semi_bytes: Option<usize>,
    /// `--max-heap-size`, in bytes: the sum of old space and three semi-spaces.
    pub max_heap_bytes: Option<usize>,
    /// `--gc-stress=N`, `--gc-stress-seed=S`: collect and move at every Nth allocation on average.
    pub gc_stress: Option<GcStress>,
    /// `--verify-heap`: walk and check the whole heap before and after each collection.
    pub verify: bool,
    /// Evacuate every old page in each full collection.
    pub force_evacuation: bool,
    /// `--stress-incremental-marking`: one marking after the other, in the smallest steps, whatever the heap's size.
    pub stress_marking: bool,
    /// Do all of each marking in its final pause.
    pub no_incremental_marking: bool,
}

#[derive(Clone, Copy, Debug)]
pub struct GcStress {
    /// Mean number of allocations between two collections, at least 1.
    pub interval: u32,
    pub seed: u64,
}
