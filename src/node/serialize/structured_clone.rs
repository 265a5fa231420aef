//! structuredClone (https://html.spec.whatwg.org/#structured-cloning): serialize, hand over what is transferred,
//! deserialize.

use super::bytes::{ByteReader, ByteWriter};
use super::deserializer::{Deserializer, Source};
use super::serializer::{Delegate, Serializer, new_map};
use super::tag;
use crate::node::dom_exception::throw_dom_exception;
use crate::node::errors::throw_coded;
use crate::objects::array;
use crate::objects::buffer::{AnyBuffer, ArrayBuffer};
use crate::objects::map::MapFlags;
use crate::objects::object::{self, MapObject};
use crate::objects::ordered_table;
use crate::vm::messages::ErrorType;
use crate::vm::ops::iterate::for_each_value;
use crate::vm::ops::prelude::*;

/// structuredClone(value, { transfer }).
pub fn structured_clone<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    if args.count() == 0 {
        let message = "The value argument must be specified";
        return Err(throw_coded(cx, ErrorType::TypeError, "ERR_MISSING_ARGS", message));
    }
    let transfer = transfer_list(cx, args.get(cx, 1))?;
    let transferred = numbered(cx, transfer)?;
    let ids = new_map(cx);
    let shared = array::with_capacity(cx, 0);
    let mut serializer = Serializer::new(ByteWriter::default(), ids, transferred, Delegate::Clone { shared });
    serializer.write_value(cx, args.get(cx, 0))?;
    let bytes = serializer.writer.take();
    let received = hand_over(cx, transfer)?;
    let objects = array::with_capacity(cx, 0);
    let reader = ByteReader::new(&bytes, 0);
    let mut deserializer = Deserializer::new(reader, tag::VERSION, objects, received, Source::Clone { shared });
    deserializer.read_value(cx)
}

/// The array buffers of the option `transfer`.
fn transfer_list<'s>(cx: &mut Cx<'s>, options: Handle<'s>) -> JsResult<Handle<'s, JsArray>> {
    let list = array::with_capacity(cx, 0);
    if options.val(cx).is_nullish() {
        return Ok(list);
    }
    let Some(options) = options.cast::<JsObject>(cx) else {
        let message = "The options argument must be either an object or undefined";
        return Err(throw_coded(cx, ErrorType::TypeError, "ERR_INVALID_ARG_TYPE", message));
    };
    let key = Key::from_str(cx, "transfer");
    let transfer = get(cx, options, key)?;
    if transfer.val(cx).is_undefined() {
        return Ok(list);
    }
    if !transfer.val(cx).is::<JsObject>() {
        let message = "Optional transferList argument must be an iterable";
        return Err(throw_coded(cx, ErrorType::TypeError, "ERR_INVALID_ARG_TYPE", message));
    }
    for_each_value(cx, transfer, &mut |cx, value| {
        if !value.val(cx).is::<ArrayBuffer>() {
            let message = "Found invalid object in transferList";
            return Err(throw_coded(cx, ErrorType::TypeError, "ERR_INVALID_TRANSFER_OBJECT", message));
        }
        array::push(cx, list, value);
        Ok(())
    })?;
    Ok(list)
}

/// The numbers by which the buffers of a list are written.
fn numbered<'s>(cx: &mut Cx<'s>, list: Handle<'_, JsArray>) -> JsResult<Handle<'s, MapObject>> {
    let numbers = new_map(cx);
    for index in 0..list.get(cx).length() {
        scope!(cx);
        let buffer = list.get(cx).storage().element(index as usize).root(cx);
        if numbers.get(cx).get(cx, buffer.val(cx)).is_some() {
            return Err(throw_dom_exception(cx, "Transfer list contains duplicate ArrayBuffer", "DataCloneError"));
        }
        let number = cx.number(index as f64);
        // A list that fits an array fits a map, or the buffers in excess are copied.
        let _ = ordered_table::set(cx, numbers, buffer, number);
    }
    Ok(numbers)
}

/// Detaches the buffers of a list and gives their memory to new ones; from number to new buffer.
fn hand_over<'s>(cx: &mut Cx<'s>, list: Handle<'_, JsArray>) -> JsResult<Handle<'s, MapObject>> {
    let received = new_map(cx);
    for index in 0..list.get(cx).length() {
        scope!(cx);
        let prototype = cx.root_handle::<JsObject>(Root::ArrayBufferPrototype);
        let map = object::map_for::<ArrayBuffer>(cx, prototype, 0, MapFlags::EXTENSIBLE);
        let new: Handle<'_, ArrayBuffer> = object::allocate(cx, map);
        let old: Gc<'_, ArrayBuffer> = list.get(cx).storage().element(index as usize).must();
        let raw = new.get(cx);
        raw.set_store(cx, old.store());
        raw.set_byte_length_word(cx, old.byte_length_word());
        raw.set_max_byte_length(cx, old.max_byte_length());
        old.upcast().must::<AnyBuffer>().detach(cx);
        let number = cx.number(index as f64);
        let _ = ordered_table::set(cx, received, number, new.any());
    }
    Ok(received)
}
