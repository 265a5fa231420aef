//! Array (ECMA-262, 23.1): the constructor, its functions, and the prototype's methods by concept.
//!
//! [`element`] reads and writes elements by number, [`present`] tells which there are, [`species`] makes the arrays that methods return; [`iteration`] calls
//! back, [`searching`] looks for values, [`mutation`] changes in place, [`splicing`] moves elements, [`copying`] makes new
//! arrays, [`flattening`], [`joining`] and [`sorting`] do what they say, [`iterator`] is the Array Iterator.

mod copying;
mod element;
mod flattening;
mod iteration;
mod iterator;
mod joining;
mod mutation;
mod present;
mod searching;
mod sorting;
mod species;
mod splicing;
mod statics;

pub(super) use element::get_element;

pub use iterator::{IterationKind, create_array_iterator};

use super::define::{Class, Row, RowKey, alias, class, method, rooted_method, symbol_getter};
use super::receiver::return_this;
use crate::objects::array;
use crate::objects::object;
use crate::vm::ops::prelude::*;

const STATICS: &[Row] = &[
    method("isArray", 1, statics::is_array_method).quick(statics::quick_is_array),
    method("from", 1, statics::from),
    method("of", 0, statics::of),
    symbol_getter(WellKnown::Species, return_this),
];

const METHODS: &[Row] = &[
    method("at", 1, searching::at),
    method("concat", 1, copying::concat),
    method("copyWithin", 2, mutation::copy_within),
    method("fill", 1, mutation::fill),
    method("find", 1, iteration::find),
    method("findIndex", 1, iteration::find_index),
    method("findLast", 1, iteration::find_last),
    method("findLastIndex", 1, iteration::find_last_index),
    method("lastIndexOf", 1, searching::last_index_of),
    method("pop", 0, mutation::pop).quick(mutation::quick_pop),
    method("push", 1, mutation::push).quick(mutation::quick_push),
    method("reverse", 0, mutation::reverse),
    method("shift", 0, splicing::shift),
    method("unshift", 1, splicing::unshift),
    method("slice", 2, copying::slice),
    method("sort", 1, sorting::sort),
    method("splice", 2, splicing::splice),
    method("includes", 1, searching::includes),
    method("indexOf", 1, searching::index_of),
    method("join", 1, joining::join),
    method("keys", 0, iterator::keys),
    method("entries", 0, iterator::entries),
    rooted_method("values", 0, iterator::values, Root::ArrayPrototypeValues),
    method("forEach", 1, iteration::for_each),
    method("filter", 1, iteration::filter),
    method("flat", 0, flattening::flat),
    method("flatMap", 1, flattening::flat_map),
    method("map", 1, iteration::map),
    method("every", 1, iteration::every),
    method("some", 1, iteration::some),
    method("reduce", 1, iteration::reduce),
    method("reduceRight", 1, iteration::reduce_right),
    method("toLocaleString", 0, joining::to_locale_string),
    rooted_method("toString", 0, joining::to_string_method, Root::ArrayPrototypeToString),
    method("toReversed", 0, copying::to_reversed),
    method("toSorted", 1, sorting::to_sorted),
    method("toSpliced", 2, splicing::to_spliced),
    method("with", 2, copying::with),
    alias(RowKey::Symbol(WellKnown::Iterator), Root::ArrayPrototypeValues),
];

/// Methods that a `with` statement does not see.
const UNSCOPABLES: &[&str] = &[
    "at",
    "copyWithin",
    "entries",
    "fill",
    "find",
    "findIndex",
    "findLast",
    "findLastIndex",
    "flat",
    "flatMap",
    "includes",
    "keys",
    "values",
    "toReversed",
    "toSorted",
    "toSpliced",
];

pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    class(
        cx,
        &Class {
            constructor_root: Some(Root::ArrayConstructor),
            statics: STATICS,
            methods: METHODS,
            ..Class::new("Array", 1, construct_array, Root::ArrayPrototype)
        },
    );
    install_unscopables(cx);
    iterator::install(cx);
}

fn install_unscopables(cx: &mut Cx<'_>) {
    let list = object::with_prototype(cx, cx.null());
    for name in UNSCOPABLES {
        scope!(cx);
        let key = Key::from_str(cx, name);
        crate::objects::property::add(cx, list, key, cx.boolean(true), Attributes::DEFAULT);
    }
    let prototype = cx.root_handle::<JsObject>(Root::ArrayPrototype);
    let key = cx.well_known(WellKnown::Unscopables).into();
    crate::objects::property::add(cx, prototype, key, list.any(), Attributes::CONFIGURABLE);
}

/// Array ( ...values )
fn construct_array<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let array = allocate(cx, args)?;
    if args.count() == 1 {
        let length = args.get(cx, 0);
        if length.val(cx).is_number() {
            set_initial_length(cx, array, length)?;
            return Ok(array.any());
        }
    }
    for value in args.rest(0) {
        array::push(cx, array, value);
    }
    Ok(array.any())
}

/// An empty array with the prototype that new.target asks for.
fn allocate<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s, JsArray>> {
    let array = match args.new_target(cx) {
        Some(new_target) if !new_target.val(cx).is_same_word(args.callee(cx).val(cx)) => {
            ordinary_create_from_constructor::<JsArray>(cx, new_target, Root::ArrayPrototype)?
        }
        _ => array::with_capacity(cx, 0),
    };
    array.get(cx).set_length_raw(cx, 0);
    Ok(array)
}

/// `new Array(length)`: holes, for which room is made unless they are very many.
fn set_initial_length(cx: &mut Cx<'_>, array: Handle<'_, JsArray>, length: Handle<'_>) -> JsResult<()> {
    let given = length.val(cx).as_number();
    let length = given as u32;
    if length as f64 != given {
        return Err(cx.throw_error(Message::InvalidArrayLength, &[]));
    }
    if length > 0 && length <= array::MAX_PREALLOCATED {
        let capacity = length as usize;
        if capacity * 8 > crate::heap::LARGE_OBJECT_BYTES && !cx.is_within_limit(capacity * 8) {
            return Err(cx.throw_error(Message::InvalidArrayLength, &[]));
        }
        array::reserve(cx, array, capacity);
    }
    array.get(cx).set_length_raw(cx, length);
    Ok(())
}
