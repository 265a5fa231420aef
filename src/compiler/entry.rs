//! How a function starts and ends: its frame, contexts, parameters, `arguments`, and how values are returned.
//!
//! ```text
//! r[0]    this
//! r[1] .. the parameters, then, where the function has them, `arguments`, the rest array and `new.target`
//! ```

use super::control::Protection;
use super::destructuring::How;
use super::function::Compiler;
use crate::bytecode::Special;
use crate::bytecode::template::{FunctionFlags, FunctionKind};
use crate::bytecode::writer::Register;
use crate::scope::{BindingId, Storage};
use crate::syntax::ast::{Function, FunctionBody, FunctionId, PatternId, PatternKind, StmtId};
use crate::syntax::source::Span;

impl Compiler<'_> {
    /// The whole code of a function.
    pub fn function_code(&mut self, id: FunctionId) {
        let node = &self.ast()[id];
        self.take_entry_registers();
        let protection = self.begin_async();
        self.begin_constructor();
        self.begin_scopes();
        self.parameters(node);
        self.begin_body();
        let protection = self.begin_generator().or(protection);
        match &node.body {
            FunctionBody::Statements(list) => self.function_statements(list, node.body_span),
            FunctionBody::Expression(expr) => {
                self.at(self.ast()[*expr].span.start);
                let value = self.operand(*expr);
                self.return_value(value);
            }
        }
        self.end_async(protection);
    }

    fn function_statements(&mut self, list: &[StmtId], span: Span) {
        self.statements(list);
        if self.code.is_reachable() {
            self.at(span.end.saturating_sub(1));
            let value = self.temp();
            self.load_special(value, Special::Undefined);
            self.return_value(value);
        }
    }

    /// Takes the registers that the entry sequence fills.
    pub fn take_entry_registers(&mut self) {
        let extras = [FunctionFlags::ARGUMENTS, FunctionFlags::REST, FunctionFlags::NEW_TARGET];
        let extra_count = extras.iter().filter(|&&flag| self.facts.flags.contains(flag)).count() as u16;
        let count = 1 + extra_count;
        match self.facts.param_count.checked_add(count) {
            Some(count) => {
                self.registers.take(count);
            }
            None => self.fail(super::Limit::Registers, self.facts.span),
        }
    }

    /// The entry register of `flag`'s object.
    fn entry_register(&self, flag: FunctionFlags) -> Register {
        let before = [FunctionFlags::ARGUMENTS, FunctionFlags::REST, FunctionFlags::NEW_TARGET];
        let preceding = before.iter().take_while(|&&other| other != flag);
        let distance = preceding.filter(|&&other| self.facts.flags.contains(other)).count() as u16;
        Register(1 + self.facts.param_count).above(distance)
    }

    pub fn new_target_register(&self) -> Register {
        self.entry_register(FunctionFlags::NEW_TARGET)
    }

    /// A base class's instance gets its fields before anything else runs.
    fn begin_constructor(&mut self) {
        let closure = self.unit.scopes.closure(self.closure);
        let has_fields = closure.class.is_some_and(|class| self.unit.scopes.of_class(class).fields.is_some());
        if has_fields {
            self.facts.flags |= FunctionFlags::HAS_FIELDS;
        }
        if has_fields && !closure.is_derived_constructor {
            self.init_own_fields();
        }
    }

    /// Runs the field initialiser of the running constructor on `this`.
    pub fn init_own_fields(&mut self) {
        let mark = self.registers.mark();
        let callee = self.temp();
        self.code.LoadCallee(callee);
        self.code.InitFields(Register::THIS, callee);
        self.registers.release(mark);
    }

    /// The context of the parameters' scope, and what arrows within want kept there.
    pub fn begin_scopes(&mut self) {
        self.load_outer_context();
        let closure = self.unit.scopes.closure(self.closure);
        self.open_scope(closure.scope);
        self.note_own_context(closure.scope);
        if let Some(binding) = closure.kept_this.filter(|_| !closure.is_derived_constructor && !closure.inherits_this) {
            self.initialize(binding, Register::THIS);
        }
        if let Some(binding) = closure.kept_new_target.filter(|_| !closure.inherits_this) {
            self.initialize(binding, self.new_target_register());
        }
        for binding in [closure.kept_function.filter(|_| !closure.inherits_this), closure.function_name] {
            self.initialize_with_callee(binding);
        }
    }

    /// The context of `scope`, if it has one, is the function's own from here to its end.
    fn note_own_context(&mut self, scope: crate::scope::ScopeId) {
        if self.unit.scopes.scope(scope).has_context() {
            self.own_context = self.contexts.last().map(|(_, register)| *register);
        }
    }

    fn initialize_with_callee(&mut self, binding: Option<BindingId>) {
        let Some(binding) = binding else { return };
        match self.initial_register(binding) {
            Some(register) => self.code.LoadCallee(register),
            None => {
                let mark = self.registers.mark();
                let callee = self.temp();
                self.code.LoadCallee(callee);
                self.initialize(binding, callee);
                self.registers.release(mark);
            }
        }
    }

    fn parameters(&mut self, node: &Function) {
        let has_expressions = self.unit.scopes.closure(self.closure).body_scope.is_some();
        if has_expressions {
            self.start_parameters();
            self.bind_arguments();
        }
        for (index, &pattern) in node.parameters.iter().enumerate() {
            self.parameter(pattern, Register(1).above(index as u16));
        }
        if let Some(rest) = node.rest {
            let register = self.entry_register(FunctionFlags::REST);
            self.parameter(rest, register);
        }
        if !has_expressions {
            // Behind the parameters, with which it may have to share their slots.
            self.bind_arguments();
        }
    }

    /// Parameters that expressions may see before their turn start as holes.
    fn start_parameters(&mut self) {
        let scopes = self.unit.scopes;
        for &binding in &scopes.scope(scopes.closure(self.closure).scope).bindings {
            let state = scopes.binding(binding);
            if state.storage == Storage::Register && state.is_checked {
                let register = self.local(binding);
                self.load_special(register, Special::Hole);
            }
        }
    }

    /// Binds one parameter to the argument in a register. An identifier may live in that register from then on.
    fn parameter(&mut self, pattern: PatternId, argument: Register) {
        let target = match self.ast()[pattern].kind {
            PatternKind::Default { target, .. } => target,
            _ => pattern,
        };
        if let PatternKind::Identifier(_) = self.ast()[target].kind
            && let Some(binding) = self.unit.scopes.of_pattern(target).binding()
        {
            let state = self.unit.scopes.binding(binding);
            if state.storage == Storage::Register && !state.is_checked {
                self.set_local(binding, argument);
            }
        } else {
            self.take_locals(target);
        }
        self.element(pattern, How::Initialize, &mut |compiler, dest| compiler.move_to(dest, argument));
    }

    /// Registers for the names of a pattern, which must outlive it.
    fn take_locals(&mut self, pattern: PatternId) {
        match &self.ast()[pattern].kind {
            PatternKind::Identifier(_) => {
                if let Some(binding) = self.unit.scopes.of_pattern(pattern).binding() {
                    self.initial_register(binding);
                }
            }
            PatternKind::Target(_) => {}
            PatternKind::Default { target, .. } => self.take_locals(*target),
            PatternKind::Array { elements, rest } => {
                elements.iter().flatten().chain(rest).for_each(|&element| self.take_locals(element));
            }
            PatternKind::Object { properties, rest } => {
                properties.iter().map(|p| &p.value).chain(rest).for_each(|&value| self.take_locals(value));
            }
        }
    }

    fn bind_arguments(&mut self) {
        let closure = self.unit.scopes.closure(self.closure);
        let Some(binding) = closure.arguments else { return };
        let object = self.entry_register(FunctionFlags::ARGUMENTS);
        if closure.maps_arguments {
            let context = self.current_context();
            self.code.MapArguments(object, context);
        }
        match self.unit.scopes.binding(binding).storage {
            Storage::Register => self.set_local(binding, object),
            _ => self.initialize(binding, object),
        }
    }

    /// The scope of the body: apart from the parameters' if those have expressions.
    fn begin_body(&mut self) {
        let closure = self.unit.scopes.closure(self.closure);
        match closure.body_scope {
            Some(scope) => {
                self.enter_scope(scope);
                // An async function's handler is reached from its parameters too, where this context is not yet.
                if self.async_object.is_none() {
                    self.note_own_context(scope);
                }
                self.initialize_shadows(scope);
            }
            None => self.fill_scope(closure.scope),
        }
    }

    /// Variables of the body that start with the value of the parameter they shadow, those in contexts.
    fn initialize_shadows(&mut self, scope: crate::scope::ScopeId) {
        let scopes = self.unit.scopes;
        for &binding in &scopes.scope(scope).slots {
            if let Some(parameter) = scopes.binding(binding).initial {
                let mark = self.registers.mark();
                let value = self.temp();
                self.load_binding(parameter, false, value);
                self.initialize(binding, value);
                self.registers.release(mark);
            }
        }
    }

    /// The instruction that ends the function with `value`, all constructs having been left.
    pub fn return_from_function(&mut self, value: Register) {
        match (self.facts.is_async, self.facts.is_generator, self.async_object) {
            (true, true, Some(object)) => self.code.AsyncGeneratorResult(0, value, object),
            (true, false, Some(object)) => self.code.AsyncReturn(value, object),
            _ if self.facts.kind == FunctionKind::DerivedConstructor => {
                let mark = self.registers.mark();
                let this = match self.unit.scopes.closure(self.closure).this {
                    Some(binding) => {
                        let this = self.temp();
                        self.load_binding(binding, false, this);
                        this
                    }
                    None => Register::THIS,
                };
                self.code.ReturnDerived(value, this);
                self.registers.release(mark);
            }
            _ => self.code.Return(value),
        }
    }

    /// Ends the range of an async function's own handler, which rejects its promise.
    pub fn end_async(&mut self, protection: Option<Protection>) {
        let (Some(protection), Some(object)) = (protection, self.async_object) else { return };
        self.protect(protection);
        self.code.bind(protection.handler);
        let exception = self.temp();
        self.code.Catch(exception);
        if self.facts.is_generator {
            self.code.AsyncGeneratorResult(1, exception, object);
        } else {
            self.code.AsyncReject(exception, object);
        }
    }
}
