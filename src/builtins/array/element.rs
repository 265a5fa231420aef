//! Elements of arrays and array-likes by number: Get, HasProperty, Set and Delete, the short way when the element is dense
//! in the storage, the specification's way otherwise.
//!
//! Nothing is assumed from one call to the next: a callback, a getter or a conversion in between may have changed the
//! object in any way.

use crate::objects::array::element_key;
use crate::objects::storage::StorageFlags;
use crate::vm::ops::prelude::*;

/// The value of element `index`, if it is dense and present. Objects whose elements are not all in their storage have none.
#[inline(always)]
pub fn dense_value<'g>(object: Gc<'g, JsObject>, index: u64) -> Option<Val<'g>> {
    if !matches!(object.object_kind(), Kind::Array | Kind::Object | Kind::Arguments) {
        return None;
    }
    let value = object.storage().element(index as usize);
    (!value.is_hole()).then_some(value)
}

/// Get(object, index)
#[inline(always)]
pub fn get_element<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>, index: u64) -> JsResult<Handle<'s>> {
    match dense_value(object.get(cx), index) {
        Some(value) => Ok(value.root(cx)),
        None => get_by_key(cx, object, index),
    }
}

#[inline(never)]
fn get_by_key<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>, index: u64) -> JsResult<Handle<'s>> {
    let key = element_key(cx, index);
    get(cx, object, key)
}

/// HasProperty(object, index), then Get: None if it is absent.
#[inline(always)]
pub fn get_present<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>, index: u64) -> JsResult<Option<Handle<'s>>> {
    match dense_value(object.get(cx), index) {
        Some(value) => Ok(Some(value.root(cx))),
        None => get_present_by_key(cx, object, index),
    }
}

#[inline(never)]
fn get_present_by_key<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>, index: u64) -> JsResult<Option<Handle<'s>>> {
    let key = element_key(cx, index);
    if has_property(cx, object, key)? { get(cx, object, key).map(Some) } else { Ok(None) }
}

/// Set(object, index, value, true)
#[inline]
pub fn set_element(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, index: u64, value: Handle<'_>) -> JsResult<()> {
    let raw = object.get(cx);
    if dense_value(raw, index).is_some() && raw.storage().counts().flags.is_empty() {
        raw.storage().set_element(cx, index as usize, value.val(cx));
        return Ok(());
    }
    scope!(cx);
    let key = element_key(cx, index);
    set(cx, object, key, value)
}

/// Sets element `index` if there is a value, deletes it if not: how methods that move elements keep holes.
pub fn set_or_delete(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    index: u64,
    value: Option<Handle<'_>>,
) -> JsResult<()> {
    match value {
        Some(value) => set_element(cx, object, index, value),
        None => delete_element(cx, object, index),
    }
}

/// DeletePropertyOrThrow(object, index)
pub fn delete_element(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, index: u64) -> JsResult<()> {
    scope!(cx);
    let key = element_key(cx, index);
    delete_property_or_throw(cx, object, key)
}

/// CreateDataPropertyOrThrow(object, index, value)
pub fn create_element(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, index: u64, value: Handle<'_>) -> JsResult<()> {
    let raw = object.get(cx);
    if raw.object_kind() == Kind::Array && dense_value(raw, index).is_some() && raw.storage().counts().flags.is_empty()
    {
        raw.storage().set_element(cx, index as usize, value.val(cx));
        return Ok(());
    }
    scope!(cx);
    let key = element_key(cx, index);
    create_data_property_or_throw(cx, object, key, value)
}

/// Set(object, "length", length, true)
pub fn set_length(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, length: u64) -> JsResult<()> {
    scope!(cx);
    let length = cx.number(length as f64);
    set(cx, object, cx.key(N::length), length)
}

/// The array that `object` is, if its elements can be read, written, added and removed in its storage without a script
/// noticing: dense, unrestricted, extensible, and nothing to be found for a hole in what it inherits from.
#[inline]
pub fn as_simple<'s>(cx: &Cx<'_>, object: Handle<'s>) -> Option<Handle<'s, JsArray>> {
    simple_array(object.val(cx))?;
    object.cast(cx)
}

/// [`as_simple`] of a value.
#[inline]
pub fn simple_array(value: Val<'_>) -> Option<Gc<'_, JsArray>> {
    let array = value.cast::<JsArray>()?;
    let raw = array.as_object();
    let is_extensible = raw.map().has(crate::objects::map::MapFlags::EXTENSIBLE);
    (array.is_simple() && is_extensible && inherits_no_elements(raw)).then_some(array)
}

/// Is there no element in any object that `object` inherits from?
#[inline]
pub fn inherits_no_elements(object: Gc<'_, JsObject>) -> bool {
    let mut link = object.prototype();
    while let Some(prototype) = link.cast::<JsObject>() {
        let counts = prototype.storage().counts();
        let may_have = counts.elements > 0 || counts.flags.contains(StorageFlags::SPARSE);
        if may_have || !matches!(prototype.object_kind(), Kind::Array | Kind::Object) {
            return false;
        }
        link = prototype.prototype();
    }
    true
}
