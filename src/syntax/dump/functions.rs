//! Functions and classes as lists.

use super::{Dump, Node};
use crate::syntax::ast::*;

impl Dump<'_> {
    pub(super) fn function(self, id: FunctionId) -> Node {
        let function = &self.program.ast[id];
        let kind = match function.kind {
            FunctionKind::Normal => "function",
            FunctionKind::Arrow => "arrow",
            FunctionKind::Method => "method-body",
            FunctionKind::Getter => "getter-body",
            FunctionKind::Setter => "setter-body",
            FunctionKind::ClassConstructor => "constructor",
            FunctionKind::DerivedConstructor => "derived-constructor",
            FunctionKind::FieldInitializer => "initializer",
            FunctionKind::StaticBlock => "static-block",
        };
        let mut head = String::new();
        for (word, holds) in [("async ", function.is_async), ("generator ", function.is_generator)] {
            head += if holds { word } else { "" };
        }
        head += kind;
        if let Some(name) = function.name {
            head = format!("{head} {}", self.name(name.name));
        }
        let parameters = function.parameters.iter().map(|&id| self.pattern(id));
        let rest = function.rest.map(|id| self.rest(id));
        let parameters = Node::new("parameters").with_all(parameters).with_some(rest);
        let has_parameters = !parameters.children.is_empty();
        let node = Node::new(head).with_some(has_parameters.then_some(parameters));
        match &function.body {
            FunctionBody::Statements(body) => node.with_all(body.iter().map(|&id| self.statement(id))),
            FunctionBody::Expression(id) => node.with(self.expression(*id)),
        }
    }

    pub(super) fn class(self, id: ClassId) -> Node {
        let class = &self.program.ast[id];
        let head = class.name.map_or("class".to_owned(), |name| format!("class {}", self.name(name.name)));
        let heritage = class.heritage.map(|id| Node::new("extends").with(self.expression(id)));
        let constructor = class.constructor.map(|id| self.function(id));
        let elements = class.elements.iter().map(|element| self.element(element));
        Node::new(head).with_some(heritage).with_some(constructor).with_all(elements)
    }

    fn element(self, element: &ClassElement) -> Node {
        let with_key = |head: &str, key: PropertyKey| {
            let head = if element.is_static { format!("static {head}") } else { head.to_owned() };
            Node::new(head).with(self.key(key))
        };
        match element.kind {
            ClassElementKind::Method { key, function } => with_key("method", key).with(self.function(function)),
            ClassElementKind::Getter { key, function } => with_key("get", key).with(self.function(function)),
            ClassElementKind::Setter { key, function } => with_key("set", key).with(self.function(function)),
            ClassElementKind::Field { key, initializer } => {
                with_key("field", key).with_some(initializer.map(|id| self.function(id)))
            }
            ClassElementKind::StaticBlock { function } => self.function(function),
        }
    }
}
