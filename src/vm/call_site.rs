//! Errors that name their culprit: what the source shows at the instruction that failed.
#![allow(unsafe_code)] // the machine behind the context

use std::sync::Arc;

use super::frame::{Frame, Frames};
use super::messages::Message;
use super::native::Throw;
use super::ops::error::{describe, describe_key, describe_typed};
use super::stack_trace;
use crate::compiler::callsite::{CallSites, Iterable};
use crate::heap::{Cx, Handle};
use crate::objects::function::{JsFunction, Script};
use crate::objects::name::{Key, Name};
use crate::objects::object::JsObject;
use crate::objects::property;
use crate::objects::roots::{N, Root};
use crate::objects::string::JsString;
use crate::scope;
use crate::syntax::source::Source;

/// The text of a name as messages show it.
pub fn text_of_name(cx: &Cx<'_>, name: Handle<'_, Name>) -> String {
    describe_key(cx, Key::Name(name))
}

/// The innermost JavaScript frame's source, and the offset of what it executes.
fn current_place(cx: &Cx<'_>) -> Option<(Arc<Source>, u32)> {
    // SAFETY: the machine's state is stored whenever Rust code runs.
    let frame = unsafe { Frames::new(cx.vm()) }.find_map(|frame| match frame {
        Frame::Script(frame) => Some(frame),
        Frame::Window { .. } => None,
    })?;
    let info = frame.function().info();
    let source = info.script().cast::<Script>()?.source_arc();
    Some((source, stack_trace::source_position(info.template(), frame.pc_index())))
}

/// The script of the innermost JavaScript frame.
pub fn current_script<'s>(cx: &Cx<'s>) -> Option<Handle<'s, Script>> {
    // SAFETY: the machine's state is stored whenever Rust code runs.
    let frame = unsafe { Frames::new(cx.vm()) }.find_map(|frame| match frame {
        Frame::Script(frame) => Some(frame),
        Frame::Window { .. } => None,
    })?;
    frame.function().info().script().cast::<Script>().map(|script| script.root(cx))
}

/// The innermost JavaScript frame as a stack trace shows it: `name (file:line:column)`.
pub fn current_frame(cx: &mut Cx<'_>) -> Option<String> {
    // SAFETY: the machine's state is stored whenever Rust code runs.
    let frame = unsafe { Frames::new(cx.vm()) }.find_map(|frame| match frame {
        Frame::Script(frame) => Some(frame),
        Frame::Window { .. } => None,
    })?;
    let function = frame.function().root(cx);
    let name = function_name(cx, function.any().must(cx));
    let name = if name.is_empty() { "<anonymous>" } else { &name };
    let (source, position) = current_place(cx)?;
    let at = source.line_column(position);
    Some(format!("{name} ({}:{}:{})", source.name(), at.line, at.column))
}

/// What `ask` finds in the source of the innermost JavaScript frame, at the place it executes. The parsed source is kept:
/// a script that throws one such error often throws another.
fn from_source<T>(cx: &Cx<'_>, ask: impl FnOnce(&CallSites, u32) -> Option<T>) -> Option<T> {
    let (source, position) = current_place(cx)?;
    // SAFETY: the machine lives as long as the context; nothing else uses the field meanwhile.
    let kept = unsafe { &mut (*cx.vm()).call_sites };
    if kept.as_ref().is_none_or(|(known, _)| !Arc::ptr_eq(known, &source)) {
        *kept = CallSites::of(&source).map(|sites| (source, sites));
    }
    ask(&kept.as_ref()?.1, position)
}

/// The callee as the source shows it, or else the value.
fn rendered_callee(cx: &mut Cx<'_>, value: Handle<'_>) -> String {
    match from_source(cx, CallSites::callee) {
        Some(text) => text,
        None => describe(cx, value),
    }
}

/// `x.y is not a function`.
pub fn throw_not_callable(cx: &mut Cx<'_>, callee: Handle<'_>) -> Throw {
    let shown = rendered_callee(cx, callee);
    cx.throw_error(Message::NotAFunction, &[&shown])
}

/// `x.y is not a constructor`.
pub fn throw_not_constructor(cx: &mut Cx<'_>, callee: Handle<'_>) -> Throw {
    let shown = rendered_callee(cx, callee);
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
    let shown = if parent.val(cx).is_same_word(cx.root(Root::FunctionPrototype)) {
        "null".to_owned()
    } else {
        describe(cx, parent)
    };
    let name = function_name(cx, class);
    let of = if name.is_empty() { "of anonymous class".to_owned() } else { format!("of {name}") };
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
    let Some(destructured) = from_source(cx, CallSites::destructured) else {
        return cx.throw_error(Message::DestructureValue, &[&shown, &shown]);
    };
    match (destructured.property, destructured.value) {
        (Some(property), None) if destructured.is_nested => {
            cx.throw_error(Message::ReadOfNullish, &[&shown, &property])
        }
        (Some(property), value) => {
            let value = value.as_deref().unwrap_or(&shown);
            cx.throw_error(Message::DestructureProperty, &[&property, value, &shown])
        }
        (None, value) => cx.throw_error(Message::DestructureValue, &[value.as_deref().unwrap_or(&shown), &shown]),
    }
}

/// `x is not iterable`, and what V8 says where there is more to say.
pub fn throw_not_iterable(cx: &mut Cx<'_>, value: Handle<'_>, is_async: bool) -> Throw {
    let message = if is_async { Message::NotAsyncIterable } else { Message::NotIterable };
    match from_source(cx, CallSites::iterable) {
        Some(Iterable::Value(text)) => cx.throw_error(message, &[&text]),
        Some(Iterable::ResultOf(text)) => cx.throw_error(Message::NotFunctionOrIterable, &[&text]),
        Some(Iterable::Spread(text)) if value.val(cx).is_nullish() => {
            cx.throw_error(Message::NotIterableSpread, &[&text])
        }
        Some(Iterable::Spread(_)) => cx.throw_error(Message::SpreadNotIterable, &[]),
        None => {
            let shown = describe_typed(cx, value);
            cx.throw_error(if is_async { message } else { Message::NotIterableNoSymbol }, &[&shown])
        }
    }
}
