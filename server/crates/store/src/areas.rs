//! Where and when threads are found: rows of place codes, with all that lists sort or filter by.
//!
//! Every list is a range of one index, so that it costs the same however long the archive is.

use portal::Instant;
use portal::messages::{Cursor, Past, ThreadId, Where};
use portal::places::Places;

use crate::db::Tx;
use crate::error::StoreError;
use crate::messages::Row;
use crate::statement::{sql, statements};

statements! {
    CLEAR = "DELETE FROM thread_area WHERE thread = $1";
    /// All rows of a thread in one statement, however many places: $2 is their codes in one text, 6
    /// characters each, $6 how many.
    INSERT = "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < CAST($6 AS BIGINT))
        INSERT INTO thread_area (thread, place, colour_rank, ends_at, latest_at)
        SELECT CAST($1 AS TEXT), substr(CAST($2 AS TEXT), i * 6 + 1, 6),
            CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS BIGINT)
        FROM n";
    IN_FORCE = crate::messages::select_messages!(
        "JOIN thread_area a ON a.thread = m.thread
        WHERE a.place IN ($1, $2) AND a.colour_rank IN (1, 2, 3, 4) AND a.ends_at > $3
        ORDER BY m.thread, m.sent, m.received_at, m.id"
    );
    ENDED = "SELECT ends_at, thread FROM thread_area
        WHERE place = $1 AND colour_rank = $2 AND (ends_at, thread) < ($3, $4)
        ORDER BY ends_at DESC, thread DESC LIMIT $5";
    LATEST = "SELECT latest_at, thread FROM thread_area
        WHERE place = $1 ORDER BY latest_at DESC, thread DESC LIMIT $2";
}

/// The width of a place code. `*`: everywhere; `D30`: in the Gard, wholly or in part; `W30`: the whole Gard;
/// `C30189`: that commune by itself. Padded with spaces.
const WIDTH: usize = 6;

fn code(kind: char, of: &str) -> String {
    format!("{kind}{of:<5}")
}

/// The codes under which a thread that holds there is found.
fn codes(places: &Places) -> Vec<String> {
    let whole = places.whole_departements();
    std::iter::once(code('*', ""))
        .chain(places.departements().iter().map(|d| code('D', &d.0)))
        .chain(whole.iter().map(|d| code('W', &d.0)))
        .chain(places.communes().iter().map(|c| code('C', &c.0)))
        .filter(|code| {
            let usable = code.len() == WIDTH && code.is_ascii();
            if !usable {
                tracing::warn!(code, "a place code of the wrong form is not searchable");
            }
            usable
        })
        .collect()
}

/// The codes to look under; no thread is under both.
fn keys(place: &Where) -> [String; 2] {
    match place {
        Where::Everywhere => [code('*', ""), String::new()],
        Where::Departement(dep) => [code('D', &dep.0), String::new()],
        Where::Commune(insee) => [code('C', &insee.0), code('W', &insee.departement().0)],
    }
}

/// What a thread is found by.
pub(crate) struct Findable {
    pub(crate) places: Places,
    pub(crate) colour_rank: u8,
    pub(crate) ends_at: Instant,
    pub(crate) latest_at: Instant,
}

/// Makes the thread found by this and nothing else.
pub(crate) async fn set(
    tx: &mut Tx,
    thread: &ThreadId,
    found: Option<&Findable>,
) -> Result<(), StoreError> {
    sql!(execute, tx, CLEAR, thread.0.as_str())?;
    let Some(found) = found else { return Ok(()) };
    let codes = codes(&found.places);
    sql!(
        execute,
        tx,
        INSERT,
        thread.0.as_str(),
        codes.concat(),
        i64::from(found.colour_rank.clamp(1, 4)),
        found.ends_at.0,
        found.latest_at.0,
        i64::try_from(codes.len()).unwrap_or(i64::MAX),
    )?;
    Ok(())
}

/// The messages of threads not ended at `now`, thread by thread.
pub(crate) async fn in_force(
    tx: &mut Tx,
    place: &Where,
    now: Instant,
) -> Result<Vec<Row>, StoreError> {
    let [one, other] = keys(place);
    sql!(fetch_all, tx, IN_FORCE, one, other, now.0)
}

/// The places in the archive's order of one page of it.
pub(crate) async fn ended(
    tx: &mut Tx,
    place: &Where,
    past: &Past,
    limit: u32,
    now: Instant,
) -> Result<Vec<Cursor>, StoreError> {
    // Just before (now + 1, "") stands everything that ended at `now` or earlier.
    let newest = (now.0.saturating_add(1), String::new());
    let before = match &past.before {
        Some(cursor) => newest.min((cursor.ends_at.0, cursor.id.0.clone())),
        None => newest,
    };
    let mut rows: Vec<(i64, String)> = Vec::new();
    for key in keys(place).iter().filter(|key| !key.is_empty()) {
        for rank in i64::from(past.at_least.max(1))..=4 {
            let (ends_at, id) = (before.0, before.1.as_str());
            let page: Vec<(i64, String)> = sql!(
                fetch_all,
                tx,
                ENDED,
                key.as_str(),
                rank,
                ends_at,
                id,
                i64::from(limit)
            )?;
            rows.extend(page);
        }
    }
    Ok(newest_first(rows, limit)
        .map(|(ends_at, id)| Cursor {
            ends_at: Instant(ends_at),
            id: ThreadId(id),
        })
        .collect())
}

/// The threads with the most recently received messages: `limit` of them hold the latest `limit` messages.
pub(crate) async fn latest(
    tx: &mut Tx,
    place: &Where,
    limit: u32,
) -> Result<Vec<ThreadId>, StoreError> {
    let mut rows: Vec<(i64, String)> = Vec::new();
    for key in keys(place).iter().filter(|key| !key.is_empty()) {
        let page: Vec<(i64, String)> = sql!(fetch_all, tx, LATEST, key.as_str(), i64::from(limit))?;
        rows.extend(page);
    }
    Ok(newest_first(rows, limit)
        .map(|(_, id)| ThreadId(id))
        .collect())
}

fn newest_first(mut rows: Vec<(i64, String)>, limit: u32) -> impl Iterator<Item = (i64, String)> {
    rows.sort_unstable_by(|a, b| b.cmp(a));
    rows.into_iter()
        .take(usize::try_from(limit).unwrap_or(usize::MAX))
}
