//! Generators and async functions: suspension, delegation, and iterators that are closed asynchronously.

use super::control::Protection;
use super::function::Compiler;
use crate::bytecode::Special;
use crate::bytecode::message::Message;
use crate::bytecode::writer::{Label, Register};
use crate::syntax::ast::ExprId;

/// Resume modes, as `Yield` and `YieldDelegate` have them.
const THROW: i32 = 1;
const RETURN: i32 = 2;

impl Compiler<'_> {
    /// An async function has its object, with the promise, before anything can throw; what throws rejects it.
    pub fn begin_async(&mut self) -> Option<Protection> {
        if !self.facts.is_async || self.facts.is_generator {
            return None;
        }
        let object = self.temp();
        self.code.CreateAsync(object);
        self.async_object = Some(object);
        let handler = self.code.new_label();
        Some(self.protection(handler))
    }

    /// A generator returns to its caller once its parameters are bound.
    pub fn begin_generator(&mut self) -> Option<Protection> {
        if !self.facts.is_generator {
            return None;
        }
        let object = self.temp();
        self.code.CreateGenerator(object);
        if !self.facts.is_async {
            return None;
        }
        self.async_object = Some(object);
        let handler = self.code.new_label();
        Some(self.protection(handler))
    }

    /// `dest := await value`.
    pub fn await_value(&mut self, dest: Register, value: Register) {
        let object = self.async_object.expect("await stands in async code");
        self.code.Await(dest, value, object);
    }

    pub fn await_expression(&mut self, id: ExprId, value: ExprId, dest: Register) {
        let value = self.operand_in(value, dest);
        self.at(self.ast()[id].span.start);
        self.await_value(dest, value);
    }

    fn is_async_generator(&self) -> bool {
        self.facts.is_async && self.facts.is_generator
    }

    pub fn yield_(&mut self, id: ExprId, value: Option<ExprId>, dest: Register) {
        let received = self.work(dest);
        let mode = self.temp();
        let value = match value {
            Some(value) => self.operand(value),
            None => {
                let none = self.temp();
                self.load_special(none, Special::Undefined);
                none
            }
        };
        self.at(self.ast()[id].span.start);
        let mut given = value;
        if self.is_async_generator() {
            given = self.temp();
            self.await_value(given, value);
        }
        let resume = self.code.new_label();
        self.code.Yield(0, received, given, mode);
        self.code.JumpIfFalse(mode, resume);
        if self.is_async_generator() {
            self.await_value(received, received);
        }
        self.return_value(received);
        self.code.bind(resume);
        self.move_to(dest, received);
    }

    pub fn yield_star(&mut self, id: ExprId, iterable: ExprId, dest: Register) {
        let is_async = self.is_async_generator();
        let record = self.temp_pair();
        let received = self.temp_pair();
        let outcome = self.temp_pair();
        let iterable = self.operand_in(iterable, record);
        self.code.GetIterator(is_async as u16, record, iterable);
        self.at(self.ast()[id].span.start);
        self.load_special(received, Special::Undefined);
        self.code.LoadInt(received.above(1), 0);
        let head = self.code.label_here();
        self.delegate_step(received, record, outcome);
        let finished = self.code.new_label();
        self.pass_on(received, outcome, finished, head);
        self.code.bind(finished);
        self.get_text(outcome, outcome, "value");
        let normal = self.code.new_label();
        self.code.JumpStrictNeI(received.above(1), RETURN, normal);
        self.return_value(outcome);
        self.code.bind(normal);
        self.move_to(dest, outcome);
    }

    /// Hands what was received to the iterator; its result ends up in `outcome`.
    fn delegate_step(&mut self, received: Register, record: Register, outcome: Register) {
        let is_async = self.is_async_generator();
        let (step, no_return) = (self.code.new_label(), self.code.new_label());
        let status = outcome.above(1);
        self.code.YieldDelegate(received, record, outcome);
        self.code.JumpIfFalse(status, step);
        self.code.JumpStrictEqI(status, RETURN, no_return);
        self.close_iterator(record, is_async);
        self.code.ThrowMessage(Message::NoThrowMethod as u16);
        self.code.bind(no_return);
        if is_async {
            self.await_value(received, received);
        }
        self.return_value(received);
        self.code.bind(step);
        if is_async {
            self.await_value(outcome, outcome);
        }
        self.code.CheckIteratorResult(outcome);
    }

    /// Yields the iterator's result unless it is the last, and goes back to `head` with what was received for it.
    fn pass_on(&mut self, received: Register, outcome: Register, finished: Label, head: Label) {
        let is_async = self.is_async_generator();
        let mode = received.above(1);
        let mark = self.registers.mark();
        let done = self.temp();
        self.get_text(done, outcome, "done");
        self.code.JumpIfTrue(done, finished);
        self.registers.release(mark);
        if is_async {
            self.get_text(outcome, outcome, "value");
        }
        let handler = self.code.new_label();
        let protection = self.protection(handler);
        self.code.Yield(!is_async as u16, received, outcome, mode);
        if is_async {
            let passed = self.code.new_label();
            self.code.JumpStrictNeI(mode, RETURN, passed);
            self.await_value(received, received);
            self.code.bind(passed);
        }
        self.protect(protection);
        self.code.Loop(head);
        self.code.bind(handler);
        self.code.Catch(received);
        self.code.LoadInt(mode, THROW);
        self.code.Loop(head);
    }

    /// Closes an iterator because the loop or pattern over it has been left.
    pub fn close_iterator(&mut self, record: Register, is_async: bool) {
        if !is_async {
            return self.code.IteratorClose(0, record);
        }
        let mark = self.registers.mark();
        let closed = self.code.new_label();
        let result = self.call_return(record, closed);
        self.code.CheckIteratorResult(result);
        self.code.bind(closed);
        self.registers.release(mark);
    }

    /// Awaits the result of an async iterator's `return`; goes to `none` if it has none.
    fn call_return(&mut self, record: Register, none: Label) -> Register {
        let method = self.temp();
        self.get_text(method, record, "return");
        self.code.JumpIfNullish(method, none);
        let result = self.call_simple(method, record);
        self.await_value(result, result);
        result
    }

    /// The handler that closes an async iterator because of an exception, which prevails over any in closing.
    pub fn close_async_on_throw(&mut self, handler: Label, record: Register) {
        self.code.bind(handler);
        let mark = self.registers.mark();
        let exception = self.temp();
        self.code.Catch(exception);
        let (ignore, closed) = (self.code.new_label(), self.code.new_label());
        let protection = self.protection(ignore);
        self.call_return(record, closed);
        self.protect(protection);
        self.code.Jump(closed);
        self.code.bind(ignore);
        let ignored = self.temp();
        self.code.Catch(ignored);
        self.code.bind(closed);
        self.code.Throw(1, exception);
        self.registers.release(mark);
    }
}
