//! What each opcode does: one `impl Handler` per row of the opcode table, by family.
//!
//! A fast path is a few lines over raw words and gives up (false) before it changes anything; a slow path is ordinary
//! native code over handles.

mod arithmetic;
mod calls;
mod classes;
mod compare;
mod contexts;
mod control;
mod elements;
mod functions;
mod generators;
mod getters;
mod globals;
mod iteration;
mod jumps;
mod literals;
mod modules;
mod moves;
mod private;
mod properties;
mod strings;
mod typed_elements;
