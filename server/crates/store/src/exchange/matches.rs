//! Matches: who asks for what, who gets it, and who waits in line.

use portal::Instant;
use portal::exchange::{
    ANSWER_WITHIN, Did, Kind, LinkHash, Match, MatchDeed, MatchState, Moderation, NewLetter, Party,
    Slot,
};

use super::{
    AHEAD, ASK, ASK_SLOTS, BECOME, COUNTED, GIVE_BACK, LAST_MATCH, MATCH_SLOTS, NEXT_FIT, NOTICE,
    ONE_MATCH, REFRESH, TAKE, letters, listings, rows, settle, talks,
};
use crate::Store;
use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::sql;

type MatchRow = (String, String, i64, i64, String, Option<i64>);

/// A match's row.
pub(super) struct Kept {
    pub id: String,
    pub listing: String,
    turn: i64,
    units: i64,
    pub state: MatchState,
    answer_by: Option<Instant>,
}

fn kept(row: MatchRow) -> Result<Kept, StoreError> {
    let (id, listing, turn, units, state, answer_by) = row;
    let state = MatchState::parse(&state)
        .ok_or_else(|| rows::unreadable("the match", &id, "its state is none"))?;
    Ok(Kept {
        id,
        listing,
        turn,
        units,
        state,
        answer_by: answer_by.map(Instant),
    })
}

/// The last match of a conversation.
pub(super) async fn last(tx: &mut Tx, talk: &str) -> Result<Option<Kept>, StoreError> {
    let row: Option<MatchRow> = sql!(fetch_optional, tx, LAST_MATCH, talk)?;
    row.map(kept).transpose()
}

async fn slots_of(tx: &mut Tx, matched: &str) -> Result<Vec<Slot>, StoreError> {
    let slots: Vec<(String,)> = sql!(fetch_all, tx, MATCH_SLOTS, matched)?;
    let wrong = || rows::unreadable("a slot of the match", matched, "no day");
    slots
        .iter()
        .map(|(slot,)| Slot::parse(slot).ok_or_else(wrong))
        .collect()
}

/// The last match of a conversation as both sides see it.
pub(super) async fn view(tx: &mut Tx, talk: &str) -> Result<Option<Match>, StoreError> {
    let Some(kept) = last(tx, talk).await? else {
        return Ok(None);
    };
    let slots = slots_of(tx, &kept.id).await?;
    let ahead = if kept.state == MatchState::Waiting {
        let (n,): (i64,) = sql!(fetch_one, tx, AHEAD, kept.listing.as_str(), kept.turn)?;
        Some(u32::try_from(n).unwrap_or(u32::MAX))
    } else {
        None
    };
    Ok(Some(Match {
        units: u8::try_from(kept.units).unwrap_or(u8::MAX),
        slots,
        state: kept.state,
        answer_by: kept.answer_by,
        ahead,
    }))
}

/// Takes units in all these slots, or in none. The only place where any are taken.
async fn take(tx: &mut Tx, listing: &str, slots: &[Slot], units: i64) -> Result<bool, StoreError> {
    let (packed, n) = rows::packed_slots(slots);
    let taken: Vec<(String,)> = sql!(fetch_all, tx, TAKE, packed, n, listing, units)?;
    if taken.len() == slots.len() {
        return Ok(true);
    }
    let taken: Vec<Slot> = taken.iter().filter_map(|(s,)| Slot::parse(s)).collect();
    give_back(tx, listing, &taken, units).await?;
    Ok(false)
}

async fn give_back(
    tx: &mut Tx,
    listing: &str,
    slots: &[Slot],
    units: i64,
) -> Result<(), StoreError> {
    if slots.is_empty() {
        return Ok(());
    }
    let (packed, n) = rows::packed_slots(slots);
    sql!(execute, tx, GIVE_BACK, packed, n, listing, units)?;
    Ok(())
}

