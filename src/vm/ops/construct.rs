//! Making objects for constructors (ECMA-262, 10.1.13, 7.3.22).

use crate::heap::{Cx, Handle};
use crate::objects::object::{JsObject, ObjectType};
use crate::objects::roots::Root;
use crate::vm::native::JsResult;

/// OrdinaryCreateFromConstructor: an instance of `T` whose prototype is `new_target.prototype`, or the realm's `default`
/// prototype when that is no object.
pub fn ordinary_create_from_constructor<'s, T: ObjectType>(
    _cx: &mut Cx<'s>,
    _new_target: Handle<'_, JsObject>,
    _default: Root,
) -> JsResult<Handle<'s, T>> {
    todo!()
}

/// GetPrototypeFromConstructor.
pub fn get_prototype_from_constructor<'s>(
    _cx: &mut Cx<'s>,
    _constructor: Handle<'_, JsObject>,
    _default: Root,
) -> JsResult<Handle<'s, JsObject>> {
    todo!()
}

/// SpeciesConstructor(object, defaultConstructor).
pub fn species_constructor<'s>(
    _cx: &mut Cx<'s>,
    _object: Handle<'_, JsObject>,
    _default: Root,
) -> JsResult<Handle<'s, JsObject>> {
    todo!()
}
