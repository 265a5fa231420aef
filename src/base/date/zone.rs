//! Local time: offsets and names of the system's time zone (the environment's `TZ`), or of a named one, through `jiff`.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::{DAYS_PER_CYCLE, Fields, MS_PER_DAY, MS_PER_MINUTE};

/// A time zone.
#[derive(Clone, Debug)]
pub struct Zone {
    zone: TimeZone,
}

/// The years whose offsets `jiff` knows.
const KNOWN_YEARS: std::ops::Range<i64> = -9998..9999;
const MS_PER_CYCLE: f64 = DAYS_PER_CYCLE as f64 * MS_PER_DAY;

/// `t` moved by whole cycles of 400 years, in which dates and weekdays repeat, to where offsets are known.
fn into_known_years(t: f64) -> f64 {
    let year = Fields::of(t).year;
    let cycles = if year >= KNOWN_YEARS.end {
        -((year - KNOWN_YEARS.end) / 400 + 1)
    } else if year < KNOWN_YEARS.start {
        (KNOWN_YEARS.start - year) / 400 + 1
    } else {
        0
    };
    t + cycles as f64 * MS_PER_CYCLE
}

impl Zone {
    /// The system's.
    pub fn local() -> Zone {
        Zone { zone: TimeZone::system() }
    }

    pub fn utc() -> Zone {
        Zone { zone: TimeZone::UTC }
    }

    /// The zone with an IANA name.
    pub fn named(name: &str) -> Option<Zone> {
        Some(Zone { zone: TimeZone::get(name).ok()? })
    }

