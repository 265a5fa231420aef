//! Atomics (ECMA-262, 25.4). An isolate shares its buffers with no other thread, so that plain accesses are atomic, and a
//! `wait` can only end by its timeout. `waitAsync` is left out.

use super::array_buffer::detached;
use super::define::{Row, method, namespace};
use crate::objects::buffer::SharedArrayBuffer;
use crate::objects::typed_array::{self, ElementKind, TypedArray, element_of};
use crate::vm::ops::error::describe;
use crate::vm::ops::prelude::*;

const FUNCTIONS: &[Row] = &[
    method("load", 2, load),
    method("store", 3, store),
    method("add", 3, add),
    method("sub", 3, sub),
    method("and", 3, and),
    method("or", 3, or),
    method("xor", 3, xor),
    method("exchange", 3, exchange),
    method("compareExchange", 4, compare_exchange),
    method("isLockFree", 1, is_lock_free),
    method("wait", 4, wait),
    method("notify", 3, notify),
];

pub fn install(cx: &mut Cx<'_>) {
    namespace(cx, "Atomics", FUNCTIONS);
}

/// ValidateIntegerTypedArray: one of integers (or one that can be waited on), in bounds.
fn validate<'s>(cx: &mut Cx<'s>, args: Args<'s>, waitable: bool, method: &str) -> JsResult<Handle<'s, TypedArray>> {
    let value = args.get(cx, 0);
    let fits = |kind| match waitable {
        true => matches!(kind, ElementKind::Int32 | ElementKind::BigInt64),
        false => !matches!(kind, ElementKind::Uint8Clamped | ElementKind::Float32 | ElementKind::Float64),
    };
    let Some(array) = value.cast::<TypedArray>(cx).filter(|array| fits(array.get(cx).element_kind())) else {
        let shown = describe(cx, value);
        let message = if waitable { Message::NotWaitableTypedArray } else { Message::NotIntegerTypedArray };
        return Err(cx.throw_error(message, &[&shown]));
    };
    match array.get(cx).checked_length() {
        Some(_) => Ok(array),
        None => Err(detached(cx, method)),
    }
}

/// ValidateAtomicAccess: the index of an element.
fn validate_access<'s>(cx: &mut Cx<'s>, args: Args<'s>, array: Handle<'_, TypedArray>) -> JsResult<u32> {
    let length = array.get(cx).checked_length().unwrap_or(0) as u64;
    match to_index(cx, args.get(cx, 1))?.filter(|&index| index < length) {
        Some(index) => Ok(index as u32),
        None => Err(cx.throw_error(Message::InvalidAtomicIndex, &[])),
    }
}

/// RevalidateAtomicAccess: conversions may have detached or shrunk the buffer.
fn revalidate(cx: &mut Cx<'_>, array: Handle<'_, TypedArray>, index: u32, method: &str) -> JsResult<()> {
    match array.get(cx).checked_length() {
        Some(length) if (index as usize) < length => Ok(()),
        Some(_) => Err(cx.throw_error(Message::InvalidAtomicIndex, &[])),
        None => Err(detached(cx, method)),
    }
}

/// Argument `position` as an operand: ToBigInt or ToIntegerOrInfinity.
fn operand<'s>(cx: &mut Cx<'s>, args: Args<'s>, kind: ElementKind, position: usize) -> JsResult<Handle<'s>> {
    let value = args.get(cx, position);
    if kind.is_bigint() {
        return Ok(to_bigint(cx, value)?.any());
    }
    let integer = to_integer_or_infinity(cx, value)?;
    Ok(cx.number(integer + 0.0))
}

/// A word of the bytes of a converted value as an element of `kind`, from the first on; wrapping arithmetic on the word is
/// arithmetic on the element in either byte order.
fn bits_of(cx: &Cx<'_>, kind: ElementKind, value: Handle<'_>) -> u64 {
    u64::from_ne_bytes(kind.encode(element_of(value.val(cx))))
}

/// Atomics.load.
fn load<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "Atomics.load";
    let array = validate(cx, args, false, METHOD)?;
    let index = validate_access(cx, args, array)?;
    revalidate(cx, array, index, METHOD)?;
    Ok(typed_array::load(cx, array.must(cx), index))
}

/// Atomics.store: gives back the value as converted, not as stored.
fn store<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "Atomics.store";
    let array = validate(cx, args, false, METHOD)?;
    let index = validate_access(cx, args, array)?;
    let kind = array.get(cx).element_kind();
    let value = operand(cx, args, kind, 2)?;
    revalidate(cx, array, index, METHOD)?;
    typed_array::store(cx, array.must(cx), index, value);
    Ok(value)
}

