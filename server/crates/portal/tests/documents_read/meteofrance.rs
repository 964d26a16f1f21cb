//! Météo-France's vigilance.

use portal::Span;
use portal::cap::MsgType;
use portal::documents::Kind;

use crate::ground::{all_kept, at, evening, fixture, read_at, told};

const FILE: &str = "meteofrance-synthetic.json";
const RAIN_TODAY: &str = "meteofrance.30.2.20261123";
const COAST_TODAY: &str = "meteofrance.3010.9.20261123";
const RAIN_TOMORROW: &str = "meteofrance.30.2.20261124";

fn text() -> String {
    String::from_utf8(fixture(FILE)).unwrap()
}

#[test]
fn each_departement_phenomenon_and_day_above_green_is_a_message() {
    let read = read_at(&fixture(FILE), evening(), &[]);
    assert_eq!(read.kind, Kind::Json);
    assert_eq!(read.error, None);
    let said: Vec<_> = told(&read);
    let said: Vec<_> = said
        .iter()
        .map(|(p, _, l)| (p.as_str(), l.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            (RAIN_TODAY, "3; orange; Severe"),
            (COAST_TODAY, "2; yellow; Moderate"),
            (RAIN_TOMORROW, "2; yellow; Moderate"),
        ]
    );
    let rain = &read.alerts[0].alert;
    assert_eq!(
        rain.identity.sent,
        at("2026-11-23T15:00:00Z"),
        "the bulletin's own time"
    );
    let info = &rain.infos[0];
    assert_eq!(info.onset, Some(at("2026-11-23T12:00:00Z")));
    assert_eq!(info.expires, Some(at("2026-11-23T23:00:00Z")));
    assert_eq!(info.parameter("awareness_type"), Some("13; rain-flood"));
    assert_eq!(
        info.headline.as_deref(),
        Some("Vigilance orange pluie-inondation : Gard")
    );
    assert_eq!(rain.infos[1].language.as_deref(), Some("en-GB"));
}

#[test]
fn a_coast_belongs_to_its_departement() {
    let read = read_at(&fixture(FILE), evening(), &[]);
    let area = &read.alerts[1].alert.infos[0].areas[0];
    assert_eq!(area.desc, "Gard");
    assert_eq!(
        (
            area.geocodes[0].name.as_str(),
            area.geocodes[0].value.as_str()
        ),
        ("INSEE", "30")
    );
}

#[test]
fn the_same_bulletin_confirms_and_tomorrow_s_message_is_the_one_of_the_day() {
    let first = read_at(&fixture(FILE), evening(), &[]);
    let previous = all_kept(&first, evening());
    let again = read_at(&fixture(FILE), evening() + Span::minutes(5), &previous);
    assert!(again.alerts.is_empty());
    assert_eq!(again.confirmed, [0, 1, 2]);

    // The next morning J1 has become J, and begins later in the same spell.
    let morning = r#"{"product":{"update_time":"2026-11-24T05:00:00Z","periods":[{"echeance":"J","begin_validity_time":"2026-11-24T05:00:00Z","end_validity_time":"2026-11-24T23:00:00Z","timelaps":{"domain_ids":[{"domain_id":"30","max_color_id":2,"phenomenon_items":[{"phenomenon_id":2,"phenomenon_max_color_id":"2","timelaps_items":[{"begin_time":"2026-11-24T05:00:00Z","end_time":"2026-11-24T09:00:00Z","color_id":2}]}]}]}}]}}"#;
    let read = read_at(morning.as_bytes(), at("2026-11-24T05:10:00Z"), &previous);
    assert!(read.alerts.is_empty(), "{:?}", told(&read));
    assert_eq!(read.confirmed, [2]);
}

#[test]
fn a_worse_colour_is_an_update_and_a_green_that_is_said_is_an_all_clear() {
    let first = read_at(&fixture(FILE), evening(), &[]);
    let previous = all_kept(&first, evening());
    let later = evening() + Span::hours(1);
    let red = text()
        .replace("2026-11-23T15:00:00Z", "2026-11-23T19:30:00Z")
        .replacen(
            "\"phenomenon_max_color_id\": 3",
            "\"phenomenon_max_color_id\": 4",
            1,
        );
    let read = read_at(red.as_bytes(), later, &previous);
    assert_eq!(
        told(&read),
        [(RAIN_TODAY.into(), MsgType::Update, "4; red; Extreme".into())]
    );
    assert!(read.alerts[0].alert.references[0].names(&first.alerts[0].alert.identity));

    let green = r#"{"periods":[{"begin_validity_time":"2026-11-23T05:00:00Z","end_validity_time":"2026-11-23T23:00:00Z","timelaps":{"domain_ids":[{"domain_id":"30","max_color_id":1,"phenomenon_items":[]}]}}]}"#;
    let read = read_at(green.as_bytes(), later, &previous);
    assert_eq!(
        told(&read),
        [(RAIN_TODAY.into(), MsgType::Update, "1; green; Minor".into())],
        "the coast and tomorrow are not spoken of, and stay"
    );
    let info = &read.alerts[0].alert.infos[0];
    assert!(info.is_all_clear());
    assert_eq!(info.expires, Some(later + Span::hours(1)));
}

#[test]
fn a_bulletin_without_domains_is_an_error_and_ends_nothing() {
    let first = read_at(&fixture(FILE), evening(), &[]);
    let previous = all_kept(&first, evening());
    for broken in [
        r#"{"product":{"periods":[]}}"#,
        r#"{"product":{"periods":[{"timelaps":{}}]}}"#,
        r#"{"product":{"periods":[{"begin_validity_time":"2026-11-23T05:00:00Z","end_validity_time":"2026-11-23T23:00:00Z","timelaps":{"domain_ids":[]}}]}}"#,
    ] {
        let read = read_at(broken.as_bytes(), evening(), &previous);
        assert!(read.error.is_some() && read.alerts.is_empty() && read.confirmed.is_empty());
    }
}

#[test]
fn what_was_over_before_it_was_read_is_not_announced() {
    let read = read_at(&fixture(FILE), at("2026-11-24T12:00:00Z"), &[]);
    assert_eq!(told(&read), []);
}

#[test]
fn hours_that_move_within_the_same_day_are_an_update() {
    let first = read_at(&fixture(FILE), evening(), &[]);
    let previous = all_kept(&first, evening());
    let moved = text().replace("2026-11-24T09:00:00Z", "2026-11-24T11:00:00Z");
    let read = read_at(moved.as_bytes(), evening(), &previous);
    assert_eq!(read.confirmed, [0, 1]);
    assert_eq!(
        told(&read),
        [(
            RAIN_TOMORROW.into(),
            MsgType::Update,
            "2; yellow; Moderate".into()
        )]
    );
    // Orange until 21:00, then yellow, within the same first and last hour.
    let mut document: serde_json::Value = serde_json::from_str(&text()).unwrap();
    let slices = document["product"]["periods"][0]["timelaps"]["domain_ids"][0]["phenomenon_items"]
        [0]["timelaps_items"]
        .as_array_mut()
        .unwrap();
    slices[2]["end_time"] = "2026-11-23T21:00:00Z".into();
    let mut last = slices[2].clone();
    last["begin_time"] = "2026-11-23T21:00:00Z".into();
    last["end_time"] = "2026-11-23T23:00:00Z".into();
    last["color_id"] = 2.into();
    slices.push(last);
    let read = read_at(document.to_string().as_bytes(), evening(), &previous);
    assert_eq!(
        told(&read),
        [(
            RAIN_TODAY.into(),
            MsgType::Update,
            "3; orange; Severe".into()
        )]
    );
}
