//! Calling and constructing in general: what a `Call` cannot do inline, and calls that come from Rust.
//!
//! A call is prepared in a window on the VM stack: callee, receiver, arguments. While nothing else keeps the window alive,
//! an [`Activation`] does.
#![allow(unsafe_code)] // windows on the VM stack

use super::entry::Entry;
use super::frame::{self, Activation, Linkage};
use super::instance;
use super::machine::native_stack_pointer;
use super::messages::Message;
use super::native::{Args, JsResult, Native, Throw};
use super::{arguments, call_site, dispatch, materialise, ops};
use crate::bytecode::template::FunctionFlags;
use crate::heap::{Any, Cx, Handle, Val};
use crate::objects::array::JsArray;
use crate::objects::fixed::FixedArray;
use crate::objects::function::{BoundFunction, FunctionInfo, JsFunction, NativeFunction};
use crate::objects::kinds::Kind;
use crate::objects::object::{JsObject, Proxy};
use crate::objects::roots::Root;
use crate::scope;
use crate::value::Value;

/// What a window's callee is, bound functions resolved.
#[derive(Clone, Copy, Debug)]
pub enum Callee {
    Script {
        argc: usize,
    },
    Native {
        argc: usize,
    },
    /// A callable proxy.
    Other {
        argc: usize,
    },
}

/// The slot of a window's callee as a handle.
/// # Safety
/// The window is on the VM stack and a root for as long as the handle is used.
unsafe fn callee_of<'s>(window: *mut u64) -> Handle<'s, Any> {
    // SAFETY: by the precondition.
    unsafe { Handle::from_slot(window.sub(1)) }
}

/// Words `window[1] ..= window[argc]` as handles.
/// # Safety
/// As [`callee_of`].
unsafe fn arguments_of<'s>(window: *mut u64, argc: usize) -> Vec<Handle<'s>> {
    // SAFETY: by the precondition.
    (1..=argc).map(|index| unsafe { Handle::from_slot(window.add(index)) }).collect()
}

fn throw_overflow(cx: &mut Cx<'_>) -> Throw {
    cx.throw_error(Message::StackOverflow, &[])
}

/// Throws unless native code may go deeper.
pub fn check_native_stack(cx: &mut Cx<'_>) -> JsResult<()> {
    if native_stack_has_room(cx) { Ok(()) } else { Err(throw_overflow(cx)) }
}

#[inline(always)]
fn native_stack_has_room(cx: &Cx<'_>) -> bool {
    // SAFETY: the machine lives as long as the context.
    native_stack_pointer() >= unsafe { (*cx.vm()).native_limit }
}

/// Throws unless `words` words from `window` on are below the limit of the VM stack.
/// # Safety
/// `window` is on the VM stack.
unsafe fn check_room(cx: &mut Cx<'_>, window: *mut u64, words: usize) -> JsResult<()> {
    // SAFETY: by the precondition.
    let room = unsafe { (*cx.vm()).stack_limit.offset_from(window) };
    if room < words as isize { Err(throw_overflow(cx)) } else { Ok(()) }
}

/// Finds out what the window's callee is; a bound function is replaced by its target, with its arguments before the others.
/// None if it is not callable.
/// # Safety
/// The window, with `argc` arguments, is on the VM stack above everything in use.
pub unsafe fn resolve(cx: &mut Cx<'_>, window: *mut u64, argc: usize) -> JsResult<Option<Callee>> {
    let mut argc = argc;
    loop {
        // SAFETY: by the precondition.
        let callee = unsafe { callee_of(window) };
        let Some(object) = callee.val(cx).cast::<JsObject>() else { return Ok(None) };
        match object.object_kind() {
            Kind::Function => return Ok(Some(Callee::Script { argc })),
            Kind::NativeFunction => return Ok(Some(Callee::Native { argc })),
            Kind::BoundFunction => {
                // SAFETY: by the precondition.
                argc = unsafe { unbind(cx, window, argc, true) }?;
            }
            Kind::Proxy if object.is_callable() => return Ok(Some(Callee::Other { argc })),
            _ => return Ok(None),
        }
    }
}

