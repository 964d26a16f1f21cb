//! The queue of what a person has to confirm, and what became of it.
//!
//! Owns the two decisions; each happens once, with its audit entry in the same transaction.
//! Never: changing what the source said. Where a message holds and which event it belongs to are the
//! desk's to decide; its text is not.

use async_trait::async_trait;
use desk::access::{JudgeHeld, Proof};
use desk::held::{Confirmation, Held, HeldError, HeldItem};
use portal::messages::{Message, MessageId, Publication, Resolution, ThreadId};
use portal::places::Places;
use portal::{Instant, PortError};
use serde_json::json;

use crate::Store;
use crate::audit::{self, Actor, Deed, told};
use crate::db::Tx;
use crate::error::StoreError;
use crate::messages::{self, Row, select_messages};
use crate::sessions::still_may;
use crate::statement::{sql, statements};
use crate::{push, threads, versions};

statements! {
    COUNT = "SELECT count(*) FROM message WHERE publication = 'held'";
    QUEUE = select_messages!("WHERE m.publication = 'held' ORDER BY m.received_at DESC, m.id DESC LIMIT $1");
}

/// A message with its areas, in the shape of the port.
async fn item(tx: &mut Tx, message: Message) -> Result<HeldItem, StoreError> {
    let geometry = messages::geometry(tx, &message.id).await?;
    Ok(HeldItem {
        geometry: geometry.unwrap_or_default(),
        message,
    })
}

/// A message that still waits, and why.
async fn waiting(tx: &mut Tx, id: &MessageId) -> Result<Option<(Message, String)>, StoreError> {
    let found = messages::one(tx, id).await?;
    Ok(found.and_then(|(message, _)| match &message.publication {
        Publication::Held(why) => {
            let why = why.clone();
            Some((message, why))
        }
        Publication::Public | Publication::Withheld(_) => None,
    }))
}

/// The thread that a person chose, under the id that it has today.
async fn chosen(tx: &mut Tx, id: &ThreadId) -> Result<Option<ThreadId>, StoreError> {
    let id = threads::alias(tx, id).await?.unwrap_or_else(|| id.clone());
    Ok(threads::load(tx, &id).await?.map(|thread| thread.id))
}

/// Where a message holds, all infos together: what an entry of the audit tells.
fn everywhere(message: &Message) -> Places {
    message.infos().fold(Places::default(), |all, (i, _)| {
        all.union(&message.places(i))
    })
}

/// Makes every area of a message lie in these places.
fn move_to(message: &mut Message, places: &Places) {
    for resolution in message.resolved.iter_mut().flatten() {
        *resolution = Resolution {
            places: places.clone(),
            resolved: true,
        };
    }
}

#[async_trait]
impl Held for Store {
    async fn held_count(&self) -> Result<u64, PortError> {
        let (count,): (i64,) = sql!(fetch_one, self.db, COUNT)?;
        Ok(count.unsigned_abs())
    }

    async fn held(&self, _by: &Proof<JudgeHeld>, limit: u32) -> Result<Vec<HeldItem>, PortError> {
        let mut tx = self.db.read().await?;
        let rows: Vec<Row> = sql!(fetch_all, tx, QUEUE, i64::from(limit))?;
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            let (message, _) = messages::message(row)?;
            items.push(item(&mut tx, message).await?);
        }
        Ok(items)
    }

    async fn held_item(
        &self,
        _by: &Proof<JudgeHeld>,
        id: &MessageId,
    ) -> Result<Option<HeldItem>, PortError> {
        let mut tx = self.db.read().await?;
        match waiting(&mut tx, id).await? {
            Some((message, _)) => Ok(Some(item(&mut tx, message).await?)),
            None => Ok(None),
        }
    }

    async fn confirm_held(
        &self,
        by: &Proof<JudgeHeld>,
        id: &MessageId,
        how: &Confirmation,
        at: Instant,
    ) -> Result<ThreadId, HeldError> {
        let mut tx = self.db.write().await?;
        if !still_may(&mut tx, by).await? {
            return Err(HeldError::NoLongerAllowed);
        }
        let Some((mut message, why)) = waiting(&mut tx, id).await? else {
            return Err(HeldError::Gone);
        };
        let own = match &how.thread {
            Some(thread) => Some(
                chosen(&mut tx, thread)
                    .await?
                    .ok_or(HeldError::UnknownThread)?,
            ),
            None => None,
        };
        let geometry = messages::geometry(&mut tx, id).await?.unwrap_or_default();
        let before = everywhere(&message);
        // A message that holds nowhere would be public and found by nobody.
        if let Some(places) = how.places.as_ref().filter(|places| !places.is_empty()) {
            move_to(&mut message, places);
        }
        message.publication = Publication::Public;
        let fresh = || self.ids.fresh(at);
        let home = threads::home(&mut tx, &message, own.as_ref(), fresh).await?;
        messages::write(&mut tx, &message, &geometry, Some(&home)).await?;
        threads::refresh(&mut tx, &home).await?;
        push::tell(&mut tx, &self.ids.fresh(at), &home, id, at).await?;
        versions::raise(&mut tx).await?;
        let deed = Deed {
            by: Actor::Staff(by),
            action: "held.confirm",
            subject: &id.0,
            before: json!({
                "publication": "held",
                "why": why,
                "source": message.source.0,
                "places": told(before).map_err(HeldError::from)?,
            }),
            after: json!({
                "publication": "public",
                "thread": home.0,
                "chosen": how.thread.as_ref().map(|thread| thread.0.as_str()),
                "places": told(everywhere(&message)).map_err(HeldError::from)?,
            }),
        };
        audit::append(&mut tx, deed, at).await?;
        tx.commit().await?;
        Ok(home)
    }

    async fn dismiss_held(
        &self,
        by: &Proof<JudgeHeld>,
        id: &MessageId,
        reason: &str,
        at: Instant,
    ) -> Result<(), HeldError> {
        let mut tx = self.db.write().await?;
        if !still_may(&mut tx, by).await? {
            return Err(HeldError::NoLongerAllowed);
        }
        let Some((mut message, why)) = waiting(&mut tx, id).await? else {
            return Err(HeldError::Gone);
        };
        let geometry = messages::geometry(&mut tx, id).await?.unwrap_or_default();
        message.publication = Publication::Withheld(reason.to_owned());
        messages::write(&mut tx, &message, &geometry, None).await?;
        let deed = Deed {
            by: Actor::Staff(by),
            action: "held.dismiss",
            subject: &id.0,
            before: json!({ "publication": "held", "why": why, "source": message.source.0 }),
            after: json!({ "publication": "withheld", "reason": reason }),
        };
        audit::append(&mut tx, deed, at).await?;
        tx.commit().await?;
        Ok(())
    }
}
