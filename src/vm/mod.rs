//! The virtual machine: isolates, frames, the interpreter, inline caches, exceptions, jobs, and the specification's
//! operations that may run JavaScript ([`ops`]).
//!
//! The layers above reach it through few doors: [`isolate`] makes and enters an isolate, [`native`] is how a function
//! written in Rust is called, [`ops`] is what such a function uses, [`host`] is what the machine asks of whoever embeds it.

pub mod generator;
pub mod host;
pub mod isolate;
pub mod messages;
pub mod native;
pub mod ops;
pub mod realm;
#[cfg(test)]
pub mod testing;

pub use host::Host;
pub use isolate::{Isolate, IsolateOptions};
pub use messages::Message;
pub use native::{Args, JsResult, Native, Throw};
