//! The top level of a script, eval or module: global declarations, completion value.

use std::rc::Rc;

use super::closures::compile_function;
use super::error::CompileError;
use super::function::{Compiler, Facts, Unit};
use crate::bytecode::Special;
use crate::bytecode::template::{Constant, FunctionFlags, FunctionKind, FunctionTemplate, GlobalDeclarations, Text};
use crate::scope::{BindingKind, BindingName, ScopeId, ScopeKind, Scopes, Storage};
use crate::syntax::ast::{Program, ProgramKind};
use crate::syntax::source::Span;

/// The function that runs `program`.
pub(super) fn compile_program(
    program: &Program,
    scopes: &Scopes,
    wants_completion: bool,
) -> Result<Rc<FunctionTemplate>, CompileError> {
    let mut compiler = program_compiler(Unit { program, scopes });
    compiler.program_code(wants_completion);
    compiler.finish()
}

/// The compiler of a program's top level.
pub(super) fn program_compiler(unit: Unit<'_>) -> Box<Compiler<'_>> {
    let program = unit.program;
    let mut flags = FunctionFlags::empty();
    flags.set(FunctionFlags::STRICT, program.is_strict);
    flags.set(FunctionFlags::ASYNC, program.has_top_level_await);
    let facts = Facts {
        name: None,
        kind: if program.kind == ProgramKind::Module { FunctionKind::Module } else { FunctionKind::Script },
        is_strict: program.is_strict,
        is_async: program.has_top_level_await,
        is_generator: false,
        param_count: 0,
        length: 0,
        flags,
        span: Span::new(0, program.source.text().len() as u32),
    };
    Compiler::new(unit, unit.scopes.program, facts)
}

impl Compiler<'_> {
    pub fn program_code(&mut self, wants_completion: bool) {
        self.take_entry_registers();
        let protection = self.begin_async();
        let scope = self.unit.scopes.closure(self.closure).scope;
        self.begin_scopes();
        let result = self.temp();
        self.load_special(result, Special::Undefined);
        if let Some(globals) = self.global_scope(scope) {
            self.declare_globals(globals);
        }
        self.fill_scope(scope);
        if let Some(new) = &self.unit.scopes.new_variables {
            self.add_eval_variables(new);
        }
        if wants_completion {
            self.completion = Some(result);
        }
        self.statements(&self.unit.program.body);
        if self.code.is_reachable() {
            self.return_from_function(result);
        }
        self.end_async(protection);
    }

    /// The scope whose variables are globals: a script's own, or the one around a sloppy eval's.
    fn global_scope(&self, scope: ScopeId) -> Option<ScopeId> {
        let scopes = self.unit.scopes;
        let around = std::iter::successors(Some(scope), |&id| scopes.scope(id).parent);
        around.into_iter().find(|&id| scopes.scope(id).kind == ScopeKind::Script)
    }

    fn declare_globals(&mut self, scope: ScopeId) {
        let scopes = self.unit.scopes;
        let mut declarations =
            GlobalDeclarations { are_deletable: self.unit.program.kind == ProgramKind::Eval, ..Default::default() };
        for &function in &scopes.scope(scope).functions {
            let Some(ident) = self.ast()[function].name else { continue };
            let Some(closure) = scopes.of_function(function) else { continue };
            let name = self.unit.name_text(ident.name);
            let template = compile_function(self.unit, function, closure, Some(name.clone()));
            if let Some(template) = self.accept(template) {
                declarations.functions.push((name, template));
            }
        }
        for &binding in &scopes.scope(scope).bindings {
            let state = scopes.binding(binding);
            let (BindingName::Source(name), Storage::Global) = (state.name, state.storage) else { continue };
            let text: Text = self.unit.name_text(name);
            match state.kind {
                BindingKind::Function => {}
                BindingKind::Var => declarations.vars.push(text),
                kind => declarations.lexicals.push((text, kind.is_constant())),
            }
        }
        let is_empty =
            declarations.functions.is_empty() && declarations.vars.is_empty() && declarations.lexicals.is_empty();
        if !is_empty {
            let index = self.constants.add(Constant::Globals(Box::new(declarations)));
            self.code.DeclareGlobals(index);
        }
    }
}
