//! The audit: entries are added in the transaction of the deed itself, each chained to the one before.

use async_trait::async_trait;
use desk::access::{Proof, ReadAudit, Staff};
use desk::audit::{Audit, Entry, Head, Search};
use portal::places::normalise;
use portal::{Instant, PortError};
use serde::Serialize;

use crate::Store;
use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::{sql, statements};

macro_rules! columns {
    () => {
        "seq, at, actor, actor_name, action, subject, before, after, previous, hash, words"
    };
}

statements! {
    HEAD = "SELECT seq, hash FROM audit_head WHERE id = 1";
    SET_HEAD = "UPDATE audit_head SET seq = $1, hash = $2 WHERE id = 1";
    APPEND = concat!("INSERT INTO audit (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
    AFTER = concat!("SELECT ", columns!(), " FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2");
    /// Going back from an entry, one page of rows at a time; what fits is chosen by its words.
    BEFORE = concat!("SELECT ", columns!(), " FROM audit WHERE seq < $1 AND at >= $2 AND at <= $3
        ORDER BY seq DESC LIMIT $4");
}

/// Whose deed it is.
#[derive(Clone, Copy)]
pub(crate) enum Actor<'a> {
    /// Somebody at the desk.
    Staff(&'a Staff),
    /// Somebody who is not signed in yet: id and name of the account.
    Account(&'a str, &'a str),
    /// `rives …`.
    CommandLine,
    /// A worker.
    Portal,
}

/// A deed, to be noted.
pub(crate) struct Deed<'a> {
    pub(crate) by: Actor<'a>,
    /// `noun.verb`.
    pub(crate) action: &'static str,
    pub(crate) subject: &'a str,
    /// What changed: `()` where there was nothing before. Never a secret.
    pub(crate) before: serde_json::Value,
    pub(crate) after: serde_json::Value,
}

/// JSON of something that an entry tells.
pub(crate) fn told(value: impl Serialize) -> Result<serde_json::Value, StoreError> {
    Ok(serde_json::to_value(value)?)
}

type Row = (
    i64,
    i64,
    String,
    String,
    String,
    String,
    String,
    String,
    String,
    String,
    String,
);

/// The entry of a row, and the words that it is found by.
fn entry(row: Row) -> (Entry, String) {
    let (seq, at, actor, actor_name, action, subject, before, after, previous, hash, words) = row;
    let entry = Entry {
        seq: seq.unsigned_abs(),
        at: Instant(at),
        actor,
        actor_name,
        action,
        subject,
        before,
        after,
        previous,
        hash,
    };
    (entry, words)
}

/// Adds an entry. The transaction is the only writer, so the chain does not fork.
pub(crate) async fn append(tx: &mut Tx, deed: Deed<'_>, at: Instant) -> Result<(), StoreError> {
    let (seq, previous): (i64, String) = sql!(fetch_one, tx, HEAD)?;
    let (actor, actor_name) = match deed.by {
        Actor::Staff(staff) => (staff.id().0.as_str(), staff.account().name.as_str()),
        Actor::Account(id, name) => (id, name),
        Actor::CommandLine => ("", "ligne de commande"),
        Actor::Portal => ("", "le portail"),
    };
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::Null => String::new(),
        value => value.to_string(),
    };
    let mut entry = Entry {
        seq: seq.unsigned_abs() + 1,
        at,
        actor: actor.to_owned(),
        actor_name: actor_name.to_owned(),
        action: deed.action.to_owned(),
        subject: deed.subject.to_owned(),
        before: text(&deed.before),
        after: text(&deed.after),
        previous,
        hash: String::new(),
    };
    entry.hash = entry.computed();
    let words = normalise(&format!(
        "{} {} {} {} {}",
        entry.actor_name, entry.action, entry.subject, entry.before, entry.after
    ));
    sql!(
        execute,
        tx,
        APPEND,
        seq + 1,
        at.0,
        entry.actor.as_str(),
        entry.actor_name.as_str(),
        entry.action.as_str(),
        entry.subject.as_str(),
        entry.before.as_str(),
        entry.after.as_str(),
        entry.previous.as_str(),
        entry.hash.as_str(),
        words,
    )?;
    sql!(execute, tx, SET_HEAD, seq + 1, entry.hash.as_str())?;
    Ok(())
}

/// How many rows are looked at in one go when searching.
const PAGE: i64 = 500;

#[async_trait]
impl Audit for Store {
    async fn entries(
        &self,
        _by: &Proof<ReadAudit>,
        search: &Search,
        limit: u32,
    ) -> Result<Vec<Entry>, PortError> {
        let words = normalise(&search.words);
        let words: Vec<&str> = words.split_whitespace().collect();
        let from = search.from.map_or(i64::MIN, |t| t.0);
        let to = search.to.map_or(i64::MAX, |t| t.0);
        let mut before = search
            .before
            .map_or(i64::MAX, |seq| i64::try_from(seq).unwrap_or(i64::MAX));
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut found = Vec::new();
        loop {
            let rows: Vec<Row> = sql!(fetch_all, self.db, BEFORE, before, from, to, PAGE)?;
            let last = rows.last().map(|row| row.0);
            for (entry, own) in rows.into_iter().map(entry) {
                if entry.action.starts_with(&search.action)
                    && words.iter().all(|word| own.contains(word))
                {
                    found.push(entry);
                    if found.len() == limit {
                        return Ok(found);
                    }
                }
            }
            match last {
                Some(seq) if seq > 1 => before = seq,
                _ => return Ok(found),
            }
        }
    }

    async fn entries_after(&self, seq: u64, limit: u32) -> Result<Vec<Entry>, PortError> {
        let after = i64::try_from(seq).unwrap_or(i64::MAX);
        let rows: Vec<Row> = sql!(fetch_all, self.db, AFTER, after, i64::from(limit))?;
        Ok(rows.into_iter().map(|row| entry(row).0).collect())
    }

    async fn head(&self) -> Result<Head, PortError> {
        let (seq, hash): (i64, String) = sql!(fetch_one, self.db, HEAD)?;
        Ok(Head {
            seq: seq.unsigned_abs(),
            hash,
        })
    }

    async fn note_export(&self, by: &Proof<ReadAudit>, at: Instant) -> Result<(), PortError> {
        let mut tx = self.db.write().await?;
        let deed = Deed {
            by: Actor::Staff(by),
            action: "audit.export",
            subject: "",
            before: serde_json::Value::Null,
            after: serde_json::Value::Null,
        };
        append(&mut tx, deed, at).await?;
        Ok(tx.commit().await?)
    }
}
