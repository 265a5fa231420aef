//! Statements.

use super::closures::FunctionName;
use super::conditions::Target;
use super::function::Compiler;
use super::modules::DEFAULT_NAME;
use crate::bytecode::Special;
use crate::scope::{ScopeKey, template_str};
use crate::syntax::ast::{ClassId, ExportDeclaration, ExprId, FunctionId, Ident, StmtId, StmtKind};
use crate::syntax::names::Name;

/// What a default export without a name is called.
fn default_name() -> FunctionName {
    FunctionName::Text(template_str(DEFAULT_NAME))
}

impl Compiler<'_> {
    pub fn statements(&mut self, list: &[StmtId]) {
        for &id in list {
            self.statement(id);
        }
    }

    pub fn statement(&mut self, id: StmtId) {
        self.labelled_statement(id, Vec::new());
    }

    /// A statement with the labels before it.
    fn labelled_statement(&mut self, id: StmtId, labels: Vec<Name>) {
        let mark = self.registers.mark();
        let node = &self.ast()[id];
        self.at(node.span.start);
        match &node.kind {
            StmtKind::Expression(expr) => self.expression_statement(*expr),
            StmtKind::Variables(declaration) => self.variables(declaration),
            StmtKind::Function(function) => self.function_declaration(*function),
            StmtKind::Class(class) => self.class_declaration(*class, FunctionName::Own),
            StmtKind::Block(body) => self.block(id, body, labels),
            StmtKind::If { test, consequent, alternate } => self.if_statement(*test, *consequent, *alternate, labels),
            StmtKind::For { init, test, update, body } => {
                self.for_loop(id, init.as_ref(), *test, *update, *body, labels)
            }
            StmtKind::ForEach { kind, head, object, body } => self.for_each(id, *kind, *head, *object, *body, labels),
            StmtKind::While { test, body } => self.while_loop(*test, *body, labels),
            StmtKind::DoWhile { body, test } => self.do_while_loop(*body, *test, labels),
            StmtKind::Return(value) => self.return_statement(*value),
            StmtKind::Break(label) => self.break_out(label.map(|ident| ident.name)),
            StmtKind::Continue(label) => self.continue_with(label.map(|ident| ident.name)),
            StmtKind::Throw(value) => {
                let value = self.operand(*value);
                self.at(node.span.start);
                self.code.Throw(0, value);
            }
            StmtKind::Switch { discriminant, cases } => self.switch(id, *discriminant, cases, labels),
            StmtKind::Try(statement) => self.in_target(labels, |compiler| compiler.try_statement(id, statement)),
            StmtKind::Labelled { label, body } => self.labelled(*label, *body, labels),
            StmtKind::With { object, body } => {
                self.in_target(labels, |compiler| compiler.with_statement(id, *object, *body));
            }
            StmtKind::Debugger => self.code.Debugger(),
            StmtKind::Export(export) => self.export(export),
            StmtKind::Empty | StmtKind::Import(_) => {}
        }
        self.registers.release(mark);
    }

    fn expression_statement(&mut self, expr: ExprId) {
        match self.completion {
            Some(completion) => self.expression(expr, completion),
            None => self.effect(expr),
        }
    }

    /// A statement that gives undefined unless something within gives a value (UpdateEmpty, ECMA-262, 6.2.4.3).
    pub fn clear_completion(&mut self) {
        if let Some(completion) = self.completion {
            self.load_special(completion, Special::Undefined);
        }
    }

    fn labelled(&mut self, label: Ident, body: StmtId, mut labels: Vec<Name>) {
        labels.push(label.name);
        self.labelled_statement(body, labels);
    }

    /// Compiles `body` as something that `break` with one of `labels` leaves.
    pub fn in_target(&mut self, labels: Vec<Name>, body: impl FnOnce(&mut Self)) {
        if labels.is_empty() {
            return body(self);
        }
        let break_label = self.code.new_label();
        self.controls.push(super::control::Control::Target {
            labels,
            is_plain: false,
            break_label,
            continue_label: None,
        });
        body(self);
        self.controls.pop();
        self.code.bind(break_label);
    }

    fn block(&mut self, id: StmtId, body: &[StmtId], labels: Vec<Name>) {
        self.in_target(labels, |compiler| {
            compiler.in_scope(ScopeKey::Statement(id), |compiler| compiler.statements(body));
        });
    }

    fn if_statement(&mut self, test: ExprId, consequent: StmtId, alternate: Option<StmtId>, labels: Vec<Name>) {
        self.clear_completion();
        self.in_target(labels, |compiler| {
            let otherwise = compiler.code.new_label();
            compiler.condition(test, Target::forward(otherwise), false);
            compiler.branch(consequent);
            match alternate {
                None => compiler.code.bind(otherwise),
                Some(alternate) => {
                    let end = compiler.code.new_label();
                    compiler.code.Jump(end);
                    compiler.code.bind(otherwise);
                    compiler.branch(alternate);
                    compiler.code.bind(end);
                }
            }
        });
    }

    /// The branch of an `if` or the body of a loop.
    pub fn branch(&mut self, id: StmtId) {
        self.in_scope(ScopeKey::Branch(id), |compiler| compiler.statement(id));
    }

    fn return_statement(&mut self, value: Option<ExprId>) {
        let register = match value {
            Some(value) => self.operand(value),
            None => {
                let none = self.temp();
                self.load_special(none, Special::Undefined);
                none
            }
        };
        if value.is_some() && self.facts.is_async && self.facts.is_generator {
            let awaited = self.temp();
            self.await_value(awaited, register);
            return self.return_value(awaited);
        }
        self.return_value(register);
    }

    /// The closure was made when its scope was entered; a function of a sloppy block is also a variable from here on.
    fn function_declaration(&mut self, id: FunctionId) {
        let Some(variable) = self.unit.scopes.annex_b_variable(id) else { return };
        let (Some(binding), Some(ident)) = (self.unit.scopes.declared_function(id), self.ast()[id].name) else {
            return;
        };
        let value = self.temp();
        self.load_binding(binding, false, value);
        self.assign_variable(ident.name, variable, value);
    }

    fn class_declaration(&mut self, id: ClassId, name: FunctionName) {
        let Some(binding) = self.unit.scopes.declared_class(id) else { return };
        let value = self.temp();
        self.class(id, value, name);
        self.initialize(binding, value);
    }

    fn default_expression(&mut self, id: ExprId) {
        let Some(binding) = self.unit.scopes.default_export else { return };
        let value = self.temp();
        self.named_expression(id, value, default_name());
        self.initialize(binding, value);
    }

    fn export(&mut self, export: &ExportDeclaration) {
        match export {
            ExportDeclaration::Declaration(statement) => self.statement(*statement),
            ExportDeclaration::DefaultFunction(function) => self.function_declaration(*function),
            ExportDeclaration::DefaultClass(class) => self.class_declaration(*class, default_name()),
            ExportDeclaration::DefaultExpression(expr) => self.default_expression(*expr),
            ExportDeclaration::Named { .. } | ExportDeclaration::All { .. } => {}
        }
    }
}
