//! Deciding about what was handed in: release, now, later or alone; give back.
//!
//! The two-person rule stands in [`second_pair_of_eyes`]; only an emergency goes past it.

use desk::access::{Proof, ReleaseMessages};
use desk::messages::{Draft, DraftError, DraftId, DraftState, Issue, Released, Version};
use portal::messages::{MessageId, Taken};
use portal::sources::SourceId;
use portal::{Instant, PortError};
use serde_json::json;

use super::way::{
    AUTHORING, at_hand, decide, go, newest, note, only_if, own_references, own_thread, waits,
};
use super::{WENT_OUT, alarms, allowed, rows};
use crate::Store;
use crate::audit::Actor;
use crate::db::Tx;
use crate::statement::sql;
use crate::{intake, messages};

/// The draft, if it waits with that very version.
async fn handed_in(tx: &mut Tx, id: &DraftId, version: u32) -> Result<Draft, DraftError> {
    let draft = at_hand(tx, id).await?;
    let here = draft.state == DraftState::Submitted && draft.version == version;
    only_if(here, draft)
}

/// The draft, if it waits for its time with that very version.
async fn scheduled(tx: &mut Tx, id: &DraftId, version: u32) -> Result<Draft, DraftError> {
    let draft = at_hand(tx, id).await?;
    let here = matches!(draft.state, DraftState::Scheduled { .. }) && draft.version == version;
    only_if(here, draft)
}

/// Refuses everybody who wrote any of it.
fn second_pair_of_eyes(draft: &Draft, by: &Proof<ReleaseMessages>) -> Result<(), DraftError> {
    if draft.is_by(by.id()) {
        Err(DraftError::OwnWork)
    } else {
        Ok(())
    }
}

/// The draft's last version, if its thread is still as its author saw it, and as `seen` besides.
async fn up_to_date(
    tx: &mut Tx,
    draft: &Draft,
    seen: Option<&Option<MessageId>>,
) -> Result<Version, DraftError> {
    let version = rows::version(tx, &draft.id, draft.version).await?;
    let now = match draft.purpose.thread() {
        None => None,
        Some(thread) => {
            // Nothing may be left that this could continue.
            let newest = newest(tx, thread).await?.ok_or(DraftError::ThreadMoved)?;
            own_thread(tx, &draft.purpose).await?;
            Some(newest)
        }
    };
    if version.base != now || seen.is_some_and(|seen| *seen != now) {
        return Err(DraftError::ThreadMoved);
    }
    Ok(version)
}

fn corrupt(draft: &Draft, why: &str) -> DraftError {
    PortError::Corrupt(format!("the release of draft {}: {why}", draft.id.0)).into()
}

/// Takes the document in, as every source's; it must be new and public.
async fn publish(
    tx: &mut Tx,
    store: &Store,
    draft: &Draft,
    issue: Issue,
    at: Instant,
) -> Result<Released, DraftError> {
    own_references(tx, &draft.purpose, &issue.message.alert).await?;
    let source = SourceId(AUTHORING.to_owned());
    let (document, message) = (issue.document, vec![issue.message]);
    let (_, taken) = intake::receive_in(tx, store, &source, document, message, at).await?;
    let [Taken::New(id)] = &taken[..] else {
        return Err(corrupt(draft, "its message is known already"));
    };
    match messages::one(tx, id).await? {
        Some((_, Some(thread))) => Ok(Released {
            message: id.clone(),
            thread,
        }),
        _ => Err(corrupt(draft, "its message is not public")),
    }
}

/// The state that a release leads to.
fn public(released: &Released) -> DraftState {
    DraftState::Released {
        message: released.message.clone(),
        thread: released.thread.clone(),
    }
}

pub(super) async fn release(
    store: &Store,
    by: &Proof<ReleaseMessages>,
    id: &DraftId,
    version: u32,
    issue: Issue,
    at: Instant,
) -> Result<Released, DraftError> {
    let mut tx = store.db.write().await?;
    allowed(&mut tx, by).await?;
    let draft = handed_in(&mut tx, id, version).await?;
    second_pair_of_eyes(&draft, by)?;
    up_to_date(&mut tx, &draft, Some(&issue.base)).await?;
    let released = publish(&mut tx, store, &draft, issue, at).await?;
    go(&mut tx, &draft, &public(&released), false, at).await?;
    decide(&mut tx, &draft, "released", Some(by.id()), "", at).await?;
    let after = json!({ "message": released.message.0, "thread": released.thread.0 });
    let by = Actor::Staff(by);
    note(&mut tx, by, "message.release", &draft, after, at).await?;
    tx.commit().await?;
    Ok(released)
}

