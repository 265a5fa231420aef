//! What the machine asks of whoever embeds it: the one trait through which it reaches the host.

use super::messages::Message;
use super::modules::{self, DynamicImport};
use super::native::JsResult;
use crate::heap::{Cx, Handle};
use crate::objects::function::Script;
use crate::objects::module::Module;
use crate::objects::object::JsObject;
use crate::objects::promise::Promise;
use crate::syntax::source::Span;

/// HostPromiseRejectionTracker's operation (ECMA-262, 27.2.1.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RejectionOperation {
    /// A promise was rejected without a handler.
    Reject,
    /// A handler was added to a promise that had been rejected without one.
    Handle,
}

/// What an import asks for (a ModuleRequest Record).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ImportRequest {
    pub specifier: String,
    /// (key, value), sorted.
    pub attributes: Vec<(String, String)>,
}

/// A name that could not be linked.
#[derive(Clone, Copy)]
pub struct LinkError<'s, 'a> {
    /// The SyntaxError to be thrown.
    pub error: Handle<'s>,
    /// The importing module's.
    pub script: Handle<'s, Script>,
    /// Where the name stands there.
    pub span: Span,
    /// The module that does not give the name.
    pub requested: Option<Handle<'s, Module>>,
    pub specifier: &'a str,
    pub name: &'a str,
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

    /// HostLoadImportedModule: the module that `request` means in `referrer`. Equal requests of one referrer get one module.
    fn load_imported_module<'s>(
        &self,
        cx: &mut Cx<'s>,
        _referrer: Handle<'_, Script>,
        _request: &ImportRequest,
    ) -> JsResult<Handle<'s, Module>> {
        Err(cx.throw_error(Message::NoDynamicImport, &[]))
    }

    /// An `import()`: to be answered with [`modules::finish_dynamic_import`](super::modules::finish_dynamic_import), now or
    /// later. What it throws rejects the promise.
    fn import_dynamically(&self, cx: &mut Cx<'_>, import: DynamicImport<'_>) -> JsResult<()> {
        let found = self.load_imported_module(cx, import.referrer, &import.request);
        modules::finish_dynamic_import(cx, import.promise, found);
        Ok(())
    }

    /// HostGetImportMetaProperties: gives `meta`, the `import.meta` of `module`, its properties.
    fn fill_import_meta(
        &self,
        _cx: &mut Cx<'_>,
        _module: Handle<'_, Module>,
        _meta: Handle<'_, JsObject>,
    ) -> JsResult<()> {
        Ok(())
    }

    /// A module could not be linked: the embedder may say more in the error that is about to be thrown.
    fn link_failed(&self, _cx: &mut Cx<'_>, _failure: LinkError<'_, '_>) {}

    /// A FinalizationRegistry has cells whose targets died: run `ops::weak::run_finalizers` from a task of its own.
    fn finalizers_ready(&self, _cx: &mut Cx<'_>) {}
}

/// The host of an isolate that has none.
pub struct NoHost;

impl Host for NoHost {}
