//! Contexts: captured bindings, and the checks of their dead zones.
#![allow(unsafe_code)] // fast paths read context words

use crate::heap::header::{Header, meta_of};
use crate::heap::{Cx, Handle, raw};
use crate::objects::context::{Context, FIRST_SLOT, ScopeInfo};
use crate::objects::global::PropertyCell;
use crate::objects::kinds::Kind;
use crate::value::Value;
use crate::vm::dispatch::{Handler, State, op};
use crate::vm::instruction::{Instr, Instruction, Step};
use crate::vm::native::JsResult;
use crate::vm::{arguments, call_site};

/// Word of a context's parent.
const PARENT: usize = 1;
/// Contexts with more slots are made by the slow path.
const MAX_INLINE_SLOTS: usize = 256;
/// Word of a cell's value.
const CELL_VALUE: usize = 1;
/// Word of a function's context.
const FUNCTION_CONTEXT: usize = 3;

impl Handler for op::LoadContext {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        // SAFETY: slot -1 of a frame holds its function, whose context is that word.
        let context = unsafe {
            let callee = Value::from_bits(*state.base.sub(1));
            raw::word(callee.address(), FUNCTION_CONTEXT)
        };
        state.set(i.a(), context);
        true
    }
}

impl Handler for op::NewContext {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let scope = Value::from_bits(state.k(i.x())).address();
        // SAFETY: the constant is a ScopeInfo: word 1 its names, word 3 the values slots start with, equally many.
        unsafe {
            let initial = Value::from_bits(raw::word(scope, 3)).address();
            let slots = raw::header(initial).size_field() - 1;
            if slots > MAX_INLINE_SLOTS {
                return false;
            }
            let Some(context) = state.bump(FIRST_SLOT + slots) else { return false };
            let header = Header::new(Kind::Context as u8, FIRST_SLOT + slots, meta_of(scope));
            raw::init_word(context, 0, header.0);
            raw::init_word(context, PARENT, state.r(i.b()));
            for slot in 0..slots {
                raw::init_word(context, FIRST_SLOT + slot, raw::word(initial, 1 + slot));
            }
            state.set(i.a(), Value::from_address(context).bits());
        }
        true
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let scope = i.constant_as::<ScopeInfo>(cx, i.x());
        let context = Context::new(cx, scope, i.rb());
        Ok(i.result(cx, context.any()))
    }
}

impl Handler for op::CopyContext {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let from = i.ra().must(cx);
        let copy = Context::copy(cx, from);
        Ok(i.result(cx, copy.any()))
    }
}

impl Handler for op::ParentContext {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let context = Value::from_bits(state.r(i.b())).address();
        // SAFETY: the register holds a context.
        let parent = unsafe { raw::word(context, PARENT) };
        state.set(i.a(), parent);
        true
    }
}

/// The context `flags` levels above r[b].
#[inline(always)]
fn context_of(state: &State, i: Instr) -> usize {
    let mut context = Value::from_bits(state.r(i.b())).address();
    for _ in 0..i.flags() {
        // SAFETY: the compiler counted the contexts of enclosing scopes.
        context = Value::from_bits(unsafe { raw::word(context, PARENT) }).address();
    }
    context
}

#[inline(always)]
fn slot_of(state: &State, i: Instr) -> u64 {
    // SAFETY: the compiler gave the scope that slot.
    unsafe { raw::word(context_of(state, i), FIRST_SLOT + i.c()) }
}

impl Handler for op::GetContext {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let value = slot_of(state, i);
        state.set(i.a(), value);
        true
    }
}

impl Handler for op::GetContextChecked {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let value = slot_of(state, i);
        if value == Value::HOLE.bits() {
            return false;
        }
        state.set(i.a(), value);
        true
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        Err(call_site::throw_dead_zone(cx, i.constant(i.x())))
    }
}

#[inline(always)]
fn store(state: &mut State, i: Instr) -> bool {
    let (context, value) = (context_of(state, i), state.r(i.a()));
    // SAFETY: the compiler gave the scope that slot.
    unsafe { state.store_without_barrier(context, FIRST_SLOT + i.c(), value) }
}

