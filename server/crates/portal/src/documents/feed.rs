//! Atom and RSS: the items, the CAP in or behind them, the news.
//!
//! Must never read an alert out of an item that does not say enough to be one, and never read the
//! *absence* of an item as an end.

use super::{Dated, Kind, Link, MAX_ITEMS, Read, Reading, dates, entries, envelope};
use crate::cap::{Notes, plain};
use crate::sources::{SourceKind, news};
use crate::xml::{Element, parse};

/// Types of a link that leads to CAP.
const CAP_TYPES: &[&str] = &[
    "application/cap+xml",
    "application/common-alerting-protocol+xml",
];

/// One `entry` (Atom, RFC 4287 §4.1.2) or `item` (RSS).
pub(crate) struct Item<'a> {
    /// The element.
    pub(crate) element: &'a Element,
    /// `id` or `guid`, trimmed.
    pub(crate) id: Option<String>,
    /// `title` as plain text.
    pub(crate) title: Option<String>,
    links: Vec<FeedLink<'a>>,
}

struct FeedLink<'a> {
    href: &'a str,
    rel: &'a str,
    media: Option<&'a str>,
}

impl<'a> Item<'a> {
    fn of(element: &'a Element) -> Self {
        Self {
            element,
            id: element
                .text_of("id")
                .or_else(|| element.text_of("guid"))
                .map(str::to_owned),
            title: element
                .child("title")
                .and_then(|t| plain::line(&markup(t), "title", &mut Notes::default())),
            links: links(element),
        }
    }

    /// The web page of the item: the first http(s) link that is not to CAP.
    pub(crate) fn page(&self) -> Option<&str> {
        self.links
            .iter()
            .filter(|l| matches!(l.rel, "alternate" | "") && !l.is_cap())
            .map(|l| l.href)
            .find(|h| h.starts_with("https://") || h.starts_with("http://"))
    }

    /// Its text without markup: `content:encoded`, `description`, `content` or `summary`.
    pub(crate) fn text(&self) -> String {
        ["encoded", "description", "content", "summary"]
            .iter()
            .filter_map(|name| self.element.child(name))
            .find_map(|e| plain::block(&markup(e), "text", &mut Notes::default()))
            .unwrap_or_default()
    }

    /// When it was published.
    pub(crate) fn dated(&self) -> Option<Dated> {
        ["pubDate", "published", "date", "updated"]
            .iter()
            .filter_map(|name| self.element.text_of(name))
            .find_map(dates::read)
    }

    /// The CAP documents it leads to. `index` says that the whole feed is an index of CAP.
    fn cap_links(&self, index: bool) -> Vec<&'a str> {
        let typed: Vec<&str> = self
            .links
            .iter()
            .filter(|l| l.is_cap())
            .map(|l| l.href)
            .collect();
        if !typed.is_empty() {
            return typed;
        }
        self.links
            .iter()
            .filter(|l| {
                let plain_link = matches!(l.rel, "alternate" | "enclosure" | "related" | "");
                let xml = l
                    .media
                    .is_none_or(|m| m.starts_with("application/xml") || m.starts_with("text/xml"));
                plain_link && xml && (index || l.looks_like_a_file())
            })
            .map(|l| l.href)
            .collect()
    }
}

impl FeedLink<'_> {
    fn is_cap(&self) -> bool {
        let media = self.media.unwrap_or_default();
        let media = media.split(';').next().unwrap_or_default().trim();
        CAP_TYPES.iter().any(|t| media.eq_ignore_ascii_case(t))
    }

    fn looks_like_a_file(&self) -> bool {
        let path = self.href.split(['?', '#']).next().unwrap_or_default();
        let path = path.to_ascii_lowercase();
        path.ends_with(".cap") || path.ends_with(".xml")
    }
}

fn links(element: &Element) -> Vec<FeedLink<'_>> {
    let mut all = Vec::new();
    for child in &element.children {
        let (href, rel) = match child.name.as_str() {
            "link" => match child.attribute("href") {
                Some(href) => (href, child.attribute("rel").unwrap_or_default()),
                None => (child.text.as_str(), ""),
            },
            "enclosure" => (child.attribute("url").unwrap_or_default(), "enclosure"),
            _ => continue,
        };
        let href = href.trim();
        if !href.is_empty() {
            all.push(FeedLink {
                href,
                rel,
                media: child.attribute("type").map(str::trim),
            });
        }
    }
    all
}

