//! Elements of typed arrays for the interpreter's second try: numbers only, read and written where they lie.
//!
//! Bounds are taken from the buffer at each access, as [`crate::objects::typed_array`] does. What is out of bounds, detached,
//! length-tracking, longer than a Smi counts, or holds BigInts is left to the general operation.
#![allow(unsafe_code)] // reads objects by their words, and the memory behind them

use crate::base::number;
use crate::heap::raw;
use crate::objects::kinds::Kind;
use crate::objects::typed_array::ElementKind;
use crate::value::Value;

/// Words of a typed array, of its buffer, and of that one's store.
const BUFFER: usize = 2;
const BYTE_OFFSET: usize = 3;
const LENGTH: usize = 4;
const ELEMENT_KIND: usize = 5;
const STORE: usize = 2;
const BYTE_LENGTH: usize = 3;
const BYTES: usize = 2;

/// An element in bounds.
#[derive(Clone, Copy)]
struct Place {
    address: usize,
    kind: ElementKind,
}

impl Place {
    /// Element `index` of `receiver`, if that is a typed array.
    #[inline(always)]
    fn of(receiver: Value, index: Value) -> Option<Place> {
        if !receiver.is_heap() || !index.is_int() {
            return None;
        }
        let array = receiver.address();
        // SAFETY: a heap value is a live object; a typed array has these words, a buffer of either kind as well.
        unsafe {
            if raw::header(array).kind() != Kind::TypedArray as u8 {
                return None;
            }
            let (offset, length) = (Value::from_bits(raw::word(array, BYTE_OFFSET)), raw::word(array, LENGTH));
            let buffer = Value::from_bits(raw::word(array, BUFFER)).address();
            let available = Value::from_bits(raw::word(buffer, BYTE_LENGTH));
            let length = Value::from_bits(length);
            if !(offset.both_int(length) && available.is_int()) || index.as_int() as u32 >= length.as_int() as u32 {
                return None;
            }
            let kind = ElementKind::ALL[Value::from_bits(raw::word(array, ELEMENT_KIND)).as_int() as usize];
            let (shift, offset) = (kind.shift(), offset.as_int() as usize);
            // A detached buffer's length is 0.
            if offset + ((length.as_int() as usize) << shift) > available.as_int() as usize {
                return None;
            }
            let store = Value::from_bits(raw::word(buffer, STORE)).address();
            let address = raw::word(store, BYTES) as usize + offset + ((index.as_int() as usize) << shift);
            Some(Place { address, kind })
        }
    }

    /// # Safety
    /// The element's bytes are those of a `T`.
    #[inline(always)]
    unsafe fn read<T>(self) -> T {
        // SAFETY: in bounds of the store's memory, by the type's invariant.
        unsafe { std::ptr::with_exposed_provenance::<T>(self.address).read_unaligned() }
    }

    #[inline(always)]
    fn write<T>(self, value: T) {
        // SAFETY: as `read`; callers give a number as wide as the element.
        unsafe { std::ptr::with_exposed_provenance_mut::<T>(self.address).write_unaligned(value) }
    }
}

/// Element `index` of the typed array `receiver`.
#[inline(always)]
pub fn load(receiver: Value, index: Value) -> Option<u64> {
    let place = Place::of(receiver, index)?;
    // SAFETY: each type is that of the kind's elements, and has no invalid bytes.
    let value = unsafe {
        match place.kind {
            ElementKind::Int8 => Value::from_i32(place.read::<i8>() as i32),
            ElementKind::Uint8 | ElementKind::Uint8Clamped => Value::from_i32(place.read::<u8>() as i32),
            ElementKind::Int16 => Value::from_i32(place.read::<i16>() as i32),
            ElementKind::Uint16 => Value::from_i32(place.read::<u16>() as i32),
            ElementKind::Int32 => Value::from_i32(place.read::<i32>()),
            ElementKind::Uint32 => Value::number(place.read::<u32>() as f64),
            ElementKind::Float32 => Value::from_f64(place.read::<f32>() as f64),
            ElementKind::Float64 => Value::from_f64(place.read::<f64>()),
            ElementKind::BigInt64 | ElementKind::BigUint64 => return None,
        }
    };
    Some(value.bits())
}

/// ToInt32 of a number.
#[inline(always)]
fn int(value: Value) -> i32 {
    if value.is_int() { value.as_int() } else { number::wrap_to_i32(value.as_double()) }
}

/// Stores the number `value` as element `index` of the typed array `receiver`.
#[inline(always)]
pub fn store(receiver: Value, index: Value, value: Value) -> bool {
    if !value.is_number() {
        return false;
    }
    let Some(place) = Place::of(receiver, index) else { return false };
    match place.kind {
        ElementKind::Int8 | ElementKind::Uint8 => place.write(int(value) as u8),
        ElementKind::Uint8Clamped if value.is_int() => place.write(value.as_int().clamp(0, 255) as u8),
        ElementKind::Int16 | ElementKind::Uint16 => place.write(int(value) as u16),
        ElementKind::Int32 | ElementKind::Uint32 => place.write(int(value)),
        ElementKind::Float32 => place.write(value.as_number() as f32),
        ElementKind::Float64 => place.write(value.as_number()),
        ElementKind::Uint8Clamped | ElementKind::BigInt64 | ElementKind::BigUint64 => return false,
    }
    true
}
