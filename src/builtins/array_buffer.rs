//! ArrayBuffer (ECMA-262, 25.1), and what SharedArrayBuffer shares with it. Memory is `objects::buffer`'s.

use super::define::{Class, Row, class, getter, method, symbol_getter, to_string_tag};
use super::receiver::{incompatible, new_target, return_this, this};
use crate::objects::buffer::{self, AnyBuffer, ArrayBuffer, MAX_BYTES};
use crate::objects::map::MapFlags;
use crate::objects::object::{self, ObjectType};
use crate::objects::typed_array::{DataView, TypedArray};
use crate::vm::ops::prelude::*;

const STATICS: &[Row] = &[method("isView", 1, is_view), symbol_getter(WellKnown::Species, return_this)];

const METHODS: &[Row] = &[
    getter("byteLength", byte_length),
    method("slice", 2, slice),
    getter("maxByteLength", max_byte_length),
    getter("resizable", resizable),
    method("resize", 1, resize),
    to_string_tag("ArrayBuffer"),
];

pub fn install(cx: &mut Cx<'_>) {
    let array_buffer = Class {
        constructor_root: Some(Root::ArrayBufferConstructor),
        statics: STATICS,
        methods: METHODS,
        ..Class::new("ArrayBuffer", 1, construct, Root::ArrayBufferPrototype)
    };
    class(cx, &array_buffer);
}

/// `new ArrayBuffer(length, options)`.
fn construct<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let new_target = new_target(cx, args, "ArrayBuffer")?;
    construct_buffer::<ArrayBuffer>(cx, args, new_target, Root::ArrayBufferPrototype)
}

/// What both constructors do (25.1.3.1, 25.2.2.1).
pub fn construct_buffer<'s, T: ObjectType>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
    new_target: Handle<'_, JsObject>,
    prototype: Root,
) -> JsResult<Handle<'s>> {
    let Some(length) = to_index(cx, args.get(cx, 0))? else {
        return Err(cx.throw_error(Message::InvalidArrayBufferLength, &[]));
    };
    let max = requested_max_length(cx, args.get(cx, 1))?;
    if max.is_some_and(|max| length > max || max > MAX_BYTES) {
        return Err(cx.throw_error(Message::InvalidArrayBufferMaxLength, &[]));
    }
    let buffer: Handle<'s, T> = ordinary_create_from_constructor(cx, new_target, prototype)?;
    attach_memory(cx, buffer.must(cx), length, max)?;
    Ok(buffer.any())
}

/// GetArrayBufferMaxByteLengthOption (25.1.2.8).
fn requested_max_length(cx: &mut Cx<'_>, options: Handle<'_>) -> JsResult<Option<u64>> {
    let Some(options) = options.cast::<JsObject>(cx) else { return Ok(None) };
    let max = get(cx, options, cx.key(N::max_byte_length))?;
    if max.val(cx).is_undefined() {
        return Ok(None);
    }
    match to_index(cx, max)? {
        None => Err(cx.throw_error(Message::InvalidArrayBufferMaxLength, &[])),
        max => Ok(max),
    }
}

/// CreateByteDataBlock: gives `buffer` zeroed memory, or throws `Array buffer allocation failed`.
fn attach_memory(cx: &mut Cx<'_>, buffer: Handle<'_, JsObject>, length: u64, max: Option<u64>) -> JsResult<()> {
    let fits = length <= MAX_BYTES;
    if fits && buffer::attach(cx, buffer, length as usize, max.map(|max| max as usize)) {
        return Ok(());
    }
    Err(cx.throw_error(Message::ArrayBufferAllocation, &[]))
}

/// AllocateArrayBuffer(%ArrayBuffer%, length).
pub fn new_array_buffer<'s>(cx: &mut Cx<'s>, length: u64) -> JsResult<Handle<'s, ArrayBuffer>> {
    let prototype = cx.root_handle::<JsObject>(Root::ArrayBufferPrototype);
    let map = object::map_for::<ArrayBuffer>(cx, prototype, 0, MapFlags::EXTENSIBLE);
    let buffer: Handle<'s, ArrayBuffer> = object::allocate(cx, map);
    attach_memory(cx, buffer.must(cx), length, None)?;
    Ok(buffer)
}

/// The TypeError of `method` that found its buffer detached.
pub fn detached(cx: &mut Cx<'_>, method: &str) -> Throw {
    cx.throw_error(Message::DetachedBuffer, &[method])
}

/// ArrayBuffer.isView.
fn is_view<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let value = args.get(cx, 0).val(cx);
    let is_view = value.is::<TypedArray>() || value.is::<DataView>();
    Ok(cx.boolean(is_view))
}

fn byte_length<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    byte_length_of::<ArrayBuffer>(cx, args, "get ArrayBuffer.prototype.byteLength")
}

/// The length of a buffer, 0 when detached.
pub fn byte_length_of<'s, T: HeapType>(cx: &mut Cx<'s>, args: Args<'s>, method: &str) -> JsResult<Handle<'s>> {
    let buffer: Handle<'s, AnyBuffer> = this::<T>(cx, args, method)?.must(cx);
    let length = buffer.get(cx).byte_length();
    Ok(cx.number(length as f64))
}

