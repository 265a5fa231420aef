//! Dispatch: from the opcode table to the loop.
//!
//! Each opcode has a [`Handler`]: a fast path, tried first, perhaps a second one that is too long to stand in line, and a
//! slow path. The table generates two loops from them.
//! Optimised builds use the sibling-call form: every handler is a function of four register arguments that ends by calling
//! the next one, which the optimiser turns into a jump. That holds only as long as no handler keeps an address-taken local
//! or a value with drop glue; slow paths, which need both, therefore stand behind a call that is never inlined. Unoptimised
//! builds, where such calls would pile up, use a `loop { match }`.
#![allow(unsafe_code)] // the interpreter's loop

use super::exceptions;
use super::instruction::{Instr, Instruction, Step};
use super::machine::Vm;
use super::native::JsResult;
use crate::bytecode::Opcode;
use crate::for_each_opcode;
use crate::heap::{Cx, Scope, raw};
use crate::value::Value;

/// The form all handlers have. With panics that abort, a call through `C-unwind` is guarded against unwinding and so is no
/// sibling call; one through `C` is, with either sort of panic.
pub type HandlerFn = unsafe extern "C" fn(*const u64, *mut u64, *mut u64, *mut Vm);

/// The state that travels in registers.
///
/// Invariant: `pc`, `base` and `k` belong to one live frame of `vm` whose function is verified, so that registers and
/// constants named by its instructions are there.
#[derive(Clone, Copy)]
pub struct State {
    pub pc: *const u64,
    pub base: *mut u64,
    pub k: *mut u64,
    pub vm: *mut Vm,
}

/// What an opcode does.
pub trait Handler: OpcodeOf {
    /// Does it all inline and says true, or changes nothing and says false. `state.pc` is already the next instruction's;
    /// jumps change it. Must not take the address of a local, nor hold a value with drop glue.
    #[inline(always)]
    fn fast(_state: &mut State, _i: Instr) -> bool {
        false
    }

    /// Is there a [`Handler::quick`]?
    const HAS_QUICK: bool = false;

    /// The second try, out of the way of the first: under the same terms, but it may call what neither collects, throws,
    /// nor looks at frames.
    #[inline(always)]
    fn quick(_state: &mut State, _i: Instr) -> bool {
        false
    }

    /// Does it whatever the operands are. Runs with the machine's state stored, so it may collect, throw and call.
    fn slow<'s>(_cx: &mut Cx<'s>, _i: Instruction<'s>) -> JsResult<Step> {
        unreachable!("{:?} never leaves its fast path", Self::OPCODE)
    }
}

/// Ties a marker type to its row.
pub trait OpcodeOf {
    const OPCODE: Opcode;
    const LENGTH: usize = Self::OPCODE.length();
}

