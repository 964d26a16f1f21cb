//! How tellings go, for the desk.

use async_trait::async_trait;
use portal::messages::ThreadId;
use portal::push::{FanoutId, Plan, Progress, Tellings};
use portal::{Instant, PortError};

use super::rows::{codes_of_places, count};
use super::{DEVICES, REACH, TELLINGS};
use crate::Store;
use crate::statement::sql;

type Row = (
    String,
    Option<String>,
    i64,
    Option<i64>,
    Option<i64>,
    i64,
    i64,
    i64,
    i64,
    i64,
    i64,
);

fn progress(row: Row) -> Progress {
    #[rustfmt::skip]
    let (
        id, thread, made_at, expires_at, done_at, superseded, expected, sent, gone, refused, lapsed,
    ) = row;
    let [expected, sent, gone, refused, lapsed] =
        [expected, sent, gone, refused, lapsed].map(|n| u64::try_from(n).unwrap_or(0));
    let superseded = superseded == 1;
    // A telling that expired is closed as one row: what was not settled then was too late.
    let lapsed = if done_at.is_some() && !superseded {
        expected.saturating_sub(sent + gone + refused)
    } else {
        lapsed
    };
    Progress {
        id: FanoutId(id),
        thread: thread.map(ThreadId),
        made_at: Instant(made_at),
        expires_at: expires_at.map(Instant),
        done_at: done_at.map(Instant),
        superseded,
        expected,
        sent,
        gone,
        refused,
        lapsed,
    }
}

#[async_trait]
impl Tellings for Store {
    async fn tellings(&self, limit: u32) -> Result<Vec<Progress>, PortError> {
        let rows: Vec<Row> = sql!(fetch_all, self.db, TELLINGS, i64::from(limit))?;
        Ok(rows.into_iter().map(progress).collect())
    }

    async fn devices(&self) -> Result<Vec<(String, u64)>, PortError> {
        let rows: Vec<(String, i64)> = sql!(fetch_all, self.db, DEVICES)?;
        Ok(rows
            .into_iter()
            .map(|(origin, n)| (origin, n.unsigned_abs()))
            .collect())
    }

    async fn reach(&self, plan: &Plan) -> Result<u64, PortError> {
        // An end reaches whoever was told, which no plan says.
        let Plan::Alert { places, rank, .. } = plan else {
            return Ok(0);
        };
        // In one parameter, however many: a device that follows two of them is counted once.
        let codes = codes_of_places(places);
        let (how_many, codes) = (count(codes.len()), codes.into_iter().collect::<String>());
        let rank = i64::from(*rank);
        let (devices,): (i64,) = sql!(fetch_one, self.db, REACH, codes, how_many, rank)?;
        Ok(devices.unsigned_abs())
    }
}
