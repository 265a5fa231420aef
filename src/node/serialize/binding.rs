//! The binding `serializer`: what v8.Serializer and v8.Deserializer need of Rust. The first argument is their state.

use super::bytes::{ByteReader, ByteWriter, Malformed};
use super::deserializer::{Deserializer, Source, read_header as read_header_of};
use super::serializer::{Delegate, Serializer};
use super::state;
use crate::builtins::define::{Row, method};
use crate::node::buffer::bytes::bytes_of;
use crate::objects::array;
use crate::objects::ordered_table;
use crate::vm::messages::ErrorType;
use crate::vm::ops::prelude::*;

pub const METHODS: &[Row] = &[
    method("newSerializer", 0, new_serializer),
    method("writeHeader", 1, write_header),
    method("writeValue", 4, write_value),
    method("writeUint32", 2, write_uint32),
    method("writeUint64", 3, write_uint64),
    method("writeDouble", 2, write_double),
    method("writeRawBytes", 2, write_raw_bytes),
    method("releaseBuffer", 1, release_buffer),
    method("transfer", 3, transfer),
    method("newDeserializer", 1, new_deserializer),
    method("readHeader", 1, read_header),
    method("readValue", 2, read_value),
    method("readUint32", 1, read_uint32),
    method("readUint64", 1, read_uint64),
    method("readDouble", 1, read_double),
    method("readRawBytes", 2, read_raw_bytes),
    method("receive", 3, receive),
    method("wireFormatVersion", 1, wire_format_version),
];

fn state_argument<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> Handle<'s, JsArray> {
    args.get(cx, 0).must(cx)
}

/// Adds what `write` writes.
fn append<'s>(cx: &mut Cx<'s>, args: Args<'s>, write: impl FnOnce(&mut ByteWriter)) -> JsResult<Handle<'s>> {
    let state = state_argument(cx, args);
    let mut writer = ByteWriter::after(state::length(cx, state));
    write(&mut writer);
    state::append(cx, state, &writer.take())?;
    Ok(cx.undefined())
}

fn new_serializer<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(state::new_serializer(cx)?.any())
}

fn write_header<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    append(cx, args, ByteWriter::header)
}

/// `writeValue(state, value, serializer, viewsAreHostObjects)`.
fn write_value<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let state = state_argument(cx, args);
    let views_are_host_objects = args.get(cx, 3).val(cx).is_true();
    let delegate = Delegate::Script { serializer: args.get(cx, 2).must(cx), views_are_host_objects, state };
    let writer = ByteWriter::after(state::length(cx, state));
    let (ids, transferred) = (state::ids(cx, state), state::transferred(cx, state));
    let mut serializer = Serializer::new(writer, ids, transferred, delegate);
    serializer.write_value(cx, args.get(cx, 1))?;
    state::append(cx, state, &serializer.writer.take())?;
    Ok(cx.boolean(true))
}

fn write_uint32<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let number = to_uint32(cx, args.get(cx, 1))?;
    append(cx, args, |writer| writer.varint(number as u64))
}

/// `writeUint64(state, high, low)`.
fn write_uint64<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let high = to_uint32(cx, args.get(cx, 1))?;
    let low = to_uint32(cx, args.get(cx, 2))?;
    append(cx, args, |writer| writer.varint((high as u64) << 32 | low as u64))
}

fn write_double<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let number = to_number(cx, args.get(cx, 1))?;
    append(cx, args, |writer| writer.double(number))
}

fn write_raw_bytes<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    match bytes_of(args.get(cx, 1).val(cx)).map(<[u8]>::to_vec) {
        Some(bytes) => append(cx, args, |writer| writer.raw(&bytes)),
        None => {
            let message = "source must be a TypedArray or a DataView";
            Err(crate::node::errors::throw_coded(cx, ErrorType::TypeError, "ERR_INVALID_ARG_TYPE", message))
        }
    }
}

fn release_buffer<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let state = state_argument(cx, args);
    Ok(state::release(cx, state)?.any())
}

/// `transfer(state, id, arrayBuffer)`: the buffer is written as its number.
fn transfer<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let state = state_argument(cx, args);
    let transferred = state::transferred(cx, state);
    number_buffer(cx, transferred, args.get(cx, 2), args.get(cx, 1))
}