    /// The IANA name, `UTC` where there is none.
    pub fn name(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    fn timestamp(t: f64) -> Timestamp {
        Timestamp::from_millisecond(into_known_years(t) as i64).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// What local time is ahead of UTC at a finite time, in milliseconds.
    pub fn offset(&self, t: f64) -> f64 {
        self.zone.to_offset(Zone::timestamp(t)).seconds() as f64 * 1000.0
    }

    /// LocalTime(t)
    pub fn local_time(&self, t: f64) -> f64 {
        t + self.offset(t)
    }

    /// UTC(t): of two times with the same local time the earlier, of a local time that was skipped the one that the
    /// offset before it gives.
    pub fn utc_time(&self, local: f64) -> f64 {
        if !local.is_finite() || local.abs() > super::MAX_TIME + MS_PER_DAY {
            return f64::NAN;
        }
        let known = into_known_years(local);
        let f = Fields::of(known);
        let (hour, minute, second) = (f.hour as i8, f.minute as i8, f.second as i8);
        let civil = DateTime::new(
            f.year as i16,
            f.month as i8 + 1,
            f.day as i8,
            hour,
            minute,
            second,
            f.millisecond as i32 * 1_000_000,
        );
        let timestamp = civil.and_then(|civil| self.zone.to_ambiguous_timestamp(civil).compatible());
        match timestamp {
            Ok(timestamp) => timestamp.as_millisecond() as f64 + (local - known),
            Err(_) => local,
        }
    }

    /// `+0100`: the offset at a finite time, as `toString` writes it.
    pub fn offset_text(&self, t: f64) -> String {
        let minutes = (self.offset(t) / MS_PER_MINUTE).trunc() as i64;
        let sign = if minutes < 0 { '-' } else { '+' };
        format!("{sign}{:02}{:02}", minutes.abs() / 60, minutes.abs() % 60)
    }

    /// The zone's name in English at a finite time, like `Central European Standard Time`.
    pub fn display_name(&self, t: f64) -> String {
        let info = self.zone.to_offset_info(Zone::timestamp(t));
        let area = self.name().split('/').next().unwrap_or_default().to_owned();
        match english_name(info.abbreviation(), &area, self.name()) {
            Some(name) => name.to_owned(),
            None => {
                let offset = self.offset_text(t);
                format!("GMT{}:{}", &offset[..3], &offset[3..])
            }
        }
    }
}

impl Zone {
    /// The zone's name in short at a finite time: `UTC`, `EST`, or `GMT+1` where Americans have no abbreviation.
    pub fn short_name(&self, t: f64) -> String {
        let info = self.zone.to_offset_info(Zone::timestamp(t));
        let abbreviation = info.abbreviation();
        let is_american =
            self.name().starts_with("America/") || self.name().starts_with("US/") || abbreviation == "HST";
        if abbreviation == "UTC" || is_american && abbreviation.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return abbreviation.to_owned();
        }
        let offset = self.offset_text(t);
        let (sign, hours, minutes) = (&offset[..1], offset[1..3].trim_start_matches('0'), &offset[3..]);
        match (hours, minutes) {
            ("", "00") => "GMT".to_owned(),
            (hours, "00") => format!("GMT{sign}{hours}"),
            (hours, minutes) => format!("GMT{sign}{hours}:{minutes}"),
        }
    }
}

/// CLDR's name for what the time zone database abbreviates.
fn english_name(abbreviation: &str, area: &str, zone: &str) -> Option<&'static str> {
    Some(match (abbreviation, area) {
        ("UTC" | "UCT" | "Zulu", _) => "Coordinated Universal Time",
        ("GMT", _) => "Greenwich Mean Time",
        ("BST", "Europe") => "British Summer Time",
        ("IST", "Europe") => "Irish Standard Time",
        ("WET", _) => "Western European Standard Time",
        ("WEST", _) => "Western European Summer Time",
        ("CET", _) => "Central European Standard Time",
        ("CEST", _) => "Central European Summer Time",
        ("EET", _) => "Eastern European Standard Time",
        ("EEST", _) => "Eastern European Summer Time",
        ("MSK", _) => "Moscow Standard Time",
        ("EST" | "LMT", _) if zone == "America/New_York" => "Eastern Standard Time",
        ("EST", "America" | "US") => "Eastern Standard Time",
        ("EDT", "America" | "US") => "Eastern Daylight Time",
        ("CST", "America" | "US") => "Central Standard Time",
        ("CDT", "America" | "US") => "Central Daylight Time",
        ("MST", "America" | "US") => "Mountain Standard Time",
        ("MDT", "America" | "US") => "Mountain Daylight Time",
        ("PST", "America" | "US") => "Pacific Standard Time",
        ("PDT", "America" | "US") => "Pacific Daylight Time",
        ("AKST", _) => "Alaska Standard Time",
        ("AKDT", _) => "Alaska Daylight Time",
        ("AST", "America") => "Atlantic Standard Time",
        ("ADT", "America") => "Atlantic Daylight Time",
        ("NST", "America") => "Newfoundland Standard Time",
        ("NDT", "America") => "Newfoundland Daylight Time",
        ("HST", _) => "Hawaii-Aleutian Standard Time",
        ("JST", _) => "Japan Standard Time",
        ("KST", _) => "Korean Standard Time",
        ("CST", "Asia") => {
            if zone == "Asia/Taipei" {
                "Taipei Standard Time"
            } else {
                "China Standard Time"
            }
        }
        ("HKT", _) => "Hong Kong Standard Time",
        ("IST", "Asia") if zone == "Asia/Jerusalem" => "Israel Standard Time",
        ("IDT", _) => "Israel Daylight Time",
        ("IST", "Asia") => "India Standard Time",
        ("PKT", _) => "Pakistan Standard Time",
        ("SAST", _) => "South Africa Standard Time",
        ("EAT", _) => "East Africa Time",
        ("CAT", _) => "Central Africa Time",
        ("WAT", _) => "West Africa Standard Time",
        ("AEST", _) => "Australian Eastern Standard Time",
        ("AEDT", _) => "Australian Eastern Daylight Time",
        ("ACST", _) => "Australian Central Standard Time",
        ("ACDT", _) => "Australian Central Daylight Time",
        ("AWST", _) => "Australian Western Standard Time",
        ("NZST", _) => "New Zealand Standard Time",
        ("NZDT", _) => "New Zealand Daylight Time",
        ("-03", _) if zone == "America/Sao_Paulo" => "Brasilia Standard Time",
        ("-03", _) if zone.starts_with("America/Argentina") => "Argentina Standard Time",
        ("+04", _) if zone == "Asia/Dubai" => "Gulf Standard Time",
        ("+08" | "SGT", _) if zone == "Asia/Singapore" => "Singapore Standard Time",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new_york() -> Zone {
        Zone::named("America/New_York").expect("the system has a time zone database")
    }

    #[test]
    fn offsets_follow_daylight_saving_beyond_the_known_years_too() {
        let zone = new_york();
        assert_eq!(zone.offset_text(0.0), "-0500");
        assert_eq!(zone.display_name(0.0), "Eastern Standard Time");
        // 2020-07-01, and the same day 40,000 years later.
        for t in [1_593_561_600_000.0, 1_593_561_600_000.0 + 100.0 * MS_PER_CYCLE] {
            assert_eq!(zone.offset_text(t), "-0400", "{t}");
        }
    }

    #[test]
    fn local_times_that_repeat_or_are_skipped_have_one_meaning() {
        let zone = new_york();
        let hour = 3_600_000.0;
        // 2020-03-08 02:30 was skipped: the offset before gives 03:30 of daylight time.
        let skipped = 1_583_634_600_000.0;
        assert_eq!(zone.utc_time(skipped), skipped + 5.0 * hour);
        // 2020-11-01 01:30 came twice: the first is meant.
        let repeated = 1_604_194_200_000.0;
        assert_eq!(zone.utc_time(repeated), repeated + 4.0 * hour);
        assert_eq!(Zone::utc().utc_time(repeated), repeated);
    }
}
