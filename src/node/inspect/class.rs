//! What an object is called: its constructor's name, its tag, and how functions and classes are shown.

use super::Formatter;
use crate::objects::function::JsFunction;
use crate::objects::property;
use crate::vm::ops::compare::instance_of;
use crate::vm::ops::prelude::*;

/// The name of the function whose instance `object` is; None if there is none along the prototype chain.
pub fn constructor_name(cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> Option<String> {
    scope!(cx);
    let link = object.get(cx).root(cx);
    loop {
        if link.get(cx).object_kind() == Kind::Proxy {
            return None;
        }
        if let Some(name) = own_constructor_name(cx, object, link) {
            return Some(name);
        }
        let parent = link.get(cx).prototype();
        parent.cast::<JsObject>()?;
        link.set(cx, parent);
    }
}

/// The name of `link`'s own `constructor`, if `object` is an instance of it.
fn own_constructor_name(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, link: Handle<'_, JsObject>) -> Option<String> {
    scope!(cx);
    let Own::Data { value, .. } = property::get_own(cx, link, cx.key(N::constructor)) else { return None };
    let constructor = value.cast::<JsObject>(cx)?;
    if !constructor.get(cx).is_callable() {
        return None;
    }
    let name = function_name(cx, constructor);
    let is_instance = match instance_of(cx, object.any(), value) {
        Ok(is_instance) => is_instance,
        Err(thrown) => {
            cx.take_exception(thrown);
            false
        }
    };
    (is_instance && !name.is_empty()).then_some(name)
}

/// A function's own name, empty if it has none.
pub fn function_name(cx: &mut Cx<'_>, function: Handle<'_, JsObject>) -> String {
    scope!(cx);
    match get(cx, function, cx.key(N::name)) {
        Ok(name) => name.cast::<JsString>(cx).map(|name| name.get(cx).to_rust(cx)).unwrap_or_default(),
        Err(thrown) => {
            cx.take_exception(thrown);
            String::new()
        }
    }
}

/// `Foo [tag] `, with what says that there is no constructor.
pub fn prefix(constructor: Option<&str>, tag: &str, fallback: &str, size: &str) -> String {
    match constructor {
        None if !tag.is_empty() && fallback != tag => format!("[{fallback}{size}: null prototype] [{tag}] "),
        None => format!("[{fallback}{size}: null prototype] "),
        Some(name) if !tag.is_empty() && name != tag => format!("{name}{size} [{tag}] "),
        Some(name) => format!("{name}{size} "),
    }
}

impl Formatter<'_> {
    /// The constructor's name as it is shown: with the prototype, when the chain ends without one.
    pub(super) fn shown_constructor(
        &mut self,
        cx: &mut Cx<'_>,
        object: Handle<'_, JsObject>,
        depth: usize,
    ) -> JsResult<Option<String>> {
        if let Some(name) = constructor_name(cx, object) {
            return Ok(Some(name));
        }
        scope!(cx);
        let Some(first) = object.get(cx).prototype().cast::<JsObject>().map(|first| first.root(cx)) else {
            return Ok(None);
        };
        let class = "Object";
        if depth as f64 > self.options.depth {
            return Ok(Some(format!("{class} <Complex prototype>")));
        }
        if first.get(cx).object_kind() != Kind::Proxy
            && let Some(name) = self.shown_constructor(cx, first, depth + 1)?
        {
            return Ok(Some(format!("{class} <{name}>")));
        }
        let options = super::Options { custom_inspect: false, depth: -1.0, ..self.options.clone() };
        let shown = super::inspect(cx, first.any(), &options)?;
        Ok(Some(format!("{class} <{shown}>")))
    }

    /// A function without its properties: `[Function: f]`, `[class A extends B]`.
    pub(super) fn function_base(
        &self,
        cx: &mut Cx<'_>,
        function: Handle<'_, JsObject>,
        constructor: Option<&str>,
        tag: &str,
    ) -> JsResult<String> {
        let flags = function.cast::<JsFunction>(cx).map(|function| function.get(cx).info().template().flags);
        let has = |flag| flags.is_some_and(|flags| flags.contains(flag));
        if has(FunctionFlags::CLASS_CONSTRUCTOR) {
            return self.class_base(cx, function, constructor, tag);
        }
        let is_async = if has(FunctionFlags::ASYNC) { "Async" } else { "" };
        let is_generator = if has(FunctionFlags::GENERATOR) { "Generator" } else { "" };
        let kind = format!("{is_async}{is_generator}Function");
        let name = function_name(cx, function);
        let mut base = format!("[{kind}");
        if constructor.is_none() {
            base += " (null prototype)";
        }
        base += &if name.is_empty() { " (anonymous)]".to_owned() } else { format!(": {name}]") };
        if let Some(constructor) = constructor.filter(|&constructor| constructor != kind) {
            base += &format!(" {constructor}");
        }
        if !tag.is_empty() && constructor != Some(tag) {
            base += &format!(" [{tag}]");
        }
        Ok(base)
    }

    fn class_base(
        &self,
        cx: &mut Cx<'_>,
        class: Handle<'_, JsObject>,
        constructor: Option<&str>,
        tag: &str,
    ) -> JsResult<String> {
        let has_name = has_own_property(cx, class, cx.key(N::name))?;
        let name = if has_name { function_name(cx, class) } else { String::new() };
        let mut base = format!("class {}", if name.is_empty() { "(anonymous)" } else { &name });
        if let Some(constructor) = constructor.filter(|&constructor| constructor != "Function") {
            base += &format!(" [{constructor}]");
        }
        if !tag.is_empty() && constructor != Some(tag) {
            base += &format!(" [{tag}]");
        }
        match class.get(cx).prototype().cast::<JsObject>().map(|parent| parent.root(cx)) {
            Some(parent) if constructor.is_some() => {
                let parent = function_name(cx, parent);
                if !parent.is_empty() {
                    base += &format!(" extends {parent}");
                }
            }
            _ => base += " extends [null prototype]",
        }
        Ok(format!("[{base}]"))
    }
}

use crate::bytecode::template::FunctionFlags;
