//! Calling and constructing from Rust (ECMA-262, 7.3.13 ff.).

pub use crate::vm::calling::check_native_stack;

use crate::heap::{Cx, Handle};
use crate::objects::name::Key;
use crate::objects::object::JsObject;
use crate::vm::calling;
use crate::vm::messages::Message;
use crate::vm::native::JsResult;

/// Call(callee, this, arguments). TypeError if `callee` is not callable, RangeError when the stack is used up.
pub fn call<'s>(
    cx: &mut Cx<'s>,
    callee: Handle<'_>,
    this: Handle<'_>,
    arguments: &[Handle<'_>],
) -> JsResult<Handle<'s>> {
    if let Some(result) = calling::call_from_native(cx, callee, this, arguments)? {
        return Ok(result);
    }
    let shown = super::error::describe(cx, callee);
    Err(cx.throw_error(Message::NotAFunction, &[&shown]))
}

/// [`call`] for natives that call the same function again and again: what there is to do for a closure stands in line.
#[inline(always)]
pub fn call_back<'s, const COUNT: usize>(
    cx: &mut Cx<'s>,
    callee: Handle<'_>,
    this: Handle<'_>,
    arguments: [Handle<'_>; COUNT],
) -> JsResult<Handle<'s>> {
    match calling::call_plainly(cx, callee, this, &arguments) {
        Some(result) => result,
        None => call(cx, callee, this, &arguments),
    }
}

/// Invoke(object, key, arguments).
pub fn call_method<'s>(
    cx: &mut Cx<'s>,
    value: Handle<'_>,
    key: Key<'_>,
    arguments: &[Handle<'_>],
) -> JsResult<Handle<'s>> {
    let method = super::object::get_v(cx, value, key)?;
    call(cx, method, value, arguments)
}

/// Construct(constructor, arguments, newTarget); `new_target` defaults to the constructor.
pub fn construct<'s>(
    cx: &mut Cx<'s>,
    constructor: Handle<'_, JsObject>,
    arguments: &[Handle<'_>],
    new_target: Option<Handle<'_, JsObject>>,
) -> JsResult<Handle<'s, JsObject>> {
    let new_target = new_target.unwrap_or(constructor);
    let object = calling::construct_from_native(cx, constructor, arguments, new_target)?;
    Ok(object.must(cx))
}
