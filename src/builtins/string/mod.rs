//! String (ECMA-262, 22.1): the constructor, the parts of a string, and the table of all methods. Searching, replacing,
//! case and Annex B's markup are in files of their own.

pub mod iterator;

mod case;
mod html;
mod replace;
mod search;

pub use case::collation_options;

use super::define::{Class, Row, RowKey, class, method, same_as, symbol_method};
use crate::objects::array::element_key;
use crate::objects::object::StringObject;
use crate::objects::string::{self, StrView};
use crate::objects::string_builder::StringBuilder;
use crate::vm::ops::error::describe;
use crate::vm::ops::prelude::*;

const STATICS: &[Row] =
    &[method("fromCharCode", 1, from_char_code), method("fromCodePoint", 1, from_code_point), method("raw", 1, raw)];

const METHODS: &[Row] = &[
    method("anchor", 1, html::anchor),
    method("at", 1, at),
    method("big", 0, html::big),
    method("blink", 0, html::blink),
    method("bold", 0, html::bold),
    method("charAt", 1, char_at),
    method("charCodeAt", 1, char_code_at).quick(quick_char_code_at),
    method("codePointAt", 1, code_point_at),
    method("concat", 1, concat),
    method("endsWith", 1, search::ends_with),
    method("fontcolor", 1, html::fontcolor),
    method("fontsize", 1, html::fontsize),
    method("fixed", 0, html::fixed),
    method("includes", 1, search::includes),
    method("indexOf", 1, search::index_of),
    method("isWellFormed", 0, is_well_formed),
    method("italics", 0, html::italics),
    method("lastIndexOf", 1, search::last_index_of),
    method("link", 1, html::link),
    method("localeCompare", 1, case::locale_compare),
    method("match", 1, replace::match_method),
    method("matchAll", 1, replace::match_all),
    method("normalize", 0, case::normalize),
    method("padEnd", 1, pad_end),
    method("padStart", 1, pad_start),
    method("repeat", 1, repeat),
    method("replace", 2, replace::replace),
    method("replaceAll", 2, replace::replace_all),
    method("search", 1, replace::search),
    method("slice", 2, slice),
    method("small", 0, html::small),
    method("split", 2, replace::split),
    method("strike", 0, html::strike),
    method("sub", 0, html::sub),
    method("substr", 2, substr),
    method("substring", 2, substring),
    method("sup", 0, html::sup),
    method("startsWith", 1, search::starts_with),
    method("toString", 0, to_string_method),
    method("toWellFormed", 0, to_well_formed),
    method("trim", 0, case::trim),
    method("trimStart", 0, case::trim_start),
    same_as(RowKey::Text("trimLeft"), "trimStart"),
    method("trimEnd", 0, case::trim_end),
    same_as(RowKey::Text("trimRight"), "trimEnd"),
    method("toLocaleLowerCase", 0, case::to_locale_lower_case),
    method("toLocaleUpperCase", 0, case::to_locale_upper_case),
    method("toLowerCase", 0, case::to_lower_case),
    method("toUpperCase", 0, case::to_upper_case),
    method("valueOf", 0, value_of),
    symbol_method(WellKnown::Iterator, 0, iterator::iterator),
];

pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    let string = Class {
        statics: STATICS,
        methods: METHODS,
        ..Class::new("String", 1, construct_string, Root::StringPrototype)
    };
    class(cx, &string);
}

/// String ( value )
fn construct_string<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let new_target = args.new_target(cx);
    let text = match args.given(0) {
        None => cx.empty_string(),
        Some(value) => match value.cast::<Symbol>(cx) {
            Some(symbol) if new_target.is_none() => {
                let text = symbol.get(cx).descriptive_string(cx);
                cx.string(&text)
            }
            _ => to_string(cx, value)?,
        },
    };
    let Some(new_target) = new_target else { return Ok(text.any()) };
    let object = ordinary_create_from_constructor::<StringObject>(cx, new_target, Root::StringPrototype)?;
    object.get(cx).set_value(cx, text.val(cx));
    Ok(object.any())
}

