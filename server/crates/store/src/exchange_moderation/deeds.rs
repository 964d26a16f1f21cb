//! What moderators do, within a transaction whose doer still may.

use desk::access::{ModerateExchange, Proof};
use desk::exchange::{Approved, ModerationError, Reach, Report, Seen};
use portal::Instant;
use portal::exchange::{ContactHash, HoldReason, Kind, ListingId, Moderation};
use serde_json::{Value, json};

use super::read::{self, Read};
use super::*;
use crate::Store;
use crate::audit::{self, Actor, Deed};
use crate::db::Tx;
use crate::error::StoreError;
use crate::exchange;
use crate::sessions::still_may;
use crate::statement::sql;

/// How many people have to approve housing.
const FOUR_EYES: usize = 2;

/// A deed that has begun: its doer still may.
pub(super) struct Doing<'a> {
    pub(super) tx: Tx,
    by: &'a Proof<ModerateExchange>,
    store: &'a Store,
    pub(super) at: Instant,
}

impl<'a> Doing<'a> {
    pub(super) async fn begin(
        store: &'a Store,
        by: &'a Proof<ModerateExchange>,
        at: Instant,
    ) -> Result<Self, ModerationError> {
        let mut tx = store.db.write().await?;
        if !still_may(&mut tx, by).await? {
            return Err(ModerationError::NoLongerAllowed);
        }
        Ok(Self { tx, by, store, at })
    }

    /// The listing, if it still stands as it was seen.
    async fn seen(&mut self, seen: &Seen) -> Result<Read, ModerationError> {
        let read = read::one(&mut self.tx, &seen.listing).await?;
        let read = read.ok_or(ModerationError::Gone)?;
        if (read.listing.moderation, read.changed_at) != (seen.moderation, seen.changed_at) {
            return Err(ModerationError::Changed);
        }
        Ok(read)
    }

    /// Notes a decision beside the listing, for moderators and its poster.
    async fn decide(
        &mut self,
        listing: &ListingId,
        talk: Option<&str>,
        decision: &str,
        reason: &str,
    ) -> Result<(), StoreError> {
        let (id, at) = (self.store.ids.fresh(self.at), self.at.0);
        let (listing, by) = (listing.0.as_str(), self.by.id().0.as_str());
        sql!(
            execute, self.tx, DECIDE, id, listing, talk, by, decision, reason, at
        )?;
        Ok(())
    }

    pub(super) async fn finish(
        mut self,
        action: &'static str,
        subject: &str,
        before: Value,
        after: Value,
    ) -> Result<(), StoreError> {
        let deed = Deed {
            by: Actor::Staff(self.by),
            action,
            subject,
            before,
            after,
        };
        audit::append(&mut self.tx, deed, self.at).await?;
        self.tx.commit().await
    }

    /// Sets where moderators put a listing; whoever approved it before has to look again.
    async fn set(&mut self, read: &Read, to: Moderation, hold: &str) -> Result<(), StoreError> {
        let id = read.listing.id.0.as_str();
        sql!(execute, self.tx, SET, id, to.code(), hold)?;
        exchange::settle(&mut self.tx, id, self.at).await?;
        if to != Moderation::Approved {
            sql!(execute, self.tx, UNAPPROVE, id)?;
        }
        Ok(())
    }

    /// Blocks contacts: what they have online is held, their conversations as responders end.
    async fn block_contacts(&mut self, hashes: &[String]) -> Result<(), StoreError> {
        for hash in hashes {
            sql!(execute, self.tx, BLOCK_CONTACT, hash.as_str(), self.at.0)?;
            sql!(execute, self.tx, UNAPPROVE_OF_HASH, hash.as_str())?;
            sql!(execute, self.tx, HOLD_OF_HASH, hash.as_str())?;
            let talks: Vec<(String,)> = sql!(fetch_all, self.tx, TALKS_OF_HASH, hash.as_str())?;
            for (talk,) in talks {
                self.end_talk(&talk).await?;
            }
        }
        Ok(())
    }

    /// Ends a conversation; what its match took is given back.
    async fn end_talk(&mut self, talk: &str) -> Result<(), StoreError> {
        sql!(execute, self.tx, END_TALK, talk, self.at.0)?;
        sql!(execute, self.tx, VOID_OF_TALK, talk, self.at.0)?;
        let of: Option<(String,)> = sql!(fetch_optional, self.tx, TALK_LISTING, talk)?;
        if let Some((listing,)) = of {
            give_back(&mut self.tx, &listing, self.at).await?;
        }
        Ok(())
    }
}

