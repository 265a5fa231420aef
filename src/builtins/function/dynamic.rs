//! Functions made from text (ECMA-262, 20.2.1.1): the constructors Function, GeneratorFunction, AsyncFunction and
//! AsyncGeneratorFunction.

use super::super::define::{Class, class, constructor, properties, to_string_tag};
use crate::objects::{object, property};
use crate::syntax::DynamicFunctionKind;
use crate::vm::eval;
use crate::vm::ops::construct::get_prototype_from_constructor;
use crate::vm::ops::prelude::*;

/// The Function constructor; its prototype gets its methods from the parent module.
pub fn install_function(cx: &mut Cx<'_>) {
    let constructor_root = Some(Root::FunctionConstructor);
    class(cx, &Class { constructor_root, ..Class::new("Function", 1, construct_function, Root::FunctionPrototype) });
}

/// The three constructors that no global names, with the prototypes of their functions.
pub fn install_others(cx: &mut Cx<'_>) {
    let (generator, async_generator) = (Some(Root::GeneratorPrototype), Some(Root::AsyncGeneratorPrototype));
    for (name, code, prototype, instances) in [
        ("GeneratorFunction", construct_generator as Native, Root::GeneratorFunctionPrototype, generator),
        ("AsyncFunction", construct_async, Root::AsyncFunctionPrototype, None),
        ("AsyncGeneratorFunction", construct_async_generator, Root::AsyncGeneratorFunctionPrototype, async_generator),
    ] {
        scope!(cx);
        let function = constructor(cx, name, 1, code);
        object::change_prototype(cx, function, cx.root_handle::<JsObject>(Root::FunctionConstructor).any());
        let prototype = cx.root_handle::<JsObject>(prototype);
        property::add(cx, function, cx.key(N::prototype), prototype.any(), Attributes::empty());
        if let Some(instances) = instances {
            let instances = cx.root_handle::<JsObject>(instances);
            property::add(cx, prototype, cx.key(N::prototype), instances.any(), Attributes::CONFIGURABLE);
            property::add(cx, instances, cx.key(N::constructor), prototype.any(), Attributes::CONFIGURABLE);
        }
        property::add(cx, prototype, cx.key(N::constructor), function.any(), Attributes::CONFIGURABLE);
        properties(cx, prototype, &[to_string_tag(name)]);
    }
}

/// Function ( ...parameterArgs, bodyArg )
fn construct_function<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let kind = DynamicFunctionKind { is_async: false, is_generator: false };
    create_dynamic_function(cx, args, kind, Root::FunctionPrototype)
}

/// GeneratorFunction ( ...parameterArgs, bodyArg )
fn construct_generator<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let kind = DynamicFunctionKind { is_async: false, is_generator: true };
    create_dynamic_function(cx, args, kind, Root::GeneratorFunctionPrototype)
}

/// AsyncFunction ( ...parameterArgs, bodyArg )
fn construct_async<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let kind = DynamicFunctionKind { is_async: true, is_generator: false };
    create_dynamic_function(cx, args, kind, Root::AsyncFunctionPrototype)
}

/// AsyncGeneratorFunction ( ...parameterArgs, bodyArg )
fn construct_async_generator<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let kind = DynamicFunctionKind { is_async: true, is_generator: true };
    create_dynamic_function(cx, args, kind, Root::AsyncGeneratorFunctionPrototype)
}

/// CreateDynamicFunction
fn create_dynamic_function<'s>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
    kind: DynamicFunctionKind,
    default: Root,
) -> JsResult<Handle<'s>> {
    let parameter_count = args.count().saturating_sub(1);
    let mut parameters = Vec::with_capacity(parameter_count);
    for parameter in args.rest(0).take(parameter_count) {
        parameters.push(to_rust_string(cx, parameter)?);
    }
    let body = match args.given(parameter_count) {
        Some(body) => to_rust_string(cx, body)?,
        None => String::new(),
    };
    let function: Handle<'s, JsObject> = eval::dynamic_function(cx, kind, &parameters.join(","), &body)?.must(cx);
    if let Some(new_target) = args.new_target(cx)
        && !new_target.val(cx).is_same_word(args.callee(cx).val(cx))
    {
        let prototype = get_prototype_from_constructor(cx, new_target, default)?;
        if !prototype.val(cx).is_same_word(function.get(cx).prototype()) {
            object::change_prototype(cx, function, prototype.any());
        }
    }
    Ok(function.any())
}
