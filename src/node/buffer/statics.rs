//! Static methods of Buffer that make no Buffer of one value: isBuffer, compare, isEncoding, concat, byteLength.

use std::cmp::Ordering;

use super::bytes::{MAX_LENGTH, as_uint8_array, bytes_of, new_buffer, uint8_array_argument};
use super::encoding::Encoding;
use super::from::string_byte_length;
use super::pool::new_pooled;
use crate::node::errors::invalid_argument_type;
use crate::node::validators;
use crate::objects::typed_array::TypedArray;
use crate::vm::ops::prelude::*;

/// Buffer.isBuffer(value): `value instanceof Buffer`.
pub fn is_buffer<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let found = inherits_from_buffer(cx, args.get(cx, 0))?;
    Ok(cx.boolean(found))
}

/// Is Buffer.prototype among the prototypes of `value`?
pub fn inherits_from_buffer(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<bool> {
    scope!(cx);
    let current = value.val(cx).root(cx);
    while let Some(object) = current.cast::<JsObject>(cx) {
        scope!(cx);
        let prototype = get_prototype_of(cx, object)?;
        if prototype.val(cx).is_same_word(cx.root(Root::BufferPrototype)) {
            return Ok(true);
        }
        current.set(cx, prototype.val(cx));
    }
    Ok(false)
}

/// Buffer.compare(buf1, buf2).
pub fn compare<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let left = uint8_array_argument(cx, args.get(cx, 0), "buf1")?;
    let right = uint8_array_argument(cx, args.get(cx, 1), "buf2")?;
    let order = left.get(cx).view_bytes().cmp(right.get(cx).view_bytes());
    Ok(order_number(cx, order))
}

/// -1, 0 or 1.
pub fn order_number<'s>(cx: &Cx<'s>, order: Ordering) -> Handle<'s> {
    cx.int(order as i32)
}

/// Buffer.isEncoding(encoding).
pub fn is_encoding<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let name = args.get(cx, 0).cast::<JsString>(cx).map(|name| name.get(cx).to_rust(cx));
    Ok(cx.boolean(name.is_some_and(|name| Encoding::parse(&name).is_some())))
}

/// Buffer.byteLength(string, encoding).
pub fn byte_length<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let value = args.get(cx, 0);
    if let Some(bytes) = bytes_of(value.val(cx)) {
        return Ok(cx.number(bytes.len() as f64));
    }
    let Some(string) = value.cast::<JsString>(cx) else {
        return Err(invalid_argument_type(cx, "string", &["string", "Buffer", "ArrayBuffer"], value));
    };
    let encoding = args.get(cx, 1);
    let encoding = match to_boolean(cx, encoding.val(cx)) {
        true => {
            let name = to_rust_string(cx, encoding)?;
            Encoding::parse(&name).unwrap_or(Encoding::Utf8)
        }
        false => Encoding::Utf8,
    };
    let length = string_byte_length(cx, string, encoding);
    Ok(cx.number(length as f64))
}

/// Buffer.concat(list, totalLength).
pub fn concat<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let list = args.get(cx, 0);
    if !is_array(cx, list)? {
        return Err(invalid_argument_type(cx, "list", &["Array"], list));
    }
    let list: Handle<'s, JsObject> = list.must(cx);
    let count = length_of_array_like(cx, list)?;
    if count == 0 {
        return Ok(new_buffer(cx, 0)?.any());
    }
    let total = match args.get(cx, 1).val(cx).is_undefined() {
        true => total_length(cx, list, count)?,
        false => validators::integer(cx, args.get(cx, 1), "length", 0.0, MAX_LENGTH)? as usize,
    };
    let joined = new_pooled(cx, total)?;
    let mut at = 0;
    for index in 0..count {
        scope!(cx);
        let piece = get(cx, list, Key::Index(index as u32))?;
        let Some(piece) = as_uint8_array(cx, piece) else {
            let name = format!("list[{index}]");
            return Err(invalid_argument_type(cx, &name, &["Buffer", "Uint8Array"], piece));
        };
        at += copy_bytes(cx, joined, at, piece);
    }
    Ok(joined.any())
}

/// The lengths that the elements of `list` state, together.
fn total_length(cx: &mut Cx<'_>, list: Handle<'_, JsObject>, count: u64) -> JsResult<usize> {
    let mut total = 0.0;
    for index in 0..count {
        scope!(cx);
        let piece = get(cx, list, Key::Index(index as u32))?;
        let length = get_v(cx, piece, cx.key(N::length))?;
        if length.val(cx).is_number() {
            total += length.val(cx).as_number();
        }
    }
    Ok(total as usize)
}

/// Copies as much of `source` as fits to `target` from `at` on; how much it was.
fn copy_bytes(cx: &mut Cx<'_>, target: Handle<'_, TypedArray>, at: usize, source: Handle<'_, TypedArray>) -> usize {
    let (to, from) = (target.get(cx), source.get(cx));
    let count = from.view_bytes().len().min(to.view_bytes().len().saturating_sub(at));
    if let (Some(into), Some(store)) = (to.array_buffer().backing_store(), from.array_buffer().backing_store()) {
        into.copy_from(cx, to.byte_offset() + at, store, from.byte_offset(), count);
    }
    count
}
