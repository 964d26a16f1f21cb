//! `rives source check URL|FILE… [--json]`.

use std::path::Path;
use std::process::ExitCode;

use portal::cap::Severity;
use portal::documents::{self, Kind, describe, reading};
use portal::messages::{NewMessage, Publication};
use portal::places::Contours;
use portal::sources::Source;
use portal::{Clock as _, Instant};
use serde::Serialize;

use super::Outcome;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::relay::{Fetch as _, Fetched, HttpFetch, Request, expand_document};

#[derive(Debug, Serialize)]
struct Checked {
    file: String,
    kind: &'static str,
    error: Option<String>,
    alerts: Vec<CheckedAlert>,
    /// CAP documents that a feed links to; check them by their own address.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<String>,
}

#[derive(Debug, Serialize)]
struct CheckedAlert {
    identifier: String,
    sender: String,
    sent: String,
    status: &'static str,
    msg_type: &'static str,
    scope: &'static str,
    signed: bool,
    references: Vec<CheckedReference>,
    infos: Vec<CheckedInfo>,
    public: bool,
    why: String,
    deviations: Vec<String>,
}

#[derive(Debug, Serialize)]
struct CheckedReference {
    sender: Option<String>,
    identifier: String,
    sent: Option<String>,
}

#[derive(Debug, Serialize)]
struct CheckedInfo {
    language: Option<String>,
    event: String,
    severity: &'static str,
    colour: &'static str,
    onset: Option<String>,
    expires: Option<String>,
    areas: Vec<CheckedArea>,
}

#[derive(Debug, Serialize)]
struct CheckedArea {
    desc: String,
    polygons: usize,
    circles: usize,
    geocodes: Vec<CheckedGeocode>,
    departements: Vec<String>,
    communes: Vec<String>,
    resolved: bool,
}

#[derive(Debug, Serialize)]
struct CheckedGeocode {
    name: String,
    value: String,
}