/// The receiver of built-in `method` as a string: TypeError for undefined and null.
pub(super) fn this_string<'s>(cx: &mut Cx<'s>, args: Args<'s>, method: &str) -> JsResult<Handle<'s, JsString>> {
    match args.this().cast(cx) {
        Some(string) => Ok(string),
        None => {
            require_object_coercible(cx, args.this(), method)?;
            to_string(cx, args.this())
        }
    }
}

/// Argument `index` as ToIntegerOrInfinity gives it.
pub(super) fn integer_argument<'s>(cx: &mut Cx<'s>, args: Args<'s>, index: usize) -> JsResult<f64> {
    let argument = args.get(cx, index);
    let value = argument.val(cx);
    if value.is_int() { Ok(value.as_int() as f64) } else { to_integer_or_infinity(cx, argument) }
}

/// Unit `position` of `string`, None outside it. A rope is flattened, so that walking it stays linear.
pub(super) fn unit_at(cx: &mut Cx<'_>, string: Handle<'_, JsString>, position: f64) -> Option<u16> {
    if position < 0.0 || position >= string.get(cx).len() as f64 {
        return None;
    }
    Some(string::with_flat(cx, string, |view| view.at(position as usize)))
}

/// The code point at `position` of `view`, or the lone surrogate there.
pub fn code_point_of(view: StrView<'_>, position: usize) -> u32 {
    let lead = view.at(position);
    if !(0xD800..0xDC00).contains(&lead) || position + 1 == view.len() {
        return lead as u32;
    }
    let trail = view.at(position + 1);
    if !(0xDC00..0xE000).contains(&trail) {
        return lead as u32;
    }
    0x1_0000 + ((lead as u32 - 0xD800) << 10) + (trail as u32 - 0xDC00)
}

/// String.fromCharCode ( ...codeUnits )
fn from_char_code<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    if args.count() == 1 {
        let unit = to_uint32(cx, args.get(cx, 0))? as u16;
        return Ok(cx.string_from_unit(unit).any());
    }
    let mut builder = StringBuilder::with_capacity(args.count());
    for argument in args.rest(0) {
        let unit = to_uint32(cx, argument)? as u16;
        builder.push_unit(unit);
    }
    Ok(finish_string(cx, builder)?.any())
}

/// String.fromCodePoint ( ...codePoints )
fn from_code_point<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let mut builder = StringBuilder::with_capacity(args.count());
    for argument in args.rest(0) {
        let number = to_number(cx, argument)?;
        if number.trunc() != number || !(0.0..=0x10_FFFF as f64).contains(&number) {
            let shown = crate::base::number::to_string(number);
            return Err(cx.throw_error(Message::InvalidCodePoint, &[&shown]));
        }
        builder.push_code_point(number as u32);
    }
    Ok(finish_string(cx, builder)?.any())
}

/// String.raw ( template, ...substitutions )
fn raw<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let cooked = to_object(cx, args.get(cx, 0))?;
    let literals = get(cx, cooked, cx.key(N::raw))?;
    let literals = to_object(cx, literals)?;
    let count = length_of_array_like(cx, literals)?;
    let mut builder = StringBuilder::new();
    for index in 0..count {
        scope!(cx);
        let key = element_key(cx, index);
        let literal = get(cx, literals, key)?;
        let literal = to_string(cx, literal)?;
        builder.push(literal.get(cx));
        let substitution = usize::try_from(index + 1).ok().and_then(|next| args.given(next));
        if index + 1 < count
            && let Some(substitution) = substitution
        {
            let substitution = to_string(cx, substitution)?;
            builder.push(substitution.get(cx));
        }
        if builder.is_too_long() {
            break;
        }
    }
    Ok(finish_string(cx, builder)?.any())
}

/// String.prototype.at ( index )
fn at<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let string = this_string(cx, args, "String.prototype.at")?;
    let relative = integer_argument(cx, args, 0)?;
    let position = if relative < 0.0 { string.get(cx).len() as f64 + relative } else { relative };
    match unit_at(cx, string, position) {
        Some(unit) => Ok(cx.string_from_unit(unit).any()),
        None => Ok(cx.undefined()),
    }
}

