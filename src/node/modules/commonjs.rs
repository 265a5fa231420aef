//! CommonJS: the class `Module`, `require`, and running files as modules.
//!
//! A module is a plain object inheriting from `Module.prototype`; `require.cache` maps file names to modules, and a script
//! may take them out. A module is in the cache before it runs, so that cycles see what is exported so far.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::esm::{self, format::Format};
use super::resolve::Unresolved;
use super::{builtin, compile, resolve};
use crate::builtins::define::{self, Row, function, method};
use crate::heap::Persistent;
use crate::node::host::NodeHost;
use crate::node::{errors, plain};
use crate::objects::{array, object};
use crate::syntax::source::Source;
use crate::vm::messages::ErrorType;
use crate::vm::ops::prelude::*;

/// The parameters of the function that a module's text is the body of.
pub const PARAMETERS: &[&str] = &["exports", "require", "module", "__filename", "__dirname"];

const METHODS: &[Row] = &[method("require", 1, module_require), method("_compile", 2, module_compile)];

/// `Module.prototype`.
fn prototype<'s>(cx: &mut Cx<'s>) -> Handle<'s, JsObject> {
    let host = NodeHost::of(cx);
    if let Some((_, prototype)) = host.modules.class.get() {
        return prototype.get(cx);
    }
    let class = plain::host_class(cx, "Module", construct_module, 0, METHODS);
    let cache = cache(cx);
    plain::put(cx, class.constructor, "_cache", cache.any());
    let section = "(Host classes)";
    let kept = (Persistent::new(cx, section, class.constructor), Persistent::new(cx, section, class.prototype));
    let _ = host.modules.class.set(kept);
    class.prototype
}

/// The class `Module`.
pub fn class<'s>(cx: &mut Cx<'s>) -> Handle<'s, JsObject> {
    prototype(cx);
    let host = NodeHost::of(cx);
    let (constructor, _) = host.modules.class.get().expect("made with its prototype");
    constructor.get(cx)
}

/// `require.cache`.
fn cache<'s>(cx: &mut Cx<'s>) -> Handle<'s, JsObject> {
    let host = NodeHost::of(cx);
    if let Some(cache) = host.modules.cache.get() {
        return cache.get(cx);
    }
    let null = cx.null();
    let cache = object::with_prototype(cx, null);
    let _ = host.modules.cache.set(Persistent::new(cx, "(Module cache)", cache));
    cache
}

/// A module for `file`, required by `parent`.
fn new_module<'s>(
    cx: &mut Cx<'s>,
    id: &str,
    file: &Path,
    parent: Option<Handle<'_, JsObject>>,
) -> Handle<'s, JsObject> {
    let prototype = prototype(cx);
    let module = object::with_prototype(cx, prototype.any());
    scope!(cx);
    plain::put_text(cx, module, "id", id);
    let folder = file.parent().unwrap_or(Path::new("."));
    plain::put_text(cx, module, "path", &folder.to_string_lossy());
    let exports = object::new_plain(cx);
    plain::put(cx, module, "exports", exports.any());
    plain::put_text(cx, module, "filename", &file.to_string_lossy());
    plain::put_boolean(cx, module, "loaded", false);
    let children = array::new(cx, 0);
    plain::put(cx, module, "children", children.any());
    let folders: Vec<String> =
        resolve::module_folders(folder).iter().map(|folder| folder.to_string_lossy().into_owned()).collect();
    let folders = plain::array_of_texts(cx, &folders);
    plain::put(cx, module, "paths", folders.any());
    let parent_value = parent.map_or(cx.undefined(), |parent| parent.val(cx).root(cx));
    plain::put_hidden(cx, module, "parent", parent_value);
    if let Some(parent) = parent
        && let Some(siblings) = plain::own(cx, parent, "children").cast::<JsArray>(cx)
    {
        array::push(cx, siblings, module.any());
    }
    module
}

fn construct_module<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let id = args.get(cx, 0);
    let id = if id.val(cx).is_undefined() { String::new() } else { to_rust_string(cx, id)? };
    let parent = args.get(cx, 1).cast::<JsObject>(cx);
    Ok(new_module(cx, &id, Path::new(&id), parent).any())
}

