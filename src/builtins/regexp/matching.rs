//! RegExp.prototype[@@match], [@@matchAll] and [@@search] (ECMA-262, 22.2.6).

use super::exec::{advance_string_index, find_from, last_index, regexp_exec, set_last_index, subject_of};
use super::{legacy, pristine, string_iterator};
use crate::base::regexp::{Captures, RegExpFlags};
use crate::builtins::receiver;
use crate::objects::array::{self, JsArray};
use crate::objects::regexp::JsRegExp;
use crate::objects::same_value;
use crate::objects::string;
use crate::vm::ops::prelude::*;

/// The receiver of method `[symbol]`, which must be an object.
pub(super) fn this_object<'s>(cx: &mut Cx<'s>, args: Args<'s>, symbol: &str) -> JsResult<Handle<'s, JsObject>> {
    match args.this().cast(cx) {
        Some(this) => Ok(this),
        None => Err(receiver::incompatible(cx, args.this(), &format!("RegExp.prototype.{symbol}"))),
    }
}

/// ToString(regexp.flags), as the set of known letters; others mean nothing here.
pub(super) fn flags_of(cx: &mut Cx<'_>, regexp: Handle<'_, JsObject>) -> JsResult<RegExpFlags> {
    scope!(cx);
    let flags = get(cx, regexp, cx.key(N::flags))?;
    let flags = to_string(cx, flags)?;
    Ok(string::with_flat(cx, flags, |view| {
        let known = view.units().filter_map(|unit| RegExpFlags::parse([unit]));
        known.fold(RegExpFlags::empty(), |flags, flag| flags | flag)
    }))
}

/// All matches of a pristine global regular expression, `lastIndex` left at 0.
pub(super) fn all_matches(
    cx: &mut Cx<'_>,
    regexp: Handle<'_, JsRegExp>,
    subject: Handle<'_, JsString>,
) -> JsResult<Vec<Captures>> {
    let unicode = regexp.get(cx).regexp_flags().is_unicode();
    set_last_index(cx, regexp.must(cx), 0)?;
    let (mut matches, mut start) = (Vec::with_capacity(8), 0);
    while let Some(captures) = find_from(cx, regexp, subject, start) {
        start = captures.whole.end;
        if captures.whole.is_empty() {
            start = advance_string_index(cx, subject, start as u64, unicode) as usize;
        }
        matches.push(captures);
    }
    if let Some(last) = matches.last() {
        legacy::remember(cx, subject, last);
    }
    Ok(matches)
}

/// RegExp.prototype [ @@match ] ( string )
pub(super) fn match_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let regexp = this_object(cx, args, "@@match")?;
    let subject = subject_of(cx, args.get(cx, 0))?;
    let is_pristine = pristine::is_pristine(cx, regexp);
    let flags = if is_pristine { regexp.must::<JsRegExp>(cx).get(cx).regexp_flags() } else { flags_of(cx, regexp)? };
    if !flags.contains(RegExpFlags::GLOBAL) {
        let result = regexp_exec(cx, regexp, subject)?;
        return Ok(result.map_or(cx.null(), |result| result.any()));
    }
    let texts = if is_pristine {
        match_all_texts(cx, regexp.must(cx), subject)?
    } else {
        collect_texts(cx, regexp, subject, flags.is_unicode())?
    };
    Ok(if texts.get(cx).length() == 0 { cx.null() } else { texts.any() })
}

fn match_all_texts<'s>(
    cx: &mut Cx<'s>,
    regexp: Handle<'_, JsRegExp>,
    subject: Handle<'_, JsString>,
) -> JsResult<Handle<'s, JsArray>> {
    let matches = all_matches(cx, regexp, subject)?;
    let texts = array::with_capacity(cx, matches.len());
    for captures in matches {
        scope!(cx);
        let text = string::substring(cx, subject, captures.whole.start, captures.whole.end);
        array::push(cx, texts, text.any());
    }
    Ok(texts)
}

/// The texts of all matches, by way of `exec`.
fn collect_texts<'s>(
    cx: &mut Cx<'s>,
    regexp: Handle<'_, JsObject>,
    subject: Handle<'_, JsString>,
    unicode: bool,
) -> JsResult<Handle<'s, JsArray>> {
    let texts = array::with_capacity(cx, 0);
    set_last_index(cx, regexp, 0)?;
    loop {
        scope!(cx);
        let Some(result) = regexp_exec(cx, regexp, subject)? else { return Ok(texts) };
        let text = get(cx, result, Key::Index(0))?;
        let text = to_string(cx, text)?;
        array::push(cx, texts, text.any());
        if text.get(cx).is_empty() {
            step_over_empty(cx, regexp, subject, unicode)?;
        }
    }
}

/// Moves `lastIndex` on after an empty match.
pub(super) fn step_over_empty(
    cx: &mut Cx<'_>,
    regexp: Handle<'_, JsObject>,
    subject: Handle<'_, JsString>,
    unicode: bool,
) -> JsResult<()> {
    let index = last_index(cx, regexp)?;
    let next = advance_string_index(cx, subject, index, unicode);
    set_last_index(cx, regexp, next)
}

/// RegExp.prototype [ @@matchAll ] ( string )
pub(super) fn match_all<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let regexp = this_object(cx, args, "@@matchAll")?;
    let subject = subject_of(cx, args.get(cx, 0))?;
    let constructor = species_constructor(cx, regexp, Root::RegExpConstructor)?;
    let flags = get(cx, regexp, cx.key(N::flags))?;
    let flags = to_string(cx, flags)?;
    let matcher = construct(cx, constructor, &[regexp.any(), flags.any()], None)?;
    let index = last_index(cx, regexp)?;
    set_last_index(cx, matcher, index)?;
    let has = |cx: &mut Cx<'s>, letters: &'static [u8]| {
        string::with_flat(cx, flags, |view| {
            view.units().any(|unit| letters.iter().any(|&letter| letter as u16 == unit))
        })
    };
    let (global, unicode) = (has(cx, b"g"), has(cx, b"uv"));
    Ok(string_iterator::new(cx, matcher, subject, global, unicode).any())
}

/// RegExp.prototype [ @@search ] ( string )
pub(super) fn search<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let regexp = this_object(cx, args, "@@search")?;
    let subject = subject_of(cx, args.get(cx, 0))?;
    if pristine::has_own_exec(cx, regexp) {
        let found = find_from(cx, regexp.must(cx), subject, 0);
        if let Some(captures) = &found {
            legacy::remember(cx, subject, captures);
        }
        return Ok(cx.int(found.map_or(-1, |captures| captures.whole.start as i32)));
    }
    let key = cx.key(N::last_index);
    let previous = get(cx, regexp, key)?;
    if !same_value(cx, previous.val(cx), Val::int(0)) {
        set(cx, regexp, key, cx.int(0))?;
    }
    let result = regexp_exec(cx, regexp, subject)?;
    let current = get(cx, regexp, key)?;
    if !same_value(cx, current.val(cx), previous.val(cx)) {
        set(cx, regexp, key, previous)?;
    }
    match result {
        Some(result) => get(cx, result, cx.key(N::index)),
        None => Ok(cx.int(-1)),
    }
}
