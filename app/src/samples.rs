//! Threads, sources and a portal made by hand for tests and for looking at pages. Synthetic.

use portal::cap::*;
use portal::messages::*;
use portal::places::{Dep, Insee, Places};
use portal::sources::*;
use portal::{Instant, Span};

use crate::reading::SourceLine;
use crate::site::{Assets, Site};

/// Monday 23 November 2026, 13:05 in Paris.
pub(crate) fn noon() -> Instant {
    at("2026-11-23T13:05:00+01:00")
}

pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

pub(crate) fn site(exercise: bool) -> Site {
    Site {
        name: "Rives".into(),
        origin: "https://rives.example".into(),
        exercise,
        assets: Assets {
            islands_js: Some("/pkg/islands.0.js".into()),
            relative_js: Some("/pkg/relative.0.js".into()),
            live_js: Some("/pkg/live.0.js".into()),
            icon: Some("/pkg/icon.0.svg".into()),
            ..Assets::default()
        },
    }
}

/// What a sample message says; every text of it.
#[derive(Clone)]
pub(crate) struct Say {
    pub id: &'static str,
    pub headline: String,
    pub event: String,
    pub description: String,
    pub instruction: String,
    pub area: String,
    pub who: String,
    pub web: Option<String>,
    pub language: String,
    pub level: Option<&'static str>,
    pub severity: Severity,
    pub places: Places,
    pub resolved: bool,
    pub sent: Instant,
    pub onset: Option<Instant>,
    pub expires: Option<Instant>,
}

pub(crate) fn gard() -> Say {
    Say {
        id: "0190-gard",
        headline: "Crues : vigilance orange dans le Gard".into(),
        event: "Crues".into(),
        description: "Les Gardons montent rapidement depuis ce matin. Des débordements dommageables sont attendus entre Alès et Remoulins cet après-midi.\nLa décrue est attendue dans la nuit.".into(),
        instruction: "Montez à l'étage si l'eau approche. Ne descendez pas au sous-sol.\nN'allez pas chercher vos enfants à l'école : ils y sont en sécurité.\nNe prenez pas votre voiture : trente centimètres d'eau suffisent à l'emporter.\nÉcoutez la radio locale.".into(),
        area: "Gard".into(),
        who: "Météo-France et Vigicrues".into(),
        web: Some("https://vigilance.meteofrance.fr/fr/gard".into()),
        language: "fr-FR".into(),
        level: Some("3; orange; Severe"),
        severity: Severity::Severe,
        places: Places::new([Dep("30".into())], []),
        resolved: true,
        sent: at("2026-11-23T12:10:00+01:00"),
        onset: Some(at("2026-11-23T12:00:00+01:00")),
        expires: Some(at("2026-11-24T06:00:00+01:00")),
    }
}

pub(crate) fn english(of: &Say) -> Say {
    Say {
        headline: "Orange flood warning for Gard".into(),
        event: "Flood".into(),
        description: "The Gardons rivers are rising quickly. Damaging floods are expected between Alès and Remoulins this afternoon.".into(),
        instruction: "Go upstairs if water comes near. Do not go down to the basement.".into(),
        language: "en-GB".into(),
        ..of.clone()
    }
}

/// Easy-read French.
pub(crate) fn easy(of: &Say) -> Say {
    Say {
        headline: "L'eau monte dans le Gard".into(),
        description: "L'eau des rivières monte vite.".into(),
        instruction: "Montez à l'étage. Restez chez vous.".into(),
        language: EASY_FRENCH.into(),
        ..of.clone()
    }
}

pub(crate) fn arabic(of: &Say) -> Say {
    Say {
        headline: "تحذير من الفيضانات في غار".into(),
        event: "فيضان".into(),
        description: "منسوب المياه يرتفع بسرعة.".into(),
        instruction: "اصعدوا إلى الطابق العلوي.".into(),
        language: "ar".into(),
        ..of.clone()
    }
}

