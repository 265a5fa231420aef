//! What a typed array shows of its buffer, and its iterators.

use super::create::validate_this;
use crate::builtins::receiver::this;
use crate::objects::object::{self, ArrayIterator};
use crate::objects::typed_array::TypedArray;
use crate::vm::ops::prelude::*;

/// get %TypedArray%.prototype.buffer.
pub fn buffer<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let array: Handle<'s, TypedArray> = this(cx, args, "get %TypedArray%.prototype.buffer")?;
    Ok(array.get(cx).buffer().root(cx))
}

/// get %TypedArray%.prototype.byteLength: 0 out of bounds.
pub fn byte_length<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let array: Handle<'s, TypedArray> = this(cx, args, "get TypedArray.prototype.byteLength")?;
    let raw = array.get(cx);
    let length = raw.checked_length().unwrap_or(0) * raw.element_kind().bytes();
    Ok(cx.number(length as f64))
}

/// get %TypedArray%.prototype.byteOffset: 0 out of bounds.
pub fn byte_offset<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let array: Handle<'s, TypedArray> = this(cx, args, "get TypedArray.prototype.byteOffset")?;
    let raw = array.get(cx);
    let offset = if raw.checked_length().is_some() { raw.byte_offset() } else { 0 };
    Ok(cx.number(offset as f64))
}

/// get %TypedArray%.prototype.length: 0 out of bounds.
pub fn length<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let array: Handle<'s, TypedArray> = this(cx, args, "get TypedArray.prototype.length")?;
    let length = array.get(cx).checked_length().unwrap_or(0);
    Ok(cx.number(length as f64))
}

/// get %TypedArray%.prototype\[%Symbol.toStringTag%\]: the constructor's name, undefined for anything else.
pub fn to_string_tag<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    match args.this().cast::<TypedArray>(cx) {
        Some(array) => {
            let name = array.get(cx).element_kind().name();
            Ok(cx.intern_str(name).any())
        }
        None => Ok(cx.undefined()),
    }
}

/// %TypedArray%.prototype.entries.
pub fn entries<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    iterate(cx, args, "%TypedArray%.prototype.entries", 2)
}

/// %TypedArray%.prototype.keys.
pub fn keys<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    iterate(cx, args, "%TypedArray%.prototype.keys", 0)
}

/// %TypedArray%.prototype.values.
pub fn values<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    iterate(cx, args, "%TypedArray%.prototype.values", 1)
}

/// CreateArrayIterator(array, kind).
fn iterate<'s>(cx: &mut Cx<'s>, args: Args<'s>, method: &str, kind: i32) -> JsResult<Handle<'s>> {
    let (array, _) = validate_this(cx, args, method)?;
    let iterator: Handle<'s, ArrayIterator> = object::allocate(cx, cx.root_handle(Root::ArrayIteratorMap));
    let raw = iterator.get(cx);
    raw.set_target(cx, array.val(cx));
    raw.set_position(cx, Val::int(0));
    raw.set_iteration_kind(cx, Val::int(kind));
    Ok(iterator.any())
}
