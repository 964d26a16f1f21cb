//! Tests of reception: a telling for one device, through the same outbox, with a receipt that comes back.

use portal::push::{FanoutId, ManageHash, TestAsked, TestState};
use portal::{Instant, PortError, Span};

use super::devices::managed;
use super::{ARRIVED, ASK, ASK_DELIVERY, LAST_TEST, NOTE_TEST, TEST};
use crate::Store;
use crate::statement::sql;

/// One test in this time.
const PAUSE: Span = Span::minutes(1);
/// A test that came later would tell nothing.
const WORTH: Span = Span::minutes(10);

pub(super) async fn ask(
    store: &Store,
    manage: &ManageHash,
    receipt: &str,
    at: Instant,
) -> Result<TestAsked, PortError> {
    let mut tx = store.db.write().await?;
    let device = managed(&mut tx, manage).await?;
    let Some(device) = device.filter(|d| d.gone_at.is_none()) else {
        return Ok(TestAsked::Unknown);
    };
    let device_id = device.id.0.as_str();
    let last: Option<(i64,)> = sql!(fetch_optional, tx, LAST_TEST, device_id)?;
    if last.is_some_and(|(asked_at,)| at - Instant(asked_at) < PAUSE) {
        return Ok(TestAsked::TooSoon);
    }
    let id = store.ids.fresh(at);
    sql!(execute, tx, ASK, id.as_str(), at.0, (at + WORTH).0)?;
    let origin = device.origin.as_str();
    sql!(
        execute,
        tx,
        ASK_DELIVERY,
        id.as_str(),
        device_id,
        origin,
        at.0
    )?;
    sql!(
        execute,
        tx,
        NOTE_TEST,
        id.as_str(),
        device_id,
        receipt,
        at.0
    )?;
    tx.commit().await?;
    Ok(TestAsked::Asked(FanoutId(id)))
}

type Row = (Option<i64>, String, Option<i64>, String);

pub(super) async fn state(
    store: &Store,
    manage: &ManageHash,
    test: &FanoutId,
) -> Result<Option<TestState>, PortError> {
    let (manage, test) = (manage.0.as_str(), test.0.as_str());
    let row: Option<Row> = sql!(fetch_optional, store.db, TEST, manage, test)?;
    Ok(row.map(|(arrived_at, delivery, status, telling)| {
        let status = status.and_then(|s| u16::try_from(s).ok());
        match (delivery.as_str(), telling.as_str()) {
            _ if arrived_at.is_some() => TestState::Arrived,
            ("sent", _) => TestState::Sent,
            ("open", "done") => TestState::Refused(status),
            ("open", _) => TestState::Waiting,
            _ => TestState::Refused(status),
        }
    }))
}

pub(super) async fn arrived(store: &Store, receipt: &str, at: Instant) -> Result<(), PortError> {
    let mut tx = store.db.write().await?;
    sql!(execute, tx, ARRIVED, receipt, at.0)?;
    Ok(tx.commit().await?)
}
