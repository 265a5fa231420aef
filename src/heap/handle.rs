//! References to heap objects, checked by the compiler.
//!
//! `&mut Cx` may collect, `&Cx` cannot. [`Gc`] and [`Val`] are raw references that borrow `&'g Cx`, so that holding one
//! across anything that may collect does not compile; [`Handle`] is a slot that the collector updates, living as long as
//! its scope. A tagged word of an object is written by [`Gc::set_word`] alone, which keeps the write barrier.
//!
//! What the compiler rejects is shown, each beside a twin that compiles, in [`super::misuse`].
#![allow(unsafe_code)] // typed views of raw words

use std::marker::PhantomData;
use std::ptr::NonNull;

use super::cx::Cx;
use super::header::{AGE_MASK, Header};
use super::raw;
use crate::value::Value;

/// Ties a reference to its scope and its type without owning either.
type Brand<'a, T> = PhantomData<(&'a (), fn() -> T)>;

/// The type of handles and references that may hold any value.
pub enum Any {}

#[cold]
#[inline(never)]
fn broken_kind(found: Option<u8>, wanted: u8) -> ! {
    panic!("object kind invariant: found {found:?}, wanted {wanted}")
}

/// A type of heap objects: one kind, or a family of kinds.
pub trait HeapType {
    const KIND: u8;

    /// Whether objects of `kind` are of this type. Families override it.
    #[inline(always)]
    fn is_kind(kind: u8) -> bool {
        kind == Self::KIND
    }
}

/// A slot that holds a value and that the collector updates: in the root stack, or in the VM's stack.
pub struct Handle<'s, T = Any> {
    slot: NonNull<u64>,
    marker: Brand<'s, T>,
}

/// A raw reference to an object, valid until the next possible collection.
pub struct Gc<'g, T = Any> {
    object: NonNull<u64>,
    marker: Brand<'g, T>,
}

/// A raw value, valid until the next possible collection.
#[derive(Clone, Copy)]
pub struct Val<'g> {
    value: Value,
    marker: PhantomData<&'g ()>,
}

impl<T> Clone for Handle<'_, T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Handle<'_, T> {}
impl<T> Clone for Gc<'_, T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Gc<'_, T> {}

impl<'s, T> Handle<'s, T> {
    /// A handle over an existing slot.
    /// # Safety
    /// The slot holds a value of type `T`, is a root, and stays one for `'s`.
    #[inline(always)]
    pub unsafe fn from_slot(slot: *mut u64) -> Handle<'s, T> {
        debug_assert!(!slot.is_null());
        // SAFETY: a root slot is not null.
        Handle { slot: unsafe { NonNull::new_unchecked(slot) }, marker: PhantomData }
    }

    #[inline(always)]
    pub fn slot(self) -> *mut u64 {
        self.slot.as_ptr()
    }

    /// The value in the slot.
    #[inline(always)]
    pub fn val<'g>(self, _cx: &'g Cx<'_>) -> Val<'g> {
        // SAFETY: the slot is live for 's, which outlives this call.
        Val { value: Value::from_bits(unsafe { *self.slot.as_ptr() }), marker: PhantomData }
    }

    #[inline(always)]
    pub fn any(self) -> Handle<'s, Any> {
        self.retype()
    }

    /// Replaces the value. All copies of the handle see it, so a typed one must stay true: checked on use in debug builds.
    #[inline(always)]
    pub fn set(self, _cx: &Cx<'_>, value: Val<'_>) {
        // SAFETY: the slot is live for 's; nothing holds a reference to it.
        unsafe { *self.slot.as_ptr() = value.bits() }
    }

    /// The same slot at another type, if it holds an object of that type.
    #[inline(always)]
    pub fn cast<U: HeapType>(self, cx: &Cx<'_>) -> Option<Handle<'s, U>> {
        self.val(cx).is::<U>().then(|| self.retype())
    }

    /// As [`Handle::cast`], where an invariant of the caller says what the slot holds. Panics if it is broken.
    #[inline(always)]
    pub fn must<U: HeapType>(self, cx: &Cx<'_>) -> Handle<'s, U> {
        self.cast(cx).unwrap_or_else(|| broken_kind(self.val(cx).kind(), U::KIND))
    }

    /// The same slot at another type.
    /// # Safety
    /// The slot holds an object of type `U`.
    #[inline(always)]
    pub unsafe fn cast_unchecked<U>(self) -> Handle<'s, U> {
        self.retype()
    }

    #[inline(always)]
    fn retype<U>(self) -> Handle<'s, U> {
        Handle { slot: self.slot, marker: PhantomData }
    }
}

