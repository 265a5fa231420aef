//! Elements: the properties whose keys are array indexes, dense in the storage or sparse in a dictionary.
//!
//! Dense elements share one set of attributes (see [`super::storage`]); a property that needs others, an accessor, or an
//! index far beyond the end makes the object's elements sparse, which they then stay.

use super::array::JsArray;
use super::descriptors::Attributes;
use super::dictionary::PropertyDictionary;
use super::kinds::Kind;
use super::object::JsObject;
use super::storage::{self, Counts, Storage, StorageFlags};
use crate::heap::{Cx, Gc, Handle, Val};
use crate::scope;

/// Where an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementPlace {
    Dense(usize),
    /// Entry of the dictionary.
    Sparse(usize),
}

/// The attributes all dense elements of `storage` have.
pub fn dense_attributes(flags: StorageFlags) -> Attributes {
    if flags.contains(StorageFlags::FROZEN) {
        Attributes::ENUMERABLE
    } else if flags.contains(StorageFlags::SEALED) {
        Attributes::ENUMERABLE | Attributes::WRITABLE
    } else {
        Attributes::DEFAULT
    }
}

/// The element's place and attributes.
#[inline]
pub fn find(storage: Gc<'_, Storage>, index: u32) -> Option<(ElementPlace, Attributes)> {
    let counts = storage.counts();
    if counts.flags.contains(StorageFlags::SPARSE) {
        let dictionary = dictionary_of(storage);
        let entry = dictionary.find(index_value(index))?;
        return Some((ElementPlace::Sparse(entry), dictionary.attributes_at(entry)));
    }
    let value = storage.element(index as usize);
    (!value.is_hole()).then(|| (ElementPlace::Dense(index as usize), dense_attributes(counts.flags)))
}

/// The value at `place` (an AccessorPair for an accessor).
pub fn value_at<'g>(storage: Gc<'g, Storage>, place: ElementPlace) -> Val<'g> {
    match place {
        ElementPlace::Dense(index) => storage.element(index),
        ElementPlace::Sparse(entry) => dictionary_of(storage).value_at(entry),
    }
}

/// Overwrites the element at `place`.
pub fn write_at(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, place: ElementPlace, value: Handle<'_>) {
    match place {
        ElementPlace::Dense(index) => {
            storage::ensure_elements(cx, object, index + 1);
            object.get(cx).storage().set_element(cx, index, value.val(cx));
        }
        ElementPlace::Sparse(entry) => dictionary_of(object.get(cx).storage()).set_value_at(cx, entry, value.val(cx)),
    }
}

/// Adds element `index`, which is absent; grows an array's length over it.
pub fn add(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, index: u32, value: Handle<'_>, attributes: Attributes) {
    let counts = object.get(cx).storage().counts();
    let stays_dense = attributes == Attributes::DEFAULT
        && storage::fits_densely(counts, index as usize)
        && !counts.flags.intersects(StorageFlags::FROZEN | StorageFlags::SEALED);
    if stays_dense {
        storage::ensure_elements(cx, object, index as usize + 1);
        object.get(cx).storage().set_element(cx, index as usize, value.val(cx));
    } else {
        put_sparse(cx, object, index, value, attributes);
    }
    if let Some(array) = object.get(cx).val().cast::<JsArray>()
        && index >= array.length()
    {
        array.set_length_raw(cx, index + 1);
    }
}

/// Puts an element with these attributes into the dictionary, present or not; makes the elements sparse first.
pub fn put_sparse(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    index: u32,
    value: Handle<'_>,
    attributes: Attributes,
) {
    scope!(cx);
    make_sparse(cx, object);
    let dictionary = dictionary_of(object.get(cx).storage());
    if let Some(entry) = dictionary.find(index_value(index)) {
        dictionary.set_value_at(cx, entry, value.val(cx));
        dictionary.set_attributes_at(cx, entry, attributes);
        return;
    }
    let (dictionary, key) = (dictionary.root(cx), index_value(index).root(cx));
    let dictionary = PropertyDictionary::add(cx, dictionary, key, value, attributes);
    object.get(cx).storage().set_sparse(cx, dictionary.val(cx));
}

