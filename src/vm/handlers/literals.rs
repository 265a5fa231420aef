//! Object, array, regular expression and template literals.
#![allow(unsafe_code)] // fast paths fill fresh objects

use crate::heap::header::{Header, meta_of, meta_target};
use crate::heap::{Cx, raw};
use crate::objects::array::{self, JsArray};
use crate::objects::fixed::FixedArray;
use crate::objects::kinds::Kind;
use crate::objects::object::{self, JsObject};
use crate::objects::property;
use crate::objects::roots::{N, Root};
use crate::objects::storage::{FIRST_PROPERTY, Storage};
use crate::value::Value;
use crate::vm::dispatch::{Handler, State, op};
use crate::vm::inline_cache::entry;
use crate::vm::instruction::{Instr, Instruction, Step};
use crate::vm::native::JsResult;
use crate::vm::{literal_map, ops};

/// Literals with more values are made by the slow path.
const MAX_INLINE_VALUES: usize = 64;
/// Words of an array: header, storage, length.
const ARRAY_WORDS: usize = JsArray::WORDS;

/// The map in a root and the words of its instances.
/// # Safety
/// The root holds a map.
#[inline(always)]
pub unsafe fn instance_shape(state: &State, root: Root) -> (usize, usize) {
    let map = Value::from_bits(state.root(root)).address();
    // SAFETY: the root is a map; word 1 is its layout.
    let layout = unsafe { raw::word(map, 1) };
    (map, (layout >> 8) as u8 as usize + (layout >> 16) as u8 as usize)
}

impl Handler for op::NewObject {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        // SAFETY: fresh memory of the words the map says.
        unsafe {
            let (map, words) = instance_shape(state, Root::ObjectMap);
            let Some(object) = state.bump(words) else { return false };
            raw::init_word(object, 0, Header::new(Kind::Object as u8, words, meta_of(map)).0);
            raw::init_word(object, 1, state.root(Root::EmptyStorage));
            for index in 2..words {
                raw::init_word(object, index, Value::UNDEFINED.bits());
            }
            state.set(i.a(), Value::from_address(object).bits());
        }
        true
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let object = object::new_plain(cx);
        Ok(i.result(cx, object.any()))
    }
}

impl Handler for op::NewObjectWith {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let known = state.k(i.y());
        let (map, words) = (known as u32, (known >> 32) as usize);
        if map == 0 {
            return false;
        }
        let Some(object) = state.bump(words) else { return false };
        // SAFETY: fresh memory of the words that instances of the site's map have: header, storage, one for each value.
        unsafe {
            raw::init_word(object, 0, Header::new(Kind::Object as u8, words, map).0);
            raw::init_word(object, 1, state.root(Root::EmptyStorage));
            for index in 2..words {
                raw::init_word(object, index, state.r(i.b() + index - 2));
            }
        }
        debug_assert!(meta_target(object, map) != object);
        state.set(i.a(), Value::from_address(object).bits());
        true
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let keys = i.constant_as::<FixedArray>(cx, i.x());
        let map = literal_map::map_of_literal(cx, keys);
        let object = object::allocate_any(cx, map);
        let raw = object.get(cx);
        let count = keys.get(cx).len();
        if raw.map().inline_capacity() == count && count <= MAX_INLINE_VALUES {
            let words = raw.map().instance_words() as u32;
            i.site(i.y()).set_raw(0, entry(map.get(cx).as_meta(), words));
            for (slot, value) in i.registers(i.b(), i.c()).enumerate() {
                raw.set_slot_value(cx, slot as u32, value.val(cx));
            }
            return Ok(i.result(cx, object.any()));
        }
        for (index, value) in i.registers(i.b(), i.c()).enumerate() {
            crate::scope!(cx);
            let name = keys.get(cx).at(index).root(cx);
            let key = crate::objects::name::Key::Name(name.must(cx));
            property::add(cx, object, key, value, crate::objects::descriptors::Attributes::DEFAULT);
        }
        Ok(i.result(cx, object.any()))
    }
}

