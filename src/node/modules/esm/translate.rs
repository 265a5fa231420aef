//! From what a URL holds to a module record: source text, CommonJS, JSON, the host's libraries.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::format::Format;
use crate::builtins::define::function;
use crate::node::buffer::encoding::Encoding;
use crate::node::errors;
use crate::node::host::NodeHost;
use crate::node::modules::export_names;
use crate::node::modules::failure::Failure;
use crate::node::modules::{builtin, commonjs, compile, file_url, resolve};
use crate::objects::fixed::FixedArray;
use crate::objects::module::Module;
use crate::objects::string::StrView;
use crate::syntax::source::Source;
use crate::syntax::{ParseOptions, SourceKind, parse};
use crate::vm::modules::{new_synthetic_module, set_synthetic_export};
use crate::vm::ops::prelude::*;

/// The record of the module at `url`, and its format as its text tells it.
pub(super) fn translate<'s>(cx: &mut Cx<'s>, url: &str, format: Format) -> JsResult<(Handle<'s, Module>, Format)> {
    let module = match format {
        Format::Builtin => library(cx, url)?,
        Format::Json => json(cx, url)?,
        Format::Module => {
            let text = text_of(cx, url)?;
            compile::module(cx, Arc::new(Source::new(url, text)), url)?
        }
        Format::CommonJs | Format::Ambiguous => {
            let text = text_of(cx, url)?;
            if format == Format::Ambiguous && !parses_as_commonjs(&text) && parses_as_module(&text) {
                let module = compile::module(cx, Arc::new(Source::new(url, text)), url)?;
                return Ok((module, Format::Module));
            }
            return Ok((common_js(cx, url, text)?, Format::CommonJs));
        }
    };
    Ok((module, format))
}

fn parses_as(text: &str, kind: SourceKind<'_>) -> bool {
    parse(Arc::new(Source::new("", text)), ParseOptions { kind, ..ParseOptions::default() }).is_ok()
}

fn parses_as_commonjs(text: &str) -> bool {
    parses_as(text, SourceKind::FunctionBody { parameters: commonjs::PARAMETERS })
}

/// Is the text a module's?
pub fn parses_as_module(text: &str) -> bool {
    parses_as(text, SourceKind::Module)
}

/// Does a text given as a script only make sense as a module?
pub fn is_only_module(text: &str) -> bool {
    !parses_as(text, SourceKind::Script) && parses_as_module(text)
}

/// The text at a `file:` or `data:` URL.
fn text_of(cx: &mut Cx<'_>, url: &str) -> JsResult<String> {
    if let Some(data) = url.strip_prefix("data:") {
        return Ok(data_text(data));
    }
    let path = file_url::to_path(url).unwrap_or_default();
    read_text(cx, &path)
}

/// The text of a file, without a byte order mark.
fn read_text(cx: &mut Cx<'_>, path: &Path) -> JsResult<String> {
    match std::fs::read(path) {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes);
            Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
        }
        Err(error) => Err(errors::throw_system(cx, &error, "open", Some(&path.to_string_lossy()))),
    }
}

/// The body of a `data:` URL.
fn data_text(data: &str) -> String {
    let (header, body) = data.split_once(',').unwrap_or((data, ""));
    let body = file_url::decode(body);
    if header.ends_with(";base64") {
        let bytes = Encoding::Base64.to_bytes(StrView::Latin1(body.as_bytes()), usize::MAX);
        return String::from_utf8_lossy(&bytes).into_owned();
    }
    body
}

fn text_value<'s>(cx: &mut Cx<'s>, text: &str) -> Handle<'s> {
    cx.string(text).any()
}

fn json<'s>(cx: &mut Cx<'s>, url: &str) -> JsResult<Handle<'s, Module>> {
    let text = text_of(cx, url)?;
    let value = commonjs::parse_json(cx, &file_url::shown(url), &text)?;
    let (name, undefined, url) = (cx.key(N::default), cx.undefined(), text_value(cx, url));
    let module = new_synthetic_module(cx, &[name], undefined, url);
    set_synthetic_export(cx, module, name, value);
    Ok(module)
}

