//! The constructors of typed arrays (ECMA-262, 23.2.5.1).

use super::create::{allocate_buffer, check_content_type, invalid_length, set_element};
use crate::builtins::array_buffer::detached;
use crate::builtins::receiver::new_target;
use crate::objects::buffer::AnyBuffer;
use crate::objects::typed_array::{ElementKind, MAX_LENGTH, TypedArray};
use crate::vm::ops::error::describe;
use crate::vm::ops::prelude::*;

/// The constructor of arrays of element kind number `KIND`.
pub fn construct<'s, const KIND: u8>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let kind = ElementKind::ALL[KIND as usize];
    let new_target = new_target(cx, args, kind.name())?;
    let first = args.get(cx, 0);
    let Some(source) = first.cast::<JsObject>(cx) else {
        let Some(length) = to_index(cx, first)? else { return Err(invalid_length(cx, first)) };
        let array = ordinary_create_from_constructor(cx, new_target, kind.prototype_root())?;
        allocate_buffer(cx, array, kind, length)?;
        return Ok(array.any());
    };
    let array: Handle<'s, TypedArray> = ordinary_create_from_constructor(cx, new_target, kind.prototype_root())?;
    if let Some(source) = source.cast::<TypedArray>(cx) {
        from_typed_array(cx, array, kind, source)?;
    } else if let Some(buffer) = source.cast::<AnyBuffer>(cx) {
        from_buffer(cx, array, kind, buffer, args)?;
    } else {
        from_object(cx, array, kind, source)?;
    }
    Ok(array.any())
}

/// %TypedArray% itself, which constructs nothing.
pub fn abstract_constructor<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    Err(cx.throw_error(Message::AbstractClass, &["TypedArray"]))
}

/// InitializeTypedArrayFromTypedArray.
fn from_typed_array(
    cx: &mut Cx<'_>,
    array: Handle<'_, TypedArray>,
    kind: ElementKind,
    source: Handle<'_, TypedArray>,
) -> JsResult<()> {
    let Some(length) = source.get(cx).checked_length() else { return Err(detached(cx, "Construct")) };
    allocate_buffer(cx, array, kind, length as u64)?;
    check_content_type(cx, kind, source.get(cx).element_kind())?;
    super::copy::convert_elements(cx, array, 0, source);
    Ok(())
}

/// InitializeTypedArrayFromArrayBuffer.
fn from_buffer<'s>(
    cx: &mut Cx<'s>,
    array: Handle<'_, TypedArray>,
    kind: ElementKind,
    buffer: Handle<'_, AnyBuffer>,
    args: Args<'s>,
) -> JsResult<()> {
    let (offset_argument, length_argument) = (args.get(cx, 1), args.get(cx, 2));
    let Some(offset) = to_index(cx, offset_argument)? else { return Err(outside(cx, offset_argument)) };
    let size = kind.bytes() as u64;
    if offset % size != 0 {
        return Err(cx.throw_error(Message::MisalignedOffset, &[kind.name(), &size.to_string()]));
    }
    let asked = match length_argument.val(cx).is_undefined() {
        true => None,
        false => match to_index(cx, length_argument)? {
            Some(length) => Some(length),
            None => return Err(invalid_length(cx, length_argument)),
        },
    };
    if buffer.get(cx).is_detached() {
        return Err(detached(cx, "Construct"));
    }
    let available = buffer.get(cx).byte_length() as u64;
    let length = match asked {
        Some(length) if offset + length.saturating_mul(size) > available => {
            return Err(invalid_length(cx, length_argument));
        }
        Some(length) => Some(length),
        None if offset > available => return Err(outside(cx, offset_argument)),
        None if buffer.get(cx).max_length().is_some() => None,
        None if !available.is_multiple_of(size) => {
            return Err(cx.throw_error(Message::MisalignedLength, &[kind.name(), &size.to_string()]));
        }
        None => Some((available - offset) / size),
    };
    if let Some(length) = length.filter(|&length| length > MAX_LENGTH) {
        return Err(cx.throw_error(Message::InvalidTypedArrayLength, &[&length.to_string()]));
    }
    let length = length.map(|length| length as usize);
    array.get(cx).initialize(cx, kind, buffer.get(cx), offset as usize, length);
    Ok(())
}

fn outside(cx: &mut Cx<'_>, offset: Handle<'_>) -> Throw {
    let shown = describe(cx, offset);
    cx.throw_error(Message::StartOffsetOutside, &[&shown])
}

/// InitializeTypedArrayFromList of what an iterable gives, InitializeTypedArrayFromArrayLike of anything else.
fn from_object(
    cx: &mut Cx<'_>,
    array: Handle<'_, TypedArray>,
    kind: ElementKind,
    source: Handle<'_, JsObject>,
) -> JsResult<()> {
    let iterator_key = Key::from(cx.well_known(WellKnown::Iterator));
    let method = get(cx, source, iterator_key)?;
    let list = match method.val(cx).is_nullish() {
        true => None,
        false if is_callable(cx, method) => Some(super::from::iterable_to_list(cx, source.any(), method)?),
        false => return Err(cx.throw_error(Message::IteratorNotFunction, &["TypedArray's constructor"])),
    };
    let source = match list {
        Some(list) => list.must(cx),
        None => source,
    };
    let length = length_of_array_like(cx, source)?;
    allocate_buffer(cx, array, kind, length)?;
    for index in 0..length {
        scope!(cx);
        let value = get(cx, source, Key::Index(index as u32))?;
        set_element(cx, array, index as usize, value)?;
    }
    Ok(())
}
