//! Own properties: finding, reading, defining, deleting and listing them, for every kind of object but proxies.
//!
//! Nothing here runs JavaScript: getters, setters, proxies and the prototype chain are the business of `vm::ops`. A
//! property is first found ([`find`] gives its [`Place`] and attributes), then read or written there.

use super::array::{self, JsArray};
use super::descriptors::{Attributes, Details};
use super::dictionary::PropertyDictionary;
use super::elements::{self, ElementPlace};
use super::function;
use super::global::PropertyCell;
use super::kinds::Kind;
use super::map::{self, Map, MapFlags};
use super::name::{Key, Name};
use super::object::{self, JsObject, MappedArguments, StringObject};
use super::roots::{N, Root};
use super::storage::{self, Counts, StorageFlags};
use super::string::JsString;
use super::typed_array;
use crate::heap::{Cx, Gc, Handle, Space, Val};
use crate::scope;

heap_object! {
    /// The functions of an accessor property; undefined where there is none.
    pub AccessorPair = AccessorPair, "(accessor pair)" {} [1] {
        1: getter, set_getter;
        2: setter, set_setter;
    }
}

impl AccessorPair {
    pub fn new<'s>(cx: &mut Cx<'s>, getter: Handle<'_>, setter: Handle<'_>) -> Handle<'s, AccessorPair> {
        let pair: Handle<'s, AccessorPair> = cx.allocate(AccessorPair::WORDS, 0, Space::New);
        pair.get(cx).set_getter(cx, getter.val(cx));
        pair.get(cx).set_setter(cx, setter.val(cx));
        pair
    }
}

/// Where an own property is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Descriptor `entry` of the map, in `slot`.
    Slot {
        entry: usize,
        slot: u32,
    },
    /// Entry of the property dictionary.
    Dictionary(usize),
    Element(ElementPlace),
    /// An array's length.
    ArrayLength,
    /// A String object's length, or the code unit at an index.
    StringLength,
    StringIndex(u32),
    /// Element of a typed array.
    TypedElement(u32),
    /// Parameter in a context slot that a mapped `arguments` aliases.
    MappedArgument {
        index: u32,
        slot: usize,
    },
    /// A function's `name`, `length` or `prototype`, an error's `stack`, computed on demand: descriptor `entry`.
    Computed(usize),
}

/// An own property that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    pub place: Place,
    pub attributes: Attributes,
}

/// An own property's content.
#[derive(Clone, Copy)]
pub enum Own<'s> {
    Absent,
    Data { value: Handle<'s>, attributes: Attributes },
    Accessor { getter: Handle<'s>, setter: Handle<'s>, attributes: Attributes },
}

/// A property descriptor (ECMA-262, 6.2.6): the fields that are present.
#[derive(Clone, Copy, Default)]
pub struct Descriptor<'s> {
    pub value: Option<Handle<'s>>,
    pub getter: Option<Handle<'s>>,
    pub setter: Option<Handle<'s>>,
    pub writable: Option<bool>,
    pub enumerable: Option<bool>,
    pub configurable: Option<bool>,
}

