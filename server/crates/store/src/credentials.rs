use async_trait::async_trait;
use desk::access::*;
use desk::staff::*;
use portal::{Instant, PortError};

use crate::Store;

#[async_trait]
impl Credentials for Store {
    async fn account_of_login(&self, _login: &str) -> Result<Option<Account>, PortError> {
        unimplemented!()
    }

    async fn account_of_federated(&self, _who: &Federated) -> Result<Option<Account>, PortError> {
        unimplemented!()
    }

    async fn passkeys(&self, _of: &StaffId) -> Result<Vec<StoredPasskey>, PortError> {
        unimplemented!()
    }

    async fn password(&self, _of: &StaffId) -> Result<Option<StoredPassword>, PortError> {
        unimplemented!()
    }

    async fn recovery_left(&self, _of: &StaffId) -> Result<u32, PortError> {
        unimplemented!()
    }

    async fn passkey_used(
        &self,
        _id: &str,
        _passkey: &str,
        _at: Instant,
    ) -> Result<bool, PortError> {
        unimplemented!()
    }

    async fn use_step(&self, _of: &StaffId, _step: i64) -> Result<bool, PortError> {
        unimplemented!()
    }

    async fn use_recovery(
        &self,
        _of: &StaffId,
        _code: &TokenHash,
        _at: Instant,
    ) -> Result<bool, PortError> {
        unimplemented!()
    }

    async fn add_passkey(
        &self,
        _by: &Staff,
        _passkey: StoredPasskey,
        _at: Instant,
    ) -> Result<(), StaffError> {
        unimplemented!()
    }

    async fn rename_passkey(
        &self,
        _by: &Staff,
        _id: &str,
        _name: &str,
        _at: Instant,
    ) -> Result<(), StaffError> {
        unimplemented!()
    }

    async fn remove_passkey(&self, _by: &Staff, _id: &str, _at: Instant) -> Result<(), StaffError> {
        unimplemented!()
    }

    async fn set_password(
        &self,
        _by: &Staff,
        _password: StoredPassword,
        _at: Instant,
    ) -> Result<(), StaffError> {
        unimplemented!()
    }

    async fn set_recovery(
        &self,
        _by: &Staff,
        _codes: Vec<TokenHash>,
        _at: Instant,
    ) -> Result<(), StaffError> {
        unimplemented!()
    }

    async fn add_federated(
        &self,
        _by: &Staff,
        _who: Federated,
        _at: Instant,
    ) -> Result<(), StaffError> {
        unimplemented!()
    }
}
