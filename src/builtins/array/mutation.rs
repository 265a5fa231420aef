//! Methods that change an array where it stands: `push`, `pop`, `fill`, `reverse`, `copyWithin`.

use super::element::{
    as_simple, delete_element, get_element, get_present, set_element, set_length, set_or_delete, simple_array,
};
use crate::objects::array::{self, MAX_LENGTH};
use crate::objects::storage::{self, StorageFlags};
use crate::vm::ops::prelude::*;

/// The largest length of anything array-like.
pub const MAX_SAFE_LENGTH: u64 = (1 << 53) - 1;

/// Array.prototype.push ( ...items )
pub fn push<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    if let Some(array) = as_simple(cx, args.this())
        && let Some(length) = push_simple(cx, array, args)
    {
        return Ok(cx.number(length as f64));
    }
    let object = to_object(cx, args.this())?;
    let length = length_of_array_like(cx, object)?;
    let count = args.count() as u64;
    if length + count > MAX_SAFE_LENGTH {
        let (count, length) = (count.to_string(), length.to_string());
        return Err(cx.throw_error(Message::PushPastSafeLength, &[&count, &length]));
    }
    for (offset, item) in args.rest(0).enumerate() {
        set_element(cx, object, length + offset as u64, item)?;
    }
    set_length(cx, object, length + count)?;
    Ok(cx.number((length + count) as f64))
}

/// [`push`] of one item where there is room for it.
pub fn quick_push<'g>(cx: &'g Cx<'_>, args: QuickArgs<'g>) -> Option<Val<'g>> {
    let array = simple_array(args.this())?;
    (args.count() == 1 && array.push_in_place(cx, args.get(0))).then(|| array.length_word())
}

/// The new length; None if the array would grow too long, or sparse.
fn push_simple(cx: &mut Cx<'_>, array: Handle<'_, JsArray>, args: Args<'_>) -> Option<u32> {
    let length = array.get(cx).length() as usize;
    let grown = length + args.count();
    let counts = array.get(cx).storage().counts();
    if grown > MAX_LENGTH as usize || !storage::fits_densely(counts, grown) {
        return None;
    }
    storage::ensure_elements(cx, array.must(cx), grown);
    let raw = array.get(cx);
    let elements = raw.storage();
    for (offset, item) in args.rest(0).enumerate() {
        elements.set_element(cx, length + offset, item.val(cx));
    }
    raw.set_length_raw(cx, grown as u32);
    Some(grown as u32)
}

/// Array.prototype.pop ( )
pub fn pop<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    if let Some(array) = as_simple(cx, args.this()) {
        return Ok(pop_simple(cx, array));
    }
    let object = to_object(cx, args.this())?;
    let length = length_of_array_like(cx, object)?;
    if length == 0 {
        set_length(cx, object, 0)?;
        return Ok(cx.undefined());
    }
    let value = get_element(cx, object, length - 1)?;
    delete_element(cx, object, length - 1)?;
    set_length(cx, object, length - 1)?;
    Ok(value)
}

/// [`pop`] where the storage keeps its size.
pub fn quick_pop<'g>(cx: &'g Cx<'_>, args: QuickArgs<'g>) -> Option<Val<'g>> {
    let array = simple_array(args.this())?;
    let (last, elements) = (array.length().checked_sub(1)?, array.storage());
    let counts = elements.counts();
    let value = elements.element(last as usize);
    if value.is_hole() || (last as usize) < counts.elements / 2 || counts.flags.contains(StorageFlags::COW) {
        return None;
    }
    elements.set_element(cx, last as usize, Val::HOLE);
    array.set_length_raw(cx, last);
    Some(value)
}

fn pop_simple<'s>(cx: &mut Cx<'s>, array: Handle<'_, JsArray>) -> Handle<'s> {
    let Some(last) = array.get(cx).length().checked_sub(1) else { return cx.undefined() };
    let value = array.get(cx).storage().element(last as usize);
    let value = if value.is_hole() { cx.undefined() } else { value.root(cx) };
    array::set_length(cx, array, last);
    value
}

/// Array.prototype.fill ( value [ , start [ , end ] ] )
pub fn fill<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.this())?;
    let length = length_of_array_like(cx, object)?;
    let value = args.get(cx, 0);
    let from = to_relative_index(cx, args.get(cx, 1), length, 0)?;
    let to = to_relative_index(cx, args.get(cx, 2), length, length)?;
    if let Some(array) = as_simple(cx, object.any())
        && to <= array.get(cx).length() as u64
        && storage::fits_densely(array.get(cx).storage().counts(), to as usize)
    {
        storage::ensure_elements(cx, object, to as usize);
        let elements = array.get(cx).storage();
        for index in from as usize..to as usize {
            elements.set_element(cx, index, value.val(cx));
        }
        return Ok(object.any());
    }
    for index in from..to {
        set_element(cx, object, index, value)?;
    }
    Ok(object.any())
}

/// Array.prototype.reverse ( )
pub fn reverse<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.this())?;
    let length = length_of_array_like(cx, object)?;
    if let Some(array) = as_simple(cx, object.any())
        && storage::fits_densely(array.get(cx).storage().counts(), length as usize)
    {
        storage::ensure_elements(cx, object, length as usize);
        let elements = array.get(cx).storage();
        for lower in 0..length as usize / 2 {
            let upper = length as usize - 1 - lower;
            let (low, high) = (elements.element(lower), elements.element(upper));
            elements.set_element(cx, lower, high);
            elements.set_element(cx, upper, low);
        }
        return Ok(object.any());
    }
    for lower in 0..length / 2 {
        scope!(cx);
        swap(cx, object, lower, length - 1 - lower)?;
    }
    Ok(object.any())
}

/// Exchanges two elements in the order that Array.prototype.reverse prescribes.
fn swap(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, lower: u64, upper: u64) -> JsResult<()> {
    let low = get_present(cx, object, lower)?;
    let high = get_present(cx, object, upper)?;
    if low.is_none() && high.is_none() {
        return Ok(());
    }
    set_or_delete(cx, object, lower, high)?;
    set_or_delete(cx, object, upper, low)
}

/// Array.prototype.copyWithin ( target, start [ , end ] )
pub fn copy_within<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.this())?;
    let length = length_of_array_like(cx, object)?;
    let to = to_relative_index(cx, args.get(cx, 0), length, 0)?;
    let from = to_relative_index(cx, args.get(cx, 1), length, 0)?;
    let end = to_relative_index(cx, args.get(cx, 2), length, length)?;
    let count = end.saturating_sub(from).min(length - to);
    move_elements(cx, object, from, to, count)?;
    Ok(object.any())
}

/// Moves `count` elements, holes included, from `from` to `to`: ascending unless that would overwrite what is to come.
pub fn move_elements(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, from: u64, to: u64, count: u64) -> JsResult<()> {
    let end = (from.max(to) + count) as usize;
    if let Some(array) = as_simple(cx, object.any())
        && storage::fits_densely(array.get(cx).storage().counts(), end)
        && end as u64 <= array.get(cx).length() as u64
    {
        storage::ensure_elements(cx, object, end);
        let elements = array.get(cx).storage();
        elements.copy_elements(cx, to as usize, elements, from as usize, count as usize);
        return Ok(());
    }
    let is_backward = from < to && to < from + count;
    for step in 0..count {
        scope!(cx);
        let offset = if is_backward { count - 1 - step } else { step };
        let value = get_present(cx, object, from + offset)?;
        set_or_delete(cx, object, to + offset, value)?;
    }
    Ok(())
}
