//! Exceptions: throwing and catching.

use crate::bytecode::message::{Message as CompilerMessage, MessageKind};
use crate::heap::Cx;
use crate::objects::roots::Root;
use crate::vm::call_site;
use crate::vm::dispatch::{Handler, op};
use crate::vm::instruction::{Instruction, Step};
use crate::vm::messages::ErrorType;
use crate::vm::native::JsResult;

impl Handler for op::Throw {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        Err(cx.throw(i.ra()))
    }
}

impl Handler for op::ThrowMessage {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let message = CompilerMessage::from_u16(i.a() as u16).expect("the compiler numbers its messages");
        let (kind, text) = message.parts();
        let error_type = match kind {
            MessageKind::ReferenceError => ErrorType::ReferenceError,
            MessageKind::TypeError => ErrorType::TypeError,
        };
        Err(cx.throw_custom(error_type, text))
    }
}

impl Handler for op::Catch {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let exception = cx.root(Root::PendingException).root(cx);
        cx.set_root(Root::PendingException.index(), crate::heap::Val::UNDEFINED);
        Ok(i.result(cx, exception))
    }
}

impl Handler for op::CheckObjectCoercible {
    #[inline(always)]
    fn fast(state: &mut crate::vm::dispatch::State, i: crate::vm::instruction::Instr) -> bool {
        !crate::value::Value::from_bits(state.r(i.a())).is_nullish()
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        Err(call_site::throw_not_coercible(cx, i.ra()))
    }
}
