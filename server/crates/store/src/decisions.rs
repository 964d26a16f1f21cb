//! What a person decided about a held message, and what of it stands when the message comes again, whole.
//!
//! Owns the rule: the person judged what the feed's entry told. The whole message may say more, and the
//! decision stands; once it says otherwise (another event, type, severity, time or place) a person has to
//! look again. What nobody may see (`Withheld`) stays unseen, whatever was decided.
//! Never: deciding. Wording is not compared: a summary is not the text that it sums up.

use std::collections::BTreeSet;

use portal::cap::{Info, Severity};
use portal::messages::{Message, MessageId, NewMessage, Publication, Resolution, ThreadId};
use portal::places::Places;
use portal::{Instant, Span};
use serde_json::json;

use crate::audit::{self, Actor, Deed};
use crate::db::Tx;
use crate::error::StoreError;
use crate::messages::Kept;
use crate::statement::{sql, statements};

statements! {
    OF = "SELECT outcome, told, chosen, thread FROM held_decision WHERE message = $1";
    NOTE = "INSERT INTO held_decision (message, outcome, told, chosen, thread) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (message) DO UPDATE SET outcome = excluded.outcome, told = excluded.told,
            chosen = excluded.chosen, thread = excluded.thread";
    REOPEN = "UPDATE held_decision SET outcome = 'reopened', thread = $2 WHERE message = $1";
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Released,
    Dismissed,
    /// A decision that the whole message has overtaken: it waits again, or came by another way.
    Reopened,
}

impl Outcome {
    fn word(self) -> &'static str {
        match self {
            Outcome::Released => "released",
            Outcome::Dismissed => "dismissed",
            Outcome::Reopened => "reopened",
        }
    }

    fn of(word: &str) -> Self {
        match word {
            "released" => Outcome::Released,
            "dismissed" => Outcome::Dismissed,
            // The table has no other word than `reopened`.
            _ => Outcome::Reopened,
        }
    }
}

/// One decision.
pub(crate) struct Decision {
    pub(crate) outcome: Outcome,
    /// Where the source said that the message holds.
    pub(crate) told: Places,
    /// Where the person said that it holds instead.
    pub(crate) chosen: Option<Places>,
    /// The event that residents found it in.
    pub(crate) thread: Option<ThreadId>,
}

/// Where a message holds, all infos together.
pub(crate) fn everywhere(resolved: &[Vec<Resolution>]) -> Places {
    let all = resolved.iter().flatten();
    all.fold(Places::default(), |all, r| all.union(&r.places))
}

/// Makes every area of a message lie in these places.
pub(crate) fn move_to(resolved: &mut [Vec<Resolution>], places: &Places) {
    for resolution in resolved.iter_mut().flatten() {
        *resolution = Resolution {
            places: places.clone(),
            resolved: true,
        };
    }
}

/// Keeps what was decided about a message, in the transaction that does it.
pub(crate) async fn note(
    tx: &mut Tx,
    id: &MessageId,
    decision: &Decision,
) -> Result<(), StoreError> {
    let chosen = match &decision.chosen {
        Some(places) => Some(serde_json::to_string(places)?),
        None => None,
    };
    sql!(
        execute,
        tx,
        NOTE,
        id.0.as_str(),
        decision.outcome.word(),
        serde_json::to_string(&decision.told)?,
        chosen,
        decision.thread.as_ref().map(|thread| thread.0.as_str()),
    )?;
    Ok(())
}

/// What was decided about a message.
pub(crate) async fn of(tx: &mut Tx, id: &MessageId) -> Result<Option<Decision>, StoreError> {
    type Row = (String, String, Option<String>, Option<String>);
    let row: Option<Row> = sql!(fetch_optional, tx, OF, id.0.as_str())?;
    let Some((outcome, told, chosen, thread)) = row else {
        return Ok(None);
    };
    let places = |text: &str| {
        serde_json::from_str(text).map_err(|error| StoreError::Unreadable {
            what: "the decision about message",
            id: id.0.clone(),
            reason: error.to_string(),
        })
    };
    Ok(Some(Decision {
        outcome: Outcome::of(&outcome),
        told: places(&told)?,
        chosen: chosen.as_deref().map(places).transpose()?,
        thread: thread.map(ThreadId),
    }))
}

