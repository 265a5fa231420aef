//! Private names: fields, methods and accessors whose keys no script can reach otherwise.

use crate::heap::Cx;
use crate::objects::symbol::{Symbol, SymbolFlags};
use crate::vm::dispatch::{Handler, op};
use crate::vm::instruction::{Instruction, Step};
use crate::vm::native::JsResult;
use crate::vm::private_names::{self, Element};

impl Handler for op::NewPrivateName {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let symbol = Symbol::new(cx, i.constant(i.x()), SymbolFlags::PRIVATE);
        Ok(i.result(cx, symbol.any()))
    }
}

impl Handler for op::GetPrivate {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let value = private_names::get(cx, i.rb(), i.rc().must(cx))?;
        Ok(i.result(cx, value))
    }
}

impl Handler for op::SetPrivate {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        private_names::set(cx, i.ra(), i.rb().must(cx), i.rc())?;
        Ok(Step::Next)
    }
}

impl Handler for op::DefinePrivate {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let element = match i.flags() {
            0 => Element::Field,
            1 => Element::Method,
            2 => Element::Getter,
            _ => Element::Setter,
        };
        private_names::define(cx, i.ra(), i.rb().must(cx), i.rc(), element)?;
        Ok(Step::Next)
    }
}
