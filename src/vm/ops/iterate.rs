//! Iteration (ECMA-262, 7.4).

use super::call::call;
use super::convert::to_boolean;
use super::error::{describe, describe_typed};
use super::object::{Lookup, element_at, get, get_v, is_callable, lookup, lookup_start};
use crate::heap::{Cx, Handle, Val};
use crate::objects::array::JsArray;
use crate::objects::object::{self, JsObject, PlainObject};
use crate::objects::roots::{N, Root, WellKnown};
use crate::scope;
use crate::vm::generator::{self, Resumed};
use crate::vm::iteration::plain_generator;
use crate::vm::messages::Message;
use crate::vm::native::{JsResult, Throw};
use crate::vm::suspension::ResumeMode;

/// An Iterator Record: `next` was read once.
#[derive(Clone, Copy)]
pub struct IteratorRecord<'s> {
    pub iterator: Handle<'s, JsObject>,
    pub next: Handle<'s>,
}

/// GetIterator(value, sync).
pub fn get_iterator<'s>(cx: &mut Cx<'s>, value: Handle<'_>) -> JsResult<IteratorRecord<'s>> {
    if value.val(cx).is_nullish() {
        return Err(throw_not_iterable(cx, value));
    }
    let method = get_v(cx, value, cx.well_known(WellKnown::Iterator).into())?;
    if !is_callable(cx, method) {
        return Err(throw_not_iterable(cx, value));
    }
    get_iterator_from_method(cx, value, method)
}

/// GetIteratorFromMethod(value, method) of a callable `method`.
pub fn get_iterator_from_method<'s>(
    cx: &mut Cx<'s>,
    value: Handle<'_>,
    method: Handle<'_>,
) -> JsResult<IteratorRecord<'s>> {
    let iterator = call(cx, method, value, &[])?;
    match iterator.cast::<JsObject>(cx) {
        Some(iterator) => get_iterator_direct(cx, iterator),
        None => Err(cx.throw_error(Message::IteratorNotObject, &[])),
    }
}

fn throw_not_iterable(cx: &mut Cx<'_>, value: Handle<'_>) -> Throw {
    let shown = describe_typed(cx, value);
    cx.throw_error(Message::NotIterableNoSymbol, &[&shown])
}

/// GetIteratorDirect.
pub fn get_iterator_direct<'s>(cx: &mut Cx<'s>, iterator: Handle<'s, JsObject>) -> JsResult<IteratorRecord<'s>> {
    let next = get(cx, iterator, cx.key(N::next))?;
    Ok(IteratorRecord { iterator, next })
}

/// IteratorStepValue: None when done.
pub fn iterator_step_value<'s>(cx: &mut Cx<'s>, record: IteratorRecord<'_>) -> JsResult<Option<Handle<'s>>> {
    let value = cx.undefined();
    scope!(cx);
    let result = match plain_generator(cx, record.iterator.any(), record.next) {
        None => call(cx, record.next, record.iterator.any(), &[])?,
        Some(generator) => {
            let undefined = cx.undefined();
            match generator::resume_plainly(cx, generator, ResumeMode::Next, undefined)? {
                Resumed::Yielded(yielded) => {
                    value.set(cx, yielded.val(cx));
                    return Ok(Some(value));
                }
                Resumed::Delegated(result) => result,
                Resumed::Returned(_) => return Ok(None),
            }
        }
    };
    let Some(result) = result.cast::<JsObject>(cx) else { return Err(throw_result_not_object(cx, result)) };
    let done = get(cx, result, cx.key(N::done))?;
    if to_boolean(cx, done.val(cx)) {
        return Ok(None);
    }
    let read = get(cx, result, cx.key(N::value))?;
    value.set(cx, read.val(cx));
    Ok(Some(value))
}

fn throw_result_not_object(cx: &mut Cx<'_>, result: Handle<'_>) -> Throw {
    let shown = describe(cx, result);
    cx.throw_error(Message::IteratorResultNotObject, &[&shown])
}

