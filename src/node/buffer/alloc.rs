//! Buffer.alloc and its kin. All memory is zeroed: fresh pages are anyway, so that `allocUnsafe` saves nothing by not.

use super::bytes::{MAX_LENGTH, new_buffer};
use super::pool::new_pooled;
use crate::node::validators;
use crate::objects::typed_array::TypedArray;
use crate::vm::ops::prelude::*;

/// Argument `size`, checked.
pub fn size_argument(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<usize> {
    let size = validators::number_between(cx, value, "size", 0.0, MAX_LENGTH)?;
    Ok(size as usize)
}

/// Buffer.alloc(size, fill, encoding).
pub fn alloc<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(alloc_filled(cx, args.get(cx, 0), args.get(cx, 1), args.get(cx, 2))?.any())
}

pub fn alloc_filled<'s>(
    cx: &mut Cx<'s>,
    size: Handle<'s>,
    fill: Handle<'s>,
    encoding: Handle<'s>,
) -> JsResult<Handle<'s, TypedArray>> {
    let size = size_argument(cx, size)?;
    let buffer = new_buffer(cx, size)?;
    let raw = fill.val(cx);
    let is_zero = raw.is_number() && raw.as_number() == 0.0;
    if !raw.is_undefined() && !is_zero && size > 0 {
        let (start, end) = (cx.int(0), cx.number(size as f64));
        super::fill::fill_range(cx, buffer, fill, start, end, encoding)?;
    }
    Ok(buffer)
}

/// Buffer.allocUnsafe(size).
pub fn alloc_unsafe<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let size = size_argument(cx, args.get(cx, 0))?;
    Ok(new_pooled(cx, size)?.any())
}

/// Buffer.allocUnsafeSlow(size), SlowBuffer(size).
pub fn alloc_unsafe_slow<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let size = size_argument(cx, args.get(cx, 0))?;
    Ok(new_buffer(cx, size)?.any())
}
