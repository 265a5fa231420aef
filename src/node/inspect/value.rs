//! Any value: primitives here, custom inspection methods, circular references, and everything else in [`super::object`].

use super::style::Style;
use super::text::{group_left, length, more, number_text, quote};
use super::{Formatter, Seen, natives};
use crate::node::inspect::options::Compact;
use crate::objects::array;
use crate::objects::bigint::{self, BigInt};
use crate::objects::object::Proxy;
use crate::vm::ops::prelude::*;

/// Strings longer than this may be broken at their line ends.
const MIN_LINE_LENGTH: usize = 16;

impl Formatter<'_> {
    pub(super) fn paint(&self, text: &str, style: Style) -> String {
        if self.options.colors { style.paint(text) } else { text.to_owned() }
    }

    /// `value`, which stands at `depth`.
    pub(super) fn value(
        &mut self,
        cx: &mut Cx<'_>,
        value: Handle<'_>,
        depth: usize,
        seen: Option<&Seen<'_>>,
    ) -> JsResult<String> {
        self.value_or_buffer(cx, value, depth, seen, false)
    }

    /// As [`Formatter::value`]; `of_typed_array`: the buffer of a typed array, whose bytes have been written.
    pub(super) fn value_or_buffer(
        &mut self,
        cx: &mut Cx<'_>,
        value: Handle<'_>,
        depth: usize,
        seen: Option<&Seen<'_>>,
        of_typed_array: bool,
    ) -> JsResult<String> {
        scope!(cx);
        let Some(given) = value.cast::<JsObject>(cx) else { return Ok(self.primitive(cx, value)) };
        let object = given.get(cx).root(cx);
        while let Some(proxy) = object.get(cx).upcast().cast::<Proxy>() {
            if !proxy.target().is_heap() {
                return Ok(self.paint("<Revoked Proxy>", Style::Special));
            }
            if self.options.show_proxy {
                let (target, handler) = (proxy.target().root(cx), proxy.handler().root(cx));
                return self.proxy(cx, target, handler, depth, seen);
            }
            object.set(cx, proxy.target());
        }
        if self.options.custom_inspect
            && let Some(text) = self.custom(cx, given, object, depth, seen)?
        {
            return Ok(text);
        }
        if is_seen(cx, seen, object) {
            let index = self.circular_index(cx, object);
            return Ok(self.paint(&format!("[Circular *{index}]"), Style::Special));
        }
        self.object(cx, object, depth, seen, of_typed_array)
    }

    pub(super) fn primitive(&self, cx: &mut Cx<'_>, value: Handle<'_>) -> String {
        let raw = value.val(cx);
        if let Some(string) = raw.cast::<JsString>() {
            let units = string.to_utf16();
            return self.string(&units);
        }
        if raw.is_number() {
            let text = number_text(raw.as_number(), self.options.numeric_separator);
            return self.paint(&text, Style::Number);
        }
        if let Some(symbol) = raw.cast::<Symbol>() {
            return self.paint(&symbol.descriptive_string(cx), Style::Symbol);
        }
        if let Some(value) = value.cast::<BigInt>(cx) {
            let digits = bigint::to_string(cx, value, 10).get(cx).to_rust(cx);
            let digits = if self.options.numeric_separator { group_left(&digits) } else { digits };
            return self.paint(&format!("{digits}n"), Style::BigInt);
        }
        match raw {
            _ if raw.is_null() => self.paint("null", Style::Null),
            _ if raw.is_boolean() => self.paint(if raw.is_true() { "true" } else { "false" }, Style::Boolean),
            _ => self.paint("undefined", Style::Undefined),
        }
    }

    fn string(&self, units: &[u16]) -> String {
        let shown = units.len().min(self.options.max_string_length);
        let rest = units.len() - shown;
        let (units, trailer) = match rest {
            0 => (units, String::new()),
            _ => (&units[..shown], more(rest, "character")),
        };
        let room = self.options.break_length.saturating_sub(self.indentation + 4);
        if self.options.compact == Compact::Yes || units.len() <= MIN_LINE_LENGTH || units.len() <= room {
            return self.paint(&quote(units), Style::String) + &trailer;
        }
        let lines: Vec<String> = units
            .split_inclusive(|&unit| unit == b'\n' as u16)
            .map(|line| self.paint(&quote(line), Style::String))
            .collect();
        lines.join(&format!(" +\n{}", " ".repeat(self.indentation + 2))) + &trailer
    }

    fn proxy(
        &mut self,
        cx: &mut Cx<'_>,
        target: Handle<'_>,
        handler: Handle<'_>,
        depth: usize,
        seen: Option<&Seen<'_>>,
    ) -> JsResult<String> {
        if depth as f64 > self.options.depth {
            return Ok(self.paint("Proxy [Array]", Style::Special));
        }
        self.indentation += 2;
        let entries = vec![self.value(cx, target, depth + 1, seen)?, self.value(cx, handler, depth + 1, seen)?];
        self.indentation -= 2;
        let extras = super::layout::Extras::Array { is_numeric: true };
        let parts = super::layout::Parts { base: String::new(), open: "Proxy [".into(), close: "]", extras, entries };
        Ok(self.reduce(parts, depth + 1))
    }

    /// What the custom inspection method of `object` says; None if it has none. `given` is the object or a proxy of it.
    fn custom(
        &mut self,
        cx: &mut Cx<'_>,
        given: Handle<'_, JsObject>,
        object: Handle<'_, JsObject>,
        depth: usize,
        seen: Option<&Seen<'_>>,
    ) -> JsResult<Option<String>> {
        let method = get(cx, object, Key::from(cx.well_known(WellKnown::InspectCustom)))?;
        if !is_callable(cx, method) || natives::is_inspect(cx, method) || is_own_prototype(cx, object)? {
            return Ok(None);
        }
        let left = self.options.depth - depth as f64;
        let options = self.options.to_object(cx, left)?;
        let (left, inspect) = (cx.number(left), natives::inspect_function(cx));
        let result = call(cx, method, given.any(), &[left, options.any(), inspect])?;
        if result.val(cx).is_same_word(given.val(cx)) {
            return Ok(None);
        }
        match result.cast::<JsString>(cx) {
            Some(text) => {
                let text = text.get(cx).to_rust(cx);
                Ok(Some(text.replace('\n', &format!("\n{}", " ".repeat(self.indentation)))))
            }
            None => self.value(cx, result, depth, seen).map(Some),
        }
    }

    /// The number that marks references to `object` from inside itself.
    fn circular_index(&mut self, cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> usize {
        if let Some(index) = self.known_circular(cx, object) {
            return index;
        }
        let list: Handle<'_, JsArray> = match self.circular.cast(cx) {
            Some(list) => list,
            None => {
                let list = array::new(cx, 0);
                self.circular.set(cx, list.val(cx));
                list
            }
        };
        array::push(cx, list, object.any());
        list.get(cx).length() as usize
    }

    /// The number of `object`, if it is referred to from inside itself.
    pub(super) fn known_circular(&self, cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> Option<usize> {
        let list = self.circular.cast::<JsArray>(cx)?;
        let position = crate::node::plain::elements(cx, list)
            .iter()
            .position(|known| known.val(cx).is_same_word(object.val(cx)))?;
        Some(position + 1)
    }

    /// Adds to what has been written at this indentation; past a limit, no object is descended into any more.
    pub(super) fn spend(&mut self, text: &str) {
        const MOST: usize = 1 << 27;
        let spent = self.budget.entry(self.indentation).or_default();
        *spent += length(text);
        if *spent > MOST {
            self.options.depth = -1.0;
        }
    }
}

fn is_seen(cx: &Cx<'_>, seen: Option<&Seen<'_>>, object: Handle<'_, JsObject>) -> bool {
    let mut next = seen;
    while let Some(entry) = next {
        if entry.object.val(cx).is_same_word(object.val(cx)) {
            return true;
        }
        next = entry.outer;
    }
    false
}

/// Is `object` the `prototype` of its own constructor?
fn is_own_prototype(cx: &mut Cx<'_>, object: Handle<'_, JsObject>) -> JsResult<bool> {
    let constructor = get(cx, object, cx.key(N::constructor))?;
    let Some(constructor) = constructor.cast::<JsObject>(cx) else { return Ok(false) };
    let prototype = get(cx, constructor, cx.key(N::prototype))?;
    Ok(prototype.val(cx).is_same_word(object.val(cx)))
}
