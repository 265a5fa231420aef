//! Proxy exotic objects (ECMA-262, 10.5): every trap, with the invariants it must keep.

use rustc_hash::FxHashSet;

use super::assign::Refusal;
use super::call::{call, check_native_stack, construct as construct_object};
use super::convert::to_boolean;
use super::define::{
    define_own_property as define_on, descriptor_object, is_compatible_descriptor, to_property_descriptor,
};
use super::error::{describe, describe_key};
use super::listing::{create_list_from_array_like, key_at, own_property_keys};
use super::object::{self as ordinary, get_method};
use crate::heap::{Cx, Handle};
use crate::objects;
use crate::objects::array;
use crate::objects::descriptors::Attributes;
use crate::objects::fixed::FixedArray;
use crate::objects::name::Key;
use crate::objects::object::{JsObject, Proxy};
use crate::objects::property::{Descriptor, Own};
use crate::objects::roots::N;
use crate::objects::string::JsString;
use crate::objects::symbol::Symbol;
use crate::scope;
use crate::vm::messages::Message;
use crate::vm::native::{JsResult, Throw};

/// A proxy about to answer one internal method.
struct Trap<'s> {
    target: Handle<'s, JsObject>,
    handler: Handle<'s, JsObject>,
    /// None: the target answers.
    method: Option<Handle<'s, JsObject>>,
}

/// The trap called `n`; TypeError when the proxy is revoked.
fn find_trap<'s>(cx: &mut Cx<'s>, proxy: Handle<'_, Proxy>, n: N) -> JsResult<Trap<'s>> {
    // Proxies of proxies recurse here without running a script.
    check_native_stack(cx)?;
    let handler = proxy.get(cx).handler().root(cx);
    let target = proxy.get(cx).target().root(cx);
    let (Some(handler), Some(target)) = (handler.cast::<JsObject>(cx), target.cast::<JsObject>(cx)) else {
        return Err(cx.throw_error(Message::ProxyRevoked, &[n.text()]));
    };
    let method = get_method(cx, handler.any(), cx.key(n))?;
    Ok(Trap { target, handler, method })
}

