//! An isolate: one heap, one VM stack, one realm, one host. Several live in one process, each on its own thread.

use std::rc::Rc;
use std::sync::Arc;

use super::host::Host;
use super::native::JsResult;
use crate::bytecode::template::FunctionTemplate;
use crate::heap::{Cx, Handle, HeapConfig};
use crate::objects::function::JsFunction;
use crate::syntax::source::Source;

/// What an isolate is made with.
pub struct IsolateOptions {
    pub heap: HeapConfig,
    /// `--stack-size`, in bytes of VM stack.
    pub stack_bytes: usize,
    /// `--stack-trace-limit`: frames an Error captures.
    pub stack_trace_limit: usize,
    pub host: Rc<dyn Host>,
    /// What fills the realm, in order: the built-ins, then the host's own globals.
    pub installers: Vec<fn(&mut Cx<'_>)>,
}

/// See the module's header.
pub struct Isolate {}

impl Isolate {
    pub fn new(_options: IsolateOptions) -> Box<Isolate> {
        todo!()
    }

    /// Runs `work` with this isolate's context.
    pub fn enter<R>(&mut self, _work: impl FnOnce(&mut Cx<'_>) -> R) -> R {
        todo!()
    }
}

impl<'s> Cx<'s> {
    /// The isolate whose heap this is.
    pub fn isolate(&self) -> &Isolate {
        todo!()
    }

    /// The embedder.
    pub fn host(&self) -> Rc<dyn Host> {
        todo!()
    }
}

/// A function that runs `template` (a script's, or a function expression's) over the global scope.
pub fn closure_of_template<'s>(
    _cx: &mut Cx<'s>,
    _template: Rc<FunctionTemplate>,
    _source: Arc<Source>,
) -> Handle<'s, JsFunction> {
    todo!()
}

/// Runs a compiled script: declares its globals, gives its completion value.
pub fn run_script<'s>(_cx: &mut Cx<'s>, _template: Rc<FunctionTemplate>, _source: Arc<Source>) -> JsResult<Handle<'s>> {
    todo!()
}
