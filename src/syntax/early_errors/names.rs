//! Identifiers that are reserved in some places only.

use super::Checker;
use crate::syntax::ast::Ident;
use crate::syntax::messages::Message;
use crate::syntax::names::{Name, known};
use crate::syntax::source::Span;

impl Checker<'_> {
    /// IdentifierReference, BindingIdentifier and LabelIdentifier (ECMA-262, 13.1.1): `yield`, `await` and the words
    /// reserved in strict mode.
    #[inline]
    pub(super) fn check_identifier(&mut self, name: Name, span: Span) {
        // All such names are among the known ones.
        if name <= known::LAST
            && let Some(message) = self.message_of_reserved(name)
        {
            let is_escaped = self.text.get(span.range()).is_some_and(|text| text.contains('\\'));
            self.report(if is_escaped { Message::EscapedKeyword } else { message }, span);
        }
    }

    /// What is wrong with a known name as an identifier here.
    fn message_of_reserved(&self, name: Name) -> Option<Message> {
        match name {
            known::AWAIT if self.function.reserves_await => Some(Message::UnexpectedReservedWord),
            known::YIELD if self.function.is_generator && !self.function.is_strict => {
                Some(Message::UnexpectedIdentifier("yield".to_owned()))
            }
            known::YIELD
            | known::LET
            | known::STATIC
            | known::IMPLEMENTS
            | known::INTERFACE
            | known::PACKAGE
            | known::PRIVATE
            | known::PROTECTED
            | known::PUBLIC
                if self.function.is_strict =>
            {
                Some(Message::UnexpectedStrictReservedWord)
            }
            _ => None,
        }
    }

    /// A name that is bound here.
    pub(super) fn check_binding_name(&mut self, ident: Ident) {
        if ident.name <= known::LAST
            && let Some(message) = self.message_of_reserved(ident.name)
        {
            self.report(message, ident.span);
        }
        self.check_eval_or_arguments(ident.name, ident.span);
    }

    /// `eval` and `arguments` may be neither bound nor assigned in strict code.
    pub(super) fn check_eval_or_arguments(&mut self, name: Name, span: Span) {
        if self.function.is_strict && matches!(name, known::EVAL | known::ARGUMENTS) {
            self.report(Message::EvalOrArguments, span);
        }
    }

    /// A name whose value is read, or which is assigned.
    pub(super) fn check_reference(&mut self, name: Name, span: Span) {
        self.check_identifier(name, span);
        if name == known::ARGUMENTS {
            self.function.uses.arguments = true;
            if self.function.forbids_arguments {
                self.report(Message::ArgumentsInInitializer, span);
            }
        }
    }

    pub(super) fn report_redeclaration(&mut self, name: Name, span: Span) {
        self.report(Message::AlreadyDeclared(self.text_of(name)), span);
    }
}
