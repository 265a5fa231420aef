//! Signals: sending them with `process.kill`, and listening for them, each on a thread that wakes the loop.

use std::cell::RefCell;

use nix::sys::signal::{Signal, kill as send};
use nix::unistd::Pid;
use signal_hook::iterator::{Handle as Watcher, Signals};

use super::events;
use crate::builtins::define::{Row, method};
use crate::node::errors;
use crate::node::host::NodeHost;
use crate::vm::messages::ErrorType;
use crate::vm::ops::prelude::*;

/// The signals that scripts listen for.
#[derive(Default)]
pub struct SignalState {
    watched: RefCell<Vec<(Signal, Watcher)>>,
}

/// The rows of the `signals` binding.
pub const METHODS: &[Row] = &[method("watch", 1, watch), method("unwatch", 1, unwatch)];

fn named(name: &str) -> Option<Signal> {
    name.parse().ok()
}

/// `process.kill(pid, signal)`.
pub fn kill<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let pid = args.get(cx, 0);
    if !pid.val(cx).is_number() {
        return Err(errors::invalid_argument_type(cx, "pid", &["number"], pid));
    }
    let number = to_int32(cx, pid)?;
    let wanted = args.get(cx, 1);
    let signal = wanted_signal(cx, wanted)?;
    if let Err(error) = send(Pid::from_raw(number), signal) {
        let error = std::io::Error::from_raw_os_error(error as i32);
        return Err(throw_kill(cx, &error));
    }
    Ok(cx.boolean(true))
}

fn throw_kill(cx: &mut Cx<'_>, error: &std::io::Error) -> Throw {
    scope!(cx);
    let error = errors::errno_error(cx, error, "kill");
    cx.throw(error.any())
}

/// A signal by name or number; SIGTERM by default, none for 0.
fn wanted_signal(cx: &mut Cx<'_>, wanted: Handle<'_>) -> JsResult<Option<Signal>> {
    if wanted.val(cx).is_undefined() {
        return Ok(Some(Signal::SIGTERM));
    }
    if wanted.val(cx).is_number() {
        let number = to_int32(cx, wanted)?;
        return Ok(Signal::try_from(number).ok());
    }
    let name = to_rust_string(cx, wanted)?;
    match named(&name) {
        Some(signal) => Ok(Some(signal)),
        None => {
            Err(errors::throw_coded(cx, ErrorType::TypeError, "ERR_UNKNOWN_SIGNAL", &format!("Unknown signal: {name}")))
        }
    }
}

/// `watch(name)`, for the `internal/process` library: events for the signal from now on. False for what is no signal, or one
/// that cannot be caught.
fn watch<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let name = args.get(cx, 0);
    let name = to_rust_string(cx, name)?;
    let is_watched = named(&name).is_some_and(|signal| start(cx, signal));
    Ok(cx.boolean(is_watched))
}

fn start(cx: &mut Cx<'_>, signal: Signal) -> bool {
    let host = NodeHost::of(cx);
    if host.process.signals.watched.borrow().iter().any(|(known, _)| *known == signal) {
        return true;
    }
    let Ok(mut signals) = Signals::new([signal as i32]) else { return false };
    host.process.signals.watched.borrow_mut().push((signal, signals.handle()));
    let waker = host.event_loop.waker();
    let watch = move || {
        for number in signals.forever() {
            waker.wake(Box::new(move |cx| tell(cx, signal, number)));
        }
    };
    std::thread::Builder::new().name(format!("watch {signal}")).spawn(watch).is_ok()
}

fn tell(cx: &mut Cx<'_>, signal: Signal, number: i32) -> JsResult<()> {
    let (name, number) = (cx.string(signal.as_str()).any(), cx.int(number));
    events::emit(cx, signal.as_str(), &[name, number])?;
    Ok(())
}

/// `unwatch(name)`: nobody is told of the signal any more.
fn unwatch<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let name = args.get(cx, 0);
    let name = to_rust_string(cx, name)?;
    let host = NodeHost::of(cx);
    host.process.signals.watched.borrow_mut().retain(|(signal, watcher)| {
        let is_other = signal.as_str() != name;
        if !is_other {
            watcher.close();
        }
        is_other
    });
    Ok(cx.undefined())
}
