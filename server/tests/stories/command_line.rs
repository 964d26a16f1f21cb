//! The commands as operators type them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::documents::{Cap, Text, alert, minute, text};

/// `rives` in an empty folder, with nothing of this machine's environment that it reads.
pub fn rives(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rives"));
    command.current_dir(folder);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("RIVES_")) {
        command.env_remove(name);
    }
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    rives(folder).args(arguments).output().unwrap()
}

fn both(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

fn json(output: &Output) -> Vec<Value> {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", both(output)))
}

const GOOD: &str = "[portal]\nname = \"Rives Gard\"\n[[source]]\nid = \"gard\"\nkind = \"cap\"\n\
    publisher = \"Préfecture du Gard\"\nurl = \"https://exemple.invalid/cap.xml\"\nterritory = [\"30\"]\n";

#[test]
fn check_config_says_what_would_be_used_or_which_key_is_wrong_and_how_to_mend_it() {
    let folder = tempfile::tempdir().unwrap();
    let check = |text: &str| {
        std::fs::write(folder.path().join("essai.toml"), text).unwrap();
        run(folder.path(), &["--config", "essai.toml", "check-config"])
    };
    let good = check(GOOD);
    assert!(good.status.success(), "{}", both(&good));
    assert!(both(&good).contains("good") && both(&good).contains("Préfecture du Gard"));

    for (broken, named, fix) in [
        (
            GOOD.replace("https://exemple.invalid/cap.xml", "ftp://x"),
            "source.gard.url",
            "fix: ",
        ),
        (
            GOOD.replace("\"30\"", "\"00\""),
            "source.gard.territory",
            "territory = [\"30\"",
        ),
        (
            GOOD.replace("kind = \"cap\"", "kind = \"capp\""),
            "capp",
            "cap-feed",
        ),
        (
            GOOD.replace("publisher", "publsher"),
            "publsher",
            "publisher",
        ),
        (
            format!("[public]\nlisten = \"nowhere\"\n{GOOD}"),
            "listen",
            "line 2",
        ),
        (
            format!("[public]\norigin = \"https://x/\"\n{GOOD}"),
            "public.origin",
            "without a path",
        ),
        (
            format!("[desk]\nlisten = \"127.0.0.1:3000\"\n{GOOD}"),
            "desk.listen",
            "its own port",
        ),
        (
            format!("[store]\nurl = \"mysql://x\"\n{GOOD}"),
            "store.url",
            "sqlite://",
        ),
        (
            format!("[relay]\ntimeout = \"fast\"\n{GOOD}"),
            "timeout",
            "90s",
        ),
        (
            format!("{GOOD}poll_interval = \"0s\""),
            "source.gard.poll_interval",
            "60s",
        ),
        (
            format!("{GOOD}publish = \"auto\"").replace("kind = \"cap\"", "kind = \"rss-news\""),
            "source.gard.publish",
            "hold",
        ),
        (
            format!(
                "{GOOD}{}",
                GOOD.split("\n[[source]]")
                    .nth(1)
                    .map(|s| format!("[[source]]{s}"))
                    .unwrap()
            ),
            "source.gard.id",
            "its own id",
        ),
        ("[portal".to_owned(), "essai.toml", "line 1"),
    ] {
        let output = check(&broken);
        assert!(!output.status.success(), "{broken}");
        let told = both(&output);
        assert!(
            told.contains(named) && told.contains(fix),
            "{named} or {fix} is missing: {told}"
        );
        assert!(!told.contains("panicked"));
    }
    let missing = run(folder.path(), &["--config", "absent.toml", "check-config"]);
    assert!(!missing.status.success());
    assert!(
        both(&missing).contains("absent.toml") && both(&missing).contains("--config FILE"),
        "{}",
        both(&missing)
    );
    let none = run(folder.path(), &["check-config"]);
    assert!(
        none.status.success() && both(&none).contains("the defaults"),
        "{}",
        both(&none)
    );
}

#[test]
fn the_environment_overrides_the_file_and_its_mistakes_are_named() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("rives.toml"), GOOD).unwrap();
    let with = |name: &str, value: &str| {
        rives(folder.path())
            .env(name, value)
            .arg("check-config")
            .output()
            .unwrap()
    };
    let told = with("RIVES__PUBLIC__LISTEN", "127.0.0.1:4321");
    assert!(
        told.status.success() && both(&told).contains("127.0.0.1:4321"),
        "{}",
        both(&told)
    );
    let told = with("RIVES__SOURCE__GARD__POLL_INTERVAL", "7m");
    assert!(
        told.status.success() && both(&told).contains("every 7m"),
        "{}",
        both(&told)
    );
    let told = with("RIVES__PORTAL__EXERCISE", "true");
    assert!(both(&told).contains("EXERCISE"));
    let told = with("RIVES__SOURCE__GARD__TOKEN", "secret-7");
    assert!(told.status.success() && !both(&told).contains("secret-7"));
    for (name, value, part) in [
        ("RIVES__PUBLIC__LISTEN", "x", "listen"),
        ("RIVES__PUBLIC__LISEN", "127.0.0.1:1", "lisen"),
        (
            "RIVES__SOURCE__LOZERE__TOKEN",
            "x",
            "RIVES__SOURCE__LOZERE__TOKEN",
        ),
        ("RIVES__PUBLIC", "x", "RIVES__SECTION__KEY"),
    ] {
        let told = with(name, value);
        assert!(
            !told.status.success() && both(&told).contains(part),
            "{name}: {}",
            both(&told)
        );
    }
}

