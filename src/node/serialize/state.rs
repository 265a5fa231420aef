//! What a v8.Serializer or v8.Deserializer keeps between calls: an array of the engine's own, which only the library in
//! JavaScript holds.

use super::serializer::new_map;
use crate::node::buffer::bytes::{buffer_from_bytes, new_buffer, new_view};
use crate::objects::array;
use crate::objects::object::MapObject;
use crate::objects::typed_array::TypedArray;
use crate::vm::ops::prelude::*;

// Of a serializer: the bytes written, in a buffer with room for more; their count; the numbers of objects, and those of
// transferred buffers.
const BYTES: usize = 0;
const LENGTH: usize = 1;
const IDS: usize = 2;
const TRANSFERRED: usize = 3;
// Of a deserializer: the bytes to read, the position in them, the objects by number, transferred buffers by number, the
// format's version.
const POSITION: usize = 1;
const OBJECTS: usize = 2;
const VERSION: usize = 4;

/// Bytes that a new serializer has room for.
const INITIAL_BYTES: usize = 256;

/// The state of a new serializer.
pub fn new_serializer<'s>(cx: &mut Cx<'s>) -> JsResult<Handle<'s, JsArray>> {
    let bytes = new_buffer(cx, INITIAL_BYTES)?;
    let (ids, transferred) = (new_map(cx), new_map(cx));
    Ok(array::from_values(cx, &[bytes.any(), cx.int(0), ids.any(), transferred.any()]))
}

/// The state of a new deserializer of `bytes`, a view.
pub fn new_deserializer<'s>(cx: &mut Cx<'s>, bytes: Handle<'_>) -> Handle<'s, JsArray> {
    let (objects, transferred) = (array::with_capacity(cx, 0), new_map(cx));
    let zero = cx.int(0);
    array::from_values(cx, &[bytes, zero, objects.any(), transferred.any(), zero])
}

fn field<'s>(cx: &Cx<'s>, state: Handle<'_, JsArray>, index: usize) -> Handle<'s> {
    state.get(cx).storage().element(index).root(cx)
}

fn set_number(cx: &Cx<'_>, state: Handle<'_, JsArray>, index: usize, number: usize) {
    state.get(cx).storage().set_element(cx, index, Val::number(number as f64));
}

fn number(cx: &Cx<'_>, state: Handle<'_, JsArray>, index: usize) -> usize {
    state.get(cx).storage().element(index).as_number() as usize
}

/// Bytes written so far.
pub fn length(cx: &Cx<'_>, state: Handle<'_, JsArray>) -> usize {
    number(cx, state, LENGTH)
}

pub fn ids<'s>(cx: &Cx<'s>, state: Handle<'_, JsArray>) -> Handle<'s, MapObject> {
    field(cx, state, IDS).must(cx)
}

pub fn transferred<'s>(cx: &Cx<'s>, state: Handle<'_, JsArray>) -> Handle<'s, MapObject> {
    field(cx, state, TRANSFERRED).must(cx)
}

/// Adds bytes at the end; the buffer doubles when it is full.
pub fn append(cx: &mut Cx<'_>, state: Handle<'_, JsArray>, bytes: &[u8]) -> JsResult<()> {
    scope!(cx);
    let at = length(cx, state);
    let needed = at + bytes.len();
    let mut buffer: Handle<'_, TypedArray> = field(cx, state, BYTES).must(cx);
    if needed > buffer.get(cx).view_bytes().len() {
        let larger = new_buffer(cx, needed * 2)?;
        let old = buffer.get(cx).view_bytes()[..at].to_vec();
        larger.view_bytes_mut_with(cx, |new| new[..at].copy_from_slice(&old));
        state.get(cx).storage().set_element(cx, BYTES, larger.val(cx));
        buffer = larger;
    }
    buffer.view_bytes_mut_with(cx, |own| own[at..needed].copy_from_slice(bytes));
    set_number(cx, state, LENGTH, needed);
    Ok(())
}

/// What was written, as a Buffer; the serializer starts again.
pub fn release<'s>(cx: &mut Cx<'s>, state: Handle<'_, JsArray>) -> JsResult<Handle<'s, TypedArray>> {
    let length = length(cx, state);
    let buffer: Handle<'_, TypedArray> = field(cx, state, BYTES).must(cx);
    let memory = buffer.get(cx).array_buffer().root(cx);
    let released = new_view(cx, memory, 0, length);
    let fresh = buffer_from_bytes(cx, &[])?;
    state.get(cx).storage().set_element(cx, BYTES, fresh.val(cx));
    set_number(cx, state, LENGTH, 0);
    Ok(released)
}

/// The bytes that a deserializer reads.
pub fn input<'s>(cx: &Cx<'s>, state: Handle<'_, JsArray>) -> Handle<'s> {
    field(cx, state, BYTES)
}

pub fn position(cx: &Cx<'_>, state: Handle<'_, JsArray>) -> usize {
    number(cx, state, POSITION)
}

pub fn set_position(cx: &Cx<'_>, state: Handle<'_, JsArray>, position: usize) {
    set_number(cx, state, POSITION, position);
}

/// The objects read so far, by number.
pub fn objects<'s>(cx: &Cx<'s>, state: Handle<'_, JsArray>) -> Handle<'s, JsArray> {
    field(cx, state, OBJECTS).must(cx)
}

pub fn version(cx: &Cx<'_>, state: Handle<'_, JsArray>) -> u32 {
    number(cx, state, VERSION) as u32
}

pub fn set_version(cx: &Cx<'_>, state: Handle<'_, JsArray>, version: u32) {
    set_number(cx, state, VERSION, version as usize);
}
