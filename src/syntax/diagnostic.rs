//! Syntax errors as values.

use super::messages::Message;
use super::source::Span;

/// One thing wrong with a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    pub message: Message,
    /// The culprit; empty at the end of the text.
    pub span: Span,
    /// What would have been accepted, in people's words; at most [`MAX_EXPECTED`].
    pub expected: Vec<&'static str>,
}

/// The longest list of expectations that still helps.
pub const MAX_EXPECTED: usize = 4;

impl SyntaxError {
    pub fn new(message: Message, span: Span) -> Self {
        SyntaxError { message, span, expected: Vec::new() }
    }
}
