//! What a reader has seen, in eight bytes: pages carry it, open pages are told when it is another.
//!
//! Follows from [`view`] alone. Never: times of checking or confirming, which change without anything
//! having been said.

use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::Instant;
use crate::messages::{Completeness, State, Thread, View, view};

/// What is told of a thread, or of all threads in force at a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// Of one thread at an instant; `None` when it has nothing to tell.
    pub fn of_thread(thread: &Thread, now: Instant) -> Option<Self> {
        view(thread, now).map(|view| Self::of_view(thread, &view))
    }

    /// Of one thread whose view is known.
    pub fn of_view(thread: &Thread, view: &View<'_>) -> Self {
        let mut hash = Sha256::new();
        // Every part ends with a byte that no id holds, so that two lists never read alike.
        let mut part = |text: &str| {
            hash.update(text);
            hash.update([0]);
        };
        part(&thread.id.0);
        part(match view.state {
            State::Future => "future",
            State::Active => "active",
            State::Ended => "ended",
            State::Cancelled => "cancelled",
            State::AllClear => "all-clear",
        });
        part(view.colour.word());
        for instant in [Some(view.starts_at), view.until, view.ended_at] {
            part(&instant.map_or_else(String::new, |at| at.0.to_string()));
        }
        for message in &view.heads {
            part(&message.id.0);
            // An entry that has since been read whole keeps its id.
            part(match message.completeness {
                Completeness::Entry => "entry",
                Completeness::Full => "full",
            });
        }
        part("shown");
        for shown in &view.shown {
            part(&shown.message.id.0);
            part(&shown.index.to_string());
        }
        let digest = hash.finalize();
        let first = digest.first_chunk::<8>().copied().unwrap_or_default();
        Self(u64::from_be_bytes(first))
    }

    /// Of a place: all these together that are in force or to come at `now`, in any order.
    pub fn of_place<'a>(threads: impl IntoIterator<Item = &'a Thread>, now: Instant) -> Self {
        threads
            .into_iter()
            .filter_map(|thread| {
                let view = view(thread, now)?;
                matches!(view.state, State::Future | State::Active)
                    .then(|| Self::of_view(thread, &view))
            })
            .fold(Self::default(), Self::and)
    }

    /// Both, whichever comes first.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0.wrapping_add(other.0))
    }

    /// As written by [`fmt::Display`].
    pub fn parse(text: &str) -> Option<Self> {
        let fit = text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit());
        fit.then(|| u64::from_str_radix(text, 16).ok().map(Self))?
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_and_nothing_else() {
        let some = Fingerprint(0x00ab_0000_0000_0001);
        assert_eq!(Fingerprint::parse(&some.to_string()), Some(some));
        for bad in [
            "",
            "1",
            "+0ab000000000001",
            "00ab00000000000g",
            "00ab0000000000011",
        ] {
            assert_eq!(Fingerprint::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_order_of_threads_does_not_matter_and_none_is_its_own_state() {
        let (a, b) = (Fingerprint(7), Fingerprint(u64::MAX));
        assert_eq!(a.and(b), b.and(a));
        assert_ne!(a.and(b), a);
        assert_eq!(
            Fingerprint::of_place([], Instant(0)),
            Fingerprint::default()
        );
    }
}
