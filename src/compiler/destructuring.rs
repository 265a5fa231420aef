//! Destructuring: arrays by their iterators, objects by their properties, defaults, rests.
//!
//! The iterator of an array pattern must be closed when anything but the iterator itself ends the work early. Whether it
//! has run dry is kept in its own register, which is undefined from then on.

use super::control::{Control, Protection};
use super::function::Compiler;
use super::references::Reference;
use crate::bytecode::Special;
use crate::bytecode::message::Message;
use crate::bytecode::writer::{Label, Register};
use crate::syntax::ast::{ExprId, PatternId, PatternKind};
use crate::syntax::source::Span;

/// What a pattern does with its identifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// Their first value: `let`, `const`, parameters, catch clauses.
    Initialize,
    /// An assignment: expressions, and `var`.
    Assign,
}

impl Compiler<'_> {
    /// Gives the parts of `value` to the targets of a pattern.
    pub fn destructure(&mut self, pattern: PatternId, value: Register, how: How) {
        let mark = self.registers.mark();
        match &self.ast()[pattern].kind {
            PatternKind::Array { elements, rest } => self.array_pattern(elements, *rest, value, how),
            PatternKind::Object { properties, rest } => self.object_pattern(pattern, properties, *rest, value, how),
            _ => self.element(pattern, how, &mut |compiler, dest| compiler.move_to(dest, value)),
        }
        self.registers.release(mark);
    }

    /// One target, perhaps with a default. `produce` makes the value that it takes, once the parts of the target have been
    /// evaluated.
    pub fn element(&mut self, pattern: PatternId, how: How, produce: &mut dyn FnMut(&mut Self, Register)) {
        let mark = self.registers.mark();
        let (target, default) = match self.ast()[pattern].kind {
            PatternKind::Default { target, value } => (target, Some(value)),
            _ => (pattern, None),
        };
        let place = self.target_place(target, how);
        let value = match place {
            Place::Own(register) if default.is_none() || how == How::Initialize => register,
            _ => self.temp(),
        };
        if how == How::Initialize {
            self.initializing(value, |compiler| compiler.value_or_default(target, default, value, produce));
        } else {
            self.value_or_default(target, default, value, produce);
        }
        self.put(target, place, value, how);
        self.registers.release(mark);
    }

    fn value_or_default(
        &mut self,
        target: PatternId,
        default: Option<ExprId>,
        dest: Register,
        produce: &mut dyn FnMut(&mut Self, Register),
    ) {
        produce(self, dest);
        if let Some(default) = default {
            let given = self.code.new_label();
            self.code.JumpIfNotUndefined(dest, given);
            let name = self.name_of_target(target);
            self.named_expression(default, dest, name);
            self.code.bind(given);
        }
    }

    fn target_place(&mut self, target: PatternId, how: How) -> Place {
        match self.ast()[target].kind {
            PatternKind::Identifier(name) => {
                let resolution = self.unit.scopes.of_pattern(target);
                match self.own_register(target, how) {
                    Some(register) => Place::Own(register),
                    None if resolution.is_dynamic() => Place::Reference(self.variable_reference(name, resolution)),
                    None => Place::Elsewhere,
                }
            }
            PatternKind::Target(_) => {
                let later = Span::new(self.ast()[target].span.start, u32::MAX);
                Place::Reference(self.reference(target, later, false, Message::InvalidAssignmentTarget))
            }
            _ => Place::Elsewhere,
        }
    }

    /// The register that the value of an identifier may be put into directly.
    fn own_register(&mut self, target: PatternId, how: How) -> Option<Register> {
        let resolution = self.unit.scopes.of_pattern(target);
        match how {
            How::Initialize => {
                let binding = resolution.binding()?;
                // While it is in its dead zone it must hold the hole.
                if self.unit.scopes.binding(binding).is_checked { None } else { self.initial_register(binding) }
            }
            How::Assign => self.assignable_register(resolution),
        }
    }

    fn put(&mut self, target: PatternId, place: Place, value: Register, how: How) {
        match (place, &self.ast()[target].kind) {
            (Place::Own(register), _) => self.move_to(register, value),
            (Place::Reference(reference), _) => self.set_reference(reference, value),
            (Place::Elsewhere, PatternKind::Identifier(name)) => {
                let resolution = self.unit.scopes.of_pattern(target);
                match (how, resolution.binding()) {
                    (How::Initialize, Some(binding)) => self.initialize(binding, value),
                    _ => self.assign_variable(*name, resolution, value),
                }
            }
            (Place::Elsewhere, _) => self.destructure(target, value, how),
        }
    }

    fn array_pattern(&mut self, elements: &[Option<PatternId>], rest: Option<PatternId>, value: Register, how: How) {
        let record = self.temp_pair();
        let handler = self.code.new_label();
        self.code.GetIterator(0, record, value);
        let protection = self.protection(handler);
        self.controls.push(Control::Iterator { record, is_async: false, may_be_done: true, protection });
        for (index, element) in elements.iter().enumerate() {
            let is_first = index == 0;
            match element {
                Some(pattern) => self.element(*pattern, how, &mut |compiler, dest| {
                    compiler.unprotected(|compiler| compiler.next_or_undefined(record, is_first, dest));
                }),
                None => self.unprotected(|compiler| {
                    let mark = compiler.registers.mark();
                    let skipped = compiler.temp();
                    compiler.next_or_undefined(record, is_first, skipped);
                    compiler.registers.release(mark);
                }),
            }
        }
        if let Some(rest) = rest {
            self.element(rest, how, &mut |compiler, dest| {
                compiler.unprotected(|compiler| compiler.collect_rest(record, dest));
            });
        }
        if let Some(Control::Iterator { protection, .. }) = self.controls.pop() {
            self.protect(protection);
        }
        let done = self.code.new_label();
        if rest.is_none() {
            self.code.JumpIfUndefined(record, done);
            self.code.IteratorClose(0, record);
        }
        self.code.Jump(done);
        self.close_on_throw(handler, record, true);
        self.code.bind(done);
    }

    /// The handler that closes an iterator because of an exception, and throws that on.
    pub fn close_on_throw(&mut self, handler: Label, record: Register, may_be_done: bool) {
        self.code.bind(handler);
        let exception = self.temp();
        self.code.Catch(exception);
        let done = self.code.new_label();
        if may_be_done {
            self.code.JumpIfUndefined(record, done);
        }
        self.code.IteratorClose(1, record);
        self.code.bind(done);
        self.code.Throw(1, exception);
    }

    /// Runs `body` outside the range of the innermost construct: the iterator's own exceptions do not close it.
    fn unprotected(&mut self, body: impl FnOnce(&mut Self)) {
        if let Some(Control::Iterator { protection, .. }) = self.controls.last() {
            let protection: Protection = *protection;
            self.protect(protection);
        }
        body(self);
        let here = self.code.here();
        if let Some(Control::Iterator { protection, .. }) = self.controls.last_mut() {
            protection.start = here;
        }
    }

    /// The next value of an iterator into `dest`, undefined when there is none.
    fn next_or_undefined(&mut self, record: Register, is_first: bool, dest: Register) {
        let mark = self.registers.mark();
        let (exhausted, dry, end) = (self.code.new_label(), self.code.new_label(), self.code.new_label());
        if !is_first {
            self.code.JumpIfUndefined(record, dry);
        }
        let value = self.next_value(record, exhausted);
        self.move_to(dest, value);
        self.code.Jump(end);
        self.code.bind(exhausted);
        self.load_special(record, Special::Undefined);
        self.code.bind(dry);
        self.load_special(dest, Special::Undefined);
        self.code.bind(end);
        self.registers.release(mark);
    }

    /// Steps an iterator; the value is in the register returned, a new one. Goes to `exhausted` when there is none.
    pub fn next_value(&mut self, record: Register, exhausted: Label) -> Register {
        let window = self.window();
        let value = window.below(1);
        self.code.ForOfNext(window, record, exhausted);
        self.code.IteratorUnwrap(value, exhausted);
        self.keep_result(window)
    }

    /// An array of what an iterator still gives.
    fn collect_rest(&mut self, record: Register, dest: Register) {
        let mark = self.registers.mark();
        let (exhausted, end) = (self.code.new_label(), self.code.new_label());
        let list = self.work(dest);
        self.code.NewArray(list, Register(0), 0);
        self.code.JumpIfUndefined(record, end);
        let head = self.code.label_here();
        let value = self.next_value(record, exhausted);
        self.code.ArrayPush(list, value);
        self.code.Loop(head);
        self.code.bind(exhausted);
        self.load_special(record, Special::Undefined);
        self.code.bind(end);
        self.move_to(dest, list);
        self.registers.release(mark);
    }
}

/// Where a target's value goes.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// A variable's register.
    Own(Register),
    Reference(Reference),
    /// A variable elsewhere, or a pattern within.
    Elsewhere,
}
