//! Tokens: what logos finds in the text, and what the token stream and the driver make of it.
//!
//! The first group is read from the text alone. The last group exists only for the grammar: the token stream makes
//! template and regular-expression tokens where the position asks for them, and the driver turns a token into its other
//! reading (`ObjectBrace` for `LeftBrace`) or inserts a virtual one (`InsertedSemicolon`). See [`super::lexer`] and
//! [`super::driver`].

use logos::{FilterResult, Lexer, Logos, Skip};

use super::source::is_line_terminator;

/// A token without its span, which travels beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: TokenKind,
    /// A line terminator stands between this token and the one before.
    pub newline_before: bool,
    /// The text holds a Unicode escape.
    pub is_escaped: bool,
}

impl Token {
    /// A token that no text stands for.
    pub fn synthetic(kind: TokenKind) -> Self {
        Token { kind, newline_before: false, is_escaped: false }
    }
}

/// What the raw lexer notices besides tokens, cleared by its reader.
#[derive(Clone, Copy, Debug, Default)]
pub struct Notices {
    pub newline: bool,
    pub unterminated_comment: bool,
    /// Modules know no HTML-like comments.
    pub is_module: bool,
}

#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[logos(extras = Notices)]
#[logos(skip r"[ \t\x0B\x0C\u{A0}\u{FEFF}\u{1680}\u{2000}-\u{200A}\u{202F}\u{205F}\u{3000}]+")]
#[logos(skip(r"//[^\n\r\u{2028}\u{2029}]*", allow_greedy = true))]
#[logos(subpattern digits = r"([0-9]+(_[0-9]+)*)")]
#[logos(subpattern exponent = r"([eE][+-]?(?&digits))")]
pub enum TokenKind {
    // Skipped by their callbacks, never emitted.
    #[regex(r"[\n\r\u{2028}\u{2029}]+", newline)]
    Newline,
    #[token("/*", block_comment)]
    BlockComment,
    #[token("<!--", html_open_comment)]
    HtmlOpenComment,
    /// Emitted where it is no comment; the token stream then splits it.
    #[token("-->", html_close_comment)]
    HtmlCloseComment,

    /// Its ASCII beginning: the token stream reads on where other characters or escapes follow.
    #[regex(r"[a-zA-Z$_][a-zA-Z0-9$_]*", priority = 2)]
    Identifier,
    /// Begins an identifier, or nothing.
    #[regex(r"[^\x00-\x7F]|\\", priority = 1)]
    OtherCharacter,
    /// As `Identifier`; a `#` alone is one whose name the token stream has yet to read.
    #[regex(r"#([a-zA-Z$_][a-zA-Z0-9$_]*)?", priority = 2)]
    PrivateName,
    #[regex(r"0[xX][0-9a-fA-F]+(_[0-9a-fA-F]+)*n?")]
    #[regex(r"0[oO][0-7]+(_[0-7]+)*n?")]
    #[regex(r"0[bB][01]+(_[01]+)*n?")]
    #[regex(r"0[0-7]+", priority = 9)]
    #[regex(r"0[0-7]*[89][0-9]*(\.(?&digits)?)?(?&exponent)?", priority = 5)]
    #[regex(r"(0|[1-9](_?[0-9]+)*)(\.(?&digits)?)?(?&exponent)?", priority = 4)]
    #[regex(r"(0|[1-9](_?[0-9]+)*)n")]
    #[regex(r"\.(?&digits)(?&exponent)?")]
    Number,
    #[regex(r#""([^"\\\n\r]|\\\r\n|\\(?s:.))*""#)]
    #[regex(r#"'([^'\\\n\r]|\\\r\n|\\(?s:.))*'"#)]
    String,
    #[token("`")]
    Backtick,

