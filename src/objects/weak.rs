//! Weak collections and references, and the registrations of FinalizationRegistry.
//!
//! The collector clears what dies: pairs of [`EphemeronTable`]s, targets of [`WeakCell`]s. A cell with the NOTIFY flag
//! then waits in the heap's queue, from which [`take_dead`] takes it.
//!
//! A registry's cells form a list in which each is strongly held, newest first. Those registered with the same token form a
//! second list, found through an ephemeron table from tokens to the list's head (a FixedArray of one), so that a token is
//! never kept by its registration, even when it is the target itself.

use super::fixed::FixedArray;
use super::kinds::Kind;
use super::object::JsObject;
use super::storage;
use super::symbol::{Symbol, SymbolFlags};
use crate::heap::header::NOTIFY_FLAG;
use crate::heap::layout::Visitor;
use crate::heap::{Cx, Gc, Handle, HeapType, Space, Val, ephemeron};
use crate::scope;

heap_object! {
    /// Key-value pairs whose values live only through their keys.
    pub EphemeronTable = EphemeronTable, "(ephemerons)" { visitor: Visitor::EphemeronTable } [2] {}

    /// A weak reference. That of a WeakRef has the target alone; a registration of a FinalizationRegistry has the words up
    /// to `next`, and with a token all.
    pub WeakCell = WeakCell, "WeakCell" { visitor: Visitor::WeakCell } [1] {
        /// Weak; undefined once dead.
        1: target, set_target;
        /// The FinalizationRegistry; undefined once the registration is over.
        2: registry, set_registry;
        3: holdings, set_holdings;
        /// Neighbours in the registry's list.
        4: previous, set_previous;
        5: next, set_next;
        /// Neighbours in the token's list; the first's previous is the head.
        6: token_previous, set_token_previous;
        7: token_next, set_token_next;
    }
}

js_object! {
    pub WeakMap = WeakMap, "WeakMap" { 2: table, set_table; }
    pub WeakSet = WeakSet, "WeakSet" { 2: table, set_table; }

    pub WeakRef = WeakRef, "WeakRef" {
        /// WeakCell of the target.
        2: cell, set_cell;
    }

    pub FinalizationRegistry = FinalizationRegistry, "FinalizationRegistry" {
        /// The callback.
        2: cleanup, set_cleanup;
        /// The newest WeakCell, or undefined.
        3: cells, set_cells;
        /// EphemeronTable from tokens to lists of cells, or undefined.
        4: tokens, set_tokens;
    }
}

/// Words of a WeakRef's cell, and of a registration without a token.
const TARGET_WORDS: usize = 2;
const REGISTRATION_WORDS: usize = 6;
/// Word of a collection's table.
const TABLE: usize = 2;

/// A WeakMap or a WeakSet.
pub enum WeakCollection {}

impl HeapType for WeakCollection {
    const KIND: u8 = Kind::WeakMap as u8;

    fn is_kind(kind: u8) -> bool {
        kind == Kind::WeakMap as u8 || kind == Kind::WeakSet as u8
    }
}

/// CanBeHeldWeakly (ECMA-262, 9.13): objects, and symbols that `Symbol.for` does not give.
pub fn can_be_held_weakly(value: Val<'_>) -> bool {
    match value.cast::<Symbol>() {
        Some(symbol) => !symbol.symbol_flags().contains(SymbolFlags::REGISTERED),
        None => value.is::<JsObject>(),
    }
}

/// The hash of a weakly held key; None for an object that has none yet, and so is in no table.
fn existing_hash(key: Val<'_>) -> Option<u32> {
    match key.cast::<Symbol>() {
        Some(symbol) => Some(symbol.val().must::<super::name::Name>().hash()),
        None => storage::existing_identity_hash(key.cast()?),
    }
}

fn hash_of(cx: &mut Cx<'_>, key: Handle<'_>) -> u32 {
    match key.cast::<JsObject>(cx) {
        Some(object) => storage::identity_hash(cx, object),
        None => existing_hash(key.val(cx)).expect("what can be held weakly and is no object is a symbol"),
    }
}

fn find<'g>(table: Val<'g>, key: Val<'_>) -> Option<Val<'g>> {
    ephemeron::get(table.cast::<EphemeronTable>()?, key, existing_hash(key)?)
}

