//! Operations on objects (ECMA-262, 7.3 and the internal methods of 10): proxies, getters, setters and the prototype chain
//! included. Reading, finding and deleting stand here; assigning, defining and listing in files of their own, all of them
//! reached through this module.

use super::call::call;
use super::convert::{to_length, to_object};
use super::error::{describe, describe_key, describe_typed};
use super::{proxy, stack};
use crate::heap::{Cx, Gc, Handle, Val};
use crate::objects::array::JsArray;
use crate::objects::bigint::BigInt;
use crate::objects::fixed::FixedArray;
use crate::objects::kinds::Kind;
use crate::objects::map::MapFlags;
use crate::objects::name::Key;
use crate::objects::object::{self, JsError, JsObject, Proxy};
use crate::objects::property::{self, AccessorPair, Found, Own};
use crate::objects::roots::{N, Root, WellKnown};
use crate::objects::string::{self, JsString};
use crate::objects::symbol::Symbol;
use crate::objects::typed_array;
use crate::scope;
use crate::vm::messages::Message;
use crate::vm::native::{JsResult, Throw};
use crate::vm::property_lookup;

pub use super::assign::{Refusal, assign, put, set, set_with_receiver};
pub use super::define::{
    create_data_property, create_data_property_or_throw, define_own_property, define_property_or_throw,
    from_property_descriptor, to_property_descriptor,
};
pub use super::listing::{
    Listing, copy_data_properties, create_list_from_array_like, enumerable_own_properties, is_own_enumerable,
    own_property_keys, set_integrity_level, test_integrity_level,
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
    /// A binding of a module namespace that is in its dead zone.
    DeadZone,
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
                    None if value.is_hole() => Lookup::DeadZone,
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

/// [`get`] of a name that many objects of few shapes are asked for: through the cache of run-time names.
pub fn get_often<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>, wanted: N) -> JsResult<Handle<'s>> {
    match property_lookup::load_megamorphic(cx, object, cx.name(wanted)) {
        Some(value) => Ok(value),
        None => get(cx, object, cx.key(wanted)),
    }
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
        Lookup::DeadZone => Err(throw_dead_zone(cx, key)),
    }
}

/// Get(object, index), at once when an array has the element.
pub fn element_at<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>, index: u32) -> JsResult<Handle<'s>> {
    if let Some(array) = object.get(cx).upcast().cast::<JsArray>() {
        let element = array.storage().element(index as usize);
        if !element.is_hole() {
            return Ok(element.root(cx));
        }
    }
    get(cx, object, Key::Index(index))
}

/// The value of a found property that is not stored; an error's `stack` is formatted now.
fn read_computed<'s>(cx: &mut Cx<'s>, holder: Handle<'_, JsObject>, found: Found) -> JsResult<Handle<'s>> {
    settle_stack(cx, holder)?;
    Ok(property::read(cx, holder, found))
}

/// Formats the `stack` of an error that has captured frames, as reading it does.
pub(super) fn settle_stack(cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> JsResult<()> {
    match object.get(cx).upcast().cast::<JsError>() {
        Some(error) if error.frames().is::<FixedArray>() => stack::settle(cx, object.must(cx)),
        _ => Ok(()),
    }
}

/// The object on which a property of `value` is looked up: a primitive's prototype. None for undefined and null.
pub(super) fn lookup_start<'g>(cx: &'g Cx<'_>, value: Val<'g>) -> Option<Gc<'g, JsObject>> {
    if let Some(object) = value.cast::<JsObject>() {
        return Some(object);
    }
    let root = if value.is::<JsString>() {
        Root::StringPrototype
    } else if value.is_number() {
        Root::NumberPrototype
    } else if value.is_boolean() {
        Root::BooleanPrototype
    } else if value.is::<Symbol>() {
        Root::SymbolPrototype
    } else if value.is::<BigInt>() {
        Root::BigIntPrototype
    } else {
        return None;
    };
    cx.root(root).cast()
}

