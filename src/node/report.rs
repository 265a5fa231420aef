//! The report of an uncaught exception, as node writes it: the place with its source line, the error with its stack, the
//! version.

use super::host::NodeHost;
use super::inspect::{Options, inspect};
use super::stdio::{self, Output};
use super::{errors, plain};
use crate::heap::Persistent;
use crate::syntax::diagnostic::{self, SyntaxError};
use crate::syntax::source::{Source, Span};
use crate::vm::ops::prelude::*;

/// A place in a source that a report shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    name: String,
    line: u32,
    text: String,
    /// First column of the culprit, from 0, and how many it takes.
    column: usize,
    width: usize,
}

impl Place {
    /// The place of `span`, within its first line.
    pub fn of_span(source: &Source, span: Span) -> Place {
        let at = source.line_column(span.start);
        let text = source.line_text(at.line).to_owned();
        let column = at.column as usize - 1;
        let rest = text.encode_utf16().count().saturating_sub(column);
        let width = source.slice(span).encode_utf16().count().min(rest).max(1);
        Place { name: source.name().to_owned(), line: at.line, text, column, width }
    }

    /// `file:line`, the line, and carets under the culprit.
    pub fn text(&self) -> String {
        let indent: String = self.text.chars().take(self.column).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        let carets = "^".repeat(self.width);
        format!("{}:{}\n{}\n{indent}{carets}\n", self.name, self.line, self.text)
    }
}

/// The report of the newest exception for a text that did not parse: printed if nobody catches it.
pub struct SyntaxReport {
    exception: Persistent,
    text: String,
}

impl SyntaxReport {
    pub fn new(cx: &Cx<'_>, exception: Handle<'_>, errors: &[SyntaxError], source: &Source) -> SyntaxReport {
        let text = diagnostic::render(errors, source, stdio::has_colors(Output::Stderr));
        SyntaxReport { exception: Persistent::new(cx, "(Syntax error)", exception), text }
    }

    fn is_of(&self, cx: &Cx<'_>, exception: Handle<'_>) -> bool {
        self.exception.get(cx).val(cx).is_same_word(exception.val(cx))
    }
}

/// Where the pending exception was thrown.
pub fn place_of_throw(cx: &mut Cx<'_>) -> Option<Place> {
    scope!(cx);
    let exception = cx.root(Root::PendingException).root(cx);
    let error = exception.cast::<JsObject>(cx).filter(|_| errors::is_error(cx, exception))?;
    place_of_error(cx, error)
}

/// Where an error was made: the first frame of its stack.
pub fn place_of_error(cx: &mut Cx<'_>, error: Handle<'_, JsObject>) -> Option<Place> {
    let stack = stack_text(cx, error);
    let frame = stack.lines().find_map(|line| line.strip_prefix("    at "))?;
    let inside = frame.rsplit_once('(').map_or(frame, |(_, place)| place.trim_end_matches(')'));
    let (rest, column) = inside.rsplit_once(':')?;
    let (name, line) = rest.rsplit_once(':')?;
    let (line, column) = (line.parse().ok()?, column.parse::<usize>().ok()?);
    let source = NodeHost::of(cx).modules.source(name)?;
    let text = source.line_text(line).to_owned();
    Some(Place { name: name.to_owned(), line, text, column: column.saturating_sub(1), width: 1 })
}

/// The `stack` of an error, empty if it is no string.
pub fn stack_text(cx: &mut Cx<'_>, error: Handle<'_, JsObject>) -> String {
    scope!(cx);
    match get(cx, error, cx.key(N::stack)) {
        Ok(stack) => stack.cast::<JsString>(cx).map(|stack| stack.get(cx).to_rust(cx)).unwrap_or_default(),
        Err(thrown) => {
            cx.take_exception(thrown);
            String::new()
        }
    }
}

/// The whole report of `exception`, thrown at `place`.
pub fn text(cx: &mut Cx<'_>, exception: Handle<'_>, place: Option<&Place>) -> String {
    let place = place.map(Place::text).unwrap_or_default();
    let version = super::process::NODE_VERSION;
    if let Some(report) = NodeHost::of(cx).modules.syntax_report.borrow().as_ref().filter(|r| r.is_of(cx, exception)) {
        return format!("{}\nNode.js {version}\n", report.text);
    }
    let shown = shown_exception(cx, exception);
    let error = exception.cast::<JsObject>(cx).filter(|_| errors::is_error(cx, exception));
    match error {
        Some(error) => {
            let has_place = !place.is_empty() && !starts_with_place(cx, error);
            let head = if has_place { format!("{place}\n") } else { String::new() };
            format!("{head}{shown}\n\nNode.js {version}\n")
        }
        None => {
            let is_primitive = !exception.val(cx).is::<JsObject>();
            let hint = "(Use `tenure --trace-uncaught ...` to show where the exception was thrown)\n";
            let hint = if is_primitive { hint } else { "" };
            format!("\n{place}{shown}\n{hint}\nNode.js {version}\n")
        }
    }
}

/// Does the stack already start with the place, as that of a syntax error does?
fn starts_with_place(cx: &mut Cx<'_>, error: Handle<'_, JsObject>) -> bool {
    let name = plain::own_text(cx, error, "stack").unwrap_or_default();
    let first = name.lines().next().unwrap_or_default();
    first
        .rsplit_once(':')
        .is_some_and(|(file, line)| line.parse::<u32>().is_ok() && NodeHost::of(cx).modules.source(file).is_some())
}

fn shown_exception(cx: &mut Cx<'_>, exception: Handle<'_>) -> String {
    if let Some(text) = exception.cast::<JsString>(cx) {
        return text.get(cx).to_rust(cx);
    }
    match inspect(cx, exception, &Options::default()) {
        Ok(text) => text,
        Err(thrown) => {
            cx.take_exception(thrown);
            "(an exception whose inspection threw)".to_owned()
        }
    }
}
