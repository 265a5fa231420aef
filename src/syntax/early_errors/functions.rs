//! Functions: what their kind allows in them, their parameters, and the directive that makes them strict.

use super::{Checker, Facts};
use crate::syntax::ast::*;
use crate::syntax::messages::Message;
use crate::syntax::names::known;
use crate::syntax::parse::EvalContext;
use crate::syntax::source::Span;

/// What the code being walked may do, and what it does.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FunctionState {
    pub is_strict: bool,
    /// The top level of the program, not a function.
    pub is_top_level: bool,
    pub is_generator: bool,
    pub is_async: bool,
    /// `await` is no identifier: in async functions, modules and static blocks.
    pub reserves_await: bool,
    /// In the parameters of a generator, an async function or an arrow, where neither `yield` nor `await` may be used.
    pub in_parameters: bool,
    pub allows_return: bool,
    pub allows_super_member: bool,
    pub allows_super_call: bool,
    pub allows_new_target: bool,
    /// In a class field or static block.
    pub forbids_arguments: bool,
    /// How many loops, and how many loops and switches, are open.
    pub loops: u32,
    pub breakables: u32,
    pub uses: Uses,
}

impl FunctionState {
    pub fn of_program(program: &Program, context: &EvalContext<'_>) -> Self {
        let is_module = program.kind == ProgramKind::Module;
        FunctionState {
            is_strict: program.is_strict,
            is_top_level: true,
            is_async: is_module,
            reserves_await: is_module,
            allows_super_member: context.in_method,
            allows_super_call: context.in_derived_constructor,
            allows_new_target: context.in_function,
            forbids_arguments: context.in_class_field,
            ..FunctionState::default()
        }
    }

    /// The state at the start of a function inside this one.
    fn enter(&self, function: &Function, is_module: bool) -> Self {
        use FunctionKind::*;
        let inner = FunctionState {
            is_strict: self.is_strict,
            is_generator: function.is_generator,
            is_async: function.is_async,
            reserves_await: is_module || function.is_async,
            allows_return: true,
            ..FunctionState::default()
        };
        match function.kind {
            Normal => FunctionState { allows_new_target: true, ..inner },
            Arrow => FunctionState {
                allows_super_member: self.allows_super_member,
                allows_super_call: self.allows_super_call,
                allows_new_target: self.allows_new_target,
                forbids_arguments: self.forbids_arguments,
                ..inner
            },
            Method | Getter | Setter | ClassConstructor | DerivedConstructor => FunctionState {
                allows_super_member: true,
                allows_super_call: function.kind == DerivedConstructor,
                allows_new_target: true,
                ..inner
            },
            FieldInitializer | StaticBlock => FunctionState {
                reserves_await: inner.reserves_await || function.kind == StaticBlock,
                allows_return: false,
                allows_super_member: true,
                allows_new_target: true,
                forbids_arguments: true,
                ..inner
            },
        }
    }
}

/// The directive prologue's `"use strict"`, if it holds one: spelled without escapes or parentheses.
pub(super) fn use_strict_directive(ast: &Ast, text: &str, body: &[StmtId]) -> Option<Span> {
    for &statement in body {
        let StmtKind::Expression(expression) = ast[statement].kind else { return None };
        let ExprKind::String(value) = ast[expression].kind else { return None };
        let span = ast[expression].span;
        if value == known::USE_STRICT && text[span.range()].len() == "'use strict'".len() {
            return Some(span);
        }
    }
    None
}

impl<'a> Checker<'a> {
    /// An expression, method or other part of one.
    pub(super) fn function(&mut self, id: FunctionId) {
        self.walk_function(id, false);
    }

    /// The function of a declaration whose name has been declared.
    pub(super) fn declared_function(&mut self, id: FunctionId) {
        self.walk_function(id, true);
    }

    fn walk_function(&mut self, id: FunctionId, is_declaration: bool) {
        let ast = self.ast;
        let function = &ast[id];
        if !self.descend(function.span) {
            return self.ascend();
        }
        let inner = self.function.enter(function, self.is_module);
        let outer = std::mem::replace(&mut self.function, inner);
        let labels = self.labels.enter_function();
        self.scopes.open_function();
        self.check_strictness(function, outer.is_strict);
        if let Some(name) = function.name {
            self.check_function_name(name, is_declaration.then_some(&outer));
        }
        self.parameters(function, &outer);
        match &function.body {
            FunctionBody::Statements(body) => self.statement_list(body),
            FunctionBody::Expression(value) => self.expression(*value),
        }
        self.scopes.close_function();
        self.labels.leave_function(labels);
        let inner = std::mem::replace(&mut self.function, outer);
        self.facts[id.index()] = Facts { is_strict: inner.is_strict, uses: inner.uses };
        if function.is_arrow() {
            self.function.uses = self.function.uses.with_arrow(inner.uses);
        }
        self.ascend();
    }

    /// Applies the function's own directive.
    fn check_strictness(&mut self, function: &Function, is_outer_strict: bool) {
        let FunctionBody::Statements(body) = &function.body else { return };
        let Some(directive) = use_strict_directive(self.ast, self.text, body) else { return };
        self.function.is_strict = true;
        if !function.has_simple_parameters {
            self.report(Message::UseStrictWithComplexParameters, directive);
        }
        if !is_outer_strict {
            self.report_sloppy_literals(function.span);
        }
    }

    /// The name of a declaration belongs to the code around it, `outer`, that of an expression to the function; both obey
    /// the function's strictness.
    fn check_function_name(&mut self, name: Ident, outer: Option<&FunctionState>) {
        let inner = self.function;
        if let Some(outer) = outer {
            self.function = FunctionState { is_strict: inner.is_strict, ..*outer };
        }
        self.check_binding_name(name);
        self.function = inner;
    }

    fn parameters(&mut self, function: &'a Function, outer: &FunctionState) {
        let inner = self.function;
        let is_arrow = function.is_arrow();
        self.function.in_parameters = is_arrow || function.is_generator || function.is_async;
        self.function.reserves_await |= is_arrow && outer.reserves_await;
        let may_repeat = !inner.is_strict && function.has_simple_parameters && function.kind == FunctionKind::Normal;
        for &parameter in function.parameters.iter().chain(&function.rest) {
            self.parameter(parameter, may_repeat);
        }
        self.function = FunctionState { uses: self.function.uses, ..inner };
    }
}

impl Uses {
    /// What a function uses once an arrow in it is counted.
    fn with_arrow(self, arrow: Uses) -> Uses {
        Uses {
            eval: self.eval | arrow.eval,
            arguments: self.arguments | arrow.arguments,
            this: self.this | arrow.this,
            super_: self.super_ | arrow.super_,
            new_target: self.new_target | arrow.new_target,
            with: self.with | arrow.with,
        }
    }
}
