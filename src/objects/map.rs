//! Maps (hidden classes): which properties an object has, where they are, and what its prototype is.
//!
//! Objects made the same way share a map; adding a property moves an object along a transition to the next one. An
//! object's header refers to its map by a 32-bit offset; maps live in map space and never move.
//!
//! ```text
//! word 1   instance kind:8 | inline_start:8 | inline_capacity:8 | slot_count:8 | property_count:16 | flags:16   (raw)
//! ```
//!
//! Slot n of a map is the object's word `inline_start + n` when `n < inline_capacity`, otherwise property
//! `n - inline_capacity` of its storage. Invariants: a map never changes what its slots mean (only a map that one
//! prototype object owns has its flags changed, and its successors replace it); a DICTIONARY map has no slots: the
//! object's storage property 0 is its PropertyDictionary.

use bitflags::bitflags;

use super::descriptors::{Attributes, DescriptorArray, Details};
use super::kinds::Kind;
use super::name::Name;
use super::roots::Root;
use crate::heap::layout::Visitor;
use crate::heap::{Cx, Gc, Handle, Space, Val};

heap_object! {
    /// See the module's header.
    pub Map = Map, "system / Map" { default_space: Space::Map } [2] {
        2: prototype, set_prototype;
        3: descriptors, set_descriptors;
        /// A TransitionTable, or undefined.
        4: transitions, set_transitions;
        /// The map this one was reached from, or undefined.
        5: parent, set_parent;
        /// The function whose instances start with this map's root, for people; or undefined.
        6: constructor, set_constructor;
        /// Of a prototype's own map: the map that plain objects inheriting from the prototype start with.
        7: instance_map, set_instance_map;
    }

    /// Weak pairs (name, map) in open addressing; the hole marks a free entry.
    pub TransitionTable = TransitionTable, "(transitions)" { default_space: Space::Old, visitor: Visitor::WeakTail } [2] {}
}

bitflags! {
    /// Facts about all objects of a map.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct MapFlags: u16 {
        const EXTENSIBLE = 1;
        const DICTIONARY = 2;
        const CALLABLE = 4;
        const CONSTRUCTOR = 8;
        /// Belongs to one object alone, which is some object's prototype.
        const PROTOTYPE = 16;
        /// With PROTOTYPE: an inline cache relies on this map; a change of shape must bump the prototype epoch.
        const VALIDATED = 32;
        /// Properties are not (only) where the map says: only slow paths may look.
        const EXOTIC = 64;
        const CLASS_CONSTRUCTOR = 128;
    }
}

/// Most properties an object may keep in fast mode outside itself.
pub const MAX_OUT_OF_LINE: usize = 128;
/// Most inline slots of an object.
pub const MAX_INLINE: usize = 64;
/// Inline slots of `{}`.
pub const DEFAULT_INLINE: usize = 4;

/// Where a slot's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// Word of the object.
    Inline(usize),
    /// Property of its storage.
    Storage(usize),
}

/// What a new map is made of, besides its prototype.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub kind: Kind,
    /// Word of the first inline slot.
    pub inline_start: usize,
    pub inline_capacity: usize,
    pub flags: MapFlags,
}

impl Map {
    /// A map without properties.
    pub fn new<'s>(cx: &mut Cx<'s>, shape: Shape, prototype: Handle<'_>) -> Handle<'s, Map> {
        let map: Handle<'s, Map> = cx.allocate(Map::WORDS, 0, Space::Map);
        let raw = map.get(cx);
        let start = shape.inline_start as u64;
        let inline = (shape.inline_capacity as u64) << 16;
        raw.set_raw_u64(cx, 1, shape.kind as u64 | start << 8 | inline | (shape.flags.bits() as u64) << 48);
        raw.set_prototype(cx, prototype.val(cx));
        raw.set_descriptors(cx, cx.root(Root::EmptyDescriptors));
        map
    }

    /// A map like `from` with the same properties (its own view of the same descriptors), reached by no transition.
    pub fn copy<'s>(cx: &mut Cx<'s>, from: Handle<'_, Map>) -> Handle<'s, Map> {
        let map: Handle<'s, Map> = cx.allocate(Map::WORDS, 0, Space::Map);
        let (raw, old) = (map.get(cx), from.get(cx));
        raw.set_raw_u64(cx, 1, old.raw_u64(1));
        raw.set_prototype(cx, old.prototype());
        raw.set_descriptors(cx, old.descriptors());
        raw.set_constructor(cx, old.constructor());
        raw.set_map_flags(cx, old.map_flags() - MapFlags::VALIDATED);
        map
    }
}

