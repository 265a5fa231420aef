//! Calls, constructions and returns. A call of a plain function of this kind pushes a frame and goes on in it; anything else
//! is the business of [`crate::vm::calling`].
#![allow(unsafe_code)] // windows on the VM stack

use crate::heap::header::{Header, meta_of};
use crate::heap::{Cx, Handle, raw};
use crate::objects::array::JsArray;
use crate::objects::function::{HAS_QUICK_FORM, PROTOTYPE_OR_MAP};
use crate::objects::kinds::Kind;
use crate::objects::name::Key;
use crate::objects::object::JsObject;
use crate::objects::property::{self, Own};
use crate::objects::roots::Root;
use crate::value::Value;
use crate::vm::calling::{self, Callee};
use crate::vm::dispatch::{Handler, State, op};
use crate::vm::entry::{Entry, is_object};
use crate::vm::frame::{ADDRESS_MASK, Linkage};
use crate::vm::instruction::{Instr, Instruction, Step};
use crate::vm::messages::Message;
use crate::vm::native::{JsResult, QuickArgs, QuickNative};
use crate::vm::{call_site, eval, ops};

/// Word of what a native function keeps.
const NATIVE_DATA: usize = 3;

/// Gives parameters that the window at `w` has no argument for their value.
#[inline(always)]
fn fill_parameters(state: &State, w: usize, argc: usize, entry: Entry) -> bool {
    let base = state.base.wrapping_add(w);
    // SAFETY: the machine is live; the parameters are registers of a frame that ends before the limit. Few are missing: a
    // volatile write keeps the loop from being unrolled for many.
    unsafe {
        if base.wrapping_add(entry.registers()) > (*state.vm).stack_limit {
            return false;
        }
        for missing in argc..entry.params() {
            base.add(1 + missing).write_volatile(Value::UNDEFINED.bits());
        }
    }
    true
}

/// Pushes the frame of the function of `entry` at window `w`, whose callee, receiver and parameters stand there.
#[inline(always)]
fn push_frame(state: &mut State, w: usize, entry: Entry) -> bool {
    let base = state.base.wrapping_add(w);
    // SAFETY: the window is on the VM stack, and so is the whole frame if it ends before the limit; the info is of a
    // materialised function.
    unsafe {
        if base.wrapping_add(entry.registers()) > (*state.vm).stack_limit {
            return false;
        }
        let linkage = Linkage::to(state.pc, w, state.k);
        *base.sub(3) = linkage.k.expose_provenance() as u64;
        *base.sub(2) = linkage.return_word;
        state.base = base;
        state.k = entry.table();
        state.pc = entry.code();
    }
    true
}

impl Handler for op::Call {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let Some(entry) = Entry::of(Value::from_bits(state.r(i.a() - 1))) else { return false };
        let is_plain = i.b() >= entry.params() && entry.is_plain_call(Value::from_bits(state.r(i.a())));
        is_plain && push_frame(state, i.a(), entry)
    }

    const HAS_QUICK: bool = true;

    #[inline(always)]
    fn quick(state: &mut State, i: Instr) -> bool {
        let callee = Value::from_bits(state.r(i.a() - 1));
        if let Some(entry) = Entry::of(callee) {
            let is_plain = entry.is_plain_call(Value::from_bits(state.r(i.a())));
            return is_plain && fill_parameters(state, i.a(), i.b(), entry) && push_frame(state, i.a(), entry);
        }
        // SAFETY: the window holds the receiver and the arguments.
        let Some(result) = (unsafe { call_quick_form(state, callee, state.base.wrapping_add(i.a()), i.b()) }) else {
            return false;
        };
        state.set(i.a() - 1, result);
        true
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        call_window(cx, i, i.b(), 1)
    }
}

/// What `callee` answers, if it is a native function with a quick form that takes the call.
/// # Safety
/// `window` holds the receiver and `argc` arguments.
#[inline(always)]
pub unsafe fn call_quick_form(state: &State, callee: Value, window: *mut u64, argc: usize) -> Option<u64> {
    if !callee.is_heap() {
        return None;
    }
    // SAFETY: a heap value is a live object; the header's flag says that the native function's data is a quick form. It
    // makes no handles and runs nothing that would see the machine's state.
    unsafe {
        let header = raw::header(callee.address());
        if header.kind() != Kind::NativeFunction as u8 || header.flags() & HAS_QUICK_FORM == 0 {
            return None;
        }
        let code = raw::word(callee.address(), NATIVE_DATA) as usize;
        let quick: QuickNative = std::mem::transmute::<*const (), QuickNative>(std::ptr::with_exposed_provenance(code));
        quick(Cx::at_word(&(*state.vm).heap), QuickArgs::new(window, argc)).map(|value| value.bits())
    }
}

