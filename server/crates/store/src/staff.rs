//! Accounts: listed, suspended, reinstated. Joining is in `invitations`, roles in `role_changes`.

use async_trait::async_trait;
use desk::access::{Capability as _, ManageStaff, Proof, TokenHash};
use desk::staff::{
    Account, AccountState, Accounts, Changed, Invitation, Inviter, NewInvitation, Opening,
    RoleChange, Roles, StaffError, StaffId,
};
use portal::places::normalise;
use portal::{Instant, PortError};
use serde_json::json;

use crate::accounts::{AccountRow, account, account_of, select_accounts};
use crate::audit::{self, Actor, Deed};
use crate::db::Tx;
use crate::error::StoreError;
use crate::sessions::{end_all, still_may};
use crate::statement::{sql, statements};
use crate::{Store, invitations, role_changes};

statements! {
    /// A desk has tens of people, not thousands.
    EVERYBODY = select_accounts!("ORDER BY s.name, s.id");
    SET_STATE = "UPDATE staff SET state = $2 WHERE id = $1";
}

/// Whether whoever has these roles manages staff.
pub(crate) fn manage(roles: &Roles) -> bool {
    ManageStaff::ROLES.iter().any(|role| roles.contains(role))
}

/// Whether the desk can do without `of` as one who manages staff: others do, or `of` does not.
pub(crate) async fn others_manage(tx: &mut Tx, of: &Account) -> Result<bool, StoreError> {
    let manages =
        |account: &Account| account.state == AccountState::Active && manage(&account.roles);
    if !manages(of) {
        return Ok(true);
    }
    let rows: Vec<AccountRow> = sql!(fetch_all, tx, EVERYBODY)?;
    for row in rows {
        let other = account(row)?;
        if other.id != of.id && manages(&other) {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Store {
    /// A transaction about the people of the desk, for whoever still manages them.
    pub(crate) async fn write_about_staff(
        &self,
        by: &Proof<ManageStaff>,
    ) -> Result<Tx, StaffError> {
        let mut tx = self.db.write().await?;
        if still_may(&mut tx, by).await? {
            Ok(tx)
        } else {
            Err(StaffError::NoLongerAllowed)
        }
    }
}

#[async_trait]
impl Accounts for Store {
    async fn accounts(&self, _by: &Proof<ManageStaff>) -> Result<Vec<Account>, PortError> {
        let rows: Vec<AccountRow> = sql!(fetch_all, self.db, EVERYBODY)?;
        let accounts: Result<Vec<Account>, StoreError> = rows.into_iter().map(account).collect();
        let mut accounts = accounts?;
        // As people look names up: Élodie among the E.
        accounts.sort_by_cached_key(|a| normalise(&a.name));
        Ok(accounts)
    }

    async fn invitations(
        &self,
        _by: &Proof<ManageStaff>,
        at: Instant,
    ) -> Result<Vec<Invitation>, PortError> {
        Ok(invitations::waiting(self, at).await?)
    }

    async fn role_changes(&self, _by: &Proof<ManageStaff>) -> Result<Vec<RoleChange>, PortError> {
        Ok(role_changes::waiting(self).await?)
    }

    async fn invite(
        &self,
        by: Inviter<'_>,
        new: NewInvitation,
        link: TokenHash,
        at: Instant,
    ) -> Result<Invitation, StaffError> {
        invitations::invite(self, by, new, link, at).await
    }

    async fn approve_invitation(
        &self,
        by: &Proof<ManageStaff>,
        id: &str,
        at: Instant,
    ) -> Result<(), StaffError> {
        invitations::approve(self, by, id, at).await
    }

    async fn revoke_invitation(
        &self,
        by: &Proof<ManageStaff>,
        id: &str,
        at: Instant,
    ) -> Result<(), StaffError> {
        invitations::revoke(self, by, id, at).await
    }

    async fn invitation(&self, link: &TokenHash) -> Result<Option<Invitation>, PortError> {
        Ok(invitations::of_link(self, link).await?)
    }

    async fn accept(
        &self,
        link: &TokenHash,
        opening: Opening,
        at: Instant,
    ) -> Result<Account, StaffError> {
        invitations::accept(self, link, opening, at).await
    }

    async fn suspend(
        &self,
        by: &Proof<ManageStaff>,
        of: &StaffId,
        reason: &str,
        at: Instant,
    ) -> Result<(), StaffError> {
        let mut tx = self.write_about_staff(by).await?;
        let found = account_of(&mut tx, of).await?;
        let found = found.filter(|a| a.state == AccountState::Active);
        let found = found.ok_or(StaffError::Gone)?;
        if !others_manage(&mut tx, &found).await? {
            return Err(StaffError::LastOne);
        }
        if of == by.id() {
            return Err(StaffError::NeedsAnother);
        }
        sql!(execute, tx, SET_STATE, of.0.as_str(), "suspended")?;
        let ended = end_all(&mut tx, of).await?;
        // A link that somebody made for an accomplice, or for themselves, must not outlive them.
        let (revoked, waiting) = invitations::end_of(&mut tx, of, at).await?;
        let deed = Deed {
            by: Actor::Staff(by),
            action: "staff.suspend",
            subject: &of.0,
            before: json!({ "state": "active" }),
            after: json!({
                "state": "suspended",
                "reason": reason,
                "sessions_ended": ended,
                "invitations_revoked": revoked,
                "approvals_withdrawn": waiting,
            }),
        };
        audit::append(&mut tx, deed, at).await?;
        Ok(tx.commit().await?)
    }

    async fn reinstate(
        &self,
        by: &Proof<ManageStaff>,
        of: &StaffId,
        at: Instant,
    ) -> Result<(), StaffError> {
        let mut tx = self.write_about_staff(by).await?;
        let found = account_of(&mut tx, of).await?;
        if !found.is_some_and(|a| a.state == AccountState::Suspended) {
            return Err(StaffError::Gone);
        }
        sql!(execute, tx, SET_STATE, of.0.as_str(), "active")?;
        let deed = Deed {
            by: Actor::Staff(by),
            action: "staff.reinstate",
            subject: &of.0,
            before: json!({ "state": "suspended" }),
            after: json!({ "state": "active" }),
        };
        audit::append(&mut tx, deed, at).await?;
        Ok(tx.commit().await?)
    }

    async fn change_roles(
        &self,
        by: &Proof<ManageStaff>,
        of: &StaffId,
        roles: Roles,
        at: Instant,
    ) -> Result<Changed, StaffError> {
        role_changes::ask(self, by, of, roles, at).await
    }

    async fn decide_change(
        &self,
        by: &Proof<ManageStaff>,
        id: &str,
        agree: bool,
        at: Instant,
    ) -> Result<(), StaffError> {
        role_changes::decide(self, by, id, agree, at).await
    }
}
