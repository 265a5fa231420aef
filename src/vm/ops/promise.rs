//! Promises and the job queue (ECMA-262, 27.2 and 9.5): what the language itself needs of them.

use crate::heap::{Cx, Handle};
use crate::objects::object::JsObject;
use crate::objects::promise::Promise;
use crate::vm::native::JsResult;

/// A PromiseCapability Record.
#[derive(Clone, Copy)]
pub struct PromiseCapability<'s> {
    pub promise: Handle<'s, JsObject>,
    pub resolve: Handle<'s>,
    pub reject: Handle<'s>,
}

/// A pending promise of the intrinsic constructor.
pub fn new_promise<'s>(_cx: &mut Cx<'s>) -> Handle<'s, Promise> {
    todo!()
}

/// NewPromiseCapability(constructor).
pub fn new_promise_capability<'s>(_cx: &mut Cx<'s>, _constructor: Handle<'_>) -> JsResult<PromiseCapability<'s>> {
    todo!()
}

/// CreateResolvingFunctions(promise): (resolve, reject).
pub fn create_resolving_functions<'s>(_cx: &mut Cx<'s>, _promise: Handle<'_, Promise>) -> (Handle<'s>, Handle<'s>) {
    todo!()
}

/// What a promise's resolve function does with `resolution`: thenables are followed by a job.
pub fn resolve(_cx: &mut Cx<'_>, _promise: Handle<'_, Promise>, _resolution: Handle<'_>) {
    todo!()
}

/// RejectPromise.
pub fn reject(_cx: &mut Cx<'_>, _promise: Handle<'_, Promise>, _reason: Handle<'_>) {
    todo!()
}

/// PromiseResolve(constructor, value).
pub fn promise_resolve<'s>(
    _cx: &mut Cx<'s>,
    _constructor: Handle<'_, JsObject>,
    _value: Handle<'_>,
) -> JsResult<Handle<'s, JsObject>> {
    todo!()
}

/// PerformPromiseThen(promise, onFulfilled, onRejected, capability).
pub fn perform_promise_then(
    _cx: &mut Cx<'_>,
    _promise: Handle<'_, Promise>,
    _on_fulfilled: Handle<'_>,
    _on_rejected: Handle<'_>,
    _capability: Option<PromiseCapability<'_>>,
) {
    todo!()
}

/// Enqueues a job that calls `callback` with `arguments` (queueMicrotask). What it throws goes to `run_jobs`'s caller.
pub fn enqueue_callback(_cx: &mut Cx<'_>, _callback: Handle<'_>, _arguments: &[Handle<'_>]) {
    todo!()
}

/// Whether jobs wait.
pub fn has_jobs(_cx: &Cx<'_>) -> bool {
    todo!()
}

/// Runs jobs, those they enqueue included, until none is left, or one of `enqueue_callback` throws: then call it again.
pub fn run_jobs(_cx: &mut Cx<'_>) -> JsResult<()> {
    todo!()
}
