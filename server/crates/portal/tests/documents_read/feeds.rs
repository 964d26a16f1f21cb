//! Feeds of CAP: MeteoAlarm's entries, embedded messages, links.

use portal::cap::{MsgType, Status};
use portal::documents::Kind;
use portal::messages::Completeness;
use portal::sources::SourceKind;

use crate::ground::{evening, fixture, read_at};

#[test]
fn the_entries_of_one_message_are_one_alert_with_all_its_areas_and_infos() {
    let read = read_at(
        &fixture("meteoalarm-france-synthetic.atom.xml"),
        evening(),
        &[],
    );
    assert_eq!((read.kind, &read.error), (Kind::Atom, &None));
    assert_eq!(
        read.alerts.len(),
        2,
        "2 messages × 2 languages × 2 or 3 areas × 2 geocodes"
    );
    let found = &read.alerts[0];
    assert_eq!(found.completeness, Completeness::Entry);
    let alert = &found.alert;
    assert_eq!(
        alert.identity.identifier,
        "2.49.0.0.250.0.FR.20261123140000.100001"
    );
    assert_eq!(alert.identity.sender, "", "the entry tells none");
    assert_eq!(
        (alert.status, alert.msg_type),
        (Status::Actual, MsgType::Alert)
    );
    assert_eq!(alert.infos.len(), 2);
    let areas: Vec<_> = alert.infos[0]
        .areas
        .iter()
        .map(|a| {
            (
                a.desc.as_str(),
                a.geocodes
                    .iter()
                    .map(|g| g.value.as_str())
                    .collect::<Vec<_>>(),
            )
        })
        .collect();
    assert_eq!(
        areas,
        [
            ("Gard", vec!["FR022", "FR812"]),
            ("Hérault", vec!["FR020", "FR813"])
        ]
    );
    assert_eq!(alert.infos[0].areas, alert.infos[1].areas);
}

#[test]
fn a_link_to_cap_is_told_once_with_the_message_behind_it() {
    let read = read_at(
        &fixture("meteoalarm-france-synthetic.atom.xml"),
        evening(),
        &[],
    );
    let links: Vec<_> = read
        .links
        .iter()
        .map(|l| (l.href.as_str(), l.identifier.as_deref()))
        .collect();
    assert_eq!(
        links,
        [
            (
                "meteoalarm-france-synthetic-j.cap.xml",
                Some("2.49.0.0.250.0.FR.20261123140000.100001")
            ),
            (
                "meteoalarm-france-synthetic-j1.cap.xml",
                Some("2.49.0.0.250.0.FR.20261123140000.100002")
            ),
        ]
    );
}

#[test]
fn the_linked_message_has_the_identifier_and_sent_of_its_entries() {
    let entries = read_at(
        &fixture("meteoalarm-france-synthetic.atom.xml"),
        evening(),
        &[],
    );
    let whole = read_at(
        &fixture("meteoalarm-france-synthetic-j.cap.xml"),
        evening(),
        &[],
    );
    assert_eq!((whole.kind, whole.alerts.len()), (Kind::Cap, 1));
    let (entry, whole) = (
        &entries.alerts[0].alert.identity,
        &whole.alerts[0].alert.identity,
    );
    assert_eq!(
        (&entry.identifier, entry.sent),
        (&whole.identifier, whole.sent)
    );
    assert_eq!(whole.sender, "vigilance@meteo.fr");
}

#[test]
fn an_entry_that_does_not_say_its_status_or_type_is_no_message() {
    let feed = r#"<feed xmlns="http://www.w3.org/2005/Atom" xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2">
        <entry><id>urn:a</id><updated>2026-11-23T15:00:00Z</updated><cap:event>Crue</cap:event><cap:identifier>A</cap:identifier><cap:sent>2026-11-23T15:00:00+00:00</cap:sent>
        <link type="application/cap+xml" href="a.cap"/></entry></feed>"#;
    let read = read_at(feed.as_bytes(), evening(), &[]);
    assert!(read.alerts.is_empty());
    assert_eq!(read.links.len(), 1);
}

#[test]
fn cap_within_an_item_is_the_whole_message_even_when_escaped() {
    let cap = String::from_utf8(fixture("meteoalarm-france-synthetic-j.cap.xml")).unwrap();
    let cap = &cap[cap.find("<alert").unwrap()..];
    let escaped = cap.replace('&', "&amp;").replace('<', "&lt;");
    for content in [cap, &escaped] {
        let feed = format!(
            r#"<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>urn:a</id><title>Crue</title><content type="text/xml">{content}</content></entry></feed>"#
        );
        let read = read_at(feed.as_bytes(), evening(), &[]);
        assert_eq!(read.alerts.len(), 1, "{:?}", read.error);
        assert_eq!(read.alerts[0].completeness, Completeness::Full);
        assert_eq!(read.alerts[0].alert.infos.len(), 2);
    }
}

#[test]
fn an_empty_feed_is_no_fault() {
    let read = read_at(
        br#"<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>"#,
        evening(),
        &[],
    );
    assert_eq!(
        (read.kind, read.error, read.alerts.len()),
        (Kind::Atom, None, 0)
    );
}

#[test]
fn the_same_message_twice_in_a_document_is_one() {
    let cap = String::from_utf8(fixture("meteoalarm-france-synthetic-j.cap.xml")).unwrap();
    let cap = &cap[cap.find("<alert").unwrap()..];
    let other = cap.replace("Gard<", "Ailleurs<");
    let list = format!("<alerts>{cap}{cap}</alerts>");
    let read = read_at(list.as_bytes(), evening(), &[]);
    assert_eq!(read.alerts.len(), 1);
    assert!(
        !read.alerts[0]
            .deviations
            .iter()
            .any(|d| d.contains("same identity"))
    );
    let list = format!("<alerts>{cap}{other}</alerts>");
    let read = read_at(list.as_bytes(), evening(), &[]);
    assert_eq!(read.alerts.len(), 1);
    assert!(
        read.alerts[0]
            .deviations
            .iter()
            .any(|d| d.contains("same identity"))
    );
}

#[test]
fn an_empty_feed_in_the_place_of_a_source_of_states_is_a_fault() {
    let bytes = br#"<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>"#;
    let read_as = |kind| {
        portal::documents::read(
            bytes,
            &portal::documents::Reading {
                kind: Some(kind),
                ..crate::ground::reading(evening(), &[])
            },
        )
    };
    assert!(read_as(SourceKind::Vigicrues).error.is_some());
    assert!(read_as(SourceKind::MeteofranceVigilance).error.is_some());
    assert_eq!(read_as(SourceKind::CapFeed).error, None);
}
