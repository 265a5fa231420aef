//! The front end: source text to a checked syntax tree.

pub mod ast;
mod build;
pub mod diagnostic;
mod driver;
pub mod dump;
mod early_errors;
mod feedback;
mod lexer;
mod literal;
pub mod messages;
pub mod names;
mod operator;
mod parse;
pub mod source;
pub mod token;
mod unexpected;

pub use parse::{DynamicFunctionKind, EvalContext, ParseOptions, SourceKind, lexemes, parse, parse_function};