/// The table (or undefined) with `key` mapped to `value`: a larger one when it was full.
fn with_entry<'s>(
    cx: &mut Cx<'s>,
    table: Handle<'_>,
    key: Handle<'_>,
    value: Handle<'_>,
) -> Handle<'s, EphemeronTable> {
    let hash = hash_of(cx, key);
    let target: Handle<'s, EphemeronTable> = match table.val(cx).cast::<EphemeronTable>() {
        Some(old) if ephemeron::has(old, key.val(cx), hash) || !ephemeron::must_grow(old) => old.root(cx),
        old => {
            let capacity = ephemeron::capacity_for(old.map_or(0, ephemeron::len) + 1);
            let new: Handle<'s, EphemeronTable> = cx.allocate(ephemeron::words_for(capacity), 0, Space::New);
            if let Some(old) = table.val(cx).cast::<EphemeronTable>() {
                ephemeron::rehash_into(cx, old, new.get(cx), |key| {
                    existing_hash(key).expect("a key in a table has a hash")
                });
            }
            new
        }
    };
    ephemeron::set(cx, target.get(cx), key.val(cx), hash, value.val(cx));
    target
}

impl<'g> Gc<'g, WeakCollection> {
    /// The value of `key`; a WeakSet's are true.
    pub fn get(self, key: Val<'_>) -> Option<Val<'g>> {
        find(self.word(TABLE), key)
    }

    pub fn has(self, key: Val<'_>) -> bool {
        self.get(key).is_some()
    }

    /// How many pairs it has, those that died since the last collection included.
    pub fn len(self) -> usize {
        self.word(TABLE).cast::<EphemeronTable>().map_or(0, ephemeron::len)
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Calls `visit` for each pair, in no order.
    pub fn for_each(self, visit: impl FnMut(Val<'g>, Val<'g>)) {
        if let Some(table) = self.word(TABLE).cast::<EphemeronTable>() {
            ephemeron::for_each(table, visit);
        }
    }
}

/// Maps `key`, which can be held weakly, to `value`. A new collection needs no preparation.
pub fn set(cx: &mut Cx<'_>, collection: Handle<'_, WeakCollection>, key: Handle<'_>, value: Handle<'_>) {
    scope!(cx);
    let table = collection.get(cx).word(TABLE).root(cx);
    let table = with_entry(cx, table, key, value);
    collection.get(cx).set_word(cx, TABLE, table.val(cx));
}

/// Adds `key`, which can be held weakly, to a WeakSet.
pub fn add(cx: &mut Cx<'_>, collection: Handle<'_, WeakSet>, key: Handle<'_>) {
    scope!(cx);
    let present = cx.boolean(true);
    set(cx, collection.any().must(cx), key, present);
}

/// Removes `key`; whether it was there.
pub fn delete(cx: &Cx<'_>, collection: Gc<'_, WeakCollection>, key: Val<'_>) -> bool {
    remove(cx, collection.word(TABLE), key)
}

fn remove(cx: &Cx<'_>, table: Val<'_>, key: Val<'_>) -> bool {
    match (table.cast::<EphemeronTable>(), existing_hash(key)) {
        (Some(table), Some(hash)) => ephemeron::delete(cx, table, key, hash),
        _ => false,
    }
}

/// Gives a WeakRef that was just made its target.
pub fn refer(cx: &mut Cx<'_>, weak_ref: Handle<'_, WeakRef>, target: Handle<'_>) {
    scope!(cx);
    let cell: Handle<'_, WeakCell> = cx.allocate(TARGET_WORDS, 0, Space::New);
    cell.get(cx).set_target(cx, target.val(cx));
    weak_ref.get(cx).set_cell(cx, cell.val(cx));
}

impl<'g> Gc<'g, WeakRef> {
    /// The target; undefined once dead.
    pub fn target(self) -> Val<'g> {
        self.cell().cast::<WeakCell>().map_or(Val::UNDEFINED, |cell| cell.target())
    }
}

impl Gc<'_, WeakCell> {
    fn has_token(self) -> bool {
        self.size_words() > REGISTRATION_WORDS
    }

    /// Takes a registration out of its lists and makes it hold nothing.
    fn unlink(self, cx: &Cx<'_>) {
        let Some(registry) = self.registry().cast::<FinalizationRegistry>() else { return };
        match self.previous().cast::<WeakCell>() {
            Some(previous) => previous.set_next(cx, self.next()),
            None => registry.set_cells(cx, self.next()),
        }
        if let Some(next) = self.next().cast::<WeakCell>() {
            next.set_previous(cx, self.previous());
        }
        if self.has_token() {
            self.unlink_token(cx);
        }
        self.set_flags(cx, self.flags() & !NOTIFY_FLAG);
        for word in 1..self.size_words() {
            self.set_word(cx, word, Val::UNDEFINED);
        }
    }

