//! Posting, what is held of it, and one listing as anyone may see it.

use std::collections::BTreeSet;

use portal::exchange::{
    Availability, ContactHash, HoldReason, Listing, ListingId, Moderation, NewListing,
    POSTS_PER_DAY, POSTS_PER_HOUR, Posted, Posting, Side, Standing, TRUSTED_AFTER, TRUSTED_TIMES,
    next_night,
};
use portal::push::Tongue;
use portal::{Instant, Span};

use super::{
    ADD_LINK, ADD_SLOTS, ADD_WORDS, BLOCKED, CLEAR_WORDS, CONTACT_LISTING, DROP_SLOTS, FLOWS, KNOW,
    NOTE_PACE, OF_CONTACT, PACE, POST, POSTED, PROBABLY, REFRESH, SEALED, SIMILAR, TRUSTED, WRITE,
    letters, rows,
};
use crate::Store;
use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::sql;

/// So many different posters of nearly the same text are held.
const SIMILAR_POSTERS: usize = 3;

pub(super) async fn post(
    store: &Store,
    posting: &Posting,
    at: Instant,
) -> Result<Posted, StoreError> {
    let mut tx = store.db.write().await?;
    let key = posting.idempotency.as_str();
    let before: Option<(String,)> = sql!(fetch_optional, tx, POSTED, key)?;
    if let Some((id,)) = before {
        return Ok(Posted::Again(ListingId(id)));
    }
    let hashes = &posting.contact.hashes;
    if let Some(until) = too_many(&mut tx, hashes, "post", at).await? {
        return Ok(Posted::TooMany(until));
    }
    let mut hold: BTreeSet<HoldReason> = posting.hold.iter().copied().collect();
    let likeness = posting.likeness.as_str();
    hold.extend(found_out(&mut tx, hashes, likeness, None).await?);
    let moderation = moderation(&hold);
    let listing = &posting.listing;
    let id = store.ids.fresh(at);
    sql!(
        execute,
        tx,
        POST,
        id.as_str(),
        key,
        posting.contact.sealed.as_slice(),
        at.0,
        moderation.code(),
        rows::hold(&hold),
        likeness,
        listing.side.code(),
        listing.details.kind().code(),
    )?;
    write(&mut tx, &id, listing, listing.expires_at(at), at).await?;
    sql!(
        execute,
        tx,
        ADD_LINK,
        posting.manage.0.as_str(),
        id.as_str(),
        at.0
    )?;
    for hash in hashes {
        sql!(execute, tx, KNOW, hash.0.as_str(), at.0)?;
        sql!(execute, tx, CONTACT_LISTING, hash.0.as_str(), id.as_str())?;
    }
    note(&mut tx, hashes, "post", &id, at).await?;
    if let Some(letter) = &posting.letter {
        letters::write(&mut tx, store, letter, Some(&id), None, at).await?;
    }
    if listing.side == Side::Need {
        // It is shown to a first few offers at once.
        sql!(execute, tx, FLOWS, id.as_str(), at.0, next_night(at).0)?;
    }
    sql!(execute, tx, REFRESH, id.as_str())?;
    let probably = probably(&mut tx, &id, posting, at).await?;
    tx.commit().await?;
    let id = ListingId(id);
    Ok(Posted::Kept {
        id,
        moderation,
        probably,
    })
}

/// Other open listings of the same contact about the same.
async fn probably(
    tx: &mut Tx,
    id: &str,
    posting: &Posting,
    at: Instant,
) -> Result<Vec<ListingId>, StoreError> {
    let listing = &posting.listing;
    let mut found = BTreeSet::new();
    for hash in &posting.contact.hashes {
        let (side, kind) = (listing.side.code(), listing.details.kind().code());
        let (hash, commune) = (hash.0.as_str(), listing.commune.0.as_str());
        let ids: Vec<(String,)> =
            sql!(fetch_all, tx, PROBABLY, hash, at.0, side, kind, commune, id)?;
        found.extend(ids.into_iter().map(|(id,)| ListingId(id)));
    }
    Ok(found.into_iter().collect())
}

/// New, or held for these reasons.
pub(super) fn moderation(hold: &BTreeSet<HoldReason>) -> Moderation {
    if hold.is_empty() {
        Moderation::New
    } else {
        Moderation::Held
    }
}

/// When this contact may go on, if it has done as much as it may: by each of its hashes. Whoever is trusted may do
/// more ([`TRUSTED_AFTER`]).
pub(super) async fn too_many(
    tx: &mut Tx,
    hashes: &[ContactHash],
    deed: &str,
    at: Instant,
) -> Result<Option<Instant>, StoreError> {
    let (hour, day) = (Span::hours(1), Span::hours(24));
    let mut until = None;
    for hash in hashes {
        let hash = hash.0.as_str();
        let known = (at - TRUSTED_AFTER).0;
        let trusted: Option<(String,)> = sql!(fetch_optional, tx, TRUSTED, hash, known)?;
        let times = trusted.map_or(1, |_| TRUSTED_TIMES);
        let (an_hour, a_day) = (POSTS_PER_HOUR * times, POSTS_PER_DAY * times);
        let since = (at - day).0;
        let lately: Vec<(i64,)> = sql!(fetch_all, tx, PACE, hash, deed, since, i64::from(a_day))?;
        for (most, span) in [(an_hour, hour), (a_day, day)] {
            let last = most.checked_sub(1).and_then(|n| lately.get(n as usize));
            let free = last.map(|(then,)| Instant(*then) + span);
            until = until.max(free.filter(|free| *free > at));
        }
    }
    Ok(until)
}

