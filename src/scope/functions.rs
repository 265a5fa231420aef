//! Functions: parameters and bodies, and what arrows read of the function around them.
//!
//! `this`, `new.target`, the home object of `super` and the running constructor belong to the innermost function that is
//! not an arrow. An arrow that uses one finds it in a context slot of that function, with a name no script can write.

use super::bindings::Declared;
use super::tree::{BindingId, BindingKind, BindingName, ClosureId, ClosureNode, ScopeId, ScopeKind};
use super::walk::{Place, Walker};
use crate::syntax::ast::{
    Ast, Function, FunctionBody, FunctionId, FunctionKind, PatternId, PatternKind, PropertyKeyKind,
};
use crate::syntax::names::known;

/// Names of the slots that keep what arrows need.
pub const THIS: &str = ".this";
pub(super) const NEW_TARGET: &str = ".new.target";
pub(super) const FUNCTION: &str = ".function";
/// The home object of an object literal's methods, or of a class's instance members: its prototype.
pub const HOME: &str = ".home";
/// The home object of a class's static members: its constructor.
pub const STATIC_HOME: &str = ".static_home";
pub(super) const KEY: &str = ".key";
/// The object of a `with`.
pub(super) const WITH: &str = ".with";
/// The object that has the variables of sloppy evals.
pub const VARIABLES: &str = ".variables";

pub(super) const INTERNAL: &[&str] = &[THIS, NEW_TARGET, FUNCTION, HOME, STATIC_HOME, WITH, VARIABLES];

/// ContainsExpression (ECMA-262, 15.1.2): does a pattern hold a default value or a computed key?
fn has_expression(ast: &Ast, id: PatternId) -> bool {
    match &ast[id].kind {
        PatternKind::Identifier(_) => false,
        PatternKind::Target(_) | PatternKind::Default { .. } => true,
        PatternKind::Array { elements, rest } => {
            elements.iter().flatten().chain(rest).any(|&element| has_expression(ast, element))
        }
        PatternKind::Object { properties, rest } => {
            let is_computed = properties.iter().any(|p| matches!(p.key.kind, PropertyKeyKind::Computed(_)));
            is_computed || properties.iter().map(|p| &p.value).chain(rest).any(|&value| has_expression(ast, value))
        }
    }
}

