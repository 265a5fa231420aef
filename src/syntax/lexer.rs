//! The token stream: logos's tokens, with what needs more than the text at hand to tell.
//!
//! - `/` divides after an operand and begins a regular expression elsewhere. After `)` and `}` the parser says which
//!   ([`Feedback`]); elsewhere the previous token decides.
//! - `}` ends a block or continues a template: a stack of the braces that are open tells.
//! - `yield` and `await` are keywords in their functions; `let` and `async` depend on what follows.
//! - Words after `.` are names, whatever they mean elsewhere.
//!
//! Which of two readings of `{`, `function` or `in` holds is for the parser's tables to say: see [`super::driver`].

use logos::{Lexer, Logos};

use super::diagnostic::SyntaxError;
use super::feedback::Feedback;
use super::literal;
use super::messages::Message;
use super::source::{Span, is_line_terminator};
use super::token::{Notices, Token, TokenKind};

/// A token between its start and its end, as the parser takes it.
pub type Lexeme = (u32, Token, u32);

/// What an open brace will be closed as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Brace {
    Plain,
    Substitution,
}

pub struct TokenStream<'s> {
    text: &'s str,
    raw: Lexer<'s, TokenKind>,
    feedback: &'s Feedback,
    braces: Vec<Brace>,
    previous: TokenKind,
    /// `previous` is a bracket that ends a statement or a statement's head.
    previous_closes_statement: bool,
    /// Goes out before anything of the text.
    opening: Option<TokenKind>,
}

impl<'s> TokenStream<'s> {
    pub fn new(text: &'s str, feedback: &'s Feedback, is_module: bool, opening: Option<TokenKind>) -> Self {
        let notices = Notices { newline: true, unterminated_comment: false, is_module };
        let mut raw = TokenKind::lexer_with_extras(text, notices);
        if text.starts_with("#!") {
            raw.bump(text.find(is_line_terminator).unwrap_or(text.len()));
        }
        TokenStream {
            text,
            raw,
            feedback,
            braces: Vec::new(),
            previous: TokenKind::Semicolon,
            previous_closes_statement: false,
            opening,
        }
    }

    fn read(&mut self) -> Option<Result<Lexeme, Box<SyntaxError>>> {
        let Some(result) = self.raw.next() else { return self.read_end() };
        let Span { start, end } = self.raw_span();
        let newline_before = std::mem::take(&mut self.raw.extras.newline);
        let token = match result {
            Ok(kind) => self.resolve(kind, newline_before),
            Err(()) => Err(error(Message::InvalidToken, start, end)),
        };
        Some(token.map(|(kind, is_escaped)| {
            self.previous = kind;
            (start, Token { kind, newline_before, is_escaped }, self.raw.span().end as u32)
        }))
    }

    fn read_end(&self) -> Option<Result<Lexeme, Box<SyntaxError>>> {
        let end = self.text.len() as u32;
        self.raw.extras.unterminated_comment.then(|| Err(error(Message::InvalidToken, end, end)))
    }

    /// The kind of a raw token in its place, and whether it holds escapes. May move the end of the token.
    #[inline]
    fn resolve(&mut self, kind: TokenKind, newline_before: bool) -> Result<(TokenKind, bool), Box<SyntaxError>> {
        use TokenKind::*;
        if kind.is_name() && (self.name_goes_on() || kind == OtherCharacter) {
            return self.scan_name(kind);
        }
        let kind = match kind {
            PrivateName if self.raw.slice() == "#" => {
                let Span { start, end } = self.raw_span();
                return Err(error(Message::InvalidToken, start, end));
            }
            Number => {
                self.check_end_of_number()?;
                kind
            }
            Backtick => self.scan_template(Template, TemplateHead)?,
            LeftBrace => {
                self.braces.push(Brace::Plain);
                kind
            }
            RightBrace if self.braces.pop() == Some(Brace::Substitution) => {
                self.scan_template(TemplateTail, TemplateMiddle)?
            }
            Slash | SlashAssign if self.operand_may_begin() => self.scan_regex()?,
            Increment if newline_before => IncrementPrefix,
            Decrement if newline_before => DecrementPrefix,
            HtmlOpenComment => self.cut_token(1, Less),
            HtmlCloseComment if newline_before => self.cut_token(2, DecrementPrefix),
            HtmlCloseComment => self.cut_token(2, Decrement),
            OptionalDot if self.next_byte().is_some_and(|byte| byte.is_ascii_digit()) => self.cut_token(1, Question),
            Arrow if newline_before => {
                let Span { start, end } = self.raw_span();
                return Err(error(Message::UnexpectedToken("=>".to_owned()), start, end));
            }
            _ if kind.is_keyword() => self.resolve_word(kind, newline_before),
            _ => kind,
        };
        Ok((kind, false))
    }

