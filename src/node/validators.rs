//! Checks of arguments, with node's errors (its internal `validators`).

use super::errors::{invalid_argument_type, out_of_range};
use crate::base::number::to_string as number_text;
use crate::vm::ops::prelude::*;

/// validateNumber without limits.
pub fn number(cx: &mut Cx<'_>, value: Handle<'_>, name: &str) -> JsResult<f64> {
    let raw = value.val(cx);
    match raw.is_number() {
        true => Ok(raw.as_number()),
        false => Err(invalid_argument_type(cx, name, &["number"], value)),
    }
}

/// validateNumber from `min` to `max`.
pub fn number_between(cx: &mut Cx<'_>, value: Handle<'_>, name: &str, min: f64, max: f64) -> JsResult<f64> {
    let given = number(cx, value, name)?;
    match (min..=max).contains(&given) {
        true => Ok(given),
        false => Err(outside(cx, value, name, min, max)),
    }
}

/// validateInteger from `min` to `max`.
pub fn integer(cx: &mut Cx<'_>, value: Handle<'_>, name: &str, min: f64, max: f64) -> JsResult<f64> {
    let given = number(cx, value, name)?;
    if given.fract() != 0.0 || !given.is_finite() {
        return Err(out_of_range(cx, name, "an integer", value));
    }
    match (min..=max).contains(&given) {
        true => Ok(given),
        false => Err(outside(cx, value, name, min, max)),
    }
}

fn outside(cx: &mut Cx<'_>, value: Handle<'_>, name: &str, min: f64, max: f64) -> Throw {
    let range = format!(">= {} && <= {}", number_text(min), number_text(max));
    out_of_range(cx, name, &range, value)
}

/// validateString.
pub fn string<'s>(cx: &mut Cx<'s>, value: Handle<'s>, name: &str) -> JsResult<Handle<'s, JsString>> {
    match value.cast(cx) {
        Some(string) => Ok(string),
        None => Err(invalid_argument_type(cx, name, &["string"], value)),
    }
}
