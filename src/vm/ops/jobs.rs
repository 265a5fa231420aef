//! The queue of jobs (ECMA-262, 9.5): microtasks.
//!
//! A ring in a FixedArray: the first two entries are the position of the oldest job and the number of jobs, then come
//! entries of [`JOB_WORDS`] words. A job runs with the async context that it was made with.

use super::call::call;
use super::promise::{run_reaction, run_thenable};
use crate::heap::{Cx, Gc, Handle, Val};
use crate::objects::fixed::FixedArray;
use crate::objects::roots::Root;
use crate::scope;
use crate::vm::native::JsResult;

/// What a job does, and with which of its words (the last is always the async context).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Job {
    /// (reaction, value)
    Fulfill,
    /// (reaction, reason)
    Reject,
    /// (promise, thenable, then)
    Thenable,
    /// (function, FixedArray of arguments)
    Callback,
}

impl Job {
    const ALL: [Job; 4] = [Job::Fulfill, Job::Reject, Job::Thenable, Job::Callback];
}

/// Words of a job besides its kind.
const OPERANDS: usize = 4;
const JOB_WORDS: usize = 1 + OPERANDS;
const HEAD: usize = 0;
const COUNT: usize = 1;
const FIRST_JOB: usize = 2;
const INITIAL_JOBS: usize = 16;
/// A ring for more jobs than this is dropped once empty.
const MAX_IDLE_JOBS: usize = 1024;

fn counter(queue: Gc<'_, FixedArray>, at: usize) -> usize {
    queue.at(at).as_int() as usize
}

fn capacity(queue: Gc<'_, FixedArray>) -> usize {
    (queue.len() - FIRST_JOB) / JOB_WORDS
}

/// Index of the first word of the job at `position` in the queue.
fn job_start(queue: Gc<'_, FixedArray>, position: usize) -> usize {
    FIRST_JOB + (counter(queue, HEAD) + position) % capacity(queue) * JOB_WORDS
}

fn queue<'g>(cx: &'g Cx<'_>) -> Option<Gc<'g, FixedArray>> {
    cx.root(Root::JobQueue).cast()
}

/// A queue with room for one more job.
fn queue_with_room<'s>(cx: &mut Cx<'s>) -> Handle<'s, FixedArray> {
    let (count, room) = queue(cx).map_or((0, 0), |queue| (counter(queue, COUNT), capacity(queue)));
    if let Some(queue) = queue(cx).filter(|_| count < room) {
        return queue.root(cx);
    }
    let larger = FixedArray::new(cx, FIRST_JOB + JOB_WORDS * (room * 2).max(INITIAL_JOBS));
    let new = larger.get(cx);
    new.set(cx, HEAD, Val::int(0));
    new.set(cx, COUNT, Val::int(count as i32));
    if let Some(old) = queue(cx) {
        for position in 0..count {
            let (from, to) = (job_start(old, position), FIRST_JOB + position * JOB_WORDS);
            (0..JOB_WORDS).for_each(|word| new.set(cx, to + word, old.at(from + word)));
        }
    }
    cx.set_root_value(Root::JobQueue, larger.any());
    larger
}

/// HostEnqueuePromiseJob.
pub(super) fn enqueue(cx: &mut Cx<'_>, job: Job, operands: [Handle<'_>; OPERANDS]) {
    scope!(cx);
    let queue = queue_with_room(cx).get(cx);
    let count = counter(queue, COUNT);
    let start = job_start(queue, count);
    queue.set(cx, start, Val::int(job as i32));
    for (index, operand) in operands.iter().enumerate() {
        queue.set(cx, start + 1 + index, operand.val(cx));
    }
    queue.set(cx, COUNT, Val::int(count as i32 + 1));
}