pub(super) async fn in_emergency(
    store: &Store,
    by: &Proof<ReleaseMessages>,
    id: &DraftId,
    version: u32,
    issue: Issue,
    reason: &str,
    at: Instant,
) -> Result<Released, DraftError> {
    let mut tx = store.db.write().await?;
    allowed(&mut tx, by).await?;
    let draft = handed_in(&mut tx, id, version).await?;
    up_to_date(&mut tx, &draft, Some(&issue.base)).await?;
    let released = publish(&mut tx, store, &draft, issue, at).await?;
    go(&mut tx, &draft, &public(&released), true, at).await?;
    decide(&mut tx, &draft, "emergency", Some(by.id()), reason, at).await?;
    let alarmed = alarms::raise(&mut tx, id, by, at).await?;
    let after = json!({
        "message": released.message.0,
        "thread": released.thread.0,
        "reason": reason,
        "alarmed": alarmed,
    });
    let (by, action) = (Actor::Staff(by), "message.release-in-emergency");
    note(&mut tx, by, action, &draft, after, at).await?;
    tx.commit().await?;
    Ok(released)
}

pub(super) async fn schedule(
    store: &Store,
    by: &Proof<ReleaseMessages>,
    id: &DraftId,
    version: u32,
    publish_at: Instant,
    at: Instant,
) -> Result<(), DraftError> {
    let mut tx = store.db.write().await?;
    allowed(&mut tx, by).await?;
    let draft = handed_in(&mut tx, id, version).await?;
    second_pair_of_eyes(&draft, by)?;
    up_to_date(&mut tx, &draft, None).await?;
    let to = DraftState::Scheduled { publish_at };
    go(&mut tx, &draft, &to, false, at).await?;
    decide(&mut tx, &draft, "scheduled", Some(by.id()), "", at).await?;
    let after = json!({ "publish_at": publish_at.rfc3339() });
    let by = Actor::Staff(by);
    note(&mut tx, by, "message.schedule", &draft, after, at).await?;
    Ok(tx.commit().await?)
}

pub(super) async fn give_back(
    store: &Store,
    by: &Proof<ReleaseMessages>,
    id: &DraftId,
    version: u32,
    reason: &str,
    at: Instant,
) -> Result<(), DraftError> {
    let mut tx = store.db.write().await?;
    allowed(&mut tx, by).await?;
    let draft = at_hand(&mut tx, id).await?;
    // What is scheduled can still be stopped by whoever finds a fault in it.
    let draft = only_if(waits(&draft) && draft.version == version, draft)?;
    let to = DraftState::Returned {
        reason: reason.to_owned(),
    };
    go(&mut tx, &draft, &to, false, at).await?;
    decide(&mut tx, &draft, "returned", Some(by.id()), reason, at).await?;
    let after = json!({ "reason": reason });
    let by = Actor::Staff(by);
    note(&mut tx, by, "message.give-back", &draft, after, at).await?;
    Ok(tx.commit().await?)
}

pub(super) async fn due(
    store: &Store,
    id: &DraftId,
    version: u32,
    issue: Issue,
    at: Instant,
) -> Result<Released, DraftError> {
    let mut tx = store.db.write().await?;
    let draft = scheduled(&mut tx, id, version).await?;
    let its_time = matches!(draft.state, DraftState::Scheduled { publish_at } if publish_at <= at);
    let draft = only_if(its_time, draft)?;
    let version = up_to_date(&mut tx, &draft, Some(&issue.base)).await?;
    let released = publish(&mut tx, store, &draft, issue, at).await?;
    go(&mut tx, &draft, &public(&released), false, at).await?;
    sql!(
        execute,
        tx,
        WENT_OUT,
        id.0.as_str(),
        i64::from(version.number)
    )?;
    let after = json!({
        "message": released.message.0,
        "thread": released.thread.0,
        "released_by": released_by(&version),
    });
    let by = Actor::Portal;
    note(&mut tx, by, "message.release-due", &draft, after, at).await?;
    tx.commit().await?;
    Ok(released)
}

/// Who had released a scheduled version, for the audit.
fn released_by(version: &Version) -> serde_json::Value {
    match &version.decided_by {
        Some(person) => json!({ "id": person.id.0, "name": person.name }),
        None => serde_json::Value::Null,
    }
}

pub(super) async fn give_back_due(
    store: &Store,
    id: &DraftId,
    version: u32,
    reason: &str,
    at: Instant,
) -> Result<(), DraftError> {
    let mut tx = store.db.write().await?;
    let draft = scheduled(&mut tx, id, version).await?;
    let version = rows::version(&mut tx, id, draft.version).await?;
    let to = DraftState::Returned {
        reason: reason.to_owned(),
    };
    go(&mut tx, &draft, &to, false, at).await?;
    decide(&mut tx, &draft, "returned", None, reason, at).await?;
    let after = json!({ "reason": reason, "released_by": released_by(&version) });
    let by = Actor::Portal;
    note(&mut tx, by, "message.give-back", &draft, after, at).await?;
    Ok(tx.commit().await?)
}
