//! The tags of V8's serialization format (value-serializer.cc): each is a byte before what it announces.

use crate::base::regexp::RegExpFlags;

/// The version we write, V8 11's.
pub const VERSION: u32 = 15;
/// The oldest version we read.
pub const OLDEST_VERSION: u32 = 13;

pub const HEADER: u8 = 0xFF;
pub const PADDING: u8 = 0;
pub const HOLE: u8 = b'-';
pub const UNDEFINED: u8 = b'_';
pub const NULL: u8 = b'0';
pub const TRUE: u8 = b'T';
pub const FALSE: u8 = b'F';
pub const INT32: u8 = b'I';
pub const UINT32: u8 = b'U';
pub const DOUBLE: u8 = b'N';
pub const BIGINT: u8 = b'Z';
pub const UTF8_STRING: u8 = b'S';
pub const ONE_BYTE_STRING: u8 = b'"';
pub const TWO_BYTE_STRING: u8 = b'c';
pub const REFERENCE: u8 = b'^';
pub const OBJECT: u8 = b'o';
pub const END_OBJECT: u8 = b'{';
pub const SPARSE_ARRAY: u8 = b'a';
pub const END_SPARSE_ARRAY: u8 = b'@';
pub const DENSE_ARRAY: u8 = b'A';
pub const END_DENSE_ARRAY: u8 = b'$';
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
pub const RESIZABLE_ARRAY_BUFFER: u8 = b'~';
pub const TRANSFERRED_ARRAY_BUFFER: u8 = b't';
pub const SHARED_ARRAY_BUFFER: u8 = b'u';
pub const ARRAY_BUFFER_VIEW: u8 = b'V';
pub const HOST_OBJECT: u8 = b'\\';
pub const ERROR: u8 = b'r';

/// What may follow [`ERROR`].
pub mod error {
    pub const EVAL_ERROR: u8 = b'E';
    pub const RANGE_ERROR: u8 = b'R';
    pub const REFERENCE_ERROR: u8 = b'F';
    pub const SYNTAX_ERROR: u8 = b'S';
    pub const TYPE_ERROR: u8 = b'T';
    pub const URI_ERROR: u8 = b'U';
    pub const MESSAGE: u8 = b'm';
    pub const CAUSE: u8 = b'c';
    pub const STACK: u8 = b's';
    pub const END: u8 = b'.';
}

/// The kind of view after [`ARRAY_BUFFER_VIEW`]; typed arrays in the order of `ElementKind`.
pub const VIEW_KINDS: [u8; 11] = *b"bBCwWdDfFqQ";
pub const DATA_VIEW: u8 = b'?';
/// Flags after a view: it follows its buffer's length; its buffer is resizable.
pub const VIEW_IS_LENGTH_TRACKING: u64 = 1;
pub const VIEW_IS_RESIZABLE: u64 = 2;

/// The flags of regular expressions, by bit.
pub const REGEXP_FLAGS: &[(u32, RegExpFlags)] = &[
    (0, RegExpFlags::GLOBAL),
    (1, RegExpFlags::IGNORE_CASE),
    (2, RegExpFlags::MULTILINE),
    (3, RegExpFlags::STICKY),
    (4, RegExpFlags::UNICODE),
    (5, RegExpFlags::DOT_ALL),
    (7, RegExpFlags::HAS_INDICES),
    (8, RegExpFlags::UNICODE_SETS),
];
