//! Class definitions: heritage, constructor, methods, and the order in which all that happens.
//!
//! The class's context holds its inner name, private names, home objects, computed field keys and private methods: what
//! its members look up while the class lives.

use std::rc::Rc;

use super::closures::{FunctionName, function_facts};
use super::error::CompileError;
use super::function::{Compiler, Facts};
use super::objects::{Accessor, private_text};
use crate::bytecode::Special;
use crate::bytecode::template::{Constant, FunctionFlags, FunctionKind, FunctionTemplate, Text};
use crate::bytecode::writer::Register;
use crate::scope::{BindingKind, BindingName, HOME, STATIC_HOME, ScopeId};
use crate::syntax::ast::{Class, ClassElement, ClassElementKind, ClassId, FunctionId, PropertyKey, PropertyKeyKind};

/// A class being defined.
#[derive(Clone, Copy)]
struct Definition {
    id: ClassId,
    scope: ScopeId,
    constructor: Register,
    prototype: Register,
}

/// Flags of `DefinePrivate`.
const PRIVATE_METHOD: u16 = 1;
const PRIVATE_GETTER: u16 = 2;
const PRIVATE_SETTER: u16 = 3;

pub(super) fn private_flags(accessor: Accessor) -> u16 {
    match accessor {
        Accessor::None => PRIVATE_METHOD,
        Accessor::Get => PRIVATE_GETTER,
        Accessor::Set => PRIVATE_SETTER,
    }
}

/// The method or accessor that an element is.
pub(super) fn method_of(element: &ClassElement) -> Option<(PropertyKey, FunctionId, Accessor)> {
    match element.kind {
        ClassElementKind::Method { key, function } => Some((key, function, Accessor::None)),
        ClassElementKind::Getter { key, function } => Some((key, function, Accessor::Get)),
        ClassElementKind::Setter { key, function } => Some((key, function, Accessor::Set)),
        ClassElementKind::Field { .. } | ClassElementKind::StaticBlock { .. } => None,
    }
}

