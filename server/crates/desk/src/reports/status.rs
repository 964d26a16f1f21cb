//! How the desk's keys stand, told from what the folder holds.

use std::collections::BTreeMap;

use portal::valve::{DeskIdentity, KeyId, ReportKey, UnsignedKey};
use portal::{Instant, Span};

use super::files::{DESTROYED, IDENTITY_KEY, IDENTITY_PUB, KeyFile, Kind, REPORT_PUB};
use super::keys::in_file;
use super::{FileError, KeyFolder, KeysError};

/// How the keys stand. Needs no passphrase.
pub struct KeysStatus {
    /// The long-term key's public half, if the folder has one.
    pub identity: Option<DeskIdentity>,
    /// The keys that open, the newest first.
    pub epochs: Vec<EpochStatus>,
    /// The keys that were destroyed, and when.
    pub destroyed: Destroyed,
    /// Destroyed keys whose files stand in the folder again; they open nothing.
    pub left_over: Vec<KeyId>,
}

/// When which key was destroyed.
pub type Destroyed = BTreeMap<KeyId, Instant>;

impl KeysStatus {
    /// The key that reports are sealed to; none when what is published names no key of this folder.
    pub fn current(&self) -> Option<&EpochStatus> {
        let current = |e: &&EpochStatus| e.state == EpochState::Current;
        self.epochs.iter().find(current)
    }
}

/// One key that opens.
#[derive(Clone, Debug)]
pub struct EpochStatus {
    /// Its id.
    pub id: KeyId,
    /// Since when reports were sealed to it.
    pub from: Instant,
    /// When the next one was, or is, due.
    pub until: Instant,
    /// What it does.
    pub state: EpochState,
    /// Whether it opens with a passphrase only.
    pub wrapped: bool,
}

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EpochState {
    /// Reports are sealed to it.
    Current,
    /// It opens what was sealed in its epoch.
    Opens,
    /// Its time is over: it is to be destroyed.
    Due,
}

/// How the keys stand at `now`.
pub fn status(folder: &KeyFolder, now: Instant, retention: Span) -> Result<KeysStatus, KeysError> {
    let destroyed = read_destroyed(folder)?;
    let (mut epochs, mut left_over) = (Vec::new(), Vec::new());
    for (key, wrapped) in report_keys(folder)?
        .into_iter()
        .map(|(key, file)| (key, file.is_wrapped()))
    {
        if destroyed.contains_key(&key.id()) {
            left_over.push(key.id());
            continue;
        }
        epochs.push(EpochStatus {
            id: key.id(),
            from: key.from,
            until: key.until,
            state: if key.until + retention <= now {
                EpochState::Due
            } else {
                EpochState::Opens
            },
            wrapped,
        });
    }
    epochs.sort_by_key(|e| std::cmp::Reverse((e.from, e.id)));
    let identity = folder
        .text(IDENTITY_PUB)
        .and_then(|text| DeskIdentity::parse(text).ok());
    // What is published decides, not what is newest: a rotation may have been cut off between the two files.
    let published = identity.and_then(|desk| {
        let document = folder.text(REPORT_PUB)?;
        Some(ReportKey::parse(document, &desk).ok()?.id())
    });
    if let Some(epoch) = epochs.iter_mut().find(|e| Some(e.id) == published) {
        epoch.state = EpochState::Current;
    }
    Ok(KeysStatus {
        identity,
        epochs,
        destroyed,
        left_over,
    })
}

/// The epochs' keys, still shut.
pub(super) fn report_keys(folder: &KeyFolder) -> Result<Vec<(UnsignedKey, KeyFile)>, KeysError> {
    let files = folder
        .0
        .iter()
        .filter(|(name, _)| KeyFolder::is_secret(name) && *name != IDENTITY_KEY);
    files
        .map(|(name, text)| {
            let file = KeyFile::read(text).map_err(|error| in_file(name, error))?;
            match file.kind {
                Kind::Report(key) if KeyFolder::report_key(key.id()) == *name => Ok((key, file)),
                _ => Err(in_file(name, FileError::Halves)),
            }
        })
        .collect()
}

pub(super) fn read_destroyed(folder: &KeyFolder) -> Result<Destroyed, KeysError> {
    let text = folder.text(DESTROYED).unwrap_or_default();
    text.lines()
        .map(|line| {
            let (id, at) = line.split_once(' ')?;
            Some((KeyId::parse(id)?, Instant::parse(at)?))
        })
        .collect::<Option<Destroyed>>()
        .ok_or_else(|| in_file(DESTROYED, FileError::Form))
}
