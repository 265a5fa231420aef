//! The options of date formatting (ECMA-402, 11).

use super::{boolean_option, choice_option, number_option, text_option};
use crate::base::date::zone::Zone;
use crate::base::locale::{DateTimeStyle, HourCycle, Width, format_date_time};
use crate::vm::ops::prelude::*;

/// Which parts are written when the options name none of their kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    Any,
    Date,
    Time,
}

const OWNER: &str = "Intl.DateTimeFormat";
const NAMES: &[(&str, Width)] = &[("narrow", Width::Narrow), ("short", Width::Short), ("long", Width::Long)];
const DIGITS: &[(&str, Width)] = &[("2-digit", Width::TwoDigit), ("numeric", Width::Numeric)];
const MONTHS: &[(&str, Width)] = &[
    ("2-digit", Width::TwoDigit),
    ("numeric", Width::Numeric),
    ("narrow", Width::Narrow),
    ("short", Width::Short),
    ("long", Width::Long),
];
const CYCLES: &[(&str, HourCycle)] =
    &[("h11", HourCycle::H12), ("h12", HourCycle::H12), ("h23", HourCycle::H23), ("h24", HourCycle::H24)];
const PRESETS: &[(&str, usize)] = &[("full", 0), ("long", 1), ("medium", 2), ("short", 3)];

/// The time `t` as `options` want it.
pub fn to_locale_text<'s>(cx: &mut Cx<'s>, t: f64, options: Handle<'s>, needed: Needed) -> JsResult<Handle<'s>> {
    let (style, zone) = read_options(cx, options, needed)?;
    let text = if t.is_nan() { "Invalid Date".to_owned() } else { format_date_time(t, &zone, &style) };
    Ok(cx.string(&text).any())
}

/// The style and the time zone that `options` (an object, or undefined) describe.
fn read_options<'s>(cx: &mut Cx<'s>, options: Handle<'s>, needed: Needed) -> JsResult<(DateTimeStyle, Zone)> {
    let mut style = DateTimeStyle::default();
    let mut zone = Zone::local();
    if !options.val(cx).is_undefined() {
        let options = to_object(cx, options)?;
        zone = zone_option(cx, options)?;
        style = read_parts(cx, options)?;
        style.hour_cycle = hour_cycle(cx, options)?;
        if let Some(preset) = read_presets(cx, options)? {
            return Ok((DateTimeStyle { hour_cycle: style.hour_cycle, ..preset }, zone));
        }
    }
    let (has_date, has_time) = (style.has_date(), style.has_time());
    if needed == Needed::Date && !has_date || needed == Needed::Any && !has_date && !has_time {
        style.set_numeric_date();
    }
    if needed == Needed::Time && !has_time || needed == Needed::Any && !has_date && !has_time {
        style.set_numeric_time();
    }
    Ok((style, zone))
}

fn zone_option(cx: &mut Cx<'_>, options: Handle<'_, JsObject>) -> JsResult<Zone> {
    let Some(name) = text_option(cx, options, "timeZone")? else { return Ok(Zone::local()) };
    match Zone::named(&name) {
        Some(zone) => Ok(zone),
        None => Err(cx.throw_error(Message::InvalidTimeZone, &[&name])),
    }
}

fn read_parts(cx: &mut Cx<'_>, options: Handle<'_, JsObject>) -> JsResult<DateTimeStyle> {
    Ok(DateTimeStyle {
        weekday: choice_option(cx, options, "weekday", OWNER, NAMES)?,
        year: choice_option(cx, options, "year", OWNER, DIGITS)?,
        month: choice_option(cx, options, "month", OWNER, MONTHS)?,
        day: choice_option(cx, options, "day", OWNER, DIGITS)?,
        hour: choice_option(cx, options, "hour", OWNER, DIGITS)?,
        minute: choice_option(cx, options, "minute", OWNER, DIGITS)?,
        second: choice_option(cx, options, "second", OWNER, DIGITS)?,
        fraction_digits: number_option(cx, options, "fractionalSecondDigits", 1.0, 3.0)?.unwrap_or(0),
        zone_name: choice_option(cx, options, "timeZoneName", OWNER, NAMES)?,
        hour_cycle: HourCycle::default(),
    })
}

fn hour_cycle(cx: &mut Cx<'_>, options: Handle<'_, JsObject>) -> JsResult<HourCycle> {
    let cycle = choice_option(cx, options, "hourCycle", OWNER, CYCLES)?;
    Ok(match boolean_option(cx, options, "hour12")? {
        Some(true) => HourCycle::H12,
        // The locale's 24-hour clock counts from 1, as ICU has it.
        Some(false) => HourCycle::H24,
        None => cycle.unwrap_or_default(),
    })
}

/// The style that `dateStyle` and `timeStyle` stand for, if either is given.
fn read_presets(cx: &mut Cx<'_>, options: Handle<'_, JsObject>) -> JsResult<Option<DateTimeStyle>> {
    let date = choice_option(cx, options, "dateStyle", OWNER, PRESETS)?;
    let time = choice_option(cx, options, "timeStyle", OWNER, PRESETS)?;
    if date.or(time).is_none() {
        return Ok(None);
    }
    let mut style = DateTimeStyle::default();
    if let Some(level) = date {
        style.set_numeric_date();
        style.month = Some([Width::Long, Width::Long, Width::Short, Width::Numeric][level]);
        style.weekday = (level == 0).then_some(Width::Long);
        style.year = Some(if level == 3 { Width::TwoDigit } else { Width::Numeric });
    }
    if let Some(level) = time {
        style.set_numeric_time();
        style.zone_name = [Some(Width::Long), Some(Width::Short), None, None][level];
        style.second = style.second.filter(|_| level < 3);
    }
    Ok(Some(style))
}
