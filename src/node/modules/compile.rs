//! From a text to something that runs: scripts, bodies of modules; syntax errors become exceptions.

use std::rc::Rc;
use std::sync::Arc;

use crate::builtins::define::{Row, method};
use crate::compiler::{self, CompileOptions};
use crate::node::host::NodeHost;
use crate::node::{plain, report};
use crate::objects::module::Module;
use crate::syntax::ast::Program;
use crate::syntax::diagnostic::SyntaxError;
use crate::syntax::source::Source;
use crate::syntax::{ParseOptions, SourceKind, parse};
use crate::vm::eval;
use crate::vm::isolate::run_script;
use crate::vm::messages::ErrorType;
use crate::vm::modules::new_source_text_module;
use crate::vm::ops::error::new_error;
use crate::vm::ops::prelude::*;

/// Runs `source` as a script; gives its completion value.
pub fn run<'s>(cx: &mut Cx<'s>, source: Source) -> JsResult<Handle<'s>> {
    run_kind(cx, Arc::new(source), SourceKind::Script)
}

/// The function whose body is `source`.
pub fn function_body<'s>(cx: &mut Cx<'s>, source: Arc<Source>, parameters: &[&str]) -> JsResult<Handle<'s>> {
    run_kind(cx, source, SourceKind::FunctionBody { parameters })
}

/// As [`function_body`], but a text that does not parse is given back with its errors.
pub fn function_body_unless_wrong<'s>(
    cx: &mut Cx<'s>,
    source: Arc<Source>,
    parameters: &[&str],
) -> JsResult<Result<Handle<'s>, Vec<SyntaxError>>> {
    remember(cx, &source);
    let options = ParseOptions { kind: SourceKind::FunctionBody { parameters }, ..ParseOptions::default() };
    match parse(source.clone(), options) {
        Ok(program) => run_program(cx, &program, source).map(Ok),
        Err(errors) => Ok(Err(errors)),
    }
}

/// The record of a module, `url` being what it is known by.
pub fn module<'s>(cx: &mut Cx<'s>, source: Arc<Source>, url: &str) -> JsResult<Handle<'s, Module>> {
    remember(cx, &source);
    let options = ParseOptions { kind: SourceKind::Module, ..ParseOptions::default() };
    let program = match parse(source.clone(), options) {
        Ok(program) => program,
        Err(errors) => return Err(throw_syntax_error(cx, &source, &errors)),
    };
    match compiler::compile_module(&program) {
        Ok(template) => {
            let url = cx.string(url).any();
            Ok(new_source_text_module(cx, Rc::new(template), source, url))
        }
        Err(error) => Err(throw_syntax_error(cx, &source, &[error.into()])),
    }
}

/// Keeps `source` for reports that show its lines.
pub fn remember(cx: &Cx<'_>, source: &Arc<Source>) {
    NodeHost::of(cx).modules.remember(source);
}

fn run_kind<'s>(cx: &mut Cx<'s>, source: Arc<Source>, kind: SourceKind<'_>) -> JsResult<Handle<'s>> {
    remember(cx, &source);
    let options = ParseOptions { kind, ..ParseOptions::default() };
    let program = match parse(source.clone(), options) {
        Ok(program) => program,
        Err(errors) => return Err(throw_syntax_error(cx, &source, &errors)),
    };
    run_program(cx, &program, source)
}

fn run_program<'s>(cx: &mut Cx<'s>, program: &Program, source: Arc<Source>) -> JsResult<Handle<'s>> {
    let options = CompileOptions { wants_completion: true, ..CompileOptions::default() };
    match compiler::compile(program, options) {
        Ok(template) => run_script(cx, template, source),
        Err(error) => Err(throw_syntax_error(cx, &source, &[error.into()])),
    }
}

/// Throws the first of `errors`, its stack headed by the place in the source.
pub fn throw_syntax_error(cx: &mut Cx<'_>, source: &Source, errors: &[SyntaxError]) -> Throw {
    scope!(cx);
    let Some(first) = errors.first() else { return cx.throw_custom(ErrorType::SyntaxError, "Invalid source") };
    let error_type = if first.message.is_range_error() { ErrorType::RangeError } else { ErrorType::SyntaxError };
    let error: Handle<'_, JsObject> = new_error(cx, error_type, &first.message.to_string()).must(cx);
    let place = report::Place::of_span(source, first.span);
    if let Ok(stack) = get(cx, error, cx.key(N::stack))
        && let Ok(stack) = to_rust_string(cx, stack)
    {
        let text = format!("{}\n{stack}", place.text());
        let text = cx.string(&text);
        plain::put_hidden(cx, error, "stack", text.any());
    }
    let kept = report::SyntaxReport::new(cx, error.any(), errors, source);
    *NodeHost::of(cx).modules.syntax_report.borrow_mut() = Some(kept);
    cx.throw(error.any())
}

/// The rows of the `vm` binding.
pub const METHODS: &[Row] = &[method("runScript", 2, run_script_value), method("runInObject", 4, run_in_object)];

/// `runInObject(text, name, object, this)`: the completion value of a text whose variables are the object's properties.
fn run_in_object<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (text, name) = (args.get(cx, 0), args.get(cx, 1));
    let (text, name) = (to_rust_string(cx, text)?, to_rust_string(cx, name)?);
    let source = Arc::new(Source::new(name, text));
    remember(cx, &source);
    let (object, this) = (args.get(cx, 2), args.get(cx, 3));
    eval::in_object(cx, source, object, this)
}

/// `runScript(text, name)`: the completion value.
fn run_script_value<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (text, name) = (args.get(cx, 0), args.get(cx, 1));
    let (text, name) = (to_rust_string(cx, text)?, to_rust_string(cx, name)?);
    run(cx, Source::new(name, text))
}
