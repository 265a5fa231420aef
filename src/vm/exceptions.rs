//! Unwinding: from a thrown exception to the handler that catches it.
//!
//! Handler ranges are per function, inner ones first. Frames without one are left; an exception that nothing in the
//! innermost loop catches ends that loop and goes on as [`Throw`] through the native that started it.
#![allow(unsafe_code)] // sets the machine's state

use super::frame::{self, ScriptFrame, halt_word};
use super::machine::Vm;
use super::native::Throw;
use crate::heap::Cx;

/// Sets the machine's state to the handler of the pending exception, or to the end of the loop with `thrown` set.
///
/// The exception stays in its root; the `Catch` that every handler starts with takes it.
pub fn unwind(cx: &mut Cx<'_>, thrown: Throw) {
    thrown.stays_pending();
    let vm = cx.vm();
    // SAFETY: the machine's state is stored: a frame of the innermost loop.
    unsafe {
        let mut in_call = false;
        while !enter_handler(vm, in_call) {
            let return_word = *(*vm).base.sub(2);
            if return_word == halt_word() {
                (*vm).thrown = true;
                (*vm).pc = frame::HALT.as_ptr();
                return;
            }
            (*vm).k = *(*vm).base.sub(3) as usize as *mut u64;
            (*vm).pc = frame::return_address((*vm).base);
            (*vm).base = (*vm).base.sub((return_word >> 48) as usize);
            in_call = true;
        }
    }
}

/// Moves `pc` to the innermost handler around it, if there is one.
/// # Safety
/// The machine's stored state is that of a script frame.
unsafe fn enter_handler(vm: *mut Vm, in_call: bool) -> bool {
    // SAFETY: by the precondition; the code words are pinned.
    unsafe {
        let frame = ScriptFrame::at((*vm).base, (*vm).pc, in_call);
        let info = frame.function().info();
        let index = frame.pc_index();
        let handlers = &info.template().handlers;
        let Some(range) = handlers.iter().find(|range| (range.start..range.end).contains(&index)) else {
            return false;
        };
        let start: *const u64 = std::ptr::with_exposed_provenance(info.code_address());
        (*vm).pc = start.add(range.handler as usize);
        true
    }
}
