//! Rows, and what moderators read of them.

use desk::exchange::{Count, Kin, Moderated, Queued, Statistics, Why};
use portal::Instant;
use portal::exchange::{
    Availability, Details, HoldReason, Kind, Listing, ListingId, MatchState, Moderation,
    NewListing, Side, Slot, Standing,
};
use portal::places::{Dep, Insee};
use portal::push::Tongue;

use super::*;
use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::sql;

/// See `select_listings`.
pub(super) type Row = (
    String,
    String,
    String,
    String,
    String,
    String,
    String,
    String,
    String,
    i64,
    i64,
    i64,
    String,
    i64,
    i64,
);

/// A row read; its listing's `left` is the most that is left in any slot until the slots are asked for.
pub(super) struct Read {
    pub(super) listing: Listing,
    pub(super) hold: Vec<HoldReason>,
    pub(super) changed_at: Instant,
    pub(super) likeness: String,
    pub(super) reports: u32,
}

fn unreadable(id: &str, reason: impl ToString) -> StoreError {
    StoreError::Unreadable {
        what: "exchange listing",
        id: id.to_owned(),
        reason: reason.to_string(),
    }
}

/// A number of a column that holds a small count.
pub(super) fn small<T: TryFrom<i64> + Default>(n: i64) -> T {
    T::try_from(n).unwrap_or_default()
}

pub(super) fn read(row: Row) -> Result<Read, StoreError> {
    let (id, side, commune, details, text, lang, availability, moderation, hold, ..) = &row;
    let details: Details = serde_json::from_str(details).map_err(|e| unreadable(id, e))?;
    let said = NewListing {
        side: Side::parse(side).ok_or_else(|| unreadable(id, "its side"))?,
        commune: Insee(commune.clone()),
        details,
        text: text.clone(),
        tongue: if lang == Tongue::En.tag() {
            Tongue::En
        } else {
            Tongue::Fr
        },
    };
    let listing = Listing {
        id: ListingId(id.clone()),
        said,
        posted_at: Instant(row.9),
        expires_at: Instant(row.11),
        availability: Availability::parse(availability)
            .ok_or_else(|| unreadable(id, "its availability"))?,
        moderation: Moderation::parse(moderation)
            .ok_or_else(|| unreadable(id, "its moderation"))?,
        left: vec![(Slot::Whole, small(row.13))],
    };
    Ok(Read {
        listing,
        hold: hold.split(' ').filter_map(HoldReason::parse).collect(),
        changed_at: Instant(row.10),
        likeness: row.12,
        reports: small(row.14),
    })
}

/// One listing, without its slots.
pub(super) async fn one(tx: &mut Tx, id: &ListingId) -> Result<Option<Read>, StoreError> {
    let row: Option<Row> = sql!(fetch_optional, tx, ONE, id.0.as_str())?;
    row.map(read).transpose()
}

async fn fill_slots(tx: &mut Tx, listing: &mut Listing) -> Result<(), StoreError> {
    let rows: Vec<(String, i64)> = sql!(fetch_all, tx, SLOTS, listing.id.0.as_str())?;
    listing.left = rows
        .into_iter()
        .filter_map(|(slot, left)| Some((Slot::parse(&slot)?, small(left))))
        .collect();
    Ok(())
}

/// Who approved it, in order: id and name.
async fn approvals(tx: &mut Tx, id: &ListingId) -> Result<Vec<(String, String)>, StoreError> {
    sql!(fetch_all, tx, APPROVALS, id.0.as_str())
}

/// Why it was given back to its poster, if it still waits for the poster.
async fn returned(tx: &mut Tx, read: &Read) -> Result<Option<String>, StoreError> {
    let last: Option<(String, String, i64)> = sql!(
        fetch_optional,
        tx,
        LAST_DECISION,
        read.listing.id.0.as_str()
    )?;
    Ok(last
        .filter(|(decision, _, at)| decision == "return" && *at >= read.changed_at.0)
        .map(|(_, reason, _)| reason))
}

