//! Times as forms give them (`datetime-local`: a wall clock without its place), read as Paris time.
//!
//! Never guesses: an hour that the clocks skip is refused, one that they repeat is told.

use jiff::civil::DateTime;
use jiff::tz::AmbiguousOffset;
use portal::Instant;

/// Why a time cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// Not a date with a time.
    NotATime,
    /// The clocks go forward over it: it does not exist.
    Skipped,
}

/// A wall clock's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParisTime {
    /// When; the earlier one where the clocks show it twice.
    pub earlier: Instant,
    /// When; the later one where the clocks show it twice.
    pub later: Instant,
}

impl ParisTime {
    /// Whether the clocks show this time twice.
    pub fn is_twice(self) -> bool {
        self.earlier != self.later
    }
}

/// Reads `2026-11-24T14:30` (seconds are allowed, an offset is not) as Paris time; `None` for an empty field.
pub fn paris(typed: &str) -> Option<Result<ParisTime, Unread>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    // jiff also reads dates without a time, and times with zones.
    let shape = (16..=23).contains(&typed.len())
        && typed.get(10..11) == Some("T")
        && typed
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'-' | b':' | b'T' | b'.'))
        && typed.get(11..).is_some_and(|time| !time.contains('-'));
    let read = typed.parse::<DateTime>();
    let (true, Ok(civil)) = (shape, read) else {
        return Some(Err(Unread::NotATime));
    };
    let paris = Instant(0).in_paris();
    let at = |offset: jiff::tz::Offset| {
        offset
            .to_timestamp(civil)
            .map(Instant::from)
            .map_err(|_| Unread::NotATime)
    };
    let both = |earlier, later| {
        Ok(ParisTime {
            earlier: at(earlier)?,
            later: at(later)?,
        })
    };
    Some(
        match paris.time_zone().to_ambiguous_timestamp(civil).offset() {
            AmbiguousOffset::Unambiguous { offset } => both(offset, offset),
            AmbiguousOffset::Gap { .. } => Err(Unread::Skipped),
            AmbiguousOffset::Fold { before, after } => both(before, after),
        },
    )
}

/// An instant as a `datetime-local` field wants it, Paris time, whole minutes.
pub fn for_field(at: Instant) -> String {
    at.in_paris().strftime("%Y-%m-%dT%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_s_time_is_paris_time_in_winter_and_summer() {
        for (typed, utc) in [
            ("2026-11-24T14:30", "2026-11-24T13:30:00Z"),
            ("2026-07-14T14:30:05", "2026-07-14T12:30:05Z"),
        ] {
            let read = paris(typed).unwrap().unwrap();
            assert_eq!(read.earlier.rfc3339(), utc);
            assert!(!read.is_twice());
        }
        assert_eq!(
            for_field(Instant::parse("2026-11-24T13:30:00Z").unwrap()),
            "2026-11-24T14:30"
        );
    }

    #[test]
    fn an_hour_that_is_skipped_is_refused_and_one_that_comes_twice_is_told() {
        assert_eq!(paris("2027-03-28T02:30"), Some(Err(Unread::Skipped)));
        let twice = paris("2026-10-25T02:30").unwrap().unwrap();
        assert!(twice.is_twice());
        assert_eq!(twice.earlier.rfc3339(), "2026-10-25T00:30:00Z");
        assert_eq!(twice.later.rfc3339(), "2026-10-25T01:30:00Z");
    }

    #[test]
    fn anything_else_is_no_time() {
        assert_eq!(paris(" "), None);
        for typed in [
            "demain",
            "2026-11-24",
            "2026-13-24T14:30",
            "2026-11-24T14:30Z",
            "2026-11-24T14:30+01",
        ] {
            assert_eq!(paris(typed), Some(Err(Unread::NotATime)), "{typed}");
        }
    }
}
