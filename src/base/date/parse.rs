//! Date.parse (ECMA-262, 21.4.3.2): the ISO format of the specification, and V8's lenient reading of everything else.
//!
//! The lenient rules, token by token: words before the first number are ignored; text in parentheses is ignored; a number
//! before `:` or `.` belongs to the time, any other to the date; month names, `AM`, `PM` and time zone names are
//! known; a sign after a time or `UTC` begins an offset.

use super::tokens::{Keyword, Token, Tokenizer};
use super::zone::Zone;
use super::{MS_PER_MINUTE, make_date, make_day, make_time, time_clip};

/// The time that `text` means, NaN if none; `zone` is for texts that name none.
pub fn parse(text: &str, zone: &Zone) -> f64 {
    let mut parser = Parser::new(text);
    match parser.parse() {
        Some(()) => parser.time_value(zone).unwrap_or(f64::NAN),
        None => f64::NAN,
    }
}

/// What was read of the date.
#[derive(Default)]
struct Day {
    numbers: Vec<i64>,
    /// 1 to 12.
    named_month: Option<i64>,
    is_iso: bool,
}

impl Day {
    fn add(&mut self, number: i64) -> bool {
        let has_room = self.numbers.len() < 3;
        if has_room {
            self.numbers.push(number);
        }
        has_room
    }

    /// The day since the epoch.
    fn finish(&self) -> Option<f64> {
        let &first = self.numbers.first()?;
        let second = self.numbers.get(1).copied().unwrap_or(1);
        let third = self.numbers.get(2).copied().unwrap_or(1);
        let (year, month, day) = match self.named_month {
            None if self.is_iso || !is_day(first) => (first, second, third),
            None => (third, first, second),
            Some(month) if !is_day(first) => (first, month, second),
            Some(month) => (second, month, first),
        };
        let year = match year {
            0..=49 if !self.is_iso => year + 2000,
            50..=99 if !self.is_iso => year + 1900,
            year => year,
        };
        (is_month(month) && is_day(day)).then(|| make_day(year as f64, (month - 1) as f64, day as f64))
    }
}

fn is_day(number: i64) -> bool {
    (1..=31).contains(&number)
}

fn is_month(number: i64) -> bool {
    (1..=12).contains(&number)
}

/// What was read of the time of day.
#[derive(Default)]
struct Time {
    /// Hour, minute, second, millisecond.
    numbers: Vec<i64>,
    /// 0 for AM, 12 for PM.
    half: Option<i64>,
}

impl Time {
    fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    fn add(&mut self, number: i64) -> bool {
        let has_room = self.numbers.len() < 4;
        if has_room {
            self.numbers.push(number);
        }
        has_room
    }

    fn add_last(&mut self, number: i64) {
        self.add(number);
        self.numbers.resize(4, 0);
    }

    /// May `number` be the next part?
    fn expects(&self, number: i64) -> bool {
        match self.numbers.len() {
            1 | 2 => (0..60).contains(&number),
            3 => (0..1000).contains(&number),
            _ => false,
        }
    }

    /// Milliseconds since midnight.
    fn finish(&self) -> Option<f64> {
        let part = |index: usize| self.numbers.get(index).copied().unwrap_or(0);
        let (mut hour, minute, second, ms) = (part(0), part(1), part(2), part(3));
        if let Some(half) = self.half {
            if !(0..=12).contains(&hour) {
                return None;
            }
            hour = hour % 12 + half;
        }
        let is_time = (0..24).contains(&hour)
            && (0..60).contains(&minute)
            && (0..60).contains(&second)
            && (0..1000).contains(&ms);
        let is_midnight = hour == 24 && minute == 0 && second == 0 && ms == 0;
        (is_time || is_midnight).then(|| make_time(hour as f64, minute as f64, second as f64, ms as f64))
    }
}

/// What was read of the offset from UTC.
#[derive(Default)]
struct Offset {
    sign: Option<i64>,
    hour: Option<i64>,
    minute: Option<i64>,
}

impl Offset {
    fn set(&mut self, hours: i64) {
        *self = Offset { sign: Some(if hours < 0 { -1 } else { 1 }), hour: Some(hours.abs()), minute: Some(0) };
    }

    fn is_utc(&self) -> bool {
        self.hour == Some(0) && self.minute == Some(0)
    }

    fn expects(&self, number: i64) -> bool {
        self.hour.is_some() && self.minute.is_none() && (0..60).contains(&number)
    }

    /// In minutes; None for local time.
    fn finish(&self) -> Option<f64> {
        let minutes = self.hour.unwrap_or(0) * 60 + self.minute.unwrap_or(0);
        self.sign.map(|sign| (sign * minutes) as f64)
    }
}

struct Parser<'a> {
    tokens: Tokenizer<'a>,
    day: Day,
    time: Time,
    offset: Offset,
    has_read_number: bool,
}

