//! The `stack` of errors (V8's stack trace API): when it is captured, and what it becomes.
//!
//! An error keeps a trace of [`crate::vm::stack_trace`] until `stack` is first read. Then it becomes text, or what
//! `Error.prepareStackTrace` makes of call sites ([`super::call_sites`]) if a script has set that.

use super::call::call;
use super::call_sites;
use super::convert::to_rust_string;
use super::define::define_property_or_throw;
use super::object::{get, is_callable};
use crate::heap::{Cx, Handle, Val};
use crate::objects::descriptors::Attributes;
use crate::objects::fixed::FixedArray;
use crate::objects::object::{JsError, JsObject};
use crate::objects::property::{self, Descriptor, Place};
use crate::objects::roots::{N, Root};
use crate::scope;
use crate::vm::native::JsResult;
use crate::vm::stack_trace;

/// Gives `object` a `stack` of the frames running now, those above and including `below` left out
/// (`Error.captureStackTrace`; the Error constructors pass their new.target).
pub fn capture_stack_trace(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    below: Option<Handle<'_, JsObject>>,
) -> JsResult<()> {
    scope!(cx);
    let Some(trace) = stack_trace::capture(cx, below) else { return Ok(()) };
    let key = cx.key(N::stack);
    let found = property::find(cx, object.get(cx), key);
    let is_computed = found.is_some_and(|found| matches!(found.place, Place::Computed(_)));
    if let Some(error) = object.any().cast::<JsError>(cx).filter(|_| is_computed) {
        error.get(cx).set_frames(cx, trace.val(cx));
        return Ok(());
    }
    let shown = format(cx, object, trace)?;
    define_property_or_throw(cx, object, key, &Descriptor::data(shown, Attributes::HIDDEN))
}

/// Makes what `stack` of `error` shows from the frames it has captured.
pub(super) fn settle(cx: &mut Cx<'_>, error: Handle<'_, JsError>) -> JsResult<()> {
    scope!(cx);
    let Some(trace) = error.get(cx).frames().cast::<FixedArray>() else { return Ok(()) };
    let trace = trace.root(cx);
    let shown = format(cx, error.any().must(cx), trace)?;
    error.get(cx).set_frames(cx, shown.val(cx));
    Ok(())
}

/// What `stack` of `object` shows: what `Error.prepareStackTrace` makes of it, or V8's text.
fn format<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>, trace: Handle<'_, FixedArray>) -> JsResult<Handle<'s>> {
    let constructor = cx.root(Root::ErrorConstructor).root(cx);
    if let Some(constructor) = constructor.cast::<JsObject>(cx)
        && cx.root(Root::StackInPreparation).is_undefined()
    {
        let prepare = get(cx, constructor, cx.key(N::prepare_stack_trace))?;
        if is_callable(cx, prepare) {
            let sites = call_sites::of_trace(cx, trace).any();
            // An error made meanwhile is formatted plainly.
            cx.set_root_value(Root::StackInPreparation, object.any());
            let result = call(cx, prepare, constructor.any(), &[object.any(), sites]);
            cx.set_root(Root::StackInPreparation.index(), Val::UNDEFINED);
            return result;
        }
    }
    let text = error_to_string(cx, object)? + &stack_trace::format(cx, trace.get(cx));
    Ok(cx.string(&text).any())
}

/// Error.prototype.toString (ECMA-262, 20.5.3.4).
pub fn error_to_string(cx: &mut Cx<'_>, error: Handle<'_, JsObject>) -> JsResult<String> {
    let name = text_property(cx, error, N::name, "Error")?;
    let message = text_property(cx, error, N::message, "")?;
    Ok(match (name.is_empty(), message.is_empty()) {
        (true, _) => message,
        (_, true) => name,
        _ => format!("{name}: {message}"),
    })
}

fn text_property(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, n: N, otherwise: &str) -> JsResult<String> {
    scope!(cx);
    let value = get(cx, object, cx.key(n))?;
    if value.val(cx).is_undefined() { Ok(otherwise.to_owned()) } else { to_rust_string(cx, value) }
}
