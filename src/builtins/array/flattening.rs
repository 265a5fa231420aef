//! `flat` and `flatMap` (ECMA-262, 23.1.3.13 f.).

use super::element::get_present;
use super::mutation::MAX_SAFE_LENGTH;
use super::species::Output;
use crate::objects::array;
use crate::vm::ops::prelude::*;

/// Array.prototype.flat ( [ depth ] )
pub fn flat<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.this())?;
    let length = length_of_array_like(cx, object)?;
    let depth = args.get(cx, 0);
    let depth = if depth.val(cx).is_undefined() { 1.0 } else { to_integer_or_infinity(cx, depth)? };
    let output = Output::create(cx, object, 0)?;
    flatten_into(cx, output, object, length, depth, None)?;
    Ok(output.object(cx).any())
}

/// Array.prototype.flatMap ( mapperFunction [ , thisArg ] )
pub fn flat_map<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.this())?;
    let length = length_of_array_like(cx, object)?;
    let mapper = args.get(cx, 0);
    if !is_callable(cx, mapper) {
        return Err(cx.throw_error(Message::FlatMapperNotCallable, &[]));
    }
    let output = Output::create(cx, object, 0)?;
    flatten_into(cx, output, object, length, 1.0, Some((mapper, args.get(cx, 1))))?;
    Ok(output.object(cx).any())
}

/// An array whose elements are being taken.
struct Level {
    next: u64,
    length: u64,
}

/// FlattenIntoArray. The arrays entered stand in an array of the engine's own rather than on the machine's stack: a script
/// may nest them as deep as it likes. `mapper` (function, thisArg) maps the elements of `source`, not those inside.
fn flatten_into(
    cx: &mut Cx<'_>,
    output: Output<'_>,
    source: Handle<'_, JsObject>,
    length: u64,
    depth: f64,
    mapper: Option<(Handle<'_>, Handle<'_>)>,
) -> JsResult<()> {
    let entered = array::from_values(cx, &[source.any()]);
    let mut levels = vec![Level { next: 0, length }];
    let mut to = 0;
    while let Some(level) = levels.last_mut() {
        scope!(cx);
        if level.next == level.length {
            levels.pop();
            array::set_length(cx, entered, levels.len() as u32);
            continue;
        }
        let index = level.next;
        level.next += 1;
        let object: Handle<'_, JsObject> = entered.get(cx).storage().element(levels.len() - 1).root(cx).must(cx);
        let Some(mut element) = get_present(cx, object, index)? else { continue };
        if let Some((function, this_arg)) = mapper
            && levels.len() == 1
        {
            element = call(cx, function, this_arg, &[element, cx.number(index as f64), source.any()])?;
        }
        if (levels.len() as f64) <= depth && is_array(cx, element)? {
            let inner: Handle<'_, JsObject> = element.must(cx);
            let length = length_of_array_like(cx, inner)?;
            array::push(cx, entered, inner.any());
            levels.push(Level { next: 0, length });
            continue;
        }
        if to >= MAX_SAFE_LENGTH {
            return Err(cx.throw_error(Message::ArrayLikeTooLong, &[]));
        }
        output.put(cx, to, element)?;
        to += 1;
    }
    Ok(())
}