fn linkage_after(i: Instruction<'_>, length: usize) -> Linkage {
    Linkage::to(i.pc().wrapping_add(length), i.a(), i.k())
}

/// Calls what the window of `i`, an instruction of `length` words, holds, with `argc` arguments.
fn call_window<'s>(cx: &mut Cx<'s>, i: Instruction<'s>, argc: usize, length: usize) -> JsResult<Step> {
    let window = i.window(i.a());
    // SAFETY: the window holds the callee, the receiver and `argc` arguments.
    match unsafe { calling::resolve(cx, window, argc) }? {
        // SAFETY: as above, with bound functions replaced by what they are bound to.
        Some(Callee::Script { argc }) => unsafe {
            let new_target = cx.undefined();
            calling::enter(cx, window, argc, new_target, linkage_after(i, length))?;
            Ok(Step::Entered)
        },
        Some(Callee::Native { argc }) => {
            let new_target = cx.undefined();
            // SAFETY: as above.
            let result = unsafe { calling::call_native(cx, window, argc, new_target) }?;
            i.set(cx, i.a() - 1, result.val(cx));
            Ok(Step::Next)
        }
        Some(Callee::Other { argc }) => {
            // SAFETY: as above.
            let result = unsafe { calling::call_exotic(cx, window, argc) }?;
            i.set(cx, i.a() - 1, result.val(cx));
            Ok(Step::Next)
        }
        None => Err(call_site::throw_not_callable(cx, i.register(i.a() - 1))),
    }
}

impl Handler for op::CallSpread {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        // SAFETY: the window is the last of the frame's registers in use.
        let argc = unsafe { calling::spread(cx, i.window(i.a())) }?;
        call_window(cx, i, argc, 1)
    }
}

/// The words of an instance with the map in `prototype_or_map` of a constructor, if it is an ordinary one's.
#[inline(always)]
fn instance_header(prototype_or_map: Value) -> Option<Header> {
    if !prototype_or_map.is_heap() {
        return None;
    }
    let map = prototype_or_map.address();
    // SAFETY: a heap value is a live object; word 1 of a map is its layout.
    unsafe {
        if raw::header(map).kind() != Kind::Map as u8 {
            return None;
        }
        let layout = raw::word(map, 1);
        let words = (layout >> 8) as u8 as usize + (layout >> 16) as u8 as usize;
        (layout as u8 == Kind::Object as u8).then(|| Header::new(Kind::Object as u8, words, meta_of(map)))
    }
}

/// An object with this header and undefined slots.
#[inline(always)]
fn new_instance(state: &mut State, header: Header) -> Option<u64> {
    let words = header.size_field();
    let object = state.bump(words)?;
    // SAFETY: fresh memory of that many words, at least two.
    unsafe {
        raw::init_word(object, 0, header.0);
        raw::init_word(object, 1, state.root(Root::EmptyStorage));
        // Few: see `fill_parameters`.
        for index in 2..words {
            let slot = std::ptr::with_exposed_provenance_mut::<u64>(object + index * 8);
            slot.write_volatile(Value::UNDEFINED.bits());
        }
    }
    Some(Value::from_address(object).bits())
}

impl Handler for op::Construct {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let callee = Value::from_bits(state.r(i.a() - 1));
        let Some(entry) = Entry::of(callee) else { return false };
        if !entry.is_plain_construct() {
            return false;
        }
        // SAFETY: functions that may construct have the word.
        let prototype_or_map = Value::from_bits(unsafe { raw::word(callee.address(), PROTOTYPE_OR_MAP) });
        let Some(header) = instance_header(prototype_or_map) else { return false };
        if !fill_parameters(state, i.a(), i.b(), entry) {
            return false;
        }
        let Some(object) = new_instance(state, header) else { return false };
        state.set(i.a(), object);
        push_frame(state, i.a(), entry)
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let new_target = i.register(i.a() - 1).val(cx).root(cx);
        construct_window(cx, i, i.b(), new_target)
    }
}

/// Constructs with what the window of `i` holds, with `argc` arguments.
fn construct_window<'s>(cx: &mut Cx<'s>, i: Instruction<'s>, argc: usize, new_target: Handle<'s>) -> JsResult<Step> {
    let constructor = i.register(i.a() - 1);
    if !ops::object::is_constructor(cx, constructor) {
        return Err(call_site::throw_not_constructor(cx, constructor));
    }
    let window = i.window(i.a());
    // SAFETY: the window holds the constructor and `argc` arguments.
    let entered = unsafe { calling::construct(cx, window, argc, new_target, linkage_after(i, 1)) }?;
    match entered {
        None => Ok(Step::Entered),
        Some(object) => {
            i.set(cx, i.a() - 1, object.val(cx));
            Ok(Step::Next)
        }
    }
}

