//! Tokens and trees for people: `--print-tokens`, `--print-ast`, snapshot tests. Nothing parses the text.
//!
//! A tree is written as nested lists, `(kind part part ...)`; what fits on a line stays on one.

mod expressions;
mod functions;
mod statements;

use std::fmt::Write;
use std::sync::Arc;

use super::ast::{Program, ProgramKind};
use super::diagnostic::SyntaxError;
use super::names::Name;
use super::parse::{self, SourceKind};
use super::source::Source;

/// Columns of a line.
const WIDTH: usize = 100;

/// One line for each token: place, kind, text. Where the text ends in an error, the tokens before it and the error.
pub fn tokens(source: &Arc<Source>, kind: SourceKind<'_>) -> Result<String, (String, Vec<SyntaxError>)> {
    let (lexemes, result) = parse::lexemes(source, kind);
    let mut out = String::new();
    for (start, token, end) in lexemes {
        let at = source.line_column(start);
        let text = &source.text()[start as usize..end as usize];
        let newline = if token.newline_before && start > 0 { " (after a line break)" } else { "" };
        let place = format!("{}:{}", at.line, at.column);
        writeln!(out, "{place:>8}  {:<22} {text:?}{newline}", format!("{:?}", token.kind))
            .expect("writing to a String cannot fail");
    }
    match result {
        Ok(()) => Ok(out),
        Err(errors) => Err((out, errors)),
    }
}

/// The tree of a program.
pub fn ast(program: &Program) -> String {
    let dump = Dump { program };
    let kind = match program.kind {
        ProgramKind::Script => "script",
        ProgramKind::Module => "module",
        ProgramKind::Eval => "eval",
    };
    let mut root = Node::new(if program.is_strict { format!("{kind} strict") } else { kind.to_owned() });
    root.children.extend(program.body.iter().map(|&id| dump.statement(id)));
    let mut out = String::new();
    root.write(0, &mut out);
    out.push('\n');
    out
}

/// What is dumped.
#[derive(Clone, Copy)]
struct Dump<'p> {
    program: &'p Program,
}

impl Dump<'_> {
    fn name(&self, name: Name) -> String {
        self.program.names.lossy(name).into_owned()
    }

    fn quoted(&self, name: Name) -> Node {
        Node::leaf(format!("{:?}", self.name(name)))
    }
}

/// A list to be written.
struct Node {
    head: String,
    children: Vec<Node>,
    /// Written without parentheses.
    is_leaf: bool,
}

impl Node {
    fn new(head: impl Into<String>) -> Node {
        Node { head: head.into(), children: Vec::new(), is_leaf: false }
    }

    fn leaf(text: impl Into<String>) -> Node {
        Node { is_leaf: true, ..Node::new(text) }
    }

    fn with(mut self, child: Node) -> Node {
        self.children.push(child);
        self
    }

    fn with_all(mut self, children: impl IntoIterator<Item = Node>) -> Node {
        self.children.extend(children);
        self
    }

    fn with_some(mut self, child: Option<Node>) -> Node {
        self.children.extend(child);
        self
    }

    /// Characters on one line, no more than `limit` counted.
    fn width(&self, limit: usize) -> usize {
        let mut width = self.head.chars().count() + if self.is_leaf { 0 } else { 2 };
        for child in &self.children {
            if width > limit {
                break;
            }
            width += 1 + child.width(limit);
        }
        width
    }

    fn write(&self, indent: usize, out: &mut String) {
        if self.is_leaf {
            return out.push_str(&self.head);
        }
        out.push('(');
        out.push_str(&self.head);
        let fits = indent + self.width(WIDTH) <= WIDTH;
        for child in &self.children {
            if fits {
                out.push(' ');
                child.write(indent, out);
            } else {
                out.push('\n');
                out.extend(std::iter::repeat_n(' ', indent + 2));
                child.write(indent + 2, out);
            }
        }
        out.push(')');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_break_and_short_ones_do_not() {
        let short = Node::new("call").with(Node::leaf("f")).with(Node::leaf("1"));
        let mut out = String::new();
        short.write(0, &mut out);
        assert_eq!(out, "(call f 1)");
        let long = Node::new("list").with_all((0..3).map(|_| Node::leaf("x".repeat(50))));
        out.clear();
        long.write(0, &mut out);
        assert_eq!(out.lines().count(), 4);
        assert!(out.lines().skip(1).all(|line| line.starts_with("  x")));
    }
}
