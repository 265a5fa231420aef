//! Global bindings, cached by their cells; and the bindings that are properties of objects in scope.
//!
//! A site's word 0 is the cell (tagged). A cell that holds the hole is gone, replaced or in its dead zone; one whose
//! attributes say ACCESSOR, or not WRITABLE for a store, is left to the slow path.
#![allow(unsafe_code)] // fast paths read cells

use crate::heap::{Cx, Handle, Val, raw};
use crate::objects::descriptors::Attributes;
use crate::objects::global::{self, PropertyCell};
use crate::objects::name::{Key, Name};
use crate::objects::object::JsObject;
use crate::objects::property::{self, Place};
use crate::objects::roots::{Root, WellKnown};
use crate::value::Value;
use crate::vm::dispatch::{Handler, State, op};
use crate::vm::instruction::{Instr, Instruction, Step};
use crate::vm::messages::Message;
use crate::vm::native::JsResult;
use crate::vm::{call_site, global_declarations, ops};

/// Word of a cell's value.
const CELL_VALUE: usize = 1;
/// Word of a cell's attributes.
const CELL_DETAILS: usize = 2;

/// The cell that the site at `slot` knows, if its attributes among `mask` are exactly `wanted`.
#[inline(always)]
fn known_cell(state: &State, slot: usize, mask: Attributes, wanted: Attributes) -> Option<usize> {
    let cell = Value::from_bits(state.k(slot));
    if !cell.is_heap() {
        return None;
    }
    // SAFETY: word 0 of a global site is a PropertyCell if it is a heap value.
    let details = unsafe { raw::word(cell.address(), CELL_DETAILS) };
    (details as u8 & mask.bits() == wanted.bits()).then_some(cell.address())
}

#[inline(always)]
fn load(state: &mut State, i: Instr) -> bool {
    let Some(cell) = known_cell(state, i.c(), Attributes::ACCESSOR, Attributes::empty()) else { return false };
    // SAFETY: a PropertyCell.
    let value = unsafe { raw::word(cell, CELL_VALUE) };
    if value == Value::HOLE.bits() {
        return false;
    }
    state.set(i.a(), value);
    true
}

/// The cell behind global `name`: a lexical binding's, or the global object's own property's.
fn find_cell<'s>(cx: &mut Cx<'s>, name: Handle<'_, Name>) -> Option<Handle<'s, PropertyCell>> {
    if let Some(cell) = global::find_lexical(cx, name.get(cx)) {
        return Some(cell.root(cx));
    }
    let object = cx.root_handle::<JsObject>(Root::Global);
    let found = property::find(cx, object.get(cx), Key::Name(name))?;
    let Place::Dictionary(entry) = found.place else { return None };
    property::cell_of(object.get(cx), entry).map(|cell| cell.root(cx))
}

/// GetBindingValue of a global reference; None if there is no such binding.
pub fn load_global<'s>(cx: &mut Cx<'s>, name: Handle<'s, Name>) -> JsResult<Option<Handle<'s>>> {
    if let Some(cell) = global::find_lexical(cx, name.get(cx)) {
        let value = cell.value();
        if value.is_hole() {
            return Err(call_site::throw_dead_zone(cx, name.any()));
        }
        return Ok(Some(value.root(cx)));
    }
    let object = cx.root_handle::<JsObject>(Root::Global);
    if !ops::object::has_property(cx, object, Key::Name(name))? {
        return Ok(None);
    }
    ops::object::get(cx, object, Key::Name(name)).map(Some)
}

fn load_slowly<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Option<Handle<'s>>> {
    let name = i.name(cx);
    if let Some(cell) = find_cell(cx, name) {
        i.site_c().set_value(cx, 0, cell.val(cx));
    }
    load_global(cx, name)
}

impl Handler for op::GetGlobal {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        load(state, i)
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        match load_slowly(cx, i)? {
            Some(value) => Ok(i.result(cx, value)),
            None => Err(throw_not_defined(cx, i.name(cx))),
        }
    }
}

fn throw_not_defined(cx: &mut Cx<'_>, name: Handle<'_, Name>) -> crate::vm::Throw {
    let text = call_site::text_of_name(cx, name);
    cx.throw_error(Message::NotDefined, &[&text])
}

impl Handler for op::GetGlobalOrUndefined {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        load(state, i)
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let value = load_slowly(cx, i)?.unwrap_or(cx.undefined());
        Ok(i.result(cx, value))
    }
}

