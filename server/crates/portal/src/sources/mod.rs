//! Who official messages come from: configured sources, how they do, and what is fetched from them.

pub(crate) mod meteofrance;
pub(crate) mod news;
mod states;
pub(crate) mod vigicrues;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::places::Dep;
use crate::{Instant, PortError, Span};

/// A source's short name in the configuration: `[a-z0-9-]{1,40}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SourceId(pub String);

/// What shape a source's documents have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// One CAP document.
    Cap,
    /// Atom or RSS that links to or embeds CAP; MeteoAlarm's Atom.
    CapFeed,
    /// News of a prefecture's site: never promoted by itself, always held.
    RssNews,
    /// Vigicrues' GeoJSON of river stretches.
    Vigicrues,
    /// Météo-France's vigilance API.
    MeteofranceVigilance,
}

/// What happens to a readable message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Publish {
    /// It becomes public at once.
    Auto,
    /// A person confirms first.
    Hold,
}

/// What is expected of a document's XML signature; presence is noted, it is not verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Signature {
    /// Nothing is expected.
    Optional,
    /// A missing signature is a deviation.
    Expected,
    /// A message without one is held for a person.
    Required,
}

/// One configured source.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its name in configuration, store and URL.
    pub id: SourceId,
    /// The shape of its documents.
    pub kind: SourceKind,
    /// Who speaks, as residents know them ("Préfecture du Gard").
    pub publisher: String,
    /// Where: http, https or file.
    pub url: String,
    /// The language of an `info` that names none.
    pub default_language: String,
    /// Where its messages may hold; empty means all of France.
    pub territory: Vec<Dep>,
    /// How often it is asked.
    pub poll_interval: Span,
    /// Auto or hold.
    pub publish: Publish,
    /// Signature expectation.
    pub signature: Signature,
    /// How long a message without `expires` is shown after it was last confirmed by the source.
    pub review_after: Span,
    /// After how long without a successful fetch the source counts as silent.
    pub silent_after: Span,
}

/// How a source does. Stored facts only; whether it is *silent* follows from them and the clock.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceStatus {
    /// When it was last asked.
    pub last_attempt: Option<Instant>,
    /// When it last answered with something usable (a 304 counts).
    pub last_success: Option<Instant>,
    /// When it last failed.
    pub last_failure: Option<Instant>,
    /// What went wrong then, for residents and operators: no path, no token, no address within.
    pub last_error: Option<String>,
    /// How many times it failed in a row.
    pub failures: u32,
    /// `ETag` of the last success.
    pub etag: Option<String>,
    /// `Last-Modified` of the last success.
    pub last_modified: Option<String>,
    /// When this portal first knew the source.
    pub first_seen: Option<Instant>,
}

impl SourceStatus {
    /// Since when the source has been silent, if it is at `now`: no success for `source.silent_after`.
    pub fn silent_since(&self, source: &Source, now: Instant) -> Option<Instant> {
        let last = self.last_success.or(self.first_seen)?;
        (now - last >= source.silent_after).then_some(last)
    }

    /// When the source will become silent if nothing more is heard: an instant at which pages change.
    pub fn silent_at(&self, source: &Source) -> Option<Instant> {
        Some(self.last_success.or(self.first_seen)? + source.silent_after)
    }
}

/// What one attempt at a source gave, other than documents.
#[derive(Clone, Debug, PartialEq)]
pub enum Attempt {
    /// New bytes, or the server said that nothing changed.
    Success {
        /// `ETag`, to be sent back.
        etag: Option<String>,
        /// `Last-Modified`, to be sent back.
        last_modified: Option<String>,
    },
    /// Nothing usable.
    Failure {
        /// What went wrong: see [`SourceStatus::last_error`].
        error: String,
    },
}

/// Reading and noting how sources do.
#[async_trait]
pub trait Sources: Send + Sync {
    /// The status of every source ever noted, by id.
    async fn statuses(&self) -> Result<Vec<(SourceId, SourceStatus)>, PortError>;
    /// Notes that the portal knows these sources (first start, or a new one in the configuration).
    async fn know(&self, sources: &[SourceId], at: Instant) -> Result<(), PortError>;
    /// Notes one attempt. A change of what pages show (first failure, recovery, silence) raises the
    /// content version; a mere further success does not.
    async fn note(
        &self,
        source: &SourceId,
        attempt: &Attempt,
        at: Instant,
    ) -> Result<(), PortError>;
}

/// What staff decided about a source, as the relay follows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Steering {
    /// Since when it is not to be asked.
    pub paused_at: Option<Instant>,
    /// When somebody last wanted it asked at once.
    pub asked_at: Option<Instant>,
}

/// Reading what staff decided: the relay's port.
#[async_trait]
pub trait Steered: Send + Sync {
    /// The steering of every source that has any.
    async fn steering(&self) -> Result<Vec<(SourceId, Steering)>, PortError>;
}
