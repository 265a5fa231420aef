//! The token that no rule accepts: what to say of it, and what would have been accepted.
//!
//! LALRPOP gives the terminals that the tables accept where the parse failed. Among them are clues, terminals that no token
//! is, which tell what kind of place it was; the rest become at most [`MAX_EXPECTED`] phrases.

use super::build::Stop;
use super::diagnostic::{MAX_EXPECTED, SyntaxError};
use super::literal;
use super::messages::Message;
use super::source::{Span, is_line_terminator};
use super::token::{Token, TokenKind, is_reserved_word};

/// What the failure of a parse means.
pub(super) fn error_of_stop(text: &str, stop: Stop) -> SyntaxError {
    let end = text.len() as u32;
    let (found, terminals) = match stop {
        Stop::User { error } => return *error,
        Stop::UnrecognizedToken { token: (start, token, end), expected } => {
            (Found { text, token: Some(token), span: Span::new(start, end) }, expected)
        }
        Stop::UnrecognizedEof { expected, .. } => (Found { text, token: None, span: Span::new(end, end) }, expected),
        Stop::InvalidToken { location } | Stop::ExtraToken { token: (location, ..) } => {
            (Found { text, token: None, span: Span::new(location, location) }, Vec::new())
        }
    };
    let expected = Expected::new(&terminals);
    let (message, span) = found.message(&expected);
    SyntaxError { message, span, expected: expected.phrases() }
}

/// What stood there instead.
struct Found<'s> {
    text: &'s str,
    /// None at the end of the text.
    token: Option<Token>,
    span: Span,
}

impl Found<'_> {
    /// The message, and what it is about: usually the token, sometimes a word before it.
    fn message(&self, expected: &Expected<'_>) -> (Message, Span) {
        if let Some(message) = self.message_of_clue(expected) {
            return (message, self.span);
        }
        let Some(token) = self.token else { return (Message::UnexpectedEnd, self.span) };
        if let Some(about_word) = self.message_of_word_before(token, expected) {
            return about_word;
        }
        (self.message_of_token(token), self.span)
    }

    fn message_of_clue(&self, expected: &Expected<'_>) -> Option<Message> {
        let kind = self.token.map(|token| token.kind);
        if expected.has("clue: call paren") {
            return Some(Message::MissingParenAfterArguments);
        }
        if expected.has("clue: substitution brace") {
            return Some(Message::MissingTemplateBrace);
        }
        if expected.has("clue: catch") {
            return Some(Message::MissingCatchOrFinally);
        }
        match kind? {
            TokenKind::LeftParen if expected.has("clue: function name") => Some(Message::FunctionWithoutName),
            TokenKind::RightParen if expected.has("clue: specifier") => Some(Message::ImportWithoutSpecifier),
            TokenKind::Comma if expected.has("clue: end of rest parameter") => Some(Message::RestParameterNotLast),
            TokenKind::Assign if expected.has("clue: end of rest parameter") => Some(Message::RestParameterDefault),
            TokenKind::Comma if expected.has("clue: end of rest element") => Some(Message::RestElementNotLast),
            TokenKind::Assign if expected.has("clue: end of rest element") => Some(Message::InvalidDestructuringTarget),
            TokenKind::Import if expected.has("clue: callee of new") => Some(Message::ImportInNew),
            // Any other operand may be followed by a chain.
            TokenKind::OptionalDot if expected.has("clue: callee of new") => Some(Message::OptionalChainInNew),
            TokenKind::Of if expected.has("clue: for variables") => Some(match expected.has("instanceof") {
                false => Message::ForEachBindings("for-of"),
                true => Message::ForEachInitializer("for-of"),
            }),
            TokenKind::Assign | TokenKind::OperatorAssign | TokenKind::SlashAssign if expected.has("instanceof") => {
                Some(Message::InvalidAssignmentTarget)
            }
            TokenKind::LeftBrace | TokenKind::ObjectBrace | TokenKind::LeftBracket
                if expected.has("clue: rest identifier") =>
            {
                Some(Message::InvalidRestBinding)
            }
            _ => None,
        }
    }

    /// `await 1` outside asynchronous functions, `if (x) let y`: the culprit is a word that was read as something else.
    fn message_of_word_before(&self, token: Token, expected: &Expected<'_>) -> Option<(Message, Span)> {
        if token.kind == TokenKind::LetBracket {
            return Some((Message::LexicalInStatement, Span::new(self.span.start, self.span.start + 3)));
        }
        let (word, span) = self.word_before()?;
        let begins_operand = !token.kind.is_punctuation();
        if word.starts_with('#') {
            // Nothing but `in` may follow.
            return (!expected.has("(")).then(|| (Message::UnexpectedIdentifier(word.to_owned()), span));
        }
        if word.contains('\\') {
            let name = literal::cook_identifier(word)?;
            return is_reserved_word(&name).then_some((Message::EscapedKeyword, span));
        }
        match word {
            // A key without a value that is no identifier.
            _ if expected.is_after_key() && word.starts_with(|c: char| c.is_ascii_digit()) => {
                Some((Message::UnexpectedNumber, span))
            }
            _ if expected.is_after_key() && is_reserved_word(word) => {
                Some((Message::UnexpectedToken(word.to_owned()), span))
            }
            "await" if begins_operand && expected.has(";") => Some((Message::AwaitOutsideAsync, span)),
            "let" if token.kind.is_identifier_like() && expected.has(";") => Some((Message::LexicalInStatement, span)),
            "import" => {
                let before = self.text[..span.start as usize].trim_end();
                let is_callee = before.ends_with("new");
                Some((if is_callee { Message::ImportInNew } else { Message::ImportOutsideModule }, span))
            }
            "for" if &self.text[self.span.range()] == "await" => Some((Message::UnexpectedReservedWord, self.span)),
            _ => None,
        }
    }

    /// The word before the token, on its line and with nothing but blanks between; private names with their `#`.
    fn word_before(&self) -> Option<(&str, Span)> {
        let before = &self.text[..self.span.start as usize];
        let trimmed = before.trim_end_matches(|c: char| c.is_whitespace() && !is_line_terminator(c));
        let is_part = |c: char| literal::is_identifier_part(c) || matches!(c, '\\' | '#');
        let word = trimmed.rsplit(|c: char| !is_part(c)).next()?;
        let start = trimmed.len() - word.len();
        let is_member = trimmed[..start].ends_with('.');
        (!is_member && !word.is_empty()).then(|| (word, Span::new(start as u32, trimmed.len() as u32)))
    }

    fn message_of_token(&self, token: Token) -> Message {
        use TokenKind::*;
        let text = &self.text[self.span.range()];
        match token.kind {
            Identifier if token.is_escaped => {
                let name = literal::cook_identifier(text).unwrap_or_default();
                if is_reserved_word(&name) { Message::EscapedKeyword } else { Message::UnexpectedIdentifier(name) }
            }
            Identifier if text == "await" => Message::UnexpectedReservedWord,
            Identifier | PrivateName | Yield | Let | LetBracket | Static | Of | As | From | MemberName => {
                Message::UnexpectedIdentifier(text.to_owned())
            }
            Await | Enum => Message::UnexpectedReservedWord,
            Number => Message::UnexpectedNumber,
            String => Message::UnexpectedString,
            Template | TemplateHead => Message::UnexpectedTemplate,
            TemplateMiddle | TemplateTail => Message::UnexpectedToken("}".to_owned()),
            Regex => Message::UnexpectedRegex,
            _ => Message::UnexpectedToken(text.to_owned()),
        }
    }
}

