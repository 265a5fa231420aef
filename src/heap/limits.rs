//! The heap's limits: node's arithmetic on the four size flags.
//!
//! `heap_size_limit = old + 3 x semi`, where three semi-spaces stand for the young generation and its large objects.

use super::cage::{CAGE_BYTES, SEMI_SPACE_REGION};
use super::config::HeapConfig;
use super::os;

const MIB: usize = 1 << 20;
const GIB: usize = 1 << 30;

/// Semi-spaces that the limit counts for the young generation.
const YOUNG_SEMI_SPACES: usize = 3;
const DEFAULT_MAX_SEMI_BYTES: usize = 16 * MIB;
const DEFAULT_MIN_SEMI_BYTES: usize = if cfg!(miri) { MIB / 4 } else { MIB };
/// Smallest semi-space that can hold any object that is not large, with room to spare.
const SMALLEST_SEMI_BYTES: usize = if cfg!(miri) { MIB / 4 } else { MIB / 2 };
const SMALLEST_OLD_BYTES: usize = 2 * MIB;

/// What the flags come to, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    pub max_old_bytes: usize,
    pub max_semi_bytes: usize,
    pub initial_semi_bytes: usize,
}

impl Limits {
    pub fn new(config: &HeapConfig) -> Limits {
        Limits::on_machine(config, os::physical_memory_bytes())
    }

    fn on_machine(config: &HeapConfig, physical_bytes: usize) -> Limits {
        let semi = |bytes: usize| bytes.clamp(SMALLEST_SEMI_BYTES, SEMI_SPACE_REGION);
        let max_semi = config.max_semi_bytes.map_or(DEFAULT_MAX_SEMI_BYTES, semi);
        let (max_old, max_semi) = match (config.max_old_bytes, config.max_heap_bytes) {
            (Some(old), _) => (old, max_semi),
            (None, Some(heap)) => split_heap(heap, config.max_semi_bytes.map(semi)),
            (None, None) => (default_old_bytes(physical_bytes), max_semi),
        };
        let initial = config.min_semi_bytes.map_or(DEFAULT_MIN_SEMI_BYTES, semi);
        Limits {
            max_old_bytes: max_old.clamp(SMALLEST_OLD_BYTES, CAGE_BYTES / 2),
            max_semi_bytes: max_semi,
            initial_semi_bytes: initial.min(max_semi),
        }
    }

    pub fn heap_size_limit(&self) -> usize {
        self.max_old_bytes + YOUNG_SEMI_SPACES * self.max_semi_bytes
    }
}

/// Half of the machine's memory, at most 2 GiB, or 4 GiB on machines with 15 GiB and more.
fn default_old_bytes(physical_bytes: usize) -> usize {
    let most = if physical_bytes >= 15 * GIB { 4 * GIB } else { 2 * GIB };
    (physical_bytes / 2).clamp(256 * MIB, most)
}

/// Splits `--max-heap-size` into old space and a semi-space of at most a 32nd part.
fn split_heap(heap: usize, max_semi: Option<usize>) -> (usize, usize) {
    let semi = max_semi.unwrap_or((heap / 32).next_multiple_of(MIB).clamp(MIB, DEFAULT_MAX_SEMI_BYTES));
    (heap.saturating_sub(YOUNG_SEMI_SPACES * semi), semi)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit_mib(config: HeapConfig) -> usize {
        Limits::on_machine(&config, 24 * GIB).heap_size_limit() / MIB
    }

    #[test]
    fn the_limit_is_nodes() {
        let old = |mib: usize| HeapConfig { max_old_bytes: Some(mib * MIB), ..HeapConfig::default() };
        assert_eq!(limit_mib(HeapConfig::default()), 4144);
        assert_eq!(limit_mib(old(50)), 98);
        assert_eq!(limit_mib(old(200)), 248);
        assert_eq!(limit_mib(HeapConfig { max_semi_bytes: Some(4 * MIB), ..old(100) }), 112);
        assert_eq!(limit_mib(HeapConfig { max_heap_bytes: Some(100 * MIB), ..HeapConfig::default() }), 100);
        assert_eq!(Limits::on_machine(&HeapConfig::default(), 4 * GIB).max_old_bytes, 2 * GIB);
    }

    #[test]
    fn semi_spaces_keep_their_order() {
        let config = HeapConfig { max_semi_bytes: Some(MIB), min_semi_bytes: Some(8 * MIB), ..HeapConfig::default() };
        let limits = Limits::on_machine(&config, 24 * GIB);
        assert!(limits.initial_semi_bytes <= limits.max_semi_bytes);
    }
}
