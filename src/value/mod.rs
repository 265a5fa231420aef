//! The NaN-boxed JavaScript value: one 64-bit word, doubles raw.
//!
//! | bits 63..48     | meaning                                            |
//! | --------------- | -------------------------------------------------- |
//! | 0x0000 - 0xFFF8 | a double (the canonical NaN is 0x7FF8...)           |
//! | 0xFFFD          | undefined, null, false, true, the hole             |
//! | 0xFFFE          | heap pointer, address in the low 48 bits           |
//! | 0xFFFF          | int32 ("Smi") in the low 32 bits                   |
//!
//! Invariants: a NaN whose bits come from outside the engine is canonicalised by [`Value::from_f64`] (a forged NaN would
//! be a forged pointer); an integral double that fits an int32, minus zero apart, may be held in either form: arithmetic
//! never relies on which, and [`Value::number`] prefers the Smi.
//!
//! A `Value` is a bare word: it keeps nothing alive and says nothing about lifetimes. Outside the interpreter and the heap,
//! code holds `heap::Val` and `heap::Handle`, which wrap it safely.

use std::fmt;

/// Tag of an int32 in the top 16 bits; also the smallest Smi word.
pub const SMI_TAG: u64 = 0xFFFF << 48;
/// Tag of a heap pointer; also the smallest pointer word.
pub const POINTER_TAG: u64 = 0xFFFE << 48;
/// Tag of the constants; also the first word that is not a double.
pub const SPECIAL_TAG: u64 = 0xFFFD << 48;
/// The bits of an address.
pub const ADDRESS_MASK: u64 = (1 << 48) - 1;

/// One JavaScript value, see the module's header for the encoding.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Value(u64);

impl Value {
    pub const UNDEFINED: Value = Value(SPECIAL_TAG | 1);
    pub const NULL: Value = Value(SPECIAL_TAG | 2);
    pub const FALSE: Value = Value(SPECIAL_TAG | 4);
    pub const TRUE: Value = Value(SPECIAL_TAG | 5);
    /// Absence: an array hole, a binding in its temporal dead zone, an empty table entry. Never seen by a script.
    pub const HOLE: Value = Value(SPECIAL_TAG | 8);
    pub const ZERO: Value = Value(SMI_TAG);
    pub const NAN: Value = Value(0x7FF8 << 48);

    #[inline(always)]
    pub const fn from_bits(bits: u64) -> Value {
        Value(bits)
    }

    #[inline(always)]
    pub const fn bits(self) -> u64 {
        self.0
    }

    #[inline(always)]
    pub const fn from_i32(int: i32) -> Value {
        Value(SMI_TAG | int as u32 as u64)
    }

    #[inline(always)]
    pub const fn from_bool(boolean: bool) -> Value {
        Value(Value::FALSE.0 + boolean as u64)
    }

    /// A double, whatever its value; every NaN becomes the canonical one.
    #[inline(always)]
    pub fn from_f64(double: f64) -> Value {
        if double.is_nan() { Value::NAN } else { Value(double.to_bits()) }
    }

    /// A number in its preferred form: a Smi when it is integral, fits an int32 and is not minus zero.
    #[inline(always)]
    pub fn number(double: f64) -> Value {
        let int = double as i32;
        if int as f64 == double && (int != 0 || double.is_sign_positive()) {
            Value::from_i32(int)
        } else {
            Value::from_f64(double)
        }
    }

    /// A pointer to the object whose header is at `address`.
    #[inline(always)]
    pub const fn from_address(address: usize) -> Value {
        debug_assert!(address as u64 & !ADDRESS_MASK == 0 && address & 7 == 0);
        Value(POINTER_TAG | address as u64)
    }

    #[inline(always)]
    pub const fn is_int(self) -> bool {
        self.0 >= SMI_TAG
    }

    /// The int32 of a Smi. Meaningless (not unsafe) for other words.
    #[inline(always)]
    pub const fn as_int(self) -> i32 {
        self.0 as i32
    }

    #[inline(always)]
    pub const fn both_int(self, other: Value) -> bool {
        (self.0 & other.0) >= SMI_TAG
    }

