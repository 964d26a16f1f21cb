//! The exchange as moderators see it: what waits for them and why, and what they do about it.
//!
//! Never: a contact in clear. A contact is a keyed hash here; what somebody types to have it erased is
//! hashed before the store is asked, and stands neither in the audit nor on a page.

use async_trait::async_trait;
use portal::exchange::{
    Contact, ContactHash, HoldReason, Kind, Listing, ListingId, MatchState, Party, Said, Side,
    Standing,
};
use portal::places::Dep;
use portal::{Instant, PortError};

use crate::access::{ModerateExchange, Proof};

/// Finds contacts again: the same hashes as those kept beside listings and conversations.
pub trait ContactHasher: Send + Sync {
    /// One keyed hash for each of e-mail and phone.
    fn hashes(&self, contact: &Contact) -> Vec<ContactHash>;
}

/// Why a listing stands in the queue: the first of these that is so, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It is held, and not public.
    Held,
    /// It is public, and was reported since anybody decided about it.
    Reported,
    /// It is public, and other contacts posted nearly the same text.
    Similar,
    /// It is public, and nobody looked yet.
    New,
}

/// One listing of the queue.
#[derive(Clone, Debug)]
pub struct Queued {
    /// The listing.
    pub listing: Listing,
    /// Why it stands here.
    pub why: Why,
    /// Why it is held.
    pub hold: Vec<HoldReason>,
    /// Reports since the last decision.
    pub reports: u32,
    /// Who approved it already, where two have to.
    pub approved_by: Option<String>,
    /// It was given back and its poster has not changed it yet.
    pub returned: bool,
}

/// Another listing that has to do with one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kin {
    /// Its id.
    pub id: ListingId,
    /// Need or offer.
    pub side: Side,
    /// What.
    pub kind: Kind,
    /// Where.
    pub commune: portal::places::Insee,
    /// When it was posted.
    pub posted_at: Instant,
    /// How it stands.
    pub standing: Standing,
    /// Reports of it, ever.
    pub reports: u32,
}

/// A report with its evidence: what was reported, as it was then; it stays though its author erases it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its id.
    pub id: String,
    /// Of which listing, or of a conversation about it; it may be erased.
    pub listing: ListingId,
    /// Which side of a conversation reported the other; `None`: a reader reported the listing.
    pub by: Option<Party>,
    /// When.
    pub at: Instant,
    /// Why, in the reporter's words.
    pub reason: String,
    /// The listing's text.
    pub text: String,
    /// What had been said in the conversation, oldest first.
    pub said: Vec<Said>,
    /// Whether moderators have decided.
    pub settled: bool,
}

impl Report {
    /// Whose contact it is about.
    pub fn reported(&self) -> Party {
        self.by.map_or(Party::Owner, Party::other)
    }
}

/// One listing with everything that helps to decide.
#[derive(Clone, Debug)]
pub struct Moderated {
    /// The listing.
    pub listing: Listing,
    /// Why it is held.
    pub hold: Vec<HoldReason>,
    /// When what it says was last changed.
    pub changed_at: Instant,
    /// What moderators told its poster, until the poster changes it.
    pub returned: Option<String>,
    /// Who approved it already, where two have to: name, and whether it is whoever asks.
    pub approved_by: Option<(String, bool)>,
    /// Reports of it and of its conversations, newest first.
    pub reports: Vec<Report>,
    /// Whether its contact is blocked.
    pub contact_blocked: bool,
    /// Other listings of the same contact, newest first.
    pub history: Vec<Kin>,
    /// Of them, open ones of the same side, kind and commune: the same contact with the same need. They are
    /// shown side by side and never made one: a person may need several things.
    pub duplicates: Vec<Kin>,
    /// Listings of other contacts with nearly the same text, newest first.
    pub similar: Vec<Kin>,
}

/// What came of an approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approved {
    /// It is public.
    Public,
    /// Housing: another moderator has to approve too.
    WaitsForSecond,
}

/// What an erasure reaches, or reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Listings of the contact.
    pub listings: u64,
    /// Conversations of the contact, or about one of its listings.
    pub talks: u64,
    /// Whether moderators blocked the contact.
    pub blocked: bool,
}

/// How many listings of one sort there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// Need or offer.
    pub side: Side,
    /// What.
    pub kind: Kind,
    /// Where.
    pub departement: Dep,
    /// How they stand.
    pub standing: Standing,
    /// How many.
    pub listings: u64,
}

