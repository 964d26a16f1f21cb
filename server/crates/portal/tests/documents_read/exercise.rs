//! The exercise that `make run` plays: its files are read like real ones, and tell their story.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use portal::Span;
use portal::cap::{Identity, MsgType, Status};
use portal::documents::{Link, Read, Reading, read};
use portal::places::{Dep, NoContours, resolve};
use portal::sources::SourceKind;

use crate::ground::{evening, reading};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../exercise")
}

/// The tokens as `exercise/README.md` states them.
fn at_evening(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let (token, after) = after.split_once("}}").expect("a token ends");
        let (form, when) = token.split_once(':').unwrap_or(("", token));
        let when = when
            .strip_prefix("now")
            .unwrap_or_else(|| panic!("{token}"));
        let span = match when.chars().last() {
            None => Span(0),
            Some(unit) => {
                let n: i64 = when[..when.len() - 1]
                    .parse()
                    .unwrap_or_else(|_| panic!("{token}"));
                match unit {
                    'm' => Span::minutes(n),
                    'h' => Span::hours(n),
                    'd' => Span::hours(24 * n),
                    _ => panic!("{token}"),
                }
            }
        };
        let form = match form {
            "" => "%Y-%m-%dT%H:%M:%S+00:00",
            "z" => "%Y-%m-%dT%H:%M:%SZ",
            "stamp" => "%Y%m%d%H%M%S",
            "rfc822" => "%a, %d %b %Y %H:%M:%S +0000",
            _ => panic!("{token}"),
        };
        out.push_str(&(evening() + span).timestamp().strftime(form).to_string());
        rest = after;
    }
    out + rest
}

fn play(file: &str, kind: SourceKind) -> Read {
    let text = std::fs::read_to_string(root().join(file)).expect(file);
    // As shown to a person who opens the file: never mistakable for a real document.
    assert!(text.contains("EXERCICE"), "{file}");
    read(
        at_evening(&text).as_bytes(),
        &Reading {
            kind: Some(kind),
            publisher: "Exercice",
            exercise: true,
            ..reading(evening(), &[])
        },
    )
}

fn followed(folder: &str, links: &[Link]) -> Vec<Read> {
    links
        .iter()
        .map(|l| play(&format!("{folder}/{}", l.href), SourceKind::Cap))
        .collect()
}

fn everything() -> Vec<Read> {
    let prefecture = play("prefecture-gard/index.atom.xml", SourceKind::CapFeed);
    let meteoalarm = play("meteoalarm/feed.atom.xml", SourceKind::CapFeed);
    let mut all = followed("prefecture-gard", &prefecture.links);
    all.extend(followed("meteoalarm", &meteoalarm.links));
    all.extend([
        prefecture,
        meteoalarm,
        play("vigicrues/InfoVigiCru.geojson", SourceKind::Vigicrues),
        play(
            "meteofrance/cartevigilance.json",
            SourceKind::MeteofranceVigilance,
        ),
        play(
            "prefecture-actualites/actualites.rss.xml",
            SourceKind::RssNews,
        ),
    ]);
    all
}

#[test]
fn every_message_of_the_exercise_says_that_it_is_one() {
    let all = everything();
    for found in all.iter().flat_map(|r| &r.alerts) {
        let alert = &found.alert;
        assert_eq!(alert.status, Status::Exercise, "{:?}", alert.identity);
        for info in &alert.infos {
            let headline = info.headline.as_deref().unwrap_or_default();
            assert!(
                headline.starts_with("EXERCICE") || headline.starts_with("EXERCISE"),
                "{headline}"
            );
        }
    }
}

#[test]
fn every_file_of_the_exercise_is_read_without_fault_or_deviation() {
    let all = everything();
    assert!(
        all.iter().all(|r| r.error.is_none()),
        "{:?}",
        all.iter().map(|r| &r.error).collect::<Vec<_>>()
    );
    for found in all.iter().flat_map(|r| &r.alerts) {
        let told: Vec<_> = found
            .deviations
            .iter()
            .filter(|d| !d.contains("no language"))
            .collect();
        assert!(told.is_empty(), "{:?}: {told:?}", found.alert.identity);
    }
    let counts: Vec<usize> = all.iter().map(|r| r.alerts.len()).collect();
    // 11 of the prefecture, 2 linked by MeteoAlarm, its index, its entries, Vigicrues, Météo-France, news.
    assert_eq!(
        counts,
        [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 2, 5, 8, 3]
    );
}

#[test]
fn every_file_of_the_exercise_is_led_to() {
    let mut files = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    // Two feeds, one JSON, one GeoJSON, one RSS, the README, the configuration, and what the feeds lead to.
    assert_eq!(files.len(), 7 + 13);
}

#[test]
fn the_references_of_the_exercise_lead_to_its_messages_and_its_chains_end_as_told() {
    let all = everything();
    let by_identity: BTreeMap<&Identity, MsgType> = all
        .iter()
        .flat_map(|r| &r.alerts)
        .map(|a| (&a.alert.identity, a.alert.msg_type))
        .collect();
    let mut references = 0;
    for alert in all.iter().flat_map(|r| &r.alerts).map(|a| &a.alert) {
        for reference in &alert.references {
            references += 1;
            assert!(
                by_identity.keys().any(|i| reference.names(i)),
                "{reference:?}"
            );
        }
    }
    assert_eq!(references, 5);
    assert_eq!(
        by_identity
            .values()
            .filter(|t| **t == MsgType::Cancel)
            .count(),
        1
    );
    let all_clears = all
        .iter()
        .flat_map(|r| &r.alerts)
        .filter(|a| a.alert.infos.iter().any(|i| i.is_all_clear()))
        .count();
    assert_eq!(all_clears, 1);
}

#[test]
fn every_area_of_the_exercise_s_cap_documents_resolves_but_the_one_meant_not_to() {
    let prefecture = play("prefecture-gard/index.atom.xml", SourceKind::CapFeed);
    let meteoalarm = play("meteoalarm/feed.atom.xml", SourceKind::CapFeed);
    let mut documents = followed("prefecture-gard", &prefecture.links);
    documents.extend(followed("meteoalarm", &meteoalarm.links));
    let unresolved: Vec<&str> = documents
        .iter()
        .flat_map(|r| &r.alerts)
        .flat_map(|a| &a.alert.infos)
        .flat_map(|i| &i.areas)
        .filter(|area| !resolve(area, &[Dep("30".into())], &NoContours).resolved)
        .map(|area| area.desc.as_str())
        .collect();
    assert_eq!(unresolved, ["Campings du secteur 4 du plan d'exercice"]);
}
