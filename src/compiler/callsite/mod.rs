//! What error messages call the thing that failed: `a.b.c is not a function`, `f is not a function or its return value is
//! not iterable`, `Cannot destructure property 'a' of 'o'`.
//!
//! Nothing is recorded for that while compiling: when an error is about to be thrown, its source is parsed again and the
//! node found by the position the instruction reports (see [`super::positions`]). That is slow, and rare; who throws many
//! errors keeps the [`CallSites`] of the source.

mod printer;

use std::sync::Arc;

use super::positions;
use crate::syntax::ast::{
    Argument, ArrayElement, Ast, Expr, ExprId, ExprKind, ForEachHead, ForEachKind, PatternId, PatternKind,
    PropertyKeyKind, StmtKind, VariableKind,
};
use crate::syntax::source::{Source, Span};
use crate::syntax::{EvalContext, ParseOptions, SourceKind, parse};

/// The parsed text of a source that errors come from.
pub struct CallSites {
    program: crate::syntax::ast::Program,
}

/// What was to be iterated, for a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Iterable {
    /// An expression.
    Value(String),
    /// The result of a call of this.
    ResultOf(String),
    /// An argument spread in a call.
    Spread(String),
}

/// What was to be destructured, for a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destructured {
    /// The first property of the pattern, unless computed.
    pub property: Option<String>,
    /// The expression, where there is one to name.
    pub value: Option<String>,
    /// The pattern stands within another: what it takes apart is a property.
    pub is_nested: bool,
}

impl CallSites {
    /// Parses `source` in whichever way it can be; None if it cannot.
    pub fn of(source: &Arc<Source>) -> Option<CallSites> {
        let anything = EvalContext {
            in_function: true,
            in_method: true,
            in_derived_constructor: true,
            in_class_field: false,
            private_names: &[],
        };
        let kinds = [SourceKind::FunctionBody { parameters: &[] }, SourceKind::Module, SourceKind::Eval(anything)];
        let attempt = |kind| parse(source.clone(), ParseOptions { kind, is_strict: false }).ok();
        kinds.into_iter().find_map(attempt).map(|program| CallSites { program })
    }

    fn ast(&self) -> &Ast {
        &self.program.ast
    }

    fn text(&self) -> &str {
        self.program.source.text()
    }

    fn print(&self, id: ExprId) -> String {
        printer::print(&self.program, id, false)
    }

    fn exprs(&self) -> impl Iterator<Item = (ExprId, &Expr)> {
        self.ast().exprs.iter().enumerate().map(|(index, expr)| (ExprId(index as u32), expr))
    }

    /// The callee of the call, `new` or template that reports `position`.
    pub fn callee(&self, position: u32) -> Option<String> {
        let is_within = |span: Span| span.start <= position && position < span.end;
        self.exprs().filter(|(_, expr)| is_within(expr.span)).find_map(|(_, expr)| match &expr.kind {
            ExprKind::Call { callee, is_optional, .. } => {
                let reported = positions::call(self.text(), self.ast(), *callee, *is_optional);
                (reported == position).then(|| self.print(*callee))
            }
            ExprKind::New { callee, .. } => (expr.span.start == position).then(|| self.print(*callee)),
            ExprKind::TaggedTemplate { tag, .. } => {
                let reported = positions::tagged_template(self.text(), self.ast(), *tag);
                (reported == position).then(|| self.print(*tag))
            }
            _ => None,
        })
    }

    /// What the iteration that reports `position` iterates.
    pub fn iterable(&self, position: u32) -> Option<Iterable> {
        let is_array = |pattern: PatternId| matches!(self.ast()[pattern].kind, PatternKind::Array { .. });
        let initializer = self.initializers().find(|&(pattern, init)| {
            is_array(pattern) && self.ast()[init].span.start == position && !self.is_member(init)
        });
        if let Some((_, init)) = initializer {
            return Some(self.iterated(init));
        }
        let contains = |id: &ExprId| {
            let span = self.ast()[*id].span;
            span.start <= position && position < span.end
        };
        let width = |id: ExprId| self.ast()[id].span.end - self.ast()[id].span.start;
        let loops = self.ast().stmts.iter().filter_map(|stmt| match stmt.kind {
            StmtKind::ForEach { kind: ForEachKind::Of | ForEachKind::AwaitOf, object, .. } => Some((object, false)),
            _ => None,
        });
        let spreads = self.ast().exprs.iter().flat_map(|expr| spread_values(&expr.kind));
        let (id, is_argument) = loops.chain(spreads).filter(|(id, _)| contains(id)).min_by_key(|&(id, _)| width(id))?;
        Some(if is_argument { Iterable::Spread(self.print(id)) } else { self.iterated(id) })
    }

    fn is_member(&self, id: ExprId) -> bool {
        matches!(self.ast()[self.ast().unparen(id)].kind, ExprKind::Member { .. } | ExprKind::Index { .. })
    }

    fn iterated(&self, id: ExprId) -> Iterable {
        match self.ast()[self.ast().unparen(id)].kind {
            ExprKind::Call { callee, .. }
            | ExprKind::New { callee, .. }
            | ExprKind::TaggedTemplate { tag: callee, .. } => {
                Iterable::ResultOf(printer::print(&self.program, callee, true))
            }
            _ => Iterable::Value(printer::print(&self.program, id, true)),
        }
    }

