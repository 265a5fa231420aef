//! Typed arrays as text: join and toLocaleString (`toString` is Array.prototype's).

use super::create::{element, validate};
use crate::base::number;
use crate::objects::string_builder::StringBuilder;
use crate::objects::typed_array::Element;
use crate::vm::ops::prelude::*;

/// %TypedArray%.prototype.join (23.2.3.18).
pub fn join<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (array, length) = validate(cx, args.this(), "%TypedArray%.prototype.join")?;
    let separator = match args.get(cx, 0).val(cx).is_undefined() {
        true => cx.string(","),
        false => to_string(cx, args.get(cx, 0))?,
    };
    let raw = array.get(cx);
    let kind = raw.element_kind();
    let mut elements = raw.view_bytes().chunks_exact(kind.bytes());
    let mut builder = StringBuilder::new();
    for index in 0..length {
        if builder.is_too_long() {
            break;
        }
        if index > 0 {
            builder.push(separator.get(cx));
        }
        if let Some(element) = elements.next() {
            push_element(&mut builder, kind.decode(element));
        }
    }
    finish(cx, builder)
}

fn push_element(builder: &mut StringBuilder, element: Element) {
    match element {
        Element::Number(number) => builder.push_str(&number::to_string(number)),
        Element::Signed(int) => builder.push_str(&int.to_string()),
        Element::Unsigned(int) => builder.push_str(&int.to_string()),
    }
}

fn finish<'s>(cx: &mut Cx<'s>, builder: StringBuilder) -> JsResult<Handle<'s>> {
    match builder.finish(cx) {
        Ok(string) => Ok(string.any()),
        Err(_) => Err(cx.throw_error(Message::StringTooLong, &[])),
    }
}

/// %TypedArray%.prototype.toLocaleString (23.2.3.31).
pub fn to_locale_string<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (array, length) = validate(cx, args.this(), "%TypedArray%.prototype.toLocaleString")?;
    let mut builder = StringBuilder::new();
    for index in 0..length {
        scope!(cx);
        if index > 0 {
            builder.push_str(",");
        }
        let value = element(cx, array, index);
        if value.val(cx).is_nullish() {
            continue;
        }
        let shown = call_method(cx, value, cx.key(N::to_locale_string), &[args.get(cx, 0), args.get(cx, 1)])?;
        let text = to_string(cx, shown)?;
        builder.push(text.get(cx));
    }
    finish(cx, builder)
}