impl<'g> Gc<'g, Map> {
    #[inline]
    pub fn instance_kind(self) -> Kind {
        Kind::from_u8(self.raw_u64(1) as u8)
    }

    #[inline]
    pub fn inline_start(self) -> usize {
        (self.raw_u64(1) >> 8) as u8 as usize
    }

    #[inline]
    pub fn inline_capacity(self) -> usize {
        (self.raw_u64(1) >> 16) as u8 as usize
    }

    #[inline]
    pub fn property_count(self) -> usize {
        (self.raw_u64(1) >> 32) as u16 as usize
    }

    fn set_property_count(self, cx: &Cx<'_>, count: usize) {
        self.set_raw_u64(cx, 1, self.raw_u64(1) & !(0xFFFF << 32) | (count as u64) << 32);
    }

    #[inline]
    pub fn map_flags(self) -> MapFlags {
        MapFlags::from_bits_retain((self.raw_u64(1) >> 48) as u16)
    }

    pub fn set_map_flags(self, cx: &Cx<'_>, flags: MapFlags) {
        self.set_raw_u64(cx, 1, self.raw_u64(1) & !(0xFFFF << 48) | (flags.bits() as u64) << 48);
    }

    #[inline]
    pub fn has(self, flag: MapFlags) -> bool {
        self.map_flags().intersects(flag)
    }

    /// Words of an object with this map.
    #[inline]
    pub fn instance_words(self) -> usize {
        self.inline_start() + self.inline_capacity()
    }

    #[inline]
    pub fn is_dictionary(self) -> bool {
        self.has(MapFlags::DICTIONARY)
    }

    pub fn descriptor_array(self) -> Gc<'g, DescriptorArray> {
        self.descriptors().must()
    }

    /// Where slot `slot` is.
    #[inline]
    pub fn location(self, slot: u32) -> Location {
        let (slot, inline) = (slot as usize, self.inline_capacity());
        if slot < inline { Location::Inline(self.inline_start() + slot) } else { Location::Storage(slot - inline) }
    }

    /// The descriptor of `name`: its entry and details. Never finds anything in a dictionary map.
    #[inline]
    pub fn find(self, name: Gc<'_, Name>) -> Option<(usize, Details)> {
        let descriptors = self.descriptor_array();
        let entry = descriptors.find(name, self.property_count())?;
        Some((entry, descriptors.details_at(entry)))
    }

    /// Slots in use: the number a property added next would get.
    #[inline]
    pub fn slot_count(self) -> u32 {
        (self.raw_u64(1) >> 24) as u8 as u32
    }

    fn set_slot_count(self, cx: &Cx<'_>, count: u32) {
        debug_assert!(count <= u8::MAX as u32, "slots of a fast map");
        self.set_raw_u64(cx, 1, self.raw_u64(1) & !(0xFF << 24) | (count as u64) << 24);
    }

    /// Would a property added to this map still be fast?
    #[inline]
    pub fn can_add(self) -> bool {
        (self.slot_count() as usize) < self.inline_capacity() + MAX_OUT_OF_LINE
    }
}

/// The map that adding `name` with `attributes` to an object of `map` leads to. The new property's slot is the old map's
/// [`slot_count`](Gc::slot_count).
pub fn add_property<'s>(
    cx: &mut Cx<'s>,
    map: Handle<'_, Map>,
    name: Handle<'_, Name>,
    attributes: Attributes,
) -> Handle<'s, Map> {
    if let Some(known) = find_transition(map.get(cx), name.get(cx), attributes) {
        return known.root(cx);
    }
    let slot = if attributes.contains(Attributes::COMPUTED) { 0 } else { map.get(cx).slot_count() };
    let next = Map::copy(cx, map);
    let count = map.get(cx).property_count();
    {
        crate::scope!(cx);
        let descriptors = map.get(cx).descriptor_array().root(cx);
        let appended = DescriptorArray::append(cx, descriptors, count, name, Details { attributes, slot });
        let raw = next.get(cx);
        raw.set_descriptors(cx, appended.val(cx));
        raw.set_property_count(cx, count + 1);
        if !attributes.contains(Attributes::COMPUTED) {
            raw.set_slot_count(cx, slot + 1);
        }
    }
    if map.get(cx).has(MapFlags::PROTOTYPE) {
        return next;
    }
    next.get(cx).set_parent(cx, map.val(cx));
    insert_transition(cx, map, name, next);
    next
}

