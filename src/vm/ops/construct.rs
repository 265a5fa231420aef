//! Making objects for constructors (ECMA-262, 10.1.13, 7.3.22).

use super::object::get;
use crate::heap::{Cx, Handle};
use crate::objects::kinds::Kind;
use crate::objects::map::{self, Map, MapFlags};
use crate::objects::object::{self, JsObject, ObjectType};
use crate::objects::roots::{N, Root, WellKnown};
use crate::scope;
use crate::vm::messages::Message;
use crate::vm::native::JsResult;

/// OrdinaryCreateFromConstructor: an instance of `T` whose prototype is `new_target.prototype`, or the realm's `default`
/// prototype when that is no object.
pub fn ordinary_create_from_constructor<'s, T: ObjectType>(
    cx: &mut Cx<'s>,
    new_target: Handle<'_, JsObject>,
    default: Root,
) -> JsResult<Handle<'s, T>> {
    let prototype = get_prototype_from_constructor(cx, new_target, default)?;
    let map = instance_map::<T>(cx, prototype);
    Ok(object::allocate(cx, map))
}

/// GetPrototypeFromConstructor.
pub fn get_prototype_from_constructor<'s>(
    cx: &mut Cx<'s>,
    constructor: Handle<'_, JsObject>,
    default: Root,
) -> JsResult<Handle<'s, JsObject>> {
    let prototype = get(cx, constructor, cx.key(N::prototype))?;
    Ok(prototype.cast(cx).unwrap_or_else(|| cx.root_handle(default)))
}

/// The realm's map for instances of `kind`, where it has properties or a place in the root table.
fn template(kind: Kind) -> Option<Root> {
    Some(match kind {
        Kind::Object => Root::ObjectMap,
        Kind::Array => Root::ArrayMap,
        Kind::Error => Root::ErrorMap,
        Kind::RegExp => Root::RegExpMap,
        Kind::Promise => Root::PromiseMap,
        Kind::StringObject => Root::StringObjectMap,
        Kind::NumberObject => Root::NumberObjectMap,
        Kind::BooleanObject => Root::BooleanObjectMap,
        _ => return None,
    })
}

/// The map that instances of `T` inheriting from `prototype` start with: the realm's own, or one like it that is kept
/// with the prototype.
pub fn instance_map<'s, T: ObjectType>(cx: &mut Cx<'s>, prototype: Handle<'_, JsObject>) -> Handle<'s, Map> {
    let Some(template) = template(Kind::from_u8(T::KIND)) else {
        return object::map_for::<T>(cx, prototype, 0, MapFlags::EXTENSIBLE);
    };
    let template: Handle<'static, Map> = cx.root_handle(template);
    if template.get(cx).prototype().is_same_word(prototype.val(cx)) {
        return template;
    }
    if prototype.get(cx).object_kind() == Kind::Proxy {
        return map::with_prototype(cx, template, prototype.any());
    }
    object::make_prototype(cx, prototype);
    if let Some(known) = prototype.get(cx).map().instance_map().cast::<Map>()
        && known.instance_kind() as u8 == T::KIND
    {
        return known.root(cx);
    }
    let map = map::with_prototype(cx, template, prototype.any());
    prototype.get(cx).map().set_instance_map(cx, map.val(cx));
    map
}

/// SpeciesConstructor(object, defaultConstructor).
pub fn species_constructor<'s>(
    cx: &mut Cx<'s>,
    object: Handle<'_, JsObject>,
    default: Root,
) -> JsResult<Handle<'s, JsObject>> {
    let result = cx.undefined();
    {
        scope!(cx);
        let constructor = get(cx, object, cx.key(N::constructor))?;
        if constructor.val(cx).is_undefined() {
            return Ok(cx.root_handle(default));
        }
        let Some(constructor) = constructor.cast::<JsObject>(cx) else {
            return Err(cx.throw_error(Message::ConstructorNotObject, &[]));
        };
        let species = get(cx, constructor, cx.well_known(WellKnown::Species).into())?;
        if species.val(cx).is_nullish() {
            return Ok(cx.root_handle(default));
        }
        result.set(cx, species.val(cx));
    }
    match result.cast::<JsObject>(cx) {
        Some(species) if species.get(cx).is_constructor() => Ok(species),
        _ => Err(cx.throw_error(Message::SpeciesNotConstructor, &[])),
    }
}
