//! The port of the public side: listings, conversations, matches, letters.
//!
//! What is behind it must hold: every deed is one transaction with its letters; units are taken in the
//! database, never by counting first; nothing acknowledged is lost.

use async_trait::async_trait;
use jiff::civil::Date;

use crate::exchange::{
    Ended, Flow, Kind, LinkHash, Listing, ListingId, MatchDeed, MatchState, Moderation, NewListing,
    Party, SealedContact, Side, Slot, Talk, TalkId,
};
use crate::places::{Dep, Insee};
use crate::{Instant, PortError, Span};

/// A letter to be sent by e-mail: sealed, since it holds an address and a secret link.
#[derive(Clone, PartialEq, Eq)]
pub struct NewLetter {
    /// Recipient, subject and body, sealed under the contact key.
    pub sealed: Vec<u8>,
    /// Not sent before.
    pub not_before: Instant,
    /// Useless after.
    pub expires_at: Instant,
}

/// A letter that this worker holds for a time.
#[derive(Clone)]
pub struct ClaimedLetter {
    /// Its id.
    pub id: String,
    /// See [`NewLetter::sealed`].
    pub sealed: Vec<u8>,
    /// Tried before.
    pub attempts: u32,
}

/// Why a new listing is held for a moderator rather than shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HoldReason {
    /// Housing waits for two moderators.
    Housing,
    /// The text has the pattern of a scam.
    Scam,
    /// Other posters posted nearly the same text.
    Similar,
    /// The contact was blocked before.
    KnownContact,
    /// Reported by readers.
    Reported,
    /// A moderator took it from the public.
    Moderator,
}

impl HoldReason {
    /// Every one.
    pub const ALL: &'static [Self] = &[
        Self::Housing,
        Self::Scam,
        Self::Similar,
        Self::KnownContact,
        Self::Reported,
        Self::Moderator,
    ];
    /// Its word in the store.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Housing => "housing",
            Self::Scam => "scam",
            Self::Similar => "similar",
            Self::KnownContact => "known-contact",
            Self::Reported => "reported",
            Self::Moderator => "moderator",
        }
    }
    /// The one of that word.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|r| r.code() == code)
    }
}

/// Everything that is kept when somebody posts.
#[derive(Clone)]
pub struct Posting {
    /// What it says.
    pub listing: NewListing,
    /// Who posts.
    pub contact: SealedContact,
    /// The manage link's hash.
    pub manage: LinkHash,
    /// Made by the form, once: posting again with the same gives the same listing, not a second one.
    pub idempotency: String,
    /// Reasons found before the store was asked (scam pattern, housing).
    pub hold: Vec<HoldReason>,
    /// Normalised text without numbers and short words, hashed: equal for nearly equal texts; empty: no text.
    pub likeness: String,
    /// The letter with the manage link, where there is an e-mail.
    pub letter: Option<NewLetter>,
}

/// What became of a posting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Posted {
    /// Kept. Probable duplicates of the same contact, kind and commune are told, never blocked.
    Kept {
        /// Its id.
        id: ListingId,
        /// New or held.
        moderation: Moderation,
        /// Other open listings of the same contact, side, kind and commune.
        probably: Vec<ListingId>,
    },
    /// The same form was sent before: nothing new was made, the first manage link holds.
    Again(ListingId),
    /// This contact has posted as much as it may for now; come back at that instant.
    TooMany(Instant),
}

/// Most listings, and most answers, of one contact: new contacts 5 an hour and 10 a day.
pub const POSTS_PER_HOUR: u32 = 5;
/// See [`POSTS_PER_HOUR`].
pub const POSTS_PER_DAY: u32 = 10;
/// A contact is trusted once it has been known for longer than this, was blocked by nobody and reported by nobody.
pub const TRUSTED_AFTER: Span = Span::hours(7 * 24);
/// So many times as much may a trusted contact do.
pub const TRUSTED_TIMES: u32 = 3;
/// Most open conversations about one need: offers outnumber needs by far, and nobody should be flooded.
pub const TALKS_PER_NEED: u32 = 5;

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// Needs or offers; both when `None`.
    pub side: Option<Side>,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// In these départements; empty: anywhere the exchange is on.
    pub departements: Vec<Dep>,
    /// Only these communes (within a radius), the nearest first; empty: the whole départements.
    pub communes: Vec<Insee>,
    /// From this day on: rides that leave, nights that are free.
    pub from: Option<Date>,
    /// Until this day (rides), this morning (nights).
    pub until: Option<Date>,
    /// At least so many left (in every night asked for).
    pub units: Option<u8>,
    /// Only step-free.
    pub step_free: bool,
    /// Only with a child seat.
    pub child_seat: bool,
    /// Only where a wheelchair fits.
    pub wheelchair: bool,
    /// Only where pets may come.
    pub pets: bool,
    /// Words, normalised as [`crate::places::normalise`] does; all must begin a word of the listing. At most 5.
    pub words: Vec<String>,
    /// How many to skip.
    pub skip: u32,
    /// How many to give.
    pub limit: u32,
}

