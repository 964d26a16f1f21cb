//! Messages made from documents that publish *states* (a river stretch is orange) instead of messages.
//!
//! Owns what such adapters share: naming a message so that the next reading finds it again, telling
//! whether the last one still holds, and the shell of the alert. Must never decide that something is
//! over because it is missing: only a source that says so ends a message.
//!
//! A message is named `{prefix}.{stamp}`: the prefix says *what* (`vigicrues.{stretch}`), the stamp
//! when. [`crate::messages::Intake::newest`] gives the newest message of each prefix back.

use std::collections::BTreeMap;

use crate::cap::{
    Alert, CapVersion, Identity, Info, MsgType, NamedValue, Reference, Scope, Severity, Status,
};
use crate::documents::{ReadAlert, Reading};
use crate::messages::{Colour, Completeness, Message};
use crate::{Instant, Span};

/// How long an all-clear made here is shown: it is news for a moment, then archive.
pub(crate) const ALL_CLEAR_SHOWN: Span = Span::hours(1);

/// The newest message of each prefix among [`Reading::previous`].
pub(crate) struct Newest<'a> {
    by_prefix: BTreeMap<&'a str, usize>,
    messages: &'a [Message],
}

impl<'a> Newest<'a> {
    /// Looks through what the source said before.
    pub(crate) fn of(reading: &Reading<'a>) -> Self {
        let sender = sender(reading);
        let mut by_prefix: BTreeMap<&'a str, usize> = BTreeMap::new();
        for (index, message) in reading.previous.iter().enumerate() {
            let identity = &message.alert.identity;
            let Some((prefix, _)) = identity.identifier.rsplit_once('.') else {
                continue;
            };
            if identity.sender != sender {
                continue;
            }
            let newer = by_prefix
                .get(prefix)
                .and_then(|i| reading.previous.get(*i))
                .is_none_or(|known| known.alert.identity.sent < identity.sent);
            if newer {
                by_prefix.insert(prefix, index);
            }
        }
        Self {
            by_prefix,
            messages: reading.previous,
        }
    }

    /// The newest message of that prefix, and its index in [`Reading::previous`].
    pub(crate) fn get(&self, prefix: &str) -> Option<(usize, &'a Message)> {
        let index = *self.by_prefix.get(prefix)?;
        Some((index, self.messages.get(index)?))
    }
}

/// Whether a message holds no more at `at`: withdrawn, all clear, or expired in every info.
/// One without `expires` never ends by itself here: whether it is still *shown* is for the review deadline.
pub(crate) fn is_over(message: &Message, at: Instant) -> bool {
    let alert = &message.alert;
    alert.msg_type == MsgType::Cancel
        || alert
            .infos
            .iter()
            .all(|i| i.is_all_clear() || i.expires.is_some_and(|e| e <= at))
}

/// The colour a message of ours says, from its `awareness_level` ("3; orange; Severe").
pub(crate) fn level(message: &Message) -> Option<Colour> {
    let text = message.alert.infos.first()?.parameter("awareness_level")?;
    let rank = text.split(';').next()?.trim().parse().ok()?;
    Colour::from_rank(rank)
}

/// The `sender` of messages made for a source: its id, without what CAP forbids there.
pub(crate) fn sender(reading: &Reading<'_>) -> String {
    let id = name_part(reading.source);
    if id.is_empty() {
        "rives".to_owned()
    } else {
        id
    }
}

/// A text as part of an identifier: CAP §3.2.1 forbids spaces, commas, `<` and `&`; dots divide ours.
pub(crate) fn name_part(text: &str) -> String {
    text.trim()
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '-' || c == '_' {
                c
            } else {
                '-'
            }
        })
        .collect()
}

/// When a message made now says it was sent: whole seconds, and later than the one it follows, even
/// if the clock went back.
pub(crate) fn sent(at: Instant, follows: Option<&Message>) -> Instant {
    let at = whole_second(at);
    match follows {
        Some(m) if m.alert.identity.sent >= at => {
            whole_second(m.alert.identity.sent) + Span::seconds(1)
        }
        _ => at,
    }
}

fn whole_second(at: Instant) -> Instant {
    Instant(at.0 - at.0.rem_euclid(1_000))
}

