//! [[Set]] (ECMA-262, 10.1.9, 10.4.5.5, 10.5.9), and why an assignment was refused.

use super::call::call;
use super::compare::type_name;
use super::convert::{to_bigint, to_number};
use super::define::define_own_property;
use super::error::{describe, describe_key};
use super::object::{get_own_property, lookup_start};
use super::proxy;
use crate::heap::{Cx, Gc, Handle};
use crate::objects::array::JsArray;
use crate::objects::descriptors::Attributes;
use crate::objects::kinds::Kind;
use crate::objects::map::MapFlags;
use crate::objects::name::Key;
use crate::objects::object::{JsObject, Proxy};
use crate::objects::property::{self, AccessorPair, Descriptor, Found, Own, Place};
use crate::objects::roots::N;
use crate::objects::string::JsString;
use crate::objects::typed_array;
use crate::scope;
use crate::vm::messages::Message;
use crate::vm::native::{JsResult, Throw};

/// Why an assignment did not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    ReadOnly,
    NoSetter,
    NotExtensible,
    /// The element is beyond the end of an array whose length is read-only.
    ReadOnlyLength,
    /// The receiver is no object.
    Primitive,
    /// The receiver has an accessor of that name.
    Redefinition,
    /// A proxy's trap said no.
    Trap,
}

/// Whether an assignment happened.
type Assigned = Result<(), Refusal>;

/// Set(object, key, value, true): TypeError if it cannot be set.
pub fn set(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, key: Key<'_>, value: Handle<'_>) -> JsResult<()> {
    match assign(cx, object, key, value, object.any())? {
        Ok(()) => Ok(()),
        Err(refusal) => Err(throw_refusal(cx, refusal, key, object.any())),
    }
}

/// object.[[Set]](key, value, receiver).
pub fn set_with_receiver(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    key: Key<'_>,
    value: Handle<'_>,
    receiver: Handle<'_>,
) -> JsResult<bool> {
    Ok(assign(cx, object, key, value, receiver)?.is_ok())
}

/// PutValue of a property of `base`, which may be primitive: TypeError for undefined and null, and in strict code when the
/// assignment is refused.
pub fn put(cx: &mut Cx<'_>, base: Handle<'_>, key: Key<'_>, value: Handle<'_>, is_strict: bool) -> JsResult<()> {
    scope!(cx);
    let Some(start) = lookup_start(cx, base.val(cx)) else {
        let (shown, key) = (describe(cx, base), describe_key(cx, key));
        return Err(cx.throw_error(Message::SetOfNullish, &[&shown, &key]));
    };
    let start = start.root(cx);
    let is_text_property = base.val(cx).cast::<JsString>().is_some_and(|text| match key {
        Key::Index(index) => index < text.len(),
        Key::Name(_) => key.is(cx, N::length),
    });
    let assigned = if is_text_property { Err(Refusal::ReadOnly) } else { assign(cx, start, key, value, base)? };
    match assigned {
        Err(refusal) if is_strict => Err(throw_refusal(cx, refusal, key, base)),
        _ => Ok(()),
    }
}

/// Throws what strict code gets for a refused assignment to `receiver`.
pub fn throw_refusal(cx: &mut Cx<'_>, refusal: Refusal, key: Key<'_>, receiver: Handle<'_>) -> Throw {
    let shown_key = match refusal {
        Refusal::ReadOnlyLength => "length".to_owned(),
        _ => describe_key(cx, key),
    };
    match refusal {
        Refusal::ReadOnly | Refusal::ReadOnlyLength => {
            let shown = describe(cx, receiver);
            let type_name = type_name(receiver.val(cx)).text();
            cx.throw_error(Message::ReadOnlyProperty, &[&shown_key, type_name, &shown])
        }
        Refusal::NoSetter => {
            let shown = describe(cx, receiver);
            cx.throw_error(Message::NoSetter, &[&shown_key, &shown])
        }
        Refusal::NotExtensible => cx.throw_error(Message::NotExtensible, &[&shown_key]),
        Refusal::Primitive => {
            let shown = describe(cx, receiver);
            let type_name = type_name(receiver.val(cx)).text();
            cx.throw_error(Message::CreateOnPrimitive, &[&shown_key, type_name, &shown])
        }
        Refusal::Redefinition => cx.throw_error(Message::CannotRedefine, &[&shown_key]),
        Refusal::Trap => cx.throw_error(Message::ProxyFalsish, &["set", &shown_key]),
    }
}