    fn unlink_token(self, cx: &Cx<'_>) {
        if let Some(head) = self.token_previous().cast::<FixedArray>() {
            head.set(cx, 0, self.token_next());
        } else if let Some(previous) = self.token_previous().cast::<WeakCell>() {
            previous.set_token_next(cx, self.token_next());
        }
        if let Some(next) = self.token_next().cast::<WeakCell>() {
            next.set_token_previous(cx, self.token_previous());
        }
    }
}

/// FinalizationRegistry.prototype.register: when `target` dies, [`take_dead`] will give `holdings`. Target and token can
/// be held weakly.
pub fn register(
    cx: &mut Cx<'_>,
    registry: Handle<'_, FinalizationRegistry>,
    target: Handle<'_>,
    holdings: Handle<'_>,
    token: Option<Handle<'_>>,
) {
    scope!(cx);
    let words = if token.is_some() { WeakCell::WORDS } else { REGISTRATION_WORDS };
    let cell: Handle<'_, WeakCell> = cx.allocate(words, 0, Space::New);
    let raw = cell.get(cx);
    raw.set_flags(cx, raw.flags() | NOTIFY_FLAG);
    raw.set_target(cx, target.val(cx));
    raw.set_registry(cx, registry.val(cx));
    raw.set_holdings(cx, holdings.val(cx));
    let newest = registry.get(cx).cells();
    raw.set_next(cx, newest);
    if let Some(next) = newest.cast::<WeakCell>() {
        next.set_previous(cx, raw.val());
    }
    registry.get(cx).set_cells(cx, raw.val());
    if let Some(token) = token {
        link_token(cx, registry, cell, token);
    }
}

fn link_token(
    cx: &mut Cx<'_>,
    registry: Handle<'_, FinalizationRegistry>,
    cell: Handle<'_, WeakCell>,
    token: Handle<'_>,
) {
    let head: Handle<'_, FixedArray> = match find(registry.get(cx).tokens(), token.val(cx)) {
        Some(head) => head.must::<FixedArray>().root(cx),
        None => {
            let head = FixedArray::new(cx, 1);
            let tokens = registry.get(cx).tokens().root(cx);
            let tokens = with_entry(cx, tokens, token, head.any());
            registry.get(cx).set_tokens(cx, tokens.val(cx));
            head
        }
    };
    let (head, cell) = (head.get(cx), cell.get(cx));
    if let Some(next) = head.at(0).cast::<WeakCell>() {
        next.set_token_previous(cx, cell.val());
    }
    cell.set_token_next(cx, head.at(0));
    cell.set_token_previous(cx, head.val());
    head.set(cx, 0, cell.val());
}

/// FinalizationRegistry.prototype.unregister: ends the registrations made with `token`; whether there was one.
pub fn unregister(cx: &Cx<'_>, registry: Gc<'_, FinalizationRegistry>, token: Val<'_>) -> bool {
    let Some(head) = find(registry.tokens(), token) else { return false };
    let head: Gc<'_, FixedArray> = head.must();
    let mut removed = false;
    while let Some(cell) = head.at(0).cast::<WeakCell>() {
        cell.unlink(cx);
        removed = true;
    }
    remove(cx, registry.tokens(), token);
    removed
}

