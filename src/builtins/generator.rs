//! The prototypes of generators and async generators (ECMA-262, 27.5 and 27.6). Running them is `vm::generator` and
//! `vm::async_generator`; the constructors of their functions stand with Function.

use super::define::{Row, method, properties, rooted_method, to_string_tag};
use super::receiver::{incompatible, this};
use crate::objects::generator::{AsyncGenerator, Generator};
use crate::vm::ops::prelude::*;
use crate::vm::ops::promise;
use crate::vm::suspension::ResumeMode;
use crate::vm::{async_generator, generator};

const GENERATOR: &[Row] = &[
    rooted_method("next", 1, next, Root::GeneratorNext),
    method("return", 1, return_),
    method("throw", 1, throw),
    to_string_tag("Generator"),
];

const ASYNC_GENERATOR: &[Row] = &[
    method("next", 1, async_next),
    method("return", 1, async_return),
    method("throw", 1, async_throw),
    to_string_tag("AsyncGenerator"),
];

pub fn install(cx: &mut Cx<'_>) {
    for (root, rows) in [(Root::GeneratorPrototype, GENERATOR), (Root::AsyncGeneratorPrototype, ASYNC_GENERATOR)] {
        let prototype = cx.root_handle::<JsObject>(root);
        properties(cx, prototype, rows);
    }
}

/// %GeneratorPrototype%.next ( value )
fn next<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    resume(cx, args, ResumeMode::Next, "[Generator].prototype.next")
}

/// %GeneratorPrototype%.return ( value )
fn return_<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    resume(cx, args, ResumeMode::Return, "[Generator].prototype.return")
}

/// %GeneratorPrototype%.throw ( exception )
fn throw<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    resume(cx, args, ResumeMode::Throw, "[Generator].prototype.throw")
}

fn resume<'s>(cx: &mut Cx<'s>, args: Args<'s>, mode: ResumeMode, name: &str) -> JsResult<Handle<'s>> {
    let generator = this::<Generator>(cx, args, name)?;
    generator::resume(cx, generator, mode, args.get(cx, 0))
}

/// %AsyncGeneratorPrototype%.next ( value )
fn async_next<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    enqueue(cx, args, ResumeMode::Next, "[AsyncGenerator].prototype.next")
}

/// %AsyncGeneratorPrototype%.return ( value )
fn async_return<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    enqueue(cx, args, ResumeMode::Return, "[AsyncGenerator].prototype.return")
}

/// %AsyncGeneratorPrototype%.throw ( exception )
fn async_throw<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    enqueue(cx, args, ResumeMode::Throw, "[AsyncGenerator].prototype.throw")
}

/// The promise of the request; one rejected with a TypeError where the receiver is no async generator.
fn enqueue<'s>(cx: &mut Cx<'s>, args: Args<'s>, mode: ResumeMode, name: &str) -> JsResult<Handle<'s>> {
    if let Some(generator) = args.this().cast::<AsyncGenerator>(cx) {
        return Ok(async_generator::enqueue(cx, generator, mode, args.get(cx, 0))?.any());
    }
    let thrown = incompatible(cx, args.this(), name);
    let reason = cx.take_exception(thrown);
    let rejected = promise::new_promise(cx);
    promise::reject(cx, rejected, reason);
    Ok(rejected.any())
}
