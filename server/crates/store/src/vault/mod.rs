//! The vault: hazard reports as they were sealed, in a database of their own.
//!
//! Owns that database (its SQLite file, or the schema `vault` of PostgreSQL), its migrations, and the two ways to
//! it, as two types: [`VaultDoor`] puts in and can do nothing else, which the engine sees to; [`Vault`] reads, for
//! whoever proves to be allowed to, and deletes what is past its retention. Never: a key, the opening of an
//! envelope, and anything that goes back to the public side.
//!
//! The public side sees the vault as a view, `letterbox`, in which nothing ever is; a trigger behind it puts into
//! the table what is put into it. So not even the number of changed rows tells whether a report was there before.

mod door;
mod keep;
mod rule;

pub use door::{DoorPool, VaultDoor};
pub use keep::{Kept, Place, Vault};

use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;

use crate::db::sqlite_options;
use crate::error::StoreError;
use crate::statement::statements;

macro_rules! columns {
    () => {
        "idempotency, key_id, suite, bucket, sealed_at_door, envelope, received_at"
    };
}

statements! {
    /// The door's only one.
    PUT_IN = concat!("INSERT INTO letterbox (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7)");
    COUNT = "SELECT count(*) FROM sealed_report";
    AFTER = concat!("SELECT ", columns!(), " FROM sealed_report WHERE (received_at, idempotency) > ($1, $2)
        ORDER BY received_at, idempotency LIMIT $3");
    ONE = concat!("SELECT ", columns!(), " FROM sealed_report WHERE idempotency = $1");
    /// In steps, so that whoever puts in meanwhile does not wait.
    PURGE = "DELETE FROM sealed_report WHERE idempotency IN (SELECT idempotency FROM sealed_report
        WHERE received_at < $1 ORDER BY received_at LIMIT $2)";
}

/// The schema of PostgreSQL in which the vault is.
pub(crate) const SCHEMA: &str = "vault";

/// Whether a URL is PostgreSQL's; everything else is a SQLite file.
fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

/// The file of a vault, and how its connections are: durable, no code of the schema's that is not SQLite's own,
/// and what is deleted is overwritten.
fn file(url: &str) -> Result<SqliteConnectOptions, StoreError> {
    Ok(sqlite_options(url)?
        .pragma("trusted_schema", "OFF")
        .pragma("secure_delete", "ON"))
}

/// A connection to PostgreSQL that sees the vault's schema only.
fn schema(url: &str) -> Result<PgConnectOptions, StoreError> {
    let options: PgConnectOptions = url.parse().map_err(StoreError::Open)?;
    Ok(options.options([("search_path", SCHEMA)]))
}