/// The registry and the holdings of the next registration whose target died, which is over now.
pub fn take_dead<'s>(cx: &mut Cx<'s>) -> Option<(Handle<'s, FinalizationRegistry>, Handle<'s>)> {
    while let Some(cell) = cx.take_dead_weak_cell() {
        let cell: Gc<'_, WeakCell> = cell.val(cx).must();
        if let Some(registry) = cell.registry().cast::<FinalizationRegistry>() {
            let taken = (registry.root(cx), cell.holdings().root(cx));
            cell.unlink(cx);
            return Some(taken);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objects::map::MapFlags;
    use crate::objects::object::{self, ObjectType};
    use crate::objects::roots::Root;
    use crate::vm::testing::{collect, with_realm, with_stressed_realm};

    fn instance<'s, T: ObjectType>(cx: &mut Cx<'s>, prototype: Root) -> Handle<'s, T> {
        let prototype = cx.root_handle(prototype);
        let map = object::map_for::<T>(cx, prototype, 0, MapFlags::EXTENSIBLE);
        object::allocate(cx, map)
    }

    #[test]
    fn a_weak_map_keeps_values_as_long_as_their_keys() {
        with_stressed_realm(7, |cx| {
            let map: Handle<'_, WeakMap> = instance(cx, Root::WeakMapPrototype);
            let collection: Handle<'_, WeakCollection> = map.any().must(cx);
            let kept: Vec<_> = (0..50).map(|_| object::new_plain(cx)).collect();
            for (index, key) in kept.iter().enumerate() {
                scope!(cx);
                let (value, dying) = (cx.int(index as i32), object::new_plain(cx));
                set(cx, collection, key.any(), value);
                set(cx, collection, dying.any(), value);
            }
            collect(cx);
            assert_eq!(collection.get(cx).len(), kept.len());
            for (index, key) in kept.iter().enumerate() {
                assert_eq!(collection.get(cx).get(key.val(cx)).map(|value| value.as_int()), Some(index as i32));
            }
            assert!(delete(cx, collection.get(cx), kept[3].val(cx)));
            assert!(!collection.get(cx).has(kept[3].val(cx)));
        });
    }

    #[test]
    fn a_cycle_through_an_ephemeron_dies() {
        with_realm(|cx| {
            let map: Handle<'_, WeakMap> = instance(cx, Root::WeakMapPrototype);
            let collection: Handle<'_, WeakCollection> = map.any().must(cx);
            {
                scope!(cx);
                let key = object::new_plain(cx);
                set(cx, collection, key.any(), key.any());
            }
            collect(cx);
            assert!(collection.get(cx).is_empty());
        });
    }

    #[test]
    fn registered_symbols_cannot_be_held_weakly() {
        with_realm(|cx| {
            let text = cx.string("key");
            let registered = crate::objects::symbol::registered(cx, text);
            let ordinary = Symbol::new(cx, text.any(), SymbolFlags::empty());
            assert!(!can_be_held_weakly(registered.val(cx)));
            assert!(can_be_held_weakly(ordinary.val(cx)));
            assert!(!can_be_held_weakly(text.val(cx)));
        });
    }

    #[test]
    fn a_weak_ref_loses_its_target() {
        with_realm(|cx| {
            let (lost, kept): (Handle<'_, WeakRef>, Handle<'_, WeakRef>) =
                (instance(cx, Root::WeakRefPrototype), instance(cx, Root::WeakRefPrototype));
            let target = object::new_plain(cx);
            refer(cx, kept, target.any());
            {
                scope!(cx);
                let dying = object::new_plain(cx);
                refer(cx, lost, dying.any());
            }
            collect(cx);
            assert!(lost.get(cx).target().is_undefined());
            assert!(kept.get(cx).target().is_same_word(target.val(cx)));
        });
    }

    #[test]
    fn a_registration_ends_by_death_or_by_its_token() {
        with_stressed_realm(11, |cx| {
            let registry: Handle<'_, FinalizationRegistry> = instance(cx, Root::FinalizationRegistryPrototype);
            let token = object::new_plain(cx);
            for index in 0..6 {
                scope!(cx);
                let (target, holdings) = (object::new_plain(cx), cx.int(index));
                let own = target.any();
                let token = [None, Some(token.any()), Some(own)][index as usize % 3];
                register(cx, registry, target.any(), holdings, token);
            }
            assert!(unregister(cx, registry.get(cx), token.val(cx)));
            assert!(!unregister(cx, registry.get(cx), token.val(cx)));
            collect(cx);
            let mut dead = Vec::new();
            while let Some((of, holdings)) = take_dead(cx) {
                assert!(of.val(cx).is_same_word(registry.val(cx)));
                dead.push(holdings.val(cx).as_int());
            }
            dead.sort_unstable();
            assert_eq!(dead, [0, 2, 3, 5], "1 and 4 were unregistered; tokens do not keep their own target");
            assert!(registry.get(cx).cells().is_undefined());
        });
    }

    #[test]
    fn a_registration_dies_with_its_registry() {
        with_realm(|cx| {
            {
                scope!(cx);
                let registry: Handle<'_, FinalizationRegistry> = instance(cx, Root::FinalizationRegistryPrototype);
                let (target, holdings) = (object::new_plain(cx), cx.int(1));
                register(cx, registry, target.any(), holdings, None);
            }
            collect(cx);
            assert!(take_dead(cx).is_none());
        });
    }
}
