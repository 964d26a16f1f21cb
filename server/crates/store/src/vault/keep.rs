//! The desk's way to the vault: what was put in, for who may read it, and its end.

use desk::access::{Proof, ReadReports};
use portal::valve::SealedRow;
use portal::{Instant, PortError};
use sqlx::Connection as _;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::SqlitePoolOptions;

use super::{AFTER, COUNT, ONE, PURGE, file, is_postgres, schema};
use crate::db::{Db, PATIENCE};
use crate::error::StoreError;
use crate::migrations::vault as migrations;
use crate::statement::sql;

/// Rows that one step of a purge deletes: photos are large, and overwriting them takes a while.
const STEP: i64 = 100;

/// The vault as its owner: the desk's process, and `rives migrate`. Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    db: Db,
}

/// A sealed report of the vault.
pub struct Kept {
    /// As it was put in.
    pub row: SealedRow,
    /// The minute in which it came.
    pub received_at: Instant,
}

/// A place in the order in which the vault is read: by minute, and within one by key, which is to say by chance.
/// Who follows what comes in asks again from the minute before the last one, and knows rows by their key: a report
/// may come after others of its minute have been read, and still stand before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    received_at: Instant,
    idempotency: [u8; 16],
}

impl Place {
    /// Behind the report of that minute and key.
    pub fn behind(received_at: Instant, idempotency: [u8; 16]) -> Self {
        Self {
            received_at,
            idempotency,
        }
    }

    /// Before everything that came at `at` or later.
    pub fn at(at: Instant) -> Self {
        // Behind the last key that the millisecond before could have: no key of `at` itself is left out.
        Self {
            received_at: Instant(at.0.saturating_sub(1)),
            idempotency: [u8::MAX; 16],
        }
    }
}

impl Kept {
    /// Its place: reading goes on behind it.
    pub fn place(&self) -> Place {
        Place {
            received_at: self.received_at,
            idempotency: self.row.idempotency,
        }
    }
}

impl Vault {
    /// Opens `postgres://…` as the owner of the schema `vault`, or a SQLite file (`sqlite://path`, a plain path), which
    /// is made when missing with its directory. The URL may be the main database's for PostgreSQL, never for SQLite.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        if is_postgres(url) {
            let pool = PgPoolOptions::new()
                .max_connections(4)
                .acquire_timeout(PATIENCE)
                .connect_with(schema(url)?)
                .await
                .map_err(StoreError::Open)?;
            return Ok(Self {
                db: Db::Postgres(pool),
            });
        }
        let options = file(url)?;
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(2 * PATIENCE)
            // As in the main database: one whose transaction a full disk ended is replaced.
            .before_acquire(|writer, _| Box::pin(async { Ok(!writer.is_in_transaction()) }))
            .connect_with(options.clone())
            .await
            .map_err(StoreError::Open)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(2)
            .acquire_timeout(PATIENCE)
            .connect_with(options.pragma("query_only", "on"))
            .await
            .map_err(StoreError::Open)?;
        Ok(Self {
            db: Db::Sqlite { writer, readers },
        })
    }

    /// Brings the vault's schema to this version; on PostgreSQL, makes the schema and the door's role too. Fails,
    /// changing nothing, on a vault of a newer version.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        self.migrate_to(i64::MAX).await
    }

    /// Brings the schema to one version: for the tests that walk through all of them.
    pub async fn migrate_to(&self, version: i64) -> Result<(), StoreError> {
        match &self.db {
            Db::Sqlite { writer, .. } => migrations::sqlite().run_to(version, writer).await?,
            Db::Postgres(pool) => migrations::postgres().run_to(version, pool).await?,
        }
        Ok(())
    }

    /// Closes every connection, after what is under way.
    pub async fn close(&self) {
        self.db.close().await;
    }

    /// How many reports there are.
    pub async fn count(&self, _by: &Proof<ReadReports>) -> Result<u64, PortError> {
        let (count,): (i64,) = sql!(fetch_one, self.db, COUNT)?;
        Ok(count.unsigned_abs())
    }

    /// Up to `limit` reports behind a place, in their order.
    pub async fn after(
        &self,
        _by: &Proof<ReadReports>,
        place: Place,
        limit: u32,
    ) -> Result<Vec<Kept>, PortError> {
        let rows: Vec<Row> = sql!(
            fetch_all,
            self.db,
            AFTER,
            place.received_at.0,
            place.idempotency.to_vec(),
            i64::from(limit),
        )?;
        Ok(rows.into_iter().map(kept).collect::<Result<_, _>>()?)
    }

    /// The report of a key.
    pub async fn report(
        &self,
        _by: &Proof<ReadReports>,
        idempotency: &[u8; 16],
    ) -> Result<Option<Kept>, PortError> {
        let row: Option<Row> = sql!(fetch_optional, self.db, ONE, idempotency.to_vec())?;
        Ok(row.map(kept).transpose()?)
    }

    /// Deletes what came before `before`, whoever has read it or not; how many there were. On SQLite nothing of it is
    /// left in the file or beside it; PostgreSQL overwrites it in its own time, and what makes it unreadable at once
    /// is the end of its key.
    pub async fn purge(&self, before: Instant) -> Result<u64, PortError> {
        let mut gone = 0;
        loop {
            let mut tx = self.db.write().await?;
            let step = sql!(execute, tx, PURGE, before.0, STEP)?;
            tx.commit().await?;
            gone += step;
            if step < STEP.unsigned_abs() {
                break;
            }
        }
        self.forget().await?;
        Ok(gone)
    }

    /// Takes what was deleted out of SQLite's log too.
    async fn forget(&self) -> Result<(), StoreError> {
        if let Db::Sqlite { writer, .. } = &self.db {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
                .execute(writer)
                .await?;
        }
        Ok(())
    }
}

type Row = (Vec<u8>, Vec<u8>, i64, i64, i64, Vec<u8>, i64);

fn kept(row: Row) -> Result<Kept, StoreError> {
    let (idempotency, key_id, suite, bucket, sealed_at_door, envelope, received_at) = row;
    // The key stands in no message: it is what its sender knows.
    let odd = |reason: &str| StoreError::Unreadable {
        what: "sealed report",
        id: String::new(),
        reason: reason.to_owned(),
    };
    Ok(Kept {
        row: SealedRow {
            idempotency: idempotency
                .try_into()
                .map_err(|_| odd("a key is not 16 bytes"))?,
            key_id: key_id
                .try_into()
                .map_err(|_| odd("a key id is not 8 bytes"))?,
            suite: u8::try_from(suite).map_err(|_| odd("a suite is not one byte"))?,
            bucket: u8::try_from(bucket).map_err(|_| odd("a bucket is not one byte"))?,
            sealed_at_door: sealed_at_door == 1,
            envelope,
        },
        received_at: Instant(received_at),
    })
}
