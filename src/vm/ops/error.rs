//! Making and throwing errors, the `stack` they carry (V8's stack trace API), and values as messages show them.
//!
//! An error's own `stack` is a computed property: its frames are captured when it is made and formatted when it is first
//! read, with the message it has then, which may call `Error.prepareStackTrace`.

use super::construct;
use crate::heap::{Cx, Gc, Handle, Val};
use crate::objects::bigint::BigInt;
use crate::objects::descriptors::Attributes;
use crate::objects::function::{self, JsFunction};
use crate::objects::kinds::Kind;
use crate::objects::name::Key;
use crate::objects::object::{self, JsError, JsObject, Proxy};
use crate::objects::property::{self, Own};
use crate::objects::roots::{N, Root, WellKnown};
use crate::objects::string::{self, JsString};
use crate::objects::symbol::Symbol;
use crate::scope;
use crate::vm::messages::{ErrorType, Message};
use crate::vm::native::Throw;
use crate::vm::stack_trace;

pub use super::stack::capture_stack_trace;

impl ErrorType {
    /// The root of the prototype of such errors.
    pub fn prototype(self) -> Root {
        match self {
            ErrorType::Error => Root::ErrorPrototype,
            ErrorType::TypeError => Root::TypeErrorPrototype,
            ErrorType::RangeError => Root::RangeErrorPrototype,
            ErrorType::SyntaxError => Root::SyntaxErrorPrototype,
            ErrorType::ReferenceError => Root::ReferenceErrorPrototype,
            ErrorType::EvalError => Root::EvalErrorPrototype,
            ErrorType::UriError => Root::UriErrorPrototype,
            ErrorType::AggregateError => Root::AggregateErrorPrototype,
        }
    }
}

/// A new error of `error_type` with `message`, its stack captured.
pub fn new_error<'s>(cx: &mut Cx<'s>, error_type: ErrorType, message: &str) -> Handle<'s, JsError> {
    let prototype = cx.root_handle(error_type.prototype());
    let map = construct::instance_map::<JsError>(cx, prototype);
    let error: Handle<'s, JsError> = object::allocate(cx, map);
    scope!(cx);
    let message = cx.string(message);
    property::add(cx, error.any().must(cx), cx.key(N::message), message.any(), Attributes::HIDDEN);
    if let Some(trace) = stack_trace::capture(cx, None) {
        error.get(cx).set_frames(cx, trace.val(cx));
    }
    error
}

/// `value` as V8 shows it within a message, without running anything: primitives by their text (strings as they are),
/// functions by their source, errors as `Error: message`, other objects as `#<Foo>` or `[object Array]`.
pub fn describe(cx: &mut Cx<'_>, value: Handle<'_>) -> String {
    scope!(cx);
    if let Some(text) = describe_primitive(cx, value.val(cx)) {
        return text;
    }
    let Some(object) = value.cast::<JsObject>(cx) else { return "(internal)".to_owned() };
    let object = unproxied(cx, object.get(cx)).root(cx);
    if function::is_function_kind(object.get(cx).object_kind()) {
        return describe_function(cx, object);
    }
    let to_string = data_property(cx, object, cx.key(N::to_string));
    let is_error = object.get(cx).object_kind() == Kind::Error;
    if is_error {
        return describe_error(cx, object);
    }
    if to_string.val(cx).is_same_word(cx.root(Root::ObjectPrototypeToString))
        && let Some(name) = constructor_name(cx, object)
    {
        return format!("#<{name}>");
    }
    let tag = data_property(cx, object, cx.well_known(WellKnown::ToStringTag).into());
    let tag = string::text_of(cx, tag.val(cx));
    format!("[object {}]", tag.as_deref().unwrap_or(class_name(object.get(cx).object_kind())))
}

/// A primitive's text, as ToString gives it but for symbols, which have one here.
fn describe_primitive(cx: &Cx<'_>, value: Val<'_>) -> Option<String> {
    if value.is_number() {
        return Some(crate::base::number::to_string(value.as_number()));
    }
    if let Some(text) = value.cast::<JsString>() {
        return Some(text.to_rust(cx));
    }
    if let Some(symbol) = value.cast::<Symbol>() {
        return Some(symbol.descriptive_string(cx));
    }
    if let Some(bigint) = value.cast::<BigInt>() {
        return Some(bigint.to_integer().to_string());
    }
    (!value.is_heap()).then(|| format!("{value:?}"))
}

/// The innermost target of a proxy.
fn unproxied<'g>(_cx: &'g Cx<'_>, object: Gc<'g, JsObject>) -> Gc<'g, JsObject> {
    let mut object = object;
    while let Some(target) = object.upcast().cast::<Proxy>().and_then(|proxy| proxy.target().cast()) {
        object = target;
    }
    object
}

