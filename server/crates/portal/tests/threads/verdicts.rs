//! Which messages residents see.

use portal::Span;
use portal::cap::{Alert, MsgType, Scope, Status};
use portal::messages::{Publication, verdict};
use portal::sources::{Publish, Signature, Source, SourceId, SourceKind};

use crate::build::*;

fn source() -> Source {
    Source {
        id: SourceId(GARD.into()),
        kind: SourceKind::CapFeed,
        publisher: "Préfecture du Gard".into(),
        url: "https://example.org/cap".into(),
        default_language: "fr-FR".into(),
        territory: vec![],
        poll_interval: Span::minutes(5),
        publish: Publish::Auto,
        signature: Signature::Optional,
        review_after: Span::hours(24),
        silent_after: Span::hours(2),
    }
}

fn actual() -> Alert {
    alert("A", h(1), vec![info()]).alert
}

#[track_caller]
fn withheld(alert: &Alert, exercise: bool) -> String {
    match verdict(alert, &source(), exercise) {
        Publication::Withheld(why) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn actual_and_public_is_public() {
    assert_eq!(verdict(&actual(), &source(), false), Publication::Public);
    for msg_type in [MsgType::Update, MsgType::Cancel] {
        let alert = Alert {
            msg_type,
            ..actual()
        };
        assert_eq!(verdict(&alert, &source(), false), Publication::Public);
    }
}

#[test]
fn any_other_status_is_withheld_and_says_which() {
    for status in Status::ALL.iter().copied().filter(|s| *s != Status::Actual) {
        let why = withheld(&Alert { status, ..actual() }, false);
        assert_eq!(why, format!("status is {}, not Actual", status.word()));
    }
}

#[test]
fn an_exercise_portal_shows_exercises_and_nothing_else() {
    let exercise = Alert {
        status: Status::Exercise,
        ..actual()
    };
    assert_eq!(verdict(&exercise, &source(), true), Publication::Public);
    for status in Status::ALL
        .iter()
        .copied()
        .filter(|s| *s != Status::Exercise)
    {
        let why = withheld(&Alert { status, ..actual() }, true);
        assert!(why.starts_with(&format!("status is {}, not Exercise", status.word())));
    }
}

#[test]
fn only_scope_public_is_relayed() {
    for scope in [Scope::Restricted, Scope::Private] {
        let why = withheld(&Alert { scope, ..actual() }, false);
        assert_eq!(why, format!("scope is {}, not Public", scope.word()));
    }
}

#[test]
fn receipts_are_withheld() {
    for msg_type in [MsgType::Ack, MsgType::Error] {
        let why = withheld(
            &Alert {
                msg_type,
                ..actual()
            },
            false,
        );
        assert!(why.starts_with(&format!("msgType is {}", msg_type.word())));
    }
}

#[test]
fn a_test_in_disguise_is_withheld() {
    for (name, value) in [
        ("cb-eu-level", "TEST"),
        ("CB-EU-Level", " test "),
        ("cb_eu_level", "EU-Test"),
        ("awareness_level", "TEST"),
        ("AlertLevel", "Test"),
        ("test", "true"),
    ] {
        let mut alert = actual();
        alert.infos.push(info().parameter(name, value));
        let why = withheld(&alert, false);
        assert!(
            why.starts_with("a test in disguise"),
            "{name}={value}: {why}"
        );
        assert!(why.contains(name), "{why}");
    }
}

#[test]
fn a_text_in_which_the_word_test_occurs_is_no_test() {
    for (name, value) in [
        ("cb-eu-level", "EU-ALERT-2"),
        ("advice", "Test your smoke detector"),
        ("reason", "protest"),
        ("awareness_level", "3; orange; Severe"),
        ("test", "false"),
        ("layer:sms", "Test"),
    ] {
        let mut alert = actual();
        alert.infos.push(info().parameter(name, value));
        assert_eq!(
            verdict(&alert, &source(), false),
            Publication::Public,
            "{name}={value}"
        );
    }
}

#[test]
fn in_an_exercise_a_test_level_is_no_disguise() {
    let mut alert = Alert {
        status: Status::Exercise,
        ..actual()
    };
    alert.infos.push(info().parameter("cb-eu-level", "TEST"));
    assert_eq!(verdict(&alert, &source(), true), Publication::Public);
}

#[test]
fn a_person_confirms_news_held_sources_and_missing_required_signatures() {
    let cases = [
        Source {
            kind: SourceKind::RssNews,
            ..source()
        },
        Source {
            publish: Publish::Hold,
            ..source()
        },
        Source {
            signature: Signature::Required,
            ..source()
        },
    ];
    for case in &cases {
        assert!(matches!(
            verdict(&actual(), case, false),
            Publication::Held(_)
        ));
    }
    let signed = Alert {
        signed: true,
        ..actual()
    };
    assert_eq!(verdict(&signed, &cases[2], false), Publication::Public);
    let expected = Source {
        signature: Signature::Expected,
        ..source()
    };
    assert_eq!(verdict(&actual(), &expected, false), Publication::Public);
}

#[test]
fn what_is_withheld_is_not_offered_for_confirmation() {
    let held = Source {
        publish: Publish::Hold,
        ..source()
    };
    let test = Alert {
        status: Status::Test,
        ..actual()
    };
    assert!(matches!(
        verdict(&test, &held, false),
        Publication::Withheld(_)
    ));
}
