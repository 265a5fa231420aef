//! Operations on objects (ECMA-262, 7.3 and the internal methods of 10): proxies, getters, setters and the prototype chain
//! included. Reading, finding and deleting stand here; assigning, defining and listing in files of their own, all of them
//! reached through this module.

use super::call::call;
use super::convert::{to_length, to_object};
use super::error::{describe, describe_key, format_stack};
use super::proxy;
use crate::heap::{Cx, Gc, Handle, Val};
use crate::objects::array::JsArray;
use crate::objects::fixed::FixedArray;
use crate::objects::kinds::Kind;
use crate::objects::map::MapFlags;
use crate::objects::name::Key;
use crate::objects::object::{self, JsError, JsObject, Proxy};
use crate::objects::property::{self, AccessorPair, Found, Own};
use crate::objects::roots::{N, Root, WellKnown};
use crate::objects::string::JsString;
use crate::objects::typed_array;
use crate::scope;
use crate::vm::messages::Message;
use crate::vm::native::JsResult;

pub use super::assign::{Refusal, assign, put, set, set_with_receiver};
pub use super::define::{
    create_data_property, create_data_property_or_throw, define_own_property, define_property_or_throw,
    from_property_descriptor, to_property_descriptor,
};
pub use super::listing::{
    Listing, copy_data_properties, create_list_from_array_like, enumerable_own_properties, own_property_keys,
    set_integrity_level, test_integrity_level,
};

/// What a walk along the prototype chain found.
pub(super) enum Lookup<'g> {
    Absent,
    Data(Val<'g>),
    /// A getter, or undefined.
    Getter(Val<'g>),
    /// A property of this holder whose value must be made.
    Computed(Gc<'g, JsObject>, Found),
    /// The chain goes on in a proxy.
    Proxy(Gc<'g, JsObject>),
}

/// Finds `key` on `object` or what it inherits from.
pub(super) fn lookup<'g>(cx: &'g Cx<'_>, object: Gc<'g, JsObject>, key: Key<'_>) -> Lookup<'g> {
    let mut holder = object;
    loop {
        let kind = holder.object_kind();
        if kind == Kind::Proxy {
            return Lookup::Proxy(holder);
        }
        if let Some(found) = property::find(cx, holder, key) {
            return match property::stored(holder, found.place) {
                None => Lookup::Computed(holder, found),
                Some(value) => match value.cast::<AccessorPair>() {
                    Some(pair) => Lookup::Getter(pair.getter()),
                    None => Lookup::Data(value),
                },
            };
        }
        if kind == Kind::TypedArray && typed_array::is_numeric_key(cx, key) {
            return Lookup::Absent;
        }
        match holder.prototype().cast::<JsObject>() {
            Some(prototype) => holder = prototype,
            None => return Lookup::Absent,
        }
    }
}

/// Get(object, key).
pub fn get<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>, key: Key<'_>) -> JsResult<Handle<'s>> {
    get_with_receiver(cx, object, key, object.any())
}

/// object.[[Get]](key, receiver).
pub fn get_with_receiver<'s>(
    cx: &mut Cx<'s>,
    object: Handle<'_, JsObject>,
    key: Key<'_>,
    receiver: Handle<'_>,
) -> JsResult<Handle<'s>> {
    match lookup(cx, object.get(cx), key) {
        Lookup::Absent => Ok(cx.undefined()),
        Lookup::Data(value) => Ok(value.root(cx)),
        Lookup::Getter(getter) if getter.is_undefined() => Ok(cx.undefined()),
        Lookup::Getter(getter) => {
            let getter = getter.root(cx);
            call(cx, getter, receiver, &[])
        }
        Lookup::Computed(holder, found) => {
            let holder = holder.root(cx);
            read_computed(cx, holder, found)
        }
        Lookup::Proxy(proxy) => {
            let proxy = proxy.must::<Proxy>().root(cx);
            proxy::get(cx, proxy, key, receiver)
        }
    }
}

/// The value of a found property that is not stored; an error's `stack` is formatted now.
fn read_computed<'s>(cx: &mut Cx<'s>, holder: Handle<'_, JsObject>, found: Found) -> JsResult<Handle<'s>> {
    settle_stack(cx, holder)?;
    Ok(property::read(cx, holder, found))
}

/// Formats the `stack` of an error that has captured frames, as reading it does.
pub(super) fn settle_stack(cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> JsResult<()> {
    match object.get(cx).upcast().cast::<JsError>() {
        Some(error) if error.frames().is::<FixedArray>() => format_stack(cx, object.must(cx)),
        _ => Ok(()),
    }
}

/// The object on which a property of `value` is looked up: a primitive's prototype. None for undefined and null.
pub(super) fn lookup_start<'g>(cx: &'g Cx<'_>, value: Val<'g>) -> Option<Gc<'g, JsObject>> {
    if let Some(object) = value.cast::<JsObject>() {
        return Some(object);
    }
    let root = match super::compare::type_name(value) {
        "string" => Root::StringPrototype,
        "number" => Root::NumberPrototype,
        "boolean" => Root::BooleanPrototype,
        "symbol" => Root::SymbolPrototype,
        "bigint" => Root::BigIntPrototype,
        _ => return None,
    };
    cx.root(root).cast()
}

