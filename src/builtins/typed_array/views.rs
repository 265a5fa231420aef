//! What a typed array shows of its buffer, and its iterators.

use super::create::validate_this;
use crate::builtins::array::{IterationKind, create_array_iterator};
use crate::builtins::receiver::this;
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

/// [`length`] of a typed array.
pub fn quick_length<'g>(_: &'g Cx<'_>, args: QuickArgs<'g>) -> Option<Val<'g>> {
    let length = args.this().cast::<TypedArray>()?.checked_length().unwrap_or(0);
    Some(Val::number(length as f64))
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
    iterate(cx, args, "%TypedArray%.prototype.entries", IterationKind::Entries)
}

/// %TypedArray%.prototype.keys.
pub fn keys<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    iterate(cx, args, "%TypedArray%.prototype.keys", IterationKind::Keys)
}

/// %TypedArray%.prototype.values.
pub fn values<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    iterate(cx, args, "%TypedArray%.prototype.values", IterationKind::Values)
}

fn iterate<'s>(cx: &mut Cx<'s>, args: Args<'s>, method: &str, kind: IterationKind) -> JsResult<Handle<'s>> {
    let (array, _) = validate_this(cx, args, method)?;
    Ok(create_array_iterator(cx, array.must(cx), kind))
}
