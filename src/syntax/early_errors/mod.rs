//! Early errors: the rules beyond the grammar (the "Static Semantics: Early Errors" of ECMA-262), over the finished tree.
//!
//! One walk from the top down knows at each node what surrounds it: strictness, the function and its kind, scopes,
//! labels, private names. The same walk gathers what the compiler wants to know of each function ([`Uses`], strictness)
//! and measures the tree's depth, so it recurses no deeper than [`MAX_DEPTH`] and later passes need not either.
//!
//! Several errors may be reported; only a tree too deep ends the walk at once.

mod classes;
mod expressions;
mod functions;
mod labels;
mod modules;
mod names;
mod patterns;
mod regex;
mod scopes;
mod statements;

use super::ast::{Ast, MAX_DEPTH, Program, ProgramKind, StmtId, Uses};
use super::diagnostic::SyntaxError;
use super::messages::Message;
use super::names::{Name, Names};
use super::parse::EvalContext;
use super::source::Span;
use functions::FunctionState;
use labels::Labels;
use scopes::Scopes;

/// Checks a program and completes it: `is_strict` and `uses` of the program and of each function.
///
/// `sloppy_literals` are the errors of the literals that strict mode forbids; `context` is what surrounds an eval.
pub fn check(
    program: &mut Program,
    context: EvalContext<'_>,
    mut sloppy_literals: Vec<SyntaxError>,
) -> Vec<SyntaxError> {
    sloppy_literals.sort_by_key(|error| error.span.start);
    let private_names = context.private_names.iter().map(|text| program.names.intern(text)).collect::<Vec<_>>();
    let directive = functions::use_strict_directive(&program.ast, program.source.text(), &program.body);
    program.is_strict |= directive.is_some();
    let mut checker = Checker {
        ast: &program.ast,
        names: &program.names,
        text: program.source.text(),
        is_module: program.kind == ProgramKind::Module,
        sloppy_literals,
        errors: Vec::new(),
        facts: vec![Facts::default(); program.ast.functions.len()],
        function: FunctionState::of_program(program, &context),
        scopes: Scopes::new(program.names.count()),
        labels: Labels::default(),
        private_names: private_names.into_iter().map(|name| (name, 1)).collect(),
        has_top_level_await: false,
        depth: 0,
        is_too_deep: false,
    };
    checker.program(&program.body, program.kind);
    let (facts, uses) = (checker.facts, checker.function.uses);
    program.uses = uses;
    program.has_top_level_await = checker.has_top_level_await;
    let errors = checker.errors;
    for (function, facts) in program.ast.functions.iter_mut().zip(facts) {
        function.is_strict = facts.is_strict;
        function.uses = facts.uses;
    }
    errors
}

/// What the walk finds out about a function.
#[derive(Clone, Copy, Debug, Default)]
struct Facts {
    is_strict: bool,
    uses: Uses,
}

struct Checker<'a> {
    ast: &'a Ast,
    names: &'a Names,
    text: &'a str,
    is_module: bool,
    /// In source order.
    sloppy_literals: Vec<SyntaxError>,
    errors: Vec<SyntaxError>,
    facts: Vec<Facts>,
    /// The function whose code is being walked.
    function: FunctionState,
    scopes: Scopes,
    labels: Labels,
    /// How many of the classes around declare a private name.
    private_names: rustc_hash::FxHashMap<Name, u32>,
    has_top_level_await: bool,
    depth: u32,
    is_too_deep: bool,
}

impl<'a> Checker<'a> {
    fn program(&mut self, body: &'a [StmtId], kind: ProgramKind) {
        if self.function.is_strict {
            self.report_sloppy_literals(Span::new(0, u32::MAX));
        }
        self.scopes.open_function();
        self.statement_list(body);
        if kind == ProgramKind::Module {
            self.check_exports(body);
        }
        self.scopes.close_function();
    }

    #[cold]
    fn report(&mut self, message: Message, span: Span) {
        self.errors.push(SyntaxError::new(message, span));
    }

    /// Goes one node down; false when the tree is too deep to go on, which is reported once.
    #[inline]
    fn descend(&mut self, span: Span) -> bool {
        self.depth += 1;
        if self.depth > MAX_DEPTH && !self.is_too_deep {
            self.is_too_deep = true;
            self.errors = vec![SyntaxError::new(Message::TooDeep, span)];
        }
        !self.is_too_deep
    }

    #[inline]
    fn ascend(&mut self) {
        self.depth -= 1;
    }

    /// Reports the literals in a span that has just turned out to be strict code.
    fn report_sloppy_literals(&mut self, span: Span) {
        let first = self.sloppy_literals.partition_point(|error| error.span.start < span.start);
        let inside = self.sloppy_literals[first..].iter().take_while(|error| error.span.start < span.end);
        self.errors.extend(inside.cloned());
    }

    fn text_of(&self, name: Name) -> String {
        self.names.lossy(name).into_owned()
    }
}
