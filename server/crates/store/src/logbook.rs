//! The logbook: entries are added, each chained to the one before; nothing is changed.

use async_trait::async_trait;
use desk::access::{Proof, ReadReports, Refused};
use desk::audit::Head;
use desk::logbook::{LogEntry, Logbook};
use portal::{Instant, PortError};

use crate::Store;
use crate::audit::{self, Actor, Deed};
use crate::sessions::still_may;
use crate::statement::{sql, statements};

macro_rules! columns {
    () => {
        "seq, at, author, author_name, words, words_hash, previous, hash"
    };
}

statements! {
    HEAD = "SELECT seq, hash FROM logbook_head WHERE id = 1";
    SET_HEAD = "UPDATE logbook_head SET seq = $1, hash = $2 WHERE id = 1";
    APPEND = concat!("INSERT INTO logbook (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
    AFTER = concat!("SELECT ", columns!(), " FROM logbook WHERE seq > $1 ORDER BY seq LIMIT $2");
    BEFORE = concat!("SELECT ", columns!(), " FROM logbook WHERE seq < $1 ORDER BY seq DESC LIMIT $2");
}

type Row = (
    i64,
    i64,
    String,
    String,
    Option<String>,
    String,
    String,
    String,
);

fn entry(row: Row) -> LogEntry {
    let (seq, at, author, author_name, words, words_hash, previous, hash) = row;
    LogEntry {
        seq: seq.unsigned_abs(),
        at: Instant(at),
        author,
        author_name,
        words,
        words_hash,
        previous,
        hash,
    }
}

#[async_trait]
impl Logbook for Store {
    async fn write_down(
        &self,
        by: &Proof<ReadReports>,
        words: &str,
        at: Instant,
    ) -> Result<u64, Refused> {
        let mut tx = self.db.write().await?;
        if !still_may(&mut tx, by).await? {
            return Err(Refused::NoLongerAllowed);
        }
        // The transaction is the only writer, so the chain does not fork.
        let (last, previous): (i64, String) = sql!(fetch_one, tx, HEAD)?;
        let mut entry = LogEntry {
            seq: last.unsigned_abs() + 1,
            at,
            author: by.id().0.clone(),
            author_name: by.account().name.clone(),
            words_hash: LogEntry::hash_of(words),
            words: Some(words.to_owned()),
            previous,
            hash: String::new(),
        };
        entry.hash = entry.computed();
        sql!(
            execute,
            tx,
            APPEND,
            last + 1,
            at.0,
            entry.author.as_str(),
            entry.author_name.as_str(),
            words,
            entry.words_hash.as_str(),
            entry.previous.as_str(),
            entry.hash.as_str(),
        )?;
        sql!(execute, tx, SET_HEAD, last + 1, entry.hash.as_str())?;
        let deed = Deed {
            by: Actor::Staff(by),
            action: "logbook.write",
            subject: &entry.seq.to_string(),
            before: serde_json::Value::Null,
            after: serde_json::Value::Null,
        };
        audit::append(&mut tx, deed, at).await?;
        tx.commit().await?;
        Ok(entry.seq)
    }

    async fn logbook(
        &self,
        _by: &Proof<ReadReports>,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<LogEntry>, PortError> {
        let before = before.map_or(i64::MAX, |seq| i64::try_from(seq).unwrap_or(i64::MAX));
        let rows: Vec<Row> = sql!(fetch_all, self.db, BEFORE, before, i64::from(limit))?;
        Ok(rows.into_iter().map(entry).collect())
    }

    async fn logbook_after(&self, seq: u64, limit: u32) -> Result<Vec<LogEntry>, PortError> {
        let after = i64::try_from(seq).unwrap_or(i64::MAX);
        let rows: Vec<Row> = sql!(fetch_all, self.db, AFTER, after, i64::from(limit))?;
        Ok(rows.into_iter().map(entry).collect())
    }

    async fn logbook_head(&self) -> Result<Head, PortError> {
        let (seq, hash): (i64, String) = sql!(fetch_one, self.db, HEAD)?;
        Ok(Head {
            seq: seq.unsigned_abs(),
            hash,
        })
    }
}
