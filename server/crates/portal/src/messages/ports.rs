//! The ports: reading messages (pages, feeds) and taking them in (relay).

use async_trait::async_trait;

use crate::cap::{Alert, Area, Deviations, Identity};
use crate::messages::{
    Completeness, Document, DocumentId, Message, MessageId, Publication, Resolution, Thread,
    ThreadId,
};
use crate::places::{Dep, Insee};
use crate::sources::SourceId;
use crate::{Instant, PortError, Span};

/// Where a reader looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Where {
    /// The whole portal.
    Everywhere,
    /// A département, or any part of it.
    Departement(Dep),
    /// A commune: messages for it or for its whole département.
    Commune(Insee),
}

/// Which part of the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// Only threads of this colour rank or worse (see [`crate::messages::Colour::rank`]).
    pub at_least: u8,
    /// Only threads that ended strictly before this place in the order.
    pub before: Option<Cursor>,
}

/// A place in the archive's order (newest end first, then id).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The end of the last thread seen.
    pub ends_at: Instant,
    /// Its id.
    pub id: ThreadId,
}

/// A thread asked for by id.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// It is here.
    Thread(Box<Thread>),
    /// It was joined to another thread, which has this id.
    Moved(ThreadId),
}

/// Reading what is public. Held and withheld messages never come through this port.
#[async_trait]
pub trait Messages: Send + Sync {
    /// The content version: rises with every change of what pages show.
    async fn version(&self) -> Result<u64, PortError>;
    /// Threads not yet ended at `now` (active or still to come) in that place. Unordered.
    async fn in_force(&self, place: &Where, now: Instant) -> Result<Vec<Thread>, PortError>;
    /// Threads ended at `now` in that place, newest end first, with each one's place in the order.
    async fn ended(
        &self,
        place: &Where,
        past: &Past,
        limit: u32,
        now: Instant,
    ) -> Result<Vec<(Cursor, Thread)>, PortError>;
    /// One thread by id, or by an id that it once had.
    async fn thread(&self, id: &ThreadId) -> Result<Option<Found>, PortError>;
    /// One public message and the id of its thread.
    async fn message(&self, id: &MessageId) -> Result<Option<(Message, ThreadId)>, PortError>;
    /// The areas of a public message, `[info][area]`, with their geometry.
    async fn geometry(&self, id: &MessageId) -> Result<Option<Vec<Vec<Area>>>, PortError>;
    /// The raw document of a public message.
    async fn document(&self, id: &MessageId) -> Result<Option<Document>, PortError>;
    /// The public messages most recently received in that place, newest first: for feeds.
    async fn latest(
        &self,
        place: &Where,
        limit: u32,
    ) -> Result<Vec<(Message, ThreadId)>, PortError>;
}

/// Bytes as they arrived.
#[derive(Clone, Debug)]
pub struct NewDocument {
    /// Where they came from.
    pub url: String,
    /// `Content-Type`, if any.
    pub content_type: Option<String>,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// A message read from a document, ready to be kept.
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// The message with its geometry.
    pub alert: Alert,
    /// Where its areas lie.
    pub resolved: Vec<Vec<Resolution>>,
    /// Public or not, and why.
    pub publication: Publication,
    /// Entry or full.
    pub completeness: Completeness,
    /// Deviations found.
    pub deviations: Deviations,
    /// See [`Message::review_after`].
    pub review_after: Span,
    /// See [`Message::default_language`].
    pub default_language: String,
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It was new.
    New(MessageId),
    /// It was known; its `confirmed_at` moved.
    Known(MessageId),
    /// It was known from a feed entry only and is now whole; or what was kept under its identity was not
    /// public, and this one is.
    Completed(MessageId),
    /// Another content had been received under the same identity; the first stays, the bytes of both are kept.
    Differs(MessageId),
}

/// Taking messages in.
#[async_trait]
pub trait Intake: Send + Sync {
    /// Keeps a document and its messages, joins threads, raises the content version: all in one
    /// transaction. The same bytes from the same source are kept once; bytes that brought nothing new give
    /// way to the next such bytes of the source. `Taken` follows the order of `messages`.
    async fn receive(
        &self,
        source: &SourceId,
        document: NewDocument,
        messages: Vec<NewMessage>,
        at: Instant,
    ) -> Result<(DocumentId, Vec<Taken>), PortError>;
    /// The source still carries these messages though their documents were not fetched again.
    async fn confirm(
        &self,
        source: &SourceId,
        messages: &[Identity],
        at: Instant,
    ) -> Result<(), PortError>;
    /// Which of these identities are already kept whole.
    async fn known(&self, identities: &[Identity]) -> Result<Vec<Identity>, PortError>;
    /// The newest message of each identifier prefix that this source's snapshots make
    /// (`{prefix}.{…}`), for sources that publish states rather than messages.
    async fn newest(&self, source: &SourceId) -> Result<Vec<Message>, PortError>;
}
