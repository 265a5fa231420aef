//! Operators on values that are not both numbers inline: BigInt, strings, objects (ECMA-262, 13.15.3).

use num_bigint::{BigInt as Integer, Sign};
use num_traits::{One, ToPrimitive, Zero};

use super::convert::{Hint, to_numeric, to_primitive, to_string};
use crate::base::number::wrap_to_i32;
use crate::heap::{Cx, Handle};
use crate::objects::bigint::{self, BigInt, MAX_BITS};
use crate::objects::string::{self, JsString};
use crate::scope;
use crate::vm::messages::Message;
use crate::vm::native::JsResult;

/// A binary operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Add,
    Sub,
    Mul,
    Div,
    Mod,
    Exp,
    BitAnd,
    BitOr,
    BitXor,
    Shl,
    Shr,
    UShr,
}

/// ApplyStringOrNumericBinaryOperator.
pub fn binary<'s>(cx: &mut Cx<'s>, operator: Operator, left: Handle<'_>, right: Handle<'_>) -> JsResult<Handle<'s>> {
    let result = cx.undefined();
    scope!(cx);
    let (mut left, mut right) = (left.val(cx).root(cx), right.val(cx).root(cx));
    if operator == Operator::Add {
        left = to_primitive(cx, left, Hint::Default)?;
        right = to_primitive(cx, right, Hint::Default)?;
        if left.val(cx).is::<JsString>() || right.val(cx).is::<JsString>() {
            let sum = concat(cx, left, right)?;
            result.set(cx, sum.val(cx));
            return Ok(result);
        }
    }
    left = to_numeric(cx, left)?;
    right = to_numeric(cx, right)?;
    let value = match (left.cast::<BigInt>(cx), right.cast::<BigInt>(cx)) {
        (None, None) => {
            let (left, right) = (left.val(cx).as_number(), right.val(cx).as_number());
            cx.number(number_binary(operator, left, right))
        }
        (Some(left), Some(right)) => bigint_binary(cx, operator, left, right)?.any(),
        _ => return Err(cx.throw_error(Message::MixedBigInt, &[])),
    };
    result.set(cx, value.val(cx));
    Ok(result)
}

fn concat<'s>(cx: &mut Cx<'s>, left: Handle<'_>, right: Handle<'_>) -> JsResult<Handle<'s, JsString>> {
    let (left, right) = (to_string(cx, left)?, to_string(cx, right)?);
    string::concat(cx, left, right).map_err(|_| cx.throw_error(Message::StringTooLong, &[]))
}

/// An operator on numbers (ECMA-262, 6.1.6.1).
pub fn number_binary(operator: Operator, left: f64, right: f64) -> f64 {
    let shift = || wrap_to_i32(right) as u32 & 31;
    match operator {
        Operator::Add => left + right,
        Operator::Sub => left - right,
        Operator::Mul => left * right,
        Operator::Div => left / right,
        Operator::Mod => left % right,
        Operator::Exp => exponentiate(left, right),
        Operator::BitAnd => (wrap_to_i32(left) & wrap_to_i32(right)) as f64,
        Operator::BitOr => (wrap_to_i32(left) | wrap_to_i32(right)) as f64,
        Operator::BitXor => (wrap_to_i32(left) ^ wrap_to_i32(right)) as f64,
        Operator::Shl => wrap_to_i32(left).wrapping_shl(shift()) as f64,
        Operator::Shr => (wrap_to_i32(left) >> shift()) as f64,
        Operator::UShr => (wrap_to_i32(left) as u32 >> shift()) as f64,
    }
}

/// Number::exponentiate: unlike IEEE 754's pow, NaN when the exponent is, and for one to an infinite power.
pub fn exponentiate(base: f64, exponent: f64) -> f64 {
    if exponent.is_nan() || base.abs() == 1.0 && exponent.is_infinite() {
        return f64::NAN;
    }
    base.powf(exponent)
}

