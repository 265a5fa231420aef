//! Proxy (ECMA-262, 28.2): making and revoking proxies. What a proxy does is in `vm::ops::object`.

use super::define::{constructor, function, global, method, properties};
use super::receiver::new_target;
use crate::objects::object::{self, Proxy};
use crate::vm::ops::prelude::*;

pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    let proxy = constructor(cx, "Proxy", 2, construct_proxy);
    properties(cx, proxy, &[method("revocable", 2, revocable)]);
    global(cx, "Proxy", proxy.any());
}

/// Proxy ( target, handler )
fn construct_proxy<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    new_target(cx, args, "Proxy")?;
    Ok(proxy_create(cx, args.get(cx, 0), args.get(cx, 1))?.any())
}

/// ProxyCreate
fn proxy_create<'s>(cx: &mut Cx<'s>, target: Handle<'_>, handler: Handle<'_>) -> JsResult<Handle<'s, Proxy>> {
    let Some(object) = target.cast::<JsObject>(cx).filter(|_| handler.val(cx).is::<JsObject>()) else {
        return Err(cx.throw_error(Message::ProxyOfNonObject, &[]));
    };
    let map = match object.get(cx) {
        object if object.is_constructor() => Root::ProxyConstructorMap,
        object if object.is_callable() => Root::ProxyCallableMap,
        _ => Root::ProxyMap,
    };
    let proxy = object::allocate::<Proxy>(cx, cx.root_handle(map));
    proxy.get(cx).set_target(cx, target.val(cx));
    proxy.get(cx).set_handler(cx, handler.val(cx));
    Ok(proxy)
}

/// Proxy.revocable ( target, handler )
fn revocable<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let proxy = proxy_create(cx, args.get(cx, 0), args.get(cx, 1))?;
    let revoke = function(cx, "", 0, revoke, proxy.any());
    let result = object::new_plain(cx);
    for (name, value) in [("proxy", proxy.any()), ("revoke", revoke.any())] {
        scope!(cx);
        let key = Key::from_str(cx, name);
        create_data_property_or_throw(cx, result, key, value)?;
    }
    Ok(result.any())
}

/// The function that revokes its proxy (28.2.2.1.1).
fn revoke<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    if let Some(proxy) = args.data(cx).cast::<Proxy>() {
        proxy.set_target(cx, Val::NULL);
        proxy.set_handler(cx, Val::NULL);
    }
    args.callee(cx).get(cx).set_data(cx, Val::UNDEFINED);
    Ok(cx.undefined())
}
