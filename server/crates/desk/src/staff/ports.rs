//! Keeping accounts, invitations and credentials.

use async_trait::async_trait;
use portal::{Instant, PortError};

use super::{
    Account, Federated, FirstCredential, Invitation, LinkedIdentity, NewInvitation, RoleChange,
    Roles, StaffId, StoredPasskey, StoredPassword,
};
use crate::access::{ManageStaff, Proof, Staff, TokenHash};

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    /// Whoever asked may no longer do so (suspended, or another role, since the request began).
    #[error("no longer allowed")]
    NoLongerAllowed,
    /// There is no such person, invitation, change or credential, or it is no longer open.
    #[error("not there, or no longer open")]
    Gone,
    /// A second person has to agree: the one who asked cannot, and neither can the one it is about.
    #[error("a second person has to agree")]
    NeedsAnother,
    /// The login belongs to somebody else.
    #[error("the login is taken")]
    LoginTaken,
    /// It would leave the desk without an active chief or admin.
    #[error("nobody would be left to manage staff")]
    LastOne,
    /// The last way in of an account cannot be removed.
    #[error("the last credential")]
    LastCredential,
    /// The store.
    #[error(transparent)]
    Port(#[from] PortError),
}

/// Who invites.
#[derive(Clone, Copy, Debug)]
pub enum Inviter<'a> {
    /// `rives staff invite`, by whoever runs the machine.
    CommandLine,
    /// Somebody at the desk.
    Staff(&'a Proof<ManageStaff>),
}

/// A change of roles, done or waiting.
#[derive(Clone, Debug, PartialEq)]
pub enum Changed {
    /// Done.
    Now,
    /// A second person has to agree: the change's id.
    Waits(String),
}

/// What an account is opened with.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The new account's id, chosen when the ceremony began (a passkey is bound to it).
    pub id: StaffId,
    /// See [`Account::login`].
    pub login: String,
    /// The first credential.
    pub credential: FirstCredential,
    /// Hashes of the recovery codes that the person is shown once.
    pub recovery: Vec<TokenHash>,
}

/// Every change is audited in its own transaction.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Everybody, by name.
    async fn accounts(&self, by: &Proof<ManageStaff>) -> Result<Vec<Account>, PortError>;
    /// Invitations not yet accepted, revoked or expired for more than a week, newest first.
    async fn invitations(
        &self,
        by: &Proof<ManageStaff>,
        at: Instant,
    ) -> Result<Vec<Invitation>, PortError>;
    /// Changes of roles that wait.
    async fn role_changes(&self, by: &Proof<ManageStaff>) -> Result<Vec<RoleChange>, PortError>;

    /// Asks somebody in; `link` is the hash of the link's secret.
    async fn invite(
        &self,
        by: Inviter<'_>,
        new: NewInvitation,
        link: TokenHash,
        at: Instant,
    ) -> Result<Invitation, StaffError>;
    /// Agrees to an invitation that waits for it.
    async fn approve_invitation(
        &self,
        by: &Proof<ManageStaff>,
        id: &str,
        at: Instant,
    ) -> Result<(), StaffError>;
    /// Takes an invitation back.
    async fn revoke_invitation(
        &self,
        by: &Proof<ManageStaff>,
        id: &str,
        at: Instant,
    ) -> Result<(), StaffError>;
    /// The invitation of a link, open or not.
    async fn invitation(&self, link: &TokenHash) -> Result<Option<Invitation>, PortError>;
    /// Opens the account of an invitation: once, whoever comes first.
    async fn accept(
        &self,
        link: &TokenHash,
        opening: Opening,
        at: Instant,
    ) -> Result<Account, StaffError>;

    /// Closes the door and ends every session, at once. Invitations that the person made and nobody has
    /// accepted are revoked; those that they agreed to wait for another person again.
    async fn suspend(
        &self,
        by: &Proof<ManageStaff>,
        of: &StaffId,
        reason: &str,
        at: Instant,
    ) -> Result<(), StaffError>;
    /// Opens it again.
    async fn reinstate(
        &self,
        by: &Proof<ManageStaff>,
        of: &StaffId,
        at: Instant,
    ) -> Result<(), StaffError>;
    /// Changes roles. What adds a role that needs approval waits for another person; nobody changes their own.
    async fn change_roles(
        &self,
        by: &Proof<ManageStaff>,
        of: &StaffId,
        roles: Roles,
        at: Instant,
    ) -> Result<Changed, StaffError>;
    /// Agrees to a change, or refuses it.
    async fn decide_change(
        &self,
        by: &Proof<ManageStaff>,
        id: &str,
        agree: bool,
        at: Instant,
    ) -> Result<(), StaffError>;
}

