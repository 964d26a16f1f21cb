//! Drafts and versions as rows, and what they are read as. Never: changing them.

use desk::messages::{
    Draft, DraftId, DraftLine, DraftState, Pile, Purpose, Typed, TypedTexts, Version,
};
use desk::staff::{Account, StaffId};
use portal::Instant;
use portal::messages::{MessageId, ThreadId};

use super::{AUTHORS, DONE, DUE, ONE, OPEN, VERSION, VERSIONS, WAITING};
use crate::accounts::{self, AccountRow};
use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::sql;

pub(super) type Row = (
    String,
    String,
    Option<String>,
    String,
    String,
    Option<i64>,
    Option<String>,
    Option<String>,
    i64,
    i64,
    String,
    i64,
    i64,
    i64,
);

pub(super) type VersionRow = (
    i64,
    String,
    String,
    i64,
    Option<String>,
    String,
    Option<String>,
    Option<i64>,
    String,
);

fn unreadable(what: &'static str, id: &str, reason: impl ToString) -> StoreError {
    StoreError::Unreadable {
        what,
        id: id.to_owned(),
        reason: reason.to_string(),
    }
}

/// What was typed, of a row.
pub(super) fn typed(id: &str, text: &str) -> Result<Typed, StoreError> {
    serde_json::from_str(text).map_err(|e| unreadable("what was typed in draft", id, e))
}

fn number(id: &str, n: i64) -> Result<u32, StoreError> {
    u32::try_from(n).map_err(|e| unreadable("a number of draft", id, e))
}

fn state(
    id: &str,
    word: &str,
    reason: String,
    publish_at: Option<i64>,
    released: Option<(String, String)>,
) -> Result<DraftState, StoreError> {
    Ok(match (word, publish_at, released) {
        ("writing", ..) => DraftState::Writing,
        ("submitted", ..) => DraftState::Submitted,
        ("returned", ..) => DraftState::Returned { reason },
        ("withdrawn", ..) => DraftState::Withdrawn { reason },
        ("scheduled", Some(at), _) => DraftState::Scheduled {
            publish_at: Instant(at),
        },
        ("released", _, Some((message, thread))) => DraftState::Released {
            message: MessageId(message),
            thread: ThreadId(thread),
        },
        _ => return Err(unreadable("the state of draft", id, word)),
    })
}

async fn draft(tx: &mut Tx, row: Row) -> Result<Draft, StoreError> {
    #[rustfmt::skip]
    let (
        id, purpose, thread, word, reason, publish_at, message, released_thread, revision, version,
        text, emergency, begun_at, changed_at,
    ) = row;
    let authors: Vec<AccountRow> = sql!(fetch_all, tx, AUTHORS, id.as_str())?;
    Ok(Draft {
        purpose: Purpose::from_word(&purpose, thread.map(ThreadId))
            .ok_or_else(|| unreadable("the purpose of draft", &id, &purpose))?,
        state: state(&id, &word, reason, publish_at, message.zip(released_thread))?,
        revision: number(&id, revision)?,
        version: number(&id, version)?,
        typed: typed(&id, &text)?,
        authors: authors
            .into_iter()
            .map(accounts::account)
            .collect::<Result<_, _>>()?,
        begun_at: Instant(begun_at),
        changed_at: Instant(changed_at),
        emergency: emergency != 0,
        id: DraftId(id),
    })
}

/// One draft.
pub(super) async fn one(tx: &mut Tx, id: &DraftId) -> Result<Option<Draft>, StoreError> {
    let row: Option<Row> = sql!(fetch_optional, tx, ONE, id.0.as_str())?;
    Ok(match row {
        Some(row) => Some(draft(tx, row).await?),
        None => None,
    })
}

/// A pile, without long texts.
pub(super) async fn pile(tx: &mut Tx, pile: Pile) -> Result<Vec<DraftLine>, StoreError> {
    let found: Vec<Row> = match pile {
        Pile::Open => sql!(fetch_all, tx, OPEN)?,
        Pile::Waiting => sql!(fetch_all, tx, WAITING)?,
        Pile::Done => sql!(fetch_all, tx, DONE)?,
    };
    let mut lines = Vec::with_capacity(found.len());
    for row in found {
        let mut draft = draft(tx, row).await?;
        draft.typed = in_short(draft.typed);
        lines.push(DraftLine { draft });
    }
    Ok(lines)
}

fn in_short(typed: Typed) -> Typed {
    let headline = |texts: TypedTexts| TypedTexts {
        headline: texts.headline,
        ..TypedTexts::default()
    };
    Typed {
        event: typed.event,
        colour: typed.colour,
        places: typed.places,
        fr: headline(typed.fr),
        en: headline(typed.en),
        falc: headline(typed.falc),
        ..Typed::default()
    }
}

async fn person(tx: &mut Tx, id: String) -> Result<Account, StoreError> {
    let id = StaffId(id);
    // The table refers to `staff`, whose rows are never deleted.
    accounts::account_of(tx, &id)
        .await?
        .ok_or_else(|| unreadable("staff", &id.0, "named by a version, but missing"))
}

async fn version_of(tx: &mut Tx, draft: &DraftId, row: VersionRow) -> Result<Version, StoreError> {
    let (n, text, staff, at, base, outcome, decided_by, decided_at, reason) = row;
    Ok(Version {
        number: number(&draft.0, n)?,
        typed: typed(&draft.0, &text)?,
        by: person(tx, staff).await?,
        at: Instant(at),
        base: base.map(MessageId),
        outcome,
        decided_by: match decided_by {
            Some(id) => Some(person(tx, id).await?),
            None => None,
        },
        decided_at: decided_at.map(Instant),
        reason,
    })
}

/// The versions of a draft, oldest first.
pub(super) async fn versions(tx: &mut Tx, id: &DraftId) -> Result<Vec<Version>, StoreError> {
    let found: Vec<VersionRow> = sql!(fetch_all, tx, VERSIONS, id.0.as_str())?;
    let mut versions = Vec::with_capacity(found.len());
    for row in found {
        versions.push(version_of(tx, id, row).await?);
    }
    Ok(versions)
}

/// One version that the draft says it has.
pub(super) async fn version(tx: &mut Tx, id: &DraftId, n: u32) -> Result<Version, StoreError> {
    let row: Option<VersionRow> = sql!(fetch_optional, tx, VERSION, id.0.as_str(), i64::from(n))?;
    match row {
        Some(row) => version_of(tx, id, row).await,
        None => Err(unreadable("a version of draft", &id.0, "missing")),
    }
}

/// What is to go out by now.
pub(super) async fn due(tx: &mut Tx, at: Instant) -> Result<Vec<(Draft, Version)>, StoreError> {
    let found: Vec<Row> = sql!(fetch_all, tx, DUE, at.0)?;
    let mut due = Vec::with_capacity(found.len());
    for row in found {
        let draft = draft(tx, row).await?;
        let version = version(tx, &draft.id, draft.version).await?;
        due.push((draft, version));
    }
    Ok(due)
}
