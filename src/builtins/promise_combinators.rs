//! Promise.all, allSettled, any and race (ECMA-262, 27.2.4.1 to 27.2.4.5).
//!
//! The first three collect one value from each element, so they share their loop and their state: a FixedArray
//! (remaining count, array of what was collected, what to call with it at the end). Each element has a record
//! (that state, its index, whether it was already called).

use super::define::function;
use super::receiver::this_object;
use crate::objects::array;
use crate::objects::fixed::FixedArray;
use crate::objects::property;
use crate::vm::messages::ErrorType;
use crate::vm::ops::error::new_error;
use crate::vm::ops::iterate::for_each_value;
use crate::vm::ops::prelude::*;
use crate::vm::ops::promise::{PromiseCapability, new_promise_capability};

/// What becomes of the elements' outcomes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Combinator {
    All,
    AllSettled,
    Any,
}

/// Promise.all.
pub fn all<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    combine(cx, args, "Promise.all", |cx, args, capability| collect(cx, args, capability, Combinator::All))
}

/// Promise.allSettled.
pub fn all_settled<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    combine(cx, args, "Promise.allSettled", |cx, args, capability| {
        collect(cx, args, capability, Combinator::AllSettled)
    })
}

/// Promise.any.
pub fn any<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    combine(cx, args, "Promise.any", |cx, args, capability| collect(cx, args, capability, Combinator::Any))
}

/// Promise.race.
pub fn race<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    combine(cx, args, "Promise.race", |cx, args, capability| {
        let resolve = get_promise_resolve(cx, args.this())?;
        for_each_value(cx, args.get(cx, 0), &mut |cx, value| {
            let next = call(cx, resolve, args.this(), &[value])?;
            call_method(cx, next, cx.key(N::then), &[capability.resolve, capability.reject])?;
            Ok(())
        })
    })
}

/// What all four share: a capability of the receiver, rejected with whatever `perform` throws.
fn combine<'s>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
    method: &str,
    perform: impl FnOnce(&mut Cx<'s>, Args<'s>, PromiseCapability<'s>) -> JsResult<()>,
) -> JsResult<Handle<'s>> {
    let constructor = this_object(cx, args, method)?;
    let capability = new_promise_capability(cx, constructor.any())?;
    if let Err(thrown) = perform(cx, args, capability) {
        let reason = cx.take_exception(thrown);
        call(cx, capability.reject, cx.undefined(), &[reason])?;
    }
    Ok(capability.promise.any())
}

/// GetPromiseResolve (27.2.4.1.1).
fn get_promise_resolve<'s>(cx: &mut Cx<'s>, constructor: Handle<'s>) -> JsResult<Handle<'s>> {
    let resolve = get(cx, constructor.must(cx), cx.key(N::resolve))?;
    if !is_callable(cx, resolve) {
        return Err(cx.throw_error(Message::NotAFunction, &["resolve"]));
    }
    Ok(resolve)
}

// The fields of the shared state, and of an element's record.
const REMAINING: usize = 0;
const COLLECTED: usize = 1;
const CONCLUDE: usize = 2;
const STATE: usize = 0;
const INDEX: usize = 1;
const CALLED: usize = 2;

/// PerformPromiseAll, PerformPromiseAllSettled, PerformPromiseAny.
fn collect<'s>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
    capability: PromiseCapability<'s>,
    combinator: Combinator,
) -> JsResult<()> {
    let resolve = get_promise_resolve(cx, args.this())?;
    let conclude = if combinator == Combinator::Any { capability.reject } else { capability.resolve };
    let state = FixedArray::new(cx, 3);
    let collected = array::with_capacity(cx, 0);
    state.get(cx).set(cx, REMAINING, Val::int(1));
    state.get(cx).set(cx, COLLECTED, collected.val(cx));
    state.get(cx).set(cx, CONCLUDE, conclude.val(cx));
    let mut index = 0;
    for_each_value(cx, args.get(cx, 0), &mut |cx, value| {
        array::push(cx, collected, cx.undefined());
        let next = call(cx, resolve, args.this(), &[value])?;
        let element = new_element(cx, state, index);
        let (on_fulfilled, on_rejected) = reactions(cx, combinator, element, capability);
        let remaining = state.get(cx).at(REMAINING).as_int() + 1;
        state.get(cx).set(cx, REMAINING, Val::int(remaining));
        index += 1;
        call_method(cx, next, cx.key(N::then), &[on_fulfilled, on_rejected])?;
        Ok(())
    })?;
    count_down(cx, state, combinator)
}

