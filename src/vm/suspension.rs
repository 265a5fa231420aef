//! Suspending frames and going on with them: what generators and async functions share.
//!
//! A suspended frame is a [`SavedFrame`]: the instruction that suspended it, the function, and those registers that are
//! read afterwards. Going on builds the frame anew on top of the VM stack, in a loop of its own.
#![allow(unsafe_code)] // frames on the VM stack

use super::calling;
use super::exceptions;
use super::frame::{self, ADDRESS_MASK};
use super::instruction::{Instr, Instruction, Step};
use super::messages::Message;
use super::native::{JsResult, Throw};
use crate::bytecode::Opcode;
use crate::heap::{Cx, Handle, Space, Val};
use crate::objects::function::JsFunction;
use crate::objects::generator::{FIRST_REGISTER, SavedFrame};
use crate::objects::object::JsObject;
use crate::value::Value;

/// How a suspended frame goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ResumeMode {
    Next = 0,
    Throw = 1,
    Return = 2,
}

impl ResumeMode {
    /// The mode of a Smi that holds one.
    pub fn from_int(mode: i32) -> ResumeMode {
        match mode {
            0 => ResumeMode::Next,
            1 => ResumeMode::Throw,
            _ => ResumeMode::Return,
        }
    }
}

/// Saves the frame of `i`, which suspends.
pub fn save<'s>(cx: &mut Cx<'s>, i: Instruction<'_>) -> Handle<'s, SavedFrame> {
    save_again(cx, i, cx.undefined())
}

/// [`save`] into `old`, the emptied frame of an earlier suspension, if that is what it is and has the right size.
pub fn save_again<'s>(cx: &mut Cx<'s>, i: Instruction<'_>, old: Handle<'_>) -> Handle<'s, SavedFrame> {
    let function = i.callee(cx);
    let info = function.get(cx).info();
    let index = ((i.pc().addr() - info.code_address()) / 8) as u32;
    // SAFETY: the machine lives as long as the context; nothing else uses the cache meanwhile.
    let live = unsafe { &mut (*cx.vm()).liveness }.live_across_in(info, index);
    let count = live.last().map_or(0, |&last| last as usize + 1);
    let fitting = old.cast::<SavedFrame>(cx).filter(|old| old.get(cx).size_words() == FIRST_REGISTER + count);
    let saved: Handle<'s, SavedFrame> = match fitting {
        Some(old) => old.get(cx).root(cx),
        None => cx.allocate(FIRST_REGISTER + count, 0, Space::New),
    };
    let raw = saved.get(cx);
    raw.set_raw_u64(cx, 1, index as u64);
    raw.set_callee(cx, function.val(cx));
    for &register in live.iter() {
        let register = register as usize;
        raw.set_word(cx, FIRST_REGISTER + register, i.register(register).val(cx));
    }
    saved
}

/// Leaves the frame of `i` with `result`, as a return does.
pub fn leave(cx: &mut Cx<'_>, i: Instruction<'_>, result: Handle<'_>) -> Step {
    let (vm, base) = (cx.vm(), i.base());
    // SAFETY: the linkage of a live frame is below its base.
    unsafe {
        *base.sub(1) = result.val(cx).bits();
        let return_word = *base.sub(2);
        (*vm).k = std::ptr::with_exposed_provenance_mut(*base.sub(3) as usize);
        (*vm).pc = std::ptr::with_exposed_provenance((return_word & ADDRESS_MASK) as usize);
        (*vm).base = base.sub((return_word >> 48) as usize);
    }
    Step::Entered
}

/// The object whose resumed frame the innermost loop runs: a generator, or an async function's.
pub fn running_generator<'s>(cx: &Cx<'s>) -> Handle<'s> {
    // SAFETY: a resumed frame is the first of its loop, whose activation keeps the object.
    unsafe {
        let activation = (*cx.vm()).activation.as_ref().expect("a resumed frame has a loop's activation");
        Val::from_bits(activation.generator.get()).root(cx)
    }
}

/// Goes on with `saved`, the frame of `generator`, until it suspends or ends. Gives what the frame gives.
pub fn resume<'s>(
    cx: &mut Cx<'s>,
    generator: Handle<'_, JsObject>,
    saved: Handle<'_, SavedFrame>,
    mode: ResumeMode,
    value: Handle<'_>,
) -> JsResult<Handle<'s>> {
    calling::check_native_stack(cx)?;
    let vm = cx.vm();
    // SAFETY: the machine's state is stored; the window is above everything in use, and `restore` makes a frame there.
    unsafe {
        let window = frame::top(vm).add(frame::LINKAGE_WORDS);
        let registers = saved.get(cx).callee().must::<JsFunction>().info().register_count();
        if window.add(registers) > (*vm).stack_limit {
            return Err(cx.throw_error(Message::StackOverflow, &[]));
        }
        calling::run_loop(cx, window, generator.any(), |cx, linkage| {
            *window.sub(3) = linkage.k.expose_provenance() as u64;
            *window.sub(2) = linkage.return_word;
            restore(cx, window, saved);
            deliver(cx, generator, mode, value)
        })
    }
}

/// Moves the saved frame to `window` and makes it the machine's, at the instruction that suspended it. The saved frame is
/// left empty, so that it keeps nothing that the running frame lets go.
/// # Safety
/// There is room for the frame at `window`.
unsafe fn restore(cx: &mut Cx<'_>, window: *mut u64, saved: Handle<'_, SavedFrame>) {
    let vm = cx.vm();
    let raw = saved.get(cx);
    let function = raw.callee().must::<JsFunction>();
    let info = function.info();
    // SAFETY: by the precondition.
    unsafe {
        *window.sub(1) = function.val().bits();
        *window = Value::UNDEFINED.bits();
        for word in FIRST_REGISTER..raw.size_words() {
            *window.add(word - FIRST_REGISTER) = raw.word(word).bits();
            raw.set_word(cx, word, Val::UNDEFINED);
        }
        let code: *const u64 = std::ptr::with_exposed_provenance(info.code_address());
        (*vm).base = window;
        (*vm).k = std::ptr::with_exposed_provenance_mut(info.table_address());
        (*vm).pc = code.add(raw.raw_u64(1) as usize);
    }
}

/// Gives the suspended instruction what it waited for, and puts the machine's state behind it, or at the handler of the
/// exception it throws.
fn deliver(cx: &mut Cx<'_>, generator: Handle<'_, JsObject>, mode: ResumeMode, value: Handle<'_>) -> JsResult<()> {
    let vm = cx.vm();
    // SAFETY: the machine's state is that of the restored frame; the instruction's registers are its.
    unsafe {
        let suspended = Instr::at((*vm).pc);
        if mode == ResumeMode::Throw {
            let thrown = cx.throw(value);
            (*vm).thrown = false;
            exceptions::unwind(cx, thrown);
            return if std::mem::take(&mut (*vm).thrown) { Err(Throw::pending()) } else { Ok(()) };
        }
        let a = suspended.a();
        match suspended.opcode() {
            Some(Opcode::CreateGenerator) => *(*vm).base.add(a) = generator.val(cx).bits(),
            Some(Opcode::Yield) => {
                *(*vm).base.add(a) = value.val(cx).bits();
                *(*vm).base.add(suspended.c()) = Value::from_i32(mode as i32).bits();
            }
            _ => *(*vm).base.add(a) = value.val(cx).bits(),
        }
        (*vm).pc = (*vm).pc.add(1);
    }
    Ok(())
}
