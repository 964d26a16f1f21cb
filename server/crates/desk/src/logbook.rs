//! The logbook (main courante): what a team on duty writes down, in order, and nobody changes afterwards.
//!
//! Owns the entry and its hash. An entry is chained by the hash of its words, so that a purge of words leaves the chain
//! whole. Beside the audit: there the desk writes by itself what was done; here people write what they know.
//! Never: a change, a deletion.

use async_trait::async_trait;
use portal::{Instant, PortError};
use sha2::{Digest as _, Sha256};

use crate::access::{Proof, ReadReports, Refused};
use crate::audit::{Broken, Head, Verifier};

/// The most characters of an entry.
pub const LONGEST_ENTRY: usize = 4_000;

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// 1, 2, 3… without gaps.
    pub seq: u64,
    /// When.
    pub at: Instant,
    /// Whose: a [`crate::staff::StaffId`].
    pub author: String,
    /// Their name at that time.
    pub author_name: String,
    /// What was written; `None` once it was purged.
    pub words: Option<String>,
    /// SHA-256 of the words, lower-case hex: stays when they go.
    pub words_hash: String,
    /// The hash of the entry before; 64 zeros for the first.
    pub previous: String,
    /// This entry's hash: see [`LogEntry::computed`].
    pub hash: String,
}

impl LogEntry {
    /// The hash that its words must have.
    pub fn hash_of(words: &str) -> String {
        hex(Sha256::digest(words))
    }

    /// The hash that this entry must have: SHA-256, lower-case hex, over the fields in order but the words themselves,
    /// each with its length before it, so that no two entries have the same text.
    pub fn computed(&self) -> String {
        let mut hasher = Sha256::new();
        let (seq, at) = (self.seq.to_string(), self.at.0.to_string());
        for field in [
            "rives logbook 1",
            &self.previous,
            &seq,
            &at,
            &self.author,
            &self.author_name,
            &self.words_hash,
        ] {
            hasher.update(u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(field.as_bytes());
        }
        hex(hasher.finalize())
    }

    /// Looks at it as the next of a chain.
    pub fn check(&self, chain: &mut Verifier) -> Result<(), Broken> {
        let words = self.words.as_deref().map(Self::hash_of);
        if words.is_some_and(|hash| hash != self.words_hash) {
            return Err(Broken::Edited(self.seq));
        }
        chain.link(self.seq, &self.previous, &self.hash, &self.computed())
    }
}

fn hex(digest: impl AsRef<[u8]>) -> String {
    digest.as_ref().iter().map(|b| format!("{b:02x}")).collect()
}

/// The logbook as it is kept.
#[async_trait]
pub trait Logbook: Send + Sync {
    /// Adds an entry; its number. Its words stand in no audit entry.
    async fn write_down(
        &self,
        by: &Proof<ReadReports>,
        words: &str,
        at: Instant,
    ) -> Result<u64, Refused>;
    /// Entries before a number, newest first.
    async fn logbook(
        &self,
        by: &Proof<ReadReports>,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<LogEntry>, PortError>;
    /// Entries after a number, oldest first: for the check.
    async fn logbook_after(&self, seq: u64, limit: u32) -> Result<Vec<LogEntry>, PortError>;
    /// Where the chain should end.
    async fn logbook_head(&self) -> Result<Head, PortError>;
}
