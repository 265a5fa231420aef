//! What fast paths do with strings from their words alone: find a character, see that two differ or which comes first, join
//! them. Flattening, and texts of two bytes a unit beyond their place in a rope, are left to the slow paths.
#![allow(unsafe_code)] // reads the words of strings

use std::cmp::Ordering;

use crate::heap::header::Header;
use crate::heap::raw;
use crate::objects::kinds::{Kind, LAST_STRING};
use crate::objects::roots::Root;
use crate::objects::string::{INTERNED, MAX_LENGTH, MIN_INDIRECT, UNITS, WIDE};
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

/// Up to 16 units of one byte, low to high.
#[derive(Clone, Copy)]
struct Packed {
    units: u128,
    count: usize,
}

impl Packed {
    /// The text of a short flat string of one byte a unit.
    #[inline(always)]
    fn of_string(address: usize) -> Option<Packed> {
        // SAFETY: a string is there, by the callers; a flat one has a word for each eight units.
        unsafe {
            let count = length(address) as usize;
            if raw::header(address).kind() != Kind::SeqOneByte as u8 || count > 16 || count == 0 {
                return None;
            }
            let low = raw::word(address, UNITS / 8) as u128;
            let high = if count > 8 { raw::word(address, UNITS / 8 + 1) as u128 } else { 0 };
            let mask = u128::MAX >> (128 - 8 * count);
            Some(Packed { units: (low | high << 64) & mask, count })
        }
    }

    /// The digits of `number`.
    #[inline(always)]
    fn of_int(number: i32) -> Packed {
        let (mut rest, mut units, mut count) = (number.unsigned_abs(), 0u128, 0);
        loop {
            units = units << 8 | (b'0' as u32 + rest % 10) as u128;
            count += 1;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if number < 0 {
            (units, count) = (units << 8 | b'-' as u128, count + 1);
        }
        Packed { units, count }
    }

    #[inline(always)]
    fn then(self, next: Packed) -> Packed {
        Packed { units: self.units | next.units << (8 * self.count), count: self.count + next.count }
    }

    /// A string of these units, of which there are some.
    #[inline(always)]
    fn to_string(self, state: &mut State) -> Option<usize> {
        if self.count == 1 {
            let table = Value::from_bits(state.root(Root::SingleCharacterStrings)).address();
            // SAFETY: the table has 256 strings.
            return Some(Value::from_bits(unsafe { raw::word(table, 1 + self.units as usize) }).address());
        }
        let words = 2 + self.count.div_ceil(8);
        let string = state.bump(words)?;
        // SAFETY: fresh memory of that many words, three or four.
        unsafe {
            raw::init_word(string, 0, Header::new(Kind::SeqOneByte as u8, words, 0).0);
            raw::init_word(string, 1, self.count as u64);
            raw::init_word(string, 2, self.units as u64);
            if words > 3 {
                raw::init_word(string, 3, (self.units >> 64) as u64);
            }
        }
        Some(string)
    }
}

/// Has the string at `address` a part of two bytes a unit?
/// # Safety
/// A string is there.
#[inline(always)]
unsafe fn is_wide(address: usize) -> bool {
    // SAFETY: by the precondition; the parent of a slice is flat.
    unsafe {
        let header = raw::header(address);
        match header.kind() {
            kind if kind == Kind::SeqOneByte as u8 => false,
            kind if kind == Kind::Cons as u8 => header.flags() & WIDE != 0,
            kind if kind == Kind::Sliced as u8 => raw::header(part(address, PARENT)).kind() == Kind::SeqTwoByte as u8,
            _ => true,
        }
    }
}

/// A rope of two strings whose lengths come to `total`, enough for one.
#[inline(always)]
fn rope(state: &mut State, first: usize, second: usize, total: usize) -> Option<usize> {
    let rope = state.bump(4)?;
    // SAFETY: fresh memory of four words; two strings.
    unsafe {
        let flags = if is_wide(first) || is_wide(second) { WIDE } else { 0 };
        raw::init_word(rope, 0, Header::new(Kind::Cons as u8, 4, 0).with_flags(flags).0);
        raw::init_word(rope, 1, total as u64);
        raw::init_word(rope, FIRST, Value::from_address(first).bits());
        raw::init_word(rope, SECOND, Value::from_address(second).bits());
    }
    Some(rope)
}

/// `r[a] := left + right` of two strings, or a string and a Smi, if the result can be made on the spot.
#[inline(always)]
pub fn add(state: &mut State, a: usize, left: u64, right: u64) -> bool {
    let Some(sum) = join(state, Value::from_bits(left), Value::from_bits(right)) else { return false };
    state.set(a, Value::from_address(sum).bits());
    true
}

#[inline(always)]
fn join(state: &mut State, left: Value, right: Value) -> Option<usize> {
    match (is_string(left), is_string(right)) {
        (true, true) => join_strings(state, left.address(), right.address()),
        (true, false) if right.is_int() => {
            let digits = Packed::of_int(right.as_int());
            join_digits(state, left.address(), digits, false)
        }
        (false, true) if left.is_int() => {
            let digits = Packed::of_int(left.as_int());
            join_digits(state, right.address(), digits, true)
        }
        _ => None,
    }
}

#[inline(always)]
fn join_strings(state: &mut State, left: usize, right: usize) -> Option<usize> {
    // SAFETY: two strings.
    let (left_length, right_length) = unsafe { (length(left) as usize, length(right) as usize) };
    let total = left_length + right_length;
    if total < MIN_INDIRECT {
        return Packed::of_string(left)?.then(Packed::of_string(right)?).to_string(state);
    }
    if left_length == 0 || right_length == 0 || total > MAX_LENGTH {
        return None;
    }
    rope(state, left, right, total)
}

#[inline(always)]
fn join_digits(state: &mut State, string: usize, digits: Packed, digits_first: bool) -> Option<usize> {
    // SAFETY: a string.
    let total = unsafe { length(string) } as usize + digits.count;
    if total < MIN_INDIRECT {
        let text = Packed::of_string(string)?;
        return if digits_first { digits.then(text) } else { text.then(digits) }.to_string(state);
    }
    if total > MAX_LENGTH || total == digits.count {
        return None;
    }
    let digits = digits.to_string(state)?;
    let (first, second) = if digits_first { (digits, string) } else { (string, digits) };
    rope(state, first, second, total)
}
