//! Promises (ECMA-262, 27.2): what the language itself needs of them. The jobs they make wait in [`super::jobs`].
//!
//! A reaction resolves its target: a promise made by the engine directly, any other through the functions of a
//! PromiseCapability. An `await` is a reaction too: its target is the suspended activation.

use super::call::{call, construct};
use super::error::{describe, new_error};
use super::jobs::{self, Job};
use super::object::{Lookup, get, is_callable, lookup};
use crate::heap::{Cx, Handle, Space, Val};
use crate::objects::fixed::FixedArray;
use crate::objects::function;
use crate::objects::object::{self, JsObject};
use crate::objects::promise::{Promise, PromiseReaction, PromiseState};
use crate::objects::roots::{N, Root};
use crate::scope;
use crate::vm::generator;
use crate::vm::host::RejectionOperation;
use crate::vm::messages::Message;
use crate::vm::native::{Args, JsResult, Native};

pub use super::jobs::{enqueue_callback, has_jobs, run_jobs};

/// A PromiseCapability Record. One whose promise the engine made for itself alone has no functions: `resolve` and
/// `reject` are undefined.
#[derive(Clone, Copy)]
pub struct PromiseCapability<'s> {
    pub promise: Handle<'s, JsObject>,
    pub resolve: Handle<'s>,
    pub reject: Handle<'s>,
}

/// A pending promise of the intrinsic constructor.
pub fn new_promise<'s>(cx: &mut Cx<'s>) -> Handle<'s, Promise> {
    let promise: Handle<'s, Promise> = object::allocate(cx, cx.root_handle(Root::PromiseMap));
    promise.get(cx).set_status(cx, Val::int(PromiseState::Pending as i32));
    promise
}

/// A native function without a name.
pub(in crate::vm) fn anonymous<'s>(cx: &mut Cx<'s>, code: Native, data: Handle<'_>, length: u32) -> Handle<'s> {
    let name = cx.name(N::empty).any();
    function::new_native(cx, Root::NativeFunctionMap, code as usize, data, name, length).any()
}

/// NewPromiseCapability(constructor).
pub fn new_promise_capability<'s>(cx: &mut Cx<'s>, constructor: Handle<'_>) -> JsResult<PromiseCapability<'s>> {
    if constructor.val(cx).is_same_word(cx.root(Root::PromiseConstructor)) {
        let promise = new_promise(cx);
        let (resolve, reject) = create_resolving_functions(cx, promise);
        return Ok(PromiseCapability { promise: promise.any().must(cx), resolve, reject });
    }
    let Some(constructor) = constructor.cast::<JsObject>(cx).filter(|object| object.get(cx).is_constructor()) else {
        let shown = describe(cx, constructor);
        return Err(cx.throw_error(Message::NotAConstructor, &[&shown]));
    };
    let functions = FixedArray::new(cx, 2);
    let executor = anonymous(cx, capabilities_executor, functions.any(), 2);
    let promise = construct(cx, constructor, &[executor], None)?;
    let (resolve, reject) = (functions.get(cx).at(0).root(cx), functions.get(cx).at(1).root(cx));
    if !is_callable(cx, resolve) || !is_callable(cx, reject) {
        return Err(cx.throw_error(Message::PromiseNonCallable, &[]));
    }
    Ok(PromiseCapability { promise, resolve, reject })
}

/// GetCapabilitiesExecutor Functions (27.2.1.5.1): keeps both functions in its FixedArray.
fn capabilities_executor<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let functions = args.data(cx).must::<FixedArray>();
    if !functions.at(0).is_undefined() || !functions.at(1).is_undefined() {
        return Err(cx.throw_error(Message::PromiseExecutorInvoked, &[]));
    }
    let (resolve, reject) = (args.get(cx, 0), args.get(cx, 1));
    let functions = args.data(cx).must::<FixedArray>();
    functions.set(cx, 0, resolve.val(cx));
    functions.set(cx, 1, reject.val(cx));
    Ok(cx.undefined())
}