/// The map reached from `map` by a change named by an engine symbol (freezing and the like): `make` builds it the first
/// time.
pub fn special_transition<'s>(
    cx: &mut Cx<'s>,
    map: Handle<'_, Map>,
    symbol: Root,
    make: impl FnOnce(&mut Cx<'s>) -> Handle<'s, Map>,
) -> Handle<'s, Map> {
    let name: Handle<'static, Name> = cx.root_handle(symbol);
    if let Some(known) = lookup_transition(map.get(cx), name.get(cx), |_| true) {
        return known.root(cx);
    }
    let next = make(cx);
    if !map.get(cx).has(MapFlags::PROTOTYPE) {
        next.get(cx).set_parent(cx, map.val(cx));
        insert_transition(cx, map, name, next);
    }
    next
}

/// A map like `map` whose descriptor `entry` has new details, on descriptors of its own.
pub fn with_details<'s>(cx: &mut Cx<'s>, map: Handle<'_, Map>, entry: usize, details: Details) -> Handle<'s, Map> {
    with_all_details(cx, map, |at, old| if at == entry { details } else { old })
}

/// A map like `map` whose descriptors' details went through `change`, on descriptors of its own.
pub fn with_all_details<'s>(
    cx: &mut Cx<'s>,
    map: Handle<'_, Map>,
    change: impl Fn(usize, Details) -> Details,
) -> Handle<'s, Map> {
    let next = Map::copy(cx, map);
    crate::scope!(cx);
    let count = map.get(cx).property_count();
    let old = map.get(cx).descriptor_array().root(cx);
    let descriptors = DescriptorArray::copy(cx, old, count, count);
    let raw = descriptors.get(cx);
    let mut slots = map.get(cx).slot_count();
    for entry in 0..count {
        let details = change(entry, raw.details_at(entry));
        raw.set_details_at(cx, entry, details);
        slots = slots.max(details.slot + !details.attributes.contains(Attributes::COMPUTED) as u32);
    }
    next.get(cx).set_descriptors(cx, raw.val());
    next.get(cx).set_slot_count(cx, slots);
    next
}

/// A map like `map` with another prototype, reached by no transition.
pub fn with_prototype<'s>(cx: &mut Cx<'s>, map: Handle<'_, Map>, prototype: Handle<'_>) -> Handle<'s, Map> {
    let next = Map::copy(cx, map);
    next.get(cx).set_prototype(cx, prototype.val(cx));
    next
}

/// A map like `map` in dictionary mode, without descriptors.
pub fn to_dictionary<'s>(cx: &mut Cx<'s>, map: Handle<'_, Map>) -> Handle<'s, Map> {
    let next = Map::copy(cx, map);
    let raw = next.get(cx);
    raw.set_descriptors(cx, cx.root(Root::EmptyDescriptors));
    raw.set_property_count(cx, 0);
    raw.set_slot_count(cx, 0);
    raw.set_map_flags(cx, raw.map_flags() | MapFlags::DICTIONARY);
    next
}

/// The known transition for adding `name` with exactly `attributes`.
pub fn find_transition<'g>(map: Gc<'g, Map>, name: Gc<'_, Name>, attributes: Attributes) -> Option<Gc<'g, Map>> {
    lookup_transition(map, name, |target| {
        let last = target.property_count() - 1;
        target.descriptor_array().details_at(last).attributes == attributes
    })
}

fn lookup_transition<'g>(
    map: Gc<'g, Map>,
    name: Gc<'_, Name>,
    accept: impl Fn(Gc<'g, Map>) -> bool,
) -> Option<Gc<'g, Map>> {
    let table = map.transitions().cast::<TransitionTable>()?;
    let mask = table.entry_count() - 1;
    let mut entry = name.hash() as usize & mask;
    loop {
        let key = table.key_at(entry);
        if key.is_hole() {
            return None;
        }
        if key.value() == name.val().value()
            && let Some(target) = table.target_at(entry).filter(|&target| accept(target))
        {
            return Some(target);
        }
        entry = (entry + 1) & mask;
    }
}

const TABLE_FIRST: usize = TransitionTable::WORDS;

impl TransitionTable {
    fn new<'s>(cx: &mut Cx<'s>, entries: usize) -> Handle<'s, TransitionTable> {
        debug_assert!(entries.is_power_of_two());
        let table: Handle<'s, TransitionTable> = cx.allocate(TABLE_FIRST + 2 * entries, 0, Space::Old);
        let raw = table.get(cx);
        raw.set_raw_u64(cx, 1, 0);
        for entry in 0..entries {
            raw.set_word(cx, TABLE_FIRST + 2 * entry, Val::HOLE);
        }
        table
    }
}

