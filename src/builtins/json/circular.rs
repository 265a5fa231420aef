//! The words in which JSON.stringify shows a circle (V8's).

use super::value_stack::ValueStack;
use crate::vm::ops::error::constructor_name;
use crate::vm::ops::prelude::*;

/// Objects named after the one the circle starts with, before and after an ellipsis.
const SHOWN_FIRST: usize = 2;
const SHOWN_LAST: usize = 1;

/// The deepest nesting that is written; V8's native stack ends at about half of it. Keeps the search for circles short.
const MAX_DEPTH: usize = 10_000;

/// The objects being written: pairs of the key that led to an object and the object.
pub(super) struct Path<'s> {
    pairs: ValueStack<'s>,
}

impl<'s> Path<'s> {
    pub fn new(cx: &mut Cx<'s>) -> Path<'s> {
        Path { pairs: ValueStack::new(cx) }
    }

    fn depth(&self) -> usize {
        self.pairs.len() / 2
    }

    /// Enters `object`, found under `key`; TypeError if it is being written already.
    pub fn enter(&mut self, cx: &mut Cx<'_>, key: Key<'_>, object: Handle<'_, JsObject>) -> JsResult<()> {
        if self.depth() == MAX_DEPTH {
            return Err(cx.throw_error(Message::StackOverflow, &[]));
        }
        let known = (0..self.depth()).find(|&level| self.pairs.at(cx, 2 * level + 1).is_same_word(object.val(cx)));
        if let Some(start) = known {
            let shown = self.describe_circle(cx, start, key);
            return Err(cx.throw_error(Message::JsonCircular, &[&shown]));
        }
        let key = key.dictionary_key(cx).root(cx);
        self.pairs.push(cx, key);
        self.pairs.push(cx, object.any());
        Ok(())
    }

    pub fn leave(&mut self, cx: &Cx<'_>) {
        self.pairs.pop(cx);
        self.pairs.pop(cx);
    }

    fn describe_circle(&self, cx: &mut Cx<'_>, start: usize, last_key: Key<'_>) -> String {
        let name = self.constructor_at(cx, start);
        let mut text = format!("\n    --> starting at object with constructor '{name}'");
        let depth = self.depth();
        let shown_first = depth.min(start + 1 + SHOWN_FIRST);
        for level in start + 1..shown_first {
            self.push_line(cx, level, &mut text);
        }
        if depth > shown_first + SHOWN_LAST {
            text.push_str("\n    |     ...");
        }
        for level in shown_first.max(depth.saturating_sub(SHOWN_LAST))..depth {
            self.push_line(cx, level, &mut text);
        }
        let holder = self.pairs.at(cx, 2 * depth - 1).root(cx);
        let key = describe_key(cx, last_key, holder);
        text + &format!("\n    --- {key} closes the circle")
    }

    fn push_line(&self, cx: &mut Cx<'_>, level: usize, text: &mut String) {
        scope!(cx);
        let key = self.pairs.at(cx, 2 * level).root(cx);
        let key = Key::from_primitive(cx, key).expect("the path holds keys");
        let holder = self.pairs.at(cx, 2 * level - 1).root(cx);
        let key = describe_key(cx, key, holder);
        let name = self.constructor_at(cx, level);
        text.push_str(&format!("\n    |     {key} -> object with constructor '{name}'"));
    }

    fn constructor_at(&self, cx: &mut Cx<'_>, level: usize) -> String {
        scope!(cx);
        let object: Handle<'_, JsObject> = self.pairs.at(cx, 2 * level + 1).root(cx).must(cx);
        constructor_name(cx, object).unwrap_or("Object".to_owned())
    }
}

/// `index 0` of an array, `property 'a'` of anything else.
fn describe_key(cx: &Cx<'_>, key: Key<'_>, holder: Handle<'_>) -> String {
    match key {
        Key::Index(index) if holder.val(cx).is::<JsArray>() => format!("index {index}"),
        Key::Index(index) => format!("property '{index}'"),
        Key::Name(name) => {
            let text = name.get(cx).as_string().map(|text| text.to_rust(cx)).unwrap_or_default();
            format!("property '{text}'")
        }
    }
}