/// The exchange in numbers. Nobody is in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Listings that are kept, by what they are.
    pub listings: Vec<Count>,
    /// Matches by state.
    pub matches: Vec<(MatchState, u64)>,
    /// Conversations.
    pub talks: u64,
    /// Reports.
    pub reports: u64,
    /// Contacts that are blocked.
    pub blocked: u64,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ModerationError {
    /// Whoever asked may no longer do so.
    #[error("no longer allowed")]
    NoLongerAllowed,
    /// There is no such listing any more.
    #[error("no such listing")]
    Gone,
    /// Somebody has decided since the page was shown, or the poster has changed the listing.
    #[error("decided or changed since")]
    Changed,
    /// The same person has approved it before: another one has to.
    #[error("a second person has to approve")]
    SamePerson,
    /// The store.
    #[error(transparent)]
    Port(#[from] PortError),
}

/// What a deed is about: a listing, as its moderator saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Which.
    pub listing: ListingId,
    /// How it stood on the page; where it no longer stands so, nothing is changed.
    pub moderation: portal::exchange::Moderation,
    /// When its text or details were last changed, as the page showed it.
    pub changed_at: Instant,
}

/// Moderating. Every deed is audited in its own transaction, without contacts and without what residents
/// wrote.
#[async_trait]
pub trait Moderation: Send + Sync {
    /// How many listings are held.
    async fn listings_held(
        &self,
        by: &Proof<ModerateExchange>,
        now: Instant,
    ) -> Result<u64, PortError>;
    /// What waits: held first, then reported, similar, new; the oldest of what is held first, the newest of
    /// the rest.
    async fn moderation_queue(
        &self,
        by: &Proof<ModerateExchange>,
        limit: u32,
        now: Instant,
    ) -> Result<Vec<Queued>, PortError>;
    /// One listing.
    async fn moderated(
        &self,
        by: &Proof<ModerateExchange>,
        id: &ListingId,
        now: Instant,
    ) -> Result<Option<Moderated>, PortError>;
    /// Takes a listing from the public until somebody decides.
    async fn hold_listing(
        &self,
        by: &Proof<ModerateExchange>,
        seen: &Seen,
        reason: &str,
        at: Instant,
    ) -> Result<(), ModerationError>;
    /// Approves a listing. One of housing is public once two different people have.
    async fn approve_listing(
        &self,
        by: &Proof<ModerateExchange>,
        seen: &Seen,
        at: Instant,
    ) -> Result<Approved, ModerationError>;
    /// Blocks a listing, ends its conversations and voids their matches that are not over; with `contact`,
    /// its contact too: the contact's other listings are held, and so is what it posts later.
    async fn block_listing(
        &self,
        by: &Proof<ModerateExchange>,
        seen: &Seen,
        reason: &str,
        contact: bool,
        at: Instant,
    ) -> Result<(), ModerationError>;
    /// Holds a listing until its poster has changed it; the reason stands on the poster's page.
    async fn return_listing(
        &self,
        by: &Proof<ModerateExchange>,
        seen: &Seen,
        reason: &str,
        at: Instant,
    ) -> Result<(), ModerationError>;
    /// Reports of conversations, and of what was erased, about which nobody has decided; oldest first.
    async fn reports_waiting(
        &self,
        by: &Proof<ModerateExchange>,
        limit: u32,
    ) -> Result<Vec<Report>, PortError>;
    /// One report.
    async fn report_of(
        &self,
        by: &Proof<ModerateExchange>,
        id: &str,
    ) -> Result<Option<Report>, PortError>;
    /// Settles a report without more.
    async fn dismiss_report(
        &self,
        by: &Proof<ModerateExchange>,
        id: &str,
        reason: &str,
        at: Instant,
    ) -> Result<(), ModerationError>;
    /// Settles a report by blocking the contact that it is about, and ends the conversation.
    async fn block_reported(
        &self,
        by: &Proof<ModerateExchange>,
        id: &str,
        reason: &str,
        at: Instant,
    ) -> Result<(), ModerationError>;
    /// What is kept of a contact.
    async fn reach_of(
        &self,
        by: &Proof<ModerateExchange>,
        hashes: &[ContactHash],
    ) -> Result<Reach, PortError>;
    /// Erases every listing and conversation of a contact; evidence of reports stays.
    async fn erase_contact(
        &self,
        by: &Proof<ModerateExchange>,
        hashes: &[ContactHash],
        at: Instant,
    ) -> Result<Reach, ModerationError>;
    /// Lifts the block of a contact: what it posts from now on is no longer held for it; what is held already waits
    /// for a decision of its own. `Changed` when it is not blocked.
    async fn unblock_contact(
        &self,
        by: &Proof<ModerateExchange>,
        hashes: &[ContactHash],
        reason: &str,
        at: Instant,
    ) -> Result<(), ModerationError>;
    /// The exchange in numbers.
    async fn exchange_statistics(
        &self,
        by: &Proof<ModerateExchange>,
        now: Instant,
    ) -> Result<Statistics, PortError>;
}
