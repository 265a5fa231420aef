//! Statements.
#![allow(clippy::boxed_local, reason = "the parser's stack holds its values boxed, to stay small")]

use super::{Batch, Builder, Stop};
use crate::syntax::ast::*;
use crate::syntax::messages::Message;
use crate::syntax::names::known;
use crate::syntax::source::Span;

/// The body of a loop that has not been read yet.
const NO_BODY: StmtId = StmtId(u32::MAX);

/// What stands before the first semicolon of a `for` head.
#[derive(Clone, Copy, Debug)]
pub enum ForStart {
    Nothing,
    Expression(ExprId),
    Variables(VariableKind, Batch<Declarator>),
}

impl Builder<'_> {
    pub fn block_statement(&mut self, start: u32, body: Batch<StmtId>, end: u32) -> StmtId {
        let body = self.finish(body);
        self.statement(start, StmtKind::Block(body), end)
    }

    pub fn block(&mut self, start: u32, body: Batch<StmtId>, end: u32) -> Box<Block> {
        Box::new(Block { body: self.finish(body), span: Span::new(start, end) })
    }

    pub fn variables(&mut self, start: u32, kind: VariableKind, declarators: Batch<Declarator>, end: u32) -> StmtId {
        let declaration = self.variable_declaration(kind, declarators);
        self.statement(start, StmtKind::Variables(declaration), end)
    }

    /// A declaration outside the head of a `for-in` or `for-of`.
    fn variable_declaration(&mut self, kind: VariableKind, declarators: Batch<Declarator>) -> VariableDeclaration {
        let declarators = self.finish(declarators);
        for declarator in declarators.iter().filter(|declarator| declarator.init.is_none()) {
            let target = &self.ast[declarator.target];
            let span = target.span;
            if !matches!(target.kind, PatternKind::Identifier(_)) {
                self.report(Message::MissingInitializer("destructuring"), span);
            } else if kind == VariableKind::Const {
                self.report(Message::MissingInitializer("const"), span);
            }
        }
        VariableDeclaration { kind, declarators }
    }

    pub fn if_statement(
        &mut self,
        start: u32,
        test: ExprId,
        consequent: StmtId,
        alternate: Option<StmtId>,
        end: u32,
    ) -> StmtId {
        self.statement(start, StmtKind::If { test, consequent, alternate }, end)
    }

    pub fn labelled(&mut self, label: Ident, body: StmtId, end: u32) -> StmtId {
        self.statement(label.span.start, StmtKind::Labelled { label, body }, end)
    }

    pub fn do_while(&mut self, start: u32, body: StmtId, test: ExprId, end: u32) -> StmtId {
        self.statement(start, StmtKind::DoWhile { body, test }, end)
    }

    /// Gives a loop's head its body.
    pub fn complete(&mut self, start: u32, head: StmtId, statement: StmtId, end: u32) -> StmtId {
        self.ast[head].span = Span::new(start, end);
        match &mut self.ast[head].kind {
            StmtKind::While { body, .. }
            | StmtKind::With { body, .. }
            | StmtKind::For { body, .. }
            | StmtKind::ForEach { body, .. } => *body = statement,
            other => unreachable!("{other:?} is no head"),
        }
        head
    }

    pub fn while_head(&mut self, test: ExprId) -> StmtId {
        self.statement(0, StmtKind::While { test, body: NO_BODY }, 0)
    }

    pub fn with_head(&mut self, object: ExprId) -> StmtId {
        self.statement(0, StmtKind::With { object, body: NO_BODY }, 0)
    }

    pub fn for_head(&mut self, start: ForStart, test: Option<ExprId>, update: Option<ExprId>) -> StmtId {
        let init = match start {
            ForStart::Nothing => None,
            ForStart::Expression(expression) => Some(ForInit::Expression(expression)),
            ForStart::Variables(kind, declarators) => {
                Some(ForInit::Variables(self.variable_declaration(kind, declarators)))
            }
        };
        self.statement(0, StmtKind::For { init, test, update, body: NO_BODY }, 0)
    }

    fn for_each(&mut self, kind: ForEachKind, head: ForEachHead, object: ExprId) -> StmtId {
        self.statement(0, StmtKind::ForEach { kind, head, object, body: NO_BODY }, 0)
    }

    pub fn for_in_variables(&mut self, kind: VariableKind, declarators: Batch<Declarator>, object: ExprId) -> StmtId {
        let declarators = self.finish(declarators);
        let Declarator { target, init } = declarators[0];
        let span = self.ast[target].span;
        if declarators.len() > 1 {
            self.report(Message::ForEachBindings("for-in"), span);
        }
        // Annex B.3.5 allows `for (var name = value in object)` in sloppy mode.
        let is_plain_var = kind == VariableKind::Var && matches!(self.ast[target].kind, PatternKind::Identifier(_));
        if init.is_some() && !is_plain_var {
            self.report(Message::ForEachInitializer("for-in"), span);
        }
        self.for_each(ForEachKind::In, ForEachHead::Variable { kind, target, init }, object)
    }

    pub fn for_in_target(&mut self, target: ExprId, object: ExprId) -> StmtId {
        let target = self.for_target(target);
        self.for_each(ForEachKind::In, ForEachHead::Assign(target), object)
    }

    pub fn for_of_variable(&mut self, kind: VariableKind, target: PatternId, object: ExprId) -> StmtId {
        self.for_each(ForEachKind::Of, ForEachHead::Variable { kind, target, init: None }, object)
    }

    pub fn for_of_target(&mut self, target: ExprId, object: ExprId) -> StmtId {
        self.check_let_in_for_of(target);
        let target = self.for_target(target);
        self.for_each(ForEachKind::Of, ForEachHead::Assign(target), object)
    }

    /// `for (let.x of ...)` is none: what begins with `let` is a declaration.
    fn check_let_in_for_of(&mut self, target: ExprId) {
        let span = self.ast[target].span;
        let text = &self.text[span.range()];
        let begins_with_let = text.strip_prefix("let").is_some_and(|rest| !rest.starts_with(is_name_part));
        if begins_with_let {
            self.report(Message::InvalidForTarget, span);
        }
    }

    fn for_target(&mut self, target: ExprId) -> PatternId {
        match self.ast[target].kind {
            ExprKind::Array(_) | ExprKind::Object(_) => self.pattern_from(target),
            _ => self.simple_target(target, Message::InvalidForTarget),
        }
    }

    /// `for (async of ...)` without `await`: too close to an arrow.
    pub fn for_of_head(&mut self, head: StmtId) -> StmtId {
        if let StmtKind::ForEach { head: ForEachHead::Assign(target), .. } = self.ast[head].kind
            && let PatternKind::Identifier(known::ASYNC) = self.ast[target].kind
            && self.text[self.ast[target].span.range()] == *"async"
        {
            self.report(Message::AsyncInForOf, self.ast[target].span);
        }
        head
    }

    pub fn for_await_head(&mut self, head: StmtId) -> StmtId {
        if let StmtKind::ForEach { kind, .. } = &mut self.ast[head].kind {
            *kind = ForEachKind::AwaitOf;
        }
        head
    }

    pub fn switch(&mut self, start: u32, discriminant: ExprId, cases: Batch<SwitchCase>, end: u32) -> StmtId {
        let cases = self.finish(cases);
        let mut defaults = cases.iter().filter(|case| case.test.is_none());
        if let Some(second) = defaults.nth(1) {
            self.report(Message::SeveralDefaults, second.span);
        }
        self.statement(start, StmtKind::Switch { discriminant, cases }, end)
    }

    pub fn case(
        &mut self,
        cases: Batch<SwitchCase>,
        start: u32,
        test: Option<ExprId>,
        body: Batch<StmtId>,
        end: u32,
    ) -> Batch<SwitchCase> {
        let body = self.finish(body);
        self.push(cases, SwitchCase { test, body, span: Span::new(start, end) })
    }

    pub fn try_statement(
        &mut self,
        start: u32,
        block: Box<Block>,
        handler: Option<Box<CatchClause>>,
        finalizer: Option<Box<Block>>,
        end: u32,
    ) -> StmtId {
        let statement = TryStatement { block: *block, handler: handler.map(|h| *h), finalizer: finalizer.map(|f| *f) };
        self.statement(start, StmtKind::Try(Box::new(statement)), end)
    }

    pub fn newline_after_throw(&mut self, start: u32, end: u32) -> Result<StmtId, Stop> {
        self.stop(Message::NewlineAfterThrow, Span::new(start, end))
    }
}

fn is_name_part(c: char) -> bool {
    crate::syntax::literal::is_identifier_part(c)
}
