//! Bytes that nobody meant: never a panic, always a kind.

use std::sync::OnceLock;

use portal::documents::{Kind, Reading, read};
use portal::messages::Message;
use portal::sources::SourceKind;
use proptest::prelude::*;

use crate::ground::{all_kept, evening, fixture, read_at, reading};

const FILES: &[&str] = &[
    "vigicrues-synthetic-v1.0.geojson",
    "vigicrues-synthetic-v1.1.geojson",
    "meteofrance-synthetic.json",
    "meteoalarm-france-synthetic.atom.xml",
    "meteoalarm-france-synthetic-j.cap.xml",
    "prefecture-synthetic.rss.xml",
];

fn corpus() -> &'static (Vec<Vec<u8>>, Vec<Message>) {
    static CORPUS: OnceLock<(Vec<Vec<u8>>, Vec<Message>)> = OnceLock::new();
    CORPUS.get_or_init(|| {
        let files: Vec<_> = FILES.iter().map(|f| fixture(f)).collect();
        let previous = files
            .iter()
            .flat_map(|f| all_kept(&read_at(f, evening(), &[]), evening()))
            .collect();
        (files, previous)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_documents_never_panic(
        which in 0..FILES.len(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 0..12),
        end in any::<prop::sample::Index>(),
        truncate in any::<bool>(),
    ) {
        let (files, previous) = corpus();
        let mut bytes = files[which].clone();
        for (at, byte, what) in cuts {
            let at = at.index(bytes.len());
            match what {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => { bytes.remove(at); }
                _ => bytes[at] = b"\"<>&{}[],:-09"[usize::from(byte) % 13],
            }
        }
        if truncate {
            bytes.truncate(end.index(bytes.len()));
        }
        for kind in [None, Some(SourceKind::RssNews)] {
            let read = read(&bytes, &Reading { kind, ..reading(evening(), previous) });
            prop_assert!(read.confirmed.iter().all(|i| *i < previous.len()));
        }
    }
}

#[test]
fn what_is_no_document_has_an_unknown_kind_and_a_reason() {
    for bytes in [
        &b""[..],
        b"   \n",
        b"\xef\xbb\xbf",
        b"hello",
        b"\x00\x01\x02",
        b"<!DOCTYPE html><html><body>Maintenance</body></html>",
        b"<note/>",
        b"<",
        b"\xff\xfe",
    ] {
        let read = read_at(bytes, evening(), &[]);
        assert_eq!(read.kind, Kind::Unknown, "{bytes:?}");
        assert!(read.error.is_some(), "{bytes:?}");
    }
}

#[test]
fn a_broken_document_is_called_what_it_was_meant_to_be() {
    for (bytes, kind) in [
        (
            &b"<?xml version='1.0'?><alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'><ident"[..],
            Kind::Cap,
        ),
        (
            b"<feed xmlns:cap='urn:oasis:names:tc:emergency:cap:1.1'><entry>",
            Kind::Atom,
        ),
        (b"<rss><channel>", Kind::Rss),
        (
            b"{\"type\":\"FeatureCollection\",\"features\":[",
            Kind::GeoJson,
        ),
        (b"{\"product\":", Kind::Json),
        (b"[1,2]", Kind::Json),
        (
            b"{\"type\":\"FeatureCollection\",\"features\":[{\"properties\":{\"x\":1}}]}",
            Kind::GeoJson,
        ),
    ] {
        let read = read_at(bytes, evening(), &[]);
        assert_eq!(read.kind, kind, "{}", String::from_utf8_lossy(bytes));
        assert!(read.error.is_some());
    }
}

#[test]
fn json_as_deep_as_the_sea_is_refused() {
    let read = read_at("[".repeat(100_000).as_bytes(), evening(), &[]);
    assert_eq!(read.kind, Kind::Json);
    assert!(read.error.is_some());
}
