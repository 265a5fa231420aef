//! Iteration (ECMA-262, 7.4).

use crate::heap::{Cx, Handle};
use crate::objects::object::JsObject;
use crate::vm::native::JsResult;
use crate::vm::native::Throw;

/// An Iterator Record: `next` was read once.
#[derive(Clone, Copy)]
pub struct IteratorRecord<'s> {
    pub iterator: Handle<'s, JsObject>,
    pub next: Handle<'s>,
}

/// GetIterator(value, sync).
pub fn get_iterator<'s>(_cx: &mut Cx<'s>, _value: Handle<'_>) -> JsResult<IteratorRecord<'s>> {
    todo!()
}

/// GetIteratorDirect.
pub fn get_iterator_direct<'s>(_cx: &mut Cx<'s>, _iterator: Handle<'s, JsObject>) -> JsResult<IteratorRecord<'s>> {
    todo!()
}

/// IteratorStepValue: None when done.
pub fn iterator_step_value<'s>(_cx: &mut Cx<'s>, _record: IteratorRecord<'_>) -> JsResult<Option<Handle<'s>>> {
    todo!()
}

/// IteratorClose after `thrown`, whose exception stays pending: `return Err(iterator_close_throw(cx, record, thrown))`.
pub fn iterator_close_throw(_cx: &mut Cx<'_>, _record: IteratorRecord<'_>, _thrown: Throw) -> Throw {
    todo!()
}

/// IteratorClose of a normal completion.
pub fn iterator_close(_cx: &mut Cx<'_>, _record: IteratorRecord<'_>) -> JsResult<()> {
    todo!()
}

/// Calls `visit` with each value of `iterable` (arrays with the built-in iterator without any call), each in a handle scope
/// of its own; closes the iterator when `visit` throws.
pub fn for_each_value(
    _cx: &mut Cx<'_>,
    _iterable: Handle<'_>,
    _visit: &mut dyn for<'t> FnMut(&mut Cx<'t>, Handle<'t>) -> JsResult<()>,
) -> JsResult<()> {
    todo!()
}

/// CreateIterResultObject.
pub fn create_iter_result<'s>(_cx: &mut Cx<'s>, _value: Handle<'_>, _done: bool) -> Handle<'s, JsObject> {
    todo!()
}
