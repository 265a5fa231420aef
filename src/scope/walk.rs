//! The walk over the tree: where it stands, and the pushing and popping of scopes and closures.
//!
//! Statements, expressions, patterns, functions and classes each have a file of `Walker` methods. A use of a name is only
//! noted here; [`super::resolve`] looks it up when everything has been declared, so that hoisting needs no care.

use rustc_hash::FxHashMap;

use super::functions::{HOME, STATIC_HOME};
use super::tree::{Closure, ClosureId, ClosureNode, Resolution, Scope, ScopeId, ScopeKey, ScopeKind, Scopes};
use crate::bytecode::template::{EvalScope, EvalVariables};
use crate::syntax::ast::{Ast, ExprId, FunctionId, PatternId, Program, ProgramKind};
use crate::syntax::names::{Name, known};

/// The node whose meaning a [`Reference`] looks up.
#[derive(Clone, Copy, Debug)]
pub(super) enum Node {
    Expr(ExprId),
    Pattern(PatternId),
}

/// How a name is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Read,
    Assign,
    /// Compound assignment and update.
    ReadAssign,
    /// An assignment that is a statement of its own, done at this offset: whatever follows in the same line of control
    /// finds the variable assigned.
    Initialize(u32),
}

/// A use of a name, to be resolved at the end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reference {
    pub node: Node,
    pub name: Name,
    pub scope: ScopeId,
    pub position: u32,
    pub use_: Use,
    pub linear: (u32, u32),
}

/// A function declared in a block of sloppy code, which may also be a variable of the function around.
#[derive(Clone, Copy, Debug)]
pub(super) struct BlockFunction {
    pub function: FunctionId,
    pub name: Name,
    pub block: ScopeId,
}

/// Where the walk stands; saved around closures.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub closure: ClosureId,
    pub scope: ScopeId,
    /// Where `var` declarations go.
    pub var_scope: ScopeId,
    /// The innermost span whose statements run in order.
    pub linear: (u32, u32),
}

pub(super) struct Walker<'a> {
    pub program: &'a Program,
    pub ast: &'a Ast,
    pub out: Scopes,
    pub at: Place,
    pub references: Vec<Reference>,
    /// Candidates of the closure being walked.
    pub block_functions: Vec<BlockFunction>,
    /// The slot around a direct eval that keeps the home object.
    pub home_around: &'static str,
    /// What a sloppy eval declares with `var` and `function`.
    pub eval_names: Vec<Name>,
    /// The function being walked has a scope for its parameters and another for its body.
    pub has_parameter_expressions: bool,
}

impl<'a> Walker<'a> {
    pub fn new(program: &'a Program) -> Self {
        let ast = &program.ast;
        let out = Scopes {
            scopes: Vec::new(),
            bindings: Vec::new(),
            closures: Vec::new(),
            program: ClosureId(0),
            new_variables: None,
            redeclared: None,
            dynamics: Vec::new(),
            exprs: vec![Resolution::GLOBAL; ast.exprs.len()],
            patterns: vec![Resolution::GLOBAL; ast.patterns.len()],
            functions: FxHashMap::default(),
            by_key: FxHashMap::default(),
            classes: FxHashMap::default(),
            privates: FxHashMap::default(),
            declared_functions: FxHashMap::default(),
            declared_classes: FxHashMap::default(),
            default_export: None,
            annex_b: FxHashMap::default(),
            by_name: FxHashMap::default(),
            by_private: FxHashMap::default(),
        };
        let at = Place { closure: ClosureId(0), scope: ScopeId(0), var_scope: ScopeId(0), linear: (0, u32::MAX) };
        Walker {
            program,
            ast,
            out,
            at,
            references: Vec::new(),
            block_functions: Vec::new(),
            home_around: HOME,
            eval_names: Vec::new(),
            has_parameter_expressions: false,
        }
    }

    /// Walks the whole program.
    pub fn program(&mut self, around: Option<&EvalScope>) {
        let outer = around.map(|around| self.declare_surroundings(around));
        let is_direct_eval = outer.is_some();
        if around.and_then(|around| around.home.as_ref()).is_some_and(|home| home.to_string_lossy() == STATIC_HOME) {
            self.home_around = STATIC_HOME;
        }
        let program = self.new_closure(ClosureNode::Program, outer.map(|(closure, _)| closure), 0);
        self.out.program = program;
        self.at.closure = program;
        let parent = outer.map(|(_, scope)| scope);
        let kind = match self.program.kind {
            ProgramKind::Script => ScopeKind::Script,
            ProgramKind::Module => ScopeKind::Module,
            ProgramKind::Eval => ScopeKind::Eval,
        };
        if kind == ScopeKind::Eval && !self.program.is_strict {
            // The variables of sloppy eval code belong to what is around it; its lexical declarations are its own.
            let parent = parent.unwrap_or_else(|| self.new_scope(ScopeKind::Script, None, 0));
            self.at.var_scope = self.scope_of_eval_variables(parent);
            self.at.scope = self.new_scope(kind, Some(parent), 0);
        } else {
            self.at.scope = self.new_scope(kind, parent, 0);
            self.at.var_scope = self.at.scope;
        }
        let scope = self.at.scope;
        let closure = self.closure_mut();
        closure.inherits_this = is_direct_eval;
        closure.scope = scope;
        let body = &self.program.body;
        self.declare_top_level(body);
        self.statements(body);
        if kind == ScopeKind::Eval && !self.program.is_strict {
            let around = self.out.scopes[scope.index()].parent;
            let is_redeclared = |name: &Name| around.is_some_and(|around| self.is_redeclared(*name, around));
            self.out.redeclared = self.eval_names.iter().copied().find(is_redeclared);
        }
        self.hoist_block_functions(0);
        self.share_exports(body);
    }

