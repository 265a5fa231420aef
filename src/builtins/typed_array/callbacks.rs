//! Methods of typed arrays that call back for each element: every, some, find and its kin, forEach, map, filter, reduce.

use super::create::{callback, element, set_element, species_create, validate_this};
use crate::objects::typed_array::{Element, TypedArray, element_of};
use crate::vm::ops::prelude::*;

/// The order in which elements are visited.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Ascending,
    Descending,
}

impl Order {
    /// Index of visit number `step`.
    fn index(self, step: usize, length: usize) -> usize {
        match self {
            Order::Ascending => step,
            Order::Descending => length - 1 - step,
        }
    }
}

/// Calls the callback with (element, index, array).
fn call_for_element<'s>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
    function: Handle<'_>,
    element: Handle<'_>,
    index: usize,
) -> JsResult<Handle<'s>> {
    let (this_argument, index) = (args.get(cx, 1), cx.index(index as u64));
    call_back(cx, function, this_argument, [element, index, args.this()])
}

/// The first element for which the callback answers `wanted` (None: never asked, all are visited), and its index.
fn first_where<'s>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
    method: &str,
    order: Order,
    wanted: Option<bool>,
) -> JsResult<Option<(usize, Handle<'s>)>> {
    let (array, length) = validate_this(cx, args, method)?;
    let predicate = callback(cx, args)?;
    let found = cx.undefined();
    for step in 0..length {
        let index = order.index(step, length);
        scope!(cx);
        let value = element(cx, array, index);
        let answer = call_for_element(cx, args, predicate, value, index)?;
        if wanted == Some(to_boolean(cx, answer.val(cx))) {
            found.set(cx, value.val(cx));
            return Ok(Some((index, found)));
        }
    }
    Ok(None)
}

/// %TypedArray%.prototype.every.
pub fn every<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let failing = first_where(cx, args, "%TypedArray%.prototype.every", Order::Ascending, Some(false))?;
    Ok(cx.boolean(failing.is_none()))
}

/// %TypedArray%.prototype.some.
pub fn some<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let found = first_where(cx, args, "%TypedArray%.prototype.some", Order::Ascending, Some(true))?;
    Ok(cx.boolean(found.is_some()))
}

/// %TypedArray%.prototype.forEach.
pub fn for_each<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    first_where(cx, args, "%TypedArray%.prototype.forEach", Order::Ascending, None)?;
    Ok(cx.undefined())
}

/// %TypedArray%.prototype.find.
pub fn find<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let found = first_where(cx, args, "%TypedArray%.prototype.find", Order::Ascending, Some(true))?;
    Ok(found.map_or(cx.undefined(), |(_, value)| value))
}

/// %TypedArray%.prototype.findLast.
pub fn find_last<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let found = first_where(cx, args, "%TypedArray%.prototype.findLast", Order::Descending, Some(true))?;
    Ok(found.map_or(cx.undefined(), |(_, value)| value))
}

/// %TypedArray%.prototype.findIndex.
pub fn find_index<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let found = first_where(cx, args, "%TypedArray%.prototype.findIndex", Order::Ascending, Some(true))?;
    Ok(cx.number(found.map_or(-1.0, |(index, _)| index as f64)))
}

/// %TypedArray%.prototype.findLastIndex.
pub fn find_last_index<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let found = first_where(cx, args, "%TypedArray%.prototype.findLastIndex", Order::Descending, Some(true))?;
    Ok(cx.number(found.map_or(-1.0, |(index, _)| index as f64)))
}

/// %TypedArray%.prototype.map (23.2.3.22).
pub fn map<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "%TypedArray%.prototype.map";
    let (array, length) = validate_this(cx, args, METHOD)?;
    let function = callback(cx, args)?;
    let result = species_create(cx, array, length, METHOD)?;
    for index in 0..length {
        scope!(cx);
        let value = element(cx, array, index);
        let mapped = call_for_element(cx, args, function, value, index)?;
        set_element(cx, result, index, mapped)?;
    }
    Ok(result.any())
}

/// %TypedArray%.prototype.filter (23.2.3.10).
pub fn filter<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "%TypedArray%.prototype.filter";
    let (array, length) = validate_this(cx, args, METHOD)?;
    let predicate = callback(cx, args)?;
    let mut kept = Vec::new();
    for index in 0..length {
        scope!(cx);
        let value = element(cx, array, index);
        let answer = call_for_element(cx, args, predicate, value, index)?;
        if to_boolean(cx, answer.val(cx)) {
            kept.push(element_of(value.val(cx)));
        }
    }
    let result = species_create(cx, array, kept.len(), METHOD)?;
    write_elements(cx, result, &kept);
    Ok(result.any())
}

/// Writes `elements` to the start of an array at least that long.
fn write_elements(cx: &mut Cx<'_>, array: Handle<'_, TypedArray>, elements: &[Element]) {
    let kind = array.get(cx).element_kind();
    array.view_bytes_mut_with(cx, |bytes| {
        for (slot, &element) in bytes.chunks_exact_mut(kind.bytes()).zip(elements) {
            slot.copy_from_slice(&kind.encode(element)[..slot.len()]);
        }
    });
}

/// %TypedArray%.prototype.reduce.
pub fn reduce<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    fold(cx, args, "%TypedArray%.prototype.reduce", Order::Ascending)
}

/// %TypedArray%.prototype.reduceRight.
pub fn reduce_right<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    fold(cx, args, "%TypedArray%.prototype.reduceRight", Order::Descending)
}

/// What both reductions do (23.2.3.23, 23.2.3.24).
fn fold<'s>(cx: &mut Cx<'s>, args: Args<'s>, method: &str, order: Order) -> JsResult<Handle<'s>> {
    let (array, length) = validate_this(cx, args, method)?;
    let function = callback(cx, args)?;
    let accumulator = cx.undefined();
    let first = match args.given(1) {
        Some(initial) => {
            accumulator.set(cx, initial.val(cx));
            0
        }
        None if length == 0 => return Err(cx.throw_error(Message::ReduceOfEmpty, &[])),
        None => {
            let value = element(cx, array, order.index(0, length));
            accumulator.set(cx, value.val(cx));
            1
        }
    };
    for step in first..length {
        let index = order.index(step, length);
        scope!(cx);
        let value = element(cx, array, index);
        let arguments = [accumulator, value, cx.index(index as u64), array.any()];
        let result = call_back(cx, function, cx.undefined(), arguments)?;
        accumulator.set(cx, result.val(cx));
    }
    Ok(accumulator)
}