/// Replaces the bound function in the window by its target; gives the new count of arguments.
/// # Safety
/// As [`resolve`]; the callee is a bound function.
unsafe fn unbind(cx: &mut Cx<'_>, window: *mut u64, argc: usize, with_this: bool) -> JsResult<usize> {
    // SAFETY: by the precondition; nothing collects.
    unsafe {
        let bound_count = {
            let bound = callee_of(window).val(cx).must::<BoundFunction>();
            bound.bound_arguments().must::<FixedArray>().len()
        };
        check_room(cx, window, argc + bound_count + 1)?;
        let bound = callee_of(window).val(cx).must::<BoundFunction>();
        let list = bound.bound_arguments().must::<FixedArray>();
        std::ptr::copy(window.add(1), window.add(1 + bound_count), argc);
        for index in 0..bound_count {
            *window.add(1 + index) = list.at(index).bits();
        }
        if with_this {
            *window = bound.bound_this().bits();
        }
        *window.sub(1) = bound.target().bits();
        Ok(argc + bound_count)
    }
}

/// Replaces the array in the window's first argument by its elements; gives their count.
/// # Safety
/// The window, with one argument, is on the VM stack above everything in use.
pub unsafe fn spread(cx: &mut Cx<'_>, window: *mut u64) -> JsResult<usize> {
    // SAFETY: by the precondition; nothing collects once there is room.
    unsafe {
        let list: Handle<'_, JsArray> = Handle::<Any>::from_slot(window.add(1)).must(cx);
        let count = list.get(cx).length() as usize;
        check_room(cx, window, count + 1)?;
        let storage = list.get(cx).storage();
        for index in 0..count {
            let element = storage.element(index);
            *window.add(1 + index) = if element.is_hole() { Value::UNDEFINED.bits() } else { element.bits() };
        }
        Ok(count)
    }
}

/// Enters the closure in the window: sets the machine's state to its first instruction.
/// # Safety
/// The window, with a closure and `argc` arguments, is on the VM stack above everything in use; the machine's state is
/// stored; `linkage` is where the frame is to return to.
pub unsafe fn enter(
    cx: &mut Cx<'_>,
    window: *mut u64,
    argc: usize,
    new_target: Handle<'_>,
    linkage: Linkage,
) -> JsResult<()> {
    let vm = cx.vm();
    // SAFETY: by the precondition.
    unsafe {
        let activation = Activation::window(vm, window, argc);
        (*vm).activation = &raw const activation;
        let prepared = prepare(cx, window, argc, new_target);
        (*vm).activation = activation.previous;
        prepared?;
        let function = callee_of(window).val(cx).must::<JsFunction>();
        let info = function.info();
        *window.sub(3) = linkage.k.expose_provenance() as u64;
        *window.sub(2) = linkage.return_word;
        (*vm).base = window;
        (*vm).k = std::ptr::with_exposed_provenance_mut(info.table_address());
        (*vm).pc = std::ptr::with_exposed_provenance(info.code_address());
    }
    Ok(())
}

/// Materialises the function, checks what may be checked, and gives its registers the values they start with.
/// # Safety
/// As [`enter`], and the window is a root.
unsafe fn prepare(cx: &mut Cx<'_>, window: *mut u64, argc: usize, new_target: Handle<'_>) -> JsResult<()> {
    scope!(cx);
    // SAFETY: by the precondition.
    let function: Handle<'_, JsFunction> = unsafe { callee_of(window) }.must(cx);
    let info = function.get(cx).info().root(cx);
    if !info.get(cx).is_materialised() {
        materialise::prepare(cx, info);
    }
    let flags = info.get(cx).function_flags();
    if flags.contains(FunctionFlags::CLASS_CONSTRUCTOR) && new_target.val(cx).is_undefined() {
        return Err(call_site::throw_class_without_new(cx, function));
    }
    let registers = info.get(cx).register_count();
    // SAFETY: by the precondition.
    unsafe { check_room(cx, window, registers) }?;
    if flags.contains(FunctionFlags::SLOPPY_THIS) {
        // SAFETY: by the precondition.
        unsafe { coerce_this(cx, window) }?;
    }
    let special = special_registers(cx, window, argc, info, new_target);
    let first = 1 + info.get(cx).param_count();
    // SAFETY: the frame's registers are on the VM stack; nothing collects any more.
    unsafe {
        for missing in 1 + argc..first {
            *window.add(missing) = Value::UNDEFINED.bits();
        }
        for (index, value) in special.into_iter().flatten().enumerate() {
            *window.add(first + index) = value.val(cx).bits();
        }
    }
    Ok(())
}

/// OrdinaryCallBindThis for sloppy code.
/// # Safety
/// As [`prepare`].
unsafe fn coerce_this(cx: &mut Cx<'_>, window: *mut u64) -> JsResult<()> {
    // SAFETY: by the precondition.
    let this: Handle<'_> = unsafe { Handle::from_slot(window) };
    if this.val(cx).is_nullish() {
        this.set(cx, cx.root(Root::GlobalThis));
    } else if !this.val(cx).is::<JsObject>() && !this.val(cx).is_hole() {
        let object = ops::convert::to_object(cx, this)?;
        this.set(cx, object.val(cx));
    }
    Ok(())
}

