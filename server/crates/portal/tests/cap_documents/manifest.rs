//! Every real document is read as the collection's manifest says, or refused with a reason.

use std::collections::{BTreeMap, BTreeSet};

use crate::fixtures::{alerts, shared};
use portal::cap::{Alert, Deviations, date_time};
use portal::xml::{self, Element};

type Row = BTreeMap<String, String>;

fn manifest(text: &str) -> Vec<Row> {
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split('\t').collect();
    lines
        .map(|line| {
            names
                .iter()
                .map(|n| (*n).to_owned())
                .zip(line.split('\t').map(str::to_owned))
                .collect()
        })
        .collect()
}

fn words(list: &str) -> BTreeSet<String> {
    list.split(',')
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

fn count(element: &Element, name: &str) -> usize {
    let here = element.children.iter().filter(|c| c.name == name).count();
    here + element
        .children
        .iter()
        .map(|c| count(c, name))
        .sum::<usize>()
}

#[test]
fn every_schema_valid_document_is_what_the_manifest_says() {
    let Some(dir) = shared() else { return };
    let rows = manifest(&std::fs::read_to_string(dir.join("MANIFEST.tsv")).unwrap());
    let valid: Vec<&Row> = rows
        .iter()
        .filter(|r| r["kind"] == "cap" && r["xsd"] == "valid")
        .collect();
    assert!(valid.len() >= 50, "the manifest has changed its words");
    for row in valid {
        let bytes = std::fs::read(dir.join(&row["shared"])).unwrap();
        let (alert, deviations) = crate::fixtures::one(&bytes);
        let root = xml::parse(&bytes).unwrap().root;
        compare(row, &alert, &deviations, &root);
    }
}

fn compare(row: &Row, alert: &Alert, deviations: &Deviations, root: &Element) {
    let file = &row["shared"];
    assert_eq!(alert.identity.sender, row["sender"], "{file}");
    let (sent, _) = date_time(&row["sent"]).unwrap();
    assert_eq!(alert.identity.sent, sent, "{file}");
    assert_eq!(alert.sent_text, row["sent"], "{file}");
    assert_eq!(alert.msg_type.word(), row["msgType"], "{file}");
    assert_eq!(alert.status.word(), row["status"], "{file}");
    assert_eq!(alert.infos.len().to_string(), row["n_info"], "{file}");
    assert_eq!(alert.signed, row["signed"] == "yes", "{file}");
    let languages: BTreeSet<String> = alert
        .infos
        .iter()
        .filter_map(|i| i.language.clone())
        .collect();
    assert_eq!(languages, words(&row["langs"]), "{file}");

    // The manifest counts elements; whatever of them was dropped must have been told.
    let areas = || alert.infos.iter().flat_map(|i| &i.areas);
    for (name, read) in [
        ("polygon", areas().map(|a| a.polygons.len()).sum::<usize>()),
        ("circle", areas().map(|a| a.circles.len()).sum()),
    ] {
        let there = count(root, name);
        assert_eq!(there.to_string(), row[&format!("{name}s")], "{file}");
        let told_dropped = deviations
            .iter()
            .any(|d| d.starts_with(name) && d.ends_with("dropped."));
        assert!(
            read == there || told_dropped,
            "{file}: {read} of {there} {name}s, untold"
        );
        let flags = &row["flags"];
        if !["empty_polygon", "bad_token", "coord_range"]
            .iter()
            .any(|f| flags.contains(f))
        {
            assert_eq!(read, there, "{file}: {deviations:?}");
        }
        if flags.contains("empty_polygon") && name == "polygon" {
            assert!(read < there, "{file}");
        }
    }
    // The manifest says yes or no for references.
    assert_eq!(!alert.references.is_empty(), row["refs"] != "0", "{file}");
    assert!(
        alert
            .references
            .iter()
            .all(|r| r.sender.is_some() && r.sent.is_some()),
        "{file}"
    );
    let names: BTreeSet<String> = areas()
        .flat_map(|a| &a.geocodes)
        .map(|g| g.name.clone())
        .collect();
    if row["geocodes"] == "(no valueName)" {
        assert!(
            !names.is_empty() && !names.contains(""),
            "{file}: CAP 1.0's name=value"
        );
    } else {
        assert_eq!(names, words(&row["geocodes"]), "{file}");
    }
    for (flag, sentence) in [
        ("polygon_open", "polygon was open"),
        (
            "polygon_bad_token",
            "polygon has points that cannot be read",
        ),
        ("coord_range", "out of range"),
        ("polygon_invalid_geom", "crosses itself"),
        ("escaped_html", "holds markup"),
        ("expires_eq_onset", "expires is not later"),
    ] {
        if row["flags"].contains(flag) {
            assert!(
                deviations.iter().any(|d| d.contains(sentence)),
                "{file}: {flag} is not told in {deviations:?}"
            );
        }
    }
}

#[test]
fn every_invalid_document_is_read_or_refused_with_a_reason() {
    let Some(dir) = shared() else { return };
    let rows = manifest(&std::fs::read_to_string(dir.join("MANIFEST.tsv")).unwrap());
    for row in &rows {
        let file = &row["shared"];
        let bytes = std::fs::read(dir.join(file)).unwrap();
        match alerts(&bytes) {
            Err(reason) => {
                assert!(!reason.0.is_empty());
                assert!(
                    ["json", "geojson", "malformed-xml"].contains(&row["kind"].as_str()),
                    "{file} is refused: {reason}"
                );
            }
            Ok(all) => {
                let expected: usize = row["n_alert"].parse().unwrap_or(0);
                // Atom entries hold fields of CAP, not alerts; that is for the reader of feeds.
                if row["kind"] != "atom" {
                    assert_eq!(all.len(), expected, "{file}");
                }
                for alert in all {
                    let (alert, deviations) = match alert {
                        Ok(read) => read,
                        // A feed's excerpt may lack what a whole alert must have.
                        Err(e) if row["kind"] == "atom" => {
                            assert!(e.to_string().starts_with("The alert"), "{file}: {e}");
                            continue;
                        }
                        Err(e) => panic!("{file}: {e}"),
                    };
                    if row["kind"] == "cap" && row["xsd"] != "valid" {
                        assert!(!deviations.is_empty(), "{file}: nothing told");
                        assert_eq!(alert.status.word(), row["status"], "{file}");
                        assert_eq!(alert.msg_type.word(), row["msgType"], "{file}");
                        assert_eq!(alert.identity.sender, row["sender"], "{file}");
                    }
                }
            }
        }
    }
}

#[test]
fn no_file_of_any_kind_makes_the_reader_panic() {
    let Some(dir) = shared() else { return };
    let mut waiting = vec![dir];
    let mut seen = 0;
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(std::fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()));
        } else {
            let bytes = std::fs::read(&path).unwrap();
            let _ = alerts(&bytes);
            for at in (0..bytes.len()).step_by(bytes.len() / 7 + 1) {
                let _ = alerts(&bytes[..at]);
            }
            seen += 1;
        }
    }
    assert!(seen >= 90);
}
