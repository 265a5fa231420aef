//! Async generators (ECMA-262, 27.6): each call of `next`, `return` or `throw` is a request with a promise; requests wait in
//! a queue and are served in order.
//!
//! The queue is a FixedArray of triples (mode as a Smi, value, promise), replaced when it changes.

use super::generator::{state_of, state_value};
use super::native::JsResult;
use super::ops::iterate::create_iter_result;
use super::ops::promise;
use super::suspension::{self, ResumeMode};
use crate::heap::{Cx, Handle, Val};
use crate::objects::fixed::FixedArray;
use crate::objects::generator::{AsyncGenerator, GeneratorState, SavedFrame};
use crate::objects::object::JsObject;
use crate::objects::promise::Promise;
use crate::objects::roots::Root;
use crate::scope;

/// Words of a request.
const REQUEST: usize = 3;

/// The first request of a queue.
struct Request<'s> {
    mode: ResumeMode,
    value: Handle<'s>,
    promise: Handle<'s, Promise>,
}

fn set_state(cx: &Cx<'_>, generator: Handle<'_, AsyncGenerator>, state: GeneratorState) {
    generator.get(cx).set_state(cx, state_value(state));
}

fn state(cx: &Cx<'_>, generator: Handle<'_, AsyncGenerator>) -> GeneratorState {
    state_of(generator.get(cx).state())
}

fn queue<'s>(cx: &Cx<'s>, generator: Handle<'_, AsyncGenerator>) -> Handle<'s, FixedArray> {
    generator.get(cx).queue().must::<FixedArray>().root(cx)
}

fn first<'s>(cx: &Cx<'s>, generator: Handle<'_, AsyncGenerator>) -> Option<Request<'s>> {
    let queue = generator.get(cx).queue().must::<FixedArray>();
    if queue.is_empty() {
        return None;
    }
    Some(Request {
        mode: ResumeMode::from_int(queue.at(0).as_int()),
        value: queue.at(1).root(cx),
        promise: queue.at(2).must::<Promise>().root(cx),
    })
}

fn push(cx: &mut Cx<'_>, generator: Handle<'_, AsyncGenerator>, request: &Request<'_>) {
    scope!(cx);
    let old = queue(cx, generator);
    let count = old.get(cx).len();
    let new = FixedArray::new(cx, count + REQUEST);
    let raw = new.get(cx);
    for index in 0..count {
        raw.set(cx, index, old.get(cx).at(index));
    }
    raw.set(cx, count, Val::int(request.mode as i32));
    raw.set(cx, count + 1, request.value.val(cx));
    raw.set(cx, count + 2, request.promise.val(cx));
    generator.get(cx).set_queue(cx, raw.val());
}

fn pop(cx: &mut Cx<'_>, generator: Handle<'_, AsyncGenerator>) {
    scope!(cx);
    let old = queue(cx, generator);
    let count = old.get(cx).len() - REQUEST;
    if count == 0 {
        generator.get(cx).set_queue(cx, cx.root(Root::EmptyFixedArray));
        return;
    }
    let new = FixedArray::new(cx, count);
    for index in 0..count {
        new.get(cx).set(cx, index, old.get(cx).at(REQUEST + index));
    }
    generator.get(cx).set_queue(cx, new.val(cx));
}

/// AsyncGenerator.prototype.next, return and throw of a valid generator: the promise of the request.
pub fn enqueue<'s>(
    cx: &mut Cx<'s>,
    generator: Handle<'_, AsyncGenerator>,
    mode: ResumeMode,
    value: Handle<'_>,
) -> JsResult<Handle<'s, Promise>> {
    let promise = promise::new_promise(cx);
    scope!(cx);
    let request = Request { mode, value: value.val(cx).root(cx), promise };
    let mut standing = state(cx, generator);
    if standing == GeneratorState::SuspendedStart && mode != ResumeMode::Next {
        set_state(cx, generator, GeneratorState::Completed);
        generator.get(cx).set_frame(cx, Val::UNDEFINED);
        standing = GeneratorState::Completed;
    }
    match (standing, mode) {
        (GeneratorState::Completed, ResumeMode::Next) => {
            let undefined = cx.undefined();
            settle(cx, promise, ResumeMode::Next, undefined, true);
        }
        (GeneratorState::Completed, ResumeMode::Throw) => settle(cx, promise, mode, value, true),
        (GeneratorState::Completed, ResumeMode::Return) => {
            push(cx, generator, &request);
            await_return(cx, generator)?;
        }
        (GeneratorState::SuspendedStart | GeneratorState::SuspendedYield | GeneratorState::SuspendedDelegate, _) => {
            push(cx, generator, &request);
            run(cx, generator, mode, value)?;
        }
        (GeneratorState::Running | GeneratorState::AwaitingReturn, _) => push(cx, generator, &request),
    }
    Ok(promise)
}

