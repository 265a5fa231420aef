//! The machine of an isolate: what handlers reach from their fourth argument.
//!
//! The handler table comes first, so that dispatch is one indexed load from the machine's address. `pc`, `base` and `k`
//! travel in registers while handlers run; they are stored here whenever something outside the loop may look at the frames
//! (a slow path, a native, the collector).
#![allow(unsafe_code)] // the VM stack

use std::cell::Cell;
use std::ptr::{null, null_mut};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::dispatch::{HANDLERS, HandlerFn};
use super::frame::Activation;
use super::iteration::PlainIteration;
use super::liveness::LivenessCache;
use super::megamorphic::MegamorphicCache;
use crate::compiler::callsite::CallSites;
use crate::heap::{AllocationBuffer, Cx, Heap};
use crate::objects::PROTOTYPE_EPOCH;
use crate::objects::map::MAX_INLINE;
use crate::syntax::source::Source;
use crate::value::Value;

/// Words kept free above the limit: every frame of at most this many registers may be entered without asking how many.
pub const RED_ZONE: usize = 512;

/// See the module's header.
#[repr(C)]
pub struct Vm {
    pub(super) handlers: [HandlerFn; 256],
    pub(super) buffer: *mut AllocationBuffer,
    pub(super) heap: *mut Heap,
    /// The root table of the heap.
    pub(super) roots: *mut u64,
    pub(super) epoch: *const Cell<u32>,
    pub(super) interrupt: *const AtomicBool,
    /// The highest address at which a frame may start.
    pub(super) stack_limit: *mut u64,

    /// State of the innermost frame while the loop is left.
    pub(super) pc: *const u64,
    pub(super) base: *mut u64,
    pub(super) k: *mut u64,
    /// The innermost native call or nested loop.
    pub(super) activation: *const Activation,
    /// The loop that ended last ended with an exception.
    pub(super) thrown: bool,

    pub(super) stack_start: *mut u64,
    stack_words: usize,
    /// The lowest address the native stack may reach.
    pub(super) native_limit: usize,
    interrupt_owner: Arc<AtomicBool>,
    pub(super) megamorphic: MegamorphicCache,
    pub(super) liveness: LivenessCache,
    pub(super) plain_iteration: PlainIteration,
    /// Roots of the interpreter: map of an object literal with n properties, undefined until made.
    pub(super) literal_maps: [u64; MAX_INLINE + 1],
    /// The last source that an error's culprit was looked up in.
    pub(super) call_sites: Option<(Arc<Source>, CallSites)>,
    /// Frames an Error captures by default.
    pub(super) stack_trace_limit: usize,
}

/// Asks a running isolate, from any thread, to call its host at the next back edge.
#[derive(Clone)]
pub struct Interrupter(Arc<AtomicBool>);

impl Interrupter {
    pub fn interrupt(&self) {
        self.0.store(true, Ordering::Release);
    }
}

impl Vm {
    pub fn new(heap: &mut Heap, stack_words: usize) -> Vm {
        let stack = Box::into_raw(vec![0u64; stack_words + RED_ZONE].into_boxed_slice());
        let stack_start = stack.cast::<u64>();
        let interrupt = Arc::new(AtomicBool::new(false));
        Vm {
            handlers: HANDLERS,
            buffer: heap.allocation_buffer(),
            heap,
            roots: null_mut(),
            epoch: heap.layer_counter(PROTOTYPE_EPOCH),
            interrupt: Arc::as_ptr(&interrupt),
            stack_limit: stack_start.wrapping_add(stack_words),
            pc: null(),
            base: null_mut(),
            k: null_mut(),
            activation: null(),
            thrown: false,
            stack_start,
            stack_words: stack_words + RED_ZONE,
            native_limit: 0,
            interrupt_owner: interrupt,
            megamorphic: MegamorphicCache::new(),
            liveness: LivenessCache::default(),
            plain_iteration: PlainIteration::default(),
            literal_maps: [Value::UNDEFINED.bits(); MAX_INLINE + 1],
            call_sites: None,
            stack_trace_limit: 10,
        }
    }

    pub fn interrupter(&self) -> Interrupter {
        Interrupter(self.interrupt_owner.clone())
    }

    /// Takes a pending interrupt.
    pub(super) fn take_interrupt(&self) -> bool {
        self.interrupt_owner.swap(false, Ordering::AcqRel)
    }
}

impl Drop for Vm {
    fn drop(&mut self) {
        let stack = std::ptr::slice_from_raw_parts_mut(self.stack_start, self.stack_words);
        // SAFETY: the box that `new` gave up.
        drop(unsafe { Box::from_raw(stack) });
    }
}

impl Cx<'_> {
    /// The machine of this isolate.
    #[inline(always)]
    pub(super) fn vm(&self) -> *mut Vm {
        self.isolate().machine()
    }
}

/// Where the native stack stands, roughly.
#[inline(always)]
pub(super) fn native_stack_pointer() -> usize {
    let here = 0u8;
    std::hint::black_box(&raw const here).addr()
}