/// How far the ISO format got.
enum Iso {
    Complete,
    /// This token, already taken, is none of its.
    Stopped(Token),
    /// What follows `T` is no time: no other format has it.
    Invalid,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Parser<'a> {
        Parser {
            tokens: Tokenizer::new(text),
            day: Day::default(),
            time: Time::default(),
            offset: Offset::default(),
            has_read_number: false,
        }
    }

    fn time_value(&self, zone: &Zone) -> Option<f64> {
        let t = make_date(self.day.finish()?, self.time.finish()?);
        let utc = match self.offset.finish() {
            Some(minutes) => t - minutes * MS_PER_MINUTE,
            None => zone.utc_time(t),
        };
        Some(time_clip(utc))
    }

    fn parse(&mut self) -> Option<()> {
        let mut token = match self.iso() {
            Iso::Complete => return Some(()),
            Iso::Invalid => return None,
            Iso::Stopped(token) => token,
        };
        self.has_read_number = !self.day.numbers.is_empty();
        while token != Token::End {
            self.lenient(token)?;
            token = self.tokens.next();
        }
        Some(())
    }

    /// `[+-yy]yyyy[-MM[-DD]][THH:mm[:ss[.sss]][Z|+-hh:mm]]`
    fn iso(&mut self) -> Iso {
        if let Some(sign) = self.tokens.peek().sign() {
            let taken = self.tokens.next();
            let Token::Number { value, length: 6 } = self.tokens.peek() else { return Iso::Stopped(taken) };
            self.tokens.next();
            if sign < 0 && value == 0 {
                return Iso::Stopped(taken);
            }
            self.day.add(sign * value);
        } else if let Token::Number { value, length: 4 } = self.tokens.peek() {
            self.tokens.next();
            self.day.add(value);
        } else {
            return Iso::Stopped(self.tokens.next());
        }
        for is_valid in [is_month, is_day] {
            if !self.tokens.skip('-') {
                break;
            }
            match self.tokens.peek() {
                Token::Number { value, length: 2 } if is_valid(value) => self.day.add(value),
                _ => return Iso::Stopped(self.tokens.next()),
            };
            self.tokens.next();
        }
        match self.tokens.peek() {
            Token::Word { keyword: Keyword::TimeSeparator, .. } => {
                self.tokens.next();
                if self.iso_time().is_none() || self.tokens.peek() != Token::End {
                    return Iso::Invalid;
                }
            }
            Token::End => {}
            _ => return Iso::Stopped(self.tokens.next()),
        }
        if self.offset.hour.is_none() && self.time.is_empty() {
            self.offset.set(0);
        }
        self.day.is_iso = true;
        Iso::Complete
    }

    /// `HH:mm[:ss[.sss]][Z|+-hh:mm]`
    fn iso_time(&mut self) -> Option<()> {
        let hour = self.two_digits(24)?;
        let limit = if hour == 24 { 0 } else { 59 };
        self.time.add(hour);
        self.tokens.skip(':').then_some(())?;
        let minute = self.two_digits(limit)?;
        self.time.add(minute);
        if self.tokens.skip(':') {
            let second = self.two_digits(limit)?;
            self.time.add(second);
            if self.tokens.skip('.') {
                match self.tokens.next() {
                    Token::Number { value, .. } if hour == 24 && value > 0 => return None,
                    token => self.time.add(token.milliseconds()?),
                };
            }
        }
        self.iso_offset()
    }

    fn iso_offset(&mut self) -> Option<()> {
        if self.tokens.peek().is_z() {
            self.tokens.next();
            self.offset.set(0);
            return Some(());
        }
        let Some(sign) = self.tokens.peek().sign() else { return Some(()) };
        self.tokens.next();
        let (hour, minute) = match self.tokens.peek() {
            Token::Number { value, length: 4 } => {
                self.tokens.next();
                (value / 100, value % 100)
            }
            _ => {
                let hour = self.two_digits(23)?;
                self.tokens.skip(':').then_some(())?;
                (hour, self.two_digits(59)?)
            }
        };
        if hour > 23 || minute > 59 {
            return None;
        }
        self.offset = Offset { sign: Some(sign), hour: Some(hour), minute: Some(minute) };
        Some(())
    }

    /// A number of two digits up to `limit`.
    fn two_digits(&mut self, limit: i64) -> Option<i64> {
        match self.tokens.next() {
            Token::Number { value, length: 2 } if value <= limit => Some(value),
            _ => None,
        }
    }

    /// Takes `token` and what belongs to it by the lenient rules; None if it has no place.
    fn lenient(&mut self, token: Token) -> Option<()> {
        match token {
            Token::Number { value, .. } => {
                self.has_read_number = true;
                self.lenient_number(value)
            }
            Token::Word { keyword, .. } => self.word(keyword),
            Token::Symbol('+' | '-') if self.offset.is_utc() || !self.time.is_empty() => self.lenient_offset(token),
            Token::Symbol('+' | '-' | ')') if self.has_read_number => None,
            _ => Some(()),
        }
    }

    fn lenient_number(&mut self, number: i64) -> Option<()> {
        if self.tokens.skip(':') {
            if self.tokens.skip(':') {
                self.time.is_empty().then_some(())?;
                self.time.add(number);
                self.time.add(0);
                return Some(());
            }
            let has_room = self.time.add(number);
            self.tokens.skip('.');
            return has_room.then_some(());
        }
        if self.tokens.skip('.') && self.time.expects(number) {
            self.time.add(number);
            let ms = self.tokens.next().milliseconds()?;
            self.time.add_last(ms);
            return Some(());
        }
        if self.offset.expects(number) {
            self.offset.minute = Some(number);
            return Some(());
        }
        if self.time.expects(number) {
            self.time.add_last(number);
            let next = self.tokens.peek();
            let may_follow = matches!(next, Token::End | Token::WhiteSpace) || next.is_z() || next.sign().is_some();
            return may_follow.then_some(());
        }
        let has_room = self.day.add(number);
        self.tokens.skip('-');
        has_room.then_some(())
    }

    fn word(&mut self, keyword: Keyword) -> Option<()> {
        match keyword {
            Keyword::Half(hours) if !self.time.is_empty() => self.time.half = Some(hours),
            Keyword::Month(month) => {
                self.day.named_month = Some(month);
                self.tokens.skip('-');
            }
            Keyword::Zone(hours) if self.has_read_number => self.offset.set(hours),
            _ if self.has_read_number => return None,
            _ if matches!(self.tokens.peek(), Token::Number { .. }) => return None,
            _ => {}
        }
        Some(())
    }

    /// `+h`, `+hh`, `+hmm`, `+hhmm` or `+hh:mm`.
    fn lenient_offset(&mut self, sign: Token) -> Option<()> {
        self.offset.sign = sign.sign();
        self.has_read_number = true;
        let (number, length) = match self.tokens.peek() {
            Token::Number { value, length } => {
                self.tokens.next();
                (value, length)
            }
            _ => (0, 0),
        };
        (self.offset.hour, self.offset.minute) = if self.tokens.peek() == Token::Symbol(':') {
            (Some(number), None)
        } else {
            match length {
                1 | 2 => (Some(number), Some(0)),
                3 | 4 => (Some(number / 100), Some(number % 100)),
                _ => return None,
            }
        };
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As node 20 reads them, in UTC.
    #[test]
    fn texts_mean_what_they_mean_to_v8() {
        let cases: &[(&str, f64)] = &[
            ("2020", 1577836800000.0),
            ("2020-01-02", 1577923200000.0),
            ("2020-01-02T03:04:05.678901Z", 1577934245678.0),
            ("2020-01-02T03:04:05+0130", 1577928845000.0),
            ("2020-01-02T24:00", 1578009600000.0),
            ("-000001-01-01", -62198755200000.0),
            ("-000000-01-01", 978307200000.0),
            ("Jan 5", 978652800000.0),
            ("January 5, 2020 10:20 PM", 1578262800000.0),
            ("1/2/20", 1577923200000.0),
            ("1/2/70", 86400000.0),
            ("2020-1-2", 1577923200000.0),
            ("Thu Jan 01 1970 01:00:00 GMT+0100 (Central European Standard Time)", 0.0),
            ("2020-01-02 03:04:05 EST", 1577952245000.0),
            ("2020-02-30", 1583020800000.0),
            ("12", 1007164800000.0),
            ("Jan 1 2020 10:00:00.123", 1577872800123.0),
            ("Jan 1 2020 10:00 UTC+3:30", 1577860200000.0),
            ("(comment) Jan 1 2020", 1577836800000.0),
            ("foo 2020", 1577836800000.0),
            ("99999-01-01", 3093496444800000.0),
            ("10:00 Jan 1 2020", 1577872800000.0),
            ("Jan 1 2020 10::05", 1577872805000.0),
            ("2019-12-31T23:59:59.999-23:59", 1577923139999.0),
            ("Mayday 5 2020", 1588636800000.0),
            ("+5", 988675200000.0),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text, &Zone::utc()), *expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "hello",
            "2020-01-02T24:01",
            "2020-13-01",
            "13",
            "12:30",
            "2020 foo",
            "20200102",
            "2020-01-02T",
            "T10:00",
            "2020-01-02T10:00:00 Z",
            "1 2 3 4",
            "Jan 32 2020",
            "1e3",
            "12/25/1995 13:30 PM",
            "2020-01-01T23:59:60",
            "+275760-09-13T00:00:00.001Z",
        ] {
            assert!(parse(text, &Zone::utc()).is_nan(), "{text:?}");
        }
    }
}
