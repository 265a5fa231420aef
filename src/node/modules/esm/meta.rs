//! `import.meta`: `dirname`, `filename`, `resolve` and `url`.

use super::{base_of, file_url, resolve};
use crate::builtins::define::function;
use crate::node::host::NodeHost;
use crate::node::plain;
use crate::objects::function::Script;
use crate::objects::module::Module;
use crate::vm::ops::prelude::*;

/// HostGetImportMetaProperties.
pub fn fill_import_meta(cx: &mut Cx<'_>, module: Handle<'_, Module>, meta: Handle<'_, JsObject>) -> JsResult<()> {
    scope!(cx);
    let script: Handle<'_, Script> = module.get(cx).script().must::<Script>().root(cx);
    let url = base_of(cx, script);
    if let Some(path) = file_url::to_path(&url) {
        let folder = path.parent().map(|folder| folder.to_string_lossy().into_owned()).unwrap_or_default();
        plain::put_text(cx, meta, "dirname", &folder);
        plain::put_text(cx, meta, "filename", &path.to_string_lossy());
    }
    let resolve = function(cx, "resolve", 1, resolve_specifier, script.any());
    plain::put(cx, meta, "resolve", resolve.any());
    plain::put_text(cx, meta, "url", &url);
    Ok(())
}

/// `import.meta.resolve(specifier)`: the URL; a file need not be there.
fn resolve_specifier<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let script: Handle<'_, Script> = args.data(cx).must::<Script>().root(cx);
    let specifier = args.get(cx, 0);
    let specifier = to_rust_string(cx, specifier)?;
    let base = base_of(cx, script);
    let host = NodeHost::of(cx);
    match resolve::resolve(&host.modules.packages, &specifier, &base) {
        Ok(url) => Ok(cx.string(&url).any()),
        Err(failure) => match failure.missing_url() {
            Some(url) => Ok(cx.string(url).any()),
            None => Err(failure.throw(cx)),
        },
    }
}
