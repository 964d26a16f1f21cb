//! Alarms: releases by one person alone, until each of the others has seen them.

use desk::access::{Capability as _, ReleaseMessages, Staff};
use desk::messages::{Alarm, DraftError, DraftId};
use portal::Instant;
use serde_json::Value;

use super::{ACTIVE, ALARMS, RAISE, SEEN, rows};
use crate::Store;
use crate::accounts::{self, AccountRow};
use crate::audit::{self, Actor, Deed};
use crate::db::Tx;
use crate::error::StoreError;
use crate::sessions;
use crate::statement::sql;

/// Alarms everybody else who could have released it; tells how many.
pub(super) async fn raise(
    tx: &mut Tx,
    draft: &DraftId,
    by: &Staff,
    at: Instant,
) -> Result<usize, StoreError> {
    let people: Vec<AccountRow> = sql!(fetch_all, tx, ACTIVE)?;
    let mut raised = 0;
    for row in people {
        let other = accounts::account(row)?;
        let may = ReleaseMessages::ROLES
            .iter()
            .any(|role| other.roles.contains(role));
        if may && other.id != *by.id() {
            let staff = other.id.0.as_str();
            sql!(execute, tx, RAISE, draft.0.as_str(), staff, at.0)?;
            raised += 1;
        }
    }
    Ok(raised)
}

/// What somebody has not yet confirmed having seen.
pub(super) async fn of(tx: &mut Tx, by: &Staff) -> Result<Vec<Alarm>, StoreError> {
    let found: Vec<(String, String, String, i64, String)> =
        sql!(fetch_all, tx, ALARMS, by.id().0.as_str())?;
    found
        .into_iter()
        .map(|(draft, text, by, at, reason)| {
            Ok(Alarm {
                headline: rows::typed(&draft, &text)?.fr.headline,
                draft: DraftId(draft),
                by,
                at: Instant(at),
                reason,
            })
        })
        .collect()
}

/// Notes, once, that somebody has seen an alarm; refused to whoever is no longer in: an alarm must not go
/// unseen because a session had ended.
pub(super) async fn acknowledge(
    store: &Store,
    by: &Staff,
    draft: &DraftId,
    at: Instant,
) -> Result<(), DraftError> {
    let mut tx = store.db.write().await?;
    if !sessions::still_in(&mut tx, by).await? {
        return Err(DraftError::NoLongerAllowed);
    }
    let staff = by.id().0.as_str();
    if sql!(execute, tx, SEEN, draft.0.as_str(), staff, at.0)? == 0 {
        return Ok(());
    }
    let deed = Deed {
        by: Actor::Staff(by),
        action: "message.acknowledge",
        subject: &draft.0,
        before: Value::Null,
        after: Value::Null,
    };
    audit::append(&mut tx, deed, at).await?;
    Ok(tx.commit().await?)
}
