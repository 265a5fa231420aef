//! The arguments of JSON.stringify: what replaces values, and what indents them (ECMA-262, 25.5.2).

use crate::objects::array::{self, JsArray, element_key};
use crate::objects::object::{NumberObject, StringObject};
use crate::objects::string;
use crate::vm::ops::prelude::*;

/// The second argument.
#[derive(Clone, Copy)]
pub(super) enum Replacer<'s> {
    None,
    Function(Handle<'s>),
    /// The only keys objects are written with: strings, each once.
    Keys(Handle<'s, JsArray>),
}

impl<'s> Replacer<'s> {
    pub fn new(cx: &mut Cx<'s>, value: Handle<'s>) -> JsResult<Replacer<'s>> {
        if is_callable(cx, value) {
            return Ok(Replacer::Function(value));
        }
        if !is_array(cx, value)? {
            return Ok(Replacer::None);
        }
        Ok(Replacer::Keys(property_list(cx, value.must(cx))?))
    }
}

/// The strings and numbers of `list`, as keys.
fn property_list<'s>(cx: &mut Cx<'s>, list: Handle<'_, JsObject>) -> JsResult<Handle<'s, JsArray>> {
    let keys = array::with_capacity(cx, 0);
    let count = length_of_array_like(cx, list)?;
    for index in 0..count {
        scope!(cx);
        let key = element_key(cx, index);
        let item = get(cx, list, key)?;
        let value = item.val(cx);
        let names_a_key =
            value.is_number() || value.is::<JsString>() || value.is::<NumberObject>() || value.is::<StringObject>();
        if !names_a_key {
            continue;
        }
        let text = to_string(cx, item)?;
        let storage = keys.get(cx).storage();
        let is_known = (0..keys.get(cx).length()).any(|known| {
            let known: Gc<'_, JsString> = storage.element(known as usize).must();
            string::equals(cx, known, text.get(cx))
        });
        if !is_known {
            array::push(cx, keys, text.any());
        }
    }
    Ok(keys)
}

/// The most units an indentation has.
const MAX_GAP: usize = 10;

/// The third argument: what each level of nesting is indented by, in units.
pub(super) fn gap(cx: &mut Cx<'_>, space: Handle<'_>) -> JsResult<Vec<u16>> {
    scope!(cx);
    let value = space.val(cx);
    let space = if value.is::<NumberObject>() {
        let number = to_number(cx, space)?;
        cx.number(number)
    } else if value.is::<StringObject>() {
        to_string(cx, space)?.any()
    } else {
        value.root(cx)
    };
    let value = space.val(cx);
    if value.is_number() {
        let count = value.as_number().clamp(0.0, MAX_GAP as f64) as usize;
        return Ok(vec![b' ' as u16; count]);
    }
    let Some(text) = space.cast::<JsString>(cx) else { return Ok(Vec::new()) };
    Ok(string::with_flat(cx, text, |view| view.units().take(MAX_GAP).collect()))
}
