//! V8's serialization format (wire version 15): values as bytes, for `v8.serialize` and `structuredClone`.
//!
//! ```text
//! 0xFF version, then one value: a tag byte and what it says; counts are varints, doubles little-endian
//! ```
//!
//! Objects are numbered as they are met, so that shared and circular references survive.

mod reader;
mod writer;

pub use reader::Reader;
pub use writer::to_bytes;

use super::errors;
use crate::vm::ops::prelude::*;

/// The version written.
const VERSION: u8 = 15;

/// Objects nested deeper than this are refused: they would use up the stack.
const DEEPEST: usize = 10_000;

/// What a value starts with.
mod tag {
    pub const VERSION: u8 = 0xFF;
    pub const PADDING: u8 = 0;
    pub const UNDEFINED: u8 = b'_';
    pub const NULL: u8 = b'0';
    pub const TRUE: u8 = b'T';
    pub const FALSE: u8 = b'F';
    pub const INT: u8 = b'I';
    pub const UINT: u8 = b'U';
    pub const DOUBLE: u8 = b'N';
    pub const BIGINT: u8 = b'Z';
    pub const ONE_BYTE_STRING: u8 = b'"';
    pub const TWO_BYTE_STRING: u8 = b'c';
    pub const UTF8_STRING: u8 = b'S';
    pub const REFERENCE: u8 = b'^';
    pub const OBJECT: u8 = b'o';
    pub const END_OBJECT: u8 = b'{';
    pub const DENSE_ARRAY: u8 = b'A';
    pub const END_DENSE_ARRAY: u8 = b'$';
    pub const SPARSE_ARRAY: u8 = b'a';
    pub const END_SPARSE_ARRAY: u8 = b'@';
    pub const HOLE: u8 = b'-';
    pub const DATE: u8 = b'D';
    pub const TRUE_OBJECT: u8 = b'y';
    pub const FALSE_OBJECT: u8 = b'x';
    pub const NUMBER_OBJECT: u8 = b'n';
    pub const BIGINT_OBJECT: u8 = b'z';
    pub const STRING_OBJECT: u8 = b's';
    pub const REGEXP: u8 = b'R';
    pub const MAP: u8 = b';';
    pub const END_MAP: u8 = b':';
    pub const SET: u8 = b'\'';
    pub const END_SET: u8 = b',';
    pub const ARRAY_BUFFER: u8 = b'B';
    pub const ERROR: u8 = b'r';
    pub const HOST_OBJECT: u8 = b'\\';
}

/// The views of array buffers that node numbers, by constructor.
const VIEWS: [&str; 13] = [
    "Int8Array",
    "Uint8Array",
    "Uint8ClampedArray",
    "Int16Array",
    "Uint16Array",
    "Int32Array",
    "Uint32Array",
    "Float32Array",
    "Float64Array",
    "DataView",
    "Buffer",
    "BigInt64Array",
    "BigUint64Array",
];

/// Flags of regular expressions, each a bit of the number that is written.
const REGEXP_FLAGS: [char; 9] = ['g', 'i', 'm', 'y', 'u', 's', 'l', 'd', 'v'];

/// `structuredClone(value)`.
pub fn structured_clone<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    if args.count() == 0 {
        let message = "The \"value\" argument must be specified";
        let error_type = crate::vm::messages::ErrorType::TypeError;
        return Err(errors::throw_coded(cx, error_type, "ERR_MISSING_ARGS", message));
    }
    let value = args.get(cx, 0);
    match to_bytes(cx, value)? {
        Ok(bytes) => Reader::new(cx, &bytes).read_message(cx),
        Err(refusal) => Err(throw_clone_error(cx, &refusal)),
    }
}

/// Throws a DOMException called DataCloneError.
fn throw_clone_error(cx: &mut Cx<'_>, message: &str) -> Throw {
    match new_clone_error(cx, message) {
        Ok(error) => cx.throw(error),
        Err(thrown) => thrown,
    }
}

fn new_clone_error<'s>(cx: &mut Cx<'s>, message: &str) -> JsResult<Handle<'s>> {
    let library = super::modules::builtin::require(cx, "internal/dom_exception")?;
    let key = Key::from_str(cx, "DOMException");
    let class = get_v(cx, library, key)?;
    let class = to_object(cx, class)?;
    let (message, name) = (cx.string(message).any(), cx.string("DataCloneError").any());
    Ok(construct(cx, class, &[message, name], None)?.any())
}
