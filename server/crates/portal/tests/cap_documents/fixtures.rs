//! Where the tests' documents are, and the judge of what is valid.
use std::path::{Path, PathBuf};
use std::process::Command;

use portal::cap::{self, Alert, CapError, Deviations};
use portal::xml;

/// Our own synthetic documents, by file name.
pub fn own() -> Vec<(String, Vec<u8>)> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cap");
    let mut files: Vec<PathBuf> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "xml"))
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(&path).unwrap())
        })
        .collect()
}

pub fn own_named(name: &str) -> Vec<u8> {
    let (_, bytes) = own().into_iter().find(|(n, _)| n == name).unwrap();
    bytes
}

/// The collection of real feeds outside the repository: `$RIVES_SHARED/fixtures`, or
/// `shared/fixtures` beside any ancestor of this crate. Says so when there is none.
pub fn shared() -> Option<PathBuf> {
    let named = std::env::var_os("RIVES_SHARED").map(|dir| PathBuf::from(dir).join("fixtures"));
    let found = named
        .into_iter()
        .chain(
            Path::new(env!("CARGO_MANIFEST_DIR"))
                .ancestors()
                .map(|dir| dir.join("shared/fixtures")),
        )
        .find(|dir| dir.join("MANIFEST.tsv").is_file());
    if found.is_none() {
        eprintln!("skipped: no shared/fixtures near the repository, and RIVES_SHARED is not set");
    }
    found
}

/// One alert, read or refused.
pub type ReadOrRefused = Result<(Alert, Deviations), CapError>;

/// All alerts of a document.
pub fn alerts(bytes: &[u8]) -> Result<Vec<ReadOrRefused>, xml::XmlError> {
    let parsed = xml::parse(bytes)?;
    Ok(cap::find_alerts(&parsed.root)
        .into_iter()
        .map(cap::read)
        .collect())
}

/// The one alert of a document.
pub fn one(bytes: &[u8]) -> (Alert, Deviations) {
    let mut all = alerts(bytes).unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0).unwrap()
}

/// Fails with xmllint's own words unless every document is valid CAP 1.2. One process for all.
/// The schema is ours, or OASIS' own where `CAP_XSD` names it.
pub fn assert_valid(documents: &[String]) {
    static RUN: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let run = RUN.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("xmllint-{}-{run}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    for (n, document) in documents.iter().enumerate() {
        std::fs::write(dir.join(format!("{n}.xml")), document).unwrap();
    }
    let schema = std::env::var_os("CAP_XSD").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schema/cap-1.2.xsd"),
        PathBuf::from,
    );
    let output = Command::new("xmllint")
        .args(["--nonet", "--noout", "--schema"])
        .arg(schema)
        .args((0..documents.len()).map(|n| format!("{n}.xml")))
        .current_dir(&dir)
        .output()
        .unwrap_or_else(|e| {
            panic!("xmllint does not start ({e}). Type:\napt-get install libxml2-utils")
        });
    std::fs::remove_dir_all(&dir).unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    let faults: Vec<&str> = words
        .lines()
        .filter(|line| !line.ends_with("validates"))
        .take(20)
        .collect();
    assert!(output.status.success(), "{}", faults.join("\n"));
    assert_eq!(words.lines().count(), documents.len(), "{words}");
}
