//! Conversations: opened by an answer, found by either side's link only.

use portal::exchange::{
    Answered, Answering, ContactHash, Did, Ended, Kind, LinkHash, Listing, ListingId, MatchState,
    NewLetter, Party, Said, Side, TALKS_PER_NEED, Talk, TalkId,
};
use portal::push::Tongue;
use portal::{Instant, Span};

use super::{
    ANSWERED, CONTACT_TALK, END_TALK, HAS_SHOWN, KEEP_OUT, KEPT_OUT, KNOW, OPEN_TALKS, OWNERS,
    RESPONDERS, REVEALED, SAID, SAID_SINCE, SAY, SHOW_OWNER, SHOW_RESPONDER, TALK, TALK_OF,
    TALKS_OF, letters, listings, matches, rows, settle,
};
use crate::Store;
use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::sql;

/// Most things said by one side in an hour.
const SAID_PER_HOUR: i64 = 30;

/// A conversation, seen from the side of one link.
pub(super) struct SideOf {
    pub talk: String,
    pub listing: String,
    pub party: Party,
    pub kind: Kind,
    pub ended: Option<Ended>,
    helper: Party,
    began_at: Instant,
    shown: bool,
    other_shown: bool,
    other: (Vec<u8>, Tongue),
}

fn side_of(row: rows::TalkRow, party: Option<&str>) -> Result<SideOf, StoreError> {
    let (
        talk,
        listing,
        owner_link,
        responder,
        owner,
        talk_lang,
        lang,
        began,
        by_owner,
        by_responder,
        ended,
        side,
        kind,
    ) = row;
    let wrong = |reason: &str| rows::unreadable("the conversation", &talk, reason);
    let kind = Kind::parse(&kind).ok_or_else(|| wrong("its kind is none"))?;
    let side = Side::parse(&side).ok_or_else(|| wrong("its side is none"))?;
    let ended = match ended {
        Some(code) => Some(Ended::parse(&code).ok_or_else(|| wrong("its end is none"))?),
        None => None,
    };
    let party = match party {
        Some(link) if link != owner_link => Party::Responder,
        _ => Party::Owner,
    };
    let (shown, other_shown, other) = match party {
        Party::Owner => (
            by_owner,
            by_responder,
            (responder, rows::tongue(&talk_lang)),
        ),
        Party::Responder => (by_responder, by_owner, (owner, rows::tongue(&lang))),
    };
    Ok(SideOf {
        talk,
        listing,
        party,
        kind,
        ended,
        helper: match side {
            Side::Offer => Party::Owner,
            Side::Need => Party::Responder,
        },
        began_at: Instant(began),
        shown: shown == 1,
        other_shown: other_shown == 1,
        other,
    })
}

/// The side of a link.
pub(super) async fn side(tx: &mut Tx, link: &LinkHash) -> Result<Option<SideOf>, StoreError> {
    let row: Option<rows::TalkRow> = sql!(fetch_optional, tx, TALK_OF, link.0.as_str())?;
    row.map(|row| side_of(row, Some(&link.0))).transpose()
}

/// What was said, oldest first.
pub(super) async fn said(tx: &mut Tx, talk: &str) -> Result<Vec<Said>, StoreError> {
    let rows: Vec<(String, i64, String)> = sql!(fetch_all, tx, SAID, talk)?;
    rows.into_iter()
        .map(|(by, at, text)| {
            Ok(Said {
                by: rows::party(&by, talk)?,
                at: Instant(at),
                text,
            })
        })
        .collect()
}

async fn view(tx: &mut Tx, side: SideOf) -> Result<Talk, StoreError> {
    Ok(Talk {
        said: said(tx, &side.talk).await?,
        matched: matches::view(tx, &side.talk).await?,
        id: TalkId(side.talk),
        listing: ListingId(side.listing),
        party: side.party,
        began_at: side.began_at,
        revealed_by_me: side.shown,
        revealed_to_me: side.other_shown.then_some(side.other.0),
        ended: side.ended,
    })
}

pub(super) async fn talk(store: &Store, link: &LinkHash) -> Result<Option<Talk>, StoreError> {
    let mut tx = store.db.read().await?;
    match side(&mut tx, link).await? {
        Some(side) => view(&mut tx, side).await.map(Some),
        None => Ok(None),
    }
}

/// What the conversation of a link is about, however it stands.
pub(super) async fn listing(store: &Store, link: &LinkHash) -> Result<Option<Listing>, StoreError> {
    let mut tx = store.db.read().await?;
    let Some(side) = side(&mut tx, link).await? else {
        return Ok(None);
    };
    let found = rows::one(&mut tx, &side.listing).await?;
    Ok(found.map(|(listing, _)| listing))
}

