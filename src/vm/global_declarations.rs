//! GlobalDeclarationInstantiation (ECMA-262, 16.1.7).

use std::rc::Rc;

use super::materialise;
use super::messages::Message;
use super::native::{JsResult, Throw};
use crate::bytecode::template::{Constant, FunctionTemplate, GlobalDeclarations, Text};
use crate::heap::{Cx, Handle};
use crate::objects::descriptors::Attributes;
use crate::objects::function::{FunctionInfo, JsFunction};
use crate::objects::global;
use crate::objects::map::MapFlags;
use crate::objects::name::{Key, Name};
use crate::objects::object::JsObject;
use crate::objects::property::{self, Descriptor};
use crate::objects::roots::Root;
use crate::scope;

/// Declares what constant `index` of the running `script` lists.
pub fn instantiate(cx: &mut Cx<'_>, script: Handle<'_, JsFunction>, index: usize) -> JsResult<()> {
    let info = script.get(cx).info().root(cx);
    let template = info.get(cx).template_rc();
    let Some(Constant::Globals(declarations)) = template.constants.get(index) else { return Ok(()) };
    check(cx, declarations)?;
    for (text, is_const) in &declarations.lexicals {
        scope!(cx);
        let name = intern(cx, text);
        detach_global_cell(cx, name);
        global::declare_lexical(cx, name, *is_const);
    }
    let deletable = if declarations.are_deletable { Attributes::CONFIGURABLE } else { Attributes::empty() };
    for (text, function) in &declarations.functions {
        declare_function(cx, text, function, info, deletable)?;
    }
    for text in &declarations.vars {
        declare_var(cx, text, deletable);
    }
    Ok(())
}

fn intern<'s>(cx: &mut Cx<'s>, text: &Text) -> Handle<'s, Name> {
    let string = cx.string_from_text(text);
    cx.intern(string)
}

/// Nothing may be declared twice as a lexical binding, nor take the place of what cannot be replaced.
fn check(cx: &mut Cx<'_>, declarations: &GlobalDeclarations) -> JsResult<()> {
    for (text, _) in &declarations.lexicals {
        scope!(cx);
        let name = intern(cx, text);
        let restricted = own_property(cx, name).is_some_and(|found| !found.contains(Attributes::CONFIGURABLE));
        if global::find_lexical(cx, name.get(cx)).is_some() || restricted {
            return Err(throw_declared(cx, name));
        }
    }
    let functions = declarations.functions.iter().map(|(text, _)| (text, true));
    let vars = declarations.vars.iter().map(|text| (text, false));
    for (text, is_function) in functions.chain(vars) {
        scope!(cx);
        let name = intern(cx, text);
        if global::find_lexical(cx, name.get(cx)).is_some() {
            return Err(throw_declared(cx, name));
        }
        if !can_declare(cx, name, is_function) {
            let text = super::call_site::text_of_name(cx, name);
            return Err(cx.throw_error(Message::CannotRedefine, &[&text]));
        }
    }
    Ok(())
}

fn throw_declared(cx: &mut Cx<'_>, name: Handle<'_, Name>) -> Throw {
    let text = super::call_site::text_of_name(cx, name);
    cx.throw_error(Message::AlreadyDeclared, &[&text])
}

fn own_property(cx: &Cx<'_>, name: Handle<'_, Name>) -> Option<Attributes> {
    let global = cx.root_handle::<JsObject>(Root::Global);
    property::find(cx, global.get(cx), Key::Name(name)).map(|found| found.attributes)
}

/// CanDeclareGlobalVar and CanDeclareGlobalFunction.
fn can_declare(cx: &Cx<'_>, name: Handle<'_, Name>, is_function: bool) -> bool {
    let global = cx.root_handle::<JsObject>(Root::Global);
    match own_property(cx, name) {
        None => global.get(cx).map().has(MapFlags::EXTENSIBLE),
        Some(_) if !is_function => true,
        Some(attributes) => {
            attributes.contains(Attributes::CONFIGURABLE)
                || attributes.contains(Attributes::WRITABLE | Attributes::ENUMERABLE)
        }
    }
}

/// Code that cached the cell of a global property must look again: a lexical binding is about to hide it.
fn detach_global_cell(cx: &mut Cx<'_>, name: Handle<'_, Name>) {
    let global = cx.root_handle::<JsObject>(Root::Global);
    let Some(found) = property::find(cx, global.get(cx), Key::Name(name)) else { return };
    let value = property::read(cx, global, found);
    property::remove(cx, global, Key::Name(name), found);
    property::add(cx, global, Key::Name(name), value, found.attributes);
}

/// CreateGlobalFunctionBinding.
fn declare_function(
    cx: &mut Cx<'_>,
    text: &Text,
    template: &Rc<FunctionTemplate>,
    script: Handle<'_, FunctionInfo>,
    deletable: Attributes,
) -> JsResult<()> {
    scope!(cx);
    let name = intern(cx, text);
    let record = script.get(cx).script().root(cx);
    let info = materialise::function_info(cx, template.clone(), record);
    let context = cx.undefined();
    let function = crate::objects::function::new_closure(cx, info, context);
    let global = cx.root_handle::<JsObject>(Root::Global);
    let is_fixed = own_property(cx, name).is_some_and(|attributes| !attributes.contains(Attributes::CONFIGURABLE));
    let descriptor = if is_fixed {
        Descriptor { value: Some(function.any()), ..Descriptor::default() }
    } else {
        Descriptor::data(function.any(), Attributes::WRITABLE | Attributes::ENUMERABLE | deletable)
    };
    property::define(cx, global, Key::Name(name), &descriptor);
    Ok(())
}

/// CreateGlobalVarBinding.
fn declare_var(cx: &mut Cx<'_>, text: &Text, deletable: Attributes) {
    scope!(cx);
    let name = intern(cx, text);
    let global = cx.root_handle::<JsObject>(Root::Global);
    if property::find(cx, global.get(cx), Key::Name(name)).is_none() {
        let undefined = cx.undefined();
        property::add(
            cx,
            global,
            Key::Name(name),
            undefined,
            Attributes::WRITABLE | Attributes::ENUMERABLE | deletable,
        );
    }
}
