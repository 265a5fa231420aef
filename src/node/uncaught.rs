//! Exceptions that nobody caught: 'uncaughtException', then the report and the end of the process.

use super::host::NodeHost;
use super::process::{events, exit};
use super::{rejections, report};
use crate::objects::object::JsError;
use crate::vm::ops::prelude::*;

/// Exit code after an uncaught exception.
const UNCAUGHT: i32 = 1;
/// Exit code when the handler of an uncaught exception throws.
pub const HANDLER_THREW: i32 = 7;

/// An exception has come to the top of a task.
pub fn raise(cx: &mut Cx<'_>, thrown: Throw) {
    scope!(cx);
    let place = report::place_of_throw(cx);
    let exception = cx.take_exception(thrown);
    handle(cx, exception, "uncaughtException", place);
}

/// A rejection with `reason` that nobody handled becomes an uncaught exception.
pub fn raise_rejection(cx: &mut Cx<'_>, reason: Handle<'_>) {
    scope!(cx);
    let exception = match reason.cast::<JsError>(cx) {
        Some(error) => error.any().must(cx),
        None => rejections::unhandled_error(cx, reason),
    };
    let place = report::place_of_error(cx, exception);
    handle(cx, exception.any(), "unhandledRejection", place);
}

fn handle(cx: &mut Cx<'_>, exception: Handle<'_>, origin: &str, place: Option<report::Place>) {
    let origin = cx.string(origin).any();
    let told = events::emit(cx, "uncaughtExceptionMonitor", &[exception, origin])
        .and_then(|_| events::emit(cx, "uncaughtException", &[exception, origin]));
    match told {
        Ok(true) => {}
        Ok(false) if show_at_prompt(cx, exception) => {}
        Ok(false) => die(cx, exception, place, UNCAUGHT),
        Err(again) => {
            let place = report::place_of_throw(cx);
            let exception = cx.take_exception(again);
            die(cx, exception, place, HANDLER_THREW)
        }
    }
}

/// Shows the exception at the prompt, if there is one.
fn show_at_prompt(cx: &mut Cx<'_>, exception: Handle<'_>) -> bool {
    let prompt = NodeHost::of(cx).prompt.borrow().clone();
    let Some(prompt) = prompt else { return false };
    prompt.show_uncaught(cx, exception);
    true
}

/// Writes the report of an exception that ends the process.
pub fn report_last(cx: &mut Cx<'_>, exception: Handle<'_>, place: Option<report::Place>) {
    let text = report::text(cx, exception, place.as_ref());
    eprint!("{text}");
}

fn die(cx: &mut Cx<'_>, exception: Handle<'_>, place: Option<report::Place>, code: i32) -> ! {
    report_last(cx, exception, place);
    if code == HANDLER_THREW {
        exit::leave(cx, code);
    }
    exit::set_exit_code(cx, code);
    exit::exit(cx)
}
