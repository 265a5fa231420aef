//! Fields: the function that defines a class's instance fields on a new object, and the one that runs its static fields
//! and blocks. Each is one function for the whole class, whatever the number of fields, and bears V8's name for it.

use std::rc::Rc;

use super::classes::{method_of, private_flags};
use super::error::CompileError;
use super::function::{Compiler, Facts};
use super::objects::Key;
use crate::bytecode::template::{FunctionFlags, FunctionKind, FunctionTemplate};
use crate::bytecode::writer::Register;
use crate::bytecode::{Opcode, Special};
use crate::scope::{ClosureId, ScopeId, ScopeKey, template_str};
use crate::syntax::ast::{
    Class, ClassElement, ClassElementKind, ClassId, FunctionBody, FunctionId, PropertyKey, PropertyKeyKind,
};

impl<'a> Compiler<'a> {
    pub fn fields_template(
        &mut self,
        id: ClassId,
        node: &Class,
        closure: ClosureId,
    ) -> Result<Rc<FunctionTemplate>, CompileError> {
        let mut compiler =
            self.member_compiler(node, closure, FunctionKind::FieldInitializer, "<instance_members_initializer>");
        compiler.private_methods(id, node);
        for (index, element) in node.elements.iter().enumerate().filter(|(_, element)| !element.is_static) {
            compiler.field(id, index, element);
        }
        compiler.return_undefined();
        compiler.finish()
    }

    pub fn statics_template(
        &mut self,
        id: ClassId,
        node: &Class,
        closure: ClosureId,
    ) -> Result<Rc<FunctionTemplate>, CompileError> {
        let mut compiler = self.member_compiler(node, closure, FunctionKind::StaticInitializer, "<static_initializer>");
        for (index, element) in node.elements.iter().enumerate().filter(|(_, element)| element.is_static) {
            match element.kind {
                ClassElementKind::StaticBlock { function } => compiler.static_block(function),
                _ => compiler.field(id, index, element),
            }
        }
        compiler.return_undefined();
        compiler.finish()
    }

    fn member_compiler(&self, node: &Class, closure: ClosureId, kind: FunctionKind, name: &str) -> Box<Compiler<'a>> {
        let mut flags = FunctionFlags::STRICT;
        if self.unit.scopes.closure(closure).uses_new_target {
            flags |= FunctionFlags::NEW_TARGET;
        }
        let facts = Facts {
            name: Some(template_str(name)),
            kind,
            is_strict: true,
            is_async: false,
            is_generator: false,
            param_count: 0,
            length: 0,
            flags,
            span: node.span,
        };
        let mut compiler = Compiler::new(self.unit, closure, facts);
        compiler.take_entry_registers();
        compiler.begin_scopes();
        compiler
    }

    fn return_undefined(&mut self) {
        let none = self.temp();
        self.load_special(none, Special::Undefined);
        self.code.Return(none);
    }

    /// Private methods and accessors come before all fields.
    fn private_methods(&mut self, id: ClassId, node: &Class) {
        let scopes = self.unit.scopes;
        let class = scopes.of_class(id);
        for &(index, binding) in &class.private_methods {
            let Some((key, _, accessor)) = node.elements.get(index).and_then(method_of) else { continue };
            let PropertyKeyKind::Private(name) = key.kind else { continue };
            let mark = self.registers.mark();
            let (private, method) = (self.temp(), self.temp());
            self.at(key.span.start);
            self.load_binding(scopes.declared_private(class.scope, name), false, private);
            self.load_binding(binding, false, method);
            self.code.DefinePrivate(private_flags(accessor), Register::THIS, private, method);
            self.registers.release(mark);
        }
    }

    fn field(&mut self, id: ClassId, index: usize, element: &ClassElement) {
        let ClassElementKind::Field { key, initializer } = element.kind else { return };
        let class = self.unit.scopes.of_class(id);
        let kept = class.field_keys.iter().find(|&&(other, _)| other == index).map(|&(_, binding)| binding);
        let mark = self.registers.mark();
        self.at(key.span.start);
        match kept {
            Some(binding) => {
                let register = self.temp();
                self.load_binding(binding, false, register);
                let value = self.field_value(key, register, initializer);
                self.code.DefineKeyed(0, Register::THIS, register, value);
            }
            None => self.named_field(class.scope, key, initializer),
        }
        self.registers.release(mark);
    }

    fn named_field(&mut self, scope: ScopeId, key: PropertyKey, initializer: Option<FunctionId>) {
        if let PropertyKeyKind::Private(name) = key.kind {
            let private = self.temp();
            self.load_binding(self.unit.scopes.declared_private(scope, name), false, private);
            let value = self.field_value(key, private, initializer);
            return self.code.DefinePrivate(0, Register::THIS, private, value);
        }
        match self.property_key(key) {
            Key::Named(name) => {
                let value = self.field_value(key, Register::THIS, initializer);
                let key = self.name_constant(name);
                let site = self.property_site(Opcode::DefineNamed, key);
                self.code.DefineNamed(0, Register::THIS, value, site, key);
            }
            Key::Register(register) => {
                let value = self.field_value(key, register, initializer);
                self.code.DefineKeyed(0, Register::THIS, register, value);
            }
        }
    }

    fn field_value(&mut self, key: PropertyKey, key_register: Register, initializer: Option<FunctionId>) -> Register {
        match initializer.map(|function| &self.ast()[function].body) {
            Some(FunctionBody::Expression(value)) => {
                let name = self.name_of_key(key, key_register);
                let register = self.named_operand(*value, name);
                self.at(key.span.start);
                register
            }
            _ => {
                let none = self.temp();
                self.load_special(none, Special::Undefined);
                none
            }
        }
    }

    fn static_block(&mut self, function: FunctionId) {
        let FunctionBody::Statements(list) = &self.ast()[function].body else { return };
        self.in_scope(ScopeKey::StaticBlock(function), |compiler| compiler.statements(list));
    }
}
