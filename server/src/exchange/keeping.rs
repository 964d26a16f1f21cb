//! The worker that lets what is over be over, and reminds owners of what ends soon.

use std::sync::Arc;
use std::time::Duration;

use portal::exchange::{Exchange, ListingId, NewLetter};
use portal::push::Tongue;
use portal::{Clock, Instant, PortError};
use tokio::sync::watch;

use super::{Told, Writer, link_hash};

/// How often.
const EVERY: Duration = Duration::from_secs(30);
/// Reminders at once.
const AT_ONCE: u32 = 100;

/// What it needs.
pub struct Keeping {
    /// Listings and conversations.
    pub exchange: Arc<dyn Exchange>,
    /// Who writes.
    pub writer: Writer,
    /// The clock.
    pub clock: Arc<dyn Clock>,
}

impl Keeping {
    /// Runs until asked to stop.
    pub async fn run(self, mut stopping: watch::Receiver<bool>) {
        loop {
            if let Err(error) = self.visit().await {
                tracing::error!(%error, "the exchange cannot be kept in order; tried again");
            }
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                _ = stopping.wait_for(|s| *s) => return,
            }
        }
    }

    /// Ends what is over, then reminds.
    pub async fn visit(&self) -> Result<(), PortError> {
        let now = self.clock.now();
        let changed = self.exchange.sweep(now).await?;
        if changed > 0 {
            tracing::info!(changed, "what was over in the exchange is over");
        }
        for (id, contact, tongue) in self.exchange.to_remind(now, AT_ONCE).await? {
            self.remind(&id, &contact, tongue, now).await?;
        }
        Ok(())
    }

    /// One owner; who has no mail sees it on the page only.
    async fn remind(
        &self,
        id: &ListingId,
        contact: &[u8],
        tongue: Tongue,
        now: Instant,
    ) -> Result<(), PortError> {
        let secret = crate::secret::fresh(&*self.writer.random);
        let Some(link) = link_hash(&secret) else {
            return Ok(());
        };
        let letter = self.letter(contact, tongue, &secret, now);
        self.exchange
            .reminded(id, &link, letter.as_ref(), now)
            .await
    }

    fn letter(
        &self,
        contact: &[u8],
        tongue: Tongue,
        secret: &str,
        now: Instant,
    ) -> Option<NewLetter> {
        let Some(contact) = self.writer.key.open_contact(contact) else {
            tracing::error!("a contact of the exchange is sealed under another key");
            return None;
        };
        let paths = [format!("/entraide/gerer/{secret}")];
        self.writer
            .sealed(&contact, tongue, &Told::EndsSoon, &paths, now)
    }
}
