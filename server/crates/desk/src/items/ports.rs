//! Keeping items. Every deed of a person is audited in its own transaction, without anything that a report says.

use async_trait::async_trait;
use portal::{Instant, PortError, Span};

use super::{
    Arrival, Count, Filter, Hold, Item, ItemId, Lane, OnShift, Post, Sorted, State, Taken, Tie,
    Whole,
};
use crate::access::{LeadReports, Proof, ReadReports, SortReports};

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ItemError {
    /// Whoever asked may no longer do so.
    #[error("no longer allowed")]
    NoLongerAllowed,
    /// There is no such item.
    #[error("no such item")]
    Gone,
    /// Somebody else works on it: their name, and until when.
    #[error("somebody else holds it")]
    Held(String, Instant),
    /// The lease that the write was begun under is over.
    #[error("the lease is over")]
    Fenced,
    /// Information is confirmed (1) only by another item that is independent.
    #[error("a second, independent item is needed")]
    NeedsSecond,
    /// The store.
    #[error(transparent)]
    Port(#[from] PortError),
}

/// Items as they are kept.
#[async_trait]
pub trait Items: Send + Sync {
    /// Makes items of reports, each once however often it is asked; how many are new. Nobody's deed: it is not audited.
    async fn admit_reports(
        &self,
        by: &Proof<ReadReports>,
        arrivals: &[Arrival],
        at: Instant,
    ) -> Result<u64, PortError>;
    /// Makes an item of a post.
    async fn add_post(
        &self,
        by: &Proof<ReadReports>,
        post: &Post,
        lane: Lane,
        at: Instant,
    ) -> Result<ItemId, ItemError>;
    /// Items that fit, oldest first.
    async fn items_waiting(
        &self,
        by: &Proof<ReadReports>,
        filter: &Filter,
        limit: u32,
    ) -> Result<Vec<Item>, PortError>;
    /// How much waits in each lane, in their order.
    async fn item_counts(
        &self,
        by: &Proof<ReadReports>,
        now: Instant,
    ) -> Result<Vec<Count>, PortError>;
    /// One item.
    async fn item(&self, by: &Proof<ReadReports>, id: &ItemId) -> Result<Option<Whole>, PortError>;
    /// Which items are of these reports: id and key, for those that there are.
    async fn item_of(
        &self,
        by: &Proof<ReadReports>,
        report: super::Key,
    ) -> Result<Option<ItemId>, PortError>;
    /// Who gave a sign within `within` and may read reports, and what each holds; by name.
    async fn on_shift(
        &self,
        by: &Proof<ReadReports>,
        within: Span,
        now: Instant,
    ) -> Result<Vec<OnShift>, PortError>;
    /// Takes an item for [`super::LEASE`], if nobody holds it. Its holder's own lease goes on under its number. One that
    /// is done or dropped waits again.
    async fn take_item(
        &self,
        by: &Proof<SortReports>,
        id: &ItemId,
        at: Instant,
    ) -> Result<Taken, ItemError>;
    /// Its holder is still at it: the lease lasts [`super::LEASE`] from now. Not audited.
    async fn keep_item(
        &self,
        by: &Proof<SortReports>,
        hold: &Hold,
        at: Instant,
    ) -> Result<Taken, ItemError>;
    /// Gives an item back to its lane.
    async fn return_item(
        &self,
        by: &Proof<SortReports>,
        hold: &Hold,
        at: Instant,
    ) -> Result<(), ItemError>;
    /// Sorts an item. The lease goes on.
    async fn sort_item(
        &self,
        by: &Proof<SortReports>,
        hold: &Hold,
        sorted: &Sorted,
        at: Instant,
    ) -> Result<(), ItemError>;
    /// Ends work on an item: [`State::Done`] or [`State::Dropped`].
    async fn close_item(
        &self,
        by: &Proof<SortReports>,
        hold: &Hold,
        state: State,
        at: Instant,
    ) -> Result<(), ItemError>;
    /// Ties another item to the one that is held, or changes that tie; `None` takes it back. Information that was
    /// confirmed by the tie alone is then probable.
    async fn tie_items(
        &self,
        by: &Proof<SortReports>,
        hold: &Hold,
        other: &ItemId,
        tie: Option<Tie>,
        at: Instant,
    ) -> Result<(), ItemError>;
    /// Writes a note beside an item, whoever holds it.
    async fn note_item(
        &self,
        by: &Proof<ReadReports>,
        id: &ItemId,
        words: &str,
        at: Instant,
    ) -> Result<(), ItemError>;
    /// Moves several items to a lane; those that somebody else holds stay. How many were moved.
    async fn move_items(
        &self,
        by: &Proof<SortReports>,
        ids: &[ItemId],
        lane: Lane,
        at: Instant,
    ) -> Result<u64, ItemError>;
    /// Ends somebody's lease: what they write under it afterwards is refused.
    async fn break_lease(
        &self,
        by: &Proof<LeadReports>,
        id: &ItemId,
        at: Instant,
    ) -> Result<(), ItemError>;
}
