//! Identifiers, property keys and the simple literals.

use super::{Batch, Builder};
use crate::syntax::ast::*;
use crate::syntax::diagnostic::SyntaxError;
use crate::syntax::literal::{self, BadEscape, LegacyEscapes};
use crate::syntax::messages::Message;
use crate::syntax::names::{Name, known};
use crate::syntax::source::Span;
use crate::syntax::token::{Token, is_reserved_word};

impl Builder<'_> {
    /// An identifier that is no property name: a binding, a reference or a label.
    #[inline]
    pub fn identifier(&mut self, start: u32, token: Token, end: u32) -> Ident {
        let ident = self.identifier_name(start, token, end);
        if token.is_escaped && is_reserved_word(&self.names.lossy(ident.name)) {
            self.report(Message::EscapedKeyword, ident.span);
        }
        ident
    }

    /// A name, reserved or not.
    #[inline]
    pub fn identifier_name(&mut self, start: u32, token: Token, end: u32) -> Ident {
        let text = self.slice(start, end);
        let span = Span::new(start, end);
        let name = if token.is_escaped { self.escaped_name(text, span) } else { self.names.intern(text) };
        Ident { name, span }
    }

    #[cold]
    fn escaped_name(&mut self, text: &str, span: Span) -> Name {
        let Some(name) = literal::cook_identifier(text) else {
            self.report(Message::InvalidToken, span);
            return known::EMPTY;
        };
        self.names.intern(&name)
    }

    /// A `#name` without its `#`.
    pub(super) fn private_name(&mut self, start: u32, token: Token, end: u32) -> Name {
        self.identifier_name(start + 1, token, end).name
    }

    pub fn name_key(&mut self, start: u32, token: Token, end: u32) -> Batch<PropertyKey> {
        let ident = self.identifier_name(start, token, end);
        self.first(PropertyKey { kind: PropertyKeyKind::Name(ident.name), span: ident.span })
    }

    pub fn string_key(&mut self, start: u32, end: u32) -> Batch<PropertyKey> {
        let name = self.string_value(start, end);
        self.first(PropertyKey { kind: PropertyKeyKind::Name(name), span: Span::new(start, end) })
    }

    pub fn number_key(&mut self, start: u32, end: u32) -> Batch<PropertyKey> {
        let kind = match self.number_kind(start, end) {
            ExprKind::BigInt(digits) => PropertyKeyKind::Name(self.decimal_name(digits)),
            ExprKind::Number(value) => PropertyKeyKind::Number(value),
            _ => unreachable!("a numeric literal is a number or a BigInt"),
        };
        self.first(PropertyKey { kind, span: Span::new(start, end) })
    }

    /// The decimal digits of a BigInt given with or without a prefix.
    fn decimal_name(&mut self, digits: Name) -> Name {
        let text = self.names.lossy(digits).into_owned();
        let radix = match text.get(..2) {
            Some("0x" | "0X") => 16,
            Some("0o" | "0O") => 8,
            Some("0b" | "0B") => 2,
            _ => return digits,
        };
        let value = num_bigint::BigUint::parse_bytes(&text.as_bytes()[2..], radix);
        self.names.intern(&value.unwrap_or_default().to_string())
    }

    pub fn computed_key(&mut self, start: u32, expression: ExprId, end: u32) -> Batch<PropertyKey> {
        self.first(PropertyKey { kind: PropertyKeyKind::Computed(expression), span: Span::new(start, end) })
    }

    pub fn private_key(&mut self, start: u32, token: Token, end: u32) -> Batch<PropertyKey> {
        let name = self.private_name(start, token, end);
        self.first(PropertyKey { kind: PropertyKeyKind::Private(name), span: Span::new(start, end) })
    }

    pub fn number(&mut self, start: u32, end: u32) -> ExprId {
        let kind = self.number_kind(start, end);
        self.expression(start, kind, end)
    }

    fn number_kind(&mut self, start: u32, end: u32) -> ExprKind {
        let text = self.slice(start, end);
        if literal::has_leading_zero(text) {
            let is_octal = literal::is_legacy_octal(text);
            let message = if is_octal { Message::OctalLiteralInStrict } else { Message::LeadingZeroInStrict };
            self.sloppy_literals.push(SyntaxError::new(message, Span::new(start, end)));
        }
        if text.ends_with('n') {
            return ExprKind::BigInt(self.names.intern(&literal::bigint_digits(text)));
        }
        ExprKind::Number(literal::number_value(text))
    }

    pub fn string(&mut self, start: u32, end: u32) -> ExprId {
        let name = self.string_value(start, end);
        self.expression(start, ExprKind::String(name), end)
    }

    /// The value of the string literal between these offsets.
    pub(super) fn string_value(&mut self, start: u32, end: u32) -> Name {
        match literal::cook_string(self.slice(start + 1, end - 1)) {
            Ok((cooked, legacy)) => {
                self.note_legacy_escapes(start + 1, &legacy);
                cooked.intern(&mut self.names)
            }
            Err(bad) => {
                self.report_escape(start + 1, bad);
                known::EMPTY
            }
        }
    }

    fn note_legacy_escapes(&mut self, base: u32, legacy: &LegacyEscapes) {
        let octal = legacy.octal.map(|offset| (offset, Message::OctalEscapeInStrict));
        let digit = legacy.digit.map(|offset| (offset, Message::DigitEscapeInStrict));
        for (offset, message) in octal.into_iter().chain(digit) {
            let at = base + offset as u32;
            self.sloppy_literals.push(SyntaxError::new(message, Span::new(at, at + 2)));
        }
    }

    pub(super) fn report_escape(&mut self, base: u32, bad: BadEscape) {
        let at = base + bad.offset as u32;
        self.report(bad.message, Span::new(at, at + bad.length as u32));
    }

    /// The pattern and the flags are checked over the finished tree.
    pub fn regex(&mut self, start: u32, end: u32) -> ExprId {
        let text = self.slice(start, end);
        let close = text.rfind('/').unwrap_or(0);
        let pattern = self.names.intern(&text[1..close.max(1)]);
        let flags = self.names.intern(&text[close + 1..]);
        self.expression(start, ExprKind::Regex { pattern, flags }, end)
    }
}
