//! What ends by itself, in small transactions: matches nobody answered, listings whose time is over, and what
//! is kept no longer.

use portal::exchange::{LinkHash, ListingId, MatchState, NewLetter, REMINDER, RETENTION};
use portal::push::Tongue;
use portal::{Instant, Span};

use super::{
    ADD_LINK, CLEAR_LINKS, CLEAR_WORDS, END_WAITING, ERASE_CONTACT, ERASE_CONTACTS, ERASE_LETTERS,
    ERASE_LISTING, ERASE_MATCH_SLOTS, ERASE_MATCHES, ERASE_REVEALS, ERASE_SAID, ERASE_SLOTS,
    ERASE_TALK_CONTACTS, ERASE_TALKS, EXPIRE, EXPIRED, FORGET_BLOCKS, FORGET_LETTERS, FORGET_PACE,
    FORGET_REPORT_CONTACTS, FORGET_REPORTS, LATE, OVER, REMINDED, TO_REMIND, UNAPPROVE, letters,
    matches, rows, settle,
};
use crate::Store;
use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::{Statement, sql};

/// Matches or listings changed in one transaction.
const AT_ONCE: i64 = 100;
/// So long a contact stays kept out by another.
const KEPT_OUT: Span = Span::hours(365 * 24);

pub(super) async fn sweep(store: &Store, now: Instant) -> Result<u64, StoreError> {
    let mut changed = 0;
    let steps = [
        (LATE, now, Step::Lapse),
        (EXPIRED, now, Step::Expire),
        (OVER, now - RETENTION, Step::Forget),
    ];
    for (which, before, step) in steps {
        loop {
            let n = some(store, which, before, step, now).await?;
            changed += n;
            if n < AT_ONCE.unsigned_abs() {
                break;
            }
        }
    }
    let mut tx = store.db.write().await?;
    changed += sql!(execute, tx, FORGET_PACE, (now - Span::hours(24)).0)?;
    changed += sql!(execute, tx, FORGET_LETTERS, now.0)?;
    changed += sql!(execute, tx, FORGET_BLOCKS, (now - KEPT_OUT).0)?;
    sql!(execute, tx, FORGET_REPORT_CONTACTS, (now - RETENTION).0)?;
    changed += sql!(execute, tx, FORGET_REPORTS, (now - RETENTION).0)?;
    tx.commit().await?;
    Ok(changed)
}

#[derive(Clone, Copy)]
enum Step {
    Lapse,
    Expire,
    Forget,
}

/// A step for some of those it is due for.
async fn some(
    store: &Store,
    which: Statement,
    before: Instant,
    step: Step,
    now: Instant,
) -> Result<u64, StoreError> {
    let mut tx = store.db.write().await?;
    let ids: Vec<(String,)> = sql!(fetch_all, tx, which, before.0, AT_ONCE)?;
    for (id,) in &ids {
        match step {
            Step::Lapse => {
                // Those served by it get a whole day from now.
                if let Some(listing) = matches::end(&mut tx, id, MatchState::Lapsed, now).await? {
                    settle(&mut tx, &listing, now).await?;
                }
            }
            Step::Expire => {
                sql!(execute, tx, EXPIRE, id.as_str())?;
                sql!(
                    execute,
                    tx,
                    END_WAITING,
                    id.as_str(),
                    MatchState::Lapsed.code(),
                    now.0
                )?;
            }
            Step::Forget => forget(&mut tx, id).await?,
        }
    }
    tx.commit().await?;
    Ok(ids.len() as u64)
}

/// Erases a listing with everything that hangs on it. Reports hold their own copy, decisions only its id.
pub(super) async fn forget(tx: &mut Tx, id: &str) -> Result<(), StoreError> {
    for statement in [ERASE_MATCH_SLOTS, ERASE_MATCHES, ERASE_SAID, ERASE_REVEALS] {
        sql!(execute, tx, statement, id)?;
    }
    let responders: Vec<(String,)> = sql!(fetch_all, tx, ERASE_TALK_CONTACTS, id)?;
    let owners: Vec<(String,)> = sql!(fetch_all, tx, ERASE_CONTACTS, id)?;
    for (hash,) in responders.into_iter().chain(owners) {
        sql!(execute, tx, ERASE_CONTACT, hash)?;
    }
    for statement in [
        ERASE_TALKS,
        ERASE_LETTERS,
        ERASE_SLOTS,
        CLEAR_WORDS,
        CLEAR_LINKS,
        UNAPPROVE,
        ERASE_LISTING,
    ] {
        sql!(execute, tx, statement, id)?;
    }
    Ok(())
}

pub(super) async fn to_remind(
    store: &Store,
    now: Instant,
    limit: u32,
) -> Result<Vec<(ListingId, Vec<u8>, Tongue)>, StoreError> {
    let (until, limit) = ((now + REMINDER).0, i64::from(limit));
    let rows: Vec<(String, Vec<u8>, String)> = sql!(
        fetch_all, store.db, TO_REMIND, now.0, until, REMINDER.0, limit
    )?;
    Ok(rows
        .into_iter()
        .map(|(id, sealed, lang)| (ListingId(id), sealed, rows::tongue(&lang)))
        .collect())
}

pub(super) async fn reminded(
    store: &Store,
    id: &ListingId,
    link: &LinkHash,
    letter: Option<&NewLetter>,
    at: Instant,
) -> Result<(), StoreError> {
    let mut tx = store.db.write().await?;
    let id = id.0.as_str();
    if sql!(execute, tx, REMINDED, id, at.0)? == 0 {
        return Ok(());
    }
    sql!(execute, tx, ADD_LINK, link.0.as_str(), id, at.0)?;
    if let Some(letter) = letter {
        letters::write(&mut tx, store, letter, Some(id), None, at).await?;
    }
    tx.commit().await
}
