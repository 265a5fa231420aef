//! The front end: source text to a checked syntax tree.

pub mod ast;
pub mod names;
pub mod source;
