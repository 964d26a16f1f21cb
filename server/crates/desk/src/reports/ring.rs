//! The keys that a running desk opens reports with.

use std::collections::{BTreeMap, BTreeSet};

use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, Kem};
use portal::valve::KeyId;

use super::files::FileError;
use super::keys::in_file;
use super::status::{read_destroyed, report_keys};
use super::{KeyFolder, KeysError, Passphrase};

pub(super) type PrivateKey = <X25519HkdfSha256 as Kem>::PrivateKey;

/// The private halves of the epochs that were not destroyed. The long-term key is not among them: whoever
/// opens reports need not be able to sign keys.
pub struct KeyRing {
    keys: BTreeMap<KeyId, PrivateKey>,
    destroyed: BTreeSet<KeyId>,
}

/// What the ring has of a key.
pub(super) enum Held<'a> {
    Key(&'a PrivateKey),
    Destroyed,
    Unknown,
}

impl KeyRing {
    /// Opens the epochs' keys. Derives a key per wrapped file: a fifth of a second each, not on the async
    /// runtime.
    pub fn read(folder: &KeyFolder, passphrase: Option<&Passphrase>) -> Result<Self, KeysError> {
        let destroyed: BTreeSet<KeyId> = read_destroyed(folder)?.into_keys().collect();
        let mut keys = BTreeMap::new();
        for (key, file) in report_keys(folder)? {
            let id = key.id();
            if destroyed.contains(&id) {
                continue;
            }
            let name = KeyFolder::report_key(id);
            let secret = file
                .open(passphrase)
                .map_err(|error| in_file(&name, error))?;
            let private = PrivateKey::from_bytes(secret.as_slice())
                .map_err(|_| in_file(&name, FileError::Form))?;
            keys.insert(id, private);
        }
        Ok(Self { keys, destroyed })
    }

    /// How many epochs it opens.
    pub fn epochs(&self) -> usize {
        self.keys.len()
    }

    pub(super) fn held(&self, id: KeyId) -> Held<'_> {
        match self.keys.get(&id) {
            Some(key) => Held::Key(key),
            None if self.destroyed.contains(&id) => Held::Destroyed,
            None => Held::Unknown,
        }
    }
}
