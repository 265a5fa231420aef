//! The methods of Array.prototype that call a function for each element.

use std::ops::ControlFlow;

use super::super::receiver::callable;
use super::element::{get_element, get_present};
use super::species::Output;
use crate::vm::ops::prelude::*;

/// A callback method under way: what all of them begin with.
#[derive(Clone, Copy)]
struct Iteration<'s> {
    object: Handle<'s, JsObject>,
    length: u64,
    callback: Handle<'s>,
    this_arg: Handle<'s>,
}

impl<'s> Iteration<'s> {
    /// Steps 1 to 3 of `method`, the full name.
    fn begin(cx: &mut Cx<'s>, args: Args<'s>, method: &str) -> JsResult<Iteration<'s>> {
        require_object_coercible(cx, args.this(), method)?;
        let object = to_object(cx, args.this())?;
        let length = length_of_array_like(cx, object)?;
        let callback = callable(cx, args.get(cx, 0))?;
        Ok(Iteration { object, length, callback, this_arg: args.get(cx, 1) })
    }

    /// Call(callback, thisArg, « value, index, object »)
    #[inline]
    fn call<'t>(self, cx: &mut Cx<'t>, value: Handle<'_>, index: u64) -> JsResult<Handle<'t>> {
        let index = cx.index(index);
        call_back(cx, self.callback, self.this_arg, [value, index, self.object.any()])
    }

    /// Calls back for each element that is present, ascending, and gives the answer to `visit`, until that breaks.
    fn for_each_present(
        self,
        cx: &mut Cx<'_>,
        mut visit: impl for<'t> FnMut(&mut Cx<'t>, u64, Handle<'t>, Handle<'t>) -> JsResult<ControlFlow<()>>,
    ) -> JsResult<()> {
        for index in 0..self.length {
            scope!(cx);
            let Some(value) = get_present(cx, self.object, index)? else { continue };
            let answer = self.call(cx, value, index)?;
            if visit(cx, index, value, answer)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The first element of `indexes`, holes included, for which the callback answers yes, and its index.
    fn find_via_predicate(
        self,
        cx: &mut Cx<'s>,
        indexes: impl Iterator<Item = u64>,
    ) -> JsResult<Option<(u64, Handle<'s>)>> {
        let found = cx.undefined();
        for index in indexes {
            scope!(cx);
            let value = get_element(cx, self.object, index)?;
            let answer = self.call(cx, value, index)?;
            if to_boolean(cx, answer.val(cx)) {
                found.set(cx, value.val(cx));
                return Ok(Some((index, found)));
            }
        }
        Ok(None)
    }
}

/// Array.prototype.forEach ( callback [ , thisArg ] )
pub fn for_each<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let iteration = Iteration::begin(cx, args, "Array.prototype.forEach")?;
    iteration.for_each_present(cx, |_, _, _, _| Ok(ControlFlow::Continue(())))?;
    Ok(cx.undefined())
}

/// Array.prototype.map ( callback [ , thisArg ] )
pub fn map<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let iteration = Iteration::begin(cx, args, "Array.prototype.map")?;
    let output = Output::create(cx, iteration.object, iteration.length)?;
    iteration.for_each_present(cx, |cx, index, _, answer| {
        output.put(cx, index, answer)?;
        Ok(ControlFlow::Continue(()))
    })?;
    match output {
        Output::Plain(_) => output.finish(cx, iteration.length),
        Output::Other(object) => Ok(object.any()),
    }
}

/// Array.prototype.filter ( callback [ , thisArg ] )
pub fn filter<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let iteration = Iteration::begin(cx, args, "Array.prototype.filter")?;
    let output = Output::create(cx, iteration.object, 0)?;
    let mut to = 0;
    iteration.for_each_present(cx, |cx, _, value, answer| {
        if to_boolean(cx, answer.val(cx)) {
            output.put(cx, to, value)?;
            to += 1;
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(output.object(cx).any())
}

/// Array.prototype.some ( callback [ , thisArg ] )
pub fn some<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let iteration = Iteration::begin(cx, args, "Array.prototype.some")?;
    any_answer_is(cx, iteration, true)
}

/// Array.prototype.every ( callback [ , thisArg ] )
pub fn every<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let iteration = Iteration::begin(cx, args, "Array.prototype.every")?;
    any_answer_is(cx, iteration, false)
}

