//! Statements: blocks and their declarations, loops, and which statements run in line.

use super::bindings::Declared;
use super::functions::WITH;
use super::tree::{BindingKind, BindingName, ScopeKey, ScopeKind};
use super::walk::{Use, Walker};
use crate::syntax::ast::{
    AssignOp, Block, Declarator, ExportDeclaration, ExprId, ExprKind, ForEachHead, ForInit, PatternKind, StmtId,
    StmtKind, SwitchCase, TryStatement, VariableDeclaration, VariableKind,
};
use crate::syntax::source::Span;

fn ends(span: Span) -> (u32, u32) {
    (span.start, span.end)
}

impl Walker<'_> {
    pub fn statements(&mut self, list: &[StmtId]) {
        for &id in list {
            self.statement(id);
        }
    }

    pub fn statement(&mut self, id: StmtId) {
        let ast = self.ast;
        match &ast[id].kind {
            StmtKind::Expression(expr) => self.expression_statement(*expr),
            StmtKind::Variables(declaration) => self.variables(declaration),
            StmtKind::Function(function) => self.function_declaration(*function),
            StmtKind::Class(class) => self.class(*class),
            StmtKind::Block(body) => self.block(ScopeKey::Statement(id), body, ast[id].span),
            StmtKind::If { test, consequent, alternate } => {
                self.expression(*test);
                self.branch(*consequent);
                if let Some(alternate) = alternate {
                    self.branch(*alternate);
                }
            }
            StmtKind::For { init, test, update, body } => self.for_loop(id, init.as_ref(), [*test, *update], *body),
            StmtKind::ForEach { head, object, body, .. } => self.for_each(id, *head, *object, *body),
            StmtKind::While { test, body } => {
                self.expression(*test);
                self.branch(*body);
            }
            StmtKind::DoWhile { body, test } => {
                self.branch(*body);
                self.expression(*test);
            }
            StmtKind::Return(Some(value)) | StmtKind::Throw(value) => self.expression(*value),
            StmtKind::Switch { discriminant, cases } => self.switch(id, *discriminant, cases),
            StmtKind::Try(statement) => self.try_statement(id, statement),
            StmtKind::Labelled { body, .. } => self.statement(*body),
            StmtKind::With { object, body } => {
                self.expression(*object);
                self.with_body(id, *body);
            }
            StmtKind::Export(export) => self.export(export),
            StmtKind::Return(None)
            | StmtKind::Break(_)
            | StmtKind::Continue(_)
            | StmtKind::Empty
            | StmtKind::Debugger
            | StmtKind::Import(_) => {}
        }
    }

    /// An assignment that stands alone makes its variable known to be assigned from there on.
    fn expression_statement(&mut self, id: ExprId) {
        if let ExprKind::Assign { op: AssignOp::Assign, target, value } = self.ast[id].kind
            && matches!(self.ast[target].kind, PatternKind::Identifier(_))
        {
            let end = self.ast[id].span.end;
            self.assigned_pattern(target, Use::Initialize(end));
            self.expression(value);
        } else {
            self.expression(id);
        }
    }

    fn variables(&mut self, declaration: &VariableDeclaration) {
        for &Declarator { target, init } in &declaration.declarators {
            if declaration.kind == VariableKind::Var {
                self.declare_vars(target);
                let end = init.map_or(u32::MAX, |init| self.ast[init].span.end);
                if init.is_some() {
                    self.assigned_pattern(target, Use::Initialize(end));
                }
            } else {
                self.bound_pattern(target);
            }
            if let Some(init) = init {
                self.expression(init);
            }
        }
    }

    pub fn block(&mut self, key: ScopeKey, body: &[StmtId], span: Span) {
        self.in_line(ends(span), |walker| {
            if !walker.declares_lexically(body) {
                return walker.statements(body);
            }
            let outer = walker.enter(ScopeKind::Block, key, span.start);
            walker.declare_lexicals(body);
            walker.statements(body);
            walker.leave(outer);
        });
    }

    /// The branch of an `if`, or the body of a loop. A bare function declaration there has a scope to itself.
    fn branch(&mut self, id: StmtId) {
        let span = self.ast[id].span;
        self.in_line(ends(span), |walker| match walker.ast[id].kind {
            StmtKind::Function(_) => walker.block(ScopeKey::Branch(id), &[id], span),
            _ => walker.statement(id),
        });
    }

    fn with_body(&mut self, id: StmtId, body: StmtId) {
        let outer = self.enter(ScopeKind::With, ScopeKey::Statement(id), self.ast[body].span.start);
        let scope = self.at.scope;
        let object = self.keep(scope, BindingName::Internal(WITH), BindingKind::Internal);
        self.out.scopes[scope.index()].object = Some(object);
        self.branch(body);
        self.leave(outer);
    }

    fn for_loop(&mut self, id: StmtId, init: Option<&ForInit>, rest: [Option<ExprId>; 2], body: StmtId) {
        let outer = self.at.scope;
        match init {
            Some(ForInit::Expression(expr)) => self.expression_statement(*expr),
            Some(ForInit::Variables(declaration)) => {
                if declaration.kind != VariableKind::Var {
                    self.enter(ScopeKind::Loop, ScopeKey::LoopHead(id), self.ast[id].span.start);
                    self.declare_variables(declaration);
                }
                let closures = self.out.closures.len();
                self.variables(declaration);
                self.out.scopes[self.at.scope.index()].has_closure_in_head = self.out.closures.len() > closures;
            }
            None => {}
        }
        for expr in rest.into_iter().flatten() {
            self.expression(expr);
        }
        self.branch(body);
        self.leave(outer);
    }

    fn for_each(&mut self, id: StmtId, head: ForEachHead, object: ExprId, body: StmtId) {
        let outer = self.at.scope;
        let end = self.ast[object].span.end;
        match head {
            ForEachHead::Variable { kind: VariableKind::Var, target, init } => {
                self.declare_vars(target);
                let span = self.ast[id].span;
                if let Some(init) = init {
                    self.assigned_pattern(target, Use::Assign);
                    self.expression(init);
                }
                self.in_line(ends(span), |walker| walker.assigned_pattern(target, Use::Initialize(end)));
            }
            ForEachHead::Variable { kind, target, .. } => {
                self.enter(ScopeKind::Loop, ScopeKey::LoopHead(id), self.ast[id].span.start);
                let kind = if kind == VariableKind::Const { BindingKind::Const } else { BindingKind::Let };
                self.declare_pattern(target, Declared::lexical(kind, end));
                self.bound_pattern(target);
            }
            ForEachHead::Assign(target) => self.assigned_pattern(target, Use::Assign),
        }
        let closures = self.out.closures.len();
        self.expression(object);
        if self.at.scope != outer {
            self.out.scopes[self.at.scope.index()].has_closure_in_head = self.out.closures.len() > closures;
        }
        self.branch(body);
        self.leave(outer);
    }

    fn switch(&mut self, id: StmtId, discriminant: ExprId, cases: &[SwitchCase]) {
        self.expression(discriminant);
        let outer = self.at.scope;
        if cases.iter().any(|case| self.declares_lexically(&case.body)) {
            self.enter(ScopeKind::Switch, ScopeKey::Statement(id), self.ast[id].span.start);
            for case in cases {
                // A later case may be entered without the earlier ones.
                self.in_line(ends(case.span), |walker| walker.declare_lexicals(&case.body));
            }
        }
        for case in cases {
            if let Some(test) = case.test {
                self.expression(test);
            }
            self.in_line(ends(case.span), |walker| walker.statements(&case.body));
        }
        self.leave(outer);
    }

    fn try_statement(&mut self, id: StmtId, statement: &TryStatement) {
        let block = |walker: &mut Self, key, block: &Block| walker.block(key, &block.body, block.span);
        block(self, ScopeKey::TryBlock(id), &statement.block);
        if let Some(handler) = &statement.handler {
            let outer = self.at.scope;
            if let Some(parameter) = handler.parameter {
                let span = self.ast[parameter].span;
                self.enter(ScopeKind::Catch, ScopeKey::CatchParameter(id), span.start);
                let declared = match self.ast[parameter].kind {
                    PatternKind::Identifier(_) => Declared::variable(BindingKind::CatchParameter),
                    _ => Declared::lexical(BindingKind::Let, span.end),
                };
                self.declare_pattern(parameter, declared);
                self.bound_pattern(parameter);
            }
            block(self, ScopeKey::CatchBody(id), &handler.body);
            self.leave(outer);
        }
        if let Some(finalizer) = &statement.finalizer {
            block(self, ScopeKey::Finally(id), finalizer);
        }
    }

    fn export(&mut self, export: &ExportDeclaration) {
        match export {
            ExportDeclaration::Declaration(statement) => self.statement(*statement),
            ExportDeclaration::DefaultFunction(function) => self.function_declaration(*function),
            ExportDeclaration::DefaultClass(class) => self.class(*class),
            ExportDeclaration::DefaultExpression(expr) => self.expression(*expr),
            ExportDeclaration::Named { .. } | ExportDeclaration::All { .. } => {}
        }
    }
}
