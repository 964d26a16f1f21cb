//! From a checked message to CAP 1.2.
//!
//! Owns how colour, event, purpose and places are said in CAP's words, and which messages a new one refers
//! to. Never: another way to write a place than one that reads back as exactly that place.

use std::collections::BTreeMap;

use portal::Instant;
use portal::cap::{
    Alert, Area, CapVersion, Certainty, Identity, Info, MsgType, NamedValue, Reference,
    ResponseType, Scope, Severity, Status, Urgency,
};
use portal::messages::{Colour, Interval, Message, Thread};
use portal::places::{Dep, Insee, Meaning, Places, emma_id, emma_id_of, gazetteer, nuts, nuts3_of};

use super::{DraftId, Purpose, Tongue, TypedTexts, Written};

/// `eventCode` and `geocode` names.
const INSEE: &str = "INSEE";
/// The scheme of this desk's events, so that a thread can be continued.
pub(super) const EVENT_CODE: &str = "RIVES";
/// More names than this are counted, not listed, in `areaDesc`.
const NAMES: usize = 40;

/// What a message needs that nobody types.
#[derive(Clone, Debug)]
pub struct Heading<'a> {
    /// CAP `sender`.
    pub sender: &'a str,
    /// CAP `senderName`.
    pub sender_name: &'a str,
    /// CAP `identifier`: see [`identifier_of`].
    pub identifier: String,
    /// CAP `sent`; whole seconds are kept.
    pub sent: Instant,
    /// CAP `references`: see [`references`].
    pub references: Vec<Reference>,
    /// `Actual`, or `Exercise` on an exercise portal.
    pub status: Status,
}

/// The `identifier` of what is released from a draft: always the same for the same draft.
pub fn identifier_of(draft: &DraftId, sender: &str) -> String {
    format!("{sender}/{}", draft.0)
        .chars()
        .map(|c| match c {
            ',' | '<' | '&' => '_',
            c if c.is_whitespace() || c.is_control() => '_',
            c => c,
        })
        .collect()
}

/// The alert. Every language that has a headline gets an `info`, French first.
pub fn compile(written: &Written, purpose: &Purpose, heading: &Heading<'_>) -> Alert {
    let sent = Instant(heading.sent.0.div_euclid(1000) * 1000);
    let areas = areas(&written.places);
    Alert {
        identity: Identity {
            identifier: heading.identifier.clone(),
            sender: heading.sender.to_owned(),
            sent,
        },
        sent_text: String::new(),
        version: CapVersion::V1_2,
        status: heading.status,
        msg_type: match purpose {
            Purpose::New => MsgType::Alert,
            Purpose::Update(_) | Purpose::Extend(_) | Purpose::AllClear(_) => MsgType::Update,
            Purpose::Cancel(_) => MsgType::Cancel,
        },
        source: None,
        scope: Scope::Public,
        restriction: None,
        addresses: Vec::new(),
        codes: Vec::new(),
        note: None,
        references: heading.references.clone(),
        incidents: Vec::new(),
        infos: written
            .texts
            .iter()
            .map(|(tongue, texts)| info(written, purpose, heading, sent, *tongue, texts, &areas))
            .collect(),
        signed: false,
    }
}

fn info(
    written: &Written,
    purpose: &Purpose,
    heading: &Heading<'_>,
    sent: Instant,
    tongue: Tongue,
    texts: &TypedTexts,
    areas: &[Area],
) -> Info {
    let over = matches!(purpose, Purpose::AllClear(_));
    let cancelled = matches!(purpose, Purpose::Cancel(_));
    let (severity, level) = if over {
        (Severity::Minor, "1; green; Minor")
    } else {
        match written.colour {
            Colour::Red => (Severity::Extreme, "4; red; Extreme"),
            Colour::Orange => (Severity::Severe, "3; orange; Severe"),
            Colour::Yellow | Colour::Green => (Severity::Moderate, "2; yellow; Moderate"),
        }
    };
    let ahead = written.onset.map_or(0, |onset| (onset - sent).0);
    let hours = ahead / 3_600_000;
    let event = written.event;
    let mut parameters = vec![named("awareness_level", level)];
    parameters.extend(event.awareness.map(|a| named("awareness_type", a)));
    Info {
        language: Some(tongue.tag().to_owned()),
        categories: vec![event.category],
        event: event.name(tongue).to_owned(),
        response_types: vec![if over {
            ResponseType::AllClear
        } else if cancelled {
            ResponseType::None
        } else {
            event.response
        }],
        urgency: match hours {
            _ if over || cancelled => Urgency::Past,
            ..1 => Urgency::Immediate,
            1..12 => Urgency::Expected,
            _ => Urgency::Future,
        },
        severity,
        certainty: if cancelled {
            Certainty::Unlikely
        } else if ahead <= 0 {
            Certainty::Observed
        } else {
            Certainty::Likely
        },
        audience: None,
        event_codes: vec![named(EVENT_CODE, event.word)],
        effective: None,
        onset: if over { None } else { written.onset },
        expires: Some(written.expires),
        sender_name: Some(heading.sender_name.to_owned()),
        headline: text(&texts.headline),
        description: text(&texts.description),
        instruction: text(&texts.instruction),
        web: written.link.clone(),
        contact: written.contact.clone(),
        parameters,
        resources: Vec::new(),
        areas: areas.to_vec(),
    }
}