/// GetV(value, key): of any value; TypeError for undefined and null.
pub fn get_v<'s>(cx: &mut Cx<'s>, value: Handle<'_>, key: Key<'_>) -> JsResult<Handle<'s>> {
    if let Some(text) = value.val(cx).cast::<JsString>() {
        match key {
            Key::Index(index) if index < text.len() => {
                let unit = text.char_at(cx, index as usize);
                return Ok(cx.string_from_unit(unit).any());
            }
            _ if key.is(cx, N::length) => return Ok(cx.int(text.len() as i32)),
            _ => {}
        }
    }
    match lookup_start(cx, value.val(cx)) {
        Some(start) => {
            let start = start.root(cx);
            get_with_receiver(cx, start, key, value)
        }
        None => Err(throw_read_of_nullish(cx, value, key)),
    }
}

fn throw_read_of_nullish(cx: &mut Cx<'_>, value: Handle<'_>, key: Key<'_>) -> crate::vm::native::Throw {
    let shown = describe(cx, value);
    let is_iterator = matches!(key, Key::Name(name)
        if name.val(cx).is_same_word(cx.well_known(WellKnown::Iterator).val(cx)));
    if is_iterator {
        return cx.throw_error(Message::NotIterableNoSymbol, &[&shown]);
    }
    let key = describe_key(cx, key);
    cx.throw_error(Message::ReadOfNullish, &[&shown, &key])
}

/// GetMethod(value, key): None for undefined or null, TypeError for what is not callable.
pub fn get_method<'s>(cx: &mut Cx<'s>, value: Handle<'_>, key: Key<'_>) -> JsResult<Option<Handle<'s, JsObject>>> {
    let method = get_v(cx, value, key)?;
    if method.val(cx).is_nullish() {
        return Ok(None);
    }
    match method.cast::<JsObject>(cx).filter(|method| method.get(cx).is_callable()) {
        Some(method) => Ok(Some(method)),
        None => {
            let (shown, key, object) = (describe(cx, method), describe_key(cx, key), describe(cx, value));
            Err(cx.throw_error(Message::PropertyNotFunction, &[&shown, &key, &object]))
        }
    }
}

/// HasProperty.
pub fn has_property(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, key: Key<'_>) -> JsResult<bool> {
    match lookup(cx, object.get(cx), key) {
        Lookup::Absent => Ok(false),
        Lookup::Proxy(proxy) => {
            let proxy = proxy.must::<Proxy>().root(cx);
            scope!(cx);
            proxy::has(cx, proxy, key)
        }
        _ => Ok(true),
    }
}

/// HasOwnProperty.
pub fn has_own_property(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, key: Key<'_>) -> JsResult<bool> {
    if object.get(cx).object_kind() != Kind::Proxy {
        return Ok(property::find(cx, object.get(cx), key).is_some());
    }
    scope!(cx);
    Ok(!matches!(get_own_property(cx, object, key)?, Own::Absent))
}

/// object.[[GetOwnProperty]](key).
pub fn get_own_property<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>, key: Key<'_>) -> JsResult<Own<'s>> {
    if let Some(proxy) = object.any().cast::<Proxy>(cx) {
        return proxy::get_own_property(cx, proxy, key);
    }
    if key.is(cx, N::stack) {
        settle_stack(cx, object)?;
    }
    Ok(property::get_own(cx, object, key))
}

/// object.[[Delete]](key).
pub fn delete(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, key: Key<'_>) -> JsResult<bool> {
    scope!(cx);
    if let Some(proxy) = object.any().cast::<Proxy>(cx) {
        return proxy::delete(cx, proxy, key);
    }
    let Some(found) = property::find(cx, object.get(cx), key) else { return Ok(true) };
    let is_typed_element = matches!(found.place, property::Place::TypedElement(_));
    if is_typed_element || !found.attributes.contains(crate::objects::descriptors::Attributes::CONFIGURABLE) {
        return Ok(false);
    }
    // Deleting moves all properties into a dictionary, which has no computed ones.
    settle_stack(cx, object)?;
    if let Some(found) = property::find(cx, object.get(cx), key) {
        property::remove(cx, object, key, found);
    }
    Ok(true)
}

