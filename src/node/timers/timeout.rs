//! Timeouts and intervals: the `Timeout` object, and the loop's timer phase.
//!
//! A Timeout is a host object whose data is its [`TimerKey`] as a number while it is active, undefined otherwise, and
//! whose extra word is the async context it was made in. What node keeps in properties that scripts can see
//! (`_onTimeout`, `_idleTimeout`, `_repeat`) is kept there too.

use super::{ActiveTimer, TimerKey, count, kept_map, rest_arguments};
use crate::builtins::define::{Row, method, symbol_method};
use crate::heap::Persistent;
use crate::node::event_loop::run_task;
use crate::node::host::NodeHost;
use crate::node::process::warnings;
use crate::node::{async_context, errors, plain};
use crate::objects::map::Map;
use crate::objects::object::{self, HostObject};
use crate::vm::ops::prelude::*;

/// The longest duration, in milliseconds.
const LONGEST: f64 = 0x7FFF_FFFF as f64;

const INLINE_PROPERTIES: usize = 8;

const METHODS: &[Row] = &[
    method("refresh", 0, refresh),
    method("unref", 0, unref),
    method("ref", 0, set_ref),
    method("hasRef", 0, has_ref),
    method("close", 0, close),
    symbol_method(WellKnown::Dispose, 0, close),
    symbol_method(WellKnown::ToPrimitive, 0, to_number_primitive),
];

/// `setTimeout(callback, delay, ...arguments)`.
pub fn set_timeout<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    start(cx, args, false)
}

/// `setInterval(callback, delay, ...arguments)`.
pub fn set_interval<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    start(cx, args, true)
}

fn start<'s>(cx: &mut Cx<'s>, args: Args<'s>, repeats: bool) -> JsResult<Handle<'s>> {
    let callback = args.get(cx, 0);
    if !is_callable(cx, callback) {
        return Err(errors::invalid_argument_type(cx, "callback", &["function"], callback));
    }
    let delay = args.get(cx, 1);
    let delay = duration_of(cx, delay)?;
    let arguments = rest_arguments(cx, args, 2);
    let timeout = new_timeout(cx, callback, arguments, delay, repeats);
    activate(cx, timeout, delay, None);
    Ok(timeout.any())
}

/// The duration a delay asks for: at least 1, and 1 if it is too long.
fn duration_of(cx: &mut Cx<'_>, delay: Handle<'_>) -> JsResult<f64> {
    let delay = to_number(cx, delay)?;
    if (1.0..=LONGEST).contains(&delay) {
        return Ok(delay);
    }
    if delay > LONGEST {
        let shown = crate::base::number::to_string(delay);
        let text = format!("{shown} does not fit into a 32-bit signed integer.\nTimeout duration was set to 1.");
        warnings::warn(cx, "TimeoutOverflowWarning", &text);
    }
    Ok(1.0)
}

fn new_timeout<'s>(
    cx: &mut Cx<'s>,
    callback: Handle<'_>,
    arguments: Handle<'_>,
    delay: f64,
    repeats: bool,
) -> Handle<'s, HostObject> {
    let host = NodeHost::of(cx);
    let map = timeout_map(cx, &host);
    let timeout: Handle<'s, HostObject> = object::allocate(cx, map);
    timeout.get(cx).set_extra(cx, cx.root(Root::AsyncContext));
    scope!(cx);
    let fields: Handle<'_, JsObject> = timeout.must(cx);
    plain::put_number(cx, fields, "_idleTimeout", delay);
    plain::put(cx, fields, "_onTimeout", callback);
    plain::put(cx, fields, "_timerArgs", arguments);
    let repeat = if repeats { cx.number(delay) } else { cx.null() };
    plain::put(cx, fields, "_repeat", repeat);
    plain::put_boolean(cx, fields, "_destroyed", false);
    plain::put_boolean(cx, fields, "_refed", true);
    plain::put_number(cx, fields, "_number", host.timers.next_number() as f64);
    timeout
}

fn timeout_map<'s>(cx: &mut Cx<'s>, host: &NodeHost) -> Handle<'s, Map> {
    kept_map(cx, &host.timers.timeout_map, |cx| {
        plain::host_class(cx, "Timeout", plain::illegal_constructor, INLINE_PROPERTIES, METHODS).map
    })
}