/// The value of a property that is plain data, found on the prototype chain up to the first proxy; undefined otherwise.
pub(super) fn data_property<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>, key: Key<'_>) -> Handle<'s> {
    let result = cx.undefined();
    scope!(cx);
    let holder = object.get(cx).root(cx);
    loop {
        if holder.get(cx).object_kind() == Kind::Proxy {
            return result;
        }
        match property::get_own(cx, holder, key) {
            Own::Data { value, .. } => {
                result.set(cx, value.val(cx));
                return result;
            }
            Own::Accessor { .. } => return result,
            Own::Absent => {}
        }
        let Some(prototype) = holder.get(cx).prototype().cast::<JsObject>() else { return result };
        holder.set(cx, prototype.val());
    }
}

/// The name of the function that `object` has as its `constructor`, without running anything.
pub fn constructor_name(cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> Option<String> {
    scope!(cx);
    let name = constructor_name_string(cx, object)?;
    Some(name.get(cx).to_rust(cx))
}

/// As [`constructor_name`], on the heap.
pub fn constructor_name_string<'s>(cx: &mut Cx<'s>, object: Handle<'_, JsObject>) -> Option<Handle<'s, JsString>> {
    let constructor = data_property(cx, object, cx.key(N::constructor)).cast::<JsObject>(cx)?;
    if !function::is_function_kind(constructor.get(cx).object_kind()) {
        return None;
    }
    let name = data_property(cx, constructor, cx.key(N::name)).cast::<JsString>(cx)?;
    (!name.get(cx).is_empty()).then_some(name)
}

fn describe_function(cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> String {
    if let Some(text) = object.get(cx).upcast().cast::<JsFunction>().and_then(|function| function.source_text()) {
        return text.to_owned();
    }
    let name = data_property(cx, object, cx.key(N::name));
    format!("function {}() {{ [native code] }}", string::text_of(cx, name.val(cx)).unwrap_or_default())
}

/// Error.prototype.toString without running anything.
fn describe_error(cx: &mut Cx<'_>, error: Handle<'_, JsObject>) -> String {
    let mut text = |n: N| {
        let value = data_property(cx, error, cx.key(n));
        describe_primitive(cx, value.val(cx)).filter(|_| !value.val(cx).is_undefined())
    };
    let (name, message) = (text(N::name).unwrap_or("Error".to_owned()), text(N::message).unwrap_or_default());
    match (name.is_empty(), message.is_empty()) {
        (true, _) => message,
        (_, true) => name,
        _ => format!("{name}: {message}"),
    }
}

/// The builtinTag of Object.prototype.toString (ECMA-262, 20.1.3.6).
pub fn class_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Array => "Array",
        Kind::Arguments | Kind::MappedArguments => "Arguments",
        Kind::Function | Kind::NativeFunction | Kind::BoundFunction => "Function",
        Kind::Error => "Error",
        Kind::BooleanObject => "Boolean",
        Kind::NumberObject => "Number",
        Kind::StringObject => "String",
        Kind::Date => "Date",
        Kind::RegExp => "RegExp",
        _ => "Object",
    }
}

/// `value` as V8 shows what a built-in was given where a script would show its source: the type, and the text of simple
/// values, like `number 5` or `string "abc"`.
pub fn describe_typed(cx: &mut Cx<'_>, value: Handle<'_>) -> String {
    let type_name = super::compare::type_name(value.val(cx)).text();
    if let Some(text) = value.val(cx).cast::<JsString>() {
        return format!("{type_name} \"{}\"", text.to_rust(cx));
    }
    let raw = value.val(cx);
    if raw.is_null() || raw.is_boolean() || raw.is_number() {
        return format!("{type_name} {}", describe(cx, value));
    }
    type_name.to_owned()
}

/// A property key as messages show it.
pub fn describe_key(cx: &Cx<'_>, key: Key<'_>) -> String {
    match key {
        Key::Index(index) => index.to_string(),
        Key::Name(name) => describe_primitive(cx, name.val(cx)).unwrap_or_default(),
    }
}

impl Cx<'_> {
    /// Throws an error from the table of messages.
    pub fn throw_error(&mut self, message: Message, arguments: &[&str]) -> Throw {
        self.throw_custom(message.error_type(), &message.format(arguments))
    }

    /// Throws an error with words of its own (those of the host, of a library): the engine's own stand in the table.
    pub fn throw_custom(&mut self, error_type: ErrorType, message: &str) -> Throw {
        let cx = self;
        scope!(cx);
        let error = new_error(cx, error_type, message);
        cx.throw(error.any())
    }
}
