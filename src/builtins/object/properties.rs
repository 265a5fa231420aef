//! Object's functions that define properties and describe them.

use crate::objects::object;
use crate::vm::ops::prelude::*;

/// Object.defineProperty ( O, P, Attributes )
pub fn define_property<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let Some(object) = args.get(cx, 0).cast::<JsObject>(cx) else {
        return Err(cx.throw_error(Message::CalledOnNonObject, &["Object.defineProperty"]));
    };
    let key = to_property_key(cx, args.get(cx, 1))?;
    let descriptor = to_property_descriptor(cx, args.get(cx, 2))?;
    define_property_or_throw(cx, object, key, &descriptor)?;
    Ok(object.any())
}

/// Object.defineProperties ( O, Properties )
pub fn define_properties<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let Some(object) = args.get(cx, 0).cast::<JsObject>(cx) else {
        return Err(cx.throw_error(Message::CalledOnNonObject, &["Object.defineProperties"]));
    };
    define_all(cx, object, args.get(cx, 1))?;
    Ok(object.any())
}

/// ObjectDefineProperties: all descriptors are read before the first is applied.
pub fn define_all(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, properties: Handle<'_>) -> JsResult<()> {
    scope!(cx);
    let properties = to_object(cx, properties)?;
    let keys = own_property_keys(cx, properties)?;
    let mut descriptors = Vec::new();
    for index in 0..keys.get(cx).len() {
        let key = keys.get(cx).at(index).root(cx);
        let key = to_property_key(cx, key)?;
        if let Some(descriptor) = enumerable_descriptor(cx, properties, key)? {
            descriptors.push((key, descriptor));
        }
    }
    for (key, descriptor) in &descriptors {
        define_property_or_throw(cx, object, *key, descriptor)?;
    }
    Ok(())
}

/// The descriptor that enumerable own property `key` of `properties` holds.
fn enumerable_descriptor<'s>(
    cx: &mut Cx<'s>,
    properties: Handle<'_, JsObject>,
    key: Key<'_>,
) -> JsResult<Option<Descriptor<'s>>> {
    if !is_own_enumerable(cx, properties, key)? {
        return Ok(None);
    }
    let value = get(cx, properties, key)?;
    to_property_descriptor(cx, value).map(Some)
}

/// Object.getOwnPropertyDescriptor ( O, P )
pub fn get_own_property_descriptor<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.get(cx, 0))?;
    let key = to_property_key(cx, args.get(cx, 1))?;
    let own = get_own_property(cx, object, key)?;
    Ok(from_property_descriptor(cx, own))
}

/// Object.getOwnPropertyDescriptors ( O )
pub fn get_own_property_descriptors<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.get(cx, 0))?;
    let keys = own_property_keys(cx, object)?;
    let descriptors = object::new_plain(cx);
    for index in 0..keys.get(cx).len() {
        scope!(cx);
        let key = keys.get(cx).at(index).root(cx);
        let key = to_property_key(cx, key)?;
        let own = get_own_property(cx, object, key)?;
        let descriptor = from_property_descriptor(cx, own);
        if !descriptor.val(cx).is_undefined() {
            create_data_property_or_throw(cx, descriptors, key, descriptor)?;
        }
    }
    Ok(descriptors.any())
}

/// Object.hasOwn ( O, P )
pub fn has_own<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.get(cx, 0))?;
    let key = to_property_key(cx, args.get(cx, 1))?;
    let has = has_own_property(cx, object, key)?;
    Ok(cx.boolean(has))
}
