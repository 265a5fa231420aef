//! Comparisons that may call `valueOf` and the like (ECMA-262, 7.2.13, 7.2.14). Those that cannot are in `objects`.

use std::cmp::Ordering;

use super::call::call;
use super::convert::{Hint, to_number, to_numeric, to_primitive};
use super::error::describe;
use super::object::{get, get_method, get_prototype_of, is_callable};
use crate::heap::{Cx, Handle, Val};
use crate::objects::bigint::BigInt;
use crate::objects::function::BoundFunction;
use crate::objects::object::JsObject;
use crate::objects::roots::{N, WellKnown};
use crate::objects::string::{self, JsString};
use crate::objects::symbol::Symbol;
use crate::objects::{self, bigint};
use crate::scope;
use crate::vm::messages::Message;
use crate::vm::native::JsResult;

/// IsLooselyEqual.
pub fn is_loosely_equal(cx: &mut Cx<'_>, left: Handle<'_>, right: Handle<'_>) -> JsResult<bool> {
    scope!(cx);
    let (left, right) = (left.val(cx).root(cx), right.val(cx).root(cx));
    loop {
        let (a, b) = (left.val(cx), right.val(cx));
        if same_type(a, b) {
            return Ok(objects::strict_equals(cx, a, b));
        }
        if a.is_nullish() || b.is_nullish() {
            return Ok(a.is_nullish() && b.is_nullish());
        }
        if a.is_boolean() {
            left.set(cx, Val::int(a.is_true() as i32));
        } else if b.is_boolean() {
            right.set(cx, Val::int(b.is_true() as i32));
        } else if a.is::<JsObject>() {
            let primitive = to_primitive(cx, left, Hint::Default)?;
            left.set(cx, primitive.val(cx));
        } else if b.is::<JsObject>() {
            let primitive = to_primitive(cx, right, Hint::Default)?;
            right.set(cx, primitive.val(cx));
        } else {
            return primitives_loosely_equal(cx, left, right);
        }
    }
}

/// Two primitives of different types among numbers, strings, BigInts and symbols.
fn primitives_loosely_equal(cx: &mut Cx<'_>, left: Handle<'_>, right: Handle<'_>) -> JsResult<bool> {
    let (a, b) = (left.val(cx), right.val(cx));
    if a.is::<Symbol>() || b.is::<Symbol>() {
        return Ok(false);
    }
    if a.is::<BigInt>() || b.is::<BigInt>() {
        return Ok(compare_with_bigint(cx, left, right) == Some(Ordering::Equal));
    }
    Ok(to_number(cx, left)? == to_number(cx, right)?)
}

fn same_type(left: Val<'_>, right: Val<'_>) -> bool {
    type_name(left) == type_name(right) && left.is_null() == right.is_null()
        || left.is::<JsObject>() && right.is::<JsObject>()
}

/// How two primitives stand of which at least one is a BigInt and none a symbol; None if one is no number.
fn compare_with_bigint(cx: &mut Cx<'_>, left: Handle<'_>, right: Handle<'_>) -> Option<Ordering> {
    let (a, b) = (left.val(cx), right.val(cx));
    match (a.cast::<BigInt>(), b.cast::<BigInt>()) {
        (Some(a), Some(b)) => Some(bigint::compare(a, b)),
        (Some(a), None) if b.is_number() => bigint::compare_number(a, b.as_number()),
        (Some(_), None) => {
            let other = right.cast::<JsString>(cx)?;
            let parsed = bigint::parse_string(cx, other)?;
            Some(bigint::compare(left.val(cx).must(), parsed.get(cx)))
        }
        _ => compare_with_bigint(cx, right, left).map(Ordering::reverse),
    }
}

/// IsLessThan, the left operand's conversion first if `left_first`; None is undefined (a NaN).
pub fn is_less_than(cx: &mut Cx<'_>, left: Handle<'_>, right: Handle<'_>, left_first: bool) -> JsResult<Option<bool>> {
    if let (Some(left), Some(right)) = (left.cast::<JsString>(cx), right.cast::<JsString>(cx)) {
        return Ok(Some(text_is_less(cx, left, right)));
    }
    scope!(cx);
    let (left, right) = if left_first {
        let left = to_primitive(cx, left, Hint::Number)?;
        (left, to_primitive(cx, right, Hint::Number)?)
    } else {
        let right = to_primitive(cx, right, Hint::Number)?;
        (to_primitive(cx, left, Hint::Number)?, right)
    };
    if let (Some(left), Some(right)) = (left.cast::<JsString>(cx), right.cast::<JsString>(cx)) {
        return Ok(Some(text_is_less(cx, left, right)));
    }
    let is_bigint = |cx: &Cx<'_>, value: Handle<'_>| value.val(cx).is::<BigInt>();
    let is_string = |cx: &Cx<'_>, value: Handle<'_>| value.val(cx).is::<JsString>();
    let bigint_and_string = is_bigint(cx, left) && is_string(cx, right) || is_string(cx, left) && is_bigint(cx, right);
    let (left, right) = if bigint_and_string { (left, right) } else { (to_numeric(cx, left)?, to_numeric(cx, right)?) };
    let (a, b) = (left.val(cx), right.val(cx));
    let order = match a.is_number() && b.is_number() {
        true => a.as_number().partial_cmp(&b.as_number()),
        false => compare_with_bigint(cx, left, right),
    };
    Ok(order.map(|order| order == Ordering::Less))
}

