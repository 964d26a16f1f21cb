use async_trait::async_trait;
use desk::access::*;
use desk::staff::*;
use portal::{Instant, PortError};

use crate::Store;

#[async_trait]
impl Accounts for Store {
    async fn accounts(&self, _by: &Proof<ManageStaff>) -> Result<Vec<Account>, PortError> {
        unimplemented!()
    }

    async fn invitations(
        &self,
        _by: &Proof<ManageStaff>,
        _at: Instant,
    ) -> Result<Vec<Invitation>, PortError> {
        unimplemented!()
    }

    async fn role_changes(&self, _by: &Proof<ManageStaff>) -> Result<Vec<RoleChange>, PortError> {
        unimplemented!()
    }

    async fn invite(
        &self,
        _by: Inviter<'_>,
        _new: NewInvitation,
        _link: TokenHash,
        _at: Instant,
    ) -> Result<Invitation, StaffError> {
        unimplemented!()
    }

    async fn approve_invitation(
        &self,
        _by: &Proof<ManageStaff>,
        _id: &str,
        _at: Instant,
    ) -> Result<(), StaffError> {
        unimplemented!()
    }

    async fn revoke_invitation(
        &self,
        _by: &Proof<ManageStaff>,
        _id: &str,
        _at: Instant,
    ) -> Result<(), StaffError> {
        unimplemented!()
    }

    async fn invitation(&self, _link: &TokenHash) -> Result<Option<Invitation>, PortError> {
        unimplemented!()
    }

    async fn accept(
        &self,
        _link: &TokenHash,
        _opening: Opening,
        _at: Instant,
    ) -> Result<Account, StaffError> {
        unimplemented!()
    }

    async fn suspend(
        &self,
        _by: &Proof<ManageStaff>,
        _of: &StaffId,
        _reason: &str,
        _at: Instant,
    ) -> Result<(), StaffError> {
        unimplemented!()
    }

    async fn reinstate(
        &self,
        _by: &Proof<ManageStaff>,
        _of: &StaffId,
        _at: Instant,
    ) -> Result<(), StaffError> {
        unimplemented!()
    }

    async fn change_roles(
        &self,
        _by: &Proof<ManageStaff>,
        _of: &StaffId,
        _roles: Roles,
        _at: Instant,
    ) -> Result<Changed, StaffError> {
        unimplemented!()
    }

    async fn decide_change(
        &self,
        _by: &Proof<ManageStaff>,
        _id: &str,
        _agree: bool,
        _at: Instant,
    ) -> Result<(), StaffError> {
        unimplemented!()
    }
}
