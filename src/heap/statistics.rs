//! Statistics: counted, not estimated.
//!
//! The counters are kept by allocation, scavenges, marking and trimming; a test walks the heap after a full collection and
//! finds the same bytes in each space.

use super::heap::Heap;
use super::large_space::LargeSpace;
use super::os;
use super::paged_space::PagedSpace;
use super::policy::MAX_NEW_LARGE;
use super::space::SpaceId;

/// One space, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SpaceStatistics {
    pub space: SpaceId,
    /// Committed: taken from the system.
    pub size: usize,
    /// In objects.
    pub used: usize,
    /// What can be allocated without taking more.
    pub available: usize,
    /// Of `size`, what has been touched.
    pub physical: usize,
}

/// The heap as a whole, in bytes and counts.
#[derive(Clone, Debug)]
pub struct HeapStatistics {
    pub total_heap_size: usize,
    pub total_heap_size_executable: usize,
    pub total_physical_size: usize,
    pub total_available_size: usize,
    pub used_heap_size: usize,
    pub heap_size_limit: usize,
    pub total_global_handles_size: usize,
    pub used_global_handles_size: usize,
    pub external_memory: usize,
    pub spaces: [SpaceStatistics; SpaceId::ALL.len()],
}

impl Heap {
    pub fn statistics(&self) -> HeapStatistics {
        let spaces = SpaceId::ALL.map(|space| self.space_statistics(space));
        let sum = |field: fn(&SpaceStatistics) -> usize| spaces.iter().map(field).sum::<usize>();
        let handles = self.persistents.borrow();
        let used = sum(|space| space.used);
        HeapStatistics {
            total_heap_size: sum(|space| space.size),
            total_heap_size_executable: self.code.committed_bytes(),
            total_physical_size: sum(|space| space.physical),
            total_available_size: self.heap_size_limit().saturating_sub(used),
            used_heap_size: used,
            heap_size_limit: self.heap_size_limit(),
            total_global_handles_size: handles.total_bytes(),
            used_global_handles_size: handles.used_bytes(),
            external_memory: self.external_bytes,
            spaces,
        }
    }

    pub fn space_statistics(&self, space: SpaceId) -> SpaceStatistics {
        match space {
            SpaceId::New => self.new_space_statistics(),
            SpaceId::NewLarge => {
                let available = MAX_NEW_LARGE.saturating_sub(self.new_large.used_bytes());
                large_statistics(space, &self.new_large, available)
            }
            SpaceId::Large => large_statistics(space, &self.large, 0),
            SpaceId::Code => paged_statistics(&self.code),
            SpaceId::Map => paged_statistics(&self.map),
            SpaceId::ReadOnly => paged_statistics(&self.read_only),
            SpaceId::Old | SpaceId::Unused => paged_statistics(&self.old),
        }
    }

    fn new_space_statistics(&self) -> SpaceStatistics {
        let used = self.buffer.top - self.new_space.start();
        SpaceStatistics {
            space: SpaceId::New,
            size: self.new_space.committed_bytes(),
            used,
            available: self.new_space.capacity().saturating_sub(used),
            physical: self.new_space.physical_bytes(self.buffer.top),
        }
    }

    /// Bytes of all objects, without walking anything.
    pub fn used_bytes(&self) -> usize {
        self.old_generation_bytes() + self.young_generation_bytes() + self.read_only.used_bytes()
    }

    /// Bytes taken from the system for objects.
    pub fn committed_bytes(&self) -> usize {
        let paged: usize = self.paged_spaces().iter().map(|space| space.committed_bytes()).sum();
        paged + self.new_space.committed_bytes() + self.new_large.committed_bytes() + self.large.committed_bytes()
    }

    /// Bytes of bytecode, constant and feedback tables.
    pub fn code_bytes(&self) -> usize {
        self.code.used_bytes()
    }
}

fn paged_statistics(space: &PagedSpace) -> SpaceStatistics {
    let (size, used) = (space.committed_bytes(), space.used_bytes());
    let untouched = space.untouched_bytes() / os::page_bytes() * os::page_bytes();
    SpaceStatistics { space: space.id(), size, used, available: space.available_bytes(), physical: size - untouched }
}

fn large_statistics(space: SpaceId, large: &LargeSpace, available: usize) -> SpaceStatistics {
    let size = large.committed_bytes();
    SpaceStatistics { space, size, used: large.used_bytes(), available, physical: size }
}
