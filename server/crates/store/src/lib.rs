//! The only SQL of Rives: one text, two engines (SQLite, PostgreSQL).
//!
//! Owns the database and the vault beside it, their migrations and every statement; implements the ports of the domain over them.
//! Never: rules of the domain (what a thread *is* at an instant is asked of `portal`), a clock, randomness.
//!
//! One file per noun. A noun's statements stand at the top of its file, declared with `statements!`,
//! so that a test can prepare every one of them on both engines.

mod accounts;
mod areas;
mod audit;
mod ceremonies;
mod contours;
mod credentials;
mod db;
mod decisions;
mod documents;
mod drafts;
mod error;
mod exchange;
mod exchange_moderation;
mod held;
mod identities;
mod intake;
mod invitations;
mod items;
mod logbook;
mod messages;
mod migrations;
mod push;
mod reading;
mod role_changes;
mod sessions;
mod sources;
mod staff;
mod statement;
mod steering;
mod threads;
mod vault;
mod versions;

use std::sync::Arc;

use portal::Ids;

pub use db::Db;
pub use error::StoreError;
pub use migrations::{migrations, vault_migrations};
pub use statement::{Statement, every_statement, every_statement_of_the_vault};
pub use vault::{DoorPool, Kept, Place, Vault, VaultDoor};

/// The store: implements [`portal::messages::Messages`], [`portal::messages::Intake`] and
/// [`portal::sources::Sources`], and the ports of push and of the exchange. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    db: Db,
    ids: Arc<dyn Ids>,
}

impl Store {
    /// A store over a migrated database. New ids come from `ids`; times come in as arguments.
    pub fn new(db: Db, ids: Arc<dyn Ids>) -> Self {
        Self { db, ids }
    }

    /// The database below.
    pub fn db(&self) -> &Db {
        &self.db
    }
}
