//! What is done with items, within a transaction whose doer still may.

use desk::access::{Capability, Proof, ReadReports, SortReports};
use desk::items::{
    Check, Hold, InformationGrade, ItemError, ItemId, Lane, Post, Sorted, State, Tie,
};
use portal::Instant;
use serde_json::{Value, json};

use super::*;
use crate::Store;
use crate::audit::{self, Actor, Deed};
use crate::db::Tx;
use crate::error::StoreError;
use crate::sessions::still_may;
use crate::statement::sql;

/// A deed that has begun: its doer still may.
pub(super) struct Doing<'a, C: Capability> {
    pub(super) tx: Tx,
    pub(super) by: &'a Proof<C>,
    store: &'a Store,
    pub(super) at: Instant,
}

impl<'a, C: Capability> Doing<'a, C> {
    pub(super) async fn begin(
        store: &'a Store,
        by: &'a Proof<C>,
        at: Instant,
    ) -> Result<Self, ItemError> {
        let mut tx = store.db.write().await?;
        if !still_may(&mut tx, by).await? {
            return Err(ItemError::NoLongerAllowed);
        }
        Ok(Self { tx, by, store, at })
    }

    pub(super) async fn commit(self) -> Result<(), StoreError> {
        self.tx.commit().await
    }

    pub(super) async fn finish(
        mut self,
        action: &'static str,
        subject: &str,
        before: Value,
        after: Value,
    ) -> Result<(), StoreError> {
        let deed = Deed {
            by: Actor::Staff(self.by),
            action,
            subject,
            before,
            after,
        };
        audit::append(&mut self.tx, deed, self.at).await?;
        self.tx.commit().await
    }

    /// How many independent items say the same as this one.
    async fn seconds(&mut self, id: &str) -> Result<i64, StoreError> {
        let (seconds,): (i64,) = sql!(fetch_one, self.tx, SECONDS, id)?;
        Ok(seconds)
    }

    /// Whoever was confirmed by what is around this item, and is no longer.
    async fn reconsider(&mut self, id: &str, and: &[&str]) -> Result<(), StoreError> {
        let around: Vec<(String,)> = sql!(fetch_all, self.tx, CONFIRMED_AROUND, id)?;
        let around = around.into_iter().map(|(id,)| id);
        for one in around.chain(and.iter().map(|id| (*id).to_owned())) {
            if self.seconds(&one).await? == 0 {
                sql!(execute, self.tx, NO_LONGER_CONFIRMED, one)?;
            }
        }
        Ok(())
    }
}

pub(super) async fn add_post(
    mut doing: Doing<'_, ReadReports>,
    post: &Post,
    lane: Lane,
) -> Result<ItemId, ItemError> {
    let id = doing.store.ids.fresh(doing.at);
    let text = read::post_text(post);
    sql!(
        execute,
        doing.tx,
        ADD_POST,
        id.as_str(),
        text,
        lane.code(),
        doing.at.0
    )?;
    let after = json!({ "lane": lane.code() });
    doing.finish("item.post", &id, Value::Null, after).await?;
    Ok(ItemId(id))
}

pub(super) async fn sort(
    mut doing: Doing<'_, SortReports>,
    hold: &Hold,
    sorted: &Sorted,
) -> Result<(), ItemError> {
    doing.holding(hold).await?;
    let id = hold.item.0.as_str();
    let item = read::one(&mut doing.tx, &hold.item).await?;
    let item = item.ok_or(ItemError::Gone)?;
    let confirmed = sorted.grade.information == InformationGrade::Confirmed;
    if confirmed && doing.seconds(id).await? == 0 {
        return Err(ItemError::NeedsSecond);
    }
    let (source, information) = (sorted.grade.source.code(), sorted.grade.information);
    let number = position(information);
    sql!(
        execute,
        doing.tx,
        SORT,
        id,
        sorted.lane.code(),
        source,
        number,
        Check::text(&sorted.checks)
    )?;
    doing.reconsider(id, &[]).await?;
    let told = |lane: Lane, source: &str, information: InformationGrade, checks: String| json!({ "lane": lane.code(), "grade": format!("{source}{}", information.code()), "checks": checks });
    let before = told(
        item.lane,
        item.grade.source.code(),
        item.grade.information,
        Check::text(&item.checks),
    );
    let after = told(
        sorted.lane,
        source,
        information,
        Check::text(&sorted.checks),
    );
    doing.finish("item.sort", id, before, after).await?;
    Ok(())
}

