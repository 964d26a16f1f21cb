//! Reports: what was reported is copied at once, so that erasing it takes no evidence away.

use std::collections::BTreeSet;

use portal::Instant;
use portal::exchange::{
    ContactHash, Did, HoldReason, LinkHash, Listing, ListingId, Moderation, Party, Reported, Said,
};
use serde_json::json;

use super::{HOLD, REPORT, REPORT_CONTACT, REPORTED_BY, REPORTS, rows, settle, talks};
use crate::Store;
use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::sql;

/// So many reports hold a listing until moderators decide.
const REPORTS_HOLD: i64 = 3;

pub(super) async fn report(
    store: &Store,
    what: &Reported,
    reason: &str,
    at: Instant,
) -> Result<Did, StoreError> {
    let mut tx = store.db.write().await?;
    let did = match what {
        Reported::Listing(id) => of_listing(&mut tx, store, id, reason, at).await?,
        Reported::Talk(link) => of_talk(&mut tx, store, link, reason, at).await?,
    };
    tx.commit().await?;
    Ok(did)
}

fn evidence(listing: &Listing, said: &[Said]) -> String {
    let new = &listing.said;
    let said: Vec<_> = said
        .iter()
        .map(|s| json!({"party": s.by.code(), "at": s.at.0, "text": s.text}))
        .collect();
    json!({
        "listing": {
            "side": new.side.code(),
            "kind": new.details.kind().code(),
            "commune": new.commune.0,
            "details": new.details,
            "text": new.text,
            "posted_at": listing.posted_at.0,
        },
        "said": said,
    })
    .to_string()
}

async fn keep(
    tx: &mut Tx,
    store: &Store,
    (listing, talk, by): (&str, Option<&str>, Option<Party>),
    (reason, evidence): (&str, &str),
    contacts: &[(Party, Vec<ContactHash>)],
    at: Instant,
) -> Result<(), StoreError> {
    let id = store.ids.fresh(at);
    let (id, by) = (id.as_str(), by.map(Party::code));
    sql!(
        execute, tx, REPORT, id, listing, talk, by, reason, evidence, at.0
    )?;
    for (party, hashes) in contacts {
        for hash in hashes {
            sql!(
                execute,
                tx,
                REPORT_CONTACT,
                id,
                hash.0.as_str(),
                party.code()
            )?;
        }
    }
    Ok(())
}

async fn of_listing(
    tx: &mut Tx,
    store: &Store,
    id: &ListingId,
    reason: &str,
    at: Instant,
) -> Result<Did, StoreError> {
    let Some((listing, hold)) = rows::one(tx, &id.0).await? else {
        return Ok(Did::Unknown);
    };
    let contacts = [(Party::Owner, talks::owners(tx, &id.0).await?)];
    let said = (reason, &*evidence(&listing, &[]));
    keep(tx, store, (&id.0, None, None), said, &contacts, at).await?;
    hold_if_many(tx, &listing, hold, at).await?;
    Ok(Did::Done)
}

/// A side reports the other, once until moderators decide.
async fn of_talk(
    tx: &mut Tx,
    store: &Store,
    link: &LinkHash,
    reason: &str,
    at: Instant,
) -> Result<Did, StoreError> {
    let Some(side) = talks::side(tx, link).await? else {
        return Ok(Did::Unknown);
    };
    let (talk, listing) = (side.talk.as_str(), side.listing.as_str());
    let Some((found, hold)) = rows::one(tx, listing).await? else {
        return Ok(Did::Unknown);
    };
    let party = side.party.code();
    let before: Option<(String,)> = sql!(fetch_optional, tx, REPORTED_BY, listing, talk, party)?;
    if before.is_some() {
        return Ok(Did::Done);
    }
    let contacts = [
        (Party::Owner, talks::owners(tx, listing).await?),
        (Party::Responder, talks::responders(tx, talk).await?),
    ];
    let words = talks::said(tx, talk).await?;
    let said = (reason, &*evidence(&found, &words));
    let what = (listing, Some(talk), Some(side.party));
    keep(tx, store, what, said, &contacts, at).await?;
    hold_if_many(tx, &found, hold, at).await?;
    Ok(Did::Done)
}

async fn hold_if_many(
    tx: &mut Tx,
    listing: &Listing,
    hold: Vec<HoldReason>,
    at: Instant,
) -> Result<(), StoreError> {
    let id = listing.id.0.as_str();
    let (open,): (i64,) = sql!(fetch_one, tx, REPORTS, id)?;
    if open < REPORTS_HOLD || listing.moderation == Moderation::Blocked {
        return Ok(());
    }
    let mut reasons: BTreeSet<HoldReason> = hold.into_iter().collect();
    if reasons.insert(HoldReason::Reported) {
        sql!(execute, tx, HOLD, id, rows::hold(&reasons))?;
        settle(tx, id, at).await?;
    }
    Ok(())
}
