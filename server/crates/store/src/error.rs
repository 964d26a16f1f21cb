//! What can go wrong below the ports, and how it is told above them.

use desk::access::Refused;
use desk::exchange::ModerationError;
use desk::held::HeldError;
use desk::items::ItemError;
use desk::messages::DraftError;
use desk::staff::StaffError;
use portal::PortError;
use sqlx::error::ErrorKind;

/// A failure of the store. The text is for logs and operators; it holds no URL, since one may hold a password.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The engine refused or could not be reached.
    #[error("{0}")]
    Engine(#[from] sqlx::Error),
    /// The database could not be opened.
    #[error("the database cannot be opened: {0}")]
    Open(#[source] sqlx::Error),
    /// The directory of the database could not be made.
    #[error("the directory {0} of the database cannot be made: {1}")]
    Directory(String, #[source] std::io::Error),
    /// The schema could not be brought to this version.
    #[error("the database cannot be migrated: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The role of the vault's door may do more than put in.
    #[error(
        "the door of the vault may do more than put reports in: give it the role rives_door, not the owner's"
    )]
    Door,
    /// A stored text is not what this version writes.
    #[error("{what} {id}: {reason}")]
    Unreadable {
        /// The noun.
        what: &'static str,
        /// Which one.
        id: String,
        /// Why it cannot be read.
        reason: String,
    },
    /// A value could not be written as JSON.
    #[error("cannot be written as JSON: {0}")]
    Unwritable(#[from] serde_json::Error),
}

impl From<StoreError> for PortError {
    fn from(error: StoreError) -> Self {
        let text = error.to_string();
        match &error {
            StoreError::Unreadable { .. } | StoreError::Unwritable(_) => PortError::Corrupt(text),
            StoreError::Engine(e) if is_damage(e) => PortError::Corrupt(text),
            _ => PortError::Unavailable(text),
        }
    }
}

/// Whether the data or the code is at fault, so that trying again is of no use; everything else (disk full,
/// read-only, busy, gone) may pass.
fn is_damage(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::ColumnDecode { .. }
        | sqlx::Error::Decode(_)
        | sqlx::Error::ColumnNotFound(_)
        | sqlx::Error::ColumnIndexOutOfBounds { .. }
        | sqlx::Error::TypeNotFound { .. }
        | sqlx::Error::Encode(_)
        | sqlx::Error::RowNotFound => true,
        // SQLite's CORRUPT and NOTADB, PostgreSQL's data_corrupted and index_corrupted.
        sqlx::Error::Database(e) => {
            !matches!(e.kind(), ErrorKind::Other)
                || matches!(
                    e.code().as_deref(),
                    Some("11" | "267" | "523" | "779" | "26" | "XX001" | "XX002")
                )
        }
        _ => false,
    }
}

/// A failure of the store within a use case that has refusals of its own.
macro_rules! through_the_port {
    ($($refusal:ty),+) => {
        $(impl From<StoreError> for $refusal {
            fn from(error: StoreError) -> Self {
                PortError::from(error).into()
            }
        })+
    };
}

through_the_port!(
    Refused,
    StaffError,
    DraftError,
    HeldError,
    ModerationError,
    ItemError
);
