//! Object's functions that restrict objects, and tell how restricted they are: `freeze`, `seal`, `preventExtensions`.

use crate::vm::ops::prelude::*;

/// Object.freeze ( O )
pub fn freeze<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    restrict(cx, args, |cx, object| set_integrity_level(cx, object, true), Message::CannotFreezeViews)
}

/// Object.seal ( O )
pub fn seal<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    restrict(cx, args, |cx, object| set_integrity_level(cx, object, false), Message::CannotSealViews)
}

/// Object.preventExtensions ( O )
pub fn prevent_extensions_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    restrict(cx, args, |cx, object| prevent_extensions(cx, object), Message::CannotPreventExtensions)
}

/// Restricts the first argument if it is an object; `of_view` is the message when a typed array refuses.
fn restrict<'s>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
    operation: impl FnOnce(&mut Cx<'s>, Handle<'s, JsObject>) -> JsResult<bool>,
    of_view: Message,
) -> JsResult<Handle<'s>> {
    let value = args.get(cx, 0);
    let Some(object) = value.cast::<JsObject>(cx) else { return Ok(value) };
    if operation(cx, object)? {
        return Ok(value);
    }
    let message = match object.get(cx).object_kind() {
        Kind::Proxy => Message::PreventExtensionsFalsish,
        Kind::TypedArray => of_view,
        _ => Message::CannotPreventExtensions,
    };
    Err(cx.throw_error(message, &[]))
}

/// Object.isExtensible ( O )
pub fn is_extensible_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let extensible = match args.get(cx, 0).cast::<JsObject>(cx) {
        Some(object) => is_extensible(cx, object)?,
        None => false,
    };
    Ok(cx.boolean(extensible))
}

/// Object.isFrozen ( O )
pub fn is_frozen<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    has_level(cx, args, true)
}

/// Object.isSealed ( O )
pub fn is_sealed<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    has_level(cx, args, false)
}

fn has_level<'s>(cx: &mut Cx<'s>, args: Args<'s>, frozen: bool) -> JsResult<Handle<'s>> {
    let has = match args.get(cx, 0).cast::<JsObject>(cx) {
        Some(object) => test_integrity_level(cx, object, frozen)?,
        None => true,
    };
    Ok(cx.boolean(has))
}