/// Moves dense elements into a dictionary.
pub fn make_sparse(cx: &mut Cx<'_>, object: Handle<'_, JsObject>) {
    let counts = object.get(cx).storage().counts();
    if counts.flags.contains(StorageFlags::SPARSE) {
        return;
    }
    scope!(cx);
    let old = object.get(cx).storage().root(cx);
    let present = (0..counts.elements).filter(|&index| !old.get(cx).element(index).is_hole()).count();
    let dictionary = PropertyDictionary::new(cx, present + 1);
    let attributes = dense_attributes(counts.flags);
    for index in 0..counts.elements {
        scope!(cx);
        let value = old.get(cx).element(index);
        if value.is_hole() {
            continue;
        }
        let (key, value) = (index_value(index as u32).root(cx), value.root(cx));
        let grown = PropertyDictionary::add(cx, dictionary, key, value, attributes);
        dictionary.set(cx, grown.val(cx));
    }
    let kept = counts.flags & StorageFlags::LENGTH_READ_ONLY;
    let read_only = if counts.flags.contains(StorageFlags::FROZEN) { StorageFlags::LENGTH_READ_ONLY } else { kept };
    let sparse = Counts { elements: 0, flags: StorageFlags::SPARSE | read_only | kept, ..counts };
    let storage = storage::resize(cx, object, sparse);
    storage.get(cx).set_sparse(cx, dictionary.val(cx));
}

/// Removes the element at `place`.
pub fn remove(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, place: ElementPlace) {
    match place {
        ElementPlace::Dense(index) => {
            storage::ensure_elements(cx, object, index + 1);
            object.get(cx).storage().set_element(cx, index, Val::HOLE);
        }
        ElementPlace::Sparse(entry) => dictionary_of(object.get(cx).storage()).remove(cx, entry),
    }
}

/// All indexes that have an element, ascending.
pub fn indexes(object: Gc<'_, JsObject>) -> Vec<u32> {
    let storage = object.storage();
    let counts = storage.counts();
    if !counts.flags.contains(StorageFlags::SPARSE) {
        let end = match object.val().cast::<JsArray>() {
            Some(array) => counts.elements.min(array.length() as usize),
            None => counts.elements,
        };
        return (0..end).filter(|&index| !storage.element(index).is_hole()).map(|index| index as u32).collect();
    }
    let dictionary = dictionary_of(storage);
    let mut indexes: Vec<u32> =
        dictionary.entries().map(|entry| dictionary.key_at(entry).value().as_number() as u32).collect();
    indexes.sort_unstable();
    indexes
}

/// Restricts all elements at once: `attributes` are those they may keep.
pub fn restrict(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, frozen: bool) {
    let counts = object.get(cx).storage().counts();
    let is_array = object.get(cx).object_kind() == Kind::Array;
    if counts.flags.contains(StorageFlags::SPARSE) {
        restrict_sparse(cx, object, frozen);
        if frozen && is_array {
            object.get(cx).storage().set_storage_flags(cx, counts.flags | StorageFlags::LENGTH_READ_ONLY);
        }
        return;
    }
    if counts.elements == 0 && !is_array {
        return;
    }
    scope!(cx);
    let restriction = if frozen { StorageFlags::FROZEN } else { StorageFlags::SEALED };
    let flags = (counts.flags - StorageFlags::COW) | restriction;
    storage::resize(cx, object, Counts { flags, ..counts });
}

fn restrict_sparse(cx: &Cx<'_>, object: Handle<'_, JsObject>, frozen: bool) {
    let dictionary = dictionary_of(object.get(cx).storage());
    for entry in dictionary.entries() {
        dictionary.set_attributes_at(cx, entry, restricted(dictionary.attributes_at(entry), frozen));
    }
}

/// `attributes` without what freezing (or sealing) takes away.
pub fn restricted(attributes: Attributes, frozen: bool) -> Attributes {
    let without = attributes - Attributes::CONFIGURABLE;
    if frozen && !attributes.contains(Attributes::ACCESSOR) { without - Attributes::WRITABLE } else { without }
}

fn dictionary_of(storage: Gc<'_, Storage>) -> Gc<'_, PropertyDictionary> {
    storage.sparse().must()
}

fn index_value(index: u32) -> Val<'static> {
    Val::number(index as f64)
}
