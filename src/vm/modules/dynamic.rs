//! `import()` and `import.meta` (ECMA-262, 13.3.10 and 13.3.12).

use super::evaluate::evaluate;
use super::link::link;
use super::load::load_requested_modules;
use super::namespace::module_namespace;
use crate::heap::{Cx, Handle};
use crate::objects::fixed::FixedArray;
use crate::objects::function::Script;
use crate::objects::module::Module;
use crate::objects::name::Key;
use crate::objects::object::{self, JsObject};
use crate::objects::promise::Promise;
use crate::objects::string::JsString;
use crate::scope;
use crate::vm::host::ImportRequest;
use crate::vm::messages::Message;
use crate::vm::native::{Args, JsResult};
use crate::vm::ops;
use crate::vm::ops::promise;

/// An `import()` that the host is to answer.
pub struct DynamicImport<'s> {
    /// The script or module it stands in.
    pub referrer: Handle<'s, Script>,
    pub request: ImportRequest,
    /// Settles with it.
    pub promise: Handle<'s, Promise>,
}

/// EvaluateImportCall: a promise of the namespace. `referrer` is the Script of the running function.
pub fn import_call<'s>(
    cx: &mut Cx<'s>,
    referrer: Handle<'_>,
    specifier: Handle<'_>,
    options: Handle<'_>,
) -> Handle<'s, Promise> {
    let promise = promise::new_promise(cx);
    scope!(cx);
    let outcome = start(cx, referrer, specifier, options, promise);
    if let Err(thrown) = outcome {
        let error = cx.take_exception(thrown);
        promise::reject(cx, promise, error);
    }
    promise
}

fn start(
    cx: &mut Cx<'_>,
    referrer: Handle<'_>,
    specifier: Handle<'_>,
    options: Handle<'_>,
    promise: Handle<'_, Promise>,
) -> JsResult<()> {
    let specifier = ops::convert::to_rust_string(cx, specifier)?;
    let attributes = import_attributes(cx, options)?;
    let Some(referrer) = referrer.cast::<Script>(cx) else {
        return Err(cx.throw_error(Message::NoDynamicImport, &[]));
    };
    let host = cx.host();
    let referrer = referrer.get(cx).root(cx);
    let promise = promise.get(cx).root(cx);
    host.import_dynamically(cx, DynamicImport { referrer, request: ImportRequest { specifier, attributes }, promise })
}

/// The attributes that the second argument of `import()` gives.
fn import_attributes(cx: &mut Cx<'_>, options: Handle<'_>) -> JsResult<Vec<(String, String)>> {
    if options.val(cx).is_undefined() {
        return Ok(Vec::new());
    }
    let Some(options) = options.cast::<JsObject>(cx) else {
        return Err(cx.throw_error(Message::ImportOptionsNotObject, &[]));
    };
    let with = Key::from_str(cx, "with");
    let given = ops::object::get(cx, options, with)?;
    if given.val(cx).is_undefined() {
        return Ok(Vec::new());
    }
    let Some(given) = given.cast::<JsObject>(cx) else {
        return Err(cx.throw_error(Message::ImportAttributesNotObject, &[]));
    };
    let entries = ops::object::enumerable_own_properties(cx, given, ops::object::Listing::Entries)?;
    let entries = ops::object::create_list_from_array_like(cx, entries.any())?;
    let mut attributes = Vec::new();
    for index in 0..entries.get(cx).len() {
        scope!(cx);
        let entry = entries.get(cx).at(index).root(cx);
        let pair: Handle<'_, FixedArray> = ops::object::create_list_from_array_like(cx, entry)?;
        let (Some(key), Some(value)) = (pair.get(cx).at(0).cast::<JsString>(), pair.get(cx).at(1).cast::<JsString>())
        else {
            return Err(cx.throw_error(Message::ImportAttributeNotString, &[]));
        };
        attributes.push((key.to_rust(cx), value.to_rust(cx)));
    }
    attributes.sort();
    Ok(attributes)
}

/// ContinueDynamicImport: loads, links and evaluates what the host found, or rejects the promise with what it threw.
/// Nothing of it runs before the code that is running now has ended.
pub fn finish_dynamic_import(cx: &mut Cx<'_>, promise: Handle<'_, Promise>, found: JsResult<Handle<'_, Module>>) {
    scope!(cx);
    let loaded = found.and_then(|module| load_requested_modules(cx, module).map(|()| module));
    match loaded {
        Ok(module) => {
            let kept = FixedArray::new(cx, 2);
            kept.get(cx).set(cx, 0, promise.val(cx));
            kept.get(cx).set(cx, 1, module.val(cx));
            let (load, undefined) = (promise::new_promise(cx), cx.undefined());
            promise::resolve(cx, load, undefined);
            let link_and_evaluate = promise::anonymous(cx, on_loaded, kept.any(), 0);
            promise::perform_promise_then(cx, load, link_and_evaluate, undefined, None);
        }
        Err(thrown) => {
            let error = cx.take_exception(thrown);
            promise::reject(cx, promise, error);
        }
    }
}

/// linkAndEvaluateClosure.
fn on_loaded<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let kept = args.data(cx).must::<FixedArray>();
    let (promise, module) = (kept.at(0).must::<Promise>().root(cx), kept.at(1).must::<Module>().root(cx));
    match link(cx, module) {
        Ok(()) => {
            let evaluation = evaluate(cx, module);
            let kept = args.data(cx).root(cx);
            let fulfilled = promise::anonymous(cx, on_evaluated, kept, 0);
            let rejected = promise::anonymous(cx, on_failed, promise.any(), 1);
            promise::perform_promise_then(cx, evaluation, fulfilled, rejected, None);
        }
        Err(thrown) => {
            let error = cx.take_exception(thrown);
            promise::reject(cx, promise, error);
        }
    }
    Ok(cx.undefined())
}

fn on_evaluated<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let kept = args.data(cx).must::<FixedArray>();
    let (promise, module) = (kept.at(0).must::<Promise>().root(cx), kept.at(1).must::<Module>().root(cx));
    let namespace = module_namespace(cx, module);
    promise::resolve(cx, promise, namespace.any());
    Ok(cx.undefined())
}

fn on_failed<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let promise = args.data(cx).must::<Promise>().root(cx);
    promise::reject(cx, promise, args.get(cx, 0));
    Ok(cx.undefined())
}

/// `import.meta` of the module that `script` is of, made when first asked for.
pub fn import_meta<'s>(cx: &mut Cx<'s>, script: Handle<'_>) -> JsResult<Handle<'s>> {
    let module = script.cast::<Script>(cx).and_then(|script| script.get(cx).host_defined().cast::<Module>());
    let Some(module) = module else { return Ok(cx.undefined()) };
    let module = module.root(cx);
    if !module.get(cx).import_meta().is_undefined() {
        return Ok(module.get(cx).import_meta().root(cx));
    }
    let null = cx.null();
    let meta = object::with_prototype(cx, null);
    module.get(cx).set_import_meta(cx, meta.val(cx));
    let host = cx.host();
    host.fill_import_meta(cx, module, meta)?;
    Ok(meta.any())
}
