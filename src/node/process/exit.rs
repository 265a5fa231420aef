//! The end of the process: `exitCode`, 'beforeExit', 'exit', `process.exit` and `process.abort`.

use super::{events, object};
use crate::node::host::NodeHost;
use crate::node::plain;
use crate::node::{errors, gc_trace, report, uncaught};
use crate::vm::ops::prelude::*;

/// The code `process.exitCode` asks for; 0 if it asks for none.
pub fn exit_code(cx: &mut Cx<'_>) -> i32 {
    scope!(cx);
    let process = object(cx);
    let value = plain::own(cx, process, "exitCode").val(cx).value();
    if value.is_number() { crate::base::number::wrap_to_i32(value.as_number()) } else { 0 }
}

/// Sets `process.exitCode`.
pub fn set_exit_code(cx: &mut Cx<'_>, code: i32) {
    scope!(cx);
    let process = object(cx);
    plain::put_number(cx, process, "exitCode", code as f64);
}

/// Tells 'beforeExit' listeners that nothing is left to do; they may find something.
pub fn emit_before_exit(cx: &mut Cx<'_>) -> JsResult<()> {
    scope!(cx);
    let code = exit_code(cx);
    let code = cx.int(code);
    events::emit(cx, "beforeExit", &[code])?;
    Ok(())
}

/// Tells 'exit' listeners, once, then ends the process with the code they leave.
pub fn exit(cx: &mut Cx<'_>) -> ! {
    let code = exit_code(cx);
    exit_telling(cx, code, None)
}

/// 'exit' listeners are told `code` and find `asked` in `process.exitCode`, if given.
fn exit_telling(cx: &mut Cx<'_>, code: i32, asked: Option<i32>) -> ! {
    let host = NodeHost::of(cx);
    if !host.process.is_exiting.replace(true) {
        if let Some(asked) = asked {
            set_exit_code(cx, asked);
        }
        let code = cx.int(code);
        if let Err(thrown) = events::emit(cx, "exit", &[code]) {
            let place = report::place_of_throw(cx);
            let exception = cx.take_exception(thrown);
            uncaught::report_last(cx, exception, place);
            leave(cx, uncaught::HANDLER_THREW);
        }
    }
    let code = exit_code(cx);
    leave(cx, code)
}

/// The code of a program whose main module still waits.
const UNSETTLED_TOP_LEVEL_AWAIT: i32 = 13;

/// [`exit`] because nothing is left to do.
pub fn end(cx: &mut Cx<'_>) -> ! {
    if NodeHost::of(cx).modules.esm.is_main_unsettled(cx) {
        scope!(cx);
        let process = object(cx);
        if plain::own(cx, process, "exitCode").val(cx).is_undefined() {
            exit_telling(cx, 0, Some(UNSETTLED_TOP_LEVEL_AWAIT));
        }
    }
    exit(cx)
}

/// Ends the process at once.
pub fn leave(cx: &mut Cx<'_>, code: i32) -> ! {
    gc_trace::finish(cx);
    std::process::exit(code)
}

/// `process.exit(code)`.
pub fn process_exit<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let code = args.get(cx, 0);
    if !code.val(cx).is_undefined() {
        let code = checked_code(cx, code)?;
        set_exit_code(cx, code);
    }
    exit(cx)
}

/// `process.reallyExit(code)`: without telling anyone.
pub fn really_exit<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let code = args.get(cx, 0);
    let code = to_int32(cx, code)?;
    leave(cx, code)
}

/// `process.abort()`.
pub fn abort<'s>(_cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    std::process::abort()
}

/// An exit code is an integer, or a string that spells one.
fn checked_code(cx: &mut Cx<'_>, code: Handle<'_>) -> JsResult<i32> {
    let is_text = code.val(cx).is::<JsString>();
    let number = match code.val(cx).is_number() || is_text {
        true => to_number(cx, code)?,
        false => f64::NAN,
    };
    if code.val(cx).is_null() {
        return Ok(0);
    }
    if !code.val(cx).is_number() && (!is_text || number.is_nan()) {
        return Err(errors::invalid_argument_type(cx, "code", &["number"], code));
    }
    if number.fract() != 0.0 {
        return Err(errors::out_of_range(cx, "code", "an integer", code));
    }
    Ok(crate::base::number::wrap_to_i32(number))
}
