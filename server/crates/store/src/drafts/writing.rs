//! Writing: begin, save, hand in, take back, withdraw.

use desk::access::{Proof, WriteMessages};
use desk::messages::{Draft, DraftError, DraftId, DraftState, Purpose, Typed};
use portal::Instant;
use portal::messages::MessageId;
use serde_json::{Value, json};

use super::way::{at_hand, decide, go, note, only_if, own_thread, waits};
use super::{ADD_AUTHOR, ADD_VERSION, BEGIN, SAVE, SET_VERSION, allowed};
use crate::Store;
use crate::audit::{self, Actor, Deed};
use crate::error::StoreError;
use crate::statement::sql;

fn text(typed: &Typed) -> Result<String, StoreError> {
    Ok(serde_json::to_string(typed)?)
}

pub(super) async fn begin(
    store: &Store,
    by: &Proof<WriteMessages>,
    purpose: Purpose,
    typed: Typed,
    at: Instant,
) -> Result<Draft, DraftError> {
    let mut tx = store.db.write().await?;
    allowed(&mut tx, by).await?;
    own_thread(&mut tx, &purpose).await?;
    let id = DraftId(store.ids.fresh(at));
    let (staff, thread) = (
        by.id().0.as_str(),
        purpose.thread().map(|thread| thread.0.as_str()),
    );
    sql!(
        execute,
        tx,
        BEGIN,
        id.0.as_str(),
        purpose.word(),
        thread,
        text(&typed)?,
        at.0
    )?;
    sql!(execute, tx, ADD_AUTHOR, id.0.as_str(), staff)?;
    let deed = Deed {
        by: Actor::Staff(by),
        action: "message.begin",
        subject: &id.0,
        before: Value::Null,
        after: json!({ "purpose": purpose.word(), "thread": thread }),
    };
    audit::append(&mut tx, deed, at).await?;
    let draft = at_hand(&mut tx, &id).await?;
    tx.commit().await?;
    Ok(draft)
}

pub(super) async fn save(
    store: &Store,
    by: &Proof<WriteMessages>,
    id: &DraftId,
    revision: u32,
    typed: &Typed,
    at: Instant,
) -> Result<u32, DraftError> {
    let mut tx = store.db.write().await?;
    allowed(&mut tx, by).await?;
    let draft = at_hand(&mut tx, id).await?;
    let draft = only_if(draft.state.is_open(), draft)?;
    if draft.revision != revision {
        return Err(DraftError::Conflict(Box::new(draft)));
    }
    if draft.typed == *typed {
        return Ok(revision);
    }
    let next = i64::from(revision) + 1;
    sql!(execute, tx, SAVE, id.0.as_str(), text(typed)?, next, at.0)?;
    let staff = by.id().0.as_str();
    sql!(execute, tx, ADD_AUTHOR, id.0.as_str(), staff)?;
    tx.commit().await?;
    Ok(revision.saturating_add(1))
}

pub(super) async fn submit(
    store: &Store,
    by: &Proof<WriteMessages>,
    id: &DraftId,
    revision: u32,
    base: Option<MessageId>,
    at: Instant,
) -> Result<u32, DraftError> {
    let mut tx = store.db.write().await?;
    allowed(&mut tx, by).await?;
    let draft = at_hand(&mut tx, id).await?;
    let draft = only_if(draft.state.is_open(), draft)?;
    if draft.revision != revision {
        return Err(DraftError::Conflict(Box::new(draft)));
    }
    own_thread(&mut tx, &draft.purpose).await?;
    let version = draft.version.saturating_add(1);
    sql!(
        execute,
        tx,
        ADD_VERSION,
        id.0.as_str(),
        i64::from(version),
        text(&draft.typed)?,
        by.id().0.as_str(),
        at.0,
        base.as_ref().map(|message| message.0.as_str()),
    )?;
    sql!(execute, tx, SET_VERSION, id.0.as_str(), i64::from(version))?;
    go(&mut tx, &draft, &DraftState::Submitted, draft.emergency, at).await?;
    let after = json!({
        "version": version,
        "event": draft.typed.event,
        "colour": draft.typed.colour,
        "headline": draft.typed.fr.headline,
        "base": base.map(|message| message.0),
    });
    note(
        &mut tx,
        Actor::Staff(by),
        "message.submit",
        &draft,
        after,
        at,
    )
    .await?;
    tx.commit().await?;
    Ok(version)
}

pub(super) async fn take_back(
    store: &Store,
    by: &Proof<WriteMessages>,
    id: &DraftId,
    at: Instant,
) -> Result<(), DraftError> {
    let mut tx = store.db.write().await?;
    allowed(&mut tx, by).await?;
    let draft = at_hand(&mut tx, id).await?;
    let draft = only_if(waits(&draft), draft)?;
    go(&mut tx, &draft, &DraftState::Writing, draft.emergency, at).await?;
    decide(&mut tx, &draft, "taken-back", Some(by.id()), "", at).await?;
    let after = json!({ "state": "writing" });
    note(
        &mut tx,
        Actor::Staff(by),
        "message.take-back",
        &draft,
        after,
        at,
    )
    .await?;
    Ok(tx.commit().await?)
}

pub(super) async fn withdraw(
    store: &Store,
    by: &Proof<WriteMessages>,
    id: &DraftId,
    reason: &str,
    at: Instant,
) -> Result<(), DraftError> {
    let mut tx = store.db.write().await?;
    allowed(&mut tx, by).await?;
    let draft = at_hand(&mut tx, id).await?;
    let draft = only_if(draft.state.is_open() || waits(&draft), draft)?;
    let to = DraftState::Withdrawn {
        reason: reason.to_owned(),
    };
    go(&mut tx, &draft, &to, draft.emergency, at).await?;
    // A version that was given back or taken back keeps that outcome.
    if waits(&draft) {
        decide(&mut tx, &draft, "withdrawn", Some(by.id()), reason, at).await?;
    }
    let after = json!({ "reason": reason });
    note(
        &mut tx,
        Actor::Staff(by),
        "message.withdraw",
        &draft,
        after,
        at,
    )
    .await?;
    Ok(tx.commit().await?)
}
