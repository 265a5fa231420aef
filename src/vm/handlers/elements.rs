//! Element access: dense elements of any object inline, typed arrays, strings and cached names next, then the general
//! operations.
#![allow(unsafe_code)] // fast paths read storages

use super::getters;
use super::properties::literal_attributes;
use super::{strings, typed_elements};
use crate::heap::{Cx, Gc, Handle, raw};
use crate::objects::array::{self, JsArray};
use crate::objects::elements;
use crate::objects::kinds::{FIRST_OBJECT, Kind};
use crate::objects::map::MapFlags;
use crate::objects::name::{Key, Name, index_of_number};
use crate::objects::object::JsObject;
use crate::objects::property::Descriptor;
use crate::objects::storage::{FIRST_PROPERTY, StorageFlags};
use crate::objects::string::{self, JsString};
use crate::objects::typed_array;
use crate::scope;
use crate::value::Value;
use crate::vm::dispatch::{Handler, State, op};
use crate::vm::instruction::{Instr, Instruction, Step};
use crate::vm::native::JsResult;
use crate::vm::{iteration, ops, property_lookup, property_store};

/// Word of an object's storage.
const STORAGE: usize = 1;
/// Word of an array's length.
const ARRAY_LENGTH: usize = 2;

/// The storage of `receiver` and its packed counts, if it is an object.
#[inline(always)]
fn storage_of(receiver: Value) -> Option<(usize, u64)> {
    if !receiver.is_heap() {
        return None;
    }
    // SAFETY: a heap value is a live object; every kind from FIRST_OBJECT on has a storage in word 1.
    unsafe {
        if raw::header(receiver.address()).kind() < FIRST_OBJECT {
            return None;
        }
        let storage = Value::from_bits(raw::word(receiver.address(), STORAGE)).address();
        Some((storage, raw::word(storage, 1)))
    }
}

/// Word of dense element `index` in a storage with these counts, if it has that many.
#[inline(always)]
fn element_word(counts: u64, index: u64) -> Option<usize> {
    let index = Value::from_bits(index);
    if !index.is_int() || index.as_int() as u32 >= counts as u32 {
        return None;
    }
    Some(FIRST_PROPERTY + (counts >> 32) as u16 as usize + index.as_int() as u32 as usize)
}

impl Handler for op::GetKeyed {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let Some((storage, counts)) = storage_of(Value::from_bits(state.r(i.b()))) else { return false };
        let Some(word) = element_word(counts, state.r(i.c())) else { return false };
        // SAFETY: below the storage's capacity.
        let value = unsafe { raw::word(storage, word) };
        if value == Value::HOLE.bits() {
            return false;
        }
        state.set(i.a(), value);
        true
    }

    const HAS_QUICK: bool = true;

    #[inline(always)]
    fn quick(state: &mut State, i: Instr) -> bool {
        let (receiver, key) = (Value::from_bits(state.r(i.b())), Value::from_bits(state.r(i.c())));
        let found = if key.is_heap() {
            getters::find_keyed(state, receiver, key)
        } else {
            strings::unit_at(state, receiver, key).or_else(|| typed_elements::load(receiver, key))
        };
        let Some(value) = found else { return false };
        state.set(i.a(), value);
        true
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let value = load(cx, i.rb(), i.rc())?;
        Ok(i.result(cx, value))
    }
}

/// GetV by computed key.
fn load<'s>(cx: &mut Cx<'s>, receiver: Handle<'s>, key: Handle<'s>) -> JsResult<Handle<'s>> {
    if let Some(index) = index_of_number(key.val(cx).value()) {
        if let Some(value) = load_index(cx, receiver, index) {
            return Ok(value);
        }
    } else if let Some(name) = name_of(cx, key)
        && let Some(value) = load_name(cx, receiver, name)
    {
        return Ok(value);
    }
    if receiver.val(cx).is_nullish() {
        let key = quick_key(cx, key);
        return ops::object::get_v(cx, receiver, key);
    }
    let key = ops::convert::to_property_key(cx, key)?;
    ops::object::get_v(cx, receiver, key)
}

/// The key for the message about a base that has no properties: such a key is not converted any more.
fn quick_key<'s>(cx: &mut Cx<'s>, key: Handle<'_>) -> Key<'s> {
    Key::from_primitive(cx, key).unwrap_or_else(|| {
        let shown = ops::error::describe(cx, key);
        Key::from_str(cx, &shown)
    })
}

