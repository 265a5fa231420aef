//! Arrays: a length, and elements in the storage.
//!
//! Invariants: the length is a Smi when it fits, else a double, at most 2^32 - 1; no element at or beyond the length
//! (dense words there are holes, so that growing back shows nothing old).

use super::descriptors::Attributes;
use super::dictionary::PropertyDictionary;
use super::name::Key;
use super::object::{self, JsObject};
use super::roots::Root;
use super::storage::{self, Counts, Storage, StorageFlags};
use crate::heap::{Cx, Gc, Handle, Val};
use crate::scope;

js_object! {
    /// An array exotic object.
    pub JsArray = Array, "Array" {
        2: length_word, set_length_word;
    }
}

/// The largest length.
pub const MAX_LENGTH: u32 = u32::MAX;
/// Lengths above this given to `new Array(n)` start sparse.
pub const MAX_PREALLOCATED: u32 = 32 * 1024 * 1024;

impl<'g> Gc<'g, JsArray> {
    #[inline]
    pub fn length(self) -> u32 {
        let length = self.length_word();
        if length.is_int() { length.as_int() as u32 } else { length.as_number() as u32 }
    }

    /// Sets the length word alone; elements are the caller's business.
    #[inline]
    pub fn set_length_raw(self, cx: &Cx<'_>, length: u32) {
        let length = if length <= i32::MAX as u32 { Val::int(length as i32) } else { Val::number(length as f64) };
        self.set_length_word(cx, length)
    }

    pub fn as_object(self) -> Gc<'g, JsObject> {
        self.val().must()
    }

    #[inline]
    pub fn storage(self) -> Gc<'g, Storage> {
        self.as_object().storage()
    }

    /// Appends where there is room in a storage of the array's own; false if not, and nothing was changed.
    #[inline(always)]
    pub fn push_in_place(self, cx: &Cx<'_>, value: Val<'_>) -> bool {
        let (length, storage) = (self.length(), self.storage());
        let counts = storage.counts();
        let has_room = (length as usize) < counts.elements && counts.flags.is_empty();
        if has_room {
            storage.set_element(cx, length as usize, value);
            self.set_length_raw(cx, length + 1);
        }
        has_room
    }

    /// Is every element dense and free to be written in place (a shared storage counts as free)?
    pub fn is_simple(self) -> bool {
        (self.storage().counts().flags - StorageFlags::COW).is_empty()
    }

    pub fn length_is_writable(self) -> bool {
        !self.storage().counts().flags.intersects(StorageFlags::LENGTH_READ_ONLY | StorageFlags::FROZEN)
    }
}

/// `[]` with `length` holes; long ones take no memory for them.
pub fn new<'s>(cx: &mut Cx<'s>, length: u32) -> Handle<'s, JsArray> {
    let capacity = if length <= MAX_PREALLOCATED { length as usize } else { 0 };
    let array = with_capacity(cx, capacity);
    array.get(cx).set_length_raw(cx, length);
    array
}

/// `[]` with room for `capacity` elements.
pub fn with_capacity<'s>(cx: &mut Cx<'s>, capacity: usize) -> Handle<'s, JsArray> {
    let array: Handle<'s, JsArray> = object::allocate(cx, cx.root_handle(Root::ArrayMap));
    array.get(cx).set_length_raw(cx, 0);
    if capacity > 0 {
        scope!(cx);
        let counts = Counts { elements: capacity, properties: 0, flags: StorageFlags::empty() };
        let storage = storage::allocate(cx, counts);
        array.get(cx).set_storage_word(cx, storage.val(cx));
    }
    array
}

/// Gives an empty array room for `capacity` elements.
pub fn reserve(cx: &mut Cx<'_>, array: Handle<'_, JsArray>, capacity: usize) {
    let counts = array.get(cx).storage().counts();
    if counts.elements < capacity {
        scope!(cx);
        storage::resize(cx, array.must(cx), Counts { elements: capacity, ..counts });
    }
}

