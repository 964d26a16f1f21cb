//! A conversation between the owner of a listing and one person who answers, and the match made in it.

use crate::exchange::{ListingId, Slot, coded};
use crate::{Instant, Span};

/// A conversation's id: a UUIDv7.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TalkId(pub String);

coded! {
    /// Which of the two.
    Party {
        /// Whose listing it is.
        Owner = "owner",
        /// Who answered it.
        Responder = "responder",
    }
}

impl Party {
    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Owner => Self::Responder,
            Self::Responder => Self::Owner,
        }
    }
}

coded! {
    /// Where a match stands. Units are taken from the listing from `Proposed` on, and given back by every
    /// ending but `Done`. `Waiting` takes nothing: the first in line becomes `Proposed` when enough is given back.
    MatchState {
        /// In line: there was not enough left.
        Waiting = "waiting",
        /// The responder asks; the owner has until `answer_by`.
        Proposed = "proposed",
        /// The owner agreed. Housing: the guest has until `answer_by` to confirm.
        Accepted = "accepted",
        /// Both sides agreed.
        Confirmed = "confirmed",
        /// Handed over: the ride was driven, the bed slept in.
        Done = "done",
        /// Somebody did not come.
        NoShow = "no-show",
        /// The owner declined.
        Declined = "declined",
        /// Either side took it back.
        Cancelled = "cancelled",
        /// `answer_by` passed without an answer.
        Lapsed = "lapsed",
    }
}

impl MatchState {
    /// Whether it takes units of the listing.
    pub fn takes(self) -> bool {
        matches!(
            self,
            Self::Proposed | Self::Accepted | Self::Confirmed | Self::Done | Self::NoShow
        )
    }

    /// Whether it can still become another.
    pub fn open(self) -> bool {
        matches!(
            self,
            Self::Waiting | Self::Proposed | Self::Accepted | Self::Confirmed
        )
    }
}

coded! {
    /// What somebody does to a match.
    MatchDeed {
        /// Owner: yes.
        Accept = "accept",
        /// Owner: no.
        Decline = "decline",
        /// Responder, after the owner's yes, housing only (others are confirmed by the owner's yes).
        Confirm = "confirm",
        /// Either: no longer.
        Cancel = "cancel",
        /// Either, once confirmed: it happened.
        Done = "done",
        /// Either, once confirmed: the other did not come.
        NoShow = "no-show",
    }
}

/// How long the other side has to answer before a match lapses.
pub const ANSWER_WITHIN: Span = Span::hours(24);

/// A match of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Units taken in each slot.
    pub units: u8,
    /// In which slots, in order.
    pub slots: Vec<Slot>,
    /// Where it stands.
    pub state: MatchState,
    /// When somebody has to have answered: `Proposed`, and `Accepted` of housing.
    pub answer_by: Option<Instant>,
    /// In line: how many stand before, 0 for the first.
    pub ahead: Option<u32>,
}

/// One thing said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who.
    pub by: Party,
    /// When.
    pub at: Instant,
    /// What: 1 to 1,000 characters.
    pub text: String,
}

/// A conversation as one of its two sides sees it.
#[derive(Clone)]
pub struct Talk {
    /// Its id.
    pub id: TalkId,
    /// About which listing.
    pub listing: ListingId,
    /// Whose view this is: whose secret link was shown.
    pub party: Party,
    /// When it began.
    pub began_at: Instant,
    /// What was said, oldest first.
    pub said: Vec<Said>,
    /// The match, if one was asked for.
    pub matched: Option<Match>,
    /// Whether this side's contact is shown to the other now.
    pub revealed_by_me: bool,
    /// The other side's sealed contact, if the other shows it now.
    pub revealed_to_me: Option<Vec<u8>>,
    /// Ended: blocked by a side, or by moderators; nothing more can be said.
    pub ended: Option<Ended>,
}

coded! {
    /// Why a conversation ended.
    Ended {
        /// The owner blocked the responder.
        ByOwner = "owner",
        /// The responder blocked the owner.
        ByResponder = "responder",
        /// Moderators.
        ByModerators = "moderators",
        /// A side erased itself.
        Erased = "erased",
    }
}
