//! `sort` and `toSorted` (ECMA-262, 23.1.3.30): a copy of the elements is sorted, so that a comparison function may do to
//! the array what it likes. What is sorted are positions in the copy; values stay where they are, known to the collector.

use super::copying::copy_dense;
use super::element::{as_simple, delete_element, get_element, get_present, set_element};
use super::present::Indexes;
use super::species::Output;
use crate::base::tim_sort::try_sort;
use crate::objects::bigint::BigInt;
use crate::objects::{array, string};
use crate::vm::ops::prelude::*;

/// Array.prototype.sort ( comparefn )
pub fn sort<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let comparator = comparator(cx, args)?;
    let object = to_object(cx, args.this())?;
    let length = length_of_array_like(cx, object)?;
    let values = present_elements(cx, object, length)?;
    let order = sorted_positions(cx, values, comparator)?;
    let undefined_count = undefined_count(values.get(cx));
    if write_simple(cx, object, length, values, &order, undefined_count) {
        return Ok(object.any());
    }
    write_back(cx, object, length, values, &order, undefined_count)?;
    Ok(object.any())
}

/// Array.prototype.toSorted ( comparefn )
pub fn to_sorted<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let comparator = comparator(cx, args)?;
    let object = to_object(cx, args.this())?;
    let length = length_of_array_like(cx, object)?;
    let output = Output::plain(cx, length)?;
    let values = all_elements(cx, object, length)?;
    let order = sorted_positions(cx, values, comparator)?;
    for (to, &from) in order.iter().enumerate() {
        scope!(cx);
        let value = values.get(cx).storage().element(from as usize).root(cx);
        output.put(cx, to as u64, value)?;
    }
    for to in order.len() as u64..length {
        output.put(cx, to, cx.undefined())?;
    }
    Ok(output.object(cx).any())
}

/// The comparison function, if one is given.
fn comparator<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Option<Handle<'s>>> {
    let comparator = args.get(cx, 0);
    if comparator.val(cx).is_undefined() {
        return Ok(None);
    }
    if is_callable(cx, comparator) { Ok(Some(comparator)) } else { Err(cx.throw_error(Message::BadComparator, &[])) }
}

/// The elements in an array of the engine's own, holes left out (or left as holes).
fn present_elements<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>, length: u64) -> JsResult<Handle<'s, JsArray>> {
    if let Some(simple) = as_simple(cx, object.any()) {
        return Ok(copy_dense(cx, simple, 0, simple.get(cx).length() as usize));
    }
    let values = array::with_capacity(cx, 0);
    for index in Indexes::within(object.get(cx), 0..length) {
        scope!(cx);
        if let Some(value) = get_present(cx, object, index)? {
            push(cx, values, value)?;
        }
    }
    Ok(values)
}

/// The elements in an array of the engine's own, whatever is read for holes included.
fn all_elements<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>, length: u64) -> JsResult<Handle<'s, JsArray>> {
    if let Some(simple) = as_simple(cx, object.any()) {
        return Ok(copy_dense(cx, simple, 0, simple.get(cx).length() as usize));
    }
    let values = array::with_capacity(cx, length as usize);
    for index in 0..length {
        scope!(cx);
        let value = get_element(cx, object, index)?;
        push(cx, values, value)?;
    }
    Ok(values)
}

fn push(cx: &mut Cx<'_>, values: Handle<'_, JsArray>, value: Handle<'_>) -> JsResult<()> {
    if array::push(cx, values, value) { Ok(()) } else { Err(cx.throw_error(Message::InvalidArrayLength, &[])) }
}

fn undefined_count(values: Gc<'_, JsArray>) -> usize {
    let storage = values.storage();
    (0..values.length() as usize).filter(|&index| storage.element(index).is_undefined()).count()
}

/// Writes sorted values into an array that can simply take them. False if it cannot (it may have changed meanwhile).
fn write_simple(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    length: u64,
    values: Handle<'_, JsArray>,
    order: &[u32],
    undefined_count: usize,
) -> bool {
    let Some(target) = as_simple(cx, object.any()) else { return false };
    let count = order.len() + undefined_count;
    let fits = count <= target.get(cx).storage().counts().elements && target.get(cx).length() as u64 == length;
    if !fits {
        return false;
    }
    crate::objects::storage::ensure_elements(cx, object, count);
    let (from, to) = (values.get(cx).storage(), target.get(cx).storage());
    for (index, &position) in order.iter().enumerate() {
        to.set_element(cx, index, from.element(position as usize));
    }
    for index in order.len()..count {
        to.set_element(cx, index, Val::UNDEFINED);
    }
    let end = (length as usize).min(to.counts().elements);
    to.clear_elements(cx, count.min(end), end);
    true
}