/// Counts anew what is taken of a listing, once matches of it have ended: whoever waits is served in order.
pub(super) async fn give_back(tx: &mut Tx, listing: &str, at: Instant) -> Result<(), StoreError> {
    sql!(execute, tx, RETAKE, listing)?;
    exchange::settle(tx, listing, at).await
}

fn before(read: &Read) -> Value {
    let hold: Vec<&str> = read.hold.iter().map(|reason| reason.code()).collect();
    json!({ "moderation": read.listing.moderation.code(), "hold": hold })
}

fn codes(read: &Read) -> String {
    let hold: Vec<&str> = read.hold.iter().map(|reason| reason.code()).collect();
    hold.join(" ")
}

/// The reasons of a listing that a moderator takes from the public: with one that no edit of its poster takes
/// away, so that a moderator looks at what was changed.
fn kept_back(read: &Read) -> String {
    let mut hold: Vec<&str> = read.hold.iter().map(|reason| reason.code()).collect();
    if !read.hold.contains(&HoldReason::Moderator) {
        hold.push(HoldReason::Moderator.code());
    }
    hold.join(" ")
}

fn public(moderation: Moderation) -> bool {
    matches!(moderation, Moderation::New | Moderation::Approved)
}

pub(super) async fn hold(
    mut doing: Doing<'_>,
    seen: &Seen,
    reason: &str,
) -> Result<(), ModerationError> {
    let read = doing.seen(seen).await?;
    if !public(read.listing.moderation) {
        return Err(ModerationError::Changed);
    }
    doing
        .set(&read, Moderation::Held, &kept_back(&read))
        .await?;
    doing.decide(&seen.listing, None, "hold", reason).await?;
    let after = json!({ "moderation": "held", "reason": reason });
    doing
        .finish("exchange.hold", &seen.listing.0, before(&read), after)
        .await?;
    Ok(())
}

pub(super) async fn give_to_poster(
    mut doing: Doing<'_>,
    seen: &Seen,
    reason: &str,
) -> Result<(), ModerationError> {
    let read = doing.seen(seen).await?;
    if read.listing.moderation == Moderation::Blocked {
        return Err(ModerationError::Changed);
    }
    doing
        .set(&read, Moderation::Held, &kept_back(&read))
        .await?;
    doing.decide(&seen.listing, None, "return", reason).await?;
    let after = json!({ "moderation": "held", "returned": true, "reason": reason });
    doing
        .finish("exchange.return", &seen.listing.0, before(&read), after)
        .await?;
    Ok(())
}

pub(super) async fn approve(
    mut doing: Doing<'_>,
    seen: &Seen,
) -> Result<Approved, ModerationError> {
    let read = doing.seen(seen).await?;
    let (id, was) = (seen.listing.0.as_str(), read.listing.moderation);
    let housing = read.listing.said.details.kind() == Kind::Housing;
    if housing && was != Moderation::Approved {
        let by = doing.by.id().0.as_str();
        let new = sql!(execute, doing.tx, APPROVE, id, by, doing.at.0)?;
        if new == 0 {
            return Err(ModerationError::SamePerson);
        }
        let all: Vec<(String, String)> = sql!(fetch_all, doing.tx, APPROVALS, id)?;
        if all.len() < FOUR_EYES {
            if was != Moderation::Held {
                // Until the second person it is nobody's to see.
                sql!(
                    execute,
                    doing.tx,
                    SET,
                    id,
                    Moderation::Held.code(),
                    codes(&read)
                )?;
                exchange::settle(&mut doing.tx, id, doing.at).await?;
            }
            doing.decide(&seen.listing, None, "approve", "").await?;
            let after = json!({ "moderation": "held", "approvals": all.len() });
            doing
                .finish("exchange.approve", id, before(&read), after)
                .await?;
            return Ok(Approved::WaitsForSecond);
        }
    }
    doing.set(&read, Moderation::Approved, "").await?;
    let settled = sql!(execute, doing.tx, SETTLE_OF, id, doing.at.0)?;
    doing.decide(&seen.listing, None, "approve", "").await?;
    let after = json!({ "moderation": "approved", "reports_settled": settled });
    doing
        .finish("exchange.approve", id, before(&read), after)
        .await?;
    Ok(Approved::Public)
}

