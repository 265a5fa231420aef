//! Validating, making and filling typed arrays: the abstract operations of ECMA-262, 23.2.4.

use crate::builtins::array_buffer::{detached, new_array_buffer};
use crate::builtins::receiver::incompatible;
use crate::objects::map::MapFlags;
use crate::objects::object;
use crate::objects::typed_array::{self, ElementKind, MAX_LENGTH, TypedArray};
use crate::vm::ops::call::construct;
use crate::vm::ops::error::describe;
use crate::vm::ops::prelude::*;

/// ValidateTypedArray of the receiver; its length. V8's words of most methods.
pub fn validate_this<'s>(cx: &mut Cx<'s>, args: Args<'s>, method: &str) -> JsResult<(Handle<'s, TypedArray>, usize)> {
    match args.this().cast::<TypedArray>(cx) {
        Some(array) => Ok((array, checked_length(cx, array, method)?)),
        None => Err(cx.throw_error(Message::NotATypedArray, &[])),
    }
}

/// ValidateTypedArray; its length. V8's words of the other methods, and for what species constructors make.
pub fn validate<'s>(cx: &mut Cx<'s>, value: Handle<'s>, method: &str) -> JsResult<(Handle<'s, TypedArray>, usize)> {
    match value.cast::<TypedArray>(cx) {
        Some(array) => Ok((array, checked_length(cx, array, method)?)),
        None => Err(incompatible(cx, value, method)),
    }
}

/// The length of an array that must be neither detached nor out of bounds.
pub fn checked_length(cx: &mut Cx<'_>, array: Handle<'_, TypedArray>, method: &str) -> JsResult<usize> {
    match array.get(cx).checked_length() {
        Some(length) => Ok(length),
        None => Err(detached(cx, method)),
    }
}

/// An array of the intrinsic constructor for `kind`, its elements zero.
pub fn new_of_kind<'s>(cx: &mut Cx<'s>, kind: ElementKind, length: usize) -> JsResult<Handle<'s, TypedArray>> {
    let prototype = cx.root_handle::<JsObject>(kind.prototype_root());
    let map = object::map_for::<TypedArray>(cx, prototype, 0, MapFlags::EXTENSIBLE);
    let array: Handle<'s, TypedArray> = object::allocate(cx, map);
    allocate_buffer(cx, array, kind, length as u64)?;
    Ok(array)
}

/// AllocateTypedArrayBuffer: a buffer of its own for a just allocated array.
pub fn allocate_buffer(cx: &mut Cx<'_>, array: Handle<'_, TypedArray>, kind: ElementKind, length: u64) -> JsResult<()> {
    if length > MAX_LENGTH {
        return Err(cx.throw_error(Message::InvalidTypedArrayLength, &[&length.to_string()]));
    }
    scope!(cx);
    let buffer = new_array_buffer(cx, length * kind.bytes() as u64)?;
    let buffer = buffer.get(cx).upcast().must();
    array.get(cx).initialize(cx, kind, buffer, 0, Some(length as usize));
    Ok(())
}

/// TypedArrayCreateFromCtor(constructor, « length »): an array at least that long.
pub fn create_from_constructor<'s>(
    cx: &mut Cx<'s>,
    constructor: Handle<'_, JsObject>,
    length: usize,
    method: &str,
) -> JsResult<Handle<'s, TypedArray>> {
    let argument = cx.number(length as f64);
    let made = construct(cx, constructor, &[argument], None)?;
    let (array, made_length) = validate(cx, made.any(), method)?;
    if made_length < length {
        return Err(cx.throw_error(Message::DerivedArrayTooSmall, &[]));
    }
    Ok(array)
}

/// TypedArraySpeciesCreate(exemplar, « length »).
pub fn species_create<'s>(
    cx: &mut Cx<'s>,
    exemplar: Handle<'_, TypedArray>,
    length: usize,
    method: &str,
) -> JsResult<Handle<'s, TypedArray>> {
    let kind = exemplar.get(cx).element_kind();
    let constructor = species_constructor(cx, exemplar.must(cx), kind.constructor_root())?;
    if constructor.val(cx).is_same_word(cx.root(kind.constructor_root())) {
        return new_of_kind(cx, kind, length);
    }
    let array = create_from_constructor(cx, constructor, length, method)?;
    check_content_type(cx, kind, array.get(cx).element_kind())?;
    Ok(array)
}

/// TypedArraySpeciesCreate(exemplar, arguments), for `subarray`.
pub fn species_create_view<'s>(
    cx: &mut Cx<'s>,
    exemplar: Handle<'_, TypedArray>,
    arguments: &[Handle<'_>],
    method: &str,
) -> JsResult<Handle<'s, TypedArray>> {
    let kind = exemplar.get(cx).element_kind();
    let constructor = species_constructor(cx, exemplar.must(cx), kind.constructor_root())?;
    let made = construct(cx, constructor, arguments, None)?;
    let (array, _) = validate(cx, made.any(), method)?;
    check_content_type(cx, kind, array.get(cx).element_kind())?;
    Ok(array)
}

/// Numbers do not go where BigInts are, nor the other way.
pub fn check_content_type(cx: &mut Cx<'_>, one: ElementKind, other: ElementKind) -> JsResult<()> {
    match one.is_bigint() == other.is_bigint() {
        true => Ok(()),
        false => Err(cx.throw_error(Message::MixedBigInt, &[])),
    }
}

/// `value` as an element of `kind`: ToBigInt or ToNumber.
pub fn to_element<'s>(cx: &mut Cx<'s>, kind: ElementKind, value: Handle<'_>) -> JsResult<Handle<'s>> {
    if kind.is_bigint() {
        return Ok(to_bigint(cx, value)?.any());
    }
    if value.val(cx).is_number() {
        return Ok(value.val(cx).root(cx));
    }
    let number = to_number(cx, value)?;
    Ok(cx.number(number))
}

/// Set(array, index, value): converts, then stores if the index is still in bounds.
pub fn set_element(cx: &mut Cx<'_>, array: Handle<'_, TypedArray>, index: usize, value: Handle<'_>) -> JsResult<()> {
    scope!(cx);
    let kind = array.get(cx).element_kind();
    let element = to_element(cx, kind, value)?;
    store_element(cx, array, index, element);
    Ok(())
}

/// Stores a converted value if the index is in bounds.
pub fn store_element(cx: &mut Cx<'_>, array: Handle<'_, TypedArray>, index: usize, element: Handle<'_>) {
    if array.get(cx).checked_length().is_some_and(|length| index < length) {
        typed_array::store(cx, array.must(cx), index as u32, element);
    }
}

/// Get(array, index): undefined out of bounds.
pub fn element<'s>(cx: &mut Cx<'s>, array: Handle<'_, TypedArray>, index: usize) -> Handle<'s> {
    typed_array::load(cx, array.must(cx), index as u32)
}

/// `callback` of `method`, which must be callable.
pub fn callback<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    crate::builtins::receiver::callable(cx, args.get(cx, 0))
}

/// The RangeError `Invalid typed array length: {length}`.
pub fn invalid_length(cx: &mut Cx<'_>, length: Handle<'_>) -> Throw {
    let shown = describe(cx, length);
    cx.throw_error(Message::InvalidTypedArrayLength, &[&shown])
}
