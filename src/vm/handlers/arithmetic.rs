//! Arithmetic, bit operations and conversions: numbers inline, everything else through `vm::ops`.
//!
//! Addition and its kin first look for two Smis, then do the float operation on the raw words: every word that is no double
//! is a NaN when taken for one, so a result that is a number proves that both operands were doubles.

use super::strings;
use crate::base::number::wrap_to_i32;
use crate::heap::{Cx, Handle, Val};
use crate::objects::name::Key;
use crate::objects::object::JsObject;
use crate::objects::string::{self, JsString, StringTooLong};
use crate::value::Value;
use crate::vm::dispatch::{Handler, State, op};
use crate::vm::instruction::{Instr, Instruction, Step};
use crate::vm::messages::Message;
use crate::vm::native::JsResult;
use crate::vm::ops::arithmetic::{self as operators, Operator};
use crate::vm::ops::convert;
use crate::vm::ops::error::describe;
use crate::vm::truth;

#[inline(always)]
pub fn is_number(bits: u64) -> bool {
    Value::from_bits(bits).is_number()
}

/// The number in `bits`, which must be one.
#[inline(always)]
pub fn number_of(bits: u64) -> f64 {
    Value::from_bits(bits).as_number()
}

#[inline(always)]
fn is_int(bits: u64) -> bool {
    Value::from_bits(bits).is_int()
}

#[inline(always)]
fn both_int(x: u64, y: u64) -> bool {
    Value::from_bits(x).both_int(Value::from_bits(y))
}

/// `r[a] := x op y` for numbers; `int` gives None where the exact result is no int32.
#[inline(always)]
fn compute(
    state: &mut State,
    a: usize,
    (x, y): (u64, u64),
    int: impl Fn(i32, i32) -> Option<i32>,
    float: impl Fn(f64, f64) -> f64,
) -> bool {
    if both_int(x, y)
        && let Some(result) = int(x as i32, y as i32)
    {
        state.set_int(a, result);
        return true;
    }
    let result = float(f64::from_bits(x), f64::from_bits(y));
    if !result.is_nan() {
        state.set(a, result.to_bits());
        return true;
    }
    if is_number(x) && is_number(y) {
        state.set(a, Value::number(float(number_of(x), number_of(y))).bits());
        return true;
    }
    false
}

fn multiply_ints(x: i32, y: i32) -> Option<i32> {
    let product = x.checked_mul(y)?;
    // Zero with a negative factor is minus zero.
    if product == 0 && (x | y) < 0 { None } else { Some(product) }
}

/// Exact quotients alone: others are doubles.
fn divide_ints(x: i32, y: i32) -> Option<i32> {
    if x <= 0 || y <= 0 {
        return None;
    }
    let quotient = (x as f64 / y as f64) as i32;
    (quotient * y == x).then_some(quotient)
}

fn remainder_ints(x: i32, y: i32) -> Option<i32> {
    if x >= 0 && y > 0 { Some(x % y) } else { None }
}

/// The general binary operation; numbers that no fast path takes end here too.
fn binary(
    cx: &mut Cx<'_>,
    i: Instruction<'_>,
    operator: Operator,
    left: Handle<'_>,
    right: Handle<'_>,
) -> JsResult<Step> {
    let (x, y) = (left.val(cx).value(), right.val(cx).value());
    if x.is_number() && y.is_number() {
        let result = numeric(operator, x.as_number(), y.as_number());
        return Ok(i.result_val(cx, Val::number(result)));
    }
    if operator == Operator::Add
        && let Some(joined) = join(cx, left, right)
    {
        let joined = joined.map_err(|_| cx.throw_error(Message::StringTooLong, &[]))?;
        return Ok(i.result(cx, joined.any()));
    }
    let result = operators::binary(cx, operator, left, right)?;
    Ok(i.result(cx, result))
}

/// `left + right` of two strings, or of a string and a number.
fn join<'s>(
    cx: &mut Cx<'s>,
    left: Handle<'_>,
    right: Handle<'_>,
) -> Option<Result<Handle<'s, JsString>, StringTooLong>> {
    let (x, y) = (left.val(cx), right.val(cx));
    match (left.cast::<JsString>(cx), right.cast::<JsString>(cx)) {
        (Some(left), Some(right)) => Some(string::concat(cx, left, right)),
        (Some(left), None) if y.is_number() => {
            let number = y.as_number();
            Some(string::concat_number(cx, left, number, false))
        }
        (None, Some(right)) if x.is_number() => {
            let number = x.as_number();
            Some(string::concat_number(cx, right, number, true))
        }
        _ => None,
    }
}

