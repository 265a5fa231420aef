//! The functions in Rust that libraries written in JavaScript reach with `binding(name)`.

use super::{errors, inspect, plain, process};
use crate::builtins::define::{self, Row, method};
use crate::vm::messages::ErrorType;
use crate::vm::ops::prelude::*;

/// The functions of binding `name`.
pub fn rows(name: &str) -> Option<&'static [Row]> {
    Some(match name {
        "async" => super::async_context::METHODS,
        "buffer" => super::buffer::BINDING,
        "encoding" => super::encoding::METHODS,
        "errors" => ERRORS,
        "fs" => super::fs::METHODS,
        "inspect" => inspect::natives::METHODS,
        "module" => super::modules::commonjs::BINDING,
        "serializer" => super::serialize::METHODS,
        "os" => super::os::METHODS,
        "signals" => process::SIGNALS,
        "v8" => super::v8::METHODS,
        "vm" => super::modules::compile::METHODS,
        "stdio" => super::stdio::METHODS,
        _ => return None,
    })
}

/// Adds to a binding what is no function.
pub fn complete(cx: &mut Cx<'_>, name: &str, binding: Handle<'_, JsObject>) {
    scope!(cx);
    match name {
        "buffer" => super::buffer::complete(cx, binding),
        "inspect" => {
            let inspect = inspect::natives::inspect_function(cx);
            plain::put(cx, binding, "inspect", inspect);
        }
        _ => {}
    }
    if name == "v8" {
        define::properties(cx, binding, super::gc_events::METHODS);
    }
}

const ERRORS: &[Row] = &[
    method("coded", 3, coded),
    method("invalidArgType", 3, invalid_argument_type),
    method("invalidArgValue", 3, invalid_argument_value),
    method("outOfRange", 3, out_of_range),
];

/// `coded(type, code, message)`: an error with a code.
fn coded<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let mut texts = Vec::new();
    for argument in args.rest(0) {
        texts.push(to_rust_string(cx, argument)?);
    }
    let [error_type, code, message] = &texts[..] else {
        return Err(cx.throw_custom(ErrorType::TypeError, "coded(type, code, message)"));
    };
    let error_type = match error_type.as_str() {
        "TypeError" => ErrorType::TypeError,
        "RangeError" => ErrorType::RangeError,
        "SyntaxError" => ErrorType::SyntaxError,
        _ => ErrorType::Error,
    };
    Ok(errors::coded_error(cx, error_type, code, message).any())
}

/// `invalidArgType(name, expected, received)` throws.
fn invalid_argument_type<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let name = args.get(cx, 0);
    let name = to_rust_string(cx, name)?;
    let expected = args.get(cx, 1);
    let mut words = Vec::new();
    match expected.cast::<JsArray>(cx) {
        Some(list) => {
            for word in plain::elements(cx, list) {
                words.push(to_rust_string(cx, word)?);
            }
        }
        None => words.push(to_rust_string(cx, expected)?),
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let received = args.get(cx, 2);
    Err(errors::invalid_argument_type(cx, &name, &words, received))
}

/// `invalidArgValue(name, received, reason)` throws.
fn invalid_argument_value<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (name, received, reason) = (args.get(cx, 0), args.get(cx, 1), args.get(cx, 2));
    let name = to_rust_string(cx, name)?;
    let reason = match reason.val(cx).is_undefined() {
        true => "is invalid".to_owned(),
        false => to_rust_string(cx, reason)?,
    };
    Err(errors::invalid_argument_value(cx, &name, received, &reason))
}

/// `outOfRange(name, range, received)` throws.
fn out_of_range<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (name, range, received) = (args.get(cx, 0), args.get(cx, 1), args.get(cx, 2));
    let name = to_rust_string(cx, name)?;
    let range = to_rust_string(cx, range)?;
    Err(errors::out_of_range(cx, &name, &range, received))
}
