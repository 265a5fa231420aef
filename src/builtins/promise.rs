//! Promise: the constructor, `resolve`, `reject`, and the prototype (ECMA-262, 27.2). The combinators are in
//! [`super::promise_combinators`]; settling, reactions and jobs are `vm::ops::promise`.

use super::define::{Class, Row, class, function, method, rooted_method, symbol_getter, to_string_tag};
use super::promise_combinators as combinators;
use super::receiver::{return_this, this, this_object};
use crate::objects::fixed::FixedArray;
use crate::objects::promise::Promise;
use crate::vm::ops::error::describe;
use crate::vm::ops::prelude::*;
use crate::vm::ops::promise::{
    PromiseCapability, create_resolving_functions, new_promise, new_promise_capability, perform_promise_then,
    promise_resolve,
};

const STATICS: &[Row] = &[
    method("all", 1, combinators::all),
    method("allSettled", 1, combinators::all_settled),
    method("any", 1, combinators::any),
    method("race", 1, combinators::race),
    rooted_method("resolve", 1, resolve, Root::PromiseResolve),
    method("reject", 1, reject),
    symbol_getter(WellKnown::Species, return_this),
];

const METHODS: &[Row] = &[
    rooted_method("then", 2, then, Root::PromiseThen),
    method("catch", 1, catch),
    method("finally", 1, finally),
    to_string_tag("Promise"),
];

pub fn install(cx: &mut Cx<'_>) {
    let promise = Class {
        constructor_root: Some(Root::PromiseConstructor),
        statics: STATICS,
        methods: METHODS,
        ..Class::new("Promise", 1, construct, Root::PromisePrototype)
    };
    class(cx, &promise);
}

/// `new Promise(executor)` (27.2.3.1).
fn construct<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let Some(new_target) = args.new_target(cx) else { return Err(cx.throw_error(Message::PromiseWithoutNew, &[])) };
    let executor = args.get(cx, 0);
    if !is_callable(cx, executor) {
        let shown = describe(cx, executor);
        return Err(cx.throw_error(Message::PromiseResolver, &[&shown]));
    }
    let promise: Handle<'s, Promise> = ordinary_create_from_constructor(cx, new_target, Root::PromisePrototype)?;
    promise.get(cx).set_status(cx, Val::int(0));
    let (resolve, reject) = create_resolving_functions(cx, promise);
    if let Err(thrown) = call(cx, executor, cx.undefined(), &[resolve, reject]) {
        let reason = cx.take_exception(thrown);
        call(cx, reject, cx.undefined(), &[reason])?;
    }
    Ok(promise.any())
}

/// Promise.resolve (27.2.4.7).
fn resolve<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let constructor = this_object(cx, args, "PromiseResolve")?;
    let promise = promise_resolve(cx, constructor, args.get(cx, 0))?;
    Ok(promise.any())
}

/// Promise.reject (27.2.4.6).
fn reject<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let constructor = this_object(cx, args, "PromiseReject")?;
    let capability = new_promise_capability(cx, constructor.any())?;
    call(cx, capability.reject, cx.undefined(), &[args.get(cx, 0)])?;
    Ok(capability.promise.any())
}

/// Promise.prototype.then (27.2.5.4).
fn then<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let promise: Handle<'s, Promise> = this(cx, args, "Promise.prototype.then")?;
    let constructor = species_constructor(cx, promise.must(cx), Root::PromiseConstructor)?;
    let capability = derived_capability(cx, constructor)?;
    perform_promise_then(cx, promise, args.get(cx, 0), args.get(cx, 1), Some(capability));
    Ok(capability.promise.any())
}

/// NewPromiseCapability for what `then` derives. Of the intrinsic constructor it needs no resolving functions: nobody
/// could see them, and the reaction settles the promise itself.
fn derived_capability<'s>(cx: &mut Cx<'s>, constructor: Handle<'_, JsObject>) -> JsResult<PromiseCapability<'s>> {
    if !constructor.val(cx).is_same_word(cx.root(Root::PromiseConstructor)) {
        return new_promise_capability(cx, constructor.any());
    }
    let promise = new_promise(cx).must(cx);
    Ok(PromiseCapability { promise, resolve: cx.undefined(), reject: cx.undefined() })
}

/// Promise.prototype.catch (27.2.5.1).
fn catch<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    call_method(cx, args.this(), cx.key(N::then), &[cx.undefined(), args.get(cx, 0)])
}

/// Promise.prototype.finally (27.2.5.3).
fn finally<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let promise = this_object(cx, args, "Promise.prototype.finally")?;
    let constructor = species_constructor(cx, promise, Root::PromiseConstructor)?;
    let on_finally = args.get(cx, 0);
    if !is_callable(cx, on_finally) {
        return call_method(cx, promise.any(), cx.key(N::then), &[on_finally, on_finally]);
    }
    let state = FixedArray::new(cx, 2);
    state.get(cx).set(cx, 0, on_finally.val(cx));
    state.get(cx).set(cx, 1, constructor.val(cx));
    let then_finally = function(cx, "", 1, then_finally, state.any());
    let catch_finally = function(cx, "", 1, catch_finally, state.any());
    call_method(cx, promise.any(), cx.key(N::then), &[then_finally.any(), catch_finally.any()])
}

/// Then Finally Functions (27.2.5.3.1): the value goes on once what `onFinally` gave is settled.
fn then_finally<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    after_finally(cx, args, return_data)
}

/// Catch Finally Functions (27.2.5.3.2): the reason goes on.
fn catch_finally<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    after_finally(cx, args, throw_data)
}

/// Calls `onFinally`, and has `thunk` give back the argument once the result is settled.
fn after_finally<'s>(cx: &mut Cx<'s>, args: Args<'s>, thunk: Native) -> JsResult<Handle<'s>> {
    let state = args.data(cx).must::<FixedArray>();
    let (on_finally, constructor) = (state.at(0).root(cx), state.at(1).root(cx));
    let result = call(cx, on_finally, cx.undefined(), &[])?;
    let promise = promise_resolve(cx, constructor.must(cx), result)?;
    let thunk = function(cx, "", 0, thunk, args.get(cx, 0));
    call_method(cx, promise.any(), cx.key(N::then), &[thunk.any()])
}

fn return_data<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(args.data(cx).root(cx))
}

fn throw_data<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let reason = args.data(cx).root(cx);
    Err(cx.throw(reason))
}
