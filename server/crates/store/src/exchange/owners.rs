//! What an owner does by the secret link: look, edit, pause, renew, close, erase.

use std::collections::BTreeSet;

use portal::Instant;
use portal::exchange::{
    Availability, Deed, Details, Did, HoldReason, LinkHash, Listing, ListingId, Managed,
    MatchState, Moderation, NewLetter, NewListing, Slot, Standing, TalkId,
};

use super::{
    ADD_LINK, AVAIL, CLEAR_LINKS, END_ASTRAY, END_WAITING, JUDGE, MANAGED, OWNERS, RENEW, SEALED,
    TAKEN, UNANSWERED, UNAPPROVE, WHY_HELD, letters, listings, matches, only_amounts_differ, rows,
    settle, sweep, talks,
};
use crate::Store;
use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::sql;

/// The listing of a link.
async fn of_link(
    tx: &mut Tx,
    link: &LinkHash,
) -> Result<Option<(Listing, Vec<HoldReason>)>, StoreError> {
    let row: Option<(String,)> = sql!(fetch_optional, tx, MANAGED, link.0.as_str())?;
    match row {
        Some((id,)) => rows::one(tx, &id).await,
        None => Ok(None),
    }
}

pub(super) async fn managed(store: &Store, link: &LinkHash) -> Result<Option<Managed>, StoreError> {
    let mut tx = store.db.read().await?;
    let Some((listing, hold)) = of_link(&mut tx, link).await? else {
        return Ok(None);
    };
    let id = listing.id.0.as_str();
    let (contact, _): (Vec<u8>, String) = sql!(fetch_one, tx, SEALED, id)?;
    let reason = why_held(&mut tx, &listing).await?;
    let talks = talks::of_listing(&mut tx, id).await?;
    Ok(Some(Managed {
        listing,
        contact,
        hold,
        reason,
        talks,
    }))
}

/// What a moderator wrote who held the listing or gave it back; nothing once somebody decided otherwise.
async fn why_held(tx: &mut Tx, listing: &Listing) -> Result<Option<String>, StoreError> {
    if listing.moderation != Moderation::Held {
        return Ok(None);
    }
    let id = listing.id.0.as_str();
    let last: Option<(String, String)> = sql!(fetch_optional, tx, WHY_HELD, id)?;
    let held = last.filter(|(decision, _)| matches!(decision.as_str(), "hold" | "return"));
    Ok(held.map(|(_, reason)| reason))
}

pub(super) async fn edit(
    store: &Store,
    link: &LinkHash,
    new: &NewListing,
    hold: &[HoldReason],
    likeness: &str,
    at: Instant,
) -> Result<Did, StoreError> {
    let mut tx = store.db.write().await?;
    let Some((old, held_for)) = of_link(&mut tx, link).await? else {
        return Ok(Did::Unknown);
    };
    let open = matches!(
        old.standing(at),
        Standing::Live | Standing::Full | Standing::Paused | Standing::Held
    );
    let same = old.said.side == new.side && old.said.details.kind() == new.details.kind();
    let expires_at = new.expires_at(at);
    let id = old.id.0.as_str();
    if !open || !same || expires_at <= at || !holds_what_is_taken(&mut tx, id, new).await? {
        return Ok(Did::NotNow);
    }
    listings::write(&mut tx, id, new, expires_at, at).await?;
    let owners: Vec<(String,)> = sql!(fetch_all, tx, OWNERS, id)?;
    let owners: Vec<_> = owners
        .into_iter()
        .map(|(h,)| portal::exchange::ContactHash(h))
        .collect();
    let mut reasons: BTreeSet<HoldReason> = hold.iter().copied().collect();
    reasons.extend(listings::found_out(&mut tx, &owners, likeness, Some(id)).await?);
    // What readers reported stays with moderators until they decide.
    reasons.extend(
        held_for
            .into_iter()
            .filter(|r| matches!(r, HoldReason::Reported | HoldReason::Moderator)),
    );
    let looked_at = old.moderation == Moderation::Approved && only_amounts_differ(&old.said, new);
    let moderation = if looked_at {
        reasons.clear();
        Moderation::Approved
    } else {
        sql!(execute, tx, UNAPPROVE, id)?;
        listings::moderation(&reasons)
    };
    let (moderation, hold) = (moderation.code(), rows::hold(&reasons));
    sql!(execute, tx, JUDGE, id, moderation, hold, likeness)?;
    sql!(execute, tx, END_ASTRAY, id, at.0)?;
    settle(&mut tx, id, at).await?;
    tx.commit().await?;
    Ok(Did::Done)
}

/// Whether everything that is taken has its place in the new listing.
async fn holds_what_is_taken(tx: &mut Tx, id: &str, new: &NewListing) -> Result<bool, StoreError> {
    let taken: Vec<(String, i64)> = sql!(fetch_all, tx, TAKEN, id)?;
    let slots: BTreeSet<String> = new.details.slots().into_iter().map(Slot::code).collect();
    let units = i64::from(new.details.units());
    Ok(!slots.is_empty()
        && taken
            .iter()
            .all(|(slot, taken)| slots.contains(slot) && *taken <= units))
}

