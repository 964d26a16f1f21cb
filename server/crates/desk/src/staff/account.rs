//! One person's account.

use portal::Instant;
use serde::{Deserialize, Serialize};

use super::Roles;

/// A person's id: UUIDv7. Never shown to the public.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StaffId(pub String);

/// Whether a person may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AccountState {
    /// Yes.
    Active,
    /// No, and every session is gone.
    Suspended,
}

/// One person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// The id.
    pub id: StaffId,
    /// What the person types to sign in with a password: `[a-z0-9._-]{2,40}`, unique.
    pub login: String,
    /// As colleagues see it, and the audit.
    pub name: String,
    /// What the person may be.
    pub roles: Roles,
    /// Active or suspended.
    pub state: AccountState,
    /// Since when.
    pub created_at: Instant,
    /// When a session of theirs was last used.
    pub last_seen: Option<Instant>,
}

/// The login that a name suggests: lower case, without accents, words joined by points.
pub fn login_of(name: &str) -> String {
    let words = portal::places::normalise(name);
    let login: Vec<&str> = words.split_whitespace().collect();
    login
        .join(".")
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
        .take(40)
        .collect()
}

/// A login as it is kept, if it may be one.
pub fn read_login(typed: &str) -> Option<String> {
    let login = typed.trim().to_lowercase();
    let fits = (2..=40).contains(&login.len())
        && login
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-'));
    fits.then_some(login)
}
