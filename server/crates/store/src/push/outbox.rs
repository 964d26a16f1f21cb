//! The outbox as the worker sees it: the port, over the files beside this one.

use async_trait::async_trait;
use portal::push::{Claimed, Expanded, FanoutId, Lane, Outbox, Plan, Settled, Waiting};
use portal::{Instant, PortError};

use super::{begin, claim, expand, settle, sweep};
use crate::Store;

#[async_trait]
impl Outbox for Store {
    async fn waiting(&self, now: Instant) -> Result<Vec<Waiting>, PortError> {
        begin::waiting(self, now).await
    }

    async fn begin(
        &self,
        id: &FanoutId,
        plan: &Plan,
        now: Instant,
    ) -> Result<Option<Instant>, PortError> {
        begin::begin(self, id, plan, now).await
    }

    async fn expand(&self, id: &FanoutId, limit: u32, now: Instant) -> Result<Expanded, PortError> {
        expand::expand(self, id, limit, now).await
    }

    async fn expanding(&self) -> Result<Vec<FanoutId>, PortError> {
        expand::expanding(self).await
    }

    async fn lanes(&self, _now: Instant) -> Result<Vec<Lane>, PortError> {
        claim::lanes(self).await
    }

    async fn claim(
        &self,
        worker: &str,
        origin: &str,
        limit: u32,
        lease_until: Instant,
        now: Instant,
    ) -> Result<Vec<Claimed>, PortError> {
        claim::claim(self, worker, origin, limit, lease_until, now).await
    }

    async fn settle(
        &self,
        worker: &str,
        results: &[Settled],
        now: Instant,
    ) -> Result<(), PortError> {
        settle::settle(self, worker, results, now).await
    }

    async fn release(&self, worker: &str) -> Result<u64, PortError> {
        claim::release(self, worker).await
    }

    async fn sweep(&self, before: Instant) -> Result<u64, PortError> {
        sweep::sweep(self, before).await
    }
}