impl<'s, T: HeapType> Handle<'s, T> {
    /// The object in the slot.
    #[inline(always)]
    pub fn get<'g>(self, cx: &'g Cx<'_>) -> Gc<'g, T> {
        let val = self.val(cx);
        debug_assert!(val.is::<T>(), "handle holds {:?} of kind {:?}, want {}", val.value, val.kind(), T::KIND);
        // SAFETY: typed handles hold objects of their type.
        unsafe { Gc::from_address(val.value.address()) }
    }

    /// Lets `write` fill bytes `[at, at + length)` of the object (counted from its header). Exclusive: nothing else can
    /// look at the heap meanwhile.
    pub fn bytes_mut_with<R>(self, cx: &mut Cx<'_>, at: usize, length: usize, write: impl FnOnce(&mut [u8]) -> R) -> R {
        let object = self.get(cx);
        object.check_range(at, length);
        // SAFETY: in the object's raw bytes by the check; `&mut Cx` excludes every other reference to heap bytes.
        write(unsafe { std::slice::from_raw_parts_mut(object.object.as_ptr().cast::<u8>().add(at), length) })
    }
}

impl Val<'static> {
    pub const UNDEFINED: Val<'static> = Val::immediate(Value::UNDEFINED);
    pub const NULL: Val<'static> = Val::immediate(Value::NULL);
    pub const TRUE: Val<'static> = Val::immediate(Value::TRUE);
    pub const FALSE: Val<'static> = Val::immediate(Value::FALSE);
    pub const HOLE: Val<'static> = Val::immediate(Value::HOLE);

    const fn immediate(value: Value) -> Val<'static> {
        Val { value, marker: PhantomData }
    }

    #[inline(always)]
    pub const fn int(int: i32) -> Val<'static> {
        Val::immediate(Value::from_i32(int))
    }

    /// A number in its preferred form.
    #[inline(always)]
    pub fn number(double: f64) -> Val<'static> {
        Val::immediate(Value::number(double))
    }

    #[inline(always)]
    pub const fn boolean(boolean: bool) -> Val<'static> {
        Val::immediate(Value::from_bool(boolean))
    }
}

