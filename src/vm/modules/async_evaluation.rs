//! Modules that await at their top level, and those that wait for them (ECMA-262, 16.2.1.6.1.3.2 to 16.2.1.6.1.3.6).

use super::evaluate::{execute_module, run_body};
use crate::heap::{Cx, Gc, Handle, Val};
use crate::objects::module::{Module, ModuleStatus};
use crate::objects::promise::Promise;
use crate::objects::roots::Root;
use crate::scope;
use crate::vm::native::{Args, JsResult};
use crate::vm::ops::promise;

/// IncrementModuleAsyncEvaluationCount.
pub(super) fn next_async_order<'s>(cx: &mut Cx<'s>) -> Handle<'s> {
    let count = cx.root(Root::ModuleAsyncEvaluationCount).value();
    let next = cx.number(if count.is_number() { count.as_number() + 1.0 } else { 0.0 });
    cx.set_root_value(Root::ModuleAsyncEvaluationCount, next);
    next
}

/// ExecuteAsyncModule: the body is an async function's.
pub(super) fn execute_async_module(cx: &mut Cx<'_>, module: Handle<'_, Module>) -> JsResult<()> {
    scope!(cx);
    let body = run_body(cx, module)?;
    let fulfilled = promise::anonymous(cx, on_fulfilled, module.any(), 0);
    let rejected = promise::anonymous(cx, on_rejected, module.any(), 1);
    let body: Handle<'_, Promise> = body.must(cx);
    promise::perform_promise_then(cx, body, fulfilled, rejected, None);
    Ok(())
}

fn on_fulfilled<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let module = args.data(cx).must::<Module>().root(cx);
    async_module_execution_fulfilled(cx, module);
    Ok(cx.undefined())
}

fn on_rejected<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let module = args.data(cx).must::<Module>().root(cx);
    async_module_execution_rejected(cx, module, args.get(cx, 0));
    Ok(cx.undefined())
}

/// AsyncModuleExecutionFulfilled.
fn async_module_execution_fulfilled(cx: &mut Cx<'_>, module: Handle<'_, Module>) {
    if module.get(cx).status() == ModuleStatus::Evaluated {
        return;
    }
    complete(cx, module);
    for ancestor in available_ancestors(cx, module) {
        if ancestor.get(cx).status() == ModuleStatus::Evaluated {
            continue;
        }
        let is_async = has_top_level_await(ancestor.get(cx));
        let outcome = if is_async { execute_async_module(cx, ancestor) } else { execute_module(cx, ancestor) };
        match outcome {
            Ok(()) if is_async => {}
            Ok(()) => complete(cx, ancestor),
            Err(thrown) => {
                let error = cx.take_exception(thrown);
                async_module_execution_rejected(cx, ancestor, error);
            }
        }
    }
}

fn has_top_level_await(module: Gc<'_, Module>) -> bool {
    module.template().is_some_and(|template| template.has_top_level_await)
}

/// The module has run.
fn complete(cx: &mut Cx<'_>, module: Handle<'_, Module>) {
    scope!(cx);
    module.get(cx).set_async_order(cx, Val::NULL);
    module.get(cx).set_status(cx, ModuleStatus::Evaluated);
    if let Some(promise) = module.get(cx).top_level_promise().cast::<Promise>() {
        let (promise, undefined) = (promise.root(cx), cx.undefined());
        promise::resolve(cx, promise, undefined);
    }
}

/// GatherAvailableAncestors: the modules that waited for nothing else, in the order of their [[AsyncEvaluationOrder]].
fn available_ancestors<'s>(cx: &mut Cx<'s>, module: Handle<'_, Module>) -> Vec<Handle<'s, Module>> {
    let mut found: Vec<Gc<'_, Module>> = Vec::new();
    let mut sources = vec![module.get(cx)];
    while let Some(source) = sources.pop() {
        for parent in source.async_parent_modules() {
            let is_known = found.iter().any(|known| known.val().is_same_word(parent.val()));
            let root = parent.cycle_root().cast::<Module>();
            if is_known || root.is_some_and(|root| !root.evaluation_error().is_hole()) {
                continue;
            }
            parent.set_pending(cx, parent.pending() - 1);
            if parent.pending() == 0 {
                found.push(parent);
                if !has_top_level_await(parent) {
                    sources.push(parent);
                }
            }
        }
    }
    let order = |module: &Gc<'_, Module>| module.async_order().value().as_number();
    found.sort_by(|left, right| order(left).total_cmp(&order(right)));
    found.into_iter().map(|module| module.root(cx)).collect()
}

/// AsyncModuleExecutionRejected.
fn async_module_execution_rejected(cx: &mut Cx<'_>, module: Handle<'_, Module>, error: Handle<'_>) {
    let mut failed = vec![module.get(cx).root(cx)];
    let mut next = 0;
    while let Some(&module) = failed.get(next) {
        next += 1;
        if module.get(cx).status() == ModuleStatus::Evaluated {
            continue;
        }
        let raw = module.get(cx);
        raw.set_evaluation_error(cx, error.val(cx));
        raw.set_status(cx, ModuleStatus::Evaluated);
        raw.set_async_order(cx, Val::NULL);
        failed.extend(raw.async_parent_modules().map(|parent| parent.root(cx)));
        if let Some(promise) = module.get(cx).top_level_promise().cast::<Promise>() {
            let promise = promise.root(cx);
            promise::reject(cx, promise, error);
        }
    }
}
