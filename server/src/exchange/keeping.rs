//! The worker that lets what is over be over, reminds owners of what ends soon, tells who moved up from a waiting
//! line, and shows needs to offers.

use std::sync::Arc;
use std::time::Duration;

use portal::exchange::{Contact, Exchange, ListingId, NewLetter};
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

    /// Ends what is over, then writes to whom it has to.
    pub async fn visit(&self) -> Result<(), PortError> {
        let now = self.clock.now();
        let changed = self.exchange.sweep(now).await?;
        if changed > 0 {
            tracing::info!(changed, "what was over in the exchange is over");
        }
        for (id, contact, tongue) in self.exchange.to_remind(now, AT_ONCE).await? {
            self.remind(&id, &contact, tongue, now).await?;
        }
        self.tell_who_moved_up(now).await?;
        self.flow(now).await
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

    /// A contact, if it is sealed under this portal's key.
    pub(super) fn opened(&self, sealed: &[u8]) -> Option<Contact> {
        let contact = self.writer.key.open_contact(sealed);
        if contact.is_none() {
            tracing::error!("a contact of the exchange is sealed under another key");
        }
        contact
    }

    fn letter(
        &self,
        contact: &[u8],
        tongue: Tongue,
        secret: &str,
        now: Instant,
    ) -> Option<NewLetter> {
        let contact = self.opened(contact)?;
        let paths = [format!("/entraide/gerer/{secret}")];
        self.writer
            .sealed(&contact, tongue, &Told::EndsSoon, &paths, now)
    }
}
