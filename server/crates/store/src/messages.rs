//! Messages: one small row each, its body beside it, its references in rows of their own.

use std::borrow::Cow;

use portal::Instant;
use portal::Span;
use portal::cap::{Alert, Area, Deviations, Identity, Reference};
use portal::messages::{Completeness, DocumentId, Message, MessageId, Publication, ThreadId};
use portal::sources::SourceId;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use crate::db::Tx;
use crate::documents::hex;
use crate::error::StoreError;
use crate::statement::{sql, statements};

/// A SELECT of [`Row`]s, from `message m` and `message_body b` and what the tail joins to them.
macro_rules! select_messages {
    ($tail:literal) => {
        concat!(
            "SELECT m.id, m.thread, m.source, m.document, m.received_at, m.confirmed_at, m.review_after,
            m.default_language, m.publication, m.publication_why, m.completeness,
            b.alert, b.resolved, b.deviations
            FROM message m JOIN message_body b ON b.message = m.id ",
            $tail
        )
    };
}
pub(crate) use select_messages;

statements! {
    ONE = select_messages!("WHERE m.id = $1");
    FIND = "SELECT id, sender, source, document, thread, confirmed_at, review_after, open_ended, completeness
        FROM message WHERE identifier = $1 AND sent = $2 ORDER BY id";
    /// Hops from series to series along the index, so that a long archive costs nothing.
    NEWEST = select_messages!(
        "JOIN (
            WITH RECURSIVE s (series) AS (
                SELECT min(series) FROM message WHERE source = $1
                UNION ALL
                SELECT (SELECT min(n.series) FROM message n WHERE n.source = $1 AND n.series > s.series)
                FROM s WHERE s.series IS NOT NULL
            )
            SELECT (SELECT n.id FROM message n WHERE n.source = $1 AND n.series = s.series
                ORDER BY n.sent DESC, n.id DESC LIMIT 1) AS id
            FROM s WHERE s.series IS NOT NULL
        ) newest ON newest.id = m.id ORDER BY m.series"
    );
    INSERT = "INSERT INTO message (id, thread, source, document, sender, identifier, series, sent, received_at,
            confirmed_at, review_after, open_ended, default_language, publication, publication_why, completeness)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        ON CONFLICT (id) DO UPDATE SET thread = excluded.thread, source = excluded.source,
            document = excluded.document, sender = excluded.sender, confirmed_at = excluded.confirmed_at,
            review_after = excluded.review_after, open_ended = excluded.open_ended,
            default_language = excluded.default_language, publication = excluded.publication,
            publication_why = excluded.publication_why, completeness = excluded.completeness";
    INSERT_BODY = "INSERT INTO message_body (message, alert, resolved, deviations, geometry)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (message) DO UPDATE SET alert = excluded.alert, resolved = excluded.resolved,
            deviations = excluded.deviations, geometry = excluded.geometry";
    CLEAR_REFERENCES = "DELETE FROM message_reference WHERE message = $1";
    INSERT_REFERENCE = "INSERT INTO message_reference (message, position, identifier, sender, sent)
        VALUES ($1, $2, $3, $4, $5)";
    CONFIRM = "UPDATE message SET confirmed_at = $2 WHERE id = $1";
    SET_DEVIATIONS = "UPDATE message_body SET deviations = $2 WHERE message = $1";
    GEOMETRY = "SELECT geometry FROM message_body WHERE message = $1";
}

/// What `select_messages!` gives.
pub(crate) type Row = (
    String,
    Option<String>,
    String,
    String,
    i64,
    i64,
    i64,
    String,
    String,
    Option<String>,
    String,
    String,
    String,
    String,
);

