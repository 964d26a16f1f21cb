//! Results: noted and counted in one transaction; gone devices marked, tellings that are through closed.

use std::collections::{BTreeMap, BTreeSet};

use portal::push::{FanoutId, Outcome, Settled, SubscriptionId};
use portal::{Instant, PortError, Span};

use super::rows::{Line, count, packed_ids};
use super::{CLEAR_AREAS, COUNT, FINISH, GO, GO_DELIVERIES, REACHED, REPLACED, SETTLE};
use crate::Store;
use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::sql;

/// So many results travel in one parameter.
const AT_ONCE: usize = 200;
/// A device whose address was replaced less than this ago is not gone: the answer may be the old address's.
const NEW_ADDRESS: Span = Span::minutes(10);
/// Then it is tried again so soon.
const TRY_NEW_ADDRESS: Span = Span::minutes(1);

/// What is added to a telling's counters.
#[derive(Default)]
struct Counts {
    sent: i64,
    gone: i64,
    refused: i64,
    lapsed: i64,
}

pub(super) async fn settle(
    store: &Store,
    worker: &str,
    results: &[Settled],
    now: Instant,
) -> Result<(), PortError> {
    let mut tx = store.db.write().await?;
    // The last word about a delivery counts.
    let mut last: BTreeMap<(&FanoutId, &SubscriptionId), &Settled> = BTreeMap::new();
    let mut gone: BTreeSet<&SubscriptionId> = BTreeSet::new();
    for result in results {
        last.insert((&result.fanout, &result.subscription), result);
        if result.outcome == Outcome::Gone {
            gone.insert(&result.subscription);
        }
    }
    let mut replaced: BTreeSet<&SubscriptionId> = BTreeSet::new();
    for &device in &gone {
        let since = now + Span(-NEW_ADDRESS.0);
        let row: Option<(String,)> =
            sql!(fetch_optional, tx, REPLACED, device.0.as_str(), since.0)?;
        if row.is_some() {
            replaced.insert(device);
        }
    }
    let again = Outcome::Again(now + TRY_NEW_ADDRESS);
    let lines: Vec<String> = last
        .values()
        .filter_map(|result| {
            let moved = result.outcome == Outcome::Gone && replaced.contains(&result.subscription);
            let outcome = if moved { &again } else { &result.outcome };
            Line::of(result, outcome, now)
        })
        .collect();
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    for lines in lines.chunks(AT_ONCE) {
        note(&mut tx, worker, lines, now, &mut counts).await?;
    }
    for device in gone.difference(&replaced) {
        go(&mut tx, device, now, &mut counts).await?;
    }
    for (fanout, n) in counts {
        let id = fanout.as_str();
        sql!(execute, tx, COUNT, id, n.sent, n.gone, n.refused, n.lapsed)?;
        sql!(execute, tx, FINISH, id, now.0)?;
    }
    Ok(tx.commit().await?)
}

/// Notes results of deliveries that the worker still holds.
async fn note(
    tx: &mut Tx,
    worker: &str,
    lines: &[String],
    now: Instant,
    counts: &mut BTreeMap<String, Counts>,
) -> Result<(), StoreError> {
    let how_many = count(lines.len());
    let noted: Vec<(String, String, String)> =
        sql!(fetch_all, tx, SETTLE, lines.concat(), how_many, worker)?;
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    for (fanout, device, state) in &noted {
        let counts = counts.entry(fanout.clone()).or_default();
        match state.as_str() {
            "sent" => {
                counts.sent += 1;
                reached.insert(device);
            }
            "gone" => counts.gone += 1,
            "refused" => counts.refused += 1,
            "lapsed" => counts.lapsed += 1,
            _ => {}
        }
    }
    if !reached.is_empty() {
        let ids = packed_ids(reached.iter().copied());
        sql!(execute, tx, REACHED, ids, count(reached.len()), now.0)?;
    }
    Ok(())
}

/// A device is gone: its address, keys and areas are erased, and nothing more is sent to it.
async fn go(
    tx: &mut Tx,
    device: &SubscriptionId,
    now: Instant,
    counts: &mut BTreeMap<String, Counts>,
) -> Result<(), StoreError> {
    let id = device.0.as_str();
    if sql!(execute, tx, GO, id, now.0)? == 0 {
        return Ok(());
    }
    sql!(execute, tx, CLEAR_AREAS, id)?;
    let others: Vec<(String,)> = sql!(fetch_all, tx, GO_DELIVERIES, id)?;
    for (fanout,) in others {
        counts.entry(fanout).or_default().gone += 1;
    }
    Ok(())
}
