//! What is looked for, as it stands in the address.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use portal::{Instant, Span};
use serde::Deserialize;
use url::form_urlencoded;

use crate::audit::Search;

/// The form's fields, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) mots: String,
    pub(super) action: String,
    pub(super) du: String,
    pub(super) au: String,
    pub(super) avant: String,
}

/// What was typed and could not be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Unread {
    pub(super) du: bool,
    pub(super) au: bool,
}

impl Unread {
    /// Whether anything could not be read.
    pub(super) fn any(self) -> bool {
        self.du || self.au
    }
}

impl Asked {
    /// What is looked for, and what of it could not be read (and is then not looked for).
    pub(super) fn read(&self) -> (Search, Unread) {
        let from = paris(&self.du);
        // The form says minutes: the whole last minute is meant.
        let to = paris(&self.au).map(|to| to.map(|at| at + Span::minutes(1) - Span(1)));
        let search = Search {
            words: self.mots.trim().to_owned(),
            action: self.action.trim().to_lowercase(),
            from: from.unwrap_or_default(),
            to: to.unwrap_or_default(),
            before: self.avant.trim().parse().ok(),
        };
        let unread = Unread {
            du: from.is_err(),
            au: to.is_err(),
        };
        (search, unread)
    }

    /// The address of the same search, beginning before an entry, or at the newest.
    pub(super) fn address(&self, before: Option<u64>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let typed = [
            ("mots", &self.mots),
            ("action", &self.action),
            ("du", &self.du),
            ("au", &self.au),
        ];
        for (name, value) in typed.into_iter().filter(|(_, v)| !v.trim().is_empty()) {
            query.append_pair(name, value);
        }
        if let Some(seq) = before {
            query.append_pair("avant", &seq.to_string());
        }
        match query.finish() {
            query if query.is_empty() => "/journal".to_owned(),
            query => format!("/journal?{query}"),
        }
    }
}

/// An instant typed as the clock in Paris shows it; a day alone is its beginning. `Ok(None)`: nothing typed.
fn paris(typed: &str) -> Result<Option<Instant>, ()> {
    static PARIS: TimeZone = jiff::tz::get!("Europe/Paris");
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let wall: DateTime = typed.parse().map_err(|_| ())?;
    let at = PARIS.to_zoned_datetime(wall).map_err(|_| ())?;
    Ok(Some(at.timestamp().into()))
}

#[cfg(test)]
mod tests {
    use super::Asked;
    use portal::Instant;

    fn asked(du: &str, au: &str) -> Asked {
        Asked {
            du: du.to_owned(),
            au: au.to_owned(),
            ..Asked::default()
        }
    }

    #[test]
    fn times_are_those_of_paris_and_the_last_minute_is_meant_whole() {
        let (search, unread) = asked("2026-11-24T09:00", "2026-11-24T09:30").read();
        assert!(!unread.any());
        assert_eq!(search.from, Instant::parse("2026-11-24T08:00:00Z"));
        assert_eq!(search.to, Instant::parse("2026-11-24T08:30:59.999Z"));
    }

    #[test]
    fn a_time_that_cannot_be_read_is_told_and_an_empty_one_is_none() {
        let (search, unread) = asked("hier", "").read();
        assert!(unread.du && !unread.au);
        assert_eq!((search.from, search.to), (None, None));
    }

    #[test]
    fn the_next_page_looks_for_the_same() {
        let asked = Asked {
            mots: "crue & Gard".to_owned(),
            avant: "90".to_owned(),
            ..Asked::default()
        };
        assert_eq!(
            asked.address(Some(40)),
            "/journal?mots=crue+%26+Gard&avant=40"
        );
        assert_eq!(asked.address(None), "/journal?mots=crue+%26+Gard");
        assert_eq!(Asked::default().address(None), "/journal");
    }
}
