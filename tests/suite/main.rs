//! The library's integration tests, in one binary: each module is one kind of test.
//!
//! `scripts` runs every script under `tests/scripts/` and compares what it prints with what it says it prints; `labs` runs
//! the labs and checks their claims; `stages` snapshots tokens, trees, scopes, bytecode and diagnostics; `command` tries the
//! command line; `repl` talks to the prompt; `generated` compares runs of programs drawn by `generator`; `hostile` tries to
//! break the engine; `collector` looks at pauses and memory from outside; `stress` runs scripts and labs under the
//! collector's stress modes.

mod collector;
mod command;
mod engine;
mod generated;
mod generator;
mod hostile;
mod labs;
mod repl;
mod scripts;
mod stages;
mod stress;
