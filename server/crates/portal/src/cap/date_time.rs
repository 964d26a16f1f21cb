//! Date-times as feeds write them (CAP 1.2 §3.3.2 allows one form only).
//!
//! Never guesses a day or an hour: what is not there makes the text unreadable. Only a missing
//! offset is taken for UTC, and told.

use jiff::civil::{Date, Time};
use jiff::tz::Offset;

use super::Deviations;
use crate::Instant;

/// Longest text looked at, in bytes; the strict form has 25.
const MAX_LENGTH: usize = 64;
/// The widest offset, in minutes (XML Schema: 14 hours).
const MAX_OFFSET: i32 = 14 * 60;

/// The instant of a date-time, and what is irregular in its form ("has Z for an offset"…), each a
/// part of a sentence. `None` when it cannot be read.
///
/// Regular is `YYYY-MM-DDThh:mm:ss±hh:mm`. Read as well: `Z`, fractions, `+0100`, `+01`, a space
/// for the `T`, no seconds, 24:00:00, a leap second, no offset (UTC), and RFC 822's form.
pub fn date_time(text: &str) -> Option<(Instant, Deviations)> {
    let text = text.trim();
    if text.len() > MAX_LENGTH {
        return None;
    }
    let mut odd = Deviations::new();
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        odd.push("is written as in mail (RFC 822)".to_owned());
        let at = jiff::fmt::rfc2822::DateTimeParser::new()
            .parse_timestamp(text)
            .ok()?;
        return Some((at.into(), odd));
    }
    let mut cursor = Cursor(text);
    let date = date(&mut cursor)?;
    separator(&mut cursor, &mut odd)?;
    let (time, next_day) = time(&mut cursor, &mut odd)?;
    let offset = offset(&mut cursor, &mut odd)?;
    if !cursor.0.is_empty() {
        return None;
    }
    let date = if next_day {
        date.tomorrow().ok()?
    } else {
        date
    };
    let at = offset.to_timestamp(date.to_datetime(time)).ok()?;
    Some((at.into(), odd))
}

/// What is left to read.
struct Cursor<'a>(&'a str);

impl Cursor<'_> {
    /// Between `least` and `most` digits.
    fn number(&mut self, least: usize, most: usize) -> Option<i16> {
        let n = self
            .0
            .bytes()
            .take(most)
            .take_while(u8::is_ascii_digit)
            .count();
        if n < least {
            return None;
        }
        let (digits, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        digits.parse().ok()
    }

    fn take(&mut self, any_of: &[char]) -> Option<char> {
        let c = self.0.chars().next().filter(|c| any_of.contains(c))?;
        self.0 = self.0.strip_prefix(c)?;
        Some(c)
    }

    /// Skips white space; whether there was any.
    fn space(&mut self) -> bool {
        let trimmed = self.0.trim_start();
        let any = trimmed.len() < self.0.len();
        self.0 = trimmed;
        any
    }
}

