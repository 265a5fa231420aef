//! Classes and the methods of classes and objects.

use super::{Batch, Builder};
use crate::syntax::ast::*;
use crate::syntax::messages::Message;
use crate::syntax::names::known;
use crate::syntax::source::Span;

/// A method whose owner is yet to come; its key waits in a batch of one.
#[derive(Clone, Copy, Debug)]
pub struct MethodParts {
    key: Batch<PropertyKey>,
    function: FunctionId,
}

impl Builder<'_> {
    pub fn method(
        &mut self,
        start: u32,
        kind: FunctionKind,
        key: Batch<PropertyKey>,
        function: FunctionId,
    ) -> MethodParts {
        let method = &mut self.ast[function];
        method.kind = kind;
        method.span.start = start;
        let count = method.parameters.len();
        let span = method.span;
        let is_wrong = match kind {
            FunctionKind::Getter => (count > 0 || method.rest.is_some()).then_some(Message::GetterParameters),
            FunctionKind::Setter if method.rest.is_some() => Some(Message::SetterRest),
            FunctionKind::Setter => (count != 1).then_some(Message::SetterParameters),
            _ => None,
        };
        if let Some(message) = is_wrong {
            self.report(message, span);
        }
        MethodParts { key, function }
    }

    pub fn method_property(&mut self, method: MethodParts) -> Batch<Property> {
        let key = self.take(method.key);
        if matches!(key.kind, PropertyKeyKind::Private(_)) {
            self.report_private_name(key.span);
        }
        let function = method.function;
        self.first(match self.ast[function].kind {
            FunctionKind::Getter => Property::Getter { key, function },
            FunctionKind::Setter => Property::Setter { key, function },
            _ => Property::Method { key, function },
        })
    }

    pub fn class_method(
        &mut self,
        elements: Batch<ClassElement>,
        start: u32,
        is_static: bool,
        method: MethodParts,
        end: u32,
    ) -> Batch<ClassElement> {
        let key = self.take(method.key);
        let function = method.function;
        let kind = match self.ast[function].kind {
            FunctionKind::Getter => ClassElementKind::Getter { key, function },
            FunctionKind::Setter => ClassElementKind::Setter { key, function },
            _ => ClassElementKind::Method { key, function },
        };
        self.push(elements, ClassElement { kind, is_static, span: Span::new(start, end) })
    }

    pub fn class_field(
        &mut self,
        elements: Batch<ClassElement>,
        start: u32,
        is_static: bool,
        key: Batch<PropertyKey>,
        initializer: Option<FunctionId>,
        end: u32,
    ) -> Batch<ClassElement> {
        let kind = ClassElementKind::Field { key: self.take(key), initializer };
        self.push(elements, ClassElement { kind, is_static, span: Span::new(start, end) })
    }

    pub fn static_block(
        &mut self,
        elements: Batch<ClassElement>,
        start: u32,
        open: u32,
        body: Batch<StmtId>,
        end: u32,
    ) -> Batch<ClassElement> {
        let function = self.static_block_function(open, body, end);
        let kind = ClassElementKind::StaticBlock { function };
        self.push(elements, ClassElement { kind, is_static: true, span: Span::new(start, end) })
    }

    /// What declarations and expressions have in common. The constructor leaves the elements.
    pub fn class(&mut self, heritage: Option<ExprId>, elements: Batch<ClassElement>) -> ClassId {
        let mut elements: Vec<ClassElement> = self.finish(elements).into();
        let mut constructor = None;
        elements.retain(|element| match self.constructor_of(element) {
            None => true,
            Some(function) => {
                if constructor.replace(function).is_some() {
                    self.report(Message::SeveralConstructors, element.span);
                }
                false
            }
        });
        if let Some(function) = constructor {
            self.ast[function].kind = match heritage {
                None => FunctionKind::ClassConstructor,
                Some(_) => FunctionKind::DerivedConstructor,
            };
        }
        let id = ClassId(self.ast.classes.len() as u32);
        let elements = elements.into();
        self.ast.classes.push(Class { name: None, heritage, constructor, elements, span: Span::default() });
        id
    }

    /// The function of an element that is the constructor, after checking that it may be one.
    fn constructor_of(&mut self, element: &ClassElement) -> Option<FunctionId> {
        let is_constructor =
            |key: &PropertyKey| matches!(key.kind, PropertyKeyKind::Name(known::CONSTRUCTOR)) && !element.is_static;
        match &element.kind {
            ClassElementKind::Method { key, function } if is_constructor(key) => {
                let method = &self.ast[*function];
                let message = match (method.is_generator, method.is_async) {
                    (false, false) => return Some(*function),
                    (_, true) => Message::ConstructorIsAsync,
                    (true, false) => Message::ConstructorIsGenerator,
                };
                self.report(message, key.span);
                None
            }
            ClassElementKind::Getter { key, .. } | ClassElementKind::Setter { key, .. } if is_constructor(key) => {
                self.report(Message::ConstructorIsAccessor, key.span);
                None
            }
            _ => None,
        }
    }

    pub fn class_declaration(&mut self, start: u32, name: Option<Ident>, id: ClassId, end: u32) -> StmtId {
        self.name_class(start, name, id, end);
        self.statement(start, StmtKind::Class(id), end)
    }

    pub fn class_expression(&mut self, start: u32, name: Option<Ident>, id: ClassId, end: u32) -> ExprId {
        self.name_class(start, name, id, end);
        self.expression(start, ExprKind::Class(id), end)
    }

    fn name_class(&mut self, start: u32, name: Option<Ident>, id: ClassId, end: u32) {
        self.ast[id].name = name;
        self.ast[id].span = Span::new(start, end);
    }
}
