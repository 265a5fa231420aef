//! Array's functions: `isArray`, `of`, `from`.

use super::super::receiver::callable;
use super::element::{create_element, get_element, set_length};
use super::species::array_create;
use crate::vm::ops::iterate::{get_iterator_direct, iterator_close_throw};
use crate::vm::ops::prelude::*;

/// Array.isArray ( arg )
pub fn is_array_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let is = is_array(cx, args.get(cx, 0))?;
    Ok(cx.boolean(is))
}

/// [`is_array_method`] of anything but a proxy.
pub fn quick_is_array<'g>(_: &'g Cx<'_>, args: QuickArgs<'g>) -> Option<Val<'g>> {
    match args.get(0).cast::<JsObject>() {
        Some(object) if object.object_kind() == Kind::Proxy => None,
        object => Some(Val::boolean(object.is_some_and(|object| object.object_kind() == Kind::Array))),
    }
}

/// The constructor a static method was called on, if it is one other than Array itself.
fn other_constructor<'s>(cx: &Cx<'s>, this: Handle<'s>) -> Option<Handle<'s, JsObject>> {
    let is_other = is_constructor(cx, this) && !this.val(cx).is_same_word(cx.root(Root::ArrayConstructor));
    is_other.then(|| this.must(cx))
}

/// What Array.from and Array.of fill: made by their receiver, or an ordinary array.
fn new_output<'s>(cx: &mut Cx<'s>, this: Handle<'s>, length: Option<u64>) -> JsResult<Handle<'s, JsObject>> {
    match other_constructor(cx, this) {
        None => Ok(array_create(cx, length.unwrap_or(0))?.must(cx)),
        Some(constructor) => match length {
            None => construct(cx, constructor, &[], None),
            Some(length) => {
                let length = cx.number(length as f64);
                construct(cx, constructor, &[length], None)
            }
        },
    }
}

/// Array.of ( ...items )
pub fn of<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let output = new_output(cx, args.this(), Some(args.count() as u64))?;
    for (index, value) in args.rest(0).enumerate() {
        create_element(cx, output, index as u64, value)?;
    }
    set_length(cx, output, args.count() as u64)?;
    Ok(output.any())
}

/// Array.from ( items [ , mapfn [ , thisArg ] ] )
pub fn from<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let (items, mapper, this_arg) = (args.get(cx, 0), args.get(cx, 1), args.get(cx, 2));
    let mapper = if mapper.val(cx).is_undefined() { None } else { Some(callable(cx, mapper)?) };
    let mapping = mapper.map(|function| Mapping { function, this_arg });
    match iterator_method(cx, items)? {
        Some(method) => from_iterable(cx, args.this(), items, method, mapping),
        None => from_array_like(cx, args.this(), items, mapping),
    }
}

/// Array.from's callback.
#[derive(Clone, Copy)]
struct Mapping<'s> {
    function: Handle<'s>,
    this_arg: Handle<'s>,
}

impl Mapping<'_> {
    fn apply<'t>(self, cx: &mut Cx<'t>, value: Handle<'_>, index: u64) -> JsResult<Handle<'t>> {
        let index = cx.index(index);
        call_back(cx, self.function, self.this_arg, [value, index])
    }
}

/// GetMethod(items, @@iterator), with V8's words where it is no function.
fn iterator_method<'s>(cx: &mut Cx<'s>, items: Handle<'_>) -> JsResult<Option<Handle<'s>>> {
    let method = get_v(cx, items, cx.well_known(WellKnown::Iterator).into())?;
    if method.val(cx).is_nullish() {
        return Ok(None);
    }
    if !is_callable(cx, method) {
        return Err(cx.throw_error(Message::IteratorNotFunction, &["%Array%.from"]));
    }
    Ok(Some(method))
}

fn from_iterable<'s>(
    cx: &mut Cx<'s>,
    this: Handle<'s>,
    items: Handle<'s>,
    method: Handle<'s>,
    mapping: Option<Mapping<'s>>,
) -> JsResult<Handle<'s>> {
    let output = new_output(cx, this, None)?;
    let iterator = call(cx, method, items, &[])?;
    let Some(iterator) = iterator.cast::<JsObject>(cx) else {
        return Err(cx.throw_error(Message::IteratorNotObject, &[]));
    };
    let record = get_iterator_direct(cx, iterator)?;
    let mut count = 0;
    loop {
        scope!(cx);
        let Some(value) = iterator_step_value(cx, record)? else { break };
        if let Err(thrown) = append(cx, output, value, count, mapping) {
            return Err(iterator_close_throw(cx, record, thrown));
        }
        count += 1;
    }
    set_length(cx, output, count)?;
    Ok(output.any())
}

/// Puts `value`, mapped, at `index`.
fn append(
    cx: &mut Cx<'_>,
    output: Handle<'_, JsObject>,
    value: Handle<'_>,
    index: u64,
    mapping: Option<Mapping<'_>>,
) -> JsResult<()> {
    match mapping {
        None => create_element(cx, output, index, value),
        Some(mapping) => {
            let value = mapping.apply(cx, value, index)?;
            create_element(cx, output, index, value)
        }
    }
}

fn from_array_like<'s>(
    cx: &mut Cx<'s>,
    this: Handle<'s>,
    items: Handle<'s>,
    mapping: Option<Mapping<'s>>,
) -> JsResult<Handle<'s>> {
    let source = to_object(cx, items)?;
    let length = length_of_array_like(cx, source)?;
    let output = new_output(cx, this, Some(length))?;
    for index in 0..length {
        scope!(cx);
        let value = get_element(cx, source, index)?;
        append(cx, output, value, index, mapping)?;
    }
    set_length(cx, output, length)?;
    Ok(output.any())
}
