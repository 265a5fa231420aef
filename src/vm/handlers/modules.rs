//! `import()` and `import.meta`.

use crate::heap::Cx;
use crate::vm::dispatch::{Handler, op};
use crate::vm::instruction::{Instruction, Step};
use crate::vm::modules;
use crate::vm::native::JsResult;

impl Handler for op::ImportCall {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let referrer = i.callee(cx).get(cx).info().script().root(cx);
        let promise = modules::import_call(cx, referrer, i.rb(), i.rc());
        Ok(i.result(cx, promise.any()))
    }
}

impl Handler for op::ImportMeta {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let script = i.callee(cx).get(cx).info().script().root(cx);
        let meta = modules::import_meta(cx, script)?;
        Ok(i.result(cx, meta))
    }
}