fn info(say: &Say) -> Info {
    Info {
        language: Some(say.language.clone()),
        categories: vec![Category::Met],
        event: say.event.clone(),
        response_types: vec![ResponseType::Monitor],
        urgency: Urgency::Immediate,
        severity: say.severity,
        certainty: Certainty::Likely,
        audience: None,
        event_codes: vec![],
        effective: None,
        onset: say.onset,
        expires: say.expires,
        sender_name: Some(say.who.clone()),
        headline: Some(say.headline.clone()),
        description: Some(say.description.clone()),
        instruction: Some(say.instruction.clone()).filter(|i| !i.is_empty()),
        web: say.web.clone(),
        contact: Some(say.who.clone()),
        parameters: say
            .level
            .map(|l| NamedValue {
                name: "awareness_level".into(),
                value: l.into(),
            })
            .into_iter()
            .collect(),
        resources: say
            .web
            .clone()
            .map(|uri| Resource {
                desc: say.headline.clone(),
                mime_type: None,
                uri: Some(uri),
            })
            .into_iter()
            .collect(),
        areas: vec![Area {
            desc: say.area.clone(),
            ..Area::default()
        }],
    }
}

/// A message whose infos are these.
pub(crate) fn message(says: &[Say], msg_type: MsgType, references: &[&Message]) -> Message {
    let first = &says[0];
    Message {
        id: MessageId(format!("{}-m{}", first.id, references.len())),
        source: SourceId("vigilance".into()),
        document: DocumentId(format!("{}-d", first.id)),
        received_at: first.sent + Span::seconds(40),
        confirmed_at: first.sent + Span::minutes(20),
        review_after: Span::hours(24),
        default_language: "fr".into(),
        publication: Publication::Public,
        completeness: Completeness::Full,
        resolved: says
            .iter()
            .map(|s| {
                vec![Resolution {
                    places: s.places.clone(),
                    resolved: s.resolved,
                }]
            })
            .collect(),
        deviations: vec![],
        alert: Alert {
            identity: Identity {
                identifier: format!("{}.{}", first.id, references.len()),
                sender: "vigilance@example.org".into(),
                sent: first.sent,
            },
            sent_text: first.sent.rfc3339(),
            version: CapVersion::V1_2,
            status: Status::Actual,
            msg_type,
            source: None,
            scope: Scope::Public,
            restriction: None,
            addresses: vec![],
            codes: vec![],
            note: None,
            references: references
                .iter()
                .map(|m| Reference {
                    sender: Some(m.alert.identity.sender.clone()),
                    identifier: m.alert.identity.identifier.clone(),
                    sent: Some(m.alert.identity.sent),
                })
                .collect(),
            incidents: vec![],
            infos: says.iter().map(info).collect(),
            signed: true,
        },
    }
}

pub(crate) fn thread(id: &str, messages: Vec<Message>) -> Thread {
    Thread {
        id: ThreadId(id.into()),
        messages,
    }
}

/// One alert in one message.
pub(crate) fn simple(say: &Say) -> Thread {
    thread(
        say.id,
        vec![message(std::slice::from_ref(say), MsgType::Alert, &[])],
    )
}

/// The Gard: a first message in yellow, then an update in orange in three languages.
pub(crate) fn gard_thread() -> Thread {
    let before = Say {
        headline: "Crues : vigilance jaune dans le Gard".into(),
        level: Some("2; yellow; Moderate"),
        sent: at("2026-11-23T06:00:00+01:00"),
        ..gard()
    };
    let first = message(&[before], MsgType::Alert, &[]);
    let now = gard();
    let second = message(
        &[now.clone(), english(&now), arabic(&now)],
        MsgType::Update,
        &[&first],
    );
    thread("01930000-0000-7000-8000-000000000030", vec![first, second])
}

/// The Gard in easy-read French and in French, in that order, and worse in easy-read French.
pub(crate) fn easy_thread() -> Thread {
    let french = gard();
    let easy = Say {
        level: Some("4; red; Extreme"),
        ..easy(&french)
    };
    thread(
        "01930000-0000-7000-8000-000000000032",
        vec![message(&[easy, french], MsgType::Alert, &[])],
    )
}