impl<'s> Descriptor<'s> {
    /// A complete data descriptor.
    pub fn data(value: Handle<'s>, attributes: Attributes) -> Descriptor<'s> {
        Descriptor {
            value: Some(value),
            writable: Some(attributes.contains(Attributes::WRITABLE)),
            enumerable: Some(attributes.contains(Attributes::ENUMERABLE)),
            configurable: Some(attributes.contains(Attributes::CONFIGURABLE)),
            ..Descriptor::default()
        }
    }

    pub fn is_accessor(&self) -> bool {
        self.getter.is_some() || self.setter.is_some()
    }

    pub fn is_data(&self) -> bool {
        self.value.is_some() || self.writable.is_some()
    }

    /// The attributes the descriptor asks for; an absent field takes the one in `otherwise`.
    fn attributes(&self, otherwise: Attributes) -> Attributes {
        let mut attributes = Attributes::empty();
        attributes.set(Attributes::WRITABLE, self.writable.unwrap_or(otherwise.contains(Attributes::WRITABLE)));
        attributes.set(Attributes::ENUMERABLE, self.enumerable.unwrap_or(otherwise.contains(Attributes::ENUMERABLE)));
        attributes
            .set(Attributes::CONFIGURABLE, self.configurable.unwrap_or(otherwise.contains(Attributes::CONFIGURABLE)));
        attributes
    }
}

/// Finds own property `key` of `object`.
pub fn find(cx: &Cx<'_>, object: Gc<'_, JsObject>, key: Key<'_>) -> Option<Found> {
    match key {
        Key::Index(index) => find_index(cx, object, index),
        Key::Name(name) => find_name(cx, object, name.get(cx)),
    }
}

fn find_index(cx: &Cx<'_>, object: Gc<'_, JsObject>, index: u32) -> Option<Found> {
    match object.object_kind() {
        Kind::TypedArray => {
            return typed_array::has_index(cx, object, index)
                .then_some(Found { place: Place::TypedElement(index), attributes: Attributes::DEFAULT });
        }
        Kind::StringObject if index < string_of(object).len() => {
            return Some(Found { place: Place::StringIndex(index), attributes: Attributes::ENUMERABLE });
        }
        Kind::MappedArguments => {
            if let Some(slot) = mapped_slot(object, index) {
                let attributes = elements::find(object.storage(), index).map_or(Attributes::DEFAULT, |(_, a)| a);
                return Some(Found { place: Place::MappedArgument { index, slot }, attributes });
            }
        }
        Kind::ModuleNamespace => return find_in_dictionary(object, Val::number(index as f64)),
        _ => {}
    }
    let (place, attributes) = elements::find(object.storage(), index)?;
    Some(Found { place: Place::Element(place), attributes })
}

fn find_name(cx: &Cx<'_>, object: Gc<'_, JsObject>, name: Gc<'_, Name>) -> Option<Found> {
    let map = object.map();
    if map.is_dictionary() {
        return find_in_dictionary(object, name.val());
    }
    if let Some((entry, details)) = map.find(name) {
        let attributes = details.attributes - Attributes::COMPUTED;
        let place = match details.attributes.contains(Attributes::COMPUTED) {
            true => Place::Computed(entry),
            false => Place::Slot { entry, slot: details.slot },
        };
        return Some(Found { place, attributes });
    }
    if !name.val().is_same_word(cx.name(N::length).val(cx)) {
        return None;
    }
    find_length(object)
}

fn find_in_dictionary(object: Gc<'_, JsObject>, key: Val<'_>) -> Option<Found> {
    let dictionary = dictionary_of(object);
    let entry = dictionary.find(key)?;
    Some(Found { place: Place::Dictionary(entry), attributes: dictionary.attributes_at(entry) })
}

/// The virtual `length` of arrays and String objects.
fn find_length(object: Gc<'_, JsObject>) -> Option<Found> {
    match object.object_kind() {
        Kind::Array => {
            let array: Gc<'_, JsArray> = object.val().must();
            let attributes = if array.length_is_writable() { Attributes::WRITABLE } else { Attributes::empty() };
            Some(Found { place: Place::ArrayLength, attributes })
        }
        Kind::StringObject => Some(Found { place: Place::StringLength, attributes: Attributes::empty() }),
        _ => None,
    }
}

fn string_of<'g>(object: Gc<'g, JsObject>) -> Gc<'g, JsString> {
    object
        .val()
        .cast::<StringObject>()
        .and_then(|object| object.value().cast())
        .expect("a String object holds a string")
}

fn mapped_slot(object: Gc<'_, JsObject>, index: u32) -> Option<usize> {
    let slots = object.val().cast::<MappedArguments>()?.slots().cast::<super::fixed::FixedArray>()?;
    if index as usize >= slots.len() {
        return None;
    }
    let slot = slots.at(index as usize).value();
    slot.is_int().then(|| slot.as_int() as usize)
}

