//! Iteration: `for of`, destructuring, spreading, `yield*` and `for in`.
#![allow(unsafe_code)] // the fast path reads array iterators

use super::literals::instance_shape;
use crate::heap::header::{Header, meta_of};
use crate::heap::{Cx, Handle, Val, raw};
use crate::objects::generator::Generator;
use crate::objects::kinds::Kind;
use crate::objects::roots::{N, Root};
use crate::objects::storage::FIRST_PROPERTY;
use crate::value::Value;
use crate::vm::calling::{self, Callee};
use crate::vm::dispatch::{Handler, State, op};
use crate::vm::frame::Linkage;
use crate::vm::generator::{self, Resumed};
use crate::vm::inline_cache::EPOCH_BASE;
use crate::vm::instruction::{Instr, Instruction, Step};
use crate::vm::native::JsResult;
use crate::vm::suspension::ResumeMode;
use crate::vm::{call_site, for_in, iteration, ops};

/// Words of an array iterator.
const TARGET: usize = 2;
const POSITION: usize = 3;
const ITERATION_KIND: usize = 4;
/// The iteration kind that gives values.
const VALUES: Value = Value::from_i32(1);
/// Words of an array.
const STORAGE: usize = 1;
const ARRAY_LENGTH: usize = 2;

/// An iterator over the ordinary array `array`, where iterating calls the built-in methods alone.
#[inline(always)]
fn plain_iterator(state: &mut State, array: Value) -> Option<u64> {
    if !array.is_heap() {
        return None;
    }
    // SAFETY: live objects; in its epoch, what is known of the prototypes holds. The iterator is fresh memory of the words
    // that its map says.
    unsafe {
        let known = (*state.vm).plain_iteration;
        let epoch = (*(*state.vm).epoch).get().wrapping_add(EPOCH_BASE);
        let map = Value::from_bits(state.root(Root::ArrayMap)).address();
        if known.epoch != epoch || raw::header(array.address()).meta() != meta_of(map) {
            return None;
        }
        let method = known.method.read_at(Value::from_bits(state.root(Root::ArrayPrototype)).address());
        let next = known.next.read_at(Value::from_bits(state.root(Root::ArrayIteratorPrototype)).address());
        if method != state.root(Root::ArrayPrototypeValues) || next != state.root(Root::ArrayIteratorNext) {
            return None;
        }
        let (map, words) = instance_shape(state, Root::ArrayIteratorMap);
        let iterator = state.bump(words)?;
        raw::init_word(iterator, 0, Header::new(Kind::ArrayIterator as u8, words, meta_of(map)).0);
        raw::init_word(iterator, STORAGE, state.root(Root::EmptyStorage));
        raw::init_word(iterator, TARGET, array.bits());
        raw::init_word(iterator, POSITION, Value::ZERO.bits());
        raw::init_word(iterator, ITERATION_KIND, VALUES.bits());
        for word in ITERATION_KIND + 1..words {
            raw::init_word(iterator, word, Value::UNDEFINED.bits());
        }
        Some(Value::from_address(iterator).bits())
    }
}

impl Handler for op::GetIterator {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        if i.flags() & 1 != 0 {
            return false;
        }
        let Some(iterator) = plain_iterator(state, Value::from_bits(state.r(i.b()))) else { return false };
        let next = state.root(Root::ArrayIteratorNext);
        state.set(i.a(), iterator);
        state.set(i.a() + 1, next);
        true
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let record = iteration::get_iterator(cx, i.rb(), i.flags() & 1 != 0)?;
        i.set(cx, i.a(), record.iterator.val(cx));
        i.set(cx, i.a() + 1, record.next.val(cx));
        Ok(Step::Next)
    }
}

