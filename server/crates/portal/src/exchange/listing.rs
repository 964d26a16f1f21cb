//! A listing: what is public of it, where it stands, and what its owner may do.

use crate::exchange::{Details, Side, Slot, coded};
use crate::places::{Dep, Insee};
use crate::push::Tongue;
use crate::{Instant, Span};

/// A listing's id: a UUIDv7. Public.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListingId(pub String);

/// SHA-256, base64url, of the secret of a link (the same making as a device's link).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LinkHash(pub String);

/// A keyed hash of one normalised phone number or e-mail: the same contact has the same hash, and without
/// the key nobody can try numbers against it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContactHash(pub String);

/// A contact, sealed under a key that is not in the database, and what finds it again.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedContact {
    /// The sealed e-mail and phone.
    pub sealed: Vec<u8>,
    /// One keyed hash for each of e-mail and phone: one or two.
    pub hashes: Vec<ContactHash>,
}

/// A normalised contact, opened. Never on a public page but by a reveal. No `Debug`: it must not reach a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    /// Lower-case domain, trimmed.
    pub email: Option<String>,
    /// E.164: `+33612345678`.
    pub phone: Option<String>,
}

coded! {
    /// First axis: what its owner says of it. Whether it is full or over is not stored: see [`Standing`].
    Availability {
        /// Open.
        Available = "available",
        /// Not for now.
        Paused = "paused",
        /// Done: given, found.
        Fulfilled = "fulfilled",
        /// Taken back.
        Cancelled = "cancelled",
    }
}

coded! {
    /// Second axis: what moderators say of it.
    Moderation {
        /// Nobody looked yet; public.
        New = "new",
        /// Looked at; public.
        Approved = "approved",
        /// Waits for a moderator; not public.
        Held = "held",
        /// Not allowed; not public.
        Blocked = "blocked",
    }
}

/// How a listing stands at an instant, from both axes, its clock and what is left of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Public, with something left.
    Live,
    /// Public, everything is taken: new answers wait in line.
    Full,
    /// Its owner paused it.
    Paused,
    /// Waits for a moderator.
    Held,
    /// Its time is over; its owner can renew it with one click (not a ride).
    Expired,
    /// Fulfilled or cancelled.
    Closed,
    /// Blocked.
    Blocked,
}

/// What is to be kept of a new or changed listing. Its contact stands apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewListing {
    /// Need or offer.
    pub side: Side,
    /// Where.
    pub commune: Insee,
    /// What.
    pub details: Details,
    /// In the poster's words; checked, may be empty. At most 600 characters.
    pub text: String,
    /// Language for mails.
    pub tongue: Tongue,
}

/// A listing as anyone may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Its id.
    pub id: ListingId,
    /// What it says.
    pub said: NewListing,
    /// When it was posted.
    pub posted_at: Instant,
    /// When it ends by itself.
    pub expires_at: Instant,
    /// Owner's axis.
    pub availability: Availability,
    /// Moderators' axis.
    pub moderation: Moderation,
    /// What is left, in each slot, in order.
    pub left: Vec<(Slot, u8)>,
}

/// How long a listing that is not a ride lives until it is renewed.
pub const LIFE: Span = Span::hours(7 * 24);
/// How long before its end its owner is reminded.
pub const REMINDER: Span = Span::hours(24);
/// Closed or expired so long, it is erased.
pub const RETENTION: Span = Span::hours(30 * 24);

impl NewListing {
    /// When it ends by itself: a ride with the last minute it may leave, a stay with its last morning if that
    /// is earlier than [`LIFE`] from now, everything else after [`LIFE`].
    pub fn expires_at(&self, now: Instant) -> Instant {
        let week = now + LIFE;
        match &self.details {
            Details::Ride(ride) => ride.until,
            Details::Housing(housing) => {
                let noon = Instant::of_paris(housing.until.at(12, 0, 0, 0));
                noon.map_or(week, |leaves| week.min(leaves))
            }
            Details::Clothing(_) | Details::Other(_) => week,
        }
    }
}

impl Standing {
    /// How a listing stands by both axes, its clock, and whether everything of it is taken.
    pub fn of(
        moderation: Moderation,
        availability: Availability,
        expired: bool,
        full: bool,
    ) -> Self {
        match (moderation, availability) {
            (Moderation::Blocked, _) => Self::Blocked,
            (_, Availability::Fulfilled | Availability::Cancelled) => Self::Closed,
            _ if expired => Self::Expired,
            (Moderation::Held, _) => Self::Held,
            (_, Availability::Paused) => Self::Paused,
            _ if full => Self::Full,
            _ => Self::Live,
        }
    }
}

impl Listing {
    /// How it stands at `now`.
    pub fn standing(&self, now: Instant) -> Standing {
        let full = self.left.iter().all(|(_, left)| *left == 0);
        Standing::of(
            self.moderation,
            self.availability,
            self.expires_at <= now,
            full,
        )
    }

    /// The département, for lists.
    pub fn departement(&self) -> Dep {
        self.said.commune.departement()
    }
}
