//! What compilation alone finds out: valid JavaScript that does not fit the instruction format, and an eval whose variables
//! are bound lexically by the scopes it stands in.

use std::fmt;

use crate::syntax::diagnostic::SyntaxError;
use crate::syntax::messages::Message;
use crate::syntax::source::Span;

/// What is wrong, as people are told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Parameters, variables, temporaries and pending arguments of one function.
    Registers,
    /// Variables of one scope that closures share.
    Slots,
    /// Constants and feedback sites of one function.
    Constants,
    /// Properties named beside a rest property.
    RestKeys,
    /// A variable of an eval that a scope around it binds lexically: a plain syntax error.
    Redeclared(String),
}

/// A program that cannot be compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompileError {
    pub limit: Limit,
    /// The function or construct that goes past the limit.
    pub span: Span,
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.limit {
            Limit::Registers => "too many variables, parameters or arguments in one function",
            Limit::Slots => "too many variables used by closures in one scope",
            Limit::Constants => "too many constants in one function",
            Limit::RestKeys => "more than 255 properties before a rest property",
            Limit::Redeclared(name) => return write!(f, "Identifier '{name}' has already been declared"),
        })
    }
}

impl std::error::Error for CompileError {}

impl From<CompileError> for SyntaxError {
    fn from(error: CompileError) -> SyntaxError {
        let message = match error.limit {
            Limit::Redeclared(name) => Message::AlreadyDeclared(name),
            _ => Message::TooLarge(error.to_string()),
        };
        SyntaxError::new(message, error.span)
    }
}
