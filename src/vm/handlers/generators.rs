//! Generators, async functions and async generators: where frames are left for a while.

use crate::heap::{Cx, Val};
use crate::objects::generator::{AsyncFunction, AsyncGenerator, Generator, GeneratorState};
use crate::objects::object::JsObject;
use crate::objects::promise::Promise;
use crate::vm::dispatch::{Handler, op};
use crate::vm::generator::{self, state_value};
use crate::vm::instruction::{Instruction, Step};
use crate::vm::native::JsResult;
use crate::vm::suspension::{self, ResumeMode};
use crate::vm::{async_generator, ops};

impl Handler for op::CreateGenerator {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let object = generator::create(cx, i.callee(cx));
        let frame = suspension::save(cx, i);
        match object.any().cast::<Generator>(cx) {
            Some(generator) => generator.get(cx).set_frame(cx, frame.val(cx)),
            None => object.must::<AsyncGenerator>(cx).get(cx).set_frame(cx, frame.val(cx)),
        }
        Ok(suspension::leave(cx, i, object.any()))
    }
}

impl Handler for op::Yield {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let running = suspension::running_generator(cx);
        if let Some(generator) = running.cast::<AsyncGenerator>(cx) {
            return yield_async(cx, i, generator);
        }
        let generator = running.must::<Generator>(cx);
        let is_delegate = i.flags() & 1 != 0;
        let state = if is_delegate { GeneratorState::SuspendedDelegate } else { GeneratorState::SuspendedYield };
        let old = generator.get(cx).frame().root(cx);
        let frame = suspension::save_again(cx, i, old);
        generator.get(cx).set_frame(cx, frame.val(cx));
        generator.get(cx).set_state(cx, state_value(state));
        Ok(suspension::leave(cx, i, i.rb()))
    }
}

/// A yield of an async generator: served at once if another request waits already.
fn yield_async<'s>(
    cx: &mut Cx<'s>,
    i: Instruction<'s>,
    generator: crate::heap::Handle<'s, AsyncGenerator>,
) -> JsResult<Step> {
    let Some((mode, value)) = async_generator::yield_value(cx, generator, i.rb()) else {
        let frame = suspension::save(cx, i);
        generator.get(cx).set_frame(cx, frame.val(cx));
        let undefined = cx.undefined();
        return Ok(suspension::leave(cx, i, undefined));
    };
    if mode == ResumeMode::Throw {
        return Err(cx.throw(value));
    }
    i.set(cx, i.c(), Val::int(mode as i32));
    Ok(i.result(cx, value))
}

impl Handler for op::CreateAsync {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let activation = generator::create_async(cx);
        Ok(i.result(cx, activation.any()))
    }
}

impl Handler for op::Await {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let activation = i.rc().must::<JsObject>(cx);
        ops::promise::perform_await(cx, i.rb(), activation)?;
        if let Some(generator) = activation.any().cast::<AsyncGenerator>(cx) {
            let frame = suspension::save(cx, i);
            generator.get(cx).set_frame(cx, frame.val(cx));
            let undefined = cx.undefined();
            return Ok(suspension::leave(cx, i, undefined));
        }
        let function = activation.must::<AsyncFunction>(cx);
        let old = function.get(cx).frame().root(cx);
        let frame = suspension::save_again(cx, i, old);
        function.get(cx).set_frame(cx, frame.val(cx));
        let promise = function.get(cx).promise().root(cx);
        Ok(suspension::leave(cx, i, promise))
    }
}

/// The promise of the async function object in r[b].
fn promise_of<'s>(cx: &Cx<'s>, i: Instruction<'s>) -> crate::heap::Handle<'s, Promise> {
    i.rb().must::<AsyncFunction>(cx).get(cx).promise().must::<Promise>().root(cx)
}

impl Handler for op::AsyncReturn {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let promise = promise_of(cx, i);
        ops::promise::resolve(cx, promise, i.ra());
        Ok(suspension::leave(cx, i, promise.any()))
    }
}

impl Handler for op::AsyncReject {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let promise = promise_of(cx, i);
        ops::promise::reject(cx, promise, i.ra());
        Ok(suspension::leave(cx, i, promise.any()))
    }
}

impl Handler for op::AsyncGeneratorResult {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let generator = i.rb().must::<AsyncGenerator>(cx);
        let mode = if i.flags() & 1 != 0 { ResumeMode::Throw } else { ResumeMode::Next };
        async_generator::finish(cx, generator, mode, i.ra())?;
        let undefined = cx.undefined();
        Ok(suspension::leave(cx, i, undefined))
    }
}
