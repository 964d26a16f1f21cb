//! Vigicrues' river stretches.

use portal::Span;
use portal::cap::{MsgType, Status};
use portal::documents::{Kind, read};

use crate::ground::{all_kept, evening, fixture, read_at, reading, told};

const OLD: &str = "vigicrues-synthetic-v1.0.geojson";
const NEW: &str = "vigicrues-synthetic-v1.1.geojson";

fn said(prefix: &str, msg_type: MsgType, level: &str) -> (String, MsgType, String) {
    (prefix.into(), msg_type, level.into())
}

#[test]
fn each_stretch_above_green_is_a_message_with_its_line_and_no_invented_end() {
    let read = read_at(&fixture(OLD), evening(), &[]);
    assert_eq!(read.kind, Kind::GeoJson);
    assert_eq!(
        told(&read),
        [
            said("vigicrues.SYN01", MsgType::Alert, "3; orange; Severe"),
            said("vigicrues.SYN02", MsgType::Alert, "2; yellow; Moderate"),
        ]
    );
    let alert = &read.alerts[0].alert;
    assert_eq!(
        alert.identity.identifier,
        "vigicrues.SYN01.20261123T190000Z"
    );
    assert_eq!(alert.identity.sender, "essai");
    assert_eq!(alert.identity.sent, evening());
    assert_eq!(alert.sent_text, "2026-11-23T19:00:00+00:00");
    assert_eq!(alert.status, Status::Actual);
    let info = &alert.infos[0];
    assert_eq!(
        info.headline.as_deref(),
        Some("Vigilance orange crues : Gardon aval")
    );
    assert_eq!(info.expires, None);
    assert_eq!(info.areas[0].desc, "Gardon aval");
    let first = info.areas[0].lines[0][0];
    assert_eq!((first.lat, first.lon), (44.053, 3.985));
    let languages: Vec<_> = alert.infos.iter().map(|i| i.language.as_deref()).collect();
    assert_eq!(languages, [Some("fr-FR"), Some("en-GB")]);
}

#[test]
fn unreadable_features_are_told_and_cost_only_themselves() {
    let read = read_at(&fixture(OLD), evening(), &[]);
    let error = read.error.expect("an error");
    assert!(error.contains("2 features could not be read"), "{error}");
}

#[test]
fn what_is_unchanged_is_confirmed_and_makes_no_message() {
    let first = read_at(&fixture(OLD), evening(), &[]);
    let previous = all_kept(&first, evening());
    let again = read_at(&fixture(OLD), evening() + Span::minutes(10), &previous);
    assert!(again.alerts.is_empty());
    assert_eq!(again.confirmed, [0, 1]);
}

#[test]
fn a_change_is_an_update_of_the_last_message_under_either_naming() {
    let first = read_at(&fixture(OLD), evening(), &[]);
    let previous = all_kept(&first, evening());
    let worse = read_at(&fixture(NEW), evening() + Span::minutes(10), &previous);
    assert_eq!(
        told(&worse),
        [said("vigicrues.SYN01", MsgType::Update, "4; red; Extreme")]
    );
    assert_eq!(worse.confirmed, [1]);
    let reference = &worse.alerts[0].alert.references[0];
    assert!(reference.names(&first.alerts[0].alert.identity));
}

#[test]
fn only_a_green_said_by_vigicrues_ends_a_message() {
    let first = read_at(&fixture(OLD), evening(), &[]);
    let previous = all_kept(&first, evening());
    let later = evening() + Span::hours(2);
    let gone = br#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"CdEntCru":"SYN02","lbentcru":"Vidourle aval","NivInfViCr":"1"},"geometry":null}]}"#;
    let read = read_at(gone, later, &previous);
    // SYN01 is missing: neither ended nor confirmed.
    assert_eq!(
        told(&read),
        [said("vigicrues.SYN02", MsgType::Update, "1; green; Minor")]
    );
    assert!(read.confirmed.is_empty());
    let info = &read.alerts[0].alert.infos[0];
    assert!(info.is_all_clear());
    assert_eq!(info.expires, Some(later + Span::hours(1)));
    assert!(read.alerts[0].alert.references[0].names(&first.alerts[1].alert.identity));

    // Said once; a new rise is a new event.
    let mut previous = previous;
    previous.extend(all_kept(&read, later));
    assert!(
        read_at(gone, later + Span::minutes(10), &previous)
            .alerts
            .is_empty()
    );
    let again = String::from_utf8(gone.to_vec())
        .unwrap()
        .replace("\"1\"", "3");
    let read = read_at(again.as_bytes(), later + Span::minutes(20), &previous);
    assert_eq!(
        told(&read),
        [said("vigicrues.SYN02", MsgType::Alert, "3; orange; Severe")]
    );
    assert!(read.alerts[0].alert.references.is_empty());
}

