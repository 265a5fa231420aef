//! What follows every task: the `process.nextTick` queue, the microtasks, and the rejections that nobody handled, until
//! none of them is left.
//!
//! All ticks run before the first microtask; ticks that microtasks add run before the next round. When all is done the
//! turn is over: objects that a WeakRef was asked for may die.

use std::cell::RefCell;
use std::collections::VecDeque;

use super::host::NodeHost;
use super::task::Task;
use super::{async_context, errors, rejections, uncaught};
use crate::vm::ops::prelude::*;
use crate::vm::ops::promise;

/// The queue of `process.nextTick`.
#[derive(Default)]
pub struct TickQueue {
    tasks: RefCell<VecDeque<Task>>,
}

impl TickQueue {
    pub fn push(&self, task: Task) {
        self.tasks.borrow_mut().push_back(task);
    }

    fn pop(&self) -> Option<Task> {
        self.tasks.borrow_mut().pop_front()
    }

    fn is_empty(&self) -> bool {
        self.tasks.borrow().is_empty()
    }
}

/// See the module's header.
pub fn drain(cx: &mut Cx<'_>) {
    let host = NodeHost::of(cx);
    loop {
        while let Some(task) = host.ticks.pop() {
            scope!(cx);
            if let Err(thrown) = task.run(cx) {
                uncaught::raise(cx, thrown);
            }
        }
        run_microtasks(cx);
        if host.ticks.is_empty() && !rejections::process(cx) {
            break;
        }
    }
    async_context::leave(cx);
    cx.clear_kept_objects();
}

fn run_microtasks(cx: &mut Cx<'_>) {
    loop {
        scope!(cx);
        match promise::run_jobs(cx) {
            Ok(()) => return,
            Err(thrown) => uncaught::raise(cx, thrown),
        }
    }
}

/// `process.nextTick(callback, ...arguments)`.
pub fn next_tick<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let callback = args.get(cx, 0);
    if !is_callable(cx, callback) {
        return Err(errors::invalid_argument_type(cx, "callback", &["function"], callback));
    }
    schedule(cx, callback, args.rest(1));
    Ok(cx.undefined())
}

/// Calls `callback` before the next microtask.
pub fn schedule<'a>(cx: &mut Cx<'_>, callback: Handle<'_>, arguments: impl ExactSizeIterator<Item = Handle<'a>>) {
    scope!(cx);
    let this = cx.undefined();
    let task = Task::new(cx, "(Next tick queue)", callback, this, arguments);
    NodeHost::of(cx).ticks.push(task);
}

/// `queueMicrotask(callback)`.
pub fn queue_microtask<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let callback = args.get(cx, 0);
    if !is_callable(cx, callback) {
        return Err(errors::invalid_argument_type(cx, "callback", &["function"], callback));
    }
    promise::enqueue_callback(cx, callback, &[]);
    Ok(cx.undefined())
}
