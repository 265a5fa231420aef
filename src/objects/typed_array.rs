//! Typed arrays and DataViews: element kinds, bounds, loads and stores.
//!
//! Bounds are taken from the buffer at each access, so that a shrunk or detached buffer is seen at once. NaNs from the
//! buffer are canonicalised by `Value::from_f64`.

use super::bigint::{self, BigInt};
use super::buffer::{AnyBuffer, BackingStore};
use super::name::Key;
use super::object::JsObject;
use super::roots::Root;
use super::string::JsString;
use crate::base::number;
use crate::heap::{Cx, Gc, Handle, Val};
use crate::scope;

js_object! {
    pub TypedArray = TypedArray, "TypedArray" {
        2: buffer, set_buffer;
        /// In bytes, a number.
        3: byte_offset_word, set_byte_offset_word;
        /// In elements, a number; the hole when it follows the buffer's length.
        4: length_word, set_length_word;
        /// [`ElementKind`], a Smi.
        5: element_kind_word, set_element_kind_word;
    }

    pub DataView = DataView, "DataView" {
        2: buffer, set_buffer;
        3: byte_offset_word, set_byte_offset_word;
        /// In bytes, a number; the hole when it follows the buffer's length.
        4: length_word, set_length_word;
    }
}

/// The most elements of a typed array: what element keys reach.
pub const MAX_LENGTH: u64 = u32::MAX as u64;

macro_rules! element_kinds {
    ($( $kind:ident, $name:literal, $bytes:literal, $is_bigint:literal, $type:ty, $load:expr, $store:expr; )*) => {
        /// The type of a typed array's elements.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum ElementKind { $($kind),* }

        impl ElementKind {
            pub const ALL: &'static [ElementKind] = &[$(ElementKind::$kind),*];

            /// Name of the constructor.
            pub fn name(self) -> &'static str {
                match self { $(ElementKind::$kind => $name),* }
            }

            pub const fn bytes(self) -> usize {
                match self { $(ElementKind::$kind => $bytes),* }
            }

            pub fn is_bigint(self) -> bool {
                match self { $(ElementKind::$kind => $is_bigint),* }
            }

            /// The element whose bytes, in native order, these begin with.
            pub fn decode(self, bytes: &[u8]) -> Element {
                match self {
                    $(ElementKind::$kind => {
                        let mut own = [0; $bytes];
                        own.copy_from_slice(&bytes[..$bytes]);
                        $load(<$type>::from_ne_bytes(own))
                    }),*
                }
            }

            /// The element's bytes in native order, padded to eight.
            pub fn encode(self, element: Element) -> [u8; 8] {
                let mut bytes = [0; 8];
                match self {
                    $(ElementKind::$kind => {
                        let value: $type = $store(element);
                        bytes[..$bytes].copy_from_slice(&value.to_ne_bytes());
                    }),*
                }
                bytes
            }
        }
    };
}

/// An element between memory and value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Element {
    Number(f64),
    Signed(i64),
    Unsigned(u64),
}

impl Element {
    fn number(self) -> f64 {
        match self {
            Element::Number(number) => number,
            Element::Signed(int) => int as f64,
            Element::Unsigned(int) => int as f64,
        }
    }

    fn int(self) -> i32 {
        number::wrap_to_i32(self.number())
    }

    fn bits(self) -> u64 {
        match self {
            Element::Number(number) => number as u64,
            Element::Signed(int) => int as u64,
            Element::Unsigned(int) => int,
        }
    }
}

fn clamp(element: Element) -> u8 {
    let number = element.number();
    if number.is_nan() { 0 } else { number.clamp(0.0, 255.0).round_ties_even() as u8 }
}

element_kinds! {
    Int8, "Int8Array", 1, false, i8, |x| Element::Number(x as f64), |e: Element| e.int() as i8;
    Uint8, "Uint8Array", 1, false, u8, |x| Element::Number(x as f64), |e: Element| e.int() as u8;
    Uint8Clamped, "Uint8ClampedArray", 1, false, u8, |x| Element::Number(x as f64), clamp;
    Int16, "Int16Array", 2, false, i16, |x| Element::Number(x as f64), |e: Element| e.int() as i16;
    Uint16, "Uint16Array", 2, false, u16, |x| Element::Number(x as f64), |e: Element| e.int() as u16;
    Int32, "Int32Array", 4, false, i32, |x| Element::Number(x as f64), |e: Element| e.int();
    Uint32, "Uint32Array", 4, false, u32, |x| Element::Number(x as f64), |e: Element| e.int() as u32;
    Float32, "Float32Array", 4, false, f32, |x| Element::Number(x as f64), |e: Element| e.number() as f32;
    Float64, "Float64Array", 8, false, f64, Element::Number, |e: Element| e.number();
    BigInt64, "BigInt64Array", 8, true, i64, Element::Signed, |e: Element| e.bits() as i64;
    BigUint64, "BigUint64Array", 8, true, u64, Element::Unsigned, |e: Element| e.bits();
}

