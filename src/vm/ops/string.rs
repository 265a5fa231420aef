//! Strings that may come out too long: RangeError `Invalid string length` then.

use crate::heap::{Cx, Handle};
use crate::objects::string::{self, JsString, StringTooLong};
use crate::objects::string_builder::StringBuilder;
use crate::vm::messages::Message;
use crate::vm::native::{JsResult, Throw};

/// `first + second`.
pub fn concat_strings<'s>(
    cx: &mut Cx<'s>,
    first: Handle<'_, JsString>,
    second: Handle<'_, JsString>,
) -> JsResult<Handle<'s, JsString>> {
    string::concat(cx, first, second).map_err(|too_long| string_too_long(cx, too_long))
}

/// What `builder` has built.
pub fn finish_string<'s>(cx: &mut Cx<'s>, builder: StringBuilder) -> JsResult<Handle<'s, JsString>> {
    builder.finish(cx).map_err(|too_long| string_too_long(cx, too_long))
}

/// Throws for what the object layer refused.
pub fn string_too_long(cx: &mut Cx<'_>, StringTooLong: StringTooLong) -> Throw {
    cx.throw_error(Message::StringTooLong, &[])
}
