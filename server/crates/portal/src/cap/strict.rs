//! What an alert becomes when it is written as strict CAP 1.2.
//!
//! All that writing changes is here, in one place: `read(write(a))` gives `strict(a)`, and
//! `strict(strict(a))` gives `strict(a)`. Never: an invented expiry, or a wider status or scope.

use super::plain::{block, line, value};
use super::read_info::is_language;
use super::web::http_address;
use super::{
    Alert, Area, CapVersion, Category, Identity, Info, NamedValue, Notes, Reference, Resource,
    geometry,
};
use crate::Instant;

/// Written where the schema wants an `event` and there is none.
const NO_EVENT: &str = "Alerte";
/// Written where the schema wants an `areaDesc` and there is none.
const NO_AREA_DESC: &str = "Zone non précisée";
/// Written where the schema wants a `resourceDesc` and there is none.
const NO_RESOURCE_DESC: &str = "Document";
/// Written where the schema wants a `mimeType` and there is none.
const NO_MIME_TYPE: &str = "application/octet-stream";
/// Written where an identity has nothing that may be written.
const NO_NAME: &str = "-";
/// BCP 47: a language that is not determined.
const NO_LANGUAGE: &str = "und";
/// 0001-01-02 and 9999-12-30: years have four digits in the schema, in any offset.
const EARLIEST: i64 = -62_135_510_400;
const LATEST: i64 = 253_402_128_000;

/// The alert as strict CAP 1.2 can carry it: whole seconds, no signature, no lines beside CAP's
/// geometry, closed rings within range, plain texts, identities without spaces, commas, `<` or `&`,
/// and the schema's required texts filled where they are empty.
pub fn strict(alert: &Alert) -> Alert {
    let n = &mut Notes::default();
    let sent = whole_seconds(alert.identity.sent);
    Alert {
        identity: Identity {
            identifier: name(&alert.identity.identifier),
            sender: name(&alert.identity.sender),
            sent,
        },
        sent_text: date_time_text(sent),
        version: CapVersion::V1_2,
        status: alert.status,
        msg_type: alert.msg_type,
        source: alert.source.as_ref().and_then(|t| line(t, "", n)),
        scope: alert.scope,
        restriction: alert.restriction.as_ref().and_then(|t| line(t, "", n)),
        addresses: items(&alert.addresses),
        codes: alert.codes.iter().filter_map(|t| value(t, "", n)).collect(),
        note: alert.note.as_ref().and_then(|t| block(t, "", n)),
        references: alert.references.iter().map(reference).collect(),
        incidents: items(&alert.incidents),
        infos: alert.infos.iter().map(info).collect(),
        signed: false,
    }
}

fn info(info: &Info) -> Info {
    let n = &mut Notes::default();
    let one = |text: &Option<String>| {
        text.as_ref()
            .and_then(|t| line(t, "", &mut Notes::default()))
    };
    let many = |text: &Option<String>| {
        text.as_ref()
            .and_then(|t| block(t, "", &mut Notes::default()))
    };
    let headline = one(&info.headline);
    let event = line(&info.event, "", n)
        .or_else(|| headline.clone())
        .unwrap_or_else(|| NO_EVENT.to_owned());
    Info {
        language: info.language.as_deref().and_then(language),
        categories: if info.categories.is_empty() {
            vec![Category::Other]
        } else {
            without_repetition(&info.categories)
        },
        event,
        response_types: without_repetition(&info.response_types),
        urgency: info.urgency,
        severity: info.severity,
        certainty: info.certainty,
        audience: one(&info.audience),
        event_codes: pairs(&info.event_codes),
        effective: info.effective.map(whole_seconds),
        onset: info.onset.map(whole_seconds),
        expires: info.expires.map(whole_seconds),
        sender_name: one(&info.sender_name),
        headline,
        description: many(&info.description),
        instruction: many(&info.instruction),
        web: info.web.as_deref().and_then(http_address),
        contact: one(&info.contact),
        parameters: pairs(&info.parameters),
        resources: info.resources.iter().map(resource).collect(),
        areas: info.areas.iter().map(area).collect(),
    }
}

fn resource(resource: &Resource) -> Resource {
    let n = &mut Notes::default();
    let mime_type = resource.mime_type.as_ref().and_then(|t| line(t, "", n));
    Resource {
        desc: line(&resource.desc, "", n).unwrap_or_else(|| NO_RESOURCE_DESC.to_owned()),
        mime_type: Some(mime_type.unwrap_or_else(|| NO_MIME_TYPE.to_owned())),
        uri: resource.uri.as_deref().and_then(http_address),
    }
}

fn area(area: &Area) -> Area {
    let n = &mut Notes::default();
    Area {
        desc: line(&area.desc, "", n).unwrap_or_else(|| NO_AREA_DESC.to_owned()),
        polygons: area
            .polygons
            .iter()
            .filter_map(|p| geometry::ring(p.clone(), n))
            .collect(),
        circles: area
            .circles
            .iter()
            .filter_map(|c| geometry::sound(*c, n))
            .collect(),
        geocodes: pairs(&area.geocodes),
        lines: Vec::new(),
    }
}

/// An identifier or a sender without what §3.2.1 forbids.
fn name(text: &str) -> String {
    let n = &mut Notes::default();
    let clean: String = value(text, "", n)
        .unwrap_or_default()
        .chars()
        .map(|c| {
            if c.is_whitespace() || matches!(c, ',' | '<' | '&') {
                '_'
            } else {
                c
            }
        })
        .collect();
    if clean.is_empty() {
        NO_NAME.to_owned()
    } else {
        clean
    }
}

fn reference(reference: &Reference) -> Reference {
    Reference {
        sender: reference.sender.as_deref().map(name),
        identifier: name(&reference.identifier),
        sent: reference.sent.map(whole_seconds),
    }
}

/// Items of a list: without quotes, which delimit them.
fn items(list: &[String]) -> Vec<String> {
    let n = &mut Notes::default();
    list.iter()
        .filter_map(|item| value(&item.replace('"', " "), "", n))
        .map(|item| item.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

fn pairs(list: &[NamedValue]) -> Vec<NamedValue> {
    let n = &mut Notes::default();
    list.iter()
        .map(|pair| NamedValue {
            name: value(&pair.name, "", n).unwrap_or_default(),
            value: value(&pair.value, "", n).unwrap_or_default(),
        })
        .filter(|pair| !(pair.name.is_empty() && pair.value.is_empty()))
        .collect()
}

fn language(tag: &str) -> Option<String> {
    let tag = tag.trim().replace('_', "-");
    if tag.is_empty() {
        None
    } else if is_language(&tag) {
        Some(tag)
    } else {
        Some(NO_LANGUAGE.to_owned())
    }
}

fn without_repetition<T: Copy + PartialEq>(list: &[T]) -> Vec<T> {
    let mut out = Vec::new();
    for item in list {
        if !out.contains(item) {
            out.push(*item);
        }
    }
    out
}

fn whole_seconds(at: Instant) -> Instant {
    Instant(at.0.div_euclid(1_000).clamp(EARLIEST, LATEST) * 1_000)
}

/// `YYYY-MM-DDThh:mm:ss±hh:mm` in Paris' offset; `-00:00` where that had seconds, before 1911.
pub(super) fn date_time_text(at: Instant) -> String {
    let paris = whole_seconds(at).in_paris();
    if paris.offset().seconds() % 60 == 0 {
        paris.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    } else {
        at.timestamp()
            .strftime("%Y-%m-%dT%H:%M:%S-00:00")
            .to_string()
    }
}
