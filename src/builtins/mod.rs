//! The ECMAScript library: one file per constructor and its prototype, each a set of functions and the table that names
//! them ([`define`]).

pub mod define;
