//! The async context: what `AsyncLocalStorage` sees, carried from the code that schedules a callback to the callback.
//!
//! The engine keeps the current one in [`Root::AsyncContext`] and passes it through promise reactions; the host passes it
//! through its own queues. Scripts (the `async_hooks` library) decide what the value is; undefined is the outermost one.

use crate::builtins::define::{Row, method};
use crate::vm::ops::prelude::*;

/// The context of the running code.
pub fn current<'s>(cx: &Cx<'s>) -> Handle<'s> {
    cx.root(Root::AsyncContext).root(cx)
}

/// Goes on in `context`.
pub fn enter(cx: &mut Cx<'_>, context: Handle<'_>) {
    cx.set_root_value(Root::AsyncContext, context);
}

/// Back to the outermost context, between two turns of the loop.
pub fn leave(cx: &mut Cx<'_>) {
    scope!(cx);
    let outermost = cx.undefined();
    enter(cx, outermost);
}

/// The rows of the `async` binding.
pub const METHODS: &[Row] = &[method("current", 0, current_value), method("enter", 1, enter_value)];

fn current_value<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(current(cx))
}

fn enter_value<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let context = args.get(cx, 0);
    enter(cx, context);
    Ok(cx.undefined())
}
