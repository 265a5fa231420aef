//! Weak references and finalization (ECMA-262, 9.9 to 9.12): what the host's loop asks for.

use crate::heap::{Cx, Handle};
use crate::vm::native::JsResult;

/// Whether cleanup callbacks wait.
pub fn has_finalizers(cx: &Cx<'_>) -> bool {
    cx.heap().has_dead_weak_cells()
}

/// CanBeHeldWeakly.
pub fn can_be_held_weakly(_cx: &Cx<'_>, _value: Handle<'_>) -> bool {
    todo!()
}

/// CleanupFinalizationRegistry for one dead cell, oldest first: calls its registry's callback. False if there was none.
/// What the callback throws is the caller's to report; the other cells still wait.
pub fn run_finalizer(_cx: &mut Cx<'_>) -> JsResult<bool> {
    todo!()
}
