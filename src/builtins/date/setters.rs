//! Setting the parts of a Date, in local time and in UTC (ECMA-262, 21.4.4.20 ff.).
//!
//! All setters of the time of day share one body, those of the date another: a setter replaces the part it is named after
//! and, as far as arguments are given, those below it.

use super::getters::Clock;
use super::this_time_value;
use crate::base::date::{Fields, day, make_date, make_day, make_full_year, make_time, time_clip, time_within_day};
use crate::objects::object::JsDate;
use crate::vm::ops::prelude::*;

/// Gives the receiver, a Date, the time `t`.
fn finish<'s>(cx: &mut Cx<'s>, args: Args<'s>, t: f64) -> JsResult<Handle<'s>> {
    let date: Handle<'s, JsDate> = args.this().must(cx);
    date.get(cx).set_time(cx, Val::number(t));
    Ok(cx.number(t))
}

/// Replaces `parts`, the first even if no argument is given.
fn replace_parts(cx: &mut Cx<'_>, args: Args<'_>, parts: &mut [Option<f64>]) -> JsResult<()> {
    for (index, part) in parts.iter_mut().enumerate() {
        if index == 0 || args.given(index).is_some() {
            scope!(cx);
            let argument = args.given(index).map_or(cx.undefined(), |argument| argument.val(cx).root(cx));
            *part = Some(to_number(cx, argument)?);
        }
    }
    Ok(())
}

/// Sets hour (0), minute (1), second (2) or millisecond (3), and what is below.
fn set_time_parts<'s>(cx: &mut Cx<'s>, args: Args<'s>, clock: Clock, first: usize) -> JsResult<Handle<'s>> {
    let t = this_time_value(cx, args)?;
    let mut parts = [None; 4];
    replace_parts(cx, args, &mut parts[first..])?;
    if t.is_nan() {
        return Ok(cx.number(t));
    }
    let shown = clock.read(t);
    let f = Fields::of(shown);
    let now = [f.hour, f.minute, f.second, f.millisecond];
    let part = |index: usize| parts[index].unwrap_or(now[index] as f64);
    let date = make_date(day(shown), make_time(part(0), part(1), part(2), part(3)));
    finish(cx, args, time_clip(clock.time_of(date)))
}

/// Sets year (0), month (1) or day (2), and what is below. An invalid date only comes to life with a year.
fn set_date_parts<'s>(cx: &mut Cx<'s>, args: Args<'s>, clock: Clock, first: usize) -> JsResult<Handle<'s>> {
    let t = this_time_value(cx, args)?;
    let mut parts = [None; 3];
    replace_parts(cx, args, &mut parts[first..])?;
    if t.is_nan() && first > 0 {
        return Ok(cx.number(t));
    }
    let shown = if t.is_nan() { 0.0 } else { clock.read(t) };
    let f = Fields::of(shown);
    let now = [f.year as f64, f.month as f64, f.day as f64];
    let part = |index: usize| parts[index].unwrap_or(now[index]);
    let date = make_date(make_day(part(0), part(1), part(2)), time_within_day(shown));
    finish(cx, args, time_clip(clock.time_of(date)))
}

macro_rules! setters {
    ($( $name:ident = $set:ident, $clock:ident, $first:literal; )*) => { $(
        pub(super) fn $name<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
            $set(cx, args, Clock::$clock, $first)
        }
    )* };
}

setters! {
    set_full_year = set_date_parts, Local, 0;
    set_month = set_date_parts, Local, 1;
    set_date = set_date_parts, Local, 2;
    set_hours = set_time_parts, Local, 0;
    set_minutes = set_time_parts, Local, 1;
    set_seconds = set_time_parts, Local, 2;
    set_milliseconds = set_time_parts, Local, 3;
    set_utc_full_year = set_date_parts, Utc, 0;
    set_utc_month = set_date_parts, Utc, 1;
    set_utc_date = set_date_parts, Utc, 2;
    set_utc_hours = set_time_parts, Utc, 0;
    set_utc_minutes = set_time_parts, Utc, 1;
    set_utc_seconds = set_time_parts, Utc, 2;
    set_utc_milliseconds = set_time_parts, Utc, 3;
}

/// Date.prototype.setTime ( time )
pub(super) fn set_time<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    this_time_value(cx, args)?;
    let time = to_number(cx, args.get(cx, 0))?;
    finish(cx, args, time_clip(time))
}

/// Date.prototype.setYear ( year ) (ECMA-262, B.2.3.2)
pub(super) fn set_year<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let t = this_time_value(cx, args)?;
    let year = to_number(cx, args.get(cx, 0))?;
    if year.is_nan() {
        return finish(cx, args, f64::NAN);
    }
    let shown = if t.is_nan() { 0.0 } else { Clock::Local.read(t) };
    let f = Fields::of(shown);
    let date = make_date(make_day(make_full_year(year), f.month as f64, f.day as f64), time_within_day(shown));
    finish(cx, args, time_clip(Clock::Local.time_of(date)))
}
