//! The loader of ES modules: from a request to a module record, each URL loaded once.
//!
//! [`resolve`] finds the URL, [`format`] tells what it holds, [`translate`] makes the record. The map of modules is as the
//! specification has it: a module that was loaded stays.

pub mod entry;
pub mod format;
mod meta;
mod required;
mod resolve;
mod translate;
mod unresolved;

use std::cell::{Cell, RefCell};
use std::path::Path;

use rustc_hash::FxHashMap;

use self::format::Format;
use super::failure::Failure;
use super::file_url;
use crate::heap::Persistent;
use crate::node::host::NodeHost;
use crate::objects::function::Script;
use crate::objects::module::Module;
use crate::objects::promise::Promise;
use crate::vm::host::ImportRequest;
use crate::vm::modules::{self, DynamicImport};
use crate::vm::ops::prelude::*;

pub use meta::fill_import_meta;
pub use required::require_file;
pub use translate::{is_only_module, parses_as_module};
pub use unresolved::link_failed;

/// The modules of a process.
#[derive(Default)]
pub struct ModuleMap {
    /// By URL and type attribute.
    loaded: RefCell<FxHashMap<(String, Option<String>), Loaded>>,
    /// The evaluation of the main module.
    main: RefCell<Option<Persistent<Promise>>>,
    /// How many texts of no file have been modules.
    text_count: Cell<usize>,
}

struct Loaded {
    module: Persistent<Module>,
    format: Format,
}

const SECTION: &str = "(Module map)";

impl ModuleMap {
    fn find<'s>(&self, cx: &Cx<'s>, key: &(String, Option<String>)) -> Option<Handle<'s, Module>> {
        self.loaded.borrow().get(key).map(|loaded| loaded.module.get(cx))
    }

    fn insert(&self, cx: &Cx<'_>, key: (String, Option<String>), module: Handle<'_, Module>, format: Format) {
        let module = Persistent::new(cx, SECTION, module);
        self.loaded.borrow_mut().insert(key, Loaded { module, format });
    }

    /// Does the main module wait for something that never comes?
    pub fn is_main_unsettled(&self, cx: &Cx<'_>) -> bool {
        use crate::objects::promise::PromiseState;
        let main = self.main.borrow();
        main.as_ref().is_some_and(|main| main.get(cx).get(cx).state() == PromiseState::Pending)
    }
}

/// The URL that imports in `script` are resolved against.
fn base_of(cx: &Cx<'_>, script: Handle<'_, Script>) -> String {
    let raw = script.get(cx);
    let kept = raw.host_defined();
    let text = match kept.cast::<Module>() {
        Some(module) => module.host_defined().cast::<JsString>(),
        None => kept.cast::<JsString>().or(raw.name().cast::<JsString>()),
    };
    let text = text.map(|text| text.to_rust(cx)).unwrap_or_default();
    if text.starts_with("file:") || text.starts_with("data:") || text.starts_with("node:") {
        return text;
    }
    let folder = std::env::current_dir().unwrap_or_default();
    file_url::from_path(&folder.join(Path::new(&text)))
}

/// The type attribute of a request.
fn type_of(request: &ImportRequest) -> Option<String> {
    request.attributes.iter().find(|(key, _)| key == "type").map(|(_, value)| value.clone())
}

fn resolve_url(cx: &mut Cx<'_>, base: &str, request: &ImportRequest) -> JsResult<String> {
    let host = NodeHost::of(cx);
    resolve::resolve(&host.modules.packages, &request.specifier, base).map_err(|failure| failure.throw(cx))
}

/// HostLoadImportedModule.
pub fn load_imported_module<'s>(
    cx: &mut Cx<'s>,
    referrer: Handle<'_, Script>,
    request: &ImportRequest,
) -> JsResult<Handle<'s, Module>> {
    let base = base_of(cx, referrer);
    let url = resolve_url(cx, &base, request)?;
    load(cx, &url, &request.attributes)
}

/// The module at `url`.
fn load<'s>(cx: &mut Cx<'s>, url: &str, attributes: &[(String, String)]) -> JsResult<Handle<'s, Module>> {
    let request = ImportRequest { specifier: url.to_owned(), attributes: attributes.to_vec() };
    let key = (url.to_owned(), type_of(&request));
    let host = NodeHost::of(cx);
    if let Some(known) = host.modules.esm.find(cx, &key) {
        return Ok(known);
    }
    let format = format::of_url(&host.modules.packages, url).map_err(|failure| failure.throw(cx))?;
    check_attributes(url, format, attributes).map_err(|failure| failure.throw(cx))?;
    let (module, format) = translate::translate(cx, url, format)?;
    host.modules.esm.insert(cx, key, module, format);
    Ok(module)
}

/// node's validateAttributes.
fn check_attributes(url: &str, format: Format, attributes: &[(String, String)]) -> Result<(), Failure> {
    if let Some((key, value)) = attributes.iter().find(|(key, _)| key != "type") {
        return Err(Failure::unsupported_attribute(key, value));
    }
    let given = attributes.first().map(|(_, value)| value.as_str());
    match (format, given) {
        (Format::Json, Some("json")) => Ok(()),
        (Format::Json, None) => Err(Failure::missing_attribute(url, "json")),
        (_, None) => Ok(()),
        (_, Some(given)) => Err(Failure::failed_attribute(url, given)),
    }
}

/// Turns of the event loop in which node reads a file: it is opened, measured, read and closed.
const READING_TURNS: usize = 4;

/// An `import()`: of a file that is not loaded yet it is answered some turns later, as if the file were being read.
pub fn import_dynamically(cx: &mut Cx<'_>, import: DynamicImport<'_>) -> JsResult<()> {
    let base = base_of(cx, import.referrer);
    let url = resolve_url(cx, &base, &import.request)?;
    let host = NodeHost::of(cx);
    let is_known = host.modules.esm.find(cx, &(url.clone(), type_of(&import.request))).is_some();
    if is_known || !url.starts_with("file:") {
        let found = load(cx, &url, &import.request.attributes);
        modules::finish_dynamic_import(cx, import.promise, found);
        return Ok(());
    }
    let promise = Persistent::new(cx, "(Imports under way)", import.promise);
    finish_later(cx, promise, url, import.request.attributes, READING_TURNS);
    Ok(())
}

fn finish_later(
    cx: &Cx<'_>,
    promise: Persistent<Promise>,
    url: String,
    attributes: Vec<(String, String)>,
    turns: usize,
) {
    NodeHost::of(cx).event_loop.finish(Box::new(move |cx| {
        if turns > 1 {
            finish_later(cx, promise, url, attributes, turns - 1);
            return Ok(());
        }
        scope!(cx);
        let found = load(cx, &url, &attributes);
        let promise = promise.get(cx);
        modules::finish_dynamic_import(cx, promise, found);
        Ok(())
    }));
}
