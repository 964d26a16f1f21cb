//! How the desk reads the vault: the port that the server fills with the vault and the ring of keys.
//!
//! Only a desk that has the owner's way to the vault and the folder of keys has one. Every reading takes a proof.

use async_trait::async_trait;
use portal::valve::IdempotencyKey;
use portal::{Instant, PortError};

use super::{OpenError, OpenedReport};
use crate::access::{Proof, ReadReports};

/// Behind which report a page begins: the vault is read by minute of arrival, and within one by key, which is to
/// say by chance. Who follows what comes in asks again from the minute before the last one, and knows reports by
/// their key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After {
    /// The minute.
    pub received_at: Instant,
    /// The key within the minute; `None`: before every report of that minute.
    pub idempotency: Option<[u8; 16]>,
}

impl After {
    /// Before everything.
    pub const BEGINNING: Self = Self {
        received_at: Instant(0),
        idempotency: None,
    };
}

/// An envelope of the vault, opened or not.
pub struct Arrived {
    /// Its own name, which supplements name.
    pub idempotency: IdempotencyKey,
    /// The minute in which it came.
    pub received_at: Instant,
    /// What it held, or why it stays shut.
    pub opened: Result<OpenedReport, OpenError>,
}

impl Arrived {
    /// Its place: a page that begins behind it goes on with the next.
    pub fn place(&self) -> After {
        After {
            received_at: self.received_at,
            idempotency: Some(self.idempotency.0),
        }
    }
}

/// Reports, for whoever proves to be allowed to read them. Supplements are envelopes like first reports.
#[async_trait]
pub trait Reports: Send + Sync {
    /// Up to `limit` envelopes behind `after`, oldest first. One that cannot be opened is among them.
    async fn page(
        &self,
        by: &Proof<ReadReports>,
        after: After,
        limit: u32,
    ) -> Result<Vec<Arrived>, PortError>;

    /// The envelope of a key; `None`: there is none, or it was purged.
    async fn report(
        &self,
        by: &Proof<ReadReports>,
        idempotency: &IdempotencyKey,
    ) -> Result<Option<Arrived>, PortError>;
}
