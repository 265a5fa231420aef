//! Which elements of an array-like may be there: all numbers below its length, or, for an array with few elements for its
//! length, just those it has. So that `concat` or `sort` of `[, , , ... x]` with four thousand million holes ends today.

use std::ops::Range;

use super::element::inherits_no_elements;
use crate::objects::dictionary::PropertyDictionary;
use crate::objects::elements;
use crate::vm::ops::prelude::*;

/// Ascending (or, from the back, descending) element numbers.
pub enum Indexes {
    All(Range<u64>),
    Listed(std::vec::IntoIter<u32>),
}

impl Indexes {
    /// The numbers in `range` at which `object` may have an element. Holds as long as no script runs.
    pub fn within(object: Gc<'_, JsObject>, range: Range<u64>) -> Indexes {
        if !is_mostly_holes(object) {
            return Indexes::All(range);
        }
        let mut listed = elements::indexes(object);
        listed.retain(|&index| range.contains(&(index as u64)));
        Indexes::Listed(listed.into_iter())
    }

    /// Are there numbers in `range` that are known to have no element?
    pub fn leave_gaps_in(&self, range: Range<u64>) -> bool {
        matches!(self, Indexes::Listed(list) if (list.len() as u64) < range.end.saturating_sub(range.start))
    }
}

/// Is it an array with more holes than its storage holds words for, no accessor among its elements, and nothing to be
/// found for a hole in what it inherits from?
fn is_mostly_holes(object: Gc<'_, JsObject>) -> bool {
    let Some(array) = object.val().cast::<JsArray>() else { return false };
    let has_accessor = |dictionary: Gc<'_, PropertyDictionary>| {
        dictionary.entries().any(|entry| dictionary.attributes_at(entry).contains(Attributes::ACCESSOR))
    };
    let storage = array.storage();
    let data_only = match storage.sparse().cast::<PropertyDictionary>() {
        Some(dictionary) => !has_accessor(dictionary),
        None => array.length() as usize > storage.counts().elements,
    };
    data_only && inherits_no_elements(object)
}

impl Iterator for Indexes {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        match self {
            Indexes::All(range) => range.next(),
            Indexes::Listed(list) => list.next().map(u64::from),
        }
    }
}

impl DoubleEndedIterator for Indexes {
    fn next_back(&mut self) -> Option<u64> {
        match self {
            Indexes::All(range) => range.next_back(),
            Indexes::Listed(list) => list.next_back().map(u64::from),
        }
    }
}
