//! The objects that constructors of plain closures start with, and how much room they get.
//!
//! An instance's map gets inline slots for what its constructors can be seen to assign to `this`, those of its parent
//! classes included: a count of the code, made once per constructor.

use super::native::JsResult;
use super::ops;
use crate::bytecode::instruction::instructions;
use crate::bytecode::template::FunctionTemplate;
use crate::bytecode::{Field, Opcode};
use crate::heap::{Cx, Gc, Handle};
use crate::objects::function::{self, JsFunction};
use crate::objects::map::MAX_INLINE;
use crate::objects::name::Key;
use crate::objects::object::{self, JsObject, PlainObject};
use crate::objects::property;
use crate::objects::roots::Root;

/// OrdinaryCreateFromConstructor(newTarget, %Object.prototype%).
pub fn create<'s>(cx: &mut Cx<'s>, new_target: Handle<'_, JsObject>) -> JsResult<Handle<'s, JsObject>> {
    if let Some(function) = new_target.any().cast::<JsFunction>(cx) {
        let capacity = inline_capacity(cx, function.get(cx));
        if let Some(map) = function::initial_map(cx, function, capacity) {
            return Ok(object::allocate_any(cx, map));
        }
    }
    let object =
        ops::construct::ordinary_create_from_constructor::<PlainObject>(cx, new_target, Root::ObjectPrototype)?;
    Ok(object.any().must(cx))
}

/// Inline slots for instances of `constructor`.
fn inline_capacity(cx: &Cx<'_>, constructor: Gc<'_, JsFunction>) -> usize {
    let mut total = 0;
    let mut next = Some(constructor);
    while let Some(function) = next {
        total += assigned_count(function.info().template()) + field_count(cx, function);
        let object: Gc<'_, JsObject> = function.upcast().must();
        next = object.prototype().cast();
    }
    total.min(MAX_INLINE)
}

/// How many fields the class of `constructor` declares.
fn field_count(cx: &Cx<'_>, constructor: Gc<'_, JsFunction>) -> usize {
    let symbol = cx.root_handle(Root::ClassFieldsSymbol);
    let object: Gc<'_, JsObject> = constructor.upcast().must();
    property::find(cx, object, Key::Name(symbol))
        .and_then(|found| property::stored(object, found.place))
        .and_then(|initializer| initializer.cast::<JsFunction>())
        .map_or(0, |initializer| assigned_count(initializer.info().template()))
}

/// How many different names the code stores or defines on `this`.
fn assigned_count(template: &FunctionTemplate) -> usize {
    let mut names: Vec<u32> = instructions(&template.code)
        .filter(|instruction| {
            matches!(instruction.opcode, Opcode::SetNamed | Opcode::DefineNamed) && instruction.field(Field::A) == 0
        })
        .map(|instruction| instruction.field(Field::X))
        .collect();
    names.sort_unstable();
    names.dedup();
    let privates = instructions(&template.code)
        .filter(|instruction| instruction.opcode == Opcode::DefinePrivate && instruction.field(Field::A) == 0)
        .count();
    names.len() + privates
}
