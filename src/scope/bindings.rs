//! Declaring: what a list of statements binds lexically, variables, functions, and the functions of sloppy blocks.

use super::tree::{Binding, BindingId, BindingKind, BindingName, Resolution, ScopeId, ScopeKind, Storage};
use super::walk::{BlockFunction, Walker};
use crate::syntax::ast::{
    ClassId, FunctionId, PatternId, PatternKind, StmtId, StmtKind, VariableDeclaration, VariableKind,
};
use crate::syntax::names::Name;

/// How a name is being declared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Declared {
    pub kind: BindingKind,
    pub has_dead_zone: bool,
    /// Source offset from which on uses in line find it initialised.
    pub initialized_at: u32,
}

impl Declared {
    pub fn lexical(kind: BindingKind, initialized_at: u32) -> Self {
        Declared { kind, has_dead_zone: true, initialized_at }
    }

    /// Bound with a value from the start, be it undefined.
    pub fn variable(kind: BindingKind) -> Self {
        Declared { kind, has_dead_zone: false, initialized_at: 0 }
    }
}

impl Walker<'_> {
    /// Adds a binding that is found by identity, not by name.
    pub fn new_binding(&mut self, scope: ScopeId, name: BindingName, declared: Declared) -> BindingId {
        let id = BindingId(self.out.bindings.len() as u32);
        self.out.bindings.push(Binding {
            name,
            kind: declared.kind,
            scope,
            storage: Storage::Register,
            has_dead_zone: declared.has_dead_zone,
            is_checked: false,
            starts_undefined: false,
            is_used: false,
            is_captured: false,
            is_cell: false,
            assignments: Vec::new(),
            is_assigned: false,
            initial: None,
            initialized_at: declared.initialized_at,
            linear: (0, u32::MAX),
        });
        self.out.scopes[scope.index()].bindings.push(id);
        id
    }

    /// Binds `name` in `scope`, hiding whatever had that name there.
    pub fn declare(&mut self, scope: ScopeId, name: Name, declared: Declared) -> BindingId {
        let id = self.new_binding(scope, BindingName::Source(name), declared);
        if self.out.scopes[scope.index()].kind == ScopeKind::Script {
            self.out.bindings[id.index()].storage = Storage::Global;
        }
        self.out.by_name.insert((scope, name), id);
        id
    }

    /// The binding of `name` in `scope` itself.
    pub fn declared(&self, scope: ScopeId, name: Name) -> Option<BindingId> {
        self.out.by_name.get(&(scope, name)).copied()
    }

    /// Calls `visit` for each identifier that a pattern binds or assigns.
    pub fn each_name(&self, id: PatternId, visit: &mut impl FnMut(PatternId, Name)) {
        match &self.ast[id].kind {
            PatternKind::Identifier(name) => visit(id, *name),
            PatternKind::Target(_) => {}
            PatternKind::Array { elements, rest } => {
                for &element in elements.iter().flatten().chain(rest) {
                    self.each_name(element, visit);
                }
            }
            PatternKind::Object { properties, rest } => {
                for &value in properties.iter().map(|property| &property.value).chain(rest) {
                    self.each_name(value, visit);
                }
            }
            PatternKind::Default { target, .. } => self.each_name(*target, visit),
        }
    }

    fn names_of(&self, id: PatternId) -> Vec<(PatternId, Name)> {
        let mut names = Vec::new();
        self.each_name(id, &mut |pattern, name| names.push((pattern, name)));
        names
    }

    /// Binds all names of a pattern in the current scope, and tells their nodes.
    pub fn declare_pattern(&mut self, id: PatternId, declared: Declared) {
        let (scope, linear) = (self.at.scope, self.at.linear);
        for (pattern, name) in self.names_of(id) {
            let binding = self.declare(scope, name, declared);
            if self.out.scopes[scope.index()].kind == ScopeKind::Switch {
                self.out.bindings[binding.index()].linear = linear;
            }
            self.out.patterns[pattern.index()] = Resolution::new(binding, false);
        }
    }

    /// Declares the names of a `var` pattern in the function around.
    pub fn declare_vars(&mut self, id: PatternId) {
        for (_, name) in self.names_of(id) {
            self.note_eval_name(name);
            self.declare_var(name);
        }
    }

    /// A variable of the function around: perhaps a parameter or a function already. None if it is one that an eval adds
    /// to a function.
    pub fn declare_var(&mut self, name: Name) -> Option<BindingId> {
        if self.out.scopes[self.at.var_scope.index()].kind == ScopeKind::Outer {
            return self.declare_eval_var(name);
        }
        Some(self.declare_own_var(name))
    }

    fn declare_own_var(&mut self, name: Name) -> BindingId {
        let scope = self.at.var_scope;
        if let Some(known) = self.declared(scope, name) {
            return known;
        }
        let parameter = self.parameter_scope().and_then(|parameters| self.declared(parameters, name));
        if let Some(parameter) = parameter {
            if !self.out.closures[self.at.closure.index()].has_closure_in_parameters {
                // Nobody can tell the body's variable from the parameter: let them be one.
                self.out.by_name.insert((scope, name), parameter);
                return parameter;
            }
            let variable = self.declare(scope, name, Declared::variable(BindingKind::Var));
            self.out.bindings[variable.index()].initial = Some(parameter);
            self.out.bindings[parameter.index()].is_used = true;
            return variable;
        }
        self.declare(scope, name, Declared::variable(BindingKind::Var))
    }

    /// The parameters' scope, where the body has one of its own.
    fn parameter_scope(&self) -> Option<ScopeId> {
        let state = &self.out.scopes[self.at.var_scope.index()];
        state.parent.filter(|_| state.kind == ScopeKind::FunctionBody)
    }

    /// A function declaration at the top level of a function or script.
    fn declare_top_level_function(&mut self, function: FunctionId, name: Name) {
        self.note_eval_name(name);
        let Some(binding) = self.declare_var(name) else { return self.add_eval_function(function, name) };
        let scope = match self.out.scopes[self.at.var_scope.index()].kind {
            // The eval itself sets the function's variable.
            ScopeKind::Outer => self.at.scope,
            _ => self.at.var_scope,
        };
        let state = &mut self.out.bindings[binding.index()];
        let is_of_body = state.scope == scope;
        if state.kind == BindingKind::Var || state.kind == BindingKind::Arguments && is_of_body {
            state.kind = BindingKind::Function;
        }
        let closure = self.closure_mut();
        if closure.arguments == Some(binding) && is_of_body {
            closure.arguments = None;
        }
        self.out.scopes[scope.index()].functions.push(function);
        if self.out.scopes[scope.index()].kind != ScopeKind::Script {
            self.out.declared_functions.insert(function, binding);
        }
    }

    /// Does the list declare something with `let`, `const`, `class` or, in a block, `function`?
    pub fn declares_lexically(&self, list: &[StmtId]) -> bool {
        list.iter().any(|&id| match &self.ast[self.unlabelled(id)].kind {
            StmtKind::Variables(declaration) => declaration.kind != VariableKind::Var,
            StmtKind::Function(_) | StmtKind::Class(_) => true,
            _ => false,
        })
    }

    fn unlabelled(&self, mut id: StmtId) -> StmtId {
        while let StmtKind::Labelled { body, .. } = self.ast[id].kind {
            id = body;
        }
        id
    }

    /// Declares what a block's list binds lexically in the current scope.
    pub fn declare_lexicals(&mut self, list: &[StmtId]) {
        for &id in list {
            match &self.ast[self.unlabelled(id)].kind {
                StmtKind::Function(function) => self.declare_block_function(*function),
                _ => self.declare_lexical(id),
            }
        }
    }

    /// Declares the top level of a function or program: functions are variables there.
    pub fn declare_top_level(&mut self, list: &[StmtId]) {
        for &id in list {
            let ast = self.ast;
            match &ast[self.unlabelled(id)].kind {
                StmtKind::Function(function) => self.declare_named_function(*function),
                StmtKind::Export(export) => self.declare_export(export),
                StmtKind::Import(import) => self.declare_imports(import),
                _ => self.declare_lexical(id),
            }
        }
    }

    pub fn declare_named_function(&mut self, function: FunctionId) {
        if let Some(ident) = self.ast[function].name {
            self.declare_top_level_function(function, ident.name);
        }
    }

    fn declare_lexical(&mut self, id: StmtId) {
        match &self.ast[id].kind {
            StmtKind::Variables(declaration) if declaration.kind != VariableKind::Var => {
                self.declare_variables(declaration)
            }
            StmtKind::Class(class) => self.declare_class(*class),
            _ => {}
        }
    }

    /// Declares the names of a `let` or `const` declaration in the current scope.
    pub fn declare_variables(&mut self, declaration: &VariableDeclaration) {
        let kind = if declaration.kind == VariableKind::Const { BindingKind::Const } else { BindingKind::Let };
        for declarator in &declaration.declarators {
            let end = declarator.init.map_or(self.ast[declarator.target].span.end, |init| self.ast[init].span.end);
            self.declare_pattern(declarator.target, Declared::lexical(kind, end));
        }
    }

    pub fn declare_class(&mut self, class: ClassId) {
        let Some(ident) = self.ast[class].name else { return };
        let (scope, linear) = (self.at.scope, self.at.linear);
        let binding = self.declare(scope, ident.name, Declared::lexical(BindingKind::Class, self.ast[class].span.end));
        if self.out.scopes[scope.index()].kind == ScopeKind::Switch {
            self.out.bindings[binding.index()].linear = linear;
        }
        self.out.declared_classes.insert(class, binding);
    }

    fn declare_block_function(&mut self, function: FunctionId) {
        let node = &self.ast[function];
        let Some(ident) = node.name else { return };
        let scope = self.at.scope;
        let binding = match self.declared(scope, ident.name) {
            Some(known) => known,
            None => self.declare(scope, ident.name, Declared::variable(BindingKind::Function)),
        };
        self.out.declared_functions.insert(function, binding);
        self.out.scopes[scope.index()].functions.push(function);
        let is_sloppy_plain = !node.is_strict && !node.is_async && !node.is_generator;
        if is_sloppy_plain {
            self.out.bindings[binding.index()].is_used = true;
            self.block_functions.push(BlockFunction { function, name: ident.name, block: scope });
        }
    }

    /// ECMA-262, B.3.2: functions of blocks become variables of the function around as well, where a `var` of that name
    /// could stand. Takes the candidates noted since there were `first`.
    pub fn hoist_block_functions(&mut self, first: usize) {
        for candidate in self.block_functions.split_off(first) {
            if !self.may_be_variable(candidate) {
                continue;
            }
            let Some(binding) = self.declare_var(candidate.name) else {
                let resolution = self.eval_variable();
                self.out.annex_b.insert(candidate.function, resolution);
                continue;
            };
            let state = &mut self.out.bindings[binding.index()];
            state.is_used = true;
            state.starts_undefined = true;
            state.is_assigned = true;
            self.out.annex_b.insert(candidate.function, Resolution::new(binding, false));
        }
    }

    fn may_be_variable(&self, candidate: BlockFunction) -> bool {
        let is_parameter = |scope: ScopeId| {
            let binding = self.declared(scope, candidate.name);
            let kind = binding.map(|id| self.out.bindings[id.index()].kind);
            matches!(kind, Some(BindingKind::Parameter | BindingKind::Arguments))
        };
        if is_parameter(self.at.var_scope) || self.parameter_scope().is_some_and(is_parameter) {
            return false;
        }
        let mut scope = self.out.scopes[candidate.block.index()].parent;
        while let Some(id) = scope {
            let binding = self.declared(id, candidate.name).map(|id| &self.out.bindings[id.index()]);
            let is_top = id == self.at.var_scope;
            let is_lexical = binding.is_some_and(|binding| match binding.kind {
                BindingKind::CatchParameter => false,
                BindingKind::Function => !is_top,
                _ => binding.has_dead_zone,
            });
            if is_lexical {
                return false;
            }
            if is_top {
                break;
            }
            scope = self.out.scopes[id.index()].parent;
        }
        true
    }
}