/// Whether `value` is an object of exactly these fields.
#[track_caller]
fn has_exactly(value: &Value, fields: &[&str], more: &[&str]) {
    let object = value
        .as_object()
        .unwrap_or_else(|| panic!("not an object: {value}"));
    for field in fields {
        assert!(object.contains_key(*field), "{field} missing in {value}");
    }
    for key in object.keys() {
        assert!(
            fields.contains(&key.as_str()) || more.contains(&key.as_str()),
            "{key} is not documented: {value}"
        );
    }
}

fn text_or_null(value: &Value) -> bool {
    value.is_null() || value.is_string()
}

/// The documented shape of one checked document.
fn assert_documented(checked: &Value) {
    has_exactly(checked, &["file", "kind", "error", "alerts"], &["links"]);
    let kind = checked["kind"].as_str().unwrap();
    assert!(
        ["cap", "atom", "rss", "geojson", "json", "unknown"].contains(&kind),
        "{kind}"
    );
    assert!(checked["file"].is_string() && text_or_null(&checked["error"]));
    for alert in checked["alerts"].as_array().unwrap() {
        has_exactly(
            alert,
            &[
                "identifier",
                "sender",
                "sent",
                "status",
                "msg_type",
                "scope",
                "references",
                "infos",
                "public",
                "why",
                "deviations",
            ],
            &["signed"],
        );
        for text in [
            "identifier",
            "sender",
            "sent",
            "status",
            "msg_type",
            "scope",
            "why",
        ] {
            assert!(alert[text].is_string(), "{text}: {alert}");
        }
        assert!(
            portal::Instant::parse(alert["sent"].as_str().unwrap()).is_some(),
            "{}",
            alert["sent"]
        );
        assert!(alert["public"].is_boolean() && !alert["why"].as_str().unwrap().is_empty());
        assert!(
            alert["deviations"]
                .as_array()
                .unwrap()
                .iter()
                .all(Value::is_string)
        );
        for reference in alert["references"].as_array().unwrap() {
            has_exactly(reference, &["sender", "identifier", "sent"], &[]);
            assert!(
                text_or_null(&reference["sender"])
                    && reference["identifier"].is_string()
                    && text_or_null(&reference["sent"])
            );
        }
        for info in alert["infos"].as_array().unwrap() {
            has_exactly(
                info,
                &["language", "event", "severity", "onset", "expires", "areas"],
                &["colour"],
            );
            assert!(
                text_or_null(&info["language"])
                    && info["event"].is_string()
                    && info["severity"].is_string()
            );
            assert!(text_or_null(&info["onset"]) && text_or_null(&info["expires"]));
            for area in info["areas"].as_array().unwrap() {
                has_exactly(
                    area,
                    &[
                        "desc",
                        "polygons",
                        "circles",
                        "geocodes",
                        "departements",
                        "communes",
                        "resolved",
                    ],
                    &[],
                );
                assert!(
                    area["desc"].is_string()
                        && area["polygons"].is_u64()
                        && area["circles"].is_u64()
                        && area["resolved"].is_boolean()
                );
                for geocode in area["geocodes"].as_array().unwrap() {
                    has_exactly(geocode, &["name", "value"], &[]);
                    assert!(geocode["name"].is_string() && geocode["value"].is_string());
                }
                for places in ["departements", "communes"] {
                    assert!(
                        area[places]
                            .as_array()
                            .unwrap()
                            .iter()
                            .all(Value::is_string)
                    );
                }
            }
        }
    }
}

