//! Arrays as text: `join`, `toString`, `toLocaleString`.
//!
//! As in V8, an array that is being joined already, by a call further up, shows as the empty string: so that cyclic
//! arrays have an end.

use super::element::{dense_value, get_element};
use super::present::Indexes;
use crate::base::number::with_text;
use crate::objects::array;
use crate::objects::string;
use crate::objects::string_builder::StringBuilder;
use crate::vm::ops::prelude::*;

/// Array.prototype.join ( separator )
pub fn join<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.this())?;
    let length = length_of_array_like(cx, object)?;
    let separator = args.get(cx, 0);
    let separator = if separator.val(cx).is_undefined() { cx.string(",") } else { to_string(cx, separator)? };
    let separator = string::flatten(cx, separator);
    join_elements(cx, object, length, separator, Text::Plain)
}

/// Array.prototype.toString ( )
pub fn to_string_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.this())?;
    let join = get(cx, object, cx.key(N::join))?;
    if is_callable(cx, join) {
        return call(cx, join, object.any(), &[]);
    }
    let to_string = cx.root(Root::ObjectPrototypeToString).root(cx);
    call(cx, to_string, object.any(), &[])
}

/// Array.prototype.toLocaleString ( )
pub fn to_locale_string<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.this())?;
    let length = length_of_array_like(cx, object)?;
    let separator = cx.string(",");
    join_elements(cx, object, length, separator, Text::Locale)
}

/// How an element becomes text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Text {
    Plain,
    Locale,
}

fn join_elements<'s>(
    cx: &mut Cx<'s>,
    object: Handle<'s, JsObject>,
    length: u64,
    separator: Handle<'s, JsString>,
    text: Text,
) -> JsResult<Handle<'s>> {
    let Some(joined) = begin_join(cx, object) else { return Ok(cx.empty_string().any()) };
    let mut builder = StringBuilder::new();
    let outcome = append_elements(cx, &mut builder, object, length, separator, text);
    end_join(cx, joined);
    outcome?;
    match builder.finish(cx) {
        Ok(string) => Ok(string.any()),
        Err(_) => Err(cx.throw_error(Message::StringTooLong, &[])),
    }
}

fn append_elements(
    cx: &mut Cx<'_>,
    builder: &mut StringBuilder,
    object: Handle<'_, JsObject>,
    length: u64,
    separator: Handle<'_, JsString>,
    text: Text,
) -> JsResult<()> {
    let mut separators = 0;
    for index in Indexes::within(object.get(cx), 0..length) {
        append_separators(cx, builder, separator, index - separators);
        separators = index;
        if builder.is_too_long() {
            return Err(cx.throw_error(Message::StringTooLong, &[]));
        }
        if text == Text::Plain && append_dense(cx, builder, object, index) {
            continue;
        }
        scope!(cx);
        let element = get_element(cx, object, index)?;
        append_element(cx, builder, element, text)?;
    }
    append_separators(cx, builder, separator, length.saturating_sub(1) - separators);
    Ok(())
}

fn append_separators(cx: &Cx<'_>, builder: &mut StringBuilder, separator: Handle<'_, JsString>, count: u64) {
    let is_silent = separator.get(cx).is_empty();
    for _ in 0..count {
        if is_silent || builder.is_too_long() {
            break;
        }
        builder.push(separator.get(cx));
    }
}

/// Appends a dense element whose text is at hand. False if there is none.
fn append_dense(cx: &Cx<'_>, builder: &mut StringBuilder, object: Handle<'_, JsObject>, index: u64) -> bool {
    let Some(value) = dense_value(object.get(cx), index) else { return false };
    if let Some(string) = value.cast::<JsString>() {
        builder.push(string);
    } else if value.is_number() {
        with_text(value.as_number(), |text| builder.push_latin1(text.as_bytes()));
    } else {
        return value.is_nullish();
    }
    true
}

fn append_element(cx: &mut Cx<'_>, builder: &mut StringBuilder, element: Handle<'_>, text: Text) -> JsResult<()> {
    if element.val(cx).is_nullish() {
        return Ok(());
    }
    let value = match text {
        Text::Plain => to_string(cx, element)?,
        Text::Locale => {
            let key = Key::from_str(cx, "toLocaleString");
            let value = call_method(cx, element, key, &[])?;
            to_string(cx, value)?
        }
    };
    builder.push(value.get(cx));
    Ok(())
}

/// Notes that `object` is being joined: the number of arrays that were before. None if it was one of them.
fn begin_join(cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> Option<u32> {
    scope!(cx);
    let list = match cx.root(Root::ArraysBeingJoined).cast::<JsArray>() {
        Some(list) => list.root(cx),
        None => {
            let list = array::with_capacity(cx, 8);
            cx.set_root_value(Root::ArraysBeingJoined, list.any());
            list
        }
    };
    let count = list.get(cx).length();
    let elements = list.get(cx).storage();
    if (0..count).any(|index| elements.element(index as usize).is_same_word(object.val(cx))) {
        return None;
    }
    array::push(cx, list, object.any());
    Some(count)
}

/// Forgets the array noted last; an exception may have left others behind it.
fn end_join(cx: &mut Cx<'_>, count: u32) {
    scope!(cx);
    if let Some(list) = cx.root(Root::ArraysBeingJoined).cast::<JsArray>() {
        let list = list.root(cx);
        array::set_length(cx, list, count);
    }
}
