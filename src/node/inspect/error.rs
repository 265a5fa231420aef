//! Errors: their stack, with the class and name that the stack lacks, and without the frames that the cause shows too.

use super::Formatter;
use super::class::prefix;
use super::style::Style;
use crate::objects::object::JsError;
use crate::vm::ops::prelude::*;

/// Where a stack's frames begin.
const FRAME: &str = "\n    at";

impl Formatter<'_> {
    /// The text of an error; takes from `keys` what the text shows, adds `cause` and `errors`.
    pub(super) fn error<'s>(
        &self,
        cx: &mut Cx<'s>,
        error: Handle<'_, JsError>,
        constructor: Option<&str>,
        tag: &str,
        keys: &mut Vec<Key<'_>>,
    ) -> JsResult<String> {
        let object: Handle<'_, JsObject> = error.must(cx);
        let name = get(cx, object, cx.key(N::name))?;
        let name = if name.val(cx).is_nullish() { "Error".to_owned() } else { to_rust_string(cx, name)? };
        let stack = stack_of(cx, object)?;
        if !self.options.show_hidden {
            drop_shown_keys(cx, object, keys, &stack)?;
        }
        add_hidden_keys(cx, object, keys)?;
        let stack = improve(stack, constructor, &name, tag);
        let message = get(cx, object, cx.key(N::message))?;
        let message = message.cast::<JsString>(cx).map(|text| text.get(cx).to_rust(cx)).unwrap_or_default();
        let after_message = stack.find(&message).filter(|_| !message.is_empty()).map_or(0, |at| at + message.len());
        let text = match stack[after_message..].find(FRAME) {
            None => format!("[{stack}]"),
            Some(at) => {
                let (head, frames) = stack.split_at(after_message + at);
                format!("{head}\n{}", self.frames(cx, object, &frames[1..])?)
            }
        };
        Ok(match self.indentation {
            0 => text,
            columns => text.replace('\n', &format!("\n{}", " ".repeat(columns))),
        })
    }

    /// The frames, those that the cause's stack repeats left out.
    fn frames(&self, cx: &mut Cx<'_>, error: Handle<'_, JsObject>, frames: &str) -> JsResult<String> {
        let mut lines: Vec<String> = frames.split('\n').map(str::to_owned).collect();
        let cause = get(cx, error, cx.key(N::cause))?;
        if cause.val(cx).is::<JsError>() {
            let cause_stack = stack_of(cx, cause.must(cx))?;
            if let Some(at) = cause_stack.find(FRAME) {
                let cause_lines: Vec<&str> = cause_stack[at + 1..].split('\n').collect();
                leave_out_shared(&mut lines, &cause_lines, |text| self.paint(text, Style::Undefined));
            }
        }
        if self.options.colors {
            for line in &mut lines {
                if line.contains("(node:") || line.starts_with("    at node:") {
                    *line = self.paint(line, Style::Undefined);
                }
            }
        }
        Ok(lines.join("\n"))
    }
}

fn stack_of(cx: &mut Cx<'_>, error: Handle<'_, JsObject>) -> JsResult<String> {
    let stack = get(cx, error, cx.key(N::stack))?;
    if to_boolean(cx, stack.val(cx)) {
        return to_rust_string(cx, stack);
    }
    let prototype = cx.root_handle::<JsObject>(Root::ErrorPrototype);
    let method = get(cx, prototype, cx.key(N::to_string))?;
    let text = call(cx, method, error.any(), &[])?;
    to_rust_string(cx, text)
}

/// Drops `name`, `message` and `stack` from the keys if the stack shows them.
fn drop_shown_keys(cx: &mut Cx<'_>, error: Handle<'_, JsObject>, keys: &mut Vec<Key<'_>>, stack: &str) -> JsResult<()> {
    for shown in [N::name, N::message, N::stack] {
        let Some(position) = keys.iter().position(|key| key.is(cx, shown)) else { continue };
        scope!(cx);
        let value = get(cx, error, cx.key(shown))?;
        let value = to_rust_string(cx, value)?;
        if stack.contains(&value) {
            keys.remove(position);
        }
    }
    Ok(())
}

fn add_hidden_keys(cx: &mut Cx<'_>, error: Handle<'_, JsObject>, keys: &mut Vec<Key<'_>>) -> JsResult<()> {
    let cause = cx.key(N::cause);
    if has_property(cx, error, cause)? && !keys.iter().any(|key| key.is(cx, N::cause)) {
        keys.push(cause);
    }
    let errors = get(cx, error, cx.key(N::errors))?;
    if errors.val(cx).is::<JsArray>() && !keys.iter().any(|key| key.is(cx, N::errors)) {
        keys.push(cx.key(N::errors));
    }
    Ok(())
}

/// Puts the class in front of a stack that only shows the name: `Foo [Error]: message`.
fn improve(stack: String, constructor: Option<&str>, name: &str, tag: &str) -> String {
    let follows = |length: usize| matches!(stack[length..].chars().next(), None | Some(':') | Some('\n'));
    let looks_normal = name.ends_with("Error") && stack.starts_with(name) && follows(name.len());
    if constructor.is_some() && !looks_normal {
        return stack;
    }
    let (fallback, length) = match constructor {
        Some(_) => ("Error", name.len()),
        None => match leading_name(&stack) {
            Some(found) => (found, found.len()),
            None => ("Error", 0),
        },
    };
    let prefix = prefix(constructor, tag, fallback, "");
    let prefix = prefix.trim_end();
    if name == prefix {
        return stack;
    }
    match (prefix.contains(name), length) {
        (true, 0) => format!("{prefix}: {stack}"),
        (true, _) => format!("{prefix}{}", &stack[length..]),
        (false, _) => format!("{prefix} [{name}]{}", &stack[length..]),
    }
}

/// The name a stack starts with, up to a colon or the frames.
fn leading_name(stack: &str) -> Option<&str> {
    let end = stack.find([':', '\n']).unwrap_or(stack.len());
    let name = &stack[..end];
    let is_name = name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.len() > 1
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "_ []()-".contains(c));
    (is_name && (end < stack.len() || name.ends_with("Error"))).then_some(name)
}

/// Replaces the longest run of lines that both stacks have, its first and last apart, by a remark.
fn leave_out_shared(lines: &mut Vec<String>, others: &[&str], paint: impl Fn(&str) -> String) {
    const SHORTEST: usize = 3;
    for start in 0..lines.len().saturating_sub(SHORTEST) {
        let Some(at) = others.iter().position(|other| *other == lines[start]) else { continue };
        let shared = lines[start..].iter().zip(&others[at..]).take_while(|(a, b)| a == *b).count();
        if shared > SHORTEST {
            let remark = format!("    ... {} lines matching cause stack trace ...", shared - 2);
            lines.splice(start + 1..start + shared - 1, [paint(&remark)]);
            return;
        }
    }
}
