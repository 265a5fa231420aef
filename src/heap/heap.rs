//! The heap: the spaces and everything the collectors keep between collections.
//!
//! One isolate owns one heap; a process may have several. The collectors stand in files of their own and work on this
//! struct: [`super::scavenger`], [`super::marker`], [`super::sweeper`], [`super::compactor`], driven by
//! [`super::collector`].
#![allow(unsafe_code)] // the embedder's pointer and root slots

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::ptr::NonNull;
use std::rc::Rc;

use super::cage::Cage;
use super::config::HeapConfig;
use super::large_space::LargeSpace;
use super::layout::{LayoutTable, NO_TAGGED};
use super::marker::Marker;
use super::new_space::{AllocationBuffer, NewSpace};
use super::page::PageAllocator;
use super::paged_space::PagedSpace;
use super::persistent::PersistentTable;
use super::roots::{
    self, DEAD_CELLS_SECTION, HANDLE_SECTION, KEPT_SECTION, PERSISTENT_SECTION, ROOT_TABLE_SECTION, ROOT_TABLE_WORDS,
    RootSink, RootStack, RootVisitor,
};
use super::space::SpaceId;
use crate::value::Value;

/// Visits the embedder's roots: VM stack, pending exception, caches.
pub type EmbedderRoots = fn(embedder: NonNull<()>, visitor: &mut RootVisitor<'_>);

#[repr(C)]
pub struct Heap {
    /// First, so that the heap's address is the buffer's.
    pub(super) buffer: AllocationBuffer,
    pub(super) marking: bool,
    pub(super) root_stack: RootStack,
    pub(super) root_table: NonNull<u64>,
    pub(super) embedder: NonNull<()>,
    pub(super) embedder_roots: Option<EmbedderRoots>,
    /// Counters of the object layer, whose meaning is its own: see [`Heap::layer_counter`].
    layer_counters: [Cell<u32>; LAYER_COUNTERS],

    pub(super) layouts: LayoutTable,
    /// `first_tagged_word` of each kind, for the scavenger's inner loop.
    pub(super) first_tagged: [usize; 256],
    pub(super) pages: PageAllocator,
    pub(super) new_space: NewSpace,
    pub(super) old: PagedSpace,
    pub(super) code: PagedSpace,
    pub(super) map: PagedSpace,
    pub(super) read_only: PagedSpace,
    pub(super) new_large: LargeSpace,
    pub(super) large: LargeSpace,
    /// Pages whose record says `has_slots`.
    pub(super) pages_with_slots: Vec<usize>,

    pub(super) marker: Marker,
    pub(super) persistents: Rc<RefCell<PersistentTable>>,
    pub(super) kept: Vec<u64>,
    pub(super) dead_cells: VecDeque<u64>,
    pub(super) config: HeapConfig,
}

/// Words of [`Heap::layer_counter`].
pub const LAYER_COUNTERS: usize = 4;

impl Heap {
    /// Counter `index` of the object layer: per heap, starting at 0, never touched by the heap itself.
    #[inline(always)]
    pub fn layer_counter(&self, index: usize) -> &Cell<u32> {
        &self.layer_counters[index]
    }

    /// A heap whose objects are laid out as `layouts` says. Panics when the system has no address space for it.
    pub fn new(config: HeapConfig, layouts: LayoutTable) -> Box<Heap> {
        assert!(
            layouts.len() <= 256 && layouts[0].name == super::layout::FREE.name,
            "row 0 of the layout table is the heap's"
        );
        let cage = Cage::reserve().expect("cannot reserve the heap's address space");
        let semi = config.min_semi_bytes.unwrap_or(1 << 20);
        let new_space = NewSpace::new(cage.base(), semi, config.max_semi_bytes.unwrap_or(16 << 20));
        let mut heap = Box::new(Heap {
            buffer: AllocationBuffer { top: new_space.start(), limit: new_space.start() },
            marking: false,
            root_stack: RootStack::new(),
            root_table: new_root_table(),
            embedder: NonNull::dangling(),
            embedder_roots: None,
            layer_counters: [const { Cell::new(0) }; LAYER_COUNTERS],
            layouts,
            first_tagged: first_tagged_words(layouts),
            pages: PageAllocator::new(cage),
            new_space,
            old: PagedSpace::new(SpaceId::Old),
            code: PagedSpace::new(SpaceId::Code),
            map: PagedSpace::new(SpaceId::Map),
            read_only: PagedSpace::new(SpaceId::ReadOnly),
            new_large: LargeSpace::default(),
            large: LargeSpace::default(),
            pages_with_slots: Vec::new(),
            marker: Marker::new(),
            persistents: Rc::default(),
            kept: Vec::new(),
            dead_cells: VecDeque::new(),
            config,
        });
        assert!(heap.new_space.commit_active(heap.pages.cage()), "cannot commit the first semi-space");
        heap.buffer.limit = heap.new_space.end();
        heap
    }

    /// Tells the heap what `Cx::embedder` gives and how to visit its roots. The pointer outlives the heap's last use.
    pub fn set_embedder<T>(&mut self, embedder: NonNull<T>) {
        self.embedder = embedder.cast();
    }

    pub fn set_embedder_roots(&mut self, visit: EmbedderRoots) {
        self.embedder_roots = Some(visit);
    }

    /// The allocation buffer, for the interpreter's fast paths. Stays where it is as long as the heap lives.
    pub fn allocation_buffer(&mut self) -> *mut AllocationBuffer {
        &mut self.buffer
    }

    pub fn layouts(&self) -> LayoutTable {
        self.layouts
    }

    pub fn paged_spaces(&self) -> [&PagedSpace; 4] {
        [&self.read_only, &self.old, &self.code, &self.map]
    }

    pub(super) fn paged_space_mut(&mut self, id: SpaceId) -> &mut PagedSpace {
        match id {
            SpaceId::Code => &mut self.code,
            SpaceId::Map => &mut self.map,
            SpaceId::ReadOnly => &mut self.read_only,
            _ => &mut self.old,
        }
    }

    /// Shows all roots to `sink`, section by section.
    pub(super) fn visit_roots(&mut self, sink: &mut dyn RootSink) {
        let stack = self.root_stack.start();
        // SAFETY: each range is memory of the heap's own root lists, which hold values.
        unsafe {
            sink.range(HANDLE_SECTION, stack, stack.add(self.root_stack.height()));
            let table = self.root_table.as_ptr();
            sink.range(ROOT_TABLE_SECTION, table, table.add(ROOT_TABLE_WORDS));
            let kept = self.kept.as_mut_ptr_range();
            sink.range(KEPT_SECTION, kept.start, kept.end);
            let cells = self.dead_cells.make_contiguous().as_mut_ptr_range();
            sink.range(DEAD_CELLS_SECTION, cells.start, cells.end);
            self.persistents.borrow_mut().for_each(|section, slot| sink.range(section, slot, slot.add(1)));
        }
        if let Some(visit) = self.embedder_roots {
            visit(self.embedder, &mut RootVisitor::new(sink));
        }
    }

    pub(super) fn keep_during_job(&mut self, bits: u64) {
        if Value::from_bits(bits).is_heap() && self.kept.last() != Some(&bits) {
            self.kept.push(bits);
        }
    }

    pub fn clear_kept_objects(&mut self) {
        self.kept.clear();
    }

    pub fn has_dead_weak_cells(&self) -> bool {
        !self.dead_cells.is_empty()
    }

    pub(super) fn take_dead_weak_cell(&mut self) -> Option<u64> {
        self.dead_cells.pop_front()
    }
}

impl Drop for Heap {
    fn drop(&mut self) {
        let table = std::ptr::slice_from_raw_parts_mut(self.root_table.as_ptr(), ROOT_TABLE_WORDS);
        // SAFETY: the box that `new_root_table` gave up.
        drop(unsafe { Box::<[u64]>::from_raw(table) });
    }
}

fn new_root_table() -> NonNull<u64> {
    let table = vec![Value::UNDEFINED.bits(); ROOT_TABLE_WORDS].into_boxed_slice();
    NonNull::new(Box::into_raw(table).cast()).expect("a box is not null")
}

fn first_tagged_words(layouts: LayoutTable) -> [usize; 256] {
    let mut first = [usize::MAX; 256];
    for (kind, info) in layouts.iter().enumerate() {
        debug_assert!(info.first_tagged == NO_TAGGED || info.first_tagged > 0);
        first[kind] = info.first_tagged_word();
    }
    first
}

/// The default section of persistent handles.
pub const DEFAULT_PERSISTENT_SECTION: &str = PERSISTENT_SECTION;

pub(super) use roots::slot_range;
