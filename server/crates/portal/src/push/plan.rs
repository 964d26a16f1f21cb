//! Who is to be told of a thread, and how: decided from the thread as it is now, never from how it was
//! when the row was written.

use sha2::{Digest as _, Sha256};

use crate::messages::{Colour, State, Thread, view};
use crate::places::Places;
use crate::{Instant, Span};

/// The longest that a push service keeps a message for a device that is off.
pub const LONGEST_TTL: Span = Span::hours(48);
/// How long the end of an alert is worth telling.
pub const END_TTL: Span = Span::hours(24);
/// An update that raises nothing waits so long after the last telling of its thread; the last one wins. A
/// source that flaps tells once. An end never waits: a false alarm is withdrawn at once.
pub const QUIET_PAUSE: Span = Span::minutes(10);

/// What a telling is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Plan {
    /// An alert in force or to come. Told to everybody who follows one of `places` at `rank` or below; and,
    /// quietly, to everybody who was told of this thread before.
    Alert {
        /// Where it holds.
        places: Places,
        /// [`Colour::rank`].
        rank: u8,
        /// What the notification says, in short: equal fingerprints are not told twice to one device.
        fingerprint: String,
        /// Not sent from then on.
        expires_at: Instant,
        /// `Urgency: high` (RFC 8030 §5.3): orange and red.
        urgent: bool,
    },
    /// A Cancel, an all-clear: told to exactly those who were told of the alert.
    End {
        /// As above.
        fingerprint: String,
        /// Not sent from then on.
        expires_at: Instant,
    },
    /// Nothing to tell: over by itself, or nothing known yet.
    Nothing,
}

/// The plan for a thread at `now`.
pub fn plan(thread: &Thread, now: Instant) -> Plan {
    let Some(view) = view(thread, now) else {
        return Plan::Nothing;
    };
    let fingerprint = fingerprint(&view);
    match view.state {
        State::Active | State::Future => {
            let end = [view.until, view.review_at].into_iter().flatten().min();
            let latest = now + LONGEST_TTL;
            Plan::Alert {
                places: view.places,
                rank: view.colour.rank(),
                fingerprint,
                expires_at: end.map_or(latest, |end| end.min(latest)),
                urgent: view.colour >= Colour::Orange,
            }
        }
        State::Cancelled | State::AllClear => {
            let expires_at = view.ended_at.unwrap_or(now) + END_TTL;
            if expires_at <= now {
                return Plan::Nothing;
            }
            Plan::End {
                fingerprint,
                expires_at,
            }
        }
        State::Ended => Plan::Nothing,
    }
}

/// State, colour, places, end and texts of what is shown, hashed: a message sent anew that says the same
/// has the same.
fn fingerprint(view: &crate::messages::View<'_>) -> String {
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        hash.update(text.len().to_be_bytes());
        hash.update(text.as_bytes());
    };
    part(&format!("{:?} {}", view.state, view.colour.rank()));
    part(&format!("{:?}", view.until));
    for dep in view.places.whole_departements() {
        part(&dep.0);
    }
    for commune in view.places.communes() {
        part(&commune.0);
    }
    for shown in &view.shown {
        let info = shown.info;
        for text in [
            info.language.as_deref(),
            Some(info.event.as_str()),
            info.headline.as_deref(),
            info.instruction.as_deref(),
        ] {
            part(text.unwrap_or_default());
        }
    }
    let digest = hash.finalize();
    digest.iter().take(16).map(|b| format!("{b:02x}")).collect()
}
