//! Times as ECMAScript counts them (ECMA-262, 21.4.1): milliseconds since 1970 without leap seconds, NaN for none.

pub mod format;
pub mod parse;
mod tokens;
pub mod zone;

pub const MS_PER_DAY: f64 = 86_400_000.0;
pub const MS_PER_HOUR: f64 = 3_600_000.0;
pub const MS_PER_MINUTE: f64 = 60_000.0;
/// The largest time value: 100 million days.
pub const MAX_TIME: f64 = 8.64e15;

/// Day(t)
pub fn day(t: f64) -> f64 {
    (t / MS_PER_DAY).floor()
}

/// TimeWithinDay(t)
pub fn time_within_day(t: f64) -> f64 {
    t.rem_euclid(MS_PER_DAY)
}

/// A finite time taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fields {
    pub year: i64,
    /// 0 to 11.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
    /// 0 is Sunday.
    pub weekday: u32,
    pub hour: u32,
    pub minute: u32,
    pub second: u32,
    pub millisecond: u32,
}

impl Fields {
    /// The fields of a finite time.
    pub fn of(t: f64) -> Fields {
        let days = day(t) as i64;
        let ms = time_within_day(t) as u32;
        let (year, month, day) = civil_from_days(days);
        Fields {
            year,
            month,
            day,
            weekday: (days + 4).rem_euclid(7) as u32,
            hour: ms / 3_600_000,
            minute: ms / 60_000 % 60,
            second: ms / 1000 % 60,
            millisecond: ms % 1000,
        }
    }
}

/// Days in 400 years.
pub const DAYS_PER_CYCLE: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01.
const DAYS_TO_EPOCH: i64 = 719_468;

/// Year, month (0 to 11) and day of the month of a day since the epoch (Howard Hinnant's algorithm).
fn civil_from_days(days: i64) -> (i64, u32, u32) {
    let shifted = days + DAYS_TO_EPOCH;
    let cycle = shifted.div_euclid(DAYS_PER_CYCLE);
    let day_of_cycle = shifted.rem_euclid(DAYS_PER_CYCLE);
    let year_of_cycle = (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36_524 - day_of_cycle / 146_096) / 365;
    let day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    // Years begin in March here.
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u32;
    let month = (month_from_march + 2) % 12;
    let year = year_of_cycle + 400 * cycle + (month < 2) as i64;
    (year, month as u32, day)
}

/// The day since the epoch of the first of a month (0 to 11).
fn days_from_civil(year: i64, month: i64) -> i64 {
    let year = year - (month < 2) as i64;
    let cycle = year.div_euclid(400);
    let year_of_cycle = year.rem_euclid(400);
    let month_from_march = (month + 10) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5;
    let day_of_cycle = 365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
    cycle * DAYS_PER_CYCLE + day_of_cycle - DAYS_TO_EPOCH
}

/// MakeTime
pub fn make_time(hour: f64, minute: f64, second: f64, ms: f64) -> f64 {
    if ![hour, minute, second, ms].into_iter().all(f64::is_finite) {
        return f64::NAN;
    }
    hour.trunc() * MS_PER_HOUR + minute.trunc() * MS_PER_MINUTE + second.trunc() * 1000.0 + ms.trunc()
}

/// MakeDay
pub fn make_day(year: f64, month: f64, date: f64) -> f64 {
    if ![year, month, date].into_iter().all(f64::is_finite) {
        return f64::NAN;
    }
    let (year, month) = (year.trunc(), month.trunc());
    let year = year + (month / 12.0).floor();
    // Beyond a million years nothing is left of the range of times.
    if year.abs() > 1e6 {
        return f64::NAN;
    }
    let first = days_from_civil(year as i64, month.rem_euclid(12.0) as i64);
    first as f64 + date.trunc() - 1.0
}

/// MakeDate
pub fn make_date(day: f64, time: f64) -> f64 {
    if !day.is_finite() || !time.is_finite() {
        return f64::NAN;
    }
    let t = day * MS_PER_DAY + time;
    if t.is_finite() { t } else { f64::NAN }
}

/// MakeFullYear
pub fn make_full_year(year: f64) -> f64 {
    let truncated = year.trunc();
    if (0.0..=99.0).contains(&truncated) { 1900.0 + truncated } else { truncated }
}

/// TimeClip
pub fn time_clip(t: f64) -> f64 {
    if t.is_finite() && t.abs() <= MAX_TIME { t.trunc() + 0.0 } else { f64::NAN }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_days_are_inverse() {
        for t in [0.0, -1.0, 951_782_400_000.0, MAX_TIME, -MAX_TIME, -62_167_219_200_001.0, 1e14 + 12_345_678.0] {
            let f = Fields::of(t);
            let days = make_day(f.year as f64, f.month as f64, f.day as f64);
            let time = make_time(f.hour as f64, f.minute as f64, f.second as f64, f.millisecond as f64);
            assert_eq!(make_date(days, time), t, "{f:?}");
        }
        let leap = Fields::of(951_782_400_000.0);
        assert_eq!((leap.year, leap.month, leap.day, leap.weekday), (2000, 1, 29, 2));
    }

    #[test]
    fn months_and_days_overflow_into_their_neighbours() {
        assert_eq!(make_day(2020.0, 13.0, 1.0), make_day(2021.0, 1.0, 1.0));
        assert_eq!(make_day(2020.0, -1.0, 1.0), make_day(2019.0, 11.0, 1.0));
        assert_eq!(make_day(2020.0, 1.0, 30.0), make_day(2020.0, 2.0, 1.0));
        assert!(make_day(f64::INFINITY, 0.0, 1.0).is_nan() && make_day(1e300, 0.0, 1.0).is_nan());
    }

    #[test]
    fn clipping_keeps_the_range() {
        assert_eq!(time_clip(MAX_TIME), MAX_TIME);
        assert!(time_clip(MAX_TIME + 1.0).is_nan());
        assert!(time_clip(-0.0).is_sign_positive());
        assert_eq!(time_clip(1.9), 1.0);
    }
}
