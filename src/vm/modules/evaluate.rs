//! Evaluate (ECMA-262, 16.2.1.6.1.3): bodies run in the order of the graph; those that await, and those that wait for
//! them, go on in [`super::async_evaluation`].

use super::async_evaluation::{execute_async_module, next_async_order};
use super::record::evaluation_error;
use super::walk::Walk;
use crate::heap::{Cx, Handle, Val};
use crate::objects::function::{self, FunctionInfo};
use crate::objects::module::{self, Module, ModuleStatus};
use crate::objects::promise::Promise;
use crate::scope;
use crate::vm::calling::check_native_stack;
use crate::vm::native::{JsResult, Throw};
use crate::vm::ops;

/// Evaluate(module): a promise, of undefined, that settles when the module and all it requests have run. The module is
/// linked.
pub fn evaluate<'s>(cx: &mut Cx<'s>, module: Handle<'_, Module>) -> Handle<'s, Promise> {
    let result = cx.undefined();
    {
        scope!(cx);
        let promise = evaluate_root(cx, module);
        result.set(cx, promise.val(cx));
    }
    result.must(cx)
}

fn evaluate_root<'s>(cx: &mut Cx<'s>, module: Handle<'_, Module>) -> Handle<'s, Promise> {
    let module = match module.get(cx).cycle_root().cast::<Module>() {
        Some(root) if module.get(cx).status() >= ModuleStatus::EvaluatingAsync => root.root(cx),
        _ => module.get(cx).root(cx),
    };
    if let Some(promise) = module.get(cx).top_level_promise().cast::<Promise>() {
        return promise.root(cx);
    }
    let promise = ops::promise::new_promise(cx);
    module.get(cx).set_top_level_promise(cx, promise.val(cx));
    let mut walk = Walk::new(cx);
    match inner_module_evaluation(cx, &mut walk, module) {
        Ok(()) => {
            if module.get(cx).status() == ModuleStatus::Evaluated {
                let undefined = cx.undefined();
                ops::promise::resolve(cx, promise, undefined);
            }
        }
        Err(thrown) => fail_all(cx, &mut walk, thrown, promise),
    }
    promise
}

/// What is on the stack of the walk has failed with it.
fn fail_all(cx: &mut Cx<'_>, walk: &mut Walk<'_>, thrown: Throw, promise: Handle<'_, Promise>) {
    scope!(cx);
    let error = cx.take_exception(thrown);
    while let Some(member) = walk.pop(cx) {
        member.get(cx).set_status(cx, ModuleStatus::Evaluated);
        member.get(cx).set_evaluation_error(cx, error.val(cx));
    }
    ops::promise::reject(cx, promise, error);
}

fn inner_module_evaluation(cx: &mut Cx<'_>, walk: &mut Walk<'_>, module: Handle<'_, Module>) -> JsResult<()> {
    match module.get(cx).status() {
        ModuleStatus::Evaluating => return Ok(()),
        ModuleStatus::Linked => {}
        _ => return rethrow_evaluation_error(cx, module),
    }
    check_native_stack(cx)?;
    module.get(cx).set_status(cx, ModuleStatus::Evaluating);
    module.get(cx).set_pending(cx, 0);
    walk.push(cx, module);
    for index in 0..module.get(cx).request_count() {
        scope!(cx);
        let Some(required) = module.get(cx).requested_module(index) else { continue };
        let required = required.root(cx);
        evaluate_required(cx, walk, module, required)?;
    }
    let has_top_level_await = module.get(cx).template().is_some_and(|template| template.has_top_level_await);
    if module.get(cx).pending() > 0 || has_top_level_await {
        let order = next_async_order(cx);
        module.get(cx).set_async_order(cx, order.val(cx));
        if module.get(cx).pending() == 0 {
            execute_async_module(cx, module)?;
        }
    } else {
        execute_module(cx, module)?;
    }
    if Walk::is_root(cx, module) {
        pop_component(cx, walk, module);
    }
    Ok(())
}

fn rethrow_evaluation_error(cx: &mut Cx<'_>, module: Handle<'_, Module>) -> JsResult<()> {
    match evaluation_error(cx, module) {
        Some(error) => {
            let error = error.root(cx);
            Err(cx.throw(error))
        }
        None => Ok(()),
    }
}

/// Step 11 of InnerModuleEvaluation, for one request.
fn evaluate_required(
    cx: &mut Cx<'_>,
    walk: &mut Walk<'_>,
    module: Handle<'_, Module>,
    required: Handle<'_, Module>,
) -> JsResult<()> {
    inner_module_evaluation(cx, walk, required)?;
    let mut required = required;
    if required.get(cx).status() == ModuleStatus::Evaluating {
        Walk::join(cx, module, required);
    } else {
        if let Some(root) = required.get(cx).cycle_root().cast::<Module>() {
            required = root.root(cx);
        }
        rethrow_evaluation_error(cx, required)?;
    }
    if required.get(cx).is_async_order_set() {
        let pending = module.get(cx).pending();
        module.get(cx).set_pending(cx, pending + 1);
        module::add_async_parent(cx, required, module);
    }
    Ok(())
}

fn pop_component(cx: &mut Cx<'_>, walk: &mut Walk<'_>, root: Handle<'_, Module>) {
    loop {
        scope!(cx);
        let Some(member) = walk.pop(cx) else { return };
        let is_async = member.get(cx).is_async_order_set();
        let status = if is_async { ModuleStatus::EvaluatingAsync } else { ModuleStatus::Evaluated };
        member.get(cx).set_status(cx, status);
        member.get(cx).set_cycle_root(cx, root.val(cx));
        if member.val(cx).is_same_word(root.val(cx)) {
            return;
        }
    }
}

/// ExecuteModule of a module that does not await.
pub(super) fn execute_module(cx: &mut Cx<'_>, module: Handle<'_, Module>) -> JsResult<()> {
    scope!(cx);
    run_body(cx, module)?;
    Ok(())
}

/// Calls the module's body, or a synthetic module's steps; gives what that returns.
pub(super) fn run_body<'s>(cx: &mut Cx<'s>, module: Handle<'_, Module>) -> JsResult<Handle<'s>> {
    let Some(template) = module.get(cx).template_rc() else {
        let steps = module.get(cx).steps().root(cx);
        if steps.val(cx).is_undefined() {
            return Ok(cx.undefined());
        }
        // They run once: what they keep may go.
        module.get(cx).set_steps(cx, Val::UNDEFINED);
        return ops::call::call(cx, steps, cx.undefined(), &[]);
    };
    let script = module.get(cx).script().root(cx);
    let info = FunctionInfo::new(cx, template.body.clone(), script);
    let context = module.get(cx).context().root(cx);
    let body = function::new_closure(cx, info, context);
    ops::call::call(cx, body.any(), cx.undefined(), &[])
}
