//! The host: what node 20 adds to the language. Process, event loop, timers, console and util.inspect, modules and the
//! libraries they load.

mod async_context;
mod base64;
mod bindings;
mod buffer;
mod console;
mod dom_exception;
mod encoding;
pub mod errors;
pub mod event_loop;
pub mod flag_value;
pub mod flags;
mod fs;
mod gc;
mod gc_events;
pub mod gc_trace;
mod globals;
pub mod host;
pub mod inspect;
pub mod modules;
mod os;
mod performance;
mod plain;
pub mod process;
mod rejections;
pub mod report;
pub mod run;
mod serialize;
pub mod stdio;
mod task;
pub mod test262;
mod ticks;
mod timers;
mod uncaught;
mod v8;
mod validators;

pub use process::NODE_VERSION;
