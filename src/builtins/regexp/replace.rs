//! RegExp.prototype[@@replace] (ECMA-262, 22.2.6.11).

use super::exec::{builtin_match, group_text, named_groups, regexp_exec, set_last_index, subject_of};
use super::matching::{all_matches, flags_of, step_over_empty, this_object};
use super::pristine;
use crate::base::regexp::{Captures, RegExpFlags};
use crate::builtins::substitution::{Matched, Template};
use crate::objects::array::{self, JsArray, element_key};
use crate::objects::regexp::JsRegExp;
use crate::objects::string;
use crate::objects::string_builder::StringBuilder;
use crate::vm::ops::prelude::*;

/// What replaces each match.
#[derive(Clone, Copy)]
enum Replacement<'s> {
    Function(Handle<'s>),
    Text(Handle<'s, JsString>),
}

/// The text being built: the subject up to `end`, matches replaced.
struct Output<'s> {
    subject: Handle<'s, JsString>,
    builder: StringBuilder,
    end: usize,
}

impl<'s> Output<'s> {
    fn new(cx: &Cx<'_>, subject: Handle<'s, JsString>) -> Output<'s> {
        let builder = StringBuilder::with_capacity(subject.get(cx).len() as usize);
        Output { subject, builder, end: 0 }
    }

    fn push_subject_until(&mut self, cx: &mut Cx<'_>, end: usize) {
        let from = self.end;
        string::with_flat(cx, self.subject, |view| self.builder.push_view(view.slice(from, end)));
    }

    fn finish<'t>(mut self, cx: &mut Cx<'t>) -> JsResult<Handle<'t>> {
        let length = self.subject.get(cx).len() as usize;
        if self.end < length {
            self.push_subject_until(cx, length);
        }
        Ok(finish_string(cx, self.builder)?.any())
    }
}

/// RegExp.prototype [ @@replace ] ( string, replaceValue )
pub(super) fn replace<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let regexp = this_object(cx, args, "@@replace")?;
    let subject = subject_of(cx, args.get(cx, 0))?;
    let value = args.get(cx, 1);
    let replacement = match is_callable(cx, value) {
        true => Replacement::Function(value),
        false => Replacement::Text(to_string(cx, value)?),
    };
    if pristine::is_pristine(cx, regexp) {
        return replace_directly(cx, regexp, subject, replacement);
    }
    let flags = flags_of(cx, regexp)?;
    let results = collect_results(cx, regexp, subject, flags)?;
    let mut output = Output::new(cx, subject);
    for index in 0..results.get(cx).length() {
        scope!(cx);
        let result: Handle<'_, JsObject> = results.get(cx).storage().element(index as usize).root(cx).must(cx);
        replace_result(cx, result, replacement, &mut output)?;
    }
    output.finish(cx)
}

/// The results of `exec`, one or, for a global regular expression, all.
fn collect_results<'s>(
    cx: &mut Cx<'s>,
    regexp: Handle<'_, JsObject>,
    subject: Handle<'_, JsString>,
    flags: RegExpFlags,
) -> JsResult<Handle<'s, JsArray>> {
    let results = array::with_capacity(cx, 0);
    let is_global = flags.contains(RegExpFlags::GLOBAL);
    if is_global {
        set_last_index(cx, regexp, 0)?;
    }
    loop {
        scope!(cx);
        let Some(result) = regexp_exec(cx, regexp, subject)? else { return Ok(results) };
        array::push(cx, results, result.any());
        if !is_global {
            return Ok(results);
        }
        let text = get(cx, result, Key::Index(0))?;
        if to_string(cx, text)?.get(cx).is_empty() {
            step_over_empty(cx, regexp, subject, flags.is_unicode())?;
        }
    }
}

