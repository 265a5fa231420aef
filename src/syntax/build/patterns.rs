//! Patterns: bindings as they are parsed, and literals that turn out to be patterns.
//!
//! An array or object literal before `=`, or in the parentheses before `=>`, is rebuilt as a pattern here; its literal
//! nodes stay behind in the arena, unreachable. Whether the names and members of a pattern may stand where they stand
//! (a parameter may bind no member) is checked over the finished tree.

use super::{Batch, Builder};
use crate::syntax::ast::*;
use crate::syntax::messages::Message;
use crate::syntax::names::known;
use crate::syntax::source::Span;

impl Builder<'_> {
    pub fn identifier_pattern(&mut self, ident: Ident) -> PatternId {
        self.pattern(PatternKind::Identifier(ident.name), ident.span)
    }

    pub fn default_pattern(&mut self, start: u32, target: PatternId, value: ExprId, end: u32) -> PatternId {
        self.pattern(PatternKind::Default { target, value }, Span::new(start, end))
    }

    pub fn object_pattern(
        &mut self,
        start: u32,
        properties: Batch<PatternProperty>,
        rest: Option<PatternId>,
        end: u32,
    ) -> PatternId {
        let properties = self.finish(properties);
        self.pattern(PatternKind::Object { properties, rest }, Span::new(start, end))
    }

    pub fn array_pattern(
        &mut self,
        start: u32,
        elements: Batch<Option<PatternId>>,
        rest: Option<PatternId>,
        end: u32,
    ) -> PatternId {
        let elements = self.finish(elements);
        self.pattern(PatternKind::Array { elements, rest }, Span::new(start, end))
    }

    pub fn shorthand_pattern(&mut self, ident: Ident, default: Option<ExprId>) -> Batch<PatternProperty> {
        let property = self.shorthand_property(ident, default);
        self.first(property)
    }

    fn shorthand_property(&mut self, ident: Ident, default: Option<ExprId>) -> PatternProperty {
        let key = PropertyKey { kind: PropertyKeyKind::Name(ident.name), span: ident.span };
        let target = self.identifier_pattern(ident);
        let value = match default {
            None => target,
            Some(value) => self.default_pattern(ident.span.start, target, value, self.ast[value].span.end),
        };
        PatternProperty { key, value }
    }

    /// A private name where none may stand.
    pub(super) fn report_private_name(&mut self, span: Span) {
        let text = self.text[span.range()].to_owned();
        self.report(Message::UnexpectedIdentifier(text), span);
    }

    pub fn keyed_pattern(&mut self, key: Batch<PropertyKey>, value: PatternId) -> Batch<PatternProperty> {
        let key = self.take(key);
        if matches!(key.kind, PropertyKeyKind::Private(_)) {
            self.report_private_name(key.span);
        }
        self.first(PatternProperty { key, value })
    }

    /// The target of `=`: any pattern, or a simple target.
    pub(super) fn assignment_target(&mut self, expression: ExprId) -> PatternId {
        match self.ast[expression].kind {
            ExprKind::Array(_) | ExprKind::Object(_) => self.pattern_from(expression),
            _ => self.simple_target(expression, Message::InvalidAssignmentTarget),
        }
    }

    /// The target of a compound assignment or an update: no array or object pattern.
    pub(super) fn simple_target(&mut self, expression: ExprId, otherwise: Message) -> PatternId {
        let span = self.ast[expression].span;
        if let ExprKind::Identifier(name) = self.ast[expression].kind {
            return self.pattern(PatternKind::Identifier(name), span);
        }
        if !self.is_simple_target(expression) {
            self.report(otherwise, span);
        }
        self.pattern(PatternKind::Target(expression), span)
    }

    /// AssignmentTargetType is simple, or web-compat.
    fn is_simple_target(&self, expression: ExprId) -> bool {
        matches!(
            self.ast[self.ast.unparen(expression)].kind,
            ExprKind::Identifier(_)
                | ExprKind::Member { .. }
                | ExprKind::Index { .. }
                | ExprKind::PrivateMember { .. }
                | ExprKind::SuperMember { .. }
                | ExprKind::SuperIndex { .. }
                | ExprKind::Call { .. }
        )
    }

    /// Rebuilds an element of a literal, or a parameter, as the pattern that it stands for.
    pub(super) fn pattern_from(&mut self, expression: ExprId) -> PatternId {
        let span = self.ast[expression].span;
        if self.pattern_depth == MAX_DEPTH {
            self.report(Message::TooDeep, span);
            return self.pattern(PatternKind::Target(expression), span);
        }
        self.pattern_depth += 1;
        let pattern = self.expression_to_pattern(expression, span);
        self.pattern_depth -= 1;
        pattern
    }

    fn expression_to_pattern(&mut self, expression: ExprId, span: Span) -> PatternId {
        match &mut self.ast[expression].kind {
            ExprKind::Array(elements) => {
                let elements = std::mem::take(elements);
                self.array_to_pattern(&elements, span)
            }
            ExprKind::Object(properties) => {
                let properties = std::mem::take(properties);
                self.object_to_pattern(properties, span)
            }
            &mut ExprKind::Assign { op: AssignOp::Assign, target, value } => {
                self.pattern(PatternKind::Default { target, value }, span)
            }
            _ => self.destructuring_target(expression),
        }
    }

    fn destructuring_target(&mut self, expression: ExprId) -> PatternId {
        let is_call = matches!(self.ast[self.ast.unparen(expression)].kind, ExprKind::Call { .. });
        if is_call {
            self.report(Message::InvalidDestructuringTarget, self.ast[expression].span);
        }
        self.simple_target(expression, Message::InvalidDestructuringTarget)
    }

    fn array_to_pattern(&mut self, elements: &[ArrayElement], span: Span) -> PatternId {
        let mut items = Vec::with_capacity(elements.len());
        let mut rest = None;
        for (index, element) in elements.iter().enumerate() {
            match *element {
                ArrayElement::Hole => items.push(None),
                ArrayElement::Item(item) => items.push(Some(self.pattern_from(item))),
                ArrayElement::Spread(item) => {
                    self.check_rest_is_last(item, index + 1 == elements.len(), span);
                    rest = Some(self.rest_to_pattern(item, Message::InvalidDestructuringTarget));
                }
            }
        }
        self.pattern(PatternKind::Array { elements: items.into(), rest }, span)
    }

    fn check_rest_is_last(&mut self, item: ExprId, is_last: bool, literal: Span) {
        let span = self.ast[item].span;
        if !is_last || self.has_trailing_comma(span.end, literal.end) {
            self.report(Message::RestElementNotLast, span);
        }
    }

    /// A rest has no default, which `otherwise` says.
    pub(super) fn rest_to_pattern(&mut self, item: ExprId, otherwise: Message) -> PatternId {
        if matches!(self.ast[item].kind, ExprKind::Assign { .. }) {
            self.report(otherwise, self.ast[item].span);
        }
        self.pattern_from(item)
    }

    fn object_to_pattern(&mut self, literal: Box<[Property]>, span: Span) -> PatternId {
        let count = literal.len();
        let mut properties = Vec::with_capacity(count);
        let mut rest = None;
        for (index, property) in literal.into_iter().enumerate() {
            match property {
                Property::Spread(item) => {
                    self.check_rest_is_last(item, index + 1 == count, span);
                    rest = Some(self.object_rest(item));
                }
                other => properties.extend(self.property_to_pattern(other)),
            }
        }
        self.pattern(PatternKind::Object { properties: properties.into(), rest }, span)
    }

    /// The rest of an object is a simple target, never a pattern.
    fn object_rest(&mut self, item: ExprId) -> PatternId {
        let is_target = self.is_simple_target(item) && !matches!(self.ast[item].kind, ExprKind::Call { .. });
        if !is_target {
            self.report(Message::InvalidRestTarget, self.ast[item].span);
        }
        self.simple_target(item, Message::InvalidRestTarget)
    }

    fn property_to_pattern(&mut self, property: Property) -> Option<PatternProperty> {
        match property {
            Property::Value { key, value } => Some(PatternProperty { key, value: self.pattern_from(value) }),
            Property::Prototype { value } => {
                let key = PropertyKey { kind: PropertyKeyKind::Name(known::PROTO), span: self.ast[value].span };
                Some(PatternProperty { key, value: self.pattern_from(value) })
            }
            Property::Shorthand { name, .. } => Some(self.shorthand_property(name, None)),
            Property::CoverInitialized { name, value } => Some(self.shorthand_property(name, Some(value))),
            Property::Method { key, .. } | Property::Getter { key, .. } | Property::Setter { key, .. } => {
                self.report(Message::InvalidDestructuringTarget, key.span);
                None
            }
            Property::Spread(_) => unreachable!("taken as the rest"),
        }
    }
}
