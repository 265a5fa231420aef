//! Function (ECMA-262, 20.2): the constructors of functions, their prototype's methods, the source text of functions.

mod bind;
mod dynamic;
mod source_text;

use super::define::{Row, RowKey, RowValue, globals, method, properties, rooted_method};
use super::reflect::apply_to_non_function;
use crate::objects::fixed::FixedArray;
use crate::vm::ops::compare::ordinary_has_instance;
use crate::vm::ops::prelude::*;

/// Arguments given by a list beyond this number are a RangeError before they are spread: no stack has room for them.
const MAX_LISTED_ARGUMENTS: usize = 1 << 18;

const METHODS: &[Row] = &[
    method("apply", 2, apply),
    method("bind", 1, bind::bind),
    method("call", 1, call_function),
    method("toString", 0, source_text::to_string_method),
    Row {
        key: RowKey::Symbol(WellKnown::HasInstance),
        value: RowValue::Method { length: 1, code: has_instance, root: None },
        attributes: Attributes::empty(),
        quick: None,
    },
];

pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    dynamic::install_function(cx);
    let prototype = cx.root_handle::<JsObject>(Root::FunctionPrototype);
    properties(cx, prototype, METHODS);
    dynamic::install_others(cx);
}

/// The global function `eval`; called by that name, the machine sees its text where it stands.
pub fn install_eval(cx: &mut Cx<'_>) {
    scope!(cx);
    globals(cx, &[rooted_method("eval", 1, eval, Root::EvalFunction)]);
}

/// eval ( x )
fn eval<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    crate::vm::eval::indirect(cx, args.get(cx, 0))
}

/// Function.prototype [ @@hasInstance ] ( V )
fn has_instance<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let has = ordinary_has_instance(cx, args.this(), args.get(cx, 0))?;
    Ok(cx.boolean(has))
}

/// Function.prototype.apply ( thisArg, argArray )
fn apply<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (function, this, list) = (args.this(), args.get(cx, 0), args.get(cx, 1));
    if !is_callable(cx, function) {
        return Err(apply_to_non_function(cx, function));
    }
    if list.val(cx).is_nullish() {
        return call(cx, function, this, &[]);
    }
    let list = create_list_from_array_like(cx, list)?;
    let arguments = call_arguments(cx, list)?;
    call(cx, function, this, &arguments)
}

/// The values of `list`, as arguments of a call.
pub fn call_arguments<'s>(cx: &mut Cx<'s>, list: Handle<'_, FixedArray>) -> JsResult<Vec<Handle<'s>>> {
    let count = list.get(cx).len();
    if count > MAX_LISTED_ARGUMENTS {
        return Err(cx.throw_error(Message::StackOverflow, &[]));
    }
    let raw = list.get(cx);
    Ok((0..count).map(|index| raw.at(index).root(cx)).collect())
}

/// Function.prototype.call ( thisArg, ...args )
fn call_function<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let this = args.get(cx, 0);
    let arguments: Vec<Handle<'s>> = args.rest(1).collect();
    call(cx, args.this(), this, &arguments)
}
