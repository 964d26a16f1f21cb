//! Letters: written in the transaction of what they tell, claimed under a lease, gone once sent.

use async_trait::async_trait;
use portal::exchange::{ClaimedLetter, Letters, NewLetter};
use portal::{Instant, PortError};

use super::{CLAIM_LETTERS, LETTER_AGAIN, LETTER_GONE, WRITE_LETTER};
use crate::Store;
use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::sql;

/// Puts a letter into the outbox; it goes with its listing when that is erased.
pub(super) async fn write(
    tx: &mut Tx,
    store: &Store,
    letter: &NewLetter,
    listing: Option<&str>,
    talk: Option<&str>,
    at: Instant,
) -> Result<(), StoreError> {
    let (id, sealed) = (store.ids.fresh(at), letter.sealed.as_slice());
    let (from, until) = (letter.not_before.0, letter.expires_at.0);
    sql!(
        execute,
        tx,
        WRITE_LETTER,
        id,
        listing,
        talk,
        sealed,
        from,
        until
    )?;
    Ok(())
}

#[async_trait]
impl Letters for Store {
    async fn claim_letters(
        &self,
        worker: &str,
        limit: u32,
        lease_until: Instant,
        now: Instant,
    ) -> Result<Vec<ClaimedLetter>, PortError> {
        let mut tx = self.db.write().await?;
        let (until, limit) = (lease_until.0, i64::from(limit));
        let rows: Vec<(String, Vec<u8>, i64)> =
            sql!(fetch_all, tx, CLAIM_LETTERS, worker, until, now.0, limit)?;
        tx.commit().await?;
        Ok(rows
            .into_iter()
            .map(|(id, sealed, attempts)| ClaimedLetter {
                id,
                sealed,
                attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
            })
            .collect())
    }

    async fn settle_letter(
        &self,
        worker: &str,
        id: &str,
        again: Option<Instant>,
    ) -> Result<(), PortError> {
        let mut tx = self.db.write().await?;
        match again {
            Some(at) => sql!(execute, tx, LETTER_AGAIN, worker, id, at.0)?,
            None => sql!(execute, tx, LETTER_GONE, worker, id)?,
        };
        Ok(tx.commit().await?)
    }
}
