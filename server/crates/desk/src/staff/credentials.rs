//! What a person shows to come in. Secrets are kept as hashes, except what has to be computed with
//! (a TOTP key); none of these types prints its secret.

use std::fmt;

use portal::Instant;

use super::StaffId;

/// A passkey that a person registered (WebAuthn, user verification required).
#[derive(Clone)]
pub struct StoredPasskey {
    /// The id here: UUIDv7.
    pub id: String,
    /// Whose.
    pub staff: StaffId,
    /// The credential id, base64url without padding.
    pub credential: String,
    /// What its owner calls it ("Téléphone", "Clé bleue").
    pub name: String,
    /// webauthn-rs' `Passkey` as JSON: public key, counter, flags.
    pub passkey: String,
    /// Since when.
    pub created_at: Instant,
    /// When it last opened a session.
    pub last_used: Option<Instant>,
}

impl fmt::Debug for StoredPasskey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredPasskey")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// A password and its second factor; a password without one opens nothing.
#[derive(Clone)]
pub struct StoredPassword {
    /// argon2id in PHC format.
    pub hash: String,
    /// The TOTP key (RFC 6238: SHA-1, 6 digits, 30 s), 20 bytes.
    pub totp_key: Vec<u8>,
    /// The last time step that opened a session: no code opens two.
    pub last_step: i64,
}

impl fmt::Debug for StoredPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoredPassword")
    }
}

/// How a session was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// A passkey.
    Passkey,
    /// Password and code.
    Password,
    /// A recovery code.
    Recovery,
    /// OpenID Connect.
    Federation,
}

impl Method {
    /// Its word in the store.
    pub fn word(self) -> &'static str {
        match self {
            Method::Passkey => "passkey",
            Method::Password => "password",
            Method::Recovery => "recovery",
            Method::Federation => "federation",
        }
    }

    /// The method of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        [
            Self::Passkey,
            Self::Password,
            Self::Recovery,
            Self::Federation,
        ]
        .into_iter()
        .find(|m| m.word() == word)
    }
}

/// Who an identity provider says that somebody is: `iss` and `sub` of OpenID Connect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Federated {
    /// `iss`.
    pub issuer: String,
    /// `sub`: stable for this client.
    pub subject: String,
}

/// An identity that opens somebody's account, as they see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedIdentity {
    /// Which.
    pub who: Federated,
    /// Since when.
    pub since: Instant,
}

/// The first credential of a new account.
#[derive(Clone, Debug)]
pub enum FirstCredential {
    /// A passkey (its `staff` is the new account's id).
    Passkey(StoredPasskey),
    /// Password and TOTP.
    Password(StoredPassword),
    /// An identity provider.
    Federation(Federated),
}