/// What the walk along the prototype chain met.
enum Target<'g> {
    /// Nothing, or a writable data property of another object than the receiver.
    Receiver {
        may_have_own: bool,
    },
    /// A writable data property of the receiver.
    Own(Found),
    Setter(Gc<'g, AccessorPair>),
    Typed(Gc<'g, JsObject>),
    Proxy(Gc<'g, Proxy>),
    ReadOnly,
    NotExtensible,
}

/// A module namespace refuses every assignment.
fn namespace_target<'g>(cx: &Cx<'_>, namespace: Gc<'g, JsObject>, key: Key<'_>) -> Target<'g> {
    let is_known = property::find(cx, namespace, key).is_some();
    if is_known { Target::ReadOnly } else { Target::NotExtensible }
}

fn find_target<'g>(cx: &'g Cx<'_>, object: Gc<'g, JsObject>, key: Key<'_>, receiver: Handle<'_>) -> Target<'g> {
    let mut holder = object;
    let starts_at_receiver = object.val().is_same_word(receiver.val(cx));
    loop {
        let kind = holder.object_kind();
        if kind == Kind::Proxy {
            return Target::Proxy(holder.must());
        }
        if kind == Kind::ModuleNamespace {
            return namespace_target(cx, holder, key);
        }
        if kind == Kind::TypedArray && typed_array::is_numeric_key(cx, key) {
            return Target::Typed(holder);
        }
        if let Some(found) = property::find(cx, holder, key) {
            if found.attributes.contains(Attributes::ACCESSOR) {
                let pair = property::stored(holder, found.place).and_then(|value| value.cast());
                return pair.map_or(Target::ReadOnly, Target::Setter);
            }
            if !found.attributes.contains(Attributes::WRITABLE) {
                return Target::ReadOnly;
            }
            if holder.val().is_same_word(receiver.val(cx)) {
                return Target::Own(found);
            }
            return Target::Receiver { may_have_own: !starts_at_receiver };
        }
        match holder.prototype().cast::<JsObject>() {
            Some(prototype) => holder = prototype,
            None => return Target::Receiver { may_have_own: !starts_at_receiver },
        }
    }
}

/// object.[[Set]](key, value, receiver), telling why not.
pub fn assign(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    key: Key<'_>,
    value: Handle<'_>,
    receiver: Handle<'_>,
) -> JsResult<Assigned> {
    scope!(cx);
    match find_target(cx, object.get(cx), key, receiver) {
        Target::Own(found) => write_own(cx, receiver.must(cx), found, value),
        Target::Receiver { may_have_own: false } => add(cx, receiver.must(cx), key, value),
        Target::Receiver { may_have_own: true } => set_on_receiver(cx, key, value, receiver),
        Target::ReadOnly => Ok(Err(Refusal::ReadOnly)),
        Target::NotExtensible => Ok(Err(Refusal::NotExtensible)),
        Target::Setter(pair) if pair.setter().is_undefined() => Ok(Err(Refusal::NoSetter)),
        Target::Setter(pair) => {
            let setter = pair.setter().root(cx);
            call(cx, setter, receiver, &[value])?;
            Ok(Ok(()))
        }
        Target::Proxy(proxy) => {
            let proxy = proxy.root(cx);
            proxy::set(cx, proxy, key, value, receiver)
        }
        Target::Typed(holder) => {
            let holder = holder.root(cx);
            set_typed(cx, holder, key, value, receiver)
        }
    }
}

