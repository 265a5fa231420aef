//! Looking for values in arrays: `at`, `includes`, `indexOf`, `lastIndexOf`.

use std::ops::Range;

use super::element::{as_simple, get_element, get_present};
use super::present::Indexes;
use crate::objects::bigint::BigInt;
use crate::objects::{same_value_zero, strict_equals};
use crate::vm::ops::prelude::*;

/// Array.prototype.at ( index )
pub fn at<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.this())?;
    let length = length_of_array_like(cx, object)? as f64;
    let relative = to_integer_or_infinity(cx, args.get(cx, 0))?;
    let index = if relative < 0.0 { length + relative } else { relative };
    if (0.0..length).contains(&index) { get_element(cx, object, index as u64) } else { Ok(cx.undefined()) }
}

/// The first of `indexes` whose dense element strictly equals `wanted`.
fn find_strictly(
    cx: &Cx<'_>,
    array: Gc<'_, JsArray>,
    wanted: Val<'_>,
    mut indexes: impl Iterator<Item = usize>,
) -> Option<usize> {
    let storage = array.storage();
    if wanted.is_number() {
        let number = wanted.as_number();
        return indexes.find(|&index| {
            let value = storage.element(index);
            value.is_number() && value.as_number() == number
        });
    }
    if wanted.is::<JsString>() || wanted.is::<BigInt>() {
        return indexes.find(|&index| strict_equals(cx, storage.element(index), wanted));
    }
    indexes.find(|&index| storage.element(index).is_same_word(wanted))
}

/// Where the dense elements below `length` end.
fn dense_end(array: Gc<'_, JsArray>, length: u64) -> usize {
    length.min(array.storage().counts().elements as u64) as usize
}

/// Array.prototype.includes ( searchElement [ , fromIndex ] )
pub fn includes<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.this())?;
    let length = length_of_array_like(cx, object)?;
    if length == 0 {
        return Ok(cx.boolean(false));
    }
    let wanted = args.get(cx, 0);
    let from = to_relative_index(cx, args.get(cx, 1), length, 0)?;
    let found = match as_simple(cx, object.any()) {
        Some(array) => includes_dense(cx, array.get(cx), wanted.val(cx), from, length),
        None => includes_slowly(cx, object, wanted, from..length)?,
    };
    Ok(cx.boolean(found))
}

fn includes_dense(cx: &Cx<'_>, array: Gc<'_, JsArray>, wanted: Val<'_>, from: u64, length: u64) -> bool {
    let (storage, end) = (array.storage(), dense_end(array, length));
    let mut indexes = from as usize..end;
    if wanted.is_undefined() {
        let is_absent = |value: Val<'_>| value.is_undefined() || value.is_hole();
        return from.max(end as u64) < length || indexes.any(|index| is_absent(storage.element(index)));
    }
    if wanted.is_double() && wanted.as_double().is_nan() {
        return indexes.any(|index| same_value_zero(cx, storage.element(index), wanted));
    }
    find_strictly(cx, array, wanted, indexes).is_some()
}

fn includes_slowly(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    wanted: Handle<'_>,
    range: Range<u64>,
) -> JsResult<bool> {
    let indexes = Indexes::within(object.get(cx), range.clone());
    if wanted.val(cx).is_undefined() && indexes.leave_gaps_in(range) {
        return Ok(true);
    }
    for index in indexes {
        scope!(cx);
        let value = get_element(cx, object, index)?;
        if same_value_zero(cx, value.val(cx), wanted.val(cx)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Array.prototype.indexOf ( searchElement [ , fromIndex ] )
pub fn index_of<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    require_object_coercible(cx, args.this(), "Array.prototype.indexOf")?;
    let object = to_object(cx, args.this())?;
    let length = length_of_array_like(cx, object)?;
    if length == 0 {
        return Ok(cx.int(-1));
    }
    let wanted = args.get(cx, 0);
    let from = to_relative_index(cx, args.get(cx, 1), length, 0)?;
    let found = match as_simple(cx, object.any()) {
        Some(array) => {
            let indexes = from as usize..dense_end(array.get(cx), length);
            find_strictly(cx, array.get(cx), wanted.val(cx), indexes).map(|index| index as u64)
        }
        None => {
            let indexes = Indexes::within(object.get(cx), from..length);
            find_slowly(cx, object, wanted, indexes)?
        }
    };
    Ok(cx.number(found.map_or(-1.0, |index| index as f64)))
}

/// Array.prototype.lastIndexOf ( searchElement [ , fromIndex ] )
pub fn last_index_of<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.this())?;
    let length = length_of_array_like(cx, object)?;
    if length == 0 {
        return Ok(cx.int(-1));
    }
    let wanted = args.get(cx, 0);
    let last = length as f64 - 1.0;
    let from = match args.given(1) {
        Some(from) => to_integer_or_infinity(cx, from)?,
        None => last,
    };
    let from = if from < 0.0 { length as f64 + from } else { from.min(last) };
    if from < 0.0 {
        return Ok(cx.int(-1));
    }
    let end = from as u64 + 1;
    let found = match as_simple(cx, object.any()) {
        Some(array) => {
            let indexes = (0..dense_end(array.get(cx), end)).rev();
            find_strictly(cx, array.get(cx), wanted.val(cx), indexes).map(|index| index as u64)
        }
        None => {
            let indexes = Indexes::within(object.get(cx), 0..end).rev();
            find_slowly(cx, object, wanted, indexes)?
        }
    };
    Ok(cx.number(found.map_or(-1.0, |index| index as f64)))
}

fn find_slowly(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    wanted: Handle<'_>,
    indexes: impl Iterator<Item = u64>,
) -> JsResult<Option<u64>> {
    for index in indexes {
        scope!(cx);
        if let Some(value) = get_present(cx, object, index)?
            && strict_equals(cx, value.val(cx), wanted.val(cx))
        {
            return Ok(Some(index));
        }
    }
    Ok(None)
}
