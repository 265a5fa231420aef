//! `performance`: `now` and `timeOrigin` here; marks, measures and observers come with the `perf_hooks` library.

use super::host::NodeHost;
use super::{modules, plain};
use crate::builtins::define::{self, Row, function, method, to_string_tag};
use crate::objects::object;
use crate::vm::ops::prelude::*;

/// Methods that the library has.
const LAZY: &[&str] = &[
    "mark",
    "measure",
    "clearMarks",
    "clearMeasures",
    "getEntries",
    "getEntriesByName",
    "getEntriesByType",
    "timerify",
    "eventLoopUtilization",
    "toJSON",
];

const METHODS: &[Row] = &[method("now", 0, now)];

/// Makes `performance`.
pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    let prototype = object::new_plain(cx);
    define::properties(cx, prototype, METHODS);
    define::properties(cx, prototype, &[to_string_tag("Performance")]);
    for name in LAZY {
        scope!(cx);
        let data = cx.string(name).any();
        let method = function(cx, name, 0, lazy_method, data);
        plain::put_hidden(cx, prototype, name, method.any());
    }
    let performance = object::with_prototype(cx, prototype.any());
    let origin = NodeHost::of(cx).event_loop.time_origin_ms();
    plain::put_number(cx, performance, "timeOrigin", origin);
    define::global(cx, "performance", performance.any());
}

/// Milliseconds since the start of the process.
pub fn now<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    let elapsed = NodeHost::of(cx).event_loop.birth().elapsed();
    Ok(cx.number(elapsed.as_secs_f64() * 1000.0))
}

fn lazy_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let library = modules::builtin::require(cx, "internal/performance")?;
    let name = args.data(cx).root(cx);
    let key = to_property_key(cx, name)?;
    let arguments: Vec<Handle<'_>> = args.rest(0).collect();
    call_method(cx, library, key, &arguments)
}
