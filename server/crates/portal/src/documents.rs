//! From bytes to messages: what a document is, and the alerts in it. Never panics, whatever the bytes.

use crate::Instant;
use crate::cap::{Alert, Deviations};
use crate::messages::{Completeness, Message};
use crate::sources::SourceKind;

/// What a document turned out to be, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// CAP, alone or in an envelope (EDXL-DE).
    Cap,
    /// An Atom feed.
    Atom,
    /// An RSS feed.
    Rss,
    /// GeoJSON.
    GeoJson,
    /// Other JSON.
    Json,
    /// None of these.
    Unknown,
}

/// What the reader needs to know beside the bytes.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The configured kind, where there is one: news items become (held) alerts only for `rss-news`.
    pub kind: Option<SourceKind>,
    /// The publisher's name: `senderName` of messages made from documents that are not CAP.
    pub publisher: &'a str,
    /// The source's id: part of the `sender` of such messages.
    pub source: &'a str,
    /// Language of texts that name none.
    pub default_language: &'a str,
    /// When the document was received: `sent` of such messages where the document gives no time.
    pub at: Instant,
    /// The newest messages of the source, for documents that publish states: what is unchanged makes
    /// no message, what changed makes an Update, what went back to green makes an AllClear.
    pub previous: &'a [Message],
}

/// One alert found in a document.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadAlert {
    /// The alert.
    pub alert: Alert,
    /// Whole, or only what a feed's entry tells.
    pub completeness: Completeness,
    /// What deviates in it.
    pub deviations: Deviations,
}

/// A CAP document that a feed links to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Absolute or relative to the feed's URL.
    pub href: String,
    /// The `identifier` of the message behind it, where the entry tells.
    pub identifier: Option<String>,
}

/// What a document holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// What it is.
    pub kind: Kind,
    /// Its alerts, one per identity.
    pub alerts: Vec<ReadAlert>,
    /// CAP documents to fetch, without repetition.
    pub links: Vec<Link>,
    /// Previous messages (by index into [`Reading::previous`]) that the document still carries unchanged.
    pub confirmed: Vec<usize>,
    /// Why nothing, or not everything, could be read; the rest is still given.
    pub error: Option<String>,
}

/// Reads a document.
pub fn read(_bytes: &[u8], _reading: &Reading<'_>) -> Read {
    unimplemented!("documents")
}
