//! Marking: finds every old object that is reachable, by mark bits beside the cage.
//!
//! White objects have no mark bit, grey ones have it and are in the worklist, black ones have been visited. The marker
//! never looks at young objects: before the final pause drains the worklist, a scavenge promotes all of them, and what
//! is promoted, or allocated old, during a marking is grey. Work is done in resumable steps counted in bytes.
//!
//! Weak things are not followed but listed as they are met, for [`super::weak`]. Ephemeron tables are gone through until
//! nothing changes; when that takes many rounds, through a map from unmarked keys to values, in linear time.
#![allow(unsafe_code)] // mark bits and object words

use rustc_hash::FxHashMap;

use super::cage::{self, MARKS};
use super::ephemeron;
use super::header::{Header, meta_target};
use super::heap::{Heap, slot_range};
use super::layout::{HeaderRef, KindInfo, LayoutTable, Visitor};
use super::raw;
use super::roots::{LONG_WORDS, RootSink, for_each_pointer, for_each_pointer_in_long};
use super::space::SpaceId;
use super::worklist::Worklist;
use crate::value::Value;

/// Large objects are visited in pieces of this many words, so that a step stays short.
const PIECE_WORDS: usize = 16 << 10;
/// Rounds over all ephemeron tables before the linear algorithm takes over.
const EPHEMERON_ROUNDS: usize = 8;

/// The state of a marking.
#[derive(Default)]
pub struct Marker {
    worklist: Worklist,
    /// Large objects of which only the words before the given one have been visited.
    partial: Vec<(usize, usize)>,
    pub(super) weak_cells: Vec<usize>,
    pub(super) weak_lists: Vec<usize>,
    pub(super) feedback: Vec<usize>,
    pub(super) ephemeron_tables: Vec<usize>,
    /// While the linear ephemeron algorithm runs: what each unmarked key keeps.
    ephemeron_values: Option<FxHashMap<usize, Vec<usize>>>,
    marked_bytes: usize,
}

impl Marker {
    pub fn new() -> Marker {
        Marker::default()
    }
}

/// Marks the object at `address` grey, unless it is young or already marked.
/// # Safety
/// An object of the marker's heap starts at `address`.
#[inline(always)]
pub unsafe fn shade(marker: &mut Marker, address: usize) {
    if cage::may_be_young(address) && is_young(address) {
        return;
    }
    // SAFETY: pages outside the nursery have mark bits.
    if unsafe { MARKS.set(address) } {
        marker.worklist.push(address);
    }
}

/// Whether the object at `address`, which may be young, is: a large one's page knows.
fn is_young(address: usize) -> bool {
    // SAFETY: pages outside the nursery have records.
    cage::in_nursery(address) || unsafe { (*cage::record_of(address)).space == SpaceId::NewLarge }
}

/// Whether the marking that just ended reached the object.
/// # Safety
/// An object outside the nursery starts (or started) at `address`.
#[inline(always)]
pub unsafe fn is_marked(address: usize) -> bool {
    debug_assert!(!cage::in_nursery(address), "the nursery is empty when marks are asked for");
    // SAFETY: by the precondition.
    unsafe { MARKS.get(address) }
}

/// Whether a word is no heap pointer, or points to a marked object.
/// # Safety
/// The word is a value of the heap.
#[inline(always)]
pub unsafe fn is_marked_value(bits: u64) -> bool {
    let value = Value::from_bits(bits);
    // SAFETY: by the precondition.
    !value.is_heap() || unsafe { is_marked(value.address()) }
}

impl Marker {
    /// Visits objects until `budget` bytes have been visited or none is left; true if none is left.
    /// # Safety
    /// Grey objects are whole objects laid out as `layouts` says.
    pub unsafe fn step(&mut self, layouts: LayoutTable, budget: usize) -> bool {
        let end = self.marked_bytes.saturating_add(budget);
        while self.marked_bytes < end {
            let Some(object) = self.worklist.pop() else {
                // SAFETY: by the precondition.
                if unsafe { self.visit_next_piece(layouts) } {
                    continue;
                }
                return true;
            };
            // SAFETY: by the precondition.
            unsafe { self.visit(layouts, object) };
            if self.ephemeron_values.is_some() {
                self.shade_values_of(object);
            }
        }
        self.worklist.is_empty() && self.partial.is_empty()
    }

