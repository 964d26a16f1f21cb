use async_trait::async_trait;
use desk::access::*;
use desk::held::*;
use portal::messages::{MessageId, ThreadId};
use portal::{Instant, PortError};

use crate::Store;

#[async_trait]
impl Held for Store {
    async fn held_count(&self) -> Result<u64, PortError> {
        unimplemented!()
    }

    async fn held(&self, _by: &Proof<JudgeHeld>, _limit: u32) -> Result<Vec<HeldItem>, PortError> {
        unimplemented!()
    }

    async fn held_item(
        &self,
        _by: &Proof<JudgeHeld>,
        _id: &MessageId,
    ) -> Result<Option<HeldItem>, PortError> {
        unimplemented!()
    }

    async fn confirm_held(
        &self,
        _by: &Proof<JudgeHeld>,
        _id: &MessageId,
        _how: &Confirmation,
        _at: Instant,
    ) -> Result<ThreadId, HeldError> {
        unimplemented!()
    }

    async fn dismiss_held(
        &self,
        _by: &Proof<JudgeHeld>,
        _id: &MessageId,
        _reason: &str,
        _at: Instant,
    ) -> Result<(), HeldError> {
        unimplemented!()
    }
}
