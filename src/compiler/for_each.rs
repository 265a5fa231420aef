//! `for-in`, `for-of` and `for await`.
//!
//! The value of a step is made in a register of its own; where the head declares a plain variable, that register is the
//! variable's. What the body throws closes the iterator; what the iterator itself throws does not.

use super::control::Control;
use super::destructuring::How;
use super::function::Compiler;
use crate::bytecode::writer::{Label, Register};
use crate::scope::{BindingId, ScopeId, ScopeKey, Storage};
use crate::syntax::ast::{ExprId, ForEachHead, ForEachKind, PatternId, PatternKind, StmtId, VariableKind};
use crate::syntax::names::Name;

/// A loop's parts.
#[derive(Clone, Copy)]
struct Parts {
    head: ForEachHead,
    /// The scope of a lexical declaration in the head.
    scope: Option<ScopeId>,
    body: StmtId,
}

impl Compiler<'_> {
    pub fn for_each(
        &mut self,
        id: StmtId,
        kind: ForEachKind,
        head: ForEachHead,
        object: ExprId,
        body: StmtId,
        labels: Vec<Name>,
    ) {
        self.clear_completion();
        let scope = self.unit.scopes.opened_by(ScopeKey::LoopHead(id));
        if let ForEachHead::Variable { target, init: Some(init), .. } = head {
            self.legacy_initializer(target, init);
        }
        self.at(self.ast()[object].span.start);
        let object = self.each_object(scope, object);
        let parts = Parts { head, scope, body };
        match kind {
            ForEachKind::In => self.for_in(object, parts, labels),
            ForEachKind::Of => self.for_of(object, parts, labels),
            ForEachKind::AwaitOf => self.for_await(object, parts, labels),
        }
    }

    /// `for (var x = init in object)`.
    fn legacy_initializer(&mut self, target: PatternId, init: ExprId) {
        let mark = self.registers.mark();
        let name = self.name_of_target(target);
        let value = self.named_operand(init, name);
        self.destructure(target, value, How::Assign);
        self.registers.release(mark);
    }

    /// Evaluates the object. Where it can see the names of the head, they are in their dead zone; a closure in it counts
    /// the head's scope among those around it, whatever it sees.
    fn each_object(&mut self, scope: Option<ScopeId>, object: ExprId) -> Register {
        let scopes = self.unit.scopes;
        let can_see = |&scope: &ScopeId| {
            let scope = scopes.scope(scope);
            let counts = scope.has_closure_in_head && scope.has_context();
            counts || scope.bindings.iter().any(|&id| scopes.binding(id).is_checked)
        };
        let Some(scope) = scope.filter(can_see) else { return self.operand(object) };
        let result = self.temp();
        let entered = self.enter_scope(scope);
        self.expression(object, result);
        self.leave_scope(entered);
        for binding in &scopes.scope(scope).bindings {
            self.locals.remove(binding);
        }
        result
    }

    /// The variable that the register of the step's value can be, if the head declares just that.
    fn sole_variable(&self, parts: Parts) -> Option<BindingId> {
        let ForEachHead::Variable { kind, target, .. } = parts.head else { return None };
        let PatternKind::Identifier(_) = self.ast()[target].kind else { return None };
        let binding = self.unit.scopes.of_pattern(target).binding()?;
        let state = self.unit.scopes.binding(binding);
        let is_plain = kind != VariableKind::Var && state.storage == Storage::Register && !state.is_checked;
        is_plain.then_some(binding)
    }

    /// One iteration: the bindings of the head get `value`, then the body runs.
    fn iteration(&mut self, parts: Parts, value: Register) {
        let sole = self.sole_variable(parts);
        if let Some(binding) = sole {
            self.set_local(binding, value);
        }
        let entered = parts.scope.map(|scope| self.enter_scope(scope));
        if sole.is_none() {
            match parts.head {
                ForEachHead::Variable { kind, target, .. } => {
                    let how = if kind == VariableKind::Var { How::Assign } else { How::Initialize };
                    self.destructure(target, value, how);
                }
                ForEachHead::Assign(target) => self.destructure(target, value, How::Assign),
            }
        }
        self.branch(parts.body);
        if let Some(entered) = entered {
            self.leave_scope(entered);
        }
    }

    /// Enters a loop as a target of `break` and `continue`; `continue` keeps `inner` constructs more than `break`.
    fn push_loop(&mut self, labels: Vec<Name>, inner: usize) -> (Label, Label) {
        let (break_label, continue_label) = (self.code.new_label(), self.code.new_label());
        let keep = self.controls.len() + 1 + inner;
        self.controls.push(Control::Target {
            labels,
            is_plain: true,
            break_label,
            continue_label: Some((continue_label, keep)),
        });
        (break_label, continue_label)
    }

    fn for_in(&mut self, object: Register, parts: Parts, labels: Vec<Name>) {
        let enumerator = self.temp();
        self.code.ForInPrepare(enumerator, object);
        let (break_label, continue_label) = self.push_loop(labels, 0);
        let head = self.code.label_here();
        let key = self.temp();
        self.code.ForInNext(key, enumerator, break_label);
        self.iteration(parts, key);
        self.controls.pop();
        self.code.bind(continue_label);
        self.code.Loop(head);
        self.code.bind(break_label);
    }

    fn for_of(&mut self, object: Register, parts: Parts, labels: Vec<Name>) {
        let record = self.temp_pair();
        self.code.GetIterator(0, record, object);
        let position = self.code.position();
        let (break_label, continue_label) = self.push_loop(labels, 1);
        let done = self.code.new_label();
        let head = self.code.label_here();
        let value = self.next_value(record, done);
        let handler = self.closing_iteration(record, false, parts, value);
        self.code.bind(continue_label);
        self.at(position);
        self.code.Loop(head);
        self.close_on_throw(handler, record, false);
        self.code.bind(done);
        self.code.bind(break_label);
    }

    fn for_await(&mut self, object: Register, parts: Parts, labels: Vec<Name>) {
        let record = self.temp_pair();
        self.code.GetIterator(1, record, object);
        let position = self.code.position();
        let (break_label, continue_label) = self.push_loop(labels, 1);
        let done = self.code.new_label();
        let head = self.code.label_here();
        let value = self.temp();
        self.code.IteratorNext(value, record);
        self.await_value(value, value);
        self.code.IteratorUnwrap(value, done);
        let handler = self.closing_iteration(record, true, parts, value);
        self.code.bind(continue_label);
        self.at(position);
        self.code.Loop(head);
        self.close_async_on_throw(handler, record);
        self.code.bind(done);
        self.code.bind(break_label);
    }

    /// An iteration that closes the iterator if it ends early; gives the handler to bind for exceptions.
    fn closing_iteration(&mut self, record: Register, is_async: bool, parts: Parts, value: Register) -> Label {
        let handler = self.code.new_label();
        let protection = self.protection(handler);
        self.controls.push(Control::Iterator { record, is_async, may_be_done: false, protection });
        self.iteration(parts, value);
        if let Some(Control::Iterator { protection, .. }) = self.controls.pop() {
            self.protect(protection);
        }
        self.controls.pop();
        handler
    }
}
