//! The life of the desk's keys: made, followed by the next, destroyed. Pure: from what stands in the folder to
//! what is to be changed in it.

use ed25519_dalek::{Signer as _, SigningKey};
use hpke::kem::X25519HkdfSha256;
use hpke::{Kem as _, Serializable as _};
use portal::valve::{DeskIdentity, KeyId, UnsignedKey};
use portal::{Instant, Span};
use zeroize::Zeroizing;

use super::files::{DESTROYED, IDENTITY_KEY, IDENTITY_PUB, KeyFile, Kind, REPORT_PUB};
use super::{Cost, EpochState, EpochStatus, FileError, KeyFolder, Passphrase, status};
use crate::access::Randomness;

/// How long a key is sealed to, unless the operator says otherwise: 30 days.
pub const EPOCH_LASTS: Span = Span::hours(30 * 24);

/// How long after its epoch a key still opens, unless the operator says otherwise: 90 days.
pub const RETENTION: Span = Span::hours(90 * 24);

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// There are keys already, and losing them would lose every report.
    #[error("there are keys in this folder already: rotate makes the next one")]
    AlreadyThere,
    /// There is no long-term key.
    #[error("there are no keys in this folder: init makes the first")]
    NotThere,
    /// The epoch has not ended.
    #[error("the present key is meant to last until {}", .0.rfc3339())]
    NotDue(Instant),
    /// No key of that id.
    #[error("there is no key {0}")]
    Unknown(KeyId),
    /// It was destroyed before.
    #[error("the key {0} was destroyed already")]
    AlreadyDestroyed(KeyId),
    /// Reports are sealed to it now.
    #[error("reports are sealed to the key {0} now: rotate first, then destroy it")]
    Current(KeyId),
    /// A file of the folder is not what it should be.
    #[error("{name}: {error}")]
    File {
        /// Which.
        name: String,
        /// Why.
        error: FileError,
    },
}

/// What is to be done in the folder, in this order.
pub enum Change {
    /// Write a whole file, in the old one's place if there is one.
    Write {
        /// Its name.
        name: String,
        /// Its text.
        text: Zeroizing<String>,
    },
    /// Overwrite a file and remove it.
    Erase {
        /// Its name.
        name: String,
    },
}

impl Change {
    fn write(name: &str, text: impl Into<String>) -> Self {
        Self::Write {
            name: name.to_owned(),
            text: Zeroizing::new(text.into()),
        }
    }
}

/// A key that was made, and what makes it so.
pub struct Made {
    /// Its id.
    pub id: KeyId,
    /// Who signed it.
    pub identity: DeskIdentity,
    /// When the next one is due.
    pub until: Instant,
    /// The signed document that the public side is to have, in base64url.
    pub document: String,
    /// The folder's changes.
    pub changes: Vec<Change>,
}

/// Makes the long-term key and the first epoch's.
pub fn init(
    folder: &KeyFolder,
    (now, lasts): (Instant, Span),
    passphrase: Option<(&Passphrase, Cost)>,
    random: &dyn Randomness,
) -> Result<Made, KeysError> {
    if folder.0.keys().any(|name| KeyFolder::is_secret(name)) {
        return Err(KeysError::AlreadyThere);
    }
    let mut secret = Zeroizing::new([0; 32]);
    random.fill(secret.as_mut_slice());
    let identity = SigningKey::from_bytes(&secret);
    let public = identity.verifying_key();
    let text = KeyFile::write(
        Kind::Identity(*public.as_bytes()),
        &secret,
        passphrase,
        random,
    )
    .map_err(|error| in_file(IDENTITY_KEY, error))?;
    let mut made = next(&identity, (now, lasts), passphrase, random)?;
    let name = IDENTITY_KEY.to_owned();
    let first = [
        Change::Write { name, text },
        Change::write(IDENTITY_PUB, format!("{}\n", made.identity)),
    ];
    made.changes.splice(0..0, first);
    Ok(made)
}

