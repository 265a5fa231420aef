//! Iterator records as the interpreter keeps them: two registers, the iterator and its `next`.

use super::inline_cache::{Detail, current_epoch};
use super::messages::Message;
use super::native::JsResult;
use super::ops::call::call;
use super::ops::error::describe;
use super::ops::iterate::{IteratorRecord, for_each_value, is_plainly_iterable, iterator_step_value};
use super::ops::object::{get, get_method, get_v, is_callable};
use super::{call_site, property_lookup};
use crate::heap::{Cx, Handle};
use crate::objects::array::{self, JsArray};
use crate::objects::generator::Generator;
use crate::objects::name::Key;
use crate::objects::object::{self, ArrayIterator, AsyncFromSyncIterator, JsObject};
use crate::objects::roots::{N, Root, WellKnown};
use crate::scope;

/// An iterator and its `next` method, read once.
pub struct Record<'s> {
    pub iterator: Handle<'s>,
    pub next: Handle<'s>,
}

/// Where iterating an ordinary array finds the methods it calls, if it need not be looked up again.
#[derive(Clone, Copy, Default)]
pub struct PlainIteration {
    /// The `how` of an inline cache; 0 while nothing is known.
    pub epoch: u32,
    /// `[Symbol.iterator]` in Array.prototype.
    pub method: Detail,
    /// `next` in the prototype of array iterators.
    pub next: Detail,
}

impl PlainIteration {
    /// Makes the machine know, for this epoch.
    #[allow(unsafe_code)] // the machine behind the context
    fn learn(cx: &Cx<'_>) {
        // SAFETY: the machine lives as long as the context; nothing else uses the field meanwhile.
        let known = unsafe { &mut (*cx.vm()).plain_iteration };
        let Some(epoch) = current_epoch(cx).filter(|&epoch| epoch != known.epoch) else { return };
        let method = property_lookup::own_data(cx, Root::ArrayMap, cx.well_known(WellKnown::Iterator));
        let next = property_lookup::own_data(cx, Root::ArrayIteratorMap, cx.name(N::next));
        if let (Some(method), Some(next)) = (method, next) {
            *known = PlainIteration { epoch, method, next };
        }
    }
}

/// GetIterator(value, sync or async).
pub fn get_iterator<'s>(cx: &mut Cx<'s>, value: Handle<'_>, is_async: bool) -> JsResult<Record<'s>> {
    if is_async {
        let symbol = cx.well_known(WellKnown::AsyncIterator);
        if value.val(cx).is_nullish() {
            return Err(call_site::throw_not_iterable(cx, value, true));
        }
        if let Some(method) = get_method(cx, value, Key::Name(symbol))? {
            return iterator_from(cx, value, method.any(), true);
        }
    }
    let record = get_sync_iterator(cx, value, is_async)?;
    if is_async { async_from_sync(cx, record) } else { Ok(record) }
}

fn get_sync_iterator<'s>(cx: &mut Cx<'s>, value: Handle<'_>, is_async: bool) -> JsResult<Record<'s>> {
    if value.val(cx).is_nullish() {
        return Err(call_site::throw_not_iterable(cx, value, is_async));
    }
    let symbol = cx.well_known(WellKnown::Iterator);
    let method = get_v(cx, value, Key::Name(symbol))?;
    if method.val(cx).is_same_word(cx.root(Root::ArrayPrototypeValues)) && value.val(cx).is::<JsObject>() {
        PlainIteration::learn(cx);
        let iterator = array_iterator(cx, value);
        return record_of(cx, iterator.any());
    }
    if !is_callable(cx, method) {
        return Err(call_site::throw_not_iterable(cx, value, is_async));
    }
    iterator_from(cx, value, method, false)
}

/// What `Array.prototype.values` makes, without calling it.
fn array_iterator<'s>(cx: &mut Cx<'s>, array: Handle<'_>) -> Handle<'s, ArrayIterator> {
    let iterator: Handle<'s, ArrayIterator> = object::allocate(cx, cx.root_handle(Root::ArrayIteratorMap));
    let raw = iterator.get(cx);
    raw.set_target(cx, array.val(cx));
    raw.set_position(cx, crate::heap::Val::int(0));
    raw.set_iteration_kind(cx, crate::heap::Val::int(1));
    iterator
}

