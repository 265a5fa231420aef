//! What the error of a name that cannot be linked shows: the place of the import, and for CommonJS what to do instead.

use super::Format;
use crate::node::host::NodeHost;
use crate::node::{errors, plain, report};
use crate::objects::module::Module;
use crate::vm::host::LinkError;
use crate::vm::ops::prelude::*;

/// Puts the place before the error's stack.
pub fn link_failed(cx: &mut Cx<'_>, failure: LinkError<'_, '_>) {
    scope!(cx);
    let source = failure.script.get(cx).source_arc();
    let place = report::Place::of_span(&source, failure.span);
    let Some(error) = failure.error.cast::<JsObject>(cx) else { return };
    let stack = report::stack_text(cx, error);
    let mut stack = format!("{}{stack}", place.text());
    if failure.requested.is_some_and(|requested| is_common_js(cx, requested)) {
        let old = plain::own_text(cx, error, "message").unwrap_or_default();
        let line = source.line_text(source.line_column(failure.span.start).line);
        let message = advice(failure.specifier, failure.name, line);
        stack = stack.replacen(&old, &message, 1);
        let message = cx.string(&message).any();
        plain::put_hidden(cx, error, "message", message);
    }
    let stack = cx.string(&stack).any();
    plain::put_hidden(cx, error, "stack", stack);
    errors::add_place(cx, error, "node:internal/modules/esm/module_job");
}

fn is_common_js(cx: &Cx<'_>, module: Handle<'_, Module>) -> bool {
    let host = NodeHost::of(cx);
    let loaded = host.modules.esm.loaded.borrow();
    loaded
        .values()
        .any(|known| known.format == Format::CommonJs && known.module.get(cx).val(cx).is_same_word(module.val(cx)))
}

/// node's words for a name that a CommonJS module does not promise; `line` holds the import.
fn advice(specifier: &str, name: &str, line: &str) -> String {
    let named = line.find('{').zip(line.rfind('}')).filter(|(open, close)| open < close);
    let destructuring = named.map(|(open, close)| {
        let bindings = line[open..=close].split_whitespace().collect::<Vec<_>>().join(" ").replace(" as ", ": ");
        format!("const {bindings} = pkg;\n")
    });
    format!(
        "Named export '{name}' not found. The requested module '{specifier}' is a CommonJS module, which may not support \
         all module.exports as named exports.\nCommonJS modules can always be imported via the default export, for example \
         using:\n\nimport pkg from '{specifier}';\n{}",
        destructuring.unwrap_or_default()
    )
}
