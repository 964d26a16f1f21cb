//! A draft and its way to the public.

use portal::Instant;
use portal::messages::{MessageId, ThreadId};
use serde::{Deserialize, Serialize};

use super::Typed;
use crate::staff::{Account, StaffId};

/// A draft's id: UUIDv7. The CAP `identifier` of what is released is made from it, so it is stable.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DraftId(pub String);

/// What a draft is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "purpose", content = "thread", rename_all = "kebab-case")]
pub enum Purpose {
    /// A new event.
    New,
    /// An Update of what was said.
    Update(ThreadId),
    /// An Update that only moves `expires`.
    Extend(ThreadId),
    /// An Update with `responseType` AllClear.
    AllClear(ThreadId),
    /// A Cancel: it was wrong.
    Cancel(ThreadId),
}

impl Purpose {
    /// The thread that it continues.
    pub fn thread(&self) -> Option<&ThreadId> {
        match self {
            Purpose::New => None,
            Purpose::Update(t) | Purpose::Extend(t) | Purpose::AllClear(t) | Purpose::Cancel(t) => {
                Some(t)
            }
        }
    }

    /// Whether one person alone may ever release it: a warning, never an all-clear or a cancel.
    pub fn may_be_urgent(&self) -> bool {
        matches!(self, Purpose::New | Purpose::Update(_) | Purpose::Extend(_))
    }

    /// Its word in the store and in addresses.
    pub fn word(&self) -> &'static str {
        match self {
            Purpose::New => "new",
            Purpose::Update(_) => "update",
            Purpose::Extend(_) => "extend",
            Purpose::AllClear(_) => "all-clear",
            Purpose::Cancel(_) => "cancel",
        }
    }

    /// The purpose of a word; `None` for an unknown word, or one that lacks its thread.
    pub fn from_word(word: &str, thread: Option<ThreadId>) -> Option<Self> {
        match (word, thread) {
            ("new", None) => Some(Purpose::New),
            ("update", Some(t)) => Some(Purpose::Update(t)),
            ("extend", Some(t)) => Some(Purpose::Extend(t)),
            ("all-clear", Some(t)) => Some(Purpose::AllClear(t)),
            ("cancel", Some(t)) => Some(Purpose::Cancel(t)),
            _ => None,
        }
    }
}

/// Where a draft is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum DraftState {
    /// Being written.
    Writing,
    /// Handed in: only a release, a return, a withdrawal or taking it back can follow.
    Submitted,
    /// Given back with a reason; being written again.
    Returned {
        /// Why.
        reason: String,
    },
    /// Released by a second person, to go out at an instant.
    Scheduled {
        /// When.
        publish_at: Instant,
    },
    /// Public.
    Released {
        /// The message.
        message: MessageId,
        /// Its thread.
        thread: ThreadId,
    },
    /// Given up.
    Withdrawn {
        /// Why.
        reason: String,
    },
}

impl DraftState {
    /// Its word in the store.
    pub fn word(&self) -> &'static str {
        match self {
            DraftState::Writing => "writing",
            DraftState::Submitted => "submitted",
            DraftState::Returned { .. } => "returned",
            DraftState::Scheduled { .. } => "scheduled",
            DraftState::Released { .. } => "released",
            DraftState::Withdrawn { .. } => "withdrawn",
        }
    }

    /// Whether it may be written to.
    pub fn is_open(&self) -> bool {
        matches!(self, DraftState::Writing | DraftState::Returned { .. })
    }
}

/// A draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The id.
    pub id: DraftId,
    /// What for.
    pub purpose: Purpose,
    /// Where on its way.
    pub state: DraftState,
    /// Rises with every save; a save names the one it was made from.
    pub revision: u32,
    /// The last version handed in; 0: none yet.
    pub version: u32,
    /// As typed last.
    pub typed: Typed,
    /// Everybody who ever saved it, first author first: none of them may release it.
    pub authors: Vec<Account>,
    /// When it was begun.
    pub begun_at: Instant,
    /// When it was last saved or moved.
    pub changed_at: Instant,
    /// Whether it was released by one person alone.
    pub emergency: bool,
}

impl Draft {
    /// Whether that person wrote any of it.
    pub fn is_by(&self, staff: &StaffId) -> bool {
        self.authors.iter().any(|a| a.id == *staff)
    }
}

/// A draft as lists show it.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftLine {
    /// The draft without its long texts: `typed` holds headline, event, colour and places only.
    pub draft: Draft,
}

/// A version handed in, kept for ever.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// 1, 2, 3…
    pub number: u32,
    /// As typed.
    pub typed: Typed,
    /// Who handed it in.
    pub by: Account,
    /// When.
    pub at: Instant,
    /// The newest message of the thread that its author saw; `None` for a new event.
    pub base: Option<MessageId>,
    /// What became of it: `released`, `scheduled`, `returned`, `withdrawn`, `taken-back`, `emergency`;
    /// empty while it waits.
    pub outcome: String,
    /// Who decided, if anybody.
    pub decided_by: Option<Account>,
    /// When.
    pub decided_at: Option<Instant>,
    /// The reason given, or empty.
    pub reason: String,
}

/// A release by one person alone, which every other person who could have released it has to see.
#[derive(Clone, Debug, PartialEq)]
pub struct Alarm {
    /// The draft.
    pub draft: DraftId,
    /// Its headline.
    pub headline: String,
    /// Who did it.
    pub by: String,
    /// When.
    pub at: Instant,
    /// The reason given.
    pub reason: String,
}
