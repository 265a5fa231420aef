//! The parts of a Date, in local time and in UTC.

use super::this_time_value;
use crate::base::date::zone::Zone;
use crate::base::date::{Fields, MS_PER_MINUTE};
use crate::vm::ops::prelude::*;

/// Whose time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    Local,
    Utc,
}

impl Clock {
    /// What this clock shows at a finite time.
    pub fn read(self, t: f64) -> f64 {
        match self {
            Clock::Local => Zone::local().local_time(t),
            Clock::Utc => t,
        }
    }

    /// The time at which this clock shows `t`.
    pub fn time_of(self, t: f64) -> f64 {
        match self {
            Clock::Local => Zone::local().utc_time(t),
            Clock::Utc => t,
        }
    }
}

fn part<'s>(cx: &mut Cx<'s>, args: Args<'s>, clock: Clock, part: fn(&Fields) -> i64) -> JsResult<Handle<'s>> {
    let t = this_time_value(cx, args)?;
    if t.is_nan() {
        return Ok(cx.number(t));
    }
    Ok(cx.number(part(&Fields::of(clock.read(t))) as f64))
}

macro_rules! getters {
    ($( $name:ident = $clock:ident, $part:expr; )*) => { $(
        pub(super) fn $name<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
            part(cx, args, Clock::$clock, $part)
        }
    )* };
}

getters! {
    get_date = Local, |fields| fields.day as i64;
    get_day = Local, |fields| fields.weekday as i64;
    get_full_year = Local, |fields| fields.year;
    get_hours = Local, |fields| fields.hour as i64;
    get_milliseconds = Local, |fields| fields.millisecond as i64;
    get_minutes = Local, |fields| fields.minute as i64;
    get_month = Local, |fields| fields.month as i64;
    get_seconds = Local, |fields| fields.second as i64;
    get_year = Local, |fields| fields.year - 1900;
    get_utc_date = Utc, |fields| fields.day as i64;
    get_utc_day = Utc, |fields| fields.weekday as i64;
    get_utc_full_year = Utc, |fields| fields.year;
    get_utc_hours = Utc, |fields| fields.hour as i64;
    get_utc_milliseconds = Utc, |fields| fields.millisecond as i64;
    get_utc_minutes = Utc, |fields| fields.minute as i64;
    get_utc_month = Utc, |fields| fields.month as i64;
    get_utc_seconds = Utc, |fields| fields.second as i64;
}

/// Date.prototype.getTime ( )
pub(super) fn get_time<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let t = this_time_value(cx, args)?;
    Ok(cx.number(t))
}

/// Date.prototype.valueOf ( )
pub(super) fn value_of<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    get_time(cx, args)
}

/// Date.prototype.getTimezoneOffset ( ), in whole minutes
pub(super) fn get_timezone_offset<'s>(cx: &mut Cx<'s>, args: Args<'s>) -> JsResult<Handle<'s>> {
    let t = this_time_value(cx, args)?;
    if t.is_nan() {
        return Ok(cx.number(t));
    }
    let minutes = (Zone::local().offset(t) / MS_PER_MINUTE).trunc();
    Ok(cx.number(0.0 - minutes))
}
