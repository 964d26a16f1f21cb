use async_trait::async_trait;
use desk::access::*;
use desk::messages::*;
use portal::messages::MessageId;
use portal::{Instant, PortError};

use crate::Store;

#[async_trait]
impl Drafts for Store {
    async fn begin_draft(
        &self,
        _by: &Proof<WriteMessages>,
        _purpose: Purpose,
        _typed: Typed,
        _at: Instant,
    ) -> Result<Draft, DraftError> {
        unimplemented!()
    }

    async fn draft(
        &self,
        _by: &Proof<ReadMessages>,
        _id: &DraftId,
    ) -> Result<Option<Draft>, PortError> {
        unimplemented!()
    }

    async fn drafts(
        &self,
        _by: &Proof<ReadMessages>,
        _pile: Pile,
    ) -> Result<Vec<DraftLine>, PortError> {
        unimplemented!()
    }

    async fn versions(
        &self,
        _by: &Proof<ReadMessages>,
        _id: &DraftId,
    ) -> Result<Vec<Version>, PortError> {
        unimplemented!()
    }

    async fn save(
        &self,
        _by: &Proof<WriteMessages>,
        _id: &DraftId,
        _revision: u32,
        _typed: &Typed,
        _at: Instant,
    ) -> Result<u32, DraftError> {
        unimplemented!()
    }

    async fn submit(
        &self,
        _by: &Proof<WriteMessages>,
        _id: &DraftId,
        _revision: u32,
        _base: Option<MessageId>,
        _at: Instant,
    ) -> Result<u32, DraftError> {
        unimplemented!()
    }

    async fn take_back(
        &self,
        _by: &Proof<WriteMessages>,
        _id: &DraftId,
        _at: Instant,
    ) -> Result<(), DraftError> {
        unimplemented!()
    }

    async fn withdraw(
        &self,
        _by: &Proof<WriteMessages>,
        _id: &DraftId,
        _reason: &str,
        _at: Instant,
    ) -> Result<(), DraftError> {
        unimplemented!()
    }

    async fn give_back(
        &self,
        _by: &Proof<ReleaseMessages>,
        _id: &DraftId,
        _version: u32,
        _reason: &str,
        _at: Instant,
    ) -> Result<(), DraftError> {
        unimplemented!()
    }

    async fn release(
        &self,
        _by: &Proof<ReleaseMessages>,
        _id: &DraftId,
        _version: u32,
        _issue: Issue,
        _at: Instant,
    ) -> Result<Released, DraftError> {
        unimplemented!()
    }

    async fn schedule(
        &self,
        _by: &Proof<ReleaseMessages>,
        _id: &DraftId,
        _version: u32,
        _publish_at: Instant,
        _at: Instant,
    ) -> Result<(), DraftError> {
        unimplemented!()
    }

    async fn release_in_emergency(
        &self,
        _by: &Proof<ReleaseMessages>,
        _id: &DraftId,
        _version: u32,
        _issue: Issue,
        _reason: &str,
        _at: Instant,
    ) -> Result<Released, DraftError> {
        unimplemented!()
    }

    async fn due(&self, _at: Instant) -> Result<Vec<(Draft, Version)>, PortError> {
        unimplemented!()
    }

    async fn release_due(
        &self,
        _id: &DraftId,
        _version: u32,
        _issue: Issue,
        _at: Instant,
    ) -> Result<Released, DraftError> {
        unimplemented!()
    }

    async fn give_back_due(
        &self,
        _id: &DraftId,
        _version: u32,
        _reason: &str,
        _at: Instant,
    ) -> Result<(), DraftError> {
        unimplemented!()
    }

    async fn alarms(&self, _by: &Staff) -> Result<Vec<Alarm>, PortError> {
        unimplemented!()
    }

    async fn acknowledge(
        &self,
        _by: &Staff,
        _draft: &DraftId,
        _at: Instant,
    ) -> Result<(), PortError> {
        unimplemented!()
    }
}