fn new_element<'s>(cx: &mut Cx<'s>, state: Handle<'_, FixedArray>, index: i32) -> Handle<'s, FixedArray> {
    let element = FixedArray::new(cx, 3);
    let raw = element.get(cx);
    raw.set(cx, STATE, state.val(cx));
    raw.set(cx, INDEX, Val::int(index));
    raw.set(cx, CALLED, Val::FALSE);
    element
}

/// What `then` of an element is called with.
fn reactions<'s>(
    cx: &mut Cx<'s>,
    combinator: Combinator,
    element: Handle<'_, FixedArray>,
    capability: PromiseCapability<'_>,
) -> (Handle<'s>, Handle<'s>) {
    let mut element_function = |code: Native| function(cx, "", 1, code, element.any()).any();
    match combinator {
        Combinator::All => (element_function(all_fulfilled), capability.reject.val(cx).root(cx)),
        Combinator::AllSettled => (element_function(settled_fulfilled), element_function(settled_rejected)),
        Combinator::Any => {
            let on_rejected = element_function(any_rejected);
            (capability.resolve.val(cx).root(cx), on_rejected)
        }
    }
}

/// Promise.all Resolve Element Functions (27.2.4.1.3).
fn all_fulfilled<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    settle_element(cx, args, Combinator::All, |cx| args.get(cx, 0))
}

/// Promise.allSettled Resolve Element Functions (27.2.4.2.2).
fn settled_fulfilled<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    settle_element(cx, args, Combinator::AllSettled, |cx| outcome(cx, N::fulfilled, N::value, args.get(cx, 0)))
}

/// Promise.allSettled Reject Element Functions (27.2.4.2.3).
fn settled_rejected<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    settle_element(cx, args, Combinator::AllSettled, |cx| outcome(cx, N::rejected, N::reason, args.get(cx, 0)))
}

/// Promise.any Reject Element Functions (27.2.4.3.2).
fn any_rejected<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    settle_element(cx, args, Combinator::Any, |cx| args.get(cx, 0))
}

/// `{ status, value }` or `{ status, reason }`.
fn outcome<'s>(cx: &mut Cx<'s>, kind: N, field: N, value: Handle<'_>) -> Handle<'s> {
    let object = crate::objects::object::new_plain(cx);
    property::add(cx, object, cx.key(N::status), cx.name(kind).any(), Attributes::DEFAULT);
    property::add(cx, object, cx.key(field), value, Attributes::DEFAULT);
    object.any()
}

/// Takes an element's outcome, once; concludes with the last.
fn settle_element<'s>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
    combinator: Combinator,
    outcome: impl FnOnce(&mut Cx<'s>) -> Handle<'s>,
) -> JsResult<Handle<'s>> {
    let element = args.data(cx).must::<FixedArray>().root(cx);
    if element.get(cx).at(CALLED).is_true() {
        return Ok(cx.undefined());
    }
    element.get(cx).set(cx, CALLED, Val::TRUE);
    let value = outcome(cx);
    let state = element.get(cx).at(STATE).must::<FixedArray>().root(cx);
    let collected: Gc<'_, JsArray> = state.get(cx).at(COLLECTED).must();
    let index = element.get(cx).at(INDEX).as_int() as usize;
    collected.storage().set_element(cx, index, value.val(cx));
    count_down(cx, state, combinator)?;
    Ok(cx.undefined())
}

/// One less to wait for; with none left, calls the capability's function with what was collected.
fn count_down(cx: &mut Cx<'_>, state: Handle<'_, FixedArray>, combinator: Combinator) -> JsResult<()> {
    let remaining = state.get(cx).at(REMAINING).as_int() - 1;
    state.get(cx).set(cx, REMAINING, Val::int(remaining));
    if remaining > 0 {
        return Ok(());
    }
    let collected = state.get(cx).at(COLLECTED).root(cx);
    let conclude = state.get(cx).at(CONCLUDE).root(cx);
    let conclusion = if combinator == Combinator::Any { aggregate_error(cx, collected) } else { collected };
    call(cx, conclude, cx.undefined(), &[conclusion])?;
    Ok(())
}

fn aggregate_error<'s>(cx: &mut Cx<'s>, errors: Handle<'_>) -> Handle<'s> {
    let error = new_error(cx, ErrorType::AggregateError, &Message::AllPromisesRejected.format(&[]));
    property::add(cx, error.must(cx), cx.key(N::errors), errors, Attributes::HIDDEN);
    error.any()
}
