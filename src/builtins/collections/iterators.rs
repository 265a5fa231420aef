//! Map and Set iterators (ECMA-262, 24.1.5 and 24.2.6): a table and a position, which stay true while the collection
//! changes.

use super::opened_table;
use crate::builtins::array::IterationKind;
use crate::builtins::define::{Row, method, properties, to_string_tag};
use crate::builtins::receiver::this;
use crate::objects::array;
use crate::objects::object::{self, MapIterator, SetIterator};
use crate::objects::ordered_table::{Collection, OrderedTable, next_entry};
use crate::vm::ops::prelude::*;

const MAP_ITERATOR: &[Row] = &[method("next", 0, map_iterator_next), to_string_tag("Map Iterator")];
const SET_ITERATOR: &[Row] = &[method("next", 0, set_iterator_next), to_string_tag("Set Iterator")];

pub fn install(cx: &mut Cx<'_>) {
    let map_iterator = cx.root_handle(Root::MapIteratorPrototype);
    properties(cx, map_iterator, MAP_ITERATOR);
    let set_iterator = cx.root_handle(Root::SetIteratorPrototype);
    properties(cx, set_iterator, SET_ITERATOR);
}

/// CreateMapIterator.
pub fn new_map_iterator<'s>(
    cx: &mut Cx<'s>,
    map: Handle<'_, Collection>,
    kind: IterationKind,
) -> Handle<'s, MapIterator> {
    let table = opened_table(cx, map);
    let iterator: Handle<'s, MapIterator> = object::allocate(cx, cx.root_handle(Root::MapIteratorMap));
    let raw = iterator.get(cx);
    raw.set_table(cx, table.val(cx));
    raw.set_position(cx, Val::int(0));
    raw.set_iteration_kind(cx, Val::int(kind as i32));
    iterator
}

/// CreateSetIterator.
pub fn new_set_iterator<'s>(
    cx: &mut Cx<'s>,
    set: Handle<'_, Collection>,
    kind: IterationKind,
) -> Handle<'s, SetIterator> {
    let table = opened_table(cx, set);
    let iterator: Handle<'s, SetIterator> = object::allocate(cx, cx.root_handle(Root::SetIteratorMap));
    let raw = iterator.get(cx);
    raw.set_table(cx, table.val(cx));
    raw.set_position(cx, Val::int(0));
    raw.set_iteration_kind(cx, Val::int(kind as i32));
    iterator
}

/// %MapIteratorPrototype%.next.
fn map_iterator_next<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let iterator: Handle<'s, MapIterator> = this(cx, args, "Map Iterator.prototype.next")?;
    let raw = iterator.get(cx);
    let Some(table) = raw.table().cast::<OrderedTable>() else { return Ok(done(cx)) };
    let Some(step) = next_entry(table, raw.position().as_int() as usize) else {
        raw.set_table(cx, Val::UNDEFINED);
        return Ok(done(cx));
    };
    raw.set_table(cx, step.table.val());
    raw.set_position(cx, Val::int(step.entry as i32 + 1));
    let kind = raw.iteration_kind().as_int();
    let (key, value) = (step.table.key_at(step.entry).root(cx), step.table.value_at(step.entry).root(cx));
    Ok(result(cx, kind, key, value))
}

/// %SetIteratorPrototype%.next.
fn set_iterator_next<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let iterator: Handle<'s, SetIterator> = this(cx, args, "Set Iterator.prototype.next")?;
    let raw = iterator.get(cx);
    let Some(table) = raw.table().cast::<OrderedTable>() else { return Ok(done(cx)) };
    let Some(step) = next_entry(table, raw.position().as_int() as usize) else {
        raw.set_table(cx, Val::UNDEFINED);
        return Ok(done(cx));
    };
    raw.set_table(cx, step.table.val());
    raw.set_position(cx, Val::int(step.entry as i32 + 1));
    let kind = raw.iteration_kind().as_int();
    let key = step.table.key_at(step.entry).root(cx);
    Ok(result(cx, kind, key, key))
}

fn done<'s>(cx: &mut Cx<'s>) -> Handle<'s> {
    let undefined = cx.undefined();
    create_iter_result(cx, undefined, true).any()
}

fn result<'s>(cx: &mut Cx<'s>, kind: i32, key: Handle<'_>, value: Handle<'_>) -> Handle<'s> {
    let given = match kind {
        kind if kind == IterationKind::Keys as i32 => key.val(cx).root(cx),
        kind if kind == IterationKind::Values as i32 => value.val(cx).root(cx),
        _ => array::from_values(cx, &[key, value]).any(),
    };
    create_iter_result(cx, given, false).any()
}
