//! Stores to named properties that inline caches may remember, and deletion.

use super::inline_cache::{Detail, Site};
use super::native::JsResult;
use super::ops;
use super::property_lookup::{Lookup, lookup, validate};
use crate::heap::{Cx, Gc, Handle, Val};
use crate::objects::descriptors::Attributes;
use crate::objects::kinds::Kind;
use crate::objects::map::{Location, Map, MapFlags};
use crate::objects::name::{Key, Name};
use crate::objects::object::JsObject;
use crate::objects::property::{self, Descriptor};

/// PutValue to `receiver.name`.
pub fn store<'s>(
    cx: &mut Cx<'s>,
    receiver: Handle<'_>,
    name: Handle<'s, Name>,
    value: Handle<'_>,
    is_strict: bool,
    site: Site<'_>,
) -> JsResult<()> {
    if let Some(object) = receiver.cast::<JsObject>(cx)
        && store_in_object(cx, object, name, value, site)
    {
        return Ok(());
    }
    ops::assign::put(cx, receiver, Key::Name(name), value, is_strict)
}

/// The store, if a lookup through maps alone allows it.
fn store_in_object(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    name: Handle<'_, Name>,
    value: Handle<'_>,
    site: Site<'_>,
) -> bool {
    let raw = object.get(cx);
    match lookup(cx, raw, name.get(cx)) {
        Lookup::Found { attributes, .. } if !is_plain(attributes) => false,
        Lookup::Found { holder, location, .. } if holder.val().is_same_word(raw.val()) => {
            if let Location::Inline(_) = location {
                site.record_own(cx, raw.map(), location);
            }
            write(cx, raw, location, value);
            true
        }
        Lookup::Found { .. } | Lookup::Absent => add(cx, object, name, value, Attributes::DEFAULT, site),
        Lookup::Unknown => false,
    }
}

/// The store of a name met at run time where `object` has it already, as plain data; false if it must be done otherwise.
pub fn store_present(cx: &Cx<'_>, object: Gc<'_, JsObject>, name: Gc<'_, Name>, value: Val<'_>) -> bool {
    if object.object_kind() != Kind::Object || object.map().is_dictionary() {
        return false;
    }
    match object.map().find(name) {
        Some((_, details)) if is_plain(details.attributes) && !details.attributes.contains(Attributes::COMPUTED) => {
            object.set_slot_value(cx, details.slot, value);
            true
        }
        _ => false,
    }
}

/// Writable data.
fn is_plain(attributes: Attributes) -> bool {
    attributes.contains(Attributes::WRITABLE) && !attributes.contains(Attributes::ACCESSOR)
}

fn write(cx: &Cx<'_>, object: Gc<'_, JsObject>, location: Location, value: Handle<'_>) {
    match location {
        Location::Inline(word) => object.set_word(cx, word, value.val(cx)),
        Location::Storage(index) => object.storage().set_property(cx, index, value.val(cx)),
    }
}

/// Adds an absent property that nothing on the prototype chain keeps from being added; false if it must be done otherwise.
fn add(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    name: Handle<'_, Name>,
    value: Handle<'_>,
    attributes: Attributes,
    site: Site<'_>,
) -> bool {
    let old = object.get(cx).map();
    if !old.has(MapFlags::EXTENSIBLE) {
        return false;
    }
    let old = old.root(cx);
    let slot = old.get(cx).slot_count();
    property::add(cx, object, Key::Name(name), value, attributes);
    remember_transition(cx, object, old, slot, site);
    true
}

fn remember_transition(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, old: Handle<'_, Map>, slot: u32, site: Site<'_>) {
    let (old, new) = (old.get(cx), object.get(cx).map());
    if old.has(MapFlags::PROTOTYPE) || new.is_dictionary() {
        return;
    }
    validate(cx, old, None);
    let detail = Detail::of(new.location(slot));
    if !detail.contains(Detail::IN_STORAGE) {
        site.record_transition(cx, old.as_meta(), new.as_meta(), detail);
    }
}

/// CreateDataPropertyOrThrow by name, with these attributes: what literals and classes do.
pub fn define(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    name: Handle<'_, Name>,
    value: Handle<'_>,
    attributes: Attributes,
    site: Site<'_>,
) -> JsResult<()> {
    let raw = object.get(cx);
    let is_fresh = !raw.map().is_dictionary()
        && matches!(raw.object_kind(), Kind::Object)
        && raw.map().find(name.get(cx)).is_none();
    if is_fresh && add(cx, object, name, value, attributes, site) {
        return Ok(());
    }
    define_key(cx, object, Key::Name(name), value, attributes)
}

/// CreateDataPropertyOrThrow with these attributes.
pub fn define_key(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    key: Key<'_>,
    value: Handle<'_>,
    attributes: Attributes,
) -> JsResult<()> {
    crate::scope!(cx);
    let value = value.val(cx).root(cx);
    let descriptor = Descriptor::data(value, attributes);
    ops::define::define_property_or_throw(cx, object, key, &descriptor)
}

/// `delete receiver[key]`.
pub fn delete(cx: &mut Cx<'_>, receiver: Handle<'_>, key: Key<'_>, is_strict: bool) -> JsResult<bool> {
    let object = ops::convert::to_object(cx, receiver)?;
    if is_strict {
        ops::object::delete_property_or_throw(cx, object, key)?;
        return Ok(true);
    }
    ops::object::delete(cx, object, key)
}
