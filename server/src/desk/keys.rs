//! The desk's folder of keys on disk. What is to be done in it is `desk::reports`'s to say.
//!
//! Never: a private half that others can read, a half-written file, a key in a log.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use desk::reports::{Change, KeyFolder};
use zeroize::Zeroizing;

/// Files of keys are small; whatever is larger is none.
const LARGEST: u64 = 64 * 1024;

/// The folder cannot be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The operating system says why.
    #[error("{}: {error}", .path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// A private key that its owner's group, or everybody, can read or write.
    #[error(
        "{}: others than its owner can get at it\n    fix: chmod 600 {}, and think of who may have read it", .path.display(), .path.display()
    )]
    Open {
        /// Which.
        path: PathBuf,
    },
    /// No key is that large.
    #[error("{}: too large for a key", .path.display())]
    Large {
        /// Which.
        path: PathBuf,
    },
}

/// A folder of keys.
#[derive(Clone, Debug)]
pub struct KeyDirectory(PathBuf);

impl KeyDirectory {
    /// The folder at that path, which need not be there yet.
    pub fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// What stands in it; nothing when it is not there. Refuses keys that others can get at.
    pub fn read(&self) -> Result<KeyFolder, FolderError> {
        let entries = match std::fs::read_dir(&self.0) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(KeyFolder::default());
            }
            Err(error) => return Err(io(&self.0, error)),
        };
        let mut files = Vec::new();
        for entry in entries {
            let name = entry.map_err(|error| io(&self.0, error))?.file_name();
            let Some(name) = name.to_str().filter(|n| KeyFolder::knows(n)) else {
                continue;
            };
            files.push((name.to_owned(), self.read_file(name)?));
        }
        Ok(KeyFolder::new(files))
    }

    fn read_file(&self, name: &str) -> Result<Zeroizing<String>, FolderError> {
        let path = self.0.join(name);
        let about = std::fs::metadata(&path).map_err(|error| io(&path, error))?;
        if KeyFolder::is_secret(name) && about.permissions().mode() & 0o077 != 0 {
            return Err(FolderError::Open { path });
        }
        if about.len() > LARGEST {
            return Err(FolderError::Large { path });
        }
        std::fs::read_to_string(&path)
            .map(Zeroizing::new)
            .map_err(|error| io(&path, error))
    }

    /// Makes the changes, in their order; each is durable before the next begins. Makes the folder if needed,
    /// for its owner only.
    pub fn apply(&self, changes: &[Change]) -> Result<(), FolderError> {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.0)
            .map_err(|error| io(&self.0, error))?;
        for change in changes {
            match change {
                Change::Write { name, text } => {
                    let mode = if KeyFolder::is_secret(name) {
                        0o600
                    } else {
                        0o644
                    };
                    write_whole(&self.0.join(name), text, mode)?;
                }
                Change::Erase { name } => erase(&self.0.join(name))?,
            }
        }
        Ok(())
    }
}

/// Puts the public half where the public side reads it: whole, or not at all.
pub fn publish(path: &Path, document: &str) -> Result<(), FolderError> {
    write_whole(path, &format!("{document}\n"), 0o644)
}

/// Writes beside the file and renames: who reads meanwhile sees the old one or the new one.
fn write_whole(path: &Path, text: &str, mode: u32) -> Result<(), FolderError> {
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(format!(".{}", std::process::id()));
    let fresh = PathBuf::from(fresh);
    let write = || {
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(mode)
            .open(&fresh)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&fresh, path)
    };
    let written = write();
    if written.is_err() {
        // It may not exist; what matters is the first error.
        let _ = std::fs::remove_file(&fresh);
    }
    written.map_err(|error| io(path, error))?;
    sync_folder(path)
}

/// Overwrites, then removes. On flash memory and on copying file systems old blocks may outlive this: what
/// helps there is a passphrase, or an encrypted disk.
fn erase(path: &Path) -> Result<(), FolderError> {
    let overwrite = || {
        let mut file = OpenOptions::new().write(true).open(path)?;
        let length = file.metadata()?.len().min(LARGEST);
        file.write_all(&vec![0; usize::try_from(length).unwrap_or_default()])?;
        file.sync_all()?;
        std::fs::remove_file(path)
    };
    overwrite().map_err(|error| io(path, error))?;
    sync_folder(path)
}

fn sync_folder(path: &Path) -> Result<(), FolderError> {
    let folder = path.parent().filter(|f| !f.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    File::open(folder)
        .and_then(|f| f.sync_all())
        .map_err(|error| io(folder, error))
}

fn io(path: &Path, error: std::io::Error) -> FolderError {
    FolderError::Io {
        path: path.to_owned(),
        error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: &str, text: &str) -> Change {
        Change::Write {
            name: name.to_owned(),
            text: Zeroizing::new(text.to_owned()),
        }
    }

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn only_its_owner_can_read_a_private_half() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("keys");
        let directory = KeyDirectory::at(&path);
        let files = [written("identity.key", "a"), written("report.pub", "b")];
        directory.apply(&files).unwrap();
        assert_eq!(mode(&path), 0o700);
        assert_eq!(mode(&path.join("identity.key")), 0o600);
        assert_eq!(mode(&path.join("report.pub")), 0o644);
        assert!(directory.read().is_ok());
        let key = path.join("identity.key");
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(directory.read(), Err(FolderError::Open { .. })));
    }

    #[test]
    fn what_is_erased_is_gone_and_nothing_half_written_is_left() {
        let parent = tempfile::tempdir().unwrap();
        let directory = KeyDirectory::at(parent.path());
        let name = "report-0011223344556677.key";
        directory.apply(&[written(name, "a")]).unwrap();
        directory.apply(&[written(name, "b")]).unwrap();
        let erase = Change::Erase { name: name.into() };
        directory.apply(&[erase]).unwrap();
        assert_eq!(std::fs::read_dir(parent.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_that_is_not_there_holds_nothing() {
        let parent = tempfile::tempdir().unwrap();
        let directory = KeyDirectory::at(&parent.path().join("none"));
        assert!(directory.read().is_ok());
    }
}
