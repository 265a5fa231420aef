//! Dates as text and as primitives (ECMA-262, 21.4.4.35 ff.).

use super::this_time_value;
use crate::base::date::format;
use crate::base::date::zone::Zone;
use crate::builtins::intl::date_time_format::{Needed, to_locale_text};
use crate::builtins::receiver;
use crate::vm::ops::convert::ordinary_to_primitive;
use crate::vm::ops::error::describe;
use crate::vm::ops::prelude::*;

/// The receiver's time as `write` puts it.
fn text<'s>(cx: &mut Cx<'s>, args: Args<'s>, write: impl FnOnce(f64) -> String) -> JsResult<Handle<'s>> {
    let t = this_time_value(cx, args)?;
    let text = if t.is_nan() { "Invalid Date".to_owned() } else { write(t) };
    Ok(cx.string(&text).any())
}

/// Date.prototype.toString ( )
pub(super) fn to_string_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    text(cx, args, |t| format::full(t, &Zone::local()))
}

/// Date.prototype.toDateString ( )
pub(super) fn to_date_string<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    text(cx, args, |t| format::date(t, &Zone::local()))
}

/// Date.prototype.toTimeString ( )
pub(super) fn to_time_string<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    text(cx, args, |t| format::time(t, &Zone::local()))
}

/// Date.prototype.toUTCString ( )
pub(super) fn to_utc_string<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    text(cx, args, format::utc)
}

/// Date.prototype.toISOString ( )
pub(super) fn to_iso_string<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let t = this_time_value(cx, args)?;
    if t.is_nan() {
        return Err(cx.throw_error(Message::InvalidTime, &[]));
    }
    Ok(cx.string(&format::iso(t)).any())
}

/// Date.prototype.toJSON ( key )
pub(super) fn to_json<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let object = to_object(cx, args.this())?;
    let primitive = to_primitive(cx, object.any(), Hint::Number)?;
    let value = primitive.val(cx);
    if value.is_number() && !value.as_number().is_finite() {
        return Ok(cx.null());
    }
    let method = get(cx, object, cx.key(N::to_iso_string))?;
    if !is_callable(cx, method) {
        return Err(cx.throw_error(Message::NotAFunction, &["toISOString"]));
    }
    call(cx, method, object.any(), &[])
}

/// Date.prototype.toLocaleString ( [ locales [ , options ] ] )
pub(super) fn to_locale_string<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let t = this_time_value(cx, args)?;
    to_locale_text(cx, t, args.get(cx, 1), Needed::Any)
}

/// Date.prototype.toLocaleDateString ( [ locales [ , options ] ] )
pub(super) fn to_locale_date_string<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let t = this_time_value(cx, args)?;
    to_locale_text(cx, t, args.get(cx, 1), Needed::Date)
}

/// Date.prototype.toLocaleTimeString ( [ locales [ , options ] ] )
pub(super) fn to_locale_time_string<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let t = this_time_value(cx, args)?;
    to_locale_text(cx, t, args.get(cx, 1), Needed::Time)
}

/// Date.prototype [ @@toPrimitive ] ( hint )
pub(super) fn to_primitive_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let Some(object) = args.this().cast::<JsObject>(cx) else {
        return Err(receiver::incompatible(cx, args.this(), "Date.prototype [ @@toPrimitive ]"));
    };
    let hint = args.get(cx, 0);
    let text = hint.cast::<JsString>(cx).map(|text| text.get(cx).to_rust(cx));
    let hint = match text.as_deref() {
        Some("string" | "default") => Hint::String,
        Some("number") => Hint::Number,
        _ => {
            let shown = describe(cx, hint);
            return Err(cx.throw_error(Message::InvalidHint, &[&shown]));
        }
    };
    ordinary_to_primitive(cx, object, hint)
}
