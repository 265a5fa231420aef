//! [[DefineOwnProperty]] and property descriptors (ECMA-262, 10.1.6, 10.4.2.1, 10.4.5.3, 6.2.6).

use super::assign::typed_array_set_element;
use super::convert::{to_boolean, to_number, to_uint32};
use super::error::{describe, describe_key};
use super::object::{get, get_own_property, has_property, is_callable, settle_stack};
use super::proxy;
use crate::heap::{Cx, Handle, Val};
use crate::objects;
use crate::objects::descriptors::Attributes;
use crate::objects::kinds::Kind;
use crate::objects::map::MapFlags;
use crate::objects::name::Key;
use crate::objects::object::{self, JsObject, PlainObject, Proxy};
use crate::objects::property::{self, Descriptor, Own};
use crate::objects::roots::{N, Root};
use crate::objects::typed_array;
use crate::scope;
use crate::vm::messages::Message;
use crate::vm::native::JsResult;

/// object.[[DefineOwnProperty]](key, descriptor).
pub fn define_own_property(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    key: Key<'_>,
    descriptor: &Descriptor<'_>,
) -> JsResult<bool> {
    scope!(cx);
    match object.get(cx).object_kind() {
        Kind::Proxy => proxy::define_own_property(cx, object.must::<Proxy>(cx), key, descriptor),
        Kind::Array if key.is(cx, N::length) => define_array_length(cx, object, descriptor),
        Kind::TypedArray if typed_array::is_numeric_key(cx, key) => define_typed_element(cx, object, key, descriptor),
        Kind::ModuleNamespace if !key.is_symbol(cx) => define_module_export(cx, object, key, descriptor),
        Kind::Error if key.is(cx, N::stack) => {
            settle_stack(cx, object)?;
            Ok(property::define(cx, object, key, descriptor))
        }
        _ => Ok(property::define(cx, object, key, descriptor)),
    }
}

/// ArraySetLength: converts the value; the order and number of conversions can be seen.
fn define_array_length(cx: &mut Cx<'_>, array: Handle<'_, JsObject>, descriptor: &Descriptor<'_>) -> JsResult<bool> {
    let Some(value) = descriptor.value else {
        return Ok(property::define(cx, array, cx.key(N::length), descriptor));
    };
    let length = to_uint32(cx, value)?;
    let number = to_number(cx, value)?;
    if length as f64 != number {
        return Err(cx.throw_error(Message::InvalidArrayLength, &[]));
    }
    let descriptor = Descriptor { value: Some(cx.number(number)), ..*descriptor };
    Ok(property::define(cx, array, cx.key(N::length), &descriptor))
}

/// TypedArray [[DefineOwnProperty]] of a numeric key (ECMA-262, 10.4.5.3).
fn define_typed_element(
    cx: &mut Cx<'_>,
    array: Handle<'_, JsObject>,
    key: Key<'_>,
    descriptor: &Descriptor<'_>,
) -> JsResult<bool> {
    let is_valid = matches!(key, Key::Index(index) if typed_array::has_index(cx, array.get(cx), index));
    let is_refused = [descriptor.configurable, descriptor.enumerable, descriptor.writable].contains(&Some(false));
    if !is_valid || is_refused || descriptor.is_accessor() {
        return Ok(false);
    }
    if let Some(value) = descriptor.value {
        typed_array_set_element(cx, array, key, value)?;
    }
    Ok(true)
}

/// Module namespace [[DefineOwnProperty]] of a string key (ECMA-262, 10.4.6.7): true if nothing would change.
fn define_module_export(
    cx: &mut Cx<'_>,
    namespace: Handle<'_, JsObject>,
    key: Key<'_>,
    descriptor: &Descriptor<'_>,
) -> JsResult<bool> {
    let Own::Data { value: current, .. } = get_own_property(cx, namespace, key)? else { return Ok(false) };
    let is_refused = descriptor.is_accessor()
        || descriptor.configurable == Some(true)
        || descriptor.enumerable == Some(false)
        || descriptor.writable == Some(false);
    let is_same = |value: Handle<'_>| objects::same_value(cx, value.val(cx), current.val(cx));
    Ok(!is_refused && descriptor.value.is_none_or(is_same))
}

/// DefinePropertyOrThrow.
pub fn define_property_or_throw(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    key: Key<'_>,
    descriptor: &Descriptor<'_>,
) -> JsResult<()> {
    if define_own_property(cx, object, key, descriptor)? {
        return Ok(());
    }
    scope!(cx);
    let shown = describe_key(cx, key);
    let raw = object.get(cx);
    if raw.object_kind() == Kind::Proxy {
        return Err(cx.throw_error(Message::ProxyFalsish, &["defineProperty", &shown]));
    }
    let is_absent = property::find(cx, raw, key).is_none();
    if is_absent && raw.object_kind() == Kind::TypedArray && typed_array::is_numeric_key(cx, key) {
        return Err(cx.throw_error(Message::InvalidElementIndex, &[]));
    }
    let is_namespace = raw.object_kind() == Kind::ModuleNamespace;
    let is_new = is_absent && !is_namespace && !raw.map().has(MapFlags::EXTENSIBLE);
    let message = if is_new { Message::DefineOnNonExtensible } else { Message::CannotRedefine };
    Err(cx.throw_error(message, &[&shown]))
}

/// CreateDataProperty.
pub fn create_data_property(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    key: Key<'_>,
    value: Handle<'_>,
) -> JsResult<bool> {
    define_own_property(cx, object, key, &Descriptor::data(value, Attributes::DEFAULT))
}

/// CreateDataPropertyOrThrow.
pub fn create_data_property_or_throw(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    key: Key<'_>,
    value: Handle<'_>,
) -> JsResult<()> {
    define_property_or_throw(cx, object, key, &Descriptor::data(value, Attributes::DEFAULT))
}

