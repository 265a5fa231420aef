//! Making and throwing errors, and the `stack` they carry (V8's stack trace API).

use crate::heap::{Cx, Handle};
use crate::objects::object::{JsError, JsObject};
use crate::vm::messages::{ErrorType, Message};
use crate::vm::native::JsResult;
use crate::vm::native::Throw;

/// A new error of `error_type` with `message`, its stack captured.
pub fn new_error<'s>(_cx: &mut Cx<'s>, _error_type: ErrorType, _message: &str) -> Handle<'s, JsError> {
    todo!()
}

/// Gives `object` a `stack` of the frames running now, those above and including `below` left out
/// (`Error.captureStackTrace`; the Error constructors pass their new.target).
pub fn capture_stack_trace(
    _cx: &mut Cx<'_>,
    _object: Handle<'_, JsObject>,
    _below: Option<Handle<'_, JsObject>>,
) -> JsResult<()> {
    todo!()
}

/// `value` as V8 shows it within a message: strings quoted, functions by source, objects as `#<Foo>` or `[object Array]`.
pub fn describe(_cx: &mut Cx<'_>, _value: Handle<'_>) -> String {
    todo!()
}

impl Cx<'_> {
    /// Throws an error from the table of messages.
    pub fn throw_error(&mut self, _message: Message, _arguments: &[&str]) -> Throw {
        todo!()
    }

    /// Throws an error with words of its own (those of the host, of a library): the engine's own stand in the table.
    pub fn throw_custom(&mut self, _error_type: ErrorType, _message: &str) -> Throw {
        todo!()
    }
}
