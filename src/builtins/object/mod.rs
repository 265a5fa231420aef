//! Object (ECMA-262, 20.1): the constructor, its functions by concept, and the prototype.
//!
//! [`properties`] defines and describes, [`listing`] lists and copies, [`integrity`] restricts, [`inheritance`] is about
//! prototypes, [`prototype`] holds the methods every object inherits.

mod inheritance;
mod integrity;
mod listing;
mod properties;
mod prototype;

pub use inheritance::prototype_argument;
pub use listing::array_of_keys;

use super::define::{Class, Row, class, method};
use crate::vm::ops::prelude::*;

const STATICS: &[Row] = &[
    method("assign", 2, listing::assign),
    method("getOwnPropertyDescriptor", 2, properties::get_own_property_descriptor),
    method("getOwnPropertyDescriptors", 1, properties::get_own_property_descriptors),
    method("getOwnPropertyNames", 1, listing::get_own_property_names),
    method("getOwnPropertySymbols", 1, listing::get_own_property_symbols),
    method("hasOwn", 2, properties::has_own),
    method("is", 2, is),
    method("preventExtensions", 1, integrity::prevent_extensions_method),
    method("seal", 1, integrity::seal),
    method("create", 2, inheritance::create),
    method("defineProperties", 2, properties::define_properties),
    method("defineProperty", 3, properties::define_property),
    method("freeze", 1, integrity::freeze),
    method("getPrototypeOf", 1, inheritance::get_prototype_of_method),
    method("setPrototypeOf", 2, inheritance::set_prototype_of_method),
    method("isExtensible", 1, integrity::is_extensible_method),
    method("isFrozen", 1, integrity::is_frozen),
    method("isSealed", 1, integrity::is_sealed),
    method("keys", 1, listing::keys),
    method("entries", 1, listing::entries),
    method("fromEntries", 1, listing::from_entries),
    method("values", 1, listing::values),
    method("groupBy", 2, listing::group_by),
];

pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    class(
        cx,
        &Class {
            constructor_root: Some(Root::ObjectConstructor),
            statics: STATICS,
            methods: prototype::METHODS,
            ..Class::new("Object", 1, construct_object, Root::ObjectPrototype)
        },
    );
}

/// Object ( [ value ] )
fn construct_object<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    if let Some(new_target) = args.new_target(cx)
        && !new_target.val(cx).is_same_word(args.callee(cx).val(cx))
    {
        use crate::objects::object::PlainObject;
        let object = ordinary_create_from_constructor::<PlainObject>(cx, new_target, Root::ObjectPrototype)?;
        return Ok(object.any());
    }
    let value = args.get(cx, 0);
    if value.val(cx).is_nullish() {
        return Ok(crate::objects::object::new_plain(cx).any());
    }
    Ok(to_object(cx, value)?.any())
}

/// Object.is ( value1, value2 )
fn is<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (left, right) = (args.get(cx, 0), args.get(cx, 1));
    let same = crate::objects::same_value(cx, left.val(cx), right.val(cx));
    Ok(cx.boolean(same))
}
