//! The context that everything touching the heap is given: `&mut Cx` may collect, `&Cx` cannot.
//!
//! `'s` is the handle scope. [`scope!`](crate::scope) opens an inner one and shadows the context, so that its handles
//! cannot leave it; every loop in native code opens one.
#![allow(unsafe_code)] // the heap behind the context

use std::marker::PhantomData;
use std::ptr::NonNull;

use super::handle::{Any, Handle, HeapType, Val};
use super::heap::Heap;
use super::roots::ROOT_TABLE_WORDS;
use super::space::Space;
use super::tracer::{GcKind, GcReason};
use crate::value::Value;

/// Access to one heap within the handle scope `'s`.
#[repr(transparent)]
pub struct Cx<'s> {
    heap: NonNull<Heap>,
    scope: PhantomData<&'s mut ()>,
}

impl<'s> Cx<'s> {
    /// # Safety
    /// The heap outlives `'s`, and no other context of it is in use at the same time, except those this one is reborrowed
    /// into.
    #[inline(always)]
    pub unsafe fn new(heap: NonNull<Heap>) -> Cx<'s> {
        Cx { heap, scope: PhantomData }
    }

    /// The context over the word that holds the heap's address: for what makes no handles, since no scope would end them.
    /// # Safety
    /// As [`Cx::new`]; the word stays as it is for `'a`.
    #[inline(always)]
    pub unsafe fn at_word<'a>(heap: &'a *mut Heap) -> &'a Cx<'a> {
        // SAFETY: by the precondition; a context is nothing but that word, which is not null.
        unsafe { &*(&raw const *heap).cast::<Cx<'a>>() }
    }

    #[inline(always)]
    pub fn heap(&self) -> &Heap {
        // SAFETY: live by the contract of `new`.
        unsafe { self.heap.as_ref() }
    }

    #[inline(always)]
    pub fn heap_mut(&mut self) -> &mut Heap {
        // SAFETY: live by the contract of `new`; exclusive through `&mut self`.
        unsafe { self.heap.as_mut() }
    }

    #[inline(always)]
    pub fn heap_ptr(&self) -> *mut Heap {
        self.heap.as_ptr()
    }

    /// The isolate, as set by `Heap::set_embedder`.
    #[inline(always)]
    pub fn embedder<T>(&self) -> NonNull<T> {
        self.heap().embedder.cast()
    }

    /// A fresh slot of the current scope.
    #[inline(always)]
    pub(super) fn push_root<'t>(&self, bits: u64) -> Handle<'t, Any>
    where
        's: 't,
    {
        // SAFETY: the slot is a root until the scope closes, and holds a value of this heap.
        unsafe { Handle::from_slot(self.heap().root_stack.push(bits)) }
    }

    /// Allocates an object of `T::KIND` with `words` words, header included: raw words zero, tagged words undefined.
    ///
    /// May collect. Objects too large for a page go to a large-object space. When nothing helps, the process ends with
    /// node's fatal report.
    #[inline(always)]
    pub fn allocate<T: HeapType>(&mut self, words: usize, meta: u32, space: Space) -> Handle<'s, T> {
        let handle = self.allocate_kind(T::KIND, words, meta, space);
        // SAFETY: just allocated with the kind of `T`.
        unsafe { handle.cast_unchecked() }
    }

    /// [`Cx::allocate`] of a kind known only at run time.
    #[inline]
    pub fn allocate_kind(&mut self, kind: u8, words: usize, meta: u32, space: Space) -> Handle<'s, Any> {
        let address = self.heap_mut().allocate_object(kind, words, meta, space);
        self.push_root(Value::from_address(address).bits())
    }

    /// [`Cx::allocate`] of a kind without tagged words, for callers that write all of it at once: only the last word is
    /// zero, the other raw words are what the memory held.
    #[inline(always)]
    pub fn allocate_unfilled<T: HeapType>(&mut self, words: usize, space: Space) -> Handle<'s, T> {
        let address = self.heap_mut().allocate_unfilled(T::KIND, words, space);
        // SAFETY: just allocated with the kind of `T`.
        unsafe { self.push_root(Value::from_address(address).bits()).cast_unchecked() }
    }

    /// Whether an empty heap could take `bytes` at once. Callers throw a RangeError if not; a request that only finds the
    /// heap too full goes the way of every other, to the fatal report in the end.
    pub fn is_within_limit(&self, bytes: usize) -> bool {
        self.heap().is_within_limit(bytes)
    }

    /// Collects now.
    pub fn collect(&mut self, kind: GcKind, reason: GcReason) {
        self.heap_mut().collect(kind, reason);
    }

    /// Reports that `delta` bytes outside the heap were taken for (or, if negative, given back by) heap objects.
    pub fn adjust_external_memory(&mut self, delta: i64) {
        self.heap_mut().adjust_external_memory(delta);
    }

    #[inline(always)]
    pub fn undefined(&self) -> Handle<'s, Any> {
        self.push_root(Value::UNDEFINED.bits())
    }

    #[inline(always)]
    pub fn null(&self) -> Handle<'s, Any> {
        self.push_root(Value::NULL.bits())
    }

    #[inline(always)]
    pub fn boolean(&self, boolean: bool) -> Handle<'s, Any> {
        self.push_root(Value::from_bool(boolean).bits())
    }

    #[inline(always)]
    pub fn int(&self, int: i32) -> Handle<'s, Any> {
        self.push_root(Value::from_i32(int).bits())
    }

    /// A number in its preferred form.
    #[inline(always)]
    pub fn number(&self, double: f64) -> Handle<'s, Any> {
        self.push_root(Value::number(double).bits())
    }

    /// An index or a count, as a number.
    #[inline(always)]
    pub fn index(&self, index: u64) -> Handle<'s, Any> {
        match i32::try_from(index) {
            Ok(int) => self.int(int),
            Err(_) => self.number(index as f64),
        }
    }

    /// Roots `value` in the current scope.
    #[inline(always)]
    pub fn handle_from(&self, value: Val<'_>) -> Handle<'s, Any> {
        self.push_root(value.bits())
    }

    /// Entry `index` of the strong root table.
    #[inline(always)]
    pub fn root_slot(&self, index: usize) -> Handle<'static, Any> {
        assert!(index < ROOT_TABLE_WORDS, "root table index {index}");
        // SAFETY: the table lives as long as the heap and is a root.
        unsafe { Handle::from_slot(self.heap().root_table.as_ptr().add(index)) }
    }

    #[inline(always)]
    pub fn set_root(&self, index: usize, value: Val<'_>) {
        self.root_slot(index).set(self, value);
    }

    /// Number of handles in use: natives are checked to leave it as they found it.
    #[inline(always)]
    pub fn root_height(&self) -> usize {
        self.heap().root_stack.height()
    }

    /// Keeps `value` alive until [`Cx::clear_kept_objects`] (the KeepDuringJob of the specification).
    pub fn keep_during_job(&mut self, value: Handle<'_, Any>) {
        let bits = value.val(self).bits();
        self.heap_mut().keep_during_job(bits);
    }

    /// Ends what [`Cx::keep_during_job`] began (ClearKeptObjects).
    pub fn clear_kept_objects(&mut self) {
        self.heap_mut().clear_kept_objects();
    }

    /// The next weak cell that lost its target and asked to be told, oldest first.
    pub fn take_dead_weak_cell(&mut self) -> Option<Handle<'s, Any>> {
        let bits = self.heap_mut().take_dead_weak_cell()?;
        Some(self.push_root(bits))
    }
}

/// An open handle scope; see [`scope!`](crate::scope).
pub struct Scope<'p> {
    heap: NonNull<Heap>,
    height: usize,
    parent: PhantomData<&'p mut ()>,
}

impl<'p> Scope<'p> {
    #[inline(always)]
    pub fn new(cx: &'p mut Cx<'_>) -> Scope<'p> {
        Scope { heap: cx.heap, height: cx.root_height(), parent: PhantomData }
    }

    /// The context of the scope.
    #[inline(always)]
    pub fn enter<'t>(&'t mut self) -> Cx<'t> {
        Cx { heap: self.heap, scope: PhantomData }
    }
}

impl Drop for Scope<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: the parent context, borrowed for 'p, keeps the heap alive.
        unsafe { self.heap.as_ref() }.root_stack.truncate(self.height);
    }
}

/// Opens a handle scope to the end of the block: handles made from here on die with it. Shadows the given context.
#[macro_export]
macro_rules! scope {
    ($cx:ident) => {
        let mut handle_scope = $crate::heap::Scope::new($cx);
        #[allow(unused_variables)]
        let $cx = &mut handle_scope.enter();
    };
}
