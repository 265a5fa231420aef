//! Objects: which kind an object is decides its prefix, its braces and what is between them.

use super::class::prefix;
use super::layout::{Extras, Parts};
use super::style::Style;
use super::text::quote;
use super::{Formatter, Seen};
use crate::base::number;
use crate::objects::buffer::AnyBuffer;
use crate::objects::object::{BigIntObject, BooleanObject, JsDate, JsError, NumberObject, StringObject, SymbolObject};
use crate::objects::ordered_table::Collection;
use crate::objects::property;
use crate::objects::typed_array::TypedArray;
use crate::vm::ops::prelude::*;

/// Objects nested deeper than this would use up the stack.
const DEEPEST: usize = 1_000;

/// What the object's class says, before its contents.
struct Heading<'s> {
    constructor: Option<String>,
    tag: String,
    keys: Vec<Key<'s>>,
}

impl Heading<'_> {
    fn prefix(&self, fallback: &str, size: &str) -> String {
        prefix(self.constructor.as_deref(), &self.tag, fallback, size)
    }
}

/// What is written of an object.
enum Shape<'s> {
    /// This, if it has no properties to list.
    Base {
        text: String,
        style: Option<Style>,
    },
    /// Braces around contents. `is_bare`: nothing at all is inside unless there are properties.
    Braces {
        open: String,
        is_bare: bool,
    },
    /// As `Braces`, with properties that are computed from the object.
    Computed {
        open: String,
        keys: &'static [&'static str],
    },
    Array {
        array: Handle<'s, JsArray>,
        open: String,
    },
    TypedArray {
        array: Handle<'s, TypedArray>,
        open: String,
    },
}

