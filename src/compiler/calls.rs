//! Calls: windows at the top of the frame, the sorts of callee, arguments, `new`, `super(...)`, tagged templates.
//!
//! ```text
//! r[w-3] r[w-2]   linkage, left free
//! r[w-1]          the callee, then the result: the operand that these methods return
//! r[w]            the receiver
//! r[w+1] ..       the arguments
//! ```

use super::function::Compiler;
use super::positions;
use super::registers::Mark;
use crate::bytecode::writer::Register;
use crate::bytecode::{Opcode, Special};
use crate::scope::ClosureNode;
use crate::syntax::ast::{Argument, ArrayElement, ExprId, ExprKind, Template};
use crate::syntax::names::known;

impl Compiler<'_> {
    /// A window at the top of the frame; its argument registers are still to be taken.
    pub fn window(&mut self) -> Register {
        self.registers.take(4).above(3)
    }

    /// Gives back all of a window but the result.
    pub fn keep_result(&mut self, window: Register) -> Register {
        let result = window.below(1);
        self.registers.release_above(result);
        result
    }

    pub fn call(&mut self, callee: ExprId, arguments: &[Argument], is_optional: bool) -> Register {
        let is_eval = !is_optional && matches!(self.ast()[callee].kind, ExprKind::Identifier(known::EVAL));
        let window = self.callee(callee);
        self.optional_link(window.below(1), is_optional);
        let has_spread = self.arguments(arguments);
        let argc = self.count(arguments.len());
        self.at(positions::call(self.text(), self.ast(), callee, is_optional));
        if is_eval {
            let scope = self.eval_scope();
            let context = self.current_context();
            self.code.CallEval(has_spread as u16, window, if has_spread { 1 } else { argc }, context, scope);
        } else if has_spread {
            self.code.CallSpread(window, 1);
        } else {
            self.emit_call(window, argc);
        }
        self.keep_result(window)
    }

    pub fn emit_call(&mut self, window: Register, argc: u16) {
        let site = self.call_site(Opcode::Call);
        self.code.Call(window, argc, site);
    }

    /// Makes a window with the value of `callee` and the receiver that its form gives.
    fn callee(&mut self, callee: ExprId) -> Register {
        let inner = self.ast().unparen(callee);
        match self.ast()[inner].kind {
            ExprKind::Member { object, property, is_optional } => self.method(object, property, is_optional),
            ExprKind::Index { object, index, is_optional } => self.indexed_method(object, index, is_optional),
            ExprKind::PrivateMember { object, is_optional, .. } => self.private_method(inner, object, is_optional),
            ExprKind::SuperMember { .. } | ExprKind::SuperIndex { .. } => self.super_method(inner),
            // `(a?.b)()`: the chain ends before the call, but still gives the receiver.
            ExprKind::OptionalChain(chain) => self.chained_callee(chain),
            _ => self.plain_callee(inner),
        }
    }

    fn chained_callee(&mut self, chain: ExprId) -> Register {
        let (exit, end) = (self.code.new_label(), self.code.new_label());
        self.chain_exits.push(exit);
        let window = self.callee(chain);
        self.chain_exits.pop();
        self.code.Jump(end);
        self.code.bind(exit);
        self.load_special(window.below(1), Special::Undefined);
        self.load_special(window, Special::Undefined);
        self.code.bind(end);
        window
    }

    /// A window where the value of `operand`, evaluated below it, may lie in the registers that become its linkage.
    fn window_over(&mut self, mark: Mark) -> Register {
        self.registers.release(mark);
        self.window()
    }

    fn method(&mut self, object: ExprId, property: crate::syntax::names::Name, is_optional: bool) -> Register {
        let mark = self.registers.mark();
        let base = self.operand(object);
        self.optional_link(base, is_optional);
        let window = self.window_over(mark);
        self.at_property(object, false);
        self.load_method(window, base, property);
        window
    }

    /// The method `property` of `base` and the receiver, into a window.
    fn load_method(&mut self, window: Register, base: Register, property: crate::syntax::names::Name) {
        let key = self.name_constant(property);
        let site = self.property_site(Opcode::GetMethod, key);
        self.code.GetMethod(window, base, site, key);
    }

    fn indexed_method(&mut self, object: ExprId, index: ExprId, is_optional: bool) -> Register {
        if let Some(name) = self.literal_key(index) {
            let mark = self.registers.mark();
            let base = self.operand(object);
            self.optional_link(base, is_optional);
            let window = self.window_over(mark);
            self.at_property(object, true);
            self.load_method(window, base, name);
            return window;
        }
        let window = self.window();
        self.expression(object, window);
        self.optional_link(window, is_optional);
        let key = self.operand(index);
        self.at_property(object, true);
        let site = self.element_site(Opcode::GetKeyed);
        self.code.GetKeyed(window.below(1), window, key, site);
        self.registers.release_above(window);
        window
    }

    fn private_method(&mut self, id: ExprId, object: ExprId, is_optional: bool) -> Register {
        let window = self.window();
        self.expression(object, window);
        self.optional_link(window, is_optional);
        let name = self.private_name(id);
        self.at_property(object, false);
        let site = self.element_site(Opcode::GetPrivate);
        self.code.GetPrivate(window.below(1), window, name, site);
        self.registers.release_above(window);
        window
    }

    fn super_method(&mut self, id: ExprId) -> Register {
        let window = self.window();
        let base = self.super_base();
        self.code.Move(window, base.above(1));
        let key = self.super_key(id);
        self.at(self.ast()[id].span.start);
        self.code.GetSuper(window.below(1), base, key);
        self.registers.release_above(window);
        window
    }

    fn plain_callee(&mut self, callee: ExprId) -> Register {
        if let ExprKind::Identifier(name) = self.ast()[callee].kind
            && let Some(dynamic) = self.unit.scopes.dynamic(self.unit.scopes.of_expr(callee))
        {
            let window = self.window();
            self.at(self.ast()[callee].span.start);
            self.dynamic_callee(name, dynamic, window);
            return window;
        }
        let is_result = matches!(
            self.ast()[callee].kind,
            ExprKind::Call { .. } | ExprKind::New { .. } | ExprKind::SuperCall { .. } | ExprKind::TaggedTemplate { .. }
        );
        let window = if is_result {
            // The result of a call stands where the callee of the next one goes.
            let mark = self.registers.mark();
            let result = self.operand(callee);
            let window = self.window_over(mark);
            self.move_to(window.below(1), result);
            window
        } else {
            let window = self.window();
            self.expression(callee, window.below(1));
            window
        };
        self.load_special(window, Special::Undefined);
        window
    }

    /// Evaluates arguments into a window: each into its register, or with a spread among them as one array. Says whether
    /// there was a spread.
    pub fn arguments(&mut self, arguments: &[Argument]) -> bool {
        if !arguments.iter().any(|argument| matches!(argument, Argument::Spread(_))) {
            for argument in arguments {
                let register = self.temp();
                self.expression(argument.expr(), register);
            }
            return false;
        }
        let list = self.temp();
        let elements: Vec<ArrayElement> = arguments
            .iter()
            .map(|argument| match *argument {
                Argument::Item(expr) => ArrayElement::Item(expr),
                Argument::Spread(expr) => ArrayElement::Spread(expr),
            })
            .collect();
        self.array(&elements, list);
        self.registers.release_above(list);
        true
    }

    pub fn new_expression(&mut self, id: ExprId, callee: ExprId, arguments: &[Argument]) -> Register {
        let window = self.window();
        self.expression(callee, window.below(1));
        let has_spread = self.arguments(arguments);
        self.at(self.ast()[id].span.start);
        if has_spread {
            self.code.ConstructSpread(window, 1);
        } else {
            let argc = self.count(arguments.len());
            let site = self.call_site(Opcode::Construct);
            self.code.Construct(window, argc, site);
        }
        self.code.ConstructResult(window.below(1), window);
        self.keep_result(window)
    }

    /// `super(...)`; its value is `this`.
    pub fn super_call(&mut self, id: ExprId, arguments: &[Argument]) -> Register {
        let constructor = self.temp();
        self.running_constructor(constructor);
        let new_target = self.temp();
        self.new_target(new_target);
        let window = self.window();
        self.at(self.ast()[id].span.start);
        self.code.GetSuperConstructor(window.below(1), constructor);
        let has_spread = self.arguments(arguments);
        let argc = self.count(arguments.len());
        self.at(self.ast()[id].span.start);
        if has_spread {
            self.code.SuperConstructSpread(window, 1, new_target);
        } else {
            self.code.SuperConstruct(window, argc, new_target);
        }
        self.code.ConstructResult(window.below(1), window);
        let result = self.keep_result(window);
        self.bind_this(result);
        if self.may_have_fields() {
            self.code.InitFields(result, constructor);
        }
        result
    }

    /// The derived constructor that `super(...)` runs for.
    fn running_constructor(&mut self, dest: Register) {
        match self.unit.scopes.closure(self.closure).constructor {
            Some(binding) => self.load_binding(binding, false, dest),
            None => self.code.LoadCallee(dest),
        }
    }

    /// `this` of a derived constructor gets its value; but only once.
    pub fn bind_this(&mut self, value: Register) {
        let Some(binding) = self.unit.scopes.closure(self.closure).this else {
            self.code.ThrowIfNotHole(Register::THIS);
            return self.code.Move(Register::THIS, value);
        };
        let mark = self.registers.mark();
        let old = self.temp();
        self.load_binding(binding, false, old);
        self.code.ThrowIfNotHole(old);
        self.registers.release(mark);
        self.initialize(binding, value);
    }

    /// May the class that this `super(...)` constructs have fields? Unknown in the text of an eval.
    fn may_have_fields(&self) -> bool {
        let scopes = self.unit.scopes;
        let mut closure = scopes.closure(self.closure);
        while closure.inherits_this
            && let Some(parent) = closure.parent
        {
            closure = scopes.closure(parent);
        }
        closure.node == ClosureNode::Outer || closure.class.is_some_and(|class| scopes.of_class(class).fields.is_some())
    }

    pub fn tagged_template(&mut self, tag: ExprId, quasi: &Template) -> Register {
        let window = self.callee(tag);
        let strings = self.temp();
        self.template_object(quasi, strings);
        for &expr in &quasi.expressions {
            let register = self.temp();
            self.expression(expr, register);
        }
        let argc = self.count(quasi.expressions.len() + 1);
        self.at(positions::tagged_template(self.text(), self.ast(), tag));
        self.emit_call(window, argc);
        self.keep_result(window)
    }

    /// Calls `callee` with `receiver` and no arguments.
    pub fn call_simple(&mut self, callee: Register, receiver: Register) -> Register {
        let window = self.window();
        self.move_to(window.below(1), callee);
        self.move_to(window, receiver);
        self.emit_call(window, 0);
        self.keep_result(window)
    }
}
