//! Error and its kin (ECMA-262, 20.5), with V8's `captureStackTrace` and `stackTraceLimit`. What `stack` holds is
//! `vm::ops::error`'s business.

use super::define::{Class, Row, RowKey, RowValue, class, method, rooted_method, text};
use super::receiver::incompatible;
use crate::objects::array;
use crate::objects::object::JsError;
use crate::objects::property;
use crate::vm::ops::error::capture_stack_trace;
use crate::vm::ops::iterate::for_each_value;
use crate::vm::ops::prelude::*;

/// Frames an error captures, where no flag says otherwise.
const STACK_TRACE_LIMIT: f64 = 10.0;

const STATICS: &[Row] = &[
    rooted_method("captureStackTrace", 2, capture_stack_trace_method, Root::ErrorCaptureStackTrace),
    Row {
        key: RowKey::Text("stackTraceLimit"),
        value: RowValue::Number(STACK_TRACE_LIMIT),
        attributes: Attributes::DEFAULT,
        quick: None,
    },
];

/// The constructors that differ in name and prototype alone.
const NATIVE_ERRORS: &[(&str, Root, Native)] = &[
    ("EvalError", Root::EvalErrorPrototype, construct_native::<{ Root::EvalErrorPrototype as u16 }>),
    ("RangeError", Root::RangeErrorPrototype, construct_native::<{ Root::RangeErrorPrototype as u16 }>),
    ("ReferenceError", Root::ReferenceErrorPrototype, construct_native::<{ Root::ReferenceErrorPrototype as u16 }>),
    ("SyntaxError", Root::SyntaxErrorPrototype, construct_native::<{ Root::SyntaxErrorPrototype as u16 }>),
    ("TypeError", Root::TypeErrorPrototype, construct_native::<{ Root::TypeErrorPrototype as u16 }>),
    ("URIError", Root::UriErrorPrototype, construct_native::<{ Root::UriErrorPrototype as u16 }>),
];

pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    class(
        cx,
        &Class {
            constructor_root: Some(Root::ErrorConstructor),
            statics: STATICS,
            methods: &[text("name", "Error"), text("message", ""), method("toString", 0, to_string_method)],
            ..Class::new("Error", 1, construct_error, Root::ErrorPrototype)
        },
    );
    install_derived(cx, "AggregateError", 2, construct_aggregate, Root::AggregateErrorPrototype);
    for &(name, prototype, construct) in NATIVE_ERRORS {
        install_derived(cx, name, 1, construct, prototype);
    }
}

fn install_derived(cx: &mut Cx<'_>, name: &'static str, length: u32, construct: Native, prototype: Root) {
    scope!(cx);
    let methods = [text("name", name), text("message", "")];
    let parent = Some(Root::ErrorConstructor);
    class(cx, &Class { parent, methods: &methods, ..Class::new(name, length, construct, prototype) });
}

/// Error ( message [ , options ] )
fn construct_error<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (message, options) = (args.get(cx, 0), args.get(cx, 1));
    Ok(create(cx, args, Root::ErrorPrototype, message, options)?.any())
}

/// NativeError ( message [ , options ] ), for the native error whose prototype is root number `PROTOTYPE`.
fn construct_native<'s, const PROTOTYPE: u16>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let prototype = Root::ALL[PROTOTYPE as usize];
    let (message, options) = (args.get(cx, 0), args.get(cx, 1));
    Ok(create(cx, args, prototype, message, options)?.any())
}

/// AggregateError ( errors, message [ , options ] )
fn construct_aggregate<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (message, options) = (args.get(cx, 1), args.get(cx, 2));
    let error = create(cx, args, Root::AggregateErrorPrototype, message, options)?;
    let errors = array::with_capacity(cx, 0);
    for_each_value(cx, args.get(cx, 0), &mut |cx, value| {
        array::push(cx, errors, value);
        Ok(())
    })?;
    property::add(cx, error.must(cx), cx.key(N::errors), errors.any(), Attributes::HIDDEN);
    Ok(error.any())
}

/// What all Error constructors do: the instance, its stack, message and cause.
fn create<'s>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
    prototype: Root,
    message: Handle<'_>,
    options: Handle<'_>,
) -> JsResult<Handle<'s, JsError>> {
    let new_target = match args.new_target(cx) {
        Some(new_target) => new_target,
        None => args.callee(cx).must(cx),
    };
    let error = ordinary_create_from_constructor::<JsError>(cx, new_target, prototype)?;
    let object: Handle<'s, JsObject> = error.must(cx);
    capture_stack_trace(cx, object, Some(new_target))?;
    scope!(cx);
    if !message.val(cx).is_undefined() {
        let message = to_string(cx, message)?;
        define_hidden(cx, object, N::message, message.any())?;
    }
    install_error_cause(cx, object, options)?;
    Ok(error)
}

/// InstallErrorCause
fn install_error_cause(cx: &mut Cx<'_>, error: Handle<'_, JsObject>, options: Handle<'_>) -> JsResult<()> {
    let Some(options) = options.cast::<JsObject>(cx) else { return Ok(()) };
    if has_property(cx, options, cx.key(N::cause))? {
        let cause = get(cx, options, cx.key(N::cause))?;
        define_hidden(cx, error, N::cause, cause)?;
    }
    Ok(())
}

fn define_hidden(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, key: N, value: Handle<'_>) -> JsResult<()> {
    scope!(cx);
    let value = value.val(cx).root(cx);
    define_property_or_throw(cx, object, cx.key(key), &Descriptor::data(value, Attributes::HIDDEN))
}

/// Error.captureStackTrace ( object [ , constructorOpt ] ), V8's.
fn capture_stack_trace_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let Some(object) = args.get(cx, 0).cast::<JsObject>(cx) else {
        return Err(cx.throw_error(Message::InvalidArgument, &[]));
    };
    let below = args.get(cx, 1).cast::<JsObject>(cx).unwrap_or(args.callee(cx).must(cx));
    capture_stack_trace(cx, object, Some(below))?;
    Ok(cx.undefined())
}

/// Error.prototype.toString ( )
fn to_string_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let Some(error) = args.this().cast::<JsObject>(cx) else {
        return Err(incompatible(cx, args.this(), "Error.prototype.toString"));
    };
    let name = text_property(cx, error, N::name, "Error")?;
    let message = text_property(cx, error, N::message, "")?;
    if name.get(cx).is_empty() {
        return Ok(message.any());
    }
    if message.get(cx).is_empty() {
        return Ok(name.any());
    }
    let mut units = name.get(cx).to_utf16();
    units.extend(": ".encode_utf16());
    units.extend(message.get(cx).to_utf16());
    Ok(cx.string_utf16(&units).any())
}

/// ToString of a property, `default` where it is undefined.
fn text_property<'s>(
    cx: &mut Cx<'s>,
    object: Handle<'_, JsObject>,
    key: N,
    default: &str,
) -> JsResult<Handle<'s, JsString>> {
    let value = get(cx, object, cx.key(key))?;
    if value.val(cx).is_undefined() {
        return Ok(cx.string(default));
    }
    to_string(cx, value)
}
