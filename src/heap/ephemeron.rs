//! The flat ephemeron table: what WeakMap and WeakSet are made of.
//!
//! ```text
//! word 0  header, Visitor::EphemeronTable, first_tagged = 2
//! word 1  raw: live entries (low half) | deleted entries (high half)
//! word 2+ pairs key, value; any number of them
//! ```
//!
//! Open addressing with linear probing from where a hash, which the object layer keeps with each key, falls in the table
//! (Lemire's multiply and shift, so that tables need not double). An empty pair has an
//! undefined key, a deleted one the hole: a marking turns the pairs of dead keys into deleted ones. Keys are weak and a
//! value is kept by its key alone, for a marking; a scavenge treats both as strong.
#![allow(unsafe_code)] // raw entries

use super::cx::Cx;
use super::handle::{Gc, Val};
use super::raw;
use crate::value::Value;

/// The index of the first pair's key.
pub const FIRST_ENTRY: usize = 2;
/// Smallest number of pairs.
pub const MIN_CAPACITY: usize = 4;

/// Words of a table with `capacity` pairs.
pub const fn words_for(capacity: usize) -> usize {
    FIRST_ENTRY + 2 * capacity
}

/// The capacity a table for `count` live entries should be made with: small ones half full, large ones three fifths.
pub fn capacity_for(count: usize) -> usize {
    let room = if count < 512 { count } else { count / 3 * 2 };
    (count + room).max(MIN_CAPACITY)
}

fn capacity<T>(table: Gc<'_, T>) -> usize {
    (table.size_words() - FIRST_ENTRY) / 2
}

/// Live entries.
pub fn len<T>(table: Gc<'_, T>) -> usize {
    table.raw_u32(2) as usize
}

fn deleted<T>(table: Gc<'_, T>) -> usize {
    table.raw_u32(3) as usize
}

/// Whether one more entry needs a new table (of [`capacity_for`]`(len + 1)` pairs, filled by [`rehash_into`]): no more
/// than four fifths of the pairs may be taken or deleted.
pub fn must_grow<T>(table: Gc<'_, T>) -> bool {
    (len(table) + deleted(table) + 1) * 5 > capacity(table) * 4
}

/// The pair at which the search for a key with this hash starts.
fn first_position(hash: u32, capacity: usize) -> usize {
    let spread = hash.wrapping_mul(0x9E37_79B1) as u64;
    ((spread * capacity as u64) >> 32) as usize
}

/// The word index of `key`'s pair.
fn find<T>(table: Gc<'_, T>, key: Val<'_>, hash: u32) -> Option<usize> {
    let capacity = capacity(table);
    let mut position = first_position(hash, capacity);
    loop {
        let at = FIRST_ENTRY + 2 * position;
        let found = table.word(at);
        if found.is_same_word(key) {
            return Some(at);
        }
        if found.is_undefined() {
            return None;
        }
        position = if position + 1 == capacity { 0 } else { position + 1 };
    }
}

pub fn get<'g, T>(table: Gc<'g, T>, key: Val<'_>, hash: u32) -> Option<Val<'g>> {
    find(table, key, hash).map(|at| table.word(at + 1))
}

pub fn has<T>(table: Gc<'_, T>, key: Val<'_>, hash: u32) -> bool {
    find(table, key, hash).is_some()
}

/// Maps `key` to `value`. A new key needs room: see [`must_grow`].
pub fn set<T>(cx: &Cx<'_>, table: Gc<'_, T>, key: Val<'_>, hash: u32, value: Val<'_>) {
    if let Some(at) = find(table, key, hash) {
        table.set_word(cx, at + 1, value);
        return;
    }
    debug_assert!(!must_grow(table), "ephemeron table is full");
    let capacity = capacity(table);
    let mut position = first_position(hash, capacity);
    while table.word(FIRST_ENTRY + 2 * position).is_heap() {
        position = if position + 1 == capacity { 0 } else { position + 1 };
    }
    let at = FIRST_ENTRY + 2 * position;
    if table.word(at).is_hole() {
        table.set_raw_u32(cx, 3, table.raw_u32(3) - 1);
    }
    table.set_raw_u32(cx, 2, table.raw_u32(2) + 1);
    table.set_word(cx, at, key);
    table.set_word(cx, at + 1, value);
}

/// Removes `key`; whether it was there.
pub fn delete<T>(cx: &Cx<'_>, table: Gc<'_, T>, key: Val<'_>, hash: u32) -> bool {
    let Some(at) = find(table, key, hash) else { return false };
    table.set_word(cx, at, Val::HOLE);
    table.set_word(cx, at + 1, Val::HOLE);
    table.set_raw_u32(cx, 2, table.raw_u32(2) - 1);
    table.set_raw_u32(cx, 3, table.raw_u32(3) + 1);
    true
}

/// Calls `visit` for each live pair.
pub fn for_each<'g, T>(table: Gc<'g, T>, mut visit: impl FnMut(Val<'g>, Val<'g>)) {
    for position in 0..capacity(table) {
        let key = table.word(FIRST_ENTRY + 2 * position);
        if key.is_heap() {
            visit(key, table.word(FIRST_ENTRY + 2 * position + 1));
        }
    }
}

/// Copies the live pairs of `from` into the empty `to`.
pub fn rehash_into<'g, T>(cx: &Cx<'_>, from: Gc<'g, T>, to: Gc<'_, T>, hash_of: impl Fn(Val<'g>) -> u32) {
    for_each(from, |key, value| set(cx, to, key, hash_of(key), value));
}

/// Calls `visit` with the addresses of the key and value words of each pair.
/// # Safety
/// An ephemeron table starts at `table`.
pub(super) unsafe fn for_each_raw_entry(table: usize, mut visit: impl FnMut(usize, usize)) {
    // SAFETY: by the precondition.
    let words = unsafe { raw::size_words(table) };
    for index in (FIRST_ENTRY..words - 1).step_by(2) {
        visit(table + index * 8, table + index * 8 + 8);
    }
}

/// Turns the pairs whose key was not marked into deleted ones.
/// # Safety
/// An ephemeron table starts at `table`; marking has just ended.
pub(super) unsafe fn clear_dead_entries(table: usize, is_dead: impl Fn(u64) -> bool) {
    let mut died: u32 = 0;
    // SAFETY: by the precondition; the hole is no pointer, so no barrier is due.
    unsafe {
        for_each_raw_entry(table, |key, value| {
            if is_dead(raw::word(key, 0)) {
                raw::init_word(key, 0, Value::HOLE.bits());
                raw::init_word(value, 0, Value::HOLE.bits());
                died += 1;
            }
        });
        let counts = raw::word(table, 1);
        let (live, deleted) = (counts as u32 - died, (counts >> 32) as u32 + died);
        raw::init_word(table, 1, (deleted as u64) << 32 | live as u64);
    }
}
