//! Proofs: values that exist only because somebody signed in, and has a role.

use std::marker::PhantomData;
use std::ops::Deref;

use portal::{Instant, PortError, Span};

use super::{Capability, Session, Sessions, Token};
use crate::staff::{Account, Role, StaffId};

/// Somebody who has signed in. Only [`authenticate`] makes one.
#[derive(Clone, Debug)]
pub struct Staff(Session);

impl Staff {
    /// The person's id.
    pub fn id(&self) -> &StaffId {
        &self.0.account.id
    }
    /// The person's account.
    pub fn account(&self) -> &Account {
        &self.0.account
    }
    /// The session.
    pub fn session(&self) -> &Session {
        &self.0
    }
    /// Whether the person has one of these roles: for pages, to show or hide a link. What is done is
    /// allowed by [`Staff::prove`] alone.
    pub fn has(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.0.account.roles.contains(role))
    }
    /// The proof of a capability, if the person has one of its roles.
    pub fn prove<C: Capability>(&self) -> Option<Proof<C>> {
        self.has(C::ROLES).then(|| Proof(self.clone(), PhantomData))
    }
}

/// Somebody who has signed in and may do `C`. The store checks once more, in the transaction of the deed:
/// the person may have been suspended in between.
#[derive(Debug)]
pub struct Proof<C: Capability>(Staff, PhantomData<C>);

impl<C: Capability> Proof<C> {
    /// The roles of which the person must still have one when the deed is done.
    pub fn roles(&self) -> &'static [Role] {
        C::ROLES
    }
}

impl<C: Capability> Deref for Proof<C> {
    type Target = Staff;
    fn deref(&self) -> &Staff {
        &self.0
    }
}

/// Who shows this token, if it opens a session at `now`.
pub async fn authenticate(
    sessions: &dyn Sessions,
    token: &Token,
    idle: Span,
    now: Instant,
) -> Result<Option<Staff>, PortError> {
    Ok(sessions.session(&token.hash(), idle, now).await?.map(Staff))
}
