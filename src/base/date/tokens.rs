//! The tokens of date texts, as V8 cuts them.

/// A word's meaning; only its first three letters count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keyword {
    /// 1 to 12.
    Month(i64),
    /// AM (0) or PM (12).
    Half(i64),
    /// A time zone's offset in hours.
    Zone(i64),
    /// `T`
    TimeSeparator,
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    End,
    Number {
        value: i64,
        length: usize,
    },
    /// One of `:-+.)`.
    Symbol(char),
    Word {
        keyword: Keyword,
        length: usize,
    },
    WhiteSpace,
    Unknown,
}

impl Token {
    /// 1 or -1 for `+` or `-`.
    pub fn sign(self) -> Option<i64> {
        match self {
            Token::Symbol('+') => Some(1),
            Token::Symbol('-') => Some(-1),
            _ => None,
        }
    }

    pub fn is_z(self) -> bool {
        matches!(self, Token::Word { keyword: Keyword::Zone(0), length: 1 })
    }

    /// The milliseconds that the digits after a point mean.
    pub fn milliseconds(self) -> Option<i64> {
        let Token::Number { value, length } = self else { return None };
        Some(match length {
            1 => value * 100,
            2 => value * 10,
            3 => value,
            _ => value / 10i64.pow(length.min(SIGNIFICANT_DIGITS) as u32 - 3),
        })
    }
}

/// Digits beyond these are dropped.
const SIGNIFICANT_DIGITS: usize = 9;

const KEYWORDS: &[(&str, Keyword)] = &[
    ("jan", Keyword::Month(1)),
    ("feb", Keyword::Month(2)),
    ("mar", Keyword::Month(3)),
    ("apr", Keyword::Month(4)),
    ("may", Keyword::Month(5)),
    ("jun", Keyword::Month(6)),
    ("jul", Keyword::Month(7)),
    ("aug", Keyword::Month(8)),
    ("sep", Keyword::Month(9)),
    ("oct", Keyword::Month(10)),
    ("nov", Keyword::Month(11)),
    ("dec", Keyword::Month(12)),
    ("am", Keyword::Half(0)),
    ("pm", Keyword::Half(12)),
    ("ut", Keyword::Zone(0)),
    ("utc", Keyword::Zone(0)),
    ("z", Keyword::Zone(0)),
    ("gmt", Keyword::Zone(0)),
    ("est", Keyword::Zone(-5)),
    ("edt", Keyword::Zone(-4)),
    ("cst", Keyword::Zone(-6)),
    ("cdt", Keyword::Zone(-5)),
    ("mst", Keyword::Zone(-7)),
    ("mdt", Keyword::Zone(-6)),
    ("pst", Keyword::Zone(-8)),
    ("pdt", Keyword::Zone(-7)),
    ("t", Keyword::TimeSeparator),
];

/// The keyword whose letters `word` is, or, for months, begins with.
fn keyword(word: &str) -> Keyword {
    let prefix: String = word.chars().take(3).map(|c| c.to_ascii_lowercase()).collect();
    let is_longer = word.chars().count() > 3;
    let found = KEYWORDS.iter().find(|(text, _)| *text == prefix).map(|(_, keyword)| *keyword);
    match found {
        Some(Keyword::Month(month)) => Keyword::Month(month),
        Some(keyword) if !is_longer => keyword,
        _ => Keyword::None,
    }
}

/// Cuts a text into tokens, one ahead.
pub(super) struct Tokenizer<'a> {
    rest: &'a str,
    current: Token,
}

impl<'a> Tokenizer<'a> {
    pub fn new(text: &'a str) -> Tokenizer<'a> {
        let mut tokenizer = Tokenizer { rest: text, current: Token::End };
        tokenizer.current = tokenizer.scan();
        tokenizer
    }

    pub fn peek(&self) -> Token {
        self.current
    }

    pub fn next(&mut self) -> Token {
        let next = self.scan();
        std::mem::replace(&mut self.current, next)
    }

    /// Takes the next token if it is `symbol`.
    pub fn skip(&mut self, symbol: char) -> bool {
        let is_next = self.current == Token::Symbol(symbol);
        if is_next {
            self.next();
        }
        is_next
    }

    fn scan(&mut self) -> Token {
        let Some(first) = self.rest.chars().next() else { return Token::End };
        match first {
            '0'..='9' => self.number(),
            ':' | '-' | '+' | '.' | ')' => {
                self.rest = &self.rest[1..];
                Token::Symbol(first)
            }
            '(' => self.parentheses(),
            c if crate::base::number::is_white_space(c) => {
                self.rest = &self.rest[c.len_utf8()..];
                Token::WhiteSpace
            }
            c if c >= 'A' => self.word(),
            c => {
                self.rest = &self.rest[c.len_utf8()..];
                Token::Unknown
            }
        }
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    fn number(&mut self) -> Token {
        let length = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let digits = self.take(length).trim_start_matches('0');
        let significant = &digits[..digits.len().min(SIGNIFICANT_DIGITS)];
        Token::Number { value: significant.parse().unwrap_or(0), length }
    }

    fn word(&mut self) -> Token {
        let is_letter = |c: char| c >= 'A' && !crate::base::number::is_white_space(c);
        let length = self.rest.find(|c| !is_letter(c)).unwrap_or(self.rest.len());
        let word = self.take(length);
        Token::Word { keyword: keyword(word), length: word.chars().count() }
    }

    /// Drops a text in parentheses, nested ones included.
    fn parentheses(&mut self) -> Token {
        let mut depth = 0;
        let end = self.rest.char_indices().find(|(_, c)| {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        let length = end.map_or(self.rest.len(), |(at, c)| at + c.len_utf8());
        self.take(length);
        Token::Unknown
    }
}
