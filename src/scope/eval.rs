//! Direct evals: the scopes around one, and where its variables go.
//!
//! A sloppy eval declares its variables in the function around it. Those that the function has already are its own; the
//! others become properties of an object in a slot of the function's scope, made when first needed. Names that resolve
//! past such a slot are looked up in its object at run time ([`super::resolve`]).

use super::bindings::Declared;
use super::functions::{INTERNAL, THIS, VARIABLES, WITH};
use super::tree::{
    BindingId, BindingKind, BindingName, ClosureId, ClosureNode, Dynamic, NewVariables, Resolution, ScopeId, ScopeKind,
    Storage,
};
use super::walk::Walker;
use crate::bytecode::template::{EvalBinding, EvalBindingKind, EvalScope, EvalVariables};
use crate::syntax::ast::{FunctionId, ProgramKind};
use crate::syntax::names::{Name, known};

impl Walker<'_> {
    /// Scopes and bindings for what a direct eval sees: contexts that exist already. Gives the closure and scope that the
    /// eval's own are inside of.
    pub fn declare_surroundings(&mut self, around: &EvalScope) -> (ClosureId, ScopeId) {
        let closure = self.new_closure(ClosureNode::Outer, None, 0);
        self.at.closure = closure;
        let mut scope = self.new_scope(ScopeKind::Script, None, 0);
        for context in around.contexts.iter().rev() {
            scope = self.new_scope(ScopeKind::Outer, Some(scope), 0);
            let state = &mut self.out.scopes[scope.index()];
            state.holds = context.holds;
            state.around = Some(context.clone());
            for (slot, outer) in context.bindings.iter().enumerate() {
                self.declare_outer(scope, slot as u16, outer);
            }
        }
        self.out.closures[closure.index()].scope = scope;
        (closure, scope)
    }

    fn declare_outer(&mut self, scope: ScopeId, slot: u16, outer: &EvalBinding) {
        let text = outer.name.to_string_lossy();
        let (kind, has_dead_zone) = match outer.kind {
            EvalBindingKind::Var => (BindingKind::Var, false),
            EvalBindingKind::Let => (BindingKind::Let, true),
            EvalBindingKind::Const => (BindingKind::Const, true),
            EvalBindingKind::CatchParameter => (BindingKind::CatchParameter, false),
            EvalBindingKind::FunctionName => (BindingKind::FunctionName, false),
            EvalBindingKind::Private => (BindingKind::Private, false),
            EvalBindingKind::Internal => (BindingKind::Internal, text == THIS),
        };
        let declared = Declared { kind, has_dead_zone, initialized_at: u32::MAX };
        let names = &self.program.names;
        let source = names.find(text.strip_prefix('#').unwrap_or(&text)).unwrap_or(known::EMPTY);
        let binding = match kind {
            BindingKind::Internal => {
                let known = INTERNAL.iter().find(|&&known| known == text);
                let name = known.copied().unwrap_or(".unknown");
                let binding = self.new_binding(scope, BindingName::Internal(name), declared);
                if matches!(name, WITH | VARIABLES) {
                    self.out.scopes[scope.index()].object = Some(binding);
                }
                binding
            }
            BindingKind::Private => {
                let binding = self.new_binding(scope, BindingName::Private(source), declared);
                self.out.by_private.insert((scope, source), binding);
                binding
            }
            _ => self.declare(scope, source, declared),
        };
        let state = &mut self.out.bindings[binding.index()];
        state.storage = if outer.is_cell { Storage::Cell { slot } } else { Storage::Context { slot } };
        state.is_cell = outer.is_cell;
        state.is_captured = true;
        self.out.scopes[scope.index()].slots.push(binding);
    }

    /// The scope that the variables of a sloppy eval belong to: of the function around it, or that of the globals.
    pub fn scope_of_eval_variables(&self, mut scope: ScopeId) -> ScopeId {
        loop {
            let state = &self.out.scopes[scope.index()];
            match state.parent {
                Some(parent) if state.holds == EvalVariables::No => scope = parent,
                _ => return scope,
            }
        }
    }

    /// Remembers what an eval itself declares, if that is what is being walked.
    pub fn note_eval_name(&mut self, name: Name) {
        if self.at.closure == self.out.program && self.program.kind == ProgramKind::Eval {
            self.eval_names.push(name);
        }
    }

    /// A variable that an eval declares: the function's own one of that name, or one to be added.
    pub fn declare_eval_var(&mut self, name: Name) -> Option<BindingId> {
        self.reach(self.at.var_scope);
        let scope = self.at.var_scope;
        let is_own = |id: &BindingId| self.out.bindings[id.index()].kind != BindingKind::FunctionName;
        if let Some(known) = self.declared(scope, name).filter(is_own) {
            return Some(known);
        }
        let new = self.new_variables();
        if !new.names.contains(&name) {
            new.names.push(name);
        }
        None
    }

    fn new_variables(&mut self) -> &mut NewVariables {
        let object = self.out.scopes[self.at.var_scope.index()].object;
        let object = object.expect("a function around a sloppy eval has a slot for its variables");
        let none = || NewVariables { object, names: Vec::new(), functions: Vec::new() };
        self.out.new_variables.get_or_insert_with(none)
    }

    /// A function that an eval adds to the function around it; it replaces an earlier one of the same name.
    pub fn add_eval_function(&mut self, function: FunctionId, name: Name) {
        let ast = self.ast;
        let functions = &mut self.new_variables().functions;
        functions.retain(|&other| ast[other].name.is_none_or(|ident| ident.name != name));
        functions.push(function);
    }

    /// What the name of an added variable means to whoever sets it without looking for it.
    pub fn eval_variable(&mut self) -> Resolution {
        let object = self.new_variables().object;
        self.out.dynamics.push(Dynamic { objects: vec![object], otherwise: Resolution::GLOBAL });
        Resolution::dynamic(self.out.dynamics.len() - 1)
    }

    /// Is `name`, declared as a variable by an eval in `scope`, bound lexically on the way out to where it belongs
    /// (EvalDeclarationInstantiation, step 3)?
    pub fn is_redeclared(&self, name: Name, scope: ScopeId) -> bool {
        let mut at = Some(scope);
        while let Some(id) = at {
            let state = &self.out.scopes[id.index()];
            if state.kind == ScopeKind::Script {
                return false;
            }
            let kind = self.declared(id, name).map(|id| &self.out.bindings[id.index()]);
            let is_conflict = kind.is_some_and(|binding| match binding.kind {
                BindingKind::CatchParameter | BindingKind::FunctionName => false,
                _ if matches!(state.holds, EvalVariables::Body | EvalVariables::Globals) => binding.has_dead_zone,
                _ => true,
            });
            if is_conflict {
                return true;
            }
            if state.holds != EvalVariables::No {
                return false;
            }
            at = state.parent;
        }
        false
    }

    /// The slot for the variables of sloppy evals in the function being walked; its top level has none.
    pub fn keep_eval_variables(&mut self) {
        let scope = self.at.var_scope;
        let state = &self.out.scopes[scope.index()];
        if state.object.is_some() || !matches!(state.kind, ScopeKind::Function | ScopeKind::FunctionBody) {
            return;
        }
        let is_of_parameters = state.kind == ScopeKind::Function && self.has_parameter_expressions;
        let binding = self.keep(scope, BindingName::Internal(VARIABLES), BindingKind::Internal);
        let state = &mut self.out.scopes[scope.index()];
        state.object = Some(binding);
        state.holds = if is_of_parameters { EvalVariables::Parameters } else { EvalVariables::Body };
    }
}
