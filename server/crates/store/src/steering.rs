//! What staff decided about sources: pausing them, having them asked, seeing what they did against the
//! standard.
//!
//! Owns the row per steered source, which the relay reads. Never: asking a source; that is the relay's.

use async_trait::async_trait;
use desk::access::{Proof, ReadSources, Refused, SteerSources};
use desk::sources::{Deviating, SourceDesk};
use portal::messages::Message;
use portal::sources::{SourceId, Steered, Steering};
use portal::{Instant, PortError};
use serde_json::{Value, json};

use crate::Store;
use crate::audit::{self, Actor, Deed};
use crate::db::Tx;
use crate::error::StoreError;
use crate::messages::{self, Row, select_messages};
use crate::sessions::still_may;
use crate::statement::{sql, statements};

statements! {
    ALL = "SELECT source, paused_at, asked_at FROM source_steering ORDER BY source";
    ONE = "SELECT source, paused_at, asked_at FROM source_steering WHERE source = $1";
    SET = "INSERT INTO source_steering (source, paused_at, asked_at) VALUES ($1, $2, $3)
        ON CONFLICT (source) DO UPDATE SET paused_at = excluded.paused_at, asked_at = excluded.asked_at";
    DEVIATING = select_messages!(
        "WHERE m.source = $1 AND b.deviations <> '[]' ORDER BY m.received_at DESC, m.id DESC LIMIT $2"
    );
}

type SteeringRow = (String, Option<i64>, Option<i64>);

fn steering(row: SteeringRow) -> (SourceId, Steering) {
    let (source, paused, asked) = row;
    let steering = Steering {
        paused_at: paused.map(Instant),
        asked_at: asked.map(Instant),
    };
    (SourceId(source), steering)
}

async fn of(tx: &mut Tx, source: &SourceId) -> Result<Steering, StoreError> {
    let row: Option<SteeringRow> = sql!(fetch_optional, tx, ONE, source.0.as_str())?;
    Ok(row.map(steering).map_or(Steering::default(), |(_, s)| s))
}

/// What an entry of the audit tells.
fn told(steering: Steering) -> Value {
    json!({
        "paused_at": steering.paused_at.map(|t| t.rfc3339()),
        "asked_at": steering.asked_at.map(|t| t.rfc3339()),
    })
}

/// How a message is named in a list: as its publisher titled it.
fn title(message: &Message) -> String {
    let info = message.alert.infos.first();
    info.map(|info| info.headline.clone().unwrap_or_else(|| info.event.clone()))
        .unwrap_or_default()
}

impl Store {
    /// One deed of steering: nothing is written, and nothing audited, where nothing changes.
    async fn steer(
        &self,
        by: &Proof<SteerSources>,
        source: &SourceId,
        at: Instant,
        action: &'static str,
        change: impl FnOnce(Steering) -> Steering + Send,
    ) -> Result<(), Refused> {
        let mut tx = self.db.write().await?;
        if !still_may(&mut tx, by).await? {
            return Err(Refused::NoLongerAllowed);
        }
        let before = of(&mut tx, source).await?;
        let after = change(before);
        if after == before {
            return Ok(());
        }
        sql!(
            execute,
            tx,
            SET,
            source.0.as_str(),
            after.paused_at.map(|t| t.0),
            after.asked_at.map(|t| t.0),
        )?;
        let deed = Deed {
            by: Actor::Staff(by),
            action,
            subject: &source.0,
            before: told(before),
            after: told(after),
        };
        audit::append(&mut tx, deed, at).await?;
        tx.commit().await?;
        Ok(())
    }
}

#[async_trait]
impl SourceDesk for Store {
    async fn deviating(
        &self,
        _by: &Proof<ReadSources>,
        source: &SourceId,
        limit: u32,
    ) -> Result<Vec<Deviating>, PortError> {
        let limit = i64::from(limit);
        let rows: Vec<Row> = sql!(fetch_all, self.db, DEVIATING, source.0.as_str(), limit)?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let (message, _) = messages::message(row)?;
            found.push(Deviating {
                title: title(&message),
                message: message.id,
                received_at: message.received_at,
                deviations: message.deviations,
            });
        }
        Ok(found)
    }

    async fn pause(
        &self,
        by: &Proof<SteerSources>,
        source: &SourceId,
        at: Instant,
    ) -> Result<(), Refused> {
        // Since when it is paused stays what it was.
        let change = |s: Steering| Steering {
            paused_at: s.paused_at.or(Some(at)),
            ..s
        };
        self.steer(by, source, at, "source.pause", change).await
    }

    async fn resume(
        &self,
        by: &Proof<SteerSources>,
        source: &SourceId,
        at: Instant,
    ) -> Result<(), Refused> {
        let change = |s: Steering| Steering {
            paused_at: None,
            ..s
        };
        self.steer(by, source, at, "source.resume", change).await
    }

    async fn ask_now(
        &self,
        by: &Proof<SteerSources>,
        source: &SourceId,
        at: Instant,
    ) -> Result<(), Refused> {
        let change = |s: Steering| Steering {
            asked_at: Some(at),
            ..s
        };
        self.steer(by, source, at, "source.ask", change).await
    }
}

#[async_trait]
impl Steered for Store {
    async fn steering(&self) -> Result<Vec<(SourceId, Steering)>, PortError> {
        let rows: Vec<SteeringRow> = sql!(fetch_all, self.db, ALL)?;
        Ok(rows.into_iter().map(steering).collect())
    }
}
