//! `/journal/export`: all entries as JSON lines, oldest first, then the head on a line of its own.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use portal::PortError;
use serde_json::json;

use crate::access::ReadAudit;
use crate::audit::{Audit, Head};
use crate::web::{Deed, Desk, Nothing, Trouble};

/// How many entries are read in one go.
const PAGE: u32 = 1_000;

/// Notes that somebody exports, then gives everything: the note is the last entry.
pub(super) async fn export(
    State(desk): State<Arc<Desk>>,
    deed: Deed<ReadAudit, Nothing>,
) -> Result<Response, Trouble> {
    let now = desk.now();
    desk.store.note_export(&deed.by, now).await?;
    let head = desk.store.head().await?;
    let text = lines(&*desk.store, &head).await?;
    let name = format!("journal-{}.jsonl", now.in_paris().strftime("%Y-%m-%d-%H%M"));
    let attachment = HeaderValue::try_from(format!("attachment; filename=\"{name}\""))
        .unwrap_or(HeaderValue::from_static("attachment"));
    let kind = HeaderValue::from_static("application/jsonl; charset=utf-8");
    Ok((
        [(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, attachment)],
        text,
    )
        .into_response())
}

/// The entries up to `head`, one JSON object a line, and `{"head":{"seq":…,"hash":…}}`. Whoever has written
/// down that head elsewhere notices when the end of the audit is cut off. A file without that line is not
/// whole.
async fn lines<A: Audit + ?Sized>(audit: &A, head: &Head) -> Result<String, PortError> {
    let mut text = String::new();
    let mut last = 0;
    while last < head.seq {
        let entries = audit.entries_after(last, PAGE).await?;
        // Fewer than the head says: what is there is given all the same, and the last line shows it.
        let Some(newest) = entries.last() else { break };
        last = newest.seq;
        for entry in entries.iter().filter(|e| e.seq <= head.seq) {
            text.push_str(&json!(entry).to_string());
            text.push('\n');
        }
    }
    text.push_str(&json!({ "head": { "seq": head.seq, "hash": head.hash } }).to_string());
    text.push('\n');
    Ok(text)
}