/// The newest conversations of a listing, as its owner sees them.
pub(super) async fn of_listing(tx: &mut Tx, listing: &str) -> Result<Vec<Talk>, StoreError> {
    let rows: Vec<rows::TalkRow> = sql!(fetch_all, tx, TALKS_OF, listing)?;
    let mut talks = Vec::with_capacity(rows.len());
    for row in rows {
        talks.push(view(tx, side_of(row, None)?).await?);
    }
    Ok(talks)
}

pub(super) async fn correspondent(
    store: &Store,
    link: &LinkHash,
) -> Result<Option<(Vec<u8>, Tongue)>, StoreError> {
    let mut tx = store.db.read().await?;
    Ok(side(&mut tx, link).await?.map(|side| side.other))
}

pub(super) async fn owners(tx: &mut Tx, listing: &str) -> Result<Vec<ContactHash>, StoreError> {
    let rows: Vec<(String,)> = sql!(fetch_all, tx, OWNERS, listing)?;
    Ok(rows.into_iter().map(|(hash,)| ContactHash(hash)).collect())
}

pub(super) async fn responders(tx: &mut Tx, talk: &str) -> Result<Vec<ContactHash>, StoreError> {
    let rows: Vec<(String,)> = sql!(fetch_all, tx, RESPONDERS, talk)?;
    Ok(rows.into_iter().map(|(hash,)| ContactHash(hash)).collect())
}

/// Whether this contact may not answer that owner: it is the owner's own, or one of them blocked the other,
/// or moderators blocked it.
async fn kept_out(
    tx: &mut Tx,
    owners: &[ContactHash],
    answering: &[ContactHash],
) -> Result<bool, StoreError> {
    for owner in owners {
        for hash in answering {
            let (owner, hash) = (owner.0.as_str(), hash.0.as_str());
            let row: Option<(String,)> = sql!(fetch_optional, tx, KEPT_OUT, owner, hash)?;
            if row.is_some() || owner == hash {
                return Ok(true);
            }
        }
    }
    listings::blocked(tx, answering).await
}

pub(super) async fn answer(
    store: &Store,
    answering: &Answering,
    at: Instant,
) -> Result<Answered, StoreError> {
    let mut tx = store.db.write().await?;
    let key = answering.idempotency.as_str();
    let before: Option<(String,)> = sql!(fetch_optional, tx, ANSWERED, key)?;
    if let Some((id,)) = before {
        return Ok(Answered::Again(TalkId(id)));
    }
    let (listing, talk) = (answering.listing.0.as_str(), answering.talk.0.as_str());
    let hashes = &answering.contact.hashes;
    let found = rows::one(&mut tx, listing).await?;
    let Some((found, _)) = found.filter(|(l, _)| listings::takes_answers(l, at)) else {
        return Ok(Answered::Closed);
    };
    let owners = owners(&mut tx, listing).await?;
    if kept_out(&mut tx, &owners, hashes).await? {
        return Ok(Answered::Closed);
    }
    if let Some((units, slots)) = &answering.wants
        && !matches::counted(&mut tx, listing, *units, slots).await?
    {
        return Ok(Answered::Closed);
    }
    let paced = listings::too_many(&mut tx, hashes, "answer", at).await?;
    if paced.is_some() || crowded(&mut tx, &found.said.side, listing).await? {
        return Ok(Answered::TooMany);
    }
    sql!(
        execute,
        tx,
        TALK,
        talk,
        listing,
        key,
        answering.owner_link.0.as_str(),
        answering.responder_link.0.as_str(),
        answering.contact.sealed.as_slice(),
        answering.tongue.tag(),
        at.0,
    )?;
    for hash in hashes {
        sql!(execute, tx, KNOW, hash.0.as_str(), at.0)?;
        sql!(execute, tx, CONTACT_TALK, hash.0.as_str(), talk)?;
    }
    listings::note(&mut tx, hashes, "answer", talk, at).await?;
    let (party, text) = (Party::Responder.code(), answering.said.as_str());
    sql!(execute, tx, SAY, talk, party, at.0, text)?;
    let state = match &answering.wants {
        Some((units, slots)) => {
            let asked = (*units, slots.as_slice());
            Some(matches::ask(&mut tx, store, (talk, listing), asked, at).await?)
        }
        None => None,
    };
    for letter in &answering.letters {
        letters::write(&mut tx, store, letter, Some(listing), Some(talk), at).await?;
    }
    tx.commit().await?;
    Ok(Answered::Open(answering.talk.clone(), state))
}

