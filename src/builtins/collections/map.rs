//! Map (ECMA-262, 24.1).

use super::iterators::new_map_iterator;
use super::{add_entries, adder, check_inserted};
use crate::builtins::array::IterationKind;
use crate::builtins::define::{
    Class, Row, RowKey, class, getter, method, rooted_method, same_as, symbol_getter, to_string_tag,
};
use crate::builtins::receiver::{new_target, return_this, this};
use crate::objects::object::MapObject;
use crate::objects::ordered_table::{self, Collection};
use crate::vm::ops::prelude::*;

const STATICS: &[Row] = &[symbol_getter(WellKnown::Species, return_this)];

const METHODS: &[Row] = &[
    method("get", 1, get).quick(quick_get),
    rooted_method("set", 2, set, Root::MapPrototypeSet).quick(quick_set),
    method("has", 1, has).quick(quick_has),
    method("delete", 1, delete),
    method("clear", 0, clear),
    method("entries", 0, entries),
    method("forEach", 1, for_each),
    method("keys", 0, keys),
    getter("size", size).quick(quick_size),
    method("values", 0, values),
    to_string_tag("Map"),
    same_as(RowKey::Symbol(WellKnown::Iterator), "entries"),
];

pub fn install(cx: &mut Cx<'_>) {
    let map = Class {
        constructor_root: Some(Root::MapConstructor),
        statics: STATICS,
        methods: METHODS,
        ..Class::new("Map", 0, construct, Root::MapPrototype)
    };
    class(cx, &map);
}

/// `new Map(iterable)` (24.1.1.1).
fn construct<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let new_target = new_target(cx, args, "Map")?;
    let map: Handle<'s, MapObject> = ordinary_create_from_constructor(cx, new_target, Root::MapPrototype)?;
    ordered_table::install(cx, map.any().must(cx));
    let iterable = args.get(cx, 0);
    if let Some(adder) = adder(cx, map.must(cx), iterable, N::set)? {
        add_entries(cx, map.must(cx), iterable, adder)?;
    }
    Ok(map.any())
}

fn this_map<'s>(cx: &mut Cx<'s>, args: Args<'s>, method: &str) -> JsResult<Handle<'s, MapObject>> {
    this(cx, args, method)
}

/// The receiver of `method` for what Map and Set share.
fn this_collection<'s>(cx: &mut Cx<'s>, args: Args<'s>, method: &str) -> JsResult<Handle<'s, Collection>> {
    let map: Handle<'s, MapObject> = this(cx, args, method)?;
    Ok(map.must(cx))
}

fn get<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let map = this_map(cx, args, "Map.prototype.get")?;
    let value = map.get(cx).get(cx, args.get(cx, 0).val(cx));
    Ok(value.map_or(cx.undefined(), |value| value.root(cx)))
}

fn quick_get<'g>(cx: &'g Cx<'_>, args: QuickArgs<'g>) -> Option<Val<'g>> {
    Some(args.this().cast::<MapObject>()?.get(cx, args.get(0)).unwrap_or(Val::UNDEFINED))
}

/// [`set`] where the table has room.
fn quick_set<'g>(cx: &'g Cx<'_>, args: QuickArgs<'g>) -> Option<Val<'g>> {
    let map = args.this().cast::<MapObject>()?;
    ordered_table::set_in_place(cx, map, args.get(0), args.get(1)).then(|| args.this())
}

fn quick_has<'g>(cx: &'g Cx<'_>, args: QuickArgs<'g>) -> Option<Val<'g>> {
    let map = args.this().cast::<MapObject>()?;
    Some(Val::boolean(map.upcast().must::<Collection>().has(cx, args.get(0))))
}

fn quick_size<'g>(_: &'g Cx<'_>, args: QuickArgs<'g>) -> Option<Val<'g>> {
    let map = args.this().cast::<MapObject>()?;
    Some(Val::int(map.upcast().must::<Collection>().size() as i32))
}

fn set<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let map = this_map(cx, args, "Map.prototype.set")?;
    let inserted = ordered_table::set(cx, map, args.get(cx, 0), args.get(cx, 1));
    check_inserted(cx, inserted, "Map")?;
    Ok(args.this())
}

fn has<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let map = this_collection(cx, args, "Map.prototype.has")?;
    let found = map.get(cx).has(cx, args.get(cx, 0).val(cx));
    Ok(cx.boolean(found))
}

fn delete<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let map = this_collection(cx, args, "Map.prototype.delete")?;
    let deleted = ordered_table::delete(cx, map, args.get(cx, 0));
    Ok(cx.boolean(deleted))
}

fn clear<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let map = this_collection(cx, args, "Map.prototype.clear")?;
    ordered_table::clear(cx, map);
    Ok(cx.undefined())
}

fn size<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let map = this_collection(cx, args, "get Map.prototype.size")?;
    Ok(cx.int(map.get(cx).size() as i32))
}

fn for_each<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let map = this_collection(cx, args, "Map.prototype.forEach")?;
    super::for_each(cx, args, map)?;
    Ok(cx.undefined())
}

fn entries<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let map = this_collection(cx, args, "Map.prototype.entries")?;
    Ok(new_map_iterator(cx, map, IterationKind::Entries).any())
}

fn keys<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let map = this_collection(cx, args, "Map.prototype.keys")?;
    Ok(new_map_iterator(cx, map, IterationKind::Keys).any())
}

fn values<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let map = this_collection(cx, args, "Map.prototype.values")?;
    Ok(new_map_iterator(cx, map, IterationKind::Values).any())
}