fn text(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn named(name: &str, value: &str) -> NamedValue {
    NamedValue {
        name: name.to_owned(),
        value: value.to_owned(),
    }
}

/// One area per département: the whole of it, or communes of it.
fn areas(places: &Places) -> Vec<Area> {
    let mut by_departement: BTreeMap<Dep, Vec<&Insee>> = BTreeMap::new();
    for commune in places.communes() {
        by_departement
            .entry(commune.departement())
            .or_default()
            .push(commune);
    }
    places
        .whole_departements()
        .iter()
        .map(whole)
        .chain(
            by_departement
                .iter()
                .map(|(dep, communes)| part(dep, communes)),
        )
        .collect()
}

fn area(desc: String, geocodes: Vec<NamedValue>) -> Area {
    Area {
        desc,
        polygons: Vec::new(),
        circles: Vec::new(),
        geocodes,
        lines: Vec::new(),
    }
}

fn departement_name(dep: &Dep) -> &str {
    gazetteer()
        .departement(dep)
        .map_or(dep.0.as_str(), |d| d.name)
}

fn whole(dep: &Dep) -> Area {
    let exactly = |meaning: Meaning| match meaning {
        Meaning::Departements(found) => found.iter().collect::<Vec<_>>() == [dep],
        Meaning::Abroad | Meaning::Unknown => false,
    };
    let mut geocodes = vec![named(INSEE, &dep.0)];
    // A code that means more than this département (a MeteoAlarm zone around Paris) would widen the area.
    geocodes.extend(
        nuts3_of(dep)
            .filter(|code| exactly(nuts(code)))
            .map(|code| named("NUTS3", code)),
    );
    geocodes.extend(
        emma_id_of(dep)
            .filter(|code| exactly(emma_id(code)))
            .map(|code| named("EMMA_ID", code)),
    );
    area(format!("{} ({})", departement_name(dep), dep.0), geocodes)
}

fn part(dep: &Dep, communes: &[&Insee]) -> Area {
    let name = |insee: &Insee| gazetteer().commune(insee).map_or("", |c| c.name);
    let mut names: Vec<&str> = communes.iter().take(NAMES).map(|c| name(c)).collect();
    let more = communes.len().saturating_sub(NAMES);
    let rest = match more {
        0 => String::new(),
        1 => " et une autre commune".to_owned(),
        n => format!(" et {n} autres communes"),
    };
    names.retain(|n| !n.is_empty());
    area(
        format!(
            "{}{rest} ({}, {})",
            names.join(", "),
            departement_name(dep),
            dep.0
        ),
        communes.iter().map(|c| named(INSEE, &c.0)).collect(),
    )
}

/// What a new message of `sender` in the thread refers to: every message of its own that has not expired
/// and is not a Cancel, superseded or not. When all have expired, the last one: the thread goes on.
pub fn references(thread: &Thread, sender: &str, now: Instant) -> Vec<Reference> {
    let own: Vec<&Message> = thread
        .messages
        .iter()
        .filter(|m| m.alert.identity.sender == sender)
        .collect();
    let live = |m: &&&Message| {
        m.alert.msg_type != MsgType::Cancel
            && (m.alert.infos.is_empty()
                || m.alert
                    .infos
                    .iter()
                    .any(|i| !Interval::of(m, i).is_over(now)))
    };
    let mut named: Vec<&Message> = own.iter().filter(live).copied().collect();
    if named.is_empty() {
        let last = own.iter().rev();
        let told = last.clone().find(|m| m.alert.msg_type != MsgType::Cancel);
        named.extend(told.or_else(|| own.last()).copied());
    }
    named
        .into_iter()
        .map(|m| Reference {
            sender: Some(m.alert.identity.sender.clone()),
            identifier: m.alert.identity.identifier.clone(),
            sent: Some(m.alert.identity.sent),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_stable_and_holds_nothing_that_cap_forbids() {
        let draft = DraftId("0190, <x>&".into());
        let made = identifier_of(&draft, "a@b.fr");
        assert_eq!(made, "a@b.fr/0190___x>_");
        assert_eq!(made, identifier_of(&draft, "a@b.fr"));
    }
}
