//! DataView (ECMA-262, 25.3): elements of any kind at any offset, in either byte order.

use super::array_buffer::detached;
use super::define::{Class, Row, class, getter, method, to_string_tag};
use super::receiver::{incompatible, new_target};
use super::typed_array::create::to_element;
use crate::objects::buffer::AnyBuffer;
use crate::objects::typed_array::{DataView, ElementKind};
use crate::vm::ops::error::describe;
use crate::vm::ops::prelude::*;

const METHODS: &[Row] = &[
    getter("buffer", buffer),
    getter("byteLength", byte_length),
    getter("byteOffset", byte_offset),
    method("getInt8", 1, get_view_value::<{ ElementKind::Int8 as u8 }>),
    method("setInt8", 2, set_view_value::<{ ElementKind::Int8 as u8 }>),
    method("getUint8", 1, get_view_value::<{ ElementKind::Uint8 as u8 }>),
    method("setUint8", 2, set_view_value::<{ ElementKind::Uint8 as u8 }>),
    method("getInt16", 1, get_view_value::<{ ElementKind::Int16 as u8 }>),
    method("setInt16", 2, set_view_value::<{ ElementKind::Int16 as u8 }>),
    method("getUint16", 1, get_view_value::<{ ElementKind::Uint16 as u8 }>),
    method("setUint16", 2, set_view_value::<{ ElementKind::Uint16 as u8 }>),
    method("getInt32", 1, get_view_value::<{ ElementKind::Int32 as u8 }>),
    method("setInt32", 2, set_view_value::<{ ElementKind::Int32 as u8 }>),
    method("getUint32", 1, get_view_value::<{ ElementKind::Uint32 as u8 }>),
    method("setUint32", 2, set_view_value::<{ ElementKind::Uint32 as u8 }>),
    method("getFloat32", 1, get_view_value::<{ ElementKind::Float32 as u8 }>),
    method("setFloat32", 2, set_view_value::<{ ElementKind::Float32 as u8 }>),
    method("getFloat64", 1, get_view_value::<{ ElementKind::Float64 as u8 }>),
    method("setFloat64", 2, set_view_value::<{ ElementKind::Float64 as u8 }>),
    method("getBigInt64", 1, get_view_value::<{ ElementKind::BigInt64 as u8 }>),
    method("setBigInt64", 2, set_view_value::<{ ElementKind::BigInt64 as u8 }>),
    method("getBigUint64", 1, get_view_value::<{ ElementKind::BigUint64 as u8 }>),
    method("setBigUint64", 2, set_view_value::<{ ElementKind::BigUint64 as u8 }>),
    to_string_tag("DataView"),
];

pub fn install(cx: &mut Cx<'_>) {
    class(cx, &Class { methods: METHODS, ..Class::new("DataView", 1, construct, Root::DataViewPrototype) });
}

/// `new DataView(buffer, byteOffset, byteLength)` (25.3.2.1).
fn construct<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let new_target = new_target(cx, args, "DataView")?;
    let Some(buffer) = args.get(cx, 0).cast::<AnyBuffer>(cx) else {
        return Err(cx.throw_error(Message::DataViewNotBuffer, &[]));
    };
    let (offset_argument, length_argument) = (args.get(cx, 1), args.get(cx, 2));
    let Some(offset) = to_index(cx, offset_argument)? else {
        return Err(outside(cx, Message::StartOffsetOutside, offset_argument));
    };
    if buffer.get(cx).is_detached() {
        return Err(detached(cx, "DataView"));
    }
    if offset > buffer.get(cx).byte_length() as u64 {
        return Err(outside(cx, Message::StartOffsetOutside, offset_argument));
    }
    let length = view_length(cx, buffer, offset, length_argument)?;
    let view: Handle<'s, DataView> = ordinary_create_from_constructor(cx, new_target, Root::DataViewPrototype)?;
    check_still_fits(cx, buffer, offset, length, [offset_argument, length_argument])?;
    let raw = view.get(cx);
    raw.set_buffer(cx, buffer.val(cx));
    raw.set_byte_offset_word(cx, Val::number(offset as f64));
    raw.set_length_word(cx, length.map_or(Val::HOLE, |length| Val::number(length as f64)));
    Ok(view.any())
}

/// The length of a view from `offset` on; None if it follows the buffer's.
fn view_length(
    cx: &mut Cx<'_>,
    buffer: Handle<'_, AnyBuffer>,
    offset: u64,
    argument: Handle<'_>,
) -> JsResult<Option<u64>> {
    let (available, is_fixed) = (buffer.get(cx).byte_length() as u64, buffer.get(cx).max_length().is_none());
    if argument.val(cx).is_undefined() {
        return Ok(is_fixed.then_some(available - offset));
    }
    match to_index(cx, argument)?.filter(|&length| offset.saturating_add(length) <= available) {
        Some(length) => Ok(Some(length)),
        None => Err(outside(cx, Message::InvalidDataViewLength, argument)),
    }
}

