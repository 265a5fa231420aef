//! An isolate: one heap, one VM stack, one realm, one host. Several live in one process, each on its own thread.
#![allow(unsafe_code)] // the isolate behind the context

use std::cell::UnsafeCell;
use std::ptr::NonNull;
use std::rc::Rc;
use std::sync::Arc;

use super::host::{Host, NoHost};
use super::machine::{self, Interrupter, Vm};
use super::native::JsResult;
use super::{frame, materialise, ops, realm};
use crate::bytecode::template::FunctionTemplate;
use crate::heap::{Cx, Handle, Heap, HeapConfig};
use crate::objects::function::{self, FunctionInfo, JsFunction, Script};
use crate::objects::kinds::LAYOUTS;
use crate::objects::roots::Root;
use crate::syntax::source::Source;

/// What an isolate is made with.
pub struct IsolateOptions {
    pub heap: HeapConfig,
    /// `--stack-size`, in bytes.
    pub stack_bytes: usize,
    /// Native stack that [`Isolate::enter`] may use below its caller; the thread must have that much.
    pub native_stack_bytes: usize,
    /// `--stack-trace-limit`: frames an Error captures.
    pub stack_trace_limit: usize,
    pub host: Rc<dyn Host>,
    /// What fills the realm, in order: the built-ins, then the host's own globals.
    pub installers: Vec<fn(&mut Cx<'_>)>,
}

impl IsolateOptions {
    /// node's `--stack-size`.
    pub const DEFAULT_STACK_BYTES: usize = 984 * 1024;
    /// What the main thread of common systems has, less what is in use when an isolate is entered.
    pub const DEFAULT_NATIVE_STACK_BYTES: usize = 6 * 1024 * 1024;

    /// An isolate without host and built-ins, for a thread of the library's usual stack size.
    pub fn bare() -> IsolateOptions {
        IsolateOptions {
            heap: HeapConfig::default(),
            stack_bytes: IsolateOptions::DEFAULT_STACK_BYTES,
            native_stack_bytes: 1024 * 1024,
            stack_trace_limit: 10,
            host: Rc::new(NoHost),
            installers: Vec::new(),
        }
    }
}

/// Of the bytes of `--stack-size`, how many make one word of VM stack: node's frames carry as much again as ours, so
/// that a recursion goes about as deep here as there.
const STACK_BYTES_PER_WORD: usize = 16;

/// See the module's header.
pub struct Isolate {
    vm: UnsafeCell<Vm>,
    /// Owned; a raw pointer because contexts reach the heap while the isolate is shared.
    heap: NonNull<Heap>,
    host: Rc<dyn Host>,
    native_stack_bytes: usize,
}

impl Isolate {
    pub fn new(options: IsolateOptions) -> Box<Isolate> {
        let mut heap = Heap::new(options.heap, LAYOUTS);
        let mut vm = Vm::new(&mut heap, options.stack_bytes / STACK_BYTES_PER_WORD);
        vm.stack_trace_limit = options.stack_trace_limit;
        let heap = NonNull::from(Box::leak(heap));
        let isolate = Box::new(Isolate {
            vm: UnsafeCell::new(vm),
            heap,
            host: options.host,
            native_stack_bytes: options.native_stack_bytes,
        });
        // SAFETY: just leaked; nobody else has it.
        let raw = unsafe { &mut *heap.as_ptr() };
        raw.set_embedder(NonNull::from(&*isolate));
        raw.set_embedder_roots(frame::visit_roots);
        isolate.work(|cx| {
            // SAFETY: nothing runs yet; the root table stays where it is as long as the heap lives.
            unsafe { (*cx.vm()).roots = cx.root_slot(0).slot() };
            realm::initialize(cx);
            for install in options.installers {
                crate::scope!(cx);
                install(cx);
            }
        });
        isolate
    }

    /// Runs `work` with this isolate's context.
    pub fn enter<R>(&mut self, work: impl FnOnce(&mut Cx<'_>) -> R) -> R {
        self.work(work)
    }

    fn work<R>(&self, work: impl FnOnce(&mut Cx<'_>) -> R) -> R {
        let vm = self.machine();
        // SAFETY: the machine lives in the isolate; the loop is not running.
        let outer_limit = unsafe {
            let limit = machine::native_stack_pointer().saturating_sub(self.native_stack_bytes);
            std::mem::replace(&mut (*vm).native_limit, limit)
        };
        // SAFETY: the heap lives as long as the isolate; callers hold it exclusively.
        let mut cx = unsafe { Cx::new(self.heap) };
        let cx = &mut cx;
        let result = {
            crate::scope!(cx);
            work(cx)
        };
        // SAFETY: as above.
        unsafe { (*vm).native_limit = outer_limit };
        result
    }

    /// What stops the isolate's running script from elsewhere.
    pub fn interrupter(&self) -> Interrupter {
        // SAFETY: a shared look at a field that never changes.
        unsafe { (*self.vm.get()).interrupter() }
    }

    #[inline(always)]
    pub(super) fn machine(&self) -> *mut Vm {
        self.vm.get()
    }
}

impl Drop for Isolate {
    fn drop(&mut self) {
        // SAFETY: the box that `new` leaked; the machine, which points into it, is not used again.
        drop(unsafe { Box::from_raw(self.heap.as_ptr()) });
    }
}

impl<'s> Cx<'s> {
    /// The isolate whose heap this is.
    #[inline(always)]
    pub fn isolate(&self) -> &Isolate {
        // SAFETY: `Isolate::new` set the embedder to itself, pinned in its box.
        unsafe { self.embedder::<Isolate>().as_ref() }
    }

    /// The embedder.
    pub fn host(&self) -> Rc<dyn Host> {
        self.isolate().host.clone()
    }
}

/// A function that runs `template` (a script's, or a function expression's) over the global scope.
pub fn closure_of_template<'s>(
    cx: &mut Cx<'s>,
    template: Rc<FunctionTemplate>,
    source: Arc<Source>,
) -> Handle<'s, JsFunction> {
    let script = Script::new(cx, source);
    closure_in_script(cx, template, script)
}

fn closure_in_script<'s>(
    cx: &mut Cx<'s>,
    template: Rc<FunctionTemplate>,
    script: Handle<'_, Script>,
) -> Handle<'s, JsFunction> {
    let info = FunctionInfo::new(cx, template, script.any());
    materialise::prepare(cx, info);
    let context = cx.undefined();
    function::new_closure(cx, info, context)
}

/// Runs a compiled script: declares its globals, gives its completion value.
pub fn run_script<'s>(cx: &mut Cx<'s>, template: Rc<FunctionTemplate>, source: Arc<Source>) -> JsResult<Handle<'s>> {
    let script = Script::new(cx, source);
    run_in_script(cx, template, script)
}

/// As [`run_script`], the record of the source being known.
pub fn run_in_script<'s>(
    cx: &mut Cx<'s>,
    template: Rc<FunctionTemplate>,
    script: Handle<'_, Script>,
) -> JsResult<Handle<'s>> {
    let function = closure_in_script(cx, template, script);
    let this = cx.root(Root::GlobalThis).root(cx);
    ops::call::call(cx, function.any(), this, &[])
}