/// `value` as a Timeout.
fn as_timeout<'s>(cx: &mut Cx<'s>, value: Handle<'_>) -> Option<Handle<'s, HostObject>> {
    let timeout = value.val(cx).cast::<HostObject>()?.root(cx);
    let host = NodeHost::of(cx);
    let map = timeout_map(cx, &host);
    let prototype = timeout.get(cx).upcast().must::<JsObject>().prototype();
    prototype.is_same_word(map.get(cx).prototype()).then_some(timeout)
}

fn this_timeout<'s>(cx: &mut Cx<'s>, args: Args<'s>, method: &str) -> JsResult<Handle<'s, HostObject>> {
    let this = args.this();
    match as_timeout(cx, this) {
        Some(timeout) => Ok(timeout),
        None => Err(errors::incompatible_receiver(cx, &format!("Timeout.prototype.{method}"), this)),
    }
}

fn active_key(cx: &Cx<'_>, timeout: Handle<'_, HostObject>) -> Option<TimerKey> {
    let data = timeout.get(cx).data();
    data.is_number().then(|| TimerKey(data.as_number() as usize))
}

fn is_refed(cx: &mut Cx<'_>, timeout: Handle<'_, HostObject>) -> bool {
    scope!(cx);
    let fields = timeout.must(cx);
    plain::own(cx, fields, "_refed").val(cx).is_true()
}

fn number_of(cx: &mut Cx<'_>, timeout: Handle<'_, HostObject>) -> u64 {
    scope!(cx);
    let fields = timeout.must(cx);
    let number = plain::own(cx, fields, "_number").val(cx).value();
    if number.is_number() { number.as_number() as u64 } else { 0 }
}

/// Puts the timeout among the active ones, due `delay` after `start` (now, unless given).
fn activate(cx: &mut Cx<'_>, timeout: Handle<'_, HostObject>, delay: f64, start: Option<u64>) {
    deactivate(cx, timeout);
    let host = NodeHost::of(cx);
    let (is_refed, number) = (is_refed(cx, timeout), number_of(cx, timeout));
    let object = Persistent::new(cx, "(Timers)", timeout);
    let start = start.unwrap_or(host.event_loop.now_ms());
    let duration = delay.clamp(1.0, LONGEST) as u64;
    let key = host.timers.active.borrow_mut().insert(start, duration, ActiveTimer { object, number, is_refed });
    if is_refed {
        count(&host.timers.refed, true);
    }
    timeout.get(cx).set_data(cx, Val::number(key.0 as f64));
}

/// Takes the timeout from the active ones, if it is one of them.
fn deactivate(cx: &mut Cx<'_>, timeout: Handle<'_, HostObject>) {
    let Some(key) = active_key(cx, timeout) else { return };
    let host = NodeHost::of(cx);
    timeout.get(cx).set_data(cx, Val::UNDEFINED);
    let removed = host.timers.active.borrow_mut().remove(key);
    if let Some(timer) = removed {
        no_longer_active(&host, &timer);
    }
}

fn no_longer_active(host: &NodeHost, timer: &ActiveTimer) {
    host.timers.numbered.borrow_mut().remove(&timer.number);
    if timer.is_refed {
        count(&host.timers.refed, false);
    }
}

/// `clearTimeout(timer)` and `clearInterval(timer)`: a Timeout, or the number of one.
pub fn clear_timer<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let given = args.get(cx, 0);
    let timeout = as_timeout(cx, given).or_else(|| numbered_timeout(cx, given));
    if let Some(timeout) = timeout {
        clear(cx, timeout);
    }
    Ok(cx.undefined())
}

fn numbered_timeout<'s>(cx: &mut Cx<'s>, given: Handle<'_>) -> Option<Handle<'s, HostObject>> {
    let number = match given.cast::<JsString>(cx) {
        Some(text) => string_to_number(cx, text),
        None => given.val(cx).is_number().then(|| given.val(cx).as_number())?,
    };
    let host = NodeHost::of(cx);
    let key = *host.timers.numbered.borrow().get(&(number as u64))?;
    host.timers.active.borrow().get(key).map(|timer| timer.object.get(cx))
}

fn clear(cx: &mut Cx<'_>, timeout: Handle<'_, HostObject>) {
    scope!(cx);
    deactivate(cx, timeout);
    let fields: Handle<'_, JsObject> = timeout.must(cx);
    let null = cx.null();
    plain::put(cx, fields, "_onTimeout", null);
    plain::put_number(cx, fields, "_idleTimeout", -1.0);
    plain::put_boolean(cx, fields, "_destroyed", true);
}

