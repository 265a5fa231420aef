//! Code from text at run time: eval, and what the Function constructors make.

use std::rc::Rc;
use std::sync::Arc;

use super::call_site;
use super::materialise;
use super::messages::ErrorType;
use super::native::{JsResult, Throw};
use super::ops::call::call;
use crate::bytecode::template::{
    Constant, EvalBinding, EvalBindingKind, EvalContext, EvalScope, EvalVariables, FunctionTemplate, ScopeTemplate,
};
use crate::compiler::{CompileOptions, compile};
use crate::heap::{Cx, Handle};
use crate::objects::context::Context;
use crate::objects::function::{self, JsFunction, Script};
use crate::objects::roots::Root;
use crate::objects::string::JsString;
use crate::scope;
use crate::syntax::ast::Program;
use crate::syntax::diagnostic::SyntaxError;
use crate::syntax::source::Source;
use crate::syntax::{self, DynamicFunctionKind, ParseOptions, SourceKind, parse, parse_function};

/// Parses and compiles a source; throws the first of its syntax errors.
pub fn compile_source(
    cx: &mut Cx<'_>,
    source: Arc<Source>,
    options: ParseOptions<'_>,
    wants: CompileOptions,
) -> JsResult<Rc<FunctionTemplate>> {
    let parsed = parse(source, options);
    compile_parsed(cx, parsed, wants)
}

fn compile_parsed(
    cx: &mut Cx<'_>,
    parsed: Result<Program, Vec<SyntaxError>>,
    wants: CompileOptions,
) -> JsResult<Rc<FunctionTemplate>> {
    let program = parsed.map_err(|errors| throw_syntax_error(cx, &errors))?;
    compile(&program, wants).map_err(|error| throw_syntax_error(cx, &[error.into()]))
}

fn throw_syntax_error(cx: &mut Cx<'_>, errors: &[SyntaxError]) -> Throw {
    let Some(error) = errors.first() else { return cx.throw_custom(ErrorType::SyntaxError, "") };
    let is_range_error = error.message.is_range_error();
    let error_type = if is_range_error { ErrorType::RangeError } else { ErrorType::SyntaxError };
    cx.throw_custom(error_type, &error.message.to_string())
}

/// What the source of evaluated text is called: V8 says where it was evaluated.
fn source_of(cx: &mut Cx<'_>, text: String) -> Arc<Source> {
    let name = match call_site::current_frame(cx) {
        Some(place) => format!("eval at {place}, <anonymous>"),
        None => "<anonymous>".to_owned(),
    };
    Arc::new(Source::new(name, text))
}

/// The record of a text that is evaluated: what it imports is imported as by the code around it, which `outer` is the
/// script of (none: that of the innermost frame).
fn inner_script<'s>(cx: &mut Cx<'s>, source: Arc<Source>, outer: Option<Handle<'_>>) -> Handle<'s, Script> {
    let script = Script::new(cx, source);
    scope!(cx);
    let outer = match outer {
        Some(outer) => outer.cast::<Script>(cx).map(|outer| outer.get(cx).root(cx)),
        None => call_site::current_script(cx),
    };
    if let Some(outer) = outer {
        let raw = outer.get(cx);
        let kept = if raw.host_defined().is_undefined() { raw.name() } else { raw.host_defined() };
        script.get(cx).set_host_defined(cx, kept);
    }
    script
}

/// The global `eval` called as a function: PerformEval(source, false, false).
pub fn indirect<'s>(cx: &mut Cx<'s>, source: Handle<'_>) -> JsResult<Handle<'s>> {
    let Some(text) = source.cast::<JsString>(cx) else { return Ok(source.val(cx).root(cx)) };
    let text = text.get(cx).to_rust(cx);
    let source = source_of(cx, text);
    let options = ParseOptions { kind: SourceKind::Eval(syntax::EvalContext::default()), is_strict: false };
    let wants = CompileOptions { wants_completion: true, eval_scope: None };
    let template = compile_source(cx, source.clone(), options, wants)?;
    let script = inner_script(cx, source, None);
    super::isolate::run_in_script(cx, template, script)
}