/// Whether the listing counts in all these slots, each named once.
pub(super) async fn counted(
    tx: &mut Tx,
    listing: &str,
    units: u8,
    slots: &[Slot],
) -> Result<bool, StoreError> {
    if units == 0 || slots.is_empty() {
        return Ok(false);
    }
    let (packed, n) = rows::packed_slots(slots);
    let (counted,): (i64,) = sql!(fetch_one, tx, COUNTED, packed, n, listing)?;
    Ok(counted == n)
}

/// Asks for units: they are taken, or it waits in line. Whoever already waits does not fit now, since the line
/// is walked whenever something is given back: nobody is overtaken.
pub(super) async fn ask(
    tx: &mut Tx,
    store: &Store,
    (talk, listing): (&str, &str),
    (units, slots): (u8, &[Slot]),
    at: Instant,
) -> Result<MatchState, StoreError> {
    let units = i64::from(units);
    let (state, answer_by) = if take(tx, listing, slots, units).await? {
        (MatchState::Proposed, Some((at + ANSWER_WITHIN).0))
    } else {
        (MatchState::Waiting, None)
    };
    let (id, code) = (store.ids.fresh(at), state.code());
    let id = id.as_str();
    sql!(
        execute, tx, ASK, id, talk, listing, units, code, answer_by, at.0
    )?;
    let (packed, n) = rows::packed_slots(slots);
    sql!(execute, tx, ASK_SLOTS, packed, n, id)?;
    if state == MatchState::Proposed {
        sql!(execute, tx, REFRESH, listing)?;
    }
    Ok(state)
}

/// Serves the line in order, as far as there is enough: whoever does not fit keeps the place. Both sides of what
/// moved up are to be written to, which is noted with it. Nobody is served
/// of a listing that is paused, held or over.
pub(super) async fn walk(tx: &mut Tx, listing: &str, at: Instant) -> Result<(), StoreError> {
    let Some((found, _)) = rows::one(tx, listing).await? else {
        return Ok(());
    };
    if !listings::takes_answers(&found, at) {
        return Ok(());
    }
    let mut after = 0;
    loop {
        let next: Option<(String, i64, i64)> = sql!(fetch_optional, tx, NEXT_FIT, listing, after)?;
        let Some((id, units, turn)) = next else {
            return Ok(());
        };
        let slots = slots_of(tx, &id).await?;
        if take(tx, listing, &slots, units).await? {
            let until = Some(at + ANSWER_WITHIN);
            become_state(tx, &id, MatchState::Proposed, until, at).await?;
            sql!(execute, tx, NOTICE, id, at.0)?;
        }
        after = turn;
    }
}

pub(super) async fn become_state(
    tx: &mut Tx,
    id: &str,
    state: MatchState,
    answer_by: Option<Instant>,
    at: Instant,
) -> Result<(), StoreError> {
    let answer_by = answer_by.map(|t| t.0);
    sql!(execute, tx, BECOME, id, state.code(), answer_by, at.0)?;
    Ok(())
}

/// The listing of a match.
pub(super) async fn listing_of(tx: &mut Tx, id: &str) -> Result<Option<String>, StoreError> {
    let row: Option<MatchRow> = sql!(fetch_optional, tx, ONE_MATCH, id)?;
    Ok(row.map(|row| row.1))
}

/// Ends a match that both sides do not keep; what it took is given back. The line is not yet walked.
pub(super) async fn end(
    tx: &mut Tx,
    id: &str,
    state: MatchState,
    at: Instant,
) -> Result<Option<String>, StoreError> {
    let row: Option<MatchRow> = sql!(fetch_optional, tx, ONE_MATCH, id)?;
    let Some(matched) = row.map(kept).transpose()? else {
        return Ok(None);
    };
    if matched.state.takes() {
        let slots = slots_of(tx, id).await?;
        give_back(tx, &matched.listing, &slots, matched.units).await?;
    }
    become_state(tx, id, state, None, at).await?;
    Ok(Some(matched.listing))
}

