//! Boolean (ECMA-262, 20.3).

use super::define::{Class, class, method};
use crate::objects::object::BooleanObject;
use crate::vm::ops::prelude::*;

pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    class(
        cx,
        &Class {
            methods: &[method("toString", 0, to_string_method), method("valueOf", 0, value_of)],
            ..Class::new("Boolean", 1, construct_boolean, Root::BooleanPrototype)
        },
    );
}

/// Boolean ( value )
fn construct_boolean<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let value = args.get(cx, 0);
    let boolean = to_boolean(cx, value.val(cx));
    let Some(new_target) = args.new_target(cx) else { return Ok(cx.boolean(boolean)) };
    let object = ordinary_create_from_constructor::<BooleanObject>(cx, new_target, Root::BooleanPrototype)?;
    object.get(cx).set_value(cx, Val::boolean(boolean));
    Ok(object.any())
}

/// ThisBooleanValue
fn this_boolean_value(cx: &mut Cx<'_>, this: Handle<'_>, method: &str) -> JsResult<bool> {
    let value = this.val(cx);
    let primitive = value.cast::<BooleanObject>().map_or(value, |object| object.value());
    if primitive.is_boolean() {
        return Ok(primitive.is_true());
    }
    Err(cx.throw_error(Message::NotThisKind, &[method, "Boolean"]))
}

/// Boolean.prototype.toString ( )
fn to_string_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let boolean = this_boolean_value(cx, args.this(), "Boolean.prototype.toString")?;
    Ok(cx.name(if boolean { N::true_ } else { N::false_ }).any())
}

/// Boolean.prototype.valueOf ( )
fn value_of<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let boolean = this_boolean_value(cx, args.this(), "Boolean.prototype.valueOf")?;
    Ok(cx.boolean(boolean))
}
