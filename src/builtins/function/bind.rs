//! Function.prototype.bind (ECMA-262, 20.2.3.2). A bound function computes its `name` and `length` from its target's on
//! demand; where that would not give what the target shows now, they are defined on it.

use crate::objects::property::Place;
use crate::objects::{function, object, property};
use crate::vm::ops::prelude::*;

/// Function.prototype.bind ( thisArg, ...args )
pub fn bind<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let Some(target) = args.this().cast::<JsObject>(cx).filter(|target| target.get(cx).is_callable()) else {
        return Err(cx.throw_error(Message::BindToNonFunction, &[]));
    };
    let this = args.get(cx, 0);
    let arguments: Vec<Handle<'s>> = args.rest(1).collect();
    let prototype = get_prototype_of(cx, target)?;
    let bound: Handle<'s, JsObject> = function::new_bound(cx, target, this, &arguments).must(cx);
    if !prototype.val(cx).is_same_word(bound.get(cx).prototype()) {
        object::change_prototype(cx, bound, prototype);
    }
    if !derives_name_and_length(cx, target) {
        let length = bound_length(cx, target, arguments.len())?;
        let length = cx.number(length);
        define(cx, bound, N::length, length);
        let name = bound_name(cx, target)?;
        define(cx, bound, N::name, name);
    }
    Ok(bound.any())
}

/// Does what a bound function computes from the `length` and `name` of `target` equal what reading them now would give?
fn derives_name_and_length(cx: &Cx<'_>, target: Handle<'_, JsObject>) -> bool {
    let target = target.get(cx);
    let kind = target.object_kind();
    function::is_function_kind(kind)
        && [N::length, N::name].into_iter().all(|n| {
            property::find(cx, target, cx.key(n)).is_some_and(|found| {
                let is_computed = matches!(found.place, Place::Computed(_));
                !found.attributes.contains(Attributes::ACCESSOR) && (is_computed || kind != Kind::BoundFunction)
            })
        })
}

fn define(cx: &mut Cx<'_>, bound: Handle<'_, JsObject>, n: N, value: Handle<'_>) {
    scope!(cx);
    let value = value.val(cx).root(cx);
    property::define(cx, bound, cx.key(n), &Descriptor::data(value, Attributes::CONFIGURABLE));
}

/// Steps 4 to 6: the target's length less the bound arguments.
fn bound_length(cx: &mut Cx<'_>, target: Handle<'_, JsObject>, bound_count: usize) -> JsResult<f64> {
    if !has_own_property(cx, target, cx.key(N::length))? {
        return Ok(0.0);
    }
    scope!(cx);
    let length = get(cx, target, cx.key(N::length))?;
    if !length.val(cx).is_number() {
        return Ok(0.0);
    }
    let length = to_integer_or_infinity(cx, length)?;
    Ok((length - bound_count as f64).max(0.0))
}

/// SetFunctionName(F, targetName, "bound").
fn bound_name<'s>(cx: &mut Cx<'s>, target: Handle<'_, JsObject>) -> JsResult<Handle<'s>> {
    let name = get(cx, target, cx.key(N::name))?;
    let mut units: Vec<u16> = "bound ".encode_utf16().collect();
    if let Some(name) = name.val(cx).cast::<JsString>() {
        units.extend(name.to_utf16());
    }
    Ok(cx.string_utf16(&units).any())
}
