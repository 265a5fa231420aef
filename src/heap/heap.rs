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
use super::finalizer::Finalizable;
use super::large_space::LargeSpace;
use super::layout::{LayoutTable, NO_TAGGED};
use super::limit_ladder::{self, Hooks};
use super::limits::Limits;
use super::marker::Marker;
use super::new_space::{AllocationBuffer, NewSpace};
use super::observers::Observers;
use super::page::PageAllocator;
use super::paged_space::PagedSpace;
use super::persistent::PersistentTable;
use super::policy::Policy;
use super::roots::{
    self, DEAD_CELLS_SECTION, HANDLE_SECTION, KEPT_SECTION, ROOT_TABLE_SECTION, ROOT_TABLE_WORDS, RootSink, RootStack,
    RootVisitor,
};
use super::space::SpaceId;
use super::tracer::Tracer;
use super::weak::{EmbedderWeak, Trackers};
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
    pub(super) embedder_weak: Option<EmbedderWeak>,
    /// Counters of the object layer, whose meaning is its own: see [`Heap::layer_counter`].
    layer_counters: [Cell<u32>; LAYER_COUNTERS],

    pub(super) layouts: LayoutTable,
    /// `first_tagged_word` of each kind, for the scavenger's inner loop.
    pub(super) first_tagged: [usize; 256],
    /// Kinds with a finalizer.
    pub(super) has_finalizer: [bool; 256],
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
    /// Objects were cut during this marking: live bytes are exact only after sweeping.
    pub(super) cut_while_marking: bool,
    pub(super) persistents: Rc<RefCell<PersistentTable>>,
    pub(super) kept: Vec<u64>,
    pub(super) dead_cells: VecDeque<u64>,
    pub(super) finalizable: Finalizable,
    pub(super) external_bytes: usize,
    pub(super) trackers: Trackers,

    pub(super) config: HeapConfig,
    pub(super) limits: Limits,
    pub(super) policy: Policy,
    pub(super) tracer: Tracer,
    pub(super) hooks: Hooks,
    pub(super) observers: Observers,
}

/// Words of [`Heap::layer_counter`].
pub const LAYER_COUNTERS: usize = 4;

impl Heap {
    /// Counter `index` of the object layer: per heap, starting at 0, never touched by the heap itself.
    #[inline(always)]
    pub fn layer_counter(&self, index: usize) -> &Cell<u32> {
        &self.layer_counters[index]
    }

    /// A heap whose objects are laid out as `layouts` says. Ends the process when the system has no address space for it.
    pub fn new(config: HeapConfig, layouts: LayoutTable) -> Box<Heap> {
        assert!(
            layouts.len() <= 256 && layouts[0].name == super::layout::FREE.name,
            "row 0 of the layout table is the heap's"
        );
        let cage = Cage::reserve().unwrap_or_else(|| limit_ladder::fatal_without_address_space());
        let limits = Limits::new(&config);
        let new_space = NewSpace::new(cage.base(), limits.initial_semi_bytes, limits.max_semi_bytes);
        let mut heap = Box::new(Heap {
            buffer: AllocationBuffer { top: new_space.start(), limit: new_space.start() },
            marking: false,
            root_stack: RootStack::new(),
            root_table: new_root_table(),
            embedder: NonNull::dangling(),
            embedder_roots: None,
            embedder_weak: None,
            layer_counters: [const { Cell::new(0) }; LAYER_COUNTERS],
            layouts,
            first_tagged: first_tagged_words(layouts),
            has_finalizer: std::array::from_fn(|kind| layouts.get(kind).is_some_and(|info| info.finalizer.is_some())),
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
            cut_while_marking: false,
            persistents: Rc::default(),
            kept: Vec::new(),
            dead_cells: VecDeque::new(),
            finalizable: Finalizable::default(),
            external_bytes: 0,
            trackers: Trackers::default(),
            limits,
            policy: Policy::new(&limits),
            tracer: Tracer::new(),
            hooks: Hooks::default(),
            observers: Observers::new(config.gc_stress),
            config,
        });
        assert!(heap.new_space.commit_active(heap.pages.cage()), "cannot commit the first semi-space");
        heap.forget_unaccounted();
        heap.reset_allocation_limit();
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

    pub fn tracer(&self) -> &Tracer {
        &self.tracer
    }

    pub fn tracer_mut(&mut self) -> &mut Tracer {
        &mut self.tracer
    }

    pub fn layouts(&self) -> LayoutTable {
        self.layouts
    }

    pub fn paged_spaces(&self) -> [&PagedSpace; 4] {
        [&self.read_only, &self.old, &self.code, &self.map]
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
        self.finalize_all();
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

pub(super) use roots::slot_range;