/// What the function wants in the registers after its parameters: `arguments`, rest, `new.target`.
fn special_registers<'s>(
    cx: &mut Cx<'s>,
    window: *mut u64,
    argc: usize,
    info: Handle<'_, FunctionInfo>,
    new_target: Handle<'_>,
) -> [Option<Handle<'s>>; 3] {
    let flags = info.get(cx).function_flags();
    let params = info.get(cx).param_count();
    // SAFETY: the window is a root until the frame is entered.
    let (callee, given) = unsafe { (callee_of(window), arguments_of(window, argc)) };
    let wants = |flag| flags.contains(flag);
    let arguments = wants(FunctionFlags::ARGUMENTS)
        .then(|| arguments::new(cx, callee, params, &given, wants(FunctionFlags::MAPPED_ARGUMENTS)).any());
    let rest = wants(FunctionFlags::REST)
        .then(|| crate::objects::array::from_values(cx, given.get(params..).unwrap_or(&[])).any());
    let target = wants(FunctionFlags::NEW_TARGET).then(|| new_target.val(cx).root(cx));
    [arguments, rest, target]
}

/// Calls the native function in the window.
/// # Safety
/// The window, with a native function and `argc` arguments, is on the VM stack above everything in use; the machine's state
/// is stored.
pub unsafe fn call_native<'s>(
    cx: &mut Cx<'s>,
    window: *mut u64,
    argc: usize,
    new_target: Handle<'_>,
) -> JsResult<Handle<'s>> {
    check_native_stack(cx)?;
    let vm = cx.vm();
    let result = cx.undefined();
    // SAFETY: by the precondition; the code word of a native function is the address of a `Native`.
    unsafe {
        let activation = Activation::window(vm, window, argc);
        (*vm).activation = &raw const activation;
        let code = callee_of(window).val(cx).must::<NativeFunction>().code();
        let native: Native = std::mem::transmute::<*const (), Native>(std::ptr::with_exposed_provenance(code));
        let outcome = {
            scope!(cx);
            let new_target = new_target.val(cx).root(cx);
            native(cx, Args::new(window, argc as u32, new_target)).map(|value| result.set(cx, value.val(cx)))
        };
        (*vm).activation = activation.previous;
        outcome.map(|()| result)
    }
}

/// Calls the proxy in the window.
/// # Safety
/// As [`call_native`], with a callable proxy.
pub unsafe fn call_exotic<'s>(cx: &mut Cx<'s>, window: *mut u64, argc: usize) -> JsResult<Handle<'s>> {
    check_native_stack(cx)?;
    let vm = cx.vm();
    // SAFETY: by the precondition.
    unsafe {
        let activation = Activation::window(vm, window, argc);
        (*vm).activation = &raw const activation;
        let proxy: Handle<'_, Proxy> = callee_of(window).must(cx);
        let (this, given) = (Handle::from_slot(window), arguments_of(window, argc));
        let result = ops::proxy::call_proxy(cx, proxy, this, &given);
        (*vm).activation = activation.previous;
        result
    }
}

/// Calls what the window holds, whatever it is, to the end. None if it is not callable.
/// # Safety
/// The window, with `argc` arguments, is on the VM stack above everything in use; the machine's state is stored.
pub unsafe fn call_any<'s>(cx: &mut Cx<'s>, window: *mut u64, argc: usize) -> JsResult<Option<Handle<'s>>> {
    // SAFETY: by the precondition.
    unsafe {
        match resolve(cx, window, argc)? {
            Some(Callee::Script { argc }) => {
                let new_target = cx.undefined();
                run_to_end(cx, window, |cx, linkage| enter(cx, window, argc, new_target, linkage)).map(Some)
            }
            Some(Callee::Native { argc }) => {
                let new_target = cx.undefined();
                call_native(cx, window, argc, new_target).map(Some)
            }
            Some(Callee::Other { argc }) => call_exotic(cx, window, argc).map(Some),
            None => Ok(None),
        }
    }
}

/// Runs a loop of its own for the frame at `window` that `enter` enters, and gives what it returns.
/// # Safety
/// As [`call_any`]; `enter` sets the machine's state to a frame at `window` with the linkage it is given.
pub unsafe fn run_to_end<'s>(
    cx: &mut Cx<'s>,
    window: *mut u64,
    enter: impl FnOnce(&mut Cx<'s>, Linkage) -> JsResult<()>,
) -> JsResult<Handle<'s>> {
    check_native_stack(cx)?;
    let undefined = cx.undefined();
    // SAFETY: by the precondition.
    unsafe { run_loop(cx, window, undefined, enter) }
}