/// Prototypes and constructors by element kind.
const PROTOTYPES: [Root; 11] = [
    Root::Int8ArrayPrototype,
    Root::Uint8ArrayPrototype,
    Root::Uint8ClampedArrayPrototype,
    Root::Int16ArrayPrototype,
    Root::Uint16ArrayPrototype,
    Root::Int32ArrayPrototype,
    Root::Uint32ArrayPrototype,
    Root::Float32ArrayPrototype,
    Root::Float64ArrayPrototype,
    Root::BigInt64ArrayPrototype,
    Root::BigUint64ArrayPrototype,
];
const CONSTRUCTORS: [Root; 11] = [
    Root::Int8ArrayConstructor,
    Root::Uint8ArrayConstructor,
    Root::Uint8ClampedArrayConstructor,
    Root::Int16ArrayConstructor,
    Root::Uint16ArrayConstructor,
    Root::Int32ArrayConstructor,
    Root::Uint32ArrayConstructor,
    Root::Float32ArrayConstructor,
    Root::Float64ArrayConstructor,
    Root::BigInt64ArrayConstructor,
    Root::BigUint64ArrayConstructor,
];

impl ElementKind {
    /// Binary logarithm of the bytes of an element.
    #[inline(always)]
    pub const fn shift(self) -> u32 {
        // Four bits for each kind.
        (0x333_2221_1000_u64 >> (self as u32 * 4)) as u32 & 0xF
    }

    /// Root of the prototype of arrays of this kind.
    pub const fn prototype_root(self) -> Root {
        PROTOTYPES[self as usize]
    }

    /// Root of the constructor of arrays of this kind.
    pub const fn constructor_root(self) -> Root {
        CONSTRUCTORS[self as usize]
    }

    /// Reads an element from a store, in this byte order (typed arrays: the machine's).
    pub fn load<'s>(self, cx: &mut Cx<'s>, store: Handle<'_, BackingStore>, at: usize, swap: bool) -> Handle<'s> {
        let mut bytes = [0; 8];
        store.get(cx).read(at, &mut bytes[..self.bytes()]);
        if swap {
            bytes[..self.bytes()].reverse();
        }
        match self.decode(&bytes) {
            Element::Number(number) => Val::number(number).root(cx),
            Element::Signed(int) => bigint::from_i64(cx, int).any(),
            Element::Unsigned(int) => bigint::from_u64(cx, int).any(),
        }
    }

    /// Writes a converted value (a number, or a BigInt for the BigInt kinds).
    pub fn store(self, cx: &Cx<'_>, store: Gc<'_, BackingStore>, at: usize, value: Val<'_>, swap: bool) {
        let mut bytes = self.encode(element_of(value));
        if swap {
            bytes[..self.bytes()].reverse();
        }
        store.write(cx, at, &bytes[..self.bytes()]);
    }
}

/// A converted value (a number or a BigInt) on its way to memory.
pub fn element_of(value: Val<'_>) -> Element {
    match value.cast::<BigInt>() {
        Some(bigint) => Element::Unsigned(bigint.low_bits()),
        None => Element::Number(if value.is_number() { value.as_number() } else { f64::NAN }),
    }
}

impl<'g> Gc<'g, TypedArray> {
    pub fn element_kind(self) -> ElementKind {
        ElementKind::ALL[self.element_kind_word().value().as_int() as usize]
    }

    pub fn array_buffer(self) -> Gc<'g, AnyBuffer> {
        self.buffer().must()
    }

    pub fn byte_offset(self) -> usize {
        self.byte_offset_word().value().as_number() as usize
    }

    /// Length in elements now; None when detached or out of the buffer's bounds.
    pub fn checked_length(self) -> Option<usize> {
        let (buffer, offset, size) = (self.array_buffer(), self.byte_offset(), self.element_kind().bytes());
        if buffer.is_detached() {
            return None;
        }
        let available = buffer.byte_length().checked_sub(offset)?;
        let length = self.length_word();
        if length.is_hole() {
            return Some(available / size);
        }
        let length = length.value().as_number() as usize;
        (length * size <= available).then_some(length)
    }
}

impl<'g> Gc<'g, TypedArray> {
    /// Makes a just allocated array show `length` elements (None: as many as the buffer has room for) of `buffer`.
    pub fn initialize(
        self,
        cx: &Cx<'_>,
        kind: ElementKind,
        buffer: Gc<'_, AnyBuffer>,
        byte_offset: usize,
        length: Option<usize>,
    ) {
        self.set_buffer(cx, buffer.val());
        self.set_byte_offset_word(cx, Val::number(byte_offset as f64));
        self.set_length_word(cx, length.map_or(Val::HOLE, |length| Val::number(length as f64)));
        self.set_element_kind_word(cx, Val::int(kind as i32));
    }

