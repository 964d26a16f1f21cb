//! `info`, `resource` and `area` (CAP 1.2 §3.2.2–3.2.4).
//!
//! Never: refuses. Whatever is missing here, the rest is still worth telling.

use super::read::{Reading, check_children, first_text, lines, one_line, optional_time, short};
use super::web::http_address;
use super::{
    Area, CapVersion, Category, Certainty, Info, NamedValue, Notes, Resource, ResponseType,
    Severity, Urgency, geometry, plain,
};
use crate::xml::Element;

/// The most `area`s of one info.
pub const MAX_AREAS: usize = 2_000;
/// The most of anything else that may repeat: parameters of an info, polygons or geocodes of an area.
pub const MAX_REPEATS: usize = 5_000;

const INFO: &[(&str, bool)] = &[
    ("language", false),
    ("category", true),
    ("event", false),
    ("responseType", true),
    ("urgency", false),
    ("severity", false),
    ("certainty", false),
    ("audience", false),
    ("eventCode", true),
    ("effective", false),
    ("onset", false),
    ("expires", false),
    ("senderName", false),
    ("headline", false),
    ("description", false),
    ("instruction", false),
    ("web", false),
    ("contact", false),
    ("parameter", true),
    ("resource", true),
    ("area", true),
];
const RESOURCE: &[(&str, bool)] = &[
    ("resourceDesc", false),
    ("mimeType", false),
    ("size", false),
    ("uri", false),
    ("derefUri", false),
    ("digest", false),
];
const AREA: &[(&str, bool)] = &[
    ("areaDesc", false),
    ("polygon", true),
    ("circle", true),
    ("geocode", true),
    ("altitude", false),
    ("ceiling", false),
];

pub(super) fn info(info: &Element, alert: &Element, r: &mut Reading) -> Info {
    check_children(info, "info", INFO, alert, &mut r.notes);
    let notes = &mut r.notes;
    let language = first_text(info, "language").map(|tag| {
        if !is_language(tag) {
            notes.add(format!(
                "language \"{}\" is not a language tag.",
                short(tag)
            ));
        }
        tag.to_owned()
    });
    let event = one_line(info, "event", notes).unwrap_or_else(|| {
        notes.add("event is missing.".to_owned());
        String::new()
    });
    let out = Info {
        language: language.and_then(|tag| plain::value(&tag, "language", notes)),
        categories: categories(info, r.version, notes),
        event,
        response_types: response_types(info, notes),
        urgency: word(info, "urgency", Urgency::from_word, Urgency::word, notes)
            .unwrap_or(Urgency::Unknown),
        severity: word(info, "severity", Severity::from_word, Severity::word, notes)
            .unwrap_or(Severity::Unknown),
        certainty: certainty(info, r.version, notes),
        audience: one_line(info, "audience", notes),
        event_codes: named(info, "eventCode", r.version, notes),
        effective: optional_time(info, "effective", notes),
        onset: optional_time(info, "onset", notes),
        expires: optional_time(info, "expires", notes),
        sender_name: one_line(info, "senderName", notes),
        headline: one_line(info, "headline", notes),
        description: lines(info, "description", notes),
        instruction: lines(info, "instruction", notes),
        web: link(info, "web", notes),
        contact: one_line(info, "contact", notes),
        parameters: named(info, "parameter", r.version, notes),
        resources: up_to(MAX_REPEATS, info, "resource", notes)
            .map(|e| resource(e, alert, r.version, notes))
            .collect(),
        areas: Vec::new(),
    };
    let starts = out.onset.or(out.effective);
    if let (Some(starts), Some(expires)) = (starts, out.expires)
        && expires <= starts
        && !out.is_all_clear()
    {
        notes.add("expires is not later than the beginning.".to_owned());
    }
    let areas = up_to(MAX_AREAS, info, "area", notes)
        .map(|e| area(e, alert, r))
        .collect();
    Info { areas, ..out }
}

/// XML Schema's `language`: `fr`, `fr-FR`, `es-419`.
pub(super) fn is_language(tag: &str) -> bool {
    tag.split('-').enumerate().all(|(i, part)| {
        (1..=8).contains(&part.len())
            && part
                .bytes()
                .all(|b| b.is_ascii_alphabetic() || (i > 0 && b.is_ascii_digit()))
    })
}

/// A word of the schema; `None` when it is missing or unknown, which is told.
fn word<T: Copy>(
    info: &Element,
    name: &str,
    from_word: fn(&str) -> Option<T>,
    word: fn(T) -> &'static str,
    notes: &mut Notes,
) -> Option<T> {
    let Some(text) = first_text(info, name) else {
        notes.add(format!("{name} is missing."));
        return None;
    };
    let value = known_word(text, name, from_word, word, notes);
    if value.is_none() {
        notes.add(format!("{name} \"{}\" is not in the schema.", short(text)));
    }
    value
}

/// The value of a word, whatever its case and the spaces and hyphens in it ("All Clear").
fn known_word<T: Copy>(
    text: &str,
    name: &str,
    from_word: fn(&str) -> Option<T>,
    word: fn(T) -> &'static str,
    notes: &mut Notes,
) -> Option<T> {
    let value = from_word(text).or_else(|| {
        let dense: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_'))
            .collect();
        from_word(&dense)
    })?;
    if word(value) != text {
        notes.add(format!("{name} is not written as the schema does."));
    }
    Some(value)
}

