//! String iterators (ECMA-262, 22.1.5): code points, lone surrogates as they are.

use super::{code_point_of, this_string};
use crate::builtins::define::{method, properties, to_string_tag};
use crate::builtins::receiver;
use crate::objects::object::{self, StringIterator};
use crate::objects::string;
use crate::vm::ops::prelude::*;

pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    let prototype = cx.root_handle::<JsObject>(Root::StringIteratorPrototype);
    properties(cx, prototype, &[method("next", 0, next), to_string_tag("String Iterator")]);
}

/// String.prototype [ @@iterator ] ( )
pub(super) fn iterator<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let text = this_string(cx, args, "String.prototype[Symbol.iterator]")?;
    let iterator: Handle<'s, StringIterator> = object::allocate(cx, cx.root_handle(Root::StringIteratorMap));
    iterator.get(cx).set_string(cx, text.val(cx));
    iterator.get(cx).set_position(cx, Val::int(0));
    Ok(iterator.any())
}

/// %StringIteratorPrototype%.next ( )
fn next<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let iterator: Handle<'s, StringIterator> = receiver::this(cx, args, "String Iterator.prototype.next")?;
    let text = iterator.get(cx).string().root(cx);
    let Some(text) = text.cast::<JsString>(cx) else {
        return Ok(create_iter_result(cx, cx.undefined(), true).any());
    };
    let position = iterator.get(cx).position().value().as_int() as usize;
    if position >= text.get(cx).len() as usize {
        iterator.get(cx).set_string(cx, Val::UNDEFINED);
        return Ok(create_iter_result(cx, cx.undefined(), true).any());
    }
    let end = position + string::with_flat(cx, text, |view| if code_point_of(view, position) > 0xFFFF { 2 } else { 1 });
    iterator.get(cx).set_position(cx, Val::int(end as i32));
    let piece = string::substring(cx, text, position, end);
    Ok(create_iter_result(cx, piece.any(), false).any())
}
