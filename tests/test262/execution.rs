//! Runs one test: sloppy, strict or both, each time in a new isolate with the harness it asks for.
//!
//! The isolate has the language's library and `$262`; `print` keeps its lines for the verdict on asynchronous tests. Its
//! host does two things: it loads modules, and it throws when the watchdog interrupts.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use tenure::builtins;
use tenure::builtins::define::{self, method};
use tenure::bytecode::template::FunctionTemplate;
use tenure::compiler::{CompileOptions, compile};
use tenure::heap::HeapConfig;
use tenure::node::test262;
use tenure::objects::function::Script;
use tenure::objects::module::Module;
use tenure::syntax::source::Source;
use tenure::syntax::{ParseOptions, parse};
use tenure::vm::host::ImportRequest;
use tenure::vm::isolate::run_script;
use tenure::vm::messages::ErrorType;
use tenure::vm::ops::prelude::*;
use tenure::vm::ops::promise;
use tenure::vm::{Host, Interrupter, Isolate, IsolateOptions};

use crate::front_matter::{Negative, Phase};
use crate::modules::ModuleFiles;
use crate::plan::Test;

/// Native stack that a test may use; a worker's thread has more.
pub const NATIVE_STACK_BYTES: usize = 14 << 20;

/// What every test but a raw one starts with.
const HARNESS: [&str; 2] = ["assert.js", "sta.js"];
const ASYNC_HARNESS: &str = "doneprintHandle.js";
const ASYNC_SUCCESS: &str = "Test262:AsyncTestComplete";
const ASYNC_FAILURE: &str = "Test262:AsyncTestFailure:";

thread_local! {
    static PRINTED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// A compiled harness file.
type Compiled = (Arc<Source>, Rc<FunctionTemplate>);

/// How a source ended that did not end well.
pub struct Failure {
    pub phase: Phase,
    /// Name of the error's constructor, or what stands for it.
    pub error: String,
    pub text: String,
}

/// Loads modules, and throws when the watchdog says that time is up.
struct TestHost {
    is_timed_out: Cell<bool>,
    modules: ModuleFiles,
}

impl Host for TestHost {
    fn load_imported_module<'s>(
        &self,
        cx: &mut Cx<'s>,
        referrer: Handle<'_, Script>,
        request: &ImportRequest,
    ) -> JsResult<Handle<'s, Module>> {
        self.modules.load(cx, referrer, request)
    }

    fn interrupted(&self, cx: &mut Cx<'_>) -> JsResult<()> {
        self.is_timed_out.set(true);
        Err(cx.throw_custom(ErrorType::Error, "the test took too long"))
    }
}

/// Runs tests on one thread.
pub struct Executor {
    checkout: PathBuf,
    harness_folder: PathBuf,
    /// Harness files, compiled once: a template knows no isolate.
    harness: HashMap<String, Compiled>,
}

impl Executor {
    pub fn new(checkout: &Path) -> Executor {
        let harness_folder = checkout.join("harness");
        Executor { checkout: checkout.to_owned(), harness_folder, harness: HashMap::new() }
    }

    /// Runs `test` in all its ways; the first complaint. `watch` is given each isolate's interrupter.
    pub fn run(&mut self, test: &Test, watch: &dyn Fn(Option<Interrupter>)) -> Result<(), String> {
        let matter = &test.matter;
        let is_raw = matter.has_flag("raw");
        let runs_sloppy = !matter.has_flag("onlyStrict");
        let runs_strict = !(is_raw || matter.has_flag("noStrict") || matter.has_flag("module"));
        for (is_wanted, is_strict) in [(runs_sloppy, false), (runs_strict, true)] {
            if !is_wanted {
                continue;
            }
            let run = catch_unwind(AssertUnwindSafe(|| self.run_once(test, is_strict, watch)));
            watch(None);
            let complaint = match run {
                Ok(Ok(())) => continue,
                Ok(Err(complaint)) => complaint,
                Err(_) => "the engine panicked".to_owned(),
            };
            return Err(if is_strict { format!("strict: {complaint}") } else { complaint });
        }
        Ok(())
    }

    fn run_once(&mut self, test: &Test, is_strict: bool, watch: &dyn Fn(Option<Interrupter>)) -> Result<(), String> {
        let harness = self.harness_of(test)?;
        PRINTED.take();
        let host = Rc::new(TestHost { is_timed_out: Cell::new(false), modules: ModuleFiles::new(&self.checkout) });
        let mut isolate = new_isolate(host.clone());
        watch(Some(isolate.interrupter()));
        let ended = isolate.enter(|cx| {
            for (source, template) in harness {
                run_script(cx, template, source).map_err(|thrown| failure(cx, thrown)).map(|_| ())?;
            }
            match test.matter.has_flag("module") {
                true => host.modules.run(cx, test),
                false => run_source(cx, test, is_strict),
            }
        });
        if host.is_timed_out.get() {
            return Err("timed out".to_owned());
        }
        verdict(test, ended)
    }

