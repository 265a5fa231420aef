//! Object's functions that list and copy properties, and those that make objects from lists.

use super::super::receiver::callable;

use crate::objects::fixed::FixedArray;
use crate::objects::{array, object};
use crate::vm::ops::error::describe;
use crate::vm::ops::iterate::for_each_value;
use crate::vm::ops::prelude::*;

/// Object.keys ( O )
pub fn keys<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    list(cx, args, Listing::Keys)
}

/// Object.values ( O )
pub fn values<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    list(cx, args, Listing::Values)
}

/// Object.entries ( O )
pub fn entries<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    list(cx, args, Listing::Entries)
}

fn list<'s>(cx: &mut Cx<'s>, args: Args<'s>, listing: Listing) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.get(cx, 0))?;
    Ok(enumerable_own_properties(cx, object, listing)?.any())
}

/// Object.getOwnPropertyNames ( O )
pub fn get_own_property_names<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    own_keys_where(cx, args, |cx, key| !key.is_symbol(cx))
}

/// Object.getOwnPropertySymbols ( O )
pub fn get_own_property_symbols<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    own_keys_where(cx, args, |cx, key| key.is_symbol(cx))
}

fn own_keys_where<'s>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
    accept: impl Fn(&Cx<'_>, Key<'_>) -> bool,
) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.get(cx, 0))?;
    let keys = own_property_keys(cx, object)?;
    Ok(array_of_keys(cx, keys, accept).any())
}

/// An array of those of a list of keys that `accept` takes, indexes as strings.
pub fn array_of_keys<'s>(
    cx: &mut Cx<'s>,
    keys: Handle<'_, FixedArray>,
    accept: impl Fn(&Cx<'_>, Key<'_>) -> bool,
) -> Handle<'s, JsArray> {
    let count = keys.get(cx).len();
    let list = array::with_capacity(cx, count);
    for index in 0..count {
        scope!(cx);
        let key = keys.get(cx).at(index).root(cx);
        let Some(key) = Key::from_primitive(cx, key) else { continue };
        if accept(cx, key) {
            let value = key.to_value(cx);
            array::push(cx, list, value);
        }
    }
    list
}

/// Object.assign ( target, ...sources )
pub fn assign<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let target = to_object(cx, args.get(cx, 0))?;
    for source in args.rest(1) {
        scope!(cx);
        if !source.val(cx).is_nullish() {
            let source = to_object(cx, source)?;
            assign_from(cx, target, source)?;
        }
    }
    Ok(target.any())
}

fn assign_from(cx: &mut Cx<'_>, target: Handle<'_, JsObject>, source: Handle<'_, JsObject>) -> JsResult<()> {
    let keys = own_property_keys(cx, source)?;
    for index in 0..keys.get(cx).len() {
        scope!(cx);
        let key = keys.get(cx).at(index).root(cx);
        let key = to_property_key(cx, key)?;
        if is_own_enumerable(cx, source, key)? {
            let value = get(cx, source, key)?;
            set(cx, target, key, value)?;
        }
    }
    Ok(())
}

/// Object.fromEntries ( iterable )
pub fn from_entries<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let iterable = args.get(cx, 0);
    if iterable.val(cx).is_nullish() {
        return Err(cx.throw_error(Message::NotIterable, &["undefined"]));
    }
    let result = object::new_plain(cx);
    for_each_value(cx, iterable, &mut |cx, entry| {
        let Some(pair) = entry.cast::<JsObject>(cx) else {
            let shown = describe(cx, entry);
            return Err(cx.throw_error(Message::NotAnEntry, &[&shown]));
        };
        let key = get(cx, pair, Key::Index(0))?;
        let value = get(cx, pair, Key::Index(1))?;
        let key = to_property_key(cx, key)?;
        create_data_property_or_throw(cx, result, key, value)
    })?;
    Ok(result.any())
}

/// Object.groupBy ( items, callback )
pub fn group_by<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let items = args.get(cx, 0);
    if items.val(cx).is_nullish() {
        return Err(cx.throw_error(Message::CalledOnNullish, &["Object.groupBy"]));
    }
    let callback = callable(cx, args.get(cx, 1))?;
    let groups = object::with_prototype(cx, cx.null());
    let mut index = 0.0;
    for_each_value(cx, items, &mut |cx, value| {
        let key = call(cx, callback, cx.undefined(), &[value, cx.number(index)])?;
        let key = to_property_key(cx, key)?;
        index += 1.0;
        add_to_group(cx, groups, key, value)
    })?;
    Ok(groups.any())
}

/// AddValueToKeyedGroup: the groups are not seen by a script before all values are in.
fn add_to_group(cx: &mut Cx<'_>, groups: Handle<'_, JsObject>, key: Key<'_>, value: Handle<'_>) -> JsResult<()> {
    let group = match get_own_property(cx, groups, key)? {
        Own::Data { value, .. } => value.must(cx),
        _ => {
            let group = array::with_capacity(cx, 1);
            create_data_property_or_throw(cx, groups, key, group.any())?;
            group
        }
    };
    if array::push(cx, group, value) { Ok(()) } else { Err(cx.throw_error(Message::InvalidArrayLength, &[])) }
}
