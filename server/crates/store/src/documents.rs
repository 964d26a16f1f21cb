//! Raw documents: the bytes as received, once per source.

use portal::Instant;
use portal::messages::{Document, DocumentId, MessageId, NewDocument};
use portal::sources::SourceId;
use sha2::{Digest as _, Sha256};

use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::{sql, statements};

statements! {
    FIND = "SELECT id FROM document WHERE source = $1 AND sha256 = $2";
    INSERT = "INSERT INTO document (id, source, url, received_at, content_type, sha256, bytes, carries)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 0)";
    CARRIES = "UPDATE document SET carries = 1 WHERE id = $1";
    DROP_EARLIER_IDLE = "DELETE FROM document WHERE source = $1 AND carries = 0 AND id <> $2";
    SHA256 = "SELECT sha256 FROM document WHERE id = $1";
    OF_PUBLIC_MESSAGE = "SELECT d.id, d.source, d.url, d.received_at, d.content_type, d.sha256, d.bytes
        FROM message m JOIN document d ON d.id = m.document
        WHERE m.id = $1 AND m.publication = 'public'";
}

/// A document that is kept.
pub(crate) struct Kept {
    pub(crate) id: DocumentId,
    pub(crate) sha256: String,
}

/// Keeps the bytes; the same bytes from the same source are kept once, under their first id.
pub(crate) async fn keep(
    tx: &mut Tx,
    source: &SourceId,
    document: NewDocument,
    at: Instant,
    fresh: impl FnOnce() -> String,
) -> Result<Kept, StoreError> {
    let sha256 = hex(&Sha256::digest(&document.bytes));
    let known: Option<(String,)> =
        sql!(fetch_optional, tx, FIND, source.0.as_str(), sha256.as_str())?;
    let id = match known {
        Some((id,)) => id,
        None => {
            let id = fresh();
            sql!(
                execute,
                tx,
                INSERT,
                id.as_str(),
                source.0.as_str(),
                document.url,
                at.0,
                document.content_type,
                sha256.as_str(),
                document.bytes,
            )?;
            id
        }
    };
    Ok(Kept {
        id: DocumentId(id),
        sha256,
    })
}

/// Settles a document once its messages were taken in: for good when it brought or contested one. Of the
/// others, such as a feed that was merely printed anew or bytes that nobody can read, only the last is
/// kept: a source that changes a time stamp at every poll must not fill the disk.
pub(crate) async fn settle(
    tx: &mut Tx,
    source: &SourceId,
    document: &DocumentId,
    carries: bool,
) -> Result<(), StoreError> {
    if carries {
        sql!(execute, tx, CARRIES, document.0.as_str())?;
    }
    sql!(
        execute,
        tx,
        DROP_EARLIER_IDLE,
        source.0.as_str(),
        document.0.as_str()
    )?;
    Ok(())
}

/// The hash of a kept document.
pub(crate) async fn sha256(
    tx: &mut Tx,
    document: &DocumentId,
) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = sql!(fetch_optional, tx, SHA256, document.0.as_str())?;
    Ok(row.map(|(sha256,)| sha256))
}

type Row = (String, String, String, i64, Option<String>, String, Vec<u8>);

/// The document of a public message.
pub(crate) async fn of_public_message(
    tx: &mut Tx,
    message: &MessageId,
) -> Result<Option<Document>, StoreError> {
    let row: Option<Row> = sql!(fetch_optional, tx, OF_PUBLIC_MESSAGE, message.0.as_str())?;
    Ok(row.map(
        |(id, source, url, received_at, content_type, sha256, bytes)| Document {
            id: DocumentId(id),
            source: SourceId(source),
            url,
            received_at: Instant(received_at),
            content_type,
            sha256,
            bytes,
        },
    ))
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
