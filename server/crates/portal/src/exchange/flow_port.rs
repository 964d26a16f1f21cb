//! The port of flow control: what suits a listing, whose turn it is, who was told of what, who moved up.
//!
//! What is behind it must hold: nobody is told of the same listing twice, also when two processes run at once.

use async_trait::async_trait;

use crate::exchange::{Listing, ListingId, MatchState, NewLetter, NewListing, TalkId};
use crate::push::Tongue;
use crate::{Instant, PortError};

/// For whom candidates are looked up; who was told before is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// For a page: whoever was told.
    Page,
    /// Offers whose owners are to be told of this need; not those that heard of
    /// [`crate::exchange::TOLD_PER_DAY`] needs within a day.
    Wave,
    /// Offers of which this need's owner is to be told.
    Night,
}

/// Which run of the keeper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// A need is shown to the next few offers.
    Wave,
    /// The owner of a need is told of new offers.
    Night,
}

/// A need whose turn it is.
#[derive(Clone)]
pub struct Due {
    /// The need; live, with something open.
    pub need: Listing,
    /// Its owner's sealed contact.
    pub contact: Vec<u8>,
    /// Offers told of it so far.
    pub told: u32,
    /// Conversations that are open about it.
    pub talks: u32,
    /// Since when it is due: as it was read, so that one run only takes this turn.
    pub since: Instant,
}

/// A letter that tells the owner of one listing of others.
#[derive(Clone)]
pub struct Telling {
    /// Whose owner is told.
    pub told: ListingId,
    /// Of which.
    pub about: Vec<ListingId>,
    /// In which words.
    pub letter: NewLetter,
}

/// Somebody who waited in line moved up, and neither side has been written to.
#[derive(Clone)]
pub struct Notice {
    /// The match's id.
    pub matched: String,
    /// Where it stands now: perhaps it is over already.
    pub state: MatchState,
    /// The conversation.
    pub talk: TalkId,
    /// What it is about.
    pub listing: NewListing,
    /// The responder's sealed contact and language.
    pub responder: (Vec<u8>, Tongue),
    /// The owner's sealed contact; the language is the listing's.
    pub owner: Vec<u8>,
}

/// Flow control.
#[async_trait]
pub trait Flow: Send + Sync {
    /// Live listings of the other side that may suit, with their owners' sealed contacts: of the same commune
    /// first, then of the département, the newest first, at most `limit` of each. Not those of the same contact,
    /// of contacts that blocked one another, or that are in conversation about either listing.
    async fn candidates(
        &self,
        of: &Listing,
        whom: For,
        limit: u32,
        now: Instant,
    ) -> Result<Vec<(Listing, Vec<u8>)>, PortError>;
    /// Needs whose turn it is, those that waited longest first.
    async fn due(&self, run: Run, limit: u32, now: Instant) -> Result<Vec<Due>, PortError>;
    /// Notes who is told of what, with the letters, and when the need's next turn is. Nothing happens when
    /// another process took this turn.
    async fn tell(
        &self,
        run: Run,
        due: &Due,
        next: Option<Instant>,
        tellings: &[Telling],
        at: Instant,
    ) -> Result<(), PortError>;
    /// Who moved up, oldest first.
    async fn notices(&self, limit: u32) -> Result<Vec<Notice>, PortError>;
    /// The two sides are written to; nothing happens when another process did it.
    async fn noticed(
        &self,
        notice: &Notice,
        letters: &[NewLetter],
        at: Instant,
    ) -> Result<(), PortError>;
}
