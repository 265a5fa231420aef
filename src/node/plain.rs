//! Plain objects and classes of the host's own, made and read from Rust without running JavaScript.

use crate::builtins::define::{self, Row};
use crate::objects::array;
use crate::objects::function;
use crate::objects::map::MapFlags;
use crate::objects::object::{self, HostObject};
use crate::objects::property;
use crate::vm::ops::prelude::*;

/// Gives `object`, an ordinary one, the property `name`, whatever it was before.
pub fn put(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, name: &str, value: Handle<'_>) {
    put_with(cx, object, name, value, Attributes::DEFAULT);
}

/// As [`put`], not enumerable.
pub fn put_hidden(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, name: &str, value: Handle<'_>) {
    put_with(cx, object, name, value, Attributes::HIDDEN);
}

/// As [`put`], with these attributes.
pub fn put_with(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, name: &str, value: Handle<'_>, attributes: Attributes) {
    scope!(cx);
    let key = Key::from_str(cx, name);
    let value = value.val(cx).root(cx);
    property::define(cx, object, key, &Descriptor::data(value, attributes));
}

pub fn put_number(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, name: &str, number: f64) {
    scope!(cx);
    let value = cx.number(number);
    put(cx, object, name, value);
}

pub fn put_text(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, name: &str, text: &str) {
    scope!(cx);
    let value = cx.string(text).any();
    put(cx, object, name, value);
}

pub fn put_boolean(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, name: &str, boolean: bool) {
    scope!(cx);
    let value = cx.boolean(boolean);
    put(cx, object, name, value);
}

/// The value of own data property `name`; undefined if there is none.
pub fn own<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>, name: &str) -> Handle<'s> {
    let result = cx.undefined();
    scope!(cx);
    let key = Key::from_str(cx, name);
    if object.get(cx).object_kind() == Kind::Proxy {
        return result;
    }
    if let Own::Data { value, .. } = property::get_own(cx, object, key) {
        result.set(cx, value.val(cx));
    }
    result
}

/// The text of own property `name`, if it is a string.
pub fn own_text(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, name: &str) -> Option<String> {
    scope!(cx);
    let value = own(cx, object, name);
    value.cast::<JsString>(cx).map(|string| string.get(cx).to_rust(cx))
}

/// The array of these strings.
pub fn array_of_texts<'s, T: AsRef<str>>(cx: &mut Cx<'s>, texts: &[T]) -> Handle<'s, JsArray> {
    let list = array::new(cx, 0);
    for text in texts {
        scope!(cx);
        let text = cx.string(text.as_ref());
        array::push(cx, list, text.any());
    }
    list
}

/// The numbered elements of an array that scripts may have changed: holes and accessors are undefined.
pub fn elements<'s>(cx: &mut Cx<'s>, array: Handle<'_, JsArray>) -> Vec<Handle<'s>> {
    let length = array.get(cx).length();
    let object: Handle<'_, JsObject> = array.must(cx);
    let mut values = Vec::with_capacity(length as usize);
    for index in 0..length {
        values.push(match property::get_own(cx, object, Key::Index(index)) {
            Own::Data { value, .. } => value,
            _ => cx.undefined(),
        });
    }
    values
}

/// A class of host objects.
pub struct HostClass<'s> {
    pub constructor: Handle<'s, JsObject>,
    pub prototype: Handle<'s, JsObject>,
    /// The map of its instances.
    pub map: Handle<'s, crate::objects::map::Map>,
}

/// Makes a class whose instances are [`HostObject`]s with room for `inline_capacity` properties.
pub fn host_class<'s>(
    cx: &mut Cx<'s>,
    name: &str,
    construct: Native,
    inline_capacity: usize,
    methods: &[Row],
) -> HostClass<'s> {
    let prototype = object::new_plain(cx);
    let name = cx.string(name);
    let undefined = cx.undefined();
    let constructor: Handle<'s, JsObject> =
        function::new_native(cx, Root::NativeConstructorMap, construct as usize, undefined, name.any(), 0).must(cx);
    property::add(cx, constructor, cx.key(N::prototype), prototype.any(), Attributes::empty());
    property::add(cx, prototype, cx.key(N::constructor), constructor.any(), Attributes::HIDDEN);
    define::properties(cx, prototype, methods);
    let map = object::new_map::<HostObject>(cx, inline_capacity, MapFlags::EXTENSIBLE, prototype.any());
    HostClass { constructor, prototype, map }
}

/// The constructor of a class that scripts cannot construct.
pub fn illegal_constructor<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    Err(cx.throw_custom(crate::vm::messages::ErrorType::TypeError, "Illegal constructor"))
}
