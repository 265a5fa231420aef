//! Functions as values: what their syntax says of them, and the instruction that makes a closure.

use std::rc::Rc;

use super::function::{Compiler, Facts, Unit};
use crate::bytecode::template::{Constant, FunctionFlags, FunctionKind, FunctionTemplate, Text};
use crate::bytecode::writer::Register;
use crate::scope::{Closure, ClosureId};
use crate::syntax::ast::{self, FunctionId};

/// The name a function or class gets.
#[derive(Clone, Debug)]
pub(super) enum FunctionName {
    /// Its own, if any.
    Own,
    /// That of what it is assigned to.
    Text(Text),
    /// That of a computed key, in a register.
    Key(Register),
}

impl Compiler<'_> {
    /// A closure of `function` into `dest`.
    pub fn closure(&mut self, function: FunctionId, dest: Register, name: FunctionName) {
        let own = self.ast()[function].name.map(|ident| self.unit.name_text(ident.name));
        let (text, key) = match name {
            FunctionName::Own => (own, None),
            FunctionName::Text(text) => (own.or(Some(text)), None),
            FunctionName::Key(register) => (own, Some(register)),
        };
        let closure = self.unit.scopes.of_function(function).expect("scope analysis has met every closure");
        let template = compile_function(self.unit, function, closure, text);
        self.new_closure(template, dest);
        if let Some(key) = key {
            self.code.SetFunctionName(0, dest, key);
        }
    }

    /// The instruction that makes a closure of a compiled function.
    pub fn new_closure(&mut self, template: Result<Rc<FunctionTemplate>, super::CompileError>, dest: Register) {
        let Some(template) = self.accept(template) else { return };
        let index = self.constants.add(Constant::Function(template));
        let context = self.current_context();
        self.code.NewClosure(dest, context, index);
    }

    /// The template, or None after taking over its error.
    pub fn accept(
        &mut self,
        template: Result<Rc<FunctionTemplate>, super::CompileError>,
    ) -> Option<Rc<FunctionTemplate>> {
        template.map_err(|error| self.fail(error.limit, error.span)).ok()
    }
}

/// Compiles a function that is not a class constructor.
pub(super) fn compile_function(
    unit: Unit<'_>,
    function: FunctionId,
    closure: ClosureId,
    name: Option<Text>,
) -> Result<Rc<FunctionTemplate>, super::CompileError> {
    let facts = function_facts(unit, function, closure, name);
    let mut compiler = Compiler::new(unit, closure, facts);
    compiler.function_code(function);
    compiler.finish()
}

/// What the syntax of a function says.
pub(super) fn function_facts(unit: Unit<'_>, id: FunctionId, closure: ClosureId, name: Option<Text>) -> Facts {
    let node = &unit.ast()[id];
    let closure = unit.scopes.closure(closure);
    let kind = match node.kind {
        ast::FunctionKind::Normal => FunctionKind::Normal,
        ast::FunctionKind::Arrow => FunctionKind::Arrow,
        ast::FunctionKind::Method => FunctionKind::Method,
        ast::FunctionKind::Getter => FunctionKind::Getter,
        ast::FunctionKind::Setter => FunctionKind::Setter,
        ast::FunctionKind::ClassConstructor => FunctionKind::BaseConstructor,
        ast::FunctionKind::DerivedConstructor => FunctionKind::DerivedConstructor,
        ast::FunctionKind::FieldInitializer => FunctionKind::FieldInitializer,
        ast::FunctionKind::StaticBlock => FunctionKind::StaticInitializer,
    };
    let clamp = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    Facts {
        name,
        kind,
        is_strict: node.is_strict,
        is_async: node.is_async,
        is_generator: node.is_generator,
        param_count: clamp(node.parameters.len()),
        length: clamp(node.expected_argument_count(unit.ast())),
        flags: function_flags(node, closure),
        span: node.span,
    }
}

fn function_flags(node: &ast::Function, closure: &Closure) -> FunctionFlags {
    let is_plain = node.kind == ast::FunctionKind::Normal && !node.is_async && !node.is_generator;
    let is_class = matches!(node.kind, ast::FunctionKind::ClassConstructor | ast::FunctionKind::DerivedConstructor);
    let facts = [
        (node.is_strict, FunctionFlags::STRICT),
        (node.is_async, FunctionFlags::ASYNC),
        (node.is_generator, FunctionFlags::GENERATOR),
        (closure.arguments.is_some(), FunctionFlags::ARGUMENTS),
        (closure.arguments.is_some() && !node.is_strict && node.has_simple_parameters, FunctionFlags::MAPPED_ARGUMENTS),
        (node.rest.is_some(), FunctionFlags::REST),
        (closure.uses_new_target && !closure.inherits_this, FunctionFlags::NEW_TARGET),
        (closure.uses_this && !closure.inherits_this && !node.is_strict, FunctionFlags::SLOPPY_THIS),
        (is_class, FunctionFlags::CLASS_CONSTRUCTOR),
        (closure.is_derived_constructor, FunctionFlags::DERIVED),
        (is_plain || is_class, FunctionFlags::CONSTRUCTOR),
    ];
    facts.iter().filter(|(is_so, _)| *is_so).fold(FunctionFlags::empty(), |flags, (_, flag)| flags | *flag)
}