/// Runs the file that `path` names as the main module.
pub fn run_main(cx: &mut Cx<'_>, path: &str) -> JsResult<()> {
    scope!(cx);
    let folder = std::env::current_dir().unwrap_or_default();
    let absolute = resolve::normalize(&folder.join(path));
    let host = NodeHost::of(cx);
    let Ok(file) = resolve::resolve(&host.modules.packages, &absolute.to_string_lossy(), &absolute) else {
        return Err(throw_not_found(cx, &absolute.to_string_lossy(), None));
    };
    if is_module(cx, &file) {
        return esm::entry::run_file(cx, &file);
    }
    let module = new_module(cx, ".", &file, None);
    *NodeHost::of(cx).modules.main.borrow_mut() = Some(Persistent::new(cx, "(Main module)", module));
    load_cached(cx, module, &file)
}

/// What `request` exports, seen from `parent`.
pub fn require<'s>(cx: &mut Cx<'s>, parent: Handle<'_, JsObject>, request: &str) -> JsResult<Handle<'s>> {
    if let Some(library) = builtin::find(request) {
        return builtin::require(cx, library.name);
    }
    if request.starts_with("node:") {
        let message = format!("No such built-in module: {request}");
        return Err(errors::throw_coded(cx, ErrorType::Error, "ERR_UNKNOWN_BUILTIN_MODULE", &message));
    }
    let file = find_file(cx, parent, request)?;
    load_file(cx, &file, Some(parent))
}

/// What the module in `file` exports.
pub fn load_file<'s>(cx: &mut Cx<'s>, file: &Path, parent: Option<Handle<'_, JsObject>>) -> JsResult<Handle<'s>> {
    let key = Key::from_str(cx, &file.to_string_lossy());
    let cache = cache(cx);
    if let Some(known) = get(cx, cache, key)?.cast::<JsObject>(cx) {
        let exports = cx.key(N::exports);
        return get(cx, known, exports);
    }
    let module = new_module(cx, &file.to_string_lossy(), file, parent);
    load_cached(cx, module, file)?;
    get(cx, module, cx.key(N::exports))
}

fn find_file(cx: &mut Cx<'_>, parent: Handle<'_, JsObject>, request: &str) -> JsResult<PathBuf> {
    let file = plain::own_text(cx, parent, "filename").unwrap_or_else(|| "./.".to_owned());
    let host = NodeHost::of(cx);
    match resolve::resolve(&host.modules.packages, request, Path::new(&file)) {
        Ok(file) => Ok(file),
        Err(Unresolved::NotFound) => Err(throw_not_found(cx, request, Some(parent))),
        Err(Unresolved::MissingTarget(path)) => Err(throw_not_found(cx, &path.to_string_lossy(), None)),
        Err(Unresolved::Failed(failure)) => Err(failure.throw(cx)),
    }
}

/// Puts the module in the cache and runs it; takes it out again if that throws.
fn load_cached(cx: &mut Cx<'_>, module: Handle<'_, JsObject>, file: &Path) -> JsResult<()> {
    let cache = cache(cx);
    let key = Key::from_str(cx, &file.to_string_lossy());
    create_data_property(cx, cache, key, module.any())?;
    if let Err(thrown) = load(cx, module, file) {
        let exception = cx.take_exception(thrown);
        delete(cx, cache, key)?;
        return Err(cx.throw(exception));
    }
    plain::put_boolean(cx, module, "loaded", true);
    Ok(())
}

fn load(cx: &mut Cx<'_>, module: Handle<'_, JsObject>, file: &Path) -> JsResult<()> {
    if is_module(cx, file) {
        return load_module(cx, module, file);
    }
    let name = file.to_string_lossy().into_owned();
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => return Err(errors::throw_system(cx, &error, "open", Some(&name))),
    };
    let text = String::from_utf8_lossy(&bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("json") => load_json(cx, module, &name, text),
        Some("node") => Err(cx.throw_custom(ErrorType::Error, &format!("Native addons are not supported: {name}"))),
        _ => run_body(cx, module, &name, text),
    }
}

fn load_json(cx: &mut Cx<'_>, module: Handle<'_, JsObject>, name: &str, text: &str) -> JsResult<()> {
    let value = parse_json(cx, name, text)?;
    plain::put(cx, module, "exports", value);
    Ok(())
}