/// Makes the next epoch's key once the present one is due, or at once if `at_once`. The older ones go on
/// opening.
pub fn rotate(
    folder: &KeyFolder,
    (now, lasts): (Instant, Span),
    at_once: bool,
    passphrase: Option<(&Passphrase, Cost)>,
    random: &dyn Randomness,
) -> Result<Made, KeysError> {
    let status = status(folder, now, RETENTION)?;
    if let Some(current) = status.current()
        && current.until > now
        && !at_once
    {
        return Err(KeysError::NotDue(current.until));
    }
    let text = folder.text(IDENTITY_KEY).ok_or(KeysError::NotThere)?;
    let secret = KeyFile::read(text)
        .and_then(|file| match file.kind {
            Kind::Identity(_) => file.open(passphrase.map(|(p, _)| p)),
            Kind::Report(_) => Err(FileError::Form),
        })
        .map_err(|error| in_file(IDENTITY_KEY, error))?;
    next(
        &SigningKey::from_bytes(&secret),
        (now, lasts),
        passphrase,
        random,
    )
}

/// The next epoch's key, signed. Its file is written before it is published: no report is ever sealed to a key
/// that is not kept.
fn next(
    identity: &SigningKey,
    (now, lasts): (Instant, Span),
    passphrase: Option<(&Passphrase, Cost)>,
    random: &dyn Randomness,
) -> Result<Made, KeysError> {
    let mut keying = Zeroizing::new([0; 32]);
    random.fill(keying.as_mut_slice());
    let (private, public) = X25519HkdfSha256::derive_keypair(keying.as_slice());
    let secret: Zeroizing<[u8; 32]> = Zeroizing::new(private.to_bytes().into());
    let from = Instant(now.0 - now.0.rem_euclid(1_000));
    let key = UnsignedKey {
        public: public.to_bytes().into(),
        from,
        until: from + lasts,
    };
    let name = KeyFolder::report_key(key.id());
    let text = KeyFile::write(Kind::Report(key), &secret, passphrase, random)
        .map_err(|error| in_file(&name, error))?;
    let document = key.document(&identity.sign(&key.to_be_signed()).to_bytes());
    let changes = vec![
        Change::Write { name, text },
        Change::write(REPORT_PUB, format!("{document}\n")),
    ];
    let identity = DeskIdentity::new(identity.verifying_key().as_bytes())
        .ok_or_else(|| in_file(IDENTITY_KEY, FileError::Halves))?;
    Ok(Made {
        id: key.id(),
        identity,
        until: key.until,
        document,
        changes,
    })
}

/// Which keys are to go.
#[derive(Clone, Copy, Debug)]
pub enum Doomed {
    /// Those whose epoch ended so long ago.
    Due(Span),
    /// This one, at once.
    Key(KeyId),
}

/// Destroys keys: what was sealed to them can never be opened again, not from a backup of the reports either.
/// Gives the ids that were destroyed, and the changes: it is noted first, so that a key that comes back by a restored
/// copy of the folder stays dead as long as the note does.
pub fn destroy(
    folder: &KeyFolder,
    doomed: Doomed,
    now: Instant,
) -> Result<(Vec<KeyId>, Vec<Change>), KeysError> {
    let retention = match doomed {
        Doomed::Due(retention) => retention,
        Doomed::Key(_) => RETENTION,
    };
    let status = status(folder, now, retention)?;
    let gone: Vec<&EpochStatus> = match doomed {
        Doomed::Due(_) => {
            let due = |e: &&EpochStatus| e.state == EpochState::Due;
            status.epochs.iter().filter(due).collect()
        }
        Doomed::Key(id) => {
            if status.destroyed.contains_key(&id) && !status.left_over.contains(&id) {
                return Err(KeysError::AlreadyDestroyed(id));
            }
            let known = status.epochs.iter().find(|e| e.id == id);
            match known {
                Some(epoch) if epoch.state == EpochState::Current => {
                    return Err(KeysError::Current(id));
                }
                None if !status.left_over.contains(&id) => return Err(KeysError::Unknown(id)),
                known => known.into_iter().collect(),
            }
        }
    };
    let mut changes = Vec::new();
    if !gone.is_empty() {
        let mut text = folder.text(DESTROYED).unwrap_or_default().to_owned();
        for epoch in &gone {
            text.push_str(&format!("{} {}\n", epoch.id, now.rfc3339()));
        }
        changes.push(Change::write(DESTROYED, text));
    }
    let ids: Vec<KeyId> = gone.iter().map(|epoch| epoch.id).collect();
    // Files of keys that were destroyed before and stand here again go too.
    changes.extend(ids.iter().chain(&status.left_over).map(|id| Change::Erase {
        name: KeyFolder::report_key(*id),
    }));
    Ok((ids, changes))
}

pub(super) fn in_file(name: &str, error: FileError) -> KeysError {
    KeysError::File {
        name: name.to_owned(),
        error,
    }
}
