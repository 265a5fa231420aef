//! Statements, and what may stand where only one statement may.

use super::Checker;
use super::patterns::Binding;
use super::scopes::LexicalKind;
use crate::syntax::ast::*;
use crate::syntax::messages::Message;
use crate::syntax::source::Span;

/// What a lone statement is the body of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BodyOf {
    If,
    Label,
    /// A loop or `with`.
    Loop,
}

impl<'a> Checker<'a> {
    pub(super) fn statement_list(&mut self, statements: &'a [StmtId]) {
        for &statement in statements {
            self.statement(statement);
        }
    }

    pub(super) fn statement(&mut self, id: StmtId) {
        let ast = self.ast;
        let statement = &ast[id];
        if !self.descend(statement.span) {
            return self.ascend();
        }
        let span = statement.span;
        match &statement.kind {
            StmtKind::Expression(expression) | StmtKind::Throw(expression) => self.expression(*expression),
            StmtKind::Variables(declaration) => self.variables(declaration),
            StmtKind::Function(function) => self.function_declaration(*function),
            StmtKind::Class(class) => self.class_declaration(*class),
            StmtKind::Block(body) => self.block(body),
            StmtKind::Empty | StmtKind::Debugger => {}
            StmtKind::If { test, consequent, alternate } => self.if_statement(*test, *consequent, *alternate),
            StmtKind::Return(value) => self.return_statement(*value, span),
            StmtKind::Break(label) => self.check_break(*label, label.map_or(span, |label| label.span)),
            StmtKind::Continue(label) => self.check_continue(*label, label.map_or(span, |label| label.span)),
            StmtKind::Labelled { label, body } => self.labelled(*label, *body),
            StmtKind::Try(statement) => self.try_statement(statement),
            StmtKind::Import(import) => self.import(import),
            StmtKind::Export(export) => self.export(export),
            other => self.loop_or_switch(other, span),
        }
        self.ascend();
    }

    fn loop_or_switch(&mut self, kind: &'a StmtKind, span: Span) {
        match kind {
            StmtKind::While { test, body } => {
                self.expression(*test);
                self.loop_body(*body);
            }
            StmtKind::DoWhile { body, test } => {
                self.loop_body(*body);
                self.expression(*test);
            }
            StmtKind::With { object, body } => {
                self.function.uses.with = true;
                if self.function.is_strict {
                    self.report(Message::WithInStrict, Span::new(span.start, span.start + "with".len() as u32));
                }
                self.expression(*object);
                self.lone_statement(*body, BodyOf::Loop);
            }
            StmtKind::For { init, test, update, body } => {
                self.scopes.open();
                match init {
                    None => {}
                    Some(ForInit::Expression(expression)) => {
                        self.check_no_in(*expression);
                        self.expression(*expression);
                    }
                    Some(ForInit::Variables(declaration)) => {
                        let values = declaration.declarators.iter().filter_map(|declarator| declarator.init);
                        values.for_each(|value| self.check_no_in(value));
                        self.variables(declaration);
                    }
                }
                test.iter().chain(update).for_each(|expression| self.expression(*expression));
                self.loop_body(*body);
                self.scopes.close();
            }
            StmtKind::ForEach { kind, head, object, body } => {
                if *kind == ForEachKind::AwaitOf {
                    self.check_await(span);
                }
                self.scopes.open();
                self.for_each_head(head);
                self.expression(*object);
                self.loop_body(*body);
                self.scopes.close();
            }
            StmtKind::Switch { discriminant, cases } => self.switch(*discriminant, cases),
            other => unreachable!("{other:?} is walked elsewhere"),
        }
    }

    /// `#name in object` is no part of the head of a `for`, unless something brackets it.
    fn check_no_in(&mut self, id: ExprId) {
        let mut pending = vec![id];
        while let Some(id) = pending.pop() {
            match &self.ast[id].kind {
                ExprKind::PrivateIn { .. } => {
                    self.report(Message::UnexpectedToken("in".to_owned()), self.ast[id].span);
                }
                ExprKind::Sequence(list) => pending.extend(list),
                ExprKind::Assign { value, .. } => pending.push(*value),
                ExprKind::Conditional { test, alternate, .. } => pending.extend([test, alternate]),
                ExprKind::Binary { left, right, .. } | ExprKind::Logical { left, right, .. } => {
                    pending.extend([left, right]);
                }
                _ => {}
            }
        }
    }

    fn loop_body(&mut self, body: StmtId) {
        self.function.loops += 1;
        self.function.breakables += 1;
        self.lone_statement(body, BodyOf::Loop);
        self.function.loops -= 1;
        self.function.breakables -= 1;
    }

    fn for_each_head(&mut self, head: &ForEachHead) {
        match *head {
            ForEachHead::Assign(target) => self.pattern(target, Binding::Assign),
            ForEachHead::Variable { kind, target, init } => {
                self.pattern(target, binding_of(kind));
                if let Some(init) = init {
                    if self.function.is_strict {
                        self.report(Message::ForEachInitializer("for-in"), self.ast[target].span);
                    }
                    self.expression(init);
                }
            }
        }
    }

