//! `$262` and `print`: what the conformance tests of test262 ask of a host (its INTERPRETING.md), under
//! `--expose-test262`.
//!
//! There is one realm and no agents: `createRealm` and `agent` are absent. It needs no other part of the host, so that a
//! runner may install it in an isolate of its own.

use std::sync::Arc;

use super::stdio::{self, Output};
use crate::builtins::define::{self, Row, method};
use crate::compiler::CompileOptions;
use crate::heap::{GcKind, GcReason};
use crate::objects::buffer::{AnyBuffer, ArrayBuffer};
use crate::objects::{object, property};
use crate::syntax::ParseOptions;
use crate::syntax::source::Source;
use crate::vm::eval::compile_source;
use crate::vm::isolate::run_script;
use crate::vm::ops::prelude::*;

const METHODS: &[Row] =
    &[method("detachArrayBuffer", 1, detach_array_buffer), method("evalScript", 1, eval_script), method("gc", 0, gc)];

/// Makes the global `$262`.
pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    let host = object::new_plain(cx);
    define::properties(cx, host, METHODS);
    let global_this = cx.root(Root::GlobalThis).root(cx);
    let key = Key::from_str(cx, "global");
    property::add(cx, host, key, global_this, Attributes::HIDDEN);
    define::global(cx, "$262", host.any());
}

/// Makes the global `print`; a runner has one of its own.
pub fn install_print(cx: &mut Cx<'_>) {
    define::globals(cx, &[method("print", 1, print)]);
}

/// `print(value)`: a line on stdout.
fn print<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let value = args.get(cx, 0);
    let mut line = to_rust_string(cx, value)?;
    line.push('\n');
    stdio::write(Output::Stdout, line.as_bytes());
    Ok(cx.undefined())
}

/// `$262.evalScript(text)`: ParseScript and ScriptEvaluation; the completion value.
fn eval_script<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let text = args.get(cx, 0);
    let source = Arc::new(Source::new("evalScript", to_rust_string(cx, text)?));
    let wants = CompileOptions { wants_completion: true, ..CompileOptions::default() };
    let template = compile_source(cx, source.clone(), ParseOptions::default(), wants)?;
    run_script(cx, template, source)
}

/// `$262.detachArrayBuffer(buffer)`: DetachArrayBuffer.
fn detach_array_buffer<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let buffer = args.get(cx, 0);
    if !buffer.val(cx).is::<ArrayBuffer>() {
        return Err(cx.throw_error(Message::InvalidArgument, &[]));
    }
    let buffer: Handle<'_, AnyBuffer> = buffer.must(cx);
    buffer.get(cx).detach(cx);
    Ok(cx.null())
}

/// `$262.gc()`.
fn gc<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    cx.collect(GcKind::Major, GcReason::Testing);
    Ok(cx.undefined())
}
