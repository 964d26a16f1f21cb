//! What the pages of the exchange are given.

use portal::Instant;
use portal::exchange::{Contact, Fit, Listing, Managed, Talk};
use portal::places::Dep;

/// A listing as its owner sees it, with everything the page of the secret link shows.
#[derive(Clone)]
pub struct ManagedView {
    /// The listing, its conversations, why it is held.
    pub managed: Managed,
    /// The secrets of the owner's links to the conversations (`/entraide/echange/{secret}`), in the order of
    /// `managed.talks`.
    pub links: Vec<String>,
    /// The owner's own contact, opened: shown to nobody else.
    pub contact: Contact,
    /// Listings of the other side that may suit, best first.
    pub suggestions: Vec<(Listing, Fit)>,
    /// The instant of the page.
    pub now: Instant,
}

/// A conversation as one of its two sides sees it.
#[derive(Clone)]
pub struct TalkView {
    /// The conversation.
    pub talk: Talk,
    /// What it is about.
    pub listing: Listing,
    /// The other side's contact, opened, if it is shown now.
    pub their_contact: Option<Contact>,
    /// The other side pushes to another channel.
    pub leaves: bool,
    /// The instant of the page.
    pub now: Instant,
}

/// What just happened on a page of a secret link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// Nothing.
    None,
    /// Kept: a change, a message, an answer to a request.
    Saved,
    /// The message was sent.
    Sent,
    /// The listing lives a week more.
    Renewed,
    /// The listing is paused.
    Paused,
    /// It is open again.
    Resumed,
    /// It is closed.
    Closed,
    /// Not possible as things stand now.
    NotNow,
    /// The report was taken.
    Reported,
    /// The other side is blocked.
    Blocked,
    /// No page of this portal sent it: nothing was done.
    Foreign,
    /// Nothing was done: too much at once.
    TooMany,
}

/// Where the exchange is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Enabled {
    /// In these départements; empty: everywhere.
    pub departements: Vec<Dep>,
    /// At all.
    pub on: bool,
}