/// Replaces one result of `exec`, reading all of it as the specification says.
fn replace_result<'s>(
    cx: &mut Cx<'s>,
    result: Handle<'s, JsObject>,
    replacement: Replacement<'_>,
    output: &mut Output<'_>,
) -> JsResult<()> {
    let length = length_of_array_like(cx, result)?;
    let text = get(cx, result, Key::Index(0))?;
    let text = to_string(cx, text)?;
    let position = get(cx, result, cx.key(N::index))?;
    let position = to_integer_or_infinity(cx, position)?;
    let position = position.clamp(0.0, output.subject.get(cx).len() as f64) as usize;
    let mut groups = Vec::new();
    for index in 1..length {
        let key = element_key(cx, index);
        let group = get(cx, result, key)?;
        groups.push(if group.val(cx).is_undefined() { group } else { to_string(cx, group)?.any() });
    }
    let named = get(cx, result, cx.key(N::groups))?;
    let mut piece = StringBuilder::new();
    match replacement {
        Replacement::Function(function) => {
            let replaced = call_replacer(cx, function, text, &groups, position, output.subject, named)?;
            piece.push(replaced.get(cx));
        }
        Replacement::Text(template) => {
            let named = if named.val(cx).is_undefined() { None } else { Some(to_object(cx, named)?) };
            let whole = position..position + text.get(cx).len() as usize;
            let parts = string::with_flat(cx, template, |view| Template::parse(view, groups.len(), named.is_some()));
            let subject = output.subject.get(cx).root(cx);
            let matched = Matched { subject, text, whole, groups: &groups, named };
            parts.expand(cx, template, &matched, &mut piece)?;
        }
    }
    if position >= output.end {
        output.push_subject_until(cx, position);
        output.builder.push_view(piece.view());
        output.end = position + text.get(cx).len() as usize;
    }
    Ok(())
}

/// The result of the replacing function, as a string.
fn call_replacer<'s>(
    cx: &mut Cx<'s>,
    function: Handle<'_>,
    text: Handle<'_, JsString>,
    groups: &[Handle<'_>],
    position: usize,
    subject: Handle<'_, JsString>,
    named: Handle<'_>,
) -> JsResult<Handle<'s, JsString>> {
    let position = cx.int(position as i32);
    if groups.is_empty() && named.val(cx).is_undefined() {
        let result = call(cx, function, cx.undefined(), &[text.any(), position, subject.any()])?;
        return to_string(cx, result);
    }
    let mut arguments = Vec::with_capacity(groups.len() + 4);
    arguments.push(text.any());
    arguments.extend(groups.iter().copied());
    arguments.extend([position, subject.any()]);
    if !named.val(cx).is_undefined() {
        arguments.push(named);
    }
    let result = call(cx, function, cx.undefined(), &arguments)?;
    to_string(cx, result)
}

/// [@@replace] of a pristine regular expression.
fn replace_directly<'s>(
    cx: &mut Cx<'s>,
    regexp: Handle<'s, JsObject>,
    subject: Handle<'s, JsString>,
    replacement: Replacement<'s>,
) -> JsResult<Handle<'s>> {
    let regexp: Handle<'s, JsRegExp> = regexp.must(cx);
    let matches = match regexp.get(cx).regexp_flags().contains(RegExpFlags::GLOBAL) {
        true => all_matches(cx, regexp, subject)?,
        false => builtin_match(cx, regexp, subject)?.into_iter().collect(),
    };
    let Some(first) = matches.first() else { return Ok(subject.any()) };
    let parts = match replacement {
        Replacement::Function(_) => None,
        Replacement::Text(text) => {
            let (count, has_names) = (first.groups.len(), !first.named.is_empty());
            Some(string::with_flat(cx, text, |view| Template::parse(view, count, has_names)))
        }
    };
    let mut output = Output::new(cx, subject);
    for captures in &matches {
        scope!(cx);
        output.push_subject_until(cx, captures.whole.start);
        replace_match(cx, captures, replacement, parts.as_ref(), &mut output)?;
        output.end = captures.whole.end;
    }
    output.finish(cx)
}

fn replace_match(
    cx: &mut Cx<'_>,
    captures: &Captures,
    replacement: Replacement<'_>,
    parts: Option<&Template>,
    output: &mut Output<'_>,
) -> JsResult<()> {
    let subject = output.subject.get(cx).root(cx);
    let text = string::substring(cx, subject, captures.whole.start, captures.whole.end);
    let groups: Vec<Handle<'_>> = captures.groups.iter().map(|range| group_text(cx, subject, range)).collect();
    let named = match captures.named.is_empty() {
        true => None,
        false => Some(named_groups(cx, captures, |cx, range| group_text(cx, subject, range))),
    };
    match (replacement, parts) {
        (Replacement::Text(template), Some(parts)) => {
            let matched = Matched { subject, text, whole: captures.whole.clone(), groups: &groups, named };
            parts.expand(cx, template, &matched, &mut output.builder)
        }
        (Replacement::Text(_), None) => unreachable!("a template is taken apart before it is used"),
        (Replacement::Function(function), _) => {
            let named = named.map_or(cx.undefined(), |named| named.any());
            let replaced = call_replacer(cx, function, text, &groups, captures.whole.start, subject, named)?;
            output.builder.push(replaced.get(cx));
            Ok(())
        }
    }
}
