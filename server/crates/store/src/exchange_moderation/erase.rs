//! Erasing a contact: its listings with their conversations, and the conversations in which it answered.
//! Evidence of reports stays, and so does the hash of whoever is blocked.

use std::collections::BTreeSet;

use desk::exchange::Reach;
use portal::Instant;
use portal::exchange::ContactHash;

use super::deeds::give_back;
use super::*;
use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::sql;

/// What there is of a contact.
pub(super) struct Found {
    listings: BTreeSet<String>,
    talks: BTreeSet<String>,
    blocked: bool,
}

impl Found {
    pub(super) fn reach(&self) -> Reach {
        let count = |set: &BTreeSet<String>| u64::try_from(set.len()).unwrap_or(u64::MAX);
        Reach {
            listings: count(&self.listings),
            talks: count(&self.talks),
            blocked: self.blocked,
        }
    }
}

/// Finds it.
pub(super) async fn found(tx: &mut Tx, hashes: &[ContactHash]) -> Result<Found, StoreError> {
    let mut found = Found {
        listings: BTreeSet::new(),
        talks: BTreeSet::new(),
        blocked: false,
    };
    for hash in hashes {
        let own: Vec<(String,)> = sql!(fetch_all, tx, LISTINGS_OF_HASH, hash.0.as_str())?;
        let answered: Vec<(String,)> = sql!(fetch_all, tx, TALKS_OF_HASH, hash.0.as_str())?;
        let blocked: Option<(String,)> = sql!(fetch_optional, tx, IS_BLOCKED, hash.0.as_str())?;
        found.blocked |= blocked.is_some();
        found.listings.extend(own.into_iter().map(|(id,)| id));
        found.talks.extend(answered.into_iter().map(|(id,)| id));
    }
    for listing in &found.listings {
        let talks: Vec<(String,)> = sql!(fetch_all, tx, TALKS_OF_LISTING, listing.as_str())?;
        found.talks.extend(talks.into_iter().map(|(id,)| id));
    }
    Ok(found)
}

/// Erases it.
pub(super) async fn all(
    tx: &mut Tx,
    found: &Found,
    hashes: &[ContactHash],
    at: Instant,
) -> Result<(), StoreError> {
    for talk in &found.talks {
        let of: Option<(String,)> = sql!(fetch_optional, tx, TALK_LISTING, talk.as_str())?;
        let steps = [
            ERASE_MATCH_SLOTS,
            ERASE_MATCHES,
            ERASE_REVEALS,
            ERASE_SAID,
            ERASE_TALK_LETTERS,
            ERASE_TALK_CONTACTS,
            ERASE_TALK,
        ];
        for step in steps {
            sql!(execute, tx, step, talk.as_str())?;
        }
        if let Some((listing,)) = of.filter(|(listing,)| !found.listings.contains(listing)) {
            give_back(tx, &listing, at).await?;
        }
    }
    for listing in &found.listings {
        let steps = [
            ERASE_LETTERS,
            ERASE_MANAGE,
            ERASE_SLOTS,
            ERASE_WORDS,
            ERASE_CONTACTS,
            UNAPPROVE,
            ERASE_LISTING,
        ];
        for step in steps {
            sql!(execute, tx, step, listing.as_str())?;
        }
    }
    for hash in hashes {
        for step in [ERASE_PACE, ERASE_BLOCKS, ERASE_CONTACT] {
            sql!(execute, tx, step, hash.0.as_str())?;
        }
    }
    Ok(())
}
