//! LoadRequestedModules (ECMA-262, 16.2.1.6.1.1): asks the host for every module that a graph needs.
//!
//! The host answers at once, so loading is a loop over a list of modules to do, not a state machine of promises.

use crate::bytecode::module::ModuleRequest;
use crate::heap::{Cx, Handle};
use crate::objects::array::{self, JsArray};
use crate::objects::fixed::FixedArray;
use crate::objects::function::Script;
use crate::objects::module::Module;
use crate::scope;
use crate::vm::host::ImportRequest;
use crate::vm::native::JsResult;

/// Loads what `module` requests, and what those request.
pub fn load_requested_modules(cx: &mut Cx<'_>, module: Handle<'_, Module>) -> JsResult<()> {
    scope!(cx);
    let pending = array::from_values(cx, &[module.any()]);
    let mut next = 0;
    while next < pending.get(cx).length() {
        scope!(cx);
        let module: Handle<'_, Module> = pending.get(cx).storage().element(next as usize).must::<Module>().root(cx);
        next += 1;
        if module.get(cx).requested().is_undefined() {
            load_one(cx, module, pending)?;
        }
    }
    Ok(())
}

/// Fills [[LoadedModules]] of `module` and appends to `pending` what has not been loaded itself.
fn load_one(cx: &mut Cx<'_>, module: Handle<'_, Module>, pending: Handle<'_, JsArray>) -> JsResult<()> {
    let Some(template) = module.get(cx).template_rc() else { return Ok(()) };
    let loaded = FixedArray::new(cx, template.requests.len());
    let script: Handle<'_, Script> = module.get(cx).script().must::<Script>().root(cx);
    for (index, request) in template.requests.iter().enumerate() {
        scope!(cx);
        let host = cx.host();
        let requested = host.load_imported_module(cx, script, &import_request(request))?;
        loaded.get(cx).set(cx, index, requested.val(cx));
        if requested.get(cx).requested().is_undefined() {
            array::push(cx, pending, requested.any());
        }
    }
    module.get(cx).set_requested(cx, loaded.val(cx));
    Ok(())
}

/// A request as the host is given it.
fn import_request(request: &ModuleRequest) -> ImportRequest {
    let text = |text: &crate::bytecode::template::Text| text.to_string_lossy();
    ImportRequest {
        specifier: text(&request.specifier),
        attributes: request.attributes.iter().map(|(key, value)| (text(key), text(value))).collect(),
    }
}
