//! From when to when one `info` holds.
//!
//! Owns the reading of `onset`, `effective`, `sent`, `expires` and of this portal's review deadline.
//! Never: other messages, or what an all-clear means.

use crate::Instant;
use crate::cap::Info;
use crate::messages::Message;

/// When an info holds: from `start` until just before `end`. Where `end` is not after `start` (some
/// services let the *message* expire before the event's onset, as notice that another will follow), it
/// is announced until `end` and never holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// `onset`, else `effective`, else `sent`.
    pub start: Instant,
    /// `expires`, or the review deadline.
    pub end: Instant,
    /// Whether `end` is the review deadline: the author gave no `expires`, and none is invented.
    pub review: bool,
}

impl Interval {
    /// The interval of one of `message`'s infos.
    pub fn of(message: &Message, info: &Info) -> Self {
        let sent = message.alert.identity.sent;
        Self {
            start: info.onset.or(info.effective).unwrap_or(sent),
            end: info
                .expires
                .unwrap_or(message.confirmed_at + message.review_after),
            review: info.expires.is_none(),
        }
    }

    /// Whether it holds now.
    pub fn holds(&self, now: Instant) -> bool {
        self.start <= now && now < self.end
    }

    /// Whether it has nothing more to tell.
    pub fn is_over(&self, now: Instant) -> bool {
        now >= self.end
    }

    /// The next instant after `now` at which one of the two changes.
    pub fn next_change(&self, now: Instant) -> Option<Instant> {
        let start = (self.start < self.end).then_some(self.start);
        start
            .into_iter()
            .chain([self.end])
            .filter(|&t| t > now)
            .min()
    }
}
