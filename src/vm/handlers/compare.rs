//! Comparisons that give a boolean; [`Relation`] and [`equality`] serve the jumps too.

use super::arithmetic::{is_number, number_of};
use super::strings;
use std::cmp::Ordering;

use crate::heap::{Cx, Handle, Val};
use crate::objects;
use crate::objects::kinds::FIRST_OBJECT;
use crate::objects::string::{self, JsString};
use crate::value::Value;
use crate::vm::dispatch::{Handler, State, op};
use crate::vm::instruction::{Instr, Instruction, Step};
use crate::vm::native::JsResult;
use crate::vm::ops::compare;
use crate::vm::{call_site, private_names};

/// `<`, `<=`, `>` or `>=`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Relation {
    Lt,
    Le,
    Gt,
    Ge,
}

impl Relation {
    #[inline(always)]
    fn of_ints(self, x: i32, y: i32) -> bool {
        match self {
            Relation::Lt => x < y,
            Relation::Le => x <= y,
            Relation::Gt => x > y,
            Relation::Ge => x >= y,
        }
    }

    #[inline(always)]
    fn of_doubles(self, x: f64, y: f64) -> bool {
        match self {
            Relation::Lt => x < y,
            Relation::Le => x <= y,
            Relation::Gt => x > y,
            Relation::Ge => x >= y,
        }
    }

    #[inline(always)]
    fn of_order(self, order: Ordering) -> bool {
        match self {
            Relation::Lt => order.is_lt(),
            Relation::Le => order.is_le(),
            Relation::Gt => order.is_gt(),
            Relation::Ge => order.is_ge(),
        }
    }

    /// Of two numbers; None for anything else.
    #[inline(always)]
    pub fn of_numbers(self, x: u64, y: u64) -> Option<bool> {
        if Value::from_bits(x).both_int(Value::from_bits(y)) {
            return Some(self.of_ints(x as i32, y as i32));
        }
        (is_number(x) && is_number(y)).then(|| self.of_doubles(number_of(x), number_of(y)))
    }

    /// Of two texts that begin differently; None for anything else.
    #[inline(always)]
    pub fn of_texts(self, x: u64, y: u64) -> Option<bool> {
        strings::order_by_first_unit(x, y).map(|order| self.of_order(order))
    }

    /// Of a number and an immediate.
    #[inline(always)]
    pub fn quick_immediate(self, x: u64, y: i32) -> Option<bool> {
        if Value::from_bits(x).is_int() {
            return Some(self.of_ints(x as i32, y));
        }
        Value::from_bits(x).is_double().then(|| self.of_doubles(f64::from_bits(x), y as f64))
    }

    /// The general comparison (ECMA-262, 13.10.1).
    pub fn of(self, cx: &mut Cx<'_>, left: Handle<'_>, right: Handle<'_>) -> JsResult<bool> {
        Ok(match self {
            Relation::Lt => compare::is_less_than(cx, left, right, true)? == Some(true),
            Relation::Gt => compare::is_less_than(cx, right, left, false)? == Some(true),
            Relation::Le => compare::is_less_than(cx, right, left, false)? == Some(false),
            Relation::Ge => compare::is_less_than(cx, left, right, true)? == Some(false),
        })
    }
}

/// `===` where no text or BigInt need be compared.
#[inline(always)]
pub fn strict_equality(x: u64, y: u64) -> Option<bool> {
    if is_number(x) && is_number(y) {
        return Some(number_of(x) == number_of(y));
    }
    if x == y {
        return Some(true);
    }
    let (left, right) = (Value::from_bits(x), Value::from_bits(y));
    let need_look = left.is_heap() && right.is_heap() && kind_of(left) < FIRST_OBJECT;
    if need_look && !strings::certainly_differ(left, right) { None } else { Some(false) }
}

