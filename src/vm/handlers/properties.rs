//! Named properties, through inline caches; see [`crate::vm::inline_cache`] for the words of a site.
#![allow(unsafe_code)] // fast paths read objects as the cache says

use super::getters;
use crate::heap::{Cx, Handle, Val, raw};
use crate::objects::descriptors::Attributes;
use crate::objects::kinds::{Kind, LAST_STRING};
use crate::objects::name::{Key, Name};
use crate::objects::object::JsObject;
use crate::value::Value;
use crate::vm::dispatch::{Handler, State, op};
use crate::vm::inline_cache::{Detail, EPOCH_BASE, PROPERTY_WORDS, Site, is_offset};
use crate::vm::instruction::{Instr, Instruction, Step};
use crate::vm::messages::Message;
use crate::vm::native::JsResult;
use crate::vm::{ops, property_lookup, property_store};

/// Word of an object's storage.
const STORAGE: usize = 1;

#[inline(always)]
unsafe fn word_at(address: usize, offset: u32) -> u64 {
    // SAFETY: by the caller's map check the object has a value at the offset.
    unsafe { raw::word(address + offset as usize, 0) }
}

/// The header's map and the address of `receiver`, if it is in the heap.
#[inline(always)]
fn map_of(receiver: u64) -> Option<(u32, usize)> {
    let receiver = Value::from_bits(receiver);
    // SAFETY: a heap value is a live object.
    receiver.is_heap().then(|| (unsafe { raw::header(receiver.address()) }.meta(), receiver.address()))
}

/// The value at the offset that the site's first word gives for `receiver`. One map, one offset: what needs more registers
/// than that is for the second try.
#[inline(always)]
fn own_load(state: &State, receiver: u64, slot: usize) -> Option<u64> {
    let (map, address) = map_of(receiver)?;
    let entry = state.k(slot);
    let how = (entry >> 32) as u32;
    // SAFETY: what the receiver's map says of it is what the site remembers.
    (map == entry as u32 && is_offset(how)).then(|| unsafe { word_at(address, how) })
}

/// The value at the offset that one of the site's other words gives for `receiver`.
#[inline(always)]
fn polymorphic_load(state: &State, receiver: u64, slot: usize) -> Option<u64> {
    let (map, address) = map_of(receiver)?;
    for index in 1..PROPERTY_WORDS {
        let entry = state.k(slot + index);
        let how = (entry >> 32) as u32;
        if map == entry as u32 && is_offset(how) {
            // SAFETY: what the receiver's map says of it is what the site remembers.
            return Some(unsafe { word_at(address, how) });
        }
    }
    None
}

/// The method that the site knows in a prototype of `receiver`, an object.
#[inline(always)]
fn inherited_load(state: &State, receiver: u64, slot: usize) -> Option<u64> {
    let (map, _) = map_of(receiver)?;
    let entry = state.k(slot);
    // SAFETY: the receiver's map is the one the site remembers, and no prototype has changed since: the holder and its
    // word are there.
    unsafe {
        let epoch = (*(*state.vm).epoch).get().wrapping_add(EPOCH_BASE);
        if map != entry as u32 || map == 0 || (entry >> 32) as u32 != epoch {
            return None;
        }
        let holder = Value::from_bits(state.k(slot + 1));
        let detail = Detail::from_bits_retain((state.k(slot + 2) >> 32) as u32);
        if !holder.is_heap() || detail.intersects(Detail::ABSENT.union(Detail::ACCESSOR)) {
            return None;
        }
        let mut holder = holder.address();
        if detail.contains(Detail::IN_STORAGE) {
            holder = Value::from_bits(raw::word(holder, STORAGE)).address();
        }
        Some(raw::word(holder, detail.word()))
    }
}

/// GetV by name through `site`.
fn load<'s>(cx: &mut Cx<'s>, receiver: Handle<'_>, name: Handle<'s, Name>, site: Site<'_>) -> JsResult<Handle<'s>> {
    if let Some(value) = property_lookup::load(cx, receiver, name, site) {
        return Ok(value);
    }
    ops::object::get_v(cx, receiver, Key::Name(name))
}

impl Handler for op::GetNamed {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let Some(value) = own_load(state, state.r(i.b()), i.c()) else { return false };
        state.set(i.a(), value);
        true
    }

    const HAS_QUICK: bool = true;

    #[inline(always)]
    fn quick(state: &mut State, i: Instr) -> bool {
        match polymorphic_load(state, state.r(i.b()), i.c()) {
            Some(value) => state.set(i.a(), value),
            None => return getters::load(state, i),
        }
        true
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let value = load(cx, i.rb(), i.name(cx), i.site_c())?;
        Ok(i.result(cx, value))
    }
}

