//! Classes: their scope, private names, and the two functions that run their fields and static blocks.

use super::bindings::Declared;
use super::functions::KEY;
use super::tree::{
    BindingId, BindingKind, BindingName, ClassScopes, ClosureId, ClosureNode, ScopeId, ScopeKey, ScopeKind,
};
use super::walk::{Place, Walker};
use crate::syntax::ast::{
    Class, ClassElement, ClassElementKind, ClassId, FunctionBody, FunctionId, PropertyKey, PropertyKeyKind,
};

impl Walker<'_> {
    pub fn class(&mut self, id: ClassId) {
        let node = &self.ast[id];
        let outer = self.enter(ScopeKind::Class, ScopeKey::Class(id), node.span.start);
        let scope = self.at.scope;
        self.closure_mut().needs_context = true;
        let inner_name = node
            .name
            .map(|ident| self.declare(scope, ident.name, Declared::lexical(BindingKind::ClassName, node.span.end)));
        let class = ClassScopes {
            scope,
            inner_name,
            field_keys: Vec::new(),
            private_methods: Vec::new(),
            fields: None,
            statics: None,
        };
        self.out.classes.insert(id, class);
        self.declare_private_names(scope, node);
        if let Some(heritage) = node.heritage {
            self.expression(heritage);
        }
        if let Some(constructor) = node.constructor {
            let closure = self.method(constructor, Some((scope, false)), Some(scope));
            self.out.closures[closure.index()].class = Some(id);
        }
        for (index, element) in node.elements.iter().enumerate() {
            self.class_element(id, scope, index, element);
        }
        self.leave(outer);
    }

    fn declare_private_names(&mut self, scope: ScopeId, node: &Class) {
        for element in &node.elements {
            if let Some(PropertyKeyKind::Private(name)) = element_key(element).map(|key| key.kind)
                && !self.out.by_private.contains_key(&(scope, name))
            {
                let binding = self.keep(scope, BindingName::Private(name), BindingKind::Private);
                self.out.by_private.insert((scope, name), binding);
            }
        }
    }

    /// A slot of a scope's context.
    pub fn keep(&mut self, scope: ScopeId, name: BindingName, kind: BindingKind) -> BindingId {
        let binding = self.new_binding(scope, name, Declared::variable(kind));
        self.out.bindings[binding.index()].is_captured = true;
        binding
    }

    fn class_element(&mut self, class: ClassId, scope: ScopeId, index: usize, element: &ClassElement) {
        match element.kind {
            ClassElementKind::Method { key, function } => {
                self.class_method(class, scope, index, element, key, function, "method")
            }
            ClassElementKind::Getter { key, function } => {
                self.class_method(class, scope, index, element, key, function, "get")
            }
            ClassElementKind::Setter { key, function } => {
                self.class_method(class, scope, index, element, key, function, "set")
            }
            ClassElementKind::Field { key, initializer } => {
                self.key(key);
                if matches!(key.kind, PropertyKeyKind::Computed(_)) {
                    let binding = self.keep(scope, BindingName::Internal(KEY), BindingKind::Internal);
                    self.class_scopes(class).field_keys.push((index, binding));
                }
                let closure = self.member_closure(class, scope, element.is_static);
                if let Some(FunctionBody::Expression(value)) = initializer.map(|function| &self.ast[function].body) {
                    self.inside(closure, |walker| walker.expression(*value));
                }
            }
            ClassElementKind::StaticBlock { function } => {
                let closure = self.member_closure(class, scope, true);
                self.inside(closure, |walker| walker.static_block(function));
            }
        }
    }

    fn class_method(
        &mut self,
        class: ClassId,
        scope: ScopeId,
        index: usize,
        element: &ClassElement,
        key: PropertyKey,
        function: FunctionId,
        prefix: &'static str,
    ) {
        self.key(key);
        self.method(function, Some((scope, element.is_static)), Some(scope));
        if let PropertyKeyKind::Private(name) = key.kind
            && !element.is_static
        {
            let binding = self.keep(scope, BindingName::PrivateMethod(prefix, name), BindingKind::Internal);
            self.class_scopes(class).private_methods.push((index, binding));
            self.member_closure(class, scope, false);
        }
    }

    fn class_scopes(&mut self, class: ClassId) -> &mut ClassScopes {
        self.out.classes.get_mut(&class).expect("the class being walked has been entered")
    }

    /// The closure of a class's instance fields or of its static ones, made on first use.
    fn member_closure(&mut self, class: ClassId, scope: ScopeId, is_static: bool) -> ClosureId {
        let known = self.class_scopes(class);
        if let Some(closure) = if is_static { known.statics } else { known.fields } {
            return closure;
        }
        let node = if is_static { ClosureNode::Statics(class) } else { ClosureNode::Fields(class) };
        let outer = self.at;
        let start = self.ast[class].span.start;
        let closure = self.new_closure(node, Some(outer.closure), start);
        self.at.closure = closure;
        let closure_scope = self.new_scope(ScopeKind::Function, Some(scope), start);
        self.at = outer;
        let state = &mut self.out.closures[closure.index()];
        state.scope = closure_scope;
        state.needs_context = true;
        state.uses_this = true;
        state.home_scope = Some((scope, is_static));
        state.member_of = Some(scope);
        let known = self.class_scopes(class);
        *(if is_static { &mut known.statics } else { &mut known.fields }) = Some(closure);
        closure
    }

    fn inside(&mut self, closure: ClosureId, walk: impl FnOnce(&mut Self)) {
        let scope = self.out.closures[closure.index()].scope;
        let outer = std::mem::replace(&mut self.at, Place { closure, scope, var_scope: scope, linear: (0, u32::MAX) });
        walk(self);
        self.at = outer;
    }

    fn static_block(&mut self, function: FunctionId) {
        let node = &self.ast[function];
        let FunctionBody::Statements(list) = &node.body else { return };
        let first_candidate = self.block_functions.len();
        self.enter(ScopeKind::StaticBlock, ScopeKey::StaticBlock(function), node.body_span.start);
        self.at.var_scope = self.at.scope;
        self.declare_top_level(list);
        self.statements(list);
        self.hoist_block_functions(first_candidate);
    }
}

fn element_key(element: &ClassElement) -> Option<PropertyKey> {
    match element.kind {
        ClassElementKind::Method { key, .. }
        | ClassElementKind::Getter { key, .. }
        | ClassElementKind::Setter { key, .. }
        | ClassElementKind::Field { key, .. } => Some(key),
        ClassElementKind::StaticBlock { .. } => None,
    }
}
