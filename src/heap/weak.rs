//! Weak processing: what becomes of weak references once a marking has found what is live.
//!
//! In this order, all in the final pause: ephemeron tables drop the pairs of dead keys; weak cells lose dead targets and
//! queue up if they want to be told; feedback slots and weak lists drop their dead; then the embedder's own weak tables
//! and the trackers hear who survived.
#![allow(unsafe_code)] // weak words

use std::ptr::NonNull;

use super::cage::{self, MARKS};
use super::ephemeron;
use super::header::{NOTIFY_FLAG, meta_target};
use super::heap::Heap;
use super::marker::{is_marked, is_marked_value};
use super::raw;
use super::space::SpaceId;
use crate::value::{SPECIAL_TAG, Value};

/// What a collection has just decided about objects.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SurvivalPhase {
    /// A scavenge: young objects have moved or died.
    Scavenged,
    /// A marking: old objects have died, none has moved.
    Marked,
    /// A compaction: old objects have moved, none has died.
    Moved,
}

/// Answers, during a collection, where an object is now. Handed to weak tables outside the heap and to trackers.
pub struct Survivors {
    phase: SurvivalPhase,
}

impl Survivors {
    pub(super) fn new(phase: SurvivalPhase) -> Survivors {
        Survivors { phase }
    }

    pub fn phase(&self) -> SurvivalPhase {
        self.phase
    }

    /// Where the object that was at `address` is now; `None` if it has died.
    /// # Safety
    /// An object was there when the collection began, or when the holder was last asked.
    pub unsafe fn address(&self, address: usize) -> Option<usize> {
        // SAFETY: by the precondition; vacated memory keeps its forwarding words until everyone has been asked.
        unsafe {
            match self.phase {
                SurvivalPhase::Scavenged if cage::in_nursery(address) => raw::header(address).forwarded(),
                SurvivalPhase::Scavenged if cage::in_large_range(address) => {
                    ((*cage::record_of(address)).space != SpaceId::NewLarge).then_some(address)
                }
                SurvivalPhase::Scavenged => Some(address),
                SurvivalPhase::Marked => MARKS.get(address).then_some(address),
                SurvivalPhase::Moved => Some(raw::header(address).forwarded().unwrap_or(address)),
            }
        }
    }

    /// The value that `bits` has become; `None` if it was an object that has died.
    /// # Safety
    /// As [`Survivors::address`].
    pub unsafe fn value(&self, bits: u64) -> Option<u64> {
        let value = Value::from_bits(bits);
        if !value.is_heap() {
            return Some(bits);
        }
        // SAFETY: by the precondition.
        unsafe { self.address(value.address()) }.map(|address| Value::from_address(address).bits())
    }
}

/// Updates the embedder's weak tables (interned strings, caches); runs in each phase that a collection goes through.
pub type EmbedderWeak = fn(embedder: NonNull<()>, survivors: &Survivors);

/// Follows objects by address: heap snapshots' stable ids, samples. Told of moves and deaths while it is registered.
pub trait Tracker {
    fn collected(&mut self, survivors: &Survivors);
}

/// Names a registered tracker.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TrackerId(u64);

/// The registered trackers.
#[derive(Default)]
pub struct Trackers {
    next: u64,
    list: Vec<(TrackerId, Box<dyn Tracker>)>,
}

impl Heap {
    pub fn set_embedder_weak(&mut self, update: EmbedderWeak) {
        self.embedder_weak = Some(update);
    }

    pub fn add_tracker(&mut self, tracker: Box<dyn Tracker>) -> TrackerId {
        let id = TrackerId(self.trackers.next);
        self.trackers.next += 1;
        self.trackers.list.push((id, tracker));
        id
    }

    /// Takes the tracker back.
    pub fn remove_tracker(&mut self, id: TrackerId) -> Option<Box<dyn Tracker>> {
        let position = self.trackers.list.iter().position(|(other, _)| *other == id)?;
        Some(self.trackers.list.remove(position).1)
    }

    /// Tells everyone outside the heap who follows objects by address.
    pub(super) fn tell_survivors(&mut self, phase: SurvivalPhase) {
        let survivors = Survivors::new(phase);
        self.update_finalizable(&survivors);
        if let Some(update) = self.embedder_weak {
            update(self.embedder, &survivors);
        }
        for (_, tracker) in &mut self.trackers.list {
            tracker.collected(&survivors);
        }
    }

    /// Clears the weak references to what the marking did not reach.
    pub(super) fn process_weak(&mut self) {
        // SAFETY: marking is complete; the lists hold marked objects of the visitors they are named for.
        unsafe {
            for &table in &self.marker.ephemeron_tables {
                ephemeron::clear_dead_entries(table, |key| !is_marked_value(key));
            }
            for &cell in &self.marker.weak_cells {
                if !is_marked_value(raw::word(cell, 1)) {
                    raw::init_word(cell, 1, Value::UNDEFINED.bits());
                    if raw::header(cell).flags() & NOTIFY_FLAG != 0 {
                        self.dead_cells.push_back(Value::from_address(cell).bits());
                    }
                }
            }
            for &table in &self.marker.feedback {
                clear_dead_feedback(table);
            }
            for &list in &self.marker.weak_lists {
                let first = self.first_tagged[raw::header(list).kind() as usize];
                clear_dead_words(list, first);
            }
        }
        self.tell_survivors(SurvivalPhase::Marked);
    }
}

/// # Safety
/// A weak list starts at `list`; marking is complete.
unsafe fn clear_dead_words(list: usize, first: usize) {
    // SAFETY: by the precondition.
    unsafe {
        for index in first..raw::size_words(list) {
            if !is_marked_value(raw::word(list, index)) {
                raw::init_word(list, index, Value::UNDEFINED.bits());
            }
        }
    }
}

/// # Safety
/// A feedback table starts at `table`; marking is complete.
unsafe fn clear_dead_feedback(table: usize) {
    // SAFETY: by the precondition.
    unsafe {
        for index in 2 + raw::word(table, 1) as usize..raw::size_words(table) {
            let word = raw::word(table, index);
            if word >= SPECIAL_TAG {
                if !is_marked_value(word) {
                    raw::init_word(table, index, Value::UNDEFINED.bits());
                }
            } else if word as u32 != 0 && !is_marked(meta_target(table, word as u32)) {
                raw::init_word(table, index, 0);
            }
        }
    }
}
