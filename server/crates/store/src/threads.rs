//! Threads: which messages are one event, under which id, and what lists need to know of each.

use std::collections::BTreeSet;

use portal::Instant;
use portal::cap::Reference;
use portal::messages::{Message, MessageId, Thread, ThreadId, extent, is_a_name};

use crate::areas::{self, Findable};
use crate::db::Tx;
use crate::error::StoreError;
use crate::messages::{self, Row, key, select_messages};
use crate::push;
use crate::statement::{sql, statements};

statements! {
    OF_THREAD = select_messages!("WHERE m.thread = $1 ORDER BY m.sent, m.received_at, m.id");
    NAMED = "SELECT thread, source, sender, sent FROM message
        WHERE identifier = $1 AND thread IS NOT NULL AND id <> $2";
    NAMING = "SELECT m.thread, m.source, m.sender, r.sender, r.sent
        FROM message_reference r JOIN message m ON m.id = r.message
        WHERE r.identifier = $1 AND m.thread IS NOT NULL AND m.id <> $2";
    CREATE = "INSERT INTO thread (id) VALUES ($1)";
    END = "SELECT ends_at FROM thread WHERE id = $1";
    SET_END = "UPDATE thread SET ends_at = $2 WHERE id = $1";
    MOVE_MESSAGES = "UPDATE message SET thread = $2 WHERE thread = $1";
    MOVE_ALIASES = "UPDATE thread_alias SET thread = $2 WHERE thread = $1";
    ADD_ALIAS = "INSERT INTO thread_alias (alias, thread) VALUES ($1, $2)";
    REMOVE = "DELETE FROM thread WHERE id = $1";
    ALIAS = "SELECT thread FROM thread_alias WHERE alias = $1";
}

/// Who sent a message and who brought it: a reference counts only within one sender or one source, so that
/// nobody ends another's alert by naming it.
#[derive(Clone, Copy)]
struct Origin<'a> {
    sender: &'a str,
    source: &'a str,
}

impl Origin<'_> {
    fn is(self, other: Origin<'_>) -> bool {
        self.sender == other.sender || self.source == other.source
    }
}

/// Whether a reference and an identity, or two references, may mean one message of that identifier: no part
/// that both tell differs.
fn agree(a: &Reference, b: &Reference) -> bool {
    fn same<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
        a.zip(b).is_none_or(|(a, b)| a == b)
    }
    same(a.sender.as_ref(), b.sender.as_ref()) && same(a.sent.as_ref(), b.sent.as_ref())
}

/// The thread for a public message: the oldest of those it is related to (all of them become that one), or
/// a new one. `own` is the thread it is in already, when it is rewritten.
pub(crate) async fn home(
    tx: &mut Tx,
    message: &Message,
    own: Option<&ThreadId>,
    fresh: impl FnOnce() -> String,
) -> Result<ThreadId, StoreError> {
    let mut threads = related(tx, message).await?;
    threads.extend(own.map(|t| t.0.clone()));
    let mut oldest_first = threads.into_iter();
    let Some(home) = oldest_first.next() else {
        let id = fresh();
        sql!(execute, tx, CREATE, id.as_str())?;
        return Ok(ThreadId(id));
    };
    for other in oldest_first {
        merge(tx, &other, &home).await?;
    }
    Ok(ThreadId(home))
}

type NamedRow = (String, String, String, i64);
type NamingRow = (String, String, String, Option<String>, Option<i64>);

/// The threads of the messages that `portal::messages::links` links to this one: those it refers to, those that
/// refer to it, those that refer to the same one. (The rule is the domain's; it is asked of rows here, so
/// that no bodies are read. A test compares the two.)
async fn related(tx: &mut Tx, message: &Message) -> Result<BTreeSet<String>, StoreError> {
    let id = message.id.0.as_str();
    let identity = &message.alert.identity;
    let sender = key(&identity.sender);
    let origin = Origin {
        sender: &sender,
        source: &message.source.0,
    };
    let itself = Reference {
        sender: Some(sender.to_string()),
        identifier: key(&identity.identifier).into_owned(),
        sent: Some(identity.sent),
    };
    let mut threads = naming(tx, id, origin, &itself, |_| true).await?;
    for reference in &message.alert.references {
        let named = Reference {
            sender: reference.sender.as_deref().map(|s| key(s).into_owned()),
            identifier: key(&reference.identifier).into_owned(),
            sent: reference.sent,
        };
        let rows: Vec<NamedRow> = sql!(fetch_all, tx, NAMED, named.identifier.as_str(), id)?;
        for (thread, source, sender, sent) in rows {
            let from = Origin {
                sender: &sender,
                source: &source,
            };
            if origin.is(from) && agree(&named, &told(&named, Some(sender.clone()), Some(sent))) {
                threads.insert(thread);
            }
        }
        if is_a_name(reference) {
            threads.extend(naming(tx, id, origin, &named, is_a_name).await?);
        }
    }
    Ok(threads)
}