impl<'s> Trap<'s> {
    /// Calls `method` with the target and `arguments`.
    fn call(&self, cx: &mut Cx<'s>, method: Handle<'_, JsObject>, arguments: &[Handle<'s>]) -> JsResult<Handle<'s>> {
        let mut all = vec![self.target.any()];
        all.extend_from_slice(arguments);
        call(cx, method.any(), self.handler.any(), &all)
    }

    fn call_boolean(&self, cx: &mut Cx<'s>, method: Handle<'_, JsObject>, arguments: &[Handle<'s>]) -> JsResult<bool> {
        let result = self.call(cx, method, arguments)?;
        Ok(to_boolean(cx, result.val(cx)))
    }
}

fn key_value<'s>(cx: &mut Cx<'s>, key: Key<'_>) -> Handle<'s> {
    match key {
        Key::Index(index) => cx.string_from_index(index).any(),
        Key::Name(name) => name.val(cx).root(cx),
    }
}

fn rooted<'s>(cx: &Cx<'s>, value: Handle<'_>) -> Handle<'s> {
    value.val(cx).root(cx)
}

fn broken(cx: &mut Cx<'_>, message: Message, key: Key<'_>) -> Throw {
    let shown = describe_key(cx, key);
    cx.throw_error(message, &[&shown])
}

/// The attributes of a property that is there and not configurable.
fn fixed_attributes(own: &Own<'_>) -> Option<Attributes> {
    match own {
        Own::Absent => None,
        Own::Data { attributes, .. } | Own::Accessor { attributes, .. } => {
            (!attributes.contains(Attributes::CONFIGURABLE)).then_some(*attributes)
        }
    }
}

/// [[GetPrototypeOf]]
pub fn get_prototype_of<'s>(cx: &mut Cx<'s>, proxy: Handle<'_, Proxy>) -> JsResult<Handle<'s>> {
    let trap = find_trap(cx, proxy, N::get_prototype_of)?;
    let Some(method) = trap.method else { return ordinary::get_prototype_of(cx, trap.target) };
    let prototype = trap.call(cx, method, &[])?;
    if !prototype.val(cx).is_null() && !prototype.val(cx).is::<JsObject>() {
        return Err(cx.throw_error(Message::ProxyPrototypeInvalid, &[]));
    }
    if !ordinary::is_extensible(cx, trap.target)? {
        let actual = ordinary::get_prototype_of(cx, trap.target)?;
        if !actual.val(cx).is_same_word(prototype.val(cx)) {
            return Err(cx.throw_error(Message::ProxyPrototypeFixed, &[]));
        }
    }
    Ok(prototype)
}

/// [[SetPrototypeOf]]
pub fn set_prototype_of(cx: &mut Cx<'_>, proxy: Handle<'_, Proxy>, prototype: Handle<'_>) -> JsResult<bool> {
    let trap = find_trap(cx, proxy, N::set_prototype_of)?;
    let Some(method) = trap.method else { return ordinary::set_prototype_of(cx, trap.target, prototype) };
    let prototype = rooted(cx, prototype);
    if !trap.call_boolean(cx, method, &[prototype])? {
        return Ok(false);
    }
    if !ordinary::is_extensible(cx, trap.target)? {
        let actual = ordinary::get_prototype_of(cx, trap.target)?;
        if !actual.val(cx).is_same_word(prototype.val(cx)) {
            return Err(cx.throw_error(Message::ProxySetPrototypeFixed, &[]));
        }
    }
    Ok(true)
}

/// [[IsExtensible]]
pub fn is_extensible(cx: &mut Cx<'_>, proxy: Handle<'_, Proxy>) -> JsResult<bool> {
    let trap = find_trap(cx, proxy, N::is_extensible)?;
    let Some(method) = trap.method else { return ordinary::is_extensible(cx, trap.target) };
    let result = trap.call_boolean(cx, method, &[])?;
    let actual = ordinary::is_extensible(cx, trap.target)?;
    if result != actual {
        let shown = actual.to_string();
        return Err(cx.throw_error(Message::ProxyExtensibility, &[&shown]));
    }
    Ok(result)
}

/// [[PreventExtensions]]
pub fn prevent_extensions(cx: &mut Cx<'_>, proxy: Handle<'_, Proxy>) -> JsResult<bool> {
    let trap = find_trap(cx, proxy, N::prevent_extensions)?;
    let Some(method) = trap.method else { return ordinary::prevent_extensions(cx, trap.target) };
    let result = trap.call_boolean(cx, method, &[])?;
    if result && ordinary::is_extensible(cx, trap.target)? {
        return Err(cx.throw_error(Message::ProxyStillExtensible, &[]));
    }
    Ok(result)
}

/// [[GetOwnProperty]]
pub fn get_own_property<'s>(cx: &mut Cx<'s>, proxy: Handle<'_, Proxy>, key: Key<'_>) -> JsResult<Own<'s>> {
    let trap = find_trap(cx, proxy, N::get_own_property_descriptor)?;
    let Some(method) = trap.method else { return ordinary::get_own_property(cx, trap.target, key) };
    let name = key_value(cx, key);
    let result = trap.call(cx, method, &[name])?;
    let is_undefined = result.val(cx).is_undefined();
    if !is_undefined && !result.val(cx).is::<JsObject>() {
        return Err(broken(cx, Message::ProxyDescriptorInvalid, key));
    }
    let actual = ordinary::get_own_property(cx, trap.target, key)?;
    if is_undefined {
        return hide_property(cx, &trap, key, &actual);
    }
    let extensible = ordinary::is_extensible(cx, trap.target)?;
    let descriptor = to_property_descriptor(cx, result)?;
    let own = complete(cx, &descriptor);
    let completed = descriptor_of(&own);
    if !is_compatible_descriptor(cx, extensible, &completed, &actual) {
        return Err(broken(cx, Message::ProxyDescriptorIncompatible, key));
    }
    if fixed_attributes(&own).is_some() {
        let Some(fixed) = fixed_attributes(&actual) else {
            return Err(broken(cx, Message::ProxyDescriptorNonConfigurable, key));
        };
        if descriptor.writable == Some(false) && fixed.contains(Attributes::WRITABLE) {
            return Err(broken(cx, Message::ProxyDescriptorNonWritable, key));
        }
    }
    Ok(own)
}

/// A trap said that there is no such property: may it?
fn hide_property<'s>(cx: &mut Cx<'s>, trap: &Trap<'_>, key: Key<'_>, actual: &Own<'_>) -> JsResult<Own<'s>> {
    if matches!(actual, Own::Absent) {
        return Ok(Own::Absent);
    }
    if fixed_attributes(actual).is_some() {
        return Err(broken(cx, Message::ProxyDescriptorHidden, key));
    }
    if !ordinary::is_extensible(cx, trap.target)? {
        return Err(broken(cx, Message::ProxyDescriptorMissing, key));
    }
    Ok(Own::Absent)
}

/// CompletePropertyDescriptor
fn complete<'s>(cx: &Cx<'s>, descriptor: &Descriptor<'s>) -> Own<'s> {
    let mut attributes = Attributes::empty();
    attributes.set(Attributes::ENUMERABLE, descriptor.enumerable == Some(true));
    attributes.set(Attributes::CONFIGURABLE, descriptor.configurable == Some(true));
    if descriptor.is_accessor() {
        let part = |part: Option<Handle<'s>>| part.unwrap_or(cx.undefined());
        return Own::Accessor { getter: part(descriptor.getter), setter: part(descriptor.setter), attributes };
    }
    attributes.set(Attributes::WRITABLE, descriptor.writable == Some(true));
    Own::Data { value: descriptor.value.unwrap_or(cx.undefined()), attributes }
}

/// The complete descriptor of a property.
fn descriptor_of<'s>(own: &Own<'s>) -> Descriptor<'s> {
    match *own {
        Own::Absent => Descriptor::default(),
        Own::Data { value, attributes } => Descriptor::data(value, attributes),
        Own::Accessor { getter, setter, attributes } => Descriptor {
            getter: Some(getter),
            setter: Some(setter),
            enumerable: Some(attributes.contains(Attributes::ENUMERABLE)),
            configurable: Some(attributes.contains(Attributes::CONFIGURABLE)),
            ..Descriptor::default()
        },
    }
}

