//! Private names: fields, methods and accessors whose keys no script can reach otherwise.
//!
//! A site's word 0 is an inline-cache entry (map and offset of an own word), its word 1 the private name that the entry is
//! for: each evaluation of a class has names of its own.
#![allow(unsafe_code)] // fast paths read objects as the site says

use crate::heap::{Cx, Handle, raw};
use crate::objects::descriptors::Attributes;
use crate::objects::map::Location;
use crate::objects::name::Name;
use crate::objects::object::JsObject;
use crate::objects::symbol::{Symbol, SymbolFlags};
use crate::value::Value;
use crate::vm::dispatch::{Handler, State, op};
use crate::vm::inline_cache::{Site, entry, is_offset};
use crate::vm::instruction::{Instr, Instruction, Step};
use crate::vm::native::JsResult;
use crate::vm::private_names::{self, Element};

impl Handler for op::NewPrivateName {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let symbol = Symbol::new(cx, i.constant(i.x()), SymbolFlags::PRIVATE);
        Ok(i.result(cx, symbol.any()))
    }
}

/// The address of `receiver`, and the offset at which it has the word of private `name`, if the site knows.
#[inline(always)]
fn known_word(state: &State, receiver: u64, name: u64, slot: usize) -> Option<(usize, usize)> {
    let receiver = Value::from_bits(receiver);
    if !receiver.is_heap() || state.k(slot + 1) != name {
        return None;
    }
    let (address, entry) = (receiver.address(), state.k(slot));
    let how = (entry >> 32) as u32;
    // SAFETY: a heap value is a live object.
    let map = unsafe { raw::header(address) }.meta();
    (map == entry as u32 && is_offset(how)).then_some((address, how as usize / 8))
}

/// Lets the site remember where `object` has private `name`, if in a word of its own with none of `without` attributes and
/// all of `with`.
fn remember<'s>(
    cx: &Cx<'s>,
    object: Handle<'_>,
    name: Handle<'_, Name>,
    site: Site<'_>,
    with: Attributes,
    without: Attributes,
) {
    let Some(object) = object.val(cx).cast::<JsObject>().filter(|object| !object.map().is_dictionary()) else { return };
    let Some((_, details)) = object.map().find(name.get(cx)) else { return };
    if let Location::Inline(word) = object.map().location(details.slot)
        && details.attributes.contains(with)
        && !details.attributes.intersects(without)
    {
        site.set_raw(0, entry(object.meta(), word as u32 * 8));
        site.set_value(cx, 1, name.val(cx));
    }
}

impl Handler for op::GetPrivate {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let Some((address, word)) = known_word(state, state.r(i.b()), state.r(i.c()), i.y()) else { return false };
        // SAFETY: the object has the word, by its map.
        let value = unsafe { raw::word(address, word) };
        state.set(i.a(), value);
        true
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let name = i.rc().must(cx);
        remember(cx, i.rb(), name, i.site(i.y()), Attributes::empty(), Attributes::ACCESSOR);
        let value = private_names::get(cx, i.rb(), name)?;
        Ok(i.result(cx, value))
    }
}

impl Handler for op::SetPrivate {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let Some((address, word)) = known_word(state, state.r(i.a()), state.r(i.b()), i.y()) else { return false };
        // SAFETY: the object has the word, by its map.
        unsafe { state.store_without_barrier(address, word, state.r(i.c())) }
    }

    const HAS_QUICK: bool = true;

    #[inline(always)]
    fn quick(state: &mut State, i: Instr) -> bool {
        let Some((address, word)) = known_word(state, state.r(i.a()), state.r(i.b()), i.y()) else { return false };
        // SAFETY: the object has the word, by its map.
        unsafe { raw::store((*state.vm).heap, address, word, state.r(i.c())) };
        true
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let name = i.rb().must(cx);
        remember(cx, i.ra(), name, i.site(i.y()), Attributes::WRITABLE, Attributes::ACCESSOR);
        private_names::set(cx, i.ra(), name, i.rc())?;
        Ok(Step::Next)
    }
}

impl Handler for op::DefinePrivate {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let element = match i.flags() {
            0 => Element::Field,
            1 => Element::Method,
            2 => Element::Getter,
            _ => Element::Setter,
        };
        private_names::define(cx, i.ra(), i.rb().must(cx), i.rc(), element)?;
        Ok(Step::Next)
    }
}
