//! The static properties of RegExp that remember the last match (`RegExp.$1`, `RegExp.lastMatch`, ...), as V8 has them.
//!
//! [`Root::RegExpLastMatch`] holds `RegExp.input`, the subject, the count of groups, and the two ends of the whole match, of
//! the last group and of groups 1 to 9 as far as there are any; -1 stands for a group that took no part.

use crate::base::regexp::Captures;
use crate::builtins::define::{Row, RowKey, accessor, properties};
use crate::objects::fixed::FixedArray;
use crate::objects::string;
use crate::vm::ops::prelude::*;

const INPUT: usize = 0;
const SUBJECT: usize = 1;
const COUNT: usize = 2;
const WHOLE: usize = 3;
const LAST_GROUP: usize = 5;
const GROUPS: usize = 7;
const GROUP_COUNT: usize = 9;
const WORDS: usize = GROUPS + 2 * GROUP_COUNT;

const ROWS: &[Row] = &[
    row("input", input, set_input),
    row("$_", input, set_input),
    row("lastMatch", last_match, ignore),
    row("$&", last_match, ignore),
    row("lastParen", last_paren, ignore),
    row("$+", last_paren, ignore),
    row("leftContext", left_context, ignore),
    row("$`", left_context, ignore),
    row("rightContext", right_context, ignore),
    row("$'", right_context, ignore),
    row("$1", group::<0>, ignore),
    row("$2", group::<1>, ignore),
    row("$3", group::<2>, ignore),
    row("$4", group::<3>, ignore),
    row("$5", group::<4>, ignore),
    row("$6", group::<5>, ignore),
    row("$7", group::<6>, ignore),
    row("$8", group::<7>, ignore),
    row("$9", group::<8>, ignore),
];

const fn row(name: &'static str, get: Native, set: Native) -> Row {
    accessor(RowKey::Text(name), Some(get), Some(set))
}

pub(super) fn install(cx: &mut Cx<'_>, constructor: Handle<'_, JsObject>) {
    let record = FixedArray::new(cx, WORDS);
    let empty = cx.empty_string();
    for index in 0..WORDS {
        let value = if index < COUNT { empty.val(cx) } else { Val::int(0) };
        record.get(cx).set(cx, index, value);
    }
    cx.set_root_value(Root::RegExpLastMatch, record.any());
    properties(cx, constructor, ROWS);
}

fn record<'g>(cx: &'g Cx<'_>) -> Gc<'g, FixedArray> {
    cx.root(Root::RegExpLastMatch).must()
}

/// Remembers a match.
pub(super) fn remember(cx: &Cx<'_>, subject: Handle<'_, JsString>, captures: &Captures) {
    let record = record(cx);
    let put = |at: usize, range: Option<&std::ops::Range<usize>>| {
        let (start, end) = range.map_or((-1, -1), |range| (range.start as i32, range.end as i32));
        record.set(cx, at, Val::int(start));
        record.set(cx, at + 1, Val::int(end));
    };
    record.set(cx, INPUT, subject.val(cx));
    record.set(cx, SUBJECT, subject.val(cx));
    put(WHOLE, Some(&captures.whole));
    put(LAST_GROUP, captures.groups.last().and_then(Option::as_ref));
    record.set(cx, COUNT, Val::int(captures.groups.len() as i32));
    for (group, range) in captures.groups.iter().take(GROUP_COUNT).enumerate() {
        put(GROUPS + 2 * group, range.as_ref());
    }
}

/// The part of the subject whose ends are at `at`, empty if there is none.
fn part<'s>(cx: &mut Cx<'s>, at: usize) -> JsResult<Handle<'s>> {
    let (start, end) = (record(cx).at(at).as_int(), record(cx).at(at + 1).as_int());
    Ok(between(cx, start, end))
}

fn between<'s>(cx: &mut Cx<'s>, start: i32, end: i32) -> Handle<'s> {
    if start < 0 {
        return cx.empty_string().any();
    }
    let subject: Handle<'s, JsString> = record(cx).at(SUBJECT).root(cx).must(cx);
    string::substring(cx, subject, start as usize, end as usize).any()
}

fn input<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(record(cx).at(INPUT).root(cx))
}

fn set_input<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let text = to_string(cx, args.get(cx, 0))?;
    record(cx).set(cx, INPUT, text.val(cx));
    Ok(cx.undefined())
}

/// The setter of what cannot be set.
fn ignore<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(cx.undefined())
}

fn last_match<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    part(cx, WHOLE)
}

fn last_paren<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    part(cx, LAST_GROUP)
}

fn left_context<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    let start = record(cx).at(WHOLE).as_int();
    Ok(between(cx, 0, start))
}

fn right_context<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    let end = record(cx).at(WHOLE + 1).as_int();
    let length = record(cx).at(SUBJECT).must::<JsString>().len();
    Ok(between(cx, end, length as i32))
}

/// `RegExp.$1` and so on, counted from 0.
fn group<'s, const GROUP: usize>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    if GROUP as i32 >= record(cx).at(COUNT).as_int() {
        return Ok(cx.empty_string().any());
    }
    part(cx, GROUPS + 2 * GROUP)
}