    #[token("{")]
    LeftBrace,
    #[token("}")]
    RightBrace,
    #[token("(")]
    LeftParen,
    #[token(")")]
    RightParen,
    #[token("[")]
    LeftBracket,
    #[token("]")]
    RightBracket,
    #[token(".")]
    Dot,
    #[token("...")]
    Ellipsis,
    #[token(";")]
    Semicolon,
    #[token(",")]
    Comma,
    #[token("<")]
    Less,
    #[token(">")]
    Greater,
    #[token("<=")]
    LessEqual,
    #[token(">=")]
    GreaterEqual,
    #[token("==")]
    Equal,
    #[token("!=")]
    NotEqual,
    #[token("===")]
    StrictEqual,
    #[token("!==")]
    StrictNotEqual,
    #[token("+")]
    Plus,
    #[token("-")]
    Minus,
    #[token("*")]
    Star,
    #[token("/")]
    Slash,
    #[token("%")]
    Percent,
    #[token("**")]
    StarStar,
    /// `++` and `--` with no newline before: prefix or postfix.
    #[token("++")]
    Increment,
    #[token("--")]
    Decrement,
    #[token("<<")]
    ShiftLeft,
    #[token(">>")]
    ShiftRight,
    #[token(">>>")]
    ShiftRightUnsigned,
    #[token("&")]
    Ampersand,
    #[token("|")]
    Bar,
    #[token("^")]
    Caret,
    #[token("!")]
    Bang,
    #[token("~")]
    Tilde,
    #[token("&&")]
    AndAnd,
    #[token("||")]
    OrOr,
    #[token("??")]
    Coalesce,
    #[token("?")]
    Question,
    #[token("?.")]
    OptionalDot,
    #[token(":")]
    Colon,
    #[token("=")]
    Assign,
    #[token("+=")]
    #[token("-=")]
    #[token("*=")]
    #[token("%=")]
    #[token("**=")]
    #[token("<<=")]
    #[token(">>=")]
    #[token(">>>=")]
    #[token("&=")]
    #[token("|=")]
    #[token("^=")]
    #[token("&&=")]
    #[token("||=")]
    #[token("??=")]
    OperatorAssign,
    /// Apart, since it may begin a regular expression.
    #[token("/=")]
    SlashAssign,
    #[token("=>")]
    Arrow,

    // Reserved words, from here ...
    #[token("break")]
    Break,
    #[token("case")]
    Case,
    #[token("catch")]
    Catch,
    #[token("class")]
    Class,
    #[token("const")]
    Const,
    #[token("continue")]
    Continue,
    #[token("debugger")]
    Debugger,
    #[token("default")]
    Default,
    #[token("delete")]
    Delete,
    #[token("do")]
    Do,
    #[token("else")]
    Else,
    #[token("enum")]
    Enum,
    #[token("export")]
    Export,
    #[token("extends")]
    Extends,
    #[token("false")]
    False,
    #[token("finally")]
    Finally,
    #[token("for")]
    For,
    #[token("function")]
    Function,
    #[token("if")]
    If,
    #[token("import")]
    Import,
    #[token("in")]
    In,
    #[token("instanceof")]
    Instanceof,
    #[token("new")]
    New,
    #[token("null")]
    Null,
    #[token("return")]
    Return,
    #[token("super")]
    Super,
    #[token("switch")]
    Switch,
    #[token("this")]
    This,
    #[token("throw")]
    Throw,
    #[token("true")]
    True,
    #[token("try")]
    Try,
    #[token("typeof")]
    Typeof,
    #[token("var")]
    Var,
    #[token("void")]
    Void,
    #[token("while")]
    While,
    #[token("with")]
    With,
    // ... to here. Words that are keywords only in their places:
    #[token("yield")]
    Yield,
    #[token("await")]
    Await,
    /// Followed by an identifier or `{`; any other `let` is an identifier.
    #[token("let")]
    Let,
    #[token("static")]
    Static,
    /// Followed by neither an identifier, `function`, nor a line terminator.
    #[token("async")]
    Async,
    #[token("of")]
    Of,
    #[token("get")]
    Get,
    #[token("set")]
    Set,
    #[token("as")]
    As,
    #[token("from")]
    From,

    // Made by the token stream.
    /// A whole template without substitutions.
    Template,
    /// `` `text${ ``
    TemplateHead,
    /// `}text${`
    TemplateMiddle,
    /// `` }text` ``
    TemplateTail,
    Regex,
    /// A word after `.` or `?.`, reserved or not.
    MemberName,
    /// `let` before `[`: a declaration wherever a statement may begin.
    LetBracket,
    /// `async` before an identifier on its line.
    AsyncName,
    /// `async` before `function` on its line.
    AsyncFunction,
    /// `++` and `--` after a newline: prefix only.
    IncrementPrefix,
    DecrementPrefix,
    /// Opens a source that is one function expression.
    FunctionStart,

    // Made by the driver: other readings ...
    ObjectBrace,
    FunctionExpression,
    ClassExpression,
    AsyncFunctionExpression,
    /// The `in` of a `for` head.
    ForIn,
    // ... and virtual tokens.
    InsertedSemicolon,
    /// The semicolon that may be left out after `do-while` even without a newline.
    DoWhileSemicolon,
    /// The newline that ends a restricted production (`return`, `break`, `continue`, `throw`, `yield`).
    LineEnd,