fn bigint_binary<'s>(
    cx: &mut Cx<'s>,
    operator: Operator,
    left: Handle<'_, BigInt>,
    right: Handle<'_, BigInt>,
) -> JsResult<Handle<'s, BigInt>> {
    let (a, b) = (left.get(cx).to_integer(), right.get(cx).to_integer());
    let result = match operator {
        Operator::Add => Ok(a + b),
        Operator::Sub => Ok(a - b),
        Operator::Mul if a.bits() + b.bits() > MAX_BITS + 1 => Err(Message::BigIntTooBig),
        Operator::Mul => Ok(a * b),
        Operator::Div | Operator::Mod if b.is_zero() => Err(Message::BigIntDivisionByZero),
        Operator::Div => Ok(a / b),
        Operator::Mod => Ok(a % b),
        Operator::Exp => power(a, &b),
        Operator::BitAnd => Ok(a & b),
        Operator::BitOr => Ok(a | b),
        Operator::BitXor => Ok(a ^ b),
        Operator::Shl => shift_left(a, &b),
        Operator::Shr => shift_left(a, &-b),
        Operator::UShr => Err(Message::BigIntUnsignedShift),
    };
    match result {
        Ok(integer) => bigint::from_integer(cx, &integer).map_err(|_| cx.throw_error(Message::BigIntTooBig, &[])),
        Err(message) => Err(cx.throw_error(message, &[])),
    }
}

/// BigInt::exponentiate, refusing what would be too big before it is computed.
fn power(base: Integer, exponent: &Integer) -> Result<Integer, Message> {
    if exponent.sign() == Sign::Minus {
        return Err(Message::BigIntNegativeExponent);
    }
    if exponent.is_zero() || base.is_one() {
        return Ok(Integer::one());
    }
    if base.is_zero() || base == -Integer::one() {
        let is_odd = exponent.bit(0);
        return Ok(if is_odd || base.is_zero() { base } else { Integer::one() });
    }
    let exponent = exponent.to_u32().ok_or(Message::BigIntTooBig)?;
    if (base.bits() - 1).saturating_mul(exponent as u64) > MAX_BITS {
        return Err(Message::BigIntTooBig);
    }
    Ok(base.pow(exponent))
}

/// BigInt::leftShift: to the right, rounding down, when `shift` is negative.
fn shift_left(value: Integer, shift: &Integer) -> Result<Integer, Message> {
    if value.is_zero() {
        return Ok(value);
    }
    let amount = shift.magnitude().to_u64().filter(|&amount| amount <= MAX_BITS);
    match (shift.sign(), amount) {
        (Sign::Minus, Some(amount)) => Ok(value >> amount),
        (Sign::Minus, None) => Ok(if value.sign() == Sign::Minus { -Integer::one() } else { Integer::zero() }),
        (_, Some(amount)) if value.bits() + amount <= MAX_BITS => Ok(value << amount),
        _ => Err(Message::BigIntTooBig),
    }
}

/// Unary minus.
pub fn negate<'s>(cx: &mut Cx<'s>, value: Handle<'_>) -> JsResult<Handle<'s>> {
    unary(cx, value, |number| -number, |integer| -integer)
}

/// `~value`.
pub fn bitwise_not<'s>(cx: &mut Cx<'s>, value: Handle<'_>) -> JsResult<Handle<'s>> {
    unary(cx, value, |number| !wrap_to_i32(number) as f64, |integer| -(integer + 1i32))
}

/// ToNumeric(value) + delta, for `++` and `--`.
pub fn increment<'s>(cx: &mut Cx<'s>, value: Handle<'_>, delta: i32) -> JsResult<Handle<'s>> {
    unary(cx, value, |number| number + delta as f64, |integer| integer + delta)
}

