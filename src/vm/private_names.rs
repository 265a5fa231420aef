//! Private elements of objects (ECMA-262, 7.3.27 to 7.3.32): properties under private symbols, which nothing lists, no
//! proxy sees and no prototype shares.

use super::messages::Message;
use super::native::{JsResult, Throw};
use super::ops::call::call;
use super::ops::error::describe_key;
use crate::heap::{Cx, Handle};
use crate::objects::descriptors::Attributes;
use crate::objects::name::{Key, Name};
use crate::objects::object::JsObject;
use crate::objects::property::{self, AccessorPair, Found};

/// What a private name stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Element {
    Field,
    Method,
    Getter,
    Setter,
}

/// `#name in object`.
pub fn has(cx: &Cx<'_>, object: Handle<'_, JsObject>, name: Handle<'_, Name>) -> bool {
    property::find(cx, object.get(cx), Key::Name(name)).is_some()
}

fn throw(cx: &mut Cx<'_>, message: Message, name: Handle<'_, Name>) -> Throw {
    let text = describe_key(cx, Key::Name(name));
    cx.throw_error(message, &[&text])
}

fn find<'s>(cx: &Cx<'_>, value: Handle<'s>, name: Handle<'_, Name>) -> Option<(Handle<'s, JsObject>, Found)> {
    let object = value.cast::<JsObject>(cx)?;
    let found = property::find(cx, object.get(cx), Key::Name(name))?;
    Some((object, found))
}

/// PrivateGet.
pub fn get<'s>(cx: &mut Cx<'s>, value: Handle<'_>, name: Handle<'_, Name>) -> JsResult<Handle<'s>> {
    let Some((object, found)) = find(cx, value, name) else {
        return Err(throw(cx, Message::PrivateReadMissing, name));
    };
    let stored = property::read(cx, object, found);
    let Some(pair) = stored.cast::<AccessorPair>(cx) else { return Ok(stored) };
    let getter = pair.get(cx).getter().root(cx);
    if getter.val(cx).is_undefined() {
        return Err(throw(cx, Message::PrivateWithoutGetter, name));
    }
    call(cx, getter, value, &[])
}

/// PrivateSet.
pub fn set(cx: &mut Cx<'_>, target: Handle<'_>, name: Handle<'_, Name>, value: Handle<'_>) -> JsResult<()> {
    let Some((object, found)) = find(cx, target, name) else {
        return Err(throw(cx, Message::PrivateWriteMissing, name));
    };
    if found.attributes.contains(Attributes::WRITABLE) {
        property::write(cx, object, found, value);
        return Ok(());
    }
    if !found.attributes.contains(Attributes::ACCESSOR) {
        return Err(throw(cx, Message::PrivateMethodWrite, name));
    }
    let pair: Handle<'_, AccessorPair> = property::read(cx, object, found).must(cx);
    let setter = pair.get(cx).setter().root(cx);
    if setter.val(cx).is_undefined() {
        return Err(throw(cx, Message::PrivateWithoutSetter, name));
    }
    call(cx, setter, target, &[value])?;
    Ok(())
}

/// PrivateFieldAdd and PrivateMethodOrAccessorAdd. The second half of an accessor joins the first.
pub fn define(
    cx: &mut Cx<'_>,
    target: Handle<'_>,
    name: Handle<'_, Name>,
    value: Handle<'_>,
    element: Element,
) -> JsResult<()> {
    let object = target.must::<JsObject>(cx);
    let is_half = matches!(element, Element::Getter | Element::Setter);
    if let Some(found) = property::find(cx, object.get(cx), Key::Name(name)) {
        if !is_half || !join(cx, object, found, value, element) {
            return Err(throw(cx, Message::PrivateTwice, name));
        }
        return Ok(());
    }
    let (stored, attributes) = match element {
        Element::Field => (value.val(cx).root(cx), Attributes::WRITABLE),
        Element::Method => (value.val(cx).root(cx), Attributes::empty()),
        Element::Getter => {
            let undefined = cx.undefined();
            (AccessorPair::new(cx, value, undefined).any(), Attributes::ACCESSOR)
        }
        Element::Setter => {
            let undefined = cx.undefined();
            (AccessorPair::new(cx, undefined, value).any(), Attributes::ACCESSOR)
        }
    };
    property::add(cx, object, Key::Name(name), stored, attributes);
    Ok(())
}

/// Puts the missing half of an accessor in its place; false if it is not missing.
fn join(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, found: Found, value: Handle<'_>, element: Element) -> bool {
    let stored = property::read(cx, object, found);
    let Some(pair) = stored.cast::<AccessorPair>(cx) else { return false };
    let pair = pair.get(cx);
    if element == Element::Getter {
        if !pair.getter().is_undefined() {
            return false;
        }
        pair.set_getter(cx, value.val(cx));
    } else {
        if !pair.setter().is_undefined() {
            return false;
        }
        pair.set_setter(cx, value.val(cx));
    }
    true
}
