//! Operations on objects (ECMA-262, 7.3 and the internal methods of 10): proxies, getters, setters and the prototype chain
//! included.

use crate::heap::{Cx, Handle};
use crate::objects::array::JsArray;
use crate::objects::fixed::FixedArray;
use crate::objects::name::Key;
use crate::objects::object::JsObject;
use crate::objects::property::{Descriptor, Own};
use crate::vm::native::JsResult;

/// Get(object, key).
pub fn get<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>, key: Key<'_>) -> JsResult<Handle<'s>> {
    get_with_receiver(cx, object, key, object.any())
}

/// object.[[Get]](key, receiver).
pub fn get_with_receiver<'s>(
    _cx: &mut Cx<'s>,
    _object: Handle<'_, JsObject>,
    _key: Key<'_>,
    _receiver: Handle<'_>,
) -> JsResult<Handle<'s>> {
    todo!()
}

/// GetV(value, key): of any value; TypeError for undefined and null.
pub fn get_v<'s>(_cx: &mut Cx<'s>, _value: Handle<'_>, _key: Key<'_>) -> JsResult<Handle<'s>> {
    todo!()
}

/// GetMethod(value, key): None for undefined or null, TypeError for what is not callable.
pub fn get_method<'s>(_cx: &mut Cx<'s>, _value: Handle<'_>, _key: Key<'_>) -> JsResult<Option<Handle<'s, JsObject>>> {
    todo!()
}

/// Set(object, key, value, true): TypeError if it cannot be set.
pub fn set(_cx: &mut Cx<'_>, _object: Handle<'_, JsObject>, _key: Key<'_>, _value: Handle<'_>) -> JsResult<()> {
    todo!()
}

/// object.[[Set]](key, value, receiver).
pub fn set_with_receiver(
    _cx: &mut Cx<'_>,
    _object: Handle<'_, JsObject>,
    _key: Key<'_>,
    _value: Handle<'_>,
    _receiver: Handle<'_>,
) -> JsResult<bool> {
    todo!()
}

/// HasProperty.
pub fn has_property(_cx: &mut Cx<'_>, _object: Handle<'_, JsObject>, _key: Key<'_>) -> JsResult<bool> {
    todo!()
}

/// HasOwnProperty.
pub fn has_own_property(_cx: &mut Cx<'_>, _object: Handle<'_, JsObject>, _key: Key<'_>) -> JsResult<bool> {
    todo!()
}

/// object.[[GetOwnProperty]](key).
pub fn get_own_property<'s>(_cx: &mut Cx<'s>, _object: Handle<'_, JsObject>, _key: Key<'_>) -> JsResult<Own<'s>> {
    todo!()
}

/// object.[[DefineOwnProperty]](key, descriptor).
pub fn define_own_property(
    _cx: &mut Cx<'_>,
    _object: Handle<'_, JsObject>,
    _key: Key<'_>,
    _descriptor: &Descriptor<'_>,
) -> JsResult<bool> {
    todo!()
}

/// DefinePropertyOrThrow.
pub fn define_property_or_throw(
    _cx: &mut Cx<'_>,
    _object: Handle<'_, JsObject>,
    _key: Key<'_>,
    _descriptor: &Descriptor<'_>,
) -> JsResult<()> {
    todo!()
}

/// CreateDataProperty.
pub fn create_data_property(
    _cx: &mut Cx<'_>,
    _object: Handle<'_, JsObject>,
    _key: Key<'_>,
    _value: Handle<'_>,
) -> JsResult<bool> {
    todo!()
}

/// CreateDataPropertyOrThrow.
pub fn create_data_property_or_throw(
    _cx: &mut Cx<'_>,
    _object: Handle<'_, JsObject>,
    _key: Key<'_>,
    _value: Handle<'_>,
) -> JsResult<()> {
    todo!()
}

/// object.[[Delete]](key).
pub fn delete(_cx: &mut Cx<'_>, _object: Handle<'_, JsObject>, _key: Key<'_>) -> JsResult<bool> {
    todo!()
}

