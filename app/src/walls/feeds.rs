//! Feeds keep RFC 4287's promises; JSON and its description agree.

use std::collections::BTreeSet;

use portal::Span;
use portal::messages::Thread;
use portal::places::{Dep, gazetteer};
use quick_xml::events::Event;
use serde_json::Value;

use crate::api::*;
use crate::feeds::*;
use crate::samples::*;

/// The names of all elements; panics when the text is not well-formed.
pub(super) fn names(xml: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut names = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(e) | Event::Empty(e) => {
                names.push(e.name().as_ref().to_owned());
            }
            Event::Eof => return names,
            _ => {}
        }
    }
}

/// The texts of all elements of a name, through the portal's own XML reader.
pub(super) fn texts(xml: &str, name: &str) -> Vec<String> {
    fn collect(element: &portal::xml::Element, name: &str, into: &mut Vec<String>) {
        if element.name == name {
            into.push(element.text.clone());
        }
        element.children.iter().for_each(|c| collect(c, name, into));
    }
    let mut found = Vec::new();
    collect(
        &portal::xml::parse(xml.as_bytes()).unwrap().root,
        name,
        &mut found,
    );
    found
}

fn all() -> Vec<Thread> {
    vec![gard_thread(), two_areas(), coming(), cancelled()]
}

fn feed(threads: &[Thread], now: portal::Instant) -> String {
    let sources = two_sources();
    atom(&site(false), now, FeedOf::Portal, threads, &lines(&sources)).body
}

#[test]
fn every_entry_has_what_atom_asks_for() {
    let sources = two_sources();
    let gard = gazetteer().departement(&Dep("30".into())).unwrap();
    let nimes = gazetteer().search("nimes", 1)[0];
    for of in [
        FeedOf::Portal,
        FeedOf::Departement(gard),
        FeedOf::Commune(nimes),
    ] {
        let xml = atom(&site(true), noon(), of, &all(), &lines(&sources)).body;
        let root = portal::xml::parse(xml.as_bytes()).unwrap().root;
        assert_eq!(
            root.namespace.as_deref(),
            Some("http://www.w3.org/2005/Atom")
        );
        for name in ["id", "title", "updated", "author"] {
            assert!(root.child(name).is_some(), "{name}");
        }
        assert_eq!(root.all("entry").count(), 4);
        for entry in root.all("entry") {
            for name in [
                "id",
                "title",
                "updated",
                "published",
                "summary",
                "content",
                "author",
            ] {
                assert_eq!(entry.all(name).count(), 1, "{name}");
            }
            assert!(
                entry
                    .text_of("id")
                    .unwrap()
                    .starts_with("https://rives.example/alertes/")
            );
            assert!(entry.text_of("title").unwrap().starts_with("EXERCICE"));
            let types: Vec<_> = entry
                .all("link")
                .filter_map(|l| l.attribute("type"))
                .collect();
            assert!(types.contains(&"text/html") && types.contains(&"application/cap+xml"));
            let words: Vec<_> = entry
                .all("category")
                .filter_map(|c| c.attribute("term"))
                .collect();
            assert_eq!(words.len(), 2, "colour and state: {words:?}");
        }
    }
}

#[test]
fn updated_moves_when_a_thread_ends_and_not_when_a_feed_is_rendered_again() {
    let threads = [gard_thread()];
    let before = texts(&feed(&threads, noon()), "updated");
    assert_eq!(
        before,
        texts(&feed(&threads, noon() + Span::minutes(1)), "updated")
    );
    let after = texts(&feed(&threads, noon() + Span::hours(24)), "updated");
    assert_eq!(after[1], "2026-11-24T05:00:00Z");
    assert!(after[1] > before[1]);
}

#[test]
fn ids_of_a_feed_never_change_when_a_thread_ends() {
    let now = texts(&feed(&all(), noon()), "id")
        .into_iter()
        .collect::<BTreeSet<_>>();
    let later = texts(&feed(&all(), noon() + Span::hours(48)), "id")
        .into_iter()
        .collect();
    assert_eq!(now, later);
}

#[test]
fn a_feed_says_which_source_is_silent() {
    assert!(texts(&feed(&[], noon()), "subtitle")[0].contains("Préfecture du Gard"));
}

#[test]
fn the_cap_index_has_one_entry_per_message() {
    let thread = gard_thread();
    let messages: Vec<_> = thread
        .messages
        .iter()
        .map(|m| (m.clone(), thread.id.clone()))
        .collect();
    let xml = cap_index(&site(false), &messages).body;
    let root = portal::xml::parse(xml.as_bytes()).unwrap().root;
    let ids: BTreeSet<_> = root.all("entry").filter_map(|e| e.text_of("id")).collect();
    assert_eq!(ids.len(), 2);
}

fn keys(value: &Value, path: &str, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                into.insert(format!("{path}.{key}"));
                keys(value, &format!("{path}.{key}"), into);
            }
        }
        Value::Array(items) => items.iter().for_each(|v| keys(v, path, into)),
        _ => {}
    }
}

fn described(document: &Value, schema: &Value, path: &str, into: &mut BTreeSet<String>) {
    let schema = match schema["$ref"].as_str() {
        Some(r) => document.pointer(r.trim_start_matches('#')).unwrap(),
        None => schema,
    };
    if let Some(properties) = schema["properties"].as_object() {
        for (key, value) in properties {
            into.insert(format!("{path}.{key}"));
            described(document, value, &format!("{path}.{key}"), into);
        }
    }
    if schema.get("items").is_some() {
        described(document, &schema["items"], path, into);
    }
}

#[test]
fn every_field_sent_is_described_and_every_field_described_is_sent() {
    let sources = two_sources();
    let nimes = gazetteer().search("nimes", 1);
    let whole = thread_json(&site(true), noon(), &gard_thread())
        .unwrap()
        .body;
    let sent = [
        (
            "/api/alertes.json",
            threads_json(&site(true), noon(), &all(), &lines(&sources)).body,
        ),
        ("/api/alertes/{id}.json", whole),
        (
            "/api/sources.json",
            sources_json(noon(), &lines(&sources)).body,
        ),
        ("/api/communes", communes_json(&nimes).body),
    ];
    let document: Value = serde_json::from_str(&openapi(&site(true)).body).unwrap();
    assert_eq!(document["paths"].as_object().unwrap().len(), sent.len());
    for (path, body) in sent {
        let schema = document["paths"][path]
            .pointer("/get/responses/200/content/application~1json/schema")
            .unwrap();
        let (mut one, mut other) = (BTreeSet::new(), BTreeSet::new());
        keys(&serde_json::from_str(&body).unwrap(), "", &mut one);
        described(&document, schema, "", &mut other);
        assert_eq!(one, other, "{path}");
    }
}
