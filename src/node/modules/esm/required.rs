//! `require` of an ES module: what it exports, if no module of its graph awaits.

use std::path::Path;
use std::sync::Arc;

use super::{file_url, load};
use crate::node::errors;
use crate::node::host::NodeHost;
use crate::node::modules::compile;
use crate::objects::fixed::FixedArray;
use crate::objects::module::{Module, ModuleStatus};
use crate::objects::promise::PromiseState;
use crate::syntax::source::Source;
use crate::vm::messages::ErrorType;
use crate::vm::modules::{evaluate, link, load_requested_modules, module_namespace};
use crate::vm::ops::prelude::*;

/// What `require` of a module's file gives; `parent` is the path of whoever requires it.
pub fn require_file<'s>(cx: &mut Cx<'s>, file: &Path, parent: Option<&str>) -> JsResult<Handle<'s>> {
    let module = load(cx, &file_url::from_path(file), &[])?;
    if module.get(cx).status() == ModuleStatus::Evaluating {
        return Err(throw_cycle(cx, file, parent));
    }
    load_requested_modules(cx, module)?;
    link(cx, module)?;
    if awaits(cx, module) {
        return Err(throw_async(cx, file, parent));
    }
    let promise = evaluate(cx, module);
    if promise.get(cx).state() == PromiseState::Rejected {
        if !promise.get(cx).is_handled() {
            // Whoever requires the module gets the error.
            promise.get(cx).mark_handled(cx);
            NodeHost::of(cx).rejections.handled(cx, promise);
        }
        let reason = promise.get(cx).result().root(cx);
        return Err(cx.throw(reason));
    }
    exports_of(cx, module)
}

/// Does the module or one that it needs await at its top level?
fn awaits(cx: &Cx<'_>, module: Handle<'_, Module>) -> bool {
    let mut graph = vec![module.get(cx)];
    let mut next = 0;
    while let Some(&module) = graph.get(next) {
        next += 1;
        if module.template().is_some_and(|template| template.has_top_level_await) {
            return true;
        }
        for requested in (0..module.request_count()).filter_map(|index| module.requested_module(index)) {
            if !graph.iter().any(|known| known.val().is_same_word(requested.val())) {
                graph.push(requested);
            }
        }
    }
    false
}

fn throw_async(cx: &mut Cx<'_>, file: &Path, parent: Option<&str>) -> Throw {
    let parent = parent.map(|parent| format!("\n  From {parent} ")).unwrap_or_default();
    let message = format!(
        "require() cannot be used on an ESM graph with top-level await. Use import() instead. To see where the top-level \
         await comes from, use --experimental-print-required-tla.{parent}\n  Requiring {} ",
        file.display()
    );
    errors::throw_coded(cx, ErrorType::Error, "ERR_REQUIRE_ASYNC_MODULE", &message)
}

fn throw_cycle(cx: &mut Cx<'_>, file: &Path, parent: Option<&str>) -> Throw {
    let parent = parent.map(|parent| format!(" (from {parent})")).unwrap_or_default();
    let message = format!("Cannot require() ES Module {} in a cycle.{parent}", file.display());
    errors::throw_coded(cx, ErrorType::Error, "ERR_REQUIRE_CYCLE_MODULE", &message)
}

/// The namespace; the export called `module.exports` if there is one; a namespace with `__esModule` beside a default.
fn exports_of<'s>(cx: &mut Cx<'s>, module: Handle<'_, Module>) -> JsResult<Handle<'s>> {
    let namespace = module_namespace(cx, module);
    let replacement = Key::from_str(cx, "module.exports");
    if has_own_property(cx, namespace, replacement)? {
        return get(cx, namespace, replacement);
    }
    let mark = Key::from_str(cx, "__esModule");
    let default = cx.key(N::default);
    let is_plain = !has_own_property(cx, namespace, default)? || has_own_property(cx, namespace, mark)?;
    if is_plain { Ok(namespace.any()) } else { marked_namespace(cx, module) }
}

/// The namespace of a module that exports all of `module` and `__esModule`, as tools expect of a compiled one.
fn marked_namespace<'s>(cx: &mut Cx<'s>, module: Handle<'_, Module>) -> JsResult<Handle<'s>> {
    const TEXT: &str = "export * from 'original'; export { default } from 'original'; export const __esModule = true;";
    let name = "node:internal/require_module_default_facade";
    let facade = compile::module(cx, Arc::new(Source::new(name, TEXT)), name)?;
    let requested = FixedArray::new(cx, 1);
    requested.get(cx).set(cx, 0, module.val(cx));
    facade.get(cx).set_requested(cx, requested.val(cx));
    link(cx, facade)?;
    evaluate(cx, facade);
    Ok(module_namespace(cx, facade).any())
}
