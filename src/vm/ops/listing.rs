//! Listing own properties and what walks all of them (ECMA-262, 7.3.15 to 7.3.25).

use super::convert::to_object;
use super::define::{define_own_property, define_property_or_throw};
use super::object::{
    element_at, get, get_own_property, is_exotic, is_extensible, length_of_array_like, prevent_extensions,
};
use super::proxy;
use crate::heap::{Cx, Handle};
use crate::objects::array::{self, JsArray};
use crate::objects::descriptors::Attributes;
use crate::objects::fixed::FixedArray;
use crate::objects::kinds::Kind;
use crate::objects::name::Key;
use crate::objects::object::{JsObject, Proxy};
use crate::objects::property::{self, Descriptor, Own};
use crate::objects::typed_array;
use crate::scope;
use crate::vm::messages::Message;
use crate::vm::native::JsResult;

/// object.[[OwnPropertyKeys]](): indexes as numbers, other keys as strings and symbols.
pub fn own_property_keys<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>) -> JsResult<Handle<'s, FixedArray>> {
    match object.any().cast::<Proxy>(cx) {
        Some(proxy) => proxy::own_keys(cx, proxy),
        None => Ok(property::own_keys(cx, object)),
    }
}

/// Key `index` of a list that [`own_property_keys`] gave.
pub(super) fn key_at<'s>(cx: &mut Cx<'s>, keys: Handle<'_, FixedArray>, index: usize) -> Key<'s> {
    let value = keys.get(cx).at(index).root(cx);
    Key::from_primitive(cx, value).expect("a list of keys holds indexes, strings and symbols")
}

/// What EnumerableOwnProperties lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    Keys,
    Values,
    Entries,
}

/// EnumerableOwnProperties(object, kind), as an array.
pub fn enumerable_own_properties<'s>(
    cx: &mut Cx<'s>,
    object: Handle<'_, JsObject>,
    listing: Listing,
) -> JsResult<Handle<'s, JsArray>> {
    let result = array::with_capacity(cx, 0);
    scope!(cx);
    let keys = own_property_keys(cx, object)?;
    for index in 0..keys.get(cx).len() {
        scope!(cx);
        let key = key_at(cx, keys, index);
        if key.is_symbol(cx) || !is_own_enumerable(cx, object, key)? {
            continue;
        }
        let item = match listing {
            Listing::Keys => key.to_value(cx),
            Listing::Values => get(cx, object, key)?,
            Listing::Entries => {
                let value = get(cx, object, key)?;
                let key = key.to_value(cx);
                array::from_values(cx, &[key, value]).any()
            }
        };
        array::push(cx, result, item);
    }
    Ok(result)
}

/// Is there an own enumerable property `key` now?
pub fn is_own_enumerable(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, key: Key<'_>) -> JsResult<bool> {
    let kind = object.get(cx).object_kind();
    if kind == Kind::ModuleNamespace {
        // Throws in the binding's dead zone.
        get(cx, object, key)?;
    }
    if kind != Kind::Proxy {
        let found = property::find(cx, object.get(cx), key);
        return Ok(found.is_some_and(|found| found.attributes.contains(Attributes::ENUMERABLE)));
    }
    Ok(match get_own_property(cx, object, key)? {
        Own::Absent => false,
        Own::Data { attributes, .. } | Own::Accessor { attributes, .. } => attributes.contains(Attributes::ENUMERABLE),
    })
}