/// Counts a deed of this contact.
pub(super) async fn note(
    tx: &mut Tx,
    hashes: &[ContactHash],
    deed: &str,
    id: &str,
    at: Instant,
) -> Result<(), StoreError> {
    for hash in hashes {
        sql!(execute, tx, NOTE_PACE, hash.0.as_str(), deed, at.0, id)?;
    }
    Ok(())
}

/// What only the store can find out of a poster: a contact that was blocked, a text that others posted too.
pub(super) async fn found_out(
    tx: &mut Tx,
    hashes: &[ContactHash],
    likeness: &str,
    own: Option<&str>,
) -> Result<Vec<HoldReason>, StoreError> {
    let mut reasons = Vec::new();
    if blocked(tx, hashes).await? {
        reasons.push(HoldReason::KnownContact);
    }
    if !likeness.is_empty() {
        let alike: Vec<(String, String)> = sql!(fetch_all, tx, SIMILAR, likeness)?;
        let mut posters: Vec<BTreeSet<String>> = vec![hashes.iter().map(|h| h.0.clone()).collect()];
        let mut by_listing: std::collections::BTreeMap<String, BTreeSet<String>> =
            std::collections::BTreeMap::new();
        for (listing, hash) in alike {
            if Some(listing.as_str()) != own {
                by_listing.entry(listing).or_default().insert(hash);
            }
        }
        // Listings that share an e-mail or a phone are of one poster.
        for mut hashes in by_listing.into_values() {
            let (same, others): (Vec<_>, Vec<_>) = posters
                .into_iter()
                .partition(|known| !known.is_disjoint(&hashes));
            hashes.extend(same.into_iter().flatten());
            posters = others;
            posters.push(hashes);
        }
        if posters.len() >= SIMILAR_POSTERS {
            reasons.push(HoldReason::Similar);
        }
    }
    Ok(reasons)
}

/// Whether moderators blocked one of these.
pub(super) async fn blocked(tx: &mut Tx, hashes: &[ContactHash]) -> Result<bool, StoreError> {
    for hash in hashes {
        let row: Option<(String,)> = sql!(fetch_optional, tx, BLOCKED, hash.0.as_str())?;
        if row.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Writes what a listing says: its row, its slots, its words. What is taken stays taken.
pub(super) async fn write(
    tx: &mut Tx,
    id: &str,
    listing: &NewListing,
    expires_at: Instant,
    at: Instant,
) -> Result<(), StoreError> {
    let columns = rows::Columns::of(&listing.details);
    let (from_day, until_day) = columns.days.unzip();
    let (leaves_from, leaves_until) = columns.leaves.unzip();
    sql!(
        execute,
        tx,
        WRITE,
        id,
        listing.commune.0.as_str(),
        listing.commune.departement().0,
        serde_json::to_string(&listing.details)?,
        listing.text.as_str(),
        listing.tongue.tag(),
        at.0,
        expires_at.0,
        from_day.as_deref(),
        until_day.as_deref(),
        leaves_from,
        leaves_until,
        columns.destination.as_deref(),
        columns.child_seats,
        columns.wheelchair,
        columns.pets,
        columns.step_free,
        columns.household,
        columns.wearer,
        columns.help,
    )?;
    let slots = listing.details.slots();
    if slots.is_empty() {
        return Err(rows::unreadable("the listing", id, "it has no slot"));
    }
    let (slots, n) = rows::packed_slots(&slots);
    sql!(execute, tx, DROP_SLOTS, slots.as_str(), n, id)?;
    let capacity = i64::from(listing.details.units());
    sql!(execute, tx, ADD_SLOTS, slots.as_str(), n, id, capacity)?;
    sql!(execute, tx, CLEAR_WORDS, id)?;
    for (words, n) in rows::packed_words(&rows::words(listing)) {
        sql!(execute, tx, ADD_WORDS, words, n, id)?;
    }
    Ok(())
}

/// Whether anyone may see it: also when it is full or its time is over.
pub(super) fn is_public(listing: &Listing) -> bool {
    matches!(listing.moderation, Moderation::New | Moderation::Approved)
        && listing.availability == Availability::Available
}

/// Whether it takes answers.
pub(super) fn takes_answers(listing: &Listing, at: Instant) -> bool {
    matches!(listing.standing(at), Standing::Live | Standing::Full)
}

pub(super) async fn public(
    store: &Store,
    id: &ListingId,
    _now: Instant,
) -> Result<Option<Listing>, StoreError> {
    let mut tx = store.db.read().await?;
    let found = rows::one(&mut tx, &id.0).await?;
    Ok(found.map(|(listing, _)| listing).filter(is_public))
}

pub(super) async fn owner(
    store: &Store,
    id: &ListingId,
) -> Result<Option<(Vec<u8>, Tongue)>, StoreError> {
    let row: Option<(Vec<u8>, String)> = sql!(fetch_optional, store.db, SEALED, id.0.as_str())?;
    Ok(row.map(|(sealed, lang)| (sealed, rows::tongue(&lang))))
}

pub(super) async fn of_contact(
    store: &Store,
    contact: &ContactHash,
    now: Instant,
) -> Result<Vec<(ListingId, Tongue)>, StoreError> {
    let hash = contact.0.as_str();
    let rows: Vec<(String, String)> = sql!(fetch_all, store.db, OF_CONTACT, hash, now.0)?;
    Ok(rows
        .into_iter()
        .map(|(id, lang)| (ListingId(id), rows::tongue(&lang)))
        .collect())
}
