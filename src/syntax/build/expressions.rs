//! Expressions other than operators: members, calls, objects, arrays, and what stands in parentheses.

use super::{Batch, Builder, Stop};
use crate::syntax::ast::*;
use crate::syntax::messages::Message;
use crate::syntax::names::{Name, known};
use crate::syntax::source::Span;
use crate::syntax::token::Token;

/// What follows an object to name one of its members.
#[derive(Clone, Copy, Debug)]
pub enum Link {
    Name(Name),
    Private(Name),
    Index(ExprId),
}

/// What may follow `?.`.
#[derive(Clone, Copy, Debug)]
pub enum CallTail {
    Link(Link),
    Call(Batch<Argument>),
}

impl Builder<'_> {
    /// The start of a node that begins with `expression`.
    pub(super) fn start_of(&self, expression: ExprId) -> u32 {
        self.ast[expression].span.start
    }

    pub fn name_link(&mut self, start: u32, token: Token, end: u32) -> Link {
        Link::Name(self.identifier_name(start, token, end).name)
    }

    pub fn private_link(&mut self, start: u32, token: Token, end: u32) -> Link {
        Link::Private(self.private_name(start, token, end))
    }

    pub fn member(&mut self, object: ExprId, link: Link, end: u32) -> ExprId {
        self.linked(object, link, false, end)
    }

    fn linked(&mut self, object: ExprId, link: Link, is_optional: bool, end: u32) -> ExprId {
        let kind = match link {
            Link::Name(property) => ExprKind::Member { object, property, is_optional },
            Link::Private(name) => ExprKind::PrivateMember { object, name, is_optional },
            Link::Index(index) => ExprKind::Index { object, index, is_optional },
        };
        self.expression(self.start_of(object), kind, end)
    }

    pub fn call(&mut self, callee: ExprId, arguments: Batch<Argument>, is_optional: bool, end: u32) -> ExprId {
        let arguments = self.finish(arguments);
        self.expression(self.start_of(callee), ExprKind::Call { callee, arguments, is_optional }, end)
    }

    pub fn optional_link(&mut self, object: ExprId, tail: CallTail, end: u32) -> ExprId {
        match tail {
            CallTail::Link(link) => self.linked(object, link, true, end),
            CallTail::Call(arguments) => self.call(object, arguments, true, end),
        }
    }

    pub fn optional_chain(&mut self, chain: ExprId) -> ExprId {
        let Span { start, end } = self.ast[chain].span;
        self.expression(start, ExprKind::OptionalChain(chain), end)
    }

    pub fn new_expression(&mut self, start: u32, callee: ExprId, arguments: Batch<Argument>, end: u32) -> ExprId {
        let arguments = self.finish(arguments);
        self.expression(start, ExprKind::New { callee, arguments }, end)
    }

    pub fn super_member(&mut self, start: u32, link: Link, end: u32) -> ExprId {
        let kind = match link {
            Link::Name(property) => ExprKind::SuperMember { property },
            Link::Index(index) => ExprKind::SuperIndex { index },
            Link::Private(property) => {
                self.report(Message::UnexpectedPrivateField, Span::new(start, end));
                ExprKind::SuperMember { property }
            }
        };
        self.expression(start, kind, end)
    }

    pub fn super_call(&mut self, start: u32, arguments: Batch<Argument>, end: u32) -> ExprId {
        let arguments = self.finish(arguments);
        self.expression(start, ExprKind::SuperCall { arguments }, end)
    }

    pub fn import_call(&mut self, start: u32, specifier: ExprId, options: Option<ExprId>, end: u32) -> ExprId {
        self.expression(start, ExprKind::ImportCall { specifier, options }, end)
    }

    pub fn new_target(&mut self, start: u32, name: u32, end: u32) -> Result<ExprId, Stop> {
        self.check_meta_word("target", name, end)?;
        Ok(self.expression(start, ExprKind::NewTarget, end))
    }

    pub fn import_meta(&mut self, start: u32, name: u32, end: u32) -> Result<ExprId, Stop> {
        self.check_meta_word("meta", name, end)?;
        if !self.is_module {
            self.report(Message::ImportMetaOutsideModule, Span::new(name, end));
        }
        Ok(self.expression(start, ExprKind::ImportMeta, end))
    }

    /// The word of a meta property, which may not be spelled with escapes.
    fn check_meta_word(&mut self, word: &str, start: u32, end: u32) -> Result<(), Stop> {
        let text = self.slice(start, end);
        if text == word {
            return Ok(());
        }
        self.stop(Message::UnexpectedIdentifier(text.to_owned()), Span::new(start, end))
    }

    pub fn sequence(&mut self, start: u32, expressions: Batch<ExprId>, end: u32) -> ExprId {
        let expressions = self.finish(expressions);
        self.expression(start, ExprKind::Sequence(expressions), end)
    }

    pub fn conditional(&mut self, test: ExprId, consequent: ExprId, alternate: ExprId) -> ExprId {
        let end = self.ast[alternate].span.end;
        self.expression(self.start_of(test), ExprKind::Conditional { test, consequent, alternate }, end)
    }

    pub fn array(&mut self, start: u32, elements: Batch<ArrayElement>, end: u32) -> ExprId {
        let elements = self.finish(elements);
        self.expression(start, ExprKind::Array(elements), end)
    }

    /// A comma after a spread matters should the array become a pattern.
    pub fn trailing_comma_after(&mut self, element: ArrayElement, at: u32) {
        if matches!(element, ArrayElement::Spread(_)) {
            self.trailing_comma(at);
        }
    }

    pub fn object(&mut self, start: u32, properties: Batch<Property>, end: u32) -> ExprId {
        let properties = self.finish(properties);
        self.expression(start, ExprKind::Object(properties), end)
    }

    fn identifier_reference(&mut self, name: Ident) -> ExprId {
        self.expression(name.span.start, ExprKind::Identifier(name.name), name.span.end)
    }

    pub fn shorthand(&mut self, name: Ident) -> Batch<Property> {
        let value = self.identifier_reference(name);
        self.first(Property::Shorthand { name, value })
    }

    pub fn cover_initialized(&mut self, name: Ident, value: ExprId) -> Batch<Property> {
        self.first(Property::CoverInitialized { name, value })
    }

    pub fn property(&mut self, key: Batch<PropertyKey>, value: ExprId) -> Batch<Property> {
        let key = self.take(key);
        if matches!(key.kind, PropertyKeyKind::Private(_)) {
            self.report_private_name(key.span);
        }
        self.first(match key.kind {
            PropertyKeyKind::Name(known::PROTO) => Property::Prototype { value },
            _ => Property::Value { key, value },
        })
    }
}
