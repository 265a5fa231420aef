//! SharedArrayBuffer (ECMA-262, 25.2). One thread per isolate, so that it differs from ArrayBuffer in what scripts see only:
//! it cannot be detached and only grows.

use super::array_buffer::{
    byte_length_of, construct_buffer, is_resizable, max_byte_length_of, resizable_receiver, slice_of,
};
use super::define::{Class, Row, class, getter, method, symbol_getter, to_string_tag};
use super::receiver::{new_target, return_this};
use crate::objects::buffer::SharedArrayBuffer;
use crate::vm::ops::prelude::*;

const STATICS: &[Row] = &[symbol_getter(WellKnown::Species, return_this)];

const METHODS: &[Row] = &[
    getter("byteLength", byte_length),
    method("slice", 2, slice),
    getter("maxByteLength", max_byte_length),
    getter("growable", growable),
    method("grow", 1, grow),
    to_string_tag("SharedArrayBuffer"),
];

pub fn install(cx: &mut Cx<'_>) {
    let shared_array_buffer = Class {
        constructor_root: Some(Root::SharedArrayBufferConstructor),
        statics: STATICS,
        methods: METHODS,
        ..Class::new("SharedArrayBuffer", 1, construct, Root::SharedArrayBufferPrototype)
    };
    class(cx, &shared_array_buffer);
}

fn construct<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let new_target = new_target(cx, args, "SharedArrayBuffer")?;
    construct_buffer::<SharedArrayBuffer>(cx, args, new_target, Root::SharedArrayBufferPrototype)
}

fn byte_length<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    byte_length_of::<SharedArrayBuffer>(cx, args, "get SharedArrayBuffer.prototype.byteLength")
}

fn max_byte_length<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    max_byte_length_of::<SharedArrayBuffer>(cx, args, "get SharedArrayBuffer.prototype.maxByteLength")
}

fn growable<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    is_resizable::<SharedArrayBuffer>(cx, args, "get SharedArrayBuffer.prototype.growable")
}

/// SharedArrayBuffer.prototype.grow (25.2.4.3): never to less than it has.
fn grow<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "SharedArrayBuffer.prototype.grow";
    let (buffer, max) = resizable_receiver::<SharedArrayBuffer>(cx, args, METHOD)?;
    let length = to_index(cx, args.get(cx, 0))?;
    let current = buffer.get(cx).byte_length();
    match length.filter(|length| (current as u64..=max as u64).contains(length)) {
        Some(length) => buffer.get(cx).resize(cx, length as usize),
        None => return Err(cx.throw_error(Message::InvalidResizeLength, &[METHOD])),
    }
    Ok(cx.undefined())
}

/// SharedArrayBuffer.prototype.slice (25.2.4.6).
fn slice<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    slice_of::<SharedArrayBuffer>(cx, args, "SharedArrayBuffer.prototype.slice", Root::SharedArrayBufferConstructor)
}
