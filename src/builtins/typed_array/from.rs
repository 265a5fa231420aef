//! %TypedArray%.from and of (ECMA-262, 23.2.2).

use super::create::{create_from_constructor, set_element};
use crate::objects::array;
use crate::vm::ops::error::{describe, describe_typed};
use crate::vm::ops::iterate::{for_each_value, get_iterator_from_method, is_plainly_iterable};
use crate::vm::ops::prelude::*;

/// %TypedArray%.from (23.2.2.1).
pub fn from<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let constructor = constructor(cx, args)?;
    let function = args.get(cx, 1);
    if !function.val(cx).is_undefined() {
        crate::builtins::receiver::callable(cx, function)?;
    }
    let source = args.get(cx, 0);
    let source = match iterator_method(cx, source)? {
        Some(method) => iterable_to_list(cx, source, method)?.must(cx),
        None => to_object(cx, source)?,
    };
    let length = length_of_array_like(cx, source)? as usize;
    let target = create_from_constructor(cx, constructor, length, "%TypedArray%.from")?;
    for index in 0..length {
        scope!(cx);
        let mut value = get(cx, source, Key::Index(index as u32))?;
        if !function.val(cx).is_undefined() {
            let (this_argument, index) = (args.get(cx, 2), cx.number(index as f64));
            value = call(cx, function, this_argument, &[value, index])?;
        }
        set_element(cx, target, index, value)?;
    }
    Ok(target.any())
}

/// %TypedArray%.of (23.2.2.2).
pub fn of<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let constructor = constructor(cx, args)?;
    let target = create_from_constructor(cx, constructor, args.count(), "%TypedArray%.of")?;
    for (index, value) in args.rest(0).enumerate() {
        set_element(cx, target, index, value)?;
    }
    Ok(target.any())
}

fn constructor<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s, JsObject>> {
    if is_constructor(cx, args.this()) {
        return Ok(args.this().must(cx));
    }
    let shown = describe(cx, args.this());
    Err(cx.throw_error(Message::NotAConstructor, &[&shown]))
}

fn iterator_method<'s>(cx: &mut Cx<'s>, source: Handle<'_>) -> JsResult<Option<Handle<'s>>> {
    if source.val(cx).is_nullish() {
        let shown = describe_typed(cx, source);
        return Err(cx.throw_error(Message::NotIterableNoSymbol, &[&shown]));
    }
    let method = get_v(cx, source, Key::from(cx.well_known(WellKnown::Iterator)))?;
    if method.val(cx).is_nullish() {
        return Ok(None);
    }
    match is_callable(cx, method) {
        true => Ok(Some(method)),
        false => Err(cx.throw_error(Message::IteratorNotFunction, &["%TypedArray%.from"])),
    }
}

/// IteratorToList(GetIteratorFromMethod(iterable, method)), as an array of the engine's own.
pub fn iterable_to_list<'s>(
    cx: &mut Cx<'s>,
    iterable: Handle<'_>,
    method: Handle<'_>,
) -> JsResult<Handle<'s, JsArray>> {
    let list = array::with_capacity(cx, 0);
    if is_plainly_iterable(cx, iterable.val(cx)) {
        for_each_value(cx, iterable, &mut |cx, value| push(cx, list, value))?;
        return Ok(list);
    }
    let record = get_iterator_from_method(cx, iterable, method)?;
    loop {
        scope!(cx);
        match iterator_step_value(cx, record)? {
            Some(value) => push(cx, list, value)?,
            None => return Ok(list),
        }
    }
}

fn push(cx: &mut Cx<'_>, list: Handle<'_, JsArray>, value: Handle<'_>) -> JsResult<()> {
    match array::push(cx, list, value) {
        true => Ok(()),
        false => Err(cx.throw_error(Message::InvalidArrayLength, &[])),
    }
}