/// GetV(value, key): of any value; TypeError for undefined and null.
pub fn get_v<'s>(cx: &mut Cx<'s>, value: Handle<'_>, key: Key<'_>) -> JsResult<Handle<'s>> {
    if let Some(text) = value.val(cx).cast::<JsString>() {
        match key {
            Key::Index(index) if index < text.len() => {
                let text = text.root(cx);
                let unit = string::with_flat(cx, text, |view| view.at(index as usize));
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

fn throw_read_of_nullish(cx: &mut Cx<'_>, value: Handle<'_>, key: Key<'_>) -> Throw {
    let is_iterator = matches!(key, Key::Name(name)
        if name.val(cx).is_same_word(cx.well_known(WellKnown::Iterator).val(cx)));
    if is_iterator {
        let shown = describe_typed(cx, value);
        return cx.throw_error(Message::NotIterableNoSymbol, &[&shown]);
    }
    let (shown, key) = (describe(cx, value), describe_key(cx, key));
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

fn throw_dead_zone(cx: &mut Cx<'_>, key: Key<'_>) -> Throw {
    let name = describe_key(cx, key);
    cx.throw_error(Message::BeforeInitialization, &[&name])
}

/// Do own properties need more than [`property`] does: a proxy's traps, a module's dead zones?
pub(super) fn is_exotic(kind: Kind) -> bool {
    matches!(kind, Kind::Proxy | Kind::ModuleNamespace)
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
    if !is_exotic(object.get(cx).object_kind()) {
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
    match property::get_own(cx, object, key) {
        Own::Data { value, .. } if value.val(cx).is_hole() => {
            // A binding of a module namespace: V8's other words for a dead zone.
            let name = describe_key(cx, key);
            Err(cx.throw_error(Message::NotDefined, &[&name]))
        }
        own => Ok(own),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objects::array;
    use crate::objects::descriptors::Attributes;
    use crate::objects::property::Descriptor;
    use crate::vm::testing::{with_realm, with_stressed_realm};

    /// The message of what is thrown.
    fn thrown_text<T>(cx: &mut Cx<'_>, result: JsResult<T>) -> String {
        let exception = cx.take_exception(result.err().expect("it throws"));
        let message = get_v(cx, exception, cx.key(N::message)).expect("plain data");
        describe(cx, message)
    }

    #[test]
    fn properties_are_found_along_the_chain_and_set_on_the_receiver() {
        with_stressed_realm(4, |cx| {
            let parent = object::new_plain(cx);
            let child = object::with_prototype(cx, parent.any());
            let (key, one, two) = (Key::from_str(cx, "x"), cx.int(1), cx.int(2));
            set(cx, parent, key, one).expect("extensible");
            assert_eq!(get(cx, child, key).map(|value| value.val(cx).as_int()), Ok(1));
            set(cx, child, key, two).expect("extensible");
            assert_eq!(get(cx, child, key).map(|value| value.val(cx).as_int()), Ok(2));
            assert_eq!(get(cx, parent, key).map(|value| value.val(cx).as_int()), Ok(1));
            assert_eq!(delete(cx, child, key), Ok(true));
            assert_eq!(has_own_property(cx, child, key), Ok(false));
            assert_eq!(has_property(cx, child, key), Ok(true));
        });
    }

    #[test]
    fn what_cannot_be_set_says_why() {
        with_realm(|cx| {
            let frozen = object::new_plain(cx);
            let (key, one) = (Key::from_str(cx, "x"), cx.int(1));
            set(cx, frozen, key, one).expect("extensible");
            set_integrity_level(cx, frozen, true).expect("an ordinary object");
            assert_eq!(test_integrity_level(cx, frozen, true), Ok(true));
            cx.set_root_value(Root::ObjectPrototypeToString, one);
            let result = set(cx, frozen, key, one);
            assert_eq!(thrown_text(cx, result), "Cannot assign to read only property 'x' of object '[object Object]'");
            let child = object::with_prototype(cx, frozen.any());
            assert_eq!(set_with_receiver(cx, child, key, one, child.any()), Ok(false), "read-only is inherited");
            let result = set(cx, frozen, Key::Index(0), one);
            assert_eq!(thrown_text(cx, result), "Cannot add property 0, object is not extensible");
            let (number, text) = (cx.int(5), cx.string("abc").any());
            let result = put(cx, number, key, one, true);
            assert_eq!(thrown_text(cx, result), "Cannot create property 'x' on number '5'");
            let result = put(cx, text, Key::Index(0), one, true);
            assert_eq!(thrown_text(cx, result), "Cannot assign to read only property '0' of string 'abc'");
            assert_eq!(put(cx, text, Key::Index(0), one, false), Ok(()));
        });
    }

    #[test]
    fn an_array_length_is_converted_and_checked() {
        with_realm(|cx| {
            let array: Handle<'_, JsObject> = array::new(cx, 5).any().must(cx);
            let (two, text, bad) = (cx.int(2), cx.string("3").any(), cx.int(-1));
            let length = cx.key(N::length);
            set(cx, array, length, two).expect("a length");
            set(cx, array, length, text).expect("a length");
            assert_eq!(length_of_array_like(cx, array), Ok(3));
            let result = set(cx, array, length, bad);
            assert_eq!(thrown_text(cx, result), "Invalid array length");
            let fixed = Descriptor { writable: Some(false), ..Descriptor::default() };
            assert_eq!(define_own_property(cx, array, length, &fixed), Ok(true));
            assert_eq!(set_with_receiver(cx, array, Key::Index(7), two, array.any()), Ok(false));
        });
    }

    #[test]
    fn a_trapless_proxy_is_transparent_and_a_revoked_one_throws() {
        with_realm(|cx| {
            let (target, handler) = (object::new_plain(cx), object::new_plain(cx));
            let proxy: Handle<'_, Proxy> = object::allocate(cx, cx.root_handle(Root::ProxyMap));
            proxy.get(cx).set_target(cx, target.val(cx));
            proxy.get(cx).set_handler(cx, handler.val(cx));
            let object: Handle<'_, JsObject> = proxy.any().must(cx);
            let (key, one) = (Key::from_str(cx, "x"), cx.int(1));
            set(cx, object, key, one).expect("the target is extensible");
            assert_eq!(get(cx, target, key).map(|value| value.val(cx).as_int()), Ok(1));
            assert_eq!(own_property_keys(cx, object).map(|keys| keys.get(cx).len()), Ok(1));
            proxy.get(cx).set_handler(cx, Val::NULL);
            let result = get(cx, object, key);
            assert_eq!(thrown_text(cx, result), "Cannot perform 'get' on a proxy that has been revoked");
        });
    }

    #[test]
    fn an_error_shows_its_stack_as_an_own_data_property() {
        with_realm(|cx| {
            let error = super::super::error::new_error(cx, crate::vm::messages::ErrorType::RangeError, "too far");
            let object: Handle<'_, JsObject> = error.any().must(cx);
            let keys = own_property_keys(cx, object).expect("an ordinary object");
            let names: Vec<_> =
                (0..keys.get(cx).len()).filter_map(|index| string::text_of(cx, keys.get(cx).at(index))).collect();
            assert_eq!(names, ["stack", "message"]);
            let Ok(Own::Data { attributes, .. }) = get_own_property(cx, object, cx.key(N::stack)) else {
                panic!("a data property")
            };
            assert_eq!(attributes, Attributes::HIDDEN);
            let text = cx.string("mine").any();
            set(cx, object, cx.key(N::stack), text).expect("writable");
            assert!(get(cx, object, cx.key(N::stack)).is_ok_and(|stack| stack.val(cx).is_same_word(text.val(cx))));
            assert_eq!(delete(cx, object, cx.key(N::stack)), Ok(true));
            assert_eq!(has_own_property(cx, object, cx.key(N::stack)), Ok(false));
        });
    }
}