/// As [`run_to_end`], for a frame that belongs to `generator` (undefined: to none).
/// # Safety
/// As [`run_to_end`].
pub unsafe fn run_loop<'s>(
    cx: &mut Cx<'s>,
    window: *mut u64,
    generator: Handle<'_>,
    enter: impl FnOnce(&mut Cx<'s>, Linkage) -> JsResult<()>,
) -> JsResult<Handle<'s>> {
    let vm = cx.vm();
    // SAFETY: by the precondition.
    unsafe {
        let outer = Activation::of_loop(vm);
        if let Err(thrown) = enter(cx, Linkage::halt()) {
            // A resumed frame may have been entered and, by the exception it was resumed with, left again.
            ((*vm).pc, (*vm).base, (*vm).k) = (outer.pc, outer.base, outer.k);
            return Err(thrown);
        }
        outer.generator.set(generator.val(cx).bits());
        run_entered(cx, window, &outer)
    }
}

/// Runs a loop for the frame at `window`, which is the machine's, and goes back to the state that `outer` keeps.
/// # Safety
/// `outer` was made before the frame was entered, with the linkage of a loop's first frame.
#[inline(always)]
unsafe fn run_entered<'s>(cx: &mut Cx<'s>, window: *mut u64, outer: &Activation) -> JsResult<Handle<'s>> {
    let vm = cx.vm();
    // SAFETY: by the precondition.
    unsafe {
        (*vm).activation = &raw const *outer;
        dispatch::run(vm);
        ((*vm).pc, (*vm).base, (*vm).k) = (outer.pc, outer.base, outer.k);
        (*vm).activation = outer.previous;
        if std::mem::take(&mut (*vm).thrown) {
            Err(Throw::pending())
        } else {
            Ok(Val::from_bits(*window.sub(1)).root(cx))
        }
    }
}

/// [[Construct]] of the constructor in the window. None: its frame was entered, with `linkage`.
/// # Safety
/// As [`enter`]; the callee is a constructor.
pub unsafe fn construct<'s>(
    cx: &mut Cx<'s>,
    window: *mut u64,
    argc: usize,
    new_target: Handle<'_>,
    linkage: Linkage,
) -> JsResult<Option<Handle<'s>>> {
    let mut argc = argc;
    let new_target = new_target.val(cx).root(cx);
    // SAFETY: by the precondition.
    unsafe {
        *window = Value::UNDEFINED.bits();
        loop {
            let callee = callee_of(window);
            let kind = callee.val(cx).must::<JsObject>().object_kind();
            match kind {
                Kind::Function => {
                    make_this(cx, window, argc, new_target)?;
                    enter(cx, window, argc, new_target, linkage)?;
                    return Ok(None);
                }
                Kind::BoundFunction => {
                    let was_target = callee.val(cx).is_same_word(new_target.val(cx));
                    argc = unbind(cx, window, argc, false)?;
                    if was_target {
                        new_target.set(cx, callee.val(cx));
                    }
                }
                Kind::Proxy => return construct_exotic(cx, window, argc, new_target).map(Some),
                _ => return call_native(cx, window, argc, new_target).map(Some),
            }
        }
    }
}

/// The receiver a closure is constructed with: a new object, or the hole for a derived constructor.
/// # Safety
/// As [`construct`], with a closure.
unsafe fn make_this(cx: &mut Cx<'_>, window: *mut u64, argc: usize, new_target: Handle<'_>) -> JsResult<()> {
    let vm = cx.vm();
    // SAFETY: by the precondition.
    unsafe {
        let function: Handle<'_, JsFunction> = callee_of(window).must(cx);
        if function.get(cx).info().function_flags().contains(FunctionFlags::DERIVED) {
            *window = Value::HOLE.bits();
            return Ok(());
        }
        let activation = Activation::window(vm, window, argc);
        (*vm).activation = &raw const activation;
        let object = instance::create(cx, new_target.must(cx));
        (*vm).activation = activation.previous;
        *window = object?.val(cx).bits();
        Ok(())
    }
}

/// # Safety
/// As [`construct`], with a proxy.
unsafe fn construct_exotic<'s>(
    cx: &mut Cx<'s>,
    window: *mut u64,
    argc: usize,
    new_target: Handle<'_>,
) -> JsResult<Handle<'s>> {
    check_native_stack(cx)?;
    let vm = cx.vm();
    // SAFETY: by the precondition.
    unsafe {
        let activation = Activation::window(vm, window, argc);
        (*vm).activation = &raw const activation;
        let proxy: Handle<'_, Proxy> = callee_of(window).must(cx);
        let given = arguments_of(window, argc);
        let result = ops::proxy::construct_proxy(cx, proxy, &given, new_target.must(cx));
        (*vm).activation = activation.previous;
        result.map(Handle::any)
    }
}

