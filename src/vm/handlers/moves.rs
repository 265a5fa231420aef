//! Moves and constants.
#![allow(unsafe_code)] // the callee's slot

use crate::value::{SPECIAL_TAG, Value};
use crate::vm::dispatch::{Handler, State, op};
use crate::vm::instruction::Instr;

impl Handler for op::Nop {
    #[inline(always)]
    fn fast(_state: &mut State, _i: Instr) -> bool {
        true
    }
}

impl Handler for op::Debugger {
    #[inline(always)]
    fn fast(_state: &mut State, _i: Instr) -> bool {
        true
    }
}

impl Handler for op::Move {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        state.set(i.a(), state.r(i.b()));
        true
    }
}

impl Handler for op::LoadInt {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        state.set_int(i.a(), i.imm_bc());
        true
    }
}

impl Handler for op::LoadK {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        state.set(i.a(), state.k(i.bc()));
        true
    }
}

impl Handler for op::LoadSpecial {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        debug_assert!(Value::from_bits(SPECIAL_TAG | i.b() as u64).bits() != SPECIAL_TAG);
        state.set(i.a(), SPECIAL_TAG | i.b() as u64);
        true
    }
}

impl Handler for op::LoadCallee {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        // SAFETY: the word before the registers of a frame holds its function.
        let callee = unsafe { *state.base.sub(1) };
        state.set(i.a(), callee);
        true
    }
}