/// The message of a row, and its thread if it is public.
pub(crate) fn message(row: Row) -> Result<(Message, Option<ThreadId>), StoreError> {
    #[rustfmt::skip]
    let (
        id, thread, source, document, received_at, confirmed_at, review_after,
        default_language, publication, why, completeness, alert, resolved, deviations,
    ) = row;
    let publication = match (publication.as_str(), why.unwrap_or_default()) {
        ("public", _) => Publication::Public,
        ("withheld", why) => Publication::Withheld(why),
        // The table has no other word than `held`.
        (_, why) => Publication::Held(why),
    };
    let message = Message {
        source: SourceId(source),
        document: DocumentId(document),
        received_at: Instant(received_at),
        confirmed_at: Instant(confirmed_at),
        review_after: Span(review_after),
        default_language,
        publication,
        completeness: completeness_of(&completeness),
        alert: json("the alert of message", &id, &alert)?,
        resolved: json("the places of message", &id, &resolved)?,
        deviations: json("the deviations of message", &id, &deviations)?,
        id: MessageId(id),
    };
    Ok((message, thread.map(ThreadId)))
}

fn completeness_of(word: &str) -> Completeness {
    if word == "full" {
        Completeness::Full
    } else {
        Completeness::Entry
    }
}

fn json<T: DeserializeOwned>(what: &'static str, id: &str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|e| StoreError::Unreadable {
        what,
        id: id.to_owned(),
        reason: e.to_string(),
    })
}

/// A text from outside as it stands in an indexed column: PostgreSQL takes neither NUL nor long keys, so such
/// ones are replaced by their hash. The true text is in the body.
pub(crate) fn key(text: &str) -> Cow<'_, str> {
    if text.len() <= 512 && !text.contains('\0') {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(format!("sha256:{}", hex(&Sha256::digest(text))))
    }
}

/// The series that a message of states continues: its identifier without the last part.
fn series(identifier: &str) -> Cow<'_, str> {
    key(identifier
        .rsplit_once('.')
        .map_or(identifier, |(series, _)| series))
}

/// What is known of a kept message without reading its body.
pub(crate) struct Kept {
    pub(crate) id: MessageId,
    pub(crate) document: DocumentId,
    pub(crate) thread: Option<ThreadId>,
    pub(crate) completeness: Completeness,
    sender: String,
    pub(crate) source: String,
    confirmed_at: Instant,
    review_after: Span,
    open_ended: bool,
}

type KeptRow = (
    String,
    String,
    String,
    String,
    Option<String>,
    i64,
    i64,
    i64,
    String,
);

/// The kept message of that identity. A feed's entry may tell no sender: it is the message with the same
/// identifier and time, and a whole message is the one whose entry came first without a sender.
pub(crate) async fn find(
    tx: &mut Tx,
    source: &SourceId,
    identity: &Identity,
) -> Result<Option<Kept>, StoreError> {
    let rows: Vec<KeptRow> = sql!(
        fetch_all,
        tx,
        FIND,
        key(&identity.identifier).as_ref(),
        identity.sent.0
    )?;
    let sender = key(&identity.sender);
    Ok(rows
        .into_iter()
        .map(|row| {
            let (id, sender, source, document, thread, confirmed_at, review_after, open, whole) =
                row;
            Kept {
                id: MessageId(id),
                document: DocumentId(document),
                thread: thread.map(ThreadId),
                completeness: completeness_of(&whole),
                sender,
                source,
                confirmed_at: Instant(confirmed_at),
                review_after: Span(review_after),
                open_ended: open == 1,
            }
        })
        .filter(|kept| kept.sender == sender || kept.sender.is_empty() || sender.is_empty())
        .min_by_key(|kept| (kept.sender != sender, kept.source != source.0)))
}

/// Takes the geometry out of an alert.
pub(crate) fn split(mut alert: Alert) -> (Alert, Vec<Vec<Area>>) {
    let geometry = alert.infos.iter().map(|info| info.areas.clone()).collect();
    for area in alert.infos.iter_mut().flat_map(|info| &mut info.areas) {
        area.polygons.clear();
        area.circles.clear();
        area.lines.clear();
    }
    (alert, geometry)
}