/// 1 to 6.
fn position(grade: InformationGrade) -> i64 {
    InformationGrade::ALL
        .iter()
        .zip(1..)
        .find(|(one, _)| **one == grade)
        .map_or(6, |(_, number)| number)
}

pub(super) async fn close(
    mut doing: Doing<'_, SortReports>,
    hold: &Hold,
    state: State,
) -> Result<(), ItemError> {
    doing.holding(hold).await?;
    let id = hold.item.0.as_str();
    sql!(execute, doing.tx, RELEASE, id, state.code())?;
    doing.reconsider(id, &[]).await?;
    let after = json!({ "state": state.code() });
    doing.finish("item.close", id, Value::Null, after).await?;
    Ok(())
}

pub(super) async fn tie(
    mut doing: Doing<'_, SortReports>,
    hold: &Hold,
    other: &ItemId,
    tie: Option<Tie>,
) -> Result<(), ItemError> {
    doing.holding(hold).await?;
    let there = read::one(&mut doing.tx, other).await?;
    if there.is_none() || *other == hold.item {
        return Err(ItemError::Gone);
    }
    let (id, me, at) = (hold.item.0.as_str(), doing.by.id().0.clone(), doing.at.0);
    let (a, b) = if id < other.0.as_str() {
        (id, other.0.as_str())
    } else {
        (other.0.as_str(), id)
    };
    match tie {
        Some(tie) => sql!(execute, doing.tx, TIE, a, b, tie.code(), me, at)?,
        None => sql!(execute, doing.tx, UNTIE, a, b)?,
    };
    doing.reconsider(id, &[a, b]).await?;
    let after = json!({ "with": other.0, "tie": tie.map(Tie::code) });
    doing.finish("item.tie", id, Value::Null, after).await?;
    Ok(())
}

pub(super) async fn note(
    mut doing: Doing<'_, ReadReports>,
    id: &ItemId,
    words: &str,
) -> Result<(), ItemError> {
    if read::one(&mut doing.tx, id).await?.is_none() {
        return Err(ItemError::Gone);
    }
    let note = doing.store.ids.fresh(doing.at);
    let (item, author) = (id.0.as_str(), doing.by.id().0.as_str());
    sql!(
        execute, doing.tx, NOTE, note, item, author, doing.at.0, words
    )?;
    doing
        .finish("item.note", item, Value::Null, Value::Null)
        .await?;
    Ok(())
}

pub(super) async fn move_all(
    mut doing: Doing<'_, SortReports>,
    ids: &[ItemId],
    lane: Lane,
) -> Result<u64, ItemError> {
    let me = doing.by.id().0.clone();
    let mut moved = Vec::new();
    for id in ids {
        let id = id.0.as_str();
        let done = sql!(
            execute,
            doing.tx,
            MOVE,
            id,
            lane.code(),
            doing.at.0,
            me.as_str()
        )?;
        if done == 1 {
            moved.push(id);
            doing.reconsider(id, &[]).await?;
        }
    }
    if moved.is_empty() {
        return Ok(0);
    }
    let count = u64::try_from(moved.len()).unwrap_or(u64::MAX);
    let after = json!({ "items": moved, "lane": lane.code() });
    doing.finish("item.move", "", Value::Null, after).await?;
    Ok(count)
}
