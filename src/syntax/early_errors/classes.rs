//! Classes: their elements' names and their private names. All code of a class is strict.

use rustc_hash::FxHashMap;

use super::Checker;
use super::scopes::LexicalKind;
use crate::syntax::ast::*;
use crate::syntax::messages::Message;
use crate::syntax::names::{Name, known};
use crate::syntax::source::Span;

/// What a private name stands for, so that a getter and a setter may share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PrivateKind {
    Getter {
        is_static: bool,
    },
    Setter {
        is_static: bool,
    },
    /// A field, a method, or an accessor with both halves.
    Complete,
}

impl PrivateKind {
    /// What two declarations of one name make together, if they may be together.
    fn join(self, other: PrivateKind) -> Option<PrivateKind> {
        use PrivateKind::*;
        match (self, other) {
            (Getter { is_static: a }, Setter { is_static: b }) | (Setter { is_static: a }, Getter { is_static: b })
                if a == b =>
            {
                Some(Complete)
            }
            _ => None,
        }
    }
}

impl<'a> Checker<'a> {
    pub(super) fn class_declaration(&mut self, id: ClassId) {
        if let Some(Ident { name, span }) = self.ast[id].name
            && !self.scopes.declare_lexical(name, LexicalKind::Binding)
        {
            self.report_redeclaration(name, span);
        }
        self.class(id);
    }

    pub(super) fn class(&mut self, id: ClassId) {
        let ast = self.ast;
        let class = &ast[id];
        if !self.descend(class.span) {
            return self.ascend();
        }
        let was_strict = std::mem::replace(&mut self.function.is_strict, true);
        if !was_strict {
            self.report_sloppy_literals(class.span);
        }
        if let Some(name) = class.name {
            self.check_binding_name(name);
        }
        class.heritage.iter().for_each(|heritage| self.expression(*heritage));
        let private_names = self.declare_private_names(&class.elements);
        class.constructor.iter().for_each(|constructor| self.function(*constructor));
        for element in &class.elements {
            self.class_element(element);
        }
        self.forget_private_names(&private_names);
        self.function.is_strict = was_strict;
        self.ascend();
    }

    fn class_element(&mut self, element: &ClassElement) {
        match element.kind {
            ClassElementKind::Method { key, function }
            | ClassElementKind::Getter { key, function }
            | ClassElementKind::Setter { key, function } => {
                self.check_element_key(&key, element.is_static, false);
                self.property_key(&key);
                self.function(function);
            }
            ClassElementKind::Field { key, initializer } => {
                self.check_element_key(&key, element.is_static, true);
                self.property_key(&key);
                initializer.iter().for_each(|initializer| self.function(*initializer));
            }
            ClassElementKind::StaticBlock { function } => self.function(function),
        }
    }

    fn check_element_key(&mut self, key: &PropertyKey, is_static: bool, is_field: bool) {
        let message = match key.kind {
            PropertyKeyKind::Name(known::PROTOTYPE) if is_static => Message::StaticPrototype,
            PropertyKeyKind::Name(known::CONSTRUCTOR) if is_field => Message::FieldNamedConstructor,
            PropertyKeyKind::Private(known::CONSTRUCTOR) if is_field => Message::FieldNamedConstructor,
            PropertyKeyKind::Private(known::CONSTRUCTOR) => Message::PrivateConstructor,
            _ => return,
        };
        self.report(message, key.span);
    }

    /// Makes the private names of a class known, and gives them.
    fn declare_private_names(&mut self, elements: &[ClassElement]) -> FxHashMap<Name, PrivateKind> {
        let mut declared = FxHashMap::default();
        for element in elements {
            let Some((name, span, kind)) = private_element(element) else { continue };
            let joined = match declared.get(&name) {
                None => Some(kind),
                Some(other) => kind.join(*other),
            };
            if joined.is_none() {
                let text = format!("#{}", self.names.lossy(name));
                self.report(Message::AlreadyDeclared(text), span);
            }
            declared.insert(name, joined.unwrap_or(PrivateKind::Complete));
        }
        for &name in declared.keys() {
            *self.private_names.entry(name).or_default() += 1;
        }
        declared
    }

    fn forget_private_names(&mut self, declared: &FxHashMap<Name, PrivateKind>) {
        for name in declared.keys() {
            if let Some(count) = self.private_names.get_mut(name) {
                *count -= 1;
            }
        }
    }

    /// AllPrivateIdentifiersValid (ECMA-262, 8.5.1).
    pub(super) fn check_private_name(&mut self, name: Name, span: Span) {
        if self.private_names.get(&name).is_none_or(|count| *count == 0) {
            self.report(Message::UndeclaredPrivateName(self.text_of(name)), span);
        }
    }
}

fn private_element(element: &ClassElement) -> Option<(Name, Span, PrivateKind)> {
    let is_static = element.is_static;
    let (key, kind) = match &element.kind {
        ClassElementKind::Method { key, .. } | ClassElementKind::Field { key, .. } => (key, PrivateKind::Complete),
        ClassElementKind::Getter { key, .. } => (key, PrivateKind::Getter { is_static }),
        ClassElementKind::Setter { key, .. } => (key, PrivateKind::Setter { is_static }),
        ClassElementKind::StaticBlock { .. } => return None,
    };
    match key.kind {
        PropertyKeyKind::Private(name) => Some((name, key.span, kind)),
        _ => None,
    }
}
