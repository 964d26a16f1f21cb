//! Reading items.

use std::collections::BTreeMap;

use desk::items::{
    Check, Count, Filter, Grade, InformationGrade, Item, ItemId, Key, Lane, Lease, Link, Note,
    OnShift, Origin, Post, SourceGrade, State, Tie, Whole,
};
use desk::staff::{StaffId, read_roles};
use portal::places::Insee;
use portal::valve::Category;
use portal::{Instant, Span};
use serde_json::{Value, json};

use super::*;
use crate::db::{Db, Tx};
use crate::error::StoreError;
use crate::statement::sql;

pub(super) type Row = (
    String,
    Option<String>,
    Option<String>,
    String,
    String,
    i64,
    String,
    i64,
    String,
    Option<String>,
    Option<String>,
    i64,
    i64,
);

fn unreadable(id: &str, reason: &str) -> StoreError {
    StoreError::Unreadable {
        what: "item",
        id: id.to_owned(),
        reason: reason.to_owned(),
    }
}

/// The item of a row.
fn item(row: Row) -> Result<Item, StoreError> {
    let (
        id,
        report,
        post,
        lane,
        state,
        came_at,
        source,
        information,
        checks,
        holder,
        name,
        until,
        fence,
    ) = row;
    let odd = |reason| unreadable(&id, reason);
    let origin = match (report, post) {
        (Some(key), _) => Origin::Report(Key::parse(&key).ok_or_else(|| odd("no key"))?),
        (None, Some(text)) => Origin::Post(post_of(&text).ok_or_else(|| odd("no post"))?),
        (None, None) => return Err(odd("neither report nor post")),
    };
    let lease = holder.map(|holder| Lease {
        holder: StaffId(holder),
        name: name.unwrap_or_default(),
        until: Instant(until),
    });
    Ok(Item {
        origin,
        lane: Lane::parse(&lane).ok_or_else(|| odd("no lane"))?,
        state: State::parse(&state).ok_or_else(|| odd("no state"))?,
        came_at: Instant(came_at),
        grade: Grade {
            source: SourceGrade::parse(&source).ok_or_else(|| odd("no grade"))?,
            information: InformationGrade::parse(&information.to_string())
                .ok_or_else(|| odd("no grade"))?,
        },
        checks: Check::of(&checks),
        lease,
        fence: fence.unsigned_abs(),
        id: ItemId(id),
    })
}

/// A post as it is kept.
pub(super) fn post_text(post: &Post) -> String {
    json!({
        "url": post.url,
        "quote": post.quote,
        "note": post.note,
        "kind": post.kind.word(),
        "commune": post.commune.as_ref().map(|c| c.0.as_str()),
    })
    .to_string()
}

fn post_of(text: &str) -> Option<Post> {
    let kept: Value = serde_json::from_str(text).ok()?;
    let field = |name: &str| kept[name].as_str().unwrap_or_default().to_owned();
    Some(Post {
        url: field("url"),
        quote: field("quote"),
        note: field("note"),
        kind: Category::from_word(kept["kind"].as_str()?)?,
        commune: kept["commune"].as_str().map(|c| Insee(c.to_owned())),
    })
}

/// Those that fit.
pub(super) async fn queue(db: &Db, filter: &Filter, limit: u32) -> Result<Vec<Item>, StoreError> {
    let since = filter.since.map_or(0, |at| at.0);
    let source = filter.source.map_or("%", SourceGrade::code);
    let information = filter.information.map_or("%", InformationGrade::code);
    let statement = if filter.open { OPEN } else { CLOSED };
    let lane = filter.lane.code();
    let rows: Vec<Row> = sql!(
        fetch_all,
        db,
        statement,
        lane,
        since,
        source,
        information,
        i64::from(limit)
    )?;
    rows.into_iter().map(item).collect()
}

/// How much waits.
pub(super) async fn counts(tx: &mut Tx, now: Instant) -> Result<Vec<Count>, StoreError> {
    let mut counts = Vec::new();
    for lane in Lane::ALL {
        let (open, held): (i64, i64) = sql!(fetch_one, tx, COUNT, lane.code(), now.0)?;
        counts.push(Count {
            lane: *lane,
            open: open.unsigned_abs(),
            held: held.unsigned_abs(),
        });
    }
    Ok(counts)
}

/// One item, within a transaction.
pub(super) async fn one(tx: &mut Tx, id: &ItemId) -> Result<Option<Item>, StoreError> {
    let row: Option<Row> = sql!(fetch_optional, tx, ONE, id.0.as_str())?;
    row.map(item).transpose()
}

/// One item with what is beside it.
pub(super) async fn whole(tx: &mut Tx, id: &ItemId) -> Result<Option<Whole>, StoreError> {
    let Some(item) = one(tx, id).await? else {
        return Ok(None);
    };
    let notes: Vec<(String, i64, String)> = sql!(fetch_all, tx, NOTES, id.0.as_str())?;
    let links: Vec<(String, String, String, String, i64)> =
        sql!(fetch_all, tx, LINKS, id.0.as_str())?;
    let note = |(by, at, words)| Note {
        by,
        at: Instant(at),
        words,
    };
    let link = |(a, b, how, by, at): (String, String, String, String, i64)| {
        Some(Link {
            other: ItemId(if a == id.0 { b } else { a }),
            tie: Tie::parse(&how)?,
            by,
            at: Instant(at),
        })
    };
    Ok(Some(Whole {
        item,
        notes: notes.into_iter().map(note).collect(),
        links: links.into_iter().filter_map(link).collect(),
    }))
}

/// Who is here, and who holds what: also whoever holds something and has not been seen for a while.
pub(super) async fn on_shift(
    tx: &mut Tx,
    within: Span,
    now: Instant,
) -> Result<Vec<OnShift>, StoreError> {
    let here: Vec<(String, String, String, i64)> =
        sql!(fetch_all, tx, HERE, (now - within).0, now.0)?;
    let held: Vec<(String, String, String, String, i64)> = sql!(fetch_all, tx, HELD, now.0)?;
    let mut people: BTreeMap<String, OnShift> = BTreeMap::new();
    let somebody = |id: &str, name: String, roles: &str, seen_at| OnShift {
        id: StaffId(id.to_owned()),
        name,
        roles: read_roles(roles).unwrap_or_default(),
        seen_at: Instant(seen_at),
        holds: Vec::new(),
    };
    for (id, name, roles, seen) in here {
        people.insert(id.clone(), somebody(&id, name, &roles, seen));
    }
    for (item, id, name, roles, until) in held {
        people
            .entry(id.clone())
            .or_insert_with(|| somebody(&id, name, &roles, 0))
            .holds
            .push((ItemId(item), Instant(until)));
    }
    let mut people: Vec<OnShift> = people.into_values().collect();
    people.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    Ok(people)
}
