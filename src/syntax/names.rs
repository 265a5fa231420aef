//! The name table: every identifier, property name and string literal of a parse, interned.
//!
//! A [`Name`] is a 32-bit symbol, so that scopes, patterns and constant tables compare and hash one word. Text is UTF-8
//! whenever it can be; only string literals with lone surrogates need [`Text::Wtf16`]. One text has one form, so two
//! equal names are always the same symbol.

use std::borrow::Cow;
use std::rc::Rc;

use rustc_hash::FxHashMap;

/// A symbol of a [`Names`] table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(pub u32);

/// The text behind a name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Text {
    Utf8(Rc<str>),
    /// UTF-16 code units with at least one lone surrogate among them.
    Wtf16(Rc<[u16]>),
}

impl Text {
    /// The text for messages: a lone surrogate shows as U+FFFD.
    pub fn to_lossy(&self) -> Cow<'_, str> {
        match self {
            Text::Utf8(text) => Cow::Borrowed(text),
            Text::Wtf16(units) => Cow::Owned(String::from_utf16_lossy(units)),
        }
    }

    /// The UTF-16 code units, as JavaScript sees the text.
    pub fn to_utf16(&self) -> Vec<u16> {
        match self {
            Text::Utf8(text) => text.encode_utf16().collect(),
            Text::Wtf16(units) => units.to_vec(),
        }
    }
}

/// An interner for the texts of one parse.
#[derive(Debug)]
pub struct Names {
    texts: Vec<Text>,
    utf8: FxHashMap<Rc<str>, Name>,
    wtf16: FxHashMap<Rc<[u16]>, Name>,
}

/// Names the engine itself looks for, interned first so that they are constants.
pub mod known {
    use super::Name;

    macro_rules! known_names {
        ($($index:literal $constant:ident $text:literal,)*) => {
            $(pub const $constant: Name = Name($index);)*
            pub(super) const TEXTS: &[&str] = &[$($text),*];
            /// The last of them.
            pub const LAST: Name = Name(TEXTS.len() as u32 - 1);
        };
    }

    known_names! {
        0 EMPTY "",
        1 ARGUMENTS "arguments",
        2 EVAL "eval",
        3 ASYNC "async",
        4 AWAIT "await",
        5 YIELD "yield",
        6 LET "let",
        7 STATIC "static",
        8 CONSTRUCTOR "constructor",
        9 PROTOTYPE "prototype",
        10 PROTO "__proto__",
        11 DEFAULT "default",
        12 USE_STRICT "use strict",
        13 TARGET "target",
        14 META "meta",
        15 OF "of",
        16 GET "get",
        17 SET "set",
        18 UNDEFINED "undefined",
        19 IMPLEMENTS "implements",
        20 INTERFACE "interface",
        21 PACKAGE "package",
        22 PRIVATE "private",
        23 PROTECTED "protected",
        24 PUBLIC "public",
        25 AS "as",
        26 FROM "from",
    }
}

impl Default for Names {
    fn default() -> Self {
        let mut names = Names { texts: Vec::new(), utf8: FxHashMap::default(), wtf16: FxHashMap::default() };
        for text in known::TEXTS {
            names.intern(text);
        }
        names
    }
}

impl Names {
    /// The symbol of `text`, new or known.
    pub fn intern(&mut self, text: &str) -> Name {
        if let Some(&name) = self.utf8.get(text) {
            return name;
        }
        let shared: Rc<str> = text.into();
        let name = self.push(Text::Utf8(shared.clone()));
        self.utf8.insert(shared, name);
        name
    }

    /// The symbol of `text`, if the parse has one.
    pub fn find(&self, text: &str) -> Option<Name> {
        self.utf8.get(text).copied()
    }

    /// The symbol of a text given as UTF-16; well-formed text meets its UTF-8 twin.
    pub fn intern_utf16(&mut self, units: &[u16]) -> Name {
        if let Ok(text) = String::from_utf16(units) {
            return self.intern(&text);
        }
        if let Some(&name) = self.wtf16.get(units) {
            return name;
        }
        let shared: Rc<[u16]> = units.into();
        let name = self.push(Text::Wtf16(shared.clone()));
        self.wtf16.insert(shared, name);
        name
    }

    fn push(&mut self, text: Text) -> Name {
        let name = Name(self.texts.len() as u32);
        self.texts.push(text);
        name
    }

    /// The text of `name`, which must come from this table.
    pub fn text(&self, name: Name) -> &Text {
        &self.texts[name.0 as usize]
    }

    /// The text of `name` for messages and for identifiers (which are always UTF-8).
    pub fn lossy(&self, name: Name) -> Cow<'_, str> {
        self.text(name).to_lossy()
    }

    /// How many names the table holds; symbols are `0..count`.
    pub fn count(&self) -> usize {
        self.texts.len()
    }
}
