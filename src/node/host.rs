//! The host of an isolate: all state of the process that is not JavaScript objects, one field per part of the host.
//!
//! Natives find it with [`NodeHost::of`]. Its parts are cells: none is borrowed while JavaScript runs.

use std::any::Any as AnyType;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use super::console::ConsoleState;
use super::event_loop::EventLoop;
use super::flags::Flags;
use super::fs::OpenFiles;
use super::gc_events::GcEvents;
use super::modules::{Modules, esm};
use super::process::ProcessState;
use super::rejections::Rejections;
use super::ticks::TickQueue;
use super::timers::Timers;
use crate::heap::{ListenerId, Persistent};
use crate::objects::function::Script;
use crate::objects::module::Module;
use crate::objects::promise::Promise;
use crate::vm::host::{Host, ImportRequest, LinkError, RejectionOperation};
use crate::vm::modules::DynamicImport;
use crate::vm::ops::prelude::*;

/// How the process was started.
#[derive(Clone, Debug, Default)]
pub struct Launch {
    pub flags: Flags,
    /// Path of the engine: `process.execPath`.
    pub executable: String,
    /// `process.execArgv`.
    pub exec_arguments: Vec<String>,
    /// The script as it was given, if one was.
    pub script: Option<String>,
    /// `process.argv`, from its third on.
    pub arguments: Vec<String>,
}

/// What the user did at a prompt.
#[derive(Clone, Debug)]
pub enum Input {
    Line(String),
    /// Ctrl+C.
    Interrupt,
    /// Ctrl+D, or the end of a pipe.
    End,
}

/// An open prompt. While there is one, uncaught exceptions are shown and do not end the process.
pub trait Prompt {
    fn enter(&self, cx: &mut Cx<'_>, input: Input);

    /// The promise that an input awaited has settled.
    fn settled(&self, cx: &mut Cx<'_>, value: Handle<'_>, is_rejected: bool);

    fn show_uncaught(&self, cx: &mut Cx<'_>, exception: Handle<'_>);
}

/// See the module's header.
pub struct NodeHost {
    pub launch: Launch,
    /// The flags in force: `v8.setFlagsFromString` changes them.
    pub flags: RefCell<Flags>,
    pub event_loop: EventLoop,
    pub ticks: TickQueue,
    pub timers: Timers,
    pub rejections: Rejections,
    pub process: ProcessState,
    pub modules: Modules,
    pub console: ConsoleState,
    pub gc_events: GcEvents,
    pub files: OpenFiles,
    /// The prompt, if the user sits at one.
    pub prompt: RefCell<Option<Rc<dyn Prompt>>>,
    /// The listener of `--trace-gc`.
    pub gc_trace: Cell<Option<ListenerId>>,
    /// The function `util.inspect`.
    pub inspect: OnceCell<Persistent>,
}

impl NodeHost {
    pub fn new(launch: Launch) -> Rc<NodeHost> {
        Rc::new(NodeHost {
            flags: RefCell::new(launch.flags.clone()),
            event_loop: EventLoop::default(),
            ticks: TickQueue::default(),
            timers: Timers::default(),
            rejections: Rejections::default(),
            process: ProcessState::default(),
            modules: Modules::default(),
            console: ConsoleState::default(),
            gc_events: GcEvents::default(),
            files: OpenFiles::default(),
            prompt: RefCell::default(),
            gc_trace: Cell::new(None),
            inspect: OnceCell::new(),
            launch,
        })
    }

    /// The host of `cx`'s isolate.
    pub fn of(cx: &Cx<'_>) -> Rc<NodeHost> {
        let host: Rc<dyn AnyType> = cx.host();
        host.downcast().expect("natives of the host are only installed under it")
    }
}

impl Host for NodeHost {
    fn load_imported_module<'s>(
        &self,
        cx: &mut Cx<'s>,
        referrer: Handle<'_, Script>,
        request: &ImportRequest,
    ) -> JsResult<Handle<'s, Module>> {
        esm::load_imported_module(cx, referrer, request)
    }

    fn import_dynamically(&self, cx: &mut Cx<'_>, import: DynamicImport<'_>) -> JsResult<()> {
        esm::import_dynamically(cx, import)
    }

    fn fill_import_meta(
        &self,
        cx: &mut Cx<'_>,
        module: Handle<'_, Module>,
        meta: Handle<'_, JsObject>,
    ) -> JsResult<()> {
        esm::fill_import_meta(cx, module, meta)
    }

    fn link_failed(&self, cx: &mut Cx<'_>, failure: LinkError<'_, '_>) {
        esm::link_failed(cx, failure);
    }

    fn promise_rejection(&self, cx: &mut Cx<'_>, promise: Handle<'_, Promise>, operation: RejectionOperation) {
        match operation {
            RejectionOperation::Reject => self.rejections.rejected(cx, promise),
            RejectionOperation::Handle => self.rejections.handled(cx, promise),
        }
    }
}
