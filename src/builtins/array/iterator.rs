//! Array Iterator objects (ECMA-262, 23.1.5), %IteratorPrototype% and %AsyncIteratorPrototype%.

use super::super::define::{Row, properties, rooted_method, symbol_method, to_string_tag};
use super::super::receiver::{return_this, this};
use super::element::get_element;
use crate::objects::array;
use crate::objects::object::{self, ArrayIterator};
use crate::objects::typed_array::TypedArray;
use crate::vm::ops::prelude::*;

const ROWS: &[Row] = &[rooted_method("next", 0, next, Root::ArrayIteratorNext), to_string_tag("Array Iterator")];

pub fn install(cx: &mut Cx<'_>) {
    for (root, rows) in [
        (Root::ArrayIteratorPrototype, ROWS),
        (Root::IteratorPrototype, &[symbol_method(WellKnown::Iterator, 0, return_this)]),
        (Root::AsyncIteratorPrototype, &[symbol_method(WellKnown::AsyncIterator, 0, return_this)]),
    ] {
        let prototype = cx.root_handle::<JsObject>(root);
        properties(cx, prototype, rows);
    }
}

/// What an array iterator gives; the number its `iteration_kind` holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IterationKind {
    Keys,
    Values,
    Entries,
}

/// CreateArrayIterator(array, kind)
pub fn create_array_iterator<'s>(cx: &mut Cx<'s>, array: Handle<'_, JsObject>, kind: IterationKind) -> Handle<'s> {
    let iterator = object::allocate::<ArrayIterator>(cx, cx.root_handle(Root::ArrayIteratorMap));
    let raw = iterator.get(cx);
    raw.set_target(cx, array.val(cx));
    raw.set_position(cx, Val::int(0));
    raw.set_iteration_kind(cx, Val::int(kind as i32));
    iterator.any()
}

/// Array.prototype.keys ( )
pub fn keys<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.this())?;
    Ok(create_array_iterator(cx, object, IterationKind::Keys))
}

/// Array.prototype.values ( )
pub fn values<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.this())?;
    Ok(create_array_iterator(cx, object, IterationKind::Values))
}

/// Array.prototype.entries ( )
pub fn entries<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.this())?;
    Ok(create_array_iterator(cx, object, IterationKind::Entries))
}

/// %ArrayIteratorPrototype%.next ( )
fn next<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let iterator = this::<ArrayIterator>(cx, args, "Array Iterator.prototype.next")?;
    let Some(target) = iterator.get(cx).target().cast::<JsObject>() else {
        return Ok(create_iter_result(cx, cx.undefined(), true).any());
    };
    let target = target.root(cx);
    let index = iterator.get(cx).position().as_number();
    if index >= current_length(cx, target)? as f64 {
        iterator.get(cx).set_target(cx, Val::UNDEFINED);
        return Ok(create_iter_result(cx, cx.undefined(), true).any());
    }
    iterator.get(cx).set_position(cx, Val::number(index + 1.0));
    let value = match iterator.get(cx).iteration_kind().as_int() {
        kind if kind == IterationKind::Keys as i32 => cx.number(index),
        kind if kind == IterationKind::Values as i32 => get_element(cx, target, index as u64)?,
        _ => {
            let value = get_element(cx, target, index as u64)?;
            array::from_values(cx, &[cx.number(index), value]).any()
        }
    };
    Ok(create_iter_result(cx, value, false).any())
}

/// The length of what is iterated, as it is now; TypeError for a typed array out of bounds.
fn current_length(cx: &mut Cx<'_>, target: Handle<'_, JsObject>) -> JsResult<u64> {
    if let Some(array) = target.get(cx).val().cast::<JsArray>() {
        return Ok(array.length() as u64);
    }
    match target.get(cx).val().cast::<TypedArray>() {
        Some(array) => match array.checked_length() {
            Some(length) => Ok(length as u64),
            None => Err(cx.throw_error(Message::DetachedBuffer, &["%ArrayIteratorPrototype%.next"])),
        },
        None => length_of_array_like(cx, target),
    }
}
