//! Methods that take elements out of the middle or put some in: `shift`, `unshift`, `splice`, `toSpliced`.

use super::element::{as_simple, delete_element, get_element, get_present, set_element, set_length, set_or_delete};
use super::mutation::MAX_SAFE_LENGTH;
use super::species::{Output, has_default_species};
use crate::objects::array;
use crate::objects::storage;
use crate::vm::ops::prelude::*;

/// Array.prototype.shift ( )
pub fn shift<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    if let Some(array) = as_simple(cx, args.this())
        && is_dense(cx, array)
    {
        let first = array.get(cx).storage().element(0);
        let first = if first.is_hole() { cx.undefined() } else { first.root(cx) };
        if array.get(cx).length() > 0 {
            replace_simple(cx, array, 0, 1, 0);
        }
        return Ok(first);
    }
    let object = to_object(cx, args.this())?;
    let length = length_of_array_like(cx, object)?;
    if length == 0 {
        set_length(cx, object, 0)?;
        return Ok(cx.undefined());
    }
    let first = get_element(cx, object, 0)?;
    close_gap(cx, object, 0, 1, 0, length)?;
    set_length(cx, object, length - 1)?;
    Ok(first)
}

/// Array.prototype.unshift ( ...items )
pub fn unshift<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let count = args.count();
    if let Some(array) = as_simple(cx, args.this())
        && can_replace(cx, array, 0, count)
    {
        replace_simple(cx, array, 0, 0, count);
        write_items(cx, array, 0, args.rest(0));
        return Ok(cx.number(array.get(cx).length() as f64));
    }
    let object = to_object(cx, args.this())?;
    let length = length_of_array_like(cx, object)?;
    let count = count as u64;
    if count > 0 {
        if length + count > MAX_SAFE_LENGTH {
            return Err(cx.throw_error(Message::ArrayLikeTooLong, &[]));
        }
        open_gap(cx, object, 0, 0, count, length)?;
        for (index, item) in args.rest(0).enumerate() {
            set_element(cx, object, index as u64, item)?;
        }
    }
    set_length(cx, object, length + count)?;
    Ok(cx.number((length + count) as f64))
}

/// Where a splice begins, and how many elements it takes out.
struct Cut {
    start: u64,
    removed: u64,
}

/// The cut that `start` and `deleteCount` ask for: absent arguments take nothing, or all the rest.
fn cut<'s>(cx: &mut Cx<'s>, args: Args<'s>, length: u64) -> JsResult<Cut> {
    let start = to_relative_index(cx, args.get(cx, 0), length, 0)?;
    let removed = match args.count() {
        0 => 0,
        1 => length - start,
        _ => {
            let count = to_integer_or_infinity(cx, args.get(cx, 1))?;
            count.clamp(0.0, (length - start) as f64) as u64
        }
    };
    Ok(Cut { start, removed })
}

/// Array.prototype.splice ( start, deleteCount, ...items )
pub fn splice<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.this())?;
    let length = length_of_array_like(cx, object)?;
    let cut = cut(cx, args, length)?;
    let added = args.count().saturating_sub(2);
    if length - cut.removed + added as u64 > MAX_SAFE_LENGTH {
        return Err(cx.throw_error(Message::ArrayLikeTooLong, &[]));
    }
    if let Some(array) = as_simple(cx, object.any())
        && array.get(cx).length() as u64 == length
        && has_default_species(cx, object.get(cx))
        && can_replace(cx, array, cut.removed as usize, added)
    {
        return Ok(splice_simple(cx, array, cut, args));
    }
    let removed = take_out(cx, object, &cut)?;
    let added = added as u64;
    if added < cut.removed {
        close_gap(cx, object, cut.start, cut.removed, added, length)?;
    } else if added > cut.removed {
        open_gap(cx, object, cut.start, cut.removed, added, length)?;
    }
    for (offset, item) in args.rest(2).enumerate() {
        set_element(cx, object, cut.start + offset as u64, item)?;
    }
    set_length(cx, object, length - cut.removed + added)?;
    Ok(removed)
}

