//! Identities at providers that open an account: `iss` and `sub` of OpenID Connect. Changes are audited.
//!
//! Never: one identity for two accounts; the subject in the audit.

use desk::access::Staff;
use desk::staff::{Account, Federated, LinkedIdentity, StaffError, StaffId};
use portal::Instant;
use serde_json::{Value, json};

use crate::Store;
use crate::accounts::{AccountRow, account, select_accounts};
use crate::credentials::{note, other_ways_in};
use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::{sql, statements};

statements! {
    OWNER = select_accounts!("JOIN federated f ON f.staff = s.id WHERE f.issuer = $1 AND f.subject = $2");
    OF_STAFF = "SELECT issuer, subject, created_at FROM federated WHERE staff = $1
        ORDER BY created_at, issuer, subject";
    ADD = "INSERT INTO federated (issuer, subject, staff, created_at) VALUES ($1, $2, $3, $4)";
    REMOVE = "DELETE FROM federated WHERE issuer = $1 AND subject = $2 AND staff = $3";
}

/// The account that an identity opens.
pub(crate) async fn account_of(
    store: &Store,
    who: &Federated,
) -> Result<Option<Account>, StoreError> {
    let (issuer, subject) = (who.issuer.as_str(), who.subject.as_str());
    let row: Option<AccountRow> = sql!(fetch_optional, store.db, OWNER, issuer, subject)?;
    row.map(account).transpose()
}

/// Those that open an account.
pub(crate) async fn of(store: &Store, staff: &StaffId) -> Result<Vec<LinkedIdentity>, StoreError> {
    let rows: Vec<(String, String, i64)> = sql!(fetch_all, store.db, OF_STAFF, staff.0.as_str())?;
    let identity = |(issuer, subject, since): (String, String, i64)| LinkedIdentity {
        who: Federated { issuer, subject },
        since: Instant(since),
    };
    Ok(rows.into_iter().map(identity).collect())
}

/// Gives an account one that opens none yet.
pub(crate) async fn give(
    tx: &mut Tx,
    to: &StaffId,
    who: &Federated,
    at: Instant,
) -> Result<(), StaffError> {
    if owner(tx, who).await?.is_some() {
        return Err(StaffError::LoginTaken);
    }
    let (issuer, subject) = (who.issuer.as_str(), who.subject.as_str());
    sql!(execute, tx, ADD, issuer, subject, to.0.as_str(), at.0)?;
    Ok(())
}

async fn owner(tx: &mut Tx, who: &Federated) -> Result<Option<Account>, StoreError> {
    let (issuer, subject) = (who.issuer.as_str(), who.subject.as_str());
    let row: Option<AccountRow> = sql!(fetch_optional, tx, OWNER, issuer, subject)?;
    row.map(account).transpose()
}

/// Links one's own account to one; what is linked already stays so.
pub(crate) async fn add(
    store: &Store,
    by: &Staff,
    who: &Federated,
    at: Instant,
) -> Result<(), StaffError> {
    let mut tx = store.write_own(by).await?;
    if owner(&mut tx, who).await?.is_some_and(|o| o.id == *by.id()) {
        return Ok(());
    }
    give(&mut tx, by.id(), who, at).await?;
    let change = (Value::Null, json!({ "issuer": who.issuer }));
    let own = by.id().0.as_str();
    note(&mut tx, by, "credential.add-federated", own, change, at).await?;
    Ok(tx.commit().await?)
}

/// Unlinks one, unless it is the last way in.
pub(crate) async fn remove(
    store: &Store,
    by: &Staff,
    who: &Federated,
    at: Instant,
) -> Result<(), StaffError> {
    let mut tx = store.write_own(by).await?;
    let own = by.id().0.as_str();
    let ways = other_ways_in(&mut tx, own, "").await?;
    let (issuer, subject) = (who.issuer.as_str(), who.subject.as_str());
    if sql!(execute, tx, REMOVE, issuer, subject, own)? == 0 {
        return Err(StaffError::Gone);
    }
    // What is not committed was not done.
    if ways <= 1 {
        return Err(StaffError::LastCredential);
    }
    let change = (json!({ "issuer": who.issuer }), Value::Null);
    note(&mut tx, by, "credential.remove-federated", own, change, at).await?;
    Ok(tx.commit().await?)
}