impl Formatter<'_> {
    /// `object`, which is no proxy and not being written already.
    pub(super) fn object(
        &mut self,
        cx: &mut Cx<'_>,
        object: Handle<'_, JsObject>,
        depth: usize,
        seen: Option<&Seen<'_>>,
        of_typed_array: bool,
    ) -> JsResult<String> {
        let mut heading = self.heading(cx, object, depth)?;
        let shape = self.shape(cx, object, &mut heading)?;
        if let Some(text) = self.without_contents(cx, object, &heading, &shape, of_typed_array) {
            return Ok(text);
        }
        if depth as f64 > self.options.depth {
            return Ok(self.too_deep(cx, object, &heading));
        }
        if depth > DEEPEST {
            let name = heading.prefix("Object", "");
            let text = "Inspection interrupted prematurely. Maximum call stack size exceeded.";
            return Ok(self.paint(&format!("[{}: {text}]", name.trim_end()), Style::Special));
        }
        let inner = Seen { object, outer: seen };
        self.current_depth = depth + 1;
        let mut parts = self.contents(cx, object, &shape, depth + 1, &inner)?;
        let is_plain = parts.extras == Extras::Object;
        for &key in &heading.keys {
            parts.entries.push(self.property(cx, object, key, depth + 1, &inner, is_plain)?);
        }
        if let Extras::Array { is_numeric } = &mut parts.extras {
            *is_numeric &= heading.keys.is_empty();
        }
        if let Some(index) = self.known_circular(cx, object) {
            let reference = self.paint(&format!("<ref *{index}>"), Style::Special);
            parts.base = if parts.base.is_empty() { reference } else { format!("{reference} {}", parts.base) };
        }
        if self.options.sorted {
            self.sort(cx, &mut parts, heading.keys.len())?;
        }
        let text = self.reduce(parts, depth + 1);
        self.spend(&text);
        Ok(text)
    }

    fn heading<'s>(&mut self, cx: &mut Cx<'s>, object: Handle<'_, JsObject>, depth: usize) -> JsResult<Heading<'s>> {
        let constructor = self.shown_constructor(cx, object, depth)?;
        let symbol = Key::from(cx.well_known(WellKnown::ToStringTag));
        let tag = get(cx, object, symbol)?;
        let tag = tag.cast::<JsString>(cx).map(|tag| tag.get(cx).to_rust(cx)).unwrap_or_default();
        let is_listed = property::find(cx, object.get(cx), symbol)
            .is_some_and(|own| self.options.show_hidden || own.attributes.contains(Attributes::ENUMERABLE));
        let tag = if is_listed { String::new() } else { tag };
        let is_list = matches!(object.get(cx).object_kind(), Kind::Array | Kind::TypedArray | Kind::StringObject);
        let keys = self.keys(cx, object, is_list);
        Ok(Heading { constructor, tag, keys })
    }

    fn shape<'s>(
        &mut self,
        cx: &mut Cx<'s>,
        object: Handle<'_, JsObject>,
        heading: &mut Heading<'_>,
    ) -> JsResult<Shape<'s>> {
        let braces = |open: String, is_bare| Shape::Braces { open, is_bare };
        let kind = object.get(cx).object_kind();
        Ok(match kind {
            Kind::Array => {
                let array = object.get(cx).val().must::<JsArray>().root(cx);
                Shape::Array { array, open: array_open(cx, array, heading) }
            }
            Kind::TypedArray => {
                let array = object.get(cx).val().must::<TypedArray>().root(cx);
                Shape::TypedArray { array, open: typed_array_open(cx, array, heading) }
            }
            Kind::MapObject | Kind::SetObject => {
                let name = if kind == Kind::MapObject { "Map" } else { "Set" };
                let size = object.get(cx).val().must::<Collection>().size();
                braces(heading.prefix(name, &format!("({size})")) + "{", size == 0)
            }
            Kind::MapIterator | Kind::SetIterator => {
                let name = if kind == Kind::MapIterator { "Map" } else { "Set" };
                braces(iterator_open(name, &heading.tag), false)
            }
            _ if object.get(cx).is_callable() => {
                let text = self.function_base(cx, object, heading.constructor.as_deref(), &heading.tag)?;
                Shape::Base { text, style: Some(Style::Special) }
            }
            Kind::Arguments | Kind::MappedArguments => braces("[Arguments] {".to_owned(), true),
            Kind::RegExp | Kind::Date => self.dated_or_regexp(cx, object, heading)?,
            Kind::Error => {
                let error: Handle<'_, JsError> = object.must(cx);
                Shape::Base {
                    text: self.error(cx, error, heading.constructor.as_deref(), &heading.tag, &mut heading.keys)?,
                    style: None,
                }
            }
            Kind::ArrayBuffer => {
                Shape::Computed { open: heading.prefix("ArrayBuffer", "") + "{", keys: &["byteLength"] }
            }
            Kind::SharedArrayBuffer => {
                Shape::Computed { open: heading.prefix("SharedArrayBuffer", "") + "{", keys: &["byteLength"] }
            }
            Kind::DataView => Shape::Computed {
                open: heading.prefix("DataView", "") + "{",
                keys: &["byteLength", "byteOffset", "buffer"],
            },
            Kind::Promise => braces(heading.prefix("Promise", "") + "{", false),
            Kind::WeakSet => braces(heading.prefix("WeakSet", "") + "{", false),
            Kind::WeakMap => braces(heading.prefix("WeakMap", "") + "{", false),
            Kind::ModuleNamespace => braces(heading.prefix("Module", "") + "{", true),
            Kind::NumberObject | Kind::StringObject | Kind::BooleanObject | Kind::BigIntObject | Kind::SymbolObject => {
                self.boxed(cx, object, heading)
            }
            _ => {
                let is_plain = heading.constructor.as_deref() == Some("Object") && heading.tag.is_empty();
                braces(if is_plain { "{".to_owned() } else { heading.prefix("Object", "") + "{" }, true)
            }
        })
    }

    fn dated_or_regexp<'s>(
        &mut self,
        cx: &mut Cx<'_>,
        object: Handle<'_, JsObject>,
        heading: &Heading<'_>,
    ) -> JsResult<Shape<'s>> {
        let is_date = object.get(cx).object_kind() == Kind::Date;
        let (class, style) = if is_date { ("Date", Style::Date) } else { ("RegExp", Style::RegExp) };
        let shown = match object.cast::<JsDate>(cx) {
            Some(date) if date.get(cx).time().value().as_number().is_nan() => "Invalid Date".to_owned(),
            _ => {
                let root = if is_date { Root::DatePrototype } else { Root::RegExpPrototype };
                let method = if is_date { N::to_iso_string } else { N::to_string };
                let prototype = cx.root_handle::<JsObject>(root);
                let method = get(cx, prototype, cx.key(method))?;
                let shown = call(cx, method, object.any(), &[])?;
                to_rust_string(cx, shown)?
            }
        };
        let prefix = heading.prefix(class, "");
        let text = if prefix == format!("{class} ") { shown } else { prefix + &shown };
        Ok(Shape::Base { text, style: Some(style) })
    }

    fn boxed<'s>(&mut self, cx: &mut Cx<'_>, object: Handle<'_, JsObject>, heading: &Heading<'_>) -> Shape<'s> {
        let raw = object.get(cx).val();
        let number = raw.cast::<NumberObject>().map(|boxed| ("Number", boxed.value(), Style::Number));
        let boxed = number
            .or_else(|| raw.cast::<StringObject>().map(|boxed| ("String", boxed.value(), Style::String)))
            .or_else(|| raw.cast::<BooleanObject>().map(|boxed| ("Boolean", boxed.value(), Style::Boolean)))
            .or_else(|| raw.cast::<BigIntObject>().map(|boxed| ("BigInt", boxed.value(), Style::BigInt)))
            .or_else(|| raw.cast::<SymbolObject>().map(|boxed| ("Symbol", boxed.value(), Style::Symbol)));
        let (class, value, style) = boxed.unwrap_or(("Object", Val::UNDEFINED, Style::Special));
        let value = value.root(cx);
        let shown = match value.val(cx).cast::<JsString>() {
            Some(string) => quote(&string.to_utf16()),
            None => super::style::without_colors(&self.primitive(cx, value)),
        };
        let mut text = format!("[{class}");
        match heading.constructor.as_deref() {
            None => text += " (null prototype)",
            Some(name) if name != class => text += &format!(" ({name})"),
            _ => {}
        }
        text += &format!(": {shown}]");
        if !heading.tag.is_empty() && heading.constructor.as_deref() != Some(&heading.tag) {
            text += &format!(" [{}]", heading.tag);
        }
        Shape::Base { text, style: heading.keys.is_empty().then_some(style) }
    }

    /// The whole text of an object that has nothing inside.
    fn without_contents(
        &self,
        cx: &Cx<'_>,
        object: Handle<'_, JsObject>,
        heading: &Heading<'_>,
        shape: &Shape<'_>,
        of_typed_array: bool,
    ) -> Option<String> {
        if !heading.keys.is_empty() {
            return match shape {
                Shape::Base { text, style: Some(Style::RegExp) } if self.options.depth < 0.0 => Some(text.clone()),
                _ => None,
            };
        }
        match shape {
            Shape::Base { text, style: Some(style) } => Some(self.paint(text, *style)),
            Shape::Base { text, style: None } => Some(text.clone()),
            Shape::Braces { open, is_bare: true } => Some(format!("{open}}}")),
            Shape::Array { array, open } if array.get(cx).length() == 0 => Some(format!("{open}]")),
            Shape::TypedArray { array, open } => {
                let is_empty = array.get(cx).checked_length().unwrap_or(0) == 0;
                (is_empty && !self.options.show_hidden).then(|| format!("{open}]"))
            }
            Shape::Computed { .. } if of_typed_array => {
                let buffer = object.get(cx).val().cast::<AnyBuffer>()?;
                let length = self.paint(&number::to_string(buffer.byte_length() as f64), Style::Number);
                Some(format!("{}{{ byteLength: {length} }}", heading.prefix("ArrayBuffer", "")))
            }
            _ => None,
        }
    }

    /// `[Foo]`, for an object below the depth limit.
    fn too_deep(&self, cx: &Cx<'_>, object: Handle<'_, JsObject>, heading: &Heading<'_>) -> String {
        let fallback = match object.get(cx).object_kind() {
            Kind::Array => "Array",
            Kind::MapObject => "Map",
            Kind::SetObject => "Set",
            _ => "Object",
        };
        let name = heading.prefix(fallback, "");
        let name = name.trim_end();
        let text = if heading.constructor.is_some() { format!("[{name}]") } else { name.to_owned() };
        self.paint(&text, Style::Special)
    }

    fn contents(
        &mut self,
        cx: &mut Cx<'_>,
        object: Handle<'_, JsObject>,
        shape: &Shape<'_>,
        depth: usize,
        seen: &Seen<'_>,
    ) -> JsResult<Parts> {
        let parts =
            |open: String, entries| Parts { base: String::new(), open, close: "}", extras: Extras::Object, entries };
        match shape {
            Shape::Base { text, .. } => Ok(Parts { base: text.clone(), ..parts("{".to_owned(), Vec::new()) }),
            Shape::Braces { open, .. } => {
                let (entries, open) = self.braced(cx, object, open, depth, seen)?;
                Ok(parts(open, entries))
            }
            Shape::Computed { open, keys } => {
                let mut entries = match object.cast::<AnyBuffer>(cx) {
                    Some(buffer) => self.buffer_entries(cx, buffer),
                    None => Vec::new(),
                };
                for name in *keys {
                    entries.push(self.computed(cx, object, name, depth, seen)?);
                }
                Ok(parts(open.clone(), entries))
            }
            Shape::Array { array, open } => {
                let (entries, is_numeric) = self.array_entries(cx, *array, depth, seen)?;
                Ok(Parts { close: "]", extras: Extras::Array { is_numeric }, ..parts(open.clone(), entries) })
            }
            Shape::TypedArray { array, open } => {
                let entries = self.typed_array_entries(cx, *array, depth, seen)?;
                let is_numeric = !self.options.show_hidden;
                Ok(Parts { close: "]", extras: Extras::Array { is_numeric }, ..parts(open.clone(), entries) })
            }
        }
    }

    /// What is inside the braces of collections, promises and the like, and the opening brace.
    fn braced(
        &mut self,
        cx: &mut Cx<'_>,
        object: Handle<'_, JsObject>,
        open: &str,
        depth: usize,
        seen: &Seen<'_>,
    ) -> JsResult<(Vec<String>, String)> {
        let entries = match object.get(cx).object_kind() {
            Kind::MapObject => self.map_entries(cx, object.must(cx), depth, seen)?,
            Kind::SetObject => self.set_entries(cx, object.must(cx), depth, seen)?,
            Kind::WeakMap | Kind::WeakSet => self.weak_entries(cx, object.must(cx), depth, seen)?,
            Kind::Promise => self.promise_entries(cx, object.must(cx), depth, seen)?,
            Kind::MapIterator | Kind::SetIterator => {
                let (entries, gives_pairs) = self.iterator_entries(cx, object, depth, seen)?;
                let open = if gives_pairs { open.replace(" Iterator] {", " Entries] {") } else { open.to_owned() };
                return Ok((entries, open));
            }
            _ => Vec::new(),
        };
        Ok((entries, open.to_owned()))
    }

    fn computed(
        &mut self,
        cx: &mut Cx<'_>,
        object: Handle<'_, JsObject>,
        name: &str,
        depth: usize,
        seen: &Seen<'_>,
    ) -> JsResult<String> {
        scope!(cx);
        let key = Key::from_str(cx, name);
        let value = get(cx, object, key)?;
        self.indentation += 2;
        let shown = self.value(cx, value, depth, Some(seen));
        self.indentation -= 2;
        Ok(format!("{name}: {}", shown?))
    }

    /// Sorts the entries of an object, or the properties after an array's elements.
    fn sort(&self, cx: &mut Cx<'_>, parts: &mut Parts, property_count: usize) -> JsResult<()> {
        let first = if parts.extras == Extras::Object { 0 } else { parts.entries.len() - property_count };
        let Some(comparator) = self.options.comparator else {
            parts.entries[first..].sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
            return Ok(());
        };
        for end in first + 1..parts.entries.len() {
            let mut at = end;
            while at > first && is_after(cx, comparator, &parts.entries[at - 1], &parts.entries[at])? {
                parts.entries.swap(at - 1, at);
                at -= 1;
            }
        }
        Ok(())
    }
}