/// DeletePropertyOrThrow.
pub fn delete_property_or_throw(_cx: &mut Cx<'_>, _object: Handle<'_, JsObject>, _key: Key<'_>) -> JsResult<()> {
    todo!()
}

/// object.[[OwnPropertyKeys]](): indexes as numbers, other keys as strings and symbols.
pub fn own_property_keys<'s>(_cx: &mut Cx<'s>, _object: Handle<'_, JsObject>) -> JsResult<Handle<'s, FixedArray>> {
    todo!()
}

/// What EnumerableOwnProperties lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    Keys,
    Values,
    Entries,
}

/// EnumerableOwnProperties(object, kind), as an array.
pub fn enumerable_own_properties<'s>(
    _cx: &mut Cx<'s>,
    _object: Handle<'_, JsObject>,
    _listing: Listing,
) -> JsResult<Handle<'s, JsArray>> {
    todo!()
}

/// CopyDataProperties(target, source, excluded keys).
pub fn copy_data_properties(
    _cx: &mut Cx<'_>,
    _target: Handle<'_, JsObject>,
    _source: Handle<'_>,
    _excluded: &[Key<'_>],
) -> JsResult<()> {
    todo!()
}

/// object.[[GetPrototypeOf]](): an object or null.
pub fn get_prototype_of<'s>(_cx: &mut Cx<'s>, _object: Handle<'_, JsObject>) -> JsResult<Handle<'s>> {
    todo!()
}

/// object.[[SetPrototypeOf]](prototype): an object or null.
pub fn set_prototype_of(_cx: &mut Cx<'_>, _object: Handle<'_, JsObject>, _prototype: Handle<'_>) -> JsResult<bool> {
    todo!()
}

/// IsExtensible.
pub fn is_extensible(_cx: &mut Cx<'_>, _object: Handle<'_, JsObject>) -> JsResult<bool> {
    todo!()
}

/// object.[[PreventExtensions]]().
pub fn prevent_extensions(_cx: &mut Cx<'_>, _object: Handle<'_, JsObject>) -> JsResult<bool> {
    todo!()
}

/// SetIntegrityLevel: frozen or sealed.
pub fn set_integrity_level(_cx: &mut Cx<'_>, _object: Handle<'_, JsObject>, _frozen: bool) -> JsResult<bool> {
    todo!()
}

/// TestIntegrityLevel.
pub fn test_integrity_level(_cx: &mut Cx<'_>, _object: Handle<'_, JsObject>, _frozen: bool) -> JsResult<bool> {
    todo!()
}

/// LengthOfArrayLike.
pub fn length_of_array_like(_cx: &mut Cx<'_>, _object: Handle<'_, JsObject>) -> JsResult<u64> {
    todo!()
}

/// CreateListFromArrayLike, in a FixedArray.
pub fn create_list_from_array_like<'s>(_cx: &mut Cx<'s>, _value: Handle<'_>) -> JsResult<Handle<'s, FixedArray>> {
    todo!()
}

/// IsArray: looks through proxies.
pub fn is_array(_cx: &mut Cx<'_>, _value: Handle<'_>) -> JsResult<bool> {
    todo!()
}

/// IsCallable.
pub fn is_callable(cx: &Cx<'_>, value: Handle<'_>) -> bool {
    value.val(cx).cast::<JsObject>().is_some_and(|object| object.is_callable())
}

/// IsConstructor.
pub fn is_constructor(cx: &Cx<'_>, value: Handle<'_>) -> bool {
    value.val(cx).cast::<JsObject>().is_some_and(|object| object.is_constructor())
}

/// ToPropertyDescriptor.
pub fn to_property_descriptor<'s>(_cx: &mut Cx<'s>, _value: Handle<'_>) -> JsResult<Descriptor<'s>> {
    todo!()
}

/// FromPropertyDescriptor: undefined when absent.
pub fn from_property_descriptor<'s>(_cx: &mut Cx<'s>, _own: Own<'_>) -> Handle<'s> {
    todo!()
}
