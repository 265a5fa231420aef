//! Forward jumps and back edges. Only back edges poll the interrupt word.

use super::compare::{Relation, equality, equals, strict_equality, strict_equals};
use crate::heap::Cx;
use crate::value::Value;
use crate::vm::dispatch::{Handler, State, op};
use crate::vm::instruction::{Instr, Instruction, Step};
use crate::vm::native::JsResult;
use crate::vm::ops::arithmetic as operators;
use crate::vm::truth;

impl Handler for op::Jump {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        state.jump(i.imm_bc());
        true
    }
}

#[inline(always)]
fn jump_if(state: &mut State, taken: bool, offset: i32) -> bool {
    if taken {
        state.jump(offset);
    }
    true
}

macro_rules! truth_jumps {
    ($($name:ident $wanted:literal;)*) => { $(
        impl Handler for op::$name {
            #[inline(always)]
            fn fast(state: &mut State, i: Instr) -> bool {
                let Some(truth) = truth::quick(state.r(i.a())) else { return false };
                jump_if(state, truth == $wanted, i.imm_bc())
            }

            fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
                let truth = truth::to_boolean(i.ra().val(cx));
                Ok(i.jump_if(truth == $wanted, i.imm_bc()))
            }
        }
    )* };
}

truth_jumps! {
    JumpIfTrue true;
    JumpIfFalse false;
}

macro_rules! word_jumps {
    ($($name:ident: $test:expr;)*) => { $(
        impl Handler for op::$name {
            #[inline(always)]
            fn fast(state: &mut State, i: Instr) -> bool {
                let taken = $test(Value::from_bits(state.r(i.a())));
                jump_if(state, taken, i.imm_bc())
            }
        }
    )* };
}

word_jumps! {
    JumpIfNullish: |value: Value| value.is_nullish();
    JumpIfNotNullish: |value: Value| !value.is_nullish();
    JumpIfUndefined: |value: Value| value.is_undefined();
    JumpIfNotUndefined: |value: Value| !value.is_undefined();
    JumpIfHole: |value: Value| value.is_hole();
    JumpIfNotHole: |value: Value| !value.is_hole();
}

macro_rules! relation_jumps {
    ($($name:ident $immediate:ident $relation:ident $wanted:literal;)*) => { $(
        impl Handler for op::$name {
            #[inline(always)]
            fn fast(state: &mut State, i: Instr) -> bool {
                let Some(result) = Relation::$relation.of_numbers(state.r(i.a()), state.r(i.b())) else { return false };
                jump_if(state, result == $wanted, i.imm_c())
            }

            const HAS_QUICK: bool = true;

            #[inline(always)]
            fn quick(state: &mut State, i: Instr) -> bool {
                let Some(result) = Relation::$relation.of_texts(state.r(i.a()), state.r(i.b())) else { return false };
                jump_if(state, result == $wanted, i.imm_c())
            }

            fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
                let result = Relation::$relation.of(cx, i.ra(), i.rb())?;
                Ok(i.jump_if(result == $wanted, i.imm_c()))
            }
        }

        impl Handler for op::$immediate {
            #[inline(always)]
            fn fast(state: &mut State, i: Instr) -> bool {
                let Some(result) = Relation::$relation.quick_immediate(state.r(i.a()), i.imm_b()) else { return false };
                jump_if(state, result == $wanted, i.imm_c())
            }

            fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
                let right = cx.int(i.imm_b());
                let result = Relation::$relation.of(cx, i.ra(), right)?;
                Ok(i.jump_if(result == $wanted, i.imm_c()))
            }
        }
    )* };
}

relation_jumps! {
    JumpLt JumpLtI Lt true;
    JumpNotLt JumpNotLtI Lt false;
    JumpLe JumpLeI Le true;
    JumpNotLe JumpNotLeI Le false;
    JumpGt JumpGtI Gt true;
    JumpNotGt JumpNotGtI Gt false;
    JumpGe JumpGeI Ge true;
    JumpNotGe JumpNotGeI Ge false;
}

macro_rules! equality_jumps {
    ($($name:ident $quick:ident $slow:ident $wanted:literal;)*) => { $(
        impl Handler for op::$name {
            #[inline(always)]
            fn fast(state: &mut State, i: Instr) -> bool {
                let Some(result) = $quick(state.r(i.a()), state.r(i.b())) else { return false };
                jump_if(state, result == $wanted, i.imm_c())
            }

            fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
                let result = $slow(cx, i.ra(), i.rb())?;
                Ok(i.jump_if(result == $wanted, i.imm_c()))
            }
        }
    )* };
}

equality_jumps! {
    JumpEq equality equals true;
    JumpNe equality equals false;
    JumpStrictEq strict_equality strict_equals true;
    JumpStrictNe strict_equality strict_equals false;
}

#[inline(always)]
fn equals_immediate(bits: u64, immediate: i32) -> bool {
    let value = Value::from_bits(bits);
    if value.is_int() {
        return value.as_int() == immediate;
    }
    // Tagged words are NaNs as doubles, equal to nothing.
    value.as_double() == immediate as f64
}

impl Handler for op::JumpStrictEqI {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let taken = equals_immediate(state.r(i.a()), i.imm_b());
        jump_if(state, taken, i.imm_c())
    }
}

impl Handler for op::JumpStrictNeI {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let taken = !equals_immediate(state.r(i.a()), i.imm_b());
        jump_if(state, taken, i.imm_c())
    }
}

// ---- back edges

/// Ends a back edge: jumps if `taken`, unless somebody interrupts.
#[inline(always)]
fn loop_if(state: &mut State, taken: bool, offset: i32) -> bool {
    if taken {
        if state.is_interrupted() {
            return false;
        }
        state.jump(offset);
    }
    true
}