/// Steps 6 to 10 of Array.prototype.sort: sets the elements in order; holes end up last, by deleting what stood there.
fn write_back(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    length: u64,
    values: Handle<'_, JsArray>,
    order: &[u32],
    undefined_count: usize,
) -> JsResult<()> {
    for (to, &from) in order.iter().enumerate() {
        scope!(cx);
        let value = values.get(cx).storage().element(from as usize).root(cx);
        set_element(cx, object, to as u64, value)?;
    }
    let count = order.len() + undefined_count;
    for to in order.len()..count {
        set_element(cx, object, to as u64, cx.undefined())?;
    }
    for index in Indexes::within(object.get(cx), count as u64..length) {
        scope!(cx);
        let key = array::element_key(cx, index);
        if has_property(cx, object, key)? {
            delete_element(cx, object, index)?;
        }
    }
    Ok(())
}

/// The positions of the defined values, in the order of SortCompare.
fn sorted_positions(
    cx: &mut Cx<'_>,
    values: Handle<'_, JsArray>,
    comparator: Option<Handle<'_>>,
) -> JsResult<Vec<u32>> {
    let storage = values.get(cx).storage();
    let is_defined = |value: Val<'_>| !value.is_undefined() && !value.is_hole();
    let mut positions: Vec<u32> =
        (0..values.get(cx).length()).filter(|&index| is_defined(storage.element(index as usize))).collect();
    match comparator {
        Some(comparator) => try_sort(&mut positions, &mut |left, right| is_less(cx, values, comparator, left, right))?,
        None => sort_by_text(cx, values, &mut positions)?,
    }
    Ok(positions)
}

/// Does `comparator` put the value at `left` before the one at `right`?
fn is_less(
    cx: &mut Cx<'_>,
    values: Handle<'_, JsArray>,
    comparator: Handle<'_>,
    left: u32,
    right: u32,
) -> JsResult<bool> {
    scope!(cx);
    let arguments = [left, right].map(|position| values.get(cx).storage().element(position as usize).root(cx));
    let order = call_back(cx, comparator, cx.undefined(), arguments)?;
    if order.val(cx).is_int() {
        return Ok(order.val(cx).as_int() < 0);
    }
    Ok(to_number(cx, order)? < 0.0)
}

/// Without a comparison function, values are ordered by their text. Only that of objects (and of symbols, which have
/// none) may run a script or throw: it is then asked for at each comparison.
fn sort_by_text(cx: &mut Cx<'_>, values: Handle<'_, JsArray>, positions: &mut [u32]) -> JsResult<()> {
    let storage = values.get(cx).storage();
    let all =
        |accept: fn(Val<'_>) -> bool| positions.iter().all(|&position| accept(storage.element(position as usize)));
    if all(|value| value.is_int()) {
        positions.sort_by_cached_key(|&position| decimal_key(storage.element(position as usize).as_int()));
        return Ok(());
    }
    if all(has_plain_text) {
        let texts = plain_texts(cx, values, positions)?;
        let storage = texts.get(cx).storage();
        let text_at = |position: u32| storage.element(position as usize).must::<JsString>();
        positions.sort_by(|&left, &right| string::compare(cx, text_at(left), text_at(right)));
        return Ok(());
    }
    try_sort(positions, &mut |left, right| {
        scope!(cx);
        let [left, right] = [left, right].map(|position| values.get(cx).storage().element(position as usize).root(cx));
        let (left, right) = (to_string(cx, left)?, to_string(cx, right)?);
        Ok(string::compare(cx, left.get(cx), right.get(cx)).is_lt())
    })
}

fn has_plain_text(value: Val<'_>) -> bool {
    !value.is_heap() || value.is::<JsString>() || value.is::<BigInt>()
}

/// The flat texts of values, at their positions.
fn plain_texts<'s>(cx: &mut Cx<'s>, values: Handle<'_, JsArray>, positions: &[u32]) -> JsResult<Handle<'s, JsArray>> {
    let texts = copy_dense(cx, values, 0, values.get(cx).length() as usize);
    for &position in positions {
        scope!(cx);
        let value = values.get(cx).storage().element(position as usize).root(cx);
        let text = to_string(cx, value)?;
        let text = string::flatten(cx, text);
        texts.get(cx).storage().set_element(cx, position as usize, text.val(cx));
    }
    Ok(texts)
}

/// A number that orders integers as their decimal texts are ordered: the sign (`-` sorts before digits), the digits
/// as if ten of them stood there, then how many there really are.
fn decimal_key(int: i32) -> u64 {
    let magnitude = int.unsigned_abs() as u64;
    let digits = magnitude.checked_ilog10().unwrap_or(0) + 1;
    let aligned = magnitude * 10u64.pow(10 - digits);
    ((int >= 0) as u64) << 63 | aligned << 8 | digits as u64
}

#[cfg(test)]
mod tests {
    use super::decimal_key;

    #[test]
    fn decimal_keys_order_as_texts() {
        let ints = [0, 1, -1, 9, 10, 100, 19, -10, -2, 2, 1000000000, i32::MAX, i32::MIN, 99, 101, 123];
        for left in ints {
            for right in ints {
                let by_text = left.to_string().cmp(&right.to_string());
                assert_eq!(decimal_key(left).cmp(&decimal_key(right)), by_text, "{left} {right}");
            }
        }
    }
}
