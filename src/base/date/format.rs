//! Times as text (ECMA-262, 21.4.4): finite ones, invalid ones are the caller's.

use super::Fields;
use super::zone::Zone;

pub const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The weekday's first three letters.
pub fn short_weekday(fields: &Fields) -> &'static str {
    &WEEKDAYS[fields.weekday as usize][..3]
}

/// The month's first three letters.
pub fn short_month(fields: &Fields) -> &'static str {
    &MONTHS[fields.month as usize][..3]
}

fn year_text(year: i64) -> String {
    if year < 0 { format!("-{:04}", -year) } else { format!("{year:04}") }
}

fn clock(f: &Fields) -> String {
    format!("{:02}:{:02}:{:02}", f.hour, f.minute, f.second)
}

/// `2020-01-02T03:04:05.006Z`
pub fn iso(t: f64) -> String {
    let f = Fields::of(t);
    let year = match f.year {
        0..=9999 => format!("{:04}", f.year),
        year if year < 0 => format!("-{:06}", -year),
        year => format!("+{year:06}"),
    };
    format!("{year}-{:02}-{:02}T{}.{:03}Z", f.month + 1, f.day, clock(&f), f.millisecond)
}

/// `Thu, 02 Jan 2020 03:04:05 GMT`
pub fn utc(t: f64) -> String {
    let f = Fields::of(t);
    let year = year_text(f.year);
    format!("{}, {:02} {} {year} {} GMT", short_weekday(&f), f.day, short_month(&f), clock(&f))
}

/// `Thu Jan 02 2020`
pub fn date(t: f64, zone: &Zone) -> String {
    let f = Fields::of(zone.local_time(t));
    format!("{} {} {:02} {}", short_weekday(&f), short_month(&f), f.day, year_text(f.year))
}

/// `03:04:05 GMT+0000 (Coordinated Universal Time)`
pub fn time(t: f64, zone: &Zone) -> String {
    let f = Fields::of(zone.local_time(t));
    format!("{} GMT{} ({})", clock(&f), zone.offset_text(t), zone.display_name(t))
}

/// Date and time as `Date.prototype.toString` gives them.
pub fn full(t: f64, zone: &Zone) -> String {
    format!("{} {}", date(t, zone), time(t, zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_those_of_the_specification() {
        let zone = Zone::utc();
        assert_eq!(full(0.0, &zone), "Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)");
        assert_eq!(iso(-1e15), "-029719-04-05T22:13:20.000Z");
        assert_eq!(iso(253_402_300_800_000.0), "+010000-01-01T00:00:00.000Z");
        assert_eq!(utc(-62_198_755_200_000.0), "Fri, 01 Jan -0001 00:00:00 GMT");
        assert_eq!(date(-1e15, &zone), "Tue Apr 05 -29719");
    }
}
