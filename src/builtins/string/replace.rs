//! Methods of strings that hand over to regular expressions, or do the same for plain text: `match`, `replace`, `search`,
//! `split` (ECMA-262, 22.1.3).

use super::search::with_both;
use super::this_string;
use crate::builtins::substitution::{Matched, Template};
use crate::objects::array;
use crate::objects::string::{self, StrView};
use crate::objects::string_builder::StringBuilder;
use crate::objects::string_search::index_of;
use crate::vm::ops::prelude::*;
use crate::vm::ops::regexp::{is_regexp, regexp_create};

/// The method that `pattern` brings under `symbol`, if it does.
fn method_of<'s>(cx: &mut Cx<'s>, pattern: Handle<'_>, symbol: WellKnown) -> JsResult<Option<Handle<'s, JsObject>>> {
    if pattern.val(cx).is_nullish() {
        return Ok(None);
    }
    get_method(cx, pattern, Key::Name(cx.well_known(symbol)))
}

/// TypeError unless a regular expression among the patterns of `method` has the flag `g`.
fn require_global(cx: &mut Cx<'_>, pattern: Handle<'_>, method: &str) -> JsResult<()> {
    scope!(cx);
    if pattern.val(cx).is_nullish() || !is_regexp(cx, pattern)? {
        return Ok(());
    }
    let flags = get_v(cx, pattern, cx.key(N::flags))?;
    require_object_coercible(cx, flags, method)?;
    let flags = to_string(cx, flags)?;
    let is_global = string::with_flat(cx, flags, |view| view.units().any(|unit| unit == b'g' as u16));
    if is_global { Ok(()) } else { Err(cx.throw_error(Message::NonGlobalRegExp, &[method])) }
}

/// Hands over to the method of a regular expression made of `pattern`.
fn through_new_regexp<'s>(
    cx: &mut Cx<'s>,
    args: Args<'s>,
    method: &str,
    flags: &str,
    symbol: WellKnown,
) -> JsResult<Handle<'s>> {
    let string = this_string(cx, args, method)?;
    let flags = if flags.is_empty() { cx.undefined() } else { cx.string(flags).any() };
    let regexp = regexp_create(cx, args.get(cx, 0), flags)?;
    call_method(cx, regexp.any(), Key::Name(cx.well_known(symbol)), &[string.any()])
}

/// String.prototype.match ( regexp )
pub(super) fn match_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "String.prototype.match";
    require_object_coercible(cx, args.this(), METHOD)?;
    let pattern = args.get(cx, 0);
    if let Some(matcher) = method_of(cx, pattern, WellKnown::Match)? {
        return call(cx, matcher.any(), pattern, &[args.this()]);
    }
    through_new_regexp(cx, args, METHOD, "", WellKnown::Match)
}

/// String.prototype.matchAll ( regexp )
pub(super) fn match_all<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "String.prototype.matchAll";
    require_object_coercible(cx, args.this(), METHOD)?;
    let pattern = args.get(cx, 0);
    require_global(cx, pattern, METHOD)?;
    if let Some(matcher) = method_of(cx, pattern, WellKnown::MatchAll)? {
        return call(cx, matcher.any(), pattern, &[args.this()]);
    }
    through_new_regexp(cx, args, METHOD, "g", WellKnown::MatchAll)
}

/// String.prototype.search ( regexp )
pub(super) fn search<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "String.prototype.search";
    require_object_coercible(cx, args.this(), METHOD)?;
    let pattern = args.get(cx, 0);
    if let Some(searcher) = method_of(cx, pattern, WellKnown::Search)? {
        return call(cx, searcher.any(), pattern, &[args.this()]);
    }
    through_new_regexp(cx, args, METHOD, "", WellKnown::Search)
}

/// What replaces each match of a plain text.
enum Replacement<'s> {
    Function(Handle<'s>),
    Template(Handle<'s, JsString>, Template),
}

impl<'s> Replacement<'s> {
    fn new(cx: &mut Cx<'s>, value: Handle<'s>) -> JsResult<Replacement<'s>> {
        if is_callable(cx, value) {
            return Ok(Replacement::Function(value));
        }
        let text = to_string(cx, value)?;
        let template = string::with_flat(cx, text, |view| Template::parse(view, 0, false));
        Ok(Replacement::Template(text, template))
    }

    /// Appends what replaces the match of `wanted` at `position` of `subject`.
    fn push(
        &self,
        cx: &mut Cx<'_>,
        subject: Handle<'_, JsString>,
        wanted: Handle<'_, JsString>,
        position: usize,
        builder: &mut StringBuilder,
    ) -> JsResult<()> {
        scope!(cx);
        match self {
            Replacement::Function(function) => {
                let arguments = [wanted.any(), cx.int(position as i32), subject.any()];
                let result = call(cx, *function, cx.undefined(), &arguments)?;
                let text = to_string(cx, result)?;
                builder.push(text.get(cx));
                Ok(())
            }
            Replacement::Template(text, template) => {
                let (subject, matched) = (subject.get(cx).root(cx), wanted.get(cx).root(cx));
                let whole = position..position + wanted.get(cx).len() as usize;
                let matched = Matched { subject, text: matched, whole, groups: &[], named: None };
                template.expand(cx, *text, &matched, builder)
            }
        }
    }
}

fn push_range(cx: &mut Cx<'_>, string: Handle<'_, JsString>, from: usize, to: usize, builder: &mut StringBuilder) {
    string::with_flat(cx, string, |view| builder.push_view(view.slice(from, to)));
}

