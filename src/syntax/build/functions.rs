//! Functions and arrows, and the parentheses that may turn out to be an arrow's parameters.

use super::{Batch, Builder, Stop};
use crate::syntax::ast::*;
use crate::syntax::feedback::FunctionContext;
use crate::syntax::messages::Message;
use crate::syntax::names::known;
use crate::syntax::source::{Span, is_line_terminator};

/// A parameter list that is known to be one.
#[derive(Clone, Copy, Debug)]
pub struct Parameters {
    pub items: Batch<PatternId>,
    pub rest: Option<PatternId>,
}

/// What stands in parentheses (CoverParenthesizedExpressionAndArrowParameterList).
#[derive(Clone, Copy, Debug)]
pub enum ArrowCover {
    /// A [`ExprKind::Paren`]: the usual case.
    Expression(ExprId),
    /// What only an arrow may follow: nothing, a trailing comma, or a rest (in a batch of at most one).
    Parameters { items: Batch<ExprId>, rest: Batch<PatternId>, end: u32 },
}

impl Builder<'_> {
    pub fn no_parameters(&mut self) -> Parameters {
        Parameters { items: self.empty(), rest: None }
    }

    fn add_function(&mut self, function: Function) -> FunctionId {
        let id = FunctionId(self.ast.functions.len() as u32);
        self.ast.functions.push(function);
        id
    }

    /// A function with the given body and all else still to be said.
    fn new_function(&mut self, kind: FunctionKind, body: FunctionBody, body_span: Span) -> FunctionId {
        self.add_function(Function {
            kind,
            is_async: false,
            is_generator: false,
            is_strict: false,
            has_simple_parameters: true,
            name: None,
            parameters: Box::default(),
            rest: None,
            body,
            uses: Uses::default(),
            span: body_span,
            body_span,
        })
    }

    /// What all functions but arrows have in common. Its span is that of the body until its owner knows better.
    pub fn function(
        &mut self,
        context: FunctionContext,
        parameters: Parameters,
        start: u32,
        body: Batch<StmtId>,
        end: u32,
    ) -> FunctionId {
        let body = FunctionBody::Statements(self.finish(body));
        let items = self.finish(parameters.items);
        let id = self.new_function(FunctionKind::Normal, body, Span::new(start, end));
        self.set_parameters(id, context, items, parameters.rest);
        id
    }

    fn set_parameters(
        &mut self,
        id: FunctionId,
        context: FunctionContext,
        parameters: Box<[PatternId]>,
        rest: Option<PatternId>,
    ) {
        let is_identifier = |id: &PatternId| matches!(self.ast[*id].kind, PatternKind::Identifier(_));
        let has_simple_parameters = rest.is_none() && parameters.iter().all(is_identifier);
        let function = &mut self.ast[id];
        function.is_async = context.is_async;
        function.is_generator = context.is_generator;
        function.has_simple_parameters = has_simple_parameters;
        function.parameters = parameters;
        function.rest = rest;
    }

    pub fn function_declaration(&mut self, start: u32, name: Option<Ident>, id: FunctionId, end: u32) -> StmtId {
        self.name_function(start, name, id, end);
        self.statement(start, StmtKind::Function(id), end)
    }

    pub fn function_expression(&mut self, start: u32, name: Option<Ident>, id: FunctionId, end: u32) -> ExprId {
        self.name_function(start, name, id, end);
        self.expression(start, ExprKind::Function(id), end)
    }

    fn name_function(&mut self, start: u32, name: Option<Ident>, id: FunctionId, end: u32) {
        self.ast[id].name = name;
        self.ast[id].span = Span::new(start, end);
    }

    /// The body of a source that is one expression.
    pub fn lone_expression(&mut self, expression: ExprId, start: u32, end: u32) -> Box<[StmtId]> {
        Box::new([self.statement(start, StmtKind::Expression(expression), end)])
    }

    pub fn field_initializer(&mut self, start: u32, value: ExprId, end: u32) -> FunctionId {
        self.new_function(FunctionKind::FieldInitializer, FunctionBody::Expression(value), Span::new(start, end))
    }

    pub(super) fn static_block_function(&mut self, start: u32, body: Batch<StmtId>, end: u32) -> FunctionId {
        let body = FunctionBody::Statements(self.finish(body));
        self.new_function(FunctionKind::StaticBlock, body, Span::new(start, end))
    }

    pub fn block_body(&mut self, start: u32, body: Batch<StmtId>, end: u32) -> FunctionId {
        let body = FunctionBody::Statements(self.finish(body));
        self.new_function(FunctionKind::Arrow, body, Span::new(start, end))
    }

    pub fn expression_body(&mut self, start: u32, value: ExprId, end: u32) -> FunctionId {
        self.new_function(FunctionKind::Arrow, FunctionBody::Expression(value), Span::new(start, end))
    }

    fn arrow(&mut self, start: u32, id: FunctionId, end: u32) -> ExprId {
        self.ast[id].span = Span::new(start, end);
        self.expression(start, ExprKind::Function(id), end)
    }

    pub fn arrow_of_identifier(
        &mut self,
        start: u32,
        parameter: Ident,
        context: FunctionContext,
        id: FunctionId,
        end: u32,
    ) -> ExprId {
        let pattern = self.identifier_pattern(parameter);
        self.set_parameters(id, context, Box::new([pattern]), None);
        self.arrow(start, id, end)
    }

    pub fn arrow_of_cover(
        &mut self,
        start: u32,
        cover: ArrowCover,
        context: FunctionContext,
        id: FunctionId,
        end: u32,
    ) -> ExprId {
        let (parameters, rest) = match cover {
            ArrowCover::Expression(paren) => (self.parameters_of_paren(paren), None),
            ArrowCover::Parameters { items, rest, .. } => {
                let rest = self.finish(rest).first().copied();
                let items = self.finish(items);
                (self.parameters_of(&items), rest)
            }
        };
        self.set_parameters(id, context, parameters, rest);
        self.arrow(start, id, end)
    }

    fn parameters_of_paren(&mut self, paren: ExprId) -> Box<[PatternId]> {
        let ExprKind::Paren(inner) = self.ast[paren].kind else { unreachable!("a cover in parentheses") };
        if !matches!(self.ast[inner].kind, ExprKind::Sequence(_)) {
            return self.parameters_of(&[inner]);
        }
        // The sequence itself is no longer part of the tree.
        let ExprKind::Sequence(items) = std::mem::replace(&mut self.ast[inner].kind, ExprKind::Null) else {
            unreachable!("checked above")
        };
        self.parameters_of(&items)
    }

    fn parameters_of(&mut self, items: &[ExprId]) -> Box<[PatternId]> {
        items.iter().map(|&item| self.pattern_from(item)).collect()
    }

    /// `callee(arguments) => body`, which is an arrow only if the callee is the word `async`.
    pub fn arrow_of_call(
        &mut self,
        callee: ExprId,
        arguments: Batch<Argument>,
        context: FunctionContext,
        id: FunctionId,
        end: u32,
    ) -> ExprId {
        let Span { start, end: callee_end } = self.ast[callee].span;
        let arguments = self.finish(arguments);
        if !self.is_async_word(callee) {
            self.report(Message::InvalidDestructuringTarget, Span::new(start, callee_end));
        }
        let (items, rest) = self.split_rest(&arguments, id);
        let parameters = self.parameters_of(&items);
        let rest = rest.map(|rest| self.rest_to_pattern(rest, Message::RestParameterDefault));
        self.set_parameters(id, context, parameters, rest);
        self.arrow(start, id, end)
    }

    /// The identifier `async`, without escapes and with its arguments on the same line.
    fn is_async_word(&self, callee: ExprId) -> bool {
        let Span { start, end } = self.ast[callee].span;
        let is_word = matches!(self.ast[callee].kind, ExprKind::Identifier(known::ASYNC));
        let gap = self.text[end as usize..].split('(').next().unwrap_or("");
        is_word && self.slice(start, end) == "async" && !gap.contains(is_line_terminator)
    }

    fn split_rest(&mut self, arguments: &[Argument], body: FunctionId) -> (Vec<ExprId>, Option<ExprId>) {
        let (items, rest) = match arguments.split_last() {
            Some((&Argument::Spread(rest), before)) => (before, Some(rest)),
            _ => (arguments, None),
        };
        let body_start = self.ast[body].body_span.start;
        if let Some(rest) = rest
            && self.has_trailing_comma(self.ast[rest].span.end, body_start)
        {
            self.report(Message::RestParameterNotLast, self.ast[rest].span);
        }
        for argument in items {
            if let Argument::Spread(rest) = argument {
                self.report(Message::RestParameterNotLast, self.ast[*rest].span);
            }
        }
        (items.iter().map(|argument| argument.expr()).collect(), rest)
    }

    pub fn parameter_cover(&mut self, items: Batch<ExprId>, rest: Option<PatternId>, end: u32) -> ArrowCover {
        let rest = match rest {
            Some(rest) => self.first(rest),
            None => self.empty(),
        };
        ArrowCover::Parameters { items, rest, end }
    }

    /// Parentheses that no arrow follows.
    pub fn parenthesized(&mut self, cover: ArrowCover) -> Result<ExprId, Stop> {
        match cover {
            ArrowCover::Expression(paren) => Ok(paren),
            ArrowCover::Parameters { rest, end, .. } => {
                let span = match self.finish(rest).first() {
                    // The dots stand before the pattern.
                    Some(&rest) => self.dots_before(self.ast[rest].span.start),
                    None => Span::new(end - 1, end),
                };
                let text = self.slice(span.start, span.end).to_owned();
                self.stop(Message::UnexpectedToken(text), span)
            }
        }
    }

    fn dots_before(&self, offset: u32) -> Span {
        let start = self.text[..offset as usize].rfind("...").unwrap_or(offset as usize) as u32;
        Span::new(start, start + 3)
    }
}
