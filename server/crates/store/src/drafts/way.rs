//! Steps that several moves on a draft's way share. Each runs in the transaction of its move.

use desk::messages::{Draft, DraftError, DraftId, DraftState, Purpose};
use desk::staff::StaffId;
use portal::Instant;
use portal::cap::{Alert, Reference};
use portal::messages::{MessageId, ThreadId};
use serde_json::{Value, json};

use super::{DECIDE, MOVE, NAMED, NEWEST, OWN, rows};
use crate::audit::{self, Actor, Deed};
use crate::db::Tx;
use crate::error::StoreError;
use crate::messages::key;
use crate::statement::sql;
use crate::threads;

/// The draft, which must exist.
pub(super) async fn at_hand(tx: &mut Tx, id: &DraftId) -> Result<Draft, DraftError> {
    rows::one(tx, id).await?.ok_or(DraftError::Unknown)
}

/// Whether a version is in somebody's hands but its author's: handed in, or waiting for its time.
pub(super) fn waits(draft: &Draft) -> bool {
    matches!(
        draft.state,
        DraftState::Submitted | DraftState::Scheduled { .. }
    )
}

/// Goes on only if `here`.
pub(super) fn only_if(here: bool, draft: Draft) -> Result<Draft, DraftError> {
    if here {
        Ok(draft)
    } else {
        Err(DraftError::MovedOn(Box::new(draft)))
    }
}

/// Brings the draft to a state.
pub(super) async fn go(
    tx: &mut Tx,
    draft: &Draft,
    to: &DraftState,
    emergency: bool,
    at: Instant,
) -> Result<(), StoreError> {
    let (mut reason, mut publish, mut released) = ("", None, None);
    match to {
        DraftState::Writing | DraftState::Submitted => {}
        DraftState::Returned { reason: why } | DraftState::Withdrawn { reason: why } => {
            reason = why;
        }
        DraftState::Scheduled { publish_at } => publish = Some(publish_at.0),
        DraftState::Released { message, thread } => {
            released = Some((message.0.as_str(), thread.0.as_str()));
        }
    }
    sql!(
        execute,
        tx,
        MOVE,
        draft.id.0.as_str(),
        to.word(),
        reason,
        publish,
        released.map(|(message, _)| message),
        released.map(|(_, thread)| thread),
        i64::from(emergency),
        at.0,
    )?;
    Ok(())
}

/// Notes what became of the draft's last version.
pub(super) async fn decide(
    tx: &mut Tx,
    draft: &Draft,
    outcome: &str,
    by: Option<&StaffId>,
    reason: &str,
    at: Instant,
) -> Result<(), StoreError> {
    sql!(
        execute,
        tx,
        DECIDE,
        draft.id.0.as_str(),
        i64::from(draft.version),
        outcome,
        by.map(|id| id.0.as_str()),
        at.0,
        reason,
    )?;
    Ok(())
}

/// Audits a move.
pub(super) async fn note(
    tx: &mut Tx,
    by: Actor<'_>,
    action: &'static str,
    draft: &Draft,
    after: Value,
    at: Instant,
) -> Result<(), StoreError> {
    let deed = Deed {
        by,
        action,
        subject: &draft.id.0,
        before: json!({ "state": draft.state.word(), "version": draft.version }),
        after,
    };
    audit::append(tx, deed, at).await
}

/// The source of what is written here: what the server's configuration calls its own authoring source.
pub(super) const AUTHORING: &str = "redaction";

/// Refuses to continue an event about which nothing was written here.
pub(super) async fn own_thread(tx: &mut Tx, purpose: &Purpose) -> Result<(), DraftError> {
    let Some(thread) = purpose.thread() else {
        return Ok(());
    };
    let survivor = threads::alias(tx, thread).await?;
    let thread = survivor.as_ref().unwrap_or(thread);
    let own: Option<(String,)> = sql!(fetch_optional, tx, OWN, thread.0.as_str(), AUTHORING)?;
    own.map(drop).ok_or(DraftError::NotOurs)
}

/// Refuses references to anything but public messages that were written here or that another way brought in
/// the same sender's name, and any of a new event.
pub(super) async fn own_references(
    tx: &mut Tx,
    purpose: &Purpose,
    alert: &Alert,
) -> Result<(), DraftError> {
    let references = &alert.references;
    if purpose.thread().is_some() == references.is_empty() {
        return Err(DraftError::NotOurs);
    }
    for Reference {
        sender,
        identifier,
        sent,
    } in references
    {
        let own: Option<(String,)> = sql!(
            fetch_optional,
            tx,
            NAMED,
            key(identifier).as_ref(),
            sender.as_deref().map(key).as_deref(),
            sent.map(|at| at.0),
            AUTHORING,
            key(&alert.identity.sender).as_ref(),
        )?;
        own.ok_or(DraftError::NotOurs)?;
    }
    Ok(())
}

/// The newest message of a thread, by whichever of its ids it is asked for.
pub(super) async fn newest(
    tx: &mut Tx,
    thread: &ThreadId,
) -> Result<Option<MessageId>, StoreError> {
    let survivor = threads::alias(tx, thread).await?;
    let thread = survivor.as_ref().unwrap_or(thread);
    let row: Option<(String,)> = sql!(fetch_optional, tx, NEWEST, thread.0.as_str())?;
    Ok(row.map(|(id,)| MessageId(id)))
}
