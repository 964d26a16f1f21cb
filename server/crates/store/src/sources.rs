//! How sources do: one row each, written at every attempt.

use async_trait::async_trait;
use portal::sources::{Attempt, SourceId, SourceStatus, Sources};
use portal::{Instant, PortError, Span};

use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::{sql, statements};
use crate::{Store, versions};

/// A success after a longer gap than this raises the content version: the source may have counted as silent
/// meanwhile (this portal may have been off), and how soon it does is not known here. Shorter than any
/// sensible `silent_after`.
const LONG_GAP: Span = Span::minutes(15);

macro_rules! columns {
    () => {
        "source, first_seen, last_attempt, last_success, last_failure, last_error, failures, etag, last_modified"
    };
}

statements! {
    ALL = concat!("SELECT ", columns!(), " FROM source_status ORDER BY source");
    ONE = concat!("SELECT ", columns!(), " FROM source_status WHERE source = $1");
    KNOW = "INSERT INTO source_status (source, first_seen, failures) VALUES ($1, $2, 0)
        ON CONFLICT (source) DO NOTHING";
    SET = concat!("INSERT INTO source_status (", columns!(), ")
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (source) DO UPDATE SET
            first_seen = excluded.first_seen, last_attempt = excluded.last_attempt,
            last_success = excluded.last_success, last_failure = excluded.last_failure,
            last_error = excluded.last_error, failures = excluded.failures,
            etag = excluded.etag, last_modified = excluded.last_modified");
}

type Row = (
    String,
    Option<i64>,
    Option<i64>,
    Option<i64>,
    Option<i64>,
    Option<String>,
    i64,
    Option<String>,
    Option<String>,
);

fn status(row: Row) -> (SourceId, SourceStatus) {
    let (source, first_seen, attempt, success, failure, error, failures, etag, modified) = row;
    (
        SourceId(source),
        SourceStatus {
            last_attempt: attempt.map(Instant),
            last_success: success.map(Instant),
            last_failure: failure.map(Instant),
            last_error: error,
            failures: u32::try_from(failures).unwrap_or(u32::MAX),
            etag,
            last_modified: modified,
            first_seen: first_seen.map(Instant),
        },
    )
}

/// The status after an attempt, and whether pages show it otherwise than before.
fn after(before: &SourceStatus, attempt: &Attempt, at: Instant) -> (SourceStatus, bool) {
    let mut status = before.clone();
    status.first_seen = before.first_seen.or(Some(at));
    status.last_attempt = Some(at);
    match attempt {
        Attempt::Success {
            etag,
            last_modified,
        } => {
            status.last_success = Some(at);
            status.failures = 0;
            status.etag.clone_from(etag);
            status.last_modified.clone_from(last_modified);
            let after_a_gap = before.last_success.is_none_or(|last| at - last >= LONG_GAP);
            (status, before.failures > 0 || after_a_gap)
        }
        Attempt::Failure { error } => {
            status.last_failure = Some(at);
            status.failures = before.failures.saturating_add(1);
            status.last_error = Some(error.clone());
            let news = before.failures == 0 || before.last_error.as_ref() != Some(error);
            (status, news)
        }
    }
}

async fn set(tx: &mut Tx, source: &SourceId, s: SourceStatus) -> Result<(), StoreError> {
    sql!(
        execute,
        tx,
        SET,
        source.0.as_str(),
        s.first_seen.map(|t| t.0),
        s.last_attempt.map(|t| t.0),
        s.last_success.map(|t| t.0),
        s.last_failure.map(|t| t.0),
        s.last_error,
        i64::from(s.failures),
        s.etag,
        s.last_modified,
    )?;
    Ok(())
}

#[async_trait]
impl Sources for Store {
    async fn statuses(&self) -> Result<Vec<(SourceId, SourceStatus)>, PortError> {
        let rows: Vec<Row> = sql!(fetch_all, self.db, ALL)?;
        Ok(rows.into_iter().map(status).collect())
    }

    async fn know(&self, sources: &[SourceId], at: Instant) -> Result<(), PortError> {
        let mut tx = self.db.write().await?;
        let mut new = 0;
        for source in sources {
            new += sql!(execute, tx, KNOW, source.0.as_str(), at.0)?;
        }
        if new > 0 {
            versions::raise(&mut tx).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn note(
        &self,
        source: &SourceId,
        attempt: &Attempt,
        at: Instant,
    ) -> Result<(), PortError> {
        let mut tx = self.db.write().await?;
        let row: Option<Row> = sql!(fetch_optional, tx, ONE, source.0.as_str())?;
        let before = row
            .map(status)
            .map(|(_, status)| status)
            .unwrap_or_default();
        let (now, news) = after(&before, attempt, at);
        set(&mut tx, source, now).await?;
        if news {
            versions::raise(&mut tx).await?;
        }
        Ok(tx.commit().await?)
    }
}
