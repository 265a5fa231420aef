//! Matching: `exec`, `test`, and RegExpExec for the methods under symbols (ECMA-262, 22.2.7).

use super::{legacy, pristine};
use crate::base::regexp::{Captures, RegExpFlags};
use crate::builtins::receiver;
use crate::objects::array::JsArray;
use crate::objects::object;
use crate::objects::property;
use crate::objects::regexp::{self, JsRegExp};
use crate::objects::storage::{self, Counts, StorageFlags};
use crate::objects::string;
use crate::vm::ops::prelude::*;

/// ToString(value), flat: what follows reads its units again and again.
pub(super) fn subject_of<'s>(cx: &mut Cx<'s>, value: Handle<'s>) -> JsResult<Handle<'s, JsString>> {
    let subject = to_string(cx, value)?;
    Ok(string::flatten(cx, subject))
}

/// RegExp.prototype.exec ( string )
pub(super) fn exec<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let regexp: Handle<'s, JsRegExp> = receiver::this(cx, args, "RegExp.prototype.exec")?;
    let subject = subject_of(cx, args.get(cx, 0))?;
    match builtin_exec(cx, regexp, subject)? {
        Some(result) => Ok(result.any()),
        None => Ok(cx.null()),
    }
}

/// RegExp.prototype.test ( S )
pub(super) fn test<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let Some(this) = args.this().cast::<JsObject>(cx) else {
        return Err(receiver::incompatible(cx, args.this(), "RegExp.prototype.test"));
    };
    let subject = subject_of(cx, args.get(cx, 0))?;
    let found = if pristine::has_own_exec(cx, this) {
        builtin_match(cx, this.must(cx), subject)?.is_some()
    } else {
        regexp_exec(cx, this, subject)?.is_some()
    };
    Ok(cx.boolean(found))
}

/// RegExpExec.
pub(super) fn regexp_exec<'s>(
    cx: &mut Cx<'s>,
    regexp: Handle<'_, JsObject>,
    subject: Handle<'_, JsString>,
) -> JsResult<Option<Handle<'s, JsObject>>> {
    if pristine::has_own_exec(cx, regexp) {
        return builtin_exec(cx, regexp.must(cx), subject);
    }
    let exec = get(cx, regexp, cx.key(N::exec))?;
    let is_builtin = exec.val(cx).is_same_word(cx.root(Root::RegExpExec));
    let builtin = regexp.cast::<JsRegExp>(cx);
    if is_callable(cx, exec) && !(is_builtin && builtin.is_some()) {
        let result = call(cx, exec, regexp.any(), &[subject.any()])?;
        return match result.cast::<JsObject>(cx) {
            Some(object) => Ok(Some(object)),
            None if result.val(cx).is_null() => Ok(None),
            None => Err(cx.throw_error(Message::RegExpExecResult, &[])),
        };
    }
    match builtin {
        Some(regexp) => builtin_exec(cx, regexp, subject),
        None => Err(receiver::incompatible(cx, regexp.any(), "RegExp.prototype.exec")),
    }
}

/// RegExpBuiltinExec.
fn builtin_exec<'s>(
    cx: &mut Cx<'s>,
    regexp: Handle<'_, JsRegExp>,
    subject: Handle<'_, JsString>,
) -> JsResult<Option<Handle<'s, JsObject>>> {
    let Some(captures) = builtin_match(cx, regexp, subject)? else { return Ok(None) };
    let has_indices = regexp.get(cx).regexp_flags().contains(RegExpFlags::HAS_INDICES);
    let result = match_result(cx, subject, &captures);
    if has_indices {
        add_indices(cx, result, &captures);
    }
    Ok(Some(result.must(cx)))
}

/// RegExpBuiltinExec up to the match: reads and writes `lastIndex`, makes nothing of what is found.
pub(super) fn builtin_match(
    cx: &mut Cx<'_>,
    regexp: Handle<'_, JsRegExp>,
    subject: Handle<'_, JsString>,
) -> JsResult<Option<Captures>> {
    let object: Handle<'_, JsObject> = regexp.must(cx);
    let last_index = last_index(cx, object)?;
    let flags = regexp.get(cx).regexp_flags();
    let keeps_index = flags.intersects(RegExpFlags::GLOBAL | RegExpFlags::STICKY);
    let start = if keeps_index { last_index } else { 0 };
    let found = match usize::try_from(start) {
        Ok(start) if start <= subject.get(cx).len() as usize => find_from(cx, regexp, subject, start),
        _ => None,
    };
    if keeps_index {
        let next = found.as_ref().map_or(0, |captures| captures.whole.end as u64);
        set_last_index(cx, object, next)?;
    }
    if let Some(captures) = &found {
        legacy::remember(cx, subject, captures);
    }
    Ok(found)
}

/// The match at or after `start`, which within a surrogate pair means the pair if the pattern sees code points.
pub(super) fn find_from(
    cx: &mut Cx<'_>,
    regexp: Handle<'_, JsRegExp>,
    subject: Handle<'_, JsString>,
    start: usize,
) -> Option<Captures> {
    let splits_pair = start > 0
        && regexp.get(cx).regexp_flags().is_unicode()
        && string::with_flat(cx, subject, |view| {
            start < view.len()
                && (0xDC00..0xE000).contains(&view.at(start))
                && (0xD800..0xDC00).contains(&view.at(start - 1))
        });
    regexp::find(cx, regexp, subject, start - splits_pair as usize)
}