/// CreateResolvingFunctions(promise): (resolve, reject). They share a FixedArray that holds the promise until one of them
/// was called.
pub fn create_resolving_functions<'s>(cx: &mut Cx<'s>, promise: Handle<'_, Promise>) -> (Handle<'s>, Handle<'s>) {
    let shared = FixedArray::new(cx, 1);
    shared.get(cx).set(cx, 0, promise.val(cx));
    (anonymous(cx, resolve_function, shared.any(), 1), anonymous(cx, reject_function, shared.any(), 1))
}

/// The promise of a resolving function, for the first call of the pair alone.
fn take_promise<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> Option<Handle<'s, Promise>> {
    let shared = args.data(cx).must::<FixedArray>();
    let promise = shared.at(0).cast::<Promise>()?.root(cx);
    args.data(cx).must::<FixedArray>().set(cx, 0, Val::UNDEFINED);
    Some(promise)
}

/// Promise Resolve Functions (27.2.1.3.2).
fn resolve_function<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    if let Some(promise) = take_promise(cx, args) {
        resolve(cx, promise, args.get(cx, 0));
    }
    Ok(cx.undefined())
}

/// Promise Reject Functions (27.2.1.3.1).
fn reject_function<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    if let Some(promise) = take_promise(cx, args) {
        reject(cx, promise, args.get(cx, 0));
    }
    Ok(cx.undefined())
}

/// What a promise's resolve function does with `resolution`: thenables are followed by a job.
pub fn resolve(cx: &mut Cx<'_>, promise: Handle<'_, Promise>, resolution: Handle<'_>) {
    scope!(cx);
    let Some(object) = resolution.cast::<JsObject>(cx) else { return fulfill(cx, promise, resolution) };
    if object.val(cx).is_same_word(promise.val(cx)) {
        let shown = describe(cx, promise.any());
        let message = Message::PromiseCycle;
        let error = new_error(cx, message.error_type(), &message.format(&[&shown]));
        return reject(cx, promise, error.any());
    }
    match get(cx, object, cx.key(N::then)) {
        Err(thrown) => {
            let reason = cx.take_exception(thrown);
            reject(cx, promise, reason);
        }
        Ok(then) if !is_callable(cx, then) => fulfill(cx, promise, resolution),
        Ok(then) => {
            let context = cx.root(Root::AsyncContext).root(cx);
            jobs::enqueue(cx, Job::Thenable, [promise.any(), resolution, then, context]);
        }
    }
}

/// FulfillPromise.
fn fulfill(cx: &mut Cx<'_>, promise: Handle<'_, Promise>, value: Handle<'_>) {
    settle(cx, promise, PromiseState::Fulfilled, value);
}

/// RejectPromise.
pub fn reject(cx: &mut Cx<'_>, promise: Handle<'_, Promise>, reason: Handle<'_>) {
    settle(cx, promise, PromiseState::Rejected, reason);
}

fn settle(cx: &mut Cx<'_>, promise: Handle<'_, Promise>, state: PromiseState, value: Handle<'_>) {
    scope!(cx);
    let reactions = promise.get(cx).result().root(cx);
    promise.get(cx).set_result(cx, value.val(cx));
    promise.get(cx).set_state(cx, state);
    let is_rejected = state == PromiseState::Rejected;
    if is_rejected && !promise.get(cx).is_handled() {
        cx.host().promise_rejection(cx, promise, RejectionOperation::Reject);
    }
    trigger_reactions(cx, reactions, if is_rejected { Job::Reject } else { Job::Fulfill }, value);
}

/// TriggerPromiseReactions: the chain has the newest first, jobs come oldest first.
fn trigger_reactions(cx: &mut Cx<'_>, newest: Handle<'_>, job: Job, argument: Handle<'_>) {
    scope!(cx);
    let next = reversed(cx, newest.val(cx)).root(cx);
    while next.val(cx).is::<PromiseReaction>() {
        scope!(cx);
        let reaction: Handle<'_, PromiseReaction> = next.val(cx).must().root(cx);
        next.set(cx, reaction.get(cx).next());
        reaction.get(cx).set_next(cx, Val::UNDEFINED);
        enqueue_reaction(cx, job, reaction, argument);
    }
}