/// CopyDataProperties(target, source, excluded keys).
pub fn copy_data_properties(
    cx: &mut Cx<'_>,
    target: Handle<'_, JsObject>,
    source: Handle<'_>,
    excluded: &[Key<'_>],
) -> JsResult<()> {
    if source.val(cx).is_nullish() {
        return Ok(());
    }
    scope!(cx);
    let from = to_object(cx, source)?;
    let keys = own_property_keys(cx, from)?;
    for index in 0..keys.get(cx).len() {
        scope!(cx);
        let key = key_at(cx, keys, index);
        if excluded.iter().any(|other| same_key(cx, *other, key)) || !is_own_enumerable(cx, from, key)? {
            continue;
        }
        let value = get(cx, from, key)?;
        let descriptor = Descriptor::data(value, Attributes::DEFAULT);
        define_own_property(cx, target, key, &descriptor)?;
    }
    Ok(())
}

fn same_key(cx: &Cx<'_>, left: Key<'_>, right: Key<'_>) -> bool {
    left.dictionary_key(cx).is_same_word(right.dictionary_key(cx))
}

/// SetIntegrityLevel: frozen or sealed.
pub fn set_integrity_level(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, frozen: bool) -> JsResult<bool> {
    if !prevent_extensions(cx, object)? {
        return Ok(false);
    }
    match object.get(cx).object_kind() {
        // No element can be made read-only.
        Kind::TypedArray if frozen && typed_array::length(cx, object.get(cx)) > 0 => return Ok(false),
        Kind::Proxy | Kind::ModuleNamespace | Kind::TypedArray | Kind::MappedArguments => {
            restrict_each(cx, object, frozen)?
        }
        _ => property::set_integrity(cx, object, frozen),
    }
    Ok(true)
}

/// The general way: every property is defined anew.
fn restrict_each(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, frozen: bool) -> JsResult<()> {
    scope!(cx);
    let keys = own_property_keys(cx, object)?;
    for index in 0..keys.get(cx).len() {
        scope!(cx);
        let key = key_at(cx, keys, index);
        let writable = match frozen {
            false => None,
            true => match get_own_property(cx, object, key)? {
                Own::Absent => continue,
                Own::Accessor { .. } => None,
                Own::Data { .. } => Some(false),
            },
        };
        let descriptor = Descriptor { configurable: Some(false), writable, ..Descriptor::default() };
        define_property_or_throw(cx, object, key, &descriptor)?;
    }
    Ok(())
}

/// TestIntegrityLevel.
pub fn test_integrity_level(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, frozen: bool) -> JsResult<bool> {
    if !is_exotic(object.get(cx).object_kind()) {
        return Ok(property::has_integrity(cx, object, frozen));
    }
    if is_extensible(cx, object)? {
        return Ok(false);
    }
    scope!(cx);
    let keys = own_property_keys(cx, object)?;
    for index in 0..keys.get(cx).len() {
        scope!(cx);
        let key = key_at(cx, keys, index);
        let restricted = match get_own_property(cx, object, key)? {
            Own::Absent => true,
            Own::Accessor { attributes, .. } => !attributes.contains(Attributes::CONFIGURABLE),
            Own::Data { attributes, .. } => {
                let forbidden = if frozen { Attributes::WRITABLE } else { Attributes::empty() };
                !attributes.intersects(Attributes::CONFIGURABLE | forbidden)
            }
        };
        if !restricted {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The longest list that CreateListFromArrayLike makes.
const MAX_LIST: u64 = 1 << 26;

/// CreateListFromArrayLike, in a FixedArray.
pub fn create_list_from_array_like<'s>(cx: &mut Cx<'s>, value: Handle<'_>) -> JsResult<Handle<'s, FixedArray>> {
    let Some(object) = value.cast::<JsObject>(cx) else {
        return Err(cx.throw_error(Message::ListFromNonObject, &[]));
    };
    let length = length_of_array_like(cx, object)?;
    if length > MAX_LIST || !cx.is_within_limit(length as usize * 8) {
        return Err(cx.throw_error(Message::InvalidArrayLength, &[]));
    }
    let list = FixedArray::new(cx, length as usize);
    for index in 0..length as u32 {
        scope!(cx);
        let item = element_at(cx, object, index)?;
        list.get(cx).set(cx, index as usize, item.val(cx));
    }
    Ok(list)
}