/// String.prototype.charAt ( pos )
fn char_at<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let string = this_string(cx, args, "String.prototype.charAt")?;
    let position = integer_argument(cx, args, 0)?;
    match unit_at(cx, string, position) {
        Some(unit) => Ok(cx.string_from_unit(unit).any()),
        None => Ok(cx.empty_string().any()),
    }
}

/// String.prototype.charCodeAt ( pos )
fn char_code_at<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let string = this_string(cx, args, "String.prototype.charCodeAt")?;
    let position = integer_argument(cx, args, 0)?;
    match unit_at(cx, string, position) {
        Some(unit) => Ok(cx.int(unit as i32)),
        None => Ok(cx.number(f64::NAN)),
    }
}

/// [`char_code_at`] within a flat string. A rope is left to the general way, which flattens it once and for all.
fn quick_char_code_at<'g>(_cx: &'g Cx<'_>, args: QuickArgs<'g>) -> Option<Val<'g>> {
    let (string, position) = (args.this().cast::<JsString>()?, args.get(0));
    let view = string.flat_view()?;
    let is_inside = position.is_int() && (position.as_int() as u32) < string.len();
    is_inside.then(|| Val::int(view.at(position.as_int() as usize) as i32))
}

/// String.prototype.codePointAt ( pos )
fn code_point_at<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let string = this_string(cx, args, "String.prototype.codePointAt")?;
    let position = integer_argument(cx, args, 0)?;
    if position < 0.0 || position >= string.get(cx).len() as f64 {
        return Ok(cx.undefined());
    }
    let code_point = string::with_flat(cx, string, |view| code_point_of(view, position as usize));
    Ok(cx.int(code_point as i32))
}

/// String.prototype.concat ( ...args )
fn concat<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let string = this_string(cx, args, "String.prototype.concat")?;
    let result = string.val(cx).root(cx);
    for argument in args.rest(0) {
        scope!(cx);
        let next = to_string(cx, argument)?;
        let longer = concat_strings(cx, result.must(cx), next)?;
        result.set(cx, longer.val(cx));
    }
    Ok(result)
}

/// `string` repeated `count` times: a rope of ropes, as V8 makes, which takes no memory for the repetitions.
fn repeated<'s>(cx: &mut Cx<'s>, string: Handle<'_, JsString>, count: u64) -> JsResult<Handle<'s, JsString>> {
    let (result, power) = (cx.empty_string(), string.get(cx).root(cx));
    let mut left = count;
    while left > 0 {
        scope!(cx);
        if left & 1 == 1 {
            let longer = concat_strings(cx, result, power)?;
            result.set(cx, longer.val(cx));
        }
        left >>= 1;
        if left > 0 {
            let doubled = concat_strings(cx, power, power)?;
            power.set(cx, doubled.val(cx));
        }
    }
    Ok(result)
}

/// String.prototype.repeat ( count )
fn repeat<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let string = this_string(cx, args, "String.prototype.repeat")?;
    let count = integer_argument(cx, args, 0)?;
    if !(0.0..f64::INFINITY).contains(&count) {
        let argument = args.get(cx, 0);
        let shown = match argument.cast::<JsString>(cx) {
            Some(text) => text.get(cx).to_rust(cx),
            None => describe(cx, argument),
        };
        return Err(cx.throw_error(Message::InvalidCount, &[&shown]));
    }
    if string.get(cx).is_empty() {
        return Ok(string.any());
    }
    let length = string.get(cx).len() as f64 * count;
    if length > string::MAX_LENGTH as f64 {
        return Err(cx.throw_error(Message::StringTooLong, &[]));
    }
    Ok(repeated(cx, string, count as u64)?.any())
}

/// String.prototype.padStart ( maxLength [ , fillString ] )
fn pad_start<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let string = this_string(cx, args, "String.prototype.padStart")?;
    match padding(cx, string, args)? {
        Some(padding) => Ok(concat_strings(cx, padding, string)?.any()),
        None => Ok(string.any()),
    }
}

/// String.prototype.padEnd ( maxLength [ , fillString ] )
fn pad_end<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let string = this_string(cx, args, "String.prototype.padEnd")?;
    match padding(cx, string, args)? {
        Some(padding) => Ok(concat_strings(cx, string, padding)?.any()),
        None => Ok(string.any()),
    }
}