/// A direct eval: PerformEval(source, strict, true). The code runs in `context`, which constant `index` of the running
/// `caller` describes.
pub fn direct<'s>(
    cx: &mut Cx<'s>,
    source: Handle<'_>,
    context: Handle<'_>,
    caller: Handle<'_, JsFunction>,
    index: usize,
) -> JsResult<Handle<'s>> {
    let Some(text) = source.cast::<JsString>(cx) else { return Ok(source.val(cx).root(cx)) };
    let text = text.get(cx).to_rust(cx);
    let template = caller.get(cx).info().template_rc();
    let Some(Constant::EvalScope(around)) = template.constants.get(index) else { return indirect(cx, source) };
    let source = source_of(cx, text);
    let names = private_names(around);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let kind = SourceKind::Eval(syntax::EvalContext {
        in_function: around.allows_new_target,
        in_method: around.home.is_some(),
        in_derived_constructor: around.allows_super_call,
        in_class_field: !around.allows_arguments,
        private_names: &names,
    });
    let options = ParseOptions { kind, is_strict: around.is_strict };
    let wants = CompileOptions { wants_completion: true, eval_scope: Some(around.clone()) };
    let compiled = compile_source(cx, source.clone(), options, wants)?;
    let outer = caller.get(cx).info().script().root(cx);
    let script = inner_script(cx, source, Some(outer));
    run_in_context(cx, compiled, script, context)
}

/// Runs a text as the code of a sloppy direct eval whose surroundings are one object: its properties are the variables, also
/// those that the text declares or assigns. `this` is what the text's `this` is.
pub fn in_object<'s>(
    cx: &mut Cx<'s>,
    source: Arc<Source>,
    object: Handle<'_>,
    this: Handle<'_>,
) -> JsResult<Handle<'s>> {
    let names = [scope::VARIABLES, scope::THIS].map(scope::template_str);
    let bindings = names
        .iter()
        .map(|name| EvalBinding { name: name.clone(), kind: EvalBindingKind::Internal, is_cell: false })
        .collect();
    let around = EvalScope {
        contexts: vec![Rc::new(EvalContext { bindings, holds: EvalVariables::Globals })],
        is_strict: false,
        allows_new_target: false,
        allows_super_call: false,
        home: None,
        allows_arguments: true,
    };
    let options = ParseOptions { kind: SourceKind::Eval(syntax::EvalContext::default()), is_strict: false };
    let wants = CompileOptions { wants_completion: true, eval_scope: Some(Rc::new(around)) };
    let template = compile_source(cx, source.clone(), options, wants)?;
    let names = ScopeTemplate { names: names.to_vec(), starts_as_hole: vec![false; names.len()], owner: None };
    let info = materialise::make_scope(cx, &names);
    let context = Context::new(cx, info, cx.undefined());
    context.get(cx).set_slot(cx, 0, object.val(cx));
    context.get(cx).set_slot(cx, 1, this.val(cx));
    let script = Script::new(cx, source);
    run_in_context(cx, template, script, context.any())
}

/// Runs the code of a direct eval.
fn run_in_context<'s>(
    cx: &mut Cx<'s>,
    template: Rc<FunctionTemplate>,
    script: Handle<'_, Script>,
    context: Handle<'_>,
) -> JsResult<Handle<'s>> {
    let info = materialise::function_info(cx, template, script.any());
    let closure = function::new_closure(cx, info, context);
    let this = cx.root(Root::GlobalThis).root(cx);
    call(cx, closure.any(), this, &[])
}

/// The private names that the contexts around an eval bind, without `#`.
fn private_names(around: &EvalScope) -> Vec<String> {
    let bindings = around.contexts.iter().flat_map(|context| &context.bindings);
    let is_private = bindings.filter(|binding| binding.kind == EvalBindingKind::Private);
    is_private.map(|binding| binding.name.to_string_lossy().trim_start_matches('#').to_owned()).collect()
}

/// CreateDynamicFunction (ECMA-262, 20.2.1.1.1), but for the prototype, which is the caller's business.
pub fn dynamic_function<'s>(
    cx: &mut Cx<'s>,
    kind: DynamicFunctionKind,
    parameters: &str,
    body: &str,
) -> JsResult<Handle<'s>> {
    let name = source_of(cx, String::new());
    let parsed = parse_function(name.name(), parameters, body, kind);
    let source = match &parsed {
        Ok(program) => program.source.clone(),
        Err(_) => name,
    };
    let wants = CompileOptions { wants_completion: true, eval_scope: None };
    let template = compile_parsed(cx, parsed, wants)?;
    let result = cx.undefined();
    scope!(cx);
    let script = inner_script(cx, source, None);
    let function = super::isolate::run_in_script(cx, template, script)?;
    result.set(cx, function.val(cx));
    Ok(result)
}
