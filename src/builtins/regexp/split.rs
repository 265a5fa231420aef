//! RegExp.prototype[@@split] (ECMA-262, 22.2.6.14).

use std::ops::Range;

use super::exec::{advance_string_index, find_from, group_text, last_index, regexp_exec, set_last_index, subject_of};
use super::matching::this_object;
use super::{legacy, pristine};
use crate::base::regexp::RegExpFlags;
use crate::objects::array::{self, JsArray, element_key};
use crate::objects::regexp::JsRegExp;
use crate::objects::string;
use crate::objects::string_builder::StringBuilder;
use crate::vm::ops::prelude::*;

/// RegExp.prototype [ @@split ] ( string, limit )
pub(super) fn split<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let regexp = this_object(cx, args, "@@split")?;
    let subject = subject_of(cx, args.get(cx, 0))?;
    let limit = args.get(cx, 1);
    // A sticky program finds nothing further on, where the specification would look; the conversion of a limit that is
    // no number may run a script.
    let is_direct = pristine::is_pristine(cx, regexp)
        && (limit.val(cx).is_undefined() || limit.val(cx).is_number())
        && !regexp.must::<JsRegExp>(cx).get(cx).regexp_flags().contains(RegExpFlags::STICKY);
    let splitter = if is_direct { None } else { Some(make_splitter(cx, regexp)?) };
    let limit = if limit.val(cx).is_undefined() { u32::MAX } else { to_uint32(cx, limit)? };
    if limit == 0 {
        return Ok(array::new(cx, 0).any());
    }
    let Some((splitter, unicode)) = splitter else {
        return Ok(split_directly(cx, regexp.must(cx), subject, limit).any());
    };
    let pieces = array::with_capacity(cx, 0);
    split_by_exec(cx, splitter, unicode, subject, limit, pieces)?;
    Ok(pieces.any())
}

/// The sticky copy that the specification splits with, and whether it sees code points.
fn make_splitter<'s>(cx: &mut Cx<'s>, regexp: Handle<'_, JsObject>) -> JsResult<(Handle<'s, JsObject>, bool)> {
    let constructor = species_constructor(cx, regexp, Root::RegExpConstructor)?;
    let flags = get(cx, regexp, cx.key(N::flags))?;
    let flags = to_string(cx, flags)?;
    let mut letters = StringBuilder::new();
    letters.push(flags.get(cx));
    let has = |letter: u8| letters.view().units().any(|unit| unit == letter as u16);
    let (unicode, sticky) = (has(b'u') || has(b'v'), has(b'y'));
    if !sticky {
        letters.push_str("y");
    }
    let flags = finish_string(cx, letters)?;
    let splitter = construct(cx, constructor, &[regexp.any(), flags.any()], None)?;
    Ok((splitter, unicode))
}

fn push_piece(cx: &mut Cx<'_>, pieces: Handle<'_, JsArray>, subject: Handle<'_, JsString>, from: usize, to: usize) {
    let piece = string::substring(cx, subject, from, to);
    array::push(cx, pieces, piece.any());
}

/// Splits with a regular expression that no script can watch: searching forward finds what trying each index would.
fn split_directly<'s>(
    cx: &mut Cx<'s>,
    regexp: Handle<'_, JsRegExp>,
    subject: Handle<'_, JsString>,
    limit: u32,
) -> Handle<'s, JsArray> {
    let ranges = ranges_between(cx, regexp, subject, limit as usize);
    let pieces = array::with_capacity(cx, ranges.len());
    for (index, range) in ranges.iter().enumerate() {
        scope!(cx);
        let text = group_text(cx, subject, range);
        pieces.get(cx).storage().set_element(cx, index, text.val(cx));
    }
    pieces.get(cx).set_length_raw(cx, ranges.len() as u32);
    pieces
}

/// The parts of the subject between matches, and the groups of these, at most `limit`.
fn ranges_between(
    cx: &mut Cx<'_>,
    regexp: Handle<'_, JsRegExp>,
    subject: Handle<'_, JsString>,
    limit: usize,
) -> Vec<Option<Range<usize>>> {
    let unicode = regexp.get(cx).regexp_flags().is_unicode();
    let length = subject.get(cx).len() as usize;
    let (mut ranges, mut last) = (Vec::new(), None);
    let (mut piece_start, mut search_start) = (0, 0);
    while (search_start < length || length == 0) && ranges.len() < limit {
        let Some(captures) = find_from(cx, regexp, subject, search_start) else { break };
        let Range { start, end } = captures.whole;
        if start >= length && length > 0 {
            break;
        }
        if end == piece_start {
            search_start = advance_string_index(cx, subject, start as u64, unicode) as usize;
        } else {
            ranges.push(Some(piece_start..start));
            ranges.extend(captures.groups.iter().cloned());
            (piece_start, search_start) = (end, end);
        }
        last = Some(captures);
        if length == 0 {
            break;
        }
    }
    if let Some(last) = &last {
        legacy::remember(cx, subject, last);
    }
    let matches_empty = length == 0 && last.is_some();
    if !matches_empty {
        ranges.push(Some(piece_start..length));
    }
    ranges.truncate(limit);
    ranges
}

/// Splits by trying `splitter` at each index.
fn split_by_exec(
    cx: &mut Cx<'_>,
    splitter: Handle<'_, JsObject>,
    unicode: bool,
    subject: Handle<'_, JsString>,
    limit: u32,
    pieces: Handle<'_, JsArray>,
) -> JsResult<()> {
    let size = subject.get(cx).len() as u64;
    if size == 0 {
        if regexp_exec(cx, splitter, subject)?.is_none() {
            array::push(cx, pieces, subject.any());
        }
        return Ok(());
    }
    let (mut piece_start, mut index) = (0u64, 0u64);
    while index < size {
        scope!(cx);
        set_last_index(cx, splitter, index)?;
        let Some(result) = regexp_exec(cx, splitter, subject)? else {
            index = advance_string_index(cx, subject, index, unicode);
            continue;
        };
        let end = last_index(cx, splitter)?.min(size);
        if end == piece_start {
            index = advance_string_index(cx, subject, index, unicode);
            continue;
        }
        push_piece(cx, pieces, subject, piece_start as usize, index as usize);
        if pieces.get(cx).length() == limit {
            return Ok(());
        }
        piece_start = end;
        if push_groups(cx, result, limit, pieces)? {
            return Ok(());
        }
        index = piece_start;
    }
    push_piece(cx, pieces, subject, piece_start as usize, size as usize);
    Ok(())
}

/// Appends the groups of a result; gives true when the limit is reached.
fn push_groups(
    cx: &mut Cx<'_>,
    result: Handle<'_, JsObject>,
    limit: u32,
    pieces: Handle<'_, JsArray>,
) -> JsResult<bool> {
    let count = length_of_array_like(cx, result)?;
    for group in 1..count {
        scope!(cx);
        let key = element_key(cx, group);
        let text = get(cx, result, key)?;
        array::push(cx, pieces, text);
        if pieces.get(cx).length() == limit {
            return Ok(true);
        }
    }
    Ok(false)
}