/// Every file below a folder.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files_in(&path))
        } else {
            all.push(path)
        }
    }
    all.sort();
    all
}

fn check(files: &[PathBuf]) -> (Output, Vec<Value>) {
    let folder = tempfile::tempdir().unwrap();
    let output = rives(folder.path())
        .args(["source", "check", "--json"])
        .args(files)
        .output()
        .unwrap();
    let all = json(&output);
    assert_eq!(all.len(), files.len(), "one answer per file, in order");
    for (file, checked) in files.iter().zip(&all) {
        assert_eq!(checked["file"], file.to_str().unwrap());
        assert_documented(checked);
        let empty =
            checked["alerts"].as_array().unwrap().is_empty() && checked.get("links").is_none();
        if empty && checked["kind"] == "unknown" {
            assert!(
                checked["error"].is_string(),
                "refused without a reason: {checked}"
            );
        }
    }
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
    (output, all)
}

#[test]
fn source_check_tells_of_each_of_our_fixtures_what_it_is_in_the_documented_shape() {
    let files =
        files_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/portal/tests/fixtures"));
    let (output, all) = check(&files);
    assert!(output.status.success(), "{}", both(&output));
    let kinds: std::collections::BTreeSet<_> =
        all.iter().map(|c| c["kind"].as_str().unwrap()).collect();
    for kind in ["cap", "atom", "rss", "geojson", "json"] {
        assert!(kinds.contains(kind), "no fixture is {kind}: {kinds:?}");
    }
    assert!(
        all.iter()
            .any(|c| !c["alerts"].as_array().unwrap().is_empty())
    );
}

#[test]
fn source_check_reads_or_refuses_with_a_reason_every_shared_fixture() {
    let start = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Some(shared) = start
        .ancestors()
        .map(|a| a.join("shared/fixtures"))
        .find(|p| p.is_dir())
    else {
        eprintln!("the shared fixtures are not here: nothing checked");
        return;
    };
    let mut files = files_in(&shared.join("cap"));
    files.extend(files_in(&shared.join("feeds")));
    let (output, all) = check(&files);
    assert!(output.status.success(), "{}", both(&output));
    assert!(
        all.iter()
            .filter(|c| !c["alerts"].as_array().unwrap().is_empty())
            .count()
            > 50
    );
}

#[test]
fn source_check_reports_a_file_that_cannot_be_read_and_the_others_too() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.xml"), alert("a", 0).xml()).unwrap();
    std::fs::write(folder.path().join("b.txt"), "bonjour").unwrap();
    let output = run(
        folder.path(),
        &[
            "source",
            "check",
            "--json",
            "a.xml",
            "absent.xml",
            "b.txt",
            "a.xml",
        ],
    );
    assert!(!output.status.success());
    let all = json(&output);
    assert_eq!(all.len(), 4);
    for checked in &all {
        assert_documented(checked);
    }
    let first = &all[0]["alerts"][0];
    assert_eq!(
        (&first["identifier"], &first["public"]),
        (&"a".into(), &true.into())
    );
    assert_eq!(
        first["infos"][0]["areas"][0]["departements"],
        serde_json::json!(["30"])
    );
    assert!(all[1]["error"].as_str().unwrap().contains("cannot be read"));
    assert!(all[2]["error"].is_string());
    assert_eq!(all[3]["alerts"][0]["identifier"], "a");
    let good = run(
        folder.path(),
        &["source", "check", "--json", "a.xml", "b.txt"],
    );
    assert!(good.status.success(), "it could look at every file");
    let plain = run(folder.path(), &["source", "check", "a.xml", "b.txt"]);
    assert!(
        plain.status.success() && both(&plain).contains("Actual Alert a"),
        "{}",
        both(&plain)
    );
}

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
