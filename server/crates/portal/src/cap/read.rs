//! From an XML tree to an [`Alert`]: the tolerant reading.
//!
//! Never: makes a message Actual or Public that does not say so, invents an expiry, or panics.
//! What is wrong but understood is a deviation; what makes a message unusable is a [`CapError`].

use super::geometry::CrossingBudget;
use super::read_info::info;
use super::references::{quoted_list, references};
use super::{Alert, CapVersion, Deviations, Identity, MsgType, Notes, Scope, Status, plain};
use crate::Instant;
use crate::cap::date_time;
use crate::xml::Element;

/// The most `info` blocks of one alert.
pub const MAX_INFOS: usize = 200;
/// The most `code`s of one alert.
const MAX_CODES: usize = 500;

const V1_0: &str = "http://www.incident.com/cap/1.0";
const V1_1: &str = "urn:oasis:names:tc:emergency:cap:1.1";
const V1_2: &str = "urn:oasis:names:tc:emergency:cap:1.2";
const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";

/// The children of `alert` in the schema's order, and whether they may repeat.
const ALERT: &[(&str, bool)] = &[
    ("identifier", false),
    ("sender", false),
    ("sent", false),
    ("status", false),
    ("msgType", false),
    ("password", false), // CAP 1.0 only
    ("source", false),
    ("scope", false),
    ("restriction", false),
    ("addresses", false),
    ("code", true),
    ("note", false),
    ("references", false),
    ("incidents", false),
    ("info", true),
    ("Signature", true),
];

/// Why an element is not an alert that can be used; a sentence for operators.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CapError {
    /// The element is not an `alert`.
    #[error("The element is <{0}>, not <alert>.")]
    NotAnAlert(String),
    /// Without this the message has no identity, or nobody knows whom it is for.
    #[error("The alert has no {0}.")]
    Missing(&'static str),
    /// This is there and means nothing. In doubt a message is neither actual nor public.
    #[error("The alert's {element} cannot be read: \"{text}\".")]
    Unreadable {
        /// Which element.
        element: &'static str,
        /// What it holds, at most 80 characters.
        text: String,
    },
}

/// All alerts of a document, in its order: the root itself, or those within an envelope
/// (EDXL-DE, a plain list), whatever their namespace.
pub fn find_alerts(root: &Element) -> Vec<&Element> {
    let mut found = Vec::new();
    let mut waiting = vec![root];
    while let Some(element) = waiting.pop() {
        if element.name == "alert" && is_cap(element) {
            found.push(element);
        } else {
            waiting.extend(element.children.iter().rev());
        }
    }
    found
}

/// An `alert` of a CAP namespace, or one that at least looks like CAP.
fn is_cap(alert: &Element) -> bool {
    version_of(alert) != CapVersion::Unknown
        || ["identifier", "sender", "msgType", "info"]
            .iter()
            .any(|name| alert.child(name).is_some())
}

fn version_of(alert: &Element) -> CapVersion {
    match alert.namespace.as_deref() {
        Some(V1_0) => CapVersion::V1_0,
        Some(V1_1) => CapVersion::V1_1,
        Some(V1_2) => CapVersion::V1_2,
        _ => CapVersion::Unknown,
    }
}

/// What is carried along while one alert is read.
pub(super) struct Reading {
    pub(super) notes: Notes,
    pub(super) crossings: CrossingBudget,
    pub(super) version: CapVersion,
}

/// Reads an `alert` element of CAP 1.0, 1.1 or 1.2, and tells how it deviates.
pub fn read(alert: &Element) -> Result<(Alert, Deviations), CapError> {
    if alert.name != "alert" {
        return Err(CapError::NotAnAlert(short(&alert.name)));
    }
    let mut r = Reading {
        notes: Notes::default(),
        crossings: CrossingBudget::default(),
        version: version_of(alert),
    };
    match (r.version, &alert.namespace) {
        (CapVersion::Unknown, None) => r
            .notes
            .add("The alert has no namespace; read as CAP 1.2.".to_owned()),
        (CapVersion::Unknown, Some(namespace)) => r.notes.add(format!(
            "The alert's namespace is \"{}\", not CAP's; read as CAP 1.2.",
            short(namespace)
        )),
        _ => {}
    }
    check_children(alert, "alert", ALERT, alert, &mut r.notes);
    let (identity, sent_text) = identity(alert, &mut r.notes)?;
    let status = required_word(alert, "status", Status::from_word, Status::word, &mut r)?;
    let msg_type = required_word(alert, "msgType", MsgType::from_word, MsgType::word, &mut r)?;
    let scope = match required_word(alert, "scope", Scope::from_word, Scope::word, &mut r) {
        Err(CapError::Missing(_)) if r.version == CapVersion::V1_0 => {
            r.notes
                .add("scope is missing; CAP 1.0 allows it, read as Public.".to_owned());
            Scope::Public
        }
        scope => scope?,
    };
    let mut infos = Vec::new();
    for (n, element) in alert.all("info").enumerate() {
        if n >= MAX_INFOS {
            r.notes.add(format!(
                "The alert has more than {MAX_INFOS} info; the rest was left out."
            ));
            break;
        }
        infos.push(info(element, alert, &mut r));
    }
    let notes = &mut r.notes;
    let out = Alert {
        identity,
        sent_text,
        version: r.version,
        status,
        msg_type,
        source: one_line(alert, "source", notes),
        scope,
        restriction: one_line(alert, "restriction", notes),
        addresses: quoted_list(first_text(alert, "addresses").unwrap_or_default()),
        codes: alert
            .all("code")
            .filter_map(|c| plain::value(&c.text, "code", notes))
            .take(MAX_CODES)
            .collect(),
        note: lines(alert, "note", notes),
        references: references(first_text(alert, "references").unwrap_or_default(), notes),
        incidents: quoted_list(first_text(alert, "incidents").unwrap_or_default()),
        infos,
        signed: alert.children.iter().any(is_signature),
    };
    if out.scope == Scope::Restricted && out.restriction.is_none() {
        r.notes
            .add("scope is Restricted and restriction is missing.".to_owned());
    }
    if matches!(out.msg_type, MsgType::Update | MsgType::Cancel) && out.references.is_empty() {
        r.notes.add(format!(
            "The alert is {} and references nothing.",
            out.msg_type.word()
        ));
    }
    Ok((out, r.notes.into_deviations()))
}