/// The chain the other way round.
fn reversed<'g>(cx: &'g Cx<'_>, newest: Val<'g>) -> Val<'g> {
    let (mut result, mut next) = (Val::UNDEFINED, newest);
    while let Some(reaction) = next.cast::<PromiseReaction>() {
        next = reaction.next();
        reaction.set_next(cx, result);
        result = reaction.val();
    }
    result
}

fn enqueue_reaction(cx: &mut Cx<'_>, job: Job, reaction: Handle<'_, PromiseReaction>, argument: Handle<'_>) {
    let context = reaction.get(cx).async_context().root(cx);
    jobs::enqueue(cx, job, [reaction.any(), argument, cx.undefined(), context]);
}

/// PromiseResolve(constructor, value).
pub fn promise_resolve<'s>(
    cx: &mut Cx<'s>,
    constructor: Handle<'_, JsObject>,
    value: Handle<'_>,
) -> JsResult<Handle<'s, JsObject>> {
    if let Some(promise) = value.cast::<Promise>(cx) {
        let own = get(cx, promise.any().must(cx), cx.key(N::constructor))?;
        if own.val(cx).is_same_word(constructor.val(cx)) {
            return Ok(value.val(cx).must::<JsObject>().root(cx));
        }
    }
    if constructor.val(cx).is_same_word(cx.root(Root::PromiseConstructor)) {
        let promise = new_promise(cx);
        resolve(cx, promise, value);
        return Ok(promise.any().must(cx));
    }
    let capability = new_promise_capability(cx, constructor.any())?;
    call(cx, capability.resolve, cx.undefined(), &[value])?;
    Ok(capability.promise)
}

/// PerformPromiseThen(promise, onFulfilled, onRejected, capability).
pub fn perform_promise_then(
    cx: &mut Cx<'_>,
    promise: Handle<'_, Promise>,
    on_fulfilled: Handle<'_>,
    on_rejected: Handle<'_>,
    capability: Option<PromiseCapability<'_>>,
) {
    scope!(cx);
    let target = match capability {
        None => cx.undefined(),
        Some(capability) if capability.resolve.val(cx).is_undefined() => capability.promise.val(cx).root(cx),
        Some(capability) => {
            let record = FixedArray::new(cx, 3);
            let raw = record.get(cx);
            raw.set(cx, PROMISE, capability.promise.val(cx));
            raw.set(cx, RESOLVE, capability.resolve.val(cx));
            raw.set(cx, REJECT, capability.reject.val(cx));
            record.any()
        }
    };
    let reaction = new_reaction(cx, target);
    let raw = reaction.get(cx);
    if is_callable(cx, on_fulfilled) {
        raw.set_on_fulfilled(cx, on_fulfilled.val(cx));
    }
    if is_callable(cx, on_rejected) {
        raw.set_on_rejected(cx, on_rejected.val(cx));
    }
    add_reaction(cx, promise, reaction);
}

/// Entries of a capability in a FixedArray.
const PROMISE: usize = 0;
const RESOLVE: usize = 1;
const REJECT: usize = 2;

fn new_reaction<'s>(cx: &mut Cx<'s>, target: Handle<'_>) -> Handle<'s, PromiseReaction> {
    let reaction: Handle<'s, PromiseReaction> = cx.allocate(PromiseReaction::WORDS, 0, Space::New);
    reaction.get(cx).set_target(cx, target.val(cx));
    let context = cx.root(Root::AsyncContext);
    reaction.get(cx).set_async_context(cx, context);
    reaction
}

/// Steps 9 to 12 of PerformPromiseThen.
fn add_reaction(cx: &mut Cx<'_>, promise: Handle<'_, Promise>, reaction: Handle<'_, PromiseReaction>) {
    let raw = promise.get(cx);
    match raw.state() {
        PromiseState::Pending => {
            reaction.get(cx).set_next(cx, raw.result());
            raw.set_result(cx, reaction.val(cx));
        }
        PromiseState::Fulfilled => {
            let value = raw.result().root(cx);
            enqueue_reaction(cx, Job::Fulfill, reaction, value);
        }
        PromiseState::Rejected => {
            if !raw.is_handled() {
                cx.host().promise_rejection(cx, promise, RejectionOperation::Handle);
            }
            let reason = promise.get(cx).result().root(cx);
            enqueue_reaction(cx, Job::Reject, reaction, reason);
        }
    }
    promise.get(cx).mark_handled(cx);
}

