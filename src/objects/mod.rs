//! Heap object types, and everything about objects that does not run JavaScript.
//!
//! Each type is one declaration (see [`declare`]); [`kinds`] numbers them and gives the heap its layout table. On top stand
//! maps and properties ([`map`], [`property`], [`elements`]), strings, tables and buffers. Getters, proxies and conversions
//! that may call a script are `vm::ops`.

#[macro_use]
pub mod declare;

pub mod array;
pub mod bigint;
pub mod buffer;
pub mod context;
pub mod descriptors;
pub mod dictionary;
pub mod elements;
pub mod fixed;
pub mod function;
pub mod generator;
pub mod global;
pub mod intern;
pub mod kinds;
pub mod map;
pub mod module;
pub mod name;
pub mod object;
pub mod ordered_table;
pub mod prelude;
pub mod promise;
pub mod property;
pub mod regexp;
pub mod roots;
pub mod storage;
pub mod string;
pub mod string_builder;
pub mod string_search;
pub mod string_view;
pub mod symbol;
pub mod typed_array;
pub mod weak;

use crate::heap::{Cx, Val};

/// Layer counters of the heap (`Heap::layer_counter`): the prototype epoch, and identity hashes given out.
pub const PROTOTYPE_EPOCH: usize = 0;
const IDENTITY_HASHES: usize = 1;

/// Ends the validity of every inline cache that went through a prototype.
pub fn bump_prototype_epoch(cx: &Cx<'_>) {
    let epoch = cx.heap().layer_counter(PROTOTYPE_EPOCH);
    // Never the same one twice: the last epoch stays, and caches of it are not made (see `vm::inline_cache`).
    epoch.set(epoch.get().saturating_add(1));
}

/// The next identity hash: a scrambled counter, so that equal runs give equal hashes. Never 0, 31 bits.
fn next_identity_hash(cx: &Cx<'_>) -> u32 {
    let counter = cx.heap().layer_counter(IDENTITY_HASHES);
    counter.set(counter.get().wrapping_add(1));
    (counter.get().wrapping_mul(0x9E37_79B1) >> 1).max(1)
}

/// SameValue (ECMA-262, 7.2.11).
pub fn same_value(cx: &Cx<'_>, left: Val<'_>, right: Val<'_>) -> bool {
    if left.is_number() && right.is_number() {
        let (left, right) = (left.as_number(), right.as_number());
        return left.to_bits() == right.to_bits() || left.is_nan() && right.is_nan();
    }
    same_value_non_number(cx, left, right)
}

/// SameValueZero (ECMA-262, 7.2.12).
pub fn same_value_zero(cx: &Cx<'_>, left: Val<'_>, right: Val<'_>) -> bool {
    if left.is_number() && right.is_number() {
        let (left, right) = (left.as_number(), right.as_number());
        return left == right || left.is_nan() && right.is_nan();
    }
    same_value_non_number(cx, left, right)
}

/// IsStrictlyEqual (ECMA-262, 7.2.14).
pub fn strict_equals(cx: &Cx<'_>, left: Val<'_>, right: Val<'_>) -> bool {
    if left.is_number() && right.is_number() {
        return left.as_number() == right.as_number();
    }
    same_value_non_number(cx, left, right)
}

/// Equality of two values of which not both are numbers.
fn same_value_non_number(cx: &Cx<'_>, left: Val<'_>, right: Val<'_>) -> bool {
    if left.is_same_word(right) {
        return true;
    }
    if let (Some(left), Some(right)) = (left.cast::<string::JsString>(), right.cast::<string::JsString>()) {
        return string::equals(cx, left, right);
    }
    match (left.cast::<bigint::BigInt>(), right.cast::<bigint::BigInt>()) {
        (Some(left), Some(right)) => bigint::equals(left, right),
        _ => false,
    }
}
