//! The desk's folder of keys: its files' names and their form.
//!
//! | file | who reads it |
//! |---|---|
//! | `identity.key` | rotation only: the long-term signing key |
//! | `identity.pub` | goes into the public side's configuration |
//! | `report-<id>.key` | the desk: opens what was sealed in one epoch |
//! | `report.pub` | the public side: the signed key that reports are sealed to now |
//! | `destroyed` | the desk: which epochs cannot be opened any more |
//!
//! A `.key` file is lines of text; all lines before `secret` are bound to a wrapped secret.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, Kem, Serializable as _};
use portal::Instant;
use portal::valve::{KeyId, UnsignedKey};
use zeroize::Zeroizing;

use super::wrap::{self, Cost, Passphrase, WrapError, Wrapped};
use crate::access::Randomness;

pub(super) const IDENTITY_KEY: &str = "identity.key";
pub(super) const IDENTITY_PUB: &str = "identity.pub";
pub(super) const REPORT_PUB: &str = "report.pub";
pub(super) const DESTROYED: &str = "destroyed";

const FIRST_LINE: &str = "rives desk key 1";

/// What stands in the folder, by file name.
#[derive(Default)]
pub struct KeyFolder(pub(super) BTreeMap<String, Zeroizing<String>>);

impl KeyFolder {
    /// Of files' names and contents. Names that mean nothing here are left out.
    pub fn new(files: impl IntoIterator<Item = (String, Zeroizing<String>)>) -> Self {
        Self(
            files
                .into_iter()
                .filter(|(name, _)| Self::knows(name))
                .collect(),
        )
    }

    /// Whether a file of that name is one of this folder's.
    pub fn knows(name: &str) -> bool {
        [IDENTITY_KEY, IDENTITY_PUB, REPORT_PUB, DESTROYED].contains(&name)
            || report_id(name).is_some()
    }

    /// Whether a file of that name holds a private key, and only its owner may read it.
    pub fn is_secret(name: &str) -> bool {
        name.ends_with(".key")
    }

    /// The name of an epoch's file.
    pub(super) fn report_key(id: KeyId) -> String {
        format!("report-{id}.key")
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|text| text.as_str())
    }
}

/// The key that a file name names.
fn report_id(name: &str) -> Option<KeyId> {
    let id = name.strip_prefix("report-")?.strip_suffix(".key")?;
    KeyId::parse(id).filter(|id| KeyFolder::report_key(*id) == name)
}

/// Why a file gives no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Not the form that this program writes: cut, or edited.
    #[error("the file has not the form of a key")]
    Form,
    /// The private half does not belong to the public half, or the file has another key's name.
    #[error("the file's two halves are not one key")]
    Halves,
    /// The wrapping stays shut.
    #[error(transparent)]
    Wrap(#[from] WrapError),
}

/// What a key is for.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Signs the others.
    Identity([u8; 32]),
    /// Opens the reports of an epoch.
    Report(UnsignedKey),
}

impl Kind {
    /// The lines that tell it. Instants are whole seconds.
    fn lines(&self) -> String {
        match self {
            Self::Identity(public) => format!(
                "{FIRST_LINE}\nkind: identity\npublic: {}\n",
                URL_SAFE_NO_PAD.encode(public)
            ),
            Self::Report(key) => format!(
                "{FIRST_LINE}\nkind: report\npublic: {}\nfrom: {}\nuntil: {}\n",
                URL_SAFE_NO_PAD.encode(key.public),
                key.from.rfc3339(),
                key.until.rfc3339()
            ),
        }
    }

    /// Whether that private half is this key's.
    fn is_of(&self, secret: &[u8; 32]) -> bool {
        match self {
            Self::Identity(public) => {
                SigningKey::from_bytes(secret).verifying_key().as_bytes() == public
            }
            Self::Report(key) => <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(secret)
                .is_ok_and(|s| X25519HkdfSha256::sk_to_pk(&s).to_bytes().as_slice() == key.public),
        }
    }
}

/// A `.key` file, read.
pub(super) struct KeyFile {
    pub(super) kind: Kind,
    secret: Secret,
}

enum Secret {
    Plain(Zeroizing<[u8; 32]>),
    Wrapped(Wrapped),
}