/// Credentials. Reading them by login, credential or subject is for signing in only.
#[async_trait]
pub trait Credentials: Send + Sync {
    /// The account of a login.
    async fn account_of_login(&self, login: &str) -> Result<Option<Account>, PortError>;
    /// The account of somebody an identity provider knows.
    async fn account_of_federated(&self, who: &Federated) -> Result<Option<Account>, PortError>;
    /// A person's passkeys, oldest first.
    async fn passkeys(&self, of: &StaffId) -> Result<Vec<StoredPasskey>, PortError>;
    /// A person's password, if any.
    async fn password(&self, of: &StaffId) -> Result<Option<StoredPassword>, PortError>;
    /// The identities at providers that open a person's account, oldest first.
    async fn identities(&self, of: &StaffId) -> Result<Vec<LinkedIdentity>, PortError>;
    /// How many recovery codes are left.
    async fn recovery_left(&self, of: &StaffId) -> Result<u32, PortError>;

    /// Notes that a passkey was used, with its new state; `false` if it is gone.
    async fn passkey_used(&self, id: &str, passkey: &str, at: Instant) -> Result<bool, PortError>;
    /// Uses up a TOTP step; `false` if it, or a later one, was used before.
    async fn use_step(&self, of: &StaffId, step: i64) -> Result<bool, PortError>;
    /// Uses up a recovery code; `false` if there is no such unused code.
    async fn use_recovery(
        &self,
        of: &StaffId,
        code: &TokenHash,
        at: Instant,
    ) -> Result<bool, PortError>;

    /// Adds a passkey to one's own account.
    async fn add_passkey(
        &self,
        by: &Staff,
        passkey: StoredPasskey,
        at: Instant,
    ) -> Result<(), StaffError>;
    /// Renames one's own passkey.
    async fn rename_passkey(
        &self,
        by: &Staff,
        id: &str,
        name: &str,
        at: Instant,
    ) -> Result<(), StaffError>;
    /// Removes one's own passkey, unless it is the last way in.
    async fn remove_passkey(&self, by: &Staff, id: &str, at: Instant) -> Result<(), StaffError>;
    /// Sets one's own password and TOTP key; every other session of the person ends.
    async fn set_password(
        &self,
        by: &Staff,
        password: StoredPassword,
        at: Instant,
    ) -> Result<(), StaffError>;
    /// Replaces one's own recovery codes.
    async fn set_recovery(
        &self,
        by: &Staff,
        codes: Vec<TokenHash>,
        at: Instant,
    ) -> Result<(), StaffError>;
    /// Ties one's own account to an identity at a provider; [`StaffError::LoginTaken`] when it opens
    /// somebody else's.
    async fn add_federated(
        &self,
        by: &Staff,
        who: Federated,
        at: Instant,
    ) -> Result<(), StaffError>;
    /// Unties one, unless it is the last way in.
    async fn remove_federated(
        &self,
        by: &Staff,
        who: &Federated,
        at: Instant,
    ) -> Result<(), StaffError>;
}

/// What is under way between two requests of a ceremony: a WebAuthn challenge, an OpenID Connect state, a
/// TOTP key not yet confirmed. Kept by the server, taken once.
#[async_trait]
pub trait Ceremonies: Send + Sync {
    /// Keeps `state` (JSON) under a token's hash, for at most ten minutes.
    async fn begin(
        &self,
        token: &TokenHash,
        kind: &str,
        state: &str,
        at: Instant,
    ) -> Result<(), PortError>;
    /// Takes it out; `None` when there is none of that kind, or no longer.
    async fn take(
        &self,
        token: &TokenHash,
        kind: &str,
        at: Instant,
    ) -> Result<Option<String>, PortError>;
    /// Forgets those whose time is over; how many there were.
    async fn sweep_ceremonies(&self, at: Instant) -> Result<u64, PortError>;
}