/// Serves an interrupt, if one is why the fast path gave up: the instruction is then to be tried again.
#[allow(unsafe_code)] // the machine behind the context
fn poll(cx: &mut Cx<'_>) -> JsResult<bool> {
    // SAFETY: the machine lives as long as the context.
    if !unsafe { (*cx.vm()).take_interrupt() } {
        return Ok(false);
    }
    let host = cx.host();
    host.interrupted(cx)?;
    Ok(true)
}

impl Handler for op::Loop {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        loop_if(state, true, i.imm_bc())
    }

    fn slow<'s>(cx: &mut Cx<'s>, _i: Instruction<'s>) -> JsResult<Step> {
        poll(cx)?;
        Ok(Step::Retry)
    }
}

macro_rules! truth_loops {
    ($($name:ident $wanted:literal;)*) => { $(
        impl Handler for op::$name {
            #[inline(always)]
            fn fast(state: &mut State, i: Instr) -> bool {
                let Some(truth) = truth::quick(state.r(i.a())) else { return false };
                loop_if(state, truth == $wanted, i.imm_bc())
            }

            fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
                if poll(cx)? {
                    return Ok(Step::Retry);
                }
                let truth = truth::to_boolean(i.ra().val(cx));
                Ok(i.jump_if(truth == $wanted, i.imm_bc()))
            }
        }
    )* };
}

truth_loops! {
    LoopIfTrue true;
    LoopIfFalse false;
}

macro_rules! relation_loops {
    ($($name:ident $immediate:ident $relation:ident;)*) => { $(
        impl Handler for op::$name {
            #[inline(always)]
            fn fast(state: &mut State, i: Instr) -> bool {
                let Some(result) = Relation::$relation.of_numbers(state.r(i.a()), state.r(i.b())) else { return false };
                loop_if(state, result, i.imm_c())
            }

            const HAS_QUICK: bool = true;

            #[inline(always)]
            fn quick(state: &mut State, i: Instr) -> bool {
                let Some(result) = Relation::$relation.of_texts(state.r(i.a()), state.r(i.b())) else { return false };
                loop_if(state, result, i.imm_c())
            }

            fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
                if poll(cx)? {
                    return Ok(Step::Retry);
                }
                let result = Relation::$relation.of(cx, i.ra(), i.rb())?;
                Ok(i.jump_if(result, i.imm_c()))
            }
        }

        impl Handler for op::$immediate {
            #[inline(always)]
            fn fast(state: &mut State, i: Instr) -> bool {
                let Some(result) = Relation::$relation.quick_immediate(state.r(i.a()), i.imm_b()) else { return false };
                loop_if(state, result, i.imm_c())
            }

            fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
                if poll(cx)? {
                    return Ok(Step::Retry);
                }
                let right = cx.int(i.imm_b());
                let result = Relation::$relation.of(cx, i.ra(), right)?;
                Ok(i.jump_if(result, i.imm_c()))
            }
        }
    )* };
}

relation_loops! {
    LoopLt LoopLtI Lt;
    LoopLe LoopLeI Le;
    LoopGt LoopGtI Gt;
    LoopGe LoopGeI Ge;
}

impl Handler for op::LoopStrictNe {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let Some(equal) = strict_equality(state.r(i.a()), state.r(i.b())) else { return false };
        loop_if(state, !equal, i.imm_c())
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        if poll(cx)? {
            return Ok(Step::Retry);
        }
        let equal = strict_equals(cx, i.ra(), i.rb())?;
        Ok(i.jump_if(!equal, i.imm_c()))
    }
}

/// The counting loop's back edge, for Smis.
#[inline(always)]
fn count_up(state: &mut State, i: Instr, limit: u64, relation: Relation) -> bool {
    let counter = state.r(i.a());
    if !Value::from_bits(counter).is_int() {
        return false;
    }
    let Some(next) = (counter as i32).checked_add(1) else { return false };
    let Some(taken) = relation.of_numbers(Value::from_i32(next).bits(), limit) else { return false };
    if taken && state.is_interrupted() {
        return false;
    }
    state.set_int(i.a(), next);
    jump_if(state, taken, i.imm_c())
}

/// The counting loop's back edge in general. An interrupt is served before anything is counted.
fn count_up_slowly<'s>(cx: &mut Cx<'s>, i: Instruction<'s>, relation: Relation, immediate: bool) -> JsResult<Step> {
    if poll(cx)? {
        return Ok(Step::Retry);
    }
    let next = operators::increment(cx, i.ra(), 1)?;
    i.ra().set(cx, next.val(cx));
    let limit = if immediate { cx.int(i.imm_b()) } else { i.rb() };
    let taken = relation.of(cx, i.ra(), limit)?;
    Ok(i.jump_if(taken, i.imm_c()))
}

macro_rules! counting_loops {
    ($($name:ident $relation:ident;)*) => { $(
        impl Handler for op::$name {
            #[inline(always)]
            fn fast(state: &mut State, i: Instr) -> bool {
                let limit = state.r(i.b());
                count_up(state, i, limit, Relation::$relation)
            }

            fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
                count_up_slowly(cx, i, Relation::$relation, false)
            }
        }
    )* };
}

counting_loops! {
    IncLoopLt Lt;
    IncLoopLe Le;
}

impl Handler for op::IncLoopLtI {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let limit = Value::from_i32(i.imm_b()).bits();
        count_up(state, i, limit, Relation::Lt)
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        count_up_slowly(cx, i, Relation::Lt, true)
    }
}
