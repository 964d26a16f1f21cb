//! The desk's public key of an epoch, signed by the desk's long-term key.
//!
//! The public side is told the long-term key by its configuration, so that nobody who can write where keys are
//! published, and nobody between, can put a key of their own in the desk's place.
//!
//! | bytes of a document | what |
//! |---|---|
//! | 1 | version, 1 |
//! | 1 | suite of envelopes |
//! | 32 | X25519 public key |
//! | 8 + 8 | from, until: milliseconds since 1970, big-endian |
//! | 64 | Ed25519 signature over `rives report key 1`, a zero byte and all that |

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, VerifyingKey};
use hpke::Deserializable as _;
use sha2::{Digest as _, Sha256};

use super::SUITE_X25519_CHACHA;
use super::seal::PublicKey;
use crate::Instant;

/// The version of the document that this code writes and reads.
const VERSION: u8 = 1;
const BODY_LEN: usize = 1 + 1 + 32 + 8 + 8;
const DOCUMENT_LEN: usize = BODY_LEN + 64;
/// What is signed begins with this, so that the signature of anything else is none of a key.
const SIGNED_AS: &[u8] = b"rives report key 1\0";

/// A published key cannot be sealed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not a document: another length, or no base64url.
    #[error("this is no document of a report key")]
    Form,
    /// A version or a suite that this code does not know.
    #[error("the report key is of a kind that is not known")]
    Kind,
    /// The desk's long-term key did not sign it.
    #[error("the report key is not signed by this desk")]
    Signature,
    /// The text is no long-term key.
    #[error("this is no public key of a desk")]
    Identity,
}

/// The first 8 bytes of the SHA-256 of a desk's epoch key: what envelopes name it by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 8]);

impl KeyId {
    /// Of a public key of that suite.
    fn of(suite: u8, public: &[u8; 32]) -> Self {
        let digest = Sha256::new()
            .chain_update(b"rives report key id\0")
            .chain_update([suite])
            .chain_update(public)
            .finalize();
        let mut id = [0; 8];
        id.copy_from_slice(&digest[..8]);
        Self(id)
    }

    /// Reads 16 hex digits.
    pub fn parse(text: &str) -> Option<Self> {
        let well_formed = text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let number = well_formed.then(|| u64::from_str_radix(text, 16).ok())??;
        Some(Self(number.to_be_bytes()))
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", u64::from_be_bytes(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

/// The public half of a desk's long-term key (Ed25519): who may say what reports are sealed to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct DeskIdentity(VerifyingKey);

impl DeskIdentity {
    /// Of 32 bytes; `None` when they are no key, or one of the few that prove nothing.
    pub fn new(bytes: &[u8; 32]) -> Option<Self> {
        let key = VerifyingKey::from_bytes(bytes).ok()?;
        (!key.is_weak()).then_some(Self(key))
    }

    /// Reads 43 characters of base64url, as `rives desk keys status` shows them.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let bytes = URL_SAFE_NO_PAD.decode(text.trim()).ok();
        let bytes: Option<[u8; 32]> = bytes.and_then(|b| b.try_into().ok());
        bytes.as_ref().and_then(Self::new).ok_or(KeyError::Identity)
    }
}

impl fmt::Display for DeskIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0.as_bytes()))
    }
}

impl fmt::Debug for DeskIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeskIdentity({self})")
    }
}

/// A key of an epoch that the desk has not signed yet, or that this code is about to check.
#[derive(Clone, Copy)]
pub struct UnsignedKey {
    /// X25519.
    pub public: [u8; 32],
    /// Since when reports are sealed to it.
    pub from: Instant,
    /// When the desk means to have published the next one.
    pub until: Instant,
}

impl UnsignedKey {
    /// What envelopes will name it by.
    pub fn id(&self) -> KeyId {
        KeyId::of(SUITE_X25519_CHACHA, &self.public)
    }

    /// What the desk's long-term key signs.
    pub fn to_be_signed(&self) -> Vec<u8> {
        [SIGNED_AS, &self.body()].concat()
    }

    /// The document to publish, in base64url.
    pub fn document(&self, signature: &[u8; 64]) -> String {
        URL_SAFE_NO_PAD.encode([self.body().as_slice(), signature].concat())
    }

    fn body(&self) -> [u8; BODY_LEN] {
        let mut body = [0; BODY_LEN];
        body[0] = VERSION;
        body[1] = SUITE_X25519_CHACHA;
        body[2..34].copy_from_slice(&self.public);
        body[34..42].copy_from_slice(&self.from.0.to_be_bytes());
        body[42..].copy_from_slice(&self.until.0.to_be_bytes());
        body
    }

    fn read(body: &[u8; BODY_LEN]) -> Result<Self, KeyError> {
        if body[..2] != [VERSION, SUITE_X25519_CHACHA] {
            return Err(KeyError::Kind);
        }
        let (mut public, mut from, mut until) = ([0; 32], [0; 8], [0; 8]);
        public.copy_from_slice(&body[2..34]);
        from.copy_from_slice(&body[34..42]);
        until.copy_from_slice(&body[42..]);
        Ok(Self {
            public,
            from: Instant(i64::from_be_bytes(from)),
            until: Instant(i64::from_be_bytes(until)),
        })
    }
}

/// The desk's key of an epoch, whose signature was checked: the only thing that can seal a report.
#[derive(Clone)]
pub struct ReportKey {
    id: KeyId,
    from: Instant,
    until: Instant,
    pub(super) public: PublicKey,
}

impl ReportKey {
    /// Reads a published document and checks that this desk signed it.
    pub fn parse(document: &str, desk: &DeskIdentity) -> Result<Self, KeyError> {
        let bytes = URL_SAFE_NO_PAD
            .decode(document.trim())
            .map_err(|_| KeyError::Form)?;
        let bytes: [u8; DOCUMENT_LEN] = bytes.try_into().map_err(|_| KeyError::Form)?;
        let (body, signature) = bytes
            .split_first_chunk::<BODY_LEN>()
            .ok_or(KeyError::Form)?;
        let signature = Signature::from_slice(signature).map_err(|_| KeyError::Form)?;
        let key = UnsignedKey::read(body)?;
        desk.0
            .verify_strict(&key.to_be_signed(), &signature)
            .map_err(|_| KeyError::Signature)?;
        Ok(Self {
            id: key.id(),
            from: key.from,
            until: key.until,
            public: PublicKey::from_bytes(&key.public).map_err(|_| KeyError::Form)?,
        })
    }

    /// What envelopes name it by.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// Since when reports are sealed to it.
    pub fn from(&self) -> Instant {
        self.from
    }

    /// When the desk means to have published the next one. Later envelopes are opened all the same, until the
    /// desk destroys the key: a phone may have been without network for days.
    pub fn until(&self) -> Instant {
        self.until
    }
}
