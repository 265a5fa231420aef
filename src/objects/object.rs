//! JavaScript objects: what all kinds share, and the kinds with nothing but fields.
//!
//! ```text
//! word 0   header: meta refers to the map
//! word 1   storage: out-of-line properties and elements
//! word 2.. fields of the kind, then inline properties (where the map says they start)
//! ```

use super::descriptors::Attributes;
use super::kinds::{FIRST_OBJECT, Kind};
use super::map::{self, Location, Map, MapFlags, Shape};
use super::name::Name;
use super::roots::Root;
use super::storage::{self, Storage};
use crate::heap::{Cx, Gc, Handle, HeapType, Space, Val};
use crate::scope;

/// Any JavaScript object.
pub enum JsObject {}

impl HeapType for JsObject {
    const KIND: u8 = Kind::Object as u8;

    fn is_kind(kind: u8) -> bool {
        kind >= FIRST_OBJECT
    }
}

/// A concrete kind of JavaScript object.
pub trait ObjectType: HeapType {
    /// Word of the first inline property of its instances.
    const INLINE_START: usize;
}

js_object! {
    /// `{}` and instances of ordinary classes.
    pub PlainObject = Object, "Object" {}

    /// The unmapped `arguments`.
    pub Arguments = Arguments, "Arguments" {}

    /// The sloppy `arguments` whose elements alias the parameters.
    pub MappedArguments = MappedArguments, "Arguments" {
        /// Context that holds the parameters.
        2: context, set_context;
        /// FixedArray: for each mapped index its context slot as a Smi, or the hole once unmapped.
        3: slots, set_slots;
    }

    /// Error instances.
    pub JsError = Error, "Error" {
        /// What `stack` shows: captured frames (a FixedArray) until it is read, then the formatted string, or whatever was
        /// assigned.
        2: frames, set_frames;
    }

    pub BooleanObject = BooleanObject, "Boolean" { 2: value, set_value; }
    pub NumberObject = NumberObject, "Number" { 2: value, set_value; }
    pub StringObject = StringObject, "String" { 2: value, set_value; }
    pub SymbolObject = SymbolObject, "Symbol" { 2: value, set_value; }
    pub BigIntObject = BigIntObject, "BigInt" { 2: value, set_value; }

    pub JsDate = Date, "Date" {
        /// Time value: a number, NaN when invalid.
        2: time, set_time;
    }

    pub MapObject = MapObject, "Map" { 2: table, set_table; }
    pub SetObject = SetObject, "Set" { 2: table, set_table; }

    pub MapIterator = MapIterator, "Map Iterator" {
        /// The table iterated, or undefined when done.
        2: table, set_table;
        /// Position in the table, a Smi.
        3: position, set_position;
        /// 0 keys, 1 values, 2 entries.
        4: iteration_kind, set_iteration_kind;
    }

    pub SetIterator = SetIterator, "Set Iterator" {
        2: table, set_table;
        3: position, set_position;
        4: iteration_kind, set_iteration_kind;
    }

    pub ArrayIterator = ArrayIterator, "Array Iterator" {
        /// The array-like iterated, or undefined when done.
        2: target, set_target;
        3: position, set_position;
        /// 0 keys, 1 values, 2 entries.
        4: iteration_kind, set_iteration_kind;
    }

    pub StringIterator = StringIterator, "String Iterator" {
        2: string, set_string;
        3: position, set_position;
    }

    pub RegExpStringIterator = RegExpStringIterator, "RegExp String Iterator" {
        2: regexp, set_regexp;
        3: string, set_string;
        /// Bit 0 global, bit 1 unicode, bit 2 done.
        4: state, set_state;
    }

    /// The lazy iterators `map`, `filter`, ... of Iterator.prototype.
    pub IteratorHelper = IteratorHelper, "Iterator Helper" {
        2: operation, set_operation;
        3: iterator, set_iterator;
        4: next_method, set_next_method;
        5: function, set_function;
        6: counter, set_counter;
        /// Inner iterator record of flatMap (iterator), or undefined.
        7: inner, set_inner;
        8: inner_next, set_inner_next;
        /// 0 not started, 1 suspended, 2 running, 3 done.
        9: state, set_state;
    }

    pub WrappedIterator = WrappedIterator, "Wrapped Iterator" {
        2: iterator, set_iterator;
        3: next_method, set_next_method;
    }

    pub AsyncFromSyncIterator = AsyncFromSyncIterator, "Async-from-Sync Iterator" {
        2: iterator, set_iterator;
        3: next_method, set_next_method;
    }

    /// State of a for-in loop; never seen by scripts.
    pub ForInEnumerator = ForInEnumerator, "(for-in)" {
        2: object, set_object;
        /// Array of the keys.
        3: keys, set_keys;
        4: position, set_position;
        /// The map under which `keys` need no check that they still exist, or undefined.
        5: checked_map, set_checked_map;
    }

    pub Proxy = Proxy, "Proxy" {
        /// null once revoked.
        2: target, set_target;
        3: handler, set_handler;
    }

    pub ModuleNamespace = ModuleNamespace, "Module" {
        2: module, set_module;
        3: exports, set_exports;
    }

    /// An object of the host: a class of its own, two words of data.
    pub HostObject = Host, "Object" {
        2: data, set_data;
        3: extra, set_extra;
    }
}

