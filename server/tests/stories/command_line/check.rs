//! `rives source check`: what a file is, in the documented shape.

use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;

use super::{both, has_exactly, json, rives, run};
use crate::documents::alert;

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