impl Handler for op::GetMethod {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let receiver = state.r(i.b());
        let Some(method) = inherited_load(state, receiver, i.c()) else { return false };
        state.set(i.a(), receiver);
        state.set(i.a() - 1, method);
        true
    }

    const HAS_QUICK: bool = true;

    #[inline(always)]
    fn quick(state: &mut State, i: Instr) -> bool {
        let receiver = state.r(i.b());
        let own = own_load(state, receiver, i.c()).or_else(|| polymorphic_load(state, receiver, i.c()));
        let Some(method) = own.or_else(|| getters::find_value(state, Value::from_bits(receiver), i)) else {
            return false;
        };
        state.set(i.a(), receiver);
        state.set(i.a() - 1, method);
        true
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let method = load(cx, i.rb(), i.name(cx), i.site_c())?;
        i.set(cx, i.a(), i.rb().val(cx));
        i.set(cx, i.a() - 1, method.val(cx));
        Ok(Step::Next)
    }
}

/// The `length` of an array or a string.
#[inline(always)]
fn quick_length(value: Value) -> Option<u64> {
    if !value.is_heap() {
        return None;
    }
    // SAFETY: a heap value is a live object; word 2 of an array is its length, word 1 of a string begins with its length.
    unsafe {
        let kind = raw::header(value.address()).kind();
        if kind == Kind::Array as u8 {
            return Some(raw::word(value.address(), 2));
        }
        (kind <= LAST_STRING).then(|| Value::from_i32(raw::word(value.address(), 1) as i32).bits())
    }
}

impl Handler for op::GetLength {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let receiver = state.r(i.b());
        let known = match quick_length(Value::from_bits(receiver)) {
            Some(length) => Some(length),
            None => own_load(state, receiver, i.c()),
        };
        let Some(value) = known else { return false };
        state.set(i.a(), value);
        true
    }

    const HAS_QUICK: bool = true;

    #[inline(always)]
    fn quick(state: &mut State, i: Instr) -> bool {
        match polymorphic_load(state, state.r(i.b()), i.c()) {
            Some(value) => state.set(i.a(), value),
            None => return getters::load(state, i),
        }
        true
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let value = load(cx, i.rb(), i.name(cx), i.site_c())?;
        Ok(i.result(cx, value))
    }
}

/// Stores `value` into `receiver` as the site's first words remember, where that needs neither barrier nor room.
#[inline(always)]
fn cached_store(state: &mut State, receiver: u64, value: u64, slot: usize) -> bool {
    let Some((map, address)) = map_of(receiver) else { return false };
    let entry = state.k(slot);
    let how = (entry >> 32) as u32;
    if map != entry as u32 {
        return false;
    }
    // SAFETY: what the receiver's map says of it is what the site remembers.
    unsafe {
        if is_offset(how) {
            return state.store_without_barrier(address, how as usize / 8, value);
        }
        store_by_detail(state, address, how, value, slot)
    }
}

/// [`cached_store`] by the site's other words, and with the barrier.
#[inline(always)]
fn polymorphic_store(state: &mut State, receiver: u64, value: u64, slot: usize) -> bool {
    let Some((map, address)) = map_of(receiver) else { return false };
    // SAFETY: what the receiver's map says of it is what the site remembers.
    unsafe {
        for index in 0..PROPERTY_WORDS {
            let entry = state.k(slot + index);
            let how = (entry >> 32) as u32;
            if map == entry as u32 && is_offset(how) {
                raw::store((*state.vm).heap, address, how as usize / 8, value);
                return true;
            }
        }
        let second = state.k(slot + 2);
        map == second as u32 && store_by_detail(state, address, (second >> 32) as u32, value, slot + 2)
    }
}

/// The transition that words 0 and 1 of a pair describe, if `how` is the current epoch and the slot is inline.
#[inline(always)]
unsafe fn store_by_detail(state: &mut State, address: usize, how: u32, value: u64, pair: usize) -> bool {
    // SAFETY: the receiver's map is the one the site remembers, and no prototype has changed since: objects of the new map
    // have the same words, and its new slot is that inline word.
    unsafe {
        if how != (*(*state.vm).epoch).get().wrapping_add(EPOCH_BASE) {
            return false;
        }
        let target = state.k(pair + 1);
        let detail = Detail::from_bits_retain((target >> 32) as u32);
        let is_inline = !detail.intersects(Detail::IN_STORAGE | Detail::ABSENT) && target as u32 != 0;
        // Where the nursery holds the object no barrier is due, neither for the value nor for the map.
        if !is_inline || !raw::in_nursery(address) {
            return false;
        }
        raw::set_header(address, raw::header(address).with_meta(target as u32));
        raw::init_word(address, detail.word(), value);
        true
    }
}

