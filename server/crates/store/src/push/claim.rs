//! Sending: which services something waits for, and deliveries taken under a lease.

use std::collections::{BTreeMap, BTreeSet};

use portal::messages::ThreadId;
use portal::push::{Claimed, FanoutId, Lane, Said, SubscriptionId};
use portal::{Instant, PortError};

use super::rows::{keys, tongue};
use super::{CLAIM, EXPIRE, HELD, LANES, RELEASE};
use crate::Store;
use crate::error::StoreError;
use crate::statement::sql;

type LaneRow = (String, Option<i64>, Option<i64>, Option<i64>);

pub(super) async fn lanes(store: &Store) -> Result<Vec<Lane>, PortError> {
    let rows: Vec<LaneRow> = sql!(fetch_all, store.db, LANES)?;
    let mut lanes: BTreeMap<String, i64> = BTreeMap::new();
    for (origin, expires_at, loud, quiet) in rows {
        // Its expiry too is a reason to claim: what is late is closed by it.
        let Some(next) = [expires_at, loud, quiet].into_iter().flatten().min() else {
            continue;
        };
        let at = lanes.entry(origin).or_insert(next);
        *at = next.min(*at);
    }
    Ok(lanes
        .into_iter()
        .map(|(origin, next_at)| Lane {
            origin,
            next_at: Instant(next_at),
        })
        .collect())
}

type HeldRow = (
    String,
    String,
    Option<String>,
    i64,
    i64,
    i64,
    String,
    String,
    Vec<u8>,
    Vec<u8>,
    String,
    i64,
);

fn claimed(row: HeldRow) -> Result<Claimed, StoreError> {
    #[rustfmt::skip]
    let (
        fanout, subscription, thread, expires_at, urgent, loud, lang, endpoint, p256dh, auth,
        vapid_key, attempts,
    ) = row;
    Ok(Claimed {
        keys: keys(&subscription, &p256dh, &auth)?,
        fanout: FanoutId(fanout),
        subscription: SubscriptionId(subscription),
        said: thread.map_or(Said::Test, |thread| Said::Thread(ThreadId(thread))),
        expires_at: Instant(expires_at),
        urgent: urgent == 1,
        loud: loud == 1,
        tongue: tongue(&lang),
        endpoint,
        vapid_key,
        attempts: u32::try_from(attempts).unwrap_or(0),
    })
}

pub(super) async fn claim(
    store: &Store,
    worker: &str,
    origin: &str,
    limit: u32,
    lease_until: Instant,
    now: Instant,
) -> Result<Vec<Claimed>, PortError> {
    let mut tx = store.db.write().await?;
    sql!(execute, tx, EXPIRE, now.0)?;
    let mut taken: BTreeSet<(String, String)> = BTreeSet::new();
    for loud in [1_i64, 0] {
        let had = u32::try_from(taken.len()).unwrap_or(u32::MAX);
        let left = i64::from(limit.saturating_sub(had));
        if left == 0 {
            break;
        }
        let (until, at) = (lease_until.0, now.0);
        let rows: Vec<(String, String)> =
            sql!(fetch_all, tx, CLAIM, worker, until, origin, loud, at, left)?;
        taken.extend(rows);
    }
    // Another claim of this worker may have the same lease.
    let held: Vec<HeldRow> = sql!(fetch_all, tx, HELD, worker, lease_until.0, origin)?;
    let mut letters = held
        .into_iter()
        .filter(|row| taken.contains(&(row.0.clone(), row.1.clone())))
        .map(claimed)
        .collect::<Result<Vec<_>, _>>()?;
    tx.commit().await?;
    letters.sort_by_key(|letter| !letter.loud);
    Ok(letters)
}

pub(super) async fn release(store: &Store, worker: &str) -> Result<u64, PortError> {
    let mut tx = store.db.write().await?;
    let released = sql!(execute, tx, RELEASE, worker)?;
    tx.commit().await?;
    Ok(released)
}
