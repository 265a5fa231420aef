//! Patterns: the names that assignments use, and the expressions among the names.

use super::walk::{Node, Use, Walker};
use crate::syntax::ast::{ExprId, ExprKind, PatternId, PatternKind, PropertyKey, PropertyKeyKind};
use crate::syntax::names::known;

impl Walker<'_> {
    /// The expressions of a pattern whose names have been declared.
    pub fn bound_pattern(&mut self, id: PatternId) {
        self.pattern(id, None);
    }

    /// A pattern that assigns; every identifier of it is a use.
    pub fn assigned_pattern(&mut self, id: PatternId, use_: Use) {
        self.pattern(id, Some(use_));
    }

    fn pattern(&mut self, id: PatternId, use_: Option<Use>) {
        let ast = self.ast;
        match &ast[id].kind {
            PatternKind::Identifier(name) => {
                if let Some(use_) = use_ {
                    self.note_arguments(*name);
                    self.refer(Node::Pattern(id), *name, ast[id].span.start, use_);
                }
            }
            PatternKind::Target(target) => self.target(*target, use_.unwrap_or(Use::Assign)),
            PatternKind::Array { elements, rest } => {
                for &element in elements.iter().flatten().chain(rest) {
                    self.pattern(element, use_);
                }
            }
            PatternKind::Object { properties, rest } => {
                for property in properties {
                    self.key(property.key);
                    self.pattern(property.value, use_);
                }
                if let Some(rest) = rest {
                    self.pattern(*rest, use_);
                }
            }
            PatternKind::Default { target, value } => {
                self.pattern(*target, use_);
                self.expression(*value);
            }
        }
    }

    /// A member form, a parenthesised identifier, or a call that is an error when reached.
    fn target(&mut self, id: ExprId, use_: Use) {
        let inner = self.ast.unparen(id);
        match self.ast[inner].kind {
            ExprKind::Identifier(name) => {
                self.note_arguments(name);
                self.refer(Node::Expr(inner), name, self.ast[inner].span.start, use_);
            }
            _ => {
                self.escape_of_object(inner);
                self.expression(inner);
            }
        }
    }

    /// Storing into a property of `arguments`, or calling one, lets the object out of sight.
    pub fn escape_of_object(&mut self, id: ExprId) {
        if let ExprKind::Member { object, .. } | ExprKind::Index { object, .. } = self.ast[id].kind
            && let ExprKind::Identifier(name) = self.ast[self.ast.unparen(object)].kind
        {
            self.note_arguments(name);
        }
    }

    pub fn note_arguments(&mut self, name: crate::syntax::names::Name) {
        if name == known::ARGUMENTS {
            let owner = self.this_owner();
            self.out.closures[owner.index()].arguments_escape = true;
        }
    }

    /// The expression of a computed key.
    pub fn key(&mut self, key: PropertyKey) {
        if let PropertyKeyKind::Computed(expr) = key.kind {
            self.expression(expr);
        }
    }
}
