//! The shapes of the JSON documents. `openapi.rs` describes them; a test compares the two.

use portal::Instant;
use portal::messages::{Message, colour};
use portal::places::{Commune, Places, gazetteer, slug};
use serde::Serialize;

use super::state_word;
use crate::pages::{cap_path, original_path};
use crate::reading::{Told, area_names, instruction, lead, says, title};
use crate::site::Site;
use crate::text::{http_url, plain};
use crate::wording::Lang;

const LANG: Lang = Lang::Fr;

#[derive(Serialize)]
pub(super) struct Alerts {
    pub exercise: bool,
    pub checked_at: Option<String>,
    pub silent_sources: Vec<String>,
    pub alerts: Vec<AlertShape>,
}

#[derive(Serialize)]
pub(super) struct AlertShape {
    pub id: String,
    pub url: String,
    pub state: &'static str,
    pub colour: &'static str,
    pub severity: &'static str,
    pub title: Option<String>,
    pub areas: Vec<String>,
    pub departements: Vec<String>,
    pub communes: Vec<String>,
    pub unresolved: bool,
    pub instruction: Option<String>,
    pub publisher: Option<String>,
    pub source: String,
    pub languages: Vec<String>,
    pub sent: String,
    pub received_at: String,
    pub starts_at: String,
    pub until: Option<String>,
    pub review_at: Option<String>,
    pub ended_at: Option<String>,
    pub exercise: bool,
    pub cap: String,
    pub original: String,
}

#[derive(Serialize)]
pub(super) struct AlertWithMessages {
    #[serde(flatten)]
    pub alert: AlertShape,
    pub messages: Vec<MessageShape>,
}

#[derive(Serialize)]
pub(super) struct MessageShape {
    pub id: String,
    pub identifier: String,
    pub sender: String,
    pub sent: String,
    pub received_at: String,
    pub msg_type: &'static str,
    pub status: &'static str,
    pub current: bool,
    pub signed: bool,
    pub cap: String,
    pub original: String,
    pub infos: Vec<InfoShape>,
}

#[derive(Serialize)]
pub(super) struct InfoShape {
    pub language: String,
    pub event: String,
    pub headline: Option<String>,
    pub description: Option<String>,
    pub instruction: Option<String>,
    pub web: Option<String>,
    pub colour: &'static str,
    pub severity: &'static str,
    pub urgency: &'static str,
    pub certainty: &'static str,
    pub onset: Option<String>,
    pub expires: Option<String>,
    pub areas: Vec<AreaShape>,
}

#[derive(Serialize)]
pub(super) struct AreaShape {
    pub desc: String,
    pub resolved: bool,
    pub departements: Vec<String>,
    pub communes: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct Sources {
    pub sources: Vec<SourceShape>,
}

#[derive(Serialize)]
pub(super) struct SourceShape {
    pub id: String,
    pub publisher: String,
    pub kind: &'static str,
    pub territory: Vec<String>,
    pub last_success: Option<String>,
    pub last_failure: Option<String>,
    pub last_error: Option<String>,
    pub silent: bool,
    pub silent_since: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Communes {
    pub communes: Vec<CommuneShape>,
}

#[derive(Serialize)]
pub(super) struct CommuneShape {
    pub insee: String,
    pub name: String,
    pub slug: String,
    pub departement: String,
    pub departement_name: Option<String>,
    pub postal_codes: Vec<String>,
    pub population: u32,
}

pub(super) fn commune(c: &Commune) -> CommuneShape {
    let dep = c.insee.departement();
    CommuneShape {
        insee: c.insee.0.clone(),
        name: c.name.to_owned(),
        slug: slug(c.name),
        departement_name: gazetteer().departement(&dep).map(|d| d.name.to_owned()),
        departement: dep.0,
        postal_codes: c.postal_codes.iter().map(|p| (*p).to_owned()).collect(),
        population: c.population,
    }
}

fn split(places: &Places) -> (Vec<String>, Vec<String>) {
    (
        places
            .whole_departements()
            .iter()
            .map(|d| d.0.clone())
            .collect(),
        places.communes().iter().map(|c| c.0.clone()).collect(),
    )
}

pub(super) fn alert(site: &Site, told: &Told<'_>) -> AlertShape {
    let view = &told.view;
    let lead = lead(view, LANG);
    let (departements, communes) = split(&view.places);
    let absolute = |path: String| format!("{}{path}", site.origin);
    AlertShape {
        id: told.thread.id.0.clone(),
        url: absolute(told.path()),
        state: state_word(view.state),
        colour: view.colour.word(),
        severity: view.severity.word(),
        title: lead.and_then(|s| title(s.info)),
        areas: lead.map(|s| area_names(&s)).unwrap_or_default(),
        departements,
        communes,
        unresolved: view.unresolved,
        instruction: lead.and_then(|s| instruction(s.info, LANG)),
        publisher: lead.and_then(|s| says(&s)),
        source: view.current.source.0.clone(),
        languages: view.languages.iter().cloned().collect(),
        sent: view.current.alert.identity.sent.rfc3339(),
        received_at: view.current.received_at.rfc3339(),
        starts_at: view.starts_at.rfc3339(),
        until: view.until.map(Instant::rfc3339),
        review_at: view.review_at.map(Instant::rfc3339),
        ended_at: view.ended_at.map(Instant::rfc3339),
        exercise: site.exercise || told.is_exercise(),
        cap: absolute(cap_path(view.current)),
        original: absolute(original_path(view.current)),
    }
}

pub(super) fn messages(site: &Site, told: &Told<'_>) -> Vec<MessageShape> {
    told.thread
        .messages
        .iter()
        .map(|m| MessageShape {
            id: m.id.0.clone(),
            identifier: m.alert.identity.identifier.clone(),
            sender: m.alert.identity.sender.clone(),
            sent: m.alert.identity.sent.rfc3339(),
            received_at: m.received_at.rfc3339(),
            msg_type: m.alert.msg_type.word(),
            status: m.alert.status.word(),
            current: told.view.heads.iter().any(|h| h.id == m.id),
            signed: m.alert.signed,
            cap: format!("{}{}", site.origin, cap_path(m)),
            original: format!("{}{}", site.origin, original_path(m)),
            infos: infos(m),
        })
        .collect()
}

fn infos(m: &Message) -> Vec<InfoShape> {
    m.infos()
        .map(|(i, info)| InfoShape {
            language: m.language(info).to_owned(),
            event: plain(&info.event),
            headline: info.headline.as_deref().map(plain),
            description: info.description.as_deref().map(plain),
            instruction: info.instruction.as_deref().map(plain),
            web: info.web.as_deref().and_then(http_url).map(str::to_owned),
            colour: colour(info).word(),
            severity: info.severity.word(),
            urgency: info.urgency.word(),
            certainty: info.certainty.word(),
            onset: info.onset.map(Instant::rfc3339),
            expires: info.expires.map(Instant::rfc3339),
            areas: m
                .areas(i)
                .map(|(area, resolution)| {
                    let (departements, communes) = split(&resolution.places);
                    AreaShape {
                        desc: plain(&area.desc),
                        resolved: resolution.resolved,
                        departements,
                        communes,
                    }
                })
                .collect(),
        })
        .collect()
}
