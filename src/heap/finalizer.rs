//! Objects that own something outside the heap, and the external bytes they answer for.
//!
//! Kinds with a finalizer keep what they own in raw word 1. Each such object is listed from birth, by generation; when it
//! has died the finalizer runs at once, in the pause, and its bytes are no longer counted.
#![allow(unsafe_code)] // raw word 1 of dead objects

use super::cage;
use super::heap::Heap;
use super::raw;
use super::weak::{SurvivalPhase, Survivors};

/// All objects whose kind has a finalizer.
#[derive(Default)]
pub struct Finalizable {
    young: Vec<usize>,
    old: Vec<usize>,
}

impl Finalizable {
    pub fn add(&mut self, object: usize) {
        if cage::may_be_young(object) { self.young.push(object) } else { self.old.push(object) }
    }
}

impl Heap {
    /// Runs the finalizers of those that have died and follows those that have moved.
    pub(super) fn update_finalizable(&mut self, survivors: &Survivors) {
        let mut list = std::mem::take(&mut self.finalizable);
        let young = std::mem::take(&mut list.young);
        if survivors.phase() != SurvivalPhase::Scavenged {
            let old = std::mem::take(&mut list.old);
            self.keep_or_finalize(&old, survivors, &mut list);
        }
        self.keep_or_finalize(&young, survivors, &mut list);
        self.finalizable = list;
    }

    fn keep_or_finalize(&mut self, objects: &[usize], survivors: &Survivors, kept: &mut Finalizable) {
        for &object in objects {
            // SAFETY: the lists hold objects as the last collection left them.
            match unsafe { survivors.address(object) } {
                Some(address) if cage::in_nursery(address) => kept.young.push(address),
                Some(address) => kept.old.push(address),
                None => self.finalize(object),
            }
        }
    }

    fn finalize(&mut self, object: usize) {
        // SAFETY: the object is dead but its memory is not yet reused; word 1 is raw in kinds with finalizers.
        let (kind, external) = unsafe { (raw::header(object).kind(), raw::word(object, 1)) };
        if external != 0
            && let Some(finalizer) = self.layouts[kind as usize].finalizer
        {
            self.external_bytes = self.external_bytes.saturating_sub(finalizer(external));
        }
    }

    /// Runs all finalizers: the heap is going away.
    pub(super) fn finalize_all(&mut self) {
        let list = std::mem::take(&mut self.finalizable);
        for object in list.young.into_iter().chain(list.old) {
            self.finalize(object);
        }
    }

    /// Bytes outside the heap that heap objects answer for.
    pub fn external_bytes(&self) -> usize {
        self.external_bytes
    }
}