/// Await(value): `activation` (an async function's or an async generator's) goes on when the promise is settled.
pub fn perform_await(cx: &mut Cx<'_>, value: Handle<'_>, activation: Handle<'_, JsObject>) -> JsResult<()> {
    scope!(cx);
    if !value.val(cx).is::<JsObject>() {
        let reaction = new_reaction(cx, activation.any());
        enqueue_reaction(cx, Job::Fulfill, reaction, value);
        return Ok(());
    }
    let promise = promise_resolve(cx, cx.root_handle(Root::PromiseConstructor), value)?;
    let reaction = new_reaction(cx, activation.any());
    add_reaction(cx, promise.any().must(cx), reaction);
    Ok(())
}

/// NewPromiseReactionJob (27.2.2.1).
pub(super) fn run_reaction(
    cx: &mut Cx<'_>,
    reaction: Handle<'_, PromiseReaction>,
    argument: Handle<'_>,
    is_rejected: bool,
) -> JsResult<()> {
    let target = reaction.get(cx).target().root(cx);
    if let Some(object) = target.cast::<JsObject>(cx)
        && !target.val(cx).is::<Promise>()
    {
        return generator::resume_await(cx, object, argument, is_rejected);
    }
    let raw = reaction.get(cx);
    let handler = if is_rejected { raw.on_rejected() } else { raw.on_fulfilled() }.root(cx);
    if handler.val(cx).is_undefined() {
        return settle_target(cx, target, argument, is_rejected);
    }
    match call(cx, handler, cx.undefined(), &[argument]) {
        Ok(value) => settle_target(cx, target, value, false),
        Err(thrown) => {
            let reason = cx.take_exception(thrown);
            settle_target(cx, target, reason, true)
        }
    }
}

/// Resolves (or rejects) what a reaction has as its target.
fn settle_target(cx: &mut Cx<'_>, target: Handle<'_>, value: Handle<'_>, is_rejected: bool) -> JsResult<()> {
    if let Some(promise) = target.cast::<Promise>(cx) {
        if is_rejected {
            reject(cx, promise, value)
        } else {
            resolve(cx, promise, value)
        }
        return Ok(());
    }
    let Some(capability) = target.val(cx).cast::<FixedArray>() else { return Ok(()) };
    let function = capability.at(if is_rejected { REJECT } else { RESOLVE }).root(cx);
    call(cx, function, cx.undefined(), &[value])?;
    Ok(())
}

/// NewPromiseResolveThenableJob (27.2.2.2). A promise with the built-in `then` is followed directly: nobody could see the
/// resolving functions, nor what `then` derives.
pub(super) fn run_thenable(
    cx: &mut Cx<'_>,
    promise: Handle<'_, Promise>,
    thenable: Handle<'_>,
    then: Handle<'_>,
) -> JsResult<()> {
    if let Some(followed) = thenable.cast::<Promise>(cx)
        && then.val(cx).is_same_word(cx.root(Root::PromiseThen))
        && has_intrinsic_constructor(cx, followed)
    {
        let reaction = new_reaction(cx, promise.any());
        add_reaction(cx, followed, reaction);
        return Ok(());
    }
    let (resolve, reject) = create_resolving_functions(cx, promise);
    if let Err(thrown) = call(cx, then, thenable, &[resolve, reject]) {
        let reason = cx.take_exception(thrown);
        call(cx, reject, cx.undefined(), &[reason])?;
    }
    Ok(())
}

/// Would SpeciesConstructor of the promise find %Promise% without running anything of a script's?
fn has_intrinsic_constructor(cx: &Cx<'_>, promise: Handle<'_, Promise>) -> bool {
    let found = lookup(cx, promise.get(cx).upcast().must(), cx.key(N::constructor));
    matches!(found, Lookup::Data(value) if value.is_same_word(cx.root(Root::PromiseConstructor)))
}
