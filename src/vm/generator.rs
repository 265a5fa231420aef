//! Suspended activations that go on: generators, async functions, async generators.

use crate::heap::{Cx, Handle};
use crate::objects::object::JsObject;
use crate::vm::native::JsResult;

/// Goes on with the activation that awaited a promise: `value` is what it was fulfilled or rejected with.
pub fn resume_await(
    _cx: &mut Cx<'_>,
    _activation: Handle<'_, JsObject>,
    _value: Handle<'_>,
    _is_rejected: bool,
) -> JsResult<()> {
    todo!()
}
