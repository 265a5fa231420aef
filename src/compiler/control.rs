//! Leaving constructs early: `break`, `continue` and `return`, through `finally` blocks and open iterators.
//!
//! The constructs around the current place form a stack. A jump out of some of them closes iterators on its way; at a
//! `finally` it stores where it wants to go and enters the block, which goes on with the jump when it is done. While a
//! jump runs code on behalf of an outer construct, the exception ranges of those already left are suspended.

use super::function::Compiler;
use crate::bytecode::Special;
use crate::bytecode::writer::{Label, Register};
use crate::syntax::names::Name;

/// A construct around the code being compiled.
#[derive(Debug)]
pub(super) enum Control {
    /// Something `break` leaves; a loop also has the label `continue` goes to, and how many constructs that keeps.
    Target {
        labels: Vec<Name>,
        is_plain: bool,
        break_label: Label,
        continue_label: Option<(Label, usize)>,
    },
    /// Exceptions go to a handler.
    Catch(Protection),
    /// An iterator to be closed. In a destructuring pattern, one that has run dry is undefined.
    Iterator {
        record: Register,
        is_async: bool,
        may_be_done: bool,
        protection: Protection,
    },
    Finally(Finally),
}

/// A handler and the start of the code it covers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Protection {
    pub handler: Label,
    pub start: u32,
}

#[derive(Debug)]
pub(super) struct Finally {
    pub protection: Protection,
    /// Why the block was entered: 0 in the normal way, 1 by a throw, from 2 on the exits.
    pub reason: Register,
    /// What was thrown or is to be returned.
    pub value: Register,
    pub entry: Label,
    pub exits: Vec<Exit>,
}

/// Where a jump wants to go once the `finally` blocks on its way have run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// To a label, leaving all but so many constructs.
    Jump {
        label: Label,
        keep: usize,
    },
    Return,
}

/// The reason that stands for the first exit of a `finally`.
pub(super) const FIRST_EXIT: i32 = 2;
/// The reason that stands for a throw.
pub(super) const THROWN: i32 = 1;

impl Compiler<'_> {
    /// Starts a range whose exceptions go to `handler`.
    pub fn protection(&mut self, handler: Label) -> Protection {
        Protection { handler, start: self.code.here() }
    }

    /// Ends the range.
    pub fn protect(&mut self, protection: Protection) {
        self.code.protect(protection.start, protection.handler);
    }

    pub fn break_out(&mut self, label: Option<Name>) {
        let target = self.controls.iter().enumerate().rev().find_map(|(index, control)| match control {
            Control::Target { labels, is_plain, break_label, .. } => {
                let is_it = label.map_or(*is_plain, |name| labels.contains(&name));
                is_it.then_some(Exit::Jump { label: *break_label, keep: index + 1 })
            }
            _ => None,
        });
        self.leave(target.expect("the parser has checked that a break has its target"), None);
    }

    pub fn continue_with(&mut self, label: Option<Name>) {
        let target = self.controls.iter().rev().find_map(|control| match control {
            Control::Target { labels, continue_label: Some((target, keep)), .. } => {
                let is_it = label.is_none_or(|name| labels.contains(&name));
                is_it.then_some(Exit::Jump { label: *target, keep: *keep })
            }
            _ => None,
        });
        self.leave(target.expect("the parser has checked that a continue has its loop"), None);
    }

    /// Returns `value` from the function.
    pub fn return_value(&mut self, value: Register) {
        self.leave(Exit::Return, Some(value));
    }

    /// Goes to `exit`, with a value if it is a return.
    pub fn leave(&mut self, exit: Exit, value: Option<Register>) {
        let keep = match exit {
            Exit::Jump { keep, .. } => keep,
            Exit::Return => 0,
        };
        let mut innermost_kept = self.controls.len();
        let mut is_deferred = false;
        while innermost_kept > keep && !is_deferred {
            innermost_kept -= 1;
            is_deferred = self.leave_construct(innermost_kept, exit, value);
        }
        if !is_deferred {
            match exit {
                Exit::Jump { label, .. } => self.code.Jump(label),
                Exit::Return => self.return_from_function(value.unwrap_or(Register::THIS)),
            }
        }
        self.resume_protections(innermost_kept);
    }

    /// Does what leaving the construct takes; says whether a `finally` has taken over.
    fn leave_construct(&mut self, index: usize, exit: Exit, value: Option<Register>) -> bool {
        self.suspend_protection(index);
        match &mut self.controls[index] {
            Control::Target { .. } | Control::Catch(_) => false,
            Control::Iterator { record, is_async, may_be_done, .. } => {
                let (record, is_async, may_be_done) = (*record, *is_async, *may_be_done);
                let done = self.code.new_label();
                if may_be_done {
                    self.code.JumpIfUndefined(record, done);
                }
                self.close_iterator(record, is_async);
                self.code.bind(done);
                false
            }
            Control::Finally(finally) => {
                let known = finally.exits.iter().position(|&other| other == exit);
                let number = known.unwrap_or(finally.exits.len());
                if known.is_none() {
                    finally.exits.push(exit);
                }
                let (reason, slot, entry) = (finally.reason, finally.value, finally.entry);
                match value {
                    Some(value) => self.move_to(slot, value),
                    None => self.load_special(slot, Special::Undefined),
                }
                self.code.LoadInt(reason, FIRST_EXIT + number as i32);
                self.code.Jump(entry);
                true
            }
        }
    }

    fn suspend_protection(&mut self, index: usize) {
        if let Some(protection) = self.controls[index].protection() {
            let protection = *protection;
            self.protect(protection);
        }
    }

    fn resume_protections(&mut self, from: usize) {
        let here = self.code.here();
        for control in &mut self.controls[from..] {
            if let Some(protection) = control.protection() {
                protection.start = here;
            }
        }
    }
}

impl Control {
    fn protection(&mut self) -> Option<&mut Protection> {
        match self {
            Control::Target { .. } => None,
            Control::Catch(protection)
            | Control::Iterator { protection, .. }
            | Control::Finally(Finally { protection, .. }) => Some(protection),
        }
    }
}
