//! The verifier: walks the whole heap and checks what the collectors rely on.
//!
//! With `--verify-heap` it runs before and after every collection; in debug builds also without, around some of the
//! collections of a small heap. Each kind of [`Damage`] has a test that plants it.
#![allow(unsafe_code)] // reads headers of whatever it meets

use rustc_hash::FxHashSet;

use super::cage::{self, SLOTS};
use super::heap::Heap;
use super::layout::HeaderRef;
use super::raw;
use super::roots::{RootSink, for_each_pointer};
use super::space::SpaceId;
use super::walk::EdgeName;
use crate::value::Value;

/// Debug builds verify heaps of up to this size, around the first few collections and then around some.
const DEBUG_VERIFY_BYTES: usize = 4 << 20;
const DEBUG_VERIFY_ALL: u64 = 8;
const DEBUG_VERIFY_EVERY: u64 = 16;

/// Something wrong with the heap.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Damage {
    /// A header whose kind the layout table does not have, or that is a forwarding word.
    BadHeader { object: usize },
    /// A reference to something that is no object.
    DanglingReference { object: usize, edge: EdgeName, target: usize },
    /// A root that refers to something that is no object.
    DanglingRoot { section: &'static str, target: usize },
    /// A header reference to an object outside the spaces that never move.
    HeaderRefMoves { object: usize, target: usize },
    /// A word of an old object that holds a young one without a slot bit: a store past the barrier.
    UnrememberedSlot { object: usize, word: usize },
    /// A page with slot bits that the next scavenge would not visit.
    UnlistedPage { page: usize },
    /// A space whose counters differ from what a walk finds.
    WrongCount { space: SpaceId, counted: usize, walked: usize },
}

impl Heap {
    /// Checks the whole heap; what is wrong with it.
    pub fn verify(&mut self) -> Vec<Damage> {
        let mut found = Vec::new();
        let mut objects = FxHashSet::default();
        for space in SpaceId::ALL {
            self.collect_objects(space, &mut objects, &mut found);
        }
        if found.is_empty() {
            for &object in &objects {
                self.verify_object(object, &objects, &mut found);
            }
            self.verify_roots(&objects, &mut found);
            self.verify_slot_pages(&mut found);
        }
        found
    }

    /// Lists the objects of a space, checking headers and counters.
    fn collect_objects(&self, space: SpaceId, objects: &mut FxHashSet<usize>, found: &mut Vec<Damage>) {
        let mut walked = 0;
        self.for_each_object_in(space, &mut |object| {
            walked += object.bytes;
            objects.insert(object.address);
            if object.kind as usize >= self.layouts.len() {
                found.push(Damage::BadHeader { object: object.address });
            }
        });
        let counted = self.space_statistics(space).used;
        // Fillers cut off in new space stay in its counter until the next scavenge.
        let matches = if space == SpaceId::New { walked <= counted } else { walked == counted };
        if !matches {
            found.push(Damage::WrongCount { space, counted, walked });
        }
    }

    fn verify_object(&self, object: usize, objects: &FxHashSet<usize>, found: &mut Vec<Damage>) {
        let old = !cage::in_nursery(object);
        // SAFETY: `object` was met by a walk and has a good header.
        unsafe {
            self.for_each_edge(object, |edge| {
                if !objects.contains(&edge.target) {
                    found.push(Damage::DanglingReference { object, edge: edge.name, target: edge.target });
                    return;
                }
                if edge.name == EdgeName::Header && !self.never_moves(edge.target) {
                    found.push(Damage::HeaderRefMoves { object, target: edge.target });
                }
                let must_be_remembered = old && self.is_young_object(edge.target);
                if must_be_remembered && !SLOTS.get(object + edge.word * 8) {
                    found.push(Damage::UnrememberedSlot { object, word: edge.word });
                }
            });
            let header = raw::header(object);
            debug_assert!(
                self.layouts[header.kind() as usize].header_ref != HeaderRef::Strong || header.meta() & 1 == 0
            );
        }
    }

    fn space_of(&self, object: usize) -> SpaceId {
        if cage::in_nursery(object) {
            return SpaceId::New;
        }
        // SAFETY: pages outside the nursery have records.
        unsafe { (*cage::record_of(object)).space }
    }

    fn never_moves(&self, object: usize) -> bool {
        matches!(self.space_of(object), SpaceId::Map | SpaceId::Code | SpaceId::ReadOnly)
    }

    fn is_young_object(&self, object: usize) -> bool {
        self.space_of(object).is_young()
    }

    fn verify_roots(&mut self, objects: &FxHashSet<usize>, found: &mut Vec<Damage>) {
        let mut checker = RootChecker { objects, found };
        self.visit_roots(&mut checker);
    }

    fn verify_slot_pages(&self, found: &mut Vec<Damage>) {
        let listed: FxHashSet<usize> = self.pages_with_slots.iter().copied().collect();
        for space in self.paged_spaces() {
            for &page in &space.pages {
                let bitmap = SLOTS.page_words(self.pages.start_of(page));
                // SAFETY: pages of spaces are committed with their bitmaps.
                let any = unsafe { (0..cage::BITMAP_WORDS).any(|index| *bitmap.add(index) != 0) };
                if any && !listed.contains(&page) {
                    found.push(Damage::UnlistedPage { page });
                }
            }
        }
    }

    /// Panics with what is wrong, if verification is on and finds anything.
    pub(super) fn verify_around_collection(&mut self, when: &str) {
        let number = self.tracer.collections();
        let chosen = number < DEBUG_VERIFY_ALL || number.is_multiple_of(DEBUG_VERIFY_EVERY);
        let in_debug = cfg!(debug_assertions) && chosen && self.used_bytes() <= DEBUG_VERIFY_BYTES;
        if !self.config.verify && !in_debug {
            return;
        }
        let found = self.verify();
        if let Some(first) = found.first() {
            let seed = self.stress_seed().map_or(String::new(), |seed| format!(" (--gc-stress-seed={seed})"));
            panic!("heap verification {when} a collection: {} faults, first {first:?}{seed}", found.len());
        }
    }
}

struct RootChecker<'a> {
    objects: &'a FxHashSet<usize>,
    found: &'a mut Vec<Damage>,
}

impl RootSink for RootChecker<'_> {
    unsafe fn range(&mut self, section: &'static str, start: *mut u64, end: *mut u64) {
        // SAFETY: by the contract of the trait.
        unsafe {
            for_each_pointer(start, end, |slot| {
                let target = Value::from_bits(*slot).address();
                if !self.objects.contains(&target) {
                    self.found.push(Damage::DanglingRoot { section, target });
                }
            });
        }
    }
}
