//! Whether a regular expression and RegExp.prototype still are as the engine made them: if so, what the specification
//! reads and calls on the way to a match cannot be seen, and is left out.
//!
//! [`Root::RegExpPristine`] holds the maps of the prototype and of the constructor, then a slot and a value for each
//! property watched. As long as the maps stay, comparing values is enough; after a change of shape the properties are
//! looked up anew.

use crate::objects::fixed::FixedArray;
use crate::objects::property::{self, Place};
use crate::vm::ops::prelude::*;

/// Properties of the prototype that methods go through.
const NAMES: &[N] = &[
    N::exec,
    N::flags,
    N::has_indices,
    N::global,
    N::ignore_case,
    N::multiline,
    N::dot_all,
    N::unicode,
    N::unicode_sets,
    N::sticky,
    N::constructor,
];
/// Index of `exec` in [`NAMES`].
const EXEC: usize = 0;
const PROTOTYPE_MAP: usize = 0;
const CONSTRUCTOR_MAP: usize = 1;
/// Index of the first (slot, value) pair; the last pair is the constructor's `[Symbol.species]`.
const FIRST_PAIR: usize = 2;
const PAIRS: usize = NAMES.len() + 1;

/// Object and key of watched property `pair`.
fn watched<'s>(cx: &Cx<'s>, pair: usize) -> (Handle<'s, JsObject>, Key<'s>) {
    match NAMES.get(pair) {
        Some(&n) => (cx.root_handle(Root::RegExpPrototype), cx.key(n)),
        None => (cx.root_handle(Root::RegExpConstructor), Key::Name(cx.well_known(WellKnown::Species))),
    }
}

/// Remembers everything as it is now.
pub(super) fn record(cx: &mut Cx<'_>) {
    scope!(cx);
    let record = FixedArray::new(cx, FIRST_PAIR + 2 * PAIRS);
    for pair in 0..PAIRS {
        let (object, key) = watched(cx, pair);
        let Some((slot, value)) = slot_and_value(cx, object, key) else {
            unreachable!("the built-in properties are made before they are watched")
        };
        record.get(cx).set(cx, FIRST_PAIR + 2 * pair, Val::int(slot as i32));
        record.get(cx).set(cx, FIRST_PAIR + 2 * pair + 1, value);
    }
    record_maps(cx, record.get(cx));
    cx.set_root_value(Root::RegExpPristine, record.any());
}

fn record_maps(cx: &Cx<'_>, record: Gc<'_, FixedArray>) {
    let map = |root: Root| cx.root(root).must::<JsObject>().map().val();
    record.set(cx, PROTOTYPE_MAP, map(Root::RegExpPrototype));
    record.set(cx, CONSTRUCTOR_MAP, map(Root::RegExpConstructor));
}

fn slot_and_value<'g>(cx: &'g Cx<'_>, object: Handle<'_, JsObject>, key: Key<'_>) -> Option<(u32, Val<'g>)> {
    let raw = object.get(cx);
    match property::find(cx, raw, key)?.place {
        Place::Slot { slot, .. } => Some((slot, raw.slot_value(slot))),
        _ => None,
    }
}

/// Is `regexp` a regular expression with nothing of its own, on a prototype that no script changed?
pub(super) fn is_pristine(cx: &Cx<'_>, regexp: Handle<'_, JsObject>) -> bool {
    is_plain(cx, regexp) && prototype_is_pristine(cx)
}

/// Is `regexp` a regular expression with nothing of its own whose `exec` is the engine's?
pub(super) fn has_own_exec(cx: &Cx<'_>, regexp: Handle<'_, JsObject>) -> bool {
    is_plain(cx, regexp) && shapes_are_known(cx) && is_unchanged(cx, EXEC)
}

/// Is `regexp` a regular expression as a literal makes it, its `lastIndex` in its place?
#[inline]
pub(super) fn is_plain(cx: &Cx<'_>, regexp: Handle<'_, JsObject>) -> bool {
    regexp.get(cx).map().val().is_same_word(cx.root(Root::RegExpMap))
}

fn prototype_is_pristine(cx: &Cx<'_>) -> bool {
    shapes_are_known(cx) && (0..PAIRS).all(|pair| is_unchanged(cx, pair))
}

/// Are the slots of the record those of the present shapes?
fn shapes_are_known(cx: &Cx<'_>) -> bool {
    let record: Gc<'_, FixedArray> = cx.root(Root::RegExpPristine).must();
    let prototype: Gc<'_, JsObject> = cx.root(Root::RegExpPrototype).must();
    let constructor: Gc<'_, JsObject> = cx.root(Root::RegExpConstructor).must();
    let same_shapes = prototype.map().val().is_same_word(record.at(PROTOTYPE_MAP))
        && constructor.map().val().is_same_word(record.at(CONSTRUCTOR_MAP));
    same_shapes || find_slots(cx, record)
}

/// Does watched property `pair` have the value it had at first?
fn is_unchanged(cx: &Cx<'_>, pair: usize) -> bool {
    let record: Gc<'_, FixedArray> = cx.root(Root::RegExpPristine).must();
    let root = if pair < NAMES.len() { Root::RegExpPrototype } else { Root::RegExpConstructor };
    let slot = record.at(FIRST_PAIR + 2 * pair).as_int() as u32;
    let value = cx.root(root).must::<JsObject>().slot_value(slot);
    value.is_same_word(record.at(FIRST_PAIR + 2 * pair + 1))
}

/// Finds the watched properties in the present shapes; false if one is gone.
fn find_slots(cx: &Cx<'_>, record: Gc<'_, FixedArray>) -> bool {
    for pair in 0..PAIRS {
        let (object, key) = watched(cx, pair);
        let Some((slot, _)) = slot_and_value(cx, object, key) else { return false };
        record.set(cx, FIRST_PAIR + 2 * pair, Val::int(slot as i32));
    }
    record_maps(cx, record);
    true
}