    fn resolve_word(&self, kind: TokenKind, newline_before: bool) -> TokenKind {
        use TokenKind::*;
        if matches!(self.previous, Dot | OptionalDot) {
            return MemberName;
        }
        match kind {
            Yield | Await => self.resolve_function_word(kind, newline_before),
            Let => match self.peek().0 {
                Some(LeftBracket) => LetBracket,
                Some(LeftBrace) => Let,
                Some(next) if next.is_identifier_like() => Let,
                _ => Identifier,
            },
            Async => self.resolve_async(),
            _ => kind,
        }
    }

    /// `yield` is a keyword in generators, `await` in asynchronous functions.
    fn resolve_function_word(&self, kind: TokenKind, newline_before: bool) -> TokenKind {
        let begins_statement = newline_before && !self.operand_may_begin();
        let context = if begins_statement { self.feedback.statement_context() } else { self.feedback.context() };
        let is_keyword = if kind == TokenKind::Yield { context.is_generator } else { context.is_async };
        if is_keyword { kind } else { TokenKind::Identifier }
    }

    fn resolve_async(&self) -> TokenKind {
        use TokenKind::*;
        match self.peek() {
            (Some(Function), false) => AsyncFunction,
            // `for (async of ...)`, unless it is an arrow.
            (Some(Of), false) if !self.arrow_follows_next() => Async,
            (Some(next), false) if next.is_identifier_like() => AsyncName,
            (Some(_), false) => Async,
            _ => Identifier,
        }
    }

    /// The next raw token, and whether it stands on another line.
    fn peek(&self) -> (Option<TokenKind>, bool) {
        let mut ahead = self.raw.clone();
        let kind = ahead.next().and_then(Result::ok);
        let goes_on = kind.is_some_and(TokenKind::is_name) && goes_on_as_name(ahead.remainder());
        (if goes_on { Some(TokenKind::Identifier) } else { kind }, ahead.extras.newline)
    }

    fn arrow_follows_next(&self) -> bool {
        let mut ahead = self.raw.clone();
        ahead.next();
        ahead.next() == Some(Ok(TokenKind::Arrow))
    }

    /// Is an operand expected here, rather than an operator?
    fn operand_may_begin(&self) -> bool {
        match self.previous {
            TokenKind::RightParen | TokenKind::RightBrace => self.previous_closes_statement,
            previous => !previous.ends_operand(),
        }
    }

    fn raw_span(&self) -> Span {
        let range = self.raw.span();
        Span::new(range.start as u32, range.end as u32)
    }

    fn next_byte(&self) -> Option<u8> {
        self.raw.remainder().bytes().next()
    }

    #[inline]
    fn name_goes_on(&self) -> bool {
        goes_on_as_name(self.raw.remainder())
    }

    /// Reads to its end a name that ASCII is not enough for. It is an identifier, whatever word it begins with.
    fn scan_name(&mut self, begun: TokenKind) -> Result<(TokenKind, bool), Box<SyntaxError>> {
        let Span { start, .. } = self.raw_span();
        let is_private = begun == TokenKind::PrivateName;
        let name = &self.text[start as usize + usize::from(is_private)..];
        let length = name_length(name);
        let end = start + u32::from(is_private) + length as u32;
        if length == 0 {
            let bad = self.raw.span().end as u32;
            let is_escape = name.starts_with("\\u");
            let message = if is_escape { Message::InvalidUnicodeEscape } else { Message::InvalidToken };
            return Err(error(message, start, bad));
        }
        self.end_token_at(end as usize);
        let is_escaped = name[..length].contains('\\');
        Ok((if is_private { TokenKind::PrivateName } else { TokenKind::Identifier }, is_escaped))
    }

    /// Ends the current token after `length` bytes; the rest is read again.
    fn cut_token(&mut self, length: usize, kind: TokenKind) -> TokenKind {
        self.end_token_at(self.raw.span().start + length);
        kind
    }

    fn end_token_at(&mut self, end: usize) {
        let current = self.raw.span().end;
        if end >= current {
            self.raw.bump(end - current);
            return;
        }
        let notices = self.raw.extras;
        self.raw = Lexer::with_extras(self.text, notices);
        self.raw.bump(end);
    }

