//! Date (ECMA-262, 21.4): the constructor, its functions, and the table of all methods.

mod format;
mod getters;
mod setters;

use std::time::{SystemTime, UNIX_EPOCH};

use super::define::{Class, Row, RowKey, class, method, same_as, symbol_method};
use crate::base::date::parse::parse;
use crate::base::date::zone::Zone;
use crate::base::date::{make_date, make_day, make_full_year, make_time, time_clip};
use crate::objects::object::JsDate;
use crate::vm::ops::prelude::*;

const STATICS: &[Row] = &[method("now", 0, now), method("parse", 1, parse_method), method("UTC", 7, utc)];

const METHODS: &[Row] = &[
    method("toString", 0, format::to_string_method),
    method("toDateString", 0, format::to_date_string),
    method("toTimeString", 0, format::to_time_string),
    method("toISOString", 0, format::to_iso_string),
    method("toUTCString", 0, format::to_utc_string),
    same_as(RowKey::Text("toGMTString"), "toUTCString"),
    method("getDate", 0, getters::get_date),
    method("setDate", 1, setters::set_date),
    method("getDay", 0, getters::get_day),
    method("getFullYear", 0, getters::get_full_year),
    method("setFullYear", 3, setters::set_full_year),
    method("getHours", 0, getters::get_hours),
    method("setHours", 4, setters::set_hours),
    method("getMilliseconds", 0, getters::get_milliseconds),
    method("setMilliseconds", 1, setters::set_milliseconds),
    method("getMinutes", 0, getters::get_minutes),
    method("setMinutes", 3, setters::set_minutes),
    method("getMonth", 0, getters::get_month),
    method("setMonth", 2, setters::set_month),
    method("getSeconds", 0, getters::get_seconds),
    method("setSeconds", 2, setters::set_seconds),
    method("getTime", 0, getters::get_time),
    method("setTime", 1, setters::set_time),
    method("getTimezoneOffset", 0, getters::get_timezone_offset),
    method("getUTCDate", 0, getters::get_utc_date),
    method("setUTCDate", 1, setters::set_utc_date),
    method("getUTCDay", 0, getters::get_utc_day),
    method("getUTCFullYear", 0, getters::get_utc_full_year),
    method("setUTCFullYear", 3, setters::set_utc_full_year),
    method("getUTCHours", 0, getters::get_utc_hours),
    method("setUTCHours", 4, setters::set_utc_hours),
    method("getUTCMilliseconds", 0, getters::get_utc_milliseconds),
    method("setUTCMilliseconds", 1, setters::set_utc_milliseconds),
    method("getUTCMinutes", 0, getters::get_utc_minutes),
    method("setUTCMinutes", 3, setters::set_utc_minutes),
    method("getUTCMonth", 0, getters::get_utc_month),
    method("setUTCMonth", 2, setters::set_utc_month),
    method("getUTCSeconds", 0, getters::get_utc_seconds),
    method("setUTCSeconds", 2, setters::set_utc_seconds),
    method("valueOf", 0, getters::value_of),
    method("getYear", 0, getters::get_year),
    method("setYear", 1, setters::set_year),
    method("toJSON", 1, format::to_json),
    method("toLocaleString", 0, format::to_locale_string),
    method("toLocaleDateString", 0, format::to_locale_date_string),
    method("toLocaleTimeString", 0, format::to_locale_time_string),
    Row {
        attributes: Attributes::CONFIGURABLE,
        quick: None,
        ..symbol_method(WellKnown::ToPrimitive, 1, format::to_primitive_method)
    },
];

pub fn install(cx: &mut Cx<'_>) {
    scope!(cx);
    let date =
        Class { statics: STATICS, methods: METHODS, ..Class::new("Date", 7, construct_date, Root::DatePrototype) };
    class(cx, &date);
}

/// The time now.
pub fn current_time() -> f64 {
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => since.as_millis() as f64,
        Err(before) => -(before.duration().as_millis() as f64),
    }
}

/// ThisTimeValue
fn this_time_value(cx: &mut Cx<'_>, args: Args<'_>) -> JsResult<f64> {
    match args.this().val(cx).cast::<JsDate>() {
        Some(date) => Ok(date.time().as_number()),
        None => Err(cx.throw_error(Message::NotADate, &[])),
    }
}

/// Date ( ...values )
fn construct_date<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let Some(new_target) = args.new_target(cx) else {
        let text = crate::base::date::format::full(current_time(), &Zone::local());
        return Ok(cx.string(&text).any());
    };
    let time = match args.count() {
        0 => current_time(),
        1 => time_of_value(cx, args.get(cx, 0))?,
        _ => {
            let local = time_of_parts(cx, args)?;
            time_clip(Zone::local().utc_time(local))
        }
    };
    let date = ordinary_create_from_constructor::<JsDate>(cx, new_target, Root::DatePrototype)?;
    date.get(cx).set_time(cx, Val::number(time));
    Ok(date.any())
}

/// The time that the single argument of the constructor means.
fn time_of_value(cx: &mut Cx<'_>, value: Handle<'_>) -> JsResult<f64> {
    if let Some(date) = value.val(cx).cast::<JsDate>() {
        return Ok(date.time().as_number());
    }
    scope!(cx);
    let primitive = to_primitive(cx, value, Hint::Default)?;
    if let Some(text) = primitive.cast::<JsString>(cx) {
        return Ok(parse(&text.get(cx).to_rust(cx), &Zone::local()));
    }
    Ok(time_clip(to_number(cx, primitive)?))
}

/// The time of year, month and so on, not clipped and of no zone.
fn time_of_parts(cx: &mut Cx<'_>, args: Args<'_>) -> JsResult<f64> {
    let mut parts = [f64::NAN, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0];
    for (part, argument) in parts.iter_mut().zip(args.rest(0)) {
        *part = to_number(cx, argument)?;
    }
    let [year, month, day, hour, minute, second, ms] = parts;
    Ok(make_date(make_day(make_full_year(year), month, day), make_time(hour, minute, second, ms)))
}

/// Date.now ( )
fn now<'s>(cx: &mut Cx<'s>, _args: Args<'s>) -> JsResult<Handle<'s>> {
    Ok(cx.number(current_time()))
}

/// Date.parse ( string )
fn parse_method<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let text = to_rust_string(cx, args.get(cx, 0))?;
    Ok(cx.number(parse(&text, &Zone::local())))
}

/// Date.UTC ( year [ , month [ , date [ , hours [ , minutes [ , seconds [ , ms ] ] ] ] ] ] )
fn utc<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let time = time_of_parts(cx, args)?;
    Ok(cx.number(time_clip(time)))
}
