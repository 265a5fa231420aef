//! The LR loop that drives LALRPOP's tables, in place of the one in `lalrpop_util`.
//!
//! build.rs makes the generated parser name this module where it names `lalrpop_util::state_machine`; everything but
//! [`Parser`] is re-exported from there. The loop adds what JavaScript's grammar asks of its lookahead:
//!
//! - **Automatic semicolon insertion** (ECMA-262, 12.10): a token that no rule accepts here, after a newline or being
//!   `}` or the end, is preceded by a virtual `InsertedSemicolon`, and a restricted production is ended by a virtual
//!   `LineEnd`. Rules that must not end so (`for` heads, the empty statement) name the real `;` alone.
//! - **Two readings of a token**, tried in order: a block's `{` before an object's, a declaration's `function` before an
//!   expression's, the `in` of a `for` head before the operator. This makes the specification's lookahead restrictions
//!   exact without doubled rules.
//!
//! Whether a token is accepted is found by simulating its reductions: merged LR states hold reductions that lead
//! nowhere, so that a non-error action proves nothing. The stack is capped, so that hostile nesting is an error.

pub use lalrpop_util::state_machine::*;

use super::diagnostic::SyntaxError;
use super::messages::Message;
use super::source::Span;
use super::token::{Token as LexedToken, TokenKind};

/// More states than any tree of [`super::ast::MAX_DEPTH`] can need.
const MAX_STATES: usize = 16 * super::ast::MAX_DEPTH as usize;

/// Shadows `lalrpop_util`'s parser under the name that the generated code calls.
pub struct Parser;

impl Parser {
    pub fn drive<D, I>(definition: D, tokens: I) -> ParseResult<D>
    where
        D: ParserDefinition<Location = u32, Token = LexedToken, Error = Box<SyntaxError>>,
        I: Iterator<Item = Result<TokenTriple<D>, ParseError<D>>>,
    {
        let states = vec![definition.start_state()];
        let mut driver = Driver {
            definition,
            states,
            symbols: Vec::new(),
            trial: Vec::new(),
            end: 0,
            previous: TokenKind::Semicolon,
        };
        for item in tokens {
            let (start, token, end) = item?;
            if let Some(result) = driver.feed(start, token, end) {
                return result;
            }
        }
        driver.finish()
    }
}

struct Driver<D: ParserDefinition> {
    definition: D,
    states: Vec<D::StateIndex>,
    symbols: Vec<SymbolTriple<D>>,
    /// States that a simulation has put above those of the stack.
    trial: Vec<D::StateIndex>,
    /// Where the last token ended.
    end: u32,
    previous: TokenKind,
}