/// Element `index` of what has elements that need no lookup.
fn load_index<'s>(cx: &mut Cx<'s>, receiver: Handle<'_>, index: u32) -> Option<Handle<'s>> {
    if let Some(string) = receiver.cast::<JsString>(cx) {
        if index >= string.get(cx).len() {
            return None;
        }
        let unit = string::with_flat(cx, string, |view| view.at(index as usize));
        return Some(cx.string_from_unit(unit).any());
    }
    let object = receiver.cast::<JsObject>(cx)?;
    match object.get(cx).object_kind() {
        Kind::TypedArray => Some(typed_array::load(cx, object, index)),
        Kind::Array | Kind::Object => {
            let element = object.get(cx).storage().element(index as usize);
            (!element.is_hole()).then(|| element.root(cx))
        }
        _ => None,
    }
}

/// The name that a string which spells no index, or a symbol, stands for. The interned string takes the place of its like
/// in the key's register: the next access finds it there.
fn name_of<'s>(cx: &mut Cx<'_>, key: Handle<'s>) -> Option<Handle<'s, Name>> {
    let name = key.cast::<Name>(cx)?;
    let Some(string) = key.cast::<JsString>(cx) else { return Some(name) };
    if string.get(cx).as_array_index(cx).is_some() {
        return None;
    }
    if !string.get(cx).is_interned() {
        scope!(cx);
        let interned = cx.intern(string);
        key.set(cx, interned.val(cx));
    }
    Some(name)
}

/// A property by a name met at run time: through the megamorphic cache, which serves all such sites.
fn load_name<'s>(cx: &mut Cx<'s>, receiver: Handle<'_>, name: Handle<'s, Name>) -> Option<Handle<'s>> {
    let object = receiver.cast::<JsObject>(cx)?;
    property_lookup::load_megamorphic(cx, object, name)
}

/// Overwrites a dense element of an old object, fills a hole of an array, or appends where there is room.
#[inline(always)]
fn store_quickly(state: &mut State, receiver: Value, key: Value, value: u64) -> bool {
    let Some((storage, counts)) = storage_of(receiver) else { return false };
    let Some(word) = element_word(counts, key.bits()) else { return false };
    let is_restricted = counts >> 48 != 0;
    // SAFETY: below the storage's capacity; a heap value is a live object; word 2 of an array is its length.
    unsafe {
        if is_restricted {
            return false;
        }
        if raw::word(storage, word) == Value::HOLE.bits() {
            let array = receiver.address();
            if raw::header(array).kind() != Kind::Array as u8 || !takes_elements(Gc::from_address(array)) {
                return false;
            }
            let length = Value::from_bits(raw::word(array, ARRAY_LENGTH));
            if !length.is_int() || key.as_int() > length.as_int() || key.as_int() == i32::MAX {
                return false;
            }
            if key.as_int() == length.as_int() {
                raw::init_word(array, ARRAY_LENGTH, Value::from_i32(key.as_int() + 1).bits());
            }
        }
        raw::store((*state.vm).heap, storage, word, value);
    }
    true
}

impl Handler for op::SetKeyed {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let Some((storage, counts)) = storage_of(Value::from_bits(state.r(i.a()))) else { return false };
        let Some(word) = element_word(counts, state.r(i.b())) else { return false };
        let is_restricted = counts >> 48 != 0;
        // SAFETY: below the storage's capacity.
        unsafe {
            if is_restricted || raw::word(storage, word) == Value::HOLE.bits() {
                return false;
            }
            state.store_without_barrier(storage, word, state.r(i.c()))
        }
    }

    const HAS_QUICK: bool = true;

    #[inline(always)]
    fn quick(state: &mut State, i: Instr) -> bool {
        let (receiver, key) = (Value::from_bits(state.r(i.a())), Value::from_bits(state.r(i.b())));
        let value = state.r(i.c());
        typed_elements::store(receiver, key, Value::from_bits(value)) || store_quickly(state, receiver, key, value)
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let is_strict = i.flags() & 1 != 0;
        if let Some(index) = index_of_number(i.rb().val(cx).value())
            && store_index(cx, i.ra(), index, i.rc())
        {
            return Ok(Step::Next);
        }
        if let Some(name) = name_of(cx, i.rb())
            && let Some(object) = i.ra().cast::<JsObject>(cx)
            && property_store::store_present(cx, object.get(cx), name.get(cx), i.rc().val(cx))
        {
            return Ok(Step::Next);
        }
        if i.ra().val(cx).is_nullish() {
            let undefined = cx.undefined();
            let key = quick_key(cx, i.rb());
            ops::assign::put(cx, i.ra(), key, undefined, true)?;
        }
        let key = ops::convert::to_property_key(cx, i.rb())?;
        ops::assign::put(cx, i.ra(), key, i.rc(), is_strict)?;
        Ok(Step::Next)
    }
}