impl<'g> Gc<'g, JsObject> {
    #[inline]
    pub fn map(self) -> Gc<'g, Map> {
        self.meta_object().expect("an object's header refers to its map").must()
    }

    /// Gives the object another map with the same layout of what it has.
    #[inline]
    pub fn set_map(self, cx: &Cx<'_>, map: Gc<'_, Map>) {
        self.set_meta(cx, map.as_meta());
    }

    #[inline]
    pub fn storage(self) -> Gc<'g, Storage> {
        self.word(1).must()
    }

    #[inline]
    pub fn set_storage(self, cx: &Cx<'_>, storage: Val<'_>) {
        self.set_word(cx, 1, storage)
    }

    /// The prototype: an object or null. Not for proxies.
    #[inline]
    pub fn prototype(self) -> Val<'g> {
        self.map().prototype()
    }

    #[inline]
    pub fn object_kind(self) -> Kind {
        Kind::from_u8(self.kind())
    }

    #[inline]
    pub fn is_callable(self) -> bool {
        self.map().has(MapFlags::CALLABLE)
    }

    #[inline]
    pub fn is_constructor(self) -> bool {
        self.map().has(MapFlags::CONSTRUCTOR)
    }

    /// The value in a slot of its map.
    #[inline]
    pub fn slot_value(self, slot: u32) -> Val<'g> {
        match self.map().location(slot) {
            Location::Inline(word) => self.word(word),
            Location::Storage(index) => self.storage().property(index),
        }
    }

    #[inline]
    pub fn set_slot_value(self, cx: &Cx<'_>, slot: u32, value: Val<'_>) {
        match self.map().location(slot) {
            Location::Inline(word) => self.set_word(cx, word, value),
            Location::Storage(index) => self.storage().set_property(cx, index, value),
        }
    }
}

/// An object with `map`: fields and inline slots undefined, the empty storage.
pub fn allocate<'s, T: ObjectType>(cx: &mut Cx<'s>, map: Handle<'_, Map>) -> Handle<'s, T> {
    debug_assert!(map.get(cx).instance_kind() as u8 == T::KIND, "the map is for this kind");
    allocate_any(cx, map).must(cx)
}

/// An object of whatever kind `map` is for.
pub fn allocate_any<'s>(cx: &mut Cx<'s>, map: Handle<'_, Map>) -> Handle<'s, JsObject> {
    let (kind, words, meta) = {
        let raw = map.get(cx);
        (raw.instance_kind(), raw.instance_words(), raw.as_meta())
    };
    let object: Handle<'s, JsObject> = cx.allocate_kind(kind as u8, words, meta, Space::New).must(cx);
    object.get(cx).set_storage(cx, storage::empty(cx).val());
    object
}

/// `{}`.
pub fn new_plain<'s>(cx: &mut Cx<'s>) -> Handle<'s, JsObject> {
    allocate_any(cx, cx.root_handle(Root::ObjectMap))
}

/// An ordinary object inheriting from `prototype` (an object or null), as `Object.create` makes.
pub fn with_prototype<'s>(cx: &mut Cx<'s>, prototype: Handle<'_>) -> Handle<'s, JsObject> {
    let object: Handle<'s, JsObject> = new_plain(cx);
    scope!(cx);
    let map = plain_map_for(cx, prototype);
    object.get(cx).set_map(cx, map.get(cx));
    object
}

/// The map that ordinary objects inheriting from `prototype` start with; the same for each such object.
pub fn plain_map_for<'s>(cx: &mut Cx<'s>, prototype: Handle<'_>) -> Handle<'s, Map> {
    if prototype.val(cx).is_null() {
        return cx.root_handle(Root::ObjectNullMap);
    }
    if prototype.val(cx).is_same_word(cx.root(Root::ObjectPrototype)) {
        return cx.root_handle(Root::ObjectMap);
    }
    let prototype = prototype.must(cx);
    map_for::<PlainObject>(cx, prototype, map::DEFAULT_INLINE, MapFlags::EXTENSIBLE)
}