/// What waits, in order, each listing once.
pub(super) async fn queue(
    tx: &mut Tx,
    limit: u32,
    now: Instant,
) -> Result<Vec<Queued>, StoreError> {
    let parts = [
        (Why::Held, HELD),
        (Why::Reported, REPORTED),
        (Why::Similar, SIMILAR),
        (Why::New, NEW),
    ];
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut queue: Vec<Queued> = Vec::new();
    for (why, statement) in parts {
        let rows: Vec<Row> = sql!(fetch_all, tx, statement, now.0, i64::from(limit))?;
        for row in rows {
            let mut one = read(row)?;
            let known = queue.iter().any(|q| q.listing.id == one.listing.id);
            if known || queue.len() >= most {
                continue;
            }
            fill_slots(tx, &mut one.listing).await?;
            let approved = approvals(tx, &one.listing.id).await?;
            queue.push(Queued {
                why,
                returned: why == Why::Held && returned(tx, &one).await?.is_some(),
                approved_by: (why == Why::Held)
                    .then(|| approved.into_iter().next().map(|(_, name)| name))
                    .flatten(),
                hold: one.hold,
                reports: one.reports,
                listing: one.listing,
            });
        }
    }
    Ok(queue)
}

fn kin(rows: Vec<Row>, now: Instant) -> Result<Vec<Kin>, StoreError> {
    rows.into_iter()
        .map(|row| {
            let read = read(row)?;
            Ok(Kin {
                side: read.listing.said.side,
                kind: read.listing.said.details.kind(),
                commune: read.listing.said.commune.clone(),
                posted_at: read.listing.posted_at,
                standing: read.listing.standing(now),
                reports: read.reports,
                id: read.listing.id,
            })
        })
        .collect()
}

/// One listing with everything that helps `who` to decide.
pub(super) async fn moderated(
    tx: &mut Tx,
    who: &str,
    id: &ListingId,
    now: Instant,
) -> Result<Option<Moderated>, StoreError> {
    let Some(mut read) = one(tx, id).await? else {
        return Ok(None);
    };
    fill_slots(tx, &mut read.listing).await?;
    let own: Vec<Row> = sql!(fetch_all, tx, SAME_CONTACT, id.0.as_str())?;
    let history = kin(own, now)?;
    let similar = if read.likeness.is_empty() {
        Vec::new()
    } else {
        let rows = sql!(
            fetch_all,
            tx,
            SAME_TEXT,
            id.0.as_str(),
            read.likeness.as_str()
        )?;
        kin(rows, now)?
    };
    let said = &read.listing.said;
    let duplicates = history
        .iter()
        .filter(|other| {
            let open = matches!(
                other.standing,
                Standing::Live | Standing::Full | Standing::Paused | Standing::Held
            );
            open && (other.side, other.kind) == (said.side, said.details.kind())
                && other.commune == said.commune
        })
        .cloned()
        .collect();
    let approved = approvals(tx, id).await?;
    let undecided = read.listing.moderation == Moderation::Held;
    let mine = approved.iter().find(|(moderator, _)| moderator == who);
    let approved_by = mine
        .or_else(|| approved.first())
        .filter(|_| undecided)
        .map(|(moderator, name)| (name.clone(), moderator == who));
    let (blocked,): (i64,) = sql!(fetch_one, tx, CONTACT_BLOCKED, id.0.as_str())?;
    let returned = match read.listing.moderation {
        Moderation::Held => returned(tx, &read).await?,
        _ => None,
    };
    Ok(Some(Moderated {
        returned,
        approved_by,
        reports: reports::of(tx, id).await?,
        contact_blocked: blocked > 0,
        history,
        duplicates,
        similar,
        hold: read.hold,
        changed_at: read.changed_at,
        listing: read.listing,
    }))
}

/// The exchange in numbers.
pub(super) async fn statistics(tx: &mut Tx, now: Instant) -> Result<Statistics, StoreError> {
    type Group = (String, String, String, String, String, i64, i64, i64);
    let groups: Vec<Group> = sql!(fetch_all, tx, COUNTS, now.0)?;
    let listings = groups
        .into_iter()
        .filter_map(
            |(side, kind, dep, moderation, availability, expired, full, n)| {
                Some(Count {
                    side: Side::parse(&side)?,
                    kind: Kind::parse(&kind)?,
                    departement: Dep(dep),
                    standing: Standing::of(
                        Moderation::parse(&moderation)?,
                        Availability::parse(&availability)?,
                        expired != 0,
                        full != 0,
                    ),
                    listings: n.unsigned_abs(),
                })
            },
        )
        .collect();
    let states: Vec<(String, i64)> = sql!(fetch_all, tx, MATCHES)?;
    let mut matches: Vec<_> = states
        .into_iter()
        .filter_map(|(state, n)| Some((MatchState::parse(&state)?, n.unsigned_abs())))
        .collect();
    matches.sort();
    let (talks, reports, blocked): (i64, i64, i64) = sql!(fetch_one, tx, TOTALS)?;
    Ok(Statistics {
        listings,
        matches,
        talks: talks.unsigned_abs(),
        reports: reports.unsigned_abs(),
        blocked: blocked.unsigned_abs(),
    })
}