/// `wanted` as soon as the callback gives it, its opposite if it never does.
fn any_answer_is<'s>(cx: &mut Cx<'s>, iteration: Iteration<'s>, wanted: bool) -> JsResult<Handle<'s>> {
    let mut found = false;
    iteration.for_each_present(cx, |cx, _, _, answer| {
        found = to_boolean(cx, answer.val(cx)) == wanted;
        Ok(if found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    Ok(cx.boolean(found == wanted))
}

/// Array.prototype.find ( predicate [ , thisArg ] )
pub fn find<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let iteration = Iteration::begin(cx, args, "Array.prototype.find")?;
    let found = iteration.find_via_predicate(cx, 0..iteration.length)?;
    Ok(found.map_or(cx.undefined(), |(_, value)| value))
}

/// Array.prototype.findIndex ( predicate [ , thisArg ] )
pub fn find_index<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let iteration = Iteration::begin(cx, args, "Array.prototype.findIndex")?;
    let found = iteration.find_via_predicate(cx, 0..iteration.length)?;
    Ok(cx.number(found.map_or(-1.0, |(index, _)| index as f64)))
}

/// Array.prototype.findLast ( predicate [ , thisArg ] )
pub fn find_last<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let iteration = Iteration::begin(cx, args, "Array.prototype.findLast")?;
    let found = iteration.find_via_predicate(cx, (0..iteration.length).rev())?;
    Ok(found.map_or(cx.undefined(), |(_, value)| value))
}

/// Array.prototype.findLastIndex ( predicate [ , thisArg ] )
pub fn find_last_index<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let iteration = Iteration::begin(cx, args, "Array.prototype.findLastIndex")?;
    let found = iteration.find_via_predicate(cx, (0..iteration.length).rev())?;
    Ok(cx.number(found.map_or(-1.0, |(index, _)| index as f64)))
}

/// Array.prototype.reduce ( callback [ , initialValue ] )
pub fn reduce<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let iteration = Iteration::begin(cx, args, "Array.prototype.reduce")?;
    fold(cx, iteration, args.given(1), 0..iteration.length)
}

/// Array.prototype.reduceRight ( callback [ , initialValue ] )
pub fn reduce_right<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let iteration = Iteration::begin(cx, args, "Array.prototype.reduceRight")?;
    fold(cx, iteration, args.given(1), (0..iteration.length).rev())
}

fn fold<'s>(
    cx: &mut Cx<'s>,
    iteration: Iteration<'s>,
    initial: Option<Handle<'s>>,
    mut indexes: impl Iterator<Item = u64>,
) -> JsResult<Handle<'s>> {
    let accumulator = cx.undefined();
    match initial {
        Some(initial) => accumulator.set(cx, initial.val(cx)),
        None => first_present(cx, iteration.object, &mut indexes, accumulator)?,
    }
    for index in indexes {
        scope!(cx);
        let Some(value) = get_present(cx, iteration.object, index)? else { continue };
        let arguments = [accumulator, value, cx.index(index), iteration.object.any()];
        let next = call_back(cx, iteration.callback, cx.undefined(), arguments)?;
        accumulator.set(cx, next.val(cx));
    }
    Ok(accumulator)
}

/// Puts the first element that is present into `accumulator`; TypeError if there is none.
fn first_present(
    cx: &mut Cx<'_>,
    object: Handle<'_, JsObject>,
    indexes: &mut impl Iterator<Item = u64>,
    accumulator: Handle<'_>,
) -> JsResult<()> {
    for index in indexes {
        scope!(cx);
        if let Some(value) = get_present(cx, object, index)? {
            accumulator.set(cx, value.val(cx));
            return Ok(());
        }
    }
    Err(cx.throw_error(Message::ReduceOfEmpty, &[]))
}
