//! Object's functions about prototypes: `create`, `getPrototypeOf`, `setPrototypeOf`, and `__proto__`.

use super::properties::define_all;
use crate::objects::map::MapFlags;
use crate::objects::object;
use crate::vm::ops::error::describe;
use crate::vm::ops::prelude::*;

/// Object.create ( O, Properties )
pub fn create<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let prototype = prototype_argument(cx, args.get(cx, 0))?;
    let object = object::with_prototype(cx, prototype);
    let properties = args.get(cx, 1);
    if !properties.val(cx).is_undefined() {
        define_all(cx, object, properties)?;
    }
    Ok(object.any())
}

/// `value`, which must be an object or null to be a prototype.
pub fn prototype_argument<'s>(cx: &mut Cx<'s>, value: Handle<'s>) -> JsResult<Handle<'s>> {
    if value.val(cx).is_null() || value.val(cx).is::<JsObject>() {
        return Ok(value);
    }
    let shown = describe(cx, value);
    Err(cx.throw_error(Message::PrototypeNotObject, &[&shown]))
}

/// Object.getPrototypeOf ( O )
pub fn get_prototype_of_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.get(cx, 0))?;
    get_prototype_of(cx, object)
}

/// Object.setPrototypeOf ( O, proto )
pub fn set_prototype_of_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let target = args.get(cx, 0);
    if target.val(cx).is_nullish() {
        return Err(cx.throw_error(Message::CalledOnNullish, &["Object.setPrototypeOf"]));
    }
    let prototype = prototype_argument(cx, args.get(cx, 1))?;
    set_prototype_or_throw(cx, target, prototype)?;
    Ok(target)
}

/// get Object.prototype.__proto__
pub fn get_proto<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.this())?;
    get_prototype_of(cx, object)
}

/// set Object.prototype.__proto__
pub fn set_proto<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    if args.this().val(cx).is_nullish() {
        return Err(cx.throw_error(Message::CalledOnNullish, &["set Object.prototype.__proto__"]));
    }
    let prototype = args.get(cx, 0);
    if prototype.val(cx).is_null() || prototype.val(cx).is::<JsObject>() {
        set_prototype_or_throw(cx, args.this(), prototype)?;
    }
    Ok(cx.undefined())
}

/// target.[[SetPrototypeOf]](prototype) of an object; nothing of a primitive. TypeError if refused.
fn set_prototype_or_throw(cx: &mut Cx<'_>, target: Handle<'_>, prototype: Handle<'_>) -> JsResult<()> {
    let Some(object) = target.cast::<JsObject>(cx) else { return Ok(()) };
    if set_prototype_of(cx, object, prototype)? {
        return Ok(());
    }
    let raw = object.get(cx);
    let message = if raw.object_kind() == Kind::Proxy {
        Message::SetPrototypeTrapFalsish
    } else if raw.val().is_same_word(cx.root(Root::ObjectPrototype)) {
        Message::ImmutablePrototype
    } else if !raw.map().has(MapFlags::EXTENSIBLE) {
        Message::PrototypeOfNonExtensible
    } else {
        Message::CyclicPrototype
    };
    let shown = describe(cx, target);
    Err(cx.throw_error(message, &[&shown]))
}
