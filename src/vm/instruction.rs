//! An instruction as it is executed: how its fields are read, by fast paths ([`Instr`]) and by slow ones
//! ([`Instruction`], which also reaches the frame).
//!
//! The layout of the words is the opcode table's: see [`crate::bytecode::opcode`].
#![allow(unsafe_code)] // reads code words and registers

use std::marker::PhantomData;

use super::inline_cache::Site;
use crate::bytecode::Opcode;
use crate::heap::{Any, Cx, Handle, HeapType, Val};
use crate::objects::function::JsFunction;
use crate::objects::name::{Key, Name};

#[cfg(target_endian = "big")]
compile_error!("instruction fields are read as little-endian memory");

/// The address of an instruction; each field is one load from it.
///
/// Invariant: it points to a whole instruction of verified bytecode.
#[derive(Clone, Copy)]
pub struct Instr(*const u64);

impl Instr {
    /// # Safety
    /// A whole instruction is at `pc` and stays there as long as the value is used.
    #[inline(always)]
    pub unsafe fn at(pc: *const u64) -> Instr {
        Instr(pc)
    }

    #[inline(always)]
    fn half(self, index: usize) -> u16 {
        // SAFETY: within the first word, by the type's invariant.
        unsafe { *self.0.cast::<u16>().add(index) }
    }

    pub fn opcode(self) -> Option<Opcode> {
        Opcode::from_u8(self.half(0) as u8)
    }

    #[inline(always)]
    pub fn flags(self) -> u8 {
        (self.half(0) >> 8) as u8
    }

    #[inline(always)]
    pub fn a(self) -> usize {
        self.half(1) as usize
    }

    #[inline(always)]
    pub fn b(self) -> usize {
        self.half(2) as usize
    }

    #[inline(always)]
    pub fn c(self) -> usize {
        self.half(3) as usize
    }

    /// `b` as a signed immediate.
    #[inline(always)]
    pub fn imm_b(self) -> i32 {
        self.half(2) as i16 as i32
    }

    /// `c` as a signed immediate or jump offset.
    #[inline(always)]
    pub fn imm_c(self) -> i32 {
        self.half(3) as i16 as i32
    }

    /// `b` and `c` as one unsigned field.
    #[inline(always)]
    pub fn bc(self) -> usize {
        // SAFETY: within the first word, by the type's invariant.
        unsafe { *self.0.cast::<u32>().add(1) as usize }
    }

    /// `b` and `c` as one signed field.
    #[inline(always)]
    pub fn imm_bc(self) -> i32 {
        self.bc() as u32 as i32
    }

    /// Address of the second word of a wide instruction.
    #[inline(always)]
    pub fn second_word(self) -> *const u64 {
        self.0.wrapping_add(1)
    }

    /// Field `x` of a wide instruction.
    #[inline(always)]
    pub fn x(self) -> usize {
        // SAFETY: callers ask wide instructions.
        unsafe { *self.0.cast::<u32>().add(2) as usize }
    }

    /// Field `y` of a wide instruction.
    #[inline(always)]
    pub fn y(self) -> usize {
        // SAFETY: callers ask wide instructions.
        unsafe { *self.0.cast::<u32>().add(3) as usize }
    }
}

/// What a slow path asks to go on with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The next instruction.
    Next,
    /// Words from the end of this instruction.
    Jump(i32),
    /// This instruction again.
    Retry,
    /// The machine's state was set: a frame was entered or left.
    Entered,
}

/// The instruction that a slow path executes, with its frame. Registers are roots: handles to them need no copy.
#[derive(Clone, Copy)]
pub struct Instruction<'s> {
    instr: Instr,
    base: *mut u64,
    k: *mut u64,
    marker: PhantomData<&'s ()>,
}

