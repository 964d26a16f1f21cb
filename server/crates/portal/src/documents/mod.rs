//! From bytes to messages: what a document is, and the alerts in it. Never panics, whatever the bytes.
//!
//! The shape is told by the content, never by the configuration or a `Content-Type`. What is broken in
//! a document is told in [`Read::error`] and costs only itself: the rest is still given.
//!
//! **Identity of entries.** An alert that only a feed's entry tells ([`Completeness::Entry`]) carries the
//! `sender` that the entry gives (`cap:sender`), else the empty string: a feed's author is often not the
//! CAP sender, and a guessed one would make two messages of one. Who stores messages therefore lets the
//! whole document replace an entry of the same `identifier` and `sent` whose sender is empty.

mod dates;
mod describe;
mod entries;
mod envelope;
mod feed;
mod json;
mod xml;

pub(crate) use dates::Dated;
pub use describe::{describe, reading};
pub(crate) use feed::Item;

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
    /// Whether the source plays an exercise: shapes that have no `status` of their own then make
    /// messages of status Exercise. CAP says its status itself, and keeps it.
    pub exercise: bool,
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

impl Read {
    /// Nothing yet, of a kind.
    fn of(kind: Kind) -> Self {
        Self {
            kind,
            alerts: Vec::new(),
            links: Vec::new(),
            confirmed: Vec::new(),
            error: None,
        }
    }

    /// Nothing at all, and why.
    fn failed(kind: Kind, why: impl Into<String>) -> Self {
        let mut read = Self::of(kind);
        read.add_error(why.into());
        read
    }

    /// Adds a reason why not everything could be read.
    pub(crate) fn add_error(&mut self, why: String) {
        match &mut self.error {
            Some(error) if error.len() < MAX_ERROR => {
                error.push_str("; ");
                error.push_str(&why);
            }
            Some(_) => {}
            None => self.error = Some(why),
        }
    }

    /// Adds an alert unless one of that identity is there; another content under it is told.
    fn add_alert(&mut self, found: ReadAlert) {
        let known = self
            .alerts
            .iter_mut()
            .find(|a| a.alert.identity == found.alert.identity);
        match known {
            None => self.alerts.push(found),
            Some(known) if known.completeness < found.completeness => *known = found,
            Some(known) if known.alert != found.alert => {
                let note = "The document holds another message of the same identity and another content; the first counts.";
                if !known.deviations.iter().any(|d| d == note) {
                    known.deviations.push(note.to_owned());
                }
            }
            Some(_) => {}
        }
    }
}

/// The largest JSON document read, in bytes. Vigicrues has 3 MB. (XML: [`crate::xml::MAX_BYTES`].)
pub const MAX_JSON_BYTES: usize = 16 * 1024 * 1024;
/// The most items of one feed, or alerts of one document, that are read.
pub const MAX_ITEMS: usize = 2_000;
/// Beyond this length no further reason is added to an error.
const MAX_ERROR: usize = 600;

/// Reads a document.
pub fn read(bytes: &[u8], reading: &Reading<'_>) -> Read {
    let mut read = by_content(bytes, reading);
    // A feed of nothing where Vigicrues should be is not "no flood".
    if let Some(configured) = reading.kind
        && !expected(configured).contains(&read.kind)
        && read.alerts.is_empty()
        && read.links.is_empty()
        && read.error.is_none()
    {
        read.add_error(format!(
            "The document is {:?} and empty; the source is configured as {configured:?}.",
            read.kind
        ));
    }
    read
}

fn by_content(bytes: &[u8], reading: &Reading<'_>) -> Read {
    let content = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    match content.trim_ascii_start().first() {
        _ if utf16 => xml::read(bytes, reading),
        Some(b'<') => xml::read(bytes, reading),
        Some(b'{' | b'[') => json::read(content, reading),
        Some(_) => Read::failed(Kind::Unknown, "This is neither XML nor JSON."),
        None => Read::failed(Kind::Unknown, "The document is empty."),
    }
}

/// What a source of that kind may send without anything in it.
fn expected(kind: SourceKind) -> &'static [Kind] {
    match kind {
        SourceKind::Cap => &[Kind::Cap, Kind::Json],
        SourceKind::CapFeed => &[Kind::Atom, Kind::Rss, Kind::Cap, Kind::Json],
        SourceKind::RssNews => &[Kind::Rss, Kind::Atom],
        SourceKind::Vigicrues => &[Kind::GeoJson],
        SourceKind::MeteofranceVigilance => &[Kind::Json],
    }
}
