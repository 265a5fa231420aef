//! The array buffer that small Buffers share, as node's do: a fresh one is taken when it is used up.

use super::bytes::{new_buffer, new_view};
use crate::builtins::array_buffer::new_array_buffer;
use crate::objects::buffer::AnyBuffer;
use crate::objects::typed_array::TypedArray;
use crate::vm::ops::prelude::*;

/// `Buffer.poolSize`.
pub const POOL_BYTES: usize = 8192;
/// Where Buffers in the pool start: at multiples of this.
const ALIGNMENT: usize = 8;

/// A Buffer of `length` zero bytes, in the pool if it is small.
pub fn new_pooled<'s>(cx: &mut Cx<'s>, length: usize) -> JsResult<Handle<'s, TypedArray>> {
    if length == 0 || length >= POOL_BYTES / 2 {
        return new_buffer(cx, length);
    }
    let used = cx.root(Root::BufferPoolUsed);
    let used = if used.is_int() { used.as_int() as usize } else { POOL_BYTES };
    let offset = if used + length > POOL_BYTES { 0 } else { used };
    if offset == 0 {
        scope!(cx);
        let pool = new_array_buffer(cx, POOL_BYTES as u64)?;
        cx.set_root_value(Root::BufferPool, pool.any());
    }
    let end = (offset + length).next_multiple_of(ALIGNMENT);
    cx.set_root(Root::BufferPoolUsed.index(), Val::int(end as i32));
    let pool: Handle<'static, AnyBuffer> = cx.root_handle(Root::BufferPool);
    Ok(new_view(cx, pool, offset, length))
}
