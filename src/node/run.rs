//! Running a program: an isolate with this host, the program, the event loop, the exit code.

use std::path::Path;
use std::rc::Rc;

use super::flag_value::InputType;
use super::flags::Flags;
use super::host::{Launch, NodeHost};
use super::inspect::{Options, inspect};
use super::modules::{commonjs, compile, esm, resolve};
use super::process::exit;
use super::stdio::{self, Output};
use super::{errors, event_loop, gc_trace, globals};
use crate::builtins;
use crate::heap::{GcStress, HeapConfig};
use crate::syntax::source::Source;
use crate::vm::isolate::{Isolate, IsolateOptions};
use crate::vm::messages::ErrorType;
use crate::vm::ops::prelude::*;

/// What to run.
#[derive(Clone, Debug)]
pub enum Task {
    /// A file, as the main module.
    File(String),
    /// A text, named for messages, as a script; its completion value is printed if asked for.
    Text { name: &'static str, text: String, prints: bool },
}

/// Native stack that running JavaScript may use: recursion through natives, deep syntax trees.
pub const NATIVE_STACK_BYTES: usize = 64 << 20;

/// `path` seen from `folder`, as `process.argv` shows a script.
pub fn absolute(folder: &Path, path: &str) -> String {
    resolve::normalize(&folder.join(path)).to_string_lossy().into_owned()
}

/// An isolate whose realm has the language's and the host's objects.
pub fn new_isolate(host: Rc<NodeHost>) -> Box<Isolate> {
    let flags = host.launch.flags.clone();
    let mut installers = builtins::installers();
    installers.push(globals::install);
    Isolate::new(IsolateOptions {
        heap: heap_config(&flags),
        stack_bytes: usize::try_from(flags.stack_size).unwrap_or(0) * 1024,
        native_stack_bytes: NATIVE_STACK_BYTES,
        stack_trace_limit: usize::try_from(flags.stack_trace_limit).unwrap_or(0),
        host,
        installers,
    })
}

fn heap_config(flags: &Flags) -> HeapConfig {
    HeapConfig {
        max_old_bytes: flags.max_old_space_size.bytes(),
        max_semi_bytes: flags.max_semi_space_size.bytes(),
        min_semi_bytes: flags.min_semi_space_size.bytes(),
        max_heap_bytes: flags.max_heap_size.bytes(),
        gc_stress: stress(flags),
        verify: flags.verify_heap,
        force_evacuation: flags.compact_on_every_full_gc,
        stress_marking: flags.stress_incremental_marking,
        no_incremental_marking: !flags.incremental_marking,
    }
}

fn stress(flags: &Flags) -> Option<GcStress> {
    let interval = u32::try_from(flags.gc_stress).unwrap_or(u32::MAX);
    (interval > 0).then_some(GcStress { interval, seed: flags.gc_stress_seed })
}

/// Runs `task` to the end of its event loop and ends the process with its exit code.
pub fn run(launch: Launch, task: Task) -> ! {
    perform(launch, task, |cx| exit::end(cx))
}

/// Runs `task` to the end of its event loop; the process lives on. For fuzzing: many programs in one process.
pub fn run_to_idle(launch: Launch, task: Task) {
    perform(launch, task, |_| ());
}

fn perform<R>(launch: Launch, task: Task, end: impl FnOnce(&mut Cx<'_>) -> R) -> R {
    let host = NodeHost::new(launch);
    let mut isolate = new_isolate(host.clone());
    isolate.enter(|cx| {
        gc_trace::restart(cx, &host.launch.flags);
        event_loop::run_task(cx, preload);
        event_loop::run_task(cx, |cx| start(cx, &task));
        event_loop::run(cx);
        end(cx)
    })
}

/// The modules that `--require` names.
fn preload(cx: &mut Cx<'_>) -> JsResult<()> {
    let requests = NodeHost::of(cx).launch.flags.require.clone();
    let folder = std::env::current_dir().unwrap_or_default();
    for request in requests {
        scope!(cx);
        let module = commonjs::detached_module(cx, "internal/preload", &folder.join("preload"));
        commonjs::require(cx, module, &request)?;
    }
    Ok(())
}

fn start(cx: &mut Cx<'_>, task: &Task) -> JsResult<()> {
    match task {
        Task::File(path) => commonjs::run_main(cx, path),
        Task::Text { name, text, prints } => {
            let input_type = NodeHost::of(cx).launch.flags.input_type;
            if input_type == InputType::Module || input_type == InputType::Unsaid && esm::is_only_module(text) {
                return run_module(cx, text.clone(), *prints);
            }
            prepare_globals(cx, name);
            let value = compile::run(cx, Source::new(*name, text.clone()))?;
            if *prints {
                print(cx, value)?;
            }
            Ok(())
        }
    }
}

fn run_module(cx: &mut Cx<'_>, text: String, prints: bool) -> JsResult<()> {
    if prints {
        let message = "--print cannot be used with ESM input";
        return Err(errors::throw_coded(cx, ErrorType::Error, "ERR_EVAL_ESM_CANNOT_PRINT", message));
    }
    esm::entry::run_text(cx, text)
}

/// Gives a script that is in no file the globals of a module.
pub fn prepare_globals(cx: &mut Cx<'_>, name: &str) {
    scope!(cx);
    let folder = std::env::current_dir().unwrap_or_default();
    let module = commonjs::detached_module(cx, name, &folder.join(Path::new(name)));
    commonjs::install_globals(cx, module, name);
}

/// Prints a value as `-p` does: strings as they are.
fn print(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<()> {
    let text = match value.cast::<JsString>(cx) {
        Some(text) => text.get(cx).to_rust(cx),
        None => {
            let colors = stdio::has_colors(Output::Stdout);
            inspect(cx, value, &Options { colors, ..Options::default() })?
        }
    };
    super::console::print(cx, Output::Stdout, &text)
}
