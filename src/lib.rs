//! Tenure: a JavaScript engine whose heap you can see.
//!
//! The folders below are listed by rank: each imports only from strictly lower ranks (see ARCHITECTURE.md, checked by
//! `tests/architecture.rs`).

pub mod base;
pub mod bytecode;
pub mod syntax;
pub mod value;

pub mod heap;
pub mod scope;

pub mod compiler;
pub mod objects;

pub mod vm;

pub mod builtins;
pub mod inspect;

pub mod node;

pub mod cli;
pub mod repl;
