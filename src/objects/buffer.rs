//! Array buffers: views of zeroed memory outside the heap, which is counted as external memory.
//!
//! A store's memory never moves and keeps its size: a resizable buffer reserves its maximum (untouched pages cost
//! nothing), so that typed arrays may keep addresses into it as long as they keep the store.
#![allow(unsafe_code)] // the bytes behind a store

use std::alloc::{Layout, alloc_zeroed, dealloc};

use super::kinds::Kind;
use super::object::JsObject;
use crate::heap::layout::NO_TAGGED;
use crate::heap::{Cx, Gc, GcKind, GcReason, Handle, HeapType, Space, Val};
use crate::scope;

heap_object! {
    /// Owner of off-heap bytes: word 1 is a boxed [`Memory`] (raw, freed by the finalizer), word 2 the bytes' address and
    /// word 3 their count (raw).
    pub BackingStore = BackingStore, "system / JSArrayBufferData" { first_tagged: NO_TAGGED, finalizer: Some(free_memory) } [4] {}
}

js_object! {
    pub ArrayBuffer = ArrayBuffer, "ArrayBuffer" {
        /// The BackingStore, or undefined once detached.
        2: store, set_store;
        /// A number; 0 once detached.
        3: byte_length_word, set_byte_length_word;
        /// A number for a resizable buffer, else undefined.
        4: max_byte_length, set_max_byte_length;
    }

    pub SharedArrayBuffer = SharedArrayBuffer, "SharedArrayBuffer" {
        2: store, set_store;
        3: byte_length_word, set_byte_length_word;
        4: max_byte_length, set_max_byte_length;
    }
}

/// Either kind of array buffer.
pub enum AnyBuffer {}

impl HeapType for AnyBuffer {
    const KIND: u8 = Kind::ArrayBuffer as u8;

    fn is_kind(kind: u8) -> bool {
        kind == Kind::ArrayBuffer as u8 || kind == Kind::SharedArrayBuffer as u8
    }
}

/// The longest buffer: what node 20 allows on 64 bits.
pub const MAX_BYTES: u64 = (1 << 33) - 1;

/// Zeroed memory.
struct Memory {
    bytes: *mut u8,
    length: usize,
}

impl Memory {
    fn layout(length: usize) -> Option<Layout> {
        Layout::from_size_align(length.max(1), 16).ok()
    }

    fn new(length: usize) -> Option<Memory> {
        // SAFETY: the layout's size is not zero.
        let bytes = unsafe { alloc_zeroed(Memory::layout(length)?) };
        (!bytes.is_null()).then_some(Memory { bytes, length })
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        if let Some(layout) = Memory::layout(self.length) {
            // SAFETY: allocated in `new` with this layout.
            unsafe { dealloc(self.bytes, layout) }
        }
    }
}

fn free_memory(external: u64) -> usize {
    // SAFETY: word 1 is the box that `BackingStore::new` leaked, and its only owner died.
    let memory = unsafe { Box::from_raw(external as usize as *mut Memory) };
    memory.length
}

impl BackingStore {
    /// `length` zeroed bytes; None when the system has no room.
    pub fn new<'s>(cx: &mut Cx<'s>, length: usize) -> Option<Handle<'s, BackingStore>> {
        let memory = Box::new(Memory::new(length)?);
        let store: Handle<'s, BackingStore> = cx.allocate(4, 0, Space::New);
        let raw = store.get(cx);
        raw.set_raw_u64(cx, 2, memory.bytes as usize as u64);
        raw.set_raw_u64(cx, 3, length as u64);
        raw.set_raw_u64(cx, 1, Box::into_raw(memory) as usize as u64);
        cx.adjust_external_memory(length as i64);
        Some(store)
    }
}

impl<'g> Gc<'g, BackingStore> {
    /// Address of the first byte.
    pub fn bytes_address(self) -> usize {
        self.raw_u64(2) as usize
    }

    pub fn capacity(self) -> usize {
        self.raw_u64(3) as usize
    }

    /// Copies bytes out.
    pub fn read(self, at: usize, into: &mut [u8]) {
        assert!(at.checked_add(into.len()).is_some_and(|end| end <= self.capacity()), "read in the store");
        // SAFETY: in the store's memory by the check, and `into` is not part of it.
        unsafe {
            std::ptr::copy_nonoverlapping(
                (self.raw_u64(2) as usize as *const u8).add(at),
                into.as_mut_ptr(),
                into.len(),
            )
        }
    }

    /// Copies bytes in.
    pub fn write(self, _cx: &Cx<'_>, at: usize, from: &[u8]) {
        assert!(at.checked_add(from.len()).is_some_and(|end| end <= self.capacity()), "write in the store");
        // SAFETY: in the store's memory by the check, and `from` is not part of it.
        unsafe {
            std::ptr::copy_nonoverlapping(from.as_ptr(), (self.raw_u64(2) as usize as *mut u8).add(at), from.len())
        }
    }