impl Compiler<'_> {
    /// The constructor of a class into `dest`, which is written when the class is complete.
    pub fn class(&mut self, id: ClassId, dest: Register, name: FunctionName) {
        let node = &self.ast()[id];
        let scopes = self.unit.scopes;
        let scope = scopes.of_class(id).scope;
        // All of a class is strict code, its heritage and computed keys included.
        let is_strict_around = std::mem::replace(&mut self.facts.is_strict, true);
        let entered = self.enter_scope(scope);
        self.private_names(scope);
        let own = node.name.map(|ident| self.unit.name_text(ident.name));
        let (text, key) = match name {
            FunctionName::Own => (own, None),
            FunctionName::Text(text) => (own.or(Some(text)), None),
            FunctionName::Key(register) => (own, Some(register)),
        };
        let constructor = self.constructor(id, node, text);
        if let Some(key) = key {
            self.code.SetFunctionName(0, constructor, key);
        }
        let definition = Definition { id, scope, constructor, prototype: constructor.above(1) };
        self.keep_homes(definition);
        for (index, element) in node.elements.iter().enumerate() {
            let mark = self.registers.mark();
            self.at(element.span.start);
            self.class_element(definition, index, element);
            self.registers.release(mark);
        }
        if let Some(inner) = scopes.of_class(id).inner_name.filter(|&inner| scopes.binding(inner).is_used) {
            self.initialize(inner, constructor);
        }
        self.member_functions(definition, node);
        self.move_to(dest, constructor);
        self.leave_scope(entered);
        self.facts.is_strict = is_strict_around;
    }

    fn private_names(&mut self, scope: ScopeId) {
        let scopes = self.unit.scopes;
        for &binding in &scopes.scope(scope).bindings {
            let BindingName::Private(name) = scopes.binding(binding).name else { continue };
            debug_assert_eq!(scopes.binding(binding).kind, BindingKind::Private);
            let mark = self.registers.mark();
            let register = self.temp();
            let text = self.constants.string(private_text(&self.private_description(name)));
            self.code.NewPrivateName(register, text);
            self.initialize(binding, register);
            self.registers.release(mark);
        }
    }

    /// Makes the constructor and prototype, in a pair of registers.
    fn constructor(&mut self, id: ClassId, node: &Class, name: Option<Text>) -> Register {
        let pair = self.temp_pair();
        let mark = self.registers.mark();
        let heritage = match node.heritage {
            Some(heritage) => self.operand(heritage),
            None => {
                let none = self.temp();
                self.load_special(none, Special::Hole);
                none
            }
        };
        let template = self.constructor_template(id, node, name);
        if let Some(template) = self.accept(template) {
            let index = self.constants.add(Constant::Function(template));
            let context = self.current_context();
            self.at(node.heritage.map_or(node.span.start, |heritage| self.ast()[heritage].span.start));
            self.code.NewClass(pair, heritage, context, index);
        }
        self.registers.release(mark);
        pair
    }

    fn constructor_template(
        &mut self,
        id: ClassId,
        node: &Class,
        name: Option<Text>,
    ) -> Result<Rc<FunctionTemplate>, CompileError> {
        let scopes = self.unit.scopes;
        let function = node.constructor.and_then(|function| Some((function, scopes.of_function(function)?)));
        let Some((function, closure)) = function else { return self.default_constructor(id, node, name) };
        let mut facts = function_facts(self.unit, function, closure, name);
        // `toString` of a class gives the class.
        facts.span = node.span;
        let mut compiler = Compiler::new(self.unit, closure, facts);
        compiler.function_code(function);
        compiler.finish()
    }

    fn default_constructor(
        &mut self,
        id: ClassId,
        node: &Class,
        name: Option<Text>,
    ) -> Result<Rc<FunctionTemplate>, CompileError> {
        let mut flags = FunctionFlags::STRICT | FunctionFlags::CLASS_CONSTRUCTOR | FunctionFlags::CONSTRUCTOR;
        let has_fields = self.unit.scopes.of_class(id).fields.is_some();
        if has_fields {
            flags |= FunctionFlags::HAS_FIELDS;
        }
        let is_derived = node.heritage.is_some();
        if is_derived {
            flags |= FunctionFlags::DERIVED | FunctionFlags::REST | FunctionFlags::NEW_TARGET;
        }
        let facts = Facts {
            name,
            kind: if is_derived { FunctionKind::DerivedConstructor } else { FunctionKind::BaseConstructor },
            is_strict: true,
            is_async: false,
            is_generator: false,
            param_count: 0,
            length: 0,
            flags,
            span: node.span,
        };
        // It has no scopes, and makes no closures: the closure around it will do.
        let mut compiler = Compiler::new(self.unit, self.closure, facts);
        compiler.take_entry_registers();
        if is_derived {
            compiler.default_derived(has_fields);
        } else {
            compiler.default_base(has_fields);
        }
        compiler.finish()
    }

    fn default_base(&mut self, has_fields: bool) {
        if has_fields {
            self.init_own_fields();
        }
        let none = self.temp();
        self.load_special(none, Special::Undefined);
        self.code.Return(none);
    }

    /// `constructor(...args) { super(...args); }`, without looking at how arrays iterate.
    fn default_derived(&mut self, has_fields: bool) {
        let (arguments, new_target) = (Register(1), Register(2));
        let callee = self.temp();
        self.code.LoadCallee(callee);
        let window = self.window();
        let list = self.temp();
        self.code.GetSuperConstructor(window.below(1), callee);
        self.code.Move(list, arguments);
        self.code.SuperConstructSpread(window, 1, new_target);
        self.code.ConstructResult(window.below(1), window);
        let this = self.keep_result(window);
        if has_fields {
            self.code.InitFields(this, callee);
        }
        self.code.Return(this);
    }

    fn keep_homes(&mut self, definition: Definition) {
        let scopes = self.unit.scopes;
        for (name, home) in [(HOME, definition.prototype), (STATIC_HOME, definition.constructor)] {
            if let Some(binding) = scopes.internal(definition.scope, name) {
                self.initialize(binding, home);
            }
        }
    }

    /// What an element does when the class is defined; fields and blocks run later.
    fn class_element(&mut self, definition: Definition, index: usize, element: &ClassElement) {
        let target = if element.is_static { definition.constructor } else { definition.prototype };
        if let Some((key, function, accessor)) = method_of(element) {
            match key.kind {
                PropertyKeyKind::Private(_) => {
                    self.private_method_element(definition, index, element, key, function, accessor)
                }
                _ => self.define_method(target, key, function, accessor, true),
            }
        } else if let ClassElementKind::Field { key, .. } = element.kind {
            let keys = &self.unit.scopes.of_class(definition.id).field_keys;
            if let Some(&(_, binding)) = keys.iter().find(|&&(other, _)| other == index) {
                let register = self.temp();
                self.key_into(key, register);
                self.initialize(binding, register);
            }
        }
    }

    fn private_method_element(
        &mut self,
        definition: Definition,
        index: usize,
        element: &ClassElement,
        key: PropertyKey,
        function: FunctionId,
        accessor: Accessor,
    ) {
        let scopes = self.unit.scopes;
        let value = self.temp();
        self.method_closure(function, value, key, value, accessor);
        if element.is_static {
            let PropertyKeyKind::Private(name) = key.kind else { return };
            let private = self.temp();
            self.load_binding(scopes.declared_private(definition.scope, name), false, private);
            return self.code.DefinePrivate(private_flags(accessor), definition.constructor, private, value);
        }
        // Instances get it from the field initialiser, all the same closure.
        let methods = &scopes.of_class(definition.id).private_methods;
        if let Some(&(_, binding)) = methods.iter().find(|&&(other, _)| other == index) {
            self.initialize(binding, value);
        }
    }

    /// Hands the class its field initialiser, and runs its static one.
    fn member_functions(&mut self, definition: Definition, node: &Class) {
        let scopes = self.unit.scopes;
        let class = scopes.of_class(definition.id);
        if let Some(fields) = class.fields {
            let mark = self.registers.mark();
            let function = self.temp();
            let template = self.fields_template(definition.id, node, fields);
            self.new_closure(template, function);
            self.code.SetClassFields(definition.constructor, function);
            self.registers.release(mark);
        }
        if let Some(statics) = class.statics {
            let mark = self.registers.mark();
            let function = self.temp();
            let template = self.statics_template(definition.id, node, statics);
            self.new_closure(template, function);
            self.at(node.span.start);
            self.call_simple(function, definition.constructor);
            self.registers.release(mark);
        }
    }
}
