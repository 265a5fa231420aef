//! `for in` (ECMA-262, 14.7.5.9): the keys are listed first, and each is given only if it is still there.

use super::native::JsResult;
use super::ops;
use crate::heap::{Cx, Gc, Handle, Val};
use crate::objects::array::{self, JsArray};
use crate::objects::descriptors::Attributes;
use crate::objects::kinds::Kind;
use crate::objects::map::Map;
use crate::objects::name::Key;
use crate::objects::object::{self, ForInEnumerator, JsObject};
use crate::objects::roots::Root;
use crate::objects::storage::StorageFlags;
use crate::scope;

/// An enumerator of the enumerable string keys of `value`, own and inherited; of nothing for undefined and null.
pub fn prepare<'s>(cx: &mut Cx<'s>, value: Handle<'_>) -> JsResult<Handle<'s, ForInEnumerator>> {
    let enumerator: Handle<'s, ForInEnumerator> = object::allocate(cx, cx.root_handle(Root::ForInEnumeratorMap));
    enumerator.get(cx).set_position(cx, Val::int(0));
    scope!(cx);
    let keys = array::with_capacity(cx, 0);
    enumerator.get(cx).set_keys(cx, keys.val(cx));
    if value.val(cx).is_nullish() {
        return Ok(enumerator);
    }
    let object = ops::convert::to_object(cx, value)?;
    enumerator.get(cx).set_object(cx, object.val(cx));
    let all_own = collect(cx, object, keys)?;
    if all_own && has_only_slots(object.get(cx)) {
        enumerator.get(cx).set_checked_map(cx, object.get(cx).map().val());
    }
    Ok(enumerator)
}

/// Does the map say all there is to say of the object's own properties?
fn has_only_slots(object: Gc<'_, JsObject>) -> bool {
    let counts = object.storage().counts();
    object.object_kind() == Kind::Object
        && !object.map().is_dictionary()
        && counts.elements == 0
        && !counts.flags.contains(StorageFlags::SPARSE)
}

/// Appends the keys to `keys`; says whether all are the object's own.
fn collect(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, keys: Handle<'_, JsArray>) -> JsResult<bool> {
    let holder = object.val(cx).root(cx).must::<JsObject>(cx);
    let mut own_count = None;
    loop {
        if may_have_enumerable(holder.get(cx)) {
            collect_own(cx, object, holder, keys)?;
        }
        own_count.get_or_insert(keys.get(cx).length());
        scope!(cx);
        let parent = ops::object::get_prototype_of(cx, holder)?;
        if parent.val(cx).is_null() {
            break;
        }
        holder.set(cx, parent.val(cx));
    }
    Ok(own_count == Some(keys.get(cx).length()))
}

/// A quick look that spares most prototypes a listing.
fn may_have_enumerable(object: Gc<'_, JsObject>) -> bool {
    let map = object.map();
    let counts = object.storage().counts();
    let is_simple = matches!(object.object_kind(), Kind::Object | Kind::Array | Kind::Function | Kind::NativeFunction);
    if !is_simple || map.is_dictionary() || counts.elements > 0 || counts.flags.contains(StorageFlags::SPARSE) {
        return true;
    }
    let descriptors = map.descriptor_array();
    (0..map.property_count()).any(|entry| descriptors.details_at(entry).attributes.contains(Attributes::ENUMERABLE))
}

/// Appends the enumerable string keys of `holder` that no object before it on the chain from `start` has.
fn collect_own(
    cx: &mut Cx<'_>,
    start: Handle<'_, JsObject>,
    holder: Handle<'_, JsObject>,
    keys: Handle<'_, JsArray>,
) -> JsResult<()> {
    scope!(cx);
    let own = ops::listing::own_property_keys(cx, holder)?;
    for index in 0..own.get(cx).len() {
        scope!(cx);
        let value = own.get(cx).at(index).root(cx);
        let Some(key) = Key::from_primitive(cx, value) else { continue };
        if key.is_symbol(cx)
            || !ops::listing::is_own_enumerable(cx, holder, key)?
            || is_shadowed(cx, start, holder, key)?
        {
            continue;
        }
        let text = key.to_value(cx);
        array::push(cx, keys, text);
    }
    Ok(())
}

/// Does an object before `holder` on the chain have `key`?
fn is_shadowed(
    cx: &mut Cx<'_>,
    start: Handle<'_, JsObject>,
    holder: Handle<'_, JsObject>,
    key: Key<'_>,
) -> JsResult<bool> {
    let object = start.val(cx).root(cx).must::<JsObject>(cx);
    while !object.val(cx).is_same_word(holder.val(cx)) {
        if ops::object::has_own_property(cx, object, key)? {
            return Ok(true);
        }
        let parent = ops::object::get_prototype_of(cx, object)?;
        if parent.val(cx).is_null() {
            break;
        }
        object.set(cx, parent.val(cx));
    }
    Ok(false)
}

/// The next key that is still present; None at the end.
pub fn next<'s>(cx: &mut Cx<'s>, enumerator: Handle<'_, ForInEnumerator>) -> JsResult<Option<Handle<'s>>> {
    let result = cx.undefined();
    loop {
        scope!(cx);
        let position = enumerator.get(cx).position().as_int();
        let keys: Gc<'_, JsArray> = enumerator.get(cx).keys().must();
        if position as u32 >= keys.length() {
            return Ok(None);
        }
        let key = keys.storage().element(position as usize).root(cx);
        enumerator.get(cx).set_position(cx, Val::int(position + 1));
        if is_present(cx, enumerator, key)? {
            result.set(cx, key.val(cx));
            return Ok(Some(result));
        }
    }
}

fn is_present(cx: &mut Cx<'_>, enumerator: Handle<'_, ForInEnumerator>, key: Handle<'_>) -> JsResult<bool> {
    let object: Handle<'_, JsObject> = enumerator.get(cx).object().must::<JsObject>().root(cx);
    let checked = enumerator.get(cx).checked_map().cast::<Map>();
    if checked.is_some_and(|map| map.val().is_same_word(object.get(cx).map().val())) {
        return Ok(true);
    }
    let Some(key) = Key::from_primitive(cx, key) else { return Ok(false) };
    ops::object::has_property(cx, object, key)
}