fn dictionary_of<'g>(object: Gc<'g, JsObject>) -> Gc<'g, PropertyDictionary> {
    object.storage().property(0).must()
}

/// The cell behind a global object's dictionary entry.
pub fn cell_of<'g>(object: Gc<'g, JsObject>, entry: usize) -> Option<Gc<'g, PropertyCell>> {
    dictionary_of(object).value_at(entry).cast()
}

/// The stored value of what was found: an AccessorPair for an accessor. None where it is not stored but computed.
pub fn stored<'g>(object: Gc<'g, JsObject>, place: Place) -> Option<Val<'g>> {
    match place {
        Place::Slot { slot, .. } => Some(object.slot_value(slot)),
        Place::Dictionary(entry) => {
            let value = dictionary_of(object).value_at(entry);
            Some(value.cast::<PropertyCell>().map_or(value, |cell| cell.value()))
        }
        Place::Element(place) => Some(elements::value_at(object.storage(), place)),
        Place::ArrayLength => object.val().cast::<JsArray>().map(|array| array.length_word()),
        Place::StringLength => Some(Val::int(string_of(object).len() as i32)),
        Place::MappedArgument { slot, .. } => {
            let context = object.val().cast::<MappedArguments>()?.context();
            context.cast::<super::context::Context>().map(|context| context.slot(slot))
        }
        Place::Computed(_) | Place::StringIndex(_) | Place::TypedElement(_) => None,
    }
}

/// The value (or AccessorPair) of what was found, made if it must be.
pub fn read<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>, found: Found) -> Handle<'s> {
    if let Some(value) = stored(object.get(cx), found.place) {
        return value.root(cx);
    }
    match found.place {
        Place::StringIndex(index) => {
            let unit = string_of(object.get(cx)).char_at(cx, index as usize);
            cx.string_from_unit(unit).any()
        }
        Place::TypedElement(index) => typed_array::load(cx, object, index),
        Place::Computed(entry) => {
            let name = object.get(cx).map().descriptor_array().name_at(entry).root(cx);
            function::computed_property(cx, object, name)
        }
        _ => unreachable!("every other place is stored"),
    }
}

/// Own property `key` of `object`, which is not a proxy.
pub fn get_own<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>, key: Key<'_>) -> Own<'s> {
    let Some(found) = find(cx, object.get(cx), key) else { return Own::Absent };
    let value = read(cx, object, found);
    match value.cast::<AccessorPair>(cx) {
        Some(pair) => {
            let pair = pair.get(cx);
            let attributes = found.attributes - Attributes::ACCESSOR;
            Own::Accessor { getter: pair.getter().root(cx), setter: pair.setter().root(cx), attributes }
        }
        None => Own::Data { value, attributes: found.attributes },
    }
}

/// Overwrites the value of a writable data property that was found. An array's length is set by [`array::set_length`],
/// a typed array's element by [`typed_array::store`] with the converted value.
pub fn write(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, found: Found, value: Handle<'_>) {
    match found.place {
        Place::Slot { slot, .. } => object.get(cx).set_slot_value(cx, slot, value.val(cx)),
        Place::Dictionary(entry) => match cell_of(object.get(cx), entry) {
            Some(cell) => cell.set_value(cx, value.val(cx)),
            None => dictionary_of(object.get(cx)).set_value_at(cx, entry, value.val(cx)),
        },
        Place::Element(place) => elements::write_at(cx, object, place, value),
        Place::MappedArgument { slot, .. } => {
            let arguments: Gc<'_, MappedArguments> = object.get(cx).val().must();
            let context: Gc<'_, super::context::Context> = arguments.context().must();
            context.set_slot(cx, slot, value.val(cx));
        }
        Place::Computed(_) => function::set_computed_property(cx, object, value),
        Place::ArrayLength => {
            let length = value.val(cx).value();
            debug_assert!(length.is_number(), "an array's length was converted");
            array::set_length(cx, object.must(cx), length.as_number() as u32);
        }
        Place::TypedElement(index) => typed_array::store(cx, object, index, value),
        Place::StringLength | Place::StringIndex(_) => unreachable!("a string's properties are read-only"),
    }
}