    /// Moves `count` bytes within or between stores, overlapping or not.
    pub fn copy_from(self, _cx: &Cx<'_>, at: usize, source: Gc<'_, BackingStore>, from: usize, count: usize) {
        let fits = |start: usize, capacity: usize| start.checked_add(count).is_some_and(|end| end <= capacity);
        assert!(fits(at, self.capacity()) && fits(from, source.capacity()), "copy in the stores");
        let (to, from) = (self.raw_u64(2) as usize + at, source.raw_u64(2) as usize + from);
        // SAFETY: both ranges are in their stores by the check; `copy` allows overlap.
        unsafe { std::ptr::copy(from as *const u8, to as *mut u8, count) }
    }

    /// The bytes, for as long as nothing can run.
    pub fn as_bytes(self) -> &'g [u8] {
        // SAFETY: the memory lives as long as the store, which lives for 'g; writes need calls between uses.
        unsafe { std::slice::from_raw_parts(self.raw_u64(2) as usize as *const u8, self.capacity()) }
    }

    pub fn fill(self, _cx: &Cx<'_>, at: usize, count: usize, byte: u8) {
        assert!(at.checked_add(count).is_some_and(|end| end <= self.capacity()), "fill in the store");
        // SAFETY: in the store's memory by the check.
        unsafe { std::ptr::write_bytes((self.raw_u64(2) as usize as *mut u8).add(at), byte, count) }
    }
}

impl Handle<'_, BackingStore> {
    /// Lets `write` change bytes `[at, at + count)`. Exclusive: nothing else can look at them meanwhile.
    pub fn memory_mut_with<R>(self, cx: &mut Cx<'_>, at: usize, count: usize, write: impl FnOnce(&mut [u8]) -> R) -> R {
        let store = self.get(cx);
        assert!(at.checked_add(count).is_some_and(|end| end <= store.capacity()), "range of the store");
        let start = store.raw_u64(2) as usize + at;
        // SAFETY: in the store's memory by the check; `&mut Cx` excludes every other reference to it.
        write(unsafe { std::slice::from_raw_parts_mut(start as *mut u8, count) })
    }
}

const STORE: usize = 2;
const BYTE_LENGTH: usize = 3;
const MAX_BYTE_LENGTH: usize = 4;

impl<'g> Gc<'g, AnyBuffer> {
    pub fn byte_length(self) -> usize {
        self.word(BYTE_LENGTH).value().as_number() as usize
    }

    pub fn backing_store(self) -> Option<Gc<'g, BackingStore>> {
        self.word(STORE).cast()
    }

    pub fn is_detached(self) -> bool {
        self.word(STORE).is_undefined()
    }

    pub fn max_length(self) -> Option<usize> {
        let max = self.word(MAX_BYTE_LENGTH);
        max.is_number().then(|| max.as_number() as usize)
    }

    /// Changes the length of a resizable buffer within its maximum; bytes given up are zeroed.
    pub fn resize(self, cx: &Cx<'_>, length: usize) {
        let old = self.byte_length();
        if let Some(store) = self.backing_store().filter(|_| length < old) {
            store.fill(cx, length, old - length, 0);
        }
        self.set_word(cx, BYTE_LENGTH, Val::number(length as f64));
    }

    /// Takes the memory away; gives the store.
    pub fn detach(self, cx: &Cx<'_>) -> Option<Gc<'g, BackingStore>> {
        let store = self.backing_store();
        self.set_word(cx, STORE, Val::UNDEFINED);
        self.set_word(cx, BYTE_LENGTH, Val::int(0));
        store
    }
}

/// Gives a buffer object its memory: `length` bytes, room for `max` when resizable. False when the system has no room.
pub fn attach(cx: &mut Cx<'_>, buffer: Handle<'_, JsObject>, length: usize, max: Option<usize>) -> bool {
    scope!(cx);
    let capacity = max.unwrap_or(length).max(length);
    let Some(store) = BackingStore::new(cx, capacity).or_else(|| {
        cx.collect(GcKind::Major, GcReason::ExternalMemoryPressure);
        BackingStore::new(cx, capacity)
    }) else {
        return false;
    };
    let raw: Gc<'_, AnyBuffer> = buffer.get(cx).upcast().must();
    raw.set_word(cx, STORE, store.val(cx));
    raw.set_word(cx, BYTE_LENGTH, Val::number(length as f64));
    raw.set_word(cx, MAX_BYTE_LENGTH, max.map_or(Val::UNDEFINED, |max| Val::number(max as f64)));
    true
}
