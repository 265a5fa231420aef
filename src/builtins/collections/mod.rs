//! Map, Set, WeakMap and WeakSet (ECMA-262, 24): what their constructors share. Tables are the object layer's.

pub mod iterators;
pub mod map;
pub mod set;
pub mod weak_map;
pub mod weak_set;

use crate::objects::ordered_table::{self, Collection, OrderedTable, TooManyEntries};
use crate::vm::ops::error::{describe, describe_typed};
use crate::vm::ops::iterate::for_each_value;
use crate::vm::ops::prelude::*;

/// The method (`set` or `add`) by which a constructor fills `target`; None if there is nothing to fill it with.
fn adder<'s>(
    cx: &mut Cx<'s>,
    target: Handle<'_, JsObject>,
    iterable: Handle<'_>,
    adder_name: N,
) -> JsResult<Option<Handle<'s>>> {
    if iterable.val(cx).is_nullish() {
        return Ok(None);
    }
    let adder = get(cx, target, cx.key(adder_name))?;
    if is_callable(cx, adder) {
        return Ok(Some(adder));
    }
    let (shown, object) = (describe(cx, adder), describe(cx, target.any()));
    Err(cx.throw_error(Message::PropertyNotFunction, &[&shown, adder_name.text(), &object]))
}

/// AddEntriesFromIterable (24.1.1.2): calls `adder` with the key and value of each entry.
fn add_entries(cx: &mut Cx<'_>, target: Handle<'_, JsObject>, iterable: Handle<'_>, adder: Handle<'_>) -> JsResult<()> {
    for_each_value(cx, iterable, &mut |cx, item| {
        let Some(entry) = item.cast::<JsObject>(cx) else {
            let shown = describe(cx, item);
            return Err(cx.throw_error(Message::IteratorValueNotEntry, &[&shown]));
        };
        let key = get(cx, entry, Key::Index(0))?;
        let value = get(cx, entry, Key::Index(1))?;
        call(cx, adder, target.any(), &[key, value])?;
        Ok(())
    })
}

/// Calls `adder` with each value.
fn add_values(cx: &mut Cx<'_>, target: Handle<'_, JsObject>, iterable: Handle<'_>, adder: Handle<'_>) -> JsResult<()> {
    for_each_value(cx, iterable, &mut |cx, value| {
        call(cx, adder, target.any(), &[value])?;
        Ok(())
    })
}

/// `forEach` of Map and Set: entries added meanwhile are visited, deleted ones are not.
fn for_each<'s>(cx: &mut Cx<'s>, args: Args<'s>, collection: Handle<'_, Collection>) -> JsResult<()> {
    let (function, this_argument) = (args.get(cx, 0), args.get(cx, 1));
    if !is_callable(cx, function) {
        let shown = describe_typed(cx, function);
        return Err(cx.throw_error(Message::NotAFunction, &[&shown]));
    }
    let table = ordered_table::open(cx, collection.get(cx)).root(cx);
    let mut position = 0;
    loop {
        scope!(cx);
        let Some(step) = ordered_table::next_entry(table.get(cx), position) else { return Ok(()) };
        let (key, value) = (step.table.key_at(step.entry).root(cx), step.table.value_at(step.entry).root(cx));
        position = step.entry + 1;
        table.set(cx, step.table.val());
        call_back(cx, function, this_argument, [value, key, collection.any()])?;
    }
}

/// The outcome of an insertion into `name` (`Map` or `Set`).
fn check_inserted(cx: &mut Cx<'_>, inserted: Result<(), TooManyEntries>, name: &str) -> JsResult<()> {
    inserted.map_err(|TooManyEntries| cx.throw_error(Message::CollectionTooLarge, &[name]))
}

/// The table of a collection for an iterator that starts now.
fn opened_table<'s>(cx: &mut Cx<'s>, collection: Handle<'_, Collection>) -> Handle<'s, OrderedTable> {
    ordered_table::open(cx, collection.get(cx)).root(cx)
}