    /// Visits a piece of a large object that was left; false if there is none.
    /// # Safety
    /// As [`Marker::step`].
    unsafe fn visit_next_piece(&mut self, layouts: LayoutTable) -> bool {
        let Some((object, first)) = self.partial.pop() else { return false };
        // SAFETY: by the precondition; the object may have been cut since, so its size is read anew.
        unsafe {
            debug_assert_eq!(layouts[raw::header(object).kind() as usize].visitor, Visitor::Tail);
            let (end, words) = (first + PIECE_WORDS, raw::size_words(object));
            if end < words {
                self.partial.push((object, end));
            }
            self.marked_bytes += PIECE_WORDS * 8;
            self.shade_range(object, first.min(words), end.min(words));
        }
        true
    }

    /// # Safety
    /// As [`Marker::step`].
    pub unsafe fn drain(&mut self, layouts: LayoutTable) {
        // SAFETY: by the precondition.
        while !unsafe { self.step(layouts, usize::MAX) } {}
    }

    /// Shades what the object refers to strongly, and counts it.
    /// # Safety
    /// A whole object starts at `object`.
    #[inline(always)]
    unsafe fn visit(&mut self, layouts: LayoutTable, object: usize) {
        // SAFETY: by the precondition.
        unsafe {
            let header = raw::header(object);
            let mut words = raw::size_words(object);
            if words > PIECE_WORDS && layouts[header.kind() as usize].visitor == Visitor::Tail {
                self.partial.push((object, PIECE_WORDS));
                words = PIECE_WORDS;
            }
            self.count(object, words * 8);
            self.visit_words(&layouts[header.kind() as usize], object, header, words);
        }
    }

    /// # Safety
    /// As [`Marker::visit`].
    #[inline(always)]
    pub(super) unsafe fn visit_words(&mut self, info: &KindInfo, object: usize, header: Header, words: usize) {
        // SAFETY: by the precondition; references in meta name objects.
        unsafe {
            if info.header_ref == HeaderRef::Strong && header.meta() != 0 {
                shade(self, meta_target(object, header.meta()));
            }
            if info.visitor == Visitor::Tail {
                self.shade_range(object, info.first_tagged_word().min(words), words);
            } else {
                self.visit_special(info.visitor, object, words);
            }
        }
    }

    #[inline(always)]
    fn count(&mut self, object: usize, bytes: usize) {
        self.marked_bytes += bytes;
        if !cage::in_large_range(object) {
            // SAFETY: the object's page has a record.
            let record = unsafe { &mut *cage::record_of(object) };
            let alignment = if matches!(record.space, SpaceId::Map | SpaceId::Code) { 16 } else { 8 };
            record.live_bytes += bytes.next_multiple_of(alignment) as u32;
        }
    }

    #[inline(always)]
    unsafe fn shade_range(&mut self, object: usize, first: usize, end: usize) {
        let (from, to) = slot_range(object, first, end);
        // SAFETY: by the caller's promise the words are the object's.
        unsafe {
            if end - first >= LONG_WORDS {
                for_each_pointer_in_long(from, to, |slot| shade(self, Value::from_bits(*slot).address()));
            } else {
                for_each_pointer(from, to, |slot| shade(self, Value::from_bits(*slot).address()));
            }
        }
    }

    #[cold]
    unsafe fn visit_special(&mut self, visitor: Visitor, object: usize, words: usize) {
        // SAFETY: by the caller's promise; the layouts are those that `Visitor` documents.
        unsafe {
            match visitor {
                Visitor::Tail => {}
                Visitor::WeakCell => {
                    self.shade_range(object, 2, words);
                    self.weak_cells.push(object);
                }
                Visitor::EphemeronTable => {
                    self.ephemeron_tables.push(object);
                    self.visit_ephemeron_table(object);
                }
                Visitor::Feedback => {
                    let strong = 2 + raw::word(object, 1) as usize;
                    self.shade_range(object, 2, strong.min(words));
                    self.feedback.push(object);
                }
                Visitor::WeakTail => self.weak_lists.push(object),
            }
        }
    }

    /// Marks everything that ephemerons keep. The worklist is empty before and after.
    /// # Safety
    /// As [`Marker::step`]; the roots have been shaded and the nursery is empty.
    pub unsafe fn mark_ephemerons(&mut self, layouts: LayoutTable) {
        // SAFETY: by the precondition.
        unsafe {
            for _ in 0..EPHEMERON_ROUNDS {
                self.visit_all_ephemeron_tables();
                if self.worklist.is_empty() {
                    return;
                }
                self.drain(layouts);
            }
            self.ephemeron_values = Some(FxHashMap::default());
            self.visit_all_ephemeron_tables();
            self.drain(layouts);
            self.ephemeron_values = None;
        }
    }

