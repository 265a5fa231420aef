//! Typed arrays (ECMA-262, 23.2): %TypedArray% and its prototype, and the constructors of the eleven element kinds.
//!
//! Element kinds, bounds, loads and stores are `objects::typed_array`'s.

mod callbacks;
mod construct;
mod copy;
pub mod create;
mod from;
mod join;
mod modify;
mod search;
mod sort;
mod views;

use super::define::{Class, Row, RowKey, alias, class, constant, getter, method, properties, same_as, symbol_getter};
use super::receiver::return_this;
use crate::objects::typed_array::{ElementKind, TypedArray};
use crate::vm::ops::prelude::*;

const STATICS: &[Row] =
    &[method("of", 0, from::of), method("from", 1, from::from), symbol_getter(WellKnown::Species, return_this)];

const METHODS: &[Row] = &[
    getter("buffer", views::buffer),
    getter("byteLength", views::byte_length),
    getter("byteOffset", views::byte_offset),
    getter("length", views::length).quick(views::quick_length),
    method("entries", 0, views::entries),
    method("keys", 0, views::keys),
    method("values", 0, views::values),
    method("at", 1, copy::at),
    method("copyWithin", 2, modify::copy_within),
    method("every", 1, callbacks::every),
    method("fill", 1, modify::fill),
    method("filter", 1, callbacks::filter),
    method("find", 1, callbacks::find),
    method("findIndex", 1, callbacks::find_index),
    method("findLast", 1, callbacks::find_last),
    method("findLastIndex", 1, callbacks::find_last_index),
    method("forEach", 1, callbacks::for_each),
    method("includes", 1, search::includes),
    method("indexOf", 1, search::index_of),
    method("join", 1, join::join),
    method("lastIndexOf", 1, search::last_index_of),
    method("map", 1, callbacks::map),
    method("reverse", 0, modify::reverse),
    method("reduce", 1, callbacks::reduce),
    method("reduceRight", 1, callbacks::reduce_right),
    method("set", 1, modify::set),
    method("slice", 2, copy::slice),
    method("some", 1, callbacks::some),
    method("sort", 1, sort::sort),
    method("subarray", 2, copy::subarray),
    method("toLocaleString", 0, join::to_locale_string),
    alias(RowKey::Text("toString"), Root::ArrayPrototypeToString),
    method("toReversed", 0, copy::to_reversed),
    method("toSorted", 1, sort::to_sorted),
    method("with", 2, copy::with),
    symbol_getter(WellKnown::ToStringTag, views::to_string_tag),
    same_as(RowKey::Symbol(WellKnown::Iterator), "values"),
];

/// Uint8Array's constructor, for host classes whose instances are Uint8Arrays.
pub fn construct_uint8_array<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    construct::construct::<{ ElementKind::Uint8 as u8 }>(cx, args)
}

/// Copies all elements of `source` to `target`, which is at least as long, converting them.
pub fn copy_elements(cx: &mut Cx<'_>, target: Handle<'_, TypedArray>, source: Handle<'_, TypedArray>) -> JsResult<()> {
    create::check_content_type(cx, target.get(cx).element_kind(), source.get(cx).element_kind())?;
    copy::convert_elements(cx, target, 0, source);
    Ok(())
}

/// Installs %TypedArray%, then the constructors in node's order.
pub fn install(cx: &mut Cx<'_>) {
    let typed_array = Class {
        constructor_root: Some(Root::TypedArrayConstructor),
        statics: STATICS,
        methods: METHODS,
        is_global: false,
        ..Class::new("TypedArray", 0, construct::abstract_constructor, Root::TypedArrayPrototype)
    };
    class(cx, &typed_array);
    install_kind::<{ ElementKind::Uint8 as u8 }>(cx);
    install_kind::<{ ElementKind::Int8 as u8 }>(cx);
    install_kind::<{ ElementKind::Uint16 as u8 }>(cx);
    install_kind::<{ ElementKind::Int16 as u8 }>(cx);
    install_kind::<{ ElementKind::Uint32 as u8 }>(cx);
    install_kind::<{ ElementKind::Int32 as u8 }>(cx);
    install_kind::<{ ElementKind::Float32 as u8 }>(cx);
    install_kind::<{ ElementKind::Float64 as u8 }>(cx);
    install_kind::<{ ElementKind::Uint8Clamped as u8 }>(cx);
    install_kind::<{ ElementKind::BigUint64 as u8 }>(cx);
    install_kind::<{ ElementKind::BigInt64 as u8 }>(cx);
}

/// The constructor of element kind number `KIND`.
fn install_kind<const KIND: u8>(cx: &mut Cx<'_>) {
    scope!(cx);
    let kind = ElementKind::ALL[KIND as usize];
    let of_kind = Class {
        constructor_root: Some(kind.constructor_root()),
        parent: Some(Root::TypedArrayConstructor),
        ..Class::new(kind.name(), 3, construct::construct::<KIND>, kind.prototype_root())
    };
    let constructor = class(cx, &of_kind);
    let bytes = [constant("BYTES_PER_ELEMENT", kind.bytes() as f64)];
    properties(cx, constructor, &bytes);
    let prototype = cx.root_handle(kind.prototype_root());
    properties(cx, prototype, &bytes);
}