/// Adds property `key`, which is absent, to an extensible object. `value` may be an AccessorPair if the attributes say so.
pub fn add(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, key: Key<'_>, value: Handle<'_>, attributes: Attributes) {
    match key {
        Key::Index(index) => elements::add(cx, object, index, value, attributes),
        Key::Name(name) => add_named(cx, object, name, value, attributes),
    }
}

fn add_named(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    name: Handle<'_, Name>,
    value: Handle<'_>,
    attributes: Attributes,
) {
    scope!(cx);
    if !object.get(cx).map().is_dictionary() && !object.get(cx).map().can_add() {
        make_dictionary(cx, object);
    }
    let old = object.get(cx).map().root(cx);
    if old.get(cx).is_dictionary() {
        note_shape_change(cx, object.get(cx));
        return add_to_dictionary(cx, object, name, value, attributes);
    }
    let slot = old.get(cx).slot_count();
    let new = map::add_property(cx, old, name, attributes);
    if let map::Location::Storage(index) = new.get(cx).location(slot) {
        storage::ensure_properties(cx, object, index + 1);
    }
    object::change_map(cx, object.get(cx), new.get(cx));
    object.get(cx).set_slot_value(cx, slot, value.val(cx));
}

fn add_to_dictionary(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    name: Handle<'_, Name>,
    value: Handle<'_>,
    attributes: Attributes,
) {
    let value = match object.get(cx).object_kind() {
        Kind::Global => PropertyCell::new(cx, value, attributes).any(),
        _ => value.val(cx).root(cx),
    };
    let dictionary = dictionary_of(object.get(cx)).root(cx);
    let dictionary = PropertyDictionary::add(cx, dictionary, name.any(), value, attributes);
    object.get(cx).storage().set_property(cx, 0, dictionary.val(cx));
}

/// Tells caches that a prototype in dictionary mode changed (its map stays).
fn note_shape_change(cx: &Cx<'_>, object: Gc<'_, JsObject>) {
    if object.map().has(MapFlags::VALIDATED) {
        super::bump_prototype_epoch(cx);
    }
}

/// Moves all named properties into a dictionary.
pub fn make_dictionary(cx: &mut Cx<'_>, object: Handle<'_, JsObject>) {
    if object.get(cx).map().is_dictionary() {
        return;
    }
    scope!(cx);
    let old = object.get(cx).map().root(cx);
    let count = old.get(cx).property_count();
    let dictionary = PropertyDictionary::new(cx, count + 1);
    for entry in 0..count {
        scope!(cx);
        let name = old.get(cx).descriptor_array().name_at(entry).root(cx);
        let details = old.get(cx).descriptor_array().details_at(entry);
        let value = match details.attributes.contains(Attributes::COMPUTED) {
            true => function::computed_property(cx, object, name),
            false => object.get(cx).slot_value(details.slot).root(cx),
        };
        let attributes = details.attributes - Attributes::COMPUTED;
        let grown = PropertyDictionary::add(cx, dictionary, name.any(), value, attributes);
        dictionary.set(cx, grown.val(cx));
    }
    let new = map::to_dictionary(cx, old);
    let counts = object.get(cx).storage().counts();
    storage::resize(cx, object, Counts { properties: 1, ..counts });
    object::change_map(cx, object.get(cx), new.get(cx));
    clear_inline_slots(cx, object.get(cx));
    object.get(cx).storage().set_property(cx, 0, dictionary.val(cx));
}

/// What the inline slots held is in the dictionary now: they must not keep it alive.
fn clear_inline_slots(cx: &Cx<'_>, object: Gc<'_, JsObject>) {
    let map = object.map();
    for word in map.inline_start()..map.instance_words() {
        object.set_word(cx, word, Val::UNDEFINED);
    }
}

