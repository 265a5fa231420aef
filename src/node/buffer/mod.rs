//! Buffer: a Uint8Array with node's methods. Its instances are typed arrays whose prototype is Buffer.prototype.
//!
//! The class is made when the first Buffer is, or when a script asks for it.

mod alloc;
pub mod bytes;
pub mod encoding;
mod fill;
mod from;
mod inspect;
mod module;
mod numbers;
mod pool;
mod ranges;
mod search;
mod statics;
mod text;

pub use module::{METHODS as BINDING, complete};

use encoding::Encoding;
use numbers::{
    read_bigint, read_float, read_int, read_sized_int, write_bigint, write_float, write_int, write_sized_int,
};

use crate::builtins::define::{self, Class, Row, RowKey, accessor, class, method, properties, same_as, symbol_getter};
use crate::builtins::typed_array::construct_uint8_array;
use crate::node::errors::invalid_argument_type;
use crate::objects::function;
use crate::objects::object;
use crate::objects::property;
use crate::vm::ops::prelude::*;

/// A row as assignment defines it: enumerable too.
const fn assigned(row: Row) -> Row {
    Row { attributes: Attributes::DEFAULT, ..row }
}

/// A method as node's scripts define it.
const fn assigned_method(name: &'static str, length: u32, code: Native) -> Row {
    assigned(method(name, length, code))
}

/// The method defined as `name` under a second name.
const fn assigned_alias(second: &'static str, name: &'static str) -> Row {
    assigned(same_as(RowKey::Text(second), name))
}

/// A getter that is enumerable and cannot be redefined.
const fn fixed_getter(name: &'static str, get: Native) -> Row {
    Row { attributes: Attributes::ENUMERABLE, ..accessor(RowKey::Text(name), Some(get), None) }
}

const STATICS: &[Row] = &[
    assigned(define::constant("poolSize", pool::POOL_BYTES as f64)),
    assigned_method("from", 3, from::from),
    assigned_method("copyBytesFrom", 3, from::copy_bytes_from),
    assigned_method("of", 0, from::of),
    assigned_method("alloc", 3, alloc::alloc),
    assigned_method("allocUnsafe", 1, alloc::alloc_unsafe),
    assigned_method("allocUnsafeSlow", 1, alloc::alloc_unsafe_slow),
    assigned_method("isBuffer", 1, statics::is_buffer),
    assigned_method("compare", 2, statics::compare),
    assigned_method("isEncoding", 1, statics::is_encoding),
    assigned_method("concat", 2, statics::concat),
    assigned_method("byteLength", 2, statics::byte_length),
    symbol_getter(WellKnown::Species, species),
];

