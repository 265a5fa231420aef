//! The compiler: from a syntax tree with its scopes to bytecode, one pass, one file for each sort of construct.
//!
//! What it makes is plain data ([`FunctionTemplate`]); it knows neither the heap nor the VM. Expressions are compiled
//! towards a destination: `expression` puts the value into a given register, `operand` says where it
//! is (a variable's own register when it has one), `effect` drops it, `condition` branches on it.
//!
//! Invariants, checked by the verifier in debug builds: temporaries are a stack, so that a call's window is above all that
//! is live; no register is read before it is written, on any path. A register that holds a variable is written only when
//! the value is complete, since an exception or the expression itself could otherwise see it half made.

mod assignment;
mod bindings;
mod calls;
pub mod callsite;
mod classes;
mod closures;
mod conditions;
mod control;
mod destructuring;
mod dynamic;
mod entry;
mod error;
mod eval;
mod expressions;
mod fields;
mod for_each;
mod function;
mod generators;
mod literals;
mod loops;
mod members;
mod modules;
mod objects;
mod operators;
mod patterns;
mod positions;
mod program;
mod references;
mod registers;
mod scopes;
mod statements;
mod switch;
mod templates;
mod try_statement;
mod updates;

use std::rc::Rc;

pub use error::{CompileError, Limit};

use crate::bytecode::module::ModuleTemplate;
use crate::bytecode::template::{EvalScope, FunctionTemplate};
use crate::scope;
use crate::syntax::ast::Program;
use crate::syntax::source::Span;

/// What the caller wants of a program.
#[derive(Clone, Debug, Default)]
pub struct CompileOptions {
    /// The program's function returns its completion value (`-p`, the prompt, eval) instead of undefined.
    pub wants_completion: bool,
    /// For a direct eval: what is around it.
    pub eval_scope: Option<Rc<EvalScope>>,
}

/// Compiles a module.
pub fn compile_module(program: &Program) -> Result<ModuleTemplate, CompileError> {
    let scopes = scope::analyze(program, None);
    modules::compile_module(program, &scopes)
}

/// Compiles a script, eval or function. The template is that of a function without parameters that runs it.
pub fn compile(program: &Program, options: CompileOptions) -> Result<Rc<FunctionTemplate>, CompileError> {
    let scopes = scope::analyze(program, options.eval_scope.as_deref());
    if let Some(name) = scopes.redeclared {
        let name = program.names.lossy(name).into_owned();
        return Err(CompileError { limit: Limit::Redeclared(name), span: Span::default() });
    }
    program::compile_program(program, &scopes, options.wants_completion || options.eval_scope.is_some())
}