/// Deletes what was found at `key`, which is configurable.
pub fn remove(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, key: Key<'_>, found: Found) {
    match found.place {
        Place::Element(place) => elements::remove(cx, object, place),
        Place::MappedArgument { index, .. } => {
            unmap_argument(cx, object, index);
            if let Some((place, _)) = elements::find(object.get(cx).storage(), index) {
                elements::remove(cx, object, place);
            }
        }
        Place::Slot { .. } | Place::Computed(_) | Place::Dictionary(_) => remove_named(cx, object, key),
        _ => unreachable!("the rest is not configurable"),
    }
}

fn remove_named(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, key: Key<'_>) {
    make_dictionary(cx, object);
    note_shape_change(cx, object.get(cx));
    let raw = object.get(cx);
    let dictionary = dictionary_of(raw);
    let Some(entry) = dictionary.find(key.dictionary_key(cx)) else { return };
    if let Some(cell) = cell_of(raw, entry) {
        cell.set_value(cx, Val::HOLE);
    }
    dictionary.remove(cx, entry);
}

/// [[DefineOwnProperty]] for everything but proxies and module namespaces (ECMA-262, 10.1.6.3, 10.4.2.1, 10.4.3.2,
/// 10.4.4.2, 10.4.5.3). An array's new length must have been converted to a number. Gives false when rejected.
pub fn define(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, key: Key<'_>, descriptor: &Descriptor<'_>) -> bool {
    scope!(cx);
    match (object.get(cx).object_kind(), key) {
        (Kind::TypedArray, Key::Index(index)) => return define_typed_element(cx, object, index, descriptor),
        (Kind::Array, Key::Index(index)) if !array_accepts(object.get(cx), index) => return false,
        _ => {}
    }
    match find(cx, object.get(cx), key) {
        None => define_absent(cx, object, key, descriptor),
        Some(found) => redefine(cx, object, key, found, descriptor),
    }
}

/// May an array whose length is read-only have element `index`?
fn array_accepts(object: Gc<'_, JsObject>, index: u32) -> bool {
    object.val().cast::<JsArray>().is_none_or(|array| index < array.length() || array.length_is_writable())
}

fn define_typed_element(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    index: u32,
    descriptor: &Descriptor<'_>,
) -> bool {
    let refused = descriptor.is_accessor()
        || [descriptor.configurable, descriptor.enumerable, descriptor.writable].contains(&Some(false));
    if refused || !typed_array::has_index(cx, object.get(cx), index) {
        return false;
    }
    if let Some(value) = descriptor.value {
        typed_array::store(cx, object, index, value);
    }
    true
}

fn define_absent(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, key: Key<'_>, descriptor: &Descriptor<'_>) -> bool {
    if !object.get(cx).map().has(MapFlags::EXTENSIBLE) {
        return false;
    }
    let attributes = descriptor.attributes(Attributes::empty());
    if descriptor.is_accessor() {
        let pair = accessor_pair(cx, descriptor, None);
        let attributes = (attributes - Attributes::WRITABLE) | Attributes::ACCESSOR;
        add(cx, object, key, pair.any(), attributes);
    } else {
        let value = descriptor.value.map_or(cx.undefined(), |value| value.val(cx).root(cx));
        add(cx, object, key, value, attributes);
    }
    true
}

/// The pair a descriptor asks for, its absent parts taken from `old`.
fn accessor_pair<'s>(
    cx: &mut Cx<'s>,
    descriptor: &Descriptor<'_>,
    old: Option<Handle<'_, AccessorPair>>,
) -> Handle<'s, AccessorPair> {
    let pair = AccessorPair::new(cx, cx.undefined(), cx.undefined());
    let new = pair.get(cx);
    let getter = descriptor.getter.map(|getter| getter.val(cx)).or(old.map(|old| old.get(cx).getter()));
    let setter = descriptor.setter.map(|setter| setter.val(cx)).or(old.map(|old| old.get(cx).setter()));
    new.set_getter(cx, getter.unwrap_or(Val::UNDEFINED));
    new.set_setter(cx, setter.unwrap_or(Val::UNDEFINED));
    pair
}