    #[inline(always)]
    pub const fn is_double(self) -> bool {
        self.0 < SPECIAL_TAG
    }

    #[inline(always)]
    pub const fn as_double(self) -> f64 {
        f64::from_bits(self.0)
    }

    #[inline(always)]
    pub const fn is_number(self) -> bool {
        self.is_int() || self.is_double()
    }

    /// The number as a double; call only when [`Value::is_number`].
    #[inline(always)]
    pub const fn as_number(self) -> f64 {
        if self.is_int() { self.as_int() as f64 } else { self.as_double() }
    }

    #[inline(always)]
    pub const fn is_heap(self) -> bool {
        self.0 >> 48 == POINTER_TAG >> 48
    }

    /// The address of a heap pointer. Meaningless (not unsafe) for other words.
    #[inline(always)]
    pub const fn address(self) -> usize {
        (self.0 & ADDRESS_MASK) as usize
    }

    #[inline(always)]
    pub const fn is_undefined(self) -> bool {
        self.0 == Value::UNDEFINED.0
    }

    #[inline(always)]
    pub const fn is_null(self) -> bool {
        self.0 == Value::NULL.0
    }

    /// undefined or null: the two that have no properties.
    #[inline(always)]
    pub const fn is_nullish(self) -> bool {
        self.0.wrapping_sub(Value::UNDEFINED.0) <= 1
    }

    #[inline(always)]
    pub const fn is_boolean(self) -> bool {
        self.0 & !1 == Value::FALSE.0
    }

    #[inline(always)]
    pub const fn is_true(self) -> bool {
        self.0 == Value::TRUE.0
    }

    #[inline(always)]
    pub const fn is_false(self) -> bool {
        self.0 == Value::FALSE.0
    }

    #[inline(always)]
    pub const fn is_hole(self) -> bool {
        self.0 == Value::HOLE.0
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Value::UNDEFINED => f.write_str("undefined"),
            Value::NULL => f.write_str("null"),
            Value::FALSE => f.write_str("false"),
            Value::TRUE => f.write_str("true"),
            Value::HOLE => f.write_str("hole"),
            v if v.is_int() => write!(f, "{}", v.as_int()),
            v if v.is_heap() => write!(f, "@{:#x}", v.address()),
            v if v.is_double() => write!(f, "{:?}", v.as_double()),
            v => write!(f, "invalid word {:#018x}", v.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_told_apart() {
        let samples = [
            (Value::from_i32(-1), "int"),
            (Value::from_i32(i32::MIN), "int"),
            (Value::from_f64(f64::NEG_INFINITY), "double"),
            (Value::from_f64(-0.0), "double"),
            (Value::NAN, "double"),
            (Value::from_address(0x7fff_ffff_fff8), "heap"),
            (Value::UNDEFINED, "special"),
            (Value::HOLE, "special"),
        ];
        for (value, kind) in samples {
            assert_eq!(value.is_int(), kind == "int", "{value:?}");
            assert_eq!(value.is_double(), kind == "double", "{value:?}");
            assert_eq!(value.is_heap(), kind == "heap", "{value:?}");
        }
    }

    #[test]
    fn forged_nans_are_canonicalised() {
        assert_eq!(Value::from_f64(f64::from_bits(u64::MAX)), Value::NAN);
        assert_eq!(Value::from_f64(f64::from_bits(POINTER_TAG | 8)), Value::NAN);
    }

    #[test]
    fn numbers_prefer_the_smi_but_keep_minus_zero() {
        assert!(Value::number(3.0).is_int());
        assert!(Value::number(0.0).is_int());
        assert!(Value::number(-0.0).is_double());
        assert!(Value::number(2147483648.0).is_double());
        assert!(Value::number(f64::NAN).is_double());
    }

    #[test]
    fn nullish_and_boolean_are_exact() {
        for value in [Value::UNDEFINED, Value::NULL, Value::FALSE, Value::TRUE, Value::HOLE, Value::ZERO] {
            assert_eq!(value.is_nullish(), value.is_undefined() || value.is_null(), "{value:?}");
            assert_eq!(value.is_boolean(), value.is_true() || value.is_false(), "{value:?}");
        }
    }
}