fn max_byte_length<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    max_byte_length_of::<ArrayBuffer>(cx, args, "get ArrayBuffer.prototype.maxByteLength")
}

/// The length a buffer may grow to, 0 when detached.
pub fn max_byte_length_of<'s, T: HeapType>(cx: &mut Cx<'s>, args: Args<'s>, method: &str) -> JsResult<Handle<'s>> {
    let buffer: Handle<'s, AnyBuffer> = this::<T>(cx, args, method)?.must(cx);
    let raw = buffer.get(cx);
    let max = if raw.is_detached() { 0 } else { raw.max_length().unwrap_or(raw.byte_length()) };
    Ok(cx.number(max as f64))
}

fn resizable<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    is_resizable::<ArrayBuffer>(cx, args, "get ArrayBuffer.prototype.resizable")
}

/// Whether a buffer was made with a maximum.
pub fn is_resizable<'s, T: HeapType>(cx: &mut Cx<'s>, args: Args<'s>, method: &str) -> JsResult<Handle<'s>> {
    let buffer: Handle<'s, AnyBuffer> = this::<T>(cx, args, method)?.must(cx);
    Ok(cx.boolean(buffer.get(cx).max_length().is_some()))
}

/// ArrayBuffer.prototype.resize (25.1.6.6).
fn resize<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "ArrayBuffer.prototype.resize";
    let (buffer, max) = resizable_receiver::<ArrayBuffer>(cx, args, METHOD)?;
    let length = to_index(cx, args.get(cx, 0))?;
    if buffer.get(cx).is_detached() {
        return Err(detached(cx, METHOD));
    }
    match length.filter(|&length| length <= max as u64) {
        Some(length) => buffer.get(cx).resize(cx, length as usize),
        None => return Err(cx.throw_error(Message::InvalidResizeLength, &[METHOD])),
    }
    Ok(cx.undefined())
}

/// The receiver of `resize` or `grow`, a buffer with a maximum; and that maximum.
pub fn resizable_receiver<'s, T: HeapType>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
    method: &str,
) -> JsResult<(Handle<'s, AnyBuffer>, usize)> {
    let buffer: Handle<'s, AnyBuffer> = this::<T>(cx, args, method)?.must(cx);
    match buffer.get(cx).max_length() {
        Some(max) => Ok((buffer, max)),
        None => Err(incompatible(cx, buffer.any(), method)),
    }
}

/// ArrayBuffer.prototype.slice (25.1.5.3).
fn slice<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    slice_of::<ArrayBuffer>(cx, args, "ArrayBuffer.prototype.slice", Root::ArrayBufferConstructor)
}

/// What both kinds of buffer do to slice: copies a range into what the species constructor makes.
pub fn slice_of<'s, T: HeapType>(cx: &mut Cx<'s>, args: Args<'s>, method: &str, default: Root) -> JsResult<Handle<'s>> {
    let buffer: Handle<'s, AnyBuffer> = this::<T>(cx, args, method)?.must(cx);
    if buffer.get(cx).is_detached() {
        return Err(detached(cx, method));
    }
    let length = buffer.get(cx).byte_length() as u64;
    let first = to_relative_index(cx, args.get(cx, 0), length, 0)?;
    let end = to_relative_index(cx, args.get(cx, 1), length, length)?;
    let count = end.saturating_sub(first) as usize;
    let constructor = species_constructor(cx, buffer.must(cx), default)?;
    let made = construct_with_length(cx, constructor, count)?;
    let new: Handle<'s, AnyBuffer> = match made.cast::<T>(cx) {
        Some(new) => new.must(cx),
        None => return Err(incompatible(cx, made.any(), method)),
    };
    check_slice(cx, buffer, new, count, method)?;
    copy_slice(cx, buffer, new, first as usize, count);
    Ok(new.any())
}

fn construct_with_length<'s>(
    cx: &mut Cx<'s>,
    constructor: Handle<'_, JsObject>,
    length: usize,
) -> JsResult<Handle<'s, JsObject>> {
    let length = cx.number(length as f64);
    crate::vm::ops::call::construct(cx, constructor, &[length], None)
}

fn check_slice(
    cx: &mut Cx<'_>,
    buffer: Handle<'_, AnyBuffer>,
    new: Handle<'_, AnyBuffer>,
    count: usize,
    method: &str,
) -> JsResult<()> {
    let (raw, made) = (buffer.get(cx), new.get(cx));
    if made.is_detached() || raw.is_detached() && !made.val().is_same_word(raw.val()) {
        return Err(detached(cx, method));
    }
    if made.val().is_same_word(raw.val()) {
        return Err(cx.throw_error(Message::BufferSpeciesThis, &[]));
    }
    if made.byte_length() < count {
        return Err(cx.throw_error(Message::DerivedBufferTooSmall, &[]));
    }
    Ok(())
}

/// Copies what is left of the range: the buffer may have shrunk meanwhile.
fn copy_slice(cx: &Cx<'_>, buffer: Handle<'_, AnyBuffer>, new: Handle<'_, AnyBuffer>, first: usize, count: usize) {
    let count = count.min(buffer.get(cx).byte_length().saturating_sub(first));
    if let (Some(from), Some(to)) = (buffer.get(cx).backing_store(), new.get(cx).backing_store()) {
        to.copy_from(cx, 0, from, first, count);
    }
}