/// Builds a window above everything in use.
fn push_window(cx: &mut Cx<'_>, callee: Handle<'_>, this: Handle<'_>, arguments: &[Handle<'_>]) -> JsResult<*mut u64> {
    let vm = cx.vm();
    // SAFETY: the machine's state is stored whenever Rust code runs; there is room for what is written.
    unsafe {
        let window = frame::top(vm).add(frame::LINKAGE_WORDS);
        check_room(cx, window, arguments.len() + 1)?;
        *window.sub(1) = callee.val(cx).bits();
        *window = this.val(cx).bits();
        for (index, argument) in arguments.iter().enumerate() {
            *window.add(1 + index) = argument.val(cx).bits();
        }
        Ok(window)
    }
}

/// Call(callee, this, arguments), from Rust. None if `callee` is not callable.
pub fn call_from_native<'s>(
    cx: &mut Cx<'s>,
    callee: Handle<'_>,
    this: Handle<'_>,
    arguments: &[Handle<'_>],
) -> JsResult<Option<Handle<'s>>> {
    if let Some(result) = call_plainly(cx, callee, this, arguments) {
        return result.map(Some);
    }
    let window = push_window(cx, callee, this, arguments)?;
    // SAFETY: the window was just built above everything in use.
    unsafe { call_any(cx, window, arguments.len()) }
}

/// The call of a closure whose frame may be entered just so: what callbacks come to. None for anything else, and if the
/// stack has no room.
#[inline(always)]
pub fn call_plainly<'s>(
    cx: &mut Cx<'s>,
    callee: Handle<'_>,
    this: Handle<'_>,
    arguments: &[Handle<'_>],
) -> Option<JsResult<Handle<'s>>> {
    let entry = Entry::of(callee.val(cx).value())?;
    if !entry.is_plain_call(this.val(cx).value()) || !native_stack_has_room(cx) {
        return None;
    }
    let vm = cx.vm();
    // SAFETY: the machine's state is stored whenever Rust code runs. What is written is below the limit, or in the red zone
    // above it; nothing collects before the frame is the machine's.
    unsafe {
        let window = frame::top(vm).wrapping_add(frame::LINKAGE_WORDS);
        if window.wrapping_add(entry.registers().max(arguments.len() + 1)) > (*vm).stack_limit {
            return None;
        }
        *window.sub(3) = 0;
        *window.sub(2) = frame::halt_word();
        *window.sub(1) = callee.val(cx).bits();
        *window = this.val(cx).bits();
        for (index, argument) in arguments.iter().enumerate() {
            *window.add(1 + index) = argument.val(cx).bits();
        }
        for missing in arguments.len()..entry.params() {
            *window.add(1 + missing) = Value::UNDEFINED.bits();
        }
        let outer = Activation::of_loop(vm);
        ((*vm).pc, (*vm).base, (*vm).k) = (entry.code(), window, entry.table());
        Some(run_entered(cx, window, &outer))
    }
}

/// Construct(constructor, arguments, newTarget), from Rust.
pub fn construct_from_native<'s>(
    cx: &mut Cx<'s>,
    constructor: Handle<'_, JsObject>,
    arguments: &[Handle<'_>],
    new_target: Handle<'_, JsObject>,
) -> JsResult<Handle<'s>> {
    check_native_stack(cx)?;
    let this = cx.undefined();
    let window = push_window(cx, constructor.any(), this, arguments)?;
    let (vm, argc) = (cx.vm(), arguments.len());
    // SAFETY: the window was just built above everything in use. A closure's loop leaves its receiver in the window.
    unsafe {
        let mut made = None;
        let outer = Activation::of_loop(vm);
        match construct(cx, window, argc, new_target.any(), Linkage::halt())? {
            Some(object) => made = Some(object),
            None => {
                (*vm).activation = &raw const outer;
                dispatch::run(vm);
                ((*vm).pc, (*vm).base, (*vm).k) = (outer.pc, outer.base, outer.k);
                (*vm).activation = outer.previous;
                if std::mem::take(&mut (*vm).thrown) {
                    return Err(Throw::pending());
                }
            }
        }
        Ok(made.unwrap_or_else(|| {
            let result = Val::from_bits(*window.sub(1));
            let object = if result.is::<JsObject>() { result } else { Val::from_bits(*window) };
            object.root(cx)
        }))
    }
}
