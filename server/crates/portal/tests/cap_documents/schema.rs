//! What is written is valid CAP 1.2, and reads back as what it was.

use crate::fixtures::{alerts, assert_valid, one, own, own_named, shared};
use portal::cap::{
    Alert, Area, CapVersion, Category, Certainty, Circle, Identity, Info, MsgType, NamedValue,
    Point, Reference, Resource, ResponseType, Scope, Severity, Status, Urgency, strict, write,
};
use portal::{Instant, xml};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// Reading back gives exactly what [`strict`] documents, and writing that again the same bytes.
fn assert_round_trip(alert: &Alert) -> String {
    let written = write(alert);
    let (again, _) = one(written.as_bytes());
    let strict = strict(alert);
    assert_eq!(again, strict, "{written}");
    assert_eq!(write(&again), written);
    written
}

#[test]
fn every_readable_document_is_written_valid_and_read_back_equal() {
    let mut documents: Vec<Vec<u8>> = own().into_iter().map(|(_, bytes)| bytes).collect();
    if let Some(dir) = shared() {
        for entry in std::fs::read_dir(dir.join("cap")).unwrap() {
            documents.push(std::fs::read(entry.unwrap().path()).unwrap());
        }
    }
    let written: Vec<String> = documents
        .iter()
        .filter_map(|bytes| alerts(bytes).ok())
        .flatten()
        .filter_map(Result::ok)
        .map(|(alert, _)| assert_round_trip(&alert))
        .collect();
    assert!(written.len() >= 6);
    assert_valid(&written);
}

#[test]
fn a_clean_document_is_written_as_it_was_but_for_form() {
    let (alert, _) = one(&own_named("crue_deux_langues.xml"));
    assert_eq!(strict(&alert), alert, "nothing of it is changed");
    let (again, deviations) = one(write(&alert).as_bytes());
    assert_eq!((again, deviations), (alert, vec![]));
}

#[test]
fn times_are_written_in_paris_and_never_with_z_or_fractions() {
    let (mut alert, _) = one(&own_named("crue_deux_langues.xml"));
    for (millis, text) in [
        (1_795_463_999_999, "2026-11-23T20:59:59+01:00"),
        (1_784_000_000_123, "2026-07-14T05:33:20+02:00"),
        (-3_000_000_000_000, "1874-12-07T18:40:00-00:00"),
        (i64::MAX, "9999-12-"),
        (i64::MIN, "0001-01-02"),
    ] {
        alert.infos[0].expires = Some(Instant(millis));
        let written = assert_round_trip(&alert);
        let wanted = format!("<expires>{text}");
        assert!(written.contains(&wanted), "{wanted}: {written}");
    }
}

#[test]
fn what_the_schema_requires_is_filled_and_what_it_forbids_is_replaced() {
    let (mut alert, _) = one(&own_named("crue_deux_langues.xml"));
    alert.identity.identifier = " a b,c<d&e\u{1}\n".to_owned();
    alert.identity.sender = "\u{2}".to_owned();
    alert.sent_text = "hier".to_owned();
    alert.incidents = vec!["un \"deux\"".to_owned()];
    let info = &mut alert.infos[0];
    info.categories.clear();
    info.event = " ".to_owned();
    info.headline = None;
    info.language = Some("fr_FR".to_owned());
    info.web = Some("javascript:alert(1)".to_owned());
    info.description = Some("a\u{b}b\r\nc ]]> <d> &amp;".to_owned());
    info.resources = vec![Resource {
        desc: String::new(),
        mime_type: None,
        uri: Some("/x".to_owned()),
    }];
    info.areas[0].desc = String::new();
    info.areas[0].lines = vec![vec![Point { lat: 1.0, lon: 1.0 }]];
    info.areas[0].polygons = vec![
        [(43.5, 6.9), (43.6, 6.9), (43.6, 7.1)]
            .map(|(lat, lon)| Point { lat, lon })
            .to_vec(),
        vec![
            Point {
                lat: f64::NAN,
                lon: 1e300
            };
            9
        ],
    ];
    info.areas[0].circles = vec![
        Circle {
            centre: Point {
                lat: 43.5,
                lon: 7.0,
            },
            radius_km: f64::INFINITY,
        },
        Circle {
            centre: Point {
                lat: 43.5,
                lon: 7.0,
            },
            radius_km: 1e9,
        },
    ];
    let written = assert_round_trip(&alert);
    assert_valid(std::slice::from_ref(&written));
    for wanted in [
        "<identifier>a_b_c_d_e</identifier>",
        "<sender>-</sender>",
        "<sent>2026-11-23T21:00:00+01:00</sent>",
        "<incidents>\"un deux\"</incidents>",
        "<language>fr-FR</language>\n<category>Other</category>\n<event>Alerte</event>",
        "<description>ab\nc ]]&gt; &lt;d&gt; &amp;</description>",
        "<resourceDesc>Document</resourceDesc>\n<mimeType>application/octet-stream</mimeType>\n</resource>",
        "<areaDesc>Zone non précisée</areaDesc>",
        "<polygon>43.5,6.9 43.6,6.9 43.6,7.1 43.5,6.9</polygon>\n<circle>43.5,7 20038</circle>",
    ] {
        assert!(written.contains(wanted), "{wanted} is not in {written}");
    }
    assert!(!written.contains("javascript") && !written.contains("NaN"));
}

#[test]
fn writing_widens_neither_status_nor_scope() {
    let (mut alert, _) = one(&own_named("crue_deux_langues.xml"));
    for status in Status::ALL {
        for scope in Scope::ALL {
            (alert.status, alert.scope) = (*status, *scope);
            let (again, _) = one(assert_round_trip(&alert).as_bytes());
            assert_eq!((again.status, again.scope), (*status, *scope));
        }
    }
}