/// Finding the prototype may have run a script that detached or shrank the buffer.
fn check_still_fits(
    cx: &mut Cx<'_>,
    buffer: Handle<'_, AnyBuffer>,
    offset: u64,
    length: Option<u64>,
    [offset_argument, length_argument]: [Handle<'_>; 2],
) -> JsResult<()> {
    if buffer.get(cx).is_detached() {
        return Err(detached(cx, "DataView"));
    }
    let available = buffer.get(cx).byte_length() as u64;
    if offset > available {
        return Err(outside(cx, Message::StartOffsetOutside, offset_argument));
    }
    match length.is_some_and(|length| offset + length > available) {
        true => Err(outside(cx, Message::InvalidDataViewLength, length_argument)),
        false => Ok(()),
    }
}

fn outside(cx: &mut Cx<'_>, message: Message, argument: Handle<'_>) -> Throw {
    let shown = describe(cx, argument);
    cx.throw_error(message, &[&shown])
}

/// The receiver of a getter.
fn this_view<'s>(cx: &mut Cx<'s>, args: Args<'s>, method: &str) -> JsResult<Handle<'s, DataView>> {
    match args.this().cast(cx) {
        Some(view) => Ok(view),
        None => Err(incompatible(cx, args.this(), method)),
    }
}

fn buffer<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let view = this_view(cx, args, "get DataView.prototype.buffer")?;
    Ok(view.get(cx).buffer().root(cx))
}

fn byte_length<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "get DataView.prototype.byteLength";
    let view = this_view(cx, args, METHOD)?;
    match view.get(cx).checked_length() {
        Some(length) => Ok(cx.number(length as f64)),
        None => Err(detached(cx, METHOD)),
    }
}

fn byte_offset<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "get DataView.prototype.byteOffset";
    let view = this_view(cx, args, METHOD)?;
    if view.get(cx).checked_length().is_none() {
        return Err(detached(cx, METHOD));
    }
    Ok(cx.number(view.get(cx).byte_offset() as f64))
}

/// `DataView.prototype.getInt8` or such, for messages.
fn method_name(prefix: &str, kind: ElementKind) -> String {
    format!("DataView.prototype.{prefix}{}", kind.name().trim_end_matches("Array"))
}

/// GetViewValue (25.3.1.5).
fn get_view_value<'s, const KIND: u8>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let kind = ElementKind::ALL[KIND as usize];
    let Some(view) = args.this().cast::<DataView>(cx) else {
        return Err(incompatible(cx, args.this(), &method_name("get", kind)));
    };
    let Some(index) = to_index(cx, args.get(cx, 0))? else {
        return Err(cx.throw_error(Message::DataViewOffsetOutside, &[]));
    };
    let little_endian = to_boolean(cx, args.get(cx, 1).val(cx));
    let at = element_offset(cx, view, kind, index, "get")?;
    let Some(store) = view.get(cx).array_buffer().backing_store() else {
        return Err(detached(cx, &method_name("get", kind)));
    };
    let store = store.root(cx);
    Ok(kind.load(cx, store, at, little_endian != cfg!(target_endian = "little")))
}

/// SetViewValue (25.3.1.6).
fn set_view_value<'s, const KIND: u8>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let kind = ElementKind::ALL[KIND as usize];
    let Some(view) = args.this().cast::<DataView>(cx) else {
        return Err(incompatible(cx, args.this(), &method_name("set", kind)));
    };
    let Some(index) = to_index(cx, args.get(cx, 0))? else {
        return Err(cx.throw_error(Message::DataViewOffsetOutside, &[]));
    };
    let value = to_element(cx, kind, args.get(cx, 1))?;
    let little_endian = to_boolean(cx, args.get(cx, 2).val(cx));
    let at = element_offset(cx, view, kind, index, "set")?;
    if let Some(store) = view.get(cx).array_buffer().backing_store() {
        kind.store(cx, store, at, value.val(cx), little_endian != cfg!(target_endian = "little"));
    }
    Ok(cx.undefined())
}

/// Where in the buffer the element at `index` of the view is, if it is in bounds.
fn element_offset(
    cx: &mut Cx<'_>,
    view: Handle<'_, DataView>,
    kind: ElementKind,
    index: u64,
    prefix: &str,
) -> JsResult<usize> {
    let Some(length) = view.get(cx).checked_length() else {
        return Err(detached(cx, &method_name(prefix, kind)));
    };
    match index + kind.bytes() as u64 <= length as u64 {
        true => Ok(view.get(cx).byte_offset() + index as usize),
        false => Err(cx.throw_error(Message::DataViewOffsetOutside, &[])),
    }
}
