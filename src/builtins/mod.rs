//! The ECMAScript library: one file per constructor and its prototype, each a set of functions and the table that names
//! them ([`define`]).

use crate::heap::Cx;

pub mod array_buffer;
pub mod define;
pub mod promise;
mod promise_combinators;
pub mod receiver;
pub mod shared_array_buffer;

mod bigint;
mod boolean;
mod math;
mod number;

/// What fills a realm with the library, in the order in which the global object then lists it (node's).
pub fn installers() -> Vec<fn(&mut Cx<'_>)> {
    vec![
        number::install,
        boolean::install, // between the numeric globals and String
        promise::install,
        math::install,
        bigint::install,
        number::install_conversions,
        array_buffer::install,
        shared_array_buffer::install,
    ]
}
