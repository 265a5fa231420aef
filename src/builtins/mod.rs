//! The ECMAScript library: one file per constructor and its prototype, each a set of functions and the table that names
//! them ([`define`]).

pub mod define;
pub mod promise;
mod promise_combinators;
pub mod receiver;

use crate::heap::Cx;

/// What fills a realm with the library, in order.
pub fn installers() -> Vec<fn(&mut Cx<'_>)> {
    vec![promise::install]
}
