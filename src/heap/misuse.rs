//! What the compiler rejects, each beside a twin that compiles.
//!
//! A raw reference cannot be held across a point that may collect:
//! ```compile_fail
//! use tenure::heap::{Any, Cx, Gc, GcKind, GcReason, Handle, HeapType};
//! fn held<T: HeapType>(cx: &mut Cx<'_>, handle: Handle<'_, T>) {
//!     let raw = handle.get(cx);
//!     cx.collect(GcKind::Minor, GcReason::Testing);
//!     raw.kind();
//! }
//! ```
//! ```
//! use tenure::heap::{Any, Cx, Gc, GcKind, GcReason, Handle, HeapType};
//! fn held<T: HeapType>(cx: &mut Cx<'_>, handle: Handle<'_, T>) {
//!     cx.collect(GcKind::Minor, GcReason::Testing);
//!     let raw = handle.get(cx);
//!     raw.kind();
//! }
//! ```
//!
//! Neither can a raw value:
//! ```compile_fail
//! use tenure::heap::{Cx, Handle, HeapType, Space, Val};
//! fn held<T: HeapType>(cx: &mut Cx<'_>, handle: Handle<'_>) -> bool {
//!     let value = handle.val(cx);
//!     cx.allocate::<T>(2, 0, Space::New);
//!     value.is_int()
//! }
//! ```
//! ```
//! use tenure::heap::{Cx, Handle, HeapType, Space, Val};
//! fn held<T: HeapType>(cx: &mut Cx<'_>, handle: Handle<'_>) -> bool {
//!     let value = handle.val(cx).root(cx);
//!     cx.allocate::<T>(2, 0, Space::New);
//!     value.val(cx).is_int()
//! }
//! ```
//!
//! Nor the bytes of an object:
//! ```compile_fail
//! use tenure::heap::{Cx, Handle, HeapType, Space};
//! fn held<T: HeapType>(cx: &mut Cx<'_>, handle: Handle<'_, T>) -> u8 {
//!     let bytes = handle.get(cx).bytes(8, 8);
//!     cx.allocate::<T>(2, 0, Space::New);
//!     bytes[0]
//! }
//! ```
//! ```
//! use tenure::heap::{Cx, Handle, HeapType, Space};
//! fn held<T: HeapType>(cx: &mut Cx<'_>, handle: Handle<'_, T>) -> u8 {
//!     let byte = handle.get(cx).bytes(8, 8)[0];
//!     cx.allocate::<T>(2, 0, Space::New);
//!     byte
//! }
//! ```
//!
//! A handle cannot escape its scope:
//! ```compile_fail
//! use tenure::heap::{Any, Cx, Handle};
//! use tenure::scope;
//! fn escape<'s>(cx: &mut Cx<'s>) -> Handle<'s> {
//!     scope!(cx);
//!     cx.int(1)
//! }
//! ```
//! ```
//! use tenure::heap::{Any, Cx, Handle};
//! use tenure::scope;
//! fn escape<'s>(cx: &mut Cx<'s>) -> Handle<'s> {
//!     let result = cx.undefined();
//!     {
//!         scope!(cx);
//!         let inner = cx.int(1);
//!         result.set(cx, inner.val(cx));
//!     }
//!     result
//! }
//! ```
//!
//! Nor can it be kept in something that outlives the scope:
//! ```compile_fail
//! use tenure::heap::{Cx, Handle};
//! use tenure::scope;
//! fn keep<'s>(cx: &mut Cx<'s>, list: &mut Vec<Handle<'s>>) {
//!     scope!(cx);
//!     list.push(cx.int(1));
//! }
//! ```
//! ```
//! use tenure::heap::{Cx, Handle};
//! fn keep<'s>(cx: &mut Cx<'s>, list: &mut Vec<Handle<'s>>) {
//!     list.push(cx.int(1));
//! }
//! ```
//!
//! The outer context cannot be used while an inner scope is open:
//! ```compile_fail
//! use tenure::heap::Cx;
//! use tenure::scope;
//! fn outer(cx: &mut Cx<'_>) {
//!     let outer = cx;
//!     let inner_name = &mut *outer;
//!     scope!(inner_name);
//!     outer.undefined();
//!     inner_name.undefined();
//! }
//! ```
//! ```
//! use tenure::heap::Cx;
//! use tenure::scope;
//! fn outer(cx: &mut Cx<'_>) {
//!     let outer = cx;
//!     {
//!         let inner_name = &mut *outer;
//!         scope!(inner_name);
//!         inner_name.undefined();
//!     }
//!     outer.undefined();
//! }
//! ```
//!
//! A word cannot be stored past the barrier: the words of an object are private, the raw store is unsafe:
//! ```compile_fail
//! use tenure::heap::{Gc, Val, raw};
//! fn store<T>(object: Gc<'_, T>, value: Val<'_>) {
//!     raw::init_word(object.address(), 1, value.bits());
//! }
//! ```
//! ```
//! use tenure::heap::{Cx, Gc, Val};
//! fn store<T>(cx: &Cx<'_>, object: Gc<'_, T>, value: Val<'_>) {
//!     object.set_word(cx, 1, value);
//! }
//! ```
//!
//! Nor can a raw reference be stored where a value is wanted without its context's borrow:
//! ```compile_fail
//! use tenure::heap::{Cx, Gc, Handle, HeapType};
//! struct Cache<'g, T> {
//!     last: Option<Gc<'g, T>>,
//! }
//! fn remember<'g, T: HeapType>(cx: &mut Cx<'_>, cache: &mut Cache<'g, T>, handle: Handle<'_, T>) {
//!     cache.last = Some(handle.get(cx));
//! }
//! ```
//! ```
//! use tenure::heap::{Cx, Handle, HeapType, Persistent};
//! struct Cache<T> {
//!     last: Option<Persistent<T>>,
//! }
//! fn remember<T: HeapType>(cx: &mut Cx<'_>, cache: &mut Cache<T>, handle: Handle<'_, T>) {
//!     cache.last = Some(Persistent::new(cx, "cache", handle));
//! }
//! ```
//!
//! A context cannot be sent to another thread, and neither can a handle:
//! ```compile_fail
//! fn send<T: Send>() {}
//! send::<tenure::heap::Handle<'static>>();
//! ```
//! ```compile_fail
//! fn send<T: Send>() {}
//! send::<tenure::heap::Cx<'static>>();
//! ```
