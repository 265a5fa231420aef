//! The library's integration tests, in one binary: each module is one kind of test.
//!
//! `scripts` runs every script under `tests/scripts/` and compares what it prints with what it says it prints.

mod engine;
mod scripts;