    /// Does the array follow its buffer's length?
    pub fn is_length_tracking(self) -> bool {
        self.length_word().is_hole()
    }

    /// The bytes of the elements that are in bounds now, for as long as nothing can run.
    pub fn view_bytes(self) -> &'g [u8] {
        let count = self.checked_length().unwrap_or(0) * self.element_kind().bytes();
        match self.array_buffer().backing_store() {
            Some(store) if count > 0 => &store.as_bytes()[self.byte_offset()..][..count],
            _ => &[],
        }
    }
}

impl Handle<'_, TypedArray> {
    /// Lets `write` change the bytes of the elements that are in bounds now.
    pub fn view_bytes_mut_with<R>(self, cx: &mut Cx<'_>, write: impl FnOnce(&mut [u8]) -> R) -> R {
        scope!(cx);
        let (at, count) = (self.get(cx).byte_offset(), self.get(cx).view_bytes().len());
        let store = self.get(cx).array_buffer().backing_store().map(|store| store.root(cx));
        let Some(store) = store.filter(|_| count > 0) else { return write(&mut []) };
        store.memory_mut_with(cx, at, count, write)
    }
}

impl<'g> Gc<'g, DataView> {
    pub fn array_buffer(self) -> Gc<'g, AnyBuffer> {
        self.buffer().must()
    }

    pub fn byte_offset(self) -> usize {
        self.byte_offset_word().value().as_number() as usize
    }

    /// Length in bytes now; None when detached or out of the buffer's bounds.
    pub fn checked_length(self) -> Option<usize> {
        let buffer = self.array_buffer();
        if buffer.is_detached() {
            return None;
        }
        let available = buffer.byte_length().checked_sub(self.byte_offset())?;
        let length = self.length_word();
        if length.is_hole() {
            return Some(available);
        }
        let length = length.value().as_number() as usize;
        (length <= available).then_some(length)
    }
}

const _: () = {
    let mut index = 0;
    while index < ElementKind::ALL.len() {
        assert!(1 << ElementKind::ALL[index].shift() == ElementKind::ALL[index].bytes());
        index += 1;
    }
};

/// Length in elements now, 0 when out of bounds.
pub fn length(_cx: &Cx<'_>, array: Gc<'_, JsObject>) -> u32 {
    let length = array.upcast().must::<TypedArray>().checked_length().unwrap_or(0);
    length.min(u32::MAX as usize) as u32
}

/// IsValidIntegerIndex (ECMA-262, 10.4.5.16).
pub fn has_index(cx: &Cx<'_>, array: Gc<'_, JsObject>, index: u32) -> bool {
    index < length(cx, array)
}

/// Does the array hold BigInts?
pub fn holds_bigints(_cx: &Cx<'_>, array: Gc<'_, JsObject>) -> bool {
    array.upcast().must::<TypedArray>().element_kind().is_bigint()
}

/// Is the key an index or a CanonicalNumericIndexString (ECMA-262, 7.1.21)?
pub fn is_numeric_key(cx: &Cx<'_>, key: Key<'_>) -> bool {
    let Key::Name(name) = key else { return true };
    let Some(text) = name.get(cx).val().cast::<JsString>() else { return false };
    let first = if text.is_empty() { return false } else { text.char_at(cx, 0) };
    let may_be_number = matches!(u8::try_from(first), Ok(b'0'..=b'9' | b'-' | b'I' | b'N'));
    if !may_be_number || text.len() > 30 {
        return false;
    }
    let text = text.to_rust(cx);
    text == "-0" || number::to_string(number::string_to_number(&text)) == text
}

/// Element `index`, undefined when out of bounds.
pub fn load<'s>(cx: &mut Cx<'s>, array: Handle<'_, JsObject>, index: u32) -> Handle<'s> {
    if !has_index(cx, array.get(cx), index) {
        return cx.undefined();
    }
    let raw: Gc<'_, TypedArray> = array.get(cx).upcast().must();
    let kind = raw.element_kind();
    let at = raw.byte_offset() + index as usize * kind.bytes();
    let store = raw.array_buffer().backing_store().expect("an array with elements has a store").root(cx);
    kind.load(cx, store, at, false)
}

/// Stores a converted value (a number, or a BigInt) as element `index`, which is in bounds.
pub fn store(cx: &mut Cx<'_>, array: Handle<'_, JsObject>, index: u32, value: Handle<'_>) {
    let raw: Gc<'_, TypedArray> = array.get(cx).upcast().must();
    let kind = raw.element_kind();
    let at = raw.byte_offset() + index as usize * kind.bytes();
    if let Some(store) = raw.array_buffer().backing_store() {
        kind.store(cx, store, at, value.val(cx), false);
    }
}