fn text_is_less(cx: &mut Cx<'_>, left: Handle<'_, JsString>, right: Handle<'_, JsString>) -> bool {
    string::ensure_flat(cx, left);
    string::ensure_flat(cx, right);
    string::compare(cx, left.get(cx), right.get(cx)) == Ordering::Less
}

/// `value instanceof target` (InstanceofOperator).
pub fn instance_of(cx: &mut Cx<'_>, value: Handle<'_>, target: Handle<'_>) -> JsResult<bool> {
    scope!(cx);
    if !target.val(cx).is::<JsObject>() {
        return Err(cx.throw_error(Message::InstanceOfNonObject, &[]));
    }
    if let Some(method) = get_method(cx, target, cx.well_known(WellKnown::HasInstance).into())? {
        let result = call(cx, method.any(), target, &[value])?;
        return Ok(super::convert::to_boolean(cx, result.val(cx)));
    }
    if !is_callable(cx, target) {
        return Err(cx.throw_error(Message::InstanceOfNonCallable, &[]));
    }
    ordinary_has_instance(cx, target, value)
}

/// OrdinaryHasInstance.
pub fn ordinary_has_instance(cx: &mut Cx<'_>, constructor: Handle<'_>, value: Handle<'_>) -> JsResult<bool> {
    scope!(cx);
    let Some(constructor) = constructor.cast::<JsObject>(cx) else { return Ok(false) };
    if !constructor.get(cx).is_callable() {
        return Ok(false);
    }
    if let Some(bound) = constructor.val(cx).cast::<BoundFunction>() {
        let target = bound.target().root(cx);
        return instance_of(cx, value, target);
    }
    let Some(object) = value.cast::<JsObject>(cx) else { return Ok(false) };
    let prototype = get(cx, constructor, cx.key(N::prototype))?;
    if !prototype.val(cx).is::<JsObject>() {
        let shown = describe(cx, prototype);
        return Err(cx.throw_error(Message::InstanceOfPrototype, &[&shown]));
    }
    let next = object.val(cx).root(cx);
    loop {
        scope!(cx);
        let parent = get_prototype_of(cx, next.must(cx))?;
        if parent.val(cx).is_null() {
            return Ok(false);
        }
        if parent.val(cx).is_same_word(prototype.val(cx)) {
            return Ok(true);
        }
        next.set(cx, parent.val(cx));
    }
}

/// `typeof value`.
pub fn type_of<'s>(cx: &mut Cx<'s>, value: Handle<'_>) -> Handle<'s> {
    let common = type_name(value.val(cx));
    cx.name(common).any()
}

/// What `typeof` calls the type of `value`.
pub fn type_name(value: Val<'_>) -> N {
    if value.is_number() {
        return N::number;
    }
    if !value.is_heap() {
        return match () {
            () if value.is_undefined() => N::undefined,
            () if value.is_null() => N::object,
            () => N::boolean,
        };
    }
    if value.is::<JsString>() {
        return N::string;
    }
    if value.is::<Symbol>() {
        return N::symbol;
    }
    if value.is::<BigInt>() {
        return N::bigint;
    }
    match value.cast::<JsObject>() {
        Some(object) if object.is_callable() => N::function,
        _ => N::object,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vm::testing::with_realm;

    #[test]
    fn loose_equality_converts_primitives() {
        with_realm(|cx| {
            let [one, text, bigint] = [cx.int(1), cx.string(" 1 ").any(), bigint::from_i64(cx, 1).any()];
            let [yes, null, undefined] = [cx.boolean(true), cx.null(), cx.undefined()];
            let nan = cx.number(f64::NAN);
            for (left, right, equal) in [
                (one, text, true),
                (text, bigint, true),
                (yes, text, true),
                (bigint, yes, true),
                (null, undefined, true),
                (null, one, false),
                (nan, nan, false),
            ] {
                assert_eq!(is_loosely_equal(cx, left, right), Ok(equal));
                assert_eq!(is_loosely_equal(cx, right, left), Ok(equal));
            }
        });
    }

    #[test]
    fn order_compares_strings_by_units_and_bigints_by_value() {
        with_realm(|cx| {
            let [ten, nine] = ["10", "9"].map(|text| cx.string(text).any());
            let big = bigint::from_number(cx, 1e300).expect("integral").any();
            let [larger, word] = [cx.number(1e301), cx.string("x").any()];
            assert_eq!(is_less_than(cx, ten, nine, true), Ok(Some(true)));
            assert_eq!(is_less_than(cx, big, larger, true), Ok(Some(true)));
            assert_eq!(is_less_than(cx, nine, big, true), Ok(Some(true)));
            assert_eq!(is_less_than(cx, big, word, true), Ok(None));
        });
    }
}
