//! The spaces of the heap, as they are and as node lists them.
//!
//! Node has no map space of its own any more (hidden classes are counted in its old space), and lists three that stay
//! empty here: its list is [`as_node`]. Sums over either list equal the heap's totals.

use crate::heap::{HeapStatistics, SpaceId, SpaceStatistics};

/// One row: bytes of one space.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SpaceRow {
    pub name: &'static str,
    /// Taken from the system.
    pub size: usize,
    /// In objects.
    pub used: usize,
    pub available: usize,
    /// Of `size`, what has been touched.
    pub physical: usize,
}

impl SpaceRow {
    fn of(statistics: &SpaceStatistics) -> SpaceRow {
        let SpaceStatistics { space, size, used, available, physical } = *statistics;
        SpaceRow { name: space.name(), size, used, available, physical }
    }

    fn plus(self, other: SpaceRow) -> SpaceRow {
        SpaceRow {
            name: self.name,
            size: self.size + other.size,
            used: self.used + other.used,
            available: self.available + other.available,
            physical: self.physical + other.physical,
        }
    }
}

/// Every space that there is.
pub fn all(statistics: &HeapStatistics) -> Vec<SpaceRow> {
    statistics.spaces.iter().map(SpaceRow::of).collect()
}

/// The sum of `rows`.
pub fn total(rows: &[SpaceRow]) -> SpaceRow {
    rows.iter().fold(SpaceRow { name: "total", ..SpaceRow::default() }, |sum, row| sum.plus(*row))
}

/// The spaces that node lists, in its order.
pub fn as_node(statistics: &HeapStatistics) -> Vec<SpaceRow> {
    let row = |wanted: SpaceId| {
        let found = statistics.spaces.iter().find(|space| space.space == wanted);
        found.map(SpaceRow::of).unwrap_or_default()
    };
    let empty = |name| SpaceRow { name, ..SpaceRow::default() };
    vec![
        row(SpaceId::ReadOnly),
        row(SpaceId::New),
        row(SpaceId::Old).plus(row(SpaceId::Map)),
        row(SpaceId::Code),
        empty("shared_space"),
        row(SpaceId::NewLarge),
        row(SpaceId::Large),
        empty("code_large_object_space"),
        empty("shared_large_object_space"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::heap::{Heap, HeapConfig};
    use crate::objects::kinds::LAYOUTS;

    #[test]
    fn both_lists_add_up_to_the_totals() {
        let heap = Heap::new(HeapConfig::default(), LAYOUTS);
        let statistics = heap.statistics();
        for rows in [all(&statistics), as_node(&statistics)] {
            let total = total(&rows);
            assert_eq!(total.size, statistics.total_heap_size);
            assert_eq!(total.used, statistics.used_heap_size);
            assert_eq!(total.physical, statistics.total_physical_size);
        }
    }
}
