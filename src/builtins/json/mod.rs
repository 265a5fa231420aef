//! JSON (ECMA-262, 25.5).

mod circular;
mod internalize;
mod parse;
mod quote;
mod replacer;
mod scanner;
mod stringify;
mod value_stack;

use super::define::{method, namespace};
use crate::vm::ops::prelude::*;

pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    namespace(cx, "JSON", &[method("parse", 2, parse::parse), method("stringify", 3, stringify::stringify)]);
}