    /// "The SourceCharacter immediately following a NumericLiteral must not be an IdentifierStart or DecimalDigit"
    /// (ECMA-262, 12.9.3).
    fn check_end_of_number(&self) -> Result<(), Box<SyntaxError>> {
        let Some(next) = self.raw.remainder().chars().next() else { return Ok(()) };
        let is_joined = next.is_ascii_alphanumeric()
            || matches!(next, '_' | '$' | '\\')
            || !next.is_ascii() && literal::is_identifier_start(next);
        if !is_joined {
            return Ok(());
        }
        let Span { start, end } = self.raw_span();
        let message = match (next, self.raw.slice()) {
            ('_', "0") => Message::SeparatorAfterLeadingZero,
            ('_', _) if self.raw.remainder().starts_with("__") => Message::RepeatedSeparator,
            ('_', _) => Message::TrailingSeparator,
            _ => Message::InvalidToken,
        };
        Err(error(message, start, end + next.len_utf8() as u32))
    }

    /// Reads a piece of a template: `whole` if it ends at a backtick, `part` if at a substitution.
    fn scan_template(&mut self, whole: TokenKind, part: TokenKind) -> Result<TokenKind, Box<SyntaxError>> {
        let bytes = self.text.as_bytes();
        let mut at = self.raw.span().start + 1;
        loop {
            match bytes.get(at) {
                None => {
                    let end = bytes.len() as u32;
                    return Err(error(Message::UnexpectedEnd, end, end));
                }
                Some(b'\\') => at += 2,
                Some(b'`') => {
                    self.end_token_at(at + 1);
                    return Ok(whole);
                }
                Some(b'$') if bytes.get(at + 1) == Some(&b'{') => {
                    self.braces.push(Brace::Substitution);
                    self.end_token_at(at + 2);
                    return Ok(part);
                }
                Some(_) => at += 1,
            }
        }
    }

    /// RegularExpressionLiteral (ECMA-262, 12.9.5): finds the end; the body is checked later.
    fn scan_regex(&mut self) -> Result<TokenKind, Box<SyntaxError>> {
        let start = self.raw.span().start;
        let mut characters = self.text[start + 1..].char_indices();
        let mut in_class = false;
        let missing_slash = || error(Message::UnterminatedRegex, start as u32, start as u32 + 1);
        loop {
            let mut next = characters.next().filter(|(_, c)| !is_line_terminator(*c));
            if let Some((_, '\\')) = next {
                next = characters.next().filter(|(_, c)| !is_line_terminator(*c)).map(|(at, _)| (at, '\\'));
            }
            match next {
                None => return Err(missing_slash()),
                Some((_, '[')) => in_class = true,
                Some((_, ']')) => in_class = false,
                Some((_, '/')) if !in_class => break,
                Some(_) => {}
            }
        }
        let rest = characters.as_str();
        let is_flag = |c: char| c == '\\' || literal::is_identifier_part(c);
        let flags = rest.find(|c| !is_flag(c)).unwrap_or(rest.len());
        self.end_token_at(self.text.len() - rest.len() + flags);
        Ok(TokenKind::Regex)
    }
}

impl Iterator for TokenStream<'_> {
    type Item = Result<Lexeme, Box<SyntaxError>>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(kind) = self.opening.take() {
            return Some(Ok((0, Token::synthetic(kind), 0)));
        }
        self.previous_closes_statement = self.feedback.take_closes_statement();
        self.read()
    }
}

/// May a name go on here with more than ASCII letters and digits, which logos has taken already?
#[inline]
fn goes_on_as_name(rest: &str) -> bool {
    let is_candidate = rest.bytes().next().is_some_and(|byte| !byte.is_ascii() || byte == b'\\');
    is_candidate && rest.starts_with(|c: char| c == '\\' || literal::is_identifier_part(c))
}

/// The length of the name that a text begins with, escapes included; their values are checked when they are resolved.
fn name_length(text: &str) -> usize {
    let mut length = 0;
    loop {
        let rest = &text[length..];
        let Some(c) = rest.chars().next() else { return length };
        let allowed = if length == 0 { literal::is_identifier_start(c) } else { literal::is_identifier_part(c) };
        length += match c {
            '\\' => match escape_length(rest) {
                Some(escape) => escape,
                None => return length,
            },
            _ if allowed => c.len_utf8(),
            _ => return length,
        };
    }
}

/// The length of the Unicode escape that a text begins with.
fn escape_length(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("\\u")?;
    let are_hex = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if let Some(braced) = rest.strip_prefix('{') {
        let (digits, _) = braced.split_once('}')?;
        return are_hex(digits).then_some(digits.len() + "\\u{}".len());
    }
    rest.get(..4).filter(|digits| are_hex(digits)).map(|digits| digits.len() + "\\u".len())
}

fn error(message: Message, start: u32, end: u32) -> Box<SyntaxError> {
    Box::new(SyntaxError::new(message, Span::new(start, end)))
}