impl Handler for op::SetNamed {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let (receiver, value) = (state.r(i.a()), state.r(i.b()));
        cached_store(state, receiver, value, i.c())
    }

    const HAS_QUICK: bool = true;

    #[inline(always)]
    fn quick(state: &mut State, i: Instr) -> bool {
        polymorphic_store(state, state.r(i.a()), state.r(i.b()), i.c())
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        property_store::store(cx, i.ra(), i.name(cx), i.rb(), i.flags() & 1 != 0, i.site_c())?;
        Ok(Step::Next)
    }
}

impl Handler for op::DefineNamed {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let (receiver, value) = (state.r(i.a()), state.r(i.b()));
        cached_store(state, receiver, value, i.c())
    }

    const HAS_QUICK: bool = true;

    #[inline(always)]
    fn quick(state: &mut State, i: Instr) -> bool {
        polymorphic_store(state, state.r(i.a()), state.r(i.b()), i.c())
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let object = i.ra().must::<JsObject>(cx);
        property_store::define(cx, object, i.name(cx), i.rb(), literal_attributes(i.flags()), i.site_c())?;
        Ok(Step::Next)
    }
}

/// Attributes of what literals and classes define: `flags` 1 is not enumerable.
pub fn literal_attributes(flags: u8) -> Attributes {
    if flags & 1 != 0 { Attributes::HIDDEN } else { Attributes::DEFAULT }
}

impl Handler for op::DeleteNamed {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let key = i.key(cx);
        let deleted = property_store::delete(cx, i.rb(), key, i.flags() & 1 != 0)?;
        Ok(i.result_val(cx, Val::boolean(deleted)))
    }
}

impl Handler for op::DeleteKeyed {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        if i.rb().val(cx).is_nullish() {
            return Err(cx.throw_error(Message::NullishToObject, &[]));
        }
        let key = ops::convert::to_property_key(cx, i.rc())?;
        let deleted = property_store::delete(cx, i.rb(), key, i.flags() & 1 != 0)?;
        Ok(i.result_val(cx, Val::boolean(deleted)))
    }
}

/// The prototype of a home object, where `super.x` is looked up.
fn super_base<'s>(cx: &mut Cx<'s>, home: Handle<'_>, key: Handle<'_>) -> JsResult<Handle<'s, JsObject>> {
    let home = home.must::<JsObject>(cx);
    let base = ops::object::get_prototype_of(cx, home)?;
    match base.cast::<JsObject>(cx) {
        Some(object) => Ok(object),
        None => {
            let key = ops::convert::to_property_key(cx, key)?;
            Err(ops::object::get_v(cx, base, key)
                .err()
                .unwrap_or_else(|| cx.throw_error(Message::NullishToObject, &[])))
        }
    }
}

impl Handler for op::GetSuper {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let (home, receiver) = (i.rb(), i.register(i.b() + 1));
        let base = super_base(cx, home, i.rc())?;
        let key = ops::convert::to_property_key(cx, i.rc())?;
        let value = ops::object::get_with_receiver(cx, base, key, receiver)?;
        Ok(i.result(cx, value))
    }
}

impl Handler for op::SetSuper {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let (home, receiver) = (i.rb(), i.register(i.b() + 1));
        let base = super_base(cx, home, i.rc())?;
        let key = ops::convert::to_property_key(cx, i.rc())?;
        match ops::assign::assign(cx, base, key, i.ra(), receiver)? {
            Err(refusal) if i.flags() & 1 != 0 => Err(ops::assign::throw_refusal(cx, refusal, key, receiver)),
            _ => Ok(Step::Next),
        }
    }
}

impl Handler for op::SetPrototype {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let prototype = i.rb();
        if prototype.val(cx).is_null() || prototype.val(cx).is::<JsObject>() {
            crate::objects::object::change_prototype(cx, i.ra().must(cx), prototype);
        }
        Ok(Step::Next)
    }
}

impl Handler for op::CopyDataProperties {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let target = i.ra().must(cx);
        ops::listing::copy_data_properties(cx, target, i.rb(), &[])?;
        Ok(Step::Next)
    }
}

impl Handler for op::CopyRest {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let target = crate::objects::object::new_plain(cx);
        let mut excluded = Vec::with_capacity(i.flags() as usize);
        for register in i.registers(i.c(), i.flags() as usize) {
            excluded.push(ops::convert::to_property_key(cx, register)?);
        }
        ops::listing::copy_data_properties(cx, target, i.rb(), &excluded)?;
        Ok(i.result(cx, target.any()))
    }
}
