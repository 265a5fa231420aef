//! The bytes of Buffers: making them, and taking them from arguments.

use super::encoding::Encoding;
use super::pool::new_pooled;
use crate::builtins::array_buffer::new_array_buffer;
use crate::node::errors::{invalid_argument_type, throw_coded};
use crate::objects::buffer::{AnyBuffer, BackingStore};
use crate::objects::map::MapFlags;
use crate::objects::object;
use crate::objects::string::with_flat;
use crate::objects::string_builder::StringBuilder;
use crate::objects::typed_array::{DataView, ElementKind, TypedArray};
use crate::vm::messages::ErrorType;
use crate::vm::ops::prelude::*;

/// The most bytes of a Buffer, as node 20 states it.
pub const MAX_LENGTH: f64 = 4_294_967_296.0;

/// A Buffer of `length` zero bytes.
pub fn new_buffer<'s>(cx: &mut Cx<'s>, length: usize) -> JsResult<Handle<'s, TypedArray>> {
    let buffer = new_array_buffer(cx, length as u64)?;
    Ok(new_view(cx, buffer.any().must(cx), 0, length))
}

/// A Buffer over `length` bytes of `buffer` from `offset` on, which it has.
pub fn new_view<'s>(
    cx: &mut Cx<'s>,
    buffer: Handle<'_, AnyBuffer>,
    offset: usize,
    length: usize,
) -> Handle<'s, TypedArray> {
    super::install(cx);
    let prototype = cx.root_handle::<JsObject>(Root::BufferPrototype);
    let map = object::map_for::<TypedArray>(cx, prototype, 0, MapFlags::EXTENSIBLE);
    let view: Handle<'s, TypedArray> = object::allocate(cx, map);
    view.get(cx).initialize(cx, ElementKind::Uint8, buffer.get(cx), offset, Some(length));
    view
}

/// A Buffer that holds a copy of `bytes`.
pub fn buffer_from_bytes<'s>(cx: &mut Cx<'s>, bytes: &[u8]) -> JsResult<Handle<'s, TypedArray>> {
    let buffer = new_pooled(cx, bytes.len())?;
    buffer.view_bytes_mut_with(cx, |own| own.copy_from_slice(bytes));
    Ok(buffer)
}

/// `value` if it is a Uint8Array, as every Buffer is.
pub fn as_uint8_array<'s>(cx: &Cx<'_>, value: Handle<'s>) -> Option<Handle<'s, TypedArray>> {
    value.cast::<TypedArray>(cx).filter(|array| array.get(cx).element_kind() == ElementKind::Uint8)
}

/// The receiver, a Uint8Array.
pub fn this_buffer<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s, TypedArray>> {
    match as_uint8_array(cx, args.this()) {
        Some(buffer) => Ok(buffer),
        None => Err(throw_coded(cx, ErrorType::TypeError, "ERR_INVALID_ARG_TYPE", "argument must be a buffer")),
    }
}

/// Argument `name`, which must be a Buffer or Uint8Array.
pub fn uint8_array_argument<'s>(cx: &mut Cx<'s>, value: Handle<'s>, name: &str) -> JsResult<Handle<'s, TypedArray>> {
    match as_uint8_array(cx, value) {
        Some(array) => Ok(array),
        None => Err(invalid_argument_type(cx, name, &["Buffer", "Uint8Array"], value)),
    }
}

/// The bytes that a buffer, or a view of one, shows now. None for other values.
pub fn bytes_of<'g>(value: Val<'g>) -> Option<&'g [u8]> {
    if let Some(array) = value.cast::<TypedArray>() {
        return Some(array.view_bytes());
    }
    let (buffer, offset, length) = match value.cast::<DataView>() {
        Some(view) => (view.array_buffer(), view.byte_offset(), view.checked_length().unwrap_or(0)),
        None => {
            let buffer = value.cast::<AnyBuffer>()?;
            (buffer, 0, buffer.byte_length())
        }
    };
    let store: Option<Gc<'g, BackingStore>> = buffer.backing_store();
    Some(store.filter(|_| length > 0).map_or(&[], |store| &store.as_bytes()[offset..][..length]))
}

/// The bytes of `string`, at most `limit`.
pub fn string_bytes(cx: &mut Cx<'_>, string: Handle<'_, JsString>, encoding: Encoding, limit: usize) -> Vec<u8> {
    with_flat(cx, string, |text| encoding.to_bytes(text, limit))
}

/// The text of a range of an array's bytes, cut to what it has.
pub fn text_of_range<'s>(
    cx: &mut Cx<'s>,
    array: Handle<'_, TypedArray>,
    start: usize,
    end: usize,
    encoding: Encoding,
) -> JsResult<Handle<'s>> {
    let mut builder = StringBuilder::new();
    let bytes = array.get(cx).view_bytes();
    let end = end.min(bytes.len());
    encoding.push_text(&bytes[start.min(end)..end], &mut builder);
    match builder.finish(cx) {
        Ok(string) => Ok(string.any()),
        Err(_) => {
            let message = "Cannot create a string longer than 0x1fffffe8 characters";
            Err(throw_coded(cx, ErrorType::Error, "ERR_STRING_TOO_LONG", message))
        }
    }
}

/// The encoding that `value` names: UTF-8 for undefined, TypeError for one that is unknown.
pub fn encoding_argument(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<Encoding> {
    if value.val(cx).is_undefined() {
        return Ok(Encoding::Utf8);
    }
    let name = to_rust_string(cx, value)?;
    match Encoding::parse(&name) {
        Some(encoding) => Ok(encoding),
        None => Err(unknown_encoding(cx, &name)),
    }
}

/// ERR_UNKNOWN_ENCODING.
pub fn unknown_encoding(cx: &mut Cx<'_>, name: &str) -> Throw {
    throw_coded(cx, ErrorType::TypeError, "ERR_UNKNOWN_ENCODING", &format!("Unknown encoding: {name}"))
}

/// ERR_BUFFER_OUT_OF_BOUNDS, of argument `name` if one is to blame.
pub fn out_of_bounds(cx: &mut Cx<'_>, name: Option<&str>) -> Throw {
    let message = match name {
        Some(name) => format!("\"{name}\" is outside of buffer bounds"),
        None => "Attempt to access memory outside buffer bounds".to_owned(),
    };
    throw_coded(cx, ErrorType::RangeError, "ERR_BUFFER_OUT_OF_BOUNDS", &message)
}
