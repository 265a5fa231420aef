//! GetSubstitution (ECMA-262, 22.1.3.19.1): replacement templates with `$1`, `$<name>` and their kin, taken apart once and
//! then filled in for each match.

use std::ops::Range;

use crate::objects::string::StrView;
use crate::objects::string_builder::StringBuilder;
use crate::vm::ops::prelude::*;

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// Units of the template as they stand.
    Literal(Range<usize>),
    /// `$&`
    Match,
    /// `` $` ``
    Before,
    /// `$'`
    After,
    /// `$1`, from 1 on
    Group(usize),
    /// `$<name>`: units of the template
    Name(Range<usize>),
}

/// A template taken apart.
#[derive(Debug)]
pub struct Template {
    parts: Vec<Part>,
}

/// What a match gives a template.
pub struct Matched<'a, 's> {
    pub subject: Handle<'s, JsString>,
    /// What matched: a script's `exec` may say something else than the subject has there.
    pub text: Handle<'s, JsString>,
    pub whole: Range<usize>,
    /// A string or undefined for each group.
    pub groups: &'a [Handle<'s>],
    /// The object with the named groups.
    pub named: Option<Handle<'s, JsObject>>,
}

impl Template {
    /// Takes `template` apart for matches with `group_count` groups, with or without names.
    pub fn parse(template: StrView<'_>, group_count: usize, has_names: bool) -> Template {
        let mut parts = Vec::new();
        let (mut literal, mut at) = (0, 0);
        while at < template.len() {
            if template.at(at) != b'$' as u16 {
                at += 1;
                continue;
            }
            match part_at(template, at, group_count, has_names) {
                Some((part, end)) => {
                    parts.push(Part::Literal(literal..at));
                    parts.push(part);
                    (literal, at) = (end, end);
                }
                None => at += 1,
            }
        }
        parts.push(Part::Literal(literal..at));
        parts.retain(|part| !matches!(part, Part::Literal(range) if range.is_empty()));
        Template { parts }
    }

    /// Appends the template filled in with `matched`. Named groups are read and converted, which may run JavaScript.
    pub fn expand(
        &self,
        cx: &mut Cx<'_>,
        template: Handle<'_, JsString>,
        matched: &Matched<'_, '_>,
        builder: &mut StringBuilder,
    ) -> JsResult<()> {
        if builder.is_too_long() {
            return Err(cx.throw_error(Message::StringTooLong, &[]));
        }
        for part in &self.parts {
            scope!(cx);
            match part {
                Part::Literal(range) => push_range(cx, template, range.clone(), builder),
                Part::Match => builder.push(matched.text.get(cx)),
                Part::Before => push_range(cx, matched.subject, 0..matched.whole.start, builder),
                Part::After => {
                    let length = matched.subject.get(cx).len() as usize;
                    push_range(cx, matched.subject, matched.whole.end.min(length)..length, builder);
                }
                Part::Group(group) => {
                    if let Some(text) = matched.groups.get(group - 1).and_then(|group| group.cast::<JsString>(cx)) {
                        builder.push(text.get(cx));
                    }
                }
                Part::Name(range) => push_named(cx, template, range.clone(), matched, builder)?,
            }
        }
        Ok(())
    }
}

/// The part that the `$` at `at` begins, and where it ends; None if the `$` stands for itself.
fn part_at(template: StrView<'_>, at: usize, group_count: usize, has_names: bool) -> Option<(Part, usize)> {
    let unit = |offset: usize| (at + offset < template.len()).then(|| template.at(at + offset));
    let next = u8::try_from(unit(1)?).ok()?;
    match next {
        b'$' => Some((Part::Literal(at..at + 1), at + 2)),
        b'&' => Some((Part::Match, at + 2)),
        b'`' => Some((Part::Before, at + 2)),
        b'\'' => Some((Part::After, at + 2)),
        b'0'..=b'9' => {
            let digit = |unit: u16| (b'0' as u16..=b'9' as u16).contains(&unit).then(|| (unit - b'0' as u16) as usize);
            let first = digit(next as u16)?;
            let two = unit(2).and_then(digit).map(|second| 10 * first + second);
            let valid = |group: usize| (1..=group_count).contains(&group);
            match two {
                Some(two) if valid(two) => Some((Part::Group(two), at + 3)),
                _ if valid(first) => Some((Part::Group(first), at + 2)),
                _ => None,
            }
        }
        b'<' if has_names => {
            let length = template.slice(at + 2, template.len()).units().position(|unit| unit == b'>' as u16)?;
            Some((Part::Name(at + 2..at + 2 + length), at + 3 + length))
        }
        _ => None,
    }
}

fn push_range(cx: &mut Cx<'_>, string: Handle<'_, JsString>, range: Range<usize>, builder: &mut StringBuilder) {
    crate::objects::string::with_flat(cx, string, |view| builder.push_view(view.slice(range.start, range.end)));
}

fn push_named(
    cx: &mut Cx<'_>,
    template: Handle<'_, JsString>,
    name: Range<usize>,
    matched: &Matched<'_, '_>,
    builder: &mut StringBuilder,
) -> JsResult<()> {
    let Some(named) = matched.named else { return Ok(()) };
    let name = crate::objects::string::substring(cx, template, name.start, name.end);
    let key = Key::from_string(cx, name);
    let capture = get(cx, named, key)?;
    if capture.val(cx).is_undefined() {
        return Ok(());
    }
    let text = to_string(cx, capture)?;
    builder.push(text.get(cx));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(template: &str, group_count: usize, has_names: bool) -> Vec<Part> {
        Template::parse(StrView::Latin1(template.as_bytes()), group_count, has_names).parts
    }

    #[test]
    fn templates_come_apart_as_in_the_specification() {
        use Part::*;
        assert_eq!(parts("a$&b", 0, false), [Literal(0..1), Match, Literal(3..4)]);
        assert_eq!(parts("$$1", 1, false), [Literal(0..1), Literal(2..3)]);
        assert_eq!(parts("$12$1x$3", 2, false), [Group(1), Literal(2..3), Group(1), Literal(5..8)]);
        assert_eq!(parts("$10", 10, false), [Group(10)]);
        assert_eq!(parts("$0$00", 3, false), [Literal(0..5)]);
        assert_eq!(parts("$<n>", 1, true), [Name(2..3)]);
        assert_eq!(parts("$<n>$<", 1, false), [Literal(0..6)]);
        assert_eq!(parts("$<n", 1, true), [Literal(0..3)]);
        assert_eq!(parts("$`$'$", 0, false), [Before, After, Literal(4..5)]);
    }
}
