//! Compile-time limits: what is valid JavaScript but does not fit the instruction format.

use std::fmt;

use crate::syntax::diagnostic::SyntaxError;
use crate::syntax::messages::Message;
use crate::syntax::source::Span;

/// A limit, as people are told of it.
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
    /// A variable of an eval that a scope around it binds lexically: no limit, but known no sooner.
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
        SyntaxError::new(Message::TooLarge(error.to_string()), error.span)
    }
}
