//! `util.format`: a format string's placeholders filled, the other arguments after it.

use super::options::Compact;
use super::text::number_text;
use super::{Options, class, inspect};
use crate::base::number;
use crate::objects::bigint::{self, BigInt};
use crate::objects::object::Proxy;
use crate::objects::property;
use crate::vm::ops::prelude::*;

/// `arguments` as one text.
pub fn format(cx: &mut Cx<'_>, arguments: &[Handle<'_>], options: &Options<'_>) -> JsResult<String> {
    let Some((first, rest)) = arguments.split_first() else { return Ok(String::new()) };
    let (mut text, mut rest) = match first.cast::<JsString>(cx) {
        Some(template) => {
            let template = template.get(cx).to_rust(cx);
            if rest.is_empty() {
                return Ok(template);
            }
            fill(cx, &template, rest, options)?
        }
        None => (inspect(cx, *first, options)?, rest),
    };
    while let Some((next, others)) = rest.split_first() {
        scope!(cx);
        text.push(' ');
        text += &match next.cast::<JsString>(cx) {
            Some(string) => string.get(cx).to_rust(cx),
            None => inspect(cx, *next, options)?,
        };
        rest = others;
    }
    Ok(text)
}

/// Fills the placeholders of `template`; gives the arguments that are left.
fn fill<'a, 's>(
    cx: &mut Cx<'_>,
    template: &str,
    arguments: &'a [Handle<'s>],
    options: &Options<'_>,
) -> JsResult<(String, &'a [Handle<'s>])> {
    let (mut text, mut rest, mut template) = (String::new(), arguments, template);
    while let Some(at) = template.find('%') {
        let placeholder = template[at + 1..].chars().next();
        let after = at + 1 + placeholder.map_or(0, char::len_utf8);
        let filled = match (placeholder, rest.split_first()) {
            (Some('%'), _) => Some("%".to_owned()),
            (Some(letter), Some((argument, others))) => {
                scope!(cx);
                let filled = placed(cx, letter, *argument, options)?;
                rest = if filled.is_some() { others } else { rest };
                filled
            }
            _ => None,
        };
        text += &template[..at];
        match filled {
            Some(filled) => text += &filled,
            None => text += &template[at..after],
        }
        template = &template[after..];
    }
    Ok((text + template, rest))
}

/// What placeholder `letter` makes of `argument`; None if there is no such placeholder.
fn placed(cx: &mut Cx<'_>, letter: char, argument: Handle<'_>, options: &Options<'_>) -> JsResult<Option<String>> {
    Ok(Some(match letter {
        's' => string(cx, argument, options)?,
        'd' => decimal(cx, argument, options)?,
        'i' => parsed(cx, argument, options, true)?,
        'f' => parsed(cx, argument, options, false)?,
        'j' => json(cx, argument)?,
        'O' => inspect(cx, argument, options)?,
        'o' => {
            let options = Options { show_hidden: true, show_proxy: true, depth: 4.0, ..options.clone() };
            inspect(cx, argument, &options)?
        }
        'c' => String::new(),
        _ => return Ok(None),
    }))
}

fn string(cx: &mut Cx<'_>, argument: Handle<'_>, options: &Options<'_>) -> JsResult<String> {
    if argument.val(cx).is_number() {
        return Ok(number_text(argument.val(cx).as_number(), options.numeric_separator));
    }
    if let Some(text) = bigint_text(cx, argument) {
        return Ok(text);
    }
    if let Some(symbol) = argument.val(cx).cast::<Symbol>() {
        return Ok(symbol.descriptive_string(cx));
    }
    let object = argument.cast::<JsObject>(cx).filter(|object| !object.get(cx).is_callable());
    match object {
        Some(object) if has_builtin_to_string(cx, object)? => {
            let options = Options { compact: Compact::Levels(3), colors: false, depth: 0.0, ..options.clone() };
            inspect(cx, argument, &options)
        }
        _ => to_rust_string(cx, argument),
    }
}

fn bigint_text(cx: &mut Cx<'_>, value: Handle<'_>) -> Option<String> {
    let value = value.cast::<BigInt>(cx)?;
    Some(format!("{}n", bigint::to_string(cx, value, 10).get(cx).to_rust(cx)))
}

fn decimal(cx: &mut Cx<'_>, argument: Handle<'_>, options: &Options<'_>) -> JsResult<String> {
    if let Some(text) = bigint_text(cx, argument) {
        return Ok(text);
    }
    if argument.val(cx).is::<Symbol>() {
        return Ok("NaN".to_owned());
    }
    let value = to_number(cx, argument)?;
    Ok(number_text(value, options.numeric_separator))
}

