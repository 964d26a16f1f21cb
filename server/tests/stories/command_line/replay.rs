//! `rives source replay`: what documents would become, rehearsed in a throw-away store.

use serde_json::Value;

use super::{both, has_exactly, json, rives, run};
use crate::documents::{Cap, Text, alert, minute, text};

/// Replays these documents, in this order.
fn replay(documents: &[&Cap], at: i64) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..documents.len()).map(|n| format!("{n}.xml")).collect();
    for (name, document) in names.iter().zip(documents) {
        std::fs::write(folder.path().join(name), document.xml()).unwrap();
    }
    let output = rives(folder.path())
        .args(["source", "replay", "--json", "--at", &minute(at).rfc3339()])
        .args(&names)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", both(&output));
    let threads = json(&output);
    for thread in &threads {
        has_exactly(
            thread,
            &[
                "id",
                "state",
                "current",
                "members",
                "colour",
                "severity",
                "languages",
                "departements",
                "communes",
                "until",
            ],
            &["unresolved"],
        );
    }
    threads
}

/// What does not depend on the order in which documents came.
fn told(threads: &[Value]) -> Vec<Value> {
    let mut threads = threads.to_vec();
    for thread in &mut threads {
        thread.as_object_mut().unwrap().remove("id");
    }
    threads
}

/// Replays in several orders, which must tell the same; gives the state and the current message of the only thread.
fn story(documents: &[Cap], at: i64) -> (String, String, Value) {
    let forward: Vec<&Cap> = documents.iter().collect();
    let threads = replay(&forward, at);
    assert_eq!(threads.len(), 1, "{threads:#?}");
    let backward: Vec<&Cap> = documents.iter().rev().collect();
    let mut turned = forward.clone();
    turned.rotate_left(documents.len() / 2);
    for order in [backward, turned] {
        assert_eq!(
            told(&replay(&order, at)),
            told(&threads),
            "another order tells another story"
        );
    }
    let thread = threads[0].clone();
    let word = |name: &str| thread[name].as_str().unwrap().to_owned();
    (word("state"), word("current"), thread)
}

#[test]
fn source_replay_tells_each_chain_alike_in_any_order() {
    let crue = || alert("crue", 0);
    let (state, current, thread) = story(&[crue()], 60);
    assert_eq!((state.as_str(), current.as_str()), ("active", "crue"));
    assert_eq!(
        (&thread["colour"], &thread["severity"]),
        (&"orange".into(), &"Severe".into())
    );
    assert_eq!(
        (&thread["departements"], &thread["languages"]),
        (&serde_json::json!(["30"]), &serde_json::json!(["fr-FR"]))
    );
    assert_eq!(thread["until"], minute(120).rfc3339());
    assert_eq!(story(&[crue()], 120).0, "ended");

    let (state, current, _) = story(&[alert("fin", 10).cancels(&[("crue", 0)]), crue()], 60);
    assert_eq!((state.as_str(), current.as_str()), ("cancelled", "fin"));
    assert_eq!(
        story(&[alert("fin", 10).cancels(&[("crue", 0)])], 60).0,
        "cancelled"
    );

    let chain: Vec<Cap> = (0..9)
        .map(|n| match n {
            0 => crue(),
            1 => alert("maj-1", 1).updates(&[("crue", 0)]),
            n => alert(&format!("maj-{n}"), n).updates(&[(&format!("maj-{}", n - 1), n - 1)]),
        })
        .collect();
    let (state, current, thread) = story(&chain, 60);
    assert_eq!(
        (
            state.as_str(),
            current.as_str(),
            thread["members"].as_array().unwrap().len()
        ),
        ("active", "maj-8", 9)
    );

    let fork = [
        crue(),
        alert("gauche", 1).updates(&[("crue", 0)]),
        alert("droite", 2).updates(&[("crue", 0)]),
    ];
    assert_eq!(story(&fork, 60).1, "droite");

    let circle = [
        alert("un", 0).updates(&[("trois", 2)]),
        alert("deux", 1).updates(&[("un", 0)]),
        alert("trois", 2).updates(&[("deux", 1)]),
    ];
    let (state, current, _) = story(&circle, 60);
    assert_eq!((state.as_str(), current.as_str()), ("active", "trois"));

    let clear = Text {
        response: Some("AllClear"),
        onset: Some(minute(30)),
        expires: Some(minute(30)),
        ..text("Fin")
    };
    let (state, current, _) = story(
        &[
            crue(),
            alert("fin", 30).updates(&[("crue", 0)]).says([clear]),
        ],
        60,
    );
    assert_eq!((state.as_str(), current.as_str()), ("all_clear", "fin"));

    let english = Text {
        language: Some("en-GB"),
        ..text("Flood")
    };
    let (_, _, thread) = story(&[alert("crue", 0).says([text("Crue"), english])], 60);
    assert_eq!(thread["languages"], serde_json::json!(["en-GB", "fr-FR"]));

    let red = Text {
        severity: "Extreme",
        areas: vec![("Sommières", "30321")],
        ..text("Rouge")
    };
    let yellow = Text {
        severity: "Minor",
        areas: vec![("Nîmes", "30189")],
        ..text("Jaune")
    };
    let (_, _, thread) = story(&[alert("crue", 0).says([yellow, red])], 60);
    assert_eq!(
        (&thread["colour"], &thread["communes"]),
        (&"red".into(), &serde_json::json!(["30189", "30321"]))
    );

    let coming = || {
        [alert("crue", 0).says([Text {
            onset: Some(minute(60)),
            ..text("Crue")
        }])]
    };
    assert_eq!(
        (story(&coming(), 59).0, story(&coming(), 60).0),
        ("future".into(), "active".into())
    );

    let (state, _, thread) = story(
        &[alert("eau", 0).says([Text {
            expires: None,
            ..text("Eau")
        }])],
        60,
    );
    assert_eq!((state.as_str(), &thread["until"]), ("active", &Value::Null));

    assert!(
        replay(
            &[&Cap {
                status: "Test",
                ..crue()
            }],
            60
        )
        .is_empty(),
        "what is not public is no thread"
    );
}

#[test]
fn source_replay_takes_folders_refuses_nonsense_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let chain = folder.path().join("chaîne");
    std::fs::create_dir(&chain).unwrap();
    std::fs::write(
        chain.join("2.xml"),
        alert("b", 1).updates(&[("a", 0)]).xml(),
    )
    .unwrap();
    std::fs::write(chain.join("1.xml"), alert("a", 0).xml()).unwrap();
    let temporary = folder.path().join("tmp");
    std::fs::create_dir(&temporary).unwrap();
    let output = rives(folder.path())
        .env("TMPDIR", &temporary)
        .args([
            "source",
            "replay",
            "--json",
            "--at",
            "2026-11-23T20:30:00+01:00",
            "chaîne",
        ])
        .output()
        .unwrap();
    assert_eq!(json(&output)[0]["current"], "b");
    assert_eq!(
        std::fs::read_dir(&temporary).unwrap().count(),
        0,
        "the throw-away store is still there"
    );
    let output = run(
        folder.path(),
        &["source", "replay", "--at", "demain", "chaîne"],
    );
    assert!(
        !output.status.success() && both(&output).contains("RFC 3339"),
        "{}",
        both(&output)
    );
    let output = run(folder.path(), &["source", "replay", "absente"]);
    assert!(
        !output.status.success() && both(&output).contains("absente: cannot be read"),
        "{}",
        both(&output)
    );
    assert!(
        !folder.path().join("data").exists(),
        "a rehearsal made the configured store"
    );
}