/// ToLength(regexp.lastIndex).
pub(super) fn last_index(cx: &mut Cx<'_>, regexp: Handle<'_, JsObject>) -> JsResult<u64> {
    scope!(cx);
    if pristine::is_plain(cx, regexp) {
        let index = regexp.get(cx).val().must::<JsRegExp>().last_index();
        if index.is_int() {
            return Ok(index.as_int().max(0) as u64);
        }
    }
    let index = get(cx, regexp, cx.key(N::last_index))?;
    to_length(cx, index)
}

/// Set(regexp, "lastIndex", index, true).
pub(super) fn set_last_index(cx: &mut Cx<'_>, regexp: Handle<'_, JsObject>, index: u64) -> JsResult<()> {
    if pristine::is_plain(cx, regexp) {
        regexp.get(cx).val().must::<JsRegExp>().set_last_index(cx, Val::number(index as f64));
        return Ok(());
    }
    scope!(cx);
    set(cx, regexp, cx.key(N::last_index), cx.number(index as f64))
}

/// AdvanceStringIndex.
pub(super) fn advance_string_index(cx: &mut Cx<'_>, subject: Handle<'_, JsString>, index: u64, unicode: bool) -> u64 {
    let length = subject.get(cx).len() as u64;
    if !unicode || index + 1 >= length {
        return index + 1;
    }
    let code_point =
        string::with_flat(cx, subject, |view| crate::builtins::string::code_point_of(view, index as usize));
    index + if code_point > 0xFFFF { 2 } else { 1 }
}

/// The text of group `range`, undefined if it took no part.
pub(super) fn group_text<'s>(
    cx: &mut Cx<'s>,
    subject: Handle<'_, JsString>,
    range: &Option<std::ops::Range<usize>>,
) -> Handle<'s> {
    match range {
        Some(range) => string::substring(cx, subject, range.start, range.end).any(),
        None => cx.undefined(),
    }
}

/// The array that `exec` gives: the match and its groups, with `index`, `input` and `groups`.
fn match_result<'s>(cx: &mut Cx<'s>, subject: Handle<'_, JsString>, captures: &Captures) -> Handle<'s, JsArray> {
    let count = 1 + captures.groups.len();
    let array: Handle<'s, JsArray> = object::allocate(cx, cx.root_handle(Root::MatchResultMap));
    scope!(cx);
    let storage = storage::allocate(cx, Counts { elements: count, properties: 3, flags: StorageFlags::empty() });
    array.get(cx).set_storage_word(cx, storage.val(cx));
    array.get(cx).set_length_raw(cx, count as u32);
    storage.get(cx).set_property(cx, 0, Val::int(captures.whole.start as i32));
    storage.get(cx).set_property(cx, 1, subject.val(cx));
    let whole = string::substring(cx, subject, captures.whole.start, captures.whole.end);
    storage.get(cx).set_element(cx, 0, whole.val(cx));
    for (index, range) in captures.groups.iter().enumerate() {
        scope!(cx);
        let text = group_text(cx, subject, range);
        storage.get(cx).set_element(cx, 1 + index, text.val(cx));
    }
    if !captures.named.is_empty() {
        let groups = named_groups(cx, captures, |cx, range| group_text(cx, subject, range));
        storage.get(cx).set_property(cx, 2, groups.val(cx));
    }
    array
}

/// An object without prototype that has `make` of each named group.
pub(super) fn named_groups<'s>(
    cx: &mut Cx<'s>,
    captures: &Captures,
    make: impl for<'t> Fn(&mut Cx<'t>, &Option<std::ops::Range<usize>>) -> Handle<'t>,
) -> Handle<'s, JsObject> {
    let groups = object::with_prototype(cx, cx.null());
    for (name, range) in &captures.named {
        scope!(cx);
        let key = cx.intern_str(name);
        let value = make(cx, range);
        if !object::append_known(cx, groups.get(cx), key.get(cx), value.val(cx)) {
            property::add(cx, groups, Key::Name(key), value, Attributes::DEFAULT);
        }
    }
    groups
}

/// MakeMatchIndicesIndexPairArray, as the result's `indices`.
fn add_indices(cx: &mut Cx<'_>, result: Handle<'_, JsArray>, captures: &Captures) {
    scope!(cx);
    let indices = crate::objects::array::with_capacity(cx, 1 + captures.groups.len());
    let whole = Some(captures.whole.clone());
    for range in std::iter::once(&whole).chain(&captures.groups) {
        scope!(cx);
        let pair = index_pair(cx, range);
        crate::objects::array::push(cx, indices, pair);
    }
    let groups = match captures.named.is_empty() {
        true => cx.undefined(),
        false => named_groups(cx, captures, index_pair).any(),
    };
    property::add(cx, indices.must(cx), cx.key(N::groups), groups, Attributes::DEFAULT);
    property::add(cx, result.must(cx), cx.key(N::indices), indices.any(), Attributes::DEFAULT);
}

/// `[start, end]`, undefined for a group that took no part.
fn index_pair<'s>(cx: &mut Cx<'s>, range: &Option<std::ops::Range<usize>>) -> Handle<'s> {
    match range {
        Some(range) => {
            let (start, end) = (cx.int(range.start as i32), cx.int(range.end as i32));
            crate::objects::array::from_values(cx, &[start, end]).any()
        }
        None => cx.undefined(),
    }
}
