//! Classes.

use crate::heap::Cx;
use crate::objects::function::FunctionInfo;
use crate::objects::object::JsObject;
use crate::vm::classes;
use crate::vm::dispatch::{Handler, op};
use crate::vm::instruction::{Instruction, Step};
use crate::vm::native::JsResult;

impl Handler for op::NewClass {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let info = i.constant_as::<FunctionInfo>(cx, i.x());
        let (constructor, prototype) = classes::new_class(cx, info, i.rb(), i.rc())?;
        i.set(cx, i.a(), constructor.val(cx));
        i.set(cx, i.a() + 1, prototype.val(cx));
        Ok(Step::Next)
    }
}

impl Handler for op::SetClassFields {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let class = i.ra().must::<JsObject>(cx);
        classes::set_fields(cx, class, i.rb());
        Ok(Step::Next)
    }
}

impl Handler for op::InitFields {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let class = i.rb().must::<JsObject>(cx);
        classes::initialize_fields(cx, i.ra(), class)?;
        Ok(Step::Next)
    }
}