/// Writes a message whole, over what was kept under its id if anything was.
pub(crate) async fn write(
    tx: &mut Tx,
    message: &Message,
    geometry: &[Vec<Area>],
    thread: Option<&ThreadId>,
) -> Result<(), StoreError> {
    let identity = &message.alert.identity;
    let (publication, why) = match &message.publication {
        Publication::Public => ("public", None),
        Publication::Held(why) => ("held", Some(why.as_str())),
        Publication::Withheld(why) => ("withheld", Some(why.as_str())),
    };
    let completeness = match message.completeness {
        Completeness::Entry => "entry",
        Completeness::Full => "full",
    };
    let open_ended = message.alert.infos.iter().any(|i| i.expires.is_none());
    let id = message.id.0.as_str();
    sql!(
        execute,
        tx,
        INSERT,
        id,
        thread.map(|t| t.0.as_str()),
        message.source.0.as_str(),
        message.document.0.as_str(),
        key(&identity.sender).as_ref(),
        key(&identity.identifier).as_ref(),
        series(&identity.identifier).as_ref(),
        identity.sent.0,
        message.received_at.0,
        message.confirmed_at.0,
        message.review_after.0,
        i64::from(open_ended),
        message.default_language.as_str(),
        publication,
        why,
        completeness,
    )?;
    sql!(
        execute,
        tx,
        INSERT_BODY,
        id,
        serde_json::to_string(&message.alert)?,
        serde_json::to_string(&message.resolved)?,
        serde_json::to_string(&message.deviations)?,
        serde_json::to_string(geometry)?,
    )?;
    sql!(execute, tx, CLEAR_REFERENCES, id)?;
    for (
        position,
        Reference {
            sender,
            identifier,
            sent,
        },
    ) in (0_i64..).zip(&message.alert.references)
    {
        sql!(
            execute,
            tx,
            INSERT_REFERENCE,
            id,
            position,
            key(identifier).as_ref(),
            sender.as_deref().map(key).as_deref(),
            sent.map(|t| t.0),
        )?;
    }
    Ok(())
}

/// Moves `confirmed_at` forward; tells whether the end of a thread may have moved with it.
///
/// Where the end depends on it, it moves in steps of a quarter of `review_after` at least, together with the
/// thread's end and the content version: a message polled every minute does not make new pages every minute,
/// and what lists say never differs from what the messages say.
pub(crate) async fn confirm(tx: &mut Tx, kept: &Kept, at: Instant) -> Result<bool, StoreError> {
    let step = if kept.open_ended {
        Span((kept.review_after.0 / 4).max(1))
    } else {
        Span(1)
    };
    if at - kept.confirmed_at < step {
        return Ok(false);
    }
    sql!(execute, tx, CONFIRM, kept.id.0.as_str(), at.0)?;
    Ok(kept.open_ended)
}

/// One message, public or not.
pub(crate) async fn one(
    tx: &mut Tx,
    id: &MessageId,
) -> Result<Option<(Message, Option<ThreadId>)>, StoreError> {
    let row: Option<Row> = sql!(fetch_optional, tx, ONE, id.0.as_str())?;
    row.map(message).transpose()
}

/// The areas of a message with their geometry.
pub(crate) async fn geometry(
    tx: &mut Tx,
    id: &MessageId,
) -> Result<Option<Vec<Vec<Area>>>, StoreError> {
    let row: Option<(String,)> = sql!(fetch_optional, tx, GEOMETRY, id.0.as_str())?;
    row.map(|(text,)| json("the geometry of message", &id.0, &text))
        .transpose()
}

/// Replaces the deviations of a message.
pub(crate) async fn set_deviations(
    tx: &mut Tx,
    id: &MessageId,
    deviations: &Deviations,
) -> Result<(), StoreError> {
    sql!(
        execute,
        tx,
        SET_DEVIATIONS,
        id.0.as_str(),
        serde_json::to_string(deviations)?
    )?;
    Ok(())
}

/// The newest message of each series of a source, public or not.
pub(crate) async fn newest(tx: &mut Tx, source: &SourceId) -> Result<Vec<Message>, StoreError> {
    let rows: Vec<Row> = sql!(fetch_all, tx, NEWEST, source.0.as_str())?;
    rows.into_iter()
        .map(|row| message(row).map(|(message, _)| message))
        .collect()
}
