//! Closures and their names.
#![allow(unsafe_code)] // fast paths fill fresh objects

use crate::heap::header::{Header, meta_of};
use crate::heap::{Cx, raw};
use crate::objects::descriptors::Attributes;
use crate::objects::function::{self, FunctionInfo, PROTOTYPE_OR_MAP};
use crate::objects::kinds::Kind;
use crate::objects::object::JsObject;
use crate::objects::roots::{N, Root};
use crate::value::Value;
use crate::vm::dispatch::{Handler, State, op};
use crate::vm::instruction::{Instr, Instruction, Step};
use crate::vm::native::JsResult;
use crate::vm::{classes, property_store};

/// Word of a FunctionInfo's entry facts, whose bits 48 to 62 are the root of the closures' map.
const ENTRY: usize = 4;
/// Words of a closure.
const INFO: usize = 2;
const CONTEXT: usize = 3;

impl Handler for op::NewClosure {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let info = state.k(i.x());
        // SAFETY: the constant is a FunctionInfo; the root it names is a map of closures, whose instances have the words
        // up to their inline start and no inline slots.
        unsafe {
            let root = raw::word(Value::from_bits(info).address(), ENTRY) >> 48 & 0x7FFF;
            let map = Value::from_bits(*(*state.vm).roots.add(root as usize)).address();
            let words = (raw::word(map, 1) >> 8) as u8 as usize;
            let Some(closure) = state.bump(words) else { return false };
            raw::init_word(closure, 0, Header::new(Kind::Function as u8, words, meta_of(map)).0);
            raw::init_word(closure, 1, state.root(Root::EmptyStorage));
            raw::init_word(closure, INFO, info);
            raw::init_word(closure, CONTEXT, state.r(i.b()));
            if words > PROTOTYPE_OR_MAP {
                raw::init_word(closure, PROTOTYPE_OR_MAP, Value::HOLE.bits());
            }
            state.set(i.a(), Value::from_address(closure).bits());
        }
        true
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let info = i.constant_as::<FunctionInfo>(cx, i.x());
        let closure = function::new_closure(cx, info, i.rb());
        Ok(i.result(cx, closure.any()))
    }
}

impl Handler for op::SetFunctionName {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let prefix = match i.flags() {
            1 => "get ",
            2 => "set ",
            _ => "",
        };
        let function = i.ra().must::<JsObject>(cx);
        let name = classes::function_name_of_key(cx, i.rb(), prefix)?;
        let key = cx.key(N::name);
        property_store::define_key(cx, function, key, name, Attributes::CONFIGURABLE)?;
        Ok(Step::Next)
    }
}