impl<D> Driver<D>
where
    D: ParserDefinition<Location = u32, Token = LexedToken, Error = Box<SyntaxError>>,
{
    /// Reduces as far as the token asks and shifts it, with the virtual tokens it needs before it.
    fn feed(&mut self, start: u32, lexed: LexedToken, end: u32) -> Option<ParseResult<D>> {
        let mut token = lexed;
        if token.newline_before || token.kind == TokenKind::RightBrace {
            match self.insert_before(&mut token, start) {
                Ok(()) => {}
                Err(result) => return Some(result),
            }
        } else {
            self.choose_reading(&mut token);
        }
        let mut index = self.index_of(token);
        loop {
            let action = self.definition.action(self.top(), index);
            if let Some(state) = action.as_shift() {
                self.shift(state, index, (start, token, end));
                self.end = end;
                self.previous = token.kind;
                return (self.states.len() > MAX_STATES).then(|| Err(too_deep(start, end)));
            }
            if let Some(reduction) = action.as_reduce() {
                if let Some(result) = self.reduce(reduction, Some(&start)) {
                    return Some(result);
                }
                continue;
            }
            match self.insert(TokenKind::DoWhileSemicolon, Some(&start)) {
                Ok(true) => {
                    token = lexed;
                    self.choose_reading(&mut token);
                    index = self.index_of(token);
                }
                Ok(false) => return Some(Err(self.unexpected(start, token, end))),
                Err(result) => return Some(result),
            }
        }
    }

    /// The end of the text: a last semicolon may be missing.
    fn finish(&mut self) -> ParseResult<D> {
        for kind in [TokenKind::DoWhileSemicolon, TokenKind::InsertedSemicolon] {
            if !self.accepts_end()
                && let Err(result) = self.insert(kind, None)
            {
                return result;
            }
        }
        loop {
            let Some(reduction) = self.definition.eof_action(self.top()).as_reduce() else {
                let expected = self.definition.expected_tokens_from_states(&self.states);
                return Err(lalrpop_util::ParseError::UnrecognizedEof { location: self.end, expected });
            };
            if let Some(result) = self.reduce(reduction, None) {
                return result;
            }
        }
    }

    /// A token after a newline, or `}`: inserts what the rules of automatic semicolons ask for before it.
    fn insert_before(&mut self, token: &mut LexedToken, start: u32) -> Result<(), ParseResult<D>> {
        let lexed = *token;
        if lexed.newline_before && is_restricted(self.previous) {
            self.insert(TokenKind::LineEnd, Some(&start))?;
        }
        self.choose_reading(token);
        if self.accepts(self.index_of(*token)) {
            return Ok(());
        }
        if self.insert(TokenKind::DoWhileSemicolon, Some(&start))?
            || self.insert(TokenKind::InsertedSemicolon, Some(&start))?
        {
            *token = lexed;
            self.choose_reading(token);
        }
        Ok(())
    }

    /// Shifts a virtual token if it is accepted here.
    fn insert(&mut self, kind: TokenKind, lookahead: Option<&u32>) -> Result<bool, ParseResult<D>> {
        let token = LexedToken::synthetic(kind);
        let index = self.index_of(token);
        if !self.accepts(index) {
            return Ok(false);
        }
        loop {
            let action = self.definition.action(self.top(), index);
            if let Some(state) = action.as_shift() {
                self.shift(state, index, (self.end, token, self.end));
                return Ok(true);
            }
            let reduction = action.as_reduce().expect("an accepted token shifts or reduces");
            if let Some(result) = self.reduce(reduction, lookahead) {
                return Err(result);
            }
        }
    }

    /// Changes the kind of a token that has several readings to the first one accepted here.
    #[inline]
    fn choose_reading(&mut self, token: &mut LexedToken) {
        if token.kind == TokenKind::In {
            if self.accepts_kind(TokenKind::ForIn) {
                token.kind = TokenKind::ForIn;
            }
            return;
        }
        while let Some(other) = other_reading(token.kind) {
            if self.accepts(self.index_of(*token)) {
                return;
            }
            token.kind = other;
        }
    }

    fn accepts_kind(&mut self, kind: TokenKind) -> bool {
        let index = self.index_of(LexedToken::synthetic(kind));
        self.accepts(index)
    }

    /// Would the token be shifted in the end?
    fn accepts(&mut self, index: D::TokenIndex) -> bool {
        self.simulate(|definition, state| definition.action(state, index))
    }

    fn accepts_end(&mut self) -> bool {
        self.simulate(|definition, state| definition.eof_action(state))
    }

    /// Follows the reductions an action asks for on a copy of the stack's top, until a shift (or the end) or an error.
    fn simulate(&mut self, action_in: impl Fn(&D, D::StateIndex) -> D::Action) -> bool {
        self.trial.clear();
        let mut kept = self.states.len();
        loop {
            let top = self.trial.last().copied().unwrap_or_else(|| self.states[kept - 1]);
            let action = action_in(&self.definition, top);
            let Some(reduction) = action.as_reduce() else { return action.is_shift() };
            match self.definition.simulate_reduce(reduction) {
                SimulatedReduce::Accept => return true,
                SimulatedReduce::Reduce { states_to_pop, nonterminal_produced } => {
                    let from_trial = states_to_pop.min(self.trial.len());
                    self.trial.truncate(self.trial.len() - from_trial);
                    kept -= states_to_pop - from_trial;
                    let top = self.trial.last().copied().unwrap_or_else(|| self.states[kept - 1]);
                    self.trial.push(self.definition.goto(top, nonterminal_produced));
                }
            }
        }
    }

    fn index_of(&self, token: LexedToken) -> D::TokenIndex {
        self.definition.token_to_index(&token).expect("every kind that leaves the token stream is a terminal")
    }

    fn top(&self) -> D::StateIndex {
        *self.states.last().expect("the start state stays")
    }

    #[inline]
    fn shift(&mut self, state: D::StateIndex, index: D::TokenIndex, (start, token, end): (u32, LexedToken, u32)) {
        let symbol = self.definition.token_to_symbol(index, token);
        self.states.push(state);
        self.symbols.push((start, symbol, end));
    }

    #[inline]
    fn reduce(&mut self, reduction: D::ReduceIndex, lookahead: Option<&u32>) -> Option<ParseResult<D>> {
        self.definition.reduce(reduction, lookahead, &mut self.states, &mut self.symbols)
    }

    #[cold]
    fn unexpected(&self, start: u32, token: LexedToken, end: u32) -> ParseError<D> {
        let expected = self.definition.expected_tokens_from_states(&self.states);
        lalrpop_util::ParseError::UnrecognizedToken { token: (start, token, end), expected }
    }
}

/// The reading to try when this one is not accepted.
#[inline]
fn other_reading(kind: TokenKind) -> Option<TokenKind> {
    match kind {
        TokenKind::LeftBrace => Some(TokenKind::ObjectBrace),
        TokenKind::Function => Some(TokenKind::FunctionExpression),
        TokenKind::Class => Some(TokenKind::ClassExpression),
        TokenKind::AsyncFunction => Some(TokenKind::AsyncFunctionExpression),
        // A method or field named `async`, or so it seems: the next token decides.
        TokenKind::AsyncFunctionExpression => Some(TokenKind::Async),
        TokenKind::Let => Some(TokenKind::Identifier),
        _ => None,
    }
}

/// Words after which a newline ends the production.
fn is_restricted(kind: TokenKind) -> bool {
    use TokenKind::*;
    matches!(kind, Return | Break | Continue | Throw | Yield)
}

#[cold]
fn too_deep<T>(start: u32, end: u32) -> lalrpop_util::ParseError<u32, T, Box<SyntaxError>> {
    lalrpop_util::ParseError::User { error: Box::new(SyntaxError::new(Message::TooDeep, Span::new(start, end))) }
}
