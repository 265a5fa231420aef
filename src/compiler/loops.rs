//! `while`, `do-while` and `for`. The test stands at the bottom, as the one backward branch.

use super::conditions::Target;
use super::control::Control;
use super::function::Compiler;
use crate::bytecode::writer::{Label, Register};
use crate::scope::{ScopeId, ScopeKey};
use crate::syntax::ast::{BinaryOp, ExprId, ExprKind, ForInit, StmtId, UpdateOp, VariableKind};
use crate::syntax::names::Name;

/// The bound of a loop that counts up: `i < n`, `i <= n` or `i < 10`.
#[derive(Clone, Copy)]
enum Bound {
    Less(ExprId),
    LessEqual(ExprId),
    LessThan(i16),
}

impl Compiler<'_> {
    /// Compiles the body of a loop; returns the label that `continue` goes to (already bound behind the body if it was
    /// used) after `tail`, and binds the one of `break`.
    fn loop_body(&mut self, body: StmtId, labels: Vec<Name>, tail: impl FnOnce(&mut Self)) {
        let (break_label, continue_label) = (self.code.new_label(), self.code.new_label());
        let keep = self.controls.len() + 1;
        let continue_label_and_depth = Some((continue_label, keep));
        self.controls.push(Control::Target {
            labels,
            is_plain: true,
            break_label,
            continue_label: continue_label_and_depth,
        });
        self.branch(body);
        self.controls.pop();
        self.code.bind(continue_label);
        tail(self);
        self.code.bind(break_label);
    }

    pub fn while_loop(&mut self, test: ExprId, body: StmtId, labels: Vec<Name>) {
        self.clear_completion();
        let entry = self.code.new_label();
        let head = self.loop_head(Some(test), entry);
        self.loop_body(body, labels, |compiler| {
            compiler.code.bind(entry);
            compiler.loop_test(Some(test), head);
        });
    }

    /// The head of a loop, which is entered at its test unless that always holds.
    fn loop_head(&mut self, test: Option<ExprId>, entry: Label) -> Label {
        let is_endless = test.is_none_or(|test| self.always_holds(test));
        if is_endless { self.code.label_here() } else { self.code.enter_loop_at(entry) }
    }

    fn always_holds(&self, test: ExprId) -> bool {
        match self.ast()[self.ast().unparen(test)].kind {
            ExprKind::Bool(value) => value,
            ExprKind::Number(number) => number != 0.0 && !number.is_nan(),
            _ => false,
        }
    }

    fn loop_test(&mut self, test: Option<ExprId>, head: Label) {
        match test {
            Some(test) => {
                self.at(self.ast()[test].span.start);
                self.condition(test, Target::backward(head), true);
            }
            None => self.code.Loop(head),
        }
    }

    pub fn do_while_loop(&mut self, body: StmtId, test: ExprId, labels: Vec<Name>) {
        self.clear_completion();
        let head = self.code.label_here();
        self.loop_body(body, labels, |compiler| compiler.loop_test(Some(test), head));
    }

    pub fn for_loop(
        &mut self,
        id: StmtId,
        init: Option<&ForInit>,
        test: Option<ExprId>,
        update: Option<ExprId>,
        body: StmtId,
        labels: Vec<Name>,
    ) {
        self.clear_completion();
        let scope = self.unit.scopes.opened_by(ScopeKey::LoopHead(id));
        let entered = scope.map(|scope| self.enter_scope(scope));
        let per_iteration = self.per_iteration_scope(scope, init);
        match init {
            Some(ForInit::Expression(expr)) => self.effect(*expr),
            Some(ForInit::Variables(declaration)) => self.variables(declaration),
            None => {}
        }
        if let Some(scope) = per_iteration.filter(|&scope| self.unit.scopes.scope(scope).has_closure_in_head) {
            self.copy_context(scope);
        }
        let counting = if per_iteration.is_none() { self.counting(test, update) } else { None };
        match counting {
            Some((counter, bound)) => self.counting_loop(counter, bound, test, body, labels),
            None => self.general_loop(per_iteration, test, update, body, labels),
        }
        if let Some(entered) = entered {
            self.leave_scope(entered);
        }
    }

    /// The scope to copy for each iteration: that of a `let` that closures capture.
    fn per_iteration_scope(&self, scope: Option<ScopeId>, init: Option<&ForInit>) -> Option<ScopeId> {
        let is_let = matches!(init, Some(ForInit::Variables(declaration)) if declaration.kind == VariableKind::Let);
        scope.filter(|&scope| is_let && self.unit.scopes.scope(scope).has_context())
    }

    fn general_loop(
        &mut self,
        per_iteration: Option<ScopeId>,
        test: Option<ExprId>,
        update: Option<ExprId>,
        body: StmtId,
        labels: Vec<Name>,
    ) {
        let entry = self.code.new_label();
        let head = self.loop_head(test, entry);
        self.loop_body(body, labels, |compiler| {
            if let Some(scope) = per_iteration {
                compiler.copy_context(scope);
            }
            if let Some(update) = update {
                compiler.at(compiler.ast()[update].span.start);
                compiler.effect(update);
            }
            compiler.code.bind(entry);
            compiler.loop_test(test, head);
        });
    }

    /// Is it `i < bound; i++` with a counter in a register?
    fn counting(&mut self, test: Option<ExprId>, update: Option<ExprId>) -> Option<(Register, Bound)> {
        let ExprKind::Binary { op, left, right } = self.ast()[test?].kind else { return None };
        let ExprKind::Identifier(_) = self.ast()[left].kind else { return None };
        let counter = self.assignable_register(self.unit.scopes.of_expr(left))?;
        if self.incremented(update?)? != counter {
            return None;
        }
        let bound = match (op, self.small_integer(right)) {
            (BinaryOp::Less, Some(bound)) => Bound::LessThan(bound),
            (BinaryOp::Less, None) if self.is_local(right) => Bound::Less(right),
            (BinaryOp::LessEqual, None) if self.is_local(right) => Bound::LessEqual(right),
            _ => return None,
        };
        Some((counter, bound))
    }

    /// The register of the variable that `id` adds one to.
    fn incremented(&mut self, id: ExprId) -> Option<Register> {
        match self.ast()[self.ast().unparen(id)].kind {
            ExprKind::Update { op: UpdateOp::Increment, target, .. } => self.update_register(target),
            _ => None,
        }
    }

    /// Is it a variable in a register that needs no check?
    fn is_local(&mut self, id: ExprId) -> bool {
        match self.ast()[id].kind {
            ExprKind::Identifier(_) => {
                let resolution = self.unit.scopes.of_expr(id);
                !resolution.is_checked()
                    && self.unit.scopes.binding_storage(resolution) == Some(crate::scope::Storage::Register)
            }
            _ => false,
        }
    }

    fn counting_loop(
        &mut self,
        counter: Register,
        bound: Bound,
        test: Option<ExprId>,
        body: StmtId,
        labels: Vec<Name>,
    ) {
        let exit = self.code.new_label();
        if let Some(test) = test {
            self.condition(test, Target::forward(exit), false);
        }
        let head = self.code.label_here();
        self.loop_body(body, labels, |compiler| {
            if let Some(test) = test {
                compiler.at(compiler.ast()[test].span.start);
            }
            match bound {
                Bound::LessThan(bound) => compiler.code.IncLoopLtI(counter, bound as i32, head),
                Bound::Less(bound) => {
                    let bound = compiler.operand(bound);
                    compiler.code.IncLoopLt(counter, bound, head);
                }
                Bound::LessEqual(bound) => {
                    let bound = compiler.operand(bound);
                    compiler.code.IncLoopLe(counter, bound, head);
                }
            }
        });
        self.code.bind(exit);
    }
}
