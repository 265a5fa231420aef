//! The options of `util.inspect`: their defaults, read from an object, and given to custom inspection methods.

use crate::builtins::define::function;
use crate::node::plain;
use crate::objects::object;
use crate::vm::ops::prelude::*;

use super::natives;

/// How entries are put together on lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compact {
    /// Every entry on a line of its own.
    No,
    /// As much as possible on one line, as old versions of node did.
    Yes,
    /// At most this many innermost levels on one line.
    Levels(usize),
}

/// Which getters are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Getters {
    None,
    All,
    WithoutSetter,
    WithSetter,
}

/// See the module's header.
#[derive(Clone)]
pub struct Options<'s> {
    pub show_hidden: bool,
    /// Levels of objects below the outermost that are written; infinite for all.
    pub depth: f64,
    pub colors: bool,
    pub custom_inspect: bool,
    pub show_proxy: bool,
    pub max_array_length: usize,
    pub max_string_length: usize,
    pub break_length: usize,
    pub compact: Compact,
    pub sorted: bool,
    /// Compares two entries, if `sorted` was a function.
    pub comparator: Option<Handle<'s, JsObject>>,
    pub getters: Getters,
    pub numeric_separator: bool,
    /// What the options were read from, if it has more than options.
    pub user: Option<Handle<'s, JsObject>>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options {
            show_hidden: false,
            depth: 2.0,
            colors: false,
            custom_inspect: true,
            show_proxy: false,
            max_array_length: 100,
            max_string_length: 10_000,
            break_length: 80,
            compact: Compact::Levels(3),
            sorted: false,
            comparator: None,
            getters: Getters::None,
            numeric_separator: false,
            user: None,
        }
    }
}

const KNOWN: &[&str] = &[
    "showHidden",
    "depth",
    "colors",
    "customInspect",
    "showProxy",
    "maxArrayLength",
    "maxStringLength",
    "breakLength",
    "compact",
    "sorted",
    "getters",
    "numericSeparator",
    "stylize",
];

impl<'s> Options<'s> {
    /// Takes from `object` the options it has as own enumerable properties.
    pub fn read(&mut self, cx: &mut Cx<'s>, object: Handle<'s, JsObject>) -> JsResult<()> {
        let keys = enumerable_own_properties(cx, object, Listing::Keys)?;
        for key in plain::elements(cx, keys) {
            let name = to_rust_string(cx, key)?;
            let key = to_property_key(cx, key)?;
            let value = get(cx, object, key)?;
            if KNOWN.contains(&name.as_str()) {
                self.set(cx, &name, value)?;
            } else {
                self.user = Some(object);
            }
        }
        Ok(())
    }

    fn set(&mut self, cx: &mut Cx<'s>, name: &str, value: Handle<'s>) -> JsResult<()> {
        let is_true = to_boolean(cx, value.val(cx));
        match name {
            "showHidden" => self.show_hidden = is_true,
            "depth" => self.depth = limit(cx, value)?,
            "colors" => self.colors = is_true,
            "customInspect" => self.custom_inspect = is_true,
            "showProxy" => self.show_proxy = is_true,
            "maxArrayLength" => self.max_array_length = limit(cx, value)? as usize,
            "maxStringLength" => self.max_string_length = limit(cx, value)? as usize,
            "breakLength" => self.break_length = limit(cx, value)? as usize,
            "compact" => self.compact = compact(cx, value)?,
            "sorted" => {
                self.sorted = is_true;
                self.comparator = value.cast::<JsObject>(cx).filter(|object| object.get(cx).is_callable());
            }
            "getters" => self.getters = getters(cx, value),
            "numericSeparator" => self.numeric_separator = is_true,
            _ => {}
        }
        Ok(())
    }

    /// The options as an object for a custom inspection method: `depth` is what is left for it.
    pub fn to_object<'t>(&self, cx: &mut Cx<'t>, depth: f64) -> JsResult<Handle<'t, JsObject>> {
        let result = object::new_plain(cx);
        scope!(cx);
        let colors = cx.boolean(self.colors);
        let stylize = function(cx, "stylize", 2, natives::stylize, colors);
        plain::put(cx, result, "stylize", stylize.any());
        plain::put_boolean(cx, result, "showHidden", self.show_hidden);
        plain::put_number(cx, result, "depth", depth);
        plain::put_boolean(cx, result, "colors", self.colors);
        plain::put_boolean(cx, result, "customInspect", self.custom_inspect);
        plain::put_boolean(cx, result, "showProxy", self.show_proxy);
        for (name, limit) in [
            ("maxArrayLength", self.max_array_length),
            ("maxStringLength", self.max_string_length),
            ("breakLength", self.break_length),
        ] {
            plain::put_number(cx, result, name, if limit == usize::MAX { f64::INFINITY } else { limit as f64 });
        }
        match self.compact {
            Compact::Levels(levels) => plain::put_number(cx, result, "compact", levels as f64),
            other => plain::put_boolean(cx, result, "compact", other == Compact::Yes),
        }
        plain::put_boolean(cx, result, "sorted", self.sorted);
        plain::put_boolean(cx, result, "getters", self.getters != Getters::None);
        plain::put_boolean(cx, result, "numericSeparator", self.numeric_separator);
        if let Some(user) = self.user {
            copy_data_properties(cx, result, user.any(), &[])?;
        }
        Ok(result)
    }
}

/// A number, infinite for null and for what is none.
fn limit(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<f64> {
    if value.val(cx).is_nullish() {
        return Ok(f64::INFINITY);
    }
    let number = to_number(cx, value)?;
    Ok(if number.is_nan() { f64::INFINITY } else { number })
}

fn compact(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<Compact> {
    if value.val(cx).is_number() {
        let levels = to_number(cx, value)?;
        return Ok(if levels >= 1.0 { Compact::Levels(levels as usize) } else { Compact::No });
    }
    Ok(if to_boolean(cx, value.val(cx)) { Compact::Yes } else { Compact::No })
}

fn getters(cx: &Cx<'_>, value: Handle<'_>) -> Getters {
    let text = value.cast::<JsString>(cx).map(|text| text.get(cx).to_rust(cx));
    match text.as_deref() {
        Some("get") => Getters::WithoutSetter,
        Some("set") => Getters::WithSetter,
        _ if value.val(cx).is_true() => Getters::All,
        _ => Getters::None,
    }
}
