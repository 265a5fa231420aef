//! The virtual machine: isolates, frames, the interpreter, inline caches, exceptions, jobs, and the specification's
//! operations that may run JavaScript ([`ops`]).
//!
//! The layers above reach it through few doors: [`isolate`] makes and enters an isolate, [`native`] is how a function
//! written in Rust is called, [`ops`] is what such a function uses, [`host`] is what the machine asks of whoever embeds it.

mod arguments;
pub mod async_generator;
mod call_site;
mod calling;
mod classes;
mod dispatch;
mod entry;
pub mod eval;
mod exceptions;
mod for_in;
pub mod frame;
pub mod generator;
mod global_declarations;
mod handlers;
pub mod host;
mod inline_cache;
mod instance;
mod instruction;
#[cfg(test)]
mod interpreter_tests;
pub mod isolate;
mod iteration;
pub mod literal_map;
mod liveness;
mod machine;
mod materialise;
mod megamorphic;
pub mod messages;
pub mod modules;
pub mod native;
pub mod ops;
mod private_names;
mod property_lookup;
mod property_store;
pub mod realm;
pub mod stack_trace;
pub mod suspension;
#[cfg(test)]
pub mod testing;
mod truth;

pub use host::Host;
pub use isolate::{Isolate, IsolateOptions};
pub use machine::Interrupter;
pub use messages::Message;
pub use native::{Args, JsResult, Native, QuickArgs, QuickNative, Throw};