/// What was found: live listings with something left, nearest (where communes are given) and newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// This page of them.
    pub listings: Vec<Listing>,
    /// How many in all; counted up to 1,000, then 1,000.
    pub total: u32,
}

/// A listing as its owner sees it.
#[derive(Clone)]
pub struct Managed {
    /// The listing.
    pub listing: Listing,
    /// The owner's sealed contact.
    pub contact: Vec<u8>,
    /// Why it is held.
    pub hold: Vec<HoldReason>,
    /// Held by a moderator, or given back to be changed: in the moderator's words.
    pub reason: Option<String>,
    /// Its conversations, newest first, as the owner sees them.
    pub talks: Vec<Talk>,
}

/// What an owner does to a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Not for now.
    Pause,
    /// Open again, once paused.
    Resume,
    /// A week more (not a ride).
    Renew,
    /// Given, found; perhaps with whom.
    Fulfil(Option<TalkId>),
    /// Taken back.
    Cancel,
}

/// What became of a deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    /// Done.
    Done,
    /// Not possible as things stand now.
    NotNow,
    /// The link leads nowhere.
    Unknown,
}

/// Somebody answers a listing.
#[derive(Clone)]
pub struct Answering {
    /// The conversation's id, if this opens one: both its links are made of it, under a key that is not in
    /// the database, so that a letter to either side can carry that side's link.
    pub talk: TalkId,
    /// Which.
    pub listing: ListingId,
    /// Who answers.
    pub contact: SealedContact,
    /// The responder's language, for letters.
    pub tongue: crate::push::Tongue,
    /// What is said first.
    pub said: String,
    /// What is asked for: units, in which slots; `None`: only a question.
    pub wants: Option<(u8, Vec<Slot>)>,
    /// The responder's secret link.
    pub responder_link: LinkHash,
    /// The owner's secret link to this conversation.
    pub owner_link: LinkHash,
    /// Made by the form, once.
    pub idempotency: String,
    /// To the owner and to the responder, where they have an e-mail.
    pub letters: Vec<NewLetter>,
}

/// What became of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    /// The conversation is open; how its match stands, if one was asked for.
    Open(TalkId, Option<MatchState>),
    /// The same form was sent before.
    Again(TalkId),
    /// The listing no longer takes answers.
    Closed,
    /// It has as many conversations as it may, or this contact has answered as much as it may for now.
    TooMany,
}

/// Listings and conversations.
#[async_trait]
pub trait Exchange: Flow {
    /// Keeps a listing, in one transaction with its letter.
    async fn post(&self, posting: &Posting, at: Instant) -> Result<Posted, PortError>;
    /// Finds live listings with capacity left.
    async fn find(&self, search: &Search, now: Instant) -> Result<Found, PortError>;
    /// One listing that is public now (live, full or expired); `None` otherwise.
    async fn listing(&self, id: &ListingId, now: Instant) -> Result<Option<Listing>, PortError>;
    /// The sealed contact of a listing's owner, and the language: for the letter that tells of an answer.
    async fn owner(
        &self,
        id: &ListingId,
    ) -> Result<Option<(Vec<u8>, crate::push::Tongue)>, PortError>;
    /// The listing of a manage link.
    async fn managed(&self, link: &LinkHash, now: Instant) -> Result<Option<Managed>, PortError>;
    /// Another text or other details (same side, kind; capacity never below what is taken).
    async fn edit(
        &self,
        link: &LinkHash,
        listing: &NewListing,
        hold: &[HoldReason],
        likeness: &str,
        at: Instant,
    ) -> Result<Did, PortError>;
    /// Pause, resume, renew, fulfil, cancel. Closing gives back nothing that was confirmed and ends what waits.
    async fn deed(&self, link: &LinkHash, deed: &Deed, at: Instant) -> Result<Did, PortError>;
    /// Erases the listing, its contact, its conversations; what was reported stays as evidence.
    async fn erase(&self, link: &LinkHash, at: Instant) -> Result<Did, PortError>;
    /// The open listings of a contact: for whoever lost the link.
    async fn open_listings_of(
        &self,
        contact: &crate::exchange::ContactHash,
        now: Instant,
    ) -> Result<Vec<(ListingId, crate::push::Tongue)>, PortError>;
    /// Gives listings new manage links, with the letter that tells them; their old links are void.
    async fn relink(
        &self,
        links: &[(ListingId, LinkHash)],
        letter: &NewLetter,
        at: Instant,
    ) -> Result<(), PortError>;