impl KeyFile {
    /// A new file's text. Wrapped when there is a passphrase.
    pub(super) fn write(
        kind: Kind,
        secret: &[u8; 32],
        passphrase: Option<(&Passphrase, Cost)>,
        random: &dyn Randomness,
    ) -> Result<Zeroizing<String>, FileError> {
        // Large enough never to be moved: a move would leave the secret behind.
        let mut text = Zeroizing::new(String::with_capacity(1_024));
        text.push_str(&kind.lines());
        match passphrase {
            None => {
                text.push_str("wrap: none\n");
                let shown = Zeroizing::new(URL_SAFE_NO_PAD.encode(secret));
                text.push_str("secret: ");
                text.push_str(&shown);
                text.push('\n');
            }
            Some((passphrase, cost)) => {
                let salt = wrap::fresh_salt(random);
                text.push_str(&wrap_line(cost, &salt));
                let sealed = wrap::wrap(secret, passphrase, (cost, salt), text.as_bytes())?;
                text.push_str(&format!("secret: {}\n", URL_SAFE_NO_PAD.encode(sealed)));
            }
        }
        Ok(text)
    }

    /// Reads a file's text.
    pub(super) fn read(text: &str) -> Result<Self, FileError> {
        Self::read_lines(text).ok_or(FileError::Form)
    }

    fn read_lines(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        (lines.next()? == FIRST_LINE).then_some(())?;
        let mut value = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(": ");
        let kind = match value("kind")? {
            "identity" => Kind::Identity(bytes(value("public")?)?),
            "report" => Kind::Report(UnsignedKey {
                public: bytes(value("public")?)?,
                from: Instant::parse(value("from")?)?,
                until: Instant::parse(value("until")?)?,
            }),
            _ => return None,
        };
        let wrapping = value("wrap")?;
        let secret = value("secret")?;
        let secret = match read_wrap(wrapping)? {
            None => Secret::Plain(Zeroizing::new(bytes(secret)?)),
            Some((cost, salt)) => Secret::Wrapped(Wrapped {
                cost,
                salt,
                sealed: bytes::<48>(secret)?.to_vec(),
            }),
        };
        lines.next().is_none().then_some(Self { kind, secret })
    }

    /// Whether a passphrase is needed.
    pub(super) fn is_wrapped(&self) -> bool {
        matches!(self.secret, Secret::Wrapped(_))
    }

    /// The private half, which belongs to the public one.
    pub(super) fn open(
        &self,
        passphrase: Option<&Passphrase>,
    ) -> Result<Zeroizing<[u8; 32]>, FileError> {
        let secret = match &self.secret {
            Secret::Plain(secret) => secret.clone(),
            Secret::Wrapped(wrapped) => {
                let passphrase = passphrase.ok_or(WrapError::NoPassphrase)?;
                let bound = self.kind.lines() + &wrap_line(wrapped.cost, &wrapped.salt);
                wrap::unwrap(wrapped, passphrase, bound.as_bytes())?
            }
        };
        let whole = self.kind.is_of(&secret);
        whole.then_some(secret).ok_or(FileError::Halves)
    }
}

fn wrap_line(cost: Cost, salt: &[u8; 16]) -> String {
    format!(
        "wrap: argon2id m={} t={} p=1 salt={}\n",
        cost.memory_kib,
        cost.passes,
        URL_SAFE_NO_PAD.encode(salt)
    )
}

/// The cost and the salt, or none for a key that is not wrapped.
fn read_wrap(text: &str) -> Option<Option<(Cost, [u8; 16])>> {
    if text == "none" {
        return Some(None);
    }
    let mut words = text.strip_prefix("argon2id ")?.split(' ');
    let mut value = |name: &str| words.next()?.strip_prefix(name)?.strip_prefix('=');
    let cost = Cost {
        memory_kib: value("m")?.parse().ok()?,
        passes: value("t")?.parse().ok()?,
    };
    (value("p")? == "1").then_some(())?;
    let salt = bytes(value("salt")?)?;
    words.next().is_none().then_some(Some((cost, salt)))
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    let decoded = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).ok()?);
    decoded.as_slice().try_into().ok()
}
