//! Expressions: uses of names, and what makes closures or asks for `this` and its kin.

use super::bindings::Declared;
use super::functions::HOME;
use super::tree::{BindingKind, BindingName, ClosureId, ScopeId, ScopeKey, ScopeKind};
use super::walk::{Node, Use, Walker};
use crate::syntax::ast::{
    Argument, ArrayElement, AssignOp, ExprId, ExprKind, FunctionId, PatternId, Property, Template,
};
use crate::syntax::names::{Name, known};

impl Walker<'_> {
    pub fn expression(&mut self, id: ExprId) {
        let ast = self.ast;
        match &ast[id].kind {
            ExprKind::Identifier(name) => self.read(id, *name),
            ExprKind::This => self.use_this(),
            ExprKind::NewTarget => self.use_new_target(),
            ExprKind::Template(template) => self.template(template),
            ExprKind::TaggedTemplate { tag, quasi } => {
                self.escape_of_object(ast.unparen(*tag));
                self.expression(*tag);
                self.template(quasi);
            }
            ExprKind::Array(elements) => self.array(elements),
            ExprKind::Object(properties) => self.object(id, properties),
            ExprKind::Function(function) => self.function_expression(*function),
            ExprKind::Class(class) => self.class(*class),
            ExprKind::Unary { operand: inner, .. }
            | ExprKind::OptionalChain(inner)
            | ExprKind::YieldStar(inner)
            | ExprKind::Await(inner)
            | ExprKind::Paren(inner)
            | ExprKind::Yield(Some(inner)) => self.expression(*inner),
            ExprKind::Update { target, .. } => self.assigned_pattern(*target, Use::ReadAssign),
            ExprKind::Binary { left, right, .. } | ExprKind::Logical { left, right, .. } => {
                self.expression(*left);
                self.expression(*right);
            }
            ExprKind::BinaryRun(run) => {
                self.expression(run.first);
                run.rest.iter().for_each(|&(_, operand)| self.expression(operand));
            }
            ExprKind::Conditional { test, consequent, alternate } => {
                self.expression(*test);
                self.expression(*consequent);
                self.expression(*alternate);
            }
            ExprKind::Assign { op, target, value } => self.assignment(*op, *target, *value),
            ExprKind::Sequence(list) => list.iter().for_each(|&item| self.expression(item)),
            ExprKind::Member { object, .. } => self.object_of_member(*object),
            ExprKind::Index { object, index, .. } => {
                self.object_of_member(*object);
                self.expression(*index);
            }
            ExprKind::PrivateMember { object, name, .. } | ExprKind::PrivateIn { name, object } => {
                self.use_private(id, *name);
                self.expression(*object);
            }
            ExprKind::SuperMember { .. } => self.use_super(),
            ExprKind::SuperIndex { index } => {
                self.use_super();
                self.expression(*index);
            }
            ExprKind::SuperCall { arguments } => {
                self.use_super_call();
                self.arguments(arguments);
            }
            ExprKind::Call { callee, arguments, is_optional } => self.call(*callee, arguments, *is_optional),
            ExprKind::New { callee, arguments } => {
                self.expression(*callee);
                self.arguments(arguments);
            }
            ExprKind::ImportCall { specifier, options } => {
                self.expression(*specifier);
                if let Some(options) = options {
                    self.expression(*options);
                }
            }
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Number(_)
            | ExprKind::String(_)
            | ExprKind::BigInt(_)
            | ExprKind::Regex { .. }
            | ExprKind::Yield(None)
            | ExprKind::ImportMeta => {}
        }
    }

    fn template(&mut self, template: &Template) {
        for &expr in &template.expressions {
            self.expression(expr);
        }
    }

    fn array(&mut self, elements: &[ArrayElement]) {
        for element in elements {
            if let ArrayElement::Item(expr) | ArrayElement::Spread(expr) = *element {
                self.expression(expr);
            }
        }
    }

    fn arguments(&mut self, arguments: &[Argument]) {
        for argument in arguments {
            self.expression(argument.expr());
        }
    }

    fn assignment(&mut self, op: AssignOp, target: PatternId, value: ExprId) {
        let use_ = if op == AssignOp::Assign { Use::Assign } else { Use::ReadAssign };
        self.assigned_pattern(target, use_);
        self.expression(value);
    }

    /// Reading a property of `arguments` does not let the object out of sight.
    fn object_of_member(&mut self, id: ExprId) {
        match self.ast[id].kind {
            ExprKind::Identifier(name) if name == known::ARGUMENTS => {
                self.refer(Node::Expr(id), name, self.ast[id].span.start, Use::Read)
            }
            _ => self.expression(id),
        }
    }

    fn call(&mut self, callee: ExprId, arguments: &[Argument], is_optional: bool) {
        self.escape_of_object(self.ast.unparen(callee));
        self.expression(callee);
        self.arguments(arguments);
        if !is_optional && matches!(self.ast[callee].kind, ExprKind::Identifier(known::EVAL)) {
            self.mark_eval();
        }
    }

    fn object(&mut self, id: ExprId, properties: &[Property]) {
        let outer = self.at.scope;
        let mut home = None;
        if properties.iter().any(|property| self.needs_home(property)) {
            let start = self.ast[id].span.start;
            self.enter(ScopeKind::Object, ScopeKey::Object(id), start);
            let scope = self.at.scope;
            let binding =
                self.new_binding(scope, BindingName::Internal(HOME), Declared::variable(BindingKind::Internal));
            self.out.bindings[binding.index()].is_captured = true;
            home = Some((scope, false));
        }
        for property in properties {
            self.property(property, home);
        }
        self.leave(outer);
    }

    fn needs_home(&self, property: &Property) -> bool {
        match property {
            Property::Method { function, .. }
            | Property::Getter { function, .. }
            | Property::Setter { function, .. } => self.ast[*function].uses.super_ || self.ast[*function].uses.eval,
            _ => false,
        }
    }

    fn property(&mut self, property: &Property, home: Option<(ScopeId, bool)>) {
        match *property {
            Property::Value { key, value } => {
                self.key(key);
                self.expression(value);
            }
            Property::Shorthand { value, .. } | Property::Prototype { value } | Property::Spread(value) => {
                self.expression(value)
            }
            Property::Method { key, function }
            | Property::Getter { key, function }
            | Property::Setter { key, function } => {
                self.key(key);
                self.method(function, home, None);
            }
            Property::CoverInitialized { .. } => unreachable!("the parser leaves no cover grammar in a finished tree"),
        }
    }

    /// A method of an object literal or class, made where it stands.
    pub fn method(
        &mut self,
        function: FunctionId,
        home: Option<(ScopeId, bool)>,
        member_of: Option<ScopeId>,
    ) -> ClosureId {
        let created_at = self.ast[function].span.start;
        let closure = self.function(function, created_at, home);
        self.out.closures[closure.index()].member_of = member_of;
        closure
    }

    fn use_private(&mut self, id: ExprId, name: Name) {
        let mut scope = Some(self.at.scope);
        while let Some(at) = scope {
            if let Some(&binding) = self.out.by_private.get(&(at, name)) {
                self.out.privates.insert(id, binding);
                self.reach(at);
                return;
            }
            scope = self.out.scopes[at.index()].parent;
        }
    }
}
