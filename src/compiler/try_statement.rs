//! `try`: handlers, and `finally` blocks that go on with whatever brought control to them.

use super::control::{Control, Exit, FIRST_EXIT, Finally, THROWN};
use super::destructuring::How;
use super::function::Compiler;
use crate::bytecode::Special;
use crate::bytecode::writer::Register;
use crate::scope::{BindingId, ScopeKey, Storage};
use crate::syntax::ast::{Block, CatchClause, PatternId, PatternKind, StmtId, TryStatement};

impl Compiler<'_> {
    pub fn try_statement(&mut self, id: StmtId, statement: &TryStatement) {
        self.clear_completion();
        match &statement.finalizer {
            Some(finalizer) => self.with_finally(id, statement, finalizer),
            None => self.with_handler(id, statement),
        }
    }

    /// The block with its catch clause, if any.
    fn with_handler(&mut self, id: StmtId, statement: &TryStatement) {
        let Some(clause) = &statement.handler else {
            return self.try_block(ScopeKey::TryBlock(id), &statement.block);
        };
        let (handler, end) = (self.code.new_label(), self.code.new_label());
        let protection = self.protection(handler);
        self.controls.push(Control::Catch(protection));
        self.try_block(ScopeKey::TryBlock(id), &statement.block);
        if let Some(Control::Catch(protection)) = self.controls.pop() {
            self.protect(protection);
        }
        self.code.Jump(end);
        self.code.bind(handler);
        self.catch_clause(id, clause);
        self.code.bind(end);
    }

    fn try_block(&mut self, key: ScopeKey, block: &Block) {
        self.in_scope(key, |compiler| compiler.statements(&block.body));
    }

    fn catch_clause(&mut self, id: StmtId, clause: &CatchClause) {
        let mark = self.registers.mark();
        let exception = self.temp();
        self.code.Catch(exception);
        self.clear_completion();
        let sole = clause.parameter.and_then(|parameter| self.sole_parameter(parameter));
        if let Some(binding) = sole {
            self.set_local(binding, exception);
        }
        self.in_scope(ScopeKey::CatchParameter(id), |compiler| {
            if let Some(parameter) = clause.parameter.filter(|_| sole.is_none()) {
                compiler.at(compiler.ast()[parameter].span.start);
                compiler.destructure(parameter, exception, How::Initialize);
            }
            compiler.try_block(ScopeKey::CatchBody(id), &clause.body);
        });
        self.registers.release(mark);
    }

    /// The variable that the register of the exception can be, if the parameter is just that.
    fn sole_parameter(&self, parameter: PatternId) -> Option<BindingId> {
        let PatternKind::Identifier(_) = self.ast()[parameter].kind else { return None };
        let binding = self.unit.scopes.of_pattern(parameter).binding()?;
        (self.unit.scopes.binding(binding).storage == Storage::Register).then_some(binding)
    }

    fn with_finally(&mut self, id: StmtId, statement: &TryStatement, finalizer: &Block) {
        let (reason, value) = (self.temp(), self.temp());
        let (handler, entry) = (self.code.new_label(), self.code.new_label());
        let protection = self.protection(handler);
        self.controls.push(Control::Finally(Finally { protection, reason, value, entry, exits: Vec::new() }));
        self.with_handler(id, statement);
        let exits = match self.controls.pop() {
            Some(Control::Finally(finally)) => {
                self.protect(finally.protection);
                finally.exits
            }
            _ => unreachable!("constructs are left in the order they were entered"),
        };
        self.load_special(value, Special::Undefined);
        self.code.LoadInt(reason, 0);
        self.code.Jump(entry);
        self.code.bind(handler);
        self.code.Catch(value);
        self.code.LoadInt(reason, THROWN);
        self.code.bind(entry);
        self.finally_block(id, finalizer);
        self.dispatch(reason, value, &exits);
    }

    /// The block, whose own completion value counts only if it leaves early.
    fn finally_block(&mut self, id: StmtId, finalizer: &Block) {
        let saved = self.completion.map(|completion| {
            let saved = self.temp();
            self.code.Move(saved, completion);
            (completion, saved)
        });
        self.clear_completion();
        self.try_block(ScopeKey::Finally(id), finalizer);
        if let Some((completion, saved)) = saved {
            self.code.Move(completion, saved);
        }
    }

    /// Goes on with what the block interrupted.
    fn dispatch(&mut self, reason: Register, value: Register, exits: &[Exit]) {
        let normal = self.code.new_label();
        self.code.JumpStrictNeI(reason, THROWN, normal);
        self.code.Throw(1, value);
        self.code.bind(normal);
        for (number, &exit) in exits.iter().enumerate() {
            let other = self.code.new_label();
            self.code.JumpStrictNeI(reason, FIRST_EXIT + number as i32, other);
            self.leave(exit, (exit == Exit::Return).then_some(value));
            self.code.bind(other);
        }
    }
}
