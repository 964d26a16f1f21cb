//! The desk's signed key as the public side reads it: a file, looked at again for every report.

use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use portal::valve::{DeskIdentity, KeyError, ReportKey};

/// There is no key to seal to.
#[derive(Debug, thiserror::Error)]
pub enum PublishedError {
    /// The operating system says why.
    #[error(
        "{}: {error}\n    fix: publish the desk's key there (rives desk keys init --publish), and give the public side the text of identity.pub", .path.display()
    )]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// It is none, or this desk did not sign it.
    #[error("{}: {error}", .path.display())]
    Key {
        /// Where.
        path: PathBuf,
        /// Why.
        error: KeyError,
    },
}

/// The key that reports are sealed to now.
pub struct PublishedKey {
    path: PathBuf,
    desk: DeskIdentity,
    last: RwLock<ReportKey>,
}

impl PublishedKey {
    /// Reads the key once, so that a portal without one does not start. `identity`: the desk's, or a file with it.
    pub fn open(path: &Path, identity: &str) -> Result<Self, PublishedError> {
        let desk = match DeskIdentity::parse(identity) {
            Ok(desk) => desk,
            Err(_) => {
                let file = Path::new(identity);
                let text = std::fs::read_to_string(file).map_err(|error| io(file, error))?;
                DeskIdentity::parse(&text).map_err(|error| key(file, error))?
            }
        };
        let text = std::fs::read_to_string(path).map_err(|error| io(path, error))?;
        let last = ReportKey::parse(&text, &desk).map_err(|error| key(path, error))?;
        Ok(Self {
            path: path.to_owned(),
            desk,
            last: RwLock::new(last),
        })
    }

    /// The key that is published now. Where it cannot be read, or was not signed by this desk, the last one: what is
    /// sealed to it is opened for as long as the desk keeps it.
    pub async fn current(&self) -> ReportKey {
        let read = match tokio::fs::read_to_string(&self.path).await {
            Ok(text) => ReportKey::parse(&text, &self.desk).map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        match read {
            Ok(key) => {
                *self.last.write().unwrap_or_else(PoisonError::into_inner) = key.clone();
                key
            }
            Err(error) => {
                tracing::error!(%error, "the published report key cannot be used; reports are sealed to the last one");
                self.last
                    .read()
                    .unwrap_or_else(PoisonError::into_inner)
                    .clone()
            }
        }
    }
}

fn io(path: &Path, error: std::io::Error) -> PublishedError {
    PublishedError::Io {
        path: path.to_owned(),
        error,
    }
}

fn key(path: &Path, error: KeyError) -> PublishedError {
    PublishedError::Key {
        path: path.to_owned(),
        error,
    }
}