const NUMBER_METHODS: &[Row] = &[
    assigned_method("readBigUInt64LE", 0, read_bigint::<false, false>),
    assigned_method("readBigUInt64BE", 0, read_bigint::<false, true>),
    assigned_alias("readBigUint64LE", "readBigUInt64LE"),
    assigned_alias("readBigUint64BE", "readBigUInt64BE"),
    assigned_method("readBigInt64LE", 0, read_bigint::<true, false>),
    assigned_method("readBigInt64BE", 0, read_bigint::<true, true>),
    assigned_method("writeBigUInt64LE", 1, write_bigint::<false, false>),
    assigned_method("writeBigUInt64BE", 1, write_bigint::<false, true>),
    assigned_alias("writeBigUint64LE", "writeBigUInt64LE"),
    assigned_alias("writeBigUint64BE", "writeBigUInt64BE"),
    assigned_method("writeBigInt64LE", 1, write_bigint::<true, false>),
    assigned_method("writeBigInt64BE", 1, write_bigint::<true, true>),
    assigned_method("readUIntLE", 2, read_sized_int::<false, false>),
    assigned_method("readUInt32LE", 0, read_int::<4, false, false>),
    assigned_method("readUInt16LE", 0, read_int::<2, false, false>),
    assigned_method("readUInt8", 0, read_int::<1, false, false>),
    assigned_method("readUIntBE", 2, read_sized_int::<false, true>),
    assigned_method("readUInt32BE", 0, read_int::<4, false, true>),
    assigned_method("readUInt16BE", 0, read_int::<2, false, true>),
    assigned_alias("readUintLE", "readUIntLE"),
    assigned_alias("readUint32LE", "readUInt32LE"),
    assigned_alias("readUint16LE", "readUInt16LE"),
    assigned_alias("readUint8", "readUInt8"),
    assigned_alias("readUintBE", "readUIntBE"),
    assigned_alias("readUint32BE", "readUInt32BE"),
    assigned_alias("readUint16BE", "readUInt16BE"),
    assigned_method("readIntLE", 2, read_sized_int::<true, false>),
    assigned_method("readInt32LE", 0, read_int::<4, true, false>),
    assigned_method("readInt16LE", 0, read_int::<2, true, false>),
    assigned_method("readInt8", 0, read_int::<1, true, false>),
    assigned_method("readIntBE", 2, read_sized_int::<true, true>),
    assigned_method("readInt32BE", 0, read_int::<4, true, true>),
    assigned_method("readInt16BE", 0, read_int::<2, true, true>),
    assigned_method("writeUIntLE", 3, write_sized_int::<false, false>),
    assigned_method("writeUInt32LE", 1, write_int::<4, false, false>),
    assigned_method("writeUInt16LE", 1, write_int::<2, false, false>),
    assigned_method("writeUInt8", 1, write_int::<1, false, false>),
    assigned_method("writeUIntBE", 3, write_sized_int::<false, true>),
    assigned_method("writeUInt32BE", 1, write_int::<4, false, true>),
    assigned_method("writeUInt16BE", 1, write_int::<2, false, true>),
    assigned_alias("writeUintLE", "writeUIntLE"),
    assigned_alias("writeUint32LE", "writeUInt32LE"),
    assigned_alias("writeUint16LE", "writeUInt16LE"),
    assigned_alias("writeUint8", "writeUInt8"),
    assigned_alias("writeUintBE", "writeUIntBE"),
    assigned_alias("writeUint32BE", "writeUInt32BE"),
    assigned_alias("writeUint16BE", "writeUInt16BE"),
    assigned_method("writeIntLE", 3, write_sized_int::<true, false>),
    assigned_method("writeInt32LE", 1, write_int::<4, true, false>),
    assigned_method("writeInt16LE", 1, write_int::<2, true, false>),
    assigned_method("writeInt8", 1, write_int::<1, true, false>),
    assigned_method("writeIntBE", 3, write_sized_int::<true, true>),
    assigned_method("writeInt32BE", 1, write_int::<4, true, true>),
    assigned_method("writeInt16BE", 1, write_int::<2, true, true>),
    assigned_method("readFloatLE", 0, read_float::<4, false>),
    assigned_method("readFloatBE", 0, read_float::<4, true>),
    assigned_method("readDoubleLE", 0, read_float::<8, false>),
    assigned_method("readDoubleBE", 0, read_float::<8, true>),
    assigned_method("writeFloatLE", 1, write_float::<4, false>),
    assigned_method("writeFloatBE", 1, write_float::<4, true>),
    assigned_method("writeDoubleLE", 1, write_float::<8, false>),
    assigned_method("writeDoubleBE", 1, write_float::<8, true>),
];

const TEXT_METHODS: &[Row] = &[
    assigned_method("asciiSlice", 0, text::slice_as::<{ Encoding::Ascii as u8 }>),
    assigned_method("base64Slice", 0, text::slice_as::<{ Encoding::Base64 as u8 }>),
    assigned_method("base64urlSlice", 0, text::slice_as::<{ Encoding::Base64Url as u8 }>),
    assigned_method("latin1Slice", 0, text::slice_as::<{ Encoding::Latin1 as u8 }>),
    assigned_method("hexSlice", 0, text::slice_as::<{ Encoding::Hex as u8 }>),
    assigned_method("ucs2Slice", 0, text::slice_as::<{ Encoding::Utf16Le as u8 }>),
    assigned_method("utf8Slice", 0, text::slice_as::<{ Encoding::Utf8 as u8 }>),
    assigned_method("asciiWrite", 0, text::write_as::<{ Encoding::Ascii as u8 }>),
    assigned_method("base64Write", 0, text::write_as::<{ Encoding::Base64 as u8 }>),
    assigned_method("base64urlWrite", 0, text::write_as::<{ Encoding::Base64Url as u8 }>),
    assigned_method("latin1Write", 0, text::write_as::<{ Encoding::Latin1 as u8 }>),
    assigned_method("hexWrite", 0, text::write_as::<{ Encoding::Hex as u8 }>),
    assigned_method("ucs2Write", 0, text::write_as::<{ Encoding::Utf16Le as u8 }>),
    assigned_method("utf8Write", 0, text::write_as::<{ Encoding::Utf8 as u8 }>),
];