#[test]
fn a_document_without_any_readable_stretch_is_an_error_and_ends_nothing() {
    let first = read_at(&fixture(OLD), evening(), &[]);
    let previous = all_kept(&first, evening());
    for broken in [
        r#"{"type":"FeatureCollection","features":[]}"#,
        r#"{"type":"FeatureCollection","features":[{"properties":{"CdEntCru":"SYN01","NivInfViCr":0}}]}"#,
        r#"{"type":"FeatureCollection","features":[{"properties":{"CdEntCru":"SYN01","NivInfViCr":null}}]}"#,
    ] {
        let read = read_at(broken.as_bytes(), evening(), &previous);
        assert_eq!(read.kind, Kind::GeoJson);
        assert!(read.error.is_some() && read.alerts.is_empty() && read.confirmed.is_empty());
    }
}

#[test]
fn a_stretch_cut_into_features_is_one_message_of_the_worst_level() {
    let document = br#"{"type":"FeatureCollection","features":[
        {"properties":{"CdEntCru":"A","lbentcru":"Gardon","NivInfViCr":2},"geometry":{"type":"LineString","coordinates":[[4.0,44.0],[4.1,44.1]]}},
        {"properties":{"CdEntCru":"A","lbentcru":"Gardon","NivInfViCr":3},"geometry":{"type":"LineString","coordinates":[[4.1,44.1],[4.2,44.2]]}}]}"#;
    let read = read_at(document, evening(), &[]);
    assert_eq!(
        told(&read),
        [said("vigicrues.A", MsgType::Alert, "3; orange; Severe")]
    );
    assert_eq!(read.alerts[0].alert.infos[0].areas[0].lines.len(), 2);
}

#[test]
fn positions_that_are_not_degrees_are_left_out_rather_than_drawn_elsewhere() {
    let document = br#"{"type":"FeatureCollection","features":[
        {"properties":{"CdEntCru":"A","lbentcru":"Gardon","NivInfViCr":2},"geometry":{"type":"LineString","coordinates":[[780000.0,6320000.0],[781000.0,6321000.0]]}}]}"#;
    let read = read_at(document, evening(), &[]);
    assert_eq!(read.alerts.len(), 1);
    assert!(read.alerts[0].alert.infos[0].areas[0].lines.is_empty());
    assert!(read.alerts[0].deviations[0].contains("degrees"));
}

#[test]
fn an_update_is_later_than_what_it_follows_even_if_the_clock_went_back() {
    let first = read_at(&fixture(OLD), evening(), &[]);
    let previous = all_kept(&first, evening());
    let worse = read_at(&fixture(NEW), evening() - Span::hours(1), &previous);
    assert!(worse.alerts[0].alert.identity.sent > first.alerts[0].alert.identity.sent);
}

#[test]
fn on_an_exercise_the_messages_say_so() {
    let mut reading = reading(evening(), &[]);
    reading.exercise = true;
    let read = read(&fixture(OLD), &reading);
    for found in &read.alerts {
        assert_eq!(found.alert.status, Status::Exercise);
        let headlines: Vec<_> = found
            .alert
            .infos
            .iter()
            .filter_map(|i| i.headline.as_deref())
            .collect();
        assert!(headlines[0].starts_with("EXERCICE - "), "{headlines:?}");
        assert!(headlines[1].starts_with("EXERCISE - "), "{headlines:?}");
    }
}