/// `==` where nothing need be converted or compared by content.
#[inline(always)]
pub fn equality(x: u64, y: u64) -> Option<bool> {
    if is_number(x) && is_number(y) {
        return Some(number_of(x) == number_of(y));
    }
    let (left, right) = (Value::from_bits(x), Value::from_bits(y));
    if left.is_nullish() || right.is_nullish() {
        return Some(left.is_nullish() && right.is_nullish());
    }
    if x == y {
        return Some(true);
    }
    if !left.is_heap() || !right.is_heap() {
        return None;
    }
    let are_objects = kind_of(left) >= FIRST_OBJECT && kind_of(right) >= FIRST_OBJECT;
    (are_objects || strings::certainly_differ(left, right)).then_some(false)
}

#[inline(always)]
#[allow(unsafe_code)] // reads a header
fn kind_of(value: Value) -> u8 {
    // SAFETY: a register's heap value is a live object.
    unsafe { crate::heap::raw::header(value.address()) }.kind()
}

macro_rules! relations {
    ($($name:ident)*) => { $(
        impl Handler for op::$name {
            #[inline(always)]
            fn fast(state: &mut State, i: Instr) -> bool {
                let Some(result) = Relation::$name.of_numbers(state.r(i.b()), state.r(i.c())) else { return false };
                state.set_bool(i.a(), result);
                true
            }

            const HAS_QUICK: bool = true;

            #[inline(always)]
            fn quick(state: &mut State, i: Instr) -> bool {
                let Some(result) = Relation::$name.of_texts(state.r(i.b()), state.r(i.c())) else { return false };
                state.set_bool(i.a(), result);
                true
            }

            fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
                let result = Relation::$name.of(cx, i.rb(), i.rc())?;
                Ok(i.result_val(cx, Val::boolean(result)))
            }
        }
    )* };
}

relations! { Lt Le Gt Ge }

macro_rules! equalities {
    ($($name:ident $quick:ident $slow:ident $wanted:literal;)*) => { $(
        impl Handler for op::$name {
            #[inline(always)]
            fn fast(state: &mut State, i: Instr) -> bool {
                let Some(result) = $quick(state.r(i.b()), state.r(i.c())) else { return false };
                state.set_bool(i.a(), result == $wanted);
                true
            }

            fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
                let result = $slow(cx, i.rb(), i.rc())?;
                Ok(i.result_val(cx, Val::boolean(result == $wanted)))
            }
        }
    )* };
}

/// `===` of anything. Ropes are flattened: they may be compared often.
pub fn strict_equals(cx: &mut Cx<'_>, left: Handle<'_>, right: Handle<'_>) -> JsResult<bool> {
    if let (Some(left), Some(right)) = (left.cast::<JsString>(cx), right.cast::<JsString>(cx)) {
        if left.get(cx).len() == right.get(cx).len() {
            string::ensure_flat(cx, left);
            string::ensure_flat(cx, right);
        }
        return Ok(string::equals(cx, left.get(cx), right.get(cx)));
    }
    Ok(objects::strict_equals(cx, left.val(cx), right.val(cx)))
}

/// `==` of anything.
pub fn equals(cx: &mut Cx<'_>, left: Handle<'_>, right: Handle<'_>) -> JsResult<bool> {
    compare::is_loosely_equal(cx, left, right)
}

equalities! {
    Eq equality equals true;
    Ne equality equals false;
    StrictEq strict_equality strict_equals true;
    StrictNe strict_equality strict_equals false;
}

impl Handler for op::InstanceOf {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let result = compare::instance_of(cx, i.rb(), i.rc())?;
        Ok(i.result_val(cx, Val::boolean(result)))
    }
}

impl Handler for op::In {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let Some(object) = i.rc().cast(cx) else { return Err(call_site::throw_bad_in_operand(cx, i.rb(), i.rc())) };
        let key = crate::vm::ops::convert::to_property_key(cx, i.rb())?;
        let result = crate::vm::ops::object::has_property(cx, object, key)?;
        Ok(i.result_val(cx, Val::boolean(result)))
    }
}

impl Handler for op::PrivateIn {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let Some(object) = i.rc().cast(cx) else { return Err(call_site::throw_bad_in_operand(cx, i.rb(), i.rc())) };
        let result = private_names::has(cx, object, i.rb().must(cx));
        Ok(i.result_val(cx, Val::boolean(result)))
    }
}