macro_rules! declare_handlers {
    ($( $name:ident { $($field:ident : $role:ident),* } $($wide:ident)? [$($effect:ident)*] $formula:literal; )*) => {
        /// One marker type for each opcode, for `impl Handler for op::X`.
        pub mod op {
            $( #[doc = $formula] pub enum $name {} )*
        }

        $( impl OpcodeOf for op::$name { const OPCODE: Opcode = Opcode::$name; } )*

        /// The handlers by opcode number; numbers without an opcode end the loop.
        pub const HANDLERS: [HandlerFn; 256] = {
            let mut table: [HandlerFn; 256] = [halt; 256];
            $( table[Opcode::$name as usize] = handle::<op::$name>; )*
            table
        };

        /// One instruction in the loop form. False when the loop ends.
        #[cfg(debug_assertions)]
        unsafe fn step(state: &mut State) -> bool {
            // SAFETY: the state is at an instruction or at the halt word.
            unsafe {
                match Opcode::from_u8(*state.pc as u8) {
                    $( Some(Opcode::$name) => step_of::<op::$name>(state), )*
                    None => return false,
                }
            }
            true
        }
    };
}
for_each_opcode!(declare_handlers);

/// Goes on with the instruction at `state.pc`.
#[inline(always)]
unsafe fn next(state: State) {
    // SAFETY: by the invariant of `State` an instruction (or the halt word) is there.
    unsafe {
        let handler = (*state.vm).handlers[*state.pc.cast::<u8>() as usize];
        handler(state.pc, state.base, state.k, state.vm)
    }
}

unsafe extern "C" fn handle<H: Handler>(pc: *const u64, base: *mut u64, k: *mut u64, vm: *mut Vm) {
    let mut state = State { pc: pc.wrapping_add(H::LENGTH), base, k, vm };
    // SAFETY: dispatched here by the word at `pc`.
    unsafe {
        if H::fast(&mut state, Instr::at(pc)) {
            next(state)
        } else {
            std::hint::cold_path();
            if H::HAS_QUICK { handle_quickly::<H>(pc, base, k, vm) } else { handle_slowly::<H>(pc, base, k, vm) }
        }
    }
}

#[inline(never)]
unsafe extern "C" fn handle_quickly<H: Handler>(pc: *const u64, base: *mut u64, k: *mut u64, vm: *mut Vm) {
    let mut state = State { pc: pc.wrapping_add(H::LENGTH), base, k, vm };
    // SAFETY: as `handle`.
    unsafe {
        if H::quick(&mut state, Instr::at(pc)) {
            next(state)
        } else {
            std::hint::cold_path();
            handle_slowly::<H>(pc, base, k, vm)
        }
    }
}

#[inline(never)]
unsafe extern "C" fn handle_slowly<H: Handler>(pc: *const u64, base: *mut u64, k: *mut u64, vm: *mut Vm) {
    // SAFETY: as `handle`.
    unsafe {
        run_slow_path::<H>(pc, base, k, vm);
        next(State { pc: (*vm).pc, base: (*vm).base, k: (*vm).k, vm })
    }
}

unsafe extern "C" fn halt(pc: *const u64, base: *mut u64, k: *mut u64, vm: *mut Vm) {
    // SAFETY: the machine is live.
    unsafe { ((*vm).pc, (*vm).base, (*vm).k) = (pc, base, k) }
}

/// Runs the slow path with the machine's state stored, and stores the state to go on with.
#[inline(never)]
unsafe fn run_slow_path<H: Handler>(pc: *const u64, base: *mut u64, k: *mut u64, vm: *mut Vm) {
    // SAFETY: the state is of a live frame; the context is the only one in use, the outer ones being reborrowed into it.
    unsafe {
        ((*vm).pc, (*vm).base, (*vm).k) = (pc, base, k);
        let mut cx = Cx::new(std::ptr::NonNull::new_unchecked((*vm).heap));
        let mut scope = Scope::new(&mut cx);
        let cx = &mut scope.enter();
        match H::slow(cx, Instruction::new(Instr::at(pc), base, k)) {
            Ok(Step::Next) => (*vm).pc = pc.add(H::LENGTH),
            Ok(Step::Jump(offset)) => (*vm).pc = pc.add(H::LENGTH).offset(offset as isize),
            Ok(Step::Retry | Step::Entered) => {}
            Err(thrown) => exceptions::unwind(cx, thrown),
        }
    }
}

#[cfg(debug_assertions)]
unsafe fn step_of<H: Handler>(state: &mut State) {
    let before = *state;
    state.pc = before.pc.wrapping_add(H::LENGTH);
    // SAFETY: dispatched here by the word at `pc`.
    unsafe {
        let i = Instr::at(before.pc);
        let is_done = H::fast(state, i) || H::HAS_QUICK && H::quick(state, i);
        if !is_done {
            run_slow_path::<H>(before.pc, before.base, before.k, before.vm);
            *state = State { pc: (*state.vm).pc, base: (*state.vm).base, k: (*state.vm).k, vm: state.vm };
        }
    }
}

/// Runs from the machine's stored state until the loop's first frame returns, or an exception leaves it (`vm.thrown`).
/// # Safety
/// The stored state is that of a frame whose linkage is [`super::frame::Linkage::halt`].
pub unsafe fn run(vm: *mut Vm) {
    // SAFETY: by the precondition.
    unsafe {
        let mut state = State { pc: (*vm).pc, base: (*vm).base, k: (*vm).k, vm };
        (*vm).thrown = false;
        #[cfg(not(debug_assertions))]
        next(state);
        #[cfg(debug_assertions)]
        {
            while step(&mut state) {}
            halt(state.pc, state.base, state.k, vm);
        }
        let _ = &mut state;
    }
}

impl State {
    /// Register `index`.
    #[inline(always)]
    pub fn r(&self, index: usize) -> u64 {
        // SAFETY: a register of the frame, by the type's invariant.
        unsafe { *self.base.add(index) }
    }

    #[inline(always)]
    pub fn set(&mut self, index: usize, bits: u64) {
        // SAFETY: a register of the frame, by the type's invariant.
        unsafe { *self.base.add(index) = bits }
    }

    #[inline(always)]
    pub fn set_int(&mut self, index: usize, int: i32) {
        self.set(index, Value::from_i32(int).bits());
    }

    #[inline(always)]
    pub fn set_bool(&mut self, index: usize, boolean: bool) {
        self.set(index, Value::from_bool(boolean).bits());
    }

    /// Constant or feedback word `index`.
    #[inline(always)]
    pub fn k(&self, index: usize) -> u64 {
        // SAFETY: a word of the function's table, by the type's invariant.
        unsafe { *self.k.add(index) }
    }

    #[inline(always)]
    pub fn jump(&mut self, offset: i32) {
        self.pc = self.pc.wrapping_offset(offset as isize);
    }

    /// Does somebody want the slow path of a back edge?
    #[inline(always)]
    pub fn is_interrupted(&self) -> bool {
        // SAFETY: the machine keeps the word alive.
        unsafe { (*(*self.vm).interrupt).load(std::sync::atomic::Ordering::Relaxed) }
    }

    /// Entry `index` of the root table.
    #[inline(always)]
    pub fn root(&self, root: crate::objects::roots::Root) -> u64 {
        // SAFETY: the root table has an entry for each root.
        unsafe { *(*self.vm).roots.add(root.index()) }
    }

    /// `words` words of new space, not initialised: the caller writes them all before anything else can happen.
    #[inline(always)]
    pub fn bump(&mut self, words: usize) -> Option<usize> {
        // SAFETY: the heap's allocation buffer lives as long as the machine.
        unsafe {
            let buffer = &mut *(*self.vm).buffer;
            let (start, end) = (buffer.top, buffer.top + words * 8);
            if end > buffer.limit {
                return None;
            }
            buffer.top = end;
            Some(start)
        }
    }

    /// Stores `bits` as word `index` of the object at `address` if that needs no write barrier.
    /// # Safety
    /// The object has that tagged word.
    #[inline(always)]
    pub unsafe fn store_without_barrier(&mut self, address: usize, index: usize, bits: u64) -> bool {
        if Value::from_bits(bits).is_heap() && !raw::in_nursery(address) {
            return false;
        }
        // SAFETY: by the precondition.
        unsafe { raw::init_word(address, index, bits) };
        true
    }
}