pub(super) async fn block(
    mut doing: Doing<'_>,
    seen: &Seen,
    reason: &str,
    contact: bool,
) -> Result<(), ModerationError> {
    let read = doing.seen(seen).await?;
    if read.listing.moderation == Moderation::Blocked {
        return Err(ModerationError::Changed);
    }
    let id = seen.listing.0.as_str();
    doing.set(&read, Moderation::Blocked, "").await?;
    let ended = sql!(execute, doing.tx, END_OF_LISTING, id, doing.at.0)?;
    let voided = sql!(execute, doing.tx, VOID_OF_LISTING, id, doing.at.0)?;
    give_back(&mut doing.tx, id, doing.at).await?;
    sql!(execute, doing.tx, SETTLE_OF, id, doing.at.0)?;
    if contact {
        let hashes: Vec<(String,)> = sql!(fetch_all, doing.tx, HASHES_OF, id)?;
        let hashes: Vec<String> = hashes.into_iter().map(|(hash,)| hash).collect();
        doing.block_contacts(&hashes).await?;
    }
    doing.decide(&seen.listing, None, "block", reason).await?;
    let after = json!({
        "moderation": "blocked",
        "contact_blocked": contact,
        "conversations_ended": ended,
        "matches_voided": voided,
        "reason": reason,
    });
    doing
        .finish("exchange.block", id, before(&read), after)
        .await?;
    Ok(())
}

/// A report that nobody has settled, and the conversation that it is about.
async fn open_report(
    doing: &mut Doing<'_>,
    id: &str,
) -> Result<(Report, Option<String>), ModerationError> {
    let report = reports::one(&mut doing.tx, id).await?;
    let report = report.ok_or(ModerationError::Gone)?;
    if report.settled {
        return Err(ModerationError::Changed);
    }
    let talk: Option<(String,)> = sql!(fetch_optional, doing.tx, REPORT_TALK, id)?;
    sql!(execute, doing.tx, SETTLE, id, doing.at.0)?;
    Ok((report, talk.map(|(talk,)| talk)))
}

pub(super) async fn dismiss_report(
    mut doing: Doing<'_>,
    id: &str,
    reason: &str,
) -> Result<(), ModerationError> {
    let (report, talk) = open_report(&mut doing, id).await?;
    doing
        .decide(&report.listing, talk.as_deref(), "dismiss", reason)
        .await?;
    let after = json!({ "report": id, "reason": reason });
    doing
        .finish("exchange.dismiss", &report.listing.0, Value::Null, after)
        .await?;
    Ok(())
}

pub(super) async fn block_reported(
    mut doing: Doing<'_>,
    id: &str,
    reason: &str,
) -> Result<(), ModerationError> {
    let (report, talk) = open_report(&mut doing, id).await?;
    if let Some(talk) = &talk {
        doing.end_talk(talk).await?;
    }
    let whose = report.reported().code();
    let hashes: Vec<(String,)> = sql!(fetch_all, doing.tx, REPORT_HASHES, id, whose)?;
    let hashes: Vec<String> = hashes.into_iter().map(|(hash,)| hash).collect();
    doing.block_contacts(&hashes).await?;
    doing
        .decide(&report.listing, talk.as_deref(), "block-contact", reason)
        .await?;
    let after = json!({ "report": id, "contact_blocked": true, "party": whose, "reason": reason });
    doing
        .finish(
            "exchange.block-contact",
            &report.listing.0,
            Value::Null,
            after,
        )
        .await?;
    Ok(())
}

pub(super) async fn erase(
    mut doing: Doing<'_>,
    hashes: &[ContactHash],
) -> Result<Reach, ModerationError> {
    let found = erase::found(&mut doing.tx, hashes).await?;
    erase::all(&mut doing.tx, &found, hashes, doing.at).await?;
    let reach = found.reach();
    let after = json!({ "listings": reach.listings, "conversations": reach.talks });
    doing
        .finish("exchange.erase", "", Value::Null, after)
        .await?;
    Ok(reach)
}

pub(super) async fn unblock(
    mut doing: Doing<'_>,
    hashes: &[ContactHash],
    reason: &str,
) -> Result<(), ModerationError> {
    let mut lifted = 0;
    for hash in hashes {
        lifted += sql!(execute, doing.tx, UNBLOCK_CONTACT, hash.0.as_str())?;
        // Kept only because it was blocked.
        sql!(execute, doing.tx, FORGET_CONTACT, hash.0.as_str())?;
    }
    if lifted == 0 {
        return Err(ModerationError::Changed);
    }
    // Whose it is stands nowhere, not even as a hash.
    let after = json!({ "contact_blocked": false, "reason": reason });
    let before = json!({ "contact_blocked": true });
    doing
        .finish("exchange.unblock-contact", "", before, after)
        .await?;
    Ok(())
}