/// A library: its properties, and as the default what `require` gives.
fn library<'s>(cx: &mut Cx<'s>, url: &str) -> JsResult<Handle<'s, Module>> {
    let Some(library) = builtin::find(url) else { return Err(Failure::unknown_builtin(url).throw(cx)) };
    let exports = builtin::require(cx, library.name)?;
    let default = cx.key(N::default);
    let mut names = vec![default];
    if let Some(object) = exports.cast::<JsObject>(cx) {
        let keys = own_property_keys(cx, object)?;
        for index in 0..keys.get(cx).len() {
            let value = keys.get(cx).at(index).root(cx);
            let key = to_property_key(cx, value)?;
            let is_listed = crate::objects::property::find(cx, object.get(cx), key)
                .is_some_and(|found| found.attributes.contains(Attributes::ENUMERABLE));
            if !key.is_symbol(cx) && is_listed {
                names.push(key);
            }
        }
    }
    let (undefined, url) = (cx.undefined(), text_value(cx, url));
    let module = new_synthetic_module(cx, &names, undefined, url);
    fill_exports(cx, module, &names[1..], exports)?;
    set_synthetic_export(cx, module, default, exports);
    Ok(module)
}

/// The exports of a module that takes them from an object.
fn fill_exports(cx: &mut Cx<'_>, module: Handle<'_, Module>, names: &[Key<'_>], exports: Handle<'_>) -> JsResult<()> {
    let Some(object) = exports.cast::<JsObject>(cx) else { return Ok(()) };
    for &name in names {
        scope!(cx);
        if !has_own_property(cx, object, name)? {
            continue;
        }
        match get(cx, object, name) {
            Ok(value) => set_synthetic_export(cx, module, name, value),
            // A getter that throws leaves its export undefined.
            Err(thrown) => {
                cx.take_exception(thrown);
            }
        }
    }
    Ok(())
}

/// A CommonJS module: it runs when the module is evaluated, and what its text promises to export is read then.
fn common_js<'s>(cx: &mut Cx<'s>, url: &str, text: String) -> JsResult<Handle<'s, Module>> {
    let path = file_url::to_path(url).unwrap_or_default();
    let mut found = Vec::new();
    let mut seen = FxHashSet::default();
    names_of(cx, &path, text, &mut found, &mut seen);
    let default = cx.key(N::default);
    let mut names = vec![default];
    for name in found.iter().filter(|name| name.as_str() != "default") {
        names.push(Key::from_str(cx, name));
    }
    let kept = FixedArray::new(cx, 2);
    let steps = function(cx, "", 0, run_common_js, kept.any());
    let url = text_value(cx, url);
    let module = new_synthetic_module(cx, &names, steps.any(), url);
    let path = text_value(cx, &path.to_string_lossy());
    kept.get(cx).set(cx, 0, module.val(cx));
    kept.get(cx).set(cx, 1, path.val(cx));
    Ok(module)
}

/// The names that a CommonJS file and those it re-exports seem to export.
fn names_of(cx: &Cx<'_>, path: &Path, text: String, found: &mut Vec<String>, seen: &mut FxHashSet<PathBuf>) {
    if !seen.insert(path.to_owned()) {
        return;
    }
    let source = Arc::new(Source::new(path.to_string_lossy(), text));
    let detected = export_names::detect(&source);
    found.extend(detected.names);
    let host = NodeHost::of(cx);
    for specifier in detected.reexports {
        let Ok(file) = resolve::resolve(&host.modules.packages, &specifier, path) else { continue };
        let is_script = file.extension().is_none_or(|extension| extension == "js" || extension == "cjs");
        if is_script && let Ok(text) = std::fs::read_to_string(&file) {
            names_of(cx, &file, text, found, seen);
        }
    }
}

/// The evaluation of a CommonJS module.
fn run_common_js<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let kept: Handle<'_, FixedArray> = args.data(cx).must::<FixedArray>().root(cx);
    let module: Handle<'_, Module> = kept.get(cx).at(0).must::<Module>().root(cx);
    let path = kept.get(cx).at(1).root(cx);
    let path = to_rust_string(cx, path)?;
    let exports = commonjs::load_file(cx, Path::new(&path), None)?;
    let names = exported_keys(cx, module);
    fill_exports(cx, module, &names, exports)?;
    set_synthetic_export(cx, module, cx.key(N::default), exports);
    Ok(cx.undefined())
}

/// The names a synthetic module exports, but for the default.
fn exported_keys<'s>(cx: &mut Cx<'s>, module: Handle<'_, Module>) -> Vec<Key<'s>> {
    let table = module.get(cx).export_table();
    let keys: Vec<Handle<'s>> = table.entries().map(|entry| table.key_at(entry).root(cx)).collect();
    let keys = keys.into_iter().filter_map(|key| Key::from_primitive(cx, key));
    let keys: Vec<Key<'s>> = keys.collect();
    keys.into_iter().filter(|key| !key.is(cx, N::default)).collect()
}
