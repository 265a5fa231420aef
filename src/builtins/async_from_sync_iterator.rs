//! %AsyncFromSyncIteratorPrototype% (ECMA-262, 27.1.4): lets `for await` and `yield*` take a sync iterator. No script sees
//! these objects.

use super::define::{Row, function, method, properties};
use super::receiver::this;
use crate::objects::object::AsyncFromSyncIterator;
use crate::objects::promise::Promise;
use crate::vm::ops::error::describe;
use crate::vm::ops::prelude::*;
use crate::vm::ops::promise::{
    self, PromiseCapability, create_resolving_functions, new_promise, perform_promise_then, promise_resolve,
};

const METHODS: &[Row] = &[method("next", 1, next), method("return", 1, return_), method("throw", 1, throw)];

pub fn install(cx: &mut Cx<'_>) {
    let prototype = cx.root_handle::<JsObject>(Root::AsyncFromSyncIteratorPrototype);
    properties(cx, prototype, METHODS);
}

/// %AsyncFromSyncIteratorPrototype%.next ( value )
fn next<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    settle(cx, args, |cx, iterator, promise| {
        let method = iterator.get(cx).next_method().root(cx);
        forward(cx, iterator, method, args, promise)
    })
}

/// %AsyncFromSyncIteratorPrototype%.return ( value )
fn return_<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    settle(cx, args, |cx, iterator, promise| {
        let sync = iterator.get(cx).iterator().root(cx);
        match get_method(cx, sync, cx.key(N::return_))? {
            Some(method) => forward(cx, iterator, method.any(), args, promise),
            None => {
                let result = create_iter_result(cx, args.get(cx, 0), true);
                promise::resolve(cx, promise, result.any());
                Ok(())
            }
        }
    })
}

/// %AsyncFromSyncIteratorPrototype%.throw ( value )
fn throw<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    settle(cx, args, |cx, iterator, promise| {
        let sync = iterator.get(cx).iterator().root(cx);
        match get_method(cx, sync, cx.key(N::throw))? {
            Some(method) => forward(cx, iterator, method.any(), args, promise),
            None => Err(cx.throw(args.get(cx, 0))),
        }
    })
}

/// A promise that `work` resolves; what it throws rejects the promise.
fn settle<'s>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
    work: impl FnOnce(&mut Cx<'s>, Handle<'s, AsyncFromSyncIterator>, Handle<'s, Promise>) -> JsResult<()>,
) -> JsResult<Handle<'s>> {
    let promise = new_promise(cx);
    let iterator = this::<AsyncFromSyncIterator>(cx, args, "%AsyncFromSyncIterator%.prototype.next")?;
    if let Err(thrown) = work(cx, iterator, promise) {
        let reason = cx.take_exception(thrown);
        promise::reject(cx, promise, reason);
    }
    Ok(promise.any())
}

/// Calls `method` of the sync iterator with the argument, if there is one, and goes on with its result
/// (AsyncFromSyncIteratorContinuation).
fn forward<'s>(
    cx: &mut Cx<'s>,
    iterator: Handle<'s, AsyncFromSyncIterator>,
    method: Handle<'s>,
    args: Args<'s>,
    promise: Handle<'s, Promise>,
) -> JsResult<()> {
    let sync = iterator.get(cx).iterator().root(cx);
    let argument = args.given(0);
    let result = call(cx, method, sync, argument.as_slice())?;
    let Some(result) = result.cast::<JsObject>(cx) else {
        let shown = describe(cx, result);
        return Err(cx.throw_error(Message::IteratorResultNotObject, &[&shown]));
    };
    let done = get(cx, result, cx.key(N::done))?;
    let done = to_boolean(cx, done.val(cx));
    let value = get(cx, result, cx.key(N::value))?;
    let constructor = cx.root_handle::<JsObject>(Root::PromiseConstructor);
    let wrapper: Handle<'s, Promise> = promise_resolve(cx, constructor, value)?.must(cx);
    let unwrap = function(cx, "", 1, unwrap, cx.boolean(done));
    let (resolve, reject) = create_resolving_functions(cx, promise);
    let capability = PromiseCapability { promise: promise.must(cx), resolve, reject };
    perform_promise_then(cx, wrapper, unwrap.any(), cx.undefined(), Some(capability));
    Ok(())
}

/// The result object of an awaited value; whether it is the last is the function's data.
fn unwrap<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let done = args.data(cx).is_true();
    Ok(create_iter_result(cx, args.get(cx, 0), done).any())
}
