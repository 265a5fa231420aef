//! `console`: formatted lines on stdout and stderr, indented by groups; counts and times by label.
//!
//! A script that replaces `process.stdout.write` sees what is printed: lines go through the stream object once one exists.

mod labels;

use std::cell::{Cell, RefCell};

pub use labels::Labels;

use super::host::NodeHost;
use super::inspect::{Options, format, inspect};
use super::stdio::{self, Output};
use super::{modules, plain, process};
use crate::builtins::define::{self, Row, method, to_string_tag};
use crate::objects::object;
use crate::vm::ops::error::capture_stack_trace;
use crate::vm::ops::prelude::*;

/// State of the console.
#[derive(Default)]
pub struct ConsoleState {
    /// Columns by which groups indent.
    indentation: Cell<usize>,
    labels: RefCell<Labels>,
}

const GROUP_INDENTATION: usize = 2;

const METHODS: &[Row] = &[
    method("log", 0, log),
    method("warn", 0, warn),
    method("dir", 0, dir),
    method("time", 0, labels::time),
    method("timeEnd", 0, labels::time_end),
    method("timeLog", 0, labels::time_log),
    method("trace", 0, trace),
    method("assert", 0, assert),
    method("clear", 0, clear),
    method("count", 0, labels::count),
    method("countReset", 0, labels::count_reset),
    method("group", 0, group),
    method("groupCollapsed", 0, group),
    method("groupEnd", 0, group_end),
    method("table", 1, table),
    method("debug", 0, log),
    method("info", 0, log),
    method("dirxml", 0, log),
    method("error", 0, warn),
];

/// Makes `console`.
pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    let prototype = object::new_plain(cx);
    let console = object::with_prototype(cx, prototype.any());
    for row in METHODS {
        let row = Row { attributes: Attributes::DEFAULT, ..*row };
        define::properties(cx, console, &[row]);
    }
    define::properties(cx, console, &[to_string_tag("console")]);
    define::global(cx, "console", console.any());
}

/// Writes `text` and a line break.
pub fn print(cx: &mut Cx<'_>, output: Output, text: &str) -> JsResult<()> {
    let columns = NodeHost::of(cx).console.indentation.get();
    let mut line = match columns {
        0 => text.to_owned(),
        _ => {
            let indent = " ".repeat(columns);
            format!("{indent}{}", text.replace('\n', &format!("\n{indent}")))
        }
    };
    line.push('\n');
    let name = if output == Output::Stdout { "stdout" } else { "stderr" };
    let process = process::object(cx);
    let stream = plain::own(cx, process, name);
    if !stream.val(cx).is::<JsObject>() {
        stdio::write(output, line.as_bytes());
        return Ok(());
    }
    let (key, text) = (Key::from_str(cx, "write"), cx.string(&line).any());
    call_method(cx, stream, key, &[text])?;
    Ok(())
}

/// Formats the arguments as `util.format` does and prints them.
fn print_formatted(cx: &mut Cx<'_>, output: Output, arguments: &[Handle<'_>]) -> JsResult<()> {
    let options = Options { colors: stdio::has_colors(output), ..Options::default() };
    let text = format::format(cx, arguments, &options)?;
    print(cx, output, &text)
}

fn log<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let arguments: Vec<Handle<'_>> = args.rest(0).collect();
    print_formatted(cx, Output::Stdout, &arguments)?;
    Ok(cx.undefined())
}

fn warn<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let arguments: Vec<Handle<'_>> = args.rest(0).collect();
    print_formatted(cx, Output::Stderr, &arguments)?;
    Ok(cx.undefined())
}

fn dir<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let colors = stdio::has_colors(Output::Stdout);
    let mut options = Options { custom_inspect: false, colors, ..Options::default() };
    if let Some(object) = args.get(cx, 1).cast::<JsObject>(cx) {
        options.read(cx, object)?;
    }
    let value = args.get(cx, 0);
    let text = inspect(cx, value, &options)?;
    print(cx, Output::Stdout, &text)?;
    Ok(cx.undefined())
}

fn trace<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let arguments: Vec<Handle<'_>> = args.rest(0).collect();
    let text = format::format(cx, &arguments, &Options::default())?;
    let error = object::new_plain(cx);
    plain::put_text(cx, error, "name", "Trace");
    plain::put_text(cx, error, "message", &text);
    let below = args.callee(cx).any().cast(cx);
    capture_stack_trace(cx, error, below)?;
    let stack = super::report::stack_text(cx, error);
    print(cx, Output::Stderr, &stack)?;
    Ok(cx.undefined())
}

fn assert<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    if to_boolean(cx, args.get(cx, 0).val(cx)) {
        return Ok(cx.undefined());
    }
    let mut arguments: Vec<Handle<'_>> = args.rest(1).collect();
    let first = arguments.first().copied();
    match first {
        Some(first) if first.val(cx).is::<JsString>() => {
            let text = to_rust_string(cx, first)?;
            arguments[0] = cx.string(&format!("Assertion failed: {text}")).any();
        }
        Some(_) => arguments.insert(0, cx.string("Assertion failed:").any()),
        None => arguments.push(cx.string("Assertion failed").any()),
    }
    print_formatted(cx, Output::Stderr, &arguments)?;
    Ok(cx.undefined())
}

/// Clears a terminal.
fn clear<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    if stdio::is_terminal(Output::Stdout) {
        stdio::write(Output::Stdout, b"\x1b[1;1H\x1b[0J");
    }
    Ok(cx.undefined())
}

fn group<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    if args.count() > 0 {
        log(cx, args)?;
    }
    let host = NodeHost::of(cx);
    host.console.indentation.set(host.console.indentation.get() + GROUP_INDENTATION);
    Ok(cx.undefined())
}

fn group_end<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    let host = NodeHost::of(cx);
    host.console.indentation.set(host.console.indentation.get().saturating_sub(GROUP_INDENTATION));
    Ok(cx.undefined())
}

/// `console.table(data, columns)`: the `internal/table` library draws it.
fn table<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let draw = modules::builtin::require(cx, "internal/table")?;
    let undefined = cx.undefined();
    let (data, columns) = (args.get(cx, 0), args.get(cx, 1));
    let drawn = call(cx, draw, undefined, &[data, columns])?;
    print_formatted(cx, Output::Stdout, &[drawn])?;
    Ok(undefined)
}
