//! The port of flow control over these.

use async_trait::async_trait;
use portal::exchange::{Due, Flow, For, Listing, NewLetter, Notice, Run, Telling};
use portal::{Instant, PortError};

use super::flow;
use crate::Store;

#[async_trait]
impl Flow for Store {
    async fn candidates(
        &self,
        of: &Listing,
        whom: For,
        limit: u32,
        now: Instant,
    ) -> Result<Vec<(Listing, Vec<u8>)>, PortError> {
        Ok(flow::candidates(self, of, whom, limit, now).await?)
    }

    async fn due(&self, run: Run, limit: u32, now: Instant) -> Result<Vec<Due>, PortError> {
        Ok(flow::due(self, run, limit, now).await?)
    }

    async fn tell(
        &self,
        run: Run,
        due: &Due,
        next: Option<Instant>,
        tellings: &[Telling],
        at: Instant,
    ) -> Result<(), PortError> {
        Ok(flow::tell(self, run, due, next, tellings, at).await?)
    }

    async fn notices(&self, limit: u32) -> Result<Vec<Notice>, PortError> {
        Ok(flow::notices(self, limit).await?)
    }

    async fn noticed(
        &self,
        notice: &Notice,
        letters: &[NewLetter],
        at: Instant,
    ) -> Result<(), PortError> {
        Ok(flow::noticed(self, notice, letters, at).await?)
    }
}