/// [[DefineOwnProperty]]
pub fn define_own_property(
    cx: &mut Cx<'_>,
    proxy: Handle<'_, Proxy>,
    key: Key<'_>,
    descriptor: &Descriptor<'_>,
) -> JsResult<bool> {
    let trap = find_trap(cx, proxy, N::define_property)?;
    let Some(method) = trap.method else { return define_on(cx, trap.target, key, descriptor) };
    let (name, object) = (key_value(cx, key), descriptor_object(cx, descriptor));
    if !trap.call_boolean(cx, method, &[name, object.any()])? {
        return Ok(false);
    }
    let actual = ordinary::get_own_property(cx, trap.target, key)?;
    let extensible = ordinary::is_extensible(cx, trap.target)?;
    let makes_fixed = descriptor.configurable == Some(false);
    if matches!(actual, Own::Absent) {
        return match (extensible, makes_fixed) {
            (false, _) => Err(broken(cx, Message::ProxyDefineNonExtensible, key)),
            (true, true) => Err(broken(cx, Message::ProxyDefineNonConfigurable, key)),
            (true, false) => Ok(true),
        };
    }
    if !is_compatible_descriptor(cx, extensible, descriptor, &actual) {
        return Err(broken(cx, Message::ProxyDefineIncompatible, key));
    }
    let fixed = fixed_attributes(&actual);
    if makes_fixed && fixed.is_none() {
        return Err(broken(cx, Message::ProxyDefineNonConfigurable, key));
    }
    if descriptor.writable == Some(false) && fixed.is_some_and(|fixed| fixed.contains(Attributes::WRITABLE)) {
        return Err(broken(cx, Message::ProxyDefineNonWritable, key));
    }
    Ok(true)
}

