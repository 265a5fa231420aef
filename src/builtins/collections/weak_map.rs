//! WeakMap (ECMA-262, 24.3).

use super::{add_entries, adder};
use crate::builtins::define::{Class, Row, class, method, to_string_tag};
use crate::builtins::receiver::{new_target, this};
use crate::objects::weak::{self, WeakCollection, WeakMap, can_be_held_weakly};
use crate::vm::ops::prelude::*;

const METHODS: &[Row] = &[
    method("delete", 1, delete),
    method("get", 1, get),
    method("set", 2, set),
    method("has", 1, has),
    to_string_tag("WeakMap"),
];

pub fn install(cx: &mut Cx<'_>) {
    class(cx, &Class { methods: METHODS, ..Class::new("WeakMap", 0, construct, Root::WeakMapPrototype) });
}

/// `new WeakMap(iterable)` (24.3.1.1).
fn construct<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let new_target = new_target(cx, args, "WeakMap")?;
    let map: Handle<'s, WeakMap> = ordinary_create_from_constructor(cx, new_target, Root::WeakMapPrototype)?;
    let iterable = args.get(cx, 0);
    if let Some(adder) = adder(cx, map.must(cx), iterable, N::set)? {
        add_entries(cx, map.must(cx), iterable, adder)?;
    }
    Ok(map.any())
}

fn this_map<'s>(cx: &mut Cx<'s>, args: Args<'s>, method: &str) -> JsResult<Handle<'s, WeakCollection>> {
    let map: Handle<'s, WeakMap> = this(cx, args, method)?;
    Ok(map.any().must(cx))
}

fn delete<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let map = this_map(cx, args, "WeakMap.prototype.delete")?;
    let key = args.get(cx, 0).val(cx);
    let deleted = can_be_held_weakly(key) && weak::delete(cx, map.get(cx), key);
    Ok(cx.boolean(deleted))
}

fn get<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let map = this_map(cx, args, "WeakMap.prototype.get")?;
    let key = args.get(cx, 0).val(cx);
    let value = if can_be_held_weakly(key) { map.get(cx).get(key) } else { None };
    Ok(value.map_or(cx.undefined(), |value| value.root(cx)))
}

fn set<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let map = this_map(cx, args, "WeakMap.prototype.set")?;
    let key = args.get(cx, 0);
    if !can_be_held_weakly(key.val(cx)) {
        return Err(cx.throw_error(Message::InvalidWeakMapKey, &[]));
    }
    weak::set(cx, map, key, args.get(cx, 1));
    Ok(args.this())
}

fn has<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let map = this_map(cx, args, "WeakMap.prototype.has")?;
    let key = args.get(cx, 0).val(cx);
    let found = can_be_held_weakly(key) && map.get(cx).has(key);
    Ok(cx.boolean(found))
}
