//! Searching strings for strings: `indexOf`, `includes`, `startsWith` and their kin (ECMA-262, 22.1.3).

use super::{integer_argument, this_string};
use crate::objects::string::{self, StrView};
use crate::objects::string_search as text;
use crate::vm::ops::prelude::*;
use crate::vm::ops::regexp::is_regexp;

/// Calls `read` with the units of both strings.
pub(super) fn with_both<R>(
    cx: &mut Cx<'_>,
    first: Handle<'_, JsString>,
    second: Handle<'_, JsString>,
    read: impl FnOnce(StrView<'_>, StrView<'_>) -> R,
) -> R {
    scope!(cx);
    let (first, second) = (first.get(cx).root(cx), second.get(cx).root(cx));
    let (first, second) = (string::flatten(cx, first), string::flatten(cx, second));
    let view = |flat: Handle<'_, JsString>| flat.get(cx).flat_view().expect("flatten gives a flat string");
    read(view(first), view(second))
}

fn index_or_minus_one<'s>(cx: &mut Cx<'s>, index: Option<usize>) -> Handle<'s> {
    cx.int(index.map_or(-1, |index| index as i32))
}

/// String.prototype.indexOf ( searchString [ , position ] )
pub(super) fn index_of<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let string = this_string(cx, args, "String.prototype.indexOf")?;
    let wanted = to_string(cx, args.get(cx, 0))?;
    let position = integer_argument(cx, args, 1)?;
    let from = position.clamp(0.0, string.get(cx).len() as f64) as usize;
    let found = with_both(cx, string, wanted, |string, wanted| text::index_of(string, wanted, from));
    Ok(index_or_minus_one(cx, found))
}

/// String.prototype.lastIndexOf ( searchString [ , position ] )
pub(super) fn last_index_of<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let string = this_string(cx, args, "String.prototype.lastIndexOf")?;
    let wanted = to_string(cx, args.get(cx, 0))?;
    let position = to_number(cx, args.get(cx, 1))?;
    let position = if position.is_nan() { f64::INFINITY } else { position.trunc() };
    let from = position.clamp(0.0, string.get(cx).len() as f64) as usize;
    let found = with_both(cx, string, wanted, |string, wanted| text::last_index_of(string, wanted, from));
    Ok(index_or_minus_one(cx, found))
}

/// The first argument as the text to search for: TypeError for regular expressions.
fn plain_text_argument<'s>(cx: &mut Cx<'s>, args: Args<'s>, method: &str) -> JsResult<Handle<'s, JsString>> {
    let argument = args.get(cx, 0);
    if is_regexp(cx, argument)? {
        return Err(cx.throw_error(Message::FirstArgumentIsRegExp, &[method]));
    }
    to_string(cx, argument)
}

/// String.prototype.includes ( searchString [ , position ] )
pub(super) fn includes<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "String.prototype.includes";
    let string = this_string(cx, args, METHOD)?;
    let wanted = plain_text_argument(cx, args, METHOD)?;
    let position = integer_argument(cx, args, 1)?;
    let from = position.clamp(0.0, string.get(cx).len() as f64) as usize;
    let found = with_both(cx, string, wanted, |string, wanted| text::index_of(string, wanted, from));
    Ok(cx.boolean(found.is_some()))
}

/// String.prototype.startsWith ( searchString [ , position ] )
pub(super) fn starts_with<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "String.prototype.startsWith";
    let string = this_string(cx, args, METHOD)?;
    let wanted = plain_text_argument(cx, args, METHOD)?;
    let position = integer_argument(cx, args, 1)?;
    let at = position.clamp(0.0, string.get(cx).len() as f64) as usize;
    let matches = with_both(cx, string, wanted, |string, wanted| text::matches_at(string, wanted, at));
    Ok(cx.boolean(matches))
}

/// String.prototype.endsWith ( searchString [ , endPosition ] )
pub(super) fn ends_with<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    const METHOD: &str = "String.prototype.endsWith";
    let string = this_string(cx, args, METHOD)?;
    let wanted = plain_text_argument(cx, args, METHOD)?;
    let length = string.get(cx).len() as f64;
    let end = match args.get(cx, 1) {
        end if end.val(cx).is_undefined() => length,
        end => to_integer_or_infinity(cx, end)?.clamp(0.0, length),
    };
    let matches = with_both(cx, string, wanted, |string, wanted| {
        (end as usize).checked_sub(wanted.len()).is_some_and(|at| text::matches_at(string, wanted, at))
    });
    Ok(cx.boolean(matches))
}