impl<'g> Val<'g> {
    /// The value with these bits.
    /// # Safety
    /// The bits are a valid value of the heap that `'g` borrows.
    #[inline(always)]
    pub const unsafe fn from_bits(bits: u64) -> Val<'g> {
        Val { value: Value::from_bits(bits), marker: PhantomData }
    }

    #[inline(always)]
    pub const fn bits(self) -> u64 {
        self.value.bits()
    }

    /// The bare word, which keeps nothing alive.
    #[inline(always)]
    pub const fn value(self) -> Value {
        self.value
    }

    #[inline(always)]
    pub const fn is_int(self) -> bool {
        self.value.is_int()
    }

    #[inline(always)]
    pub const fn as_int(self) -> i32 {
        self.value.as_int()
    }

    #[inline(always)]
    pub const fn is_double(self) -> bool {
        self.value.is_double()
    }

    #[inline(always)]
    pub const fn as_double(self) -> f64 {
        self.value.as_double()
    }

    #[inline(always)]
    pub const fn is_number(self) -> bool {
        self.value.is_number()
    }

    #[inline(always)]
    pub const fn as_number(self) -> f64 {
        self.value.as_number()
    }

    #[inline(always)]
    pub const fn is_undefined(self) -> bool {
        self.value.is_undefined()
    }

    #[inline(always)]
    pub const fn is_null(self) -> bool {
        self.value.is_null()
    }

    #[inline(always)]
    pub const fn is_nullish(self) -> bool {
        self.value.is_nullish()
    }

    #[inline(always)]
    pub const fn is_hole(self) -> bool {
        self.value.is_hole()
    }

    #[inline(always)]
    pub const fn is_boolean(self) -> bool {
        self.value.is_boolean()
    }

    #[inline(always)]
    pub const fn is_true(self) -> bool {
        self.value.is_true()
    }

    #[inline(always)]
    pub const fn is_false(self) -> bool {
        self.value.is_false()
    }

    #[inline(always)]
    pub const fn is_heap(self) -> bool {
        self.value.is_heap()
    }

    /// The kind of the object, if the value is one.
    #[inline(always)]
    pub fn kind(self) -> Option<u8> {
        // SAFETY: a heap value is a live object for 'g.
        self.is_heap().then(|| unsafe { raw::header(self.value.address()) }.kind())
    }

    /// Whether the value is an object of type `T`.
    #[inline(always)]
    pub fn is<T: HeapType>(self) -> bool {
        self.kind().is_some_and(T::is_kind)
    }

    /// Same word: same object, same Smi, same constant, same double bits.
    #[inline(always)]
    pub fn is_same_word(self, other: Val<'_>) -> bool {
        self.bits() == other.bits()
    }

    #[inline(always)]
    pub fn cast<T: HeapType>(self) -> Option<Gc<'g, T>> {
        // SAFETY: of the type by the check.
        self.is::<T>().then(|| unsafe { Gc::from_address(self.value.address()) })
    }

    /// As [`Val::cast`], where an invariant of the caller says what the value is. Panics if it is broken.
    #[inline(always)]
    pub fn must<T: HeapType>(self) -> Gc<'g, T> {
        self.cast().unwrap_or_else(|| broken_kind(self.kind(), T::KIND))
    }

    /// The object, whatever its kind.
    #[inline(always)]
    pub fn as_object(self) -> Option<Gc<'g, Any>> {
        // SAFETY: a heap value is a live object for 'g.
        self.is_heap().then(|| unsafe { Gc::from_address(self.value.address()) })
    }

    /// # Safety
    /// The value is an object of type `T`.
    #[inline(always)]
    pub unsafe fn cast_unchecked<T>(self) -> Gc<'g, T> {
        debug_assert!(self.is_heap());
        // SAFETY: by the precondition.
        unsafe { Gc::from_address(self.value.address()) }
    }

    /// Roots the value in the scope of `cx`.
    #[inline(always)]
    pub fn root<'s>(self, cx: &Cx<'s>) -> Handle<'s, Any> {
        cx.push_root(self.bits())
    }
}

impl std::fmt::Debug for Val<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.value.fmt(f)
    }
}