/// ValidateAndApplyPropertyDescriptor for a property that is there.
fn redefine(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    key: Key<'_>,
    found: Found,
    descriptor: &Descriptor<'_>,
) -> bool {
    let current = read(cx, object, found);
    if !is_compatible(cx, found.attributes, current, descriptor) {
        return false;
    }
    let was_accessor = found.attributes.contains(Attributes::ACCESSOR);
    if descriptor.is_accessor() {
        let old = current.cast::<AccessorPair>(cx);
        let pair = accessor_pair(cx, descriptor, old);
        let attributes = (descriptor.attributes(found.attributes) - Attributes::WRITABLE) | Attributes::ACCESSOR;
        replace(cx, object, key, found, pair.any(), attributes);
        return true;
    }
    let becomes_data = was_accessor && descriptor.is_data();
    let keeps_kind = if was_accessor && !becomes_data { Attributes::ACCESSOR } else { Attributes::empty() };
    let base = if becomes_data { found.attributes - Attributes::WRITABLE } else { found.attributes };
    let attributes = descriptor.attributes(base) | keeps_kind;
    let value = match descriptor.value {
        Some(value) => value.val(cx).root(cx),
        None if becomes_data => cx.undefined(),
        None => current,
    };
    if found.place == Place::ArrayLength {
        return define_array_length(cx, object.must(cx), descriptor, attributes);
    }
    replace(cx, object, key, found, value, attributes);
    true
}

fn is_compatible(cx: &Cx<'_>, attributes: Attributes, current: Handle<'_>, descriptor: &Descriptor<'_>) -> bool {
    if attributes.contains(Attributes::CONFIGURABLE) {
        return true;
    }
    if descriptor.configurable == Some(true)
        || descriptor.enumerable.is_some_and(|enumerable| enumerable != attributes.contains(Attributes::ENUMERABLE))
    {
        return false;
    }
    let same = |new: Option<Handle<'_>>, old: Val<'_>| new.is_none_or(|new| super::same_value(cx, new.val(cx), old));
    match current.cast::<AccessorPair>(cx) {
        Some(pair) => {
            let pair = pair.get(cx);
            !descriptor.is_data() && same(descriptor.getter, pair.getter()) && same(descriptor.setter, pair.setter())
        }
        None if descriptor.is_accessor() => false,
        None if attributes.contains(Attributes::WRITABLE) => true,
        None => descriptor.writable != Some(true) && same(descriptor.value, current.val(cx)),
    }
}

fn define_array_length(
    cx: &mut Cx<'_>,
    array: Handle<'_, JsArray>,
    descriptor: &Descriptor<'_>,
    attributes: Attributes,
) -> bool {
    let mut done = true;
    if let Some(value) = descriptor.value {
        let length = value.val(cx).value();
        debug_assert!(length.is_number(), "an array's length was converted");
        done = array::set_length(cx, array, length.as_number() as u32);
    }
    if !attributes.contains(Attributes::WRITABLE) {
        let counts = array.get(cx).storage().counts();
        scope!(cx);
        storage::resize(
            cx,
            array.must(cx),
            Counts { flags: (counts.flags - StorageFlags::COW) | StorageFlags::LENGTH_READ_ONLY, ..counts },
        );
    }
    done
}