/// The map that instances of `T` inheriting from `prototype` start with; kept with the prototype, so that all share it.
pub fn map_for<'s, T: ObjectType>(
    cx: &mut Cx<'s>,
    prototype: Handle<'_, JsObject>,
    inline_capacity: usize,
    flags: MapFlags,
) -> Handle<'s, Map> {
    if prototype.get(cx).object_kind() == Kind::Proxy {
        return new_map::<T>(cx, inline_capacity, flags, prototype.any());
    }
    make_prototype(cx, prototype);
    if let Some(known) = prototype.get(cx).map().instance_map().cast::<Map>()
        && known.instance_kind() as u8 == T::KIND
        && known.map_flags() == flags
    {
        return known.root(cx);
    }
    let map = new_map::<T>(cx, inline_capacity, flags, prototype.any());
    prototype.get(cx).map().set_instance_map(cx, map.val(cx));
    map
}

/// A root map for instances of `T`.
pub fn new_map<'s, T: ObjectType>(
    cx: &mut Cx<'s>,
    inline_capacity: usize,
    flags: MapFlags,
    prototype: Handle<'_>,
) -> Handle<'s, Map> {
    if let Some(object) = prototype.cast::<JsObject>(cx) {
        make_prototype(cx, object);
    }
    let shape = Shape { kind: Kind::from_u8(T::KIND), inline_start: T::INLINE_START, inline_capacity, flags };
    Map::new(cx, shape, prototype)
}

/// Gives `object` a map of its own, marked as a prototype's, unless it has one: what inline caches rely on.
pub fn make_prototype(cx: &mut Cx<'_>, object: Handle<'_, JsObject>) {
    if object.get(cx).map().has(MapFlags::PROTOTYPE) || object.get(cx).object_kind() == Kind::Proxy {
        return;
    }
    scope!(cx);
    let map = object.get(cx).map().root(cx);
    let own = Map::copy(cx, map);
    let flags = own.get(cx).map_flags();
    own.get(cx).set_map_flags(cx, flags | MapFlags::PROTOTYPE);
    object.get(cx).set_map(cx, own.get(cx));
}

/// Moves `object` to `map`. All changes of shape go through here: caches that relied on a prototype's old shape die.
pub fn change_map(cx: &Cx<'_>, object: Gc<'_, JsObject>, map: Gc<'_, Map>) {
    let old = object.map();
    if old.has(MapFlags::PROTOTYPE) {
        if old.has(MapFlags::VALIDATED) {
            super::bump_prototype_epoch(cx);
        }
        map.set_instance_map(cx, old.instance_map());
    }
    object.set_map(cx, map);
}

/// Adds a property as it was added to an object of the same map before, if there is room for it: otherwise gives false and
/// changes nothing. Needs no look whether the object has it already: a map never leads to one with the same name twice.
#[inline]
pub fn append_known(cx: &Cx<'_>, object: Gc<'_, JsObject>, name: Gc<'_, Name>, value: Val<'_>) -> bool {
    let map = object.map();
    if map.is_dictionary() || map.has(MapFlags::PROTOTYPE) {
        return false;
    }
    let Some(next) = map::find_transition(map, name, Attributes::DEFAULT) else { return false };
    match next.location(map.slot_count()) {
        Location::Inline(word) => object.set_word(cx, word, value),
        Location::Storage(index) if index < object.storage().counts().properties => {
            object.storage().set_property(cx, index, value);
        }
        Location::Storage(_) => return false,
    }
    object.set_map(cx, next);
    true
}

/// [[SetPrototypeOf]] of an ordinary object, whose checks have passed: changes the map.
pub fn change_prototype(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, prototype: Handle<'_>) {
    scope!(cx);
    if let Some(parent) = prototype.cast::<JsObject>(cx) {
        make_prototype(cx, parent);
    }
    let old = object.get(cx).map().root(cx);
    let is_root_plain = old.get(cx).property_count() == 0
        && old.get(cx).instance_kind() == Kind::Object
        && old.get(cx).inline_capacity() == map::DEFAULT_INLINE
        && old.get(cx).map_flags() == MapFlags::EXTENSIBLE;
    let new = if is_root_plain { plain_map_for(cx, prototype) } else { map::with_prototype(cx, old, prototype) };
    change_map(cx, object.get(cx), new.get(cx));
}

/// The attributes with which a method of a class or built-in is defined.
pub const METHOD: Attributes = Attributes::HIDDEN;