impl<'s> Instruction<'s> {
    /// # Safety
    /// `instr` is of the function whose frame is at `base` and whose table is `k`; the frame is on the VM stack for `'s`.
    #[inline(always)]
    pub unsafe fn new(instr: Instr, base: *mut u64, k: *mut u64) -> Instruction<'s> {
        Instruction { instr, base, k, marker: PhantomData }
    }

    pub fn flags(self) -> u8 {
        self.instr.flags()
    }

    pub fn a(self) -> usize {
        self.instr.a()
    }

    pub fn b(self) -> usize {
        self.instr.b()
    }

    pub fn c(self) -> usize {
        self.instr.c()
    }

    pub fn imm_b(self) -> i32 {
        self.instr.imm_b()
    }

    pub fn imm_c(self) -> i32 {
        self.instr.imm_c()
    }

    pub fn imm_bc(self) -> i32 {
        self.instr.imm_bc()
    }

    pub fn bc(self) -> usize {
        self.instr.bc()
    }

    pub fn x(self) -> usize {
        self.instr.x()
    }

    pub fn y(self) -> usize {
        self.instr.y()
    }

    pub fn base(self) -> *mut u64 {
        self.base
    }

    pub fn k(self) -> *mut u64 {
        self.k
    }

    /// The first word of the instruction.
    pub fn pc(self) -> *const u64 {
        self.instr.0
    }

    /// Register `index` of the frame.
    pub fn register(self, index: usize) -> Handle<'s> {
        // SAFETY: the frame has the register, which the collector visits if it is live.
        unsafe { Handle::from_slot(self.base.add(index)) }
    }

    pub fn ra(self) -> Handle<'s> {
        self.register(self.a())
    }

    pub fn rb(self) -> Handle<'s> {
        self.register(self.b())
    }

    pub fn rc(self) -> Handle<'s> {
        self.register(self.c())
    }

    /// Registers `first .. first + count`.
    pub fn registers(self, first: usize, count: usize) -> impl ExactSizeIterator<Item = Handle<'s>> + Clone {
        (first..first + count).map(move |index| self.register(index))
    }

    pub fn set(self, cx: &Cx<'_>, index: usize, value: Val<'_>) {
        self.register(index).set(cx, value);
    }

    /// `r[a] := value`, the end of most instructions.
    pub fn result(self, cx: &Cx<'_>, value: Handle<'_>) -> Step {
        self.result_val(cx, value.val(cx))
    }

    pub fn result_val(self, cx: &Cx<'_>, value: Val<'_>) -> Step {
        self.set(cx, self.a(), value);
        Step::Next
    }

    /// `k[index]`, a constant: pinned, so its word can be a handle. Never set it.
    pub fn constant(self, index: usize) -> Handle<'s> {
        // SAFETY: constants are strong words of the function's table, which the running function keeps.
        unsafe { Handle::from_slot(self.k.add(index)) }
    }

    pub fn constant_as<T: HeapType>(self, cx: &Cx<'_>, index: usize) -> Handle<'s, T> {
        self.constant(index).must(cx)
    }

    /// `k[x]` as a property name.
    pub fn name(self, cx: &Cx<'_>) -> Handle<'s, Name> {
        self.constant_as(cx, self.x())
    }

    /// `k[x]` as a property key: the compiler names no array index so.
    pub fn key(self, cx: &Cx<'_>) -> Key<'s> {
        Key::Name(self.name(cx))
    }

    /// The running function.
    pub fn callee(self, cx: &Cx<'_>) -> Handle<'s, JsFunction> {
        // SAFETY: the word before the frame's registers holds the callee, a root.
        unsafe { Handle::<Any>::from_slot(self.base.sub(1)) }.must(cx)
    }

    /// The feedback site that starts at `k[slot]`.
    pub fn site(self, slot: usize) -> Site<'s> {
        // SAFETY: the verifier checked that the words are feedback words of the running function's table.
        unsafe { Site::new(self.k, slot) }
    }

    /// The site named by field `c`.
    pub fn site_c(self) -> Site<'s> {
        self.site(self.c())
    }

    /// Where the callee's frame of a window operand stands: the receiver's slot.
    pub fn window(self, w: usize) -> *mut u64 {
        self.base.wrapping_add(w)
    }

    pub fn jump_if(self, taken: bool, offset: i32) -> Step {
        if taken { Step::Jump(offset) } else { Step::Next }
    }
}
