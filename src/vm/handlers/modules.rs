//! Modules: what the language asks of the host.

use crate::heap::Cx;
use crate::vm::dispatch::{Handler, op};
use crate::vm::instruction::{Instruction, Step};
use crate::vm::native::JsResult;

impl Handler for op::ImportCall {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let host = cx.host();
        let referrer = i.callee(cx).get(cx).info().script().root(cx);
        let promise = host.import_dynamically(cx, referrer, i.rb(), i.rc())?;
        let promise = promise.val(cx).root(cx);
        Ok(i.result(cx, promise))
    }
}

impl Handler for op::ImportMeta {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let host = cx.host();
        let script = i.callee(cx).get(cx).info().script().root(cx);
        let meta = host.import_meta(cx, script)?;
        let meta = meta.val(cx).root(cx);
        Ok(i.result(cx, meta))
    }
}
