//! Generators, and async functions that go on (ECMA-262, 27.5 and 27.7). Async generators have [`super::async_generator`].

use super::async_generator;
use super::messages::Message;
use super::native::JsResult;
use super::ops;
use super::suspension::{self, ResumeMode};
use crate::bytecode::template::FunctionFlags;
use crate::heap::{Cx, Handle, Val};
use crate::objects::function::{self, JsFunction};
use crate::objects::generator::{AsyncFunction, AsyncGenerator, Generator, GeneratorState, SavedFrame};
use crate::objects::object::{self, JsObject, ObjectType};
use crate::objects::roots::Root;

/// Where a generator stands.
pub fn state_of(state: Val<'_>) -> GeneratorState {
    match state.as_int() {
        0 => GeneratorState::SuspendedStart,
        1 => GeneratorState::SuspendedYield,
        2 => GeneratorState::Running,
        3 => GeneratorState::Completed,
        4 => GeneratorState::SuspendedDelegate,
        _ => GeneratorState::AwaitingReturn,
    }
}

/// A [`GeneratorState`] as generators keep it.
pub fn state_value(state: GeneratorState) -> Val<'static> {
    Val::int(state as i32)
}

/// The generator object of a call of `function`: its prototype is the function's, if that is an object.
pub fn create<'s>(cx: &mut Cx<'s>, function: Handle<'_, JsFunction>) -> Handle<'s, JsObject> {
    let is_async = function.get(cx).info().function_flags().contains(FunctionFlags::ASYNC);
    if is_async {
        let generator: Handle<'s, AsyncGenerator> = instance(cx, function, Root::AsyncGeneratorPrototype);
        generator.get(cx).set_state(cx, state_value(GeneratorState::SuspendedStart));
        generator.get(cx).set_queue(cx, cx.root(Root::EmptyFixedArray));
        return generator.must(cx);
    }
    let generator: Handle<'s, Generator> = instance(cx, function, Root::GeneratorPrototype);
    generator.get(cx).set_state(cx, state_value(GeneratorState::SuspendedStart));
    generator.must(cx)
}

fn instance<'s, T: ObjectType>(cx: &mut Cx<'s>, function: Handle<'_, JsFunction>, default: Root) -> Handle<'s, T> {
    let result = cx.undefined();
    {
        crate::scope!(cx);
        let prototype = function::prototype_property(cx, function);
        let prototype = prototype.cast::<JsObject>(cx).unwrap_or_else(|| cx.root_handle(default));
        let map = ops::construct::instance_map::<T>(cx, prototype);
        let object: Handle<'_, T> = object::allocate(cx, map);
        result.set(cx, object.val(cx));
    }
    result.must(cx)
}

/// What a resumed generator gave.
pub enum Resumed<'s> {
    Yielded(Handle<'s>),
    /// `yield*` gave the result object of its iterator, of which nothing is known.
    Delegated(Handle<'s>),
    Returned(Handle<'s>),
}

/// GeneratorResume and GeneratorResumeAbrupt: the result object of `next`, `return` or `throw`.
pub fn resume<'s>(
    cx: &mut Cx<'s>,
    generator: Handle<'_, Generator>,
    mode: ResumeMode,
    value: Handle<'s>,
) -> JsResult<Handle<'s>> {
    Ok(match resume_plainly(cx, generator, mode, value)? {
        Resumed::Yielded(value) => ops::iterate::create_iter_result(cx, value, false).any(),
        Resumed::Delegated(result) => result,
        Resumed::Returned(value) => ops::iterate::create_iter_result(cx, value, true).any(),
    })
}

/// [`resume`] without making a result object.
pub fn resume_plainly<'s>(
    cx: &mut Cx<'s>,
    generator: Handle<'_, Generator>,
    mode: ResumeMode,
    value: Handle<'s>,
) -> JsResult<Resumed<'s>> {
    let mut state = state_of(generator.get(cx).state());
    if state == GeneratorState::Running {
        return Err(cx.throw_error(Message::GeneratorRunning, &[]));
    }
    if state == GeneratorState::SuspendedStart && mode != ResumeMode::Next {
        complete(cx, generator);
        state = GeneratorState::Completed;
    }
    if state == GeneratorState::Completed {
        return match mode {
            ResumeMode::Next => Ok(Resumed::Returned(cx.undefined())),
            ResumeMode::Return => Ok(Resumed::Returned(value)),
            ResumeMode::Throw => Err(cx.throw(value)),
        };
    }
    generator.get(cx).set_state(cx, state_value(GeneratorState::Running));
    let saved: Handle<'_, SavedFrame> = generator.get(cx).frame().must::<SavedFrame>().root(cx);
    let outcome = suspension::resume(cx, generator.any().must(cx), saved, mode, value);
    match state_of(generator.get(cx).state()) {
        GeneratorState::SuspendedYield => outcome.map(Resumed::Yielded),
        GeneratorState::SuspendedDelegate => outcome.map(Resumed::Delegated),
        _ => {
            complete(cx, generator);
            outcome.map(Resumed::Returned)
        }
    }
}

fn complete(cx: &Cx<'_>, generator: Handle<'_, Generator>) {
    generator.get(cx).set_state(cx, state_value(GeneratorState::Completed));
    generator.get(cx).set_frame(cx, Val::UNDEFINED);
}

/// The object of a call of an async function, with its promise.
pub fn create_async<'s>(cx: &mut Cx<'s>) -> Handle<'s, AsyncFunction> {
    let activation: Handle<'s, AsyncFunction> = object::allocate(cx, cx.root_handle(Root::AsyncFunctionObjectMap));
    crate::scope!(cx);
    let promise = ops::promise::new_promise(cx);
    activation.get(cx).set_promise(cx, promise.val(cx));
    activation
}

/// Goes on with the activation that awaited a promise: `value` is what it was fulfilled or rejected with.
pub fn resume_await(
    cx: &mut Cx<'_>,
    activation: Handle<'_, JsObject>,
    value: Handle<'_>,
    is_rejected: bool,
) -> JsResult<()> {
    crate::scope!(cx);
    let mode = if is_rejected { ResumeMode::Throw } else { ResumeMode::Next };
    if let Some(generator) = activation.any().cast::<AsyncGenerator>(cx) {
        return async_generator::resume_await(cx, generator, mode, value);
    }
    let function: Handle<'_, AsyncFunction> = activation.must(cx);
    let saved: Handle<'_, SavedFrame> = function.get(cx).frame().must::<SavedFrame>().root(cx);
    // What the function throws it rejects its promise with: only a termination gets here.
    suspension::resume(cx, activation, saved, mode, value)?;
    Ok(())
}
