//! Expansion: from a telling to one delivery for each device, in steps.
//!
//! First place by place those who follow it, then telling by telling those who were told of the thread
//! before. The cursor moves in the transaction of the rows it has passed, so that a restart goes on where it
//! was; what is met twice is left out by the key.

use portal::push::{Expanded, FanoutId};
use portal::{Instant, PortError};

use super::begin::{Fanout, fanout};
use super::rows::LAST;
use super::{
    ADVANCE, EXPANDING, EXPIRE, FINISH, FOLLOWERS, MATCH, NEXT_PLACE, NEXT_TELLING, RECALL, TOLD,
};
use crate::Store;
use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::sql;

/// The most lists (places, earlier tellings) of one step: each costs three statements under the writer's lock.
const MOST_LISTS: usize = 500;

pub(super) async fn expanding(store: &Store) -> Result<Vec<FanoutId>, PortError> {
    let rows: Vec<(String,)> = sql!(fetch_all, store.db, EXPANDING)?;
    Ok(rows.into_iter().map(|(id,)| FanoutId(id)).collect())
}

pub(super) async fn expand(
    store: &Store,
    id: &FanoutId,
    limit: u32,
    now: Instant,
) -> Result<Expanded, PortError> {
    let mut tx = store.db.write().await?;
    sql!(execute, tx, EXPIRE, now.0)?;
    let found = fanout(&mut tx, id).await?;
    let Some(found) = found.filter(|f| matches!(f.state.as_str(), "matching" | "recalling")) else {
        tx.commit().await?;
        return Ok(Expanded {
            added: 0,
            done: true,
        });
    };
    let mut step = Step {
        id: id.0.as_str(),
        now,
        left: i64::from(limit.max(1)),
        added: 0,
        fanout: found,
    };
    for _ in 0..MOST_LISTS {
        if step.left <= 0 || step.fanout.state == "sending" {
            break;
        }
        step.advance(&mut tx).await?;
    }
    let Step { fanout, added, .. } = step;
    sql!(
        execute,
        tx,
        ADVANCE,
        id.0.as_str(),
        fanout.state.as_str(),
        fanout.cursor_in,
        fanout.cursor_at,
        i64::try_from(added).unwrap_or(i64::MAX),
    )?;
    sql!(execute, tx, FINISH, id.0.as_str(), now.0)?;
    tx.commit().await?;
    Ok(Expanded {
        added,
        done: fanout.state == "sending",
    })
}

/// One step under way.
struct Step<'a> {
    id: &'a str,
    now: Instant,
    /// How many more devices may be looked at.
    left: i64,
    added: u64,
    fanout: Fanout,
}

impl Step<'_> {
    /// Goes on in the list at hand, or to the next one.
    async fn advance(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        if self.fanout.cursor_at != LAST && !self.fanout.cursor_in.is_empty() {
            return self.deliver(tx).await;
        }
        match self.next(tx).await? {
            Some(list) => (self.fanout.cursor_in, self.fanout.cursor_at) = (list, String::new()),
            None => {
                let matching = self.fanout.state == "matching";
                self.fanout.state = if matching { "recalling" } else { "sending" }.to_owned();
                (self.fanout.cursor_in, self.fanout.cursor_at) = Default::default();
            }
        }
        Ok(())
    }

    /// The list after the one at hand.
    async fn next(&self, tx: &mut Tx) -> Result<Option<String>, StoreError> {
        let here = self.fanout.cursor_in.as_str();
        let row: Option<(String,)> = if self.fanout.state == "matching" {
            sql!(
                fetch_optional,
                tx,
                NEXT_PLACE,
                self.id,
                here,
                self.fanout.rank
            )?
        } else {
            let thread = self.fanout.thread.as_str();
            sql!(fetch_optional, tx, NEXT_TELLING, thread, here, self.id)?
        };
        Ok(row.map(|(list,)| list))
    }

    /// Adds what `left` allows of the list at hand.
    async fn deliver(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        let (list, after) = (
            self.fanout.cursor_in.as_str(),
            self.fanout.cursor_at.as_str(),
        );
        let matching = self.fanout.state == "matching";
        let (met, last): (i64, Option<String>) = if matching {
            sql!(
                fetch_one,
                tx,
                FOLLOWERS,
                list,
                after,
                self.fanout.rank,
                self.left
            )?
        } else {
            sql!(fetch_one, tx, TOLD, list, after, self.left)?
        };
        let to = last
            .filter(|_| met >= self.left)
            .unwrap_or_else(|| LAST.to_owned());
        let deliver = if matching { MATCH } else { RECALL };
        let (to_here, now) = (to.as_str(), self.now.0);
        self.added += sql!(execute, tx, deliver, self.id, list, after, to_here, now)?;
        self.left -= met;
        self.fanout.cursor_at = to;
        Ok(())
    }
}