fn numeric(operator: Operator, x: f64, y: f64) -> f64 {
    let (int_x, int_y) = (wrap_to_i32(x), wrap_to_i32(y));
    let shift = int_y as u32 & 31;
    match operator {
        Operator::Add => x + y,
        Operator::Sub => x - y,
        Operator::Mul => x * y,
        Operator::Div => x / y,
        Operator::Mod => x % y,
        Operator::Exp => operators::exponentiate(x, y),
        Operator::BitAnd => (int_x & int_y) as f64,
        Operator::BitOr => (int_x | int_y) as f64,
        Operator::BitXor => (int_x ^ int_y) as f64,
        Operator::Shl => (int_x << shift) as f64,
        Operator::Shr => (int_x >> shift) as f64,
        Operator::UShr => (int_x as u32 >> shift) as f64,
    }
}

macro_rules! arithmetic {
    ($($name:ident $immediate:ident: $int:expr, $float:expr;)*) => { $(
        impl Handler for op::$name {
            #[inline(always)]
            fn fast(state: &mut State, i: Instr) -> bool {
                let operands = (state.r(i.b()), state.r(i.c()));
                compute(state, i.a(), operands, $int, $float)
            }

            const HAS_QUICK: bool = matches!(Operator::$name, Operator::Add);

            #[inline(always)]
            fn quick(state: &mut State, i: Instr) -> bool {
                let (left, right) = (state.r(i.b()), state.r(i.c()));
                strings::add(state, i.a(), left, right)
            }

            fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
                binary(cx, i, Operator::$name, i.rb(), i.rc())
            }
        }

        impl Handler for op::$immediate {
            #[inline(always)]
            fn fast(state: &mut State, i: Instr) -> bool {
                let (x, y) = (state.r(i.b()), i.imm_c());
                if is_int(x)
                    && let Some(result) = $int(x as i32, y)
                {
                    state.set_int(i.a(), result);
                    return true;
                }
                if is_number(x) {
                    state.set(i.a(), Value::from_f64($float(number_of(x), y as f64)).bits());
                    return true;
                }
                false
            }

            const HAS_QUICK: bool = matches!(Operator::$name, Operator::Add);

            #[inline(always)]
            fn quick(state: &mut State, i: Instr) -> bool {
                let left = state.r(i.b());
                strings::add(state, i.a(), left, Value::from_i32(i.imm_c()).bits())
            }

            fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
                let right = cx.int(i.imm_c());
                binary(cx, i, Operator::$name, i.rb(), right)
            }
        }
    )* };
}

arithmetic! {
    Add AddI: i32::checked_add, |x: f64, y: f64| x + y;
    Sub SubI: i32::checked_sub, |x: f64, y: f64| x - y;
    Mul MulI: multiply_ints, |x: f64, y: f64| x * y;
    Div DivI: divide_ints, |x: f64, y: f64| x / y;
}

impl Handler for op::Mod {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let (x, y) = (state.r(i.b()), state.r(i.c()));
        if both_int(x, y)
            && let Some(result) = remainder_ints(x as i32, y as i32)
        {
            state.set_int(i.a(), result);
            return true;
        }
        false
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        binary(cx, i, Operator::Mod, i.rb(), i.rc())
    }
}

impl Handler for op::ModI {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let x = state.r(i.b());
        if is_int(x)
            && let Some(result) = remainder_ints(x as i32, i.imm_c())
        {
            state.set_int(i.a(), result);
            return true;
        }
        false
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let right = cx.int(i.imm_c());
        binary(cx, i, Operator::Mod, i.rb(), right)
    }
}

impl Handler for op::Exp {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        binary(cx, i, Operator::Exp, i.rb(), i.rc())
    }
}