/// [[HasProperty]]
pub fn has(cx: &mut Cx<'_>, proxy: Handle<'_, Proxy>, key: Key<'_>) -> JsResult<bool> {
    let trap = find_trap(cx, proxy, N::has)?;
    let Some(method) = trap.method else { return ordinary::has_property(cx, trap.target, key) };
    let name = key_value(cx, key);
    if trap.call_boolean(cx, method, &[name])? {
        return Ok(true);
    }
    let actual = ordinary::get_own_property(cx, trap.target, key)?;
    if fixed_attributes(&actual).is_some() {
        return Err(broken(cx, Message::ProxyHasNonConfigurable, key));
    }
    if !matches!(actual, Own::Absent) && !ordinary::is_extensible(cx, trap.target)? {
        return Err(broken(cx, Message::ProxyHasNonExtensible, key));
    }
    Ok(false)
}

/// [[Get]]
pub fn get<'s>(cx: &mut Cx<'s>, proxy: Handle<'_, Proxy>, key: Key<'_>, receiver: Handle<'_>) -> JsResult<Handle<'s>> {
    let trap = find_trap(cx, proxy, N::get)?;
    let Some(method) = trap.method else { return ordinary::get_with_receiver(cx, trap.target, key, receiver) };
    let (name, receiver) = (key_value(cx, key), rooted(cx, receiver));
    let result = trap.call(cx, method, &[name, receiver])?;
    let actual = ordinary::get_own_property(cx, trap.target, key)?;
    if fixed_attributes(&actual).is_none_or(|fixed| fixed.contains(Attributes::WRITABLE)) {
        return Ok(result);
    }
    match actual {
        Own::Data { value, .. } if !objects::same_value(cx, value.val(cx), result.val(cx)) => {
            let (key, expected, got) = (describe_key(cx, key), describe(cx, value), describe(cx, result));
            Err(cx.throw_error(Message::ProxyGetData, &[&key, &expected, &got]))
        }
        Own::Accessor { getter, .. } if getter.val(cx).is_undefined() && !result.val(cx).is_undefined() => {
            let (key, got) = (describe_key(cx, key), describe(cx, result));
            Err(cx.throw_error(Message::ProxyGetAccessor, &[&key, &got]))
        }
        _ => Ok(result),
    }
}

/// [[Set]]
pub fn set(
    cx: &mut Cx<'_>,
    proxy: Handle<'_, Proxy>,
    key: Key<'_>,
    value: Handle<'_>,
    receiver: Handle<'_>,
) -> JsResult<Result<(), Refusal>> {
    let trap = find_trap(cx, proxy, N::set)?;
    let Some(method) = trap.method else { return ordinary::assign(cx, trap.target, key, value, receiver) };
    let (name, value, receiver) = (key_value(cx, key), rooted(cx, value), rooted(cx, receiver));
    if !trap.call_boolean(cx, method, &[name, value, receiver])? {
        return Ok(Err(Refusal::Trap));
    }
    let actual = ordinary::get_own_property(cx, trap.target, key)?;
    if fixed_attributes(&actual).is_none_or(|fixed| fixed.contains(Attributes::WRITABLE)) {
        return Ok(Ok(()));
    }
    match actual {
        Own::Data { value: fixed, .. } if !objects::same_value(cx, fixed.val(cx), value.val(cx)) => {
            Err(broken(cx, Message::ProxySetData, key))
        }
        Own::Accessor { setter, .. } if setter.val(cx).is_undefined() => {
            Err(broken(cx, Message::ProxySetAccessor, key))
        }
        _ => Ok(Ok(())),
    }
}

/// [[Delete]]
pub fn delete(cx: &mut Cx<'_>, proxy: Handle<'_, Proxy>, key: Key<'_>) -> JsResult<bool> {
    let trap = find_trap(cx, proxy, N::delete_property)?;
    let Some(method) = trap.method else { return ordinary::delete(cx, trap.target, key) };
    let name = key_value(cx, key);
    if !trap.call_boolean(cx, method, &[name])? {
        return Ok(false);
    }
    let actual = ordinary::get_own_property(cx, trap.target, key)?;
    if fixed_attributes(&actual).is_some() {
        return Err(broken(cx, Message::ProxyDeleteNonConfigurable, key));
    }
    if !matches!(actual, Own::Absent) && !ordinary::is_extensible(cx, trap.target)? {
        return Err(broken(cx, Message::ProxyDeleteNonExtensible, key));
    }
    Ok(true)
}

