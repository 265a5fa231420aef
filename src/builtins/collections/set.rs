//! Set (ECMA-262, 24.2).

use super::iterators::new_set_iterator;
use super::{add_values, adder, check_inserted};
use crate::builtins::array::IterationKind;
use crate::builtins::define::{
    Class, Row, RowKey, class, getter, method, rooted_method, same_as, symbol_getter, to_string_tag,
};
use crate::builtins::receiver::{new_target, return_this, this};
use crate::objects::object::SetObject;
use crate::objects::ordered_table::{self, Collection};
use crate::vm::ops::prelude::*;

const STATICS: &[Row] = &[symbol_getter(WellKnown::Species, return_this)];

const METHODS: &[Row] = &[
    method("has", 1, has).quick(quick_has),
    rooted_method("add", 1, add, Root::SetPrototypeAdd).quick(quick_add),
    method("delete", 1, delete),
    method("clear", 0, clear),
    method("entries", 0, entries),
    method("forEach", 1, for_each),
    getter("size", size).quick(quick_size),
    method("values", 0, values),
    same_as(RowKey::Text("keys"), "values"),
    to_string_tag("Set"),
    same_as(RowKey::Symbol(WellKnown::Iterator), "values"),
];

pub fn install(cx: &mut Cx<'_>) {
    let set = Class {
        constructor_root: Some(Root::SetConstructor),
        statics: STATICS,
        methods: METHODS,
        ..Class::new("Set", 0, construct, Root::SetPrototype)
    };
    class(cx, &set);
}

/// `new Set(iterable)` (24.2.2.1).
fn construct<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let new_target = new_target(cx, args, "Set")?;
    let set: Handle<'s, SetObject> = ordinary_create_from_constructor(cx, new_target, Root::SetPrototype)?;
    ordered_table::install(cx, set.any().must(cx));
    let iterable = args.get(cx, 0);
    if let Some(adder) = adder(cx, set.must(cx), iterable, N::add)? {
        add_values(cx, set.must(cx), iterable, adder)?;
    }
    Ok(set.any())
}

fn this_set<'s>(cx: &mut Cx<'s>, args: Args<'s>, method: &str) -> JsResult<Handle<'s, SetObject>> {
    this(cx, args, method)
}

/// The receiver of `method` for what Map and Set share.
fn this_collection<'s>(cx: &mut Cx<'s>, args: Args<'s>, method: &str) -> JsResult<Handle<'s, Collection>> {
    let set: Handle<'s, SetObject> = this(cx, args, method)?;
    Ok(set.must(cx))
}

fn has<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let set = this_collection(cx, args, "Set.prototype.has")?;
    let found = set.get(cx).has(cx, args.get(cx, 0).val(cx));
    Ok(cx.boolean(found))
}

fn quick_has<'g>(cx: &'g Cx<'_>, args: QuickArgs<'g>) -> Option<Val<'g>> {
    let set = args.this().cast::<SetObject>()?;
    Some(Val::boolean(set.upcast().must::<Collection>().has(cx, args.get(0))))
}

/// [`add`] where the table has room.
fn quick_add<'g>(cx: &'g Cx<'_>, args: QuickArgs<'g>) -> Option<Val<'g>> {
    let set = args.this().cast::<SetObject>()?;
    ordered_table::add_in_place(cx, set, args.get(0)).then(|| args.this())
}

fn quick_size<'g>(_: &'g Cx<'_>, args: QuickArgs<'g>) -> Option<Val<'g>> {
    let set = args.this().cast::<SetObject>()?;
    Some(Val::int(set.upcast().must::<Collection>().size() as i32))
}

fn add<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let set = this_set(cx, args, "Set.prototype.add")?;
    let inserted = ordered_table::add(cx, set, args.get(cx, 0));
    check_inserted(cx, inserted, "Set")?;
    Ok(args.this())
}

fn delete<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let set = this_collection(cx, args, "Set.prototype.delete")?;
    let deleted = ordered_table::delete(cx, set, args.get(cx, 0));
    Ok(cx.boolean(deleted))
}

fn clear<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let set = this_collection(cx, args, "Set.prototype.clear")?;
    ordered_table::clear(cx, set);
    Ok(cx.undefined())
}

fn size<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let set = this_collection(cx, args, "get Set.prototype.size")?;
    Ok(cx.int(set.get(cx).size() as i32))
}

fn for_each<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let set = this_collection(cx, args, "Set.prototype.forEach")?;
    super::for_each(cx, args, set)?;
    Ok(cx.undefined())
}

fn entries<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let set = this_collection(cx, args, "Set.prototype.entries")?;
    Ok(new_set_iterator(cx, set, IterationKind::Entries).any())
}

fn values<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let set = this_collection(cx, args, "Set.prototype.values")?;
    Ok(new_set_iterator(cx, set, IterationKind::Values).any())
}