/// Whether a need has as many open conversations as it may: nobody in need is flooded with offers.
async fn crowded(tx: &mut Tx, side: &Side, listing: &str) -> Result<bool, StoreError> {
    if *side == Side::Offer {
        return Ok(false);
    }
    let (open,): (i64,) = sql!(fetch_one, tx, OPEN_TALKS, listing)?;
    Ok(open >= i64::from(TALKS_PER_NEED))
}

pub(super) async fn say(
    store: &Store,
    link: &LinkHash,
    text: &str,
    letter: Option<&NewLetter>,
    at: Instant,
) -> Result<Did, StoreError> {
    let mut tx = store.db.write().await?;
    let Some(side) = side(&mut tx, link).await? else {
        return Ok(Did::Unknown);
    };
    let (talk, party) = (side.talk.as_str(), side.party.code());
    let since = (at - Span::hours(1)).0;
    let (lately,): (i64,) = sql!(fetch_one, tx, SAID_SINCE, talk, party, since)?;
    if side.ended.is_some() || lately >= SAID_PER_HOUR {
        return Ok(Did::NotNow);
    }
    sql!(execute, tx, SAY, talk, party, at.0, text)?;
    if let Some(letter) = letter {
        letters::write(&mut tx, store, letter, Some(&side.listing), Some(talk), at).await?;
    }
    tx.commit().await?;
    Ok(Did::Done)
}

/// Shows or hides a side's contact, and logs it.
async fn show(
    tx: &mut Tx,
    talk: &str,
    party: Party,
    shown: bool,
    at: Instant,
) -> Result<(), StoreError> {
    let shown = i64::from(shown);
    let statement = match party {
        Party::Owner => SHOW_OWNER,
        Party::Responder => SHOW_RESPONDER,
    };
    sql!(execute, tx, statement, talk, shown)?;
    sql!(execute, tx, REVEALED, talk, party.code(), shown, at.0)?;
    Ok(())
}

pub(super) async fn reveal(
    store: &Store,
    link: &LinkHash,
    shown: bool,
    at: Instant,
) -> Result<Did, StoreError> {
    let mut tx = store.db.write().await?;
    let Some(side) = side(&mut tx, link).await? else {
        return Ok(Did::Unknown);
    };
    let (talk, party) = (side.talk.as_str(), side.party);
    if side.shown == shown {
        return Ok(Did::Done);
    }
    if shown {
        let helper = side.helper.code();
        let begun: Option<(i64,)> = sql!(fetch_optional, tx, HAS_SHOWN, talk, helper)?;
        if side.ended.is_some() || (party != side.helper && begun.is_none()) {
            return Ok(Did::NotNow);
        }
    }
    show(&mut tx, talk, party, shown, at).await?;
    tx.commit().await?;
    Ok(Did::Done)
}

pub(super) async fn block(store: &Store, link: &LinkHash, at: Instant) -> Result<Did, StoreError> {
    let mut tx = store.db.write().await?;
    let Some(side) = side(&mut tx, link).await? else {
        return Ok(Did::Unknown);
    };
    let (talk, listing) = (side.talk.as_str(), side.listing.as_str());
    let owners = owners(&mut tx, listing).await?;
    let responders = responders(&mut tx, talk).await?;
    let (mine, theirs) = match side.party {
        Party::Owner => (owners, responders),
        Party::Responder => (responders, owners),
    };
    for me in &mine {
        for them in &theirs {
            sql!(execute, tx, KEEP_OUT, me.0.as_str(), them.0.as_str(), at.0)?;
        }
    }
    end(&mut tx, &side, Ended::from(side.party), at).await?;
    tx.commit().await?;
    Ok(Did::Done)
}

/// Ends a conversation: its match with it, and what either side showed is hidden again.
async fn end(tx: &mut Tx, side: &SideOf, why: Ended, at: Instant) -> Result<(), StoreError> {
    let talk = side.talk.as_str();
    sql!(execute, tx, END_TALK, talk, why.code(), at.0)?;
    let shows = [
        (side.party, side.shown),
        (side.party.other(), side.other_shown),
    ];
    for (party, _) in shows.into_iter().filter(|(_, shown)| *shown) {
        show(tx, talk, party, false, at).await?;
    }
    let open = matches::last(tx, talk).await?.filter(|m| m.state.open());
    if let Some(open) = open {
        matches::end(tx, &open.id, MatchState::Cancelled, at).await?;
        settle(tx, &side.listing, at).await?;
    }
    Ok(())
}
