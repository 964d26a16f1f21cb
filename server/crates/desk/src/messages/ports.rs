//! Keeping drafts. The two-person rule is kept here, in the data, whatever a page allows.

use async_trait::async_trait;
use portal::messages::{MessageId, NewDocument, NewMessage, ThreadId};
use portal::{Instant, PortError};

use super::{Alarm, Draft, DraftId, DraftLine, Purpose, Typed, Version};
use crate::access::{Proof, ReadMessages, ReleaseMessages, Staff, WriteMessages};

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// Whoever asked may no longer do so.
    #[error("no longer allowed")]
    NoLongerAllowed,
    /// There is no such draft.
    #[error("no such draft")]
    Unknown,
    /// The draft is elsewhere on its way: somebody else was quicker. Holds it as it is now.
    #[error("the draft has moved on")]
    MovedOn(Box<Draft>),
    /// Somebody saved in between. Holds the draft as it is now.
    #[error("somebody else saved meanwhile")]
    Conflict(Box<Draft>),
    /// Whoever wrote any of it cannot release it.
    #[error("the author cannot release")]
    OwnWork,
    /// Another message of the thread came out since this one was handed in: its author has to look again.
    #[error("the thread has moved on")]
    ThreadMoved,
    /// What would be continued, or is referred to, came from another source: nobody updates or ends what
    /// another authority said (CAP 1.2 §3.2.1, `references`).
    #[error("another authority's message")]
    NotOurs,
    /// The store.
    #[error(transparent)]
    Port(#[from] PortError),
}

/// What the public gets: the document, and what was read from its very bytes.
#[derive(Clone, Debug)]
pub struct Issue {
    /// CAP 1.2.
    pub document: NewDocument,
    /// The one message read from it; its publication is `Public`.
    pub message: NewMessage,
    /// The newest message of the thread when the references were filled in; `None` for a new event.
    pub base: Option<MessageId>,
}

/// What came of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Released {
    /// The message.
    pub message: MessageId,
    /// Its thread: the permalink.
    pub thread: ThreadId,
}

/// Which drafts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pile {
    /// Being written or returned.
    Open,
    /// Handed in or scheduled.
    Waiting,
    /// Released or withdrawn, newest first.
    Done,
}

/// Drafts. Every change is audited in its own transaction; autosaves are not audited one by one.
#[async_trait]
pub trait Drafts: Send + Sync {
    /// Begins one.
    async fn begin_draft(
        &self,
        by: &Proof<WriteMessages>,
        purpose: Purpose,
        typed: Typed,
        at: Instant,
    ) -> Result<Draft, DraftError>;
    /// One.
    async fn draft(
        &self,
        by: &Proof<ReadMessages>,
        id: &DraftId,
    ) -> Result<Option<Draft>, PortError>;
    /// A pile, last changed first, at most 200.
    async fn drafts(
        &self,
        by: &Proof<ReadMessages>,
        pile: Pile,
    ) -> Result<Vec<DraftLine>, PortError>;
    /// The versions of one, oldest first.
    async fn versions(
        &self,
        by: &Proof<ReadMessages>,
        id: &DraftId,
    ) -> Result<Vec<Version>, PortError>;
    /// Saves what was typed over revision `revision`; whoever saves is an author from now on. Gives the new
    /// revision. Saving the very same again changes nothing.
    async fn save(
        &self,
        by: &Proof<WriteMessages>,
        id: &DraftId,
        revision: u32,
        typed: &Typed,
        at: Instant,
    ) -> Result<u32, DraftError>;
    /// Hands in what was saved as `revision`: it becomes the next version. `base` as in [`Version::base`].
    async fn submit(
        &self,
        by: &Proof<WriteMessages>,
        id: &DraftId,
        revision: u32,
        base: Option<MessageId>,
        at: Instant,
    ) -> Result<u32, DraftError>;
    /// Takes back what was handed in or scheduled, to write on.
    async fn take_back(
        &self,
        by: &Proof<WriteMessages>,
        id: &DraftId,
        at: Instant,
    ) -> Result<(), DraftError>;
    /// Gives it up.
    async fn withdraw(
        &self,
        by: &Proof<WriteMessages>,
        id: &DraftId,
        reason: &str,
        at: Instant,
    ) -> Result<(), DraftError>;
    /// Gives a version back to its author.
    async fn give_back(
        &self,
        by: &Proof<ReleaseMessages>,
        id: &DraftId,
        version: u32,
        reason: &str,
        at: Instant,
    ) -> Result<(), DraftError>;
    /// Releases a version, once: message, thread, draft and audit in one transaction. Refused to every author.
    async fn release(
        &self,
        by: &Proof<ReleaseMessages>,
        id: &DraftId,
        version: u32,
        issue: Issue,
        at: Instant,
    ) -> Result<Released, DraftError>;
    /// Releases a version to go out later. Refused to every author.
    async fn schedule(
        &self,
        by: &Proof<ReleaseMessages>,
        id: &DraftId,
        version: u32,
        publish_at: Instant,
        at: Instant,
    ) -> Result<(), DraftError>;
    /// Releases one's own version alone. Whether that is configured, and the colour red, is checked by the
    /// caller; everybody else who may release gets an [`Alarm`].
    async fn release_in_emergency(
        &self,
        by: &Proof<ReleaseMessages>,
        id: &DraftId,
        version: u32,
        issue: Issue,
        reason: &str,
        at: Instant,
    ) -> Result<Released, DraftError>;

    /// The scheduled drafts whose time has come, with the version to go out: for the worker.
    async fn due(&self, at: Instant) -> Result<Vec<(Draft, Version)>, PortError>;
    /// Lets a scheduled version out, in the name of whoever released it.
    async fn release_due(
        &self,
        id: &DraftId,
        version: u32,
        issue: Issue,
        at: Instant,
    ) -> Result<Released, DraftError>;
    /// Gives a scheduled version back, when it can no longer go out (it has expired, its thread moved on).
    async fn give_back_due(
        &self,
        id: &DraftId,
        version: u32,
        reason: &str,
        at: Instant,
    ) -> Result<(), DraftError>;

    /// What this person has not yet confirmed having seen.
    async fn alarms(&self, by: &Staff) -> Result<Vec<Alarm>, PortError>;
    /// Confirms having seen it. [`DraftError::NoLongerAllowed`] for whoever is no longer in.
    async fn acknowledge(&self, by: &Staff, draft: &DraftId, at: Instant)
    -> Result<(), DraftError>;
}