/// Lets the decision about a feed's entry (`kept`, holding `was`) act on the whole message that replaces it.
pub(crate) async fn carry(
    tx: &mut Tx,
    decision: &Decision,
    kept: &Kept,
    was: &Message,
    new: &mut NewMessage,
    at: Instant,
) -> Result<(), StoreError> {
    if let (Outcome::Reopened, _) | (_, Publication::Withheld(_)) =
        (decision.outcome, &new.publication)
    {
        return Ok(());
    }
    if let Some(what) = contradiction(&decision.told, was, new) {
        let did = match decision.outcome {
            Outcome::Dismissed => "set aside",
            Outcome::Released | Outcome::Reopened => "released",
        };
        let why = format!(
            "a person {did} what the feed's entry told, and the whole message tells another {what}"
        );
        new.publication = Publication::Held(why.clone());
        return reopen(tx, decision, kept, &why, at).await;
    }
    match decision.outcome {
        Outcome::Released => {
            new.publication = Publication::Public;
            if let Some(places) = &decision.chosen {
                move_to(&mut new.resolved, places);
            }
        }
        Outcome::Dismissed => new.publication = was.publication.clone(),
        Outcome::Reopened => {}
    }
    Ok(())
}

/// Ends a decision; the audit tells why.
pub(crate) async fn reopen(
    tx: &mut Tx,
    decision: &Decision,
    kept: &Kept,
    why: &str,
    at: Instant,
) -> Result<(), StoreError> {
    let thread = kept.thread.as_ref().or(decision.thread.as_ref());
    let thread = thread.map(|thread| thread.0.as_str());
    sql!(execute, tx, REOPEN, kept.id.0.as_str(), thread)?;
    let deed = Deed {
        by: Actor::Portal,
        action: "held.reopen",
        subject: &kept.id.0,
        before: json!({ "decision": decision.outcome.word(), "thread": thread }),
        after: json!({ "why": why }),
    };
    audit::append(tx, deed, at).await
}

/// In what the whole message tells otherwise than its entry; what an entry leaves open contradicts nothing.
fn contradiction(told: &Places, was: &Message, new: &NewMessage) -> Option<&'static str> {
    let (was, infos) = (&was.alert, &new.alert.infos);
    let events = |infos: &[Info]| -> BTreeSet<String> {
        infos
            .iter()
            .map(|i| i.event.trim().to_lowercase())
            .collect()
    };
    if was.msg_type != new.alert.msg_type {
        return Some("type of message");
    }
    if !was.infos.is_empty() && !events(&was.infos).is_subset(&events(infos)) {
        return Some("event");
    }
    if differ(worst(&was.infos), worst(infos)) {
        return Some("severity");
    }
    let begins = |infos: &[Info]| infos.iter().filter_map(|i| i.onset).min();
    let ends = |infos: &[Info]| infos.iter().filter_map(|i| i.expires).max();
    if far(begins(&was.infos), begins(infos)) || far(ends(&was.infos), ends(infos)) {
        return Some("time");
    }
    // An area that could not be resolved is shown to the whole territory: that tells nothing new.
    let resolved = new.resolved.iter().flatten().filter(|r| r.resolved);
    let now = resolved.fold(Places::default(), |all, r| all.union(&r.places));
    if !told.is_empty() && told.union(&now) != *told {
        return Some("place");
    }
    None
}

/// The worst severity that is told; `Severity` is in the order of the standard, worst first.
fn worst(infos: &[Info]) -> Option<Severity> {
    let told = infos.iter().map(|i| i.severity);
    told.filter(|s| *s != Severity::Unknown).min()
}

fn differ<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    a.zip(b).is_some_and(|(a, b)| a != b)
}

/// Whether two instants are more than a minute apart: feeds may round to the minute.
fn far(a: Option<Instant>, b: Option<Instant>) -> bool {
    a.zip(b)
        .is_some_and(|(a, b)| a - b >= Span::minutes(1) || b - a >= Span::minutes(1))
}