/// Settles a request's promise: with a result object, or for a throw with the exception.
fn settle(cx: &mut Cx<'_>, promise: Handle<'_, Promise>, mode: ResumeMode, value: Handle<'_>, done: bool) {
    if mode == ResumeMode::Throw {
        return promise::reject(cx, promise, value);
    }
    let result = create_iter_result(cx, value, done);
    promise::resolve(cx, promise, result.any());
}

/// AsyncGeneratorCompleteStep: serves the first request.
fn complete_step(
    cx: &mut Cx<'_>,
    generator: Handle<'_, AsyncGenerator>,
    mode: ResumeMode,
    value: Handle<'_>,
    done: bool,
) {
    let request = first(cx, generator).expect("a running async generator has a request");
    pop(cx, generator);
    settle(cx, request.promise, mode, value, done);
}

/// AsyncGeneratorResume.
fn run(cx: &mut Cx<'_>, generator: Handle<'_, AsyncGenerator>, mode: ResumeMode, value: Handle<'_>) -> JsResult<()> {
    set_state(cx, generator, GeneratorState::Running);
    let saved: Handle<'_, SavedFrame> = generator.get(cx).frame().must::<SavedFrame>().root(cx);
    generator.get(cx).set_frame(cx, Val::UNDEFINED);
    let object: Handle<'_, JsObject> = generator.any().must(cx);
    suspension::resume(cx, object, saved, mode, value)?;
    Ok(())
}

/// Goes on after an await, of the body or of a `return` that found the generator completed.
pub fn resume_await(
    cx: &mut Cx<'_>,
    generator: Handle<'_, AsyncGenerator>,
    mode: ResumeMode,
    value: Handle<'_>,
) -> JsResult<()> {
    if state(cx, generator) != GeneratorState::AwaitingReturn {
        return run(cx, generator, mode, value);
    }
    set_state(cx, generator, GeneratorState::Completed);
    complete_step(cx, generator, mode, value, true);
    drain(cx, generator)
}

/// AsyncGeneratorYield: gives `value` to the first request. The next request, if one waits already, is what the body goes
/// on with; without one it suspends.
pub fn yield_value<'s>(
    cx: &mut Cx<'s>,
    generator: Handle<'_, AsyncGenerator>,
    value: Handle<'_>,
) -> Option<(ResumeMode, Handle<'s>)> {
    complete_step(cx, generator, ResumeMode::Next, value, false);
    match first(cx, generator) {
        Some(request) => Some((request.mode, request.value)),
        None => {
            set_state(cx, generator, GeneratorState::SuspendedYield);
            None
        }
    }
}

/// The end of the body: AsyncGeneratorStart, steps 4.g ff.
pub fn finish(
    cx: &mut Cx<'_>,
    generator: Handle<'_, AsyncGenerator>,
    mode: ResumeMode,
    value: Handle<'_>,
) -> JsResult<()> {
    set_state(cx, generator, GeneratorState::Completed);
    complete_step(cx, generator, mode, value, true);
    drain(cx, generator)
}

/// AsyncGeneratorAwaitReturn: the value of a `return` request on a completed generator is awaited first.
fn await_return(cx: &mut Cx<'_>, generator: Handle<'_, AsyncGenerator>) -> JsResult<()> {
    set_state(cx, generator, GeneratorState::AwaitingReturn);
    let request = first(cx, generator).expect("the return request waits");
    let object: Handle<'_, JsObject> = generator.any().must(cx);
    if let Err(thrown) = promise::perform_await(cx, request.value, object) {
        let exception = cx.take_exception(thrown);
        set_state(cx, generator, GeneratorState::Completed);
        complete_step(cx, generator, ResumeMode::Throw, exception, true);
        return drain(cx, generator);
    }
    Ok(())
}

/// AsyncGeneratorDrainQueue: serves what waits on a completed generator.
fn drain(cx: &mut Cx<'_>, generator: Handle<'_, AsyncGenerator>) -> JsResult<()> {
    loop {
        scope!(cx);
        let Some(request) = first(cx, generator) else { return Ok(()) };
        match request.mode {
            ResumeMode::Return => return await_return(cx, generator),
            ResumeMode::Throw => complete_step(cx, generator, ResumeMode::Throw, request.value, true),
            ResumeMode::Next => {
                let undefined = cx.undefined();
                complete_step(cx, generator, ResumeMode::Next, undefined, true);
            }
        }
    }
}
