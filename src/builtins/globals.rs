//! The values of the global object that are neither constructors nor functions (ECMA-262, 19.1). The functions stand with
//! their kin: `parseInt` with Number, `decodeURI` in [`super::uri`], `eval` with Function.

use super::define::{Row, RowKey, RowValue, global, globals};
use crate::vm::ops::prelude::*;

const CONSTANTS: &[Row] = &[
    frozen("Infinity", RowValue::Number(f64::INFINITY)),
    frozen("NaN", RowValue::Number(f64::NAN)),
    frozen("undefined", RowValue::Undefined),
];

const fn frozen(name: &'static str, value: RowValue) -> Row {
    Row { key: RowKey::Text(name), value, attributes: Attributes::empty(), quick: None }
}

/// `Infinity`, `NaN` and `undefined`.
pub fn install_constants(cx: &mut Cx<'_>) {
    scope!(cx);
    globals(cx, CONSTANTS);
}

/// `globalThis`.
pub fn install_global_this(cx: &mut Cx<'_>) {
    scope!(cx);
    let this = cx.root(Root::GlobalThis).root(cx);
    global(cx, "globalThis", this);
}