fn is_after(cx: &mut Cx<'_>, comparator: Handle<'_, JsObject>, left: &str, right: &str) -> JsResult<bool> {
    scope!(cx);
    let (left, right) = (cx.string(left).any(), cx.string(right).any());
    let undefined = cx.undefined();
    let order = call(cx, comparator.any(), undefined, &[left, right])?;
    Ok(to_number(cx, order)? > 0.0)
}

fn iterator_open(name: &str, tag: &str) -> String {
    let own = format!("{name} Iterator");
    match tag {
        _ if tag == own => format!("[{tag}] {{"),
        "" => format!("[{own}] {{"),
        _ => format!("[{tag}] [{own}] {{"),
    }
}

fn array_open(cx: &Cx<'_>, array: Handle<'_, JsArray>, heading: &Heading<'_>) -> String {
    if heading.constructor.as_deref() == Some("Array") && heading.tag.is_empty() {
        return "[".to_owned();
    }
    heading.prefix("Array", &format!("({})", array.get(cx).length())) + "["
}

fn typed_array_open(cx: &Cx<'_>, array: Handle<'_, TypedArray>, heading: &Heading<'_>) -> String {
    let length = array.get(cx).checked_length().unwrap_or(0);
    heading.prefix(array.get(cx).element_kind().name(), &format!("({length})")) + "["
}
