//! FinalizationRegistry (ECMA-262, 26.2). The host runs the callbacks (`vm::ops::weak`).

use super::define::{Class, Row, class, method, to_string_tag};
use super::receiver::{new_target, this};
use crate::objects::same_value;
use crate::objects::weak::{self, FinalizationRegistry, can_be_held_weakly};
use crate::vm::ops::error::describe;
use crate::vm::ops::prelude::*;

const METHODS: &[Row] =
    &[method("register", 2, register), method("unregister", 1, unregister), to_string_tag("FinalizationRegistry")];

pub fn install(cx: &mut Cx<'_>) {
    let prototype = Root::FinalizationRegistryPrototype;
    class(cx, &Class { methods: METHODS, ..Class::new("FinalizationRegistry", 1, construct, prototype) });
}

/// `new FinalizationRegistry(cleanup)` (26.2.1.1).
fn construct<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let new_target = new_target(cx, args, "FinalizationRegistry")?;
    let cleanup = args.get(cx, 0);
    if !is_callable(cx, cleanup) {
        return Err(cx.throw_error(Message::CleanupNotCallable, &[]));
    }
    let registry: Handle<'s, FinalizationRegistry> =
        ordinary_create_from_constructor(cx, new_target, Root::FinalizationRegistryPrototype)?;
    registry.get(cx).set_cleanup(cx, cleanup.val(cx));
    Ok(registry.any())
}

/// FinalizationRegistry.prototype.register (26.2.3.2).
fn register<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let registry: Handle<'s, FinalizationRegistry> = this(cx, args, "FinalizationRegistry.prototype.register")?;
    let (target, holdings, token) = (args.get(cx, 0), args.get(cx, 1), args.get(cx, 2));
    if !can_be_held_weakly(target.val(cx)) {
        return Err(cx.throw_error(Message::InvalidRegisterTarget, &[]));
    }
    if same_value(cx, target.val(cx), holdings.val(cx)) {
        return Err(cx.throw_error(Message::RegisterHoldingsSame, &[]));
    }
    let has_token = !token.val(cx).is_undefined();
    if has_token && !can_be_held_weakly(token.val(cx)) {
        return Err(invalid_token(cx, token));
    }
    weak::register(cx, registry, target, holdings, has_token.then_some(token));
    Ok(cx.undefined())
}

/// FinalizationRegistry.prototype.unregister (26.2.3.3).
fn unregister<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let registry: Handle<'s, FinalizationRegistry> = this(cx, args, "FinalizationRegistry.prototype.unregister")?;
    let token = args.get(cx, 0);
    if !can_be_held_weakly(token.val(cx)) {
        return Err(invalid_token(cx, token));
    }
    let removed = weak::unregister(cx, registry.get(cx), token.val(cx));
    Ok(cx.boolean(removed))
}

fn invalid_token(cx: &mut Cx<'_>, token: Handle<'_>) -> Throw {
    let shown = match token.cast::<JsString>(cx) {
        Some(text) => text.get(cx).to_rust(cx),
        None => describe(cx, token),
    };
    cx.throw_error(Message::InvalidUnregisterToken, &[&shown])
}