/// Checks each document; the exit status is a failure only when one could not be looked at.
pub async fn run(
    config: &Config,
    documents: &[String],
    json: bool,
    source: &Source,
    exercise: bool,
) -> Outcome {
    let contours = crate::contours_if_any(config).await;
    let mut all = Vec::new();
    let mut looked_at_all = true;
    for document in documents {
        let checked = match bytes_of(config, document).await {
            Ok(bytes) if exercise => {
                // The files of an exercise hold moments relative to its start.
                let bytes = expand_document(bytes, SystemClock.now());
                check(document, &bytes, source, exercise, &*contours)
            }
            Ok(bytes) => check(document, &bytes, source, exercise, &*contours),
            Err(error) => {
                looked_at_all = false;
                Checked {
                    file: document.clone(),
                    kind: "unknown",
                    error: Some(error),
                    alerts: Vec::new(),
                    links: Vec::new(),
                }
            }
        };
        all.push(checked);
    }
    if json {
        println!("{}", serde_json::to_string_pretty(&all)?);
    } else {
        all.iter().for_each(print);
    }
    Ok(if looked_at_all {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn bytes_of(config: &Config, document: &str) -> Result<Vec<u8>, String> {
    let url = match reqwest::Url::parse(document) {
        Ok(url) if matches!(url.scheme(), "http" | "https" | "file") => url,
        _ => {
            let path = std::path::absolute(Path::new(document))
                .map_err(|e| format!("cannot be read: {e}"))?;
            if !path.is_file() {
                return Err("cannot be read: no such file".to_owned());
            }
            reqwest::Url::from_file_path(path)
                .map_err(|()| "cannot be read: not a path".to_owned())?
        }
    };
    let fetch = HttpFetch::new(&config.relay.user_agent, config.relay.timeout.std())
        .map_err(|e| e.to_string())?;
    let request = Request {
        url,
        etag: None,
        last_modified: None,
        token: None,
    };
    match fetch.fetch(request).await {
        Ok(Fetched::Document { bytes, .. }) => Ok(bytes),
        Ok(Fetched::NotModified) => {
            Err("cannot be read: the server answered 304 to a first request".to_owned())
        }
        Err(error) => Err(format!("cannot be read: {error}")),
    }
}

fn check(
    file: &str,
    bytes: &[u8],
    source: &Source,
    exercise: bool,
    contours: &dyn Contours,
) -> Checked {
    let read = documents::read(bytes, &reading(source, exercise, &[], SystemClock.now()));
    let alerts = read
        .alerts
        .into_iter()
        .map(|a| checked(describe(a, source, exercise, contours)))
        .collect();
    Checked {
        file: file.to_owned(),
        kind: match read.kind {
            Kind::Cap => "cap",
            Kind::Atom => "atom",
            Kind::Rss => "rss",
            Kind::GeoJson => "geojson",
            Kind::Json => "json",
            Kind::Unknown => "unknown",
        },
        error: read.error,
        alerts,
        links: read.links.into_iter().map(|l| l.href).collect(),
    }
}

fn checked(message: NewMessage) -> CheckedAlert {
    let NewMessage {
        alert,
        resolved,
        publication,
        deviations,
        ..
    } = message;
    let text = |t: Option<Instant>| t.map(Instant::rfc3339);
    let infos = alert
        .infos
        .iter()
        .zip(&resolved)
        .map(|(info, resolved)| CheckedInfo {
            language: info.language.clone(),
            event: info.event.clone(),
            severity: Severity::word(info.severity),
            colour: portal::messages::colour(info).word(),
            onset: text(info.onset),
            expires: text(info.expires),
            areas: info
                .areas
                .iter()
                .zip(resolved)
                .map(|(area, resolution)| {
                    // An area that is not resolved lies nowhere that is known; it would be shown to the
                    // source's whole territory.
                    let places = resolution.resolved.then_some(&resolution.places);
                    CheckedArea {
                        desc: area.desc.clone(),
                        polygons: area.polygons.len(),
                        circles: area.circles.len(),
                        geocodes: area
                            .geocodes
                            .iter()
                            .map(|g| CheckedGeocode {
                                name: g.name.clone(),
                                value: g.value.clone(),
                            })
                            .collect(),
                        departements: places
                            .iter()
                            .flat_map(|p| p.departements())
                            .map(|d| d.0)
                            .collect(),
                        communes: places
                            .iter()
                            .flat_map(|p| p.communes())
                            .map(|c| c.0.clone())
                            .collect(),
                        resolved: resolution.resolved,
                    }
                })
                .collect(),
        });
    let (public, why) = match publication {
        Publication::Public => (
            true,
            format!(
                "status {}, scope {}",
                alert.status.word(),
                alert.scope.word()
            ),
        ),
        Publication::Held(why) => (false, format!("held for a person: {why}")),
        Publication::Withheld(why) => (false, why),
    };
    CheckedAlert {
        identifier: alert.identity.identifier.clone(),
        sender: alert.identity.sender.clone(),
        // As written where that is a date-time any reader takes, so that it can be compared by eye.
        sent: match Instant::parse(&alert.sent_text) {
            Some(_) => alert.sent_text.clone(),
            None => alert.identity.sent.rfc3339(),
        },
        status: alert.status.word(),
        msg_type: alert.msg_type.word(),
        scope: alert.scope.word(),
        signed: alert.signed,
        references: alert
            .references
            .iter()
            .map(|r| CheckedReference {
                sender: r.sender.clone(),
                identifier: r.identifier.clone(),
                sent: text(r.sent),
            })
            .collect(),
        infos: infos.collect(),
        public,
        why,
        deviations,
    }
}

fn print(checked: &Checked) {
    println!("{}  [{}]", checked.file, checked.kind);
    if let Some(error) = &checked.error {
        println!("  error: {error}");
    }
    for alert in &checked.alerts {
        let public = if alert.public { "public" } else { "not public" };
        println!(
            "  {} {} {}  {} sent {}",
            alert.status, alert.msg_type, alert.identifier, alert.sender, alert.sent
        );
        println!("    {public}: {}", alert.why);
        for info in &alert.infos {
            let until = info.expires.as_deref().unwrap_or("no end given");
            println!(
                "    [{}] {} ({}, {}) until {until}",
                info.language.as_deref().unwrap_or("-"),
                info.event,
                info.severity,
                info.colour
            );
            for area in &info.areas {
                let places = if !area.resolved {
                    "not resolved: the whole territory of its source".to_owned()
                } else {
                    area.departements
                        .iter()
                        .chain(&area.communes)
                        .cloned()
                        .collect::<Vec<_>>()
                        .join(" ")
                };
                println!("      {} → {places}", area.desc);
            }
        }
        for deviation in &alert.deviations {
            println!("    deviation: {deviation}");
        }
    }
    if !checked.links.is_empty() {
        println!("  links to {} CAP document(s)", checked.links.len());
    }
}
