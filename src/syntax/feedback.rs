//! What the parser tells the token stream: which brackets close a statement, and in what kind of function the text is.
//!
//! The parser reads exactly one token ahead, so a marker in the grammar that is reduced with a closing bracket as its
//! lookahead speaks before the token after that bracket is read.

use std::cell::{Cell, RefCell};

/// What decides whether `yield` and `await` are keywords.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FunctionContext {
    pub is_async: bool,
    pub is_generator: bool,
    /// The expression body of an arrow: it may end, unmarked, where a line does.
    pub is_expression: bool,
}

#[derive(Debug, Default)]
pub struct Feedback {
    closes_statement: Cell<bool>,
    current: Cell<FunctionContext>,
    outer: RefCell<Vec<FunctionContext>>,
}

impl Feedback {
    pub fn new(context: FunctionContext) -> Self {
        Feedback { current: Cell::new(context), ..Feedback::default() }
    }

    /// The bracket about to be shifted ends a statement or a statement's head: no division follows it.
    pub fn close_statement(&self) {
        self.closes_statement.set(true);
    }

    /// Whether [`Feedback::close_statement`] was called since the last time.
    pub fn take_closes_statement(&self) -> bool {
        self.closes_statement.replace(false)
    }

    pub fn enter(&self, context: FunctionContext) {
        self.outer.borrow_mut().push(self.current.replace(context));
    }

    pub fn leave(&self) {
        if let Some(outer) = self.outer.borrow_mut().pop() {
            self.current.set(outer);
        }
    }

    /// The function entered last turns out to be an arrow with an expression body.
    pub fn enter_expression_body(&self) {
        self.current.set(FunctionContext { is_expression: true, ..self.current.get() });
    }

    pub fn context(&self) -> FunctionContext {
        self.current.get()
    }

    /// The context of a token that begins a new statement: arrows with expression bodies end before it.
    pub fn statement_context(&self) -> FunctionContext {
        let current = self.current.get();
        if !current.is_expression {
            return current;
        }
        let outer = self.outer.borrow();
        outer.iter().rev().find(|context| !context.is_expression).copied().unwrap_or(current)
    }
}