pub(super) async fn propose(
    store: &Store,
    link: &LinkHash,
    units: u8,
    slots: &[Slot],
    letter: Option<&NewLetter>,
    at: Instant,
) -> Result<Option<MatchState>, StoreError> {
    let mut tx = store.db.write().await?;
    let Some(side) = talks::side(&mut tx, link).await? else {
        return Ok(None);
    };
    let (talk, listing) = (side.talk.as_str(), side.listing.as_str());
    let found = rows::one(&mut tx, listing).await?;
    let open = found.is_some_and(|(l, _)| listings::takes_answers(&l, at));
    let busy = last(&mut tx, talk).await?.is_some_and(|m| m.state.open());
    if side.party != Party::Responder
        || side.ended.is_some()
        || busy
        || !open
        || !counted(&mut tx, listing, units, slots).await?
    {
        return Ok(None);
    }
    let state = ask(&mut tx, store, (talk, listing), (units, slots), at).await?;
    if let Some(letter) = letter {
        letters::write(&mut tx, store, letter, Some(listing), Some(talk), at).await?;
    }
    tx.commit().await?;
    Ok(Some(state))
}

/// What a deed of this party makes of a match; `None`: not possible.
fn next(deed: MatchDeed, party: Party, state: MatchState, kind: Kind) -> Option<MatchState> {
    use MatchState as S;
    match (deed, party, state) {
        // Housing is confirmed by the guest, everything else by the owner's yes.
        (MatchDeed::Accept, Party::Owner, S::Proposed) if kind == Kind::Housing => {
            Some(S::Accepted)
        }
        (MatchDeed::Accept, Party::Owner, S::Proposed) => Some(S::Confirmed),
        (MatchDeed::Decline, Party::Owner, S::Waiting | S::Proposed) => Some(S::Declined),
        (MatchDeed::Confirm, Party::Responder, S::Accepted) => Some(S::Confirmed),
        (MatchDeed::Cancel, _, state) if state.open() => Some(S::Cancelled),
        (MatchDeed::Done, _, S::Confirmed) => Some(S::Done),
        (MatchDeed::NoShow, _, S::Confirmed) => Some(S::NoShow),
        _ => None,
    }
}

pub(super) async fn matched(
    store: &Store,
    link: &LinkHash,
    deed: MatchDeed,
    letter: Option<&NewLetter>,
    at: Instant,
) -> Result<Did, StoreError> {
    let mut tx = store.db.write().await?;
    let Some(side) = talks::side(&mut tx, link).await? else {
        return Ok(Did::Unknown);
    };
    let listing = side.listing.as_str();
    let Some(last) = last(&mut tx, &side.talk).await? else {
        return Ok(Did::NotNow);
    };
    if last.answer_by.is_some_and(|by| by <= at) {
        // Too late, also when nothing has swept it yet.
        end(&mut tx, &last.id, MatchState::Lapsed, at).await?;
        settle(&mut tx, listing, at).await?;
        tx.commit().await?;
        return Ok(Did::NotNow);
    }
    let Some(state) = next(deed, side.party, last.state, side.kind) else {
        return Ok(Did::NotNow);
    };
    let agrees = matches!(deed, MatchDeed::Accept | MatchDeed::Confirm);
    if agrees {
        let found = rows::one(&mut tx, listing).await?;
        let public = |m| matches!(m, Moderation::New | Moderation::Approved);
        if !found.is_some_and(|(l, _)| public(l.moderation)) {
            return Ok(Did::NotNow);
        }
    }
    if state.takes() {
        let until = (state == MatchState::Accepted).then_some(at + ANSWER_WITHIN);
        become_state(&mut tx, &last.id, state, until, at).await?;
    } else {
        end(&mut tx, &last.id, state, at).await?;
        settle(&mut tx, listing, at).await?;
    }
    if let Some(letter) = letter {
        letters::write(&mut tx, store, letter, Some(listing), Some(&side.talk), at).await?;
    }
    tx.commit().await?;
    Ok(Did::Done)
}