/// JSON.parse of the file called `name`, which errors tell.
pub fn parse_json<'s>(cx: &mut Cx<'s>, name: &str, text: &str) -> JsResult<Handle<'s>> {
    let global = cx.root_handle::<JsObject>(Root::Global);
    let json = get(cx, global, cx.key(N::JSON))?;
    let (parse, text) = (Key::from_str(cx, "parse"), cx.string(text).any());
    match call_method(cx, json, parse, &[text]) {
        Ok(value) => Ok(value),
        Err(thrown) => {
            let exception = cx.take_exception(thrown);
            if let Some(error) = exception.cast::<JsObject>(cx) {
                let message = plain::own_text(cx, error, "message").unwrap_or_default();
                let message = cx.string(&format!("{name}: {message}")).any();
                plain::put_hidden(cx, error, "message", message);
            }
            Err(cx.throw(exception))
        }
    }
}

fn format_of(cx: &Cx<'_>, file: &Path) -> Option<Format> {
    esm::format::of_file(&NodeHost::of(cx).modules.packages, file).ok()
}

/// Do the file's extension and package say that it is an ES module?
fn is_module(cx: &Cx<'_>, file: &Path) -> bool {
    format_of(cx, file) == Some(Format::Module)
}

/// Does only the text tell what the file is?
fn is_ambiguous(cx: &Cx<'_>, file: &Path) -> bool {
    format_of(cx, file) == Some(Format::Ambiguous)
}

/// Loads a file that is an ES module: as the main one it runs by itself, as a required one it is what `module` exports.
fn load_module(cx: &mut Cx<'_>, module: Handle<'_, JsObject>, file: &Path) -> JsResult<()> {
    scope!(cx);
    let main = NodeHost::of(cx).modules.main.borrow().as_ref().map(|main| main.get(cx));
    if main.is_some_and(|main| main.val(cx).is_same_word(module.val(cx))) {
        return esm::entry::run_file(cx, file);
    }
    let parent = plain::own(cx, module, "parent").cast::<JsObject>(cx);
    let parent = parent.and_then(|parent| plain::own_text(cx, parent, "filename"));
    let exports = esm::require_file(cx, file, parent.as_deref())?;
    plain::put(cx, module, "exports", exports);
    Ok(())
}

/// Runs `text` as the body of `module`.
fn run_body(cx: &mut Cx<'_>, module: Handle<'_, JsObject>, name: &str, text: &str) -> JsResult<()> {
    scope!(cx);
    let source = Arc::new(Source::new(name, text));
    let body = match compile::function_body_unless_wrong(cx, source.clone(), PARAMETERS)? {
        Ok(body) => body,
        Err(_) if is_ambiguous(cx, Path::new(name)) && esm::parses_as_module(text) => {
            return load_module(cx, module, Path::new(name));
        }
        Err(errors) => return Err(compile::throw_syntax_error(cx, &source, &errors)),
    };
    let exports = get(cx, module, cx.key(N::exports))?;
    let require = require_function(cx, module);
    let file = cx.string(name).any();
    let folder = Path::new(name).parent().map(|folder| folder.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = cx.string(&folder).any();
    call(cx, body, exports, &[exports, require.any(), module.any(), file, folder])?;
    Ok(())
}

/// The `require` of a module.
pub fn require_function<'s>(cx: &mut Cx<'s>, module: Handle<'_, JsObject>) -> Handle<'s, JsObject> {
    let require: Handle<'s, JsObject> = function(cx, "require", 1, require_native, module.any()).must(cx);
    scope!(cx);
    let resolve = function(cx, "resolve", 2, resolve_native, module.any());
    plain::put(cx, require, "resolve", resolve.any());
    let main = NodeHost::of(cx).modules.main.borrow().as_ref().map(|main| main.get(cx).any());
    let main = main.unwrap_or(cx.undefined());
    plain::put(cx, require, "main", main);
    let extensions = object::new_plain(cx);
    plain::put(cx, require, "extensions", extensions.any());
    let cache = cache(cx);
    plain::put(cx, require, "cache", cache.any());
    require
}

/// A module for code that is in no file: `-e`, the prompt, `createRequire`.
pub fn detached_module<'s>(cx: &mut Cx<'s>, id: &str, file: &Path) -> Handle<'s, JsObject> {
    new_module(cx, id, file, None)
}

