//! Frames on the VM stack: their layout, the way from one to the next, and what the collector visits of them.
//!
//! ```text
//! base[-3]   the caller's k
//! base[-2]   where the caller goes on: code address:48 | window:16 (how far above the caller's base this base is)
//! base[-1]   the callee; becomes the result
//! base[0]    the receiver
//! base[1..]  arguments, locals, temporaries, and the window of the next call
//! ```
//!
//! A frame that a loop started with returns to [`HALT`]. The frame of a getter that a load entered returns to [`END_GETTER`];
//! `base[-4]` then says where the load is: the address of its second word, so that it looks like a call of one word. What is not a JavaScript frame (a native call, a nested loop, a
//! frame being set up) is an [`Activation`], a link of a list on the native stack.
//!
//! The collector visits a frame's callee and receiver and its live registers: nothing else on the VM stack is a root, so
//! what is dead retains nothing.
#![allow(unsafe_code)] // walks the VM stack

use std::ptr::NonNull;

use super::isolate::Isolate;
use super::machine::Vm;
use crate::bytecode::Opcode;
use crate::heap::{Gc, RootVisitor, Val};
use crate::objects::function::JsFunction;
use crate::value::Value;

pub const STACK_SECTION: &str = "(VM stack)";
pub const INTERPRETER_SECTION: &str = "(Interpreter)";

/// Bits of base[-2] that are the code address.
pub const ADDRESS_MASK: u64 = (1 << 48) - 1;
/// Words between the last register in use and the base of a frame above it.
pub const LINKAGE_WORDS: usize = 3;

/// The word that ends a loop: its opcode is none of the table's.
pub static HALT: [u64; 1] = [0xFF];

/// The instruction that a getter returns to; see the module's header.
pub static END_GETTER: [u64; 1] = [Opcode::EndGetter as u64];
/// Words between the last register in use and the base of a getter's frame.
pub const GETTER_LINKAGE_WORDS: usize = LINKAGE_WORDS + 1;

/// Where the caller of the frame at `base` goes on after the call it waits in: one word after the first of that instruction.
/// # Safety
/// A frame that is not the first of its loop is at `base`.
pub unsafe fn return_address(base: *mut u64) -> *const u64 {
    // SAFETY: by the precondition; a getter's frame has the word at -4.
    unsafe {
        let address = (*base.sub(2) & ADDRESS_MASK) as usize;
        let is_getter = address == END_GETTER.as_ptr().addr();
        std::ptr::with_exposed_provenance(if is_getter { *base.sub(4) as usize } else { address })
    }
}

/// What frame slot -2 holds in the first frame of a loop.
pub fn halt_word() -> u64 {
    HALT.as_ptr().addr() as u64
}

/// What a frame returns to.
#[derive(Clone, Copy)]
pub struct Linkage {
    /// Frame slot -2.
    pub return_word: u64,
    /// Frame slot -3.
    pub k: *mut u64,
}

impl Linkage {
    /// For the first frame of a loop.
    pub fn halt() -> Linkage {
        Linkage { return_word: halt_word(), k: std::ptr::null_mut() }
    }

