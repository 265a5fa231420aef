//! Compaction: fragmented pages of old space are evacuated and given back.
//!
//! Runs in the pause, after weak processing: the mark bits are the truth about what is live, nothing is young, and the
//! evacuated pages are not yet swept. Live objects are copied to other pages; then every live object and root is walked
//! once and its pointers to evacuated pages replaced by the forwarding addresses found there.
#![allow(unsafe_code)] // moves objects

use super::cage::{self, MARKS, PAGE_BYTES, pointer};
use super::header::Header;
use super::heap::{Heap, slot_range};
use super::page::SweepState;
use super::raw;
use super::roots::{RootSink, for_each_pointer};
use super::space::SpaceId;
use super::sweeper::for_each_marked;
use super::tracer::GcReason;
use super::weak::SurvivalPhase;
use crate::value::Value;

/// Pages with fewer live bytes than this are worth evacuating.
const SPARSE_BYTES: usize = PAGE_BYTES / 2;
/// In the last resort, than this.
const NOT_FULL_BYTES: usize = PAGE_BYTES * 7 / 8;
/// Most bytes an ordinary collection copies.
const MAX_COPIED_BYTES: usize = 1 << 20;
/// An ordinary collection walks at most this much to update pointers; larger heaps fill their holes instead.
const MAX_WALKED_BYTES: usize = 16 << 20;
/// An ordinary collection compacts only if at least this much of old space is holes.
const MIN_WASTE_BYTES: usize = 1 << 20;

impl Heap {
    /// Evacuates the pages that `reason` calls for; how many.
    pub(super) fn compact(&mut self, reason: GcReason) -> usize {
        let candidates = self.choose_candidates(reason);
        if candidates.is_empty() {
            return 0;
        }
        for &page in &candidates {
            // SAFETY: candidates are marked, unswept pages of old space.
            unsafe { self.evacuate_page(page) };
        }
        // SAFETY: all live objects of the candidates have been moved.
        unsafe { self.update_pointers() };
        self.tell_survivors(SurvivalPhase::Moved);
        for &page in &candidates {
            self.old.release_page(page, &mut self.pages);
        }
        candidates.len()
    }

    /// Takes the pages to evacuate out of the sweeping queue.
    fn choose_candidates(&mut self, reason: GcReason) -> Vec<usize> {
        let everything = self.config.force_evacuation || reason == GcReason::Stress;
        let below = match reason {
            _ if everything => PAGE_BYTES + 1,
            GcReason::LastResort => NOT_FULL_BYTES,
            _ => SPARSE_BYTES,
        };
        let committed = self.old.unswept.len() * PAGE_BYTES;
        let waste = committed - self.old.used_bytes();
        if !reason.is_thorough() && !everything && self.old_generation_bytes() > MAX_WALKED_BYTES {
            return Vec::new();
        }
        if !everything && waste < MIN_WASTE_BYTES.max(committed / 4) {
            return Vec::new();
        }
        let mut budget = if reason.is_thorough() { usize::MAX } else { MAX_COPIED_BYTES };
        let mut candidates = Vec::new();
        let pages = &self.pages;
        self.old.unswept.retain(|&page| {
            // SAFETY: records of old space's pages.
            let record = unsafe { &mut *pages.record(page) };
            let live = record.live_bytes as usize;
            let chosen = live < below && live <= budget;
            if chosen {
                record.sweep = SweepState::Candidate;
                budget -= live;
                candidates.push(page);
            }
            !chosen
        });
        // One sparse page cannot be emptied into itself.
        if candidates.len() == 1 && !everything {
            self.old.unswept.push(candidates[0]);
            // SAFETY: as above.
            unsafe { (*self.pages.record(candidates[0])).sweep = SweepState::NeedsSweep };
            candidates.clear();
        }
        candidates
    }

    /// # Safety
    /// `page` is a marked, unswept page of old space that nothing allocates in.
    unsafe fn evacuate_page(&mut self, page: usize) {
        let start = self.pages.start_of(page);
        // SAFETY: marked objects are whole; targets are free memory of the same size on other pages.
        unsafe {
            let live = (*self.pages.record(page)).live_bytes as usize;
            self.old.set_used_bytes(self.old.used_bytes() - live);
            for_each_marked(start, |object| {
                let header = raw::header(object);
                let words = header.size_field();
                let Some(target) = self.take_old_memory(words, SpaceId::Old) else {
                    self.fatal_out_of_memory("Evacuation failed.");
                };
                pointer::<u64>(target).copy_from_nonoverlapping(pointer::<u64>(object), words);
                MARKS.set(target);
                (*cage::record_of(target)).live_bytes += (words * 8) as u32;
                raw::set_header(object, Header::forwarding(target));
            });
        }
    }

    /// # Safety
    /// Every live object of candidate pages has left a forwarding header.
    unsafe fn update_pointers(&mut self) {
        let mut updater = Updater;
        self.visit_roots(&mut updater);
        // SAFETY: marks are the truth; read-only pages are swept and their area is closed since marking.
        unsafe {
            for space in [&self.old, &self.code, &self.map] {
                for &page in &space.pages {
                    if (*self.pages.record(page)).sweep != SweepState::Candidate {
                        for_each_marked(self.pages.start_of(page), |object| self.update_object(object));
                    }
                }
            }
            for &page in &self.read_only.pages {
                self.read_only.walk_page(self.pages.start_of(page), |object| self.update_object(object));
            }
            for &object in &self.large.objects {
                self.update_object(object);
            }
        }
    }

    /// # Safety
    /// A live object starts at `object`.
    #[inline(always)]
    unsafe fn update_object(&self, object: usize) {
        // SAFETY: by the precondition.
        unsafe {
            let first = self.first_tagged[raw::header(object).kind() as usize];
            if first == usize::MAX {
                return;
            }
            let words = raw::size_words(object);
            let (from, to) = slot_range(object, first.min(words), words);
            for_each_pointer(from, to, |slot| update_slot(slot));
        }
    }
}

/// # Safety
/// The slot holds a pointer to an object that is live, or was and has been evacuated.
#[inline(always)]
unsafe fn update_slot(slot: *mut u64) {
    // SAFETY: by the precondition.
    unsafe {
        let target = Value::from_bits(*slot).address();
        if cage::in_large_range(target) || (*cage::record_of(target)).sweep != SweepState::Candidate {
            return;
        }
        let moved = raw::header(target).forwarded().expect("a live object of an evacuated page was not moved");
        *slot = Value::from_address(moved).bits();
    }
}

struct Updater;

impl RootSink for Updater {
    unsafe fn range(&mut self, _section: &'static str, start: *mut u64, end: *mut u64) {
        // SAFETY: by the contract of the trait.
        unsafe { for_each_pointer(start, end, |slot| update_slot(slot)) }
    }
}
