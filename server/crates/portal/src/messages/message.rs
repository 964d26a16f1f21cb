//! One received message, and a thread of them.

use serde::{Deserialize, Serialize};

use crate::cap::{Alert, Area, Deviations, Info};
use crate::places::Places;
use crate::sources::SourceId;
use crate::{Instant, Span};

/// A message's id within this portal: UUIDv7.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MessageId(pub String);

/// A thread's id: the permalink `/alertes/{id}`. Never changes; when a late message shows that two
/// threads are one, the younger id leads to the older.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ThreadId(pub String);

/// A received document's id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocumentId(pub String);

/// Whether residents see a message, and why not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "publication", content = "why", rename_all = "lowercase")]
pub enum Publication {
    /// Everyone.
    Public,
    /// A person has to confirm first; the text says why.
    Held(String),
    /// Never; the text says why (status, scope, a test in disguise…).
    Withheld(String),
}

/// How much of the message the document carried. A fuller one replaces a poorer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Completeness {
    /// Only what a feed's entry tells.
    Entry,
    /// The whole message.
    Full,
}

/// Where one `area` lies in France.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// The places; when `resolved` is false, the source's whole territory: shown wider, never hidden.
    pub places: Places,
    /// Whether the area itself could be resolved.
    pub resolved: bool,
}

/// One message as this portal holds it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Its id here.
    pub id: MessageId,
    /// Which source brought it.
    pub source: SourceId,
    /// The raw document it was read from.
    pub document: DocumentId,
    /// When it was received.
    pub received_at: Instant,
    /// When the source last still carried it; ≥ `received_at`.
    pub confirmed_at: Instant,
    /// The source's review deadline for messages without `expires`.
    pub review_after: Span,
    /// The language of an `info` that names none.
    pub default_language: String,
    /// Public or not.
    pub publication: Publication,
    /// Entry or full.
    pub completeness: Completeness,
    /// The message itself. Geometry is kept apart (see [`crate::messages::Messages::geometry`]):
    /// `polygons`, `circles` and `lines` are empty here.
    pub alert: Alert,
    /// `resolved[i][j]` tells where `alert.infos[i].areas[j]` lies. An info without any area has one
    /// entry of its own: the source's whole territory, unresolved.
    pub resolved: Vec<Vec<Resolution>>,
    /// What the document did against its standard.
    pub deviations: Deviations,
}

impl Message {
    /// The areas of info `i`, each with where it lies.
    pub fn areas(&self, i: usize) -> impl Iterator<Item = (&Area, &Resolution)> {
        let areas = self.alert.infos.get(i).map_or(&[][..], |info| &info.areas);
        let resolved = self.resolved.get(i).map_or(&[][..], |r| r);
        areas.iter().zip(resolved)
    }

    /// Where info `i` holds: one entry per area, or one for an info without areas.
    pub fn resolutions(&self, i: usize) -> &[Resolution] {
        self.resolved.get(i).map_or(&[][..], |r| r)
    }

    /// All places of info `i` together.
    pub fn places(&self, i: usize) -> Places {
        self.resolutions(i)
            .iter()
            .fold(Places::default(), |all, r| all.union(&r.places))
    }

    /// The infos with their index.
    pub fn infos(&self) -> impl Iterator<Item = (usize, &Info)> {
        self.alert.infos.iter().enumerate()
    }

    /// The language tag of an info of this message.
    pub fn language<'a>(&'a self, info: &'a Info) -> &'a str {
        info.language.as_deref().unwrap_or(&self.default_language)
    }
}

/// One event: all public messages that refer to each other, in order of `sent`, then of reception.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Thread {
    /// The permalink's id.
    pub id: ThreadId,
    /// At least one message; public ones only.
    pub messages: Vec<Message>,
}

/// Raw bytes as received.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// Which source brought it.
    pub source: SourceId,
    /// Where it was fetched from. May hold a token: never shown, never logged.
    pub url: String,
    /// When it was first received.
    pub received_at: Instant,
    /// `Content-Type` as received, if any.
    pub content_type: Option<String>,
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    /// The bytes, untouched.
    pub bytes: Vec<u8>,
}
