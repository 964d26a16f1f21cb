use async_trait::async_trait;
use desk::access::*;
use desk::staff::*;
use portal::{Instant, PortError};

use crate::Store;

#[async_trait]
impl Ceremonies for Store {
    async fn begin(
        &self,
        _token: &TokenHash,
        _kind: &str,
        _state: &str,
        _at: Instant,
    ) -> Result<(), PortError> {
        unimplemented!()
    }

    async fn take(
        &self,
        _token: &TokenHash,
        _kind: &str,
        _at: Instant,
    ) -> Result<Option<String>, PortError> {
        unimplemented!()
    }
}
