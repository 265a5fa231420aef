//! Errors that name their culprit: what the source shows at the instruction that failed.

use super::messages::Message;
use super::native::Throw;
use super::ops::error::{describe, describe_key};
use crate::heap::{Cx, Handle};
use crate::objects::function::JsFunction;
use crate::objects::name::{Key, Name};
use crate::objects::object::JsObject;
use crate::objects::property;
use crate::objects::roots::N;
use crate::objects::string::JsString;
use crate::scope;

/// The text of a name as messages show it.
pub fn text_of_name(cx: &Cx<'_>, name: Handle<'_, Name>) -> String {
    describe_key(cx, Key::Name(name))
}

/// What the source shows, or else the value.
fn rendered(cx: &mut Cx<'_>, value: Handle<'_>) -> String {
    describe(cx, value)
}

/// `x.y is not a function`.
pub fn throw_not_callable(cx: &mut Cx<'_>, callee: Handle<'_>) -> Throw {
    let shown = rendered(cx, callee);
    cx.throw_error(Message::NotAFunction, &[&shown])
}

/// `x.y is not a constructor`.
pub fn throw_not_constructor(cx: &mut Cx<'_>, callee: Handle<'_>) -> Throw {
    let shown = rendered(cx, callee);
    cx.throw_error(Message::NotAConstructor, &[&shown])
}

/// `Class constructor A cannot be invoked without 'new'`.
pub fn throw_class_without_new(cx: &mut Cx<'_>, class: Handle<'_, JsFunction>) -> Throw {
    let name = function_name(cx, class.any().must(cx));
    cx.throw_error(Message::ClassWithoutNew, &[&name])
}

/// The own `name` of a function, if it is a string.
pub fn function_name(cx: &mut Cx<'_>, function: Handle<'_, JsObject>) -> String {
    scope!(cx);
    let key = cx.key(N::name);
    let Some(found) = property::find(cx, function.get(cx), key) else { return String::new() };
    let name = property::read(cx, function, found);
    name.cast::<JsString>(cx).map(|name| name.get(cx).to_rust(cx)).unwrap_or_default()
}

/// `Super constructor null of anonymous class is not a constructor`.
pub fn throw_super_not_constructor(cx: &mut Cx<'_>, parent: Handle<'_>, class: Handle<'_, JsObject>) -> Throw {
    let shown = describe(cx, parent);
    let name = function_name(cx, class);
    let of = if name.is_empty() { "of anonymous class".to_owned() } else { format!("of '{name}'") };
    cx.throw_error(Message::SuperNotConstructor, &[&shown, &of])
}

/// `Cannot access 'x' before initialization`; for `this`, what a derived constructor that did not call super says.
pub fn throw_dead_zone(cx: &mut Cx<'_>, name: Handle<'_>) -> Throw {
    let text = name.cast::<JsString>(cx).map(|name| name.get(cx).to_rust(cx)).unwrap_or_default();
    if text == "this" {
        return cx.throw_error(Message::SuperNotCalled, &[]);
    }
    cx.throw_error(Message::BeforeInitialization, &[&text])
}

/// `Cannot use 'in' operator to search for 'x' in 5`.
pub fn throw_bad_in_operand(cx: &mut Cx<'_>, key: Handle<'_>, target: Handle<'_>) -> Throw {
    let (key, target) = (describe(cx, key), describe(cx, target));
    cx.throw_error(Message::InOfNonObject, &[&key, &target])
}

/// What destructuring undefined or null says.
pub fn throw_not_coercible(cx: &mut Cx<'_>, value: Handle<'_>) -> Throw {
    let shown = describe(cx, value);
    cx.throw_error(Message::DestructureValue, &[&shown, &shown])
}

/// `x is not iterable`.
pub fn throw_not_iterable(cx: &mut Cx<'_>, value: Handle<'_>, is_async: bool) -> Throw {
    let shown = rendered(cx, value);
    let message = if is_async { Message::NotAsyncIterable } else { Message::NotIterable };
    cx.throw_error(message, &[&shown])
}
