//! Making classes (ECMA-262, 15.7.14) and running their field initialisers.

use super::messages::Message;
use super::native::JsResult;
use super::ops;
use super::ops::error::describe;
use crate::heap::{Cx, Handle};
use crate::objects::descriptors::Attributes;
use crate::objects::function::{self, FunctionInfo};
use crate::objects::name::Key;
use crate::objects::object::{self, JsObject};
use crate::objects::property;
use crate::objects::roots::{N, Root};
use crate::objects::string::{self, JsString};
use crate::objects::symbol::Symbol;
use crate::scope;

/// The constructor of the class `info`, closed over `context`, and its prototype. `heritage` is the hole for a class that
/// extends nothing.
pub fn new_class<'s>(
    cx: &mut Cx<'s>,
    info: Handle<'_, FunctionInfo>,
    heritage: Handle<'_>,
    context: Handle<'_>,
) -> JsResult<(Handle<'s, JsObject>, Handle<'s, JsObject>)> {
    let (parent, prototype_parent) = parents(cx, heritage)?;
    let prototype = object::with_prototype(cx, prototype_parent);
    object::make_prototype(cx, prototype);
    let constructor: Handle<'s, JsObject> = function::new_closure(cx, info, context).must(cx);
    if !parent.val(cx).is_same_word(cx.root(Root::FunctionPrototype)) {
        object::change_prototype(cx, constructor, parent);
    }
    function::set_prototype_property(cx, constructor, prototype.any());
    property::add(cx, prototype, cx.key(N::constructor), constructor.any(), Attributes::HIDDEN);
    Ok((constructor, prototype))
}

/// What the constructor and the prototype inherit from.
fn parents<'s>(cx: &mut Cx<'s>, heritage: Handle<'_>) -> JsResult<(Handle<'s>, Handle<'s>)> {
    let function_prototype = cx.root(Root::FunctionPrototype).root(cx);
    if heritage.val(cx).is_hole() {
        return Ok((function_prototype, cx.root(Root::ObjectPrototype).root(cx)));
    }
    if heritage.val(cx).is_null() {
        return Ok((function_prototype, cx.null()));
    }
    if !ops::object::is_constructor(cx, heritage) {
        let shown = describe(cx, heritage);
        return Err(cx.throw_error(Message::ExtendsNonConstructor, &[&shown]));
    }
    let prototype = ops::object::get(cx, heritage.must(cx), cx.key(N::prototype))?;
    if !prototype.val(cx).is_null() && !prototype.val(cx).is::<JsObject>() {
        let shown = describe(cx, prototype);
        return Err(cx.throw_error(Message::ExtendsWithoutPrototype, &[&shown]));
    }
    Ok((heritage.val(cx).root(cx), prototype))
}

/// Keeps `initializer` as what defines the fields of instances of `class`.
pub fn set_fields(cx: &mut Cx<'_>, class: Handle<'_, JsObject>, initializer: Handle<'_>) {
    let symbol = cx.root_handle(Root::ClassFieldsSymbol);
    property::add(cx, class, Key::Name(symbol), initializer, Attributes::empty());
}

/// InitializeInstanceElements(instance, class).
pub fn initialize_fields(cx: &mut Cx<'_>, instance: Handle<'_>, class: Handle<'_, JsObject>) -> JsResult<()> {
    let symbol = cx.root_handle(Root::ClassFieldsSymbol);
    let Some(found) = property::find(cx, class.get(cx), Key::Name(symbol)) else { return Ok(()) };
    let initializer = property::read(cx, class, found);
    ops::call::call(cx, initializer, instance, &[])?;
    Ok(())
}

/// The name that SetFunctionName (ECMA-262, 10.2.9) makes of a property key.
pub fn function_name_of_key<'s>(cx: &mut Cx<'s>, key: Handle<'_>, prefix: &str) -> JsResult<Handle<'s>> {
    let name = cx.undefined();
    scope!(cx);
    let text = match key.cast::<Symbol>(cx) {
        Some(symbol) => symbol_name(cx, symbol),
        None => ops::convert::to_string(cx, key)?,
    };
    if prefix.is_empty() {
        name.set(cx, text.val(cx));
        return Ok(name);
    }
    let prefix = cx.string(prefix);
    let joined = string::concat(cx, prefix, text).map_err(|_| cx.throw_error(Message::StringTooLong, &[]))?;
    name.set(cx, joined.val(cx));
    Ok(name)
}

/// `[description]`, nothing for a symbol without one, a private name as it is written.
fn symbol_name<'s>(cx: &mut Cx<'s>, symbol: Handle<'_, Symbol>) -> Handle<'s, JsString> {
    let Some(description) = symbol.get(cx).description().cast::<JsString>() else { return cx.empty_string() };
    let text = description.to_rust(cx);
    if symbol.get(cx).is_private_name() { cx.string(&text) } else { cx.string(&format!("[{text}]")) }
}