/// Texts with everything in them: letters, markup, entities, controls, white space.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Zé ,.'-]{0,24}",
        "\\PC{0,16}",
        r#"([a-z&;<>/"' \t\r\n]|<br/>|</?p>|<script>|&amp;|&#[0-9]{1,3};|&lt;|]]>|[\x00-\x1f]|\u{a0}|\u{2028}|\u{fffe}){0,16}"#,
    ]
}

fn maybe() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(text())
}

fn instant() -> impl Strategy<Value = Instant> {
    prop_oneof![
        8 => 0_i64..4_000_000_000_000,
        1 => -62_000_000_000_000_i64..0,
        1 => any::<i64>(),
    ]
    .prop_map(Instant)
}

fn pairs() -> impl Strategy<Value = Vec<NamedValue>> {
    let pair = (text(), text()).prop_map(|(name, value)| NamedValue { name, value });
    proptest::collection::vec(pair, 0..3)
}

fn point() -> impl Strategy<Value = Point> {
    prop_oneof![
        9 => (-90.0..=90.0_f64, -180.0..=180.0_f64),
        1 => (any::<f64>(), any::<f64>()),
    ]
    .prop_map(|(lat, lon)| Point { lat, lon })
}

fn area() -> impl Strategy<Value = Area> {
    let polygons = proptest::collection::vec(proptest::collection::vec(point(), 0..8), 0..3);
    let radius = prop_oneof![0.0..500.0_f64, any::<f64>()];
    let circle = (point(), radius).prop_map(|(centre, radius_km)| Circle { centre, radius_km });
    let circles = proptest::collection::vec(circle, 0..3);
    (text(), polygons, circles, pairs()).prop_map(|(desc, polygons, circles, geocodes)| Area {
        desc,
        polygons,
        circles,
        geocodes,
        lines: Vec::new(),
    })
}

fn info() -> impl Strategy<Value = Info> {
    let enums = (
        proptest::collection::vec(select(Category::ALL), 0..3),
        proptest::collection::vec(select(ResponseType::ALL), 0..3),
        select(Urgency::ALL),
        select(Severity::ALL),
        select(Certainty::ALL),
    );
    let times = (
        proptest::option::of(instant()),
        proptest::option::of(instant()),
        proptest::option::of(instant()),
    );
    let language = proptest::option::of(prop_oneof!["[a-z]{2}([-_][A-Z]{2})?", text()]);
    let web = proptest::option::of(prop_oneof![
        text(),
        r#"https?://[a-z.é]{1,8}(:[0-9]{1,5})?([/?#][\PC]{0,12})?"#,
    ]);
    let texts = (maybe(), maybe(), maybe(), maybe(), maybe(), maybe());
    let resource = (text(), maybe(), maybe()).prop_map(|(desc, mime_type, uri)| Resource {
        desc,
        mime_type,
        uri,
    });
    let lists = (
        pairs(),
        pairs(),
        proptest::collection::vec(resource, 0..2),
        proptest::collection::vec(area(), 0..3),
    );
    (enums, times, language, web, text(), texts, lists).prop_map(
        |(enums, times, language, web, event, texts, lists)| Info {
            language,
            categories: enums.0,
            event,
            response_types: enums.1,
            urgency: enums.2,
            severity: enums.3,
            certainty: enums.4,
            audience: texts.0,
            event_codes: lists.0,
            effective: times.0,
            onset: times.1,
            expires: times.2,
            sender_name: texts.1,
            headline: texts.2,
            description: texts.3,
            instruction: texts.4,
            web,
            contact: texts.5,
            parameters: lists.1,
            resources: lists.2,
            areas: lists.3,
        },
    )
}

fn any_alert() -> impl Strategy<Value = Alert> {
    let identity = (text(), text(), instant()).prop_map(|(identifier, sender, sent)| Identity {
        identifier,
        sender,
        sent,
    });
    let words = (
        select(Status::ALL),
        select(MsgType::ALL),
        select(Scope::ALL),
    );
    let reference = (maybe(), text(), proptest::option::of(instant())).prop_map(
        |(sender, identifier, sent)| Reference {
            sender,
            identifier,
            sent,
        },
    );
    let lists = (
        proptest::collection::vec(text(), 0..3),
        proptest::collection::vec(text(), 0..3),
        proptest::collection::vec(text(), 0..3),
        proptest::collection::vec(reference, 0..4),
        proptest::collection::vec(info(), 0..3),
    );
    (
        identity,
        words,
        maybe(),
        maybe(),
        maybe(),
        text(),
        lists,
        any::<bool>(),
    )
        .prop_map(
            |(identity, words, source, restriction, note, sent_text, lists, signed)| Alert {
                identity,
                sent_text,
                version: CapVersion::Unknown,
                status: words.0,
                msg_type: words.1,
                source,
                scope: words.2,
                restriction,
                addresses: lists.0,
                codes: lists.1,
                note,
                references: lists.3,
                incidents: lists.2,
                infos: lists.4,
                signed,
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn any_alert_reads_back_as_it_was_written(alert in any_alert()) {
        let once = strict(&alert);
        prop_assert_eq!(&strict(&once), &once);
        let written = write(&alert);
        let parsed = xml::parse(written.as_bytes()).unwrap();
        prop_assert!(parsed.notes.is_empty(), "{:?}", parsed.notes);
        let (again, _) = portal::cap::read(&parsed.root).unwrap();
        prop_assert_eq!(&again, &once);
    }
}

#[test]
fn any_alert_is_written_valid() {
    let mut runner = TestRunner::deterministic();
    let strategy = any_alert();
    let documents: Vec<String> = (0..400)
        .map(|_| write(&strategy.new_tree(&mut runner).unwrap().current()))
        .collect();
    assert_valid(&documents);
}
