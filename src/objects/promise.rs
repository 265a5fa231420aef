//! Promises and their reactions: data only; what settles and schedules them is in `vm`.

use crate::heap::{Gc, Val};

js_object! {
    pub Promise = Promise, "Promise" {
        /// State and flags, a Smi: see [`PromiseState`] and [`IS_HANDLED`].
        2: status, set_status;
        /// While pending: the first PromiseReaction of a chain, or undefined. Once settled: the value or the reason.
        3: result, set_result;
    }
}

heap_object! {
    /// What to do when a promise settles: one registration by `then` or `await`.
    pub PromiseReaction = PromiseReaction, "system / PromiseReaction" {} [1] {
        /// The reaction registered before this one, or undefined.
        1: next, set_next;
        /// What the reaction resolves: a promise, a capability (FixedArray of promise, resolve, reject), a suspended
        /// async function or generator, or undefined.
        2: target, set_target;
        /// Called on fulfilment; undefined passes the value on.
        3: on_fulfilled, set_on_fulfilled;
        /// Called on rejection; undefined passes the reason on.
        4: on_rejected, set_on_rejected;
        /// AsyncLocalStorage's store, or undefined.
        5: async_context, set_async_context;
    }
}

/// A promise's state, the low two bits of its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum PromiseState {
    Pending,
    Fulfilled,
    Rejected,
}

/// Status bit: a rejection has a handler.
pub const IS_HANDLED: i32 = 4;

impl Gc<'_, Promise> {
    pub fn state(self) -> PromiseState {
        match self.status().value().as_int() & 3 {
            0 => PromiseState::Pending,
            1 => PromiseState::Fulfilled,
            _ => PromiseState::Rejected,
        }
    }

    pub fn is_handled(self) -> bool {
        self.status().value().as_int() & IS_HANDLED != 0
    }

    pub fn set_state(self, cx: &crate::heap::Cx<'_>, state: PromiseState) {
        let flags = self.status().value().as_int() & !3;
        self.set_status(cx, Val::int(flags | state as i32));
    }

    pub fn mark_handled(self, cx: &crate::heap::Cx<'_>) {
        self.set_status(cx, Val::int(self.status().value().as_int() | IS_HANDLED));
    }
}
