//! The database: one of two engines, opened, migrated, and entered through transactions.

use std::path::Path;
use std::time::Duration;

use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection as _, PgConnection, Postgres, Sqlite, SqliteConnection, Transaction};

use crate::error::StoreError;
use crate::migrations;

/// Held by whoever writes to PostgreSQL, so that two writers never make two threads of one event.
const WRITER_LOCK: i64 = 0x72_6976_6573; // "rives"

/// How long a request waits for a connection, or SQLite for a lock, before it is told to come back.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// One thing for SQLite, or one for PostgreSQL.
pub(crate) enum Engine<S, P> {
    Sqlite(S),
    Postgres(P),
}

/// A database. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Db {
    /// One connection that writes and several that read beside it (WAL).
    Sqlite {
        /// The one writer.
        writer: SqlitePool,
        /// Readers; the writer itself for a database in memory.
        readers: SqlitePool,
    },
    /// A pool; writers take turns by an advisory lock.
    Postgres(PgPool),
}

impl Db {
    /// Opens `postgres://…`, `sqlite://path?…`, `sqlite::memory:` or a plain path. A file and its directory
    /// are made when missing, unless the URL has a `mode` of its own.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let pool = PgPoolOptions::new()
                .max_connections(10)
                .acquire_timeout(PATIENCE)
                .connect(url)
                .await
                .map_err(StoreError::Open)?;
            return Ok(Self::Postgres(pool));
        }
        let options = sqlite_options(url)?;
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .min_connections(1)
            .max_lifetime(None)
            .idle_timeout(None)
            .acquire_timeout(2 * PATIENCE)
            // A full disk can end SQLite's transaction under sqlx, whose count of open ones then stays at
            // one for ever: such a connection is replaced rather than used again.
            .before_acquire(|writer, _| Box::pin(async { Ok(!writer.is_in_transaction()) }))
            .connect_with(options.clone())
            .await
            .map_err(StoreError::Open)?;
        let readers = if in_memory(url) {
            writer.clone()
        } else {
            SqlitePoolOptions::new()
                .max_connections(4)
                .acquire_timeout(PATIENCE)
                .connect_with(options.pragma("query_only", "on"))
                .await
                .map_err(StoreError::Open)?
        };
        Ok(Self::Sqlite { writer, readers })
    }

    /// Brings the schema to this version. Fails, changing nothing, on a database of a newer version.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        self.migrate_to(i64::MAX).await
    }

    /// Brings the schema to one version: for the tests that walk through all of them.
    pub async fn migrate_to(&self, version: i64) -> Result<(), StoreError> {
        match self {
            Self::Sqlite { writer, .. } => migrations::sqlite().run_to(version, writer).await?,
            Self::Postgres(pool) => migrations::postgres().run_to(version, pool).await?,
        }
        Ok(())
    }

    /// Closes every connection, after what is under way.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }

    /// For a single statement that reads.
    pub(crate) fn engine(&self) -> Engine<&SqlitePool, &PgPool> {
        match self {
            Self::Sqlite { readers, .. } => Engine::Sqlite(readers),
            Self::Postgres(pool) => Engine::Postgres(pool),
        }
    }

    /// Several statements that read one state of the database.
    pub(crate) async fn read(&self) -> Result<Tx, StoreError> {
        Ok(Tx(match self {
            Self::Sqlite { readers, .. } => Engine::Sqlite(readers.begin().await?),
            Self::Postgres(pool) => Engine::Postgres(
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .await?,
            ),
        }))
    }

    /// A transaction that writes, once every earlier writer is done. Undone when dropped.
    pub(crate) async fn write(&self) -> Result<Tx, StoreError> {
        Ok(Tx(match self {
            Self::Sqlite { writer, .. } => {
                Engine::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?)
            }
            Self::Postgres(pool) => {
                let mut tx = pool.begin().await?;
                sqlx::query("SELECT pg_advisory_xact_lock($1)")
                    .bind(WRITER_LOCK)
                    .execute(&mut *tx)
                    .await?;
                Engine::Postgres(tx)
            }
        }))
    }
}

/// An open transaction on either engine.
pub(crate) struct Tx(Engine<Transaction<'static, Sqlite>, Transaction<'static, Postgres>>);

impl Tx {
    pub(crate) fn engine(&mut self) -> Engine<&mut SqliteConnection, &mut PgConnection> {
        match &mut self.0 {
            Engine::Sqlite(tx) => Engine::Sqlite(tx),
            Engine::Postgres(tx) => Engine::Postgres(tx),
        }
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self.0 {
            Engine::Sqlite(tx) => tx.commit().await?,
            Engine::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

fn in_memory(url: &str) -> bool {
    url.contains(":memory:") || url.contains("mode=memory")
}

pub(crate) fn sqlite_options(url: &str) -> Result<SqliteConnectOptions, StoreError> {
    let options = if url.starts_with("sqlite:") {
        let options: SqliteConnectOptions = url.parse().map_err(StoreError::Open)?;
        let own_mode = url.contains("mode=");
        if own_mode {
            options
        } else {
            options.create_if_missing(true)
        }
    } else {
        SqliteConnectOptions::new()
            .filename(url)
            .create_if_missing(true)
    };
    if !in_memory(url)
        && let Some(directory) = options.get_filename().parent()
        && directory != Path::new("")
    {
        std::fs::create_dir_all(directory)
            .map_err(|e| StoreError::Directory(directory.display().to_string(), e))?;
    }
    Ok(options
        .journal_mode(SqliteJournalMode::Wal)
        // What was acknowledged survives a power cut.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(PATIENCE))
}
