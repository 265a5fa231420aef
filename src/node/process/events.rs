//! `process` as an event emitter: the methods come with the `events` library, which is loaded when the first of them is
//! called. Until then nobody can listen, and emitting costs nothing.

use std::cell::Cell;

use super::object;
use crate::builtins::define::function;
use crate::node::host::NodeHost;
use crate::node::{modules, plain};
use crate::objects::object as objects;
use crate::vm::ops::prelude::*;

/// Whether the library is loaded.
#[derive(Default)]
pub struct EventState {
    is_loaded: Cell<bool>,
}

/// The methods that load the library.
const METHODS: &[&str] = &[
    "on",
    "once",
    "off",
    "addListener",
    "removeListener",
    "removeAllListeners",
    "emit",
    "eventNames",
    "listeners",
    "rawListeners",
    "listenerCount",
    "prependListener",
    "prependOnceListener",
    "setMaxListeners",
    "getMaxListeners",
];

/// Gives `prototype` (of process) methods that load the library and call the real ones.
pub fn install_lazy_methods(cx: &mut Cx<'_>, prototype: Handle<'_, JsObject>) {
    for name in METHODS {
        scope!(cx);
        let data = cx.string(name).any();
        let method = function(cx, name, 0, lazy_method, data);
        plain::put_hidden(cx, prototype, name, method.any());
    }
}

fn lazy_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    load(cx)?;
    let name = args.data(cx).root(cx);
    let key = to_property_key(cx, name)?;
    let arguments: Vec<Handle<'_>> = args.rest(0).collect();
    call_method(cx, args.this(), key, &arguments)
}

/// Makes `process` a real EventEmitter: the lazy methods go, its prototype inherits from EventEmitter.prototype.
fn load(cx: &mut Cx<'_>) -> JsResult<()> {
    if NodeHost::of(cx).process.events.is_loaded.replace(true) {
        return Ok(());
    }
    scope!(cx);
    let process = object(cx);
    let prototype: Handle<'_, JsObject> = process.get(cx).prototype().root(cx).must(cx);
    for name in METHODS {
        let key = Key::from_str(cx, name);
        delete(cx, prototype, key)?;
    }
    let emitter = modules::builtin::require(cx, "events")?;
    let emitter = to_object(cx, emitter)?;
    let emitter_prototype = get(cx, emitter, cx.key(N::prototype))?;
    objects::change_prototype(cx, prototype, emitter_prototype);
    let setup = modules::builtin::require(cx, "internal/process")?;
    let undefined = cx.undefined();
    call(cx, setup, undefined, &[process.any()])?;
    Ok(())
}

/// Emits an event of process. False if nobody listens.
pub fn emit(cx: &mut Cx<'_>, name: &str, arguments: &[Handle<'_>]) -> JsResult<bool> {
    if !NodeHost::of(cx).process.events.is_loaded.get() {
        return Ok(false);
    }
    scope!(cx);
    let process = object(cx);
    let name = cx.string(name).any();
    let all: Vec<Handle<'_>> = std::iter::once(name).chain(arguments.iter().copied()).collect();
    let heard = call_method(cx, process.any(), cx.key(N::emit), &all)?;
    Ok(to_boolean(cx, heard.val(cx)))
}