/// What StringPad adds to `string` (ECMA-262, 22.1.3.17.2), None if that is nothing.
fn padding<'s>(
    cx: &mut Cx<'s>,
    string: Handle<'_, JsString>,
    args: Args<'s>,
) -> JsResult<Option<Handle<'s, JsString>>> {
    let wanted = to_length(cx, args.get(cx, 0))?;
    let length = string.get(cx).len() as u64;
    if wanted <= length {
        return Ok(None);
    }
    let filler = args.get(cx, 1);
    let filler = if filler.val(cx).is_undefined() { cx.string(" ") } else { to_string(cx, filler)? };
    let unit_count = filler.get(cx).len() as u64;
    if unit_count == 0 {
        return Ok(None);
    }
    if wanted > string::MAX_LENGTH as u64 {
        return Err(cx.throw_error(Message::StringTooLong, &[]));
    }
    let count = wanted - length;
    let whole = repeated(cx, filler, count.div_ceil(unit_count))?;
    Ok(Some(string::substring(cx, whole, 0, count as usize)))
}

/// String.prototype.slice ( start, end )
fn slice<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let string = this_string(cx, args, "String.prototype.slice")?;
    let length = string.get(cx).len() as u64;
    let from = to_relative_index(cx, args.get(cx, 0), length, 0)?;
    let to = to_relative_index(cx, args.get(cx, 1), length, length)?;
    Ok(string::substring(cx, string, from as usize, to.max(from) as usize).any())
}

/// String.prototype.substring ( start, end )
fn substring<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let string = this_string(cx, args, "String.prototype.substring")?;
    let length = string.get(cx).len() as f64;
    let start = integer_argument(cx, args, 0)?.clamp(0.0, length);
    let end = match args.get(cx, 1) {
        end if end.val(cx).is_undefined() => length,
        end => to_integer_or_infinity(cx, end)?.clamp(0.0, length),
    };
    Ok(string::substring(cx, string, start.min(end) as usize, start.max(end) as usize).any())
}

/// String.prototype.substr ( start, length )
fn substr<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let string = this_string(cx, args, "String.prototype.substr")?;
    let size = string.get(cx).len() as u64;
    let start = to_relative_index(cx, args.get(cx, 0), size, 0)?;
    let length = match args.get(cx, 1) {
        length if length.val(cx).is_undefined() => size as f64,
        length => to_integer_or_infinity(cx, length)?,
    };
    let end = start + length.clamp(0.0, (size - start) as f64) as u64;
    Ok(string::substring(cx, string, start as usize, end as usize).any())
}

/// ThisStringValue
fn this_string_value<'s>(cx: &mut Cx<'s>, args: Args<'s>, method: &str) -> JsResult<Handle<'s>> {
    let value = args.this().val(cx);
    let primitive = value.cast::<StringObject>().map_or(value, |object| object.value());
    if primitive.is::<JsString>() {
        return Ok(primitive.root(cx));
    }
    Err(cx.throw_error(Message::NotThisKind, &[method, "String"]))
}

/// String.prototype.toString ( )
fn to_string_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    this_string_value(cx, args, "String.prototype.toString")
}

/// String.prototype.valueOf ( )
fn value_of<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    this_string_value(cx, args, "String.prototype.valueOf")
}

/// IsStringWellFormedUnicode
fn is_well_formed_text(view: StrView<'_>) -> bool {
    match view {
        StrView::Latin1(_) => true,
        StrView::Utf16(units) => char::decode_utf16(units.iter().copied()).all(|decoded| decoded.is_ok()),
    }
}

/// String.prototype.isWellFormed ( )
fn is_well_formed<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let string = this_string(cx, args, "String.prototype.isWellFormed")?;
    let is_well_formed = string::with_flat(cx, string, is_well_formed_text);
    Ok(cx.boolean(is_well_formed))
}

/// String.prototype.toWellFormed ( )
fn to_well_formed<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let string = this_string(cx, args, "String.prototype.toWellFormed")?;
    if string::with_flat(cx, string, is_well_formed_text) {
        return Ok(string.any());
    }
    let text = string.get(cx).to_rust(cx);
    Ok(cx.string(&text).any())
}