const METHODS: &[Row] = &[
    fixed_getter("parent", ranges::parent),
    fixed_getter("offset", ranges::offset),
    assigned_method("copy", 4, ranges::copy),
    assigned_method("toString", 3, text::to_string_method),
    assigned_method("equals", 1, ranges::equals),
    assigned_method("inspect", 2, inspect::inspect),
    assigned_method("compare", 5, ranges::compare),
    assigned_method("indexOf", 3, search::index_of),
    assigned_method("lastIndexOf", 3, search::last_index_of),
    assigned_method("includes", 3, search::includes),
    assigned_method("fill", 4, fill::fill),
    assigned_method("write", 4, text::write),
    assigned_method("toJSON", 0, text::to_json),
    assigned_method("subarray", 2, ranges::subarray),
    assigned_method("slice", 2, ranges::subarray),
    assigned_method("swap16", 0, ranges::swap::<2>),
    assigned_method("swap32", 0, ranges::swap::<4>),
    assigned_method("swap64", 0, ranges::swap::<8>),
    assigned_alias("toLocaleString", "toString"),
    assigned(same_as(RowKey::Symbol(WellKnown::InspectCustom), "inspect")),
];

/// How many bytes of a Buffer are shown, unless a script changes it.
const INSPECT_MAX_BYTES: i32 = 50;

/// Makes the class, unless it is there.
pub fn install(cx: &mut Cx<'_>) {
    if !cx.root(Root::BufferConstructor).is_undefined() {
        return;
    }
    scope!(cx);
    cx.set_root(Root::BufferInspectMaxBytes.index(), Val::int(INSPECT_MAX_BYTES));
    let buffer = Class {
        constructor_root: Some(Root::BufferConstructor),
        parent: Some(Root::Uint8ArrayConstructor),
        statics: STATICS,
        is_global: false,
        ..Class::new("Buffer", 3, construct, Root::BufferPrototype)
    };
    class(cx, &buffer);
    let prototype = cx.root_handle(Root::BufferPrototype);
    properties(cx, prototype, NUMBER_METHODS);
    properties(cx, prototype, TEXT_METHODS);
    properties(cx, prototype, METHODS);
    install_fast_buffer(cx);
}

/// FastBuffer, which inherited methods of typed arrays construct by way of `Buffer[Symbol.species]`: Uint8Array's
/// constructor, but its instances are Buffers.
fn install_fast_buffer(cx: &mut Cx<'_>) {
    scope!(cx);
    let (undefined, name) = (cx.undefined(), cx.string("FastBuffer"));
    let code: Native = construct_uint8_array;
    let map = Root::NativeConstructorMap;
    let constructor = function::new_native(cx, map, code as usize, undefined, name.any(), 3);
    let constructor: Handle<'_, JsObject> = constructor.must(cx);
    let parent = cx.root(Root::Uint8ArrayConstructor).root(cx);
    object::change_prototype(cx, constructor, parent);
    let prototype = cx.root(Root::BufferPrototype).root(cx);
    property::add(cx, constructor, cx.key(N::prototype), prototype, Attributes::empty());
    cx.set_root_value(Root::FastBufferConstructor, constructor.any());
}

/// get Buffer[Symbol.species].
fn species<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(cx.root(Root::FastBufferConstructor).root(cx))
}

/// `Buffer(value, encodingOrOffset, length)`, with `new` or without: Buffer.alloc or Buffer.from.
fn construct<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (value, encoding) = (args.get(cx, 0), args.get(cx, 1));
    if !value.val(cx).is_number() {
        return Ok(from::buffer_from(cx, value, encoding, args.get(cx, 2))?.any());
    }
    if encoding.val(cx).is::<JsString>() {
        return Err(invalid_argument_type(cx, "string", &["string"], value));
    }
    let undefined = cx.undefined();
    Ok(alloc::alloc_filled(cx, value, undefined, undefined)?.any())
}