/// An array of these values.
pub fn from_values<'s>(cx: &mut Cx<'s>, values: &[Handle<'_>]) -> Handle<'s, JsArray> {
    let array = with_capacity(cx, values.len());
    let raw = array.get(cx);
    for (index, value) in values.iter().enumerate() {
        raw.storage().set_element(cx, index, value.val(cx));
    }
    raw.set_length_raw(cx, values.len() as u32);
    array
}

/// Appends to an array the engine made itself (dense, extensible). Gives false when the array is full (2^32 - 1).
pub fn push(cx: &mut Cx<'_>, array: Handle<'_, JsArray>, value: Handle<'_>) -> bool {
    let length = array.get(cx).length();
    if length == MAX_LENGTH {
        return false;
    }
    if array.get(cx).push_in_place(cx, value.val(cx)) {
        return true;
    }
    if array.get(cx).is_simple() {
        storage::ensure_elements(cx, array.must(cx), length as usize + 1);
        array.get(cx).storage().set_element(cx, length as usize, value.val(cx));
    } else {
        super::elements::put_sparse(cx, array.must(cx), length, value, Attributes::DEFAULT);
    }
    array.get(cx).set_length_raw(cx, length + 1);
    true
}

/// Appends all elements of `source` to another array that the engine made itself. Gives false, and changes nothing, if one
/// is not in the storage of `source`, or there are too many for the storage of `array`.
pub fn append(cx: &mut Cx<'_>, array: Handle<'_, JsArray>, source: Handle<'_, JsArray>) -> bool {
    let (length, count) = (array.get(cx).length() as usize, source.get(cx).length() as usize);
    let elements = source.get(cx).storage();
    let is_dense = elements.counts().elements >= count && (0..count).all(|index| !elements.element(index).is_hole());
    if !is_dense || !array.get(cx).is_simple() || length + count > MAX_PREALLOCATED as usize {
        return false;
    }
    if length == 0 {
        reserve(cx, array, count);
    }
    storage::ensure_elements(cx, array.must(cx), length + count);
    array.get(cx).storage().copy_elements(cx, length, source.get(cx).storage(), 0, count);
    array.get(cx).set_length_raw(cx, (length + count) as u32);
    true
}

/// ArraySetLength (ECMA-262, 10.4.2.4) for a valid length: deletes elements from the end as far as they are configurable.
/// Gives false if one was not, with the length just above it.
pub fn set_length(cx: &mut Cx<'_>, array: Handle<'_, JsArray>, length: u32) -> bool {
    let old = array.get(cx).length();
    if length >= old {
        array.get(cx).set_length_raw(cx, length);
        return true;
    }
    let counts = array.get(cx).storage().counts();
    let reached = if counts.flags.contains(StorageFlags::SPARSE) {
        truncate_sparse(cx, array, length)
    } else if counts.flags.intersects(StorageFlags::SEALED | StorageFlags::FROZEN) {
        last_element(array.get(cx).storage(), old).map_or(length, |last| length.max(last + 1))
    } else {
        truncate_dense(cx, array, length, old);
        length
    };
    array.get(cx).set_length_raw(cx, reached);
    reached == length
}

fn last_element(storage: Gc<'_, Storage>, length: u32) -> Option<u32> {
    (0..length).rev().find(|&index| !storage.element(index as usize).is_hole())
}

fn truncate_dense(cx: &mut Cx<'_>, array: Handle<'_, JsArray>, length: u32, old: u32) {
    let counts = array.get(cx).storage().counts();
    if (length as usize) < counts.elements / 2 || counts.flags.contains(StorageFlags::COW) {
        scope!(cx);
        let elements = (length as usize).min(counts.elements);
        storage::resize(cx, array.must(cx), Counts { elements, flags: counts.flags - StorageFlags::COW, ..counts });
        return;
    }
    let storage = array.get(cx).storage();
    storage.clear_elements(cx, length as usize, counts.elements.min(old as usize));
}

fn truncate_sparse(cx: &mut Cx<'_>, array: Handle<'_, JsArray>, length: u32) -> u32 {
    let dictionary: Gc<'_, PropertyDictionary> = array.get(cx).storage().sparse().must();
    let index_at = |entry| dictionary.key_at(entry).value().as_number() as u32;
    let keep = dictionary
        .entries()
        .filter(|&entry| !dictionary.attributes_at(entry).contains(Attributes::CONFIGURABLE))
        .map(|entry| index_at(entry) + 1)
        .fold(length, u32::max);
    for entry in dictionary.entries() {
        if index_at(entry) >= keep {
            dictionary.remove(cx, entry);
        }
    }
    keep
}

/// The key of element `index` of anything array-like: an index, or a name beyond 2^32 - 2.
pub fn element_key<'s>(cx: &mut Cx<'s>, index: u64) -> Key<'s> {
    match u32::try_from(index) {
        Ok(index) if index <= super::name::MAX_INDEX => Key::Index(index),
        _ => Key::from_str(cx, &index.to_string()),
    }
}
