//! The ECMAScript library: one file per constructor and its prototype, each a set of functions and the table that names
//! them ([`define`]).

use crate::heap::Cx;

pub mod array_buffer;
pub mod define;
pub mod promise;
mod promise_combinators;
pub mod receiver;
pub mod shared_array_buffer;
pub mod typed_array;

mod bigint;
mod boolean;
mod error;
mod function;
mod globals;
mod math;
mod number;
mod object;
mod proxy;
mod reflect;
mod symbol;
mod uri;

/// What fills a realm with the library, in the order in which the global object then lists it (node's).
pub fn installers() -> Vec<fn(&mut Cx<'_>)> {
    vec![
        object::install,
        function::install,
        number::install,
        globals::install_constants,
        boolean::install,
        symbol::install,
        promise::install,
        error::install,
        globals::install_global_this,
        math::install,
        bigint::install,
        array_buffer::install,
        typed_array::install,
        shared_array_buffer::install,
        proxy::install,
        reflect::install,
        uri::install,
        number::install_conversions,
    ]
}
