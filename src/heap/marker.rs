//! Marking.
#![allow(unsafe_code)] // mark bits

use super::cage::{self, MARKS};
use super::worklist::Worklist;

/// The state of a marking.
#[derive(Default)]
pub struct Marker {
    pub(super) worklist: Worklist,
}

impl Marker {
    pub fn new() -> Marker {
        Marker::default()
    }
}

/// Marks the object at `address` grey, unless it is in the nursery or already marked.
/// # Safety
/// An object of the marker's heap starts at `address`.
#[inline(always)]
pub unsafe fn shade(marker: &mut Marker, address: usize) {
    // SAFETY: pages outside the nursery have mark bits.
    if !cage::in_nursery(address) && unsafe { MARKS.set(address) } {
        marker.worklist.push(address);
    }
}