/// Stores element `index` where nothing but the object itself has a say; false if the general operation must do it.
fn store_index(cx: &mut Cx<'_>, receiver: Handle<'_>, index: u32, value: Handle<'_>) -> bool {
    let Some(object) = receiver.cast::<JsObject>(cx) else { return false };
    match object.get(cx).object_kind() {
        Kind::TypedArray if value.val(cx).is_number() && !typed_array::holds_bigints(cx, object.get(cx)) => {
            if typed_array::has_index(cx, object.get(cx), index) {
                typed_array::store(cx, object, index, value);
            }
            true
        }
        Kind::Array | Kind::Object => store_dense(cx, object, index, value),
        _ => false,
    }
}

fn store_dense(cx: &mut Cx<'_>, object: Handle<'_, JsObject>, index: u32, value: Handle<'_>) -> bool {
    let counts = object.get(cx).storage().counts();
    if !(counts.flags - StorageFlags::COW).is_empty() {
        return false;
    }
    if !object.get(cx).storage().element(index as usize).is_hole() {
        elements::write_at(cx, object, elements::ElementPlace::Dense(index as usize), value);
        return true;
    }
    let can_add = takes_elements(object.get(cx));
    if can_add {
        elements::add(cx, object, index, value, crate::objects::descriptors::Attributes::DEFAULT);
    }
    can_add
}

/// May elements be added to `object` without any prototype having a say? None has an element, or elements of its own making.
fn takes_elements(object: Gc<'_, JsObject>) -> bool {
    let mut next = object.prototype().cast::<JsObject>();
    while let Some(prototype) = next {
        let is_plain = matches!(prototype.object_kind(), Kind::Object | Kind::Array | Kind::Global);
        let counts = prototype.storage().counts();
        if !is_plain || counts.elements > 0 || counts.flags.contains(StorageFlags::SPARSE) {
            return false;
        }
        next = prototype.prototype().cast();
    }
    object.map().has(MapFlags::EXTENSIBLE)
}

impl Handler for op::DefineKeyed {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let key = ops::convert::to_property_key(cx, i.rb())?;
        let object = i.ra().must(cx);
        property_store::define_key(cx, object, key, i.rc(), literal_attributes(i.flags()))?;
        Ok(Step::Next)
    }
}

/// Defines one half of an accessor, as literals and classes do.
fn define_accessor<'s>(cx: &mut Cx<'s>, i: Instruction<'s>, descriptor: Descriptor<'s>) -> JsResult<Step> {
    let key = ops::convert::to_property_key(cx, i.rb())?;
    let object = i.ra().must(cx);
    let is_enumerable = i.flags() & 1 == 0;
    let descriptor = Descriptor { enumerable: Some(is_enumerable), configurable: Some(true), ..descriptor };
    ops::define::define_property_or_throw(cx, object, key, &descriptor)?;
    Ok(Step::Next)
}

impl Handler for op::DefineGetter {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        define_accessor(cx, i, Descriptor { getter: Some(i.rc()), ..Descriptor::default() })
    }
}

impl Handler for op::DefineSetter {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        define_accessor(cx, i, Descriptor { setter: Some(i.rc()), ..Descriptor::default() })
    }
}

impl Handler for op::ArrayPush {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let array = Value::from_bits(state.r(i.a())).address();
        // SAFETY: the register holds an array literal under construction.
        unsafe {
            let length = raw::word(array, ARRAY_LENGTH);
            let storage = Value::from_bits(raw::word(array, STORAGE)).address();
            let counts = raw::word(storage, 1);
            let Some(word) = element_word(counts, length) else { return false };
            if counts >> 48 != 0 || length as i32 == i32::MAX {
                return false;
            }
            if !state.store_without_barrier(storage, word, state.r(i.b())) {
                return false;
            }
            raw::init_word(array, ARRAY_LENGTH, Value::from_i32(length as i32 + 1).bits());
        }
        true
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let array = i.ra().must::<JsArray>(cx);
        if !array::push(cx, array, i.rb()) {
            return Err(cx.throw_error(crate::vm::Message::InvalidArrayLength, &[]));
        }
        Ok(Step::Next)
    }
}

impl Handler for op::ArraySpread {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let array = i.ra().must::<JsArray>(cx);
        iteration::append_all(cx, array, i.rb())?;
        Ok(Step::Next)
    }
}