impl Handler for op::ConstructSpread {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let new_target = i.register(i.a() - 1).val(cx).root(cx);
        i.set(cx, i.a(), crate::heap::Val::UNDEFINED);
        // SAFETY: the window is the last of the frame's registers in use.
        let argc = unsafe { calling::spread(cx, i.window(i.a())) }?;
        construct_window(cx, i, argc, new_target)
    }
}

/// The TypeError of `super(...)` whose parent is no constructor; checked after the arguments have been evaluated.
fn check_super_constructor<'s>(cx: &mut Cx<'s>, i: Instruction<'s>, new_target: Handle<'s>) -> JsResult<()> {
    let parent = i.register(i.a() - 1);
    if ops::object::is_constructor(cx, parent) {
        return Ok(());
    }
    // The running class is new.target or one that it extends: the one whose parent this is.
    let mut class = new_target.must::<JsObject>(cx);
    while let Some(above) = class.get(cx).prototype().cast::<JsObject>()
        && !above.val().is_same_word(parent.val(cx))
    {
        class = above.root(cx);
    }
    Err(call_site::throw_super_not_constructor(cx, parent, class))
}

impl Handler for op::SuperConstruct {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let new_target = i.rc().val(cx).root(cx);
        check_super_constructor(cx, i, new_target)?;
        construct_window(cx, i, i.b(), new_target)
    }
}

impl Handler for op::SuperConstructSpread {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let new_target = i.rc().val(cx).root(cx);
        check_super_constructor(cx, i, new_target)?;
        i.set(cx, i.a(), crate::heap::Val::UNDEFINED);
        // SAFETY: the window is the last of the frame's registers in use.
        let argc = unsafe { calling::spread(cx, i.window(i.a())) }?;
        construct_window(cx, i, argc, new_target)
    }
}

impl Handler for op::ConstructResult {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        if !is_object(Value::from_bits(state.r(i.a()))) {
            state.set(i.a(), state.r(i.b()));
        }
        true
    }
}

impl Handler for op::GetSuperConstructor {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let class = i.rb().must::<JsObject>(cx);
        let parent = ops::object::get_prototype_of(cx, class)?;
        Ok(i.result(cx, parent))
    }
}

/// The first argument of a call whose window is that of `i`; with flags 1, of the array of its arguments.
fn first_argument<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> Handle<'s> {
    if i.b() == 0 {
        return cx.undefined();
    }
    let first = i.register(i.a() + 1);
    match first.cast::<JsArray>(cx) {
        Some(list) if i.flags() & 1 != 0 => match property::get_own(cx, list.any().must(cx), Key::Index(0)) {
            Own::Data { value, .. } => value,
            _ => cx.undefined(),
        },
        _ => first,
    }
}

impl Handler for op::CallEval {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        if i.register(i.a() - 1).val(cx).is_same_word(cx.root(Root::EvalFunction)) {
            let source = first_argument(cx, i);
            let result = eval::direct(cx, source, i.rc(), i.callee(cx), i.x())?;
            i.set(cx, i.a() - 1, result.val(cx));
            return Ok(Step::Next);
        }
        // SAFETY: the window is the last of the frame's registers in use.
        let argc = if i.flags() & 1 != 0 { unsafe { calling::spread(cx, i.window(i.a())) }? } else { i.b() };
        call_window(cx, i, argc, 2)
    }
}

/// Leaves the frame with `result`.
#[inline(always)]
pub fn return_value(state: &mut State, result: u64) {
    // SAFETY: the linkage of a live frame is below its base.
    unsafe {
        let base = state.base;
        *base.sub(1) = result;
        let return_word = *base.sub(2);
        state.k = std::ptr::with_exposed_provenance_mut(*base.sub(3) as usize);
        state.pc = std::ptr::with_exposed_provenance((return_word & ADDRESS_MASK) as usize);
        state.base = base.sub((return_word >> 48) as usize);
    }
}

impl Handler for op::Return {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let result = state.r(i.a());
        return_value(state, result);
        true
    }
}

impl Handler for op::ReturnDerived {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let (value, this) = (state.r(i.a()), state.r(i.b()));
        if is_object(Value::from_bits(value)) {
            return_value(state, value);
            return true;
        }
        if value == Value::UNDEFINED.bits() && this != Value::HOLE.bits() {
            return_value(state, this);
            return true;
        }
        false
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let message = if i.ra().val(cx).is_undefined() { Message::SuperNotCalled } else { Message::DerivedResult };
        Err(cx.throw_error(message, &[]))
    }
}
