//! What sources brought and a person has to confirm.
//!
//! Never: changing what the source said. The desk decides whether it is public, where, and to which event
//! it belongs.

use async_trait::async_trait;
use portal::cap::Area;
use portal::messages::{Message, MessageId, ThreadId};
use portal::places::Places;
use portal::{Instant, PortError};

use crate::access::{JudgeHeld, Proof};

/// One item of the queue.
#[derive(Clone, Debug)]
pub struct HeldItem {
    /// The message; its publication is `Held`, and says why.
    pub message: Message,
    /// Its areas with their geometry, `[info][area]`.
    pub geometry: Vec<Vec<Area>>,
}

/// How an item is made public.
#[derive(Clone, Debug, Default)]
pub struct Confirmation {
    /// Where it holds, instead of where it was read to hold; `None` leaves that.
    pub places: Option<Places>,
    /// The event that it belongs to, instead of the one that its references tell.
    pub thread: Option<ThreadId>,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum HeldError {
    /// Whoever asked may no longer do so.
    #[error("no longer allowed")]
    NoLongerAllowed,
    /// Somebody else has decided, or there is no such item.
    #[error("no longer held")]
    Gone,
    /// There is no such thread.
    #[error("no such thread")]
    UnknownThread,
    /// The store.
    #[error(transparent)]
    Port(#[from] PortError),
}

/// The queue. Decisions are audited in their own transaction, and happen once.
#[async_trait]
pub trait Held: Send + Sync {
    /// How many wait.
    async fn held_count(&self) -> Result<u64, PortError>;
    /// Those that wait, newest first.
    async fn held(&self, by: &Proof<JudgeHeld>, limit: u32) -> Result<Vec<HeldItem>, PortError>;
    /// One.
    async fn held_item(
        &self,
        by: &Proof<JudgeHeld>,
        id: &MessageId,
    ) -> Result<Option<HeldItem>, PortError>;
    /// Makes one public.
    async fn confirm_held(
        &self,
        by: &Proof<JudgeHeld>,
        id: &MessageId,
        how: &Confirmation,
        at: Instant,
    ) -> Result<ThreadId, HeldError>;
    /// Lets one never be public.
    async fn dismiss_held(
        &self,
        by: &Proof<JudgeHeld>,
        id: &MessageId,
        reason: &str,
        at: Instant,
    ) -> Result<(), HeldError>;
}
