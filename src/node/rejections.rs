//! Promises that were rejected without a handler: 'unhandledRejection', 'rejectionHandled', and what
//! `--unhandled-rejections` makes of those that nobody listens for.

use std::cell::{Cell, RefCell};

use super::flag_value::UnhandledRejections;
use super::host::NodeHost;
use super::process::{self, warnings};
use super::{errors, inspect, uncaught};
use crate::heap::Persistent;
use crate::objects::object::JsError;
use crate::objects::promise::Promise;
use crate::vm::ops::prelude::*;

/// The rejections of a process.
#[derive(Default)]
pub struct Rejections {
    /// Not told to anyone yet.
    pending: RefCell<Vec<Rejection>>,
    /// Told, and still unhandled.
    told: RefCell<Vec<Rejection>>,
    /// Told, and handled since.
    handled_late: RefCell<Vec<Rejection>>,
    count: Cell<u64>,
}

struct Rejection {
    promise: Persistent<Promise>,
    /// From 1, for messages.
    number: u64,
}

impl Rejections {
    /// `promise` was rejected and has no handler.
    pub fn rejected(&self, cx: &Cx<'_>, promise: Handle<'_, Promise>) {
        let number = self.count.get() + 1;
        self.count.set(number);
        let promise = Persistent::new(cx, "(Unhandled rejections)", promise);
        self.pending.borrow_mut().push(Rejection { promise, number });
    }

    /// `promise`, once reported by [`Rejections::rejected`], has got a handler.
    pub fn handled(&self, cx: &Cx<'_>, promise: Handle<'_, Promise>) {
        if take(cx, &self.pending, promise).is_some() {
            return;
        }
        if let Some(rejection) = take(cx, &self.told, promise) {
            self.handled_late.borrow_mut().push(rejection);
        }
    }
}

fn take(cx: &Cx<'_>, list: &RefCell<Vec<Rejection>>, promise: Handle<'_, Promise>) -> Option<Rejection> {
    let is_same = |rejection: &Rejection| rejection.promise.get(cx).val(cx).is_same_word(promise.val(cx));
    let position = list.borrow().iter().position(is_same)?;
    Some(list.borrow_mut().remove(position))
}

/// Tells of the rejections at hand. True if scripts may have run.
pub fn process(cx: &mut Cx<'_>) -> bool {
    let host = NodeHost::of(cx);
    let late = std::mem::take(&mut *host.rejections.handled_late.borrow_mut());
    let pending = std::mem::take(&mut *host.rejections.pending.borrow_mut());
    let has_work = !late.is_empty() || !pending.is_empty();
    for rejection in late {
        scope!(cx);
        tell_handled(cx, &rejection);
    }
    for rejection in pending {
        scope!(cx);
        tell_unhandled(cx, &host, rejection);
    }
    has_work
}

fn tell_handled(cx: &mut Cx<'_>, rejection: &Rejection) {
    let promise = rejection.promise.get(cx).any();
    match process::events::emit(cx, "rejectionHandled", &[promise]) {
        Ok(true) => {}
        Ok(false) => {
            let text = format!("Promise rejection was handled asynchronously (rejection id: {})", rejection.number);
            warnings::warn(cx, "PromiseRejectionHandledWarning", &text);
        }
        Err(thrown) => uncaught::raise(cx, thrown),
    }
}

fn tell_unhandled(cx: &mut Cx<'_>, host: &NodeHost, rejection: Rejection) {
    let mode = host.flags.borrow().unhandled_rejections;
    let (promise, number) = (rejection.promise.get(cx), rejection.number);
    let reason = promise.get(cx).result().root(cx);
    host.rejections.told.borrow_mut().push(rejection);
    if mode == UnhandledRejections::Strict {
        uncaught::raise_rejection(cx, reason);
    }
    let has_listener = match process::events::emit(cx, "unhandledRejection", &[reason, promise.any()]) {
        Ok(has_listener) => has_listener,
        Err(thrown) => {
            uncaught::raise(cx, thrown);
            true
        }
    };
    match mode {
        UnhandledRejections::Throw if !has_listener => uncaught::raise_rejection(cx, reason),
        UnhandledRejections::Warn => warn(cx, reason, number),
        UnhandledRejections::WarnWithErrorCode if !has_listener => {
            warn(cx, reason, number);
            process::exit::set_exit_code(cx, 1);
        }
        UnhandledRejections::Strict if !has_listener => warn(cx, reason, number),
        _ => {}
    }
}

fn warn(cx: &mut Cx<'_>, reason: Handle<'_>, number: u64) {
    let text = match reason.cast::<JsError>(cx) {
        Some(error) => super::report::stack_text(cx, error.must(cx)),
        None => inspect::brief(cx, reason),
    };
    warnings::warn(cx, "UnhandledPromiseRejectionWarning", &text);
    let text = format!(
        "Unhandled promise rejection. {ORIGIN} To terminate the node process on unhandled promise rejection, use the CLI \
         flag `--unhandled-rejections=strict` (see https://nodejs.org/api/cli.html#cli_unhandled_rejections_mode). \
         (rejection id: {number})"
    );
    warnings::warn(cx, "UnhandledPromiseRejectionWarning", &text);
}

/// How such a rejection can come about.
const ORIGIN: &str = "This error originated either by throwing inside of an async function without a catch block, or by \
                      rejecting a promise which was not handled with .catch().";

/// The error that stands for an unhandled rejection with `reason`, which is no error itself.
pub fn unhandled_error<'s>(cx: &mut Cx<'s>, reason: Handle<'_>) -> Handle<'s, JsObject> {
    let shown = inspect::brief(cx, reason);
    let message = format!("{ORIGIN} The promise rejected with the reason \"{shown}\".");
    errors::named_error(cx, "UnhandledPromiseRejection", "ERR_UNHANDLED_REJECTION", &message)
}