/// One `info` with what all made messages have in common.
pub(crate) fn info(reading: &Reading<'_>, language: &str, event: &str, headline: &str) -> Info {
    let headline = if reading.exercise {
        let mark = if language.starts_with("en") {
            "EXERCISE"
        } else {
            "EXERCICE"
        };
        if headline.starts_with(mark) {
            headline.to_owned()
        } else {
            format!("{mark} - {headline}")
        }
    } else {
        headline.to_owned()
    };
    Info {
        language: Some(language.to_owned()),
        categories: Vec::new(),
        event: event.to_owned(),
        response_types: Vec::new(),
        urgency: crate::cap::Urgency::Unknown,
        severity: Severity::Unknown,
        certainty: crate::cap::Certainty::Unknown,
        audience: None,
        event_codes: Vec::new(),
        effective: None,
        onset: None,
        expires: None,
        sender_name: Some(reading.publisher.trim().to_owned()).filter(|p| !p.is_empty()),
        headline: Some(headline),
        description: None,
        instruction: None,
        web: None,
        contact: None,
        parameters: Vec::new(),
        resources: Vec::new(),
        areas: Vec::new(),
    }
}

/// A whole message `{prefix}.{stamp of sent}`; an Update where it follows another.
pub(crate) fn message(
    reading: &Reading<'_>,
    prefix: &str,
    sent: Instant,
    follows: Option<&Message>,
    infos: Vec<Info>,
) -> ReadAlert {
    let stamp = sent.timestamp().strftime("%Y%m%dT%H%M%SZ");
    ReadAlert {
        alert: Alert {
            identity: Identity {
                identifier: format!("{prefix}.{stamp}"),
                sender: sender(reading),
                sent,
            },
            sent_text: sent
                .timestamp()
                .strftime("%Y-%m-%dT%H:%M:%S+00:00")
                .to_string(),
            version: CapVersion::V1_2,
            status: if reading.exercise {
                Status::Exercise
            } else {
                Status::Actual
            },
            msg_type: if follows.is_some() {
                MsgType::Update
            } else {
                MsgType::Alert
            },
            source: None,
            scope: Scope::Public,
            restriction: None,
            addresses: Vec::new(),
            codes: Vec::new(),
            note: None,
            references: follows
                .map(|m| {
                    let identity = &m.alert.identity;
                    Reference {
                        sender: Some(identity.sender.clone()),
                        identifier: identity.identifier.clone(),
                        sent: Some(identity.sent),
                    }
                })
                .into_iter()
                .collect(),
            incidents: Vec::new(),
            infos,
            signed: false,
        },
        completeness: Completeness::Full,
        deviations: Vec::new(),
    }
}

/// `awareness_level` as MeteoAlarm writes it.
pub(crate) fn awareness_level(colour: Colour) -> NamedValue {
    let value = match colour {
        Colour::Green => "1; green; Minor",
        Colour::Yellow => "2; yellow; Moderate",
        Colour::Orange => "3; orange; Severe",
        Colour::Red => "4; red; Extreme",
    };
    named("awareness_level", value)
}

/// A name and its value.
pub(crate) fn named(name: &str, value: &str) -> NamedValue {
    NamedValue {
        name: name.to_owned(),
        value: value.to_owned(),
    }
}

/// The severity that MeteoAlarm and Météo-France give to a colour.
pub(crate) fn severity(colour: Colour) -> Severity {
    match colour {
        Colour::Green => Severity::Minor,
        Colour::Yellow => Severity::Moderate,
        Colour::Orange => Severity::Severe,
        Colour::Red => Severity::Extreme,
    }
}

/// The colour in French.
pub(crate) fn french(colour: Colour) -> &'static str {
    match colour {
        Colour::Green => "verte",
        Colour::Yellow => "jaune",
        Colour::Orange => "orange",
        Colour::Red => "rouge",
    }
}

/// A whole number 1–4 given as a number or as text.
pub(crate) fn rank(value: &serde_json::Value) -> Option<Colour> {
    let rank = match value {
        serde_json::Value::String(text) => text.trim().parse().ok()?,
        other => other.as_u64().or_else(|| {
            other
                .as_f64()
                .filter(|f| f.fract() == 0.0)
                .map(|f| f as u64)
        })?,
    };
    Colour::from_rank(u8::try_from(rank).ok()?)
}

/// A text or a number as text; `None` for anything else or for nothing.
pub(crate) fn text(value: &serde_json::Value) -> Option<String> {
    let text = match value {
        serde_json::Value::String(text) => text.trim().to_owned(),
        serde_json::Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}
