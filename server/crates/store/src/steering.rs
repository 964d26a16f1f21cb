use async_trait::async_trait;
use desk::access::*;
use desk::sources::*;
use portal::sources::SourceId;
use portal::{Instant, PortError};

use crate::Store;

#[async_trait]
impl SourceDesk for Store {
    async fn deviating(
        &self,
        _by: &Proof<ReadSources>,
        _source: &SourceId,
        _limit: u32,
    ) -> Result<Vec<Deviating>, PortError> {
        unimplemented!()
    }

    async fn pause(
        &self,
        _by: &Proof<SteerSources>,
        _source: &SourceId,
        _at: Instant,
    ) -> Result<(), Refused> {
        unimplemented!()
    }

    async fn resume(
        &self,
        _by: &Proof<SteerSources>,
        _source: &SourceId,
        _at: Instant,
    ) -> Result<(), Refused> {
        unimplemented!()
    }

    async fn ask_now(
        &self,
        _by: &Proof<SteerSources>,
        _source: &SourceId,
        _at: Instant,
    ) -> Result<(), Refused> {
        unimplemented!()
    }
}
