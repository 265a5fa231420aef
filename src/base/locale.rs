//! Dates as people of the en-US locale write them, the parts chosen (the patterns of CLDR that ECMA-402 selects from).

use crate::base::date::Fields;
use crate::base::date::format::{MONTHS, WEEKDAYS};
use crate::base::date::zone::Zone;

/// How a part is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    Numeric,
    TwoDigit,
    Long,
    Short,
    Narrow,
}

/// How hours are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HourCycle {
    /// 1 to 12, AM or PM.
    #[default]
    H12,
    /// 0 to 23.
    H23,
    /// 1 to 24.
    H24,
}

/// The parts written, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateTimeStyle {
    pub weekday: Option<Width>,
    pub year: Option<Width>,
    pub month: Option<Width>,
    pub day: Option<Width>,
    pub hour: Option<Width>,
    pub minute: Option<Width>,
    pub second: Option<Width>,
    /// Digits after the second.
    pub fraction_digits: usize,
    pub zone_name: Option<Width>,
    pub hour_cycle: HourCycle,
}

impl DateTimeStyle {
    pub fn has_date(&self) -> bool {
        self.weekday.or(self.year).or(self.month).or(self.day).is_some()
    }

    pub fn has_time(&self) -> bool {
        self.hour.or(self.minute).or(self.second).is_some() || self.fraction_digits > 0
    }

    /// Year, month and day in digits.
    pub fn set_numeric_date(&mut self) {
        (self.year, self.month, self.day) = (Some(Width::Numeric), Some(Width::Numeric), Some(Width::Numeric));
    }

    /// Hour, minute and second in digits.
    pub fn set_numeric_time(&mut self) {
        (self.hour, self.minute, self.second) = (Some(Width::Numeric), Some(Width::Numeric), Some(Width::Numeric));
    }
}

/// A finite time as `style` has it.
pub fn format_date_time(t: f64, zone: &Zone, style: &DateTimeStyle) -> String {
    let fields = Fields::of(zone.local_time(t));
    let date = date_text(&fields, style);
    let mut time = time_text(&fields, style);
    if let Some(width) = style.zone_name {
        if !time.is_empty() {
            time.push(' ');
        }
        time += &if width == Width::Long { zone.display_name(t) } else { zone.short_name(t) };
    }
    match (date.is_empty(), time.is_empty()) {
        (true, _) => time,
        (_, true) => date,
        _ => format!("{date}{}{time}", joint(style)),
    }
}

/// What stands between date and time.
fn joint(style: &DateTimeStyle) -> &'static str {
    if style.month == Some(Width::Long) {
        " at "
    } else if style.year.or(style.month).or(style.day).is_none() {
        " "
    } else {
        ", "
    }
}

fn number(value: i64, width: Width) -> String {
    if width == Width::TwoDigit { format!("{:02}", value % 100) } else { value.to_string() }
}

fn name(name: &str, width: Width) -> &str {
    match width {
        Width::Short => &name[..3],
        Width::Narrow => &name[..1],
        _ => name,
    }
}

fn date_text(fields: &Fields, style: &DateTimeStyle) -> String {
    let year = style.year.map(|width| number(if fields.year > 0 { fields.year } else { 1 - fields.year }, width));
    let day = style.day.map(|width| number(fields.day as i64, width));
    let weekday = style.weekday.map(|width| name(WEEKDAYS[fields.weekday as usize], width));
    let text = match style.month {
        Some(width @ (Width::Long | Width::Short | Width::Narrow)) => {
            let month = name(MONTHS[fields.month as usize], width);
            match (day, year) {
                (Some(day), Some(year)) => format!("{month} {day}, {year}"),
                (Some(part), None) | (None, Some(part)) => format!("{month} {part}"),
                (None, None) => month.to_owned(),
            }
        }
        month => {
            let month = month.map(|width| number(fields.month as i64 + 1, width));
            let is_year_alone = month.is_none() && day.is_none();
            if let (Some(weekday), Some(year), true) = (weekday, &year, is_year_alone) {
                return format!("{year} {weekday}");
            }
            [month, day, year].into_iter().flatten().collect::<Vec<_>>().join("/")
        }
    };
    match weekday {
        Some(weekday) if text.is_empty() => weekday.to_owned(),
        Some(weekday) => format!("{weekday}, {text}"),
        None => text,
    }
}

fn time_text(fields: &Fields, style: &DateTimeStyle) -> String {
    let mut parts = Vec::new();
    if let Some(width) = style.hour {
        parts.push(match style.hour_cycle {
            HourCycle::H12 => number((fields.hour as i64 + 11) % 12 + 1, width),
            HourCycle::H23 => format!("{:02}", fields.hour),
            HourCycle::H24 => format!("{:02}", if fields.hour == 0 { 24 } else { fields.hour }),
        });
    }
    let is_alone = style.hour.is_none() && (style.minute.is_none() || style.second.is_none());
    let below_hour = |value: u32, width: Width| {
        if is_alone { number(value as i64, width) } else { format!("{value:02}") }
    };
    parts.extend(style.minute.map(|width| below_hour(fields.minute, width)));
    let seconds = style.second.map(|width| below_hour(fields.second, width));
    let fraction = &format!("{:03}", fields.millisecond)[..style.fraction_digits.min(3)];
    parts.extend(match (seconds, fraction) {
        (seconds, "") => seconds,
        (Some(seconds), fraction) => Some(format!("{seconds}.{fraction}")),
        (None, fraction) => Some(fraction.to_owned()),
    });
    let mut text = parts.join(":");
    if style.hour.is_some() && style.hour_cycle == HourCycle::H12 {
        text += if fields.hour < 12 { " AM" } else { " PM" };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2020-01-02T03:04:05Z
    const TIME: f64 = 1_577_934_245_000.0;

    fn shown(style: DateTimeStyle) -> String {
        format_date_time(TIME, &Zone::utc(), &style)
    }

    #[test]
    fn parts_are_put_together_as_in_american_english() {
        use Width::*;
        let mut all = DateTimeStyle::default();
        all.set_numeric_date();
        all.set_numeric_time();
        assert_eq!(shown(all), "1/2/2020, 3:04:05 AM");
        assert_eq!(shown(DateTimeStyle { hour_cycle: HourCycle::H23, ..all }), "1/2/2020, 03:04:05");
        assert_eq!(shown(DateTimeStyle { month: Some(Long), second: None, ..all }), "January 2, 2020 at 3:04 AM");
        let weekday = DateTimeStyle { weekday: Some(Short), ..DateTimeStyle::default() };
        assert_eq!(shown(weekday), "Thu");
        assert_eq!(shown(DateTimeStyle { hour: Some(Numeric), ..weekday }), "Thu 3 AM");
        assert_eq!(shown(DateTimeStyle { month: Some(Short), day: Some(TwoDigit), ..weekday }), "Thu, Jan 02");
        assert_eq!(shown(DateTimeStyle { year: Some(Numeric), ..weekday }), "2020 Thu");
        let time = DateTimeStyle { minute: Some(Numeric), second: Some(Numeric), ..DateTimeStyle::default() };
        assert_eq!(shown(time), "04:05");
        assert_eq!(shown(DateTimeStyle { minute: None, fraction_digits: 3, ..time }), "5.000");
        assert_eq!(shown(DateTimeStyle { zone_name: Some(Short), ..all }), "1/2/2020, 3:04:05 AM UTC");
    }
}