/// Two areas with different severities.
pub(crate) fn two_areas() -> Thread {
    let red = Say {
        id: "0191-deux",
        headline: "Submersion : quartiers du port, Le Grau-du-Roi".into(),
        event: "Submersion marine".into(),
        area: "Quartiers du port, Le Grau-du-Roi".into(),
        level: None,
        severity: Severity::Extreme,
        who: "Préfecture du Gard".into(),
        instruction:
            "Évacuez maintenant vers la salle des fêtes. Emportez vos médicaments et vos papiers."
                .into(),
        places: Places::new([], [Insee("30133".into())]),
        ..gard()
    };
    let yellow = Say {
        headline: "Submersion : reste du littoral".into(),
        area: "Reste du littoral du Gard".into(),
        severity: Severity::Moderate,
        instruction: "Éloignez-vous du bord de mer.".into(),
        places: Places::new([], [Insee("30003".into())]),
        ..red.clone()
    };
    thread(
        "01930000-0000-7000-8000-000000000031",
        vec![message(&[yellow, red], MsgType::Alert, &[])],
    )
}

/// To come, without an end, and in an area that could not be resolved.
pub(crate) fn coming() -> Thread {
    simple(&Say {
        id: "01930000-0000-7000-8000-000000000034",
        headline: "Pluie-inondation : vigilance jaune dans l'Hérault".into(),
        event: "Pluie-inondation".into(),
        area: "Bassin de l'Orb".into(),
        level: Some("2; yellow; Moderate"),
        resolved: false,
        places: Places::new([Dep("34".into())], []),
        onset: Some(at("2026-11-24T00:00:00+01:00")),
        expires: None,
        ..gard()
    })
}

/// Ended by a Cancel without info.
pub(crate) fn cancelled() -> Thread {
    let say = Say {
        id: "01930000-0000-7000-8000-000000000035",
        ..gard()
    };
    let first = message(std::slice::from_ref(&say), MsgType::Alert, &[]);
    let mut cancel = message(
        &[Say {
            sent: at("2026-11-23T12:30:00+01:00"),
            ..say
        }],
        MsgType::Cancel,
        &[&first],
    );
    cancel.alert.infos.clear();
    cancel.resolved.clear();
    thread("01930000-0000-7000-8000-000000000035", vec![first, cancel])
}

/// A source that answered five minutes before [`noon`], and one that is silent since the morning.
pub(crate) fn two_sources() -> Vec<(Source, SourceStatus)> {
    let source = |id: &str, publisher: &str, kind, territory: &[&str]| Source {
        id: SourceId(id.into()),
        kind,
        publisher: publisher.into(),
        url: "https://example.org/token=secret".into(),
        default_language: "fr".into(),
        territory: territory.iter().map(|d| Dep((*d).into())).collect(),
        poll_interval: Span::minutes(1),
        publish: Publish::Auto,
        signature: Signature::Optional,
        review_after: Span::hours(24),
        silent_after: Span::minutes(30),
    };
    let heard = SourceStatus {
        first_seen: Some(at("2026-11-01T00:00:00Z")),
        last_attempt: Some(noon() - Span::minutes(5)),
        last_success: Some(noon() - Span::minutes(5)),
        ..SourceStatus::default()
    };
    let mute = SourceStatus {
        last_success: Some(noon() - Span::hours(2)),
        last_failure: Some(noon() - Span::minutes(1)),
        last_error: Some("Le serveur n'a pas répondu en 20 secondes.".into()),
        failures: 40,
        ..heard.clone()
    };
    vec![
        (
            source("vigilance", "Météo-France", SourceKind::CapFeed, &[]),
            heard,
        ),
        (
            source(
                "prefecture-30",
                "Préfecture du Gard",
                SourceKind::RssNews,
                &["30"],
            ),
            mute,
        ),
    ]
}

pub(crate) fn lines(sources: &[(Source, SourceStatus)]) -> Vec<SourceLine<'_>> {
    sources
        .iter()
        .map(|(source, status)| SourceLine { source, status })
        .collect()
}