/// Runs the timers that are due.
pub fn run_due(cx: &mut Cx<'_>) {
    let host = NodeHost::of(cx);
    loop {
        let now = host.event_loop.now_ms();
        let Some(duration) = host.timers.active.borrow_mut().due_list(now) else { return };
        loop {
            let due = host.timers.active.borrow_mut().take_due(duration, now);
            let Some(timer) = due else { break };
            no_longer_active(&host, &timer);
            run_task(cx, |cx| fire(cx, timer));
        }
    }
}

/// Calls a timer that was just taken from the active ones, and makes an interval active again.
fn fire(cx: &mut Cx<'_>, timer: ActiveTimer) -> JsResult<()> {
    let timeout = timer.object.get(cx);
    let number = timer.number;
    drop(timer);
    timeout.get(cx).set_data(cx, Val::UNDEFINED);
    let fields: Handle<'_, JsObject> = timeout.must(cx);
    let callback = plain::own(cx, fields, "_onTimeout");
    let arguments = match plain::own(cx, fields, "_timerArgs").cast::<JsArray>(cx) {
        Some(array) => plain::elements(cx, array),
        None => Vec::new(),
    };
    let context = timeout.get(cx).extra().root(cx);
    async_context::enter(cx, context);
    let start = NodeHost::of(cx).event_loop.now_ms();
    let result = call(cx, callback, timeout.any(), &arguments);
    settle(cx, timeout, start, number);
    result.map(|_| ())
}

/// After the callback: an interval that was not cleared goes on, a timeout that was not refreshed is over.
fn settle(cx: &mut Cx<'_>, timeout: Handle<'_, HostObject>, start: u64, number: u64) {
    scope!(cx);
    let fields: Handle<'_, JsObject> = timeout.must(cx);
    let repeat = plain::own(cx, fields, "_repeat").val(cx).value();
    let idle = plain::own(cx, fields, "_idleTimeout").val(cx).value();
    let was_cleared = idle.is_number() && idle.as_number() == -1.0;
    if repeat.is_number() && !was_cleared {
        plain::put_number(cx, fields, "_idleTimeout", repeat.as_number());
        activate(cx, timeout, repeat.as_number(), Some(start));
    } else if active_key(cx, timeout).is_none() {
        NodeHost::of(cx).timers.numbered.borrow_mut().remove(&number);
        plain::put_boolean(cx, fields, "_destroyed", true);
    }
}

fn refresh<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let timeout = this_timeout(cx, args, "refresh")?;
    let fields = timeout.must(cx);
    let idle = plain::own(cx, fields, "_idleTimeout").val(cx).value();
    if idle.is_number() && idle.as_number() >= 0.0 {
        activate(cx, timeout, idle.as_number(), None);
    }
    Ok(args.this())
}

fn set_ref<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    change_ref(cx, args, "ref", true)
}

fn unref<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    change_ref(cx, args, "unref", false)
}

fn change_ref<'s>(cx: &mut Cx<'s>, args: Args<'s>, method: &str, is_refed: bool) -> JsResult<Handle<'s>> {
    let timeout = this_timeout(cx, args, method)?;
    let fields = timeout.must(cx);
    plain::put_boolean(cx, fields, "_refed", is_refed);
    if let Some(key) = active_key(cx, timeout) {
        let host = NodeHost::of(cx);
        if let Some(timer) = host.timers.active.borrow_mut().get_mut(key)
            && timer.is_refed != is_refed
        {
            timer.is_refed = is_refed;
            count(&host.timers.refed, is_refed);
        }
    }
    Ok(args.this())
}

fn has_ref<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let timeout = this_timeout(cx, args, "hasRef")?;
    let answer = is_refed(cx, timeout);
    Ok(cx.boolean(answer))
}

fn close<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let timeout = this_timeout(cx, args, "close")?;
    clear(cx, timeout);
    Ok(args.this())
}

/// `+timer`: a number that `clearTimeout` takes for the timer.
fn to_number_primitive<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let timeout = this_timeout(cx, args, "[Symbol.toPrimitive]")?;
    let number = number_of(cx, timeout);
    if let Some(key) = active_key(cx, timeout) {
        NodeHost::of(cx).timers.numbered.borrow_mut().insert(number, key);
    }
    Ok(cx.number(number as f64))
}
