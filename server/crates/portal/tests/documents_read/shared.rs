//! The collection of real files beside the repository: each is what the manifest says, and gives
//! something or a reason.

use portal::documents::Kind;

use crate::ground::{evening, read_at, shared};

fn expected(kind: &str) -> &'static [Kind] {
    match kind {
        // "other-xml" is a list of CAP alerts without an envelope of its own.
        "cap" | "edxl" | "other-xml" => &[Kind::Cap],
        "atom" => &[Kind::Atom],
        "rss" => &[Kind::Rss],
        "geojson" => &[Kind::GeoJson],
        "json" => &[Kind::Json],
        // Read as far as possible: an encoding may be mended, a truncated feed may not.
        "malformed-xml" => &[Kind::Atom, Kind::Cap],
        other => panic!("the manifest knows a kind {other}"),
    }
}

#[test]
fn every_real_file_is_what_the_manifest_says_and_gives_something_or_a_reason() {
    let Some(root) = shared() else { return };
    let manifest = std::fs::read_to_string(root.join("MANIFEST.tsv")).unwrap();
    let mut files = 0;
    for line in manifest.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let (file, kind, n_alert) = (fields[0], fields[1], fields[4]);
        let Ok(bytes) = std::fs::read(root.join(file)) else {
            panic!("{file} is missing");
        };
        let read = read_at(&bytes, evening(), &[]);
        println!(
            "{:<8} {:>4} alerts {:>4} links  {}  {}",
            format!("{:?}", read.kind),
            read.alerts.len(),
            read.links.len(),
            file,
            read.error.as_deref().unwrap_or("")
        );
        assert!(
            expected(kind).contains(&read.kind),
            "{file}: {:?}",
            read.kind
        );
        assert!(
            !read.alerts.is_empty() || !read.links.is_empty() || read.error.is_some(),
            "{file} gives nothing and no reason"
        );
        if matches!(kind, "cap" | "edxl" | "other-xml") && read.error.is_none() {
            let n: usize = n_alert.parse().unwrap();
            assert!(read.alerts.len() <= n && !read.alerts.is_empty(), "{file}");
        }
        files += 1;
    }
    assert!(files > 90, "only {files} files");
}

#[test]
fn the_alerts_and_links_of_real_feeds_are_counted_right() {
    let Some(root) = shared() else { return };
    for (file, alerts, links) in [
        (
            "TNRIS__weather-alerts-parser__test__files__multiple.xml",
            39,
            39,
        ),
        (
            "TNRIS__weather-alerts-parser__test__files__single.xml",
            1,
            1,
        ),
        (
            "thtroyer__noaa-cap-alerts__tests__files__noaaExample1.xml",
            215,
            215,
        ),
        (
            "kelvinn__capparselib__tests__resources__us_nws_weather.atom",
            2,
            2,
        ),
        // News with an event and no status: not messages.
        ("kelvinn__capparselib__tests__resources__sweden.atom", 0, 0),
        (
            "kelvinn__capparselib__tests__resources__usgs_alerthub.atom",
            0,
            1,
        ),
        ("kelvinn__capparselib__tests__resources__weather.atom", 1, 0),
        ("kelvinn__capparselib__tests__resources__amber.rss", 0, 1),
        ("kelvinn__capparselib__tests__resources__ny_index.rss", 0, 2),
        (
            "KDE__foss-public-alert-server__foss_public_alert_server__lib__testdata__au-bom-en.rss.xml",
            0,
            1,
        ),
        (
            "kelvinn__capparselib__tests__resources__smhi.se.alerts.cap",
            17,
            0,
        ),
        (
            "seevee__cap_alerts__tests__fixtures__meteoalarm_with_polygons.json",
            3,
            0,
        ),
    ] {
        let bytes = std::fs::read(root.join("feeds").join(file)).unwrap();
        let read = read_at(&bytes, evening(), &[]);
        assert_eq!(
            (read.alerts.len(), read.links.len()),
            (alerts, links),
            "{file}: {:?}",
            read.error
        );
    }
}
