//! An item: one report, or one post, on its way through the lanes.

use std::collections::BTreeSet;

use portal::places::Insee;
use portal::valve::{Category, IdempotencyKey, Report};
use portal::{Instant, Span};

use super::grade::coded;
use super::{Check, Grade};
use crate::staff::{Role, StaffId};

/// How long a lease lasts without a sign of its holder.
pub const LEASE: Span = Span::minutes(10);

/// An item's id: UUIDv7.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub String);

coded! {
    /// How soon somebody has to look.
    Lane {
        /// Now.
        Urgent = "urgent", "Urgent";
        /// In turn.
        Normal = "normal", "Normal";
        /// When there is time.
        Slow = "slow", "Lent";
        /// Not worth anybody's time: abuse, floods of nonsense. Kept, and may be taken out again.
        Quarantine = "quarantine", "Quarantaine";
    }
}

impl Lane {
    /// Where a report goes before anybody has looked at it: by what was tapped, never by what was written.
    pub fn first_of(report: &Report) -> Self {
        match report.category() {
            Category::WaterRising | Category::SomeoneIsolated => Self::Urgent,
            Category::RumourSeen => Self::Slow,
            _ => Self::Normal,
        }
    }
}

coded! {
    /// How far work on it has come.
    State {
        /// Nobody works on it.
        New = "new", "à prendre";
        /// Somebody took it; with an ended lease it is anybody's again.
        Taken = "taken", "pris";
        /// Sorted.
        Done = "done", "traité";
        /// Of no use.
        Dropped = "dropped", "écarté";
    }
}

impl State {
    /// Whether it waits in its lane.
    pub fn is_open(self) -> bool {
        matches!(self, Self::New | Self::Taken)
    }
}

/// A post found on the web, as staff typed it in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Where it stands: http or https.
    pub url: String,
    /// What it says, as far as it matters.
    pub quote: String,
    /// What its finder adds.
    pub note: String,
    /// What it is about.
    pub kind: Category,
    /// Where, if that is known.
    pub commune: Option<Insee>,
}

/// What an item is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The report of that envelope. What it says is in the vault.
    Report(Key),
    /// A post.
    Post(Post),
}

/// The key of a report's envelope, as text 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub [u8; 16]);

impl Key {
    /// Of hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let whole = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let number = u128::from_str_radix(text, 16).ok().filter(|_| whole)?;
        Some(Self(number.to_be_bytes()))
    }

    /// As hexadecimal digits.
    pub fn text(self) -> String {
        format!("{:032x}", u128::from_be_bytes(self.0))
    }
}

impl From<IdempotencyKey> for Key {
    fn from(key: IdempotencyKey) -> Self {
        Self(key.0)
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // It is what the report's sender knows: in no log.
        f.write_str("Key(…)")
    }
}

/// Who works on an item, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Who.
    pub holder: StaffId,
    /// Their name.
    pub name: String,
    /// Until when, unless its holder gives a sign.
    pub until: Instant,
}

/// One item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// What it is about.
    pub origin: Origin,
    /// Its lane.
    pub lane: Lane,
    /// How far it is.
    pub state: State,
    /// The minute in which the report came, or when the post was typed in.
    pub came_at: Instant,
    /// How far it is believed.
    pub grade: Grade,
    /// What was checked.
    pub checks: BTreeSet<Check>,
    /// The last lease; it may have ended.
    pub lease: Option<Lease>,
    /// The number of the last lease: 1, 2, 3… A write names the one that it was begun under.
    pub fence: u64,
}

impl Item {
    /// The lease, if it still holds.
    pub fn held(&self, now: Instant) -> Option<&Lease> {
        self.lease.as_ref().filter(|lease| lease.until > now)
    }

    /// Whether that person holds it.
    pub fn is_held_by(&self, who: &StaffId, now: Instant) -> bool {
        self.held(now).is_some_and(|lease| lease.holder == *who)
    }
}

/// A report that is to become an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Its envelope's key.
    pub report: Key,
    /// Where it goes first.
    pub lane: Lane,
    /// The minute in which it came.
    pub came_at: Instant,
}

/// A lease that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its number: goes with every write.
    pub fence: u64,
    /// Until when.
    pub until: Instant,
}

/// An item under one lease: what every write names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Which item.
    pub item: ItemId,
    /// The lease's number.
    pub fence: u64,
}

/// What a verifier makes of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sorted {
    /// Its lane.
    pub lane: Lane,
    /// How far it is believed.
    pub grade: Grade,
    /// What was checked.
    pub checks: BTreeSet<Check>,
}

coded! {
    /// What two items have to do with each other, as somebody judged. It can be taken back.
    Tie {
        /// One event, perhaps told by one person.
        Same = "same", "même fait";
        /// One event, told by two who do not know of each other.
        Independent = "independent", "même fait, sources indépendantes";
        /// Not the same: it is not suggested again.
        Apart = "apart", "faits distincts";
    }
}

/// A tie to another item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The other.
    pub other: ItemId,
    /// What was judged.
    pub tie: Tie,
    /// By whom.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// What somebody of the desk wrote beside an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Who.
    pub by: String,
    /// When.
    pub at: Instant,
    /// What.
    pub words: String,
}

/// One item with what was written beside it and tied to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// The item.
    pub item: Item,
    /// Notes, oldest first.
    pub notes: Vec<Note>,
    /// Ties, oldest first.
    pub links: Vec<Link>,
}

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Filter {
    /// In which lane.
    pub lane: Lane,
    /// What waits; otherwise what is done or dropped.
    pub open: bool,
    /// What came at this instant or later.
    pub since: Option<Instant>,
    /// Only of sources of this grade.
    pub source: Option<super::SourceGrade>,
    /// Only information of this grade.
    pub information: Option<super::InformationGrade>,
}

/// How much waits in one lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The lane.
    pub lane: Lane,
    /// What is neither done nor dropped.
    pub open: u64,
    /// Of that, what somebody holds.
    pub held: u64,
}

/// Somebody who is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnShift {
    /// Who.
    pub id: StaffId,
    /// Their name.
    pub name: String,
    /// As what.
    pub roles: BTreeSet<Role>,
    /// The last sign of them.
    pub seen_at: Instant,
    /// What they hold, with each lease's end.
    pub holds: Vec<(ItemId, Instant)>,
}
