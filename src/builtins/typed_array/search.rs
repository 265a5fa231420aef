//! Looking for a value in typed arrays: includes, indexOf, lastIndexOf. No script runs while elements are compared.

use super::create::validate_this;
use crate::objects::typed_array::{Element, ElementKind, TypedArray};
use crate::vm::ops::prelude::*;

/// What an element is compared with.
enum Wanted {
    Number(f64),
    BigInt(num_bigint::BigInt),
    /// undefined: only what lies beyond a shrunk array's end reads as that.
    Undefined,
    Nothing,
}

impl Wanted {
    fn new(kind: ElementKind, value: Val<'_>) -> Wanted {
        if value.is_undefined() {
            return Wanted::Undefined;
        }
        match value.cast::<crate::objects::bigint::BigInt>() {
            Some(bigint) if kind.is_bigint() => Wanted::BigInt(bigint.to_integer()),
            None if value.is_number() && !kind.is_bigint() => Wanted::Number(value.as_number()),
            _ => Wanted::Nothing,
        }
    }

    /// IsStrictlyEqual, or SameValueZero if NaN is to be found.
    fn is(&self, element: Element, finds_nan: bool) -> bool {
        match (self, element) {
            (Wanted::Number(wanted), Element::Number(number)) => {
                *wanted == number || finds_nan && wanted.is_nan() && number.is_nan()
            }
            (Wanted::BigInt(wanted), Element::Signed(int)) => *wanted == int.into(),
            (Wanted::BigInt(wanted), Element::Unsigned(int)) => *wanted == int.into(),
            _ => false,
        }
    }
}

/// The first index of `from..` whose element is wanted.
fn position(array: Gc<'_, TypedArray>, wanted: &Wanted, from: usize, finds_nan: bool) -> Option<usize> {
    let kind = array.element_kind();
    let bytes = array.view_bytes().get(from * kind.bytes()..)?;
    let at = bytes.chunks_exact(kind.bytes()).position(|element| wanted.is(kind.decode(element), finds_nan))?;
    Some(from + at)
}

/// The last index of `..=to` whose element is wanted.
fn last_position(array: Gc<'_, TypedArray>, wanted: &Wanted, to: usize) -> Option<usize> {
    let kind = array.element_kind();
    let bytes = array.view_bytes();
    let end = ((to + 1) * kind.bytes()).min(bytes.len());
    bytes[..end].chunks_exact(kind.bytes()).rposition(|element| wanted.is(kind.decode(element), false))
}

/// %TypedArray%.prototype.includes (23.2.3.16).
pub fn includes<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (array, length) = validate_this(cx, args, "%TypedArray%.prototype.includes")?;
    if length == 0 {
        return Ok(cx.boolean(false));
    }
    let from = to_relative_index(cx, args.get(cx, 1), length as u64, 0)? as usize;
    let raw = array.get(cx);
    let left = raw.checked_length().unwrap_or(0);
    let found = match Wanted::new(raw.element_kind(), args.get(cx, 0).val(cx)) {
        Wanted::Undefined => left.max(from) < length,
        wanted => position(raw, &wanted, from, true).is_some_and(|index| index < length),
    };
    Ok(cx.boolean(found))
}

/// %TypedArray%.prototype.indexOf (23.2.3.17).
pub fn index_of<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (array, length) = validate_this(cx, args, "%TypedArray%.prototype.indexOf")?;
    if length == 0 {
        return Ok(cx.int(-1));
    }
    let from = to_relative_index(cx, args.get(cx, 1), length as u64, 0)? as usize;
    let raw = array.get(cx);
    let wanted = Wanted::new(raw.element_kind(), args.get(cx, 0).val(cx));
    Ok(index_or_minus_one(cx, position(raw, &wanted, from, false).filter(|&index| index < length)))
}

/// %TypedArray%.prototype.lastIndexOf (23.2.3.20).
pub fn last_index_of<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (array, length) = validate_this(cx, args, "%TypedArray%.prototype.lastIndexOf")?;
    if length == 0 {
        return Ok(cx.int(-1));
    }
    let last = length as f64 - 1.0;
    let from = match args.given(1) {
        Some(from) => to_integer_or_infinity(cx, from)?,
        None => last,
    };
    let to = if from < 0.0 { last + 1.0 + from } else { from.min(last) };
    let raw = array.get(cx);
    let wanted = Wanted::new(raw.element_kind(), args.get(cx, 0).val(cx));
    let found = if to < 0.0 { None } else { last_position(raw, &wanted, to as usize) };
    Ok(index_or_minus_one(cx, found))
}

fn index_or_minus_one<'s>(cx: &Cx<'s>, index: Option<usize>) -> Handle<'s> {
    cx.number(index.map_or(-1.0, |index| index as f64))
}
