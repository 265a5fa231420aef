//! The frame's registers while a function is compiled: a stack of locals and temporaries above the parameters.
//!
//! Whoever takes temporaries gives them back by [`Registers::release`] to the mark it took before. So at any call its
//! window stands above everything live, as the callee's frame demands.

use crate::bytecode::writer::Register;
use crate::scope::BindingId;

/// More than this and a function is refused; leaves room for windows within 16 bits.
const MAX_REGISTERS: u16 = 65_000;

#[derive(Debug, Default)]
pub struct Registers {
    next: u16,
    count: u16,
    /// For each register, the binding it holds.
    owners: Vec<Option<BindingId>>,
    has_overflowed: bool,
}

/// A height of the stack to come back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark(u16);

impl Registers {
    /// The next `count` registers, consecutive. Past the limit, the same ones over and over: see
    /// [`Registers::has_overflowed`].
    pub fn take(&mut self, count: u16) -> Register {
        let Some(next) = self.next.checked_add(count).filter(|&next| next <= MAX_REGISTERS) else {
            self.has_overflowed = true;
            return Register(self.next.min(MAX_REGISTERS - count.min(MAX_REGISTERS)));
        };
        let first = Register(self.next);
        self.next = next;
        self.count = self.count.max(next);
        first
    }

    pub fn mark(&self) -> Mark {
        Mark(self.next)
    }

    /// Gives back everything taken since `mark`.
    pub fn release(&mut self, mark: Mark) {
        self.next = mark.0;
        self.owners.truncate(mark.0 as usize);
    }

    /// Gives back everything above `last`.
    pub fn release_above(&mut self, last: Register) {
        self.release(Mark(last.0.saturating_add(1)));
    }

    /// `register` holds the variable `binding` until it is released.
    pub fn assign(&mut self, register: Register, binding: BindingId) {
        let index = register.0 as usize;
        if self.owners.len() <= index {
            self.owners.resize(index + 1, None);
        }
        self.owners[index] = Some(binding);
    }

    /// `register` holds a variable no more; gives which it was.
    pub fn disown(&mut self, register: Register) -> Option<BindingId> {
        self.owners.get_mut(register.0 as usize)?.take()
    }

    /// The variable that `register` holds.
    pub fn owner(&self, register: Register) -> Option<BindingId> {
        self.owners.get(register.0 as usize).copied().flatten()
    }

    /// The most registers ever taken.
    pub fn count(&self) -> u16 {
        self.count
    }

    pub fn has_overflowed(&self) -> bool {
        self.has_overflowed
    }
}