/// The threads of other messages of the same origin that refer to what `to` tells, by references that count.
async fn naming(
    tx: &mut Tx,
    id: &str,
    origin: Origin<'_>,
    to: &Reference,
    counts: impl Fn(&Reference) -> bool,
) -> Result<BTreeSet<String>, StoreError> {
    let rows: Vec<NamingRow> = sql!(fetch_all, tx, NAMING, to.identifier.as_str(), id)?;
    Ok(rows
        .into_iter()
        .filter_map(|(thread, source, sender, named_sender, named_sent)| {
            let from = Origin {
                sender: &sender,
                source: &source,
            };
            let other = told(to, named_sender, named_sent);
            (origin.is(from) && counts(&other) && agree(to, &other)).then_some(thread)
        })
        .collect())
}

/// What another row tells under the same identifier.
fn told(like: &Reference, sender: Option<String>, sent: Option<i64>) -> Reference {
    Reference {
        sender,
        identifier: like.identifier.clone(),
        sent: sent.map(Instant),
    }
}

/// Makes two threads one; the younger id leads to the older from now on.
async fn merge(tx: &mut Tx, younger: &str, older: &str) -> Result<(), StoreError> {
    areas::set(tx, &ThreadId(younger.to_owned()), None).await?;
    sql!(execute, tx, MOVE_MESSAGES, younger, older)?;
    sql!(execute, tx, MOVE_ALIASES, younger, older)?;
    push::merge(tx, younger, older).await?;
    sql!(execute, tx, ADD_ALIAS, younger, older)?;
    sql!(execute, tx, REMOVE, younger)?;
    Ok(())
}

/// When a thread ended or ends, before and after its messages changed; `None` when it told or tells nothing.
pub(crate) struct Change {
    pub(crate) before: Option<i64>,
    pub(crate) after: Option<i64>,
}

impl Change {
    /// Whether some page shows or showed the thread.
    pub(crate) fn is_seen(&self) -> bool {
        self.before.is_some() || self.after.is_some()
    }
}

/// Brings what is kept of a thread in line with its messages.
pub(crate) async fn refresh(tx: &mut Tx, id: &ThreadId) -> Result<Change, StoreError> {
    let before: Option<(Option<i64>,)> = sql!(fetch_optional, tx, END, id.0.as_str())?;
    let found = load(tx, id).await?.and_then(|thread| findable(&thread));
    let after = found.as_ref().map(|f| f.ends_at.0);
    sql!(execute, tx, SET_END, id.0.as_str(), after)?;
    areas::set(tx, id, found.as_ref()).await?;
    Ok(Change {
        before: before.and_then(|(end,)| end),
        after,
    })
}

fn findable(thread: &Thread) -> Option<Findable> {
    let extent = extent(thread);
    Some(Findable {
        places: extent.places,
        colour_rank: extent.colour_rank,
        ends_at: extent.ends_at?,
        latest_at: thread.messages.iter().map(|m| m.received_at).max()?,
    })
}

/// A thread with its messages; `None` when there is none of that id, or no message is left in it.
pub(crate) async fn load(tx: &mut Tx, id: &ThreadId) -> Result<Option<Thread>, StoreError> {
    let rows: Vec<Row> = sql!(fetch_all, tx, OF_THREAD, id.0.as_str())?;
    Ok(group(rows)?.pop())
}

/// The id that this one leads to.
pub(crate) async fn alias(tx: &mut Tx, id: &ThreadId) -> Result<Option<ThreadId>, StoreError> {
    let row: Option<(String,)> = sql!(fetch_optional, tx, ALIAS, id.0.as_str())?;
    Ok(row.map(|(thread,)| ThreadId(thread)))
}

/// Threads from rows that come thread by thread.
pub(crate) fn group(rows: Vec<Row>) -> Result<Vec<Thread>, StoreError> {
    let mut threads: Vec<Thread> = Vec::new();
    for row in rows {
        let (message, Some(id)) = messages::message(row)? else {
            continue;
        };
        match threads.last_mut() {
            Some(thread) if thread.id == id => thread.messages.push(message),
            _ => threads.push(Thread {
                id,
                messages: vec![message],
            }),
        }
    }
    Ok(threads)
}

/// A public message with its thread, in the shape of the port.
pub(crate) async fn public_message(
    tx: &mut Tx,
    id: &MessageId,
) -> Result<Option<(Message, ThreadId)>, StoreError> {
    let found = messages::one(tx, id).await?;
    Ok(found.and_then(|(message, thread)| Some((message, thread?))))
}
