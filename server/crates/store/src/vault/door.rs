//! The public side's way to the vault: in.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use portal::valve::{Ack, SealedReport, Valve};
use portal::{Clock, Instant, PortError, Span};
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{SqlitePool, SqlitePoolOptions};
use sqlx::{ConnectOptions as _, Connection as _};

use super::rule::{LETTERBOX_ONLY, puts_in_only};
use super::{PUT_IN, file, is_postgres, schema};
use crate::db::Engine;
use crate::error::StoreError;
use crate::statement::sql;

/// How long a report waits for a connection before its sender is told to come back.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is kept of the time at which a report came: the minute.
const GRAIN: Span = Span::minutes(1);

/// Connections that can put reports in. None of them can read, count, change or delete any: on SQLite an authorizer
/// refuses whatever it does not know, on PostgreSQL a role has no other right. Cheap to clone.
#[derive(Clone)]
pub struct VaultDoor {
    pool: DoorPool,
    clock: Arc<dyn Clock>,
}

/// The door's connections. Public, since whoever holds them can do no more than [`VaultDoor`] does; tests hold them
/// and try.
#[derive(Clone, Debug)]
pub enum DoorPool {
    /// One connection, since SQLite takes one writer at a time and a pool lets them in by their order.
    Sqlite(SqlitePool),
    /// Several: PostgreSQL makes them durable together.
    Postgres(PgPool),
}

impl DoorPool {
    pub(crate) fn engine(&self) -> Engine<&SqlitePool, &PgPool> {
        match self {
            Self::Sqlite(pool) => Engine::Sqlite(pool),
            Self::Postgres(pool) => Engine::Postgres(pool),
        }
    }
}

impl VaultDoor {
    /// Opens the door of a vault that its owner has migrated: of its SQLite file (`sqlite://path`, a plain path), or
    /// by the URL of PostgreSQL's role `rives_door`. Makes nothing: fails where there is no vault, and for a role
    /// that may do more than put in. The time comes from `clock`; of it the minute is kept.
    pub async fn open(url: &str, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let pool = if is_postgres(url) {
            DoorPool::Postgres(postgres(url).await?)
        } else {
            DoorPool::Sqlite(sqlite(url).await?)
        };
        Ok(Self { pool, clock })
    }

    /// Its connections.
    pub fn pool(&self) -> &DoorPool {
        &self.pool
    }

    /// Closes every connection, after what is under way.
    pub async fn close(&self) {
        match &self.pool {
            DoorPool::Sqlite(pool) => pool.close().await,
            DoorPool::Postgres(pool) => pool.close().await,
        }
    }
}

async fn sqlite(url: &str) -> Result<SqlitePool, StoreError> {
    SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(PATIENCE)
        .after_connect(|connection, _| {
            Box::pin(async move {
                let mut handle = connection.lock_handle().await?;
                authorizer::install(&mut handle, &LETTERBOX_ONLY)
                    .map_err(|e| sqlx::Error::Configuration(Box::new(e)))
            })
        })
        .connect_with(file(url)?.create_if_missing(false))
        .await
        .map_err(StoreError::Open)
}

async fn postgres(url: &str) -> Result<PgPool, StoreError> {
    let options = schema(url)?;
    // Asked once by itself, to say why; a pool would try again until its patience ends, and say only that it did.
    let mut first = options.connect().await.map_err(StoreError::Open)?;
    puts_in_only(&mut first).await?;
    first.close().await?;
    PgPoolOptions::new()
        .max_connections(8)
        .acquire_timeout(PATIENCE)
        .after_connect(|connection, _| {
            Box::pin(async move {
                puts_in_only(connection)
                    .await
                    .map_err(|e| sqlx::Error::Configuration(Box::new(e)))
            })
        })
        .connect_with(options)
        .await
        .map_err(StoreError::Open)
}

#[async_trait]
impl Valve for VaultDoor {
    async fn submit(&self, report: SealedReport) -> Result<Ack, PortError> {
        let row = report.into_row();
        sql!(
            execute,
            self.pool,
            PUT_IN,
            row.idempotency.to_vec(),
            row.key_id.to_vec(),
            i64::from(row.suite),
            i64::from(row.bucket),
            i64::from(row.sealed_at_door),
            row.envelope,
            minute(self.clock.now()).0,
        )?;
        Ok(Ack)
    }
}

/// The minute of an instant.
fn minute(at: Instant) -> Instant {
    Instant(at.0 - at.0.rem_euclid(GRAIN.0))
}