/// The terminals that would have been accepted.
struct Expected<'t> {
    /// Without the quotes that LALRPOP puts around them.
    terminals: Vec<&'t str>,
}

/// Terminals shown as they are, in this order, with the phrases for them.
const PUNCTUATION: [(&str, &str); 13] = [
    (")", "`)`"),
    ("]", "`]`"),
    ("}", "`}`"),
    ("}`", "`}`"),
    (",", "`,`"),
    (":", "`:`"),
    ("{", "`{`"),
    ("(", "`(`"),
    ("=>", "`=>`"),
    ("from", "`from`"),
    ("catch", "`catch`"),
    ("finally", "`finally`"),
    (";", "`;`"),
];

impl<'t> Expected<'t> {
    fn new(terminals: &'t [String]) -> Self {
        Expected { terminals: terminals.iter().map(|terminal| terminal.trim_matches('"')).collect() }
    }

    fn has(&self, terminal: &str) -> bool {
        self.terminals.contains(&terminal)
    }

    /// After the key of a property that is no identifier?
    fn is_after_key(&self) -> bool {
        self.has(":") && self.has("(") && !self.has("=") && !self.has("instanceof")
    }

    fn phrases(&self) -> Vec<&'static str> {
        let kind = self.kind();
        let is_part_of_kind = |terminal: &str| match kind {
            Some("a statement") => matches!(terminal, "{" | "(" | ";" | "from"),
            Some("an expression") => matches!(terminal, "(" | "{" | "from"),
            Some("an operator") => matches!(terminal, "(" | "=>"),
            // Words that are names there.
            Some("a property name" | "a name") => terminal.bytes().all(|byte| byte.is_ascii_lowercase()),
            _ => false,
        };
        let punctuation = PUNCTUATION.iter().filter(|(terminal, _)| self.has(terminal) && !is_part_of_kind(terminal));
        let mut phrases: Vec<_> = punctuation.map(|(_, phrase)| *phrase).collect();
        phrases.dedup();
        phrases.truncate(MAX_EXPECTED - usize::from(kind.is_some()));
        phrases.extend(kind);
        phrases
    }

    /// The class that most of the terminals belong to.
    fn kind(&self) -> Option<&'static str> {
        let classes: [(&str, &[&str]); 7] = [
            ("a statement", &["if", "!"]),
            ("an expression", &["this", "!"]),
            ("an operator", &["instanceof", "*", "&&"]),
            ("a property name", &["identifier", "if", "["]),
            ("a name", &["identifier", "if"]),
            ("a binding pattern", &["identifier", "{object"]),
            ("an identifier", &["identifier"]),
        ];
        let is_expected = |terminals: &[&str]| terminals.iter().all(|terminal| self.has(terminal));
        classes.iter().find(|(_, terminals)| is_expected(terminals)).map(|(class, _)| *class)
    }
}
