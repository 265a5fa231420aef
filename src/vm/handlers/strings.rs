//! What fast paths can tell of strings from their words alone: a character, that two differ, which comes first. Unflattened
//! ropes and texts of two bytes a unit are left to the slow paths.
#![allow(unsafe_code)] // reads the words of strings

use std::cmp::Ordering;

use crate::heap::raw;
use crate::objects::kinds::{Kind, LAST_STRING};
use crate::objects::roots::Root;
use crate::objects::string::{INTERNED, UNITS};
use crate::value::Value;
use crate::vm::dispatch::State;

/// Words of a rope and of a slice.
const FIRST: usize = 2;
const SECOND: usize = 3;
const OFFSET: usize = 2;
const PARENT: usize = 3;

#[inline(always)]
pub fn is_string(value: Value) -> bool {
    // SAFETY: a register's heap value is a live object.
    value.is_heap() && unsafe { raw::header(value.address()) }.kind() <= LAST_STRING
}

/// The length of the string at `address`.
/// # Safety
/// A string is there.
#[inline(always)]
unsafe fn length(address: usize) -> u32 {
    // SAFETY: the low half of word 1 of a string.
    unsafe { raw::word(address, 1) as u32 }
}

/// The address of a tagged word's object.
/// # Safety
/// The object has the word, and it holds an object.
#[inline(always)]
unsafe fn part(address: usize, index: usize) -> usize {
    // SAFETY: by the precondition.
    Value::from_bits(unsafe { raw::word(address, index) }).address()
}

/// Are the values two strings whose texts differ for sure? They are not the same word.
#[inline(always)]
pub fn certainly_differ(left: Value, right: Value) -> bool {
    let (left, right) = (left.address(), right.address());
    // SAFETY: a register's heap value is a live object.
    unsafe {
        let (left_header, right_header) = (raw::header(left), raw::header(right));
        if left_header.kind() > LAST_STRING || right_header.kind() > LAST_STRING {
            return false;
        }
        let count = length(left);
        // Characters of one byte are unique.
        let is_unique = count == 1 && left_header.kind() == Kind::SeqOneByte as u8;
        is_unique || count != length(right) || left_header.flags() & right_header.flags() & INTERNED != 0
    }
}

/// The order of two texts that their first units decide.
#[inline(always)]
pub fn order_by_first_unit(left: u64, right: u64) -> Option<Ordering> {
    let (left, right) = (Value::from_bits(left), Value::from_bits(right));
    if !left.is_heap() || !right.is_heap() {
        return None;
    }
    let (left, right) = (left.address(), right.address());
    let is_flat = |address| {
        // SAFETY: a register's heap value is a live object.
        unsafe { raw::header(address).kind() == Kind::SeqOneByte as u8 && length(address) > 0 }
    };
    if left == right || !is_flat(left) || !is_flat(right) {
        return None;
    }
    // SAFETY: flat strings of one byte a unit, not empty.
    let (left, right) = unsafe { (raw::byte(left, UNITS), raw::byte(right, UNITS)) };
    (left != right).then(|| left.cmp(&right))
}

/// The string of unit `index` of a string of one byte a unit.
#[inline(always)]
pub fn unit_at(state: &State, receiver: Value, index: Value) -> Option<u64> {
    if !receiver.is_heap() || !index.is_int() {
        return None;
    }
    let (mut string, mut index) = (receiver.address(), index.as_int() as u32 as usize);
    // SAFETY: a register's heap value is a live object; the words read are those of its kind.
    unsafe {
        let mut kind = raw::header(string).kind();
        if kind > LAST_STRING || index >= length(string) as usize {
            return None;
        }
        if kind == Kind::Cons as u8 && length(part(string, SECOND)) == 0 {
            string = part(string, FIRST);
            kind = raw::header(string).kind();
        }
        if kind == Kind::Sliced as u8 {
            index += raw::word(string, OFFSET) as usize;
            string = part(string, PARENT);
            kind = raw::header(string).kind();
        }
        if kind != Kind::SeqOneByte as u8 {
            return None;
        }
        let table = Value::from_bits(state.root(Root::SingleCharacterStrings)).address();
        Some(raw::word(table, 1 + raw::byte(string, UNITS + index) as usize))
    }
}
