//! Warnings: `process.emitWarning`, the 'warning' event, and what is printed on stderr.

use std::cell::Cell;

use super::{events, object};
use crate::builtins::define::function;
use crate::node::host::NodeHost;
use crate::node::{errors, plain, ticks};
use crate::vm::messages::ErrorType;
use crate::vm::ops::error::{capture_stack_trace, new_error};
use crate::vm::ops::prelude::*;

/// Whether the hint at `--trace-warnings` has been given.
#[derive(Default)]
pub struct WarningState {
    has_hinted: Cell<bool>,
}

/// What a warning made from a text is given besides the text.
#[derive(Default)]
struct Labels<'s> {
    name: Option<String>,
    code: Option<String>,
    detail: Option<String>,
    /// The function above which the stack starts.
    constructor: Option<Handle<'s, JsObject>>,
}

/// Emits a warning of the host's own, called `name`.
pub fn warn(cx: &mut Cx<'_>, name: &str, text: &str) {
    scope!(cx);
    let labels = Labels { name: Some(name.to_owned()), ..Labels::default() };
    let warning = new_warning(cx, text, labels);
    schedule(cx, warning);
}

/// `process.emitWarning(warning, type | options, code, constructor)`.
pub fn emit_warning<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let warning = args.get(cx, 0);
    let labels = read_labels(cx, args)?;
    let warning = match warning.cast::<JsString>(cx) {
        Some(text) => {
            let text = text.get(cx).to_rust(cx);
            new_warning(cx, &text, labels)
        }
        None if errors::is_error(cx, warning) => warning.must(cx),
        None => return Err(errors::invalid_argument_type(cx, "warning", &["Error", "string"], warning)),
    };
    if is_deprecation(cx, warning) {
        let process = object(cx);
        if plain::own(cx, process, "noDeprecation").val(cx).is_true() || !NodeHost::of(cx).flags.borrow().deprecation {
            return Ok(cx.undefined());
        }
    }
    schedule(cx, warning);
    Ok(cx.undefined())
}

fn read_labels<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Labels<'s>> {
    let mut labels = Labels::default();
    let kind = args.get(cx, 1);
    let object = kind.cast::<JsObject>(cx).filter(|object| object.get(cx).object_kind() != Kind::Array);
    let (mut name, mut code, mut constructor) = (kind, args.get(cx, 2), args.get(cx, 3));
    match object {
        Some(object) if object.get(cx).is_callable() => {
            (name, code, constructor) = (cx.undefined(), cx.undefined(), kind)
        }
        Some(options) => {
            let read = |cx: &mut Cx<'s>, key: &str| {
                let key = Key::from_str(cx, key);
                get(cx, options, key)
            };
            constructor = read(cx, "ctor")?;
            code = read(cx, "code")?;
            let detail = read(cx, "detail")?;
            labels.detail = detail.cast::<JsString>(cx).map(|text| text.get(cx).to_rust(cx));
            name = read(cx, "type")?;
            if !to_boolean(cx, name.val(cx)) {
                name = cx.undefined();
            }
        }
        None => {}
    }
    if is_callable(cx, code) {
        (constructor, code) = (code, cx.undefined());
    }
    labels.name = text_or_absent(cx, name, "type")?;
    labels.code = text_or_absent(cx, code, "code")?;
    labels.constructor = constructor.cast::<JsObject>(cx).filter(|object| object.get(cx).is_callable());
    Ok(labels)
}

fn text_or_absent(cx: &mut Cx<'_>, value: Handle<'_>, name: &str) -> JsResult<Option<String>> {
    match value.cast::<JsString>(cx) {
        Some(text) => Ok(Some(text.get(cx).to_rust(cx))),
        None if value.val(cx).is_undefined() => Ok(None),
        None => Err(errors::invalid_argument_type(cx, name, &["string"], value)),
    }
}

fn new_warning<'s>(cx: &mut Cx<'s>, text: &str, labels: Labels<'_>) -> Handle<'s, JsObject> {
    let warning: Handle<'s, JsObject> = new_error(cx, ErrorType::Error, text).must(cx);
    scope!(cx);
    let name = cx.string(labels.name.as_deref().unwrap_or("Warning"));
    plain::put_hidden(cx, warning, "name", name.any());
    if let Some(code) = labels.code {
        plain::put_text(cx, warning, "code", &code);
    }
    if let Some(detail) = labels.detail {
        plain::put_text(cx, warning, "detail", &detail);
    }
    if let Err(thrown) = capture_stack_trace(cx, warning, labels.constructor) {
        cx.take_exception(thrown);
    }
    warning
}

fn is_deprecation(cx: &mut Cx<'_>, warning: Handle<'_, JsObject>) -> bool {
    plain::own_text(cx, warning, "name").is_some_and(|name| name == "DeprecationWarning")
}

/// The warning is printed and told to listeners in a tick of its own.
fn schedule(cx: &mut Cx<'_>, warning: Handle<'_, JsObject>) {
    scope!(cx);
    let undefined = cx.undefined();
    let tell = function(cx, "doEmitWarning", 1, tell, undefined);
    ticks::schedule(cx, tell.any(), std::iter::once(warning.any()));
}

fn tell<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let warning = args.get(cx, 0);
    let warning = to_object(cx, warning)?;
    let flags = NodeHost::of(cx).flags.borrow().clone();
    if flags.warnings && errors::is_error(cx, warning.any()) {
        print(cx, warning, flags.trace_warnings)?;
    }
    events::emit(cx, "warning", &[warning.any()])?;
    Ok(cx.undefined())
}

fn print(cx: &mut Cx<'_>, warning: Handle<'_, JsObject>, with_stack: bool) -> JsResult<()> {
    let mut text = format!("(node:{}) ", std::process::id());
    if let Some(code) = plain::own_text(cx, warning, "code") {
        text += &format!("[{code}] ");
    }
    let shown = match with_stack {
        true => get(cx, warning, cx.key(N::stack))?,
        false => call_method(cx, warning.any(), cx.key(N::to_string), &[])?,
    };
    text += &to_rust_string(cx, shown)?;
    if let Some(detail) = plain::own_text(cx, warning, "detail") {
        text += &format!("\n{detail}");
    }
    if !with_stack && !NodeHost::of(cx).process.warnings.has_hinted.replace(true) {
        let flag = if is_deprecation(cx, warning) { "--trace-deprecation" } else { "--trace-warnings" };
        text += &format!("\n(Use `tenure {flag} ...` to show where the warning was created)");
    }
    eprintln!("{text}");
    Ok(())
}
