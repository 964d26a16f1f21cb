//! Forgetting what is over, in small transactions: a telling may have a million rows.

use portal::{Instant, PortError};

use super::{
    ABANDON, EXPIRE, FORGET_GONE, FORGET_TELLING, OVER, SWEEP_AREAS, SWEEP_DELIVERIES, SWEEP_TEST,
};
use crate::Store;
use crate::statement::sql;

/// Deliveries deleted in one transaction.
const AT_ONCE: i64 = 5_000;

pub(super) async fn sweep(store: &Store, before: Instant) -> Result<u64, PortError> {
    let mut tx = store.db.write().await?;
    sql!(execute, tx, EXPIRE, before.0)?;
    // Where nobody sends (push is off), what waits would wait for ever.
    sql!(execute, tx, ABANDON, before.0)?;
    let mut went = sql!(execute, tx, FORGET_GONE, before.0)?;
    tx.commit().await?;
    loop {
        let mut tx = store.db.write().await?;
        let over: Option<(String,)> = sql!(fetch_optional, tx, OVER, before.0)?;
        let Some((id,)) = over else {
            return Ok(went);
        };
        let id = id.as_str();
        let deliveries = sql!(execute, tx, SWEEP_DELIVERIES, id, AT_ONCE)?;
        went += deliveries;
        if deliveries < AT_ONCE.unsigned_abs() {
            went += sql!(execute, tx, SWEEP_TEST, id)?;
            went += sql!(execute, tx, SWEEP_AREAS, id)?;
            went += sql!(execute, tx, FORGET_TELLING, id)?;
        }
        tx.commit().await?;
    }
}
