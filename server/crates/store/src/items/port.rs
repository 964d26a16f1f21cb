//! The port of the desk over these.

use async_trait::async_trait;
use desk::access::{LeadReports, Proof, ReadReports, SortReports};
use desk::items::{
    Arrival, Count, Filter, Hold, Item, ItemError, ItemId, Items, Key, Lane, OnShift, Post, Sorted,
    State, Taken, Tie, Whole,
};
use portal::{Instant, PortError, Span};

use super::deeds::{self, Doing};
use super::{ADMIT, OF_REPORT, leases, read};
use crate::Store;
use crate::statement::sql;

#[async_trait]
impl Items for Store {
    async fn admit_reports(
        &self,
        _by: &Proof<ReadReports>,
        arrivals: &[Arrival],
        at: Instant,
    ) -> Result<u64, PortError> {
        if arrivals.is_empty() {
            return Ok(0);
        }
        let mut tx = self.db.write().await?;
        let mut fresh = 0;
        for arrival in arrivals {
            let id = self.ids.fresh(at);
            let (key, lane) = (arrival.report.text(), arrival.lane.code());
            fresh += sql!(execute, tx, ADMIT, id, key, lane, arrival.came_at.0)?;
        }
        tx.commit().await?;
        Ok(fresh)
    }

    async fn add_post(
        &self,
        by: &Proof<ReadReports>,
        post: &Post,
        lane: Lane,
        at: Instant,
    ) -> Result<ItemId, ItemError> {
        deeds::add_post(Doing::begin(self, by, at).await?, post, lane).await
    }

    async fn items_waiting(
        &self,
        _by: &Proof<ReadReports>,
        filter: &Filter,
        limit: u32,
    ) -> Result<Vec<Item>, PortError> {
        Ok(read::queue(&self.db, filter, limit).await?)
    }

    async fn item_counts(
        &self,
        _by: &Proof<ReadReports>,
        now: Instant,
    ) -> Result<Vec<Count>, PortError> {
        let mut tx = self.db.read().await?;
        Ok(read::counts(&mut tx, now).await?)
    }

    async fn item(
        &self,
        _by: &Proof<ReadReports>,
        id: &ItemId,
    ) -> Result<Option<Whole>, PortError> {
        let mut tx = self.db.read().await?;
        Ok(read::whole(&mut tx, id).await?)
    }

    async fn item_of(
        &self,
        _by: &Proof<ReadReports>,
        report: Key,
    ) -> Result<Option<ItemId>, PortError> {
        let id: Option<(String,)> = sql!(fetch_optional, self.db, OF_REPORT, report.text())?;
        Ok(id.map(|(id,)| ItemId(id)))
    }

    async fn on_shift(
        &self,
        by: &Proof<ReadReports>,
        within: Span,
        now: Instant,
    ) -> Result<Vec<OnShift>, PortError> {
        let mut tx = self.db.read().await?;
        let mut people = read::on_shift(&mut tx, within, now).await?;
        people.retain(|one| {
            let reads = by.roles().iter().any(|role| one.roles.contains(role));
            reads || !one.holds.is_empty()
        });
        Ok(people)
    }

    async fn take_item(
        &self,
        by: &Proof<SortReports>,
        id: &ItemId,
        at: Instant,
    ) -> Result<Taken, ItemError> {
        leases::take(Doing::begin(self, by, at).await?, id).await
    }

    async fn keep_item(
        &self,
        by: &Proof<SortReports>,
        hold: &Hold,
        at: Instant,
    ) -> Result<Taken, ItemError> {
        leases::beat(Doing::begin(self, by, at).await?, hold).await
    }

    async fn return_item(
        &self,
        by: &Proof<SortReports>,
        hold: &Hold,
        at: Instant,
    ) -> Result<(), ItemError> {
        leases::give_back(Doing::begin(self, by, at).await?, hold).await
    }

    async fn sort_item(
        &self,
        by: &Proof<SortReports>,
        hold: &Hold,
        sorted: &Sorted,
        at: Instant,
    ) -> Result<(), ItemError> {
        deeds::sort(Doing::begin(self, by, at).await?, hold, sorted).await
    }

    async fn close_item(
        &self,
        by: &Proof<SortReports>,
        hold: &Hold,
        state: State,
        at: Instant,
    ) -> Result<(), ItemError> {
        deeds::close(Doing::begin(self, by, at).await?, hold, state).await
    }

    async fn tie_items(
        &self,
        by: &Proof<SortReports>,
        hold: &Hold,
        other: &ItemId,
        tie: Option<Tie>,
        at: Instant,
    ) -> Result<(), ItemError> {
        deeds::tie(Doing::begin(self, by, at).await?, hold, other, tie).await
    }

    async fn note_item(
        &self,
        by: &Proof<ReadReports>,
        id: &ItemId,
        words: &str,
        at: Instant,
    ) -> Result<(), ItemError> {
        deeds::note(Doing::begin(self, by, at).await?, id, words).await
    }

    async fn move_items(
        &self,
        by: &Proof<SortReports>,
        ids: &[ItemId],
        lane: Lane,
        at: Instant,
    ) -> Result<u64, ItemError> {
        deeds::move_all(Doing::begin(self, by, at).await?, ids, lane).await
    }

    async fn break_lease(
        &self,
        by: &Proof<LeadReports>,
        id: &ItemId,
        at: Instant,
    ) -> Result<(), ItemError> {
        leases::break_lease(Doing::begin(self, by, at).await?, id).await
    }
}