/// AtomicReadModifyWrite: replaces an element's bits by `combine` of them and the operand's; gives the old element.
fn read_modify_write<'s>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
    method: &str,
    combine: fn(u64, u64) -> u64,
) -> JsResult<Handle<'s>> {
    let array = validate(cx, args, false, method)?;
    let index = validate_access(cx, args, array)?;
    let kind = array.get(cx).element_kind();
    let value = operand(cx, args, kind, 2)?;
    revalidate(cx, array, index, method)?;
    let given = bits_of(cx, kind, value);
    replace(cx, array, index, |old| Some(combine(old, given)))
}

/// Replaces an element's bits by what `replacement` makes of them, if anything; gives the old element.
fn replace<'s>(
    cx: &mut Cx<'s>,
    array: Handle<'_, TypedArray>,
    index: u32,
    replacement: impl FnOnce(u64) -> Option<u64>,
) -> JsResult<Handle<'s>> {
    let old = typed_array::load(cx, array.must(cx), index);
    let kind = array.get(cx).element_kind();
    let size = kind.bytes();
    if let Some(new) = replacement(bits_of(cx, kind, old)) {
        let at = index as usize * size;
        let bytes = new.to_ne_bytes();
        array.view_bytes_mut_with(cx, |view| view[at..at + size].copy_from_slice(&bytes[..size]));
    }
    Ok(old)
}

fn add<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    read_modify_write(cx, args, "Atomics.add", u64::wrapping_add)
}

fn sub<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    read_modify_write(cx, args, "Atomics.sub", u64::wrapping_sub)
}

fn and<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    read_modify_write(cx, args, "Atomics.and", |old, given| old & given)
}

fn or<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    read_modify_write(cx, args, "Atomics.or", |old, given| old | given)
}

fn xor<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    read_modify_write(cx, args, "Atomics.xor", |old, given| old ^ given)
}

fn exchange<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    read_modify_write(cx, args, "Atomics.exchange", |_, given| given)
}

/// Atomics.compareExchange.
fn compare_exchange<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "Atomics.compareExchange";
    let array = validate(cx, args, false, METHOD)?;
    let index = validate_access(cx, args, array)?;
    let kind = array.get(cx).element_kind();
    let expected = operand(cx, args, kind, 2)?;
    let replacement = operand(cx, args, kind, 3)?;
    revalidate(cx, array, index, METHOD)?;
    let (expected, replacement) = (bits_of(cx, kind, expected), bits_of(cx, kind, replacement));
    replace(cx, array, index, |old| (old == expected).then_some(replacement))
}

/// Atomics.isLockFree: sizes that every machine we run on accesses at once.
fn is_lock_free<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let size = to_integer_or_infinity(cx, args.get(cx, 0))?;
    Ok(cx.boolean([1.0, 2.0, 4.0, 8.0].contains(&size)))
}

/// Atomics.wait. Nobody can notify: one thread has the buffer.
fn wait<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "Atomics.wait";
    let array = validate(cx, args, true, METHOD)?;
    if !array.get(cx).buffer().is::<SharedArrayBuffer>() {
        let shown = describe(cx, array.any());
        return Err(cx.throw_error(Message::NotSharedTypedArray, &[&shown]));
    }
    let index = validate_access(cx, args, array)?;
    let kind = array.get(cx).element_kind();
    let value = match kind.is_bigint() {
        true => to_bigint(cx, args.get(cx, 2))?.any(),
        false => {
            let int = to_int32(cx, args.get(cx, 2))?;
            cx.int(int)
        }
    };
    let timeout = to_number(cx, args.get(cx, 3))?;
    let current = typed_array::load(cx, array.must(cx), index);
    if bits_of(cx, kind, current) != bits_of(cx, kind, value) {
        return Ok(cx.string("not-equal").any());
    }
    sleep(timeout);
    Ok(cx.string("timed-out").any())
}

/// Sleeps for `milliseconds`; for ever when that is no number.
fn sleep(milliseconds: f64) {
    let seconds = if milliseconds.is_nan() { f64::INFINITY } else { milliseconds.max(0.0) / 1000.0 };
    match std::time::Duration::try_from_secs_f64(seconds) {
        Ok(duration) => std::thread::sleep(duration),
        Err(_) => loop {
            std::thread::park();
        },
    }
}

/// Atomics.notify: nobody waits.
fn notify<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let array = validate(cx, args, true, "Atomics.notify")?;
    validate_access(cx, args, array)?;
    if !args.get(cx, 2).val(cx).is_undefined() {
        to_integer_or_infinity(cx, args.get(cx, 2))?;
    }
    Ok(cx.int(0))
}
