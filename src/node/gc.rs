//! `gc()`: collections that scripts ask for, under `--expose-gc`.

use super::host::NodeHost;
use super::plain;
use crate::builtins::define::function;
use crate::heap::{GcKind, GcReason, Persistent};
use crate::vm::ops::prelude::*;
use crate::vm::ops::promise;

/// Makes the global `gc`.
pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    let gc = gc_function(cx);
    let global = cx.root_handle::<JsObject>(Root::Global);
    plain::put_with(cx, global, "gc", gc, Attributes::WRITABLE);
}

/// The function `gc`.
pub fn gc_function<'s>(cx: &mut Cx<'s>) -> Handle<'s> {
    let undefined = cx.undefined();
    function(cx, "gc", 0, collect, undefined).any()
}

/// `gc()`, `gc(true)` for the young generation alone, `gc({ type, execution })`.
fn collect<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let given = args.get(cx, 0);
    let Some(options) = given.cast::<JsObject>(cx) else {
        let kind = if to_boolean(cx, given.val(cx)) { GcKind::Minor } else { GcKind::Major };
        cx.collect(kind, GcReason::Testing);
        return Ok(cx.undefined());
    };
    let is_minor = option_is(cx, options, "type", "minor")?;
    let kind = if is_minor { GcKind::Minor } else { GcKind::Major };
    if !option_is(cx, options, "execution", "async")? {
        cx.collect(kind, GcReason::Testing);
        return Ok(cx.undefined());
    }
    let done = promise::new_promise(cx);
    let kept = Persistent::new(cx, "(Pending callbacks)", done);
    NodeHost::of(cx).event_loop.finish(Box::new(move |cx| {
        cx.collect(kind, GcReason::Testing);
        let (done, undefined) = (kept.get(cx), cx.undefined());
        promise::resolve(cx, done, undefined);
        Ok(())
    }));
    Ok(done.any())
}

fn option_is(cx: &mut Cx<'_>, options: Handle<'_, JsObject>, name: &str, wanted: &str) -> JsResult<bool> {
    scope!(cx);
    let key = Key::from_str(cx, name);
    let value = get(cx, options, key)?;
    Ok(value.cast::<JsString>(cx).is_some_and(|text| text.get(cx).to_rust(cx) == wanted))
}
