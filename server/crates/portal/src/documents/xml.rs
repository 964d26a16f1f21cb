//! Which XML it is, and who reads it.

use super::{Kind, MAX_ITEMS, Read, Reading, envelope, feed};
use crate::xml::parse;

/// How many bytes are looked at to guess what a broken document was meant to be.
const GUESS: usize = 4_096;

/// Reads an XML document.
pub(super) fn read(bytes: &[u8], reading: &Reading<'_>) -> Read {
    let parsed = match parse(bytes) {
        Ok(parsed) => parsed,
        Err(error) => return Read::failed(guess(bytes), error.to_string()),
    };
    let root = &parsed.root;
    let mut read = match root.name.as_str() {
        "feed" => feed::read(Kind::Atom, root, reading),
        "rss" | "RDF" => feed::read(Kind::Rss, root, reading),
        _ => {
            let mut read = Read::of(Kind::Cap);
            let alerts = envelope::alerts(root);
            if alerts.is_empty() {
                return not_an_alert(root);
            }
            if alerts.len() > MAX_ITEMS {
                read.add_error(format!(
                    "only the first {MAX_ITEMS} of {} alerts were read",
                    alerts.len()
                ));
            }
            for alert in alerts.into_iter().take(MAX_ITEMS) {
                match envelope::whole(alert) {
                    Ok(found) => read.add_alert(found),
                    Err(why) => read.add_error(why),
                }
            }
            read
        }
    };
    if !parsed.notes.is_empty() {
        for found in &mut read.alerts {
            let own = std::mem::take(&mut found.deviations);
            found.deviations = parsed.notes.iter().cloned().chain(own).collect();
        }
    }
    read
}

fn not_an_alert(root: &crate::xml::Element) -> Read {
    match root.name.as_str() {
        "EDXLDistribution" => Read::failed(Kind::Cap, "This EDXL envelope holds no CAP alert."),
        name if name.eq_ignore_ascii_case("html") => Read::failed(
            Kind::Unknown,
            "This is a web page, not a document for machines: check the address.",
        ),
        name => Read::failed(
            Kind::Unknown,
            format!(
                "This XML is neither CAP nor Atom nor RSS: its root is <{}>.",
                name.chars().take(40).collect::<String>()
            ),
        ),
    }
}

/// What a document that cannot be parsed was probably meant to be.
fn guess(bytes: &[u8]) -> Kind {
    let head = bytes.get(..GUESS).unwrap_or(bytes);
    // UTF-16 shows its ASCII letters once the zeros are gone.
    let text: String = head
        .iter()
        .filter(|b| **b != 0)
        .map(|b| char::from(*b).to_ascii_lowercase())
        .collect();
    let first = |words: &[&str]| words.iter().filter_map(|w| text.find(w)).min();
    [
        (first(&["<feed", ":feed"]), Kind::Atom),
        (first(&["<rss", "<rdf:rdf"]), Kind::Rss),
        (
            first(&["<alert", ":alert", "edxldistribution", "emergency:cap:"]),
            Kind::Cap,
        ),
    ]
    .into_iter()
    .filter_map(|(at, kind)| Some((at?, kind)))
    .min_by_key(|(at, _)| *at)
    .map_or(Kind::Unknown, |(_, kind)| kind)
}
