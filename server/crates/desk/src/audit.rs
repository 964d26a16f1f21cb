//! What was done at the desk, by whom: append-only, each entry chained to the one before.
//!
//! Owns the entry and its hash. Entries are written by the store, in the transaction of the deed itself:
//! there is no deed without its entry, and no port to write one alone.
//! Never: contacts, positions, secrets, what residents wrote.

use async_trait::async_trait;
use portal::{Instant, PortError};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::access::{Proof, ReadAudit};

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// 1, 2, 3… without gaps.
    pub seq: u64,
    /// When.
    pub at: Instant,
    /// Whose deed: a [`crate::staff::StaffId`], or empty for the portal itself and its command line.
    pub actor: String,
    /// Their name at that time ("ligne de commande", "le portail").
    pub actor_name: String,
    /// What was done: `noun.verb`, for example `message.release`, `staff.suspend`.
    pub action: String,
    /// To what: the noun's id.
    pub subject: String,
    /// What changed, before: JSON, or empty.
    pub before: String,
    /// What changed, after: JSON, or empty. Reasons given stand here.
    pub after: String,
    /// The hash of the entry before; 64 zeros for the first.
    pub previous: String,
    /// This entry's hash: see [`Entry::computed`].
    pub hash: String,
}

/// The `previous` of the first entry.
pub const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl Entry {
    /// The hash that this entry must have: SHA-256, lower-case hex, over the fields in order, each with its
    /// length before it, so that no two entries have the same text.
    pub fn computed(&self) -> String {
        let mut hasher = Sha256::new();
        let (seq, at) = (self.seq.to_string(), self.at.0.to_string());
        for field in [
            self.previous.as_str(),
            &seq,
            &at,
            &self.actor,
            &self.actor_name,
            &self.action,
            &self.subject,
            &self.before,
            &self.after,
        ] {
            hasher.update(u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(field.as_bytes());
        }
        hasher
            .finalize()
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect()
    }
}

/// The last entry's number and hash: written down elsewhere, it shows a cut tail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Number of entries.
    pub seq: u64,
    /// Hash of the last, or [`BEGINNING`].
    pub hash: String,
}

/// What is wrong with the audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The entry's text is not what it was.
    Edited(u64),
    /// An entry is missing before this one.
    Dropped(u64),
    /// The entry does not follow the one before it.
    Reordered(u64),
    /// Entries are missing at the end; the number is that of the last that should be there.
    CutOff(u64),
}

/// Checks entries one by one, in the order in which they are stored.
#[derive(Clone, Debug)]
pub struct Verifier(Head);

impl Default for Verifier {
    fn default() -> Self {
        Self(Head {
            seq: 0,
            hash: BEGINNING.to_owned(),
        })
    }
}

impl Verifier {
    /// Looks at the next entry.
    pub fn next(&mut self, entry: &Entry) -> Result<(), Broken> {
        self.link(entry.seq, &entry.previous, &entry.hash, &entry.computed())
    }

    /// The same of an entry of another chain: its number, the hash of the one before, its hash, and the hash that it
    /// must have.
    pub fn link(
        &mut self,
        seq: u64,
        previous: &str,
        hash: &str,
        computed: &str,
    ) -> Result<(), Broken> {
        if computed != hash {
            return Err(Broken::Edited(seq));
        }
        if seq > self.0.seq + 1 {
            return Err(Broken::Dropped(seq));
        }
        if seq != self.0.seq + 1 || previous != self.0.hash {
            return Err(Broken::Reordered(seq));
        }
        self.0 = Head {
            seq,
            hash: hash.to_owned(),
        };
        Ok(())
    }

    /// After the last: whether the chain reaches `head`. Gives the head it reached.
    pub fn reaches(self, head: &Head) -> Result<Head, Broken> {
        if self.0.seq < head.seq {
            return Err(Broken::CutOff(head.seq));
        }
        if self.0.seq == head.seq && self.0.hash != head.hash {
            return Err(Broken::Edited(head.seq));
        }
        Ok(self.0)
    }
}

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Words that must occur in actor, action, subject, before or after; accents and case do not matter.
    pub words: String,
    /// Only actions that begin so (`message.`).
    pub action: String,
    /// From this instant on.
    pub from: Option<Instant>,
    /// Up to this instant.
    pub to: Option<Instant>,
    /// Only entries before this number.
    pub before: Option<u64>,
}

/// Reading the audit.
#[async_trait]
pub trait Audit: Send + Sync {
    /// Entries that fit, newest first.
    async fn entries(
        &self,
        by: &Proof<ReadAudit>,
        search: &Search,
        limit: u32,
    ) -> Result<Vec<Entry>, PortError>;
    /// All entries after `seq`, oldest first, at most `limit`: for the export and the check.
    async fn entries_after(&self, seq: u64, limit: u32) -> Result<Vec<Entry>, PortError>;
    /// Where the chain should end.
    async fn head(&self) -> Result<Head, PortError>;
    /// Notes that the audit was exported; it is itself an entry.
    async fn note_export(&self, by: &Proof<ReadAudit>, at: Instant) -> Result<(), PortError>;
}
