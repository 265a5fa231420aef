//! The ECMAScript library: one file per constructor and its prototype, each a set of functions and the table that names
//! them ([`define`]).

use crate::heap::Cx;

pub mod array;
pub mod array_buffer;
pub mod collections;
pub mod define;
pub mod promise;
mod promise_combinators;
pub mod receiver;
pub mod shared_array_buffer;
pub mod typed_array;

mod async_from_sync_iterator;
mod atomics;
mod bigint;
mod boolean;
mod data_view;
mod date;
mod error;
mod finalization_registry;
mod function;
mod generator;
mod globals;
mod intl;
mod json;
mod math;
mod number;
mod object;
mod proxy;
mod reflect;
mod regexp;
mod string;
mod substitution;
mod symbol;
mod uri;
mod weak_ref;

/// What fills a realm with the library, in the order in which the global object then lists it (node's).
pub fn installers() -> Vec<fn(&mut Cx<'_>)> {
    vec![
        object::install,
        function::install,
        array::install,
        generator::install,
        async_from_sync_iterator::install,
        number::install,
        globals::install_constants,
        boolean::install,
        string::install,
        string::iterator::install,
        symbol::install,
        date::install,
        promise::install,
        regexp::install,
        regexp::string_iterator::install,
        error::install,
        globals::install_global_this,
        json::install,
        math::install,
        intl::objects::install,
        array_buffer::install,
        typed_array::install,
        data_view::install,
        collections::map::install,
        bigint::install,
        collections::set::install,
        collections::weak_map::install,
        collections::weak_set::install,
        collections::iterators::install,
        proxy::install,
        reflect::install,
        finalization_registry::install,
        weak_ref::install,
        uri::install,
        function::install_eval,
        number::install_conversions,
        shared_array_buffer::install,
        atomics::install,
    ]
}
