//! What a thread can be: the shapes that [`crate::messages::view`] and [`crate::messages::extent`] give.
//!
//! Never: a rule. Nothing here is stored except [`Extent`], which follows from the messages alone.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::Instant;
use crate::cap::{Info, Severity};
use crate::messages::{Colour, Message};
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
    /// The newest head that has something in force or to come; once over, the newest head that tells
    /// anything.
    pub current: &'a Message,
    /// All messages that nothing supersedes (several after a fork), newest first. A message without
    /// info that is not a Cancel says nothing and is not among them.
    pub heads: Vec<&'a Message>,
    /// While active or future: the infos of the heads that hold or will hold. Once over: those of the
    /// current message; for a Cancel without info or areas, those of what it cancelled. Newest message
    /// first, then document order.
    pub shown: Vec<Shown<'a>>,
    /// The worst colour of those of `shown` that hold now; of all where none does.
    pub colour: Colour,
    /// The worst severity, likewise.
    pub severity: Severity,
    /// The language tags of `shown`.
    pub languages: BTreeSet<String>,
    /// Where `shown` holds.
    pub places: Places,
    /// Whether some area of `shown` could not be resolved, so that `places` is a whole territory, or
    /// some info has no area at all.
    pub unresolved: bool,
    /// When it begins or began: the earliest start of `shown`; for a Cancel or all-clear, that of what
    /// it ended.
    pub starts_at: Instant,
    /// Until when, as the authors said: the latest `expires` of `shown`; `None` when one has no `expires`.
    pub until: Option<Instant>,
    /// For infos of `shown` without `expires`: when this portal stops showing the first of them unless
    /// confirmed again.
    pub review_at: Option<Instant>,
    /// When it ended, once over: the expiry (or review deadline) that passed, or the `sent` of the
    /// Cancel or AllClear; its reception where the author's clock was ahead. The same as
    /// [`Extent::ends_at`].
    pub ended_at: Option<Instant>,
    /// The next instant at which this view becomes another by itself; `None` once over.
    pub next_change: Option<Instant>,
}

/// What the store keeps of a thread so as to find it again by time and place: facts that follow from
/// the messages alone, without the clock.
#[derive(Clone, Debug, PartialEq)]
pub struct Extent {
    /// The earliest start of any info of a head that is not an all-clear; without one, of what a Cancel
    /// or all-clear ended. `None` when the thread has nothing to tell.
    pub starts_at: Option<Instant>,
    /// From this instant on the state is one of the three endings. `Instant(i64::MIN)` is never used:
    /// a cancelled thread ends at the `sent` of its Cancel (see [`View::ended_at`]). `None` when the
    /// thread has nothing to tell, whatever the clock says.
    pub ends_at: Option<Instant>,
    /// The worst colour rank that any of its messages ever gave it, all-clears and Cancels apart: an
    /// event that was red is found among the red ones though it faded before it ended.
    pub colour_rank: u8,
    /// Everywhere that any of its messages' infos held: an ended thread is found where it was.
    pub places: Places,
}
