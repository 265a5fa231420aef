//! The host's own libraries: which there are, where their text or their functions come from, and loading them once.
//!
//! A library is JavaScript under `src/node/lib/`, compiled when it is first required, or made in Rust. JavaScript ones are
//! given `exports`, `module`, `require` (for other libraries) and `binding` (for functions in Rust).

use std::sync::Arc;

use super::compile;
use crate::builtins::define::{self, Row, function};
use crate::heap::Persistent;
use crate::node::host::NodeHost;
use crate::node::{bindings, plain};
use crate::objects::object;
use crate::syntax::source::Source;
use crate::vm::messages::ErrorType;
use crate::vm::ops::prelude::*;

/// A library.
pub struct Library {
    pub name: &'static str,
    text: &'static str,
    /// Scripts may require it.
    pub is_public: bool,
}

macro_rules! libraries {
    ($( $visibility:ident $name:literal = $file:literal; )*) => {
        /// All libraries.
        pub static LIBRARIES: &[Library] = &[ $( Library {
            name: $name,
            text: include_str!(concat!("../lib/", $file)),
            is_public: libraries!(@is_public $visibility),
        } ),* ];
    };
    (@is_public public) => { true };
    (@is_public internal) => { false };
}

libraries! {
    public "assert" = "assert.js";
    public "assert/strict" = "assert_strict.js";
    public "async_hooks" = "async_hooks.js";
    public "buffer" = "buffer.js";
    public "console" = "console.js";
    public "events" = "events.js";
    public "fs" = "fs.js";
    public "fs/promises" = "fs_promises.js";
    public "module" = "module.js";
    public "os" = "os.js";
    public "path" = "path.js";
    public "path/posix" = "path.js";
    public "perf_hooks" = "perf_hooks.js";
    public "process" = "process.js";
    public "stream" = "stream.js";
    public "stream/promises" = "stream_promises.js";
    public "string_decoder" = "string_decoder.js";
    public "timers" = "timers.js";
    public "timers/promises" = "timers_promises.js";
    public "url" = "url.js";
    public "util" = "util.js";
    public "util/types" = "util_types.js";
    public "v8" = "v8.js";
    public "vm" = "vm.js";
    internal "internal/abort" = "abort.js";
    internal "internal/comparisons" = "comparisons.js";
    internal "internal/dom_exception" = "dom_exception.js";
    internal "internal/encoding" = "encoding.js";
    internal "internal/event_target" = "event_target.js";
    internal "internal/performance" = "performance.js";
    internal "internal/process" = "process_events.js";
    internal "internal/serializer" = "serializer.js";
    internal "internal/stdio" = "stdio.js";
    internal "internal/table" = "table.js";
}

/// The public library called `name`, with or without `node:`.
pub fn find(name: &str) -> Option<&'static Library> {
    let name = name.strip_prefix("node:").unwrap_or(name);
    LIBRARIES.iter().find(|library| library.name == name && library.is_public)
}

/// What library `name` exports.
pub fn require<'s>(cx: &mut Cx<'s>, name: &str) -> JsResult<Handle<'s>> {
    let Some(library) = LIBRARIES.iter().find(|library| library.name == name) else {
        return Err(cx.throw_custom(ErrorType::Error, &format!("No such built-in module: {name}")));
    };
    if let Some(known) = NodeHost::of(cx).modules.libraries.borrow().get(library.name) {
        return Ok(known.get(cx));
    }
    load(cx, library)
}

fn load<'s>(cx: &mut Cx<'s>, library: &'static Library) -> JsResult<Handle<'s>> {
    let source = Arc::new(Source::new(format!("node:{}", library.name), library.text));
    let body = compile::function_body(cx, source, &["exports", "module", "require", "binding"])?;
    let (module, exports) = (object::new_plain(cx), object::new_plain(cx));
    plain::put(cx, module, "exports", exports.any());
    remember(cx, library, exports.any());
    let undefined = cx.undefined();
    let require = function(cx, "require", 1, require_from_library, undefined);
    let binding = function(cx, "binding", 1, binding, undefined);
    call(cx, body, undefined, &[exports.any(), module.any(), require.any(), binding.any()])?;
    let exports = plain::own(cx, module, "exports");
    remember(cx, library, exports);
    Ok(exports)
}

fn remember(cx: &Cx<'_>, library: &'static Library, exports: Handle<'_>) {
    let kept = Persistent::new(cx, "(Host libraries)", exports);
    NodeHost::of(cx).modules.libraries.borrow_mut().insert(library.name, kept);
}

/// `require(name)` within libraries.
fn require_from_library<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let name = args.get(cx, 0);
    let name = to_rust_string(cx, name)?;
    require(cx, &name)
}

/// `binding(name)` within libraries: an object with functions in Rust.
fn binding<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let name = args.get(cx, 0);
    let name = to_rust_string(cx, name)?;
    let rows: Option<&[Row]> = bindings::rows(&name);
    let Some(rows) = rows else {
        return Err(cx.throw_custom(ErrorType::Error, &format!("No such binding: {name}")));
    };
    let result = object::new_plain(cx);
    define::properties(cx, result, rows);
    bindings::complete(cx, &name, result);
    Ok(result.any())
}
