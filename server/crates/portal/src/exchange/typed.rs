//! Reading one field of a form.
//!
//! Owns how numbers, days, times and texts are typed. Every error names the field it was found in.

use jiff::civil::{Date, Time};

use crate::exchange::{Draft, FieldError, Wrong};

/// What is typed in a field, or `None` with its error noted.
pub(super) type Read<T> = Option<T>;

/// Notes an error; for `return note(..)`.
pub(super) fn note<T>(errors: &mut Vec<FieldError>, field: &'static str, wrong: Wrong) -> Read<T> {
    errors.push((field, wrong));
    None
}

/// A word of a list.
pub(super) fn word<T>(
    draft: &Draft,
    field: &'static str,
    parse: impl Fn(&str) -> Option<T>,
    errors: &mut Vec<FieldError>,
) -> Read<T> {
    match draft.get(field).trim() {
        "" => note(errors, field, Wrong::Missing),
        typed => parse(typed).or_else(|| note(errors, field, Wrong::Unreadable)),
    }
}

/// A whole number from `least` to `most`; `blank` where nothing is typed, if that may be.
pub(super) fn count(
    draft: &Draft,
    field: &'static str,
    (least, most): (u16, u16),
    blank: Option<u16>,
    errors: &mut Vec<FieldError>,
) -> Read<u16> {
    let typed = draft.get(field).trim();
    if typed.is_empty() {
        return blank.or_else(|| note(errors, field, Wrong::Missing));
    }
    if !typed.bytes().all(|b| b.is_ascii_digit()) {
        let signed = typed.parse::<i64>().is_ok();
        let range = Wrong::Range { least, most };
        return note(
            errors,
            field,
            if signed { range } else { Wrong::Unreadable },
        );
    }
    // Only digits: what does not fit is too many.
    match typed.parse::<u16>() {
        Ok(n) if (least..=most).contains(&n) => Some(n),
        _ => note(errors, field, Wrong::Range { least, most }),
    }
}

/// [`count`] of what is kept in a byte; `most` is at most 255.
pub(super) fn few(
    draft: &Draft,
    field: &'static str,
    range: (u16, u16),
    blank: Option<u16>,
    errors: &mut Vec<FieldError>,
) -> Read<u8> {
    count(draft, field, range, blank, errors).and_then(|n| u8::try_from(n).ok())
}

/// A day, `2026-11-23` as date fields send it or `23/11/2026` as people type it.
pub(super) fn day(draft: &Draft, field: &'static str, errors: &mut Vec<FieldError>) -> Read<Date> {
    word(draft, field, read_day, errors)
}

/// See [`day`].
pub(super) fn read_day(typed: &str) -> Option<Date> {
    if let Some((day, month, year)) = typed
        .split_once('/')
        .and_then(|(d, rest)| rest.split_once('/').map(|(m, y)| (d, m, y)))
    {
        return Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    }
    // Nothing but a date: jiff would read one out of a longer text too.
    (typed.len() == 10).then(|| typed.parse().ok()).flatten()
}

/// A time of day: `08:30`, `8h30`, `8 h 30`, `8h`.
pub(super) fn time(draft: &Draft, field: &'static str, errors: &mut Vec<FieldError>) -> Read<Time> {
    word(draft, field, read_time, errors)
}

fn read_time(typed: &str) -> Option<Time> {
    let (hour, minute) = typed.split_once([':', 'h', 'H'])?;
    let (hour, minute) = (hour.trim(), minute.trim());
    let digits = |s: &str| s.len() <= 2 && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    let minute = if minute.is_empty() {
        0
    } else {
        minute.parse().ok()?
    };
    Time::new(hour.parse().ok()?, minute, 0, 0).ok()
}

/// A text as it is kept: line ends as one sign, no control or direction signs, nothing at the ends; with an
/// error where it is longer than `most` characters.
pub(super) fn text(
    draft: &Draft,
    field: &'static str,
    most: u16,
    errors: &mut Vec<FieldError>,
) -> String {
    let kept: String = draft
        .get(field)
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| *c == '\n' || !(c.is_control() || turns(*c)))
        .collect();
    let kept = kept.trim();
    if kept.chars().count() > usize::from(most) {
        errors.push((field, Wrong::Long(most)));
    }
    kept.to_owned()
}

/// Signs that turn the direction of what follows: they make a text show other than it reads.
fn turns(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