impl Handler for op::ForOfNext {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let (iterator, next) = (Value::from_bits(state.r(i.b())), state.r(i.b() + 1));
        if next != state.root(Root::ArrayIteratorNext) || !iterator.is_heap() {
            return false;
        }
        let iterator = iterator.address();
        // SAFETY: the words of an array iterator by its kind, of an array by its kind; the element is below the capacity.
        unsafe {
            if raw::header(iterator).kind() != Kind::ArrayIterator as u8
                || raw::word(iterator, ITERATION_KIND) != VALUES.bits()
            {
                return false;
            }
            let target = Value::from_bits(raw::word(iterator, TARGET));
            if !target.is_heap() || raw::header(target.address()).kind() != Kind::Array as u8 {
                return false;
            }
            let position = Value::from_bits(raw::word(iterator, POSITION));
            let length = Value::from_bits(raw::word(target.address(), ARRAY_LENGTH));
            if !position.both_int(length) {
                return false;
            }
            let index = position.as_int();
            if index >= length.as_int() {
                raw::init_word(iterator, TARGET, Value::UNDEFINED.bits());
                state.jump(i.imm_c());
                return true;
            }
            let storage = Value::from_bits(raw::word(target.address(), STORAGE)).address();
            let counts = raw::word(storage, 1);
            if index as u32 >= counts as u32 {
                return false;
            }
            let element = raw::word(storage, FIRST_PROPERTY + (counts >> 32) as u16 as usize + index as usize);
            if element == Value::HOLE.bits() {
                return false;
            }
            raw::init_word(iterator, POSITION, Value::from_i32(index + 1).bits());
            state.set(i.a() - 1, element);
        }
        // Over the IteratorUnwrap that follows.
        state.jump(1);
        true
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        if let Some(generator) = iteration::plain_generator(cx, i.rb(), i.register(i.b() + 1)) {
            return resume(cx, i, generator);
        }
        i.set(cx, i.a() - 1, i.register(i.b() + 1).val(cx));
        i.set(cx, i.a(), i.rb().val(cx));
        let window = i.window(i.a());
        // SAFETY: the window holds the method and the iterator.
        unsafe {
            match calling::resolve(cx, window, 0)? {
                Some(Callee::Script { argc }) => {
                    let new_target = cx.undefined();
                    let linkage = Linkage::to(i.pc().wrapping_add(1), i.a(), i.k());
                    calling::enter(cx, window, argc, new_target, linkage)?;
                    Ok(Step::Entered)
                }
                Some(_) => {
                    let result = calling::call_any(cx, window, 0)?.unwrap_or(cx.undefined());
                    i.set(cx, i.a() - 1, result.val(cx));
                    Ok(Step::Next)
                }
                None => Err(call_site::throw_not_callable(cx, i.register(i.a() - 1))),
            }
        }
    }
}

/// The next value of a generator, without a result object.
fn resume<'s>(cx: &mut Cx<'s>, i: Instruction<'s>, generator: Handle<'_, Generator>) -> JsResult<Step> {
    let undefined = cx.undefined();
    match generator::resume_plainly(cx, generator, ResumeMode::Next, undefined)? {
        Resumed::Yielded(value) => {
            i.set(cx, i.a() - 1, value.val(cx));
            // Over the IteratorUnwrap that follows.
            Ok(Step::Jump(1))
        }
        Resumed::Delegated(result) => {
            i.set(cx, i.a() - 1, result.val(cx));
            Ok(Step::Next)
        }
        Resumed::Returned(_) => Ok(Step::Jump(i.imm_c())),
    }
}

/// `value` of an iterator result with the realm's own map that is not done.
#[inline(always)]
fn quick_value(state: &State, result: Value) -> Option<u64> {
    if !result.is_heap() {
        return None;
    }
    let map = Value::from_bits(state.root(Root::IterResultMap)).address();
    // SAFETY: a heap value is a live object; objects of that map have value and done in their first two slots.
    unsafe {
        if raw::header(result.address()).meta() != meta_of(map) {
            return None;
        }
        (raw::word(result.address(), 3) == Value::FALSE.bits()).then(|| raw::word(result.address(), 2))
    }
}

impl Handler for op::IteratorUnwrap {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let Some(value) = quick_value(state, Value::from_bits(state.r(i.a()))) else { return false };
        state.set(i.a(), value);
        true
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let result = iteration::check_result(cx, i.ra())?;
        let done = ops::object::get(cx, result, cx.key(N::done))?;
        if crate::vm::truth::to_boolean(done.val(cx)) {
            return Ok(Step::Jump(i.imm_c()));
        }
        let value = ops::object::get(cx, result, cx.key(N::value))?;
        Ok(i.result(cx, value))
    }
}

impl Handler for op::IteratorNext {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let result = ops::call::call(cx, i.register(i.b() + 1), i.rb(), &[])?;
        Ok(i.result(cx, result))
    }
}

impl Handler for op::CheckIteratorResult {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        iteration::check_result(cx, i.ra())?;
        Ok(Step::Next)
    }
}

impl Handler for op::IteratorClose {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        iteration::close(cx, i.ra(), i.flags() & 1 != 0)?;
        Ok(Step::Next)
    }
}

impl Handler for op::YieldDelegate {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let (received, mode) = (i.ra(), i.register(i.a() + 1).val(cx).as_int());
        let (iterator, next) = (i.rb(), i.register(i.b() + 1));
        let method = match mode {
            0 => Some(next),
            1 => ops::object::get_method(cx, iterator, cx.key(N::throw))?.map(Handle::any),
            _ => ops::object::get_method(cx, iterator, cx.key(N::return_))?.map(Handle::any),
        };
        let (result, missing) = match method {
            Some(method) => (ops::call::call(cx, method, iterator, &[received])?, 0),
            None => (cx.undefined(), mode),
        };
        i.set(cx, i.c(), result.val(cx));
        i.set(cx, i.c() + 1, Val::int(missing));
        Ok(Step::Next)
    }
}

impl Handler for op::ForInPrepare {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let enumerator = for_in::prepare(cx, i.rb())?;
        Ok(i.result(cx, enumerator.any()))
    }
}

impl Handler for op::ForInNext {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let enumerator = i.rb().must(cx);
        match for_in::next(cx, enumerator)? {
            Some(key) => Ok(i.result(cx, key)),
            None => Ok(Step::Jump(i.imm_c())),
        }
    }
}
