//! Functions written in Rust: how they are called, what they are given, what they give back.
//!
//! Arguments are not copied: [`Args`] points into the caller's register window on the VM stack, whose words are roots as
//! long as the call lasts. A thrown exception waits in the root [`Root::PendingException`]; [`Throw`] is the token that it
//! does.
#![allow(unsafe_code)] // arguments are slots of the VM stack

use std::marker::PhantomData;

use crate::heap::{Any, Cx, Handle, Val};
use crate::objects::function::NativeFunction;
use crate::objects::object::JsObject;
use crate::objects::roots::Root;

/// A JavaScript exception is on its way: it waits in [`Root::PendingException`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a thrown exception must be passed on or taken"]
pub struct Throw {
    _private: (),
}

impl Throw {
    /// The exception stays where it waits: the interpreter's unwinding takes it over.
    pub(super) fn stays_pending(self) {}

    /// The token of the exception that left the interpreter's loop.
    pub(super) fn pending() -> Throw {
        Throw { _private: () }
    }
}

/// What may throw.
pub type JsResult<T> = Result<T, Throw>;

/// A function written in Rust.
pub type Native = for<'s> fn(&mut Cx<'s>, Args<'s>) -> JsResult<Handle<'s>>;

/// The quick form of a function written in Rust, for calls that need none of what a [`Native`] may do: it answers from its
/// arguments alone, without collecting, throwing or making handles, or gives None before it has changed anything, and the
/// full form is called.
pub type QuickNative = for<'g> fn(&'g Cx<'_>, QuickArgs<'g>) -> Option<Val<'g>>;

/// The arguments of a quick call.
#[derive(Clone, Copy)]
pub struct QuickArgs<'g> {
    /// As that of [`Args`].
    window: *const u64,
    count: usize,
    marker: PhantomData<&'g ()>,
}

impl<'g> QuickArgs<'g> {
    /// # Safety
    /// `window[0]` holds the receiver, `window[1..=count]` the arguments; nothing changes them for `'g`.
    #[inline(always)]
    pub unsafe fn new(window: *const u64, count: usize) -> QuickArgs<'g> {
        QuickArgs { window, count, marker: PhantomData }
    }

    #[inline(always)]
    pub fn count(self) -> usize {
        self.count
    }

    #[inline(always)]
    pub fn this(self) -> Val<'g> {
        // SAFETY: by the contract of `new`.
        unsafe { Val::from_bits(*self.window) }
    }

    /// Argument `index`, or undefined.
    #[inline(always)]
    pub fn get(self, index: usize) -> Val<'g> {
        // SAFETY: by the contract of `new`.
        if index < self.count { unsafe { Val::from_bits(*self.window.add(1 + index)) } } else { Val::UNDEFINED }
    }

    /// Argument `index`, if it is a number.
    #[inline(always)]
    pub fn number(self, index: usize) -> Option<f64> {
        let value = self.get(index);
        value.is_number().then(|| value.as_number())
    }
}

/// The arguments of a native call: a window of the VM stack.
#[derive(Clone, Copy)]
pub struct Args<'s> {
    /// The receiver's slot; the callee stands before it, the arguments after it.
    window: *mut u64,
    count: u32,
    /// Holds undefined in a call, the constructor `new` was applied to in a construction.
    new_target: Handle<'s>,
}

impl<'s> Args<'s> {
    /// # Safety
    /// `window[-1]` holds the callee, `window[0]` the receiver, `window[1..=count]` the arguments; all are roots for `'s`.
    pub unsafe fn new(window: *mut u64, count: u32, new_target: Handle<'s>) -> Args<'s> {
        Args { window, count, new_target }
    }

    /// How many arguments were given.
    #[inline(always)]
    pub fn count(self) -> usize {
        self.count as usize
    }

    /// The receiver. In a construction it holds no meaning.
    #[inline(always)]
    pub fn this(self) -> Handle<'s> {
        // SAFETY: a root slot by the contract of `new`.
        unsafe { Handle::from_slot(self.window) }
    }

    /// Argument `index`, or undefined.
    #[inline(always)]
    pub fn get(self, cx: &Cx<'s>, index: usize) -> Handle<'s> {
        if index < self.count() {
            // SAFETY: a root slot by the contract of `new`.
            unsafe { Handle::from_slot(self.window.add(1 + index)) }
        } else {
            cx.undefined()
        }
    }

    /// Argument `index`, if it was given (even as undefined).
    #[inline(always)]
    pub fn given(self, index: usize) -> Option<Handle<'s>> {
        // SAFETY: a root slot by the contract of `new`.
        (index < self.count()).then(|| unsafe { Handle::from_slot(self.window.add(1 + index)) })
    }

    /// The arguments from `first` on.
    pub fn rest(self, first: usize) -> impl ExactSizeIterator<Item = Handle<'s>> + Clone {
        // SAFETY: root slots by the contract of `new`.
        (first..self.count().max(first)).map(move |index| unsafe { Handle::from_slot(self.window.add(1 + index)) })
    }

    /// The running function.
    #[inline(always)]
    pub fn callee(self, cx: &Cx<'_>) -> Handle<'s, NativeFunction> {
        // SAFETY: a root slot by the contract of `new`.
        unsafe { Handle::<Any>::from_slot(self.window.sub(1)) }.must(cx)
    }

    /// What was given to the running function when it was made.
    #[inline(always)]
    pub fn data<'g>(self, cx: &'g Cx<'_>) -> Val<'g> {
        self.callee(cx).get(cx).data()
    }

    /// The constructor `new` was applied to; None in a plain call.
    #[inline(always)]
    pub fn new_target(self, cx: &Cx<'_>) -> Option<Handle<'s, JsObject>> {
        self.new_target.cast(cx)
    }
}

impl<'s> Cx<'s> {
    /// Throws `exception`: `return Err(cx.throw(value))`.
    pub fn throw(&mut self, exception: Handle<'_>) -> Throw {
        self.set_root_value(Root::PendingException, exception);
        Throw { _private: () }
    }

    /// Takes the exception that `thrown` announces.
    pub fn take_exception(&mut self, thrown: Throw) -> Handle<'s> {
        let Throw { _private: () } = thrown;
        let exception = self.root(Root::PendingException).root(self);
        self.set_root(Root::PendingException.index(), Val::UNDEFINED);
        exception
    }
}