/// What an element holds, as text or as elements. That a feed's text is HTML is no deviation.
fn markup(element: &Element) -> String {
    plain::content(element, "text", &mut Notes::default())
}

/// Reads a feed.
pub(super) fn read(kind: Kind, root: &Element, reading: &Reading<'_>) -> Read {
    let mut read = Read::of(kind);
    let channel = root.child("channel");
    let mut items: Vec<Item<'_>> = Vec::new();
    for parent in [Some(root), channel].into_iter().flatten() {
        let name = if kind == Kind::Atom { "entry" } else { "item" };
        items.extend(parent.all(name).take(MAX_ITEMS + 1).map(Item::of));
    }
    if items.len() > MAX_ITEMS {
        items.truncate(MAX_ITEMS);
        read.add_error(format!("only the first {MAX_ITEMS} items were read"));
    }
    let title = channel.unwrap_or(root).text_of("title").unwrap_or_default();
    let index = title.split_whitespace().any(|word| word == "CAP");
    let news_source = reading.kind == Some(SourceKind::RssNews);
    let mut summaries = Vec::new();
    let mut news_items = Vec::new();
    for item in items {
        if embedded(&item, &mut read) {
            continue;
        }
        let tells = entries::tells_cap(item.element);
        if !tells && news_source {
            news_items.push(item);
            continue;
        }
        let identifier = item.element.text_of("identifier").filter(|_| tells);
        for href in item.cap_links(index || tells) {
            add_link(&mut read, href, identifier);
        }
        if tells {
            summaries.push(item);
        } else {
            news_items.push(item);
        }
    }
    entries::read(&summaries, &mut read);
    if news_source {
        news::read(&news_items, reading, &mut read);
    } else if read.alerts.is_empty()
        && read.links.is_empty()
        && read.error.is_none()
        && news_items.iter().any(|i| !says_none(i))
    {
        read.add_error(format!(
            "none of the {} items carries CAP or leads to it; news becomes (held) messages only for a source of kind rss-news",
            news_items.len()
        ));
    } else if !summaries.is_empty() && read.alerts.is_empty() && read.links.is_empty() {
        read.add_error(format!(
            "none of the {} entries tells enough to be a message (event, status, message type, time)",
            summaries.len()
        ));
    }
    read
}

fn add_link(read: &mut Read, href: &str, identifier: Option<&str>) {
    match read.links.iter_mut().find(|l| l.href == href) {
        Some(known) => {
            if known.identifier.is_none() {
                known.identifier = identifier.map(str::to_owned);
            }
        }
        None => read.links.push(Link {
            href: href.to_owned(),
            identifier: identifier.map(str::to_owned),
        }),
    }
}

/// Whether whole CAP messages were in the item, as elements or as escaped text.
fn embedded(item: &Item<'_>, read: &mut Read) -> bool {
    let mut any = false;
    let mut take = |root: &Element, read: &mut Read| {
        for alert in envelope::alerts(root) {
            match envelope::whole(alert) {
                Ok(found) => {
                    any = true;
                    read.add_alert(found);
                }
                Err(why) => read.add_error(why),
            }
        }
    };
    take(item.element, read);
    for name in ["content", "encoded", "description"] {
        let Some(text) = item.element.child(name).map(|c| c.text.trim()) else {
            continue;
        };
        let escaped = text.starts_with('<') && text.contains("alert") && text.contains("emergency");
        if escaped && let Ok(parsed) = parse(text.as_bytes()) {
            take(&parsed.root, read);
        }
    }
    any
}

/// NWS fills an empty index with one entry: "There are no active watches, warnings or advisories".
fn says_none(item: &Item<'_>) -> bool {
    item.title
        .as_deref()
        .is_some_and(|t| t.to_ascii_lowercase().starts_with("there are no active"))
}