macro_rules! with_constant {
    ($($name:ident $operator:ident: $float:expr;)*) => { $(
        impl Handler for op::$name {
            #[inline(always)]
            fn fast(state: &mut State, i: Instr) -> bool {
                let (x, y) = (state.r(i.b()), number_of(state.k(i.c())));
                let result = $float(f64::from_bits(x), y);
                if !result.is_nan() {
                    state.set(i.a(), result.to_bits());
                    return true;
                }
                if is_number(x) {
                    state.set(i.a(), Value::from_f64($float(number_of(x), y)).bits());
                    return true;
                }
                false
            }

            fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
                binary(cx, i, Operator::$operator, i.rb(), i.constant(i.c()))
            }
        }
    )* };
}

with_constant! {
    AddK Add: |x: f64, y: f64| x + y;
    SubK Sub: |x: f64, y: f64| x - y;
    MulK Mul: |x: f64, y: f64| x * y;
    DivK Div: |x: f64, y: f64| x / y;
}

macro_rules! constant_first {
    ($($name:ident $operator:ident: $int:expr, $float:expr;)*) => { $(
        impl Handler for op::$name {
            #[inline(always)]
            fn fast(state: &mut State, i: Instr) -> bool {
                let operands = (state.k(i.b()), state.r(i.c()));
                compute(state, i.a(), operands, $int, $float)
            }

            fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
                binary(cx, i, Operator::$operator, i.constant(i.b()), i.rc())
            }
        }
    )* };
}

constant_first! {
    KSub Sub: i32::checked_sub, |x: f64, y: f64| x - y;
    KDiv Div: divide_ints, |x: f64, y: f64| x / y;
}

/// ToInt32 of a Smi, or of a double that fits an int64: the rest is for the slow path.
#[inline(always)]
fn to_int32(bits: u64) -> Option<i32> {
    if is_int(bits) {
        return Some(bits as i32);
    }
    let double = f64::from_bits(bits);
    // False for every NaN, and so for every tagged word.
    (double.abs() < 9e18).then_some(double as i64 as i32)
}

macro_rules! bitwise {
    ($($name:ident $immediate:ident: $operation:expr;)*) => { $(
        impl Handler for op::$name {
            #[inline(always)]
            fn fast(state: &mut State, i: Instr) -> bool {
                let (Some(x), Some(y)) = (to_int32(state.r(i.b())), to_int32(state.r(i.c()))) else { return false };
                state.set_int(i.a(), $operation(x, y));
                true
            }

            fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
                binary(cx, i, Operator::$name, i.rb(), i.rc())
            }
        }

        impl Handler for op::$immediate {
            #[inline(always)]
            fn fast(state: &mut State, i: Instr) -> bool {
                let Some(x) = to_int32(state.r(i.b())) else { return false };
                state.set_int(i.a(), $operation(x, i.imm_c()));
                true
            }

            fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
                let right = cx.int(i.imm_c());
                binary(cx, i, Operator::$name, i.rb(), right)
            }
        }
    )* };
}

bitwise! {
    BitAnd BitAndI: |x: i32, y: i32| x & y;
    BitOr BitOrI: |x: i32, y: i32| x | y;
    BitXor BitXorI: |x: i32, y: i32| x ^ y;
    Shl ShlI: |x: i32, y: i32| x.wrapping_shl(y as u32);
    Shr ShrI: |x: i32, y: i32| x.wrapping_shr(y as u32);
}

#[inline(always)]
fn unsigned_shift(state: &mut State, a: usize, x: Option<i32>, y: Option<i32>) -> bool {
    let (Some(x), Some(y)) = (x, y) else { return false };
    let result = (x as u32).wrapping_shr(y as u32);
    let value = if result <= i32::MAX as u32 { Value::from_i32(result as i32) } else { Value::from_f64(result as f64) };
    state.set(a, value.bits());
    true
}

impl Handler for op::UShr {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let (x, y) = (to_int32(state.r(i.b())), to_int32(state.r(i.c())));
        unsigned_shift(state, i.a(), x, y)
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        binary(cx, i, Operator::UShr, i.rb(), i.rc())
    }
}

impl Handler for op::UShrI {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let x = to_int32(state.r(i.b()));
        unsigned_shift(state, i.a(), x, Some(i.imm_c()))
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let right = cx.int(i.imm_c());
        binary(cx, i, Operator::UShr, i.rb(), right)
    }
}