/// `receive(state, id, arrayBuffer)`: the buffer is what its number is read as.
fn receive<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let state = state_argument(cx, args);
    let transferred = state::transferred(cx, state);
    number_buffer(cx, transferred, args.get(cx, 1), args.get(cx, 2))
}

fn number_buffer<'s>(
    cx: &mut Cx<'s>,
    map: Handle<'_, crate::objects::object::MapObject>,
    key: Handle<'_>,
    value: Handle<'_>,
) -> JsResult<Handle<'s>> {
    match ordered_table::set(cx, map, key, value) {
        Ok(()) => Ok(cx.undefined()),
        Err(_) => Err(cx.throw_error(Message::CollectionTooLarge, &["Map"])),
    }
}

/// `newDeserializer(view)`.
fn new_deserializer<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(state::new_deserializer(cx, args.get(cx, 0)).any())
}

/// Reads a part of the input and goes on behind it.
fn read<'s, T>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
    part: impl FnOnce(&mut ByteReader<'_>) -> Result<T, Malformed>,
) -> Result<T, Malformed> {
    let state = state_argument(cx, args);
    let input = state::input(cx, state);
    let bytes = bytes_of(input.val(cx)).unwrap_or_default();
    let mut reader = ByteReader::new(bytes, state::position(cx, state));
    let result = part(&mut reader)?;
    let position = reader.position();
    state::set_position(cx, state, position);
    Ok(result)
}

fn read_header<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    match read(cx, args, read_header_of) {
        Ok(version) => {
            let state = state_argument(cx, args);
            state::set_version(cx, state, version);
            Ok(cx.boolean(true))
        }
        Err(Malformed) => {
            let message = "Unable to deserialize cloned data due to invalid or unsupported version.";
            Err(cx.throw_custom(ErrorType::Error, message))
        }
    }
}

/// `readValue(state, deserializer)`.
fn read_value<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let state = state_argument(cx, args);
    let input = state::input(cx, state);
    // A copy: what is read may run methods of the deserializer, which may do anything to the input.
    let bytes = bytes_of(input.val(cx)).unwrap_or_default().to_vec();
    let reader = ByteReader::new(&bytes, state::position(cx, state));
    let source = Source::Script { deserializer: args.get(cx, 1).must(cx), state };
    let (version, objects) = (state::version(cx, state), state::objects(cx, state));
    let transferred = state::transferred(cx, state);
    let mut deserializer = Deserializer::new(reader, version, objects, transferred, source);
    let value = deserializer.read_value(cx)?;
    state::set_position(cx, state, deserializer.reader.position());
    Ok(value)
}

fn read_uint32<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    match read(cx, args, |reader| reader.varint_u32()) {
        Ok(number) => Ok(cx.number(number as f64)),
        Err(Malformed) => Err(throw_malformed_part(cx, "ReadUint32() failed")),
    }
}

/// [high, low].
fn read_uint64<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    match read(cx, args, |reader| reader.varint()) {
        Ok(number) => {
            let (high, low) = (cx.number((number >> 32) as f64), cx.number(number as u32 as f64));
            Ok(array::from_values(cx, &[high, low]).any())
        }
        Err(Malformed) => Err(throw_malformed_part(cx, "ReadUint64() failed")),
    }
}

fn read_double<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    match read(cx, args, |reader| reader.double()) {
        Ok(number) => Ok(cx.number(number)),
        Err(Malformed) => Err(throw_malformed_part(cx, "ReadDouble() failed")),
    }
}

/// `readRawBytes(state, length)`: the position of the bytes in the input.
fn read_raw_bytes<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let length = to_index(cx, args.get(cx, 1))?.unwrap_or(u64::MAX);
    let read = read(cx, args, |reader| {
        let at = reader.position();
        reader.raw(usize::try_from(length).map_err(|_| Malformed)?)?;
        Ok(at)
    });
    match read {
        Ok(at) => Ok(cx.number(at as f64)),
        Err(Malformed) => Err(throw_malformed_part(cx, "ReadRawBytes() failed")),
    }
}

fn throw_malformed_part(cx: &mut Cx<'_>, message: &str) -> Throw {
    cx.throw_custom(ErrorType::Error, message)
}

fn wire_format_version<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let state = state_argument(cx, args);
    Ok(cx.number(state::version(cx, state) as f64))
}
