//! WeakSet (ECMA-262, 24.4).

use super::{add_values, adder};
use crate::builtins::define::{Class, Row, class, method, to_string_tag};
use crate::builtins::receiver::{new_target, this};
use crate::objects::weak::{self, WeakSet, can_be_held_weakly};
use crate::vm::ops::prelude::*;

const METHODS: &[Row] =
    &[method("delete", 1, delete), method("has", 1, has), method("add", 1, add), to_string_tag("WeakSet")];

pub fn install(cx: &mut Cx<'_>) {
    class(cx, &Class { methods: METHODS, ..Class::new("WeakSet", 0, construct, Root::WeakSetPrototype) });
}

/// `new WeakSet(iterable)` (24.4.1.1).
fn construct<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let new_target = new_target(cx, args, "WeakSet")?;
    let set: Handle<'s, WeakSet> = ordinary_create_from_constructor(cx, new_target, Root::WeakSetPrototype)?;
    let iterable = args.get(cx, 0);
    if let Some(adder) = adder(cx, set.must(cx), iterable, N::add)? {
        add_values(cx, set.must(cx), iterable, adder)?;
    }
    Ok(set.any())
}

fn delete<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let set: Handle<'s, WeakSet> = this(cx, args, "WeakSet.prototype.delete")?;
    let value = args.get(cx, 0).val(cx);
    let deleted = can_be_held_weakly(value) && weak::delete(cx, set.get(cx).upcast().must(), value);
    Ok(cx.boolean(deleted))
}

fn has<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let set: Handle<'s, WeakSet> = this(cx, args, "WeakSet.prototype.has")?;
    let value = args.get(cx, 0).val(cx);
    let found = can_be_held_weakly(value) && set.get(cx).upcast().must::<weak::WeakCollection>().has(value);
    Ok(cx.boolean(found))
}

fn add<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let set: Handle<'s, WeakSet> = this(cx, args, "WeakSet.prototype.add")?;
    let value = args.get(cx, 0);
    if !can_be_held_weakly(value.val(cx)) {
        return Err(cx.throw_error(Message::InvalidWeakSetValue, &[]));
    }
    weak::add(cx, set, value);
    Ok(args.this())
}