impl<'g> Gc<'g, TransitionTable> {
    fn entry_count(self) -> usize {
        (self.size_words() - TABLE_FIRST) / 2
    }

    fn key_at(self, entry: usize) -> Val<'g> {
        self.word(TABLE_FIRST + 2 * entry)
    }

    fn target_at(self, entry: usize) -> Option<Gc<'g, Map>> {
        self.word(TABLE_FIRST + 2 * entry + 1).cast()
    }

    /// Entries ever written; those whose map died count until the next growth.
    fn used(self) -> usize {
        self.raw_u64(1) as usize
    }

    fn put(self, cx: &Cx<'_>, name: Gc<'_, Name>, target: Gc<'_, Map>) {
        let mask = self.entry_count() - 1;
        let mut entry = name.hash() as usize & mask;
        while !self.key_at(entry).is_hole() {
            entry = (entry + 1) & mask;
        }
        self.set_word(cx, TABLE_FIRST + 2 * entry, name.val());
        self.set_word(cx, TABLE_FIRST + 2 * entry + 1, target.val());
        self.set_raw_u64(cx, 1, self.used() as u64 + 1);
    }
}

fn insert_transition(cx: &mut Cx<'_>, map: Handle<'_, Map>, name: Handle<'_, Name>, target: Handle<'_, Map>) {
    crate::scope!(cx);
    let table = match map.get(cx).transitions().cast::<TransitionTable>() {
        Some(table) if table.used() * 2 < table.entry_count() => table.root(cx),
        Some(table) => {
            let old = table.root(cx);
            grow_transitions(cx, old)
        }
        None => TransitionTable::new(cx, 2),
    };
    table.get(cx).put(cx, name.get(cx), target.get(cx));
    map.get(cx).set_transitions(cx, table.val(cx));
}

fn grow_transitions<'s>(cx: &mut Cx<'s>, old: Handle<'_, TransitionTable>) -> Handle<'s, TransitionTable> {
    let is_live =
        |table: Gc<'_, TransitionTable>, entry| table.key_at(entry).is_heap() && table.target_at(entry).is_some();
    let live = (0..old.get(cx).entry_count()).filter(|&entry| is_live(old.get(cx), entry)).count();
    let new = TransitionTable::new(cx, (live * 3 + 3).next_power_of_two());
    let (from, to) = (old.get(cx), new.get(cx));
    for entry in (0..from.entry_count()).filter(|&entry| is_live(from, entry)) {
        if let (Some(name), Some(target)) = (from.key_at(entry).cast::<Name>(), from.target_at(entry)) {
            to.put(cx, name, target);
        }
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objects::name::Key;
    use crate::objects::object::JsObject;
    use crate::objects::property::{self, Descriptor, Own};
    use crate::objects::roots::N;
    use crate::vm::testing::with_realm;

    #[test]
    fn a_computed_property_made_real_gets_a_slot_of_its_own() {
        with_realm(|cx| {
            let map = cx.root_handle(Root::BoundFunctionMap);
            let target = cx.root(Root::FunctionPrototype).root(cx);
            let arguments = cx.root(Root::EmptyFixedArray).root(cx);
            let function: Handle<'_, crate::objects::function::BoundFunction> =
                crate::objects::object::allocate(cx, map);
            function.get(cx).set_target(cx, target.val(cx));
            function.get(cx).set_bound_arguments(cx, arguments.val(cx));
            let object: Handle<'_, JsObject> = function.any().must(cx);
            let (x, y) = (Key::from_str(cx, "x"), Key::from_str(cx, "y"));
            let [one, two, three] = [1, 2, 3].map(|number| cx.int(number));
            property::add(cx, object, x, one, Attributes::DEFAULT);
            let renamed = Descriptor { value: Some(two), ..Descriptor::default() };
            assert!(property::define(cx, object, cx.key(N::name), &renamed));
            property::add(cx, object, y, three, Attributes::DEFAULT);
            for (key, expected) in [(x, 1), (cx.key(N::name), 2), (y, 3)] {
                let Own::Data { value, .. } = property::get_own(cx, object, key) else { panic!("it is there") };
                assert_eq!(value.val(cx).as_int(), expected);
            }
        });
    }
}
