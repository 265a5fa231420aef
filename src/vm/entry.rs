//! What the call sequence asks of a callee: is it a closure, and may its frame be entered without further ado?
#![allow(unsafe_code)] // reads functions by their words

use crate::bytecode::template::FunctionFlags;
use crate::heap::raw;
use crate::objects::function::{ENTRY_FLAGS_SHIFT, NOT_MATERIALISED};
use crate::objects::kinds::{FIRST_OBJECT, Kind};
use crate::value::Value;

/// Words of a function's FunctionInfo and of that.
const INFO: usize = 2;
const CODE: usize = 2;
const TABLE: usize = 3;
const FACTS: usize = 4;

const fn flag_bits(flags: FunctionFlags) -> u64 {
    (flags.bits() as u64) << ENTRY_FLAGS_SHIFT
}

/// What entering a function cannot do inline.
const SLOW: u64 = NOT_MATERIALISED
    | flag_bits(
        FunctionFlags::ARGUMENTS
            .union(FunctionFlags::REST)
            .union(FunctionFlags::NEW_TARGET)
            .union(FunctionFlags::DERIVED),
    );
const CLASS_CONSTRUCTOR: u64 = flag_bits(FunctionFlags::CLASS_CONSTRUCTOR);
const SLOPPY_THIS: u64 = flag_bits(FunctionFlags::SLOPPY_THIS);
const CONSTRUCTOR: u64 = flag_bits(FunctionFlags::CONSTRUCTOR);

/// Is `value` an object? It is a register's: live.
#[inline(always)]
pub fn is_object(value: Value) -> bool {
    // SAFETY: a register's heap value is a live object.
    value.is_heap() && unsafe { raw::header(value.address()) }.kind() >= FIRST_OBJECT
}

/// The FunctionInfo of a closure, with its entry facts.
#[derive(Clone, Copy)]
pub struct Entry {
    info: usize,
    facts: u64,
}

impl Entry {
    /// That of `callee`, a live value, if it is a closure.
    #[inline(always)]
    pub fn of(callee: Value) -> Option<Entry> {
        if !callee.is_heap() {
            return None;
        }
        // SAFETY: a heap value is a live object; a closure's info is that word, and its entry facts that one.
        unsafe {
            if raw::header(callee.address()).kind() != Kind::Function as u8 {
                return None;
            }
            let info = Value::from_bits(raw::word(callee.address(), INFO)).address();
            Some(Entry { info, facts: raw::word(info, FACTS) })
        }
    }

    /// May it be called with `this` just so?
    #[inline(always)]
    pub fn is_plain_call(self, this: Value) -> bool {
        if self.facts & (SLOW | CLASS_CONSTRUCTOR | SLOPPY_THIS) == 0 {
            return true;
        }
        self.facts & (SLOW | CLASS_CONSTRUCTOR) == 0 && is_object(this)
    }

    /// May it be constructed with an ordinary object?
    #[inline(always)]
    pub fn is_plain_construct(self) -> bool {
        self.facts & (SLOW | CONSTRUCTOR) == CONSTRUCTOR
    }

    #[inline(always)]
    pub fn registers(self) -> usize {
        self.facts as u16 as usize
    }

    #[inline(always)]
    pub fn params(self) -> usize {
        (self.facts >> 16) as u16 as usize
    }

    /// The first instruction of the function, which is materialised.
    #[inline(always)]
    pub fn code(self) -> *const u64 {
        // SAFETY: a live FunctionInfo has the word.
        std::ptr::with_exposed_provenance(unsafe { raw::word(self.info, CODE) } as usize)
    }

    /// The table of the function, which is materialised.
    #[inline(always)]
    pub fn table(self) -> *mut u64 {
        // SAFETY: a live FunctionInfo has the word.
        std::ptr::with_exposed_provenance_mut(unsafe { raw::word(self.info, TABLE) } as usize)
    }
}