    pub fn finish(mut self) -> Scopes {
        super::resolve::resolve(self.ast, &mut self.out, &self.references);
        self.out
    }

    pub fn closure_mut(&mut self) -> &mut Closure {
        &mut self.out.closures[self.at.closure.index()]
    }

    pub fn new_closure(&mut self, node: ClosureNode, parent: Option<ClosureId>, created_at: u32) -> ClosureId {
        let id = ClosureId(self.out.closures.len() as u32);
        self.out.closures.push(Closure {
            node,
            parent,
            scope: self.at.scope,
            body_scope: None,
            is_arrow: false,
            is_derived_constructor: false,
            class: None,
            inherits_this: false,
            this: None,
            new_target: None,
            home: None,
            constructor: None,
            kept_this: None,
            kept_new_target: None,
            kept_function: None,
            uses_this: false,
            uses_new_target: false,
            arguments: None,
            maps_arguments: false,
            function_name: None,
            needs_context: false,
            arguments_escape: false,
            has_closure_in_parameters: false,
            created_at,
            member_of: None,
            home_scope: None,
        });
        if let Some(parent) = parent {
            self.out.closures[parent.index()].needs_context = true;
        }
        id
    }

    /// A scope of the current closure.
    pub fn new_scope(&mut self, kind: ScopeKind, parent: Option<ScopeId>, start: u32) -> ScopeId {
        let id = ScopeId(self.out.scopes.len() as u32);
        self.out.scopes.push(Scope {
            kind,
            parent,
            closure: self.at.closure,
            start,
            bindings: Vec::new(),
            functions: Vec::new(),
            slots: Vec::new(),
            has_eval: false,
            object: None,
            holds: EvalVariables::No,
            around: None,
            has_closure_in_head: false,
        });
        id
    }

    /// Opens a scope inside the current one and enters it; give the result to [`Walker::leave`].
    pub fn enter(&mut self, kind: ScopeKind, key: ScopeKey, start: u32) -> ScopeId {
        let outer = self.at.scope;
        self.at.scope = self.new_scope(kind, Some(outer), start);
        self.out.by_key.insert(key, self.at.scope);
        outer
    }

    pub fn leave(&mut self, outer: ScopeId) {
        self.at.scope = outer;
    }

    /// Runs `walk` on code that is entered as a whole or not at all, and in order.
    pub fn in_line(&mut self, span: (u32, u32), walk: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.at.linear, span);
        walk(self);
        self.at.linear = outer;
    }

    /// Is the code being walked strict?
    fn is_strict(&self) -> bool {
        match self.out.closures[self.at.closure.index()].node {
            ClosureNode::Function(id) => self.ast[id].is_strict,
            ClosureNode::Fields(_) | ClosureNode::Statics(_) => true,
            ClosureNode::Program | ClosureNode::Outer => self.program.is_strict,
        }
    }

    pub fn refer(&mut self, node: Node, name: Name, position: u32, use_: Use) {
        let reference = Reference { node, name, scope: self.at.scope, position, use_, linear: self.at.linear };
        self.references.push(reference);
    }

    /// A use of an identifier as a value.
    pub fn read(&mut self, id: ExprId, name: Name) {
        if name == known::ARGUMENTS {
            let owner = self.this_owner();
            self.out.closures[owner.index()].arguments_escape = true;
        }
        let position = self.ast[id].span.start;
        self.refer(Node::Expr(id), name, position, Use::Read);
    }

    /// A direct eval in the current scope: it may reach whatever is visible here.
    pub fn mark_eval(&mut self) {
        let mut scope = Some(self.at.scope);
        while let Some(id) = scope {
            let state = &mut self.out.scopes[id.index()];
            state.has_eval = true;
            scope = state.parent;
        }
        if !self.is_strict() {
            self.keep_eval_variables();
        }
        self.capture_for_eval();
    }
}