impl<'g, T> Gc<'g, T> {
    /// # Safety
    /// An object of type `T` starts at `address` and no collection happens during `'g`.
    #[inline(always)]
    pub unsafe fn from_address(address: usize) -> Gc<'g, T> {
        // SAFETY: objects are not at address 0.
        Gc { object: unsafe { NonNull::new_unchecked(super::cage::pointer(address)) }, marker: PhantomData }
    }

    /// The object's address: for identity within the borrow, never for hashing.
    #[inline(always)]
    pub fn address(self) -> usize {
        self.object.as_ptr().addr()
    }

    #[inline(always)]
    pub fn val(self) -> Val<'g> {
        Val { value: Value::from_address(self.address()), marker: PhantomData }
    }

    /// Roots the object in the scope of `cx`.
    #[inline(always)]
    pub fn root<'s>(self, cx: &Cx<'s>) -> Handle<'s, T> {
        cx.push_root(self.val().bits()).retype()
    }

    #[inline(always)]
    fn header(self) -> Header {
        // SAFETY: a live object for 'g.
        unsafe { raw::header(self.address()) }
    }

    #[inline(always)]
    pub fn kind(self) -> u8 {
        self.header().kind()
    }

    #[inline(always)]
    pub fn meta(self) -> u32 {
        self.header().meta()
    }

    /// The object that a reference meta names. `None` if the meta is 0.
    #[inline(always)]
    pub fn meta_object(self) -> Option<Gc<'g, Any>> {
        let meta = self.meta();
        // SAFETY: callers ask kinds whose meta is a reference; it names a live object.
        (meta != 0).then(|| unsafe { Gc::from_address(raw::meta_target(self.address(), meta)) })
    }

    /// What other headers' meta holds to refer to this object, which must be in map or code space.
    #[inline(always)]
    pub fn as_meta(self) -> u32 {
        let meta = raw::meta_of(self.address());
        debug_assert!(meta & 1 == 0 && !raw::is_young(self.address()), "meta can only name objects that never move");
        meta
    }

    #[inline(always)]
    pub fn flags(self) -> u8 {
        self.header().flags()
    }

    /// Sets the six flag bits of the object layer (2..=7); the age bits stay as they are.
    #[inline(always)]
    pub fn set_flags(self, _cx: &Cx<'_>, flags: u8) {
        let header = self.header();
        let kept = header.flags() & AGE_MASK;
        // SAFETY: only flags change.
        unsafe { raw::set_header(self.address(), header.with_flags(flags & !AGE_MASK | kept)) }
    }

    /// Changes the kind, to one whose layout describes the same words as truly.
    /// # Safety
    /// Every word is valid under the new kind's layout.
    #[inline(always)]
    pub unsafe fn set_kind(self, _cx: &Cx<'_>, kind: u8) {
        let old = self.header();
        // SAFETY: by the precondition.
        unsafe { raw::set_header(self.address(), Header(old.0 & !(0xFF << 32) | (kind as u64) << 32)) }
    }

    /// Size in words, header included.
    #[inline(always)]
    pub fn size_words(self) -> usize {
        // SAFETY: a live object for 'g.
        unsafe { raw::size_words(self.address()) }
    }

    /// Changes the header's meta, with the marking barrier.
    #[inline(always)]
    pub fn set_meta(self, cx: &Cx<'_>, meta: u32) {
        // SAFETY: the object is of this heap; a reference meta comes from `as_meta`.
        unsafe { raw::set_meta(cx.heap_ptr(), self.address(), meta) }
    }

    #[inline(always)]
    fn check_word(self, index: usize) {
        debug_assert!(
            index > 0 && index < self.size_words(),
            "word {index} of {} (kind {})",
            self.size_words(),
            self.kind()
        );
    }

    #[inline(always)]
    fn check_range(self, at: usize, length: usize) {
        debug_assert!(
            at >= 8 && at + length <= self.size_words() * 8,
            "bytes {at}+{length} of {}",
            self.size_words() * 8
        );
    }

    /// Tagged word `index`.
    #[inline(always)]
    pub fn word(self, index: usize) -> Val<'g> {
        self.check_word(index);
        // SAFETY: the object has the word, and it is tagged, by its type's declaration.
        unsafe { Val::from_bits(raw::word(self.address(), index)) }
    }

    /// Stores tagged word `index`, with the write barrier.
    #[inline(always)]
    pub fn set_word(self, cx: &Cx<'_>, index: usize, value: Val<'_>) {
        self.check_word(index);
        // SAFETY: the object is of this heap and has the tagged word.
        unsafe { raw::store(cx.heap_ptr(), self.address(), index, value.bits()) }
    }

    /// Stores tagged word `index` of an object that was just allocated. In the nursery this is a plain write; elsewhere it
    /// is [`Gc::set_word`].
    #[inline(always)]
    pub fn init_word(self, cx: &Cx<'_>, index: usize, value: Val<'_>) {
        self.set_word(cx, index, value);
    }

    #[inline(always)]
    pub fn raw_u64(self, index: usize) -> u64 {
        self.check_word(index);
        // SAFETY: the object has the word.
        unsafe { raw::word(self.address(), index) }
    }

    /// Writes a raw word: never one of the tagged words of the object's kind.
    #[inline(always)]
    pub fn set_raw_u64(self, _cx: &Cx<'_>, index: usize, bits: u64) {
        self.check_word(index);
        // SAFETY: the object has the word, raw by its type's declaration.
        unsafe { raw::init_word(self.address(), index, bits) }
    }

    /// Half `half` of the raw words: 2 is the low half of word 1, 3 its high half, and so on.
    #[inline(always)]
    pub fn raw_u32(self, half: usize) -> u32 {
        self.check_word(half / 2);
        // SAFETY: the object has the word.
        unsafe { *self.object.as_ptr().cast::<u32>().add(half) }
    }

    #[inline(always)]
    pub fn set_raw_u32(self, _cx: &Cx<'_>, half: usize, bits: u32) {
        self.check_word(half / 2);
        // SAFETY: the object has the word, raw by its type's declaration.
        unsafe { *self.object.as_ptr().cast::<u32>().add(half) = bits }
    }

    /// Raw bytes `[at, at + length)`, counted from the header.
    #[inline(always)]
    pub fn bytes(self, at: usize, length: usize) -> &'g [u8] {
        self.check_range(at, length);
        // SAFETY: in the object; raw bytes are written by `write_*` and `bytes_mut_with` alone, between uses of the slice.
        unsafe { std::slice::from_raw_parts(self.object.as_ptr().cast::<u8>().add(at), length) }
    }

    /// `length` raw UTF-16 units from byte `at`, which is even.
    #[inline(always)]
    pub fn u16s(self, at: usize, length: usize) -> &'g [u16] {
        self.check_range(at, length * 2);
        debug_assert!(at.is_multiple_of(2));
        // SAFETY: as `bytes`; objects are 8-byte aligned.
        unsafe { std::slice::from_raw_parts(self.object.as_ptr().cast::<u8>().add(at).cast(), length) }
    }

    /// Copies `source` to the raw bytes from `at` on.
    #[inline(always)]
    pub fn write_bytes(self, _cx: &Cx<'_>, at: usize, source: &[u8]) {
        self.check_range(at, source.len());
        // SAFETY: in the object's raw bytes; the ranges may overlap.
        unsafe { std::ptr::copy(source.as_ptr(), self.object.as_ptr().cast::<u8>().add(at), source.len()) }
    }

    /// Copies `source` to the raw units from byte `at` on, which is even.
    #[inline(always)]
    pub fn write_u16s(self, _cx: &Cx<'_>, at: usize, source: &[u16]) {
        self.check_range(at, source.len() * 2);
        debug_assert!(at.is_multiple_of(2));
        // SAFETY: as `write_bytes`.
        unsafe { std::ptr::copy(source.as_ptr(), self.object.as_ptr().cast::<u8>().add(at).cast(), source.len()) }
    }

    /// Copies `count` tagged words from `source` (at `source_index`) here (at `index`); the ranges may overlap.
    pub fn copy_words<U>(self, cx: &Cx<'_>, index: usize, source: Gc<'_, U>, source_index: usize, count: usize) {
        if count == 0 {
            return;
        }
        self.check_word(index + count - 1);
        source.check_word(source_index + count - 1);
        // SAFETY: both objects are of this heap and have the tagged words.
        unsafe {
            raw::copy_words(cx.heap_ptr(), self.address() + index * 8, source.address() + source_index * 8, count);
        }
    }

    /// Cuts the object down to `words` words; the tail becomes free space. Not for objects of map or code space.
    pub fn shrink(self, cx: &Cx<'_>, words: usize) {
        self.check_word(words.max(2) - 1);
        // SAFETY: the object is of this heap; nothing borrows its tail, which the caller gives up.
        unsafe { super::allocation::shrink(cx.heap_ptr(), self.address(), words) }
    }

    #[inline(always)]
    pub fn upcast(self) -> Gc<'g, Any> {
        Gc { object: self.object, marker: PhantomData }
    }

    #[inline(always)]
    pub fn cast<U: HeapType>(self) -> Option<Gc<'g, U>> {
        U::is_kind(self.kind()).then_some(Gc { object: self.object, marker: PhantomData })
    }

    /// As [`Gc::cast`], where an invariant of the caller says what the object is. Panics if it is broken.
    #[inline(always)]
    pub fn must<U: HeapType>(self) -> Gc<'g, U> {
        self.cast().unwrap_or_else(|| broken_kind(Some(self.kind()), U::KIND))
    }

    /// # Safety
    /// The object is of type `U`.
    #[inline(always)]
    pub unsafe fn cast_unchecked<U>(self) -> Gc<'g, U> {
        Gc { object: self.object, marker: PhantomData }
    }
}
