//! The iterators that `matchAll` gives (ECMA-262, 22.2.9).

use super::exec::regexp_exec;
use super::matching::step_over_empty;
use crate::builtins::define::{method, properties, to_string_tag};
use crate::builtins::receiver;
use crate::objects::object::{self, RegExpStringIterator};
use crate::vm::ops::prelude::*;

/// Bits of the iterator's state.
const GLOBAL: i32 = 1;
const UNICODE: i32 = 2;
const DONE: i32 = 4;

pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    let prototype = cx.root_handle::<JsObject>(Root::RegExpStringIteratorPrototype);
    properties(cx, prototype, &[method("next", 0, next), to_string_tag("RegExp String Iterator")]);
}

/// CreateRegExpStringIterator.
pub(super) fn new<'s>(
    cx: &mut Cx<'s>,
    regexp: Handle<'_, JsObject>,
    subject: Handle<'_, JsString>,
    global: bool,
    unicode: bool,
) -> Handle<'s, RegExpStringIterator> {
    let map = cx.root_handle(Root::RegExpStringIteratorMap);
    let iterator: Handle<'s, RegExpStringIterator> = object::allocate(cx, map);
    let raw = iterator.get(cx);
    raw.set_regexp(cx, regexp.val(cx));
    raw.set_string(cx, subject.val(cx));
    raw.set_state(cx, Val::int(if global { GLOBAL } else { 0 } | if unicode { UNICODE } else { 0 }));
    iterator
}

/// %RegExpStringIteratorPrototype%.next ( )
fn next<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let iterator: Handle<'s, RegExpStringIterator> = receiver::this(cx, args, "%RegExpStringIterator%.prototype.next")?;
    let state = iterator.get(cx).state().as_int();
    if state & DONE != 0 {
        return Ok(create_iter_result(cx, cx.undefined(), true).any());
    }
    let regexp: Handle<'s, JsObject> = iterator.get(cx).regexp().root(cx).must(cx);
    let subject: Handle<'s, JsString> = iterator.get(cx).string().root(cx).must(cx);
    let Some(result) = regexp_exec(cx, regexp, subject)? else {
        iterator.get(cx).set_state(cx, Val::int(state | DONE));
        return Ok(create_iter_result(cx, cx.undefined(), true).any());
    };
    if state & GLOBAL == 0 {
        iterator.get(cx).set_state(cx, Val::int(state | DONE));
        return Ok(create_iter_result(cx, result.any(), false).any());
    }
    let text = get(cx, result, Key::Index(0))?;
    let text = to_string(cx, text)?;
    if text.get(cx).is_empty() {
        step_over_empty(cx, regexp, subject, state & UNICODE != 0)?;
    }
    Ok(create_iter_result(cx, result.any(), false).any())
}
