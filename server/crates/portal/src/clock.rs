//! Time and identity, both injected.

use std::fmt;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

/// A length of time in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Span(pub i64);

impl Span {
    /// `n` seconds.
    pub const fn seconds(n: i64) -> Self {
        Self(n * 1_000)
    }
    /// `n` minutes.
    pub const fn minutes(n: i64) -> Self {
        Self(n * 60_000)
    }
    /// `n` hours.
    pub const fn hours(n: i64) -> Self {
        Self(n * 3_600_000)
    }
}

impl Instant {
    /// The instant of an RFC 3339 text (`2026-11-23T21:00:00+01:00`, `…Z`). Strict: see
    /// [`crate::cap`] for the tolerant reading that feeds need.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<jiff::Timestamp>().ok().map(Self::from)
    }

    /// RFC 3339 in UTC, whole seconds, `Z`: for JSON, Atom and HTTP-facing text.
    pub fn rfc3339(self) -> String {
        self.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// The wall clock in Paris: what residents read.
    pub fn in_paris(self) -> jiff::ZonedDateTime {
        static PARIS: TimeZone = jiff::tz::get!("Europe/Paris");
        jiff::ZonedDateTime::new(self.timestamp(), PARIS.clone())
    }

    /// The instant at which clocks in Paris show this: the first of two where they are set back, just after the
    /// gap where they are set forward. `None` outside jiff's range.
    pub fn of_paris(shown: jiff::civil::DateTime) -> Option<Self> {
        static PARIS: TimeZone = jiff::tz::get!("Europe/Paris");
        PARIS.to_timestamp(shown).ok().map(Self::from)
    }

    /// As jiff's type; saturates at jiff's range (years −9999 to 9999).
    pub fn timestamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }
}

impl From<jiff::Timestamp> for Instant {
    fn from(t: jiff::Timestamp) -> Self {
        Self(t.as_millisecond())
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.timestamp())
    }
}

impl std::ops::Add<Span> for Instant {
    type Output = Instant;
    fn add(self, s: Span) -> Instant {
        Instant(self.0.saturating_add(s.0))
    }
}

impl std::ops::Sub<Span> for Instant {
    type Output = Instant;
    fn sub(self, s: Span) -> Instant {
        Instant(self.0.saturating_sub(s.0))
    }
}

impl std::ops::Sub for Instant {
    type Output = Span;
    fn sub(self, other: Instant) -> Span {
        Span(self.0.saturating_sub(other.0))
    }
}

/// Where "now" comes from. The system's clock in production, a hand-moved one in tests.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Instant;
}

/// Where new identifiers come from: text UUIDv7, ordered by time.
pub trait Ids: Send + Sync {
    /// A fresh identifier, made at `now`.
    fn fresh(&self, now: Instant) -> String;
}
