//! A thread at an instant: derived from its messages and the clock, never stored.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::Instant;
use crate::cap::{Info, Severity};
use crate::messages::{Colour, Message, Thread};
use crate::places::Places;

/// What a thread is at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Announced; has not begun.
    Future,
    /// In force.
    Active,
    /// Over because its time ran out.
    Ended,
    /// Withdrawn by a Cancel.
    Cancelled,
    /// Over because an AllClear said so.
    AllClear,
}

/// One `info` that tells what holds (or, once over, what held).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown<'a> {
    /// The message it belongs to.
    pub message: &'a Message,
    /// Its index in that message.
    pub index: usize,
    /// The info.
    pub info: &'a Info,
}

/// A thread at an instant.
#[derive(Clone, Debug, PartialEq)]
pub struct View<'a> {
    /// What it is.
    pub state: State,
    /// The newest message that nothing supersedes.
    pub current: &'a Message,
    /// All messages that nothing supersedes (several after a fork), newest first.
    pub heads: Vec<&'a Message>,
    /// While active or future: the infos of the heads that hold or will hold. Once over: those of the
    /// current message; for a Cancel without info, those of what it cancelled. Document order.
    pub shown: Vec<Shown<'a>>,
    /// The worst colour of `shown`.
    pub colour: Colour,
    /// The worst severity of `shown`.
    pub severity: Severity,
    /// The language tags of `shown`.
    pub languages: BTreeSet<String>,
    /// Where `shown` holds.
    pub places: Places,
    /// Whether some area of `shown` could not be resolved, so that `places` is a whole territory.
    pub unresolved: bool,
    /// When it begins or began.
    pub starts_at: Instant,
    /// Until when, as the authors said: the latest `expires` of `shown`; `None` when one has no `expires`.
    pub until: Option<Instant>,
    /// For infos without `expires`: when this portal stops showing them unless confirmed again.
    pub review_at: Option<Instant>,
    /// When it ended, once over: the expiry that passed, or the `sent` of the Cancel or AllClear.
    pub ended_at: Option<Instant>,
    /// The next instant at which this view becomes another by itself.
    pub next_change: Option<Instant>,
}

/// The colour of one info: `awareness_level` where given, else from `severity`.
pub fn colour(_info: &Info) -> Colour {
    unimplemented!("threads")
}

/// What the thread is at `now`; `None` when there is nothing to tell yet (a Cancel that came before
/// what it cancels).
pub fn view(_thread: &Thread, _now: Instant) -> Option<View<'_>> {
    unimplemented!("threads")
}

/// What the store keeps of a thread so as to find it again by time and place: facts that follow from
/// the messages alone, without the clock.
#[derive(Clone, Debug, PartialEq)]
pub struct Extent {
    /// The earliest start of any info of a head; `None` when the thread has nothing to tell.
    pub starts_at: Option<Instant>,
    /// From this instant on the state is one of the three endings. `Instant(i64::MIN)` is never used:
    /// a cancelled thread ends at the `sent` of its Cancel.
    pub ends_at: Option<Instant>,
    /// The worst colour rank while it is or was in force.
    pub colour_rank: u8,
    /// Everywhere that any of its messages' infos held: an ended thread is found where it was.
    pub places: Places,
}

/// The extent of a thread.
pub fn extent(_thread: &Thread) -> Extent {
    unimplemented!("threads")
}