/// ToPropertyDescriptor.
pub fn to_property_descriptor<'s>(cx: &mut Cx<'s>, value: Handle<'_>) -> JsResult<Descriptor<'s>> {
    let Some(object) = value.cast::<JsObject>(cx) else {
        let shown = describe(cx, value);
        return Err(cx.throw_error(Message::DescriptorNotObject, &[&shown]));
    };
    let enumerable = field(cx, object, N::enumerable)?.map(|value| to_boolean(cx, value.val(cx)));
    let configurable = field(cx, object, N::configurable)?.map(|value| to_boolean(cx, value.val(cx)));
    let value = field(cx, object, N::value)?;
    let writable = field(cx, object, N::writable)?.map(|value| to_boolean(cx, value.val(cx)));
    let getter = accessor_field(cx, object, N::get, Message::GetterNotFunction)?;
    let setter = accessor_field(cx, object, N::set, Message::SetterNotFunction)?;
    let descriptor = Descriptor { value, getter, setter, writable, enumerable, configurable };
    if descriptor.is_accessor() && descriptor.is_data() {
        let shown = describe(cx, object.any());
        return Err(cx.throw_error(Message::DescriptorMixed, &[&shown]));
    }
    Ok(descriptor)
}

fn field<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>, n: N) -> JsResult<Option<Handle<'s>>> {
    let key = cx.key(n);
    if has_property(cx, object, key)? { get(cx, object, key).map(Some) } else { Ok(None) }
}

fn accessor_field<'s>(
    cx: &mut Cx<'s>,
    object: Handle<'_, JsObject>,
    n: N,
    otherwise: Message,
) -> JsResult<Option<Handle<'s>>> {
    let function = field(cx, object, n)?;
    match function {
        Some(function) if !function.val(cx).is_undefined() && !is_callable(cx, function) => {
            let shown = describe(cx, function);
            Err(cx.throw_error(otherwise, &[&shown]))
        }
        _ => Ok(function),
    }
}

/// FromPropertyDescriptor: undefined when absent.
pub fn from_property_descriptor<'s>(cx: &mut Cx<'s>, own: Own<'_>) -> Handle<'s> {
    match own {
        Own::Absent => cx.undefined(),
        Own::Data { value, attributes } => {
            let object: Handle<'s, PlainObject> = object::allocate(cx, cx.root_handle(Root::DataDescriptorMap));
            let raw: crate::heap::Gc<'_, JsObject> = object.get(cx).upcast().must();
            raw.set_slot_value(cx, 0, value.val(cx));
            for (slot, attribute) in
                [(1, Attributes::WRITABLE), (2, Attributes::ENUMERABLE), (3, Attributes::CONFIGURABLE)]
            {
                raw.set_slot_value(cx, slot, Val::boolean(attributes.contains(attribute)));
            }
            object.any()
        }
        Own::Accessor { getter, setter, attributes } => {
            let descriptor = Descriptor {
                getter: Some(getter),
                setter: Some(setter),
                enumerable: Some(attributes.contains(Attributes::ENUMERABLE)),
                configurable: Some(attributes.contains(Attributes::CONFIGURABLE)),
                ..Descriptor::default()
            };
            descriptor_object(cx, &descriptor).any()
        }
    }
}

/// FromPropertyDescriptor of a descriptor that may lack fields.
pub(super) fn descriptor_object<'s>(cx: &mut Cx<'s>, descriptor: &Descriptor<'_>) -> Handle<'s, JsObject> {
    let object = object::new_plain(cx);
    scope!(cx);
    let put = |cx: &mut Cx<'_>, n: N, value: Option<Handle<'_>>| {
        if let Some(value) = value {
            property::add(cx, object, cx.key(n), value, Attributes::DEFAULT);
        }
    };
    put(cx, N::value, descriptor.value);
    put(cx, N::writable, descriptor.writable.map(|flag| cx.boolean(flag)));
    put(cx, N::get, descriptor.getter);
    put(cx, N::set, descriptor.setter);
    put(cx, N::enumerable, descriptor.enumerable.map(|flag| cx.boolean(flag)));
    put(cx, N::configurable, descriptor.configurable.map(|flag| cx.boolean(flag)));
    object
}

/// IsCompatiblePropertyDescriptor(extensible, descriptor, current).
pub(super) fn is_compatible_descriptor(
    cx: &Cx<'_>,
    extensible: bool,
    descriptor: &Descriptor<'_>,
    current: &Own<'_>,
) -> bool {
    let same = |new: Option<Handle<'_>>, old: Handle<'_>| {
        new.is_none_or(|new| objects::same_value(cx, new.val(cx), old.val(cx)))
    };
    let attributes = match current {
        Own::Absent => return extensible,
        Own::Data { attributes, .. } | Own::Accessor { attributes, .. } => *attributes,
    };
    if attributes.contains(Attributes::CONFIGURABLE) {
        return true;
    }
    let is_enumerable = attributes.contains(Attributes::ENUMERABLE);
    if descriptor.configurable == Some(true) || descriptor.enumerable.is_some_and(|new| new != is_enumerable) {
        return false;
    }
    match *current {
        Own::Accessor { getter, setter, .. } => {
            !descriptor.is_data() && same(descriptor.getter, getter) && same(descriptor.setter, setter)
        }
        Own::Data { .. } if descriptor.is_accessor() => false,
        Own::Data { .. } if attributes.contains(Attributes::WRITABLE) => true,
        Own::Data { value, .. } => descriptor.writable != Some(true) && same(descriptor.value, value),
        Own::Absent => extensible,
    }
}
