//! Sorting typed arrays: by number without a comparison function, by Timsort with one.

use std::cmp::Ordering;

use super::create::{new_of_kind, validate};
use crate::base::tim_sort::try_sort;
use crate::objects::bigint;
use crate::objects::typed_array::{Element, ElementKind, TypedArray};
use crate::vm::ops::prelude::*;

/// %TypedArray%.prototype.sort (23.2.3.29).
pub fn sort<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let comparison = comparison(cx, args)?;
    let (array, _) = validate(cx, args.this(), "%TypedArray%.prototype.sort")?;
    sort_elements(cx, array, array, comparison)?;
    Ok(args.this())
}

/// %TypedArray%.prototype.toSorted (23.2.3.33).
pub fn to_sorted<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let comparison = comparison(cx, args)?;
    let (array, length) = validate(cx, args.this(), "%TypedArray%.prototype.toSorted")?;
    let result = new_of_kind(cx, array.get(cx).element_kind(), length)?;
    sort_elements(cx, result, array, comparison)?;
    Ok(result.any())
}

/// The comparison function, if one is given.
fn comparison<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Option<Handle<'s>>> {
    let comparison = args.get(cx, 0);
    if comparison.val(cx).is_undefined() {
        return Ok(None);
    }
    match is_callable(cx, comparison) {
        true => Ok(Some(comparison)),
        false => Err(cx.throw_error(Message::BadComparator, &[])),
    }
}

/// Writes the elements of `source`, sorted, to `target`, which is of its kind.
fn sort_elements(
    cx: &mut Cx<'_>,
    target: Handle<'_, TypedArray>,
    source: Handle<'_, TypedArray>,
    comparison: Option<Handle<'_>>,
) -> JsResult<()> {
    let kind = source.get(cx).element_kind();
    let mut elements: Vec<Element> =
        source.get(cx).view_bytes().chunks_exact(kind.bytes()).map(|element| kind.decode(element)).collect();
    match comparison {
        None => elements.sort_unstable_by(compare_elements),
        Some(comparison) => {
            try_sort(&mut elements, &mut |left, right| is_less(cx, kind, comparison, left, right))?;
        }
    }
    target.view_bytes_mut_with(cx, |bytes| {
        for (slot, element) in bytes.chunks_exact_mut(kind.bytes()).zip(elements) {
            slot.copy_from_slice(&kind.encode(element)[..slot.len()]);
        }
    });
    Ok(())
}

/// CompareTypedArrayElements without a comparison function: -0 before +0, NaN last.
fn compare_elements(left: &Element, right: &Element) -> Ordering {
    match (*left, *right) {
        (Element::Number(left), Element::Number(right)) => match (left.is_nan(), right.is_nan()) {
            (false, false) => left.total_cmp(&right),
            (left, right) => left.cmp(&right),
        },
        (Element::Signed(left), Element::Signed(right)) => left.cmp(&right),
        (Element::Unsigned(left), Element::Unsigned(right)) => left.cmp(&right),
        _ => unreachable!("elements of one kind"),
    }
}

/// CompareTypedArrayElements with one: is `left` to stand before `right`?
fn is_less(
    cx: &mut Cx<'_>,
    kind: ElementKind,
    comparison: Handle<'_>,
    left: Element,
    right: Element,
) -> JsResult<bool> {
    scope!(cx);
    debug_assert!(kind.is_bigint() != matches!(left, Element::Number(_)));
    let (left, right) = (to_value(cx, left), to_value(cx, right));
    let order = call(cx, comparison, cx.undefined(), &[left, right])?;
    Ok(to_number(cx, order)? < 0.0)
}

fn to_value<'s>(cx: &mut Cx<'s>, element: Element) -> Handle<'s> {
    match element {
        Element::Number(number) => cx.number(number),
        Element::Signed(int) => bigint::from_i64(cx, int).any(),
        Element::Unsigned(int) => bigint::from_u64(cx, int).any(),
    }
}