/// Takes the oldest job out of the queue.
fn dequeue<'s>(cx: &Cx<'s>) -> Option<(Job, [Handle<'s>; OPERANDS])> {
    let queue = queue(cx)?;
    let count = counter(queue, COUNT);
    if count == 0 {
        return None;
    }
    let start = job_start(queue, 0);
    let job = Job::ALL[queue.at(start).as_int() as usize];
    let operands = std::array::from_fn(|index| queue.at(start + 1 + index).root(cx));
    (1..JOB_WORDS).for_each(|word| queue.set(cx, start + word, Val::UNDEFINED));
    let head = (counter(queue, HEAD) + 1) % capacity(queue);
    queue.set(cx, HEAD, Val::int(head as i32));
    queue.set(cx, COUNT, Val::int(count as i32 - 1));
    if count == 1 && capacity(queue) > MAX_IDLE_JOBS {
        cx.set_root(Root::JobQueue.index(), Val::UNDEFINED);
    }
    Some((job, operands))
}

/// Enqueues a job that calls `callback` with `arguments` (queueMicrotask). What it throws goes to `run_jobs`'s caller.
pub fn enqueue_callback(cx: &mut Cx<'_>, callback: Handle<'_>, arguments: &[Handle<'_>]) {
    scope!(cx);
    let list = FixedArray::new(cx, arguments.len());
    for (index, argument) in arguments.iter().enumerate() {
        list.get(cx).set(cx, index, argument.val(cx));
    }
    let context = cx.root(Root::AsyncContext).root(cx);
    enqueue(cx, Job::Callback, [callback, list.any(), cx.undefined(), context]);
}

/// Whether jobs wait.
pub fn has_jobs(cx: &Cx<'_>) -> bool {
    queue(cx).is_some_and(|queue| counter(queue, COUNT) > 0)
}

/// Runs jobs, those they enqueue included, until none is left, or one of `enqueue_callback` throws: then call it again.
pub fn run_jobs(cx: &mut Cx<'_>) -> JsResult<()> {
    scope!(cx);
    let outer_context = cx.root(Root::AsyncContext).root(cx);
    let mut result = Ok(());
    while result.is_ok() {
        scope!(cx);
        let Some((job, operands)) = dequeue(cx) else { break };
        cx.set_root_value(Root::AsyncContext, operands[OPERANDS - 1]);
        result = run(cx, job, operands);
    }
    cx.set_root_value(Root::AsyncContext, outer_context);
    result
}

fn run(cx: &mut Cx<'_>, job: Job, operands: [Handle<'_>; OPERANDS]) -> JsResult<()> {
    let [first, second, third, _] = operands;
    match job {
        Job::Fulfill => run_reaction(cx, first.must(cx), second, false),
        Job::Reject => run_reaction(cx, first.must(cx), second, true),
        Job::Thenable => run_thenable(cx, first.must(cx), second, third),
        Job::Callback => {
            let list: Handle<'_, FixedArray> = second.must(cx);
            let arguments: Vec<_> = (0..list.get(cx).len()).map(|index| list.get(cx).at(index).root(cx)).collect();
            call(cx, first, cx.undefined(), &arguments)?;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vm::testing::{with_realm, with_stressed_realm};

    fn put(cx: &mut Cx<'_>, number: i32) {
        scope!(cx);
        let undefined = cx.undefined();
        let number = cx.int(number);
        enqueue(cx, Job::Callback, [number, undefined, undefined, undefined]);
    }

    fn take(cx: &mut Cx<'_>) -> Option<i32> {
        scope!(cx);
        dequeue(cx).map(|(_, operands)| operands[0].val(cx).as_int())
    }

    #[test]
    fn jobs_leave_in_the_order_they_came() {
        with_stressed_realm(3, |cx| {
            let (mut next_in, mut next_out) = (0, 0);
            for round in 0..20 {
                for _ in 0..round {
                    put(cx, next_in);
                    next_in += 1;
                }
                for _ in 0..round / 2 {
                    assert_eq!(take(cx), Some(next_out));
                    next_out += 1;
                }
            }
            while let Some(number) = take(cx) {
                assert_eq!(number, next_out);
                next_out += 1;
            }
            assert_eq!(next_in, next_out);
            assert!(!has_jobs(cx));
        });
    }

    #[test]
    fn a_burst_leaves_no_large_queue_behind() {
        with_realm(|cx| {
            (0..5000).for_each(|number| put(cx, number));
            while take(cx).is_some() {}
            assert!(cx.root(Root::JobQueue).is_undefined());
        });
    }
}
