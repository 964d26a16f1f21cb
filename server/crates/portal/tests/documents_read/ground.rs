//! What these tests stand on: fixtures, an instant, and messages as the store would give them back.

use std::path::{Path, PathBuf};

use portal::cap::MsgType;
use portal::documents::{Read, ReadAlert, Reading, read};
use portal::messages::{DocumentId, Message, MessageId, Publication};
use portal::sources::SourceId;
use portal::{Instant, Span};

/// A fixture of this repository: synthetic, see its first lines.
pub fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/sources")
        .join(name);
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The collection of real files beside the repository, if it is there.
pub fn shared() -> Option<PathBuf> {
    let told = std::env::var_os("RIVES_SHARED").map(|d| PathBuf::from(d).join("fixtures"));
    let found = told.or_else(|| {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .map(|a| a.join("shared/fixtures"))
            .find(|p| p.is_dir())
    });
    if found.is_none() {
        eprintln!("shared/fixtures is not there: nothing was tested");
    }
    found
}

pub fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

/// The evening of the flood.
pub fn evening() -> Instant {
    at("2026-11-23T19:00:00Z")
}

pub fn reading<'a>(at: Instant, previous: &'a [Message]) -> Reading<'a> {
    Reading {
        kind: None,
        publisher: "Préfecture d'essai",
        source: "essai",
        default_language: "fr-FR",
        at,
        previous,
        exercise: false,
    }
}

pub fn read_at(bytes: &[u8], at: Instant, previous: &[Message]) -> Read {
    read(bytes, &reading(at, previous))
}

/// As the store gives it back: without geometry.
pub fn kept(found: &ReadAlert, at: Instant) -> Message {
    let mut alert = found.alert.clone();
    for area in alert.infos.iter_mut().flat_map(|i| &mut i.areas) {
        area.lines.clear();
        area.polygons.clear();
        area.circles.clear();
    }
    Message {
        id: MessageId(alert.identity.identifier.clone()),
        source: SourceId("essai".into()),
        document: DocumentId("document".into()),
        received_at: at,
        confirmed_at: at,
        review_after: Span::hours(6),
        default_language: "fr-FR".into(),
        publication: Publication::Public,
        completeness: found.completeness,
        resolved: Vec::new(),
        deviations: Vec::new(),
        alert,
    }
}

pub fn all_kept(read: &Read, at: Instant) -> Vec<Message> {
    read.alerts.iter().map(|a| kept(a, at)).collect()
}

/// `identifier` without its stamp, type, and the `awareness_level`: what a document said in short.
pub fn told(read: &Read) -> Vec<(String, MsgType, String)> {
    read.alerts
        .iter()
        .map(|a| {
            let (prefix, _) = a.alert.identity.identifier.rsplit_once('.').unwrap();
            let level = a.alert.infos[0].parameter("awareness_level").unwrap_or("");
            (prefix.to_owned(), a.alert.msg_type, level.to_owned())
        })
        .collect()
}
