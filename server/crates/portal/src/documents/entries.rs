//! `cap:*` elements in the entries of a feed: what MeteoAlarm and NWS tell of a message before it is
//! fetched whole.
//!
//! Must never complete what an entry does not say: a status or a type is not guessed.
//!
//! MeteoAlarm repeats one message per info × area × geocode; the entry's id says which
//! (`…?index_info=0&index_area=0&index_geocode=0`). The pieces are put together again here, as a CAP
//! element, and read by the reader of CAP, so that both are read alike.

use super::{Item, Read, dates, envelope};
use crate::messages::Completeness;
use crate::xml::Element;

/// The most entries of one message that are put together.
const MAX_PIECES: usize = 2_000;

/// Elements of `info` in the schema's order (CAP 1.2 §3.2.2), those that entries carry.
const INFO: &[&str] = &[
    "language",
    "category",
    "event",
    "responseType",
    "urgency",
    "severity",
    "certainty",
    "eventCode",
    "effective",
    "onset",
    "expires",
    "senderName",
    "headline",
    "description",
    "instruction",
    "web",
    "parameter",
];

/// Whether an item carries elements of CAP.
pub(super) fn tells_cap(entry: &Element) -> bool {
    entry.children.iter().any(is_cap)
}

fn is_cap(element: &Element) -> bool {
    match element.namespace.as_deref() {
        Some(namespace) => namespace.contains("emergency:cap") || namespace.contains("/cap/"),
        None => matches!(
            element.name.as_str(),
            "areaDesc" | "msgType" | "message_type" | "geocode" | "certainty"
        ),
    }
}

/// The entries of one message.
struct Group<'a> {
    identifier: String,
    sent: String,
    first: &'a Element,
    pieces: Vec<Piece<'a>>,
    notes: Vec<String>,
}

/// One entry's part of a message.
struct Piece<'a> {
    entry: &'a Element,
    title: Option<&'a str>,
    page: Option<&'a str>,
    info: String,
    area: String,
}

/// Makes one alert of each message that these items tell.
pub(super) fn read(items: &[Item<'_>], read: &mut Read) {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for item in items {
        let entry = item.element;
        let enough = cap_text(entry, &["event"]).is_some()
            && cap_text(entry, &["status"]).is_some()
            && cap_text(entry, &["msgType", "message_type"]).is_some();
        let Some(identifier) = cap_text(entry, &["identifier"])
            .map(str::to_owned)
            .or_else(|| item.id.clone())
            .filter(|_| enough)
        else {
            continue;
        };
        let mut notes = Vec::new();
        if cap_text(entry, &["identifier"]).is_none() {
            notes.push("The entry has no cap:identifier; its id is used.".to_owned());
        }
        if cap_text(entry, &["scope"]).is_none() {
            notes.push("The entry has no cap:scope; what a public feed tells is Public.".into());
        }
        let sent = match cap_text(entry, &["sent"]) {
            Some(sent) => sent.to_owned(),
            None => {
                let told = ["published", "updated", "pubDate"]
                    .iter()
                    .filter_map(|n| entry.text_of(n))
                    .find(|t| dates::read(t).is_some());
                let Some(told) = told else { continue };
                notes.push("The entry has no cap:sent; its date of publication is used.".into());
                dated(told)
            }
        };
        let index = |name: &str| index_of(item.id.as_deref().unwrap_or_default(), name);
        let piece = Piece {
            entry,
            title: item.title.as_deref(),
            page: item.page(),
            info: index("index_info").unwrap_or_else(|| {
                ["language", "event", "onset", "expires", "severity"]
                    .map(|n| cap_text(entry, &[n]).unwrap_or_default())
                    .join("|")
            }),
            area: index("index_area").unwrap_or_else(|| {
                ["areaDesc", "polygon"]
                    .map(|n| cap_text(entry, &[n]).unwrap_or_default())
                    .join("|")
            }),
        };
        match groups
            .iter_mut()
            .find(|g| g.identifier == identifier && g.sent == sent)
        {
            Some(group) if group.pieces.len() < MAX_PIECES => group.pieces.push(piece),
            Some(_) => {}
            None => groups.push(Group {
                identifier,
                sent,
                first: entry,
                pieces: vec![piece],
                notes,
            }),
        }
    }
    for group in groups {
        match envelope::whole(&group.element()) {
            Ok(mut found) => {
                found.completeness = Completeness::Entry;
                if cap_text(group.first, &["sender"]).is_none() {
                    found.alert.identity.sender = String::new();
                }
                found.deviations.extend(group.notes);
                let infos = &found.alert.infos;
                if infos.len() > 1 && infos.iter().all(|i| i.language.is_none()) {
                    found.deviations.push(
                        "The entries tell several info and no language: the source's is assumed."
                            .to_owned(),
                    );
                }
                read.add_alert(found);
            }
            Err(why) => read.add_error(why),
        }
    }
}