    unsafe fn visit_all_ephemeron_tables(&mut self) {
        for index in 0..self.ephemeron_tables.len() {
            // SAFETY: the list holds marked tables.
            unsafe { self.visit_ephemeron_table(self.ephemeron_tables[index]) };
        }
    }

    /// Shades the values whose keys are marked; in the linear algorithm notes those of the other keys.
    unsafe fn visit_ephemeron_table(&mut self, table: usize) {
        // SAFETY: `table` is an ephemeron table.
        unsafe {
            ephemeron::for_each_raw_entry(table, |key, value| {
                let (key, value) = (Value::from_bits(raw::word(key, 0)), Value::from_bits(raw::word(value, 0)));
                if !key.is_heap() || !value.is_heap() {
                    return;
                }
                let (nursery_key, nursery_value) = (cage::in_nursery(key.address()), cage::in_nursery(value.address()));
                if nursery_key || nursery_value || MARKS.get(value.address()) {
                    return; // the final pause comes back to pairs in the nursery
                }
                if MARKS.get(key.address()) {
                    shade(self, value.address());
                } else if let Some(values) = &mut self.ephemeron_values {
                    values.entry(key.address()).or_default().push(value.address());
                }
            });
        }
    }

    #[cold]
    fn shade_values_of(&mut self, key: usize) {
        let values = self.ephemeron_values.as_mut().and_then(|values| values.remove(&key));
        for value in values.into_iter().flatten() {
            // SAFETY: a value of an ephemeron of the heap.
            unsafe { shade(self, value) };
        }
    }

    /// Forgets the marking: the next one begins anew.
    pub fn reset(&mut self) {
        *self = Marker::default();
    }
}

impl RootSink for Marker {
    unsafe fn range(&mut self, _section: &'static str, start: *mut u64, end: *mut u64) {
        // SAFETY: by the contract of the trait.
        unsafe { for_each_pointer(start, end, |slot| shade(self, Value::from_bits(*slot).address())) }
    }
}

impl Heap {
    /// Clears all mark bits and shades the roots. Everything must be swept.
    pub(super) fn start_marking(&mut self) {
        debug_assert!(!self.marking);
        self.finish_sweeping();
        self.clear_marks();
        self.marker.reset();
        self.marking = true;
        self.shade_roots();
    }

    /// Gives up a marking under way.
    pub(super) fn abort_marking(&mut self) {
        self.marker.reset();
        self.marking = false;
    }

    fn clear_marks(&mut self) {
        for space in [&self.old, &self.code, &self.map] {
            for &page in &space.pages {
                // SAFETY: pages of spaces are committed and have records.
                unsafe {
                    MARKS.clear_page(self.pages.start_of(page));
                    (*self.pages.record(page)).live_bytes = 0;
                }
            }
        }
        for &object in self.large.objects.iter().chain(&self.new_large.objects) {
            // SAFETY: large objects' pages are committed.
            unsafe { MARKS.clear(object) };
        }
    }

    pub(super) fn shade_roots(&mut self) {
        let mut marker = std::mem::take(&mut self.marker);
        self.visit_roots(&mut marker);
        self.visit_read_only(&mut marker);
        self.marker = marker;
    }

    /// Read-only objects are always marked; what they refer to is rooted.
    fn visit_read_only(&mut self, marker: &mut Marker) {
        self.read_only.close_area();
        for &page in &self.read_only.pages {
            // SAFETY: read-only pages are always swept; their area was just closed.
            unsafe {
                self.read_only.walk_page(self.pages.start_of(page), |object| {
                    let header = raw::header(object);
                    let info = &self.layouts[header.kind() as usize];
                    marker.visit_words(info, object, header, header.size_field());
                });
            }
        }
    }

    /// Does part of a marking under way; true if nothing is left to do before its final pause.
    pub(super) fn step_marking(&mut self, budget_bytes: usize) -> bool {
        debug_assert!(self.marking);
        // SAFETY: grey objects are whole objects of this heap.
        unsafe { self.marker.step(self.layouts, budget_bytes) }
    }

    /// Drains the worklist and the ephemerons.
    pub(super) fn finish_marking(&mut self) {
        self.shade_roots();
        // SAFETY: grey objects are whole objects; the scavenge before has emptied the nursery.
        unsafe {
            self.marker.drain(self.layouts);
            self.marker.mark_ephemerons(self.layouts);
        }
    }
}