fn splice_simple<'s>(cx: &mut Cx<'s>, array: Handle<'_, JsArray>, cut: Cut, args: Args<'s>) -> Handle<'s> {
    let (start, count) = (cut.start as usize, cut.removed as usize);
    let removed = super::copying::copy_dense(cx, array, start, count);
    replace_simple(cx, array, start, count, args.count().saturating_sub(2));
    write_items(cx, array, start, args.rest(2));
    removed.any()
}

/// The array of the elements that the cut takes out (steps 9 to 13 of splice).
fn take_out<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>, cut: &Cut) -> JsResult<Handle<'s>> {
    let output = Output::create(cx, object, cut.removed)?;
    for index in output.indexes_of(cx, object, cut.start..cut.start + cut.removed) {
        scope!(cx);
        if let Some(value) = get_present(cx, object, index)? {
            output.put(cx, index - cut.start, value)?;
        }
    }
    output.finish(cx, cut.removed)
}

/// Are all elements within the storage (none missing at the end)? Then moving them costs no more than their number.
fn is_dense(cx: &Cx<'_>, array: Handle<'_, JsArray>) -> bool {
    array.get(cx).length() as usize <= array.get(cx).storage().counts().elements
}

/// Can `added` elements take the place of `removed` ones within the storage?
fn can_replace(cx: &Cx<'_>, array: Handle<'_, JsArray>, removed: usize, added: usize) -> bool {
    let length = array.get(cx).length() as usize - removed + added;
    is_dense(cx, array) && length <= array::MAX_PREALLOCATED as usize
}

/// Makes room for `added` elements at `start` in place of `removed` ones; their words hold anything until written.
fn replace_simple(cx: &mut Cx<'_>, array: Handle<'_, JsArray>, start: usize, removed: usize, added: usize) {
    let length = array.get(cx).length() as usize;
    let new_length = length - removed + added;
    storage::ensure_elements(cx, array.must(cx), length.max(new_length));
    let elements = array.get(cx).storage();
    let (from, to) = (start + removed, start + added);
    elements.copy_elements(cx, to, elements, from, length - from);
    if new_length < length {
        array::set_length(cx, array, new_length as u32);
    } else {
        array.get(cx).set_length_raw(cx, new_length as u32);
    }
}

fn write_items<'s>(cx: &Cx<'_>, array: Handle<'_, JsArray>, start: usize, items: impl Iterator<Item = Handle<'s>>) {
    let elements = array.get(cx).storage();
    for (offset, item) in items.enumerate() {
        elements.set_element(cx, start + offset, item.val(cx));
    }
}

/// Moves what follows the `removed` elements at `start` down to behind `added` ones, and deletes what is left over.
fn close_gap(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    start: u64,
    removed: u64,
    added: u64,
    length: u64,
) -> JsResult<()> {
    for index in start + removed..length {
        scope!(cx);
        let value = get_present(cx, object, index)?;
        set_or_delete(cx, object, index - removed + added, value)?;
    }
    for index in (length - removed + added..length).rev() {
        delete_element(cx, object, index)?;
    }
    Ok(())
}

/// Moves what follows the `removed` elements at `start` up to make room for `added` ones.
fn open_gap(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    start: u64,
    removed: u64,
    added: u64,
    length: u64,
) -> JsResult<()> {
    for index in (start + removed..length).rev() {
        scope!(cx);
        let value = get_present(cx, object, index)?;
        set_or_delete(cx, object, index - removed + added, value)?;
    }
    Ok(())
}

/// Array.prototype.toSpliced ( start, skipCount, ...items )
pub fn to_spliced<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.this())?;
    let length = length_of_array_like(cx, object)?;
    let cut = cut(cx, args, length)?;
    let added = args.count().saturating_sub(2) as u64;
    let new_length = length - cut.removed + added;
    if new_length > MAX_SAFE_LENGTH {
        return Err(cx.throw_error(Message::ArrayLikeTooLong, &[]));
    }
    let output = Output::plain(cx, new_length)?;
    for index in 0..cut.start {
        scope!(cx);
        let value = get_element(cx, object, index)?;
        output.put(cx, index, value)?;
    }
    for (offset, item) in args.rest(2).enumerate() {
        output.put(cx, cut.start + offset as u64, item)?;
    }
    for index in cut.start + cut.removed..length {
        scope!(cx);
        let value = get_element(cx, object, index)?;
        output.put(cx, index - cut.removed + added, value)?;
    }
    Ok(output.object(cx).any())
}