impl Handler for op::NewArray {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let count = i.c();
        if count > MAX_INLINE_VALUES {
            return false;
        }
        let storage_words = if count == 0 { 0 } else { FIRST_PROPERTY + count };
        let Some(array) = state.bump(ARRAY_WORDS + storage_words) else { return false };
        // SAFETY: fresh memory for both objects; arrays have three words, their map no inline slots.
        unsafe {
            let map = Value::from_bits(state.root(Root::ArrayMap)).address();
            raw::init_word(array, 0, Header::new(Kind::Array as u8, ARRAY_WORDS, meta_of(map)).0);
            raw::init_word(array, 2, Value::from_i32(count as i32).bits());
            if count == 0 {
                raw::init_word(array, 1, state.root(Root::EmptyStorage));
            } else {
                let storage = array + ARRAY_WORDS * 8;
                raw::init_word(array, 1, Value::from_address(storage).bits());
                raw::init_word(storage, 0, Header::new(Kind::Storage as u8, storage_words, 0).0);
                raw::init_word(storage, 1, count as u64);
                for index in 0..count {
                    raw::init_word(storage, FIRST_PROPERTY + index, state.r(i.b() + index));
                }
            }
            state.set(i.a(), Value::from_address(array).bits());
        }
        true
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let values: Vec<_> = i.registers(i.b(), i.c()).collect();
        let array = array::from_values(cx, &values);
        Ok(i.result(cx, array.any()))
    }
}

impl Handler for op::NewArrayConst {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let storage = state.k(i.bc());
        let Some(array) = state.bump(ARRAY_WORDS) else { return false };
        // SAFETY: fresh memory; the constant is a shared storage whose elements are all the array's.
        unsafe {
            let map = Value::from_bits(state.root(Root::ArrayMap)).address();
            let count = raw::word(Value::from_bits(storage).address(), 1) as u32;
            raw::init_word(array, 0, Header::new(Kind::Array as u8, ARRAY_WORDS, meta_of(map)).0);
            raw::init_word(array, 1, storage);
            raw::init_word(array, 2, Value::from_i32(count as i32).bits());
        }
        state.set(i.a(), Value::from_address(array).bits());
        true
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let storage = i.constant_as::<Storage>(cx, i.bc());
        let array = array::new(cx, 0);
        let count = storage.get(cx).counts().elements;
        array.get(cx).set_storage_word(cx, storage.val(cx));
        array.get(cx).set_length_raw(cx, count as u32);
        Ok(i.result(cx, array.any()))
    }
}

impl Handler for op::NewRegExp {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let (source, flags) = (i.constant(i.x()), i.constant(i.y()));
        let regexp = ops::regexp::regexp_create(cx, source, flags)?;
        Ok(i.result(cx, regexp.any()))
    }
}

impl Handler for op::GetTemplateObject {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let known = state.k(i.c());
        if !Value::from_bits(known).is_heap() {
            return false;
        }
        state.set(i.a(), known);
        true
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        // The object is kept in the place of the strings it was made of.
        if i.constant(i.x()).val(cx).is::<JsArray>() {
            i.site_c().set_value(cx, 0, i.constant(i.x()).val(cx));
            return Ok(i.result(cx, i.constant(i.x())));
        }
        let strings = i.constant_as::<FixedArray>(cx, i.x());
        let count = strings.get(cx).len() / 2;
        let (cooked, raw) = (array_of(cx, strings, 0, count), array_of(cx, strings, count, count));
        property::set_integrity(cx, raw, true);
        let attributes = crate::objects::descriptors::Attributes::empty();
        property::add(cx, cooked, cx.key(N::raw), raw.any(), attributes);
        property::set_integrity(cx, cooked, true);
        i.site(i.x()).set_value(cx, 0, cooked.val(cx));
        i.site_c().set_value(cx, 0, cooked.val(cx));
        Ok(i.result(cx, cooked.any()))
    }
}

/// Values `from .. from + count` of `list` as an array.
fn array_of<'s>(
    cx: &mut Cx<'s>,
    list: crate::heap::Handle<'_, FixedArray>,
    from: usize,
    count: usize,
) -> crate::heap::Handle<'s, JsObject> {
    let array = array::with_capacity(cx, count);
    let raw = array.get(cx);
    for index in 0..count {
        raw.storage().set_element(cx, index, list.get(cx).at(from + index));
    }
    raw.set_length_raw(cx, count as u32);
    array.must(cx)
}
