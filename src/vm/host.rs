//! What the machine asks of whoever embeds it: the one trait through which it reaches the host.

use crate::heap::{Cx, Handle};
use crate::objects::promise::Promise;

/// HostPromiseRejectionTracker's operation (ECMA-262, 27.2.1.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RejectionOperation {
    /// A promise was rejected without a handler.
    Reject,
    /// A handler was added to a promise that had been rejected without one.
    Handle,
}

/// The embedder. All methods have defaults, so that a bare isolate needs no host.
pub trait Host {
    /// A promise was rejected without a handler, or got its first one later.
    fn promise_rejection(&self, _cx: &mut Cx<'_>, _promise: Handle<'_, Promise>, _operation: RejectionOperation) {}

    /// A FinalizationRegistry has cells whose targets died: run `ops::weak::run_finalizers` from a task of its own.
    fn finalizers_ready(&self, _cx: &mut Cx<'_>) {}
}

/// The host of an isolate that has none.
pub struct NoHost;

impl Host for NoHost {}
