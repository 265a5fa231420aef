//! Calling and constructing from Rust (ECMA-262, 7.3.13 ff.).

use crate::heap::{Cx, Handle};
use crate::objects::name::Key;
use crate::objects::object::JsObject;
use crate::vm::native::JsResult;

/// Call(callee, this, arguments). TypeError if `callee` is not callable, RangeError when the stack is used up.
pub fn call<'s>(
    _cx: &mut Cx<'s>,
    _callee: Handle<'_>,
    _this: Handle<'_>,
    _arguments: &[Handle<'_>],
) -> JsResult<Handle<'s>> {
    todo!()
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
    _cx: &mut Cx<'s>,
    _constructor: Handle<'_, JsObject>,
    _arguments: &[Handle<'_>],
    _new_target: Option<Handle<'_, JsObject>>,
) -> JsResult<Handle<'s, JsObject>> {
    todo!()
}
