//! Secrets that people carry: made of 256 random bits, kept only as SHA-256.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// Where random bytes come from: the operating system in production.
pub trait Randomness: Send + Sync {
    /// Fills the whole slice.
    fn fill(&self, bytes: &mut [u8]);
}

/// A secret in somebody's hands: a session's cookie, an invitation's link, a form's token.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A fresh one.
    pub fn fresh(random: &dyn Randomness) -> Self {
        let mut bytes = [0; 32];
        random.fill(&mut bytes);
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// One that somebody shows; `None` when it cannot be one at all.
    pub fn shown(text: &str) -> Option<Self> {
        let decodes = URL_SAFE_NO_PAD
            .decode(text)
            .is_ok_and(|bytes| bytes.len() == 32);
        decodes.then(|| Self(text.to_owned()))
    }

    /// The text that goes into a cookie, a link or a form, and nowhere else.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub fn hash(&self) -> TokenHash {
        Self::hash_of(&self.0)
    }

    /// What is kept of another secret that was made of enough random bits: a recovery code.
    pub fn hash_of(secret: &str) -> TokenHash {
        TokenHash(URL_SAFE_NO_PAD.encode(Sha256::digest(secret)))
    }

    /// Whether both are the same, in a time that tells nothing.
    pub fn is(&self, other: &Token) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// SHA-256 of a token, base64url: 43 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenHash(pub String);