    fn switch(&mut self, discriminant: ExprId, cases: &'a [SwitchCase]) {
        self.expression(discriminant);
        self.scopes.open();
        self.function.breakables += 1;
        for case in cases {
            case.test.iter().for_each(|test| self.expression(*test));
            self.statement_list(&case.body);
        }
        self.function.breakables -= 1;
        self.scopes.close();
    }

    fn block(&mut self, body: &'a [StmtId]) {
        self.scopes.open();
        self.statement_list(body);
        self.scopes.close();
    }

    fn variables(&mut self, declaration: &VariableDeclaration) {
        for declarator in &declaration.declarators {
            self.pattern(declarator.target, binding_of(declaration.kind));
            declarator.init.iter().for_each(|init| self.expression(*init));
        }
    }

    /// Functions at the top of a function or script are declared like `var`, others like `let`.
    pub(super) fn function_declaration(&mut self, id: FunctionId) {
        let function = &self.ast[id];
        if let Some(Ident { name, span }) = function.name {
            let is_like_var = self.scopes.is_function_scope() && !(self.is_module && self.function.is_top_level);
            let is_plain = !function.is_async && !function.is_generator;
            let is_new = if is_like_var {
                self.scopes.declare_var(name)
            } else if is_plain && !self.function.is_strict {
                self.scopes.declare_lexical(name, LexicalKind::SloppyFunction)
            } else {
                self.scopes.declare_lexical(name, LexicalKind::Binding)
            };
            if !is_new {
                self.report_redeclaration(name, span);
            }
        }
        self.declared_function(id);
    }

    fn if_statement(&mut self, test: ExprId, consequent: StmtId, alternate: Option<StmtId>) {
        self.expression(test);
        self.lone_statement(consequent, BodyOf::If);
        if let Some(alternate) = alternate {
            self.lone_statement(alternate, BodyOf::If);
        }
    }

    fn return_statement(&mut self, value: Option<ExprId>, span: Span) {
        if !self.function.allows_return {
            self.report(Message::IllegalReturn, Span::new(span.start, span.start + "return".len() as u32));
        }
        value.iter().for_each(|value| self.expression(*value));
    }

    fn try_statement(&mut self, statement: &'a TryStatement) {
        self.block(&statement.block.body);
        if let Some(CatchClause { parameter, body }) = &statement.handler {
            self.scopes.open();
            if let Some(parameter) = *parameter {
                let is_name = matches!(self.ast[parameter].kind, PatternKind::Identifier(_));
                let binding = if is_name { Binding::CatchParameter } else { Binding::CatchPattern };
                self.pattern(parameter, binding);
            }
            self.statement_list(&body.body);
            self.scopes.close();
        }
        if let Some(finalizer) = &statement.finalizer {
            self.block(&finalizer.body);
        }
    }

    pub(super) fn labelled_body(&mut self, body: StmtId) {
        if let StmtKind::Function(function) = self.ast[body].kind {
            self.check_lone_function(function, BodyOf::Label);
            return self.function_declaration(function);
        }
        self.lone_statement(body, BodyOf::Label);
    }

    /// A statement where no declaration may stand.
    fn lone_statement(&mut self, id: StmtId, body_of: BodyOf) {
        match self.innermost_labelled(id) {
            StmtKind::Function(function) => {
                // A label does not make a function a statement, except where a function may stand anyway.
                let is_labelled = matches!(self.ast[id].kind, StmtKind::Labelled { .. });
                let body_of = if is_labelled { BodyOf::Loop } else { body_of };
                self.check_lone_function(*function, body_of);
            }
            StmtKind::Class(class) if matches!(self.ast[id].kind, StmtKind::Class(_)) => {
                let start = self.ast[*class].span.start;
                let span = Span::new(start, start + "class".len() as u32);
                self.report(Message::UnexpectedToken("class".to_owned()), span);
            }
            _ => {}
        }
        // `if (x) function f() {}` is `if (x) { function f() {} }`.
        self.scopes.open();
        self.statement(id);
        self.scopes.close();
    }

    fn innermost_labelled(&self, mut id: StmtId) -> &'a StmtKind {
        let ast = self.ast;
        while let StmtKind::Labelled { body, .. } = ast[id].kind {
            id = body;
        }
        &ast[id].kind
    }

    fn check_lone_function(&mut self, id: FunctionId, body_of: BodyOf) {
        let function = &self.ast[id];
        let message = match (function.is_async, function.is_generator, self.function.is_strict, body_of) {
            (true, ..) => Message::AsyncFunctionInStatement,
            (_, _, true, _) => Message::FunctionInStrictStatement,
            (_, _, false, BodyOf::Loop) => Message::FunctionInSloppyStatement,
            (_, true, ..) => Message::GeneratorInStatement,
            (_, _, false, BodyOf::If | BodyOf::Label) => return,
        };
        let start = function.span.start;
        self.report(message, Span::new(start, start + "function".len() as u32));
    }
}

fn binding_of(kind: VariableKind) -> Binding {
    match kind {
        VariableKind::Var => Binding::Var,
        VariableKind::Let | VariableKind::Const => Binding::Lexical,
    }
}
