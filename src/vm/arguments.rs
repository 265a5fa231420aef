//! Arguments objects (ECMA-262, 10.4.4).

use crate::heap::{Cx, Handle, Val};
use crate::objects::fixed::FixedArray;
use crate::objects::function::JsFunction;
use crate::objects::object::{self, JsObject, MappedArguments};
use crate::objects::property::AccessorPair;
use crate::objects::roots::Root;
use crate::objects::storage::{self, Counts, StorageFlags};
use crate::scope;

/// Slots of the properties that the maps of arguments objects begin with.
const LENGTH_SLOT: u32 = 0;
const CALLEE_SLOT: u32 = 1;
const ITERATOR_SLOT: u32 = 2;

/// The arguments object of a call of `callee`, which has `parameters` of them, with the values `given`: the sloppy kind has
/// `callee`, and its elements may be mapped to parameters by [`map`] later.
pub fn new<'s>(
    cx: &mut Cx<'s>,
    callee: Handle<'_>,
    parameters: usize,
    given: &[Handle<'_>],
    is_sloppy: bool,
) -> Handle<'s, JsObject> {
    let root = match is_sloppy {
        true if parameters > 0 => Root::MappedArgumentsMap,
        true => Root::ArgumentsMap,
        false => Root::StrictArgumentsMap,
    };
    let object = object::allocate_any(cx, cx.root_handle(root));
    if !given.is_empty() {
        scope!(cx);
        let counts = Counts { elements: given.len(), properties: 0, flags: StorageFlags::empty() };
        let storage = storage::allocate(cx, counts);
        for (index, value) in given.iter().enumerate() {
            storage.get(cx).set_element(cx, index, value.val(cx));
        }
        object.get(cx).set_storage(cx, storage.val(cx));
    }
    let callee = if is_sloppy { callee.val(cx).root(cx) } else { poisoned_callee(cx) };
    let raw = object.get(cx);
    raw.set_slot_value(cx, LENGTH_SLOT, Val::int(given.len() as i32));
    raw.set_slot_value(cx, ITERATOR_SLOT, cx.root(Root::ArrayPrototypeValues));
    raw.set_slot_value(cx, CALLEE_SLOT, callee.val(cx));
    object
}

/// The accessor that strict code finds in the place of `callee`.
fn poisoned_callee<'s>(cx: &mut Cx<'s>) -> Handle<'s> {
    let thrower = cx.root(Root::ThrowTypeError).root(cx);
    AccessorPair::new(cx, thrower, thrower).any()
}

/// From now on elements of sloppy arguments object `arguments` that were given are the parameters in the first slots of
/// `context`. Nothing to do where there are no parameters.
pub fn map(cx: &mut Cx<'_>, arguments: Handle<'_>, context: Handle<'_>, function: Handle<'_, JsFunction>) {
    let Some(arguments) = arguments.cast::<MappedArguments>(cx) else { return };
    let object: Handle<'_, JsObject> = arguments.any().must(cx);
    let given = object.get(cx).storage().counts().elements;
    let count = given.min(function.get(cx).info().param_count());
    let slots = FixedArray::new(cx, count);
    for index in 0..count {
        slots.get(cx).set(cx, index, Val::int(index as i32));
        object.get(cx).storage().set_element(cx, index, Val::HOLE);
    }
    arguments.get(cx).set_slots(cx, slots.val(cx));
    arguments.get(cx).set_context(cx, context.val(cx));
}