fn certainty(info: &Element, version: CapVersion, notes: &mut Notes) -> Certainty {
    match first_text(info, "certainty") {
        Some(text) if text.eq_ignore_ascii_case("Very Likely") => {
            if version != CapVersion::V1_0 {
                notes.add("certainty \"Very Likely\" is CAP 1.0's; read as Likely.".to_owned());
            }
            Certainty::Likely
        }
        _ => word(
            info,
            "certainty",
            Certainty::from_word,
            Certainty::word,
            notes,
        )
        .unwrap_or(Certainty::Unknown),
    }
}

fn categories(info: &Element, version: CapVersion, notes: &mut Notes) -> Vec<Category> {
    let mut out = Vec::new();
    for element in info.all("category") {
        let text = element.text.trim();
        let category =
            match known_word(text, "category", Category::from_word, Category::word, notes) {
                Some(category) => category,
                None if text.is_empty() => continue,
                None => {
                    notes.add(format!(
                        "category \"{}\" is not in the schema; read as Other.",
                        short(text)
                    ));
                    Category::Other
                }
            };
        if !out.contains(&category) {
            out.push(category);
        }
    }
    if out.is_empty() && version != CapVersion::V1_0 {
        notes.add("category is missing.".to_owned());
    }
    out
}

fn response_types(info: &Element, notes: &mut Notes) -> Vec<ResponseType> {
    let mut out = Vec::new();
    for element in info.all("responseType") {
        let text = element.text.trim();
        let known = known_word(
            text,
            "responseType",
            ResponseType::from_word,
            ResponseType::word,
            notes,
        );
        match known {
            Some(response) if !out.contains(&response) => out.push(response),
            Some(_) => {}
            None if text.is_empty() => {}
            None => notes.add(format!(
                "responseType \"{}\" is not in the schema; left out.",
                short(text)
            )),
        }
    }
    out
}

/// The children of that name, cut at a limit, which is told.
fn up_to<'a>(
    limit: usize,
    parent: &'a Element,
    name: &'a str,
    notes: &mut Notes,
) -> impl Iterator<Item = &'a Element> + use<'a> {
    if parent.all(name).nth(limit).is_some() {
        notes.add(format!(
            "There are more than {limit} {name}; the rest was left out."
        ));
    }
    parent.all(name).take(limit)
}

/// `valueName`/`value` pairs, or CAP 1.0's `name=value`.
fn named(parent: &Element, name: &str, version: CapVersion, notes: &mut Notes) -> Vec<NamedValue> {
    let mut out = Vec::new();
    for element in up_to(MAX_REPEATS, parent, name, notes) {
        let (key, value) = if element.children.is_empty() {
            let text = element.text.trim();
            if version != CapVersion::V1_0 && !text.is_empty() {
                notes.add(format!("{name} is one text, as in CAP 1.0."));
            }
            match text.split_once('=') {
                Some((key, value)) => (key, value),
                None => ("", text),
            }
        } else {
            (
                first_text(element, "valueName").unwrap_or_default(),
                first_text(element, "value").unwrap_or_default(),
            )
        };
        let key = plain::value(key, name, notes).unwrap_or_default();
        let value = plain::value(value, name, notes).unwrap_or_default();
        if key.is_empty() && value.is_empty() {
            notes.add(format!("{name} is empty; left out."));
            continue;
        }
        if key.is_empty() {
            notes.add(format!("{name} has no valueName."));
        }
        out.push(NamedValue { name: key, value });
    }
    out
}

/// An address that may become a link.
fn link(parent: &Element, name: &str, notes: &mut Notes) -> Option<String> {
    let text = first_text(parent, name)?;
    let address = http_address(text);
    match &address {
        None => notes.add(format!(
            "{name} is not an absolute http(s) address; left out."
        )),
        Some(address) if address != text => {
            notes.add(format!("{name} holds characters that an address may not."));
        }
        Some(_) => {}
    }
    address
}

fn resource(
    resource: &Element,
    alert: &Element,
    version: CapVersion,
    notes: &mut Notes,
) -> Resource {
    check_children(resource, "resource", RESOURCE, alert, notes);
    let desc = one_line(resource, "resourceDesc", notes);
    if desc.is_none() {
        notes.add("resourceDesc is missing.".to_owned());
    }
    let mime_type = one_line(resource, "mimeType", notes);
    if mime_type.is_none() && matches!(version, CapVersion::V1_2) {
        notes.add("mimeType is missing.".to_owned());
    }
    Resource {
        desc: desc.unwrap_or_default(),
        mime_type,
        uri: link(resource, "uri", notes),
    }
}

fn area(area: &Element, alert: &Element, r: &mut Reading) -> Area {
    let notes = &mut r.notes;
    check_children(area, "area", AREA, alert, notes);
    let desc = one_line(area, "areaDesc", notes);
    if desc.is_none() {
        notes.add("areaDesc is missing.".to_owned());
    }
    let mut polygons = Vec::new();
    for element in up_to(MAX_REPEATS, area, "polygon", notes) {
        polygons.extend(geometry::polygon(&element.text, &mut r.crossings, notes));
    }
    let mut circles = Vec::new();
    for element in up_to(MAX_REPEATS, area, "circle", notes) {
        circles.extend(geometry::circle(&element.text, notes));
    }
    Area {
        desc: desc.unwrap_or_default(),
        polygons,
        circles,
        geocodes: named(area, "geocode", r.version, notes),
        lines: Vec::new(),
    }
}
