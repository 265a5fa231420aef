//! Properties: which ones are listed, and `name: value`.

use super::options::{Compact, Getters};
use super::style::Style;
use super::text::{escape, is_plain_key, quote, width};
use super::{Formatter, Seen};
use crate::node::plain;
use crate::objects::property;
use crate::vm::ops::prelude::*;

impl Formatter<'_> {
    /// The own keys of `object` that are listed. `skips_indexes`: those of elements are not.
    pub(super) fn keys<'s>(&self, cx: &mut Cx<'s>, object: Handle<'_, JsObject>, skips_indexes: bool) -> Vec<Key<'s>> {
        let list = property::own_keys(cx, object);
        let mut keys = Vec::new();
        for index in 0..list.get(cx).len() {
            let key = list.get(cx).at(index).root(cx);
            let Some(key) = Key::from_primitive(cx, key) else { continue };
            if skips_indexes && matches!(key, Key::Index(_)) {
                continue;
            }
            let is_listed = self.options.show_hidden
                || property::find(cx, object.get(cx), key)
                    .is_some_and(|found| found.attributes.contains(Attributes::ENUMERABLE));
            if is_listed {
                keys.push(key);
            }
        }
        keys
    }

    /// `name: value` of an own property.
    pub(super) fn property(
        &mut self,
        cx: &mut Cx<'_>,
        object: Handle<'_, JsObject>,
        key: Key<'_>,
        depth: usize,
        seen: &Seen<'_>,
        is_in_plain_object: bool,
    ) -> JsResult<String> {
        scope!(cx);
        let own = match property::get_own(cx, object, key) {
            Own::Data { value, .. } if value.val(cx).is_hole() => {
                let name = self.property_name(cx, key, true);
                return Ok(format!("{name}: {}", self.paint("<uninitialized>", Style::Special)));
            }
            Own::Absent => Own::Data { value: get(cx, object, key)?, attributes: Attributes::DEFAULT },
            own => own,
        };
        let attributes = match own {
            Own::Data { attributes, .. } | Own::Accessor { attributes, .. } => attributes,
            Own::Absent => Attributes::DEFAULT,
        };
        let name = self.property_name(cx, key, attributes.contains(Attributes::ENUMERABLE));
        if self.options.compact != Compact::Yes || !is_in_plain_object {
            let shown = self.own_value(cx, object, own, depth, Some(seen))?;
            return Ok(format!("{name}: {shown}"));
        }
        self.indentation += 1;
        let shown = self.own_value(cx, object, own, depth, Some(seen))?;
        self.indentation -= 1;
        let breaks = matches!(own, Own::Data { .. }) && self.options.break_length < width(&shown, self.options.colors);
        let space = if breaks { format!("\n{}", " ".repeat(self.indentation + 3)) } else { " ".to_owned() };
        Ok(format!("{name}:{space}{shown}"))
    }

    fn property_name(&self, cx: &mut Cx<'_>, key: Key<'_>, is_enumerable: bool) -> String {
        let units = match key {
            Key::Index(index) => index.to_string().encode_utf16().collect(),
            Key::Name(name) => match name.get(cx).as_symbol() {
                Some(symbol) => {
                    let units: Vec<u16> = symbol.descriptive_string(cx).encode_utf16().collect();
                    return format!("[{}]", self.paint(&escape(&units), Style::Symbol));
                }
                None => name.get(cx).as_string().map(|text| text.to_utf16()).unwrap_or_default(),
            },
        };
        let text = String::from_utf16_lossy(&units);
        match () {
            _ if text == "__proto__" => "['__proto__']".to_owned(),
            _ if !is_enumerable => format!("[{}]", escape(&units)),
            _ if is_plain_key(&text) => self.paint(&text, Style::Name),
            _ => self.paint(&quote(&units), Style::String),
        }
    }

    /// The value of an own property, or what stands for its accessor.
    pub(super) fn own_value(
        &mut self,
        cx: &mut Cx<'_>,
        object: Handle<'_, JsObject>,
        own: Own<'_>,
        depth: usize,
        seen: Option<&Seen<'_>>,
    ) -> JsResult<String> {
        match own {
            Own::Data { value, .. } => {
                self.indentation += 2;
                let shown = self.value(cx, value, depth, seen);
                self.indentation -= 2;
                shown
            }
            Own::Accessor { getter, setter, .. } => {
                let (has_getter, has_setter) = (!getter.val(cx).is_undefined(), !setter.val(cx).is_undefined());
                match (has_getter, has_setter) {
                    (true, _) => self.getter(cx, object, getter, has_setter, depth, seen),
                    (false, true) => Ok(self.paint("[Setter]", Style::Special)),
                    (false, false) => Ok(self.paint("undefined", Style::Undefined)),
                }
            }
            Own::Absent => Ok(self.paint("undefined", Style::Undefined)),
        }
    }

    fn getter(
        &mut self,
        cx: &mut Cx<'_>,
        object: Handle<'_, JsObject>,
        getter: Handle<'_>,
        has_setter: bool,
        depth: usize,
        seen: Option<&Seen<'_>>,
    ) -> JsResult<String> {
        let label = if has_setter { "Getter/Setter" } else { "Getter" };
        let is_called = match self.options.getters {
            Getters::None => false,
            Getters::All => true,
            Getters::WithoutSetter => !has_setter,
            Getters::WithSetter => has_setter,
        };
        if !is_called {
            return Ok(self.paint(&format!("[{label}]"), Style::Special));
        }
        let open = self.paint(&format!("[{label}:"), Style::Special);
        let close = self.paint("]", Style::Special);
        let value = match call(cx, getter, object.any(), &[]) {
            Ok(value) => value,
            Err(thrown) => {
                let message = message_of(cx, thrown);
                return Ok(format!("{open} <Inspection threw ({message})>{close}"));
            }
        };
        self.indentation += 2;
        let shown = match value.val(cx).is::<JsObject>() {
            true => {
                let shown = self.value(cx, value, depth, seen)?;
                format!("{} {shown}", self.paint(&format!("[{label}]"), Style::Special))
            }
            false => format!("{open} {}{close}", self.primitive(cx, value)),
        };
        self.indentation -= 2;
        Ok(shown)
    }
}

/// The message of what was thrown, which is dropped.
fn message_of(cx: &mut Cx<'_>, thrown: Throw) -> String {
    let exception = cx.take_exception(thrown);
    match exception.cast::<JsObject>(cx) {
        Some(error) => plain::own_text(cx, error, "message").unwrap_or_else(|| "undefined".to_owned()),
        None => "undefined".to_owned(),
    }
}
