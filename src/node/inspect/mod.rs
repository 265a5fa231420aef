//! `util.inspect`: any value as text for people, laid out as node lays it out.
//!
//! [`value`] starts and decides between custom methods, circular references and what the value is; [`object`] tells kinds
//! of objects apart; [`entries`], [`property`], [`error`] and [`class`] write their parts; [`layout`] breaks lines.
//! Property reads go past proxies and getters, unless the options ask for them.

mod class;
mod entries;
mod error;
pub mod format;
mod layout;
pub mod natives;
mod object;
mod options;
mod property;
mod style;
mod text;
mod value;

pub use class::{constructor_name, function_name};
pub use options::Options;
pub use text::quote;

use crate::vm::ops::prelude::*;

/// One inspection under way.
struct Formatter<'o> {
    options: Options<'o>,
    /// Columns that the current object is indented by.
    indentation: usize,
    /// Depth of the innermost object written last.
    current_depth: usize,
    /// An array of the objects that are referred to from inside themselves, or undefined while there are none.
    circular: Handle<'o>,
    /// Characters written, by indentation: beyond a limit nothing is descended into.
    budget: rustc_hash::FxHashMap<usize, usize>,
}

/// The objects being written, innermost first.
#[derive(Clone, Copy)]
struct Seen<'a> {
    object: Handle<'a, JsObject>,
    outer: Option<&'a Seen<'a>>,
}

/// `value` as text.
pub fn inspect(cx: &mut Cx<'_>, value: Handle<'_>, options: &Options<'_>) -> JsResult<String> {
    scope!(cx);
    let circular = cx.undefined();
    let mut formatter = Formatter {
        options: options.clone(),
        indentation: 0,
        current_depth: 0,
        circular,
        budget: rustc_hash::FxHashMap::default(),
    };
    formatter.value(cx, value, 0, None)
}

/// `value` as text for a message: default options; what it throws is dropped.
pub fn brief(cx: &mut Cx<'_>, value: Handle<'_>) -> String {
    match inspect(cx, value, &Options::default()) {
        Ok(text) => text,
        Err(thrown) => {
            scope!(cx);
            cx.take_exception(thrown);
            "<inspection threw>".to_owned()
        }
    }
}