fn store_slowly<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> Step {
    let mut context = i.rb().must::<Context>(cx).get(cx);
    for _ in 0..i.flags() {
        context = context.parent().must();
    }
    context.set_slot(cx, i.c(), i.ra().val(cx));
    Step::Next
}

impl Handler for op::SetContext {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        store(state, i)
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        Ok(store_slowly(cx, i))
    }
}

impl Handler for op::SetContextChecked {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        slot_of(state, i) != Value::HOLE.bits() && store(state, i)
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let mut context = i.rb().must::<Context>(cx).get(cx);
        for _ in 0..i.flags() {
            context = context.parent().must();
        }
        if context.slot(i.c()).is_hole() {
            return Err(call_site::throw_dead_zone(cx, i.constant(i.x())));
        }
        Ok(store_slowly(cx, i))
    }
}

/// Address of the cell that a slot refers to.
#[inline(always)]
fn cell_of(state: &State, i: Instr) -> usize {
    Value::from_bits(slot_of(state, i)).address()
}

impl Handler for op::GetCell {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        // SAFETY: linking has put a cell into the slot before any code of the module runs.
        let value = unsafe { raw::word(cell_of(state, i), CELL_VALUE) };
        state.set(i.a(), value);
        true
    }
}

impl Handler for op::GetCellChecked {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        // SAFETY: as GetCell.
        let value = unsafe { raw::word(cell_of(state, i), CELL_VALUE) };
        if value == Value::HOLE.bits() {
            return false;
        }
        state.set(i.a(), value);
        true
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        Err(call_site::throw_dead_zone(cx, i.constant(i.x())))
    }
}

#[inline(always)]
fn store_in_cell(state: &mut State, i: Instr) -> bool {
    let (cell, value) = (cell_of(state, i), state.r(i.a()));
    // SAFETY: as GetCell.
    unsafe { state.store_without_barrier(cell, CELL_VALUE, value) }
}

/// The cell of the slot, for slow paths.
fn rooted_cell<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> Handle<'s, PropertyCell> {
    let mut context = i.rb().must::<Context>(cx).get(cx);
    for _ in 0..i.flags() {
        context = context.parent().must();
    }
    context.slot(i.c()).must::<PropertyCell>().root(cx)
}

impl Handler for op::SetCell {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        store_in_cell(state, i)
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        rooted_cell(cx, i).get(cx).set_value(cx, i.ra().val(cx));
        Ok(Step::Next)
    }
}

impl Handler for op::SetCellChecked {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        // SAFETY: as GetCell.
        let is_dead = unsafe { raw::word(cell_of(state, i), CELL_VALUE) } == Value::HOLE.bits();
        !is_dead && store_in_cell(state, i)
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let cell = rooted_cell(cx, i);
        if cell.get(cx).value().is_hole() {
            return Err(call_site::throw_dead_zone(cx, i.constant(i.x())));
        }
        cell.get(cx).set_value(cx, i.ra().val(cx));
        Ok(Step::Next)
    }
}

impl Handler for op::ThrowIfHole {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        state.r(i.a()) != Value::HOLE.bits()
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        Err(call_site::throw_dead_zone(cx, i.constant(i.x())))
    }
}

impl Handler for op::ThrowIfNotHole {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        state.r(i.a()) == Value::HOLE.bits()
    }

    fn slow<'s>(cx: &mut Cx<'s>, _i: Instruction<'s>) -> JsResult<Step> {
        Err(cx.throw_error(crate::vm::Message::SuperCalledTwice, &[]))
    }
}

impl Handler for op::ThrowConstAssign {
    fn slow<'s>(cx: &mut Cx<'s>, _i: Instruction<'s>) -> JsResult<Step> {
        Err(cx.throw_error(crate::vm::Message::ConstAssignment, &[]))
    }
}

impl Handler for op::MapArguments {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        arguments::map(cx, i.ra(), i.rb(), i.callee(cx));
        Ok(Step::Next)
    }
}