/// [[OwnPropertyKeys]]
pub fn own_keys<'s>(cx: &mut Cx<'s>, proxy: Handle<'_, Proxy>) -> JsResult<Handle<'s, FixedArray>> {
    let trap = find_trap(cx, proxy, N::own_keys)?;
    let Some(method) = trap.method else { return own_property_keys(cx, trap.target) };
    let result = trap.call(cx, method, &[])?;
    let keys = create_list_from_array_like(cx, result)?;
    canonicalise_keys(cx, keys)?;
    if distinct_keys(cx, keys).len() != keys.get(cx).len() {
        return Err(cx.throw_error(Message::ProxyKeysDuplicate, &[]));
    }
    scope!(cx);
    let extensible = ordinary::is_extensible(cx, trap.target)?;
    let actual = own_property_keys(cx, trap.target)?;
    let mut must_have = Vec::new();
    for index in 0..actual.get(cx).len() {
        scope!(cx);
        let key = key_at(cx, actual, index);
        let own = ordinary::get_own_property(cx, trap.target, key)?;
        if !extensible || fixed_attributes(&own).is_some() {
            must_have.push(index);
        }
    }
    let given = distinct_keys(cx, keys);
    let missing = must_have.iter().find(|&&index| !given.contains(&actual.get(cx).at(index).bits()));
    if let Some(&index) = missing {
        let key = key_at(cx, actual, index);
        return Err(broken(cx, Message::ProxyKeysMissing, key));
    }
    if !extensible && given.len() != must_have.len() {
        return Err(cx.throw_error(Message::ProxyKeysExtra, &[]));
    }
    Ok(keys)
}

/// Makes a trap's list hold keys as [`own_property_keys`] gives them: index numbers, interned strings, symbols.
fn canonicalise_keys(cx: &mut Cx<'_>, keys: Handle<'_, FixedArray>) -> JsResult<()> {
    for index in 0..keys.get(cx).len() {
        scope!(cx);
        let value = keys.get(cx).at(index).root(cx);
        if !value.val(cx).is::<JsString>() && !value.val(cx).is::<Symbol>() {
            let shown = describe(cx, value);
            return Err(cx.throw_error(Message::InvalidPropertyName, &[&shown]));
        }
        let key = key_at(cx, keys, index);
        keys.get(cx).set(cx, index, key.dictionary_key(cx));
    }
    Ok(())
}

/// The words of a canonical list, valid until the next possible collection.
fn distinct_keys(cx: &Cx<'_>, keys: Handle<'_, FixedArray>) -> FxHashSet<u64> {
    let keys = keys.get(cx);
    (0..keys.len()).map(|index| keys.at(index).bits()).collect()
}

/// [[Call]] of a proxy whose target is callable.
pub fn call_proxy<'s>(
    cx: &mut Cx<'s>,
    proxy: Handle<'_, Proxy>,
    this: Handle<'_>,
    arguments: &[Handle<'_>],
) -> JsResult<Handle<'s>> {
    let trap = find_trap(cx, proxy, N::apply)?;
    let Some(method) = trap.method else { return call(cx, trap.target.any(), this, arguments) };
    let (this, list) = (rooted(cx, this), array::from_values(cx, arguments));
    trap.call(cx, method, &[this, list.any()])
}

/// [[Construct]] of a proxy whose target is a constructor.
pub fn construct_proxy<'s>(
    cx: &mut Cx<'s>,
    proxy: Handle<'_, Proxy>,
    arguments: &[Handle<'_>],
    new_target: Handle<'_, JsObject>,
) -> JsResult<Handle<'s, JsObject>> {
    let trap = find_trap(cx, proxy, N::construct)?;
    let Some(method) = trap.method else { return construct_object(cx, trap.target, arguments, Some(new_target)) };
    let (list, new_target) = (array::from_values(cx, arguments), rooted(cx, new_target.any()));
    let result = trap.call(cx, method, &[list.any(), new_target])?;
    match result.cast::<JsObject>(cx) {
        Some(object) => Ok(object),
        None => {
            let shown = describe(cx, result);
            Err(cx.throw_error(Message::ProxyConstructInvalid, &[&shown]))
        }
    }
}