    // Clues: nothing makes them. The grammar accepts each in one kind of place, so that when a parse has failed, its
    // being among the terminals expected tells where. See `super::unexpected`.
    /// After an argument of a call.
    MissingCallParen,
    /// After the expression of a template's substitution.
    MissingSubstitutionBrace,
    /// After the block of a `try`.
    MissingCatch,
    /// After the `function` of a declaration.
    MissingFunctionName,
    /// After the parenthesis of `import(`.
    MissingSpecifier,
    /// After a rest parameter.
    EndOfRestParameter,
    /// After the rest element of an array or object pattern.
    EndOfRestElement,
    /// After the declarations of a `for` head.
    EndOfForVariables,
    /// After a callee; what is more, after that of a `new` without arguments.
    EndOfNew,
    /// After the dots in an object pattern of a declaration.
    RestIdentifier,
}

impl TokenKind {
    /// A ReservedWord that is one everywhere.
    pub fn is_reserved(self) -> bool {
        (TokenKind::Break..=TokenKind::With).contains(&self)
    }

    /// Any word of the text that is no plain identifier.
    pub fn is_keyword(self) -> bool {
        (TokenKind::Break..=TokenKind::From).contains(&self)
    }

    /// May go on, as far as logos knows, with characters beyond ASCII or with escapes.
    pub fn is_name(self) -> bool {
        self.is_keyword() || matches!(self, TokenKind::Identifier | TokenKind::PrivateName | TokenKind::OtherCharacter)
    }

    /// Neither a word nor a literal.
    pub fn is_punctuation(self) -> bool {
        (TokenKind::LeftBrace..=TokenKind::Arrow).contains(&self)
    }

    /// May begin a binding's name (in the right function and mode).
    pub fn is_identifier_like(self) -> bool {
        use TokenKind::*;
        matches!(self, Identifier | OtherCharacter) || (Yield..=From).contains(&self)
    }

    /// Ends an operand whatever the grammar says, so that a slash after it divides. Closing parentheses and braces
    /// depend on what they close.
    pub fn ends_operand(self) -> bool {
        use TokenKind::*;
        matches!(
            self,
            Identifier
                | PrivateName
                | Number
                | String
                | RightBracket
                | RightParen
                | RightBrace
                | Increment
                | Decrement
                | Template
                | TemplateTail
                | Regex
                | MemberName
                | This
                | Super
                | Null
                | True
                | False
                | Static
                | Async
                | Of
                | Get
                | Set
                | As
                | From
                | Let
        )
    }
}

/// ReservedWord (ECMA-262, 12.7.2), `await` and `yield` apart, which depend on where they stand.
pub fn is_reserved_word(text: &str) -> bool {
    let mut lexer = TokenKind::lexer(text);
    matches!(lexer.next(), Some(Ok(kind)) if kind.is_reserved()) && lexer.remainder().is_empty()
}

fn newline(lexer: &mut Lexer<TokenKind>) -> Skip {
    lexer.extras.newline = true;
    Skip
}

fn block_comment(lexer: &mut Lexer<TokenKind>) -> Skip {
    let rest = lexer.remainder();
    let Some(length) = rest.find("*/") else {
        lexer.extras.unterminated_comment = true;
        lexer.bump(rest.len());
        return Skip;
    };
    if rest[..length].contains(is_line_terminator) {
        lexer.extras.newline = true;
    }
    lexer.bump(length + 2);
    Skip
}

/// SingleLineHTMLOpenComment (ECMA-262, B.1.1).
fn html_open_comment(lexer: &mut Lexer<TokenKind>) -> FilterResult<(), ()> {
    if lexer.extras.is_module {
        return FilterResult::Emit(());
    }
    skip_line(lexer)
}

/// SingleLineHTMLCloseComment: only blanks and comments before it on its line.
fn html_close_comment(lexer: &mut Lexer<TokenKind>) -> FilterResult<(), ()> {
    let is_first_in_line = lexer.extras.newline;
    if lexer.extras.is_module || !is_first_in_line {
        return FilterResult::Emit(());
    }
    skip_line(lexer)
}

fn skip_line(lexer: &mut Lexer<TokenKind>) -> FilterResult<(), ()> {
    let rest = lexer.remainder();
    let length = rest.find(is_line_terminator).unwrap_or(rest.len());
    lexer.bump(length);
    FilterResult::Skip
}
