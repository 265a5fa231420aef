//! `process`: the object, and the state behind it.
//!
//! What few programs use is made when it is asked for: event methods come with the `events` library on first use
//! ([`events`]), streams and `env` are getters that replace themselves.

mod clock;
pub mod events;
pub mod exit;
mod memory;
mod object;
mod signals;
pub mod warnings;

use std::cell::Cell;

pub use object::install;
pub use signals::METHODS as SIGNALS;

use crate::heap::Persistent;
use crate::vm::ops::prelude::*;

/// The version of node whose behaviour scripts find here.
pub const NODE_VERSION: &str = "v20.20.2";

/// State of the process.
#[derive(Default)]
pub struct ProcessState {
    object: std::cell::OnceCell<Persistent<JsObject>>,
    is_exiting: Cell<bool>,
    events: events::EventState,
    warnings: warnings::WarningState,
    signals: signals::SignalState,
}

/// The `process` object.
pub fn object<'s>(cx: &mut Cx<'s>) -> Handle<'s, JsObject> {
    let host = super::host::NodeHost::of(cx);
    host.process.object.get().expect("process is made with the realm").get(cx)
}
