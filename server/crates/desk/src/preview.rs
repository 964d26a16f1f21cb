//! How a message will look to residents, before it is released: the public side's own rendering, which
//! the desk cannot name and is handed.

use portal::Instant;
use portal::messages::Thread;

/// What residents would see.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Previewed {
    /// The alert's whole page, French: an HTML document of the public side.
    pub page: String,
    /// The same in English.
    pub page_en: String,
    /// The entry of the Atom feed, XML.
    pub feed_entry: String,
    /// The CAP document, XML.
    pub cap: String,
    /// The notification's title: what a phone shows in bold.
    pub notification_title: String,
    /// The notification's text, at most 178 characters: what a phone shows below.
    pub notification_body: String,
    /// The title of a shared link (OpenGraph `og:title`).
    pub card_title: String,
    /// Its text (`og:description`).
    pub card_description: String,
    /// Its site (`og:site_name`) and host.
    pub card_site: String,
}

/// Renders previews. A pure function of its arguments.
pub trait Preview: Send + Sync {
    /// What residents would see of `thread`, of which the last message is the draft.
    fn preview(&self, thread: &Thread, now: Instant) -> Previewed;
    /// The policy under which the previewed page may stand in a frame of the desk: the page's own
    /// style by its hash, and nothing that acts.
    fn content_security_policy(&self) -> String;
}
