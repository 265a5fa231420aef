//! What the host adds to the global object. Classes that few programs use are getters which load them.

use super::{console, gc, modules, performance, plain, process, serialize, test262, ticks, timers};
use crate::builtins::define::{self, Row, function, method};
use crate::node::host::NodeHost;
use crate::objects::property;
use crate::vm::ops::prelude::*;

const FUNCTIONS: &[Row] = &[
    enumerable("setTimeout", 4, timers::set_timeout),
    enumerable("setInterval", 4, timers::set_interval),
    enumerable("setImmediate", 4, timers::set_immediate),
    enumerable("clearTimeout", 1, timers::clear_timer),
    enumerable("clearInterval", 1, timers::clear_timer),
    enumerable("clearImmediate", 1, timers::clear_immediate),
    enumerable("queueMicrotask", 1, ticks::queue_microtask),
    enumerable("structuredClone", 1, serialize::structured_clone),
];

const fn enumerable(name: &'static str, length: u32, code: Native) -> Row {
    Row { attributes: Attributes::DEFAULT, ..method(name, length, code) }
}

/// (global, library, its export).
const LAZY: &[(&str, &str)] = &[
    ("Buffer", "buffer"),
    ("atob", "buffer"),
    ("btoa", "buffer"),
    ("Event", "internal/event_target"),
    ("EventTarget", "internal/event_target"),
    ("CustomEvent", "internal/event_target"),
    ("AbortController", "internal/abort"),
    ("AbortSignal", "internal/abort"),
    ("DOMException", "internal/dom_exception"),
    ("TextEncoder", "internal/encoding"),
    ("TextDecoder", "internal/encoding"),
    ("URL", "url"),
    ("URLSearchParams", "url"),
    ("PerformanceObserver", "perf_hooks"),
    ("PerformanceEntry", "perf_hooks"),
    ("PerformanceMark", "perf_hooks"),
    ("PerformanceMeasure", "perf_hooks"),
];

/// Installs everything.
pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    define::globals(cx, FUNCTIONS);
    let global_this = cx.root(Root::GlobalThis).root(cx);
    define::global(cx, "global", global_this);
    process::install(cx);
    console::install(cx);
    performance::install(cx);
    for (name, library) in LAZY {
        scope!(cx);
        install_lazy(cx, name, library);
    }
    if NodeHost::of(cx).flags.borrow().expose_gc {
        gc::install(cx);
    }
    if NodeHost::of(cx).flags.borrow().expose_test262 {
        test262::install(cx);
        test262::install_print(cx);
    }
}

fn install_lazy(cx: &mut Cx<'_>, name: &str, library: &str) {
    let data = plain::array_of_texts(cx, &[name, library]).any();
    let getter = function(cx, &format!("get {name}"), 0, load_lazy, data);
    let setter = function(cx, &format!("set {name}"), 1, replace_lazy, data);
    let pair = property::AccessorPair::new(cx, getter.any(), setter.any());
    let global = cx.root_handle::<JsObject>(Root::Global);
    let key = Key::from_str(cx, name);
    property::add(cx, global, key, pair.any(), Attributes::CONFIGURABLE | Attributes::ACCESSOR);
}

fn words<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<(String, String)> {
    let words: Handle<'_, JsArray> = args.data(cx).root(cx).must(cx);
    let words = plain::elements(cx, words);
    Ok((to_rust_string(cx, words[0])?, to_rust_string(cx, words[1])?))
}

/// Loads the class and puts it in the getter's place.
fn load_lazy<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (name, library) = words(cx, args)?;
    let library = modules::builtin::require(cx, &library)?;
    let key = Key::from_str(cx, &name);
    let class = get_v(cx, library, key)?;
    put_global(cx, &name, class);
    Ok(class)
}

fn replace_lazy<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (name, _) = words(cx, args)?;
    let value = args.get(cx, 0);
    put_global(cx, &name, value);
    Ok(cx.undefined())
}

fn put_global(cx: &mut Cx<'_>, name: &str, value: Handle<'_>) {
    let global = cx.root_handle::<JsObject>(Root::Global);
    plain::put_hidden(cx, global, name, value);
}