/// Gives the property that was found a new value and new attributes.
fn replace(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    key: Key<'_>,
    found: Found,
    value: Handle<'_>,
    attributes: Attributes,
) {
    if attributes == found.attributes && !matches!(found.place, Place::Computed(_)) {
        return write(cx, object, found, value);
    }
    match found.place {
        Place::Slot { entry, slot } => {
            change_details(cx, object, entry, Details { attributes, slot });
            object.get(cx).set_slot_value(cx, slot, value.val(cx));
        }
        Place::Computed(entry) => materialise_computed(cx, object, entry, value, attributes),
        Place::Dictionary(entry) => {
            note_shape_change(cx, object.get(cx));
            write(cx, object, found, value);
            dictionary_of(object.get(cx)).set_attributes_at(cx, entry, attributes);
            if let Some(cell) = cell_of(object.get(cx), entry) {
                cell.set_attributes(cx, attributes);
            }
        }
        Place::Element(_) => replace_element(cx, object, key, value, attributes),
        Place::MappedArgument { index, .. } => {
            if attributes.contains(Attributes::WRITABLE) && !attributes.contains(Attributes::ACCESSOR) {
                write(cx, object, found, value);
            } else {
                unmap_argument(cx, object, index);
            }
            replace_element(cx, object, key, value, attributes);
        }
        _ => unreachable!("the attributes of virtual properties cannot change"),
    }
}

fn replace_element(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    key: Key<'_>,
    value: Handle<'_>,
    attributes: Attributes,
) {
    if let Key::Index(index) = key {
        elements::put_sparse(cx, object, index, value, attributes);
    }
}

fn unmap_argument(cx: &Cx<'_>, object: Handle<'_, JsObject>, index: u32) {
    let Some(arguments) = object.get(cx).val().cast::<MappedArguments>() else { return };
    if let Some(slots) = arguments.slots().cast::<super::fixed::FixedArray>() {
        slots.set(cx, index as usize, Val::HOLE);
    }
}

fn change_details(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, entry: usize, details: Details) {
    scope!(cx);
    let old = object.get(cx).map().root(cx);
    let new = map::with_details(cx, old, entry, details);
    object::change_map(cx, object.get(cx), new.get(cx));
}

/// Turns a computed property of a function into one with a slot of its own.
fn materialise_computed(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    entry: usize,
    value: Handle<'_>,
    attributes: Attributes,
) {
    let slot = next_free_slot(object.get(cx).map());
    change_details(cx, object, entry, Details { attributes, slot });
    if let map::Location::Storage(index) = object.get(cx).map().location(slot) {
        storage::ensure_properties(cx, object, index + 1);
    }
    object.get(cx).set_slot_value(cx, slot, value.val(cx));
}

fn next_free_slot(map: Gc<'_, Map>) -> u32 {
    map.slot_count()
}

/// Own keys in the order of ECMA-262 10.1.11.1: indexes ascending, strings, symbols; private names never. Indexes are
/// numbers, the others names.
pub fn own_keys<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>) -> Handle<'s, super::fixed::FixedArray> {
    let indexes = own_indexes(cx, object.get(cx));
    let named = named_count(object.get(cx)) + 1;
    let list = super::fixed::FixedArray::new(cx, indexes.len() + named);
    let (raw, object) = (list.get(cx), object.get(cx));
    let mut next = 0;
    let mut push = |value: Val<'_>| {
        raw.set(cx, next, value);
        next += 1;
    };
    for index in indexes {
        push(Val::number(index as f64));
    }
    if matches!(object.object_kind(), Kind::Array | Kind::StringObject) {
        push(cx.name(N::length).val(cx));
    }
    for_each_name(object, |name| {
        if !name.is_symbol() {
            push(name.val())
        }
    });
    for_each_name(object, |name| {
        if name.is_symbol() && !name.is_private() {
            push(name.val())
        }
    });
    let count = next;
    shrink(cx, list, count)
}

fn shrink<'s>(
    cx: &mut Cx<'s>,
    list: Handle<'s, super::fixed::FixedArray>,
    count: usize,
) -> Handle<'s, super::fixed::FixedArray> {
    if list.get(cx).len() == count {
        return list;
    }
    let short = super::fixed::FixedArray::new(cx, count);
    for index in 0..count {
        let value = list.get(cx).at(index);
        short.get(cx).set(cx, index, value);
    }
    short
}

