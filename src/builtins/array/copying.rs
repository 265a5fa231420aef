//! Methods that make a new array of the elements: `slice`, `concat`, `toReversed`, `with`.

use super::element::{as_simple, get_element, get_present};
use super::mutation::MAX_SAFE_LENGTH;
use super::species::{Output, has_default_species};
use crate::objects::array;
use crate::vm::ops::prelude::*;

/// A new array with `count` elements of a simple array, from `start` on, holes included.
pub fn copy_dense<'s>(cx: &mut Cx<'s>, source: Handle<'_, JsArray>, start: usize, count: usize) -> Handle<'s, JsArray> {
    let present = source.get(cx).storage().counts().elements.saturating_sub(start).min(count);
    let copy = array::with_capacity(cx, present);
    let raw = copy.get(cx);
    if present > 0 {
        raw.storage().copy_elements(cx, 0, source.get(cx).storage(), start, present);
    }
    raw.set_length_raw(cx, count as u32);
    copy
}

/// Array.prototype.slice ( start, end )
pub fn slice<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.this())?;
    let length = length_of_array_like(cx, object)?;
    let start = to_relative_index(cx, args.get(cx, 0), length, 0)?;
    let end = to_relative_index(cx, args.get(cx, 1), length, length)?;
    let count = end.saturating_sub(start);
    if let Some(array) = as_simple(cx, object.any())
        && has_default_species(cx, object.get(cx))
        && end <= array.get(cx).length() as u64
    {
        return Ok(copy_dense(cx, array, start as usize, count as usize).any());
    }
    let output = Output::create(cx, object, count)?;
    for index in output.indexes_of(cx, object, start..start + count) {
        scope!(cx);
        if let Some(value) = get_present(cx, object, index)? {
            output.put(cx, index - start, value)?;
        }
    }
    output.finish(cx, count)
}

/// Array.prototype.concat ( ...items )
pub fn concat<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    require_object_coercible(cx, args.this(), "Array.prototype.concat")?;
    let object = to_object(cx, args.this())?;
    if has_default_species(cx, object.get(cx))
        && let Some(result) = concat_simple(cx, object, args)
    {
        return Ok(result.any());
    }
    let output = Output::create(cx, object, 0)?;
    let mut length = append_item(cx, output, 0, object.any())?;
    for item in args.rest(0) {
        length = append_item(cx, output, length, item)?;
    }
    output.finish(cx, length)
}

/// The result, if every item is a simple array, or a value that is certainly not spread.
fn concat_simple<'s>(cx: &mut Cx<'s>, object: Handle<'s, JsObject>, args: Args<'s>) -> Option<Handle<'s, JsArray>> {
    let items = || std::iter::once(object.any()).chain(args.rest(0));
    let mut length = 0;
    for item in items() {
        length += simple_count(cx, item)?;
    }
    if length > array::MAX_PREALLOCATED as usize {
        return None;
    }
    let result = array::with_capacity(cx, length);
    let (raw, mut to) = (result.get(cx), 0);
    for item in items() {
        match item.val(cx).cast::<JsArray>() {
            Some(array) => {
                let count = array.length() as usize;
                let present = count.min(array.storage().counts().elements);
                if present > 0 {
                    raw.storage().copy_elements(cx, to, array.storage(), 0, present);
                }
                to += count;
            }
            None => {
                raw.storage().set_element(cx, to, item.val(cx));
                to += 1;
            }
        }
    }
    raw.set_length_raw(cx, length as u32);
    Some(result)
}

/// How many elements an item of concat adds: those of a simple array, one of a primitive, unknown otherwise.
fn simple_count(cx: &Cx<'_>, item: Handle<'_>) -> Option<usize> {
    let Some(object) = item.val(cx).cast::<JsObject>() else { return Some(1) };
    let array = as_simple(cx, item)?;
    let symbol = cx.well_known(WellKnown::IsConcatSpreadable).into();
    let mut link = object.val();
    while let Some(object) = link.cast::<JsObject>() {
        let is_bare = object.object_kind() == Kind::Array && object.map().property_count() == 0;
        if (!is_bare || object.map().is_dictionary()) && crate::objects::property::find(cx, object, symbol).is_some() {
            return None;
        }
        link = object.prototype();
    }
    Some(array.get(cx).length() as usize)
}

/// Appends `item` at `at`, or its elements if it is spreadable. Gives the next index.
fn append_item(cx: &mut Cx<'_>, output: Output<'_>, at: u64, item: Handle<'_>) -> JsResult<u64> {
    let Some(object) = spreadable(cx, item)? else {
        if at >= MAX_SAFE_LENGTH {
            return Err(cx.throw_error(Message::ArrayLikeTooLong, &[]));
        }
        output.put(cx, at, item)?;
        return Ok(at + 1);
    };
    let length = length_of_array_like(cx, object)?;
    if at + length > MAX_SAFE_LENGTH {
        return Err(cx.throw_error(Message::ArrayLikeTooLong, &[]));
    }
    for index in output.indexes_of(cx, object, 0..length) {
        scope!(cx);
        if let Some(value) = get_present(cx, object, index)? {
            output.put(cx, at + index, value)?;
        }
    }
    Ok(at + length)
}

/// IsConcatSpreadable: the object to spread.
fn spreadable<'t>(cx: &mut Cx<'_>, item: Handle<'t>) -> JsResult<Option<Handle<'t, JsObject>>> {
    let Some(object) = item.cast::<JsObject>(cx) else { return Ok(None) };
    scope!(cx);
    let flag = get(cx, object, cx.well_known(WellKnown::IsConcatSpreadable).into())?;
    let spreads = if flag.val(cx).is_undefined() { is_array(cx, item)? } else { to_boolean(cx, flag.val(cx)) };
    Ok(spreads.then_some(object))
}

/// Array.prototype.toReversed ( )
pub fn to_reversed<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.this())?;
    let length = length_of_array_like(cx, object)?;
    let output = Output::plain(cx, length)?;
    for index in 0..length {
        scope!(cx);
        let value = get_element(cx, object, length - 1 - index)?;
        output.put(cx, index, value)?;
    }
    Ok(output.object(cx).any())
}

/// Array.prototype.with ( index, value )
pub fn with<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.this())?;
    let length = length_of_array_like(cx, object)?;
    let relative = to_integer_or_infinity(cx, args.get(cx, 0))?;
    let replaced = if relative < 0.0 { length as f64 + relative } else { relative };
    if !(0.0..length as f64).contains(&replaced) {
        let shown = crate::base::number::to_string(relative);
        return Err(cx.throw_error(Message::InvalidIndex, &[&shown]));
    }
    let output = Output::plain(cx, length)?;
    for index in 0..length {
        scope!(cx);
        let value = if index == replaced as u64 { args.get(cx, 1) } else { get_element(cx, object, index)? };
        output.put(cx, index, value)?;
    }
    Ok(output.object(cx).any())
}
