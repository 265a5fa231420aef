//! Labels in scope, and where `break` and `continue` may go.

use rustc_hash::FxHashMap;

use super::Checker;
use crate::syntax::ast::*;
use crate::syntax::messages::Message;
use crate::syntax::names::Name;
use crate::syntax::source::Span;

#[derive(Clone, Copy, Debug)]
struct Label {
    function: u32,
    is_loop: bool,
}

/// The labels around the code being walked. Those of an outer function are there but do not count.
#[derive(Debug, Default)]
pub(super) struct Labels {
    by_name: FxHashMap<Name, Label>,
    /// Counts functions, so that each has a number of its own.
    function_count: u32,
    function: u32,
}

impl Labels {
    /// Gives what [`Labels::leave_function`] takes.
    pub fn enter_function(&mut self) -> u32 {
        self.function_count += 1;
        std::mem::replace(&mut self.function, self.function_count)
    }

    pub fn leave_function(&mut self, outer: u32) {
        self.function = outer;
    }

    fn get(&self, name: Name) -> Option<Label> {
        self.by_name.get(&name).copied().filter(|label| label.function == self.function)
    }
}

impl<'a> Checker<'a> {
    /// A statement and all the labels before it, which name the same target.
    pub(super) fn labelled(&mut self, first: Ident, body: StmtId) {
        let mut labels = vec![first];
        let mut statement = body;
        while let StmtKind::Labelled { label, body } = self.ast[statement].kind {
            labels.push(label);
            statement = body;
        }
        let is_loop = is_loop(&self.ast[statement].kind);
        let mut hidden = Vec::with_capacity(labels.len());
        for label in labels {
            self.check_identifier(label.name, label.span);
            if self.labels.get(label.name).is_some() {
                self.report(Message::DuplicateLabel(self.text_of(label.name)), label.span);
            }
            let new = Label { function: self.labels.function, is_loop };
            hidden.push((label.name, self.labels.by_name.insert(label.name, new)));
        }
        self.labelled_body(statement);
        for (name, label) in hidden.into_iter().rev() {
            match label {
                Some(label) => self.labels.by_name.insert(name, label),
                None => self.labels.by_name.remove(&name),
            };
        }
    }

    pub(super) fn check_break(&mut self, label: Option<Ident>, span: Span) {
        match label {
            None if self.function.breakables == 0 => self.report(Message::IllegalBreak, span),
            Some(label) if self.labels.get(label.name).is_none() => self.report_undefined_label(label),
            _ => {}
        }
    }

    pub(super) fn check_continue(&mut self, label: Option<Ident>, span: Span) {
        let Some(label) = label else {
            if self.function.loops == 0 {
                self.report(Message::IllegalContinue, span);
            }
            return;
        };
        match self.labels.get(label.name) {
            None => self.report_undefined_label(label),
            Some(Label { is_loop: false, .. }) => {
                self.report(Message::ContinueOutsideLoop(self.text_of(label.name)), label.span);
            }
            Some(_) => {}
        }
    }

    fn report_undefined_label(&mut self, label: Ident) {
        self.report(Message::UndefinedLabel(self.text_of(label.name)), label.span);
    }
}

fn is_loop(statement: &StmtKind) -> bool {
    matches!(
        statement,
        StmtKind::While { .. } | StmtKind::DoWhile { .. } | StmtKind::For { .. } | StmtKind::ForEach { .. }
    )
}
