//! The content version: one number that rises with every change of what public pages show.

use crate::db::{Db, Tx};
use crate::error::StoreError;
use crate::statement::{sql, statements};

statements! {
    CURRENT = "SELECT version FROM content_version WHERE id = 1";
    RAISE = "UPDATE content_version SET version = version + 1 WHERE id = 1";
}

pub(crate) async fn current(db: &Db) -> Result<u64, StoreError> {
    let (version,): (i64,) = sql!(fetch_one, db, CURRENT)?;
    Ok(version.unsigned_abs())
}

/// Last in a transaction: pages made from now on see what it wrote.
pub(crate) async fn raise(tx: &mut Tx) -> Result<(), StoreError> {
    sql!(execute, tx, RAISE)?;
    Ok(())
}
