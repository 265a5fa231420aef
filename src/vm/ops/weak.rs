//! Weak references and finalization (ECMA-262, 9.9 to 9.12): what the host's loop asks for.

use super::call::call;
use crate::heap::{Cx, Handle};
use crate::objects::weak;
use crate::scope;
use crate::vm::native::JsResult;

/// Whether cleanup callbacks wait.
pub fn has_finalizers(cx: &Cx<'_>) -> bool {
    cx.heap().has_dead_weak_cells()
}

/// CanBeHeldWeakly.
pub fn can_be_held_weakly(cx: &Cx<'_>, value: Handle<'_>) -> bool {
    weak::can_be_held_weakly(value.val(cx))
}

/// CleanupFinalizationRegistry for one dead cell, oldest first: calls its registry's callback. False if there was none.
/// What the callback throws is the caller's to report; the other cells still wait.
pub fn run_finalizer(cx: &mut Cx<'_>) -> JsResult<bool> {
    scope!(cx);
    let Some((registry, holdings)) = weak::take_dead(cx) else { return Ok(false) };
    let cleanup = registry.get(cx).cleanup().root(cx);
    call(cx, cleanup, cx.undefined(), &[holdings])?;
    Ok(true)
}
