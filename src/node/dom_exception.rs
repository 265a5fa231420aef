//! Throwing DOMException, which is a library in JavaScript.

use super::modules::builtin;
use crate::vm::ops::call::construct;
use crate::vm::ops::prelude::*;

/// Throws a DOMException called `name`.
pub fn throw_dom_exception(cx: &mut Cx<'_>, message: &str, name: &str) -> Throw {
    scope!(cx);
    match new_dom_exception(cx, message, name) {
        Ok(exception) => cx.throw(exception.any()),
        Err(thrown) => thrown,
    }
}

fn new_dom_exception<'s>(cx: &mut Cx<'s>, message: &str, name: &str) -> JsResult<Handle<'s, JsObject>> {
    let library = builtin::require(cx, "internal/dom_exception")?;
    let key = Key::from_str(cx, "DOMException");
    let class = get_v(cx, library, key)?;
    let (message, name) = (cx.string(message).any(), cx.string(name).any());
    construct(cx, class.must(cx), &[message, name], None)
}