fn require_native<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let module: Handle<'_, JsObject> = args.data(cx).root(cx).must(cx);
    let request = args.get(cx, 0);
    let request = checked_request(cx, request)?;
    require(cx, module, &request)
}

fn module_require<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let module = to_object(cx, args.this())?;
    let request = args.get(cx, 0);
    let request = checked_request(cx, request)?;
    require(cx, module, &request)
}

fn module_compile<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let module = to_object(cx, args.this())?;
    let (text, name) = (args.get(cx, 0), args.get(cx, 1));
    let (text, name) = (to_rust_string(cx, text)?, to_rust_string(cx, name)?);
    run_body(cx, module, &name, &text)?;
    Ok(cx.undefined())
}

fn checked_request(cx: &mut Cx<'_>, request: Handle<'_>) -> JsResult<String> {
    if !request.val(cx).is::<JsString>() {
        return Err(errors::invalid_argument_type(cx, "id", &["string"], request));
    }
    let text = to_rust_string(cx, request)?;
    match text.is_empty() {
        true => Err(errors::invalid_argument_value(cx, "id", request, "must be a non-empty string")),
        false => Ok(text),
    }
}

fn resolve_native<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let module: Handle<'_, JsObject> = args.data(cx).root(cx).must(cx);
    let request = args.get(cx, 0);
    let request = checked_request(cx, request)?;
    if builtin::find(&request).is_some() {
        return Ok(cx.string(&request).any());
    }
    let file = find_file(cx, module, &request)?;
    Ok(cx.string(&file.to_string_lossy()).any())
}

/// `Cannot find module 'x'`, with the chain of modules that led there.
fn throw_not_found(cx: &mut Cx<'_>, request: &str, parent: Option<Handle<'_, JsObject>>) -> Throw {
    scope!(cx);
    let mut stack = Vec::new();
    let mut next = parent.map(|parent| parent.val(cx).root(cx));
    while let Some(module) = next.and_then(|module| module.cast::<JsObject>(cx)) {
        stack.extend(plain::own_text(cx, module, "filename"));
        next = Some(plain::own(cx, module, "parent"));
    }
    let mut message = format!("Cannot find module '{request}'");
    if !stack.is_empty() {
        message += &format!("\nRequire stack:\n- {}", stack.join("\n- "));
    }
    let error: Handle<'_, JsObject> = crate::vm::ops::error::new_error(cx, ErrorType::Error, &message).must(cx);
    plain::put_text(cx, error, "code", "MODULE_NOT_FOUND");
    let stack = plain::array_of_texts(cx, &stack);
    plain::put(cx, error, "requireStack", stack.any());
    errors::add_place(cx, error, "node:internal/modules/cjs/loader");
    cx.throw(error.any())
}

/// Installs what a script in no file finds as globals: `module`, `exports`, `require`, `__filename`, `__dirname`.
pub fn install_globals(cx: &mut Cx<'_>, module: Handle<'_, JsObject>, file: &str) {
    scope!(cx);
    let exports = plain::own(cx, module, "exports");
    let require = require_function(cx, module);
    let (file, folder) = (cx.string(file).any(), cx.string(".").any());
    for (name, value) in [
        ("module", module.any()),
        ("exports", exports),
        ("require", require.any()),
        ("__filename", file),
        ("__dirname", folder),
    ] {
        define::global(cx, name, value);
    }
}

/// The rows of the `module` binding.
pub const BINDING: &[Row] = &[
    method("class", 0, class_value),
    method("createRequire", 1, create_require),
    method("builtinModules", 0, builtin_modules),
    method("isBuiltin", 1, is_builtin),
];

fn class_value<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(class(cx).any())
}

/// `createRequire(file)`: a `require` as a module in that file has it.
fn create_require<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let file = args.get(cx, 0);
    let file = to_rust_string(cx, file)?;
    let module = detached_module(cx, &file, Path::new(&file));
    Ok(require_function(cx, module).any())
}

fn builtin_modules<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    let public = builtin::LIBRARIES.iter().filter(|library| library.is_public);
    let names: Vec<&str> = public.map(|library| library.name).collect();
    Ok(plain::array_of_texts(cx, &names).any())
}

fn is_builtin<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let name = args.get(cx, 0);
    let name = to_rust_string(cx, name)?;
    Ok(cx.boolean(builtin::find(&name).is_some()))
}