/// String.prototype.replace ( searchValue, replaceValue )
pub(super) fn replace<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "String.prototype.replace";
    require_object_coercible(cx, args.this(), METHOD)?;
    let (pattern, value) = (args.get(cx, 0), args.get(cx, 1));
    if let Some(replacer) = method_of(cx, pattern, WellKnown::Replace)? {
        return call(cx, replacer.any(), pattern, &[args.this(), value]);
    }
    let string = this_string(cx, args, METHOD)?;
    let wanted = to_string(cx, pattern)?;
    let replacement = Replacement::new(cx, value)?;
    let Some(position) = with_both(cx, string, wanted, |string, wanted| index_of(string, wanted, 0)) else {
        return Ok(string.any());
    };
    let mut builder = StringBuilder::new();
    replacement.push(cx, string, wanted, position, &mut builder)?;
    let middle = finish_string(cx, builder)?;
    let length = string.get(cx).len() as usize;
    let before = string::substring(cx, string, 0, position);
    let after = string::substring(cx, string, position + wanted.get(cx).len() as usize, length);
    let front = concat_strings(cx, before, middle)?;
    Ok(concat_strings(cx, front, after)?.any())
}

/// String.prototype.replaceAll ( searchValue, replaceValue )
pub(super) fn replace_all<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "String.prototype.replaceAll";
    require_object_coercible(cx, args.this(), METHOD)?;
    let (pattern, value) = (args.get(cx, 0), args.get(cx, 1));
    require_global(cx, pattern, METHOD)?;
    if let Some(replacer) = method_of(cx, pattern, WellKnown::Replace)? {
        return call(cx, replacer.any(), pattern, &[args.this(), value]);
    }
    let string = this_string(cx, args, METHOD)?;
    let wanted = to_string(cx, pattern)?;
    let replacement = Replacement::new(cx, value)?;
    let positions = all_positions(cx, string, wanted);
    if positions.is_empty() {
        return Ok(string.any());
    }
    let (length, width) = (string.get(cx).len() as usize, wanted.get(cx).len() as usize);
    let mut builder = StringBuilder::with_capacity(length);
    let mut end = 0;
    for position in positions {
        push_range(cx, string, end, position, &mut builder);
        replacement.push(cx, string, wanted, position, &mut builder)?;
        end = position + width;
    }
    push_range(cx, string, end, length, &mut builder);
    Ok(finish_string(cx, builder)?.any())
}

/// Where `wanted` stands in `string`, without overlaps; an empty text stands everywhere.
fn all_positions(cx: &mut Cx<'_>, string: Handle<'_, JsString>, wanted: Handle<'_, JsString>) -> Vec<usize> {
    with_both(cx, string, wanted, |string, wanted| {
        let (mut positions, mut from) = (Vec::new(), 0);
        while from <= string.len()
            && let Some(position) = index_of(string, wanted, from)
        {
            positions.push(position);
            from = position + wanted.len().max(1);
        }
        positions
    })
}

/// String.prototype.split ( separator, limit )
pub(super) fn split<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "String.prototype.split";
    require_object_coercible(cx, args.this(), METHOD)?;
    let (separator, limit) = (args.get(cx, 0), args.get(cx, 1));
    if let Some(splitter) = method_of(cx, separator, WellKnown::Split)? {
        return call(cx, splitter.any(), separator, &[args.this(), limit]);
    }
    let string = this_string(cx, args, METHOD)?;
    let limit = if limit.val(cx).is_undefined() { u32::MAX } else { to_uint32(cx, limit)? };
    let text = to_string(cx, separator)?;
    if limit == 0 {
        return Ok(array::new(cx, 0).any());
    }
    if separator.val(cx).is_undefined() {
        return Ok(array::from_values(cx, &[string.any()]).any());
    }
    let pieces = split_ranges(cx, string, text, limit as usize);
    let (whole, start) = string::whole_of(cx, string);
    let result = array::with_capacity(cx, pieces.len());
    for (index, &(from, to)) in pieces.iter().enumerate() {
        scope!(cx);
        let piece = string::substring(cx, whole, start + from as usize, start + to as usize);
        result.get(cx).storage().set_element(cx, index, piece.val(cx));
    }
    result.get(cx).set_length_raw(cx, pieces.len() as u32);
    Ok(result.any())
}

/// The pieces between separators, at most `limit`.
fn split_ranges(
    cx: &mut Cx<'_>,
    string: Handle<'_, JsString>,
    separator: Handle<'_, JsString>,
    limit: usize,
) -> Vec<(u32, u32)> {
    with_both(cx, string, separator, |string, separator| {
        let length = string.len() as u32;
        if separator.is_empty() {
            return (0..length).take(limit).map(|at| (at, at + 1)).collect();
        }
        if let (StrView::Latin1(units), StrView::Latin1(&[separator])) = (string, separator) {
            let mut from = 0;
            let ends = memchr::memchr_iter(separator, units).map(|end| end as u32).chain([length]);
            return ends.take(limit).map(|end| (std::mem::replace(&mut from, end + 1), end)).collect();
        }
        let (mut pieces, mut from) = (Vec::new(), 0);
        while pieces.len() < limit {
            let Some(at) = index_of(string, separator, from) else {
                pieces.push((from as u32, length));
                break;
            };
            pieces.push((from as u32, at as u32));
            from = at + separator.len();
        }
        pieces
    })
}
