//! The heap limit: what is tried before the process ends, and how it ends.
//!
//! Full collection; last-ditch compacting one; the near-limit hook, which may write a snapshot and raise the limit; then
//! the fatal report in node's words, and abort (exit code 134).
#![allow(unsafe_code)] // abort

use std::fmt::Write;
use std::ptr::NonNull;

use super::heap::Heap;
use super::tracer::{GcKind, GcReason};

/// Called when nothing else helped, with the limit of old space in force; gives the limit to go on with.
pub type NearLimitHook = Box<dyn FnMut(&mut Heap, usize) -> usize>;

/// Called instead of the report and the abort. Must not return.
pub type FatalHook = fn(embedder: NonNull<()>, report: &str) -> !;

#[derive(Default)]
pub struct Hooks {
    near_limit: Option<NearLimitHook>,
    fatal: Option<FatalHook>,
}

const LIMIT_REACHED: &str = "Reached heap limit";
const INEFFECTIVE: &str = "Ineffective mark-compacts near heap limit";

impl Heap {
    pub fn set_near_limit_hook(&mut self, hook: Option<NearLimitHook>) {
        self.hooks.near_limit = hook;
    }

    pub fn set_fatal_hook(&mut self, hook: FatalHook) {
        self.hooks.fatal = Some(hook);
    }

    /// Makes sure that `more` bytes, on top of all that is young, fit under the limit; ends the process if they cannot.
    pub(super) fn make_room_under_limit(&mut self, more: usize) {
        if self.can_absorb(more) {
            return;
        }
        self.collect(GcKind::Major, GcReason::AllocationFailure);
        if self.has_headroom(more) {
            return;
        }
        self.collect(GcKind::Major, GcReason::LastResort);
        if self.has_headroom(more) || self.limit_was_raised() && self.has_headroom(more) {
            return;
        }
        let location = if self.can_absorb(more) { INEFFECTIVE } else { LIMIT_REACHED };
        self.fatal_out_of_memory(location);
    }

    /// Whether there is room enough to be worth going on: collecting for every few kilobytes is no progress.
    fn has_headroom(&self, more: usize) -> bool {
        const LEAST: usize = 512 << 10;
        self.can_absorb(more + LEAST.max(self.max_old_bytes() / 128))
    }

    fn limit_was_raised(&mut self) -> bool {
        let Some(mut hook) = self.hooks.near_limit.take() else { return false };
        let before = self.policy.max_old();
        let raised = hook(self, before);
        self.policy.raise_max_old(raised);
        self.hooks.near_limit.get_or_insert(hook);
        self.reset_allocation_limit();
        self.policy.max_old() > before
    }

    /// Whether an empty heap could take `bytes` at once.
    pub(super) fn is_within_limit(&self, bytes: usize) -> bool {
        bytes <= self.policy.max_old()
    }

    /// What node prints when the heap is full.
    fn fatal_report(&self, location: &str) -> String {
        let mut report = String::from("\n<--- Last few GCs --->\n\n");
        let prefix = self.tracer.line_prefix();
        for event in self.tracer.last_events() {
            let _ = writeln!(report, "{}", event.format_line(&prefix));
        }
        report += "\n\n<--- JS stacktrace --->\n\n";
        let _ = writeln!(report, "FATAL ERROR: {location} Allocation failed - JavaScript heap out of memory");
        report
    }

    /// Ends the process as node does when the heap is full.
    #[cold]
    pub(super) fn fatal_out_of_memory(&mut self, location: &str) -> ! {
        let report = self.fatal_report(location);
        if let Some(hook) = self.hooks.fatal {
            hook(self.embedder, &report);
        }
        end_with(&report)
    }
}

/// There is not even a heap to report on.
pub(super) fn fatal_without_address_space() -> ! {
    end_with(
        "FATAL ERROR: Heap::new Cannot reserve address space (is it limited by `ulimit -v`?) - JavaScript heap out of memory\n",
    )
}

fn end_with(report: &str) -> ! {
    eprint!("{report}");
    // SAFETY: ends the process; nothing runs after it.
    unsafe { libc::abort() }
}