/// The generator that `iterator` is, if its `next` is the built-in one.
pub fn plain_generator<'s>(cx: &Cx<'_>, iterator: Handle<'s>, next: Handle<'_>) -> Option<Handle<'s, Generator>> {
    let generator = iterator.cast::<Generator>(cx)?;
    next.val(cx).is_same_word(cx.root(Root::GeneratorNext)).then_some(generator)
}

/// GetIteratorFromMethod.
fn iterator_from<'s>(cx: &mut Cx<'s>, value: Handle<'_>, method: Handle<'_>, is_async: bool) -> JsResult<Record<'s>> {
    let iterator = call(cx, method, value, &[])?;
    if !iterator.val(cx).is::<JsObject>() {
        let message = if is_async { Message::AsyncIteratorNotObject } else { Message::IteratorNotObject };
        let shown = describe(cx, iterator);
        return Err(cx.throw_error(message, &[&shown]));
    }
    record_of(cx, iterator)
}

fn record_of<'s>(cx: &mut Cx<'s>, iterator: Handle<'s>) -> JsResult<Record<'s>> {
    let next = get(cx, iterator.must(cx), cx.key(N::next))?;
    Ok(Record { iterator, next })
}

/// CreateAsyncFromSyncIterator.
fn async_from_sync<'s>(cx: &mut Cx<'s>, record: Record<'_>) -> JsResult<Record<'s>> {
    let map = cx.root_handle(Root::AsyncFromSyncIteratorMap);
    let iterator: Handle<'s, AsyncFromSyncIterator> = object::allocate(cx, map);
    iterator.get(cx).set_iterator(cx, record.iterator.val(cx));
    iterator.get(cx).set_next_method(cx, record.next.val(cx));
    record_of(cx, iterator.any())
}

/// Appends all that `iterable` iterates to `array`.
pub fn append_all(cx: &mut Cx<'_>, array: Handle<'_, JsArray>, iterable: Handle<'_>) -> JsResult<()> {
    let push = |cx: &mut Cx<'_>, value: Handle<'_>| {
        let has_room = array::push(cx, array, value);
        if has_room { Ok(()) } else { Err(cx.throw_error(Message::InvalidArrayLength, &[])) }
    };
    if is_plainly_iterable(cx, iterable.val(cx)) {
        if array::append(cx, array, iterable.must(cx)) {
            return Ok(());
        }
        return for_each_value(cx, iterable, &mut |cx, value| push(cx, value));
    }
    let record = get_iterator(cx, iterable, false)?;
    let record = IteratorRecord { iterator: record.iterator.must(cx), next: record.next };
    loop {
        scope!(cx);
        let Some(value) = iterator_step_value(cx, record)? else { return Ok(()) };
        push(cx, value)?;
    }
}

/// The result of `next` and its kin, if it is an object; TypeError otherwise.
pub fn check_result<'s>(cx: &mut Cx<'_>, result: Handle<'s>) -> JsResult<Handle<'s, JsObject>> {
    match result.cast::<JsObject>(cx) {
        Some(object) => Ok(object),
        None => {
            let shown = describe(cx, result);
            Err(cx.throw_error(Message::IteratorResultNotObject, &[&shown]))
        }
    }
}

/// IteratorClose. `because_of_throw`: what goes wrong here is dropped, for an earlier exception goes on.
pub fn close(cx: &mut Cx<'_>, iterator: Handle<'_>, because_of_throw: bool) -> JsResult<()> {
    let result = get_method(cx, iterator, cx.key(N::return_)).and_then(|method| match method {
        Some(method) => call(cx, method.any(), iterator, &[]).map(Some),
        None => Ok(None),
    });
    match result {
        Err(thrown) if because_of_throw => {
            cx.take_exception(thrown);
            Ok(())
        }
        Err(thrown) => Err(thrown),
        Ok(Some(result)) if !because_of_throw => check_result(cx, result).map(|_| ()),
        Ok(_) => Ok(()),
    }
}