fn own_indexes(cx: &Cx<'_>, object: Gc<'_, JsObject>) -> Vec<u32> {
    match object.object_kind() {
        Kind::TypedArray => (0..typed_array::length(cx, object)).collect(),
        Kind::StringObject => (0..string_of(object).len()).chain(elements::indexes(object)).collect(),
        Kind::ModuleNamespace => super::module::index_exports(dictionary_of(object)),
        _ => elements::indexes(object),
    }
}

fn named_count(object: Gc<'_, JsObject>) -> usize {
    let map = object.map();
    if map.is_dictionary() { dictionary_of(object).live() } else { map.property_count() }
}

/// Calls `visit` with every own name, in order of creation.
pub fn for_each_name<'g>(object: Gc<'g, JsObject>, mut visit: impl FnMut(Gc<'g, Name>)) {
    let map = object.map();
    if map.is_dictionary() {
        let dictionary = dictionary_of(object);
        // A module namespace's may hold indexes as well.
        dictionary.entries().filter_map(|entry| dictionary.key_at(entry).cast()).for_each(visit);
        return;
    }
    let descriptors = map.descriptor_array();
    for entry in 0..map.property_count() {
        visit(descriptors.name_at(entry));
    }
}

/// [[PreventExtensions]].
pub fn prevent_extensions(cx: &mut Cx<'_>, object: Handle<'_, JsObject>) {
    if !object.get(cx).map().has(MapFlags::EXTENSIBLE) {
        return;
    }
    restrict_map(cx, object, Root::NonExtensibleSymbol, |attributes| attributes);
}

/// SetIntegrityLevel (ECMA-262, 7.3.15) for objects that are neither proxies nor typed arrays: seals, or freezes.
pub fn set_integrity(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, frozen: bool) {
    let symbol = if frozen { Root::FrozenSymbol } else { Root::SealedSymbol };
    restrict_map(cx, object, symbol, |attributes| elements::restricted(attributes, frozen));
    if object.get(cx).map().is_dictionary() {
        restrict_dictionary(cx, object.get(cx), frozen);
    }
    elements::restrict(cx, object, frozen);
}

fn restrict_map(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    symbol: Root,
    change: impl Fn(Attributes) -> Attributes + Copy,
) {
    scope!(cx);
    let old = object.get(cx).map().root(cx);
    let new = map::special_transition(cx, old, symbol, |cx| {
        let next = map::with_all_details(cx, old, |_, details| {
            let computed = details.attributes & Attributes::COMPUTED;
            Details { attributes: change(details.attributes - computed) | computed, ..details }
        });
        let flags = next.get(cx).map_flags();
        next.get(cx).set_map_flags(cx, flags - MapFlags::EXTENSIBLE);
        next
    });
    object::change_map(cx, object.get(cx), new.get(cx));
}

fn restrict_dictionary(cx: &Cx<'_>, object: Gc<'_, JsObject>, frozen: bool) {
    let dictionary = dictionary_of(object);
    for entry in dictionary.entries() {
        let attributes = elements::restricted(dictionary.attributes_at(entry), frozen);
        dictionary.set_attributes_at(cx, entry, attributes);
        if let Some(cell) = cell_of(object, entry) {
            cell.set_attributes(cx, attributes);
        }
    }
}

/// TestIntegrityLevel (ECMA-262, 7.3.16).
pub fn has_integrity(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, frozen: bool) -> bool {
    if object.get(cx).map().has(MapFlags::EXTENSIBLE) {
        return false;
    }
    scope!(cx);
    let keys = own_keys(cx, object);
    (0..keys.get(cx).len()).all(|index| {
        scope!(cx);
        let key = keys.get(cx).at(index).root(cx);
        let Some(key) = Key::from_primitive(cx, key) else { return true };
        find(cx, object.get(cx), key)
            .is_none_or(|found| elements::restricted(found.attributes, frozen) == found.attributes)
    })
}
