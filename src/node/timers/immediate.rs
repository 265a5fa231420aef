//! Immediates: the `Immediate` object, and the loop's phase that runs them.
//!
//! A host object whose extra word is the async context it was made in; its data is true while it keeps the process alive.

use super::{count, kept_map, rest_arguments};
use crate::builtins::define::{Row, method, symbol_method};
use crate::heap::Persistent;
use crate::node::event_loop::run_task;
use crate::node::host::NodeHost;
use crate::node::{async_context, errors, plain};
use crate::objects::map::Map;
use crate::objects::object::{self, HostObject};
use crate::vm::ops::prelude::*;

const INLINE_PROPERTIES: usize = 3;

const METHODS: &[Row] = &[
    method("ref", 0, set_ref),
    method("unref", 0, unref),
    method("hasRef", 0, has_ref),
    symbol_method(WellKnown::Dispose, 0, dispose),
];

/// `setImmediate(callback, ...arguments)`.
pub fn set_immediate<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let callback = args.get(cx, 0);
    if !is_callable(cx, callback) {
        return Err(errors::invalid_argument_type(cx, "callback", &["function"], callback));
    }
    let arguments = rest_arguments(cx, args, 1);
    let host = NodeHost::of(cx);
    let map = immediate_map(cx, &host);
    let immediate: Handle<'s, HostObject> = object::allocate(cx, map);
    immediate.get(cx).set_extra(cx, cx.root(Root::AsyncContext));
    immediate.get(cx).set_data(cx, Val::TRUE);
    let fields: Handle<'_, JsObject> = immediate.must(cx);
    plain::put(cx, fields, "_onImmediate", callback);
    plain::put(cx, fields, "_argv", arguments);
    plain::put_boolean(cx, fields, "_destroyed", false);
    count(&host.timers.refed_immediates, true);
    let queued = Persistent::new(cx, "(Immediates)", immediate);
    host.timers.immediates.borrow_mut().push_back(queued);
    Ok(immediate.any())
}

fn immediate_map<'s>(cx: &mut Cx<'s>, host: &NodeHost) -> Handle<'s, Map> {
    kept_map(cx, &host.timers.immediate_map, |cx| {
        plain::host_class(cx, "Immediate", plain::illegal_constructor, INLINE_PROPERTIES, METHODS).map
    })
}

/// `value` as an Immediate.
fn as_immediate<'s>(cx: &mut Cx<'s>, value: Handle<'_>) -> Option<Handle<'s, HostObject>> {
    let immediate = value.val(cx).cast::<HostObject>()?.root(cx);
    let host = NodeHost::of(cx);
    let map = immediate_map(cx, &host);
    let prototype = immediate.get(cx).upcast().must::<JsObject>().prototype();
    prototype.is_same_word(map.get(cx).prototype()).then_some(immediate)
}

fn this_immediate<'s>(cx: &mut Cx<'s>, args: Args<'s>, method: &str) -> JsResult<Handle<'s, HostObject>> {
    let this = args.this();
    match as_immediate(cx, this) {
        Some(immediate) => Ok(immediate),
        None => Err(errors::incompatible_receiver(cx, &format!("Immediate.prototype.{method}"), this)),
    }
}

/// `clearImmediate(immediate)`.
pub fn clear_immediate<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let given = args.get(cx, 0);
    if let Some(immediate) = as_immediate(cx, given) {
        clear(cx, immediate);
    }
    Ok(cx.undefined())
}

fn clear(cx: &mut Cx<'_>, immediate: Handle<'_, HostObject>) {
    scope!(cx);
    set_refed(cx, immediate, false);
    let fields: Handle<'_, JsObject> = immediate.must(cx);
    let null = cx.null();
    plain::put(cx, fields, "_onImmediate", null);
    plain::put_boolean(cx, fields, "_destroyed", true);
}

fn set_refed(cx: &mut Cx<'_>, immediate: Handle<'_, HostObject>, is_refed: bool) {
    if immediate.get(cx).data().is_true() != is_refed {
        immediate.get(cx).set_data(cx, Val::boolean(is_refed));
        count(&NodeHost::of(cx).timers.refed_immediates, is_refed);
    }
}

/// Runs the immediates of this turn; those they make wait for the next.
pub fn run_immediates(cx: &mut Cx<'_>) {
    let batch = std::mem::take(&mut *NodeHost::of(cx).timers.immediates.borrow_mut());
    for queued in batch {
        if is_destroyed(cx, &queued) {
            continue;
        }
        run_task(cx, |cx| fire(cx, queued));
    }
}

fn is_destroyed(cx: &mut Cx<'_>, queued: &Persistent<HostObject>) -> bool {
    scope!(cx);
    let fields = queued.get(cx).must(cx);
    plain::own(cx, fields, "_destroyed").val(cx).is_true()
}

fn fire(cx: &mut Cx<'_>, queued: Persistent<HostObject>) -> JsResult<()> {
    let immediate = queued.get(cx);
    drop(queued);
    let fields: Handle<'_, JsObject> = immediate.must(cx);
    let callback = plain::own(cx, fields, "_onImmediate");
    let arguments = match plain::own(cx, fields, "_argv").cast::<JsArray>(cx) {
        Some(array) => plain::elements(cx, array),
        None => Vec::new(),
    };
    clear(cx, immediate);
    let context = immediate.get(cx).extra().root(cx);
    async_context::enter(cx, context);
    call(cx, callback, immediate.any(), &arguments)?;
    Ok(())
}

fn set_ref<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let immediate = this_immediate(cx, args, "ref")?;
    let fields = immediate.must(cx);
    if !plain::own(cx, fields, "_destroyed").val(cx).is_true() {
        set_refed(cx, immediate, true);
    }
    Ok(args.this())
}

fn unref<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let immediate = this_immediate(cx, args, "unref")?;
    set_refed(cx, immediate, false);
    Ok(args.this())
}

fn has_ref<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let immediate = this_immediate(cx, args, "hasRef")?;
    let is_refed = immediate.get(cx).data().is_true();
    Ok(cx.boolean(is_refed))
}

fn dispose<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let immediate = this_immediate(cx, args, "[Symbol.dispose]")?;
    clear(cx, immediate);
    Ok(cx.undefined())
}
