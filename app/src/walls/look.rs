//! Every kind of page from samples; written to files for looking at when `RIVES_LOOK` names a folder.

use portal::cap::Point;
use portal::messages::{Cursor, Thread};
use portal::places::{Dep, gazetteer};
use portal::sources::{Source, SourceStatus};

use crate::pages::*;
use crate::samples::*;
use crate::site::{Page, Site};
use crate::wording::Lang;

/// What pages are made from.
pub(super) struct Data {
    pub in_force: Vec<Thread>,
    pub ended: Vec<Thread>,
    pub sources: Vec<(Source, SourceStatus)>,
    pub typed: String,
}

pub(super) fn data() -> Data {
    Data {
        in_force: vec![coming(), gard_thread(), two_areas(), easy_thread()],
        ended: vec![cancelled()],
        sources: two_sources(),
        typed: "st laurent".into(),
    }
}

/// Every page of the portal, by name.
pub(super) fn all_pages(site: &Site, lang: Lang, data: &Data) -> Vec<(String, Page)> {
    let now = noon();
    let lines = lines(&data.sources);
    let here = Here {
        in_force: &data.in_force,
        ended: &data.ended,
        sources: &lines,
    };
    let nothing = Here {
        in_force: &[],
        ended: &[],
        sources: &lines[..1],
    };
    let gard = gazetteer().departement(&Dep("30".into())).unwrap();
    let found = gazetteer().search(&data.typed, SEARCH_LIMIT + 1);
    let nimes = gazetteer().search("nimes", 1)[0];
    let archive: Vec<_> = data
        .ended
        .iter()
        .map(|t| {
            (
                Cursor {
                    ends_at: now,
                    id: t.id.clone(),
                },
                t.clone(),
            )
        })
        .collect();
    let past = Filter {
        showing: Showing::Past,
        ..Filter::default()
    };
    let mut pages = vec![
        ("home", home(site, lang, now, &data.in_force, &lines)),
        ("home-empty", home(site, lang, now, &[], &lines[..1])),
        ("home-deaf", home(site, lang, now, &[], &[])),
        ("communes", communes(site, lang, &data.typed, &found)),
        (
            "communes-none",
            communes(site, lang, &format!("{}xyzq", data.typed), &[]),
        ),
        ("communes-start", communes(site, lang, "", &[])),
        ("commune", commune(site, lang, now, nimes, here)),
        ("commune-empty", commune(site, lang, now, nimes, nothing)),
        ("departement", departement(site, lang, now, gard, here)),
        ("departements", departements(site, lang)),
        (
            "alertes",
            alerts(
                site,
                lang,
                now,
                &Filter::default(),
                &data.in_force,
                &[],
                &lines,
            ),
        ),
        (
            "archive",
            alerts(site, lang, now, &past, &[], &archive, &lines),
        ),
        ("sources", crate::pages::sources(site, lang, now, &lines)),
        ("a-propos", about(site, lang)),
        ("accessibilite", accessibility(site, lang)),
        ("integrations", integrations(site, lang)),
        ("hors-ligne", offline(site, lang)),
        ("p-page", problem(site, lang, Problem::Page)),
        ("p-commune", problem(site, lang, Problem::Commune(&found))),
        ("p-departement", problem(site, lang, Problem::Departement)),
        ("p-alert", problem(site, lang, Problem::Alert)),
        ("p-request", problem(site, lang, Problem::Request)),
        ("p-many", problem(site, lang, Problem::TooMany)),
        ("p-failed", problem(site, lang, Problem::Failed)),
        ("p-away", problem(site, lang, Problem::Unavailable)),
    ]
    .into_iter()
    .map(|(name, page)| (name.to_owned(), page))
    .chain(super::follow::all_pages(site, lang, &data.typed))
    .chain(super::report::all_pages(site, lang, &data.typed))
    .chain(super::exchange::all_pages(
        site,
        lang,
        &data.typed,
        &data.in_force,
    ))
    .collect::<Vec<_>>();
    for (i, thread) in data.in_force.iter().chain(&data.ended).enumerate() {
        pages.push((
            format!("alerte-{i}"),
            alert(site, lang, now, thread, &lines).unwrap(),
        ));
        let message = &thread.messages[thread.messages.len() - 1];
        let geometry = message
            .alert
            .infos
            .iter()
            .map(|info| {
                let mut areas = info.areas.clone();
                for area in &mut areas {
                    area.polygons = vec![
                        [
                            (43.9, 4.0),
                            (44.3, 4.1),
                            (44.2, 4.7),
                            (43.8, 4.5),
                            (43.9, 4.0),
                        ]
                        .map(|(lat, lon)| Point { lat, lon })
                        .to_vec(),
                    ];
                    area.circles = vec![portal::cap::Circle {
                        centre: Point {
                            lat: 43.54,
                            lon: 4.13,
                        },
                        radius_km: 6.0,
                    }];
                }
                areas
            })
            .collect();
        let map = alert_map(
            site,
            lang,
            now,
            thread,
            &[(message.id.clone(), geometry)],
            &[],
        );
        pages.push((format!("carte-{i}"), map.unwrap()));
    }
    pages
}

#[test]
fn every_page_renders_in_both_languages() {
    for lang in Lang::ALL {
        for exercise in [false, true] {
            for (name, page) in all_pages(&site(exercise), lang, &data()) {
                assert!(page.html.starts_with("<!DOCTYPE html><html"), "{name}");
                if let Ok(folder) = std::env::var("RIVES_LOOK") {
                    let mark = if exercise { "-ex" } else { "" };
                    let path = format!("{folder}/{name}-{lang}{mark}.html");
                    std::fs::write(path, page.html).unwrap();
                }
            }
        }
    }
}