    /// Back to `pc` in the frame `window` words below.
    pub fn to(pc: *const u64, window: usize, k: *mut u64) -> Linkage {
        Linkage { return_word: pc.addr() as u64 | (window as u64) << 48, k }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ActivationKind {
    /// A native call, or a frame being set up: `window[-1] ..= window[argc]` are roots.
    Window,
    /// A loop; the state below it is kept in `pc`, `base` and `k`.
    Loop,
}

/// See the module's header. Lives in the Rust frame that made it.
pub struct Activation {
    pub previous: *const Activation,
    pub kind: ActivationKind,
    pub window: *mut u64,
    pub argc: usize,
    pub pc: *const u64,
    pub base: *mut u64,
    pub k: *mut u64,
    /// The generator (or async function) whose frame the loop resumed, or undefined.
    pub generator: std::cell::Cell<u64>,
}

impl Activation {
    /// # Safety
    /// `window[-1] ..= window[argc]` hold values on the VM stack of `vm`, above all frames.
    pub unsafe fn window(vm: *mut Vm, window: *mut u64, argc: usize) -> Activation {
        // SAFETY: the machine is live.
        Activation { window, argc, ..unsafe { Activation::of_loop(vm) } }.with_kind(ActivationKind::Window)
    }

    /// Keeps the state that a new loop will overwrite.
    /// # Safety
    /// `vm` is live and its state is stored.
    pub unsafe fn of_loop(vm: *mut Vm) -> Activation {
        // SAFETY: by the precondition.
        unsafe {
            Activation {
                previous: (*vm).activation,
                kind: ActivationKind::Loop,
                window: std::ptr::null_mut(),
                argc: 0,
                pc: (*vm).pc,
                base: (*vm).base,
                k: (*vm).k,
                generator: std::cell::Cell::new(Value::UNDEFINED.bits()),
            }
        }
    }

    fn with_kind(self, kind: ActivationKind) -> Activation {
        Activation { kind, ..self }
    }
}

/// One step of a walk over the frames, innermost first.
#[derive(Clone, Copy)]
pub enum Frame {
    Script(ScriptFrame),
    /// A native call, or a frame being set up.
    Window {
        window: *mut u64,
        argc: usize,
    },
}

/// A JavaScript frame.
#[derive(Clone, Copy)]
pub struct ScriptFrame {
    pub base: *mut u64,
    /// The instruction it executes, or, `in_call`, the one it will go on with.
    pub pc: *const u64,
    /// It waits for a call that pushed the frame above.
    pub in_call: bool,
    /// Registers that are its own: those above belong to the callee's frame.
    pub extent: usize,
    /// It returns out of its loop.
    pub is_first: bool,
    /// With `is_first`: the generator that was resumed, or undefined.
    pub generator: u64,
}

impl ScriptFrame {
    /// # Safety
    /// A script frame stands at `base`, at instruction `pc` or, `in_call`, after it.
    pub unsafe fn at(base: *mut u64, pc: *const u64, in_call: bool) -> ScriptFrame {
        let generator = Value::UNDEFINED.bits();
        ScriptFrame { base, pc, in_call, extent: usize::MAX, is_first: false, generator }
    }

    /// The running function.
    pub fn function<'g>(&self) -> Gc<'g, JsFunction> {
        // SAFETY: slot -1 of a script frame holds its function.
        unsafe { Val::from_bits(*self.base.sub(1)) }.must()
    }

    /// Index of a word within the instruction it executes.
    pub fn pc_index(&self) -> u32 {
        let start = self.function().info().code_address();
        let index = (self.pc.addr() - start) / 8;
        (index - self.in_call as usize) as u32
    }
}

/// A walk over the frames, innermost first.
pub struct Frames {
    activation: *const Activation,
    pc: *const u64,
    base: *mut u64,
    in_call: bool,
    extent: usize,
}

impl Frames {
    /// # Safety
    /// The machine's state is stored, and does not change while the walk goes on.
    pub unsafe fn new(vm: *const Vm) -> Frames {
        // SAFETY: by the precondition.
        unsafe {
            Frames { activation: (*vm).activation, pc: (*vm).pc, base: (*vm).base, in_call: false, extent: usize::MAX }
        }
    }

    fn activation(&self) -> Option<&Activation> {
        // SAFETY: activations live in Rust frames below the walker's.
        unsafe { self.activation.as_ref() }
    }

    fn next_script(&mut self) -> ScriptFrame {
        // SAFETY: the base of a live frame; its linkage is below it.
        let return_word = unsafe { *self.base.sub(2) };
        let is_first = return_word == halt_word();
        // SAFETY: as above.
        let mut frame = unsafe { ScriptFrame::at(self.base, self.pc, self.in_call) };
        (frame.extent, frame.is_first) = (self.extent, is_first);
        if is_first {
            let (pc, base, previous, generator) = {
                let of_loop = self.activation().expect("a loop's first frame has its activation");
                debug_assert!(of_loop.kind == ActivationKind::Loop);
                (of_loop.pc, of_loop.base, of_loop.previous, of_loop.generator.get())
            };
            frame.generator = generator;
            (self.pc, self.base, self.activation) = (pc, base, previous);
            (self.in_call, self.extent) = (false, usize::MAX);
        } else {
            let window = (return_word >> 48) as usize;
            // SAFETY: not the first frame of its loop.
            self.pc = unsafe { return_address(self.base) };
            self.base = self.base.wrapping_sub(window);
            (self.in_call, self.extent) = (true, window - LINKAGE_WORDS);
        }
        frame
    }
}

impl Iterator for Frames {
    type Item = Frame;

    fn next(&mut self) -> Option<Frame> {
        let window = self.activation().filter(|activation| activation.kind == ActivationKind::Window);
        if let Some(activation) = window {
            let frame = Frame::Window { window: activation.window, argc: activation.argc };
            self.activation = activation.previous;
            return Some(frame);
        }
        (!self.base.is_null()).then(|| Frame::Script(self.next_script()))
    }
}

/// The first unused word of the VM stack.
/// # Safety
/// The machine's state is stored.
#[inline]
pub unsafe fn top(vm: *const Vm) -> *mut u64 {
    // SAFETY: by the precondition.
    let (innermost, start) = unsafe { (Frames::new(vm).next(), (*vm).stack_start) };
    match innermost {
        None => start,
        Some(Frame::Window { window, argc }) => window.wrapping_add(1 + argc),
        Some(Frame::Script(frame)) => frame.base.wrapping_add(frame.function().info().register_count()),
    }
}

/// Shows the collector everything the machine keeps alive.
pub fn visit_roots(embedder: NonNull<()>, visitor: &mut RootVisitor<'_>) {
    // SAFETY: `Isolate::new` registered this function with its own address; collections happen only while the machine's
    // state is stored.
    unsafe {
        let vm = embedder.cast::<Isolate>().as_ref().machine();
        (*vm).megamorphic.clear();
        let maps = (*vm).literal_maps.as_mut_ptr_range();
        visitor.range(INTERPRETER_SECTION, maps.start, maps.end);
        let mut activation = (*vm).activation;
        while let Some(link) = activation.as_ref() {
            visitor.slot(STACK_SECTION, link.generator.as_ptr());
            activation = link.previous;
        }
        for frame in Frames::new(vm) {
            match frame {
                Frame::Window { window, argc } => {
                    visitor.range(STACK_SECTION, window.sub(1), window.add(1 + argc));
                }
                Frame::Script(frame) => visit_frame(vm, frame, visitor),
            }
        }
    }
}

/// # Safety
/// `frame` is a live frame of `vm`.
unsafe fn visit_frame(vm: *mut Vm, frame: ScriptFrame, visitor: &mut RootVisitor<'_>) {
    // SAFETY: slots -1 and 0 hold values from entry on, live registers do by liveness. The callee's words may be
    // forwarding while its slot is not yet updated, so what is read of it is read first.
    unsafe {
        let function = FrameFunction::of(&frame);
        visitor.range(STACK_SECTION, frame.base.sub(1), frame.base.add(1));
        let end = function.register_count.min(frame.extent);
        (*vm).liveness.for_each_live(&function, frame.in_call, |register| {
            if register != 0 && register < end {
                visitor.slot(STACK_SECTION, frame.base.add(register));
            }
        });
    }
}

/// What a walk during a collection needs of a frame's function: all of it is in code space, which never moves.
pub struct FrameFunction {
    pub template: std::rc::Rc<crate::bytecode::template::FunctionTemplate>,
    pub register_count: usize,
    pub pc_index: u32,
}

impl FrameFunction {
    /// # Safety
    /// `frame` is a live frame. The function object may have been moved already: then its forwarding word is followed.
    unsafe fn of(frame: &ScriptFrame) -> FrameFunction {
        use crate::heap::raw;
        use crate::objects::function::FunctionInfo;
        // SAFETY: the callee slot holds a function, perhaps one that was forwarded; the info never moves.
        unsafe {
            let callee = Value::from_bits(*frame.base.sub(1)).address();
            let function = raw::header(callee).forwarded().unwrap_or(callee);
            let info: Gc<'_, FunctionInfo> = Val::from_bits(raw::word(function, 2)).must();
            let start = info.code_address();
            let index = (frame.pc.addr() - start) / 8;
            FrameFunction {
                template: info.template_rc(),
                register_count: info.register_count(),
                pc_index: index as u32,
            }
        }
    }
}