    /// The declarations that have an initialiser.
    fn initializers(&self) -> impl Iterator<Item = (PatternId, ExprId)> + '_ {
        let declarations = self.ast().stmts.iter().filter_map(|stmt| match &stmt.kind {
            StmtKind::Variables(declaration) => Some(declaration),
            _ => None,
        });
        declarations.flat_map(|declaration| declaration.declarators.iter().filter_map(|d| Some((d.target, d.init?))))
    }

    /// What the object pattern that reports `position` takes apart.
    pub fn destructured(&self, position: u32) -> Option<Destructured> {
        let patterns = (0..self.ast().patterns.len() as u32).map(PatternId);
        let pattern = patterns.into_iter().find(|&id| self.reported(id) == Some(position))?;
        let PatternKind::Object { properties, .. } = &self.ast()[pattern].kind else { return None };
        let property = properties.first().and_then(|property| match property.key.kind {
            PropertyKeyKind::Name(name) => Some(self.program.names.lossy(name).into_owned()),
            PropertyKeyKind::Number(number) => Some(crate::base::number::to_string(number)),
            _ => None,
        });
        let assigned = self.ast().exprs.iter().find_map(|expr| match expr.kind {
            ExprKind::Assign { target, value, .. } if target == pattern => Some(value),
            _ => None,
        });
        let declared = || self.initializers().find(|&(target, _)| target == pattern).map(|(_, init)| init);
        let value = assigned.or_else(declared).map(|value| self.print(value));
        let value = value.or_else(|| self.is_loop_head(pattern).then(|| ".for".to_owned()));
        let span = self.ast()[pattern].span;
        let contains = |outer: Span| outer != span && outer.start <= span.start && span.end <= outer.end;
        let is_nested = self.ast().patterns.iter().any(|outer| contains(outer.span));
        Some(Destructured { property, value, is_nested })
    }

    /// Where an object pattern reports that its value is nullish.
    fn reported(&self, id: PatternId) -> Option<u32> {
        let pattern = &self.ast()[id];
        let PatternKind::Object { properties, .. } = &pattern.kind else { return None };
        Some(match properties.first().map(|property| property.key) {
            Some(key) if !matches!(key.kind, PropertyKeyKind::Computed(_)) => key.span.start,
            _ => pattern.span.start,
        })
    }

    fn is_loop_head(&self, pattern: PatternId) -> bool {
        self.ast().stmts.iter().any(|stmt| match stmt.kind {
            StmtKind::ForEach { head: ForEachHead::Variable { kind, target, .. }, .. } => {
                target == pattern && kind != VariableKind::Var
            }
            _ => false,
        })
    }
}

/// The expressions that `kind` spreads or delegates to; true for arguments.
fn spread_values(kind: &ExprKind) -> Vec<(ExprId, bool)> {
    match kind {
        ExprKind::Array(elements) => elements
            .iter()
            .filter_map(|element| match element {
                ArrayElement::Spread(id) => Some((*id, false)),
                _ => None,
            })
            .collect(),
        ExprKind::Call { arguments, .. } | ExprKind::New { arguments, .. } | ExprKind::SuperCall { arguments } => {
            arguments
                .iter()
                .filter_map(|argument| match argument {
                    Argument::Spread(id) => Some((*id, true)),
                    Argument::Item(_) => None,
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sites(text: &str) -> CallSites {
        CallSites::of(&Arc::new(Source::new("t.js", text))).expect("the test's text parses")
    }

    /// The callee at the place of `mark` in `text`.
    fn callee(text: &str, mark: &str) -> Option<String> {
        sites(text).callee(text.find(mark)? as u32)
    }

    #[test]
    fn callees_print_as_v8_prints_them() {
        for (text, mark, expected) in [
            ("a.b.c()", "c", "a.b.c"),
            ("a[b + 1]()", "()", "a[(b + 1)]"),
            ("f(1)(2)", "(2)", "f(...)"),
            ("(0, f)()", "()", "(0 , f)"),
            ("(function (a) {})()", "()", "(intermediate value)"),
            ("({ a: 1, b }).c()", "c()", "{(intermediate value)(intermediate value)}.c"),
            ("(a ? b : c)()", "()", "(intermediate value)(intermediate value)(intermediate value)"),
            ("a?.b.c()", "c", "a?.b.c"),
            ("new a.b(1)", "new", "a.b"),
            ("a['b c']()", "()", "a.b c"),
            ("[1, 'x', c]()", "()", "[1,\"x\",c]"),
            ("(typeof a)()", "()", "(typeof a)"),
            ("a`x`", "a", "a"),
            ("super_.x.y()", "y", "super_.x.y"),
        ] {
            assert_eq!(callee(text, mark).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(callee("a + b", "b"), None);
    }

    #[test]
    fn iterables_tell_calls_from_values() {
        let text = "for (x of f(1)) ; [...b.c]; let [q] = 5; g(...h)";
        let at = |mark: &str| sites(text).iterable(text.find(mark).expect("marked") as u32);
        assert_eq!(at("f("), Some(Iterable::ResultOf("f".into())));
        assert_eq!(at("c]"), Some(Iterable::Value("b.c".into())));
        assert_eq!(at("5"), Some(Iterable::Value("5".into())));
        assert_eq!(at("h)"), Some(Iterable::Spread("h".into())));
        assert_eq!(at("g("), None);
    }

    #[test]
    fn destructuring_names_the_property_and_the_value() {
        let text = "let {a, b} = f(); ({ [c]: d } = e.g); (({h}) => 1)()";
        let at = |mark: &str| sites(text).destructured(text.find(mark).expect("marked") as u32);
        let expected = |property: Option<&str>, value: Option<&str>| {
            Some(Destructured {
                property: property.map(str::to_owned),
                value: value.map(str::to_owned),
                is_nested: false,
            })
        };
        assert_eq!(at("a, b"), expected(Some("a"), Some("f(...)")));
        assert_eq!(at("{ [c]"), expected(None, Some("e.g")));
        assert_eq!(at("h}"), expected(Some("h"), None));
    }
}