    /// Somebody answers a listing.
    async fn answer(&self, answering: &Answering, at: Instant) -> Result<Answered, PortError>;
    /// The conversation of a secret link (either side's).
    async fn talk(&self, link: &LinkHash, now: Instant) -> Result<Option<Talk>, PortError>;
    /// The listing that the conversation of a secret link is about, however it stands now.
    async fn listing_of_talk(&self, link: &LinkHash) -> Result<Option<Listing>, PortError>;
    /// The other side's sealed contact and language: for the letter that tells of news. Never shown.
    async fn correspondent(
        &self,
        link: &LinkHash,
    ) -> Result<Option<(Vec<u8>, crate::push::Tongue)>, PortError>;
    /// Says something. At most 30 an hour and side.
    async fn say(
        &self,
        link: &LinkHash,
        text: &str,
        letter: Option<&NewLetter>,
        at: Instant,
    ) -> Result<Did, PortError>;
    /// The responder asks for units in slots (again, once the last match is over). Gives how it stands.
    async fn propose(
        &self,
        link: &LinkHash,
        units: u8,
        slots: &[Slot],
        letter: Option<&NewLetter>,
        at: Instant,
    ) -> Result<Option<MatchState>, PortError>;
    /// A deed on the conversation's match; what is given back goes to whoever waits first and fits.
    async fn matched(
        &self,
        link: &LinkHash,
        deed: MatchDeed,
        letter: Option<&NewLetter>,
        at: Instant,
    ) -> Result<Did, PortError>;
    /// This side shows, or no longer shows, its contact to the other; logged. Only the helper's side may begin
    /// (the offerer: owner of an offer, responder to a need); the other once that has happened.
    async fn reveal(&self, link: &LinkHash, shown: bool, at: Instant) -> Result<Did, PortError>;
    /// Ends the conversation from this side, and keeps the other's contact from answering this owner again.
    async fn block(&self, link: &LinkHash, at: Instant) -> Result<Did, PortError>;
    /// Reports a listing (`by` none) or the other side of a conversation, with a reason in a few words;
    /// keeps what is reported as evidence even if it is erased later. Three reports of a listing hold it.
    async fn report(&self, what: &Reported, reason: &str, at: Instant) -> Result<Did, PortError>;

    /// Lets what is over be over: matches lapse, listings expire (their waiting line ends), those closed or
    /// expired for [`crate::exchange::RETENTION`] are erased. Gives how many rows changed.
    async fn sweep(&self, now: Instant) -> Result<u64, PortError>;
    /// Open listings that end within [`crate::exchange::REMINDER`] and were not yet reminded: their id, sealed
    /// contact, language. The letter goes by [`Exchange::reminded`].
    async fn to_remind(
        &self,
        now: Instant,
        limit: u32,
    ) -> Result<Vec<(ListingId, Vec<u8>, crate::push::Tongue)>, PortError>;
    /// Notes that a listing was reminded, with an additional manage link and its letter.
    async fn reminded(
        &self,
        id: &ListingId,
        link: &LinkHash,
        letter: Option<&NewLetter>,
        at: Instant,
    ) -> Result<(), PortError>;
}

/// What is reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reported {
    /// A listing, by a reader.
    Listing(ListingId),
    /// A conversation, by the side of this link.
    Talk(LinkHash),
}

/// Letters, as the worker sends them.
#[async_trait]
pub trait Letters: Send + Sync {
    /// Takes up to `limit` letters whose time has come until `lease_until`.
    async fn claim_letters(
        &self,
        worker: &str,
        limit: u32,
        lease_until: Instant,
        now: Instant,
    ) -> Result<Vec<ClaimedLetter>, PortError>;
    /// Sent, refused for good (its row goes: it holds an address), or to be tried again.
    async fn settle_letter(
        &self,
        worker: &str,
        id: &str,
        again: Option<Instant>,
    ) -> Result<(), PortError>;
}

/// For the ending of a side's conversation in the store.
impl From<Party> for Ended {
    fn from(party: Party) -> Self {
        match party {
            Party::Owner => Self::ByOwner,
            Party::Responder => Self::ByResponder,
        }
    }
}
