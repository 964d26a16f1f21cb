//! Flow: what may suit a listing, whose turn it is, who was told of what, who moved up.

use std::collections::BTreeSet;

use portal::exchange::{
    APART, Details, Due, For, Garment, Listing, MatchState, NewLetter, Notice, Run, TOLD_PER_DAY,
    TalkId, Telling, next_night,
};
use portal::{Instant, Span};

use super::{
    CANDIDATES, CANDIDATES_NEAR, DUE_NIGHTS, DUE_WAVES, NOTICED, NOTICES, OPEN_TALKS,
    PUT_OFF_NIGHTS, PUT_OFF_WAVES, SEALED, TAKE_NIGHT, TAKE_WAVE, TELL, TOLD_OF, letters, rows,
};
use crate::Store;
use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::{Statement, sql};

/// A need that is not live when its turn comes is looked at again after this.
const PUT_OFF: Span = Span::minutes(10);

/// What `candidates!` asks, $6 to $11 in order: what rules most out, so that few are compared.
struct Wanted {
    leaves: (Option<i64>, Option<i64>),
    days: (Option<String>, Option<String>),
    wearer: Option<&'static str>,
    help: Option<&'static str>,
}

impl Wanted {
    fn of(details: &Details) -> Self {
        let columns = rows::Columns::of(details);
        let apart = Span::minutes(i64::from(APART)).0;
        let nights = columns
            .days
            .filter(|_| matches!(details, Details::Housing(_)));
        // Bedding fits everybody.
        let bedding =
            matches!(details, Details::Clothing(c) if c.garments.contains(&Garment::Bedding));
        Self {
            leaves: columns
                .leaves
                .map(|(from, until)| (from - apart, until + apart))
                .unzip(),
            days: nights.unzip(),
            wearer: columns.wearer.filter(|_| !bedding),
            help: columns.help,
        }
    }
}

async fn in_place(
    tx: &mut Tx,
    which: Statement,
    place: &str,
    of: &Listing,
    whom: For,
    limit: u32,
    now: Instant,
) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let wanted = Wanted::of(&of.said.details);
    let (kind, side) = (
        of.said.details.kind().code(),
        of.said.side.opposite().code(),
    );
    let whom: i64 = match whom {
        For::Page => 0,
        For::Wave => 1,
        For::Night => 2,
    };
    sql!(
        fetch_all,
        tx,
        which,
        of.id.0.as_str(),
        kind,
        side,
        now.0,
        place,
        wanted.leaves.0,
        wanted.leaves.1,
        wanted.days.0.as_deref(),
        wanted.days.1.as_deref(),
        wanted.wearer,
        wanted.help,
        whom,
        (now - Span::hours(24)).0,
        i64::from(TOLD_PER_DAY),
        i64::from(limit),
    )
}

pub(super) async fn candidates(
    store: &Store,
    of: &Listing,
    whom: For,
    limit: u32,
    now: Instant,
) -> Result<Vec<(Listing, Vec<u8>)>, StoreError> {
    let mut tx = store.db.read().await?;
    let (commune, departement) = (of.said.commune.0.as_str(), of.departement());
    let mut found = in_place(&mut tx, CANDIDATES_NEAR, commune, of, whom, limit, now).await?;
    let here: BTreeSet<String> = found.iter().map(|(id, _)| id.clone()).collect();
    let around = in_place(&mut tx, CANDIDATES, &departement.0, of, whom, limit, now).await?;
    found.extend(around.into_iter().filter(|(id, _)| !here.contains(id)));
    let (ids, sealed): (Vec<String>, Vec<Vec<u8>>) = found.into_iter().unzip();
    let listings = rows::some(&mut tx, &ids).await?;
    Ok(listings.into_iter().zip(sealed).collect())
}

