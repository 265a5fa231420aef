//! The event loop: the phases of a turn in node's order, and what keeps the process alive.
//!
//! ```text
//! timers -> finalization callbacks -> finished work -> wait -> immediates -> again, as long as something is alive
//! ```
//!
//! Each callback is a task: after it come the nextTick queue, the microtasks and the rejections nobody handled
//! ([`super::ticks`]). Other threads reach the loop through [`Waker`] alone.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rustc_hash::FxHashMap;

use super::host::NodeHost;
use super::{process, ticks, timers, uncaught};
use crate::heap::Persistent;
use crate::vm::ops::prelude::*;
use crate::vm::ops::weak;

/// Work that is done, whose completion JavaScript waits for.
pub type Completion = Box<dyn for<'t> FnOnce(&mut Cx<'t>) -> JsResult<()>>;

/// Work that another thread hands to the loop.
pub type Wakeup = Box<dyn for<'t> FnOnce(&mut Cx<'t>) -> JsResult<()> + Send>;

/// Hands work to the loop from any thread.
#[derive(Clone)]
pub struct Waker(Sender<Wakeup>);

impl Waker {
    /// Runs `wakeup` as a task of the loop. Lost if the loop has ended.
    pub fn wake(&self, wakeup: Wakeup) {
        let _ = self.0.send(wakeup);
    }
}

/// The loop's own state.
pub struct EventLoop {
    birth: Instant,
    finished: RefCell<VecDeque<Completion>>,
    waker: Waker,
    wakeups: Receiver<Wakeup>,
    /// Things that wait for a wakeup and keep the loop alive.
    awaited: Cell<usize>,
    /// Callbacks that other threads name by number.
    callbacks: RefCell<FxHashMap<u64, Persistent>>,
    next_callback: Cell<u64>,
}

/// Names a callback that the loop keeps, so that another thread can ask for its call: roots never leave their thread.
#[derive(Clone, Copy, Debug)]
pub struct KeptCallback(u64);

impl KeptCallback {
    /// Keeps `callback` until it is called.
    pub fn new(cx: &Cx<'_>, events: &EventLoop, callback: Handle<'_>) -> KeptCallback {
        let number = events.next_callback.get();
        events.next_callback.set(number + 1);
        events.callbacks.borrow_mut().insert(number, Persistent::new(cx, "(Pending callbacks)", callback));
        KeptCallback(number)
    }

    /// Calls it, once.
    pub fn call(self, cx: &mut Cx<'_>, arguments: &[Handle<'_>]) -> JsResult<()> {
        let kept = NodeHost::of(cx).event_loop.callbacks.borrow_mut().remove(&self.0);
        let Some(kept) = kept else { return Ok(()) };
        scope!(cx);
        let (callback, undefined) = (kept.get(cx), cx.undefined());
        call(cx, callback, undefined, arguments)?;
        Ok(())
    }
}

impl Default for EventLoop {
    fn default() -> EventLoop {
        let (sender, wakeups) = channel();
        EventLoop {
            birth: Instant::now(),
            finished: RefCell::default(),
            waker: Waker(sender),
            wakeups,
            awaited: Cell::new(0),
            callbacks: RefCell::default(),
            next_callback: Cell::new(0),
        }
    }
}

impl EventLoop {
    /// When the process started.
    pub fn birth(&self) -> Instant {
        self.birth
    }

    /// When the process started, in milliseconds since 1970.
    pub fn time_origin_ms(&self) -> f64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        now.saturating_sub(self.birth.elapsed()).as_secs_f64() * 1000.0
    }

    /// Whole milliseconds since the start: the time that timers go by.
    pub fn now_ms(&self) -> u64 {
        self.birth.elapsed().as_millis() as u64
    }

    pub fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// Runs `completion` as a task of the next turn; keeps the loop alive until then.
    pub fn finish(&self, completion: Completion) {
        self.finished.borrow_mut().push_back(completion);
    }

    /// Something (not) waits for a wakeup any more.
    pub fn expect_wakeup(&self, is_awaited: bool) {
        let count = self.awaited.get();
        self.awaited.set(if is_awaited { count + 1 } else { count.saturating_sub(1) });
    }
}

/// Runs `work`, reports what it throws, then drains what it left behind.
pub fn run_task(cx: &mut Cx<'_>, work: impl for<'t> FnOnce(&mut Cx<'t>) -> JsResult<()>) {
    {
        scope!(cx);
        if let Err(thrown) = work(cx) {
            uncaught::raise(cx, thrown);
        }
    }
    ticks::drain(cx);
}

/// Runs the loop until nothing keeps it alive, even after 'beforeExit'.
pub fn run(cx: &mut Cx<'_>) {
    loop {
        while is_alive(cx) {
            turn(cx);
        }
        run_task(cx, process::exit::emit_before_exit);
        if !is_alive(cx) {
            return;
        }
    }
}

/// One turn.
fn turn(cx: &mut Cx<'_>) {
    timers::run_due(cx);
    run_finalizers(cx);
    run_finished(cx);
    poll(cx);
    timers::run_immediates(cx);
}

fn is_alive(cx: &Cx<'_>) -> bool {
    let host = NodeHost::of(cx);
    host.timers.keep_alive() || has_work_at_hand(cx, &host) || host.event_loop.awaited.get() > 0
}

/// Is there something to run without waiting?
fn has_work_at_hand(cx: &Cx<'_>, host: &NodeHost) -> bool {
    weak::has_finalizers(cx) || !host.event_loop.finished.borrow().is_empty() || host.timers.has_immediates()
}

/// Finalization callbacks, each a task of its own.
fn run_finalizers(cx: &mut Cx<'_>) {
    while weak::has_finalizers(cx) {
        run_task(cx, |cx| weak::run_finalizer(cx).map(|_| ()));
    }
}

/// The work that is done now; what finishes meanwhile waits for the next turn.
fn run_finished(cx: &mut Cx<'_>) {
    let finished = std::mem::take(&mut *NodeHost::of(cx).event_loop.finished.borrow_mut());
    for completion in finished {
        run_task(cx, completion);
    }
}

/// Takes what other threads have sent; waits for them, or for the next timer, if there is nothing else to do.
fn poll(cx: &mut Cx<'_>) {
    let host = NodeHost::of(cx);
    let events = &host.event_loop;
    let wait = match () {
        _ if has_work_at_hand(cx, &host) || !is_alive(cx) => Some(Duration::ZERO),
        _ => host.timers.next_expiry().map(|expiry| time_until(events, expiry)),
    };
    let first = match wait {
        Some(wait) => events.wakeups.recv_timeout(wait),
        None => events.wakeups.recv().map_err(|_| RecvTimeoutError::Disconnected),
    };
    let Ok(first) = first else { return };
    run_task(cx, first);
    while let Ok(next) = events.wakeups.try_recv() {
        run_task(cx, next);
    }
}

fn time_until(events: &EventLoop, expiry_ms: u64) -> Duration {
    Duration::from_millis(expiry_ms).saturating_sub(events.birth.elapsed())
}
