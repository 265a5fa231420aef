//! The maps of object literals: a root map for each number of properties, so that a literal has exactly the slots it
//! fills, and transitions from it.
#![allow(unsafe_code)] // the machine behind the context

use crate::heap::{Cx, Handle};
use crate::objects::descriptors::Attributes;
use crate::objects::fixed::FixedArray;
use crate::objects::map::{self, MAX_INLINE, Map, MapFlags};
use crate::objects::object::{self, PlainObject};
use crate::objects::roots::Root;
use crate::scope;

/// The map of literals with these keys (interned names, all different).
pub fn map_of_literal<'s>(cx: &mut Cx<'s>, keys: Handle<'_, FixedArray>) -> Handle<'s, Map> {
    let count = keys.get(cx).len();
    let result: Handle<'s, Map> = root_map(cx, count).get(cx).root(cx);
    if count > MAX_INLINE {
        return result;
    }
    for index in 0..count {
        scope!(cx);
        let name = keys.get(cx).at(index).root(cx).must(cx);
        let next = map::add_property(cx, result, name, Attributes::DEFAULT);
        result.set(cx, next.val(cx));
    }
    result
}

/// The map that ordinary objects with room for `count` properties start with.
pub fn root_map<'s>(cx: &mut Cx<'s>, count: usize) -> Handle<'s, Map> {
    if count == map::DEFAULT_INLINE || count > MAX_INLINE {
        return cx.root_handle(Root::ObjectMap);
    }
    // SAFETY: the machine lives as long as the context, and visits the words as roots.
    let slot: Handle<'s> = unsafe { Handle::from_slot(&raw mut (*cx.vm()).literal_maps[count]) };
    if let Some(map) = slot.cast::<Map>(cx) {
        return map;
    }
    scope!(cx);
    let prototype = cx.root(Root::ObjectPrototype).root(cx);
    let map = object::new_map::<PlainObject>(cx, count, MapFlags::EXTENSIBLE, prototype);
    slot.set(cx, map.val(cx));
    slot.must(cx)
}