/// `%i` and `%f`: what parseInt and parseFloat read from the argument.
fn parsed(cx: &mut Cx<'_>, argument: Handle<'_>, options: &Options<'_>, is_integer: bool) -> JsResult<String> {
    if is_integer && let Some(text) = bigint_text(cx, argument) {
        return Ok(text);
    }
    if argument.val(cx).is::<Symbol>() {
        return Ok("NaN".to_owned());
    }
    let text = to_rust_string(cx, argument)?;
    let value = if is_integer { leading_integer(&text) } else { leading_decimal(&text) };
    Ok(number_text(value, options.numeric_separator))
}

fn leading_integer(text: &str) -> f64 {
    let text = number::trim(text);
    let (sign, digits) = signed(text);
    let hexadecimal = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X"));
    let (digits, radix) = hexadecimal.map_or((digits, 10), |digits| (digits, 16));
    let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    number::parse_digits(&digits[..end], radix).map_or(f64::NAN, |value| sign * value)
}

fn signed(text: &str) -> (f64, &str) {
    match text.as_bytes().first() {
        Some(b'-') => (-1.0, &text[1..]),
        Some(b'+') => (1.0, &text[1..]),
        _ => (1.0, text),
    }
}

fn leading_decimal(text: &str) -> f64 {
    let text = number::trim(text);
    let (sign, digits) = signed(text);
    if digits.starts_with("Infinity") {
        return sign * f64::INFINITY;
    }
    let is_part = |c: char| c.is_ascii_digit() || ".eE+-".contains(c);
    let mut end = digits.find(|c: char| !is_part(c)).unwrap_or(digits.len());
    while end > 0 {
        if digits[..end].ends_with(|c: char| c.is_ascii_digit() || c == '.')
            && let Ok(value) = digits[..end].parse::<f64>()
        {
            return sign * value;
        }
        end -= 1;
    }
    f64::NAN
}

/// `%j`: JSON, or `[Circular]`.
fn json(cx: &mut Cx<'_>, argument: Handle<'_>) -> JsResult<String> {
    let global = cx.root_handle::<JsObject>(Root::Global);
    let json = get(cx, global, cx.key(N::JSON))?;
    let key = Key::from_str(cx, "stringify");
    match call_method(cx, json, key, &[argument]) {
        Ok(text) => to_rust_string(cx, text),
        Err(thrown) => {
            let exception = cx.take_exception(thrown);
            let message = to_rust_string(cx, exception)?;
            if message.contains("circular structure") {
                return Ok("[Circular]".to_owned());
            }
            Err(cx.throw(exception))
        }
    }
}

/// Would `String(object)` be of no use, because no class of the program's own defines it?
fn has_builtin_to_string(cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> JsResult<bool> {
    if let Some(proxy) = object.cast::<Proxy>(cx) {
        let target = proxy.get(cx).target().root(cx);
        return target.cast::<JsObject>(cx).map_or(Ok(true), |target| has_builtin_to_string(cx, target));
    }
    let (to_string, to_primitive) = (cx.key(N::to_string), Key::from(cx.well_known(WellKnown::ToPrimitive)));
    let mut keys = Vec::new();
    for key in [to_string, to_primitive] {
        let method = get(cx, object, key)?;
        if is_callable(cx, method) {
            keys.push(key);
        }
    }
    if keys.is_empty() {
        return Ok(true);
    }
    let holder = object.get(cx).root(cx);
    let defines = |cx: &Cx<'_>, holder: Handle<'_, JsObject>| {
        keys.iter().any(|&key| property::find(cx, holder.get(cx), key).is_some())
    };
    if defines(cx, holder) {
        return Ok(false);
    }
    while !defines(cx, holder) {
        match holder.get(cx).prototype().cast::<JsObject>().filter(|parent| parent.object_kind() != Kind::Proxy) {
            Some(parent) => holder.set(cx, parent.val()),
            None => return Ok(true),
        }
    }
    let constructor = match property::get_own(cx, holder, cx.key(N::constructor)) {
        Own::Data { value, .. } => value.cast::<JsObject>(cx),
        _ => None,
    };
    let Some(constructor) = constructor else { return Ok(false) };
    let name = class::function_name(cx, constructor);
    Ok(is_global_class(cx, &name))
}

/// Is `name` that of a class of the language?
fn is_global_class(cx: &mut Cx<'_>, name: &str) -> bool {
    let global = cx.root_handle::<JsObject>(Root::Global);
    let starts_upper = name.starts_with(|c: char| c.is_ascii_uppercase());
    starts_upper && crate::node::plain::own(cx, global, name).cast::<JsObject>(cx).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_numbers_are_read() {
        assert_eq!(leading_integer(" -42px"), -42.0);
        assert_eq!(leading_integer("0x1f"), 31.0);
        assert!(leading_integer("x").is_nan());
        assert_eq!(leading_decimal("4.5e1x"), 45.0);
        assert_eq!(leading_decimal("1e"), 1.0);
        assert_eq!(leading_decimal("-Infinity"), f64::NEG_INFINITY);
        assert!(leading_decimal("").is_nan());
    }
}
