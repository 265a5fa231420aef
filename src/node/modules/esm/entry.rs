//! Running a module as the program: a file, or a text given on the command line.

use std::path::Path;
use std::sync::Arc;

use super::{SECTION, file_url, load};
use crate::heap::Persistent;
use crate::node::host::NodeHost;
use crate::node::modules::compile;
use crate::node::plain;
use crate::objects::module::Module;
use crate::objects::promise::PromiseState;
use crate::syntax::source::Source;
use crate::vm::modules::{evaluate, link, load_requested_modules};
use crate::vm::ops::prelude::*;

/// Runs a file as the main module.
pub fn run_file(cx: &mut Cx<'_>, file: &Path) -> JsResult<()> {
    scope!(cx);
    let module = load(cx, &file_url::from_path(file), &[])?;
    run(cx, module)
}

/// Runs a text of no file as the main module.
pub fn run_text(cx: &mut Cx<'_>, text: String) -> JsResult<()> {
    scope!(cx);
    let host = NodeHost::of(cx);
    let number = host.modules.esm.text_count.get() + 1;
    host.modules.esm.text_count.set(number);
    let folder = std::env::current_dir().unwrap_or_default();
    let url = file_url::from_path(&folder.join(format!("[eval{number}]")));
    let module = compile::module(cx, Arc::new(Source::new(url.as_str(), text)), &url)?;
    run(cx, module)
}

/// A failure of the evaluation rejects a promise that nobody handles.
fn run(cx: &mut Cx<'_>, module: Handle<'_, Module>) -> JsResult<()> {
    load_requested_modules(cx, module)?;
    link(cx, module)?;
    let promise = evaluate(cx, module);
    if promise.get(cx).state() == PromiseState::Rejected {
        let reason = promise.get(cx).result().root(cx);
        explain_missing_global(cx, reason);
    }
    *NodeHost::of(cx).modules.esm.main.borrow_mut() = Some(Persistent::new(cx, SECTION, promise));
    Ok(())
}

/// Says of a ReferenceError for one of CommonJS's variables that a module has none.
fn explain_missing_global(cx: &mut Cx<'_>, reason: Handle<'_>) {
    let Some(error) = reason.cast::<JsObject>(cx) else { return };
    let Some(message) = plain::own_text(cx, error, "message") else { return };
    let name = message.strip_suffix(" is not defined").unwrap_or_default();
    if !["require", "module", "exports", "__filename", "__dirname"].contains(&name) {
        return;
    }
    let advice = if name == "require" { ", you can use import instead" } else { "" };
    let message = cx.string(&format!("{message} in ES module scope{advice}")).any();
    plain::put_hidden(cx, error, "message", message);
}
