//! What there is of ECMA-402, for the one locale there is: en-US. The `toLocaleString` methods and the objects of `Intl`
//! share it.

pub mod date_time_format;
pub mod number_format;
pub mod objects;

use crate::vm::ops::prelude::*;

/// Option `name` as text; None when it is undefined.
fn text_option<'s>(cx: &mut Cx<'s>, options: Handle<'_, JsObject>, name: &str) -> JsResult<Option<String>> {
    scope!(cx);
    let key = Key::from_str(cx, name);
    let value = get(cx, options, key)?;
    if value.val(cx).is_undefined() {
        return Ok(None);
    }
    Ok(Some(to_rust_string(cx, value)?))
}

/// Option `name`, one of `known`; RangeError for anything else.
fn choice_option<T: Copy>(
    cx: &mut Cx<'_>,
    options: Handle<'_, JsObject>,
    name: &str,
    owner: &str,
    known: &[(&str, T)],
) -> JsResult<Option<T>> {
    let Some(text) = text_option(cx, options, name)? else { return Ok(None) };
    match known.iter().find(|(word, _)| *word == text) {
        Some((_, choice)) => Ok(Some(*choice)),
        None => Err(cx.throw_error(Message::OptionOutOfRange, &[&text, owner, name])),
    }
}

/// Option `name` as a boolean; None when it is undefined.
fn boolean_option(cx: &mut Cx<'_>, options: Handle<'_, JsObject>, name: &str) -> JsResult<Option<bool>> {
    scope!(cx);
    let key = Key::from_str(cx, name);
    let value = get(cx, options, key)?;
    let raw = value.val(cx);
    Ok(if raw.is_undefined() { None } else { Some(to_boolean(cx, raw)) })
}

/// Option `name` as a whole number from `least` to `most`; RangeError outside.
fn number_option(
    cx: &mut Cx<'_>,
    options: Handle<'_, JsObject>,
    name: &str,
    least: f64,
    most: f64,
) -> JsResult<Option<usize>> {
    scope!(cx);
    let key = Key::from_str(cx, name);
    let value = get(cx, options, key)?;
    if value.val(cx).is_undefined() {
        return Ok(None);
    }
    let number = to_number(cx, value)?;
    if !(least..=most).contains(&number) {
        return Err(cx.throw_error(Message::NumberOptionOutOfRange, &[name]));
    }
    Ok(Some(number as usize))
}