fn date(cursor: &mut Cursor<'_>) -> Option<Date> {
    let year = cursor.number(4, 4)?;
    cursor.take(&['-'])?;
    let month = cursor.number(2, 2)?;
    cursor.take(&['-'])?;
    let day = cursor.number(2, 2)?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn separator(cursor: &mut Cursor<'_>, odd: &mut Deviations) -> Option<()> {
    if cursor.take(&['T']).is_some() {
        return Some(());
    }
    if cursor.take(&['t']).is_some() || cursor.space() {
        odd.push("has no T between day and hour".to_owned());
        return Some(());
    }
    None
}

/// The time of day, and whether it is the next day's (24:00:00).
fn time(cursor: &mut Cursor<'_>, odd: &mut Deviations) -> Option<(Time, bool)> {
    let hour = cursor.number(2, 2)?;
    cursor.take(&[':'])?;
    let minute = cursor.number(2, 2)?;
    let mut second = 0;
    let mut nanosecond = 0;
    if cursor.take(&[':']).is_some() {
        second = cursor.number(2, 2)?;
        if cursor.take(&['.', ',']).is_some() {
            odd.push("has fractions of seconds".to_owned());
            nanosecond = fraction(cursor)?;
        }
    } else {
        odd.push("has no seconds".to_owned());
    }
    if second == 60 {
        odd.push("has a leap second".to_owned());
        second = 59;
    }
    let next_day = hour == 24 && minute == 0 && second == 0 && nanosecond == 0;
    if next_day {
        odd.push("has the hour 24".to_owned());
    }
    let small = |n: i16| i8::try_from(n).ok();
    let hour = if next_day { 0 } else { hour };
    let time = Time::new(small(hour)?, small(minute)?, small(second)?, nanosecond).ok()?;
    Some((time, next_day))
}

/// Nanoseconds of a fraction; digits beyond the ninth are skipped.
fn fraction(cursor: &mut Cursor<'_>) -> Option<i32> {
    let n = cursor.0.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = cursor.0.split_at_checked(n)?;
    cursor.0 = rest;
    if digits.is_empty() {
        return None;
    }
    digits
        .bytes()
        .chain(std::iter::repeat(b'0'))
        .take(9)
        .try_fold(0_i32, |sum, b| {
            sum.checked_mul(10)?.checked_add(i32::from(b - b'0'))
        })
}

fn offset(cursor: &mut Cursor<'_>, odd: &mut Deviations) -> Option<Offset> {
    if cursor.space() {
        odd.push("has a space before the offset".to_owned());
    }
    if cursor.0.is_empty() {
        odd.push("has no offset from UTC; read as UTC".to_owned());
        return Some(Offset::UTC);
    }
    if matches!(cursor.0, "Z" | "z" | "UTC" | "GMT") {
        odd.push(format!("has {} for an offset", cursor.0));
        cursor.0 = "";
        return Some(Offset::UTC);
    }
    let negative = match cursor.take(&['+', '-', '\u{2212}'])? {
        '+' => false,
        '-' => true,
        _ => {
            odd.push("has a typographic minus".to_owned());
            true
        }
    };
    let hours = cursor.number(2, 2)?;
    let minutes = if cursor.0.is_empty() {
        odd.push("has an offset without minutes".to_owned());
        0
    } else {
        if cursor.take(&[':']).is_none() {
            odd.push("has an offset without a colon".to_owned());
        }
        cursor.number(2, 2)?
    };
    let total = i32::from(hours) * 60 + i32::from(minutes);
    if total > MAX_OFFSET || minutes > 59 {
        return None;
    }
    Offset::from_seconds(if negative { -total } else { total } * 60).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, usize)> {
        date_time(text).map(|(at, odd)| (at.timestamp().to_string(), odd.len()))
    }

    #[test]
    fn the_regular_form_is_read_without_a_word() {
        for (text, utc) in [
            ("2026-11-23T21:00:00+01:00", "2026-11-23T20:00:00Z"),
            ("2026-11-23T20:00:00-00:00", "2026-11-23T20:00:00Z"),
            ("2026-11-23T09:30:00-10:30", "2026-11-23T20:00:00Z"),
        ] {
            assert_eq!(read(text), Some((utc.to_owned(), 0)), "{text}");
        }
    }

    #[test]
    fn irregular_forms_are_read_and_each_irregularity_is_told() {
        for (text, utc, told) in [
            ("2026-11-23T20:00:00Z", "2026-11-23T20:00:00Z", 1),
            (
                "2026-11-23T20:00:00.1239999999Z",
                "2026-11-23T20:00:00.123Z",
                2,
            ),
            ("2026-11-23T21:00:00,5+01:00", "2026-11-23T20:00:00.5Z", 1),
            ("2026-11-23T21:00:00+0100", "2026-11-23T20:00:00Z", 1),
            ("2026-11-23T21:00:00+01", "2026-11-23T20:00:00Z", 1),
            ("2026-11-23 21:00:00 +01:00", "2026-11-23T20:00:00Z", 2),
            ("2026-11-23t20:00:00z", "2026-11-23T20:00:00Z", 2),
            ("2026-11-23T21:00+01:00", "2026-11-23T20:00:00Z", 1),
            ("2026-11-23T20:00:00", "2026-11-23T20:00:00Z", 1),
            ("2026-11-23 20:00", "2026-11-23T20:00:00Z", 3),
            ("2026-11-23T20:00:00 UTC", "2026-11-23T20:00:00Z", 2),
            (
                "2026-11-23T19:00:00\u{2212}01:00",
                "2026-11-23T20:00:00Z",
                1,
            ),
            ("2026-11-22T24:00:00+00:00", "2026-11-23T00:00:00Z", 1),
            ("2026-12-31T23:59:60+00:00", "2026-12-31T23:59:59Z", 1),
            ("Mon, 23 Nov 2026 21:00:00 +0100", "2026-11-23T20:00:00Z", 1),
        ] {
            assert_eq!(read(text), Some((utc.to_owned(), told)), "{text}");
        }
    }

    #[test]
    fn what_has_no_day_or_hour_or_cannot_be_is_not_read() {
        for text in [
            "",
            "demain",
            "2026-11-23",
            "2026-11-23T",
            "2026-02-30T20:00:00+01:00",
            "2026-11-23T25:00:00+01:00",
            "2026-11-23T20:61:00+01:00",
            "2026-11-23T20:00:00+15:00",
            "2026-11-23T20:00:00+01:99",
            "2026-11-23T20:00:00+01:00 ou plus tard",
            "2026-11-23T20:00:00.Z",
            "23/11/2026 20:00",
            "20261123T200000Z",
            "0000000000000000000000000000000000000000000000000000000000000000000000",
            "2026-11-23T20:00:00é",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
