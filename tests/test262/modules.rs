//! The modules of a test: files beside it, loaded once for each isolate.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use tenure::bytecode::module::ModuleTemplate;
use tenure::compiler::compile_module;
use tenure::heap::Persistent;
use tenure::objects::function::Script;
use tenure::objects::module::Module;
use tenure::objects::promise::{Promise, PromiseState};
use tenure::syntax::source::Source;
use tenure::syntax::{ParseOptions, SourceKind, parse};
use tenure::vm::host::ImportRequest;
use tenure::vm::messages::ErrorType;
use tenure::vm::modules::{
    evaluate, link, load_requested_modules, new_source_text_module, new_synthetic_module, set_synthetic_export,
};
use tenure::vm::ops::prelude::*;
use tenure::vm::ops::promise;

use crate::execution::{Failure, failure};
use crate::front_matter::Phase;
use crate::plan::Test;

/// A module's path and the type it was asked for as.
type Request = (String, Option<String>);

/// The modules of an isolate.
pub struct ModuleFiles {
    checkout: PathBuf,
    /// By path from the checkout on, and type attribute.
    loaded: RefCell<HashMap<Request, Persistent<Module>>>,
}

impl ModuleFiles {
    pub fn new(checkout: &Path) -> ModuleFiles {
        ModuleFiles { checkout: checkout.to_owned(), loaded: RefCell::default() }
    }

    /// The module that `request` means for the code of `referrer`.
    pub fn load<'s>(
        &self,
        cx: &mut Cx<'s>,
        referrer: Handle<'_, Script>,
        request: &ImportRequest,
    ) -> JsResult<Handle<'s, Module>> {
        let path = join(&place_of(cx, referrer), &request.specifier);
        let attribute = request.attributes.iter().find(|(key, _)| key == "type").map(|(_, value)| value.clone());
        let key = (path, attribute);
        if let Some(known) = self.loaded.borrow().get(&key) {
            return Ok(known.get(cx));
        }
        let text = match std::fs::read_to_string(self.checkout.join(&key.0)) {
            Ok(text) => text,
            Err(error) => return Err(cx.throw_custom(ErrorType::TypeError, &format!("{}: {error}", key.0))),
        };
        let module = match key.1.as_deref() {
            Some("json") => json_module(cx, &key.0, &text)?,
            _ => {
                let source = Arc::new(Source::new(key.0.as_str(), text));
                match compiled(source.clone()) {
                    Ok(template) => record(cx, template, source),
                    Err(message) => return Err(cx.throw_custom(ErrorType::SyntaxError, &message)),
                }
            }
        };
        self.remember(cx, key, module);
        Ok(module)
    }

    fn remember(&self, cx: &Cx<'_>, key: (String, Option<String>), module: Handle<'_, Module>) {
        self.loaded.borrow_mut().insert(key, Persistent::new(cx, "(Test modules)", module));
    }

    /// Runs a test that is a module, and the jobs that it leaves.
    pub fn run(&self, cx: &mut Cx<'_>, test: &Test) -> Result<(), Failure> {
        let source = Arc::new(Source::new(test.path.as_str(), test.text.as_str()));
        let refused = |text| Failure { phase: Phase::Parse, error: "SyntaxError".to_owned(), text };
        let module = record(cx, compiled(source.clone()).map_err(refused)?, source);
        self.remember(cx, (test.path.clone(), None), module);
        let linked = load_requested_modules(cx, module).and_then(|()| link(cx, module));
        linked.map_err(|thrown| Failure { phase: Phase::Resolution, ..failure(cx, thrown) })?;
        let ended = evaluate(cx, module);
        promise::run_jobs(cx).map_err(|thrown| failure(cx, thrown))?;
        outcome(cx, ended)
    }
}

fn outcome(cx: &mut Cx<'_>, ended: Handle<'_, Promise>) -> Result<(), Failure> {
    if ended.get(cx).state() != PromiseState::Rejected {
        return Ok(());
    }
    let reason = ended.get(cx).result().root(cx);
    let thrown = cx.throw(reason);
    Err(failure(cx, thrown))
}

fn compiled(source: Arc<Source>) -> Result<Rc<ModuleTemplate>, String> {
    let options = ParseOptions { kind: SourceKind::Module, ..ParseOptions::default() };
    let program = parse(source, options)
        .map_err(|errors| errors.first().map_or(String::new(), |error| error.message.to_string()))?;
    compile_module(&program).map(Rc::new).map_err(|error| error.to_string())
}

fn record<'s>(cx: &mut Cx<'s>, template: Rc<ModuleTemplate>, source: Arc<Source>) -> Handle<'s, Module> {
    let place = cx.string(source.name()).any();
    new_source_text_module(cx, template, source, place)
}

fn json_module<'s>(cx: &mut Cx<'s>, path: &str, text: &str) -> JsResult<Handle<'s, Module>> {
    let global = cx.root_handle::<JsObject>(Root::Global);
    let json = get(cx, global, cx.key(N::JSON))?;
    let (parse, text) = (Key::from_str(cx, "parse"), cx.string(text).any());
    let value = call_method(cx, json, parse, &[text])?;
    let (name, steps, place) = (cx.key(N::default), cx.undefined(), cx.string(path).any());
    let module = new_synthetic_module(cx, &[name], steps, place);
    set_synthetic_export(cx, module, name, value);
    Ok(module)
}

/// Path of the file that the code of `script` is from.
fn place_of(cx: &Cx<'_>, script: Handle<'_, Script>) -> String {
    let raw = script.get(cx);
    let kept = raw.host_defined();
    let place = match kept.cast::<Module>() {
        Some(module) => module.host_defined().cast::<JsString>(),
        None => kept.cast::<JsString>().or(raw.name().cast::<JsString>()),
    };
    place.map(|place| place.to_rust(cx)).unwrap_or_default()
}

/// `specifier` seen from the file `base`.
fn join(base: &str, specifier: &str) -> String {
    let whole = Path::new(base).parent().unwrap_or(Path::new("")).join(specifier);
    let mut path = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    path.to_string_lossy().into_owned()
}
