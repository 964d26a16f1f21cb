//! What waits to be told, and its beginning: the plan is noted, or the telling is put off or closed.

use portal::messages::{MessageId, ThreadId};
use portal::push::{FanoutId, Plan, QUIET_PAUSE, Waiting};
use portal::{Instant, PortError};

use super::rows::{codes_of_places, packed};
use super::{BEGIN, CLOSE, HOLD, LAST, LOUD, ONE, PUT_OFF, SUPERSEDE, WAITING};
use crate::Store;
use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::sql;

pub(super) async fn waiting(store: &Store, now: Instant) -> Result<Vec<Waiting>, PortError> {
    let rows: Vec<(String, String, String, i64)> = sql!(fetch_all, store.db, WAITING, now.0)?;
    Ok(rows
        .into_iter()
        .map(|(id, message, thread, made_at)| Waiting {
            id: FanoutId(id),
            message: MessageId(message),
            thread: ThreadId(thread),
            made_at: Instant(made_at),
        })
        .collect())
}

/// A telling as it stands.
pub(super) struct Fanout {
    pub(super) thread: String,
    pub(super) made_at: i64,
    pub(super) state: String,
    /// `None`: an end, or not begun.
    pub(super) rank: Option<i64>,
    pub(super) cursor_in: String,
    pub(super) cursor_at: String,
}

type Row = (Option<String>, i64, String, Option<i64>, String, String);

/// A thread's telling; `None` when it is no longer here, or a test.
pub(super) async fn fanout(tx: &mut Tx, id: &FanoutId) -> Result<Option<Fanout>, StoreError> {
    let row: Option<Row> = sql!(fetch_optional, tx, ONE, id.0.as_str())?;
    Ok(
        row.and_then(|(thread, made_at, state, rank, cursor_in, cursor_at)| {
            Some(Fanout {
                thread: thread?,
                made_at,
                state,
                rank,
                cursor_in,
                cursor_at,
            })
        }),
    )
}

/// Until when the telling is put off, if it raises nothing and the thread's last telling is recent.
async fn put_off(
    tx: &mut Tx,
    id: &FanoutId,
    thread: &str,
    plan: &Plan,
    now: Instant,
) -> Result<Option<Instant>, StoreError> {
    let last: Option<(i64, Option<i64>)> = sql!(fetch_optional, tx, LAST, thread, id.0.as_str())?;
    let Some((begun_at, last_rank)) = last else {
        return Ok(None);
    };
    let until = Instant(begun_at) + QUIET_PAUSE;
    if until <= now {
        return Ok(None);
    }
    match plan {
        // A false alarm is withdrawn at once, whenever it was told.
        Plan::Nothing | Plan::End { .. } => return Ok(None),
        // An alert after its end is told loudly to everybody.
        Plan::Alert { .. } if last_rank.is_none() => return Ok(None),
        Plan::Alert { places, rank, .. } => {
            for (codes, count) in packed(&codes_of_places(places)) {
                let rank = i64::from(*rank);
                let loud: Option<(String,)> =
                    sql!(fetch_optional, tx, LOUD, codes, count, rank, thread)?;
                if loud.is_some() {
                    return Ok(None);
                }
            }
        }
    }
    Ok(Some(until))
}

pub(super) async fn begin(
    store: &Store,
    id: &FanoutId,
    plan: &Plan,
    now: Instant,
) -> Result<Option<Instant>, PortError> {
    // Whether anybody would be told loudly may take a look at every device: beside the writer, not in it.
    let mut reading = store.db.read().await?;
    let Some(found) = fanout(&mut reading, id).await? else {
        return Ok(None);
    };
    if found.state != "waiting" {
        return Ok(None);
    }
    let until = put_off(&mut reading, id, &found.thread, plan, now).await?;
    drop(reading);

    let mut tx = store.db.write().await?;
    let Some(found) = fanout(&mut tx, id).await?.filter(|f| f.state == "waiting") else {
        return Ok(None);
    };
    if let Some(until) = until {
        sql!(execute, tx, PUT_OFF, id.0.as_str(), until.0)?;
        tx.commit().await?;
        return Ok(Some(until));
    }
    let thread = found.thread.as_str();
    sql!(
        execute,
        tx,
        SUPERSEDE,
        thread,
        found.made_at,
        id.0.as_str(),
        now.0
    )?;
    let (state, rank, fingerprint, urgent, expires_at) = match plan {
        Plan::Alert {
            rank,
            fingerprint,
            expires_at,
            urgent,
            ..
        } => (
            "matching",
            Some(i64::from(*rank)),
            fingerprint,
            *urgent,
            *expires_at,
        ),
        Plan::End {
            fingerprint,
            expires_at,
        } => ("recalling", None, fingerprint, false, *expires_at),
        Plan::Nothing => {
            sql!(execute, tx, CLOSE, id.0.as_str(), now.0)?;
            tx.commit().await?;
            return Ok(None);
        }
    };
    sql!(
        execute,
        tx,
        BEGIN,
        id.0.as_str(),
        state,
        rank,
        fingerprint.as_str(),
        i64::from(urgent),
        expires_at.0,
        now.0,
    )?;
    if let Plan::Alert { places, .. } = plan {
        for (codes, count) in packed(&codes_of_places(places)) {
            sql!(execute, tx, HOLD, codes, count, id.0.as_str())?;
        }
    }
    tx.commit().await?;
    Ok(None)
}
