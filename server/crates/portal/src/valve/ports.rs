//! The port by which an envelope goes up.

use async_trait::async_trait;

use super::SealedReport;
use crate::PortError;

/// It is kept. Carries nothing: not an id, not whether it was there already, not how many there are.
pub struct Ack;

/// What the public side knows of the desk's reports, and all it knows.
#[async_trait]
pub trait Valve: Send + Sync {
    /// Keeps an envelope durably before it answers. An envelope whose idempotency key is kept already changes
    /// nothing, and is answered alike.
    async fn submit(&self, report: SealedReport) -> Result<Ack, PortError>;
}
