//! `inspect`, `format` and what belongs to them, as scripts call them.

use super::style::{Style, without_colors};
use super::{Options, format, inspect};
use crate::builtins::define::{Row, function, method};
use crate::bytecode::template::FunctionFlags;
use crate::heap::Persistent;
use crate::node::host::NodeHost;
use crate::node::{errors, plain};
use crate::objects::function::JsFunction;
use crate::vm::ops::prelude::*;

/// The rows of the `inspect` binding.
pub const METHODS: &[Row] = &[
    method("format", 0, format_arguments),
    method("formatWithOptions", 1, format_with_options),
    method("stripVTControlCharacters", 1, strip_colors),
    method("kindOf", 1, kind_of),
];

/// The function `util.inspect`, the same for all who ask.
pub fn inspect_function<'s>(cx: &mut Cx<'s>) -> Handle<'s> {
    let host = NodeHost::of(cx);
    if let Some(known) = host.inspect.get() {
        return known.get(cx);
    }
    let undefined = cx.undefined();
    let made = function(cx, "inspect", 2, inspect_value, undefined).any();
    scope!(cx);
    let fields: Handle<'_, JsObject> = made.must(cx);
    let custom = cx.well_known(WellKnown::InspectCustom);
    plain::put(cx, fields, "custom", custom.any());
    let _ = host.inspect.set(Persistent::new(cx, "(Host objects)", made));
    made
}

/// Is `method` [`inspect_function`]?
pub fn is_inspect(cx: &Cx<'_>, method: Handle<'_>) -> bool {
    NodeHost::of(cx).inspect.get().is_some_and(|known| known.get(cx).val(cx).is_same_word(method.val(cx)))
}

/// `inspect(value, options)`, or as of old `inspect(value, showHidden, depth, colors)`.
fn inspect_value<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let mut options = Options::default();
    if let Some(depth) = args.given(2).filter(|depth| !depth.val(cx).is_undefined()) {
        options.depth = if depth.val(cx).is_null() { f64::INFINITY } else { to_number(cx, depth)? };
    }
    if let Some(colors) = args.given(3).filter(|colors| !colors.val(cx).is_undefined()) {
        options.colors = to_boolean(cx, colors.val(cx));
    }
    let given = args.get(cx, 1);
    match given.cast::<JsObject>(cx) {
        Some(object) => options.read(cx, object)?,
        None => options.show_hidden = given.val(cx).is_true(),
    }
    let value = args.get(cx, 0);
    let text = inspect(cx, value, &options)?;
    Ok(cx.string(&text).any())
}

fn format_arguments<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let arguments: Vec<Handle<'_>> = args.rest(0).collect();
    let text = format::format(cx, &arguments, &Options::default())?;
    Ok(cx.string(&text).any())
}

fn format_with_options<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let given = args.get(cx, 0);
    let Some(object) = given.cast::<JsObject>(cx) else {
        return Err(errors::invalid_argument_type(cx, "inspectOptions", &["object"], given));
    };
    let mut options = Options::default();
    options.read(cx, object)?;
    let arguments: Vec<Handle<'_>> = args.rest(1).collect();
    let text = format::format(cx, &arguments, &options)?;
    Ok(cx.string(&text).any())
}

fn strip_colors<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let text = args.get(cx, 0);
    if !text.val(cx).is::<JsString>() {
        return Err(errors::invalid_argument_type(cx, "str", &["string"], text));
    }
    let text = to_rust_string(cx, text)?;
    Ok(cx.string(&without_colors(&text)).any())
}

/// `options.stylize(text, style)`, for custom inspection methods; its data says whether there are colours.
pub fn stylize<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (text, style) = (args.get(cx, 0), args.get(cx, 1));
    let text = to_rust_string(cx, text)?;
    let has_colors = args.data(cx).is_true();
    let style = to_rust_string(cx, style)?;
    let painted = match Style::named(&style) {
        Some(style) if has_colors => style.paint(&text),
        _ => text,
    };
    Ok(cx.string(&painted).any())
}

/// `kindOf(value)`: what kind of object it is, for `util/types`; undefined if it is none.
fn kind_of<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let Some(object) = args.get(cx, 0).cast::<JsObject>(cx) else { return Ok(cx.undefined()) };
    let flags = object.cast::<JsFunction>(cx).map(|function| function.get(cx).info().template().flags);
    let name = match flags {
        Some(flags) => {
            let is_async = if flags.contains(FunctionFlags::ASYNC) { "Async" } else { "" };
            let is_generator = if flags.contains(FunctionFlags::GENERATOR) { "Generator" } else { "" };
            format!("{is_async}{is_generator}Function")
        }
        None => format!("{:?}", object.get(cx).object_kind()),
    };
    Ok(cx.string(&name).any())
}
