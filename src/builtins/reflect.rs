//! Reflect (ECMA-262, 28.1): the internal methods of objects, as functions.

use super::define::{method, namespace};
use super::function::call_arguments;
use crate::vm::ops::compare::type_of;
use crate::vm::ops::error::describe;
use crate::vm::ops::prelude::*;

pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    namespace(
        cx,
        "Reflect",
        &[
            method("defineProperty", 3, define_property),
            method("deleteProperty", 2, delete_property),
            method("apply", 3, apply),
            method("construct", 2, construct_method),
            method("get", 2, get_method),
            method("getOwnPropertyDescriptor", 2, get_own_property_descriptor),
            method("getPrototypeOf", 1, get_prototype_of_method),
            method("has", 2, has),
            method("isExtensible", 1, is_extensible_method),
            method("ownKeys", 1, own_keys),
            method("preventExtensions", 1, prevent_extensions_method),
            method("set", 3, set_method),
            method("setPrototypeOf", 2, set_prototype_of_method),
        ],
    );
}

/// The first argument, which must be an object.
fn target<'s>(cx: &mut Cx<'s>, args: Args<'s>, method: &str) -> JsResult<Handle<'s, JsObject>> {
    match args.get(cx, 0).cast(cx) {
        Some(target) => Ok(target),
        None => Err(cx.throw_error(Message::CalledOnNonObject, &[method])),
    }
}

/// Reflect.apply ( target, thisArgument, argumentsList )
fn apply<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let target = args.get(cx, 0);
    if !is_callable(cx, target) {
        return Err(apply_to_non_function(cx, target));
    }
    let list = create_list_from_array_like(cx, args.get(cx, 2))?;
    let arguments = call_arguments(cx, list)?;
    call(cx, target, args.get(cx, 1), &arguments)
}

/// The TypeError of Function.prototype.apply and Reflect.apply on what is not callable.
pub fn apply_to_non_function(cx: &mut Cx<'_>, target: Handle<'_>) -> Throw {
    let shown = describe(cx, target);
    let kind = match target.val(cx) {
        value if value.is_null() => "null".to_owned(),
        value => {
            let article = if value.is::<JsObject>() { "an" } else { "a" };
            scope!(cx);
            let kind = type_of(cx, target);
            format!("{article} {}", crate::objects::string::text_of(cx, kind.val(cx)).unwrap_or_default())
        }
    };
    cx.throw_error(Message::ApplyToNonFunction, &[&shown, &kind])
}

/// Reflect.construct ( target, argumentsList [ , newTarget ] )
fn construct_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let target = constructor(cx, args.get(cx, 0))?;
    let new_target = match args.given(2) {
        Some(new_target) => constructor(cx, new_target)?,
        None => target,
    };
    let list = create_list_from_array_like(cx, args.get(cx, 1))?;
    let arguments = call_arguments(cx, list)?;
    Ok(construct(cx, target, &arguments, Some(new_target))?.any())
}

fn constructor<'s>(cx: &mut Cx<'s>, value: Handle<'s>) -> JsResult<Handle<'s, JsObject>> {
    if is_constructor(cx, value) {
        return Ok(value.must(cx));
    }
    let shown = describe(cx, value);
    Err(cx.throw_error(Message::NotAConstructor, &[&shown]))
}

/// Reflect.defineProperty ( target, propertyKey, attributes )
fn define_property<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let target = target(cx, args, "Reflect.defineProperty")?;
    let key = to_property_key(cx, args.get(cx, 1))?;
    let descriptor = to_property_descriptor(cx, args.get(cx, 2))?;
    let defined = define_own_property(cx, target, key, &descriptor)?;
    Ok(cx.boolean(defined))
}

/// Reflect.deleteProperty ( target, propertyKey )
fn delete_property<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let target = target(cx, args, "Reflect.deleteProperty")?;
    let key = to_property_key(cx, args.get(cx, 1))?;
    let deleted = delete(cx, target, key)?;
    Ok(cx.boolean(deleted))
}

/// Reflect.get ( target, propertyKey [ , receiver ] )
fn get_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let target = target(cx, args, "Reflect.get")?;
    let key = to_property_key(cx, args.get(cx, 1))?;
    get_with_receiver(cx, target, key, args.given(2).unwrap_or(target.any()))
}

/// Reflect.getOwnPropertyDescriptor ( target, propertyKey )
fn get_own_property_descriptor<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let target = target(cx, args, "Reflect.getOwnPropertyDescriptor")?;
    let key = to_property_key(cx, args.get(cx, 1))?;
    let own = get_own_property(cx, target, key)?;
    Ok(from_property_descriptor(cx, own))
}

/// Reflect.getPrototypeOf ( target )
fn get_prototype_of_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let target = target(cx, args, "Reflect.getPrototypeOf")?;
    get_prototype_of(cx, target)
}

/// Reflect.has ( target, propertyKey )
fn has<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let target = target(cx, args, "Reflect.has")?;
    let key = to_property_key(cx, args.get(cx, 1))?;
    let has = has_property(cx, target, key)?;
    Ok(cx.boolean(has))
}

/// Reflect.isExtensible ( target )
fn is_extensible_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let target = target(cx, args, "Reflect.isExtensible")?;
    let extensible = is_extensible(cx, target)?;
    Ok(cx.boolean(extensible))
}

/// Reflect.ownKeys ( target )
fn own_keys<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let target = target(cx, args, "Reflect.ownKeys")?;
    let keys = own_property_keys(cx, target)?;
    Ok(super::object::array_of_keys(cx, keys, |_, _| true).any())
}

/// Reflect.preventExtensions ( target )
fn prevent_extensions_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let target = target(cx, args, "Reflect.preventExtensions")?;
    let prevented = prevent_extensions(cx, target)?;
    Ok(cx.boolean(prevented))
}

/// Reflect.set ( target, propertyKey, V [ , receiver ] )
fn set_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let target = target(cx, args, "Reflect.set")?;
    let key = to_property_key(cx, args.get(cx, 1))?;
    let receiver = args.given(3).unwrap_or(target.any());
    let done = set_with_receiver(cx, target, key, args.get(cx, 2), receiver)?;
    Ok(cx.boolean(done))
}

/// Reflect.setPrototypeOf ( target, proto )
fn set_prototype_of_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let target = target(cx, args, "Reflect.setPrototypeOf")?;
    let prototype = super::object::prototype_argument(cx, args.get(cx, 1))?;
    let done = set_prototype_of(cx, target, prototype)?;
    Ok(cx.boolean(done))
}
