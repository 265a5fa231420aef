//! Patterns: what they bind or assign.

use super::Checker;
use super::scopes::LexicalKind;
use crate::syntax::ast::*;
use crate::syntax::messages::Message;
use crate::syntax::names::{Name, known};
use crate::syntax::source::Span;

/// What a pattern does to its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binding {
    Var,
    Lexical,
    CatchParameter,
    CatchPattern,
    /// May other parameters have the same name?
    Parameter {
        may_repeat: bool,
    },
    /// Nothing is bound: the names and members are assigned.
    Assign,
}

impl<'a> Checker<'a> {
    pub(super) fn parameter(&mut self, id: PatternId, may_repeat: bool) {
        self.pattern(id, Binding::Parameter { may_repeat });
    }

    pub(super) fn pattern(&mut self, id: PatternId, binding: Binding) {
        let ast = self.ast;
        let pattern = &ast[id];
        if !self.descend(pattern.span) {
            return self.ascend();
        }
        match &pattern.kind {
            PatternKind::Identifier(name) => self.bound_name(*name, pattern.span, binding),
            PatternKind::Target(target) => self.target(*target, pattern.span, binding),
            PatternKind::Array { elements, rest } => {
                for &element in elements.iter().flatten().chain(rest) {
                    self.pattern(element, binding);
                }
            }
            PatternKind::Object { properties, rest } => {
                for property in properties {
                    self.property_key(&property.key);
                    self.pattern(property.value, binding);
                }
                if let Some(rest) = rest {
                    self.pattern(*rest, binding);
                }
            }
            PatternKind::Default { target, value } => {
                self.pattern(*target, binding);
                self.expression(*value);
            }
        }
        self.ascend();
    }

    fn bound_name(&mut self, name: Name, span: Span, binding: Binding) {
        if binding == Binding::Assign {
            self.check_reference(name, span);
            return self.check_eval_or_arguments(name, span);
        }
        self.check_binding_name(Ident { name, span });
        let is_new = match binding {
            Binding::Var => self.scopes.declare_var(name),
            Binding::Lexical => {
                self.check_lexical_name(name, span);
                self.scopes.declare_lexical(name, LexicalKind::Binding)
            }
            Binding::CatchParameter => self.scopes.declare_lexical(name, LexicalKind::CatchParameter),
            Binding::CatchPattern => self.scopes.declare_lexical(name, LexicalKind::Binding),
            Binding::Parameter { may_repeat } => {
                if !self.scopes.declare_parameter(name) && !may_repeat {
                    self.report(Message::DuplicateParameter, span);
                }
                true
            }
            Binding::Assign => unreachable!("taken above"),
        };
        if !is_new {
            self.report_redeclaration(name, span);
        }
    }

    fn check_lexical_name(&mut self, name: Name, span: Span) {
        if name == known::LET && !self.function.is_strict {
            self.report(Message::LetAsLexicalName, span);
        }
    }

    /// A member, a parenthesised identifier or a call: nothing that can be bound.
    fn target(&mut self, target: ExprId, span: Span, binding: Binding) {
        if binding != Binding::Assign {
            return self.report(Message::InvalidDestructuringTarget, span);
        }
        match self.ast[self.ast.unparen(target)].kind {
            ExprKind::Identifier(name) => self.check_eval_or_arguments(name, span),
            ExprKind::Call { .. } if self.function.is_strict => self.report(Message::InvalidAssignmentTarget, span),
            _ => {}
        }
        self.expression(target);
    }
}