#[inline(always)]
fn step_by(state: &mut State, i: Instr, delta: i32) -> bool {
    let x = state.r(i.b());
    if is_int(x)
        && let Some(result) = (x as i32).checked_add(delta)
    {
        state.set_int(i.a(), result);
        return true;
    }
    if is_number(x) {
        state.set(i.a(), Value::from_f64(number_of(x) + delta as f64).bits());
        return true;
    }
    false
}

macro_rules! increments {
    ($($name:ident $delta:literal;)*) => { $(
        impl Handler for op::$name {
            #[inline(always)]
            fn fast(state: &mut State, i: Instr) -> bool {
                step_by(state, i, $delta)
            }

            fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
                let result = operators::increment(cx, i.rb(), $delta)?;
                Ok(i.result(cx, result))
            }
        }
    )* };
}

increments! {
    Inc 1;
    Dec -1;
}

impl Handler for op::Neg {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let x = state.r(i.b());
        if is_int(x) && !matches!(x as i32, 0 | i32::MIN) {
            state.set_int(i.a(), -(x as i32));
            return true;
        }
        if is_number(x) {
            state.set(i.a(), Value::from_f64(-number_of(x)).bits());
            return true;
        }
        false
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let result = operators::negate(cx, i.rb())?;
        Ok(i.result(cx, result))
    }
}

impl Handler for op::BitNot {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let Some(x) = to_int32(state.r(i.b())) else { return false };
        state.set_int(i.a(), !x);
        true
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let result = operators::bitwise_not(cx, i.rb())?;
        Ok(i.result(cx, result))
    }
}

#[inline(always)]
fn move_number(state: &mut State, i: Instr) -> bool {
    let x = state.r(i.b());
    if is_number(x) {
        state.set(i.a(), x);
        return true;
    }
    false
}

impl Handler for op::ToNumber {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        move_number(state, i)
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let number = convert::to_number(cx, i.rb())?;
        Ok(i.result_val(cx, Val::number(number)))
    }
}

impl Handler for op::ToNumeric {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        move_number(state, i)
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let numeric = convert::to_numeric(cx, i.rb())?;
        Ok(i.result(cx, numeric))
    }
}

impl Handler for op::Not {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let Some(truth) = truth::quick(state.r(i.b())) else { return false };
        state.set_bool(i.a(), !truth);
        true
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let truth = truth::to_boolean(i.rb().val(cx));
        Ok(i.result_val(cx, Val::boolean(!truth)))
    }
}

impl Handler for op::Typeof {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let name = crate::vm::ops::compare::type_of(cx, i.rb());
        Ok(i.result(cx, name))
    }
}

impl Handler for op::ToString {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let x = state.r(i.b());
        if strings::is_string(Value::from_bits(x)) {
            state.set(i.a(), x);
            return true;
        }
        false
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let text = convert::to_string(cx, i.rb())?;
        Ok(i.result(cx, text.any()))
    }
}

impl Handler for op::ToPropertyKey {
    #[inline(always)]
    fn fast(state: &mut State, i: Instr) -> bool {
        let x = state.r(i.b());
        if is_int(x) && x as i32 >= 0 {
            state.set(i.a(), x);
            return true;
        }
        false
    }

    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let (key, object) = (i.rb(), i.rc());
        if key.val(cx).is::<JsObject>() && object.val(cx).is_nullish() {
            let (object, key) = (describe(cx, object), describe(cx, key));
            return Err(cx.throw_error(Message::ReadOfNullish, &[&object, &key]));
        }
        let key = match convert::to_property_key(cx, key)? {
            Key::Index(index) => cx.number(index as f64),
            Key::Name(name) => name.any(),
        };
        Ok(i.result(cx, key))
    }
}

impl Handler for op::ToObject {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let object = convert::to_object(cx, i.rb())?;
        Ok(i.result(cx, object.any()))
    }
}

impl Handler for op::Concat {
    fn slow<'s>(cx: &mut Cx<'s>, i: Instruction<'s>) -> JsResult<Step> {
        let pieces = i.registers(i.b(), i.c());
        let joined = string::concat_all(cx, pieces).map_err(|_| cx.throw_error(Message::StringTooLong, &[]))?;
        Ok(i.result(cx, joined.any()))
    }
}
