//! Checks of a built-in's receiver, with V8's words when they fail.

use crate::vm::ops::error::describe;
use crate::vm::ops::prelude::*;

/// The receiver of built-in `method` (like `Map.prototype.get`), which must be a `T`.
pub fn this<'s, T: HeapType>(cx: &mut Cx<'s>, args: Args<'s>, method: &str) -> JsResult<Handle<'s, T>> {
    match args.this().cast(cx) {
        Some(this) => Ok(this),
        None => Err(incompatible(cx, args.this(), method)),
    }
}

/// The receiver of built-in `method`, which must be an object.
pub fn this_object<'s>(cx: &mut Cx<'s>, args: Args<'s>, method: &str) -> JsResult<Handle<'s, JsObject>> {
    match args.this().cast(cx) {
        Some(this) => Ok(this),
        None => Err(cx.throw_error(Message::CalledOnNonObject, &[method])),
    }
}

/// The TypeError of `method` called on `receiver`.
pub fn incompatible(cx: &mut Cx<'_>, receiver: Handle<'_>, method: &str) -> Throw {
    let receiver = describe(cx, receiver);
    cx.throw_error(Message::IncompatibleReceiver, &[method, &receiver])
}

/// new.target of constructor `name`, which may not be called without `new`.
pub fn new_target<'s>(cx: &mut Cx<'s>, args: Args<'s>, name: &str) -> JsResult<Handle<'s, JsObject>> {
    match args.new_target(cx) {
        Some(target) => Ok(target),
        None => Err(cx.throw_error(Message::ConstructorRequiresNew, &[name])),
    }
}

/// `value`, which must be callable.
pub fn callable<'s>(cx: &mut Cx<'s>, value: Handle<'s>) -> JsResult<Handle<'s>> {
    if is_callable(cx, value) {
        return Ok(value);
    }
    let shown = describe(cx, value);
    Err(cx.throw_error(Message::NotAFunction, &[&shown]))
}

/// The getter of `[Symbol.species]`.
pub fn return_this<'s>(_cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(args.this())
}