    fn harness_of(&mut self, test: &Test) -> Result<Vec<Compiled>, String> {
        if test.matter.has_flag("raw") {
            return Ok(Vec::new());
        }
        let is_async = test.matter.has_flag("async");
        let asynchronous = is_async.then_some(ASYNC_HARNESS);
        let own = test.matter.includes.iter().map(String::as_str);
        HARNESS.into_iter().chain(asynchronous).chain(own).map(|name| self.harness_file(name)).collect()
    }

    fn harness_file(&mut self, name: &str) -> Result<Compiled, String> {
        if let Some(known) = self.harness.get(name) {
            return Ok(known.clone());
        }
        let path = self.harness_folder.join(name);
        let text = std::fs::read_to_string(&path).map_err(|error| format!("harness/{name}: {error}"))?;
        let source = Arc::new(Source::new(name, text));
        let template = compiled(source.clone()).map_err(|error| format!("harness/{name}: {}", error.text))?;
        self.harness.insert(name.to_owned(), (source.clone(), template.clone()));
        Ok((source, template))
    }
}

fn new_isolate(host: Rc<TestHost>) -> Box<Isolate> {
    let mut installers = builtins::installers();
    installers.push(test262::install);
    installers.push(|cx| define::globals(cx, &[method("print", 1, print)]));
    Isolate::new(IsolateOptions {
        heap: HeapConfig::default(),
        stack_bytes: IsolateOptions::DEFAULT_STACK_BYTES,
        native_stack_bytes: NATIVE_STACK_BYTES,
        stack_trace_limit: 10,
        host,
        installers,
    })
}

fn print<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let value = args.get(cx, 0);
    let line = to_rust_string(cx, value)?;
    PRINTED.with_borrow_mut(|lines| lines.push(line));
    Ok(cx.undefined())
}

fn compiled(source: Arc<Source>) -> Result<Rc<FunctionTemplate>, Failure> {
    let refused = |error: &str, text: String| Failure { phase: Phase::Parse, error: error.to_owned(), text };
    let program = parse(source, ParseOptions::default()).map_err(|errors| {
        let first = errors.first();
        let is_range_error = first.is_some_and(|error| error.message.is_range_error());
        let text = first.map_or(String::new(), |error| error.message.to_string());
        refused(if is_range_error { "RangeError" } else { "SyntaxError" }, text)
    })?;
    compile(&program, CompileOptions::default()).map_err(|error| refused("limit", error.to_string()))
}

/// Runs the test itself and the jobs that it leaves.
fn run_source(cx: &mut Cx<'_>, test: &Test, is_strict: bool) -> Result<(), Failure> {
    let prefix = if is_strict { "\"use strict\";\n" } else { "" };
    let source = Arc::new(Source::new(test.path.clone(), format!("{prefix}{}", test.text)));
    let template = compiled(source.clone())?;
    let ended = run_script(cx, template, source).map(|_| ()).and_then(|()| promise::run_jobs(cx));
    ended.map_err(|thrown| failure(cx, thrown))
}

/// What was thrown, for comparing and for people.
pub fn failure(cx: &mut Cx<'_>, thrown: Throw) -> Failure {
    let exception = cx.take_exception(thrown);
    let mut property = |names: &[&str]| -> Option<String> {
        let mut value = exception;
        for name in names {
            let key = Key::from_str(cx, name);
            value = get_v(cx, value, key).ok()?;
        }
        value.cast::<JsString>(cx).map(|text| text.get(cx).to_rust(cx))
    };
    let error = property(&["constructor", "name"]).unwrap_or_default();
    let message = property(&["message"]);
    let text = message.or_else(|| to_rust_string(cx, exception).ok()).unwrap_or_default();
    Failure { phase: Phase::Runtime, error, text }
}

/// Was that the end the test asks for?
fn verdict(test: &Test, ended: Result<(), Failure>) -> Result<(), String> {
    match (&test.matter.negative, ended) {
        (None, Ok(())) if test.matter.has_flag("async") => async_verdict(),
        (None, Ok(())) => Ok(()),
        (None, Err(failure)) => Err(format!("{}: {}", failure.error, failure.text)),
        (Some(Negative { phase, error }), Ok(())) => Err(format!("no {error} at {phase:?}")),
        (Some(wanted), Err(failure)) => {
            let is_it = failure.phase == wanted.phase && failure.error == wanted.error;
            let Failure { phase, error, text } = failure;
            let complaint =
                || format!("{error} at {phase:?} instead of {} at {:?}: {text}", wanted.error, wanted.phase);
            is_it.then_some(()).ok_or_else(complaint)
        }
    }
}

fn async_verdict() -> Result<(), String> {
    let lines = PRINTED.take();
    if let Some(failure) = lines.iter().find_map(|line| line.strip_prefix(ASYNC_FAILURE)) {
        return Err(failure.to_owned());
    }
    match lines.iter().filter(|line| *line == ASYNC_SUCCESS).count() {
        1 => Ok(()),
        0 => Err("$DONE was not called".to_owned()),
        _ => Err("$DONE was called more than once".to_owned()),
    }
}