pub(super) async fn deed(
    store: &Store,
    link: &LinkHash,
    deed: &Deed,
    at: Instant,
) -> Result<Did, StoreError> {
    let mut tx = store.db.write().await?;
    let Some((listing, _)) = of_link(&mut tx, link).await? else {
        return Ok(Did::Unknown);
    };
    let id = listing.id.0.as_str();
    let closed = matches!(listing.standing(at), Standing::Closed | Standing::Blocked);
    let expired = listing.expires_at <= at;
    let did = match (deed, listing.availability) {
        _ if closed => false,
        (Deed::Pause, Availability::Available) if !expired => {
            set(&mut tx, id, Availability::Paused, at).await?;
            true
        }
        (Deed::Resume, Availability::Paused) if !expired => {
            set(&mut tx, id, Availability::Available, at).await?;
            true
        }
        (Deed::Renew, _) => renew(&mut tx, &listing, at).await?,
        (Deed::Fulfil(with), _) => fulfil(&mut tx, &listing, with.as_ref(), at).await?,
        (Deed::Cancel, _) => {
            close(&mut tx, id, Availability::Cancelled, at).await?;
            true
        }
        (Deed::Pause | Deed::Resume, _) => false,
    };
    if !did {
        return Ok(Did::NotNow);
    }
    settle(&mut tx, id, at).await?;
    tx.commit().await?;
    Ok(Did::Done)
}

async fn set(
    tx: &mut Tx,
    id: &str,
    availability: Availability,
    at: Instant,
) -> Result<(), StoreError> {
    let closed = matches!(
        availability,
        Availability::Fulfilled | Availability::Cancelled
    );
    let closed_at = closed.then_some(at.0);
    sql!(execute, tx, AVAIL, id, availability.code(), closed_at, at.0)?;
    Ok(())
}

/// A week more, unless its own time does not reach so far; a ride is over when it left.
async fn renew(tx: &mut Tx, listing: &Listing, at: Instant) -> Result<bool, StoreError> {
    let until = listing.said.expires_at(at);
    if matches!(listing.said.details, Details::Ride(_)) || until <= at {
        return Ok(false);
    }
    sql!(execute, tx, RENEW, listing.id.0.as_str(), until.0, at.0)?;
    Ok(true)
}

async fn fulfil(
    tx: &mut Tx,
    listing: &Listing,
    with: Option<&TalkId>,
    at: Instant,
) -> Result<bool, StoreError> {
    let id = listing.id.0.as_str();
    if let Some(talk) = with {
        let last = matches::last(tx, &talk.0).await?;
        let Some(last) = last.filter(|m| m.listing == id && m.state.takes()) else {
            return Ok(false);
        };
        matches::become_state(tx, &last.id, MatchState::Done, None, at).await?;
    }
    close(tx, id, Availability::Fulfilled, at).await?;
    Ok(true)
}

/// Ends what waits, for an answer or in line; what both sides agreed on holds.
async fn close(
    tx: &mut Tx,
    id: &str,
    availability: Availability,
    at: Instant,
) -> Result<(), StoreError> {
    set(tx, id, availability, at).await?;
    sql!(
        execute,
        tx,
        END_WAITING,
        id,
        MatchState::Declined.code(),
        at.0
    )?;
    let unanswered: Vec<(String,)> = sql!(fetch_all, tx, UNANSWERED, id)?;
    for (matched,) in unanswered {
        matches::end(tx, &matched, MatchState::Declined, at).await?;
    }
    Ok(())
}

pub(super) async fn erase(store: &Store, link: &LinkHash) -> Result<Did, StoreError> {
    let mut tx = store.db.write().await?;
    let row: Option<(String,)> = sql!(fetch_optional, tx, MANAGED, link.0.as_str())?;
    let Some((id,)) = row else {
        return Ok(Did::Unknown);
    };
    sweep::forget(&mut tx, &id).await?;
    tx.commit().await?;
    Ok(Did::Done)
}

pub(super) async fn relink(
    store: &Store,
    links: &[(ListingId, LinkHash)],
    letter: &NewLetter,
    at: Instant,
) -> Result<(), StoreError> {
    let mut tx = store.db.write().await?;
    for (listing, link) in links {
        let id = listing.0.as_str();
        // Erased since it was looked up: there is nothing to link to.
        if rows::one(&mut tx, id).await?.is_some() {
            sql!(execute, tx, CLEAR_LINKS, id)?;
            sql!(execute, tx, ADD_LINK, link.0.as_str(), id, at.0)?;
        }
    }
    letters::write(&mut tx, store, letter, None, None, at).await?;
    tx.commit().await
}
