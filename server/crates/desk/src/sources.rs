//! Steering sources: pausing them, asking them now, seeing what their documents did against the standard.

use async_trait::async_trait;
use portal::messages::MessageId;
use portal::sources::SourceId;
use portal::{Instant, PortError};

use crate::access::{Proof, ReadSources, Refused, SteerSources};

/// A message of a source that deviates.
#[derive(Clone, Debug, PartialEq)]
pub struct Deviating {
    /// The message.
    pub message: MessageId,
    /// Its title.
    pub title: String,
    /// When it was received.
    pub received_at: Instant,
    /// What it did.
    pub deviations: Vec<String>,
}

/// Steering.
#[async_trait]
pub trait SourceDesk: Send + Sync {
    /// What sources did against the standard, newest first.
    async fn deviating(
        &self,
        by: &Proof<ReadSources>,
        source: &SourceId,
        limit: u32,
    ) -> Result<Vec<Deviating>, PortError>;
    /// Pauses a source: it is not asked until resumed, and residents are told that it is silent when it is.
    async fn pause(
        &self,
        by: &Proof<SteerSources>,
        source: &SourceId,
        at: Instant,
    ) -> Result<(), Refused>;
    /// Resumes it.
    async fn resume(
        &self,
        by: &Proof<SteerSources>,
        source: &SourceId,
        at: Instant,
    ) -> Result<(), Refused>;
    /// Has it asked now, paused or not.
    async fn ask_now(
        &self,
        by: &Proof<SteerSources>,
        source: &SourceId,
        at: Instant,
    ) -> Result<(), Refused>;
}
