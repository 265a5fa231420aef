//! Persistent handles: roots held by the host outside any scope, freed on drop, listed under their section's name.
#![allow(unsafe_code)] // slots are raw words

use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::{Rc, Weak};

use super::cx::Cx;
use super::handle::{Any, Handle, Val};
use crate::value::Value;

/// All persistent slots of a heap. Freed entries keep their place for the next one.
#[derive(Default)]
pub struct PersistentTable {
    entries: Vec<Entry>,
    free: Vec<usize>,
}

struct Entry {
    /// `None`: the entry is free.
    section: Option<&'static str>,
    bits: u64,
}

impl PersistentTable {
    fn insert(&mut self, section: &'static str, bits: u64) -> usize {
        let entry = Entry { section: Some(section), bits };
        match self.free.pop() {
            Some(index) => {
                self.entries[index] = entry;
                index
            }
            None => {
                self.entries.push(entry);
                self.entries.len() - 1
            }
        }
    }

    fn remove(&mut self, index: usize) {
        self.entries[index] = Entry { section: None, bits: Value::UNDEFINED.bits() };
        self.free.push(index);
    }

    /// Number of live entries.
    fn live_count(&self) -> usize {
        self.entries.len() - self.free.len()
    }

    /// Bytes of all entries, free ones included.
    pub fn total_bytes(&self) -> usize {
        self.entries.len() * size_of::<Entry>()
    }

    pub fn used_bytes(&self) -> usize {
        self.live_count() * size_of::<Entry>()
    }

    pub(super) fn for_each(&mut self, mut visit: impl FnMut(&'static str, *mut u64)) {
        for entry in &mut self.entries {
            if let Some(section) = entry.section {
                visit(section, &mut entry.bits);
            }
        }
    }
}

/// A root of the host's: keeps its value alive until dropped.
pub struct Persistent<T = Any> {
    table: Weak<RefCell<PersistentTable>>,
    index: usize,
    marker: PhantomData<fn() -> T>,
}

impl<T> Persistent<T> {
    /// Holds `handle`'s value under `section` of the root list.
    pub fn new(cx: &Cx<'_>, section: &'static str, handle: Handle<'_, T>) -> Persistent<T> {
        let table = &cx.heap().persistents;
        let index = table.borrow_mut().insert(section, handle.val(cx).bits());
        Persistent { table: Rc::downgrade(table), index, marker: PhantomData }
    }

    /// The value as a handle of the current scope. Panics if `cx` is of another heap.
    pub fn get<'s>(&self, cx: &Cx<'s>) -> Handle<'s, T> {
        self.check_heap(cx);
        let bits = cx.heap().persistents.borrow().entries[self.index].bits;
        // SAFETY: the table's entries are roots, so the value is live; it was a `T` when stored.
        unsafe { Val::from_bits(bits).root(cx).cast_unchecked() }
    }

    /// Replaces the value.
    pub fn set(&self, cx: &Cx<'_>, handle: Handle<'_, T>) {
        self.check_heap(cx);
        cx.heap().persistents.borrow_mut().entries[self.index].bits = handle.val(cx).bits();
    }

    fn check_heap(&self, cx: &Cx<'_>) {
        assert!(
            std::ptr::eq(self.table.as_ptr(), Rc::as_ptr(&cx.heap().persistents)),
            "persistent handle of another heap"
        );
    }
}

impl<T> Drop for Persistent<T> {
    fn drop(&mut self) {
        if let Some(table) = self.table.upgrade() {
            table.borrow_mut().remove(self.index);
        }
    }
}
