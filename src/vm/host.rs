//! What the machine asks of whoever embeds it: the one trait through which it reaches the host.

use super::messages::Message;
use super::native::JsResult;
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

/// The embedder. All methods have defaults, so that a bare isolate needs no host. The embedder's own natives find it by
/// casting `cx.host()` to its type.
pub trait Host: std::any::Any {
    /// A promise was rejected without a handler, or got its first one later.
    fn promise_rejection(&self, _cx: &mut Cx<'_>, _promise: Handle<'_, Promise>, _operation: RejectionOperation) {}

    /// Somebody asked for it through the isolate's [`Interrupter`](super::Interrupter): what this throws, the running
    /// script throws.
    fn interrupted(&self, _cx: &mut Cx<'_>) -> JsResult<()> {
        Ok(())
    }

    /// HostLoadImportedModule for `import(specifier, options)` in the script record `referrer`: a promise of the namespace.
    fn import_dynamically<'s>(
        &self,
        cx: &mut Cx<'s>,
        _referrer: Handle<'_>,
        _specifier: Handle<'_>,
        _options: Handle<'_>,
    ) -> JsResult<Handle<'s>> {
        Err(cx.throw_error(Message::NoDynamicImport, &[]))
    }

    /// `import.meta` in the script record `script`.
    fn import_meta<'s>(&self, cx: &mut Cx<'s>, _script: Handle<'_>) -> JsResult<Handle<'s>> {
        Ok(cx.undefined())
    }

    /// A FinalizationRegistry has cells whose targets died: run `ops::weak::run_finalizers` from a task of its own.
    fn finalizers_ready(&self, _cx: &mut Cx<'_>) {}
}

/// The host of an isolate that has none.
pub struct NoHost;

impl Host for NoHost {}