fn is_signature(element: &Element) -> bool {
    element.name == "Signature" || element.namespace.as_deref() == Some(SIGNATURE)
}

/// Who, which, when; and `sent` as written.
fn identity(alert: &Element, notes: &mut Notes) -> Result<(Identity, String), CapError> {
    let mut part = |name: &'static str| {
        let text = first_text(alert, name).ok_or(CapError::Missing(name))?;
        if text.contains([',', '<', '&']) || text.contains(char::is_whitespace) {
            notes.add(format!("{name} holds a space, a comma, < or &."));
        }
        plain::value(text, name, notes).ok_or(CapError::Missing(name))
    };
    let identifier = part("identifier")?;
    let sender = part("sender")?;
    let sent_text = first_text(alert, "sent").ok_or(CapError::Missing("sent"))?;
    let unreadable = || CapError::Unreadable {
        element: "sent",
        text: short(sent_text),
    };
    let (sent, odd) = date_time(sent_text).ok_or_else(unreadable)?;
    if !odd.is_empty() {
        notes.add(format!("sent {}.", odd.join(", ")));
    }
    let identity = Identity {
        identifier,
        sender,
        sent,
    };
    Ok((identity, sent_text.to_owned()))
}

/// A word of the schema without which the alert cannot be used.
fn required_word<T: Copy>(
    alert: &Element,
    name: &'static str,
    from_word: fn(&str) -> Option<T>,
    word: fn(T) -> &'static str,
    r: &mut Reading,
) -> Result<T, CapError> {
    let text = first_text(alert, name).ok_or(CapError::Missing(name))?;
    let value = from_word(text).ok_or_else(|| CapError::Unreadable {
        element: name,
        text: short(text),
    })?;
    if word(value) != text {
        r.notes
            .add(format!("{name} is not written as the schema does."));
    }
    Ok(value)
}

/// The trimmed text of the first child of that name that holds any.
pub(super) fn first_text<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    element
        .children
        .iter()
        .filter(|c| c.name == name)
        .map(|c| c.text.trim())
        .find(|t| !t.is_empty())
}

/// A text of one line.
pub(super) fn one_line(parent: &Element, name: &str, notes: &mut Notes) -> Option<String> {
    parent
        .children
        .iter()
        .filter(|c| c.name == name)
        .find_map(|c| plain::line(&plain::content(c, name, notes), name, notes))
}

/// A text of several lines.
pub(super) fn lines(parent: &Element, name: &str, notes: &mut Notes) -> Option<String> {
    parent
        .children
        .iter()
        .filter(|c| c.name == name)
        .find_map(|c| plain::block(&plain::content(c, name, notes), name, notes))
}

/// An optional date-time; one that cannot be read is told and left out.
pub(super) fn optional_time(parent: &Element, name: &str, notes: &mut Notes) -> Option<Instant> {
    let text = first_text(parent, name)?;
    match date_time(text) {
        Some((at, odd)) => {
            if !odd.is_empty() {
                notes.add(format!("{name} {}.", odd.join(", ")));
            }
            Some(at)
        }
        None => {
            notes.add(format!("{name} cannot be read: \"{}\".", short(text)));
            None
        }
    }
}

/// Tells unknown, repeated, misplaced and foreign elements. All of them are still read by name.
pub(super) fn check_children(
    element: &Element,
    what: &str,
    known: &[(&str, bool)],
    alert: &Element,
    notes: &mut Notes,
) {
    let mut furthest = 0;
    let mut seen = 0_u64;
    for child in &element.children {
        let Some(at) = known.iter().position(|(name, _)| *name == child.name) else {
            if !is_signature(child) {
                notes.add(format!("{what}: <{}> is not known.", short(&child.name)));
            }
            continue;
        };
        if child.namespace != alert.namespace && !is_signature(child) {
            notes.add(format!(
                "{what}: elements stand in another namespace than the alert."
            ));
        }
        if at < furthest {
            notes.add(format!(
                "{what}: <{}> stands in the wrong place.",
                child.name
            ));
        }
        furthest = furthest.max(at);
        let bit = 1_u64 << at;
        let repeats = known.get(at).is_some_and(|(_, repeats)| *repeats);
        if seen & bit != 0 && !repeats {
            notes.add(format!(
                "{what}: <{}> is repeated; the first counts.",
                child.name
            ));
        }
        seen |= bit;
    }
}

/// At most 80 characters, for sentences that quote the input.
pub(super) fn short(text: &str) -> String {
    text.chars().take(80).collect()
}