impl Handler for op::SetGlobal {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let mask = Attributes::ACCESSOR | Attributes::WRITABLE;
        let Some(cell) = known_cell(state, i.c(), mask, Attributes::WRITABLE) else { return false };
        // SAFETY: a PropertyCell.
        unsafe {
            if raw::word(cell, CELL_VALUE) == Value::HOLE.bits() {
                return false;
            }
            state.store_without_barrier(cell, CELL_VALUE, state.r(i.a()))
        }
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let name = i.name(cx);
        if let Some(cell) = find_cell(cx, name) {
            i.site_c().set_value(cx, 0, cell.val(cx));
        }
        store_global(cx, name, i.ra(), i.flags() & 1 != 0)?;
        Ok(Step::Next)
    }
}

/// SetMutableBinding of a global reference.
pub fn store_global<'s>(cx: &mut Cx<'s>, name: Handle<'s, Name>, value: Handle<'_>, is_strict: bool) -> JsResult<()> {
    if let Some(cell) = global::find_lexical(cx, name.get(cx)) {
        if cell.value().is_hole() {
            return Err(call_site::throw_dead_zone(cx, name.any()));
        }
        if !cell.attributes().contains(Attributes::WRITABLE) {
            return Err(cx.throw_error(Message::ConstAssignment, &[]));
        }
        cell.set_value(cx, value.val(cx));
        return Ok(());
    }
    let object = cx.root_handle::<JsObject>(Root::Global);
    if is_strict {
        if !ops::object::has_property(cx, object, Key::Name(name))? {
            return Err(throw_not_defined(cx, name));
        }
        return ops::assign::set(cx, object, Key::Name(name), value);
    }
    ops::assign::set_with_receiver(cx, object, Key::Name(name), value, object.any())?;
    Ok(())
}

/// HasBinding of an object environment (ECMA-262, 9.1.1.2.1).
fn has_binding(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, key: Key<'_>) -> JsResult<bool> {
    if !ops::object::has_property(cx, object, key)? {
        return Ok(false);
    }
    let unscopables = ops::object::get(cx, object, Key::from(cx.well_known(WellKnown::Unscopables)))?;
    let Some(unscopables) = unscopables.cast::<JsObject>(cx) else { return Ok(true) };
    let is_blocked = ops::object::get(cx, unscopables, key)?;
    Ok(!ops::convert::to_boolean(cx, is_blocked.val(cx)))
}

impl Handler for op::FindBinding {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let Some(object) = i.rb().cast::<JsObject>(cx) else { return Ok(i.result_val(cx, Val::UNDEFINED)) };
        let name = i.name(cx);
        let result = if has_binding(cx, object, Key::Name(name))? { object.any() } else { cx.undefined() };
        Ok(i.result(cx, result))
    }
}

impl Handler for op::GetBinding {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let (object, name) = (i.rb().must::<JsObject>(cx), i.name(cx));
        if ops::object::has_property(cx, object, Key::Name(name))? {
            let value = ops::object::get(cx, object, Key::Name(name))?;
            return Ok(i.result(cx, value));
        }
        if i.flags() & 1 != 0 {
            return Err(throw_not_defined(cx, name));
        }
        Ok(i.result_val(cx, Val::UNDEFINED))
    }
}

impl Handler for op::SetBinding {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let (object, name, value) = (i.rb().must::<JsObject>(cx), i.name(cx), i.ra());
        let is_strict = i.flags() & 1 != 0;
        if !ops::object::has_property(cx, object, Key::Name(name))? && is_strict {
            return Err(throw_not_defined(cx, name));
        }
        if is_strict {
            ops::assign::set(cx, object, Key::Name(name), value)?;
        } else {
            ops::assign::set_with_receiver(cx, object, Key::Name(name), value, object.any())?;
        }
        Ok(Step::Next)
    }
}

impl Handler for op::InitGlobalLexical {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let name = i.name(cx);
        let cell = global::find_lexical(cx, name.get(cx)).expect("DeclareGlobals declared the binding");
        cell.set_value(cx, i.ra().val(cx));
        Ok(Step::Next)
    }
}

impl Handler for op::DeclareGlobals {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        global_declarations::instantiate(cx, i.callee(cx), i.x())?;
        Ok(Step::Next)
    }
}

impl Handler for op::DeleteGlobal {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let name = i.name(cx);
        if global::find_lexical(cx, name.get(cx)).is_some() {
            return Ok(i.result_val(cx, Val::FALSE));
        }
        let object = cx.root_handle::<JsObject>(Root::Global);
        let deleted = ops::object::delete(cx, object, Key::Name(name))?;
        Ok(i.result_val(cx, Val::boolean(deleted)))
    }
}
