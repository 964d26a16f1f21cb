//! The port of the desk over these.

use async_trait::async_trait;
use desk::access::{ModerateExchange, Proof};
use desk::exchange::{
    Approved, Moderated, Moderation, ModerationError, Queued, Reach, Report, Seen, Statistics,
};
use portal::exchange::{ContactHash, ListingId};
use portal::{Instant, PortError};

use super::deeds::{self, Doing};
use super::{HELD_COUNT, erase, read, reports};
use crate::Store;
use crate::statement::sql;

#[async_trait]
impl Moderation for Store {
    async fn listings_held(
        &self,
        _by: &Proof<ModerateExchange>,
        now: Instant,
    ) -> Result<u64, PortError> {
        let (count,): (i64,) = sql!(fetch_one, self.db, HELD_COUNT, now.0)?;
        Ok(count.unsigned_abs())
    }

    async fn moderation_queue(
        &self,
        _by: &Proof<ModerateExchange>,
        limit: u32,
        now: Instant,
    ) -> Result<Vec<Queued>, PortError> {
        let mut tx = self.db.read().await?;
        Ok(read::queue(&mut tx, limit, now).await?)
    }

    async fn moderated(
        &self,
        by: &Proof<ModerateExchange>,
        id: &ListingId,
        now: Instant,
    ) -> Result<Option<Moderated>, PortError> {
        let mut tx = self.db.read().await?;
        Ok(read::moderated(&mut tx, &by.id().0, id, now).await?)
    }

    async fn hold_listing(
        &self,
        by: &Proof<ModerateExchange>,
        seen: &Seen,
        reason: &str,
        at: Instant,
    ) -> Result<(), ModerationError> {
        deeds::hold(Doing::begin(self, by, at).await?, seen, reason).await
    }

    async fn approve_listing(
        &self,
        by: &Proof<ModerateExchange>,
        seen: &Seen,
        at: Instant,
    ) -> Result<Approved, ModerationError> {
        deeds::approve(Doing::begin(self, by, at).await?, seen).await
    }

    async fn block_listing(
        &self,
        by: &Proof<ModerateExchange>,
        seen: &Seen,
        reason: &str,
        contact: bool,
        at: Instant,
    ) -> Result<(), ModerationError> {
        deeds::block(Doing::begin(self, by, at).await?, seen, reason, contact).await
    }

    async fn return_listing(
        &self,
        by: &Proof<ModerateExchange>,
        seen: &Seen,
        reason: &str,
        at: Instant,
    ) -> Result<(), ModerationError> {
        deeds::give_to_poster(Doing::begin(self, by, at).await?, seen, reason).await
    }

    async fn reports_waiting(
        &self,
        _by: &Proof<ModerateExchange>,
        limit: u32,
    ) -> Result<Vec<Report>, PortError> {
        let mut tx = self.db.read().await?;
        Ok(reports::waiting(&mut tx, limit).await?)
    }

    async fn report_of(
        &self,
        _by: &Proof<ModerateExchange>,
        id: &str,
    ) -> Result<Option<Report>, PortError> {
        let mut tx = self.db.read().await?;
        Ok(reports::one(&mut tx, id).await?)
    }

    async fn dismiss_report(
        &self,
        by: &Proof<ModerateExchange>,
        id: &str,
        reason: &str,
        at: Instant,
    ) -> Result<(), ModerationError> {
        deeds::dismiss_report(Doing::begin(self, by, at).await?, id, reason).await
    }

    async fn block_reported(
        &self,
        by: &Proof<ModerateExchange>,
        id: &str,
        reason: &str,
        at: Instant,
    ) -> Result<(), ModerationError> {
        deeds::block_reported(Doing::begin(self, by, at).await?, id, reason).await
    }

    async fn reach_of(
        &self,
        _by: &Proof<ModerateExchange>,
        hashes: &[ContactHash],
    ) -> Result<Reach, PortError> {
        let mut tx = self.db.read().await?;
        Ok(erase::found(&mut tx, hashes).await?.reach())
    }

    async fn erase_contact(
        &self,
        by: &Proof<ModerateExchange>,
        hashes: &[ContactHash],
        at: Instant,
    ) -> Result<Reach, ModerationError> {
        deeds::erase(Doing::begin(self, by, at).await?, hashes).await
    }

    async fn unblock_contact(
        &self,
        by: &Proof<ModerateExchange>,
        hashes: &[ContactHash],
        reason: &str,
        at: Instant,
    ) -> Result<(), ModerationError> {
        deeds::unblock(Doing::begin(self, by, at).await?, hashes, reason).await
    }

    async fn exchange_statistics(
        &self,
        _by: &Proof<ModerateExchange>,
        now: Instant,
    ) -> Result<Statistics, PortError> {
        let mut tx = self.db.read().await?;
        Ok(read::statistics(&mut tx, now).await?)
    }
}
