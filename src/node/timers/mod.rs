//! Timers and immediates: the functions scripts call, and the two phases of the event loop that run them.
//!
//! [`lists`] knows when a timer is due; [`timeout`] and [`immediate`] are the objects scripts see.

mod immediate;
mod lists;
mod timeout;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use rustc_hash::FxHashMap;

pub use immediate::{clear_immediate, run_immediates, set_immediate};
use lists::{TimerKey, TimerLists};
pub use timeout::{clear_timer, run_due, set_interval, set_timeout};

use crate::heap::Persistent;
use crate::objects::map::Map;
use crate::objects::object::HostObject;
use crate::vm::ops::prelude::*;

/// Timers and immediates of a process.
#[derive(Default)]
pub struct Timers {
    active: RefCell<TimerLists<ActiveTimer>>,
    /// Active timers whose number was asked for (`+timer`), by that number.
    numbered: RefCell<FxHashMap<u64, TimerKey>>,
    /// Active timers that keep the process alive.
    refed: Cell<usize>,
    immediates: RefCell<VecDeque<Persistent<HostObject>>>,
    /// Immediates that keep the process alive.
    refed_immediates: Cell<usize>,
    last_number: Cell<u64>,
    timeout_map: RefCell<Option<Persistent<Map>>>,
    immediate_map: RefCell<Option<Persistent<Map>>>,
}

/// An active timer: what the lists hold.
struct ActiveTimer {
    object: Persistent<HostObject>,
    number: u64,
    is_refed: bool,
}

impl Timers {
    /// Does something here keep the process alive?
    pub fn keep_alive(&self) -> bool {
        self.refed.get() > 0 || self.refed_immediates.get() > 0
    }

    /// Are there immediates to run, so that the loop must not wait?
    pub fn has_immediates(&self) -> bool {
        self.refed_immediates.get() > 0
    }

    /// When the next timer is due, in milliseconds of the loop's clock.
    pub fn next_expiry(&self) -> Option<u64> {
        self.active.borrow_mut().next_expiry()
    }

    fn next_number(&self) -> u64 {
        self.last_number.set(self.last_number.get() + 1);
        self.last_number.get()
    }
}

/// The root map kept in `slot`, made on first use.
fn kept_map<'s>(
    cx: &mut Cx<'s>,
    slot: &RefCell<Option<Persistent<Map>>>,
    make: impl FnOnce(&mut Cx<'s>) -> Handle<'s, Map>,
) -> Handle<'s, Map> {
    if let Some(known) = &*slot.borrow() {
        return known.get(cx);
    }
    let map = make(cx);
    *slot.borrow_mut() = Some(Persistent::new(cx, "(Host classes)", map));
    map
}

/// Adds `change` to a count.
fn count(cell: &Cell<usize>, is_more: bool) {
    let old = cell.get();
    cell.set(if is_more { old + 1 } else { old.saturating_sub(1) });
}

/// The arguments after `first`, as the array a timer keeps; undefined if there are none.
fn rest_arguments<'s>(cx: &mut Cx<'s>, args: Args<'_>, first: usize) -> Handle<'s> {
    if args.count() <= first {
        return cx.undefined();
    }
    let rest: Vec<Handle<'_>> = args.rest(first).collect();
    crate::objects::array::from_values(cx, &rest).any()
}
