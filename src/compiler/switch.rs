//! `switch`: the tests first, one after the other, then the bodies.

use super::control::Control;
use super::function::Compiler;
use crate::bytecode::writer::{Label, Register};
use crate::scope::ScopeKey;
use crate::syntax::ast::{ExprId, StmtId, SwitchCase};
use crate::syntax::names::Name;

impl Compiler<'_> {
    pub fn switch(&mut self, id: StmtId, discriminant: ExprId, cases: &[SwitchCase], labels: Vec<Name>) {
        self.clear_completion();
        let later = self.ast()[id].span;
        let value = self.operand_before(discriminant, later);
        self.in_scope(ScopeKey::Statement(id), |compiler| {
            let break_label = compiler.code.new_label();
            let targets = compiler.case_tests(value, cases, break_label);
            compiler.controls.push(Control::Target { labels, is_plain: true, break_label, continue_label: None });
            for (case, target) in cases.iter().zip(targets) {
                compiler.code.bind(target);
                compiler.statements(&case.body);
            }
            compiler.controls.pop();
            compiler.code.bind(break_label);
        });
    }

    /// Jumps to the case that matches, to the default, or to `end`; gives a label for each case.
    fn case_tests(&mut self, value: Register, cases: &[SwitchCase], end: Label) -> Vec<Label> {
        let targets: Vec<Label> = cases.iter().map(|_| self.code.new_label()).collect();
        let mut default = end;
        for (case, &target) in cases.iter().zip(&targets) {
            let Some(test) = case.test else {
                default = target;
                continue;
            };
            let mark = self.registers.mark();
            match self.small_integer(test) {
                Some(number) => self.code.JumpStrictEqI(value, number as i32, target),
                None => {
                    let test = self.operand(test);
                    self.code.JumpStrictEq(value, test, target);
                }
            }
            self.registers.release(mark);
        }
        self.code.Jump(default);
        targets
    }
}
