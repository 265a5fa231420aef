//! A callback waiting for its turn, with its receiver, its arguments and the async context it was scheduled in.
//!
//! All of it is one heap object under one persistent root, whose section says which queue holds it.

use crate::heap::Persistent;
use crate::objects::fixed::FixedArray;
use crate::vm::ops::prelude::*;

use super::async_context;

const CALLBACK: usize = 0;
const THIS: usize = 1;
const CONTEXT: usize = 2;
const FIRST_ARGUMENT: usize = 3;

/// See the module's header.
pub struct Task {
    record: Persistent<FixedArray>,
}

impl Task {
    /// A call of `callback` that waits in the queue named `section`.
    pub fn new<'a>(
        cx: &mut Cx<'_>,
        section: &'static str,
        callback: Handle<'_>,
        this: Handle<'_>,
        arguments: impl ExactSizeIterator<Item = Handle<'a>>,
    ) -> Task {
        scope!(cx);
        let record = FixedArray::new(cx, FIRST_ARGUMENT + arguments.len());
        let raw = record.get(cx);
        raw.set(cx, CALLBACK, callback.val(cx));
        raw.set(cx, THIS, this.val(cx));
        raw.set(cx, CONTEXT, cx.root(Root::AsyncContext));
        for (index, argument) in arguments.enumerate() {
            raw.set(cx, FIRST_ARGUMENT + index, argument.val(cx));
        }
        Task { record: Persistent::new(cx, section, record) }
    }

    /// Makes the call.
    pub fn run(self, cx: &mut Cx<'_>) -> JsResult<()> {
        scope!(cx);
        let record = self.record.get(cx);
        drop(self);
        let at = |index| record.get(cx).at(index).root(cx);
        let (callback, this, context) = (at(CALLBACK), at(THIS), at(CONTEXT));
        let arguments: Vec<Handle<'_>> = (FIRST_ARGUMENT..record.get(cx).len()).map(at).collect();
        async_context::enter(cx, context);
        call(cx, callback, this, &arguments)?;
        Ok(())
    }
}
