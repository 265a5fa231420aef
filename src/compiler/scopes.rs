//! Entering and leaving scopes: contexts, registers, function declarations.

use super::error::Limit;
use super::function::Compiler;
use super::registers::Mark;
use crate::bytecode::Special;
use crate::bytecode::constants::ConstantIndex;
use crate::bytecode::template::{Constant, ScopeTemplate, Text};
use crate::bytecode::writer::Register;
use crate::scope::{BindingKind, ClosureNode, ScopeId, ScopeKey, ScopeKind, Storage, template_str};

/// The most slots that a context's operands reach.
const MAX_SLOTS: usize = u16::MAX as usize;

/// What to restore when a scope is left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entered {
    scope: ScopeId,
    mark: Mark,
    context_count: usize,
}

impl Compiler<'_> {
    /// Compiles `body` inside the scope that `key` opened, if it opened one.
    pub fn in_scope(&mut self, key: ScopeKey, body: impl FnOnce(&mut Self)) {
        match self.unit.scopes.opened_by(key) {
            Some(scope) => {
                let entered = self.enter_scope(scope);
                body(self);
                self.leave_scope(entered);
            }
            None => body(self),
        }
    }

    pub fn enter_scope(&mut self, scope: ScopeId) -> Entered {
        let entered = self.open_scope(scope);
        self.fill_scope(scope);
        entered
    }

    /// Enters a scope and makes its context; its variables are left to [`Compiler::fill_scope`].
    pub fn open_scope(&mut self, scope: ScopeId) -> Entered {
        let entered = Entered { scope: self.scope, mark: self.registers.mark(), context_count: self.contexts.len() };
        self.scope = scope;
        if !self.unit.scopes.scope(scope).has_context() {
            return entered;
        }
        if self.unit.scopes.scope(scope).kind == ScopeKind::Module {
            // Linking has made it: the closure's own.
            let register = self.current_context();
            self.contexts.push((scope, register));
        } else {
            let parent = self.current_context();
            let register = self.temp();
            let template = self.scope_constant(scope);
            self.code.NewContext(register, parent, template);
            self.contexts.push((scope, register));
        }
        entered
    }

    pub fn leave_scope(&mut self, entered: Entered) {
        self.scope = entered.scope;
        self.registers.release(entered.mark);
        self.contexts.truncate(entered.context_count);
    }

    /// Starts the variables of a scope just entered: holes, undefineds, function declarations.
    pub fn fill_scope(&mut self, id: ScopeId) {
        let scopes = self.unit.scopes;
        for &binding in &scopes.scope(id).bindings {
            let state = scopes.binding(binding);
            let is_of_entry =
                matches!(state.kind, BindingKind::Parameter | BindingKind::Arguments | BindingKind::FunctionName);
            if state.storage != Storage::Register || is_of_entry || self.locals.contains_key(&binding) {
                continue;
            }
            if state.is_checked {
                let register = self.local(binding);
                self.load_special(register, Special::Hole);
            } else if let Some(initial) = state.initial {
                let register = self.local(binding);
                self.load_binding(initial, false, register);
            } else if state.kind == BindingKind::Var && state.starts_undefined {
                let register = self.local(binding);
                self.load_special(register, Special::Undefined);
            } else if state.is_used {
                // Below the temporaries of the statements to come.
                self.local(binding);
            }
        }
        self.make_functions(id);
    }

    /// The closures of a scope's function declarations.
    pub fn make_functions(&mut self, id: ScopeId) {
        let scopes = self.unit.scopes;
        for &function in &scopes.scope(id).functions {
            let Some(binding) = scopes.declared_function(function) else { continue };
            // Linking makes those of a module that others can reach.
            let is_linked =
                scopes.scope(id).kind == ScopeKind::Module && scopes.binding(binding).storage != Storage::Register;
            if !scopes.binding(binding).is_used || is_linked {
                continue;
            }
            match self.initial_register(binding) {
                Some(register) => self.closure(function, register, super::closures::FunctionName::Own),
                None => {
                    let mark = self.registers.mark();
                    let value = self.temp();
                    self.closure(function, value, super::closures::FunctionName::Own);
                    self.initialize(binding, value);
                    self.registers.release(mark);
                }
            }
        }
    }

    /// The constant that describes the contexts of a scope.
    pub fn scope_constant(&mut self, id: ScopeId) -> ConstantIndex {
        let template = self.scope_template(id);
        self.constants.add(Constant::Scope(template.into()))
    }

    /// What describes the contexts of a scope.
    pub fn scope_template(&mut self, id: ScopeId) -> ScopeTemplate {
        let scopes = self.unit.scopes;
        let scope = scopes.scope(id);
        let names = &self.unit.program.names;
        if scope.slots.len() > MAX_SLOTS {
            self.fail(Limit::Slots, self.facts.span);
        }
        let slots = || scope.slots.iter().map(|&slot| scopes.binding(slot));
        ScopeTemplate {
            names: slots().map(|binding| template_str(&binding.name.text(names))).collect(),
            starts_as_hole: slots().map(|binding| binding.has_dead_zone && binding.is_checked).collect(),
            owner: self.scope_owner(id),
        }
    }

    /// Whose bindings they are, for people who read retainer paths.
    fn scope_owner(&self, id: ScopeId) -> Option<Text> {
        let scope = self.unit.scopes.scope(id);
        let text = match scope.kind {
            ScopeKind::Function | ScopeKind::FunctionBody => return self.facts.name.clone(),
            ScopeKind::Outer | ScopeKind::Eval => "eval",
            ScopeKind::Script => "script",
            ScopeKind::Module => "module",
            ScopeKind::Block => "block",
            ScopeKind::Catch => "catch",
            ScopeKind::Loop => "loop",
            ScopeKind::Switch => "switch",
            ScopeKind::Class => "class",
            ScopeKind::Object => "object",
            ScopeKind::StaticBlock => "static block",
            ScopeKind::With => "with",
        };
        Some(template_str(text))
    }

    /// The copies of a per-iteration context: closures of one iteration keep its values.
    pub fn copy_context(&mut self, scope: ScopeId) {
        if let Some(&(_, register)) = self.contexts.iter().rev().find(|&&(other, _)| other == scope) {
            self.code.CopyContext(register);
        }
    }

    /// The register of the context the function was made in, if the function needs it.
    pub fn load_outer_context(&mut self) {
        let closure = self.unit.scopes.closure(self.closure);
        let is_outermost = matches!(closure.node, ClosureNode::Outer);
        if closure.needs_context && !is_outermost {
            let register: Register = self.temp();
            self.code.LoadContext(register);
            self.outer_context = Some(register);
        }
    }
}