/// Overwrites a writable own property.
fn write_own(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, found: Found, value: Handle<'_>) -> JsResult<Assigned> {
    if found.place == Place::ArrayLength {
        let descriptor = Descriptor { value: Some(value), ..Descriptor::default() };
        let done = define_own_property(cx, object, cx.key(N::length), &descriptor)?;
        return Ok(if done { Ok(()) } else { Err(Refusal::ReadOnly) });
    }
    property::write(cx, object, found, value);
    Ok(Ok(()))
}

/// Adds an own property, which is absent, with the attributes of an assignment.
fn add(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, key: Key<'_>, value: Handle<'_>) -> JsResult<Assigned> {
    if !object.get(cx).map().has(MapFlags::EXTENSIBLE) {
        return Ok(Err(Refusal::NotExtensible));
    }
    if !array_accepts(object.get(cx), key) {
        return Ok(Err(Refusal::ReadOnlyLength));
    }
    property::add(cx, object, key, value, Attributes::DEFAULT);
    Ok(Ok(()))
}

/// An array whose length is read-only takes no element beyond it.
fn array_accepts(object: Gc<'_, JsObject>, key: Key<'_>) -> bool {
    match (key, object.upcast().cast::<JsArray>()) {
        (Key::Index(index), Some(array)) => index < array.length() || array.length_is_writable(),
        _ => true,
    }
}

/// The rest of OrdinarySetWithOwnDescriptor: the property is created or changed on the receiver.
fn set_on_receiver(cx: &mut Cx<'_>, key: Key<'_>, value: Handle<'_>, receiver: Handle<'_>) -> JsResult<Assigned> {
    let Some(receiver) = receiver.cast::<JsObject>(cx) else { return Ok(Err(Refusal::Primitive)) };
    let descriptor = match get_own_property(cx, receiver, key)? {
        Own::Accessor { .. } => return Ok(Err(Refusal::Redefinition)),
        Own::Data { attributes, .. } if !attributes.contains(Attributes::WRITABLE) => {
            return Ok(Err(Refusal::ReadOnly));
        }
        Own::Data { .. } => Descriptor { value: Some(value), ..Descriptor::default() },
        Own::Absent if receiver.get(cx).object_kind() != Kind::Proxy => return add_or_define(cx, receiver, key, value),
        Own::Absent => Descriptor::data(value, Attributes::DEFAULT),
    };
    let done = define_own_property(cx, receiver, key, &descriptor)?;
    Ok(if done { Ok(()) } else { Err(Refusal::Redefinition) })
}

fn add_or_define(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, key: Key<'_>, value: Handle<'_>) -> JsResult<Assigned> {
    if object.get(cx).object_kind() == Kind::TypedArray && typed_array::is_numeric_key(cx, key) {
        return Ok(Err(Refusal::NotExtensible));
    }
    add(cx, object, key, value)
}

/// TypedArray [[Set]] of a numeric key (ECMA-262, 10.4.5.5): `holder` is the array met first.
fn set_typed(
    cx: &mut Cx<'_>,
    holder: Handle<'_, JsObject>,
    key: Key<'_>,
    value: Handle<'_>,
    receiver: Handle<'_>,
) -> JsResult<Assigned> {
    if holder.val(cx).is_same_word(receiver.val(cx)) {
        typed_array_set_element(cx, holder, key, value)?;
        return Ok(Ok(()));
    }
    let is_valid = matches!(key, Key::Index(index) if typed_array::has_index(cx, holder.get(cx), index));
    if is_valid { set_on_receiver(cx, key, value, receiver) } else { Ok(Ok(())) }
}

/// TypedArraySetElement: converts first, then stores if the index is valid.
pub(super) fn typed_array_set_element(
    cx: &mut Cx<'_>,
    array: Handle<'_, JsObject>,
    key: Key<'_>,
    value: Handle<'_>,
) -> JsResult<()> {
    scope!(cx);
    let converted = if typed_array::holds_bigints(cx, array.get(cx)) {
        to_bigint(cx, value)?.any()
    } else {
        let number = to_number(cx, value)?;
        cx.number(number)
    };
    if let Key::Index(index) = key
        && typed_array::has_index(cx, array.get(cx), index)
    {
        typed_array::store(cx, array, index, converted);
    }
    Ok(())
}
