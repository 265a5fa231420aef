//! WeakRef (ECMA-262, 26.1). A target that was seen stays until the job ends (KeepDuringJob).

use super::define::{Class, Row, class, method, to_string_tag};
use super::receiver::{new_target, this};
use crate::objects::weak::{self, WeakRef, can_be_held_weakly};
use crate::vm::ops::prelude::*;

const METHODS: &[Row] = &[method("deref", 0, deref), to_string_tag("WeakRef")];

pub fn install(cx: &mut Cx<'_>) {
    class(cx, &Class { methods: METHODS, ..Class::new("WeakRef", 1, construct, Root::WeakRefPrototype) });
}

/// `new WeakRef(target)` (26.1.1.1).
fn construct<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let new_target = new_target(cx, args, "WeakRef")?;
    let target = args.get(cx, 0);
    if !can_be_held_weakly(target.val(cx)) {
        return Err(cx.throw_error(Message::InvalidWeakRefTarget, &[]));
    }
    let weak_ref: Handle<'s, WeakRef> = ordinary_create_from_constructor(cx, new_target, Root::WeakRefPrototype)?;
    cx.keep_during_job(target);
    weak::refer(cx, weak_ref, target);
    Ok(weak_ref.any())
}

/// WeakRef.prototype.deref (26.1.3.2).
fn deref<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let weak_ref: Handle<'s, WeakRef> = this(cx, args, "WeakRef.prototype.deref")?;
    let target = weak_ref.get(cx).target().root(cx);
    if !target.val(cx).is_undefined() {
        cx.keep_during_job(target);
    }
    Ok(target)
}
