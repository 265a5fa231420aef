//! Expressions: the dispatch over their kinds, in the four ways a value may be wanted.

use super::closures::FunctionName;
use super::function::Compiler;
use crate::bytecode::Special;
use crate::bytecode::template::Constant;
use crate::bytecode::writer::Register;
use crate::syntax::ast::{ExprId, ExprKind};
use crate::syntax::source::Span;

impl Compiler<'_> {
    /// Puts the value of `id` into `dest`. If `dest` holds a variable, it is written last of all.
    pub fn expression(&mut self, id: ExprId, dest: Register) {
        let mark = self.registers.mark();
        self.expression_into(id, dest);
        self.registers.release(mark);
    }

    fn expression_into(&mut self, id: ExprId, dest: Register) {
        match &self.ast()[id].kind {
            ExprKind::Identifier(name) => self.identifier(id, *name, dest),
            ExprKind::This => self.this_into(dest),
            ExprKind::Null => self.load_special(dest, Special::Null),
            ExprKind::Bool(value) => self.load_special(dest, if *value { Special::True } else { Special::False }),
            ExprKind::Number(number) => self.load_number(dest, *number),
            ExprKind::String(name) => self.load_name(dest, *name),
            ExprKind::BigInt(digits) => self.big_int(*digits, dest),
            ExprKind::Regex { pattern, flags } => self.regular_expression(*pattern, *flags, dest),
            ExprKind::Template(template) => self.template(template, dest),
            ExprKind::Array(elements) => self.array(elements, dest),
            ExprKind::Object(properties) => self.object_literal(id, properties, dest),
            ExprKind::Function(function) => self.closure(*function, dest, FunctionName::Own),
            ExprKind::Class(class) => self.class(*class, dest, FunctionName::Own),
            ExprKind::Unary { op, operand } => self.unary(id, *op, *operand, dest),
            ExprKind::Update { op, is_prefix, target } => self.update(id, *op, *is_prefix, *target, dest),
            ExprKind::Binary { op, left, right } => self.binary(*op, *left, *right, dest),
            ExprKind::BinaryRun(run) => self.binary_run(run, dest),
            ExprKind::Logical { op, left, right } => self.logical(*op, *left, *right, dest),
            ExprKind::Conditional { test, consequent, alternate } => {
                self.conditional(*test, *consequent, *alternate, dest)
            }
            ExprKind::Sequence(list) => self.sequence(list, dest),
            ExprKind::Member { object, property, is_optional } => self.member(*object, *property, *is_optional, dest),
            ExprKind::Index { object, index, is_optional } => self.index(*object, *index, *is_optional, dest),
            ExprKind::PrivateMember { object, is_optional, .. } => self.private_member(id, *object, *is_optional, dest),
            ExprKind::PrivateIn { object, .. } => self.private_in(id, *object, dest),
            ExprKind::SuperMember { .. } | ExprKind::SuperIndex { .. } => self.super_member(id, dest),
            ExprKind::OptionalChain(inner) => self.optional_chain(*inner, dest),
            ExprKind::Yield(value) => self.yield_(id, *value, dest),
            ExprKind::YieldStar(value) => self.yield_star(id, *value, dest),
            ExprKind::Await(value) => self.await_expression(id, *value, dest),
            ExprKind::ImportCall { specifier, options } => self.import_call(id, *specifier, *options, dest),
            ExprKind::ImportMeta => self.code.ImportMeta(dest),
            ExprKind::NewTarget => self.new_target(dest),
            ExprKind::Paren(inner) => self.expression_into(*inner, dest),
            ExprKind::Assign { .. }
            | ExprKind::Call { .. }
            | ExprKind::New { .. }
            | ExprKind::SuperCall { .. }
            | ExprKind::TaggedTemplate { .. } => {
                let value = self.operand(id);
                self.move_to(dest, value);
            }
        }
    }

    /// The register that holds the value of `id`: a variable's own, a call's result, or a new temporary. Temporaries above
    /// it are given back.
    pub fn operand(&mut self, id: ExprId) -> Register {
        match &self.ast()[id].kind {
            ExprKind::Paren(inner) => return self.operand(*inner),
            ExprKind::Identifier(_) => {
                if let Some(register) = self.variable_register(self.unit.scopes.of_expr(id)) {
                    return register;
                }
            }
            ExprKind::This => {
                if let Some(register) = self.this_register() {
                    return register;
                }
            }
            ExprKind::Call { callee, arguments, is_optional } => return self.call(*callee, arguments, *is_optional),
            ExprKind::New { callee, arguments } => return self.new_expression(id, *callee, arguments),
            ExprKind::SuperCall { arguments } => return self.super_call(id, arguments),
            ExprKind::TaggedTemplate { tag, quasi } => return self.tagged_template(*tag, quasi),
            ExprKind::Assign { op, target, value } => return self.assign(*op, *target, *value),
            _ => {}
        }
        let temp = self.temp();
        self.expression(id, temp);
        temp
    }

    /// As [`Compiler::operand`]; a value that needs a temporary goes to `scratch`, if that is no variable's register.
    pub fn operand_in(&mut self, id: ExprId, scratch: Register) -> Register {
        let has_register = match &self.ast()[self.ast().unparen(id)].kind {
            ExprKind::Identifier(_) => {
                let resolution = self.unit.scopes.of_expr(self.ast().unparen(id));
                resolution
                    .binding()
                    .is_some_and(|binding| self.unit.scopes.binding(binding).storage == crate::scope::Storage::Register)
            }
            ExprKind::This
            | ExprKind::Call { .. }
            | ExprKind::New { .. }
            | ExprKind::SuperCall { .. }
            | ExprKind::TaggedTemplate { .. }
            | ExprKind::Assign { .. } => true,
            _ => false,
        };
        if has_register || !self.is_scratch(scratch) {
            return self.operand(id);
        }
        self.expression(id, scratch);
        scratch
    }

    /// An operand that still has its value after the code of `later` has run.
    pub fn operand_before(&mut self, id: ExprId, later: Span) -> Register {
        let register = self.operand(id);
        self.keep_through(register, later)
    }

    /// As [`Compiler::operand_before`] and [`Compiler::operand_in`] in one.
    pub fn operand_in_before(&mut self, id: ExprId, scratch: Register, later: Span) -> Register {
        let register = self.operand_in(id, scratch);
        self.keep_through(register, later)
    }

    /// `register`, or a copy of it if it holds a variable that the code of `later` assigns.
    pub fn keep_through(&mut self, register: Register, later: Span) -> Register {
        let Some(binding) = self.registers.owner(register) else { return register };
        if !self.unit.scopes.is_assigned_within(binding, later.start, later.end) {
            return register;
        }
        let copy = self.temp();
        self.code.Move(copy, register);
        copy
    }

    /// Runs `id` for what it does.
    pub fn effect(&mut self, id: ExprId) {
        let mark = self.registers.mark();
        match &self.ast()[id].kind {
            ExprKind::Paren(inner) => self.effect(*inner),
            ExprKind::Sequence(list) => list.iter().for_each(|&item| self.effect(item)),
            ExprKind::Update { op, target, .. } => self.update_effect(id, *op, *target),
            ExprKind::Logical { op, left, right } => self.logical_effect(*op, *left, *right),
            ExprKind::Conditional { test, consequent, alternate } => {
                self.conditional_effect(*test, *consequent, *alternate)
            }
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Number(_)
            | ExprKind::String(_)
            | ExprKind::BigInt(_)
            | ExprKind::Function(_) => {}
            _ => {
                self.operand(id);
            }
        }
        self.registers.release(mark);
    }

    /// The value of `id`, which takes `name` if it is a nameless function or class.
    pub fn named_expression(&mut self, id: ExprId, dest: Register, name: FunctionName) {
        if !self.ast().is_anonymous_function_definition(id) {
            return self.expression(id, dest);
        }
        let mark = self.registers.mark();
        match self.ast()[self.ast().unparen(id)].kind {
            ExprKind::Function(function) => self.closure(function, dest, name),
            ExprKind::Class(class) => self.class(class, dest, name),
            _ => unreachable!("only functions and classes are anonymous function definitions"),
        }
        self.registers.release(mark);
    }

    fn identifier(&mut self, id: ExprId, name: crate::syntax::names::Name, dest: Register) {
        self.at(self.ast()[id].span.start);
        self.load_variable(name, self.unit.scopes.of_expr(id), dest);
    }

    fn big_int(&mut self, digits: crate::syntax::names::Name, dest: Register) {
        let text = self.unit.program.names.lossy(digits);
        let constant = self.constants.add(Constant::BigInt(super::literals::decimal_digits(&text)));
        self.code.LoadK(dest, constant);
    }

    fn sequence(&mut self, list: &[ExprId], dest: Register) {
        if let Some((&last, rest)) = list.split_last() {
            rest.iter().for_each(|&item| self.effect(item));
            self.expression(last, dest);
        }
    }

    // ---- this and its kin

    /// The register of `this`, if it is in one; in a derived constructor, checked.
    fn this_register(&mut self) -> Option<Register> {
        let closure = self.unit.scopes.closure(self.closure);
        if closure.this.is_some() {
            return None;
        }
        if closure.is_derived_constructor {
            let name = self.constants.string(crate::scope::template_str("this"));
            self.code.ThrowIfHole(Register::THIS, name);
        }
        Some(Register::THIS)
    }

    pub fn this_into(&mut self, dest: Register) {
        match self.unit.scopes.closure(self.closure).this {
            Some(binding) => {
                let is_checked = self.unit.scopes.binding(binding).has_dead_zone;
                self.load_binding(binding, is_checked, dest);
            }
            None => {
                let this = self.this_register().expect("this is in a register unless kept in a context");
                self.move_to(dest, this);
            }
        }
    }

    pub fn new_target(&mut self, dest: Register) {
        match self.unit.scopes.closure(self.closure).new_target {
            Some(binding) => self.load_binding(binding, false, dest),
            None => {
                let register = self.new_target_register();
                self.move_to(dest, register);
            }
        }
    }

    fn import_call(&mut self, id: ExprId, specifier: ExprId, options: Option<ExprId>, dest: Register) {
        let later = options.map_or(Span::default(), |options| self.ast()[options].span);
        let specifier = self.operand_before(specifier, later);
        let options = match options {
            Some(options) => self.operand(options),
            None => {
                let none = self.temp();
                self.load_special(none, Special::Undefined);
                none
            }
        };
        self.at(self.ast()[id].span.start);
        self.code.ImportCall(dest, specifier, options);
    }
}
