//! The builder: what the grammar's actions call to make the tree.
//!
//! It holds the arenas and the lists under construction. A list being parsed is a [`Batch`]: its elements lie on a stack
//! of their sort, and the parser's own stack carries only where they begin. Since an LR parser works from the inside
//! out, whatever lies above a batch has been taken by the time the batch grows or ends.
//!
//! Errors that do not stop the parse are noted and reported with the rest. Checks that need to know what surrounds a
//! node (strictness, scopes, labels) are made over the finished tree by [`super::early_errors`].

mod batch;
mod classes;
mod expressions;
mod functions;
mod modules;
mod names;
mod operators;
mod patterns;
mod statements;
mod templates;

pub use batch::Batch;
pub use classes::MethodParts;
pub use expressions::{CallTail, Link};
pub use functions::{ArrowCover, Parameters};
pub use operators::{Operator, OperatorRun};
pub use statements::ForStart;

use super::ast::{Ast, Expr, ExprId, ExprKind, Pattern, PatternId, PatternKind, Stmt, StmtId, StmtKind};
use super::diagnostic::SyntaxError;
use super::feedback::{Feedback, FunctionContext};
use super::messages::Message;
use super::names::Names;
use super::source::Span;
use super::token::Token;

/// The failure of an action that stops the parse.
pub type Stop = lalrpop_util::ParseError<u32, Token, Box<SyntaxError>>;

pub struct Builder<'s> {
    text: &'s str,
    pub feedback: &'s Feedback,
    is_module: bool,
    pub ast: Ast,
    pub names: Names,
    pub errors: Vec<SyntaxError>,
    /// Literals that strict mode forbids, in source order.
    pub sloppy_literals: Vec<SyntaxError>,
    stacks: batch::Stacks,
    /// The commas that end a list, before its closing bracket: in source order, since lists end in that order.
    trailing_commas: Vec<u32>,
    /// How deep the conversion of a literal to a pattern is.
    pattern_depth: u32,
}

impl<'s> Builder<'s> {
    pub fn new(text: &'s str, feedback: &'s Feedback, is_module: bool) -> Self {
        Builder {
            text,
            feedback,
            is_module,
            ast: Ast::default(),
            names: Names::default(),
            errors: Vec::new(),
            sloppy_literals: Vec::new(),
            stacks: batch::Stacks::default(),
            trailing_commas: Vec::new(),
            pattern_depth: 0,
        }
    }

    fn slice(&self, start: u32, end: u32) -> &'s str {
        &self.text[start as usize..end as usize]
    }

    /// Notes an error; the parse goes on.
    #[cold]
    fn report(&mut self, message: Message, span: Span) {
        self.errors.push(SyntaxError::new(message, span));
    }

    #[cold]
    fn stop<T>(&self, message: Message, span: Span) -> Result<T, Stop> {
        Err(Stop::User { error: Box::new(SyntaxError::new(message, span)) })
    }

    pub fn expression(&mut self, start: u32, kind: ExprKind, end: u32) -> ExprId {
        let id = ExprId(self.ast.exprs.len() as u32);
        self.ast.exprs.push(Expr { kind, span: Span::new(start, end) });
        id
    }

    pub fn statement(&mut self, start: u32, kind: StmtKind, end: u32) -> StmtId {
        let id = StmtId(self.ast.stmts.len() as u32);
        self.ast.stmts.push(Stmt { kind, span: Span::new(start, end) });
        id
    }

    fn pattern(&mut self, kind: PatternKind, span: Span) -> PatternId {
        let id = PatternId(self.ast.patterns.len() as u32);
        self.ast.patterns.push(Pattern { kind, span });
        id
    }

    /// Enters a function before its parameters are read.
    pub fn enter(&mut self, is_async: bool, is_generator: bool) -> FunctionContext {
        let context = FunctionContext { is_async, is_generator, is_expression: false };
        self.feedback.enter(context);
        context
    }

    /// A comma before the closing bracket of a list.
    pub fn trailing_comma(&mut self, at: u32) {
        self.trailing_commas.push(at);
    }

    /// Does a comma that ends a list stand between these offsets?
    fn has_trailing_comma(&self, start: u32, end: u32) -> bool {
        let first = self.trailing_commas.partition_point(|&comma| comma < start);
        self.trailing_commas.get(first).is_some_and(|&comma| comma < end)
    }
}