/// IteratorClose after `thrown`, whose exception stays pending: `return Err(iterator_close_throw(cx, record, thrown))`.
pub fn iterator_close_throw(cx: &mut Cx<'_>, record: IteratorRecord<'_>, thrown: Throw) -> Throw {
    scope!(cx);
    let exception = cx.take_exception(thrown);
    if let Err(second) = call_return(cx, record) {
        cx.take_exception(second);
    }
    cx.throw(exception)
}

/// IteratorClose of a normal completion.
pub fn iterator_close(cx: &mut Cx<'_>, record: IteratorRecord<'_>) -> JsResult<()> {
    scope!(cx);
    match call_return(cx, record)? {
        Some(result) if !result.val(cx).is::<JsObject>() => Err(throw_result_not_object(cx, result)),
        _ => Ok(()),
    }
}

/// Calls the iterator's `return`, if it has one.
fn call_return<'s>(cx: &mut Cx<'s>, record: IteratorRecord<'_>) -> JsResult<Option<Handle<'s>>> {
    let method = get(cx, record.iterator, cx.key(N::return_))?;
    if method.val(cx).is_nullish() {
        return Ok(None);
    }
    if !is_callable(cx, method) {
        let shown = describe_typed(cx, method);
        return Err(cx.throw_error(Message::NotAFunction, &[&shown]));
    }
    call(cx, method, record.iterator.any(), &[]).map(Some)
}

/// Calls `visit` with each value of `iterable` (arrays with the built-in iterator without any call), each in a handle scope
/// of its own; closes the iterator when `visit` throws.
pub fn for_each_value(
    cx: &mut Cx<'_>,
    iterable: Handle<'_>,
    visit: &mut dyn for<'t> FnMut(&mut Cx<'t>, Handle<'t>) -> JsResult<()>,
) -> JsResult<()> {
    scope!(cx);
    if is_plainly_iterable(cx, iterable.val(cx)) {
        return for_each_element(cx, iterable.must(cx), visit);
    }
    let record = get_iterator(cx, iterable)?;
    loop {
        scope!(cx);
        let Some(value) = iterator_step_value(cx, record)? else { return Ok(()) };
        if let Err(thrown) = visit(cx, value) {
            return Err(iterator_close_throw(cx, record, thrown));
        }
    }
}

/// Is `value` an array over which iterating calls nothing but the built-in iterator?
pub fn is_plainly_iterable(cx: &Cx<'_>, value: Val<'_>) -> bool {
    if !value.is::<JsArray>() {
        return false;
    }
    let Some(array) = lookup_start(cx, value) else { return false };
    let method = lookup(cx, array, cx.well_known(WellKnown::Iterator).into());
    let next = lookup(cx, cx.root(Root::ArrayIteratorPrototype).must(), cx.key(N::next));
    let is_root = |found: Lookup<'_>, root| matches!(found, Lookup::Data(value) if value.is_same_word(cx.root(root)));
    is_root(method, Root::ArrayPrototypeValues) && is_root(next, Root::ArrayIteratorNext)
}

fn for_each_element(
    cx: &mut Cx<'_>,
    array: Handle<'_, JsArray>,
    visit: &mut dyn for<'t> FnMut(&mut Cx<'t>, Handle<'t>) -> JsResult<()>,
) -> JsResult<()> {
    let mut index = 0;
    while index < array.get(cx).length() {
        scope!(cx);
        let value = element_at(cx, array.any().must(cx), index)?;
        visit(cx, value)?;
        index += 1;
    }
    Ok(())
}

/// CreateIterResultObject.
pub fn create_iter_result<'s>(cx: &mut Cx<'s>, value: Handle<'_>, done: bool) -> Handle<'s, JsObject> {
    let result: Handle<'s, PlainObject> = object::allocate(cx, cx.root_handle(Root::IterResultMap));
    let result: Handle<'s, JsObject> = result.any().must(cx);
    let raw = result.get(cx);
    raw.set_slot_value(cx, 0, value.val(cx));
    raw.set_slot_value(cx, 1, Val::boolean(done));
    result
}
