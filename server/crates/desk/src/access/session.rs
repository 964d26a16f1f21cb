//! A session: server-side, found by the hash of the cookie's token.

use async_trait::async_trait;
use portal::{Instant, PortError, Span};

use super::{Proof, Refused, Staff, Token, TokenHash};
use crate::access::ManageStaff;
use crate::staff::{Account, Method, StaffId};

/// How long sessions last.
#[derive(Clone, Copy, Debug)]
pub struct SessionLimits {
    /// Without any use.
    pub idle: Span,
    /// Whatever the use.
    pub absolute: Span,
    /// How often the cookie's token is replaced while in use.
    pub rotate: Span,
}

/// A replaced token still works for this long: other tabs are asking with it at the same moment.
pub const ROTATION_GRACE: Span = Span::seconds(60);

/// One session, as its owner and the desk see it.
#[derive(Clone, Debug)]
pub struct Session {
    /// The id: UUIDv7; what a list of sessions names it by.
    pub id: String,
    /// Whose. The account as it is now, not as it was at sign-in.
    pub account: Account,
    /// The token that forms of this session carry.
    pub form_token: Token,
    /// How it was opened.
    pub method: Method,
    /// When.
    pub opened_at: Instant,
    /// When it was last used.
    pub seen_at: Instant,
    /// When its token was last replaced.
    pub rotated_at: Instant,
    /// Its absolute end.
    pub ends_at: Instant,
    /// Browser and system in a few words, for the owner to tell sessions apart.
    pub device: String,
}

/// A session to be.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Whose.
    pub staff: StaffId,
    /// How it was opened.
    pub method: Method,
    /// Hash of the cookie's token.
    pub token: TokenHash,
    /// The token that its forms will carry.
    pub form_token: Token,
    /// See [`Session::device`].
    pub device: String,
    /// Its absolute end.
    pub ends_at: Instant,
}

/// Keeping sessions. Those of a suspended account are gone the moment it is.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Opens one for an active account, and audits the sign-in; `false` when the account may not come in.
    /// The caller has checked the credential.
    async fn open(&self, new: NewSession, at: Instant) -> Result<bool, PortError>;
    /// The session of a token (or of one replaced within [`ROTATION_GRACE`]): unless it was idle for longer
    /// than `idle`, is past its end, or its account is not active. Notes its use at most once a minute.
    async fn session(
        &self,
        token: &TokenHash,
        idle: Span,
        at: Instant,
    ) -> Result<Option<Session>, PortError>;
    /// Replaces the token; `false` when another request has just done so.
    async fn rotate(
        &self,
        session: &str,
        from: &TokenHash,
        to: &TokenHash,
        at: Instant,
    ) -> Result<bool, PortError>;
    /// The person's sessions, last used first.
    async fn sessions(&self, by: &Staff) -> Result<Vec<Session>, PortError>;
    /// Ends one of the person's own sessions; audits it.
    async fn close(&self, by: &Staff, session: &str, at: Instant) -> Result<(), PortError>;
    /// Ends all sessions of somebody; audits it.
    async fn close_all(
        &self,
        by: &Proof<ManageStaff>,
        of: &StaffId,
        at: Instant,
    ) -> Result<(), Refused>;
}
