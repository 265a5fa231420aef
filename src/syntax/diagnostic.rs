//! Syntax errors: as values, and as text for people.
//!
//! A report shows the message, the place, the source line with the culprit marked, and what was expected. Only a piece of
//! the source around the culprit is handed to ariadne, so that neither a huge file nor a huge line makes it slow or long.

use std::ops::Range;

use ariadne::{CharSet, Color, Config, Label, Report, ReportKind};

use super::messages::Message;
use super::source::{LineColumn, Source, Span};

/// One thing wrong with a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    pub message: Message,
    /// The culprit; empty at the end of the text.
    pub span: Span,
    /// What would have been accepted, in people's words; at most [`MAX_EXPECTED`].
    pub expected: Vec<&'static str>,
}

/// The longest list of expectations that still helps.
pub const MAX_EXPECTED: usize = 4;

/// ariadne numbers lines by counting: this many newlines at most are put before the line shown, to bound its work.
const LAST_NUMBERED_LINE: u32 = 1_000_000;

/// How many characters of a long line are shown before and after the culprit.
const SHOWN_BEFORE: usize = 60;
const SHOWN_AFTER: usize = 60;

impl SyntaxError {
    pub fn new(message: Message, span: Span) -> Self {
        SyntaxError { message, span, expected: Vec::new() }
    }

    /// Where the error starts.
    pub fn line_column(&self, source: &Source) -> LineColumn {
        source.line_column(self.span.start)
    }

    /// The error's class in JavaScript.
    pub fn class_name(&self) -> &'static str {
        if self.message.is_range_error() { "RangeError" } else { "SyntaxError" }
    }

    fn label(&self) -> String {
        match self.expected.as_slice() {
            [] => "here".to_owned(),
            [one] => format!("expected {one}"),
            [first @ .., last] => format!("expected {} or {last}", first.join(", ")),
        }
    }
}

/// The reports of errors in one source, for a terminal or a file; with colour if asked.
pub fn render(errors: &[SyntaxError], source: &Source, color: bool) -> String {
    errors.iter().map(|error| render_one(error, source, color)).collect()
}

fn render_one(error: &SyntaxError, source: &Source, color: bool) -> String {
    let excerpt = Excerpt::new(source, error.span);
    let span = (source.name().to_owned(), excerpt.marked.clone());
    let config = Config::new().with_color(color).with_char_set(CharSet::Unicode);
    let label = Label::new(span.clone()).with_message(error.label()).with_color(Color::Red);
    let report = Report::build(ReportKind::Error, span)
        .with_config(config)
        .with_message(&error.message)
        .with_label(label)
        .finish();
    let LineColumn { line, column } = excerpt.place;
    let shown_line = line.min(LAST_NUMBERED_LINE);
    let text = "\n".repeat(shown_line as usize - 1) + &excerpt.text;
    let cache = (source.name().to_owned(), ariadne::Source::from(text));
    let mut out = Vec::new();
    if report.write(cache, &mut out).is_err() {
        return format!("{}: {}\n", error.class_name(), error.message);
    }
    let text = String::from_utf8_lossy(&out).replacen("Error", error.class_name(), 1);
    let name = source.name();
    let shown_column = excerpt.marked.start + 1 - (shown_line as usize - 1);
    let text = text.replacen(&format!("{name}:{shown_line}:{shown_column}"), &format!("{name}:{line}:{column}"), 1);
    if line == shown_line { text } else { text.replacen(&shown_line.to_string(), &line.to_string(), 1) }
}

/// The line of the culprit, or a piece of it.
struct Excerpt {
    text: String,
    /// The culprit, in characters of the text.
    marked: Range<usize>,
    place: LineColumn,
}

impl Excerpt {
    /// Ready to stand after as many newlines as there are lines before its own.
    fn new(source: &Source, span: Span) -> Self {
        let start = if span.start as usize == source.text().len() { end_of_code(source) } else { span.start };
        let place = source.line_column(start);
        let line = source.line_text(place.line);
        let line_start = source.line_index().start_of(place.line);
        let before = (start - line_start) as usize;
        let before = line.floor_char_boundary(before.min(line.len()));
        let marked_bytes = (span.end.saturating_sub(start) as usize).min(line.len() - before);
        let (head, rest) = line.split_at(before);
        let (culprit, tail) = rest.split_at(rest.floor_char_boundary(marked_bytes));
        let head = last_chars(head, SHOWN_BEFORE);
        let culprit = first_chars(culprit, SHOWN_AFTER);
        let tail = if culprit.len() < marked_bytes { String::new() } else { first_chars(tail, SHOWN_AFTER) };
        let marked_start = head.chars().count() + place.line.min(LAST_NUMBERED_LINE) as usize - 1;
        let marked = marked_start..marked_start + culprit.chars().count();
        // A mark needs something to stand under.
        let end_mark = if culprit.is_empty() { " " } else { "" };
        Excerpt {
            text: format!("{head}{culprit}{end_mark}{tail}"),
            marked: marked.start..marked.end.max(marked.start + 1),
            place,
        }
    }
}

/// The end of the last line with anything on it.
fn end_of_code(source: &Source) -> u32 {
    source.text().trim_end().len() as u32
}

fn last_chars(text: &str, count: usize) -> String {
    match text.char_indices().rev().nth(count) {
        None => printable(text),
        Some((at, c)) => format!("…{}", printable(&text[at + c.len_utf8()..])),
    }
}

fn first_chars(text: &str, count: usize) -> String {
    match text.char_indices().nth(count) {
        None => printable(text),
        Some((at, _)) => format!("{}…", printable(&text[..at])),
    }
}

/// The text without characters that a terminal would obey.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\t' { '\u{FFFD}' } else { c }).collect()
}
