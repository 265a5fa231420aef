//! The standard streams: writes that are done at once, as node's are for files and terminals.

use std::io::{self, IsTerminal, Read, Write};

use super::errors;
use super::host::NodeHost;
use crate::builtins::define::{Row, method};
use crate::objects::typed_array::TypedArray;
use crate::vm::ops::prelude::*;

/// A stream to write to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    Stdout,
    Stderr,
}

/// Writes all of `bytes`. A reader that has gone away is no error of the script's.
pub fn write(output: Output, bytes: &[u8]) {
    let _ = match output {
        Output::Stdout => {
            let mut stdout = io::stdout().lock();
            stdout.write_all(bytes).and_then(|()| stdout.flush())
        }
        Output::Stderr => io::stderr().lock().write_all(bytes),
    };
}

/// Does the stream show on a terminal?
pub fn is_terminal(output: Output) -> bool {
    match output {
        Output::Stdout => io::stdout().is_terminal(),
        Output::Stderr => io::stderr().is_terminal(),
    }
}

/// Are colours wanted there?
pub fn has_colors(output: Output) -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    is_terminal(output) && !is_set("NO_COLOR") && !is_set("NODE_DISABLE_COLORS")
}

/// The rows of the `stdio` binding.
pub const METHODS: &[Row] = &[
    method("write", 2, write_value),
    method("isTerminal", 1, is_terminal_number),
    method("columns", 1, columns),
    method("readAll", 1, read_all),
];

fn output_of(number: i32) -> Output {
    if number == 2 { Output::Stderr } else { Output::Stdout }
}

/// `write(fd, chunk)`: a string or the bytes of a typed array.
fn write_value<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (number, chunk) = (args.get(cx, 0), args.get(cx, 1));
    let output = output_of(to_int32(cx, number)?);
    let bytes = match bytes_of(cx, chunk) {
        Some(bytes) => bytes,
        None if chunk.val(cx).is::<JsString>() => to_rust_string(cx, chunk)?.into_bytes(),
        None => {
            let expected = ["string", "Buffer", "Uint8Array"];
            return Err(errors::invalid_argument_type(cx, "chunk", &expected, chunk));
        }
    };
    write(output, &bytes);
    Ok(cx.undefined())
}

/// A copy of the bytes a typed array shows.
pub fn bytes_of(cx: &Cx<'_>, value: Handle<'_>) -> Option<Vec<u8>> {
    let array = value.val(cx).cast::<TypedArray>()?;
    let length = array.checked_length()? * array.element_kind().bytes();
    let store = array.array_buffer().backing_store()?;
    let mut bytes = vec![0; length];
    store.read(array.byte_offset(), &mut bytes);
    Some(bytes)
}

fn is_terminal_number<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let number = args.get(cx, 0);
    let answer = match to_int32(cx, number)? {
        0 => io::stdin().is_terminal(),
        number => is_terminal(output_of(number)),
    };
    Ok(cx.boolean(answer))
}

/// `columns(fd)`: the width of the terminal; undefined if there is none.
fn columns<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    let width = std::env::var("COLUMNS").ok().and_then(|text| text.parse::<f64>().ok()).unwrap_or(80.0);
    Ok(if is_terminal(Output::Stdout) { cx.number(width) } else { cx.undefined() })
}

/// `readAll(callback)`: all of stdin as a string, read on a thread of its own.
fn read_all<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let callback = args.get(cx, 0);
    let host = NodeHost::of(cx);
    let kept = super::event_loop::KeptCallback::new(cx, &host.event_loop, callback);
    let waker = host.event_loop.waker();
    host.event_loop.expect_wakeup(true);
    let read = move || {
        let mut bytes = Vec::new();
        let _ = io::stdin().read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        waker.wake(Box::new(move |cx| {
            NodeHost::of(cx).event_loop.expect_wakeup(false);
            let text = cx.string(&text).any();
            kept.call(cx, &[text])
        }));
    };
    if let Err(error) = std::thread::Builder::new().name("stdin".to_owned()).spawn(read) {
        host.event_loop.expect_wakeup(false);
        return Err(errors::throw_system(cx, &error, "read", None));
    }
    Ok(cx.undefined())
}