fn unary<'s>(
    cx: &mut Cx<'s>,
    value: Handle<'_>,
    on_number: impl FnOnce(f64) -> f64,
    on_bigint: impl FnOnce(Integer) -> Integer,
) -> JsResult<Handle<'s>> {
    let numeric = to_numeric(cx, value)?;
    let raw = numeric.val(cx);
    if raw.is_number() {
        return Ok(cx.number(on_number(raw.as_number())));
    }
    let integer = on_bigint(numeric.val(cx).must::<BigInt>().to_integer());
    match bigint::from_integer(cx, &integer) {
        Ok(bigint) => Ok(bigint.any()),
        Err(_) => Err(cx.throw_error(Message::BigIntTooBig, &[])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objects::bigint::parse_literal;
    use crate::objects::roots::N;
    use crate::vm::native::Throw;
    use crate::vm::ops::error::describe;
    use crate::vm::ops::object::get_v;
    use crate::vm::testing::with_realm;

    /// The message of what is thrown.
    fn thrown_text(cx: &mut Cx<'_>, thrown: Throw) -> String {
        let error = cx.take_exception(thrown);
        let message = get_v(cx, error, cx.key(N::message)).expect("plain data");
        describe(cx, message)
    }

    /// The text of `left operator right` on BigInts, or of the error.
    fn bigints(operator: Operator, left: &str, right: &str) -> String {
        with_realm(|cx| {
            let [left, right] = [left, right].map(|text| {
                let integer = parse_literal(text).expect("a literal");
                bigint::from_integer(cx, &integer).expect("small").any()
            });
            match binary(cx, operator, left, right) {
                Ok(value) => describe(cx, value),
                Err(thrown) => thrown_text(cx, thrown),
            }
        })
    }

    #[test]
    fn bigint_operators_round_and_wrap_as_specified() {
        for (operator, left, right, result) in [
            (Operator::Div, "-7", "2", "-3"),
            (Operator::Mod, "-7", "2", "-1"),
            (Operator::Exp, "-2", "63", "-9223372036854775808"),
            (Operator::Exp, "-1", "123456789012345678901234567890", "1"),
            (Operator::Exp, "0", "0", "1"),
            (Operator::BitAnd, "-1", "255", "255"),
            (Operator::BitXor, "-1", "1", "-2"),
            (Operator::Shr, "-5", "1", "-3"),
            (Operator::Shr, "-5", "99999999999999999999", "-1"),
            (Operator::Shl, "-5", "-1", "-3"),
            (Operator::Shl, "1", "70", "1180591620717411303424"),
        ] {
            assert_eq!(bigints(operator, left, right), result, "{left} {operator:?} {right}");
        }
    }

    #[test]
    fn bigints_that_would_be_too_big_are_refused_before_they_are_computed() {
        let too_big = "Maximum BigInt size exceeded";
        assert_eq!(bigints(Operator::Exp, "2", "1073741824"), too_big);
        assert_eq!(bigints(Operator::Exp, "3", "99999999999999999999"), too_big);
        assert_eq!(bigints(Operator::Shl, "1", "1073741824"), too_big);
        assert_eq!(bigints(Operator::Div, "1", "0"), "Division by zero");
        assert_eq!(bigints(Operator::Exp, "2", "-1"), "Exponent must be non-negative");
    }

    #[test]
    fn numbers_and_bigints_do_not_mix() {
        with_realm(|cx| {
            let (number, bigint) = (cx.int(1), bigint::from_i64(cx, 1).any());
            let thrown = binary(cx, Operator::Add, number, bigint).err().expect("they do not mix");
            assert_eq!(thrown_text(cx, thrown), Message::MixedBigInt.format(&[]));
        });
    }

    #[test]
    fn exponentiation_is_not_quite_pow() {
        assert!(exponentiate(1.0, f64::INFINITY).is_nan());
        assert!(exponentiate(-1.0, f64::NEG_INFINITY).is_nan());
        assert!(exponentiate(1.0, f64::NAN).is_nan());
        assert_eq!(exponentiate(f64::NAN, 0.0), 1.0);
    }
}