impl Walker<'_> {
    pub fn function_declaration(&mut self, id: FunctionId) {
        // Its closure is made when the scope around it is entered.
        let created_at = self.out.scopes[self.at.scope.index()].start;
        self.function(id, created_at, None);
    }

    pub fn function_expression(&mut self, id: FunctionId) {
        let created_at = self.ast[id].span.start;
        let closure = self.function(id, created_at, None);
        let node = &self.ast[id];
        let scope = self.out.closures[closure.index()].scope;
        let Some(ident) = node.name.filter(|_| !node.is_arrow()) else { return };
        if self.declared(scope, ident.name).is_none() {
            let binding = self.declare(scope, ident.name, Declared::variable(BindingKind::FunctionName));
            self.out.closures[closure.index()].function_name = Some(binding);
        }
    }

    /// Walks a function of any kind. `home` tells where the home object of its `super` is kept.
    pub fn function(&mut self, id: FunctionId, created_at: u32, home: Option<(ScopeId, bool)>) -> ClosureId {
        let node = &self.ast[id];
        let outer = self.at;
        let outer_has_expressions = self.has_parameter_expressions;
        let first_candidate = self.block_functions.len();
        let closure = self.new_closure(ClosureNode::Function(id), Some(outer.closure), created_at);
        self.out.functions.insert(id, closure);
        self.at.closure = closure;
        let scope = self.new_scope(ScopeKind::Function, Some(outer.scope), node.body_span.start);
        self.at = Place { closure, scope, var_scope: scope, linear: (0, u32::MAX) };
        let state = self.closure_mut();
        state.scope = scope;
        state.is_arrow = node.is_arrow();
        state.inherits_this = node.is_arrow();
        state.is_derived_constructor = node.kind == FunctionKind::DerivedConstructor;
        state.home_scope = home;
        self.parameters(node);
        self.body(node);
        self.hoist_block_functions(first_candidate);
        self.at = outer;
        self.has_parameter_expressions = outer_has_expressions;
        closure
    }

    fn parameters(&mut self, node: &Function) {
        let has_expressions = node.parameters.iter().chain(&node.rest).any(|&id| has_expression(self.ast, id));
        self.has_parameter_expressions = has_expressions;
        let all = || node.parameters.iter().chain(&node.rest).copied();
        for id in all() {
            let declared = if has_expressions {
                Declared::lexical(BindingKind::Parameter, self.ast[id].span.end)
            } else {
                Declared::variable(BindingKind::Parameter)
            };
            self.declare_pattern(id, declared);
        }
        let scope = self.at.scope;
        let wants_arguments = node.uses.arguments || node.uses.eval;
        if wants_arguments && !node.is_arrow() && self.declared(scope, known::ARGUMENTS).is_none() {
            let arguments = self.declare(scope, known::ARGUMENTS, Declared::variable(BindingKind::Arguments));
            self.closure_mut().arguments = Some(arguments);
        }
        let closures = self.out.closures.len();
        for id in all() {
            self.bound_pattern(id);
        }
        let has_closures = self.out.closures.len() > closures || self.out.scopes[scope.index()].has_eval;
        self.closure_mut().has_closure_in_parameters = has_closures;
        if has_expressions {
            let body = self.new_scope(ScopeKind::FunctionBody, Some(scope), node.body_span.start);
            self.at.scope = body;
            self.at.var_scope = body;
            self.closure_mut().body_scope = Some(body);
        }
    }

    fn body(&mut self, node: &Function) {
        match &node.body {
            FunctionBody::Statements(list) => {
                self.declare_top_level(list);
                self.statements(list);
            }
            FunctionBody::Expression(expr) => self.expression(*expr),
        }
    }

    /// The closure whose `this` is in force.
    pub fn this_owner(&self) -> ClosureId {
        let mut owner = self.at.closure;
        while self.out.closures[owner.index()].inherits_this
            && let Some(parent) = self.out.closures[owner.index()].parent
        {
            owner = parent;
        }
        owner
    }

    /// The closures from here out to the one of `scope` need their contexts to get there.
    pub fn reach(&mut self, scope: ScopeId) {
        let target = self.out.scopes[scope.index()].closure;
        let mut closure = Some(self.at.closure);
        while let Some(id) = closure.filter(|&id| id != target) {
            let state = &mut self.out.closures[id.index()];
            state.needs_context = true;
            closure = state.parent;
        }
    }

    /// The slot `name` of a scope, or, around a direct eval, of any scope from there out.
    fn kept(&mut self, scope: ScopeId, name: &'static str) -> BindingId {
        let mut at = Some(scope);
        while let Some(id) = at {
            let state = &self.out.scopes[id.index()];
            let is_kept = |&&id: &&BindingId| self.out.bindings[id.index()].name == BindingName::Internal(name);
            if let Some(&found) = state.bindings.iter().find(is_kept) {
                return found;
            }
            at = state.parent.filter(|_| state.kind == ScopeKind::Outer);
        }
        let binding = self.new_binding(scope, BindingName::Internal(name), Declared::variable(BindingKind::Internal));
        self.out.bindings[binding.index()].is_captured = true;
        binding
    }

    fn keep_this(&mut self, owner: ClosureId) -> BindingId {
        let scope = self.out.closures[owner.index()].scope;
        let binding = self.kept(scope, THIS);
        let state = &mut self.out.closures[owner.index()];
        state.kept_this = Some(binding);
        if state.is_derived_constructor {
            state.this = Some(binding);
            self.out.bindings[binding.index()].has_dead_zone = true;
            self.out.bindings[binding.index()].is_checked = true;
        }
        binding
    }

    fn keep_new_target(&mut self, owner: ClosureId) -> BindingId {
        let scope = self.out.closures[owner.index()].scope;
        let binding = self.kept(scope, NEW_TARGET);
        self.out.closures[owner.index()].kept_new_target = Some(binding);
        binding
    }

    fn keep_function(&mut self, owner: ClosureId) -> BindingId {
        let scope = self.out.closures[owner.index()].scope;
        let binding = self.kept(scope, FUNCTION);
        self.out.closures[owner.index()].kept_function = Some(binding);
        binding
    }

    pub fn use_this(&mut self) {
        let owner = self.this_owner();
        self.out.closures[owner.index()].uses_this = true;
        if owner != self.at.closure {
            let binding = self.keep_this(owner);
            self.closure_mut().this = Some(binding);
            self.reach(self.out.bindings[binding.index()].scope);
        }
    }

    pub fn use_new_target(&mut self) {
        let owner = self.this_owner();
        self.out.closures[owner.index()].uses_new_target = true;
        if owner != self.at.closure {
            let binding = self.keep_new_target(owner);
            self.closure_mut().new_target = Some(binding);
            self.reach(self.out.bindings[binding.index()].scope);
        }
    }

    /// `super.x`: needs the home object, and `this` as the receiver.
    pub fn use_super(&mut self) {
        self.use_this();
        let owner = self.this_owner();
        let owner_scope = self.out.closures[owner.index()].scope;
        let (scope, name) = match self.out.closures[owner.index()].home_scope {
            Some((scope, is_static)) => (scope, if is_static { STATIC_HOME } else { HOME }),
            None => (owner_scope, self.home_around),
        };
        let binding = self.kept(scope, name);
        self.closure_mut().home = Some(binding);
        self.reach(self.out.bindings[binding.index()].scope);
    }

    /// `super(...)`: needs `this`, `new.target` and the constructor.
    pub fn use_super_call(&mut self) {
        self.use_this();
        self.use_new_target();
        let owner = self.this_owner();
        if owner != self.at.closure {
            let binding = self.keep_function(owner);
            self.closure_mut().constructor = Some(binding);
            self.reach(self.out.bindings[binding.index()].scope);
        }
    }

    /// A direct eval in the current closure may use whatever an arrow may.
    pub fn capture_for_eval(&mut self) {
        self.closure_mut().needs_context = true;
        let owner = self.this_owner();
        self.out.closures[owner.index()].uses_this = true;
        self.keep_this(owner);
        if matches!(self.out.closures[owner.index()].node, ClosureNode::Outer | ClosureNode::Program) {
            return;
        }
        self.out.closures[owner.index()].uses_new_target = true;
        self.keep_new_target(owner);
        if self.out.closures[owner.index()].is_derived_constructor {
            self.keep_function(owner);
        }
        if self.out.closures[owner.index()].home_scope.is_some() {
            self.use_super();
        }
    }
}