impl Group<'_> {
    /// The message as the `alert` element that its entries tell.
    fn element(&self) -> Element {
        let cap = |names: &[&str]| cap_text(self.first, names).unwrap_or_default();
        let mut alert = parent("alert");
        put(&mut alert, "identifier", &self.identifier);
        // CAP has no message without sender; the stand-in is taken out again after reading.
        let sender = cap_text(self.first, &["sender"]).unwrap_or("unknown");
        put(&mut alert, "sender", sender);
        put(&mut alert, "sent", &self.sent);
        put(&mut alert, "status", cap(&["status"]));
        put(&mut alert, "msgType", cap(&["msgType", "message_type"]));
        put(
            &mut alert,
            "scope",
            cap_text(self.first, &["scope"]).unwrap_or("Public"),
        );
        put(&mut alert, "references", cap(&["references"]));
        let mut infos: Vec<(&str, Element, Vec<Area>)> = Vec::new();
        for piece in &self.pieces {
            let at = match infos.iter().position(|(key, ..)| *key == piece.info) {
                Some(at) => at,
                None => {
                    infos.push((&piece.info, piece.info(), Vec::new()));
                    infos.len() - 1
                }
            };
            let Some((_, _, areas)) = infos.get_mut(at) else {
                continue;
            };
            piece.add_area(areas);
        }
        for (_, mut info, areas) in infos {
            info.children.extend(areas.into_iter().map(|a| a.element));
            alert.children.push(info);
        }
        alert
    }
}

/// An area being put together.
struct Area {
    key: String,
    element: Element,
}

impl Piece<'_> {
    fn info(&self) -> Element {
        let mut info = parent("info");
        for name in INFO {
            let before = info.children.len();
            for child in self.entry.children.iter().filter(|c| is_cap(c)) {
                if child.name == *name {
                    info.children.extend(pairs(child));
                }
            }
            if info.children.len() > before {
                continue;
            }
            // The entry's own elements say these for CAP.
            match *name {
                "category" => put(&mut info, "category", "Other"),
                "urgency" | "severity" | "certainty" => put(&mut info, name, "Unknown"),
                "headline" => put(&mut info, name, self.title.unwrap_or_default()),
                "description" => {
                    let summary = self.entry.text_of("summary").unwrap_or_default();
                    put(&mut info, name, summary);
                }
                "web" => put(&mut info, name, self.page.unwrap_or_default()),
                _ => {}
            }
        }
        info
    }

    fn add_area(&self, areas: &mut Vec<Area>) {
        // Some feeds give whole `cap:area` elements.
        let whole = self.entry.children.iter().filter(|c| c.name == "area");
        for element in whole {
            areas.push(Area {
                key: String::new(),
                element: element.clone(),
            });
        }
        let at = match areas.iter().position(|a| a.key == self.area) {
            Some(at) => at,
            None => {
                let Some(desc) = cap_text(self.entry, &["areaDesc"]) else {
                    return;
                };
                let mut element = parent("area");
                put(&mut element, "areaDesc", desc);
                for name in ["polygon", "circle"] {
                    for child in self.entry.all(name) {
                        put(&mut element, name, child.text.trim());
                    }
                }
                areas.push(Area {
                    key: self.area.clone(),
                    element,
                });
                areas.len() - 1
            }
        };
        let Some(area) = areas.get_mut(at) else {
            return;
        };
        for geocode in self.entry.all("geocode").flat_map(pairs) {
            if !area.element.children.contains(&geocode) {
                area.element.children.push(geocode);
            }
        }
    }
}

/// One element per `valueName`/`value` pair: NWS puts several pairs into one `geocode`, and several
/// codes, divided by blanks, into one `value`.
fn pairs(element: &Element) -> Vec<Element> {
    if element.child("valueName").is_none() {
        return vec![leaf(&element.name, element.text.trim())]
            .into_iter()
            .filter(|e| !e.text.is_empty())
            .collect();
    }
    let split = element.name == "geocode";
    let mut all = Vec::new();
    let mut name = "";
    for child in &element.children {
        match child.name.as_str() {
            "valueName" => name = child.text.trim(),
            "value" => {
                let value = child.text.trim();
                let values: Vec<&str> = if split {
                    value.split_whitespace().collect()
                } else {
                    Some(value).filter(|v| !v.is_empty()).into_iter().collect()
                };
                for value in values {
                    let mut pair = parent(&element.name);
                    put(&mut pair, "valueName", name);
                    put(&mut pair, "value", value);
                    all.push(pair);
                }
            }
            _ => {}
        }
    }
    all
}

/// The text of the first of these elements that is CAP's, not the feed's.
fn cap_text<'a>(entry: &'a Element, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|name| {
        entry
            .children
            .iter()
            .filter(|c| c.name == *name && (is_cap(c) || c.namespace.is_none()))
            .map(|c| c.text.trim())
            .find(|t| !t.is_empty())
    })
}

/// The value of `name` in the query of an entry's id.
fn index_of(id: &str, name: &str) -> Option<String> {
    let (_, query) = id.split_once('?')?;
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// A feed's date in the form of CAP.
fn dated(text: &str) -> String {
    dates::read(text).map_or_else(String::new, |d| {
        d.at.timestamp()
            .strftime("%Y-%m-%dT%H:%M:%S+00:00")
            .to_string()
    })
}

fn parent(name: &str) -> Element {
    Element {
        name: name.to_owned(),
        namespace: Some("urn:oasis:names:tc:emergency:cap:1.2".to_owned()),
        ..Element::default()
    }
}

fn leaf(name: &str, text: &str) -> Element {
    Element {
        text: text.to_owned(),
        ..parent(name)
    }
}

/// Adds a child with a text, unless there is none.
fn put(to: &mut Element, name: &str, text: &str) {
    if !text.is_empty() {
        to.children.push(leaf(name, text));
    }
}