/// DeletePropertyOrThrow.
pub fn delete_property_or_throw(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, key: Key<'_>) -> JsResult<()> {
    if delete(cx, object, key)? {
        return Ok(());
    }
    let shown_key = describe_key(cx, key);
    if object.get(cx).object_kind() == Kind::Proxy {
        return Err(cx.throw_error(Message::ProxyFalsish, &["deleteProperty", &shown_key]));
    }
    let shown = describe(cx, object.any());
    Err(cx.throw_error(Message::CannotDelete, &[&shown_key, &shown]))
}

/// object.[[GetPrototypeOf]](): an object or null.
pub fn get_prototype_of<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>) -> JsResult<Handle<'s>> {
    match object.any().cast::<Proxy>(cx) {
        Some(proxy) => proxy::get_prototype_of(cx, proxy),
        None => Ok(object.get(cx).prototype().root(cx)),
    }
}

/// object.[[SetPrototypeOf]](prototype): an object or null.
pub fn set_prototype_of(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, prototype: Handle<'_>) -> JsResult<bool> {
    scope!(cx);
    if let Some(proxy) = object.any().cast::<Proxy>(cx) {
        return proxy::set_prototype_of(cx, proxy, prototype);
    }
    let raw = object.get(cx);
    if raw.prototype().is_same_word(prototype.val(cx)) {
        return Ok(true);
    }
    let is_immutable = raw.val().is_same_word(cx.root(Root::ObjectPrototype));
    if is_immutable || !raw.map().has(MapFlags::EXTENSIBLE) || inherits_from(prototype.val(cx), raw) {
        return Ok(false);
    }
    object::change_prototype(cx, object, prototype);
    Ok(true)
}

/// Would `object` be met on the way up from `start`, as far as it is known without asking proxies?
pub fn inherits_from(start: Val<'_>, object: Gc<'_, JsObject>) -> bool {
    let mut next = start.cast::<JsObject>();
    while let Some(ancestor) = next {
        if ancestor.val().is_same_word(object.val()) {
            return true;
        }
        if ancestor.object_kind() == Kind::Proxy {
            return false;
        }
        next = ancestor.prototype().cast();
    }
    false
}

/// IsExtensible.
pub fn is_extensible(cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> JsResult<bool> {
    match object.any().cast::<Proxy>(cx) {
        Some(proxy) => {
            scope!(cx);
            proxy::is_extensible(cx, proxy)
        }
        None => Ok(object.get(cx).map().has(MapFlags::EXTENSIBLE)),
    }
}

/// object.[[PreventExtensions]]().
pub fn prevent_extensions(cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> JsResult<bool> {
    scope!(cx);
    if let Some(proxy) = object.any().cast::<Proxy>(cx) {
        return proxy::prevent_extensions(cx, proxy);
    }
    property::prevent_extensions(cx, object);
    Ok(true)
}

/// LengthOfArrayLike.
pub fn length_of_array_like(cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> JsResult<u64> {
    if let Some(array) = object.get(cx).upcast().cast::<JsArray>() {
        return Ok(array.length() as u64);
    }
    scope!(cx);
    let length = get(cx, object, cx.key(N::length))?;
    to_length(cx, length)
}

/// IsArray: looks through proxies.
pub fn is_array(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<bool> {
    let mut next = value.val(cx);
    while let Some(proxy) = next.cast::<Proxy>() {
        if proxy.target().is_null() {
            return Err(cx.throw_error(Message::ProxyRevoked, &["IsArray"]));
        }
        next = proxy.target();
    }
    Ok(next.is::<JsArray>())
}

/// IsCallable.
pub fn is_callable(cx: &Cx<'_>, value: Handle<'_>) -> bool {
    value.val(cx).cast::<JsObject>().is_some_and(|object| object.is_callable())
}

/// IsConstructor.
pub fn is_constructor(cx: &Cx<'_>, value: Handle<'_>) -> bool {
    value.val(cx).cast::<JsObject>().is_some_and(|object| object.is_constructor())
}

/// The object that `for (x in value)` and CopyDataProperties look into; None for undefined and null.
pub fn to_object_unless_nullish<'s>(cx: &mut Cx<'s>, value: Handle<'_>) -> JsResult<Option<Handle<'s, JsObject>>> {
    if value.val(cx).is_nullish() {
        return Ok(None);
    }
    to_object(cx, value).map(Some)
}
