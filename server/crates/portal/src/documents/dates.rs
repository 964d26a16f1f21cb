//! The dates of feeds: RFC 3339 in Atom, RFC 822 in RSS, and what sites make of them.
//!
//! Must never invent a date: what cannot be read is `None`.

use jiff::civil;
use jiff::tz::{Offset, TimeZone};

use crate::Instant;

/// A date as a feed wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dated {
    /// The instant.
    pub(crate) at: Instant,
    /// What was tolerated, if anything.
    pub(crate) note: Option<String>,
}

/// Reads a date of a feed: RFC 3339, or RFC 822 with what occurs in RSS: a trailing "(…)", two-digit
/// years, French names, a wrong or missing weekday, unknown zones (then the clock of Paris, noted).
pub(crate) fn read(text: &str) -> Option<Dated> {
    let text = text.trim();
    if let Some(at) = Instant::parse(text) {
        return Some(Dated { at, note: None });
    }
    rfc822(text)
}

/// RFC 822 §5.1 as changed by RFC 1123 §5.2.14.
fn rfc822(text: &str) -> Option<Dated> {
    let text = without_comments(text);
    let mut words = text
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|w| !w.is_empty())
        .peekable();
    // The weekday says nothing that the date does not.
    if words
        .peek()
        .is_some_and(|w| w.starts_with(char::is_alphabetic))
    {
        words.next();
    }
    let day: i8 = words.next()?.trim_end_matches("er").parse().ok()?;
    let month = month(words.next()?)?;
    let year = year(words.next()?)?;
    let clock = match words.next() {
        Some(clock) => time(clock)?,
        None => civil::Time::midnight(),
    };
    let when = civil::DateTime::from_parts(civil::Date::new(year, month, day).ok()?, clock);
    let zone = words.next();
    let known = zone.and_then(offset);
    let (zone, note) = match (known, zone) {
        (Some(offset), _) => (TimeZone::fixed(offset), None),
        (None, Some(name)) => (
            jiff::tz::get!("Europe/Paris"),
            Some(format!(
                "the date's zone {name:?} is unknown: the clock of Paris is assumed"
            )),
        ),
        (None, None) => (
            jiff::tz::get!("Europe/Paris"),
            Some("the date has no zone: the clock of Paris is assumed".to_owned()),
        ),
    };
    let zoned = zone.to_zoned_datetime(when).ok()?;
    Some(Dated {
        at: Instant::from(zoned.timestamp()),
        note,
    })
}

/// Without anything in parentheses: `… +0100 (CET)`.
fn without_comments(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

/// English by its first three letters, French by as many as tell it apart.
fn month(word: &str) -> Option<i8> {
    const NAMES: [(&str, i8); 22] = [
        ("jan", 1),
        ("feb", 2),
        ("fév", 2),
        ("fev", 2),
        ("mar", 3),
        ("apr", 4),
        ("avr", 4),
        ("may", 5),
        ("mai", 5),
        ("juin", 6),
        ("jun", 6),
        ("juil", 7),
        ("jul", 7),
        ("aug", 8),
        ("aoû", 8),
        ("aou", 8),
        ("sep", 9),
        ("oct", 10),
        ("nov", 11),
        ("dec", 12),
        ("déc", 12),
        ("août", 8),
    ];
    let word = word.to_lowercase();
    NAMES
        .iter()
        .find(|(name, _)| word.starts_with(name))
        .map(|(_, n)| *n)
}

/// Two digits as RFC 2822 §4.3 reads them: 00–49 are 20xx, 50–99 are 19xx.
fn year(word: &str) -> Option<i16> {
    let year: i16 = word.parse().ok()?;
    match (word.len(), year) {
        (2, 0..50) => Some(2000 + year),
        (2, _) => Some(1900 + year),
        (4, _) => Some(year),
        _ => None,
    }
}

fn time(word: &str) -> Option<civil::Time> {
    let mut parts = word.split([':', 'h']).filter(|p| !p.is_empty());
    let hour = parts.next()?.parse().ok()?;
    let minute = parts.next().map_or(Some(0), |p| p.parse().ok())?;
    let second: i8 = parts.next().map_or(Some(0), |p| p.parse().ok())?;
    civil::Time::new(hour, minute, second.min(59), 0).ok()
}

/// `+0100`, `+01:00`, and the names of RFC 822 and of western Europe.
fn offset(word: &str) -> Option<Offset> {
    if let Some(sign) = word.chars().next().filter(|c| *c == '+' || *c == '-') {
        let digits: String = word.chars().filter(char::is_ascii_digit).collect();
        if digits.len() != 4 || word.chars().any(|c| c.is_alphabetic()) {
            return None;
        }
        let number: i32 = digits.parse().ok()?;
        let seconds = (number / 100) * 3_600 + (number % 100) * 60;
        return Offset::from_seconds(if sign == '-' { -seconds } else { seconds }).ok();
    }
    let hours = match word.to_ascii_uppercase().as_str() {
        "GMT" | "UT" | "UTC" | "Z" | "WET" => 0,
        "CET" | "MET" | "WEST" | "BST" => 1,
        "CEST" | "MEST" => 2,
        "EDT" => -4,
        "EST" | "CDT" => -5,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        _ => return None,
    };
    Offset::from_hours(hours).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> Option<String> {
        read(text).map(|d| d.at.rfc3339())
    }

    #[test]
    fn the_dates_of_real_feeds_are_read() {
        for (text, instant) in [
            ("Mon, 23 Nov 2026 18:05:00 +0100", "2026-11-23T17:05:00Z"),
            (
                "Mon, 23 Nov 2026 18:05:00 +0100 (CET)",
                "2026-11-23T17:05:00Z",
            ),
            ("Lun, 23 nov. 2026 18:05:00 +0100", "2026-11-23T17:05:00Z"),
            ("lundi 3 août 2026 18:05 CEST", "2026-08-03T16:05:00Z"),
            ("23 Nov 26 18:05 GMT", "2026-11-23T18:05:00Z"),
            ("Thu, 23 Nov 2026 18:05:00 GMT", "2026-11-23T18:05:00Z"),
            ("Wed, 11 Jun 2003 22:39:00 PDT", "2003-06-12T05:39:00Z"),
            ("2026-11-23T18:05:00+01:00", "2026-11-23T17:05:00Z"),
        ] {
            assert_eq!(utc(text).as_deref(), Some(instant), "{text}");
        }
    }

    #[test]
    fn a_missing_or_unknown_zone_is_the_clock_of_paris_and_is_noted() {
        for text in [
            "Mon, 23 Nov 2026 18:05:00",
            "Mon, 23 Nov 2026 18:05:00 XYZT",
        ] {
            let dated = read(text).unwrap();
            assert_eq!(dated.at.rfc3339(), "2026-11-23T17:05:00Z");
            assert!(dated.note.unwrap().contains("Paris"));
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "hier",
            "Mon, 31 Feb 2026 10:00:00 GMT",
            "99 Nov 2026",
            "((((",
            "+",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