pub(super) async fn due(
    store: &Store,
    run: Run,
    limit: u32,
    now: Instant,
) -> Result<Vec<Due>, StoreError> {
    let (which, put_off, later) = match run {
        Run::Wave => (DUE_WAVES, PUT_OFF_WAVES, now + PUT_OFF),
        Run::Night => (DUE_NIGHTS, PUT_OFF_NIGHTS, next_night(now)),
    };
    let mut tx = store.db.write().await?;
    sql!(execute, tx, put_off, now.0, later.0)?;
    tx.commit().await?;
    let mut tx = store.db.read().await?;
    let needs: Vec<(String, i64)> = sql!(fetch_all, tx, which, now.0, i64::from(limit))?;
    let mut due = Vec::with_capacity(needs.len());
    for (id, since) in needs {
        let Some((need, _)) = rows::one(&mut tx, &id).await? else {
            continue;
        };
        let id = id.as_str();
        let (contact, _): (Vec<u8>, String) = sql!(fetch_one, tx, SEALED, id)?;
        let (told,): (i64,) = sql!(fetch_one, tx, TOLD_OF, id)?;
        let (talks,): (i64,) = sql!(fetch_one, tx, OPEN_TALKS, id)?;
        due.push(Due {
            need,
            contact,
            told: u32::try_from(told).unwrap_or(u32::MAX),
            talks: u32::try_from(talks).unwrap_or(u32::MAX),
            since: Instant(since),
        });
    }
    Ok(due)
}

pub(super) async fn tell(
    store: &Store,
    run: Run,
    due: &Due,
    next: Option<Instant>,
    tellings: &[Telling],
    at: Instant,
) -> Result<(), StoreError> {
    let mut tx = store.db.write().await?;
    let need = due.need.id.0.as_str();
    // Nights never end while the need lives.
    let (take, next) = match run {
        Run::Wave => (TAKE_WAVE, next),
        Run::Night => (TAKE_NIGHT, next.or(Some(next_night(at)))),
    };
    let next = next.map(|next| next.0);
    if sql!(execute, tx, take, need, due.since.0, next)? == 0 {
        return Ok(());
    }
    for telling in tellings {
        let told = telling.told.0.as_str();
        // Erased since it was looked up: there is nobody to tell, or nothing to tell of.
        let mut there = rows::one(&mut tx, told).await?.is_some();
        for about in &telling.about {
            there = there && rows::one(&mut tx, &about.0).await?.is_some();
        }
        if !there {
            continue;
        }
        let mut new = false;
        for about in &telling.about {
            new |= sql!(execute, tx, TELL, about.0.as_str(), told, at.0)? > 0;
        }
        if new {
            letters::write(&mut tx, store, &telling.letter, Some(told), None, at).await?;
        }
    }
    tx.commit().await
}

pub(super) async fn notices(store: &Store, limit: u32) -> Result<Vec<Notice>, StoreError> {
    type Row = (String, String, String, String, Vec<u8>, String, Vec<u8>);
    let mut tx = store.db.read().await?;
    let found: Vec<Row> = sql!(fetch_all, tx, NOTICES, i64::from(limit))?;
    let mut notices = Vec::with_capacity(found.len());
    for (matched, state, talk, listing, responder, lang, owner) in found {
        let state = MatchState::parse(&state)
            .ok_or_else(|| rows::unreadable("the match", &matched, "its state is none"))?;
        let Some((listing, _)) = rows::one(&mut tx, &listing).await? else {
            continue;
        };
        notices.push(Notice {
            matched,
            state,
            talk: TalkId(talk),
            listing: listing.said,
            responder: (responder, rows::tongue(&lang)),
            owner,
        });
    }
    Ok(notices)
}

pub(super) async fn noticed(
    store: &Store,
    notice: &Notice,
    news: &[NewLetter],
    at: Instant,
) -> Result<(), StoreError> {
    let mut tx = store.db.write().await?;
    let Some(matched) = super::matches::listing_of(&mut tx, &notice.matched).await? else {
        return Ok(());
    };
    if sql!(execute, tx, NOTICED, notice.matched.as_str())? == 0 {
        return Ok(());
    }
    let (listing, talk) = (matched.as_str(), notice.talk.0.as_str());
    for letter in news {
        letters::write(&mut tx, store, letter, Some(listing), Some(talk), at).await?;
    }
    tx.commit().await
}
