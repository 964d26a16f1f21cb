//! Reports with their evidence, which outlives what it shows.

use desk::exchange::Report;
use portal::Instant;
use portal::exchange::{ListingId, Party, Said};
use serde_json::Value;

use super::*;
use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::sql;

type Row = (
    String,
    String,
    Option<String>,
    String,
    String,
    i64,
    Option<i64>,
);

/// What an earlier version kept and this one cannot read is left out rather than hiding the report.
fn report(row: Row) -> Report {
    let (id, listing, party, reason, evidence, at, settled) = row;
    let evidence: Value = serde_json::from_str(&evidence).unwrap_or_default();
    let text = evidence["listing"]["text"].as_str().unwrap_or_default();
    let said = evidence["said"].as_array().into_iter().flatten();
    Report {
        by: party.as_deref().and_then(Party::parse),
        at: Instant(at),
        text: text.to_owned(),
        said: said.filter_map(turn).collect(),
        settled: settled.is_some(),
        listing: ListingId(listing),
        reason,
        id,
    }
}

fn turn(said: &Value) -> Option<Said> {
    Some(Said {
        by: Party::parse(said["party"].as_str()?)?,
        at: Instant(said["at"].as_i64()?),
        text: said["text"].as_str()?.to_owned(),
    })
}

/// Those of a listing and of conversations about it, newest first.
pub(super) async fn of(tx: &mut Tx, listing: &ListingId) -> Result<Vec<Report>, StoreError> {
    let rows: Vec<Row> = sql!(fetch_all, tx, REPORTS_OF, listing.0.as_str())?;
    Ok(rows.into_iter().map(report).collect())
}

/// Those of conversations, and of what was erased, that nobody has settled.
pub(super) async fn waiting(tx: &mut Tx, limit: u32) -> Result<Vec<Report>, StoreError> {
    let rows: Vec<Row> = sql!(fetch_all, tx, REPORTS_WAITING, i64::from(limit))?;
    Ok(rows.into_iter().map(report).collect())
}

/// One.
pub(super) async fn one(tx: &mut Tx, id: &str) -> Result<Option<Report>, StoreError> {
    let row: Option<Row> = sql!(fetch_optional, tx, REPORT, id)?;
    Ok(row.map(report))
}
