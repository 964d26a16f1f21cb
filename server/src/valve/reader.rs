//! What the desk reads reports with: the vault, and the ring of keys.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use async_trait::async_trait;
use desk::access::{Proof, ReadReports};
use desk::reports::{After, Arrived, KeyRing, KeysError, Passphrase, Reports};
use portal::PortError;
use portal::valve::IdempotencyKey;
use store::{Kept, Place, Vault};
use zeroize::Zeroizing;

use crate::desk::{FolderError, KeyDirectory};

/// The desk cannot open reports.
#[derive(Debug, thiserror::Error)]
pub enum ReaderError {
    /// The folder cannot be read.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A key cannot be used.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// There is none.
    #[error(
        "{}: there are no keys that open reports\n    fix: rives desk keys init --dir {} --publish FILE", .0.display(), .0.display()
    )]
    NoKeys(PathBuf),
    /// The passphrase's file cannot be read.
    #[error("{}: {error}", .path.display())]
    Passphrase {
        /// Where.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The passphrase is too short to be one.
    #[error("{}: the passphrase is shorter than 16 characters", .0.display())]
    Short(PathBuf),
}

/// The vault with the keys to it.
pub struct Reader {
    vault: Vault,
    keys: Arc<Keys>,
}

struct Keys {
    folder: PathBuf,
    passphrase: Option<Passphrase>,
    /// The ring, and when the folder last changed as it was read.
    ring: Mutex<(Arc<KeyRing>, Option<SystemTime>)>,
}

impl Reader {
    /// Opens the keys of a folder; derives a key for each wrapped one. `passphrase_file` may be empty: not wrapped.
    pub fn open(vault: Vault, folder: &Path, passphrase_file: &Path) -> Result<Self, ReaderError> {
        let passphrase = passphrase(passphrase_file)?;
        let changed = changed(folder);
        let ring = KeyRing::read(&KeyDirectory::at(folder).read()?, passphrase.as_ref())?;
        if ring.epochs() == 0 {
            return Err(ReaderError::NoKeys(folder.to_owned()));
        }
        Ok(Self {
            vault,
            keys: Arc::new(Keys {
                folder: folder.to_owned(),
                passphrase,
                ring: Mutex::new((Arc::new(ring), changed)),
            }),
        })
    }

    /// Opens envelopes, away from the async runtime: each is a few curve operations, a changed ring more.
    async fn open_all(&self, kept: Vec<Kept>) -> Result<Vec<Arrived>, PortError> {
        let keys = self.keys.clone();
        let open = move || {
            let ring = keys.ring();
            kept.into_iter().map(|kept| opened(&ring, &kept)).collect()
        };
        tokio::task::spawn_blocking(open)
            .await
            .map_err(|error| PortError::Unavailable(error.to_string()))
    }
}

impl Keys {
    /// The ring as the folder has it: a key that was made opens, one that was destroyed does not, without a restart.
    fn ring(&self) -> Arc<KeyRing> {
        let mut held = self.ring.lock().unwrap_or_else(PoisonError::into_inner);
        let now = changed(&self.folder);
        if now != held.1 {
            let folder = KeyDirectory::at(&self.folder).read();
            let read = folder
                .map_err(ReaderError::from)
                .and_then(|f| Ok(KeyRing::read(&f, self.passphrase.as_ref())?));
            match read {
                Ok(ring) => *held = (Arc::new(ring), now),
                Err(error) => {
                    tracing::error!(%error, "the desk's keys changed and cannot be read; the ones before go on opening")
                }
            }
        }
        held.0.clone()
    }
}

fn opened(ring: &KeyRing, kept: &Kept) -> Arrived {
    Arrived {
        idempotency: IdempotencyKey(kept.row.idempotency),
        received_at: kept.received_at,
        opened: ring.open(&kept.row),
    }
}

/// Files of keys are written beside and renamed, so the folder changes whenever one of them does.
fn changed(folder: &Path) -> Option<SystemTime> {
    std::fs::metadata(folder).ok()?.modified().ok()
}

fn passphrase(file: &Path) -> Result<Option<Passphrase>, ReaderError> {
    if file.as_os_str().is_empty() {
        return Ok(None);
    }
    let text = std::fs::read_to_string(file).map(Zeroizing::new);
    let text = text.map_err(|error| ReaderError::Passphrase {
        path: file.to_owned(),
        error,
    })?;
    let read = Passphrase::read(&text).ok_or_else(|| ReaderError::Short(file.to_owned()))?;
    Ok(Some(read))
}

#[async_trait]
impl Reports for Reader {
    async fn page(
        &self,
        by: &Proof<ReadReports>,
        after: After,
        limit: u32,
    ) -> Result<Vec<Arrived>, PortError> {
        let place = match after.idempotency {
            Some(key) => Place::behind(after.received_at, key),
            None => Place::at(after.received_at),
        };
        let kept = self.vault.after(by, place, limit).await?;
        self.open_all(kept).await
    }

    async fn report(
        &self,
        by: &Proof<ReadReports>,
        idempotency: &IdempotencyKey,
    ) -> Result<Option<Arrived>, PortError> {
        let kept = self.vault.report(by, &idempotency.0).await?;
        let opened = self.open_all(kept.into_iter().collect()).await?;
        Ok(opened.into_iter().next())
    }
}
