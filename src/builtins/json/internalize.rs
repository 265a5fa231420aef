//! InternalizeJSONProperty (ECMA-262, 25.5.1.1): the walk of JSON.parse's reviver.

use crate::objects::array::element_key;
use crate::vm::ops::prelude::*;

/// Revives what `holder` has under `key`, its parts first.
pub(super) fn internalize<'s>(
    cx: &mut Cx<'s>,
    holder: Handle<'_, JsObject>,
    key: Key<'_>,
    reviver: Handle<'_>,
) -> JsResult<Handle<'s>> {
    check_native_stack(cx)?;
    let result = cx.undefined();
    scope!(cx);
    let value = get(cx, holder, key)?;
    if let Some(object) = value.cast::<JsObject>(cx) {
        if is_array(cx, value)? {
            let length = length_of_array_like(cx, object)?;
            for index in 0..length {
                scope!(cx);
                let key = element_key(cx, index);
                internalize_part(cx, object, key, reviver)?;
            }
        } else {
            let keys = enumerable_own_properties(cx, object, Listing::Keys)?;
            for index in 0..keys.get(cx).length() {
                scope!(cx);
                let key = keys.get(cx).storage().element(index as usize).root(cx);
                let key = to_property_key(cx, key)?;
                internalize_part(cx, object, key, reviver)?;
            }
        }
    }
    let name = key.to_value(cx);
    let revived = call(cx, reviver, holder.any(), &[name, value])?;
    result.set(cx, revived.val(cx));
    Ok(result)
}

/// Replaces a property of `object` by what became of it, or deletes it.
fn internalize_part(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, key: Key<'_>, reviver: Handle<'_>) -> JsResult<()> {
    let revived = internalize(cx, object, key, reviver)?;
    if revived.val(cx).is_undefined() {
        delete(cx, object, key)?;
    } else {
        create_data_property(cx, object, key, revived)?;
    }
    Ok(())
}
